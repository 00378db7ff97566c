"""The desk as a web application: a page of plain files, and JSON."""

from __future__ import annotations

import mimetypes
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractor.annotate.printed import UnreadableError
from extractor.desk.desk import Desk, encoded
from extractor.desk.fields import reading, setup
from extractor.desk.guard import Guard
from extractor.desk.store import ConflictError, RefusedError
from extractor.desk.types import Action
from extractor.errors import ExtractorError

_FILES = ("index.html", ".css", ".js", ".svg")
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
}

Answer = Callable[[Request], Awaitable[Response]]


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a page saves: the tag of what it has seen, and what has been done since."""

    tag: str
    actions: tuple[Action, ...]


class _Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    quote: str
    unit: str | None = None


def json(value: object, status: int = 200, tag: str | None = None) -> Response:
    """An answer in JSON."""
    headers = {"etag": f'"{tag}"'} if tag else None
    return Response(encoded(value), status, headers, media_type="application/json")


def told(answer: Answer) -> Answer:
    """What can go wrong, in one line of JSON."""

    async def safe(request: Request) -> Response:
        try:
            return await answer(request)
        except KeyError:
            return json({"error": "no such document"}, 404)
        except ConflictError as error:
            return json({"error": str(error), "tag": error.tag}, 409, error.tag)
        except (RefusedError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            return json({"error": " ".join(str(error).split())}, 422)
        except (RecursionError, ValueError) as error:
            return json({"error": " ".join(str(error).split())[:200]}, 422)
        except ExtractorError as error:
            return json({"error": str(error)}, 422)

    return safe


def make_app(desk: Desk, token: str, hosts: frozenset[str]) -> Guard:
    """The application; every address begins with the token."""

    async def documents(_: Request) -> Response:
        return json(await run_in_threadpool(desk.documents))

    async def document(request: Request) -> Response:
        shown = await run_in_threadpool(desk.document, request.path_params["name"])
        return json(shown, tag=shown["tag"])

    async def save(request: Request) -> Response:
        body = msgspec.json.decode(await request.body(), type=_Body)
        seen = request.headers.get("if-match", "").strip('"')
        if seen != body.tag:
            return json({"error": "If-Match is not the tag of the body"}, 428)
        name = request.path_params["name"]
        held = await run_in_threadpool(desk.commit, name, body.tag, body.actions)
        updated = {"tag": held.tag, "updated": held.annotation.updated}
        return json(updated, tag=held.tag)

    async def following(request: Request) -> Response:
        return json(
            {"name": await run_in_threadpool(desk.after, request.query_params.get("after"))}
        )

    async def read(request: Request) -> Response:
        asked = msgspec.json.decode(await request.body(), type=_Asked)
        try:
            return json(reading(asked.kind, asked.quote, asked.unit))
        except UnreadableError as error:
            return json({"why": " ".join(str(error).split())})

    async def catalogue(_: Request) -> Response:
        about: dict[str, Any] = {"annotator": desk.store.annotator, "corpus": desk.root.name,
                                 "mode": desk.mode}  # fmt: skip
        return json(setup(desk.declared) | about)

    async def sheet(request: Request) -> Response:
        found = await _picture(request)
        if found is None:
            return json({"error": "no picture of this page"}, 404)
        return json({"width": found.width, "height": found.height})

    async def picture(request: Request) -> Response:
        found = await _picture(request)
        if found is None:
            return json({"error": "no picture of this page"}, 404)
        return Response(found.data, media_type=found.media_type)

    async def _picture(request: Request) -> Any:
        name, page = request.path_params["name"], request.path_params["page"]
        drawn = await run_in_threadpool(desk.picture, name, page)
        return drawn.pages[0] if drawn is not None and drawn.pages else None

    async def file(request: Request) -> Response:
        return page_file(request.path_params.get("file") or "index.html")

    under = f"/{token}"
    routes = [
        Route(f"{under}/api/setup", told(catalogue)),
        Route(f"{under}/api/documents", told(documents)),
        Route(f"{under}/api/next", told(following)),
        Route(f"{under}/api/read", told(read), methods=["POST"]),
        Route(f"{under}/api/sheets/{{page:int}}/{{name:path}}", told(sheet)),
        Route(f"{under}/api/pictures/{{page:int}}/{{name:path}}", told(picture)),
        Route(f"{under}/api/documents/{{name:path}}", told(document), methods=["GET"]),
        Route(f"{under}/api/documents/{{name:path}}", told(save), methods=["PUT"]),
        Route(f"{under}/", file),
        Route(f"{under}/{{file}}", file),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return Guard(app, token, hosts)


def page_file(name: str) -> Response:
    """A file of the page itself; there are no others."""
    folder = resources.files("extractor.desk") / "page"
    known = {each.name for each in folder.iterdir() if each.name.endswith(_FILES)}
    if name not in known:
        return json({"error": "not here"}, 404)
    suffix = "." + name.rpartition(".")[2]
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "text/plain"
    return Response((folder / name).read_bytes(), media_type=f"{kind}; charset=utf-8")
