"""What format some bytes are in, by their first bytes and the file's suffix."""

from __future__ import annotations

import re

TEXT = "text/plain"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)
_SUFFIXES = {".html": "text/html", ".htm": "text/html", ".xml": "application/xml"}
_MARKUP = (b"<!doctype html", b"<html", b"<?xml")
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")


def media_type(name: str, data: bytes) -> str:
    """The media type of *data*; ``text/plain`` where nothing speaks against it.

    >>> media_type("a.txt", b"%PDF-1.7"), media_type("a.txt", "收入".encode())
    ('application/pdf', 'text/plain')
    """
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_MARKUP):
        return "application/xml" if head.startswith(b"<?xml") else "text/html"
    for suffix, kind in _SUFFIXES.items():
        if name.lower().endswith(suffix):
            return kind
    if not data.startswith(_BOMS) and b"\0" in data and not utf16_order(data):
        return "application/octet-stream"
    return TEXT


# What a text in Chinese does not hold: controls, other scripts, private use, surrogates.
_ALIEN = re.compile(
    r"[^\x09-\x0d\x20-\x7e\xa0-\xbf\xd7\xf7\u2000-\u206f\u2100-\u27bf\u2e80-\u9fff\uf900-\uffee]"
)


_USUAL = re.compile(r"[\n\r -~。，、：；\u4e00-\u9fff]")


def alien_share(text: str) -> float:
    """Share of the characters that no Chinese document holds, from 0 to 1.

    >>> alien_share("收入1.5"), alien_share("ÃÄ")
    (0.0, 1.0)
    """
    return len(_ALIEN.findall(text)) / max(len(text), 1)


def utf16_order(data: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` where *data* has NULs and reads well so, else None.

    >>> utf16_order("1 一".encode("utf-16-le")), utf16_order(b"\\0\\1\\2\\3")
    ('utf-16-le', None)
    """
    if len(data) % 2 or b"\0" not in data:
        return None
    sample = data[: 1 << 16]
    readings = [(sample.decode(order, "replace"), order) for order in ("utf-16-le", "utf-16-be")]
    share, _, order = min((alien_share(t), -len(_USUAL.findall(t)), order) for t, order in readings)
    return order if share < 0.05 else None


def _zipped(data: bytes) -> str:
    head = data[:4096] + data[-65536:]
    if b"word/" in head:
        return _WORD
    if b"xl/" in head:
        return _EXCEL
    return "application/zip"
