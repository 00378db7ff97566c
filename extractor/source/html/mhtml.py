"""A page saved in one file (MHTML): the pages in it, by the standard library's mail parser."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import NamedTuple

_FRAMESET = re.compile(rb"<frameset[\s>]", re.I)
_FRAME = re.compile(rb"<frame\s[^>]{0,1000}?src\s*=\s*(?:3D)?[\"']?([^\"'\s>]{1,500})", re.I)
_DEEP = 20
_MOST = 500  #: parts in one file


class Part(NamedTuple):
    """One page of the file: its bytes and the encoding that its header tells."""

    data: bytes
    charset: str | None
    place: str


def parts(data: bytes) -> list[Part]:
    """The pages that are shown: the main one, or those of its frames.

    >>> head = b"MIME-Version: 1.0\\r\\nContent-Type: text/html; charset=utf-8\\r\\n\\r\\n"
    >>> [part.data for part in parts(head + b"<p>1")]
    [b'<p>1']
    """
    message = message_from_bytes(data.lstrip(), policy=policy.compat32)
    found = [_part(each) for each in _leaves(message)]
    found = [part for part in found if part.data.strip()]
    if not found:
        return []
    main = _start(message, found)
    if not _FRAMESET.search(main.data[: 1 << 16]):
        return [main]
    named = {_last(each.decode("latin-1")) for each in _FRAME.findall(main.data)}
    others = [part for part in found if part is not main]
    # a workbook of several sheets names one of them in its frames and the rest by script
    return [p for p in others if not _is_tab_strip(p)] if len(others) > len(named) else [
        part for part in others if _last(part.place) in named
    ] or others  # fmt: skip


def _leaves(message: Message) -> list[Message]:
    """The parts that are pages; told with a stack, since parts may nest."""
    found: list[Message] = []
    stack = [(message, 0)]
    while stack and len(found) < _MOST:
        each, depth = stack.pop()
        inner = each.get_payload() if each.is_multipart() else None
        if isinstance(inner, list):
            if depth < _DEEP:
                stack += [(p, depth + 1) for p in reversed(inner) if isinstance(p, Message)]
        elif each.get_content_type() in ("text/html", "application/xhtml+xml"):
            found.append(each)
    return found


def _part(message: Message | EmailMessage) -> Part:
    payload = message.get_payload(decode=True)
    charset = message.get_content_charset()
    place = str(message.get("Content-Location", "")) or str(message.get("Content-ID", ""))
    return Part(payload if isinstance(payload, bytes) else b"", charset, place)


def _start(message: Message, found: list[Part]) -> Part:
    start = message.get_param("start")
    if isinstance(start, str):
        for part in found:
            if start.strip("<>") in part.place:
                return part
    return found[0]


def _last(place: str) -> str:
    return re.split(r"[\\/]", place.split("#")[0])[-1].lower()


def _is_tab_strip(part: Part) -> bool:
    return "tabstrip" in part.place.lower()
