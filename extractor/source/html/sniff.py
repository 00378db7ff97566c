"""Whether some bytes are a web page, a fragment of one, or a saved page (MHTML)."""

from __future__ import annotations

import re

_BEGIN = re.compile(
    rb"\s*+(?:<\?xml[^>]{0,300}>\s*+)?(?:(?><!--.{0,4000}?-->)\s*+){0,20}+"
    rb"(?:<!doctype\s+html|<html[\s>])",
    re.I | re.S,
)
_FRAGMENT = re.compile(
    rb"\s*+(?:(?><!--.{0,4000}?-->)\s*+){0,20}+<(?:div|table|p|span|h[1-6]|body|head|meta|title|style|"
    rb"center|font|section|article|main|ul|ol|dl|pre|br|strong|b|a|td|tr|tbody|form|frameset)"
    rb"(?:\s[^<>]{0,2000})?/?>",
    re.I | re.S,
)
_TAG = re.compile(
    rb"</?(?:div|table|p|span|h[1-6]|tr|td|th|font|li|br|a|o:p|strong|b|body|html)[\s/>]", re.I
)
_HEADER = re.compile(
    rb"\s*+(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]{0,998}\r?\n"
    rb"(?:[ \t][^\r\n]{0,998}\r?\n){0,40}){1,60}"
)
_KIND = re.compile(
    rb"^content-type:\s*(?:(multipart/)(?:related|alternative|mixed)|text/html)", re.I | re.M
)
_VERSION = re.compile(rb"^mime-version:", re.I | re.M)
_BOM = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}


def looks_like_html(head: bytes) -> bool:
    """Whether the first bytes of a file (4096 are plenty) are those of a page or of MHTML.

    >>> looks_like_html(b"<div class=x><p>1</p>"), looks_like_html("收入<p>支出".encode())
    (True, False)
    """
    head = _narrow(head[: 1 << 16])
    if _BEGIN.match(head) or is_mhtml(head):
        return True
    tags = len(_TAG.findall(head))
    return tags >= 6 or (tags >= 2 and _FRAGMENT.match(head) is not None)


def is_mhtml(head: bytes) -> bool:
    """Whether the bytes begin with the header of a page saved in one file.

    >>> is_mhtml(b"MIME-Version: 1.0\\r\\nContent-Type: multipart/related; boundary=x\\r\\n\\r\\n")
    True
    """
    header = _HEADER.match(head[: 1 << 16])
    kind = _KIND.search(header[0]) if header else None
    if header is None or kind is None:
        return False
    return b"boundary" in header[0].lower() if kind[1] else _VERSION.search(header[0]) is not None


def _narrow(head: bytes) -> bytes:
    """The bytes without a byte order mark; UTF-16 as one byte a character."""
    order = _BOM.get(head[:2])
    if order is not None:
        return head.decode(order, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")
