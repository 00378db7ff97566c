"""A desk that is served as it is to people, and a client that may ask anything."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import uvicorn

from extractor.desk.app import make_app
from extractor.desk.desk import Desk
from extractor.desk.serve import _bound

TOKEN = "s3cret-token"


class Answer(NamedTuple):
    """What the server said; names of headers are in lower case."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Client:
    """Asks the server at *port*; addresses are below the token."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}/{TOKEN}/"

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            given = {"Host": f"127.0.0.1:{self.port}"} | {
                name.title(): value for name, value in (headers or {}).items()
            }
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, path, body, given)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("GET", f"/{TOKEN}/{path}", None, headers)

    def put(
        self, path: str, content: Any = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        return self.ask("PUT", f"/{TOKEN}/{path}", content, headers)

    def options(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("OPTIONS", f"/{TOKEN}/{path}", None, headers)

    def post(self, path: str, value: Any) -> Answer:
        told = {"content-type": "application/json"}
        return self.ask("POST", f"/{TOKEN}/{path}", json.dumps(value).encode(), told)


@contextlib.contextmanager
def serving_of(desk: Desk) -> Iterator[Client]:
    """*desk* served at a port that is free, as long as the block runs."""
    bound = _bound(0)
    port = bound.getsockname()[1]
    app = make_app(desk, TOKEN, frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost")))
    config = uvicorn.Config(app, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield Client(port)
    finally:
        server.should_exit = True
        thread.join(10)
        bound.close()
