"""How the portal is served: by `scripts/serve`, in production and when `make bench` measures it."""

control_socket_disable = True  # it would open one in the home folder
loglevel = "warning"
preload_app = True
worker_class = "gthread"
workers = 2
threads = 4
