"""What format some bytes are in: by what they hold; the name of the file counts for little."""

from __future__ import annotations

import re

from extractor.source.containers import ole_type, zip_type

TEXT = "text/plain"
HTML, XML, PDF = "text/html", "application/xml", "application/pdf"
_MAGIC = (
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\0\0\0\x0cjP  ", "image/jp2"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  #: bytes of the second header of a BMP
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")
_PAGE = re.compile(rb"<html[\s>]", re.I)
_A_TAG = re.compile(rb"</?[a-zA-Z][a-zA-Z0-9]{0,9}[\s/>]")
#: an old form of a spreadsheet, which has no tag but records of these kinds at its begin
_BIFF = re.compile(rb"\x09[\x00\x02\x04]\x06\x00|\x09\x08\x10\x00\x00[\x05\x06]")


def media_type(name: str, data: bytes) -> str:
    """The media type of *data*; ``text/plain`` where nothing speaks against it.

    >>> media_type("a.txt", b"%PDF-1.7"), media_type("a.pdf", "收入".encode())
    ('application/pdf', 'text/plain')
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")):
        return zip_type(data)
    if data.startswith(_OLE):
        return ole_type(data)
    if _is_pdf(data):
        return PDF
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return "image/heif"
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    if _BIFF.match(data):
        return "application/vnd.ms-excel"
    return _written(name, data)


def _is_pdf(data: bytes) -> bool:
    """PDFs may have something before their begin, such as the header of a download."""
    at = data.find(b"%PDF-", 0, 1024 + 5)
    if at <= 0 or not data[:at].strip(b"\xef\xbb\xbf \t\r\n\0"):
        return at >= 0
    # a text that tells of PDFs has no objects
    return re.search(rb"\d\s+\d\s+obj\b", data[at : at + (1 << 16)]) is not None


def _written(name: str, data: bytes) -> str:
    """The type of what is made of characters."""
    head = _narrow(data)
    begin = head.lstrip()[:200].lower()
    if begin.startswith(b"{\\rtf"):
        return "application/rtf"
    if begin.startswith(b"<") or b"mime-version:" in head[:4096].lower():
        from extractor.source.html.sniff import looks_like_html

        if looks_like_html(head):
            return HTML
    if begin.startswith((b"<?xml", b"<?mso-application")):
        return HTML if _PAGE.search(head) else XML
    if name.lower().endswith(_HTML_SUFFIXES) and _A_TAG.search(head):
        return HTML
    if not data.startswith(_BOMS) and b"\0" in data and not utf16_order(data):
        return "application/octet-stream"
    return TEXT


def _narrow(data: bytes) -> bytes:
    """The first bytes without a byte order mark; UTF-16 as one byte a character."""
    head = data[: 1 << 16]
    order = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be",
             b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(head[:2])  # fmt: skip
    if order is not None:
        return head.decode(order, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


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
