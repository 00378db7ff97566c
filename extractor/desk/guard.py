"""Who is let in: requests of this page in this browser on this machine, and nobody else."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Scripts, styles and pictures come from here alone, and nothing stands in the page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_READING = frozenset(("GET", "HEAD"))


class Guard:
    """Lets requests through whose ``Host`` is this machine, whose address begins with the token,
    and, where they change something, which are JSON and of this origin.

    *hosts* are what a browser may call the server. Bodies are at most *limit* bytes.
    """

    def __init__(
        self, app: ASGIApp, token: str, hosts: frozenset[str], limit: int = 16 << 20
    ) -> None:
        self.app = app
        self.token = token
        self.hosts = hosts
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # a websocket is closed unopened
        refusal = self._refusal(scope)
        if refusal is not None:
            await _answer(send, *refusal)
            return
        body = await self._body(scope, receive)
        if body is None:
            await _answer(send, 413, f"more than {self.limit} bytes")
            return

        async def given() -> Message:
            # what the browser sends is all there by now; what is left is that it goes away
            nonlocal body
            if body is None:
                return await receive()
            whole, body = body, None
            return {"type": "http.request", "body": whole, "more_body": False}

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                mine = {name for name, _ in _HEADERS}
                kept = [each for each in message.get("headers", ()) if each[0].lower() not in mine]
                message = {**message, "headers": [*kept, *_HEADERS]}
            await send(message)

        await self.app(scope, given, dressed)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body of a request; None where it is longer than the limit."""
        parts: list[bytes] = []
        size = 0
        more = scope["method"] not in _READING
        while more:
            message = await receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self.limit:
                return None
            more = message.get("more_body", False)
        return b"".join(parts)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        told: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            told.setdefault(name.lower(), []).append(value)
        hosts = told.get(b"host", [])
        if len(hosts) != 1 or hosts[0].decode("latin-1").lower() not in self.hosts:
            return 421, "this server answers to 127.0.0.1 only"
        first = scope["path"].split("/", 2)[1] if "/" in scope["path"] else ""
        if not hmac.compare_digest(first.encode(), self.token.encode()):
            return 404, "not here"
        if scope["method"] in _READING:
            return None
        if any(each != b"http://" + hosts[0] for each in told.get(b"origin", [])):
            return 403, "another page may not ask this"
        if any(each not in (b"same-origin", b"none") for each in told.get(b"sec-fetch-site", [])):
            return 403, "another page may not ask this"
        kind = b"".join(told.get(b"content-type", [])).partition(b";")[0].strip().lower()
        if kind != b"application/json":
            return 415, "JSON only"
        length = b"".join(told.get(b"content-length", []))
        if length and (not length.isdigit() or int(length) > self.limit):
            return 413, f"more than {self.limit} bytes"
        return None


async def _answer(send: Send, status: int, why: str) -> None:
    body = b'{"error":"%s"}' % why.encode()
    length = (b"content-length", str(len(body)).encode())
    headers = [(b"content-type", b"application/json"), length, *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
