"""What the codes of a PDF's characters stand for."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2 as pdfium

UNKNOWN = "\ufffd"  #: a character whose meaning nobody tells
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}  #: what a hyphen at the end of a line comes as
_SIGNS = re.compile("symbol|wingdings|webdings|dingbats", re.IGNORECASE)
#: signs that office programs take from fonts of signs: ticks and bullets
_KNOWN = {0xB7: "•", 0x6C: "●", 0x6E: "■", 0x75: "◆", 0xA7: "▪", 0xA8: "□", 0xD8: "➢",
          0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0x52: "☑", 0xA3: "□", 0x2D: "-", 0xB0: "°",
          0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA5: "∞"}  # fmt: skip
_BULLET = "•"


def character_of(code: int) -> str:
    """The character of a code; a space for white space, empty where it has no meaning.

    >>> character_of(0x6536), character_of(0xE001), character_of(0xFB01)
    ('收', '', 'fi')
    """
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code in (0, 0xFFFD, 0xFFFF) or 0xE000 <= code < 0xF900 or code > 0xF0000:
        return ""
    character = chr(code)
    if character.isspace() or code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF):
        return " "
    if unicodedata.category(character) in ("Cc", "Cs", "Cn"):
        return ""
    if 0xFB00 <= code <= 0xFB06:  # Latin ligatures
        return unicodedata.normalize("NFKC", character)
    return character


def sign_of(text: pdfium.PdfTextPage, at: int, code: int) -> str:
    """The sign that a code of a font of signs stands for, any as a bullet; empty where it is
    none: then nobody knows what the code means."""
    import pypdfium2.raw as raw

    name = ctypes.create_string_buffer(256)
    raw.FPDFText_GetFontInfo(text, at, name, len(name), ctypes.c_int())
    if not _SIGNS.search(name.value.decode("latin-1")):
        return ""
    return _KNOWN.get(code & 0xFF, _BULLET)
