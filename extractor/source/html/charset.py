"""Which encoding a page is in: the bytes decide, what it declares is a hint."""

from __future__ import annotations

import codecs
import re

from extractor.errors import ExtractorError, fail
from extractor.source import text

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
# Markup in itself says nothing of the encoding; no Chinese double byte holds < or >.
_MARKUP = re.compile(rb"<[^<>]*+>")
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
            "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
            "x-big5": "big5hkscs", "cp936": "gb18030",
            "windows-936": "gb18030", "unicode": "utf-16", "utf8": "utf-8"}  # fmt: skip
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 1 << 20


def decode(name: str, data: bytes, hint: str | None = None) -> tuple[str, str]:
    """The text of a page and its encoding; raises EX104.

    >>> decode("a", "<meta charset=gb2312><p>二〇二三年度部门决算".encode())[1]
    'utf-8'
    """
    if data.startswith(_BOMS) or b"\0" in data[:4096]:
        try:
            return text.decode(name, data)
        except ExtractorError:
            encoding = _wide(data)
            return data.decode(encoding, "replace").lstrip("\ufeff"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _usable(hint) or _declared(data)
    lines = _MARKUP.sub(b"\n", data).split(b"\n")
    sample = b"\n".join([line for line in lines if not line.isascii()])[:_SAMPLE]
    # a few broken bytes (a cut character, a page put together from others) change nothing
    if _broken(sample, "utf-8") < 0.02:
        return data.decode("utf-8", "replace"), "utf-8"
    try:
        encoding = text.decode(name, _whole(sample))[1]
    except ExtractorError:
        order = [each for each in (declared, "gb18030", "big5hkscs") if each and each != "utf-8"]
        shares = [(_broken(sample, each), i, each) for i, each in enumerate(order)]
        share, _, encoding = min(shares)
        if share > 0.05:
            raise fail("EX104", f"{name}: the encoding cannot be told; save it as UTF-8") from None
    return data.decode(encoding, "replace"), encoding


def _declared(data: bytes) -> str | None:
    for found in _DECLARED.finditer(data, 0, 8192):
        encoding = _usable(found[1].decode("ascii"))
        if encoding is not None:
            return encoding
    return None


def _usable(declared: str | None) -> str | None:
    if declared is None:
        return None
    declared = declared.strip().lower()
    try:
        return codecs.lookup(_ALIASES.get(declared, declared)).name
    except (LookupError, ValueError):
        return None


def _whole(sample: bytes) -> bytes:
    """The sample up to its last line: no character is cut."""
    if len(sample) < _SAMPLE:
        return sample
    return sample[: sample.rfind(b"\n") + 1] or sample


def _broken(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that do not decode."""
    try:
        read = sample.decode(encoding, "replace")
    except (LookupError, ValueError):
        return 1.0
    beyond = len(read) - len(read.encode("ascii", "ignore"))
    return read.count("\ufffd") / max(beyond, 1)


def _wide(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    return "utf-8"
