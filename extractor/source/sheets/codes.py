"""Number formats of spreadsheets, parsed: ``_ * #,##0.00_ ;[Red]-0.0%`` to sections of tokens."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

#: Formats that workbooks name by number alone, as an installation in Chinese shows them.
BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0_);-#,##0", 38: "#,##0_);[Red]-#,##0",
    39: "#,##0.00_);-#,##0.00", 40: "#,##0.00_);[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip

LITERAL, DIGIT, POINT, EXPONENT, DATE, TEXT, GENERAL, HALF = range(8)
_LONGEST = 255  # of a format code; what is longer is not one

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?)")
_ELAPSED = re.compile(r"h{1,9}|m{1,9}|s{1,9}", re.IGNORECASE)


class Token(NamedTuple):
    """A piece of a format: its kind (``LITERAL`` …) and what is written there."""

    kind: int
    text: str


class Section(NamedTuple):
    """One of the up to four parts of a format.

    ``numerals`` is 1 for 一二三, 2 for 壹贰叁, 0 for digits.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    numerals: int = 0

    def has(self, kind: int) -> bool:
        """Whether a token is of the *kind*."""
        return any(each.kind == kind for each in self.tokens)


@lru_cache(maxsize=1024)
def parse(code: str) -> tuple[Section, ...]:
    """The sections of a format code, at least one; a code that is none is ``General``.

    >>> [section.condition for section in parse("[>100]0.0;0")]
    [('>', Decimal('100')), None]
    """
    if not code or len(code) > _LONGEST:
        code = "General"
    sections = []
    tokens: list[Token] = []
    condition, numerals = None, 0
    for match in _TOKEN.finditer(code):
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if kind == "other" and text == ";":
            sections.append(Section(tuple(tokens), condition, numerals))
            tokens, condition, numerals = [], None, 0
        elif kind == "bracket":
            lowered = text.lower()
            if text.startswith("$"):
                tokens.append(Token(LITERAL, text[1:].partition("-")[0]))
            elif lowered.startswith("dbnum"):
                numerals = {"1": 1, "2": 2}.get(text[5:6], 0)
            elif found := _CONDITION.fullmatch(text.strip()):
                condition = _condition(found)
            elif _ELAPSED.fullmatch(text):
                tokens.append(Token(DATE, f"[{lowered}]"))
        elif kind != "fill":
            tokens.append(_token(kind, text))
    sections.append(Section(tuple(tokens), condition, numerals))
    return tuple(sections[:4])


def _condition(found: re.Match[str]) -> tuple[str, Decimal] | None:
    try:
        return found[1], Decimal(found[2])
    except InvalidOperation:
        return None


def _token(kind: str, text: str) -> Token:
    match kind:
        case "digit":
            return Token(DIGIT, text)
        case "date":
            return Token(DATE, text.lower())
        case "general":
            return Token(GENERAL, text)
        case "half":
            return Token(HALF, text)
        case "exponent":
            return Token(EXPONENT, text)
        case "pad":
            return Token(LITERAL, " ")
    if kind == "other" and text == ".":
        return Token(POINT, text)
    if kind == "other" and text == "@":
        return Token(TEXT, text)
    # what a comma and a per cent sign mean depends on where they stand: they stay marked
    if kind == "other" and text in ",%/":
        return Token(LITERAL, f"\0{text}")
    return Token(LITERAL, text)
