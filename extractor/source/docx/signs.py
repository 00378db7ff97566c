"""Characters of symbol fonts: ``w:sym`` and private characters, as signs that any font has."""

from __future__ import annotations

from collections.abc import Mapping

_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩"
_DARK = "⓿❶❷❸❹❺❻❼❽❾❿"


def _row(first: int, signs: str) -> dict[int, str]:
    return {first + i: sign for i, sign in enumerate(signs)}


#: font -> code (without the F0 of the private range) -> sign
_FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x9F: "•", 0xA1: "○",
        0xA3: "□", 0xA7: "▪", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
        **_row(0x80, _CIRCLED), **_row(0x8B, _DARK),
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□",
        **_row(0x69, _CIRCLED), **_row(0x75, _DARK),
    },
    "symbol": {
        0x2D: "-", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷",
        0xB9: "≠", 0xBB: "≈", 0xE5: "∑",
    },
}  # fmt: skip


def sign(font: str, code: str) -> str:
    """The sign of a ``w:sym``; "" where nothing tells what its font draws.

    >>> sign("Wingdings", "F081"), sign("宋体", "2014"), sign("Webdings", "F021")
    ('①', '—', '')
    """
    try:
        at = int(code, 16)
    except ValueError:
        return ""
    known = _FONTS.get(font.strip().lower())
    if known is not None:
        return known.get(at & 0xFF, "")
    if not 0x20 <= at <= 0x10FFFF or 0xE000 <= at <= 0xF8FF or 0xD800 <= at <= 0xDFFF:
        return ""
    return chr(at)
