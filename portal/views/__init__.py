"""Routes: load, ask, call a service, render. One blueprint a noun; `BLUEPRINTS` lists them for `create_app`."""
