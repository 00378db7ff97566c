"""What a person sees in a cell: values by their number formats."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

from extractor.source.sheets.calendar import show_date
from extractor.source.sheets.codes import (
    DATE,
    DIGIT,
    EXPONENT,
    GENERAL,
    POINT,
    TEXT,
    Section,
    Token,
    parse,
)  # fmt: skip
from extractor.source.sheets.numerals import chinese

_EXACT: Final = Context(prec=700, rounding=ROUND_HALF_UP)
_COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_COMMA, _PERCENT, _SLASH = "\0,", "\0%", "\0/"


def show(value: float | str | bool, code: str = "General", epoch_1904: bool = False) -> str:
    """The text of a cell with this value and number format, without padding.

    Numbers are rounded as spreadsheets do it: half away from zero, from 15 digits.

    >>> show(0.1 + 0.2, "0.00"), show(1234.5, "#,##0.00_);(#,##0.00)"), show(45291, "yyyy/m/d")
    ('0.30', '1,234.50', '2023/12/31')
    >>> show(0.125, "0.0%"), show(201, "0000000"), show(1 / 3), show("a", '@"元"')
    ('12.5%', '0000201', '0.333333333333333', 'a元')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    sections = parse(code)
    if isinstance(value, str):
        last = sections[-1]
        if not last.has(TEXT):
            return "" if len(sections) == 4 else value
        return "".join(value if t.kind == TEXT else _plain(t) for t in last.tokens).strip()
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    exact = Decimal(format(value, ".15g"))
    section, bare = _choose(sections, exact)
    if section is None:
        return general(value)
    if section.has(DATE):
        dated = show_date(value, section, epoch_1904)
        return general(value) if dated is None else dated.strip()
    sign = "-" if exact < 0 and not bare else ""
    return _number(abs(exact), section, sign).strip()


def general(value: float) -> str:
    """A number without a format: up to 15 digits, no needless zeros.

    >>> general(12.50), general(3e20), general(-2.0)
    ('12.5', '3E+20', '-2')
    """
    text = format(value, ".15g")
    if "e" not in text:
        return "0" if text == "-0" else text
    exact = Decimal(text)
    if -10 < exact.adjusted() < 20:
        return format(exact, "f")
    mantissa, _, power = text.partition("e")
    return f"{mantissa}E{int(power):+03d}"


def _choose(sections: tuple[Section, ...], value: Decimal) -> tuple[Section | None, bool]:
    """The section for a number, and whether its sign is left to the section."""
    numeric = sections[:-1] if len(sections) > 1 and sections[-1].has(TEXT) else sections
    if any(each.condition for each in numeric):
        for place, each in enumerate(numeric):
            if each.condition is None:
                if place == len(numeric) - 1 or (place == 1 and value < 0):
                    return each, place == 1 and len(numeric) > 2
                continue
            sign, bound = each.condition
            if _COMPARE[sign](value, bound):
                return each, sign in ("<", "<=") and bound <= 0
        return None, False
    if len(numeric) == 1 or value > 0 or (value == 0 and len(numeric) == 2):
        return numeric[0], False
    return (numeric[1], True) if value < 0 else (numeric[2], True)


def _plain(token: Token) -> str:
    return token.text.removeprefix("\0")


def _number(value: Decimal, section: Section, sign: str) -> str:
    tokens = list(section.tokens)
    if section.has(TEXT) or section.has(GENERAL):
        told = general(float(value))
        told = sign + (chinese(told, section.numerals) if section.numerals else told)
        return "".join(told if each.kind in (TEXT, GENERAL) else _plain(each) for each in tokens)
    places = [at for at, each in enumerate(tokens) if each.kind == DIGIT]
    if not places:
        return (sign if any(each.text.strip() for each in tokens) else "") + "".join(
            map(_plain, tokens)
        )
    value = _EXACT.scaleb(value, 2 * sum(each.text == _PERCENT for each in tokens))
    if section.has(EXPONENT):
        return sign + _scientific(value, tokens)
    if any(tokens[at].text == _SLASH for at in range(places[0], places[-1])):
        return sign + _fraction(value, tokens, places)
    point = next((at for at, each in enumerate(tokens) if each.kind == POINT), len(tokens))
    whole = [at for at in places if at < point]
    # commas right behind the last digit divide by a thousand, others part thousands
    for last in {whole[-1] if whole else point, places[-1]}:
        behind = last + 1
        while behind < len(tokens) and tokens[behind].text == _COMMA:
            value = _EXACT.scaleb(value, -3)
            tokens[behind] = Token(tokens[behind].kind, "")
            behind += 1
    parted = bool(whole) and any(tokens[at].text == _COMMA for at in range(whole[0], whole[-1]))
    decimals = len(places) - len(whole)
    rounded = format(value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT), "f")
    left, _, right = rounded.partition(".")
    body = _whole(left.lstrip("0"), tokens[:point], parted) + _decimals(right, tokens[point:])
    if section.numerals:
        body = chinese(body, section.numerals)
    return sign + body


def _whole(digits: str, tokens: list[Token], parted: bool) -> str:
    """The part before the point, filled from the right."""
    out: list[str] = []
    first = next((at for at, each in enumerate(tokens) if each.kind == DIGIT), None)
    if first is None:
        return "".join(map(_plain, tokens)) + digits
    written = 0
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.kind != DIGIT:
            if not (parted and token.text == _COMMA):
                out.append(_plain(token))
            continue
        take = len(digits) if at == first else min(1, len(digits))
        given = digits[len(digits) - take :] or {"0": "0", "?": " "}.get(token.text, "")
        digits = digits[: len(digits) - take]
        for digit in reversed(given):
            if parted and written and written % 3 == 0 and digit != " ":
                out.append(",")
            out.append(digit)
            written += 1
    return "".join(reversed(out))


def _decimals(digits: str, tokens: list[Token]) -> str:
    """The point and what stands behind it."""
    out, at = [], 0
    for token in tokens:
        if token.kind == DIGIT:
            needed = token.text == "0" or digits[at:].strip("0") != ""
            out.append(digits[at] if needed else " " if token.text == "?" else "")
            at += 1
        else:
            out.append(_plain(token))
    return "".join(out)


def _scientific(value: Decimal, tokens: list[Token]) -> str:
    split = next(at for at, each in enumerate(tokens) if each.kind == EXPONENT)
    mantissa = tokens[:split]
    point = next((at for at, each in enumerate(mantissa) if each.kind == POINT), split)
    step = max(1, sum(each.kind == DIGIT for each in mantissa[:point]))
    decimals = sum(each.kind == DIGIT for each in mantissa[point:])
    power = value.adjusted() // step * step if value else 0
    smallest = Decimal(1).scaleb(-decimals)
    part = _EXACT.scaleb(value, -power).quantize(smallest, context=_EXACT)
    if part and part.adjusted() >= step:
        power += step
        part = _EXACT.scaleb(value, -power).quantize(smallest, context=_EXACT)
    left, _, right = format(part, "f").partition(".")
    width = sum(each.kind == DIGIT for each in tokens[split:])
    plus = "+" if tokens[split].text.endswith("+") else ""
    exponent = f"{'-' if power < 0 else plus}{abs(power):0{width}d}"
    rest = "".join(_plain(each) for each in tokens[split + 1 :] if each.kind != DIGIT)
    whole = _whole(left.lstrip("0"), mantissa[:point], False)
    return f"{whole}{_decimals(right, mantissa[point:])}E{exponent}{rest}"


def _fraction(value: Decimal, tokens: list[Token], places: list[int]) -> str:
    slash = next(at for at in range(places[0], places[-1]) if tokens[at].text == _SLASH)
    run = sum(at > slash for at in places)
    nearest = Fraction(value).limit_denominator(10 ** min(run, 4) - 1)
    # a run of placeholders apart from the numerator's is for whole numbers
    gap = any(tokens[at].kind != DIGIT and tokens[at].text == " " for at in range(places[0], slash))
    whole, top = divmod(nearest.numerator, nearest.denominator) if gap else (0, nearest.numerator)
    head = str(whole) if whole or not top else ""
    return f"{head} {top}/{nearest.denominator}".strip() if top else head or "0"
