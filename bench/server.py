"""The portal of one database, served as `scripts/serve` does it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 30  # seconds
SETTINGS = {
    "PORTAL_ENV": "production",
    "PORTAL_DEMO": "0",
    "SECRET_KEY": "only-for-figures-" + "0123456789" * 3,
}


def settings_for(folder: Path) -> dict[str, str]:
    """The environment of a portal whose database lies in the folder."""
    return {**SETTINGS, "PORTAL_DATA": str(folder), "DATABASE_URL": ""}


@contextmanager
def serving(folder: Path, port: int) -> Iterator[int]:
    """gunicorn with the portal and the bare page; yields the port when it answers. Raises RuntimeError."""
    command = [str(Path(sys.executable).with_name("gunicorn")), "--config", "scripts/gunicorn.conf.py"]
    command += ["--bind", f"{HOST}:{port}", "bench.wsgi:make_app()"]
    environment = {**os.environ, **settings_for(folder)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sys.stderr)
    try:
        _wait(process, port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"nothing answers at port {port}")
