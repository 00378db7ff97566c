"""Serve a desk on this machine, for this user."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable

from extractor.desk.desk import Desk
from extractor.errors import fail

HOST = "127.0.0.1"


def serve(desk: Desk, port: int, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve until the user stops it; *say* is told the address, which nobody else can guess.

    Port 0 is any that is free. Raises EX501 where the port is taken.
    """
    try:
        import uvicorn

        from extractor.desk.app import make_app
    except ModuleNotFoundError as error:
        cause = f"annotate needs {error.name}: pip install 'extractor[annotate]'"
        raise fail("EX502", cause) from None
    bound = _bound(port)
    port = bound.getsockname()[1]
    token = secrets.token_urlsafe(24)
    hosts = frozenset(f"{name}:{port}" for name in (HOST, "localhost"))
    address = f"http://{HOST}:{port}/{token}/"
    config = uvicorn.Config(
        make_app(desk, token, hosts), log_level="warning", access_log=False, proxy_headers=False,
        server_header=False, ws="none", lifespan="off", timeout_graceful_shutdown=2,
    )  # fmt: skip
    say(address)
    # the first document is read while the browser opens
    threading.Thread(target=desk.warm, daemon=True).start()
    if browser:
        webbrowser.open(address)
    try:
        uvicorn.Server(config).run(sockets=[bound])
    except KeyboardInterrupt:
        return
    finally:
        bound.close()


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
        bound.listen()  # whoever is told the address may ask at once, and waits
    except OSError as error:
        bound.close()
        raise fail("EX501", f"--port {port}: {error.strerror}") from None
    return bound
