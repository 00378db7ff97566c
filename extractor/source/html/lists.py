"""The numbers of ordered lists, written out as a browser shows them."""

from __future__ import annotations

import re

from extractor.source.html.parse import Element

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]{1,80})", re.I)
_TYPED = re.compile(
    r"\s*[（(【\[]?\s*(?:第?[一二三四五六七八九十百零〇]{1,4}|\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4}|[①-⑳⑴-⒇])\s*[)）】\].、．:：]"
)
_KINDS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_NAMES = (
    "cjk-ideographic", "simp-chinese-informal", "simp-chinese-formal", "trad-chinese-informal",
    "cjk-decimal", "decimal-leading-zero", "decimal", "lower-alpha", "lower-latin", "upper-alpha",
    "upper-latin", "lower-roman", "upper-roman", "none", "disc", "circle", "square",
)  # fmt: skip
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def markers(ordered: Element) -> dict[Element, str]:
    """The marker of each item of an ``<ol>``; empty where none is shown or it is typed.

    An item whose text begins with a number has typed its own; style sheets take the other away.
    """
    kind = _kind(ordered) or "decimal"
    items = [child for child in ordered if child.tag == "li"]
    reverse = ordered.get("reversed") is not None
    at = _integer(ordered.get("start"))
    if at is None:
        at = len(items) if reverse else 1
    found: dict[Element, str] = {}
    for item in items:
        value = _integer(item.get("value"))
        at = at if value is None else value
        found[item] = number(at, _kind(item) or kind)
        at += -1 if reverse else 1
    typed = sum(_TYPED.match(_beginning(item)) is not None for item in items)
    return {} if typed * 2 > len(items) else found


def number(value: int, kind: str) -> str:
    """A marker as it is shown.

    >>> number(12, "cjk-ideographic"), number(4, "upper-roman"), number(28, "lower-alpha")
    ('十二、', 'IV.', 'ab.')
    """
    if kind in ("none", "disc", "circle", "square"):
        return ""
    if kind.endswith(("ideographic", "informal", "formal")) and 0 < value < 100:
        return f"{_chinese(value)}、"
    if kind == "cjk-decimal" and value >= 0:
        return "".join(_DIGITS[int(digit)] for digit in str(value)) + "、"
    if kind.endswith(("alpha", "latin")) and value > 0:
        shown = ""
        while value:
            value, rest = divmod(value - 1, 26)
            shown = chr(97 + rest) + shown
        return f"{shown.upper() if kind.startswith('upper') else shown}."
    if kind.endswith("roman") and 0 < value < 4000:
        shown = ""
        for size, sign in _ROMAN:
            count, value = divmod(value, size)
            shown += sign * count
        return f"{shown.upper() if kind.startswith('upper') else shown}."
    return f"{value:02d}." if kind == "decimal-leading-zero" else f"{value}."


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    begin = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return begin + (_DIGITS[ones] if ones else "")


def _kind(element: Element) -> str | None:
    style = _STYLE.search(element.get("style") or "")
    if style is not None:
        words = style[1].lower().split()
        for name in _NAMES:
            if name in words:
                return name
    return _KINDS.get((element.get("type") or "").strip())


def _integer(given: str | None) -> int | None:
    try:
        return None if given is None else max(-(10**6), min(10**6, int(given.strip()[:9])))
    except ValueError:
        return None


def _beginning(item: Element) -> str:
    read = ""
    for piece in item.itertext():
        read += piece
        if len(read.lstrip()) > 8:
            break
    return read.lstrip("\xa0\u3000 \t\r\n")[:12]
