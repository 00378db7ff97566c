"""What stands right after a number and its unit: 整, 五角, 半, 以上, （含）以下, 左右."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from extractor.mentions import vocabulary
from extractor.mentions.grammar import SUBUNIT, TAIL, TAIL_FIRST, UNIT, ZERO_SUBUNIT
from extractor.mentions.numerals import DIGITS, parse, times
from extractor.mentions.raw import Raw

_ROLES, _ = vocabulary.suffixes()
_UNITS = vocabulary.units()
_HALF: Final = Decimal("0.5")
_NOT_EVEN: Final = frozenset("常式确在规好是")
_NOT_MORE: Final = frozenset("额款种个数元出于少支收花0123456789")
_NOT_HALF: Final = frozenset("年天月径截个")
_PARTED: Final = frozenset("元圆块钱分镑角毛人民币金")
_HALVED: Final = frozenset("成年月天倍吨米斤里两亩小时个年岁点块层")


def apply(raw: Raw, text: str, plain_end: int) -> None:
    """Take the words after *raw* in; ``plain_end`` is where its number ended."""
    end = raw.end
    size = len(text)
    if end < size and raw.unit is not None:
        if raw.kind == "money":
            _money(raw, text)
        elif text[end] == "半":
            _half(raw, text)
        elif raw.scale == "成" and text[end] in DIGITS and raw.number is not None:
            _tenths(raw, text)
        elif text[end] in "多余" and raw.scale in ("年", "岁", "倍", "公里", "小时", "天", "周年"):
            _more(raw)
    end = raw.end
    if end < size and text[end] in TAIL_FIRST:
        match = TAIL.match(text, end)
        if match and match.end() > end:
            word = match[0].rpartition("）")[2]
            role = _ROLES.get(word)
            if role or raw.unit or raw.scaled:
                raw.end = match.end()
            if role:
                raw.approx = True
                if role != "approx":
                    raw.role = role
        elif text.startswith("内", end) and raw.unit in ("日", "个工作日", "工作日"):
            raw.role, raw.approx, raw.end = "high", True, end + 1


def _money(raw: Raw, text: str) -> None:
    end = raw.end
    if text[end] in "整正" and (text[end] == "整" or text[end + 1 : end + 2] not in _NOT_EVEN):
        raw.end = end + 1
        return
    if text[end] == "多" or text[end] == "余":
        if not (raw.low != raw.high or text[end + 1 : end + 2] in _NOT_MORE):
            _more(raw)
        return
    if text[end - 1] not in _PARTED or raw.number is None:
        return
    match = SUBUNIT.match(text, end)
    if match is None and text[end - 1] in "角毛":
        match = ZERO_SUBUNIT.match(text, end)
    if match is None:
        if text[end - 1] == "块" and text[end] in DIGITS and DIGITS[text[end]] and raw.scale:
            follow = text[end + 1 : end + 2]
            if not follow or not UNIT.match(text, end + 1):  # 三块五
                raw.number += Decimal(DIGITS[text[end]]) / 10
                raw.low = raw.high = raw.number
                raw.places, raw.end = -1, end + 1
        return
    for _ in range(3):
        numeral = parse(match[1])
        if numeral is None or numeral.value is None:
            return
        power = vocabulary.SUBUNITS[match[2]]
        part = times(numeral.value, power)
        raw.number += part if raw.number >= 0 else -part
        raw.low = raw.high = raw.number
        raw.places, raw.end = power, match.end()
        following = SUBUNIT.match(text, raw.end) or ZERO_SUBUNIT.match(text, raw.end)
        if following is None or vocabulary.SUBUNITS[following[2]] >= power:
            break
        match = following
    if text[raw.end : raw.end + 1] == "整":
        raw.end += 1


def _half(raw: Raw, text: str) -> None:
    scale = raw.scale or ""
    if raw.number is None or scale[-1] not in _HALVED:
        return
    end = raw.end + 1
    half = _HALF
    if scale == "成":
        half = Decimal(5)
    if scale[-1] == "个" and text.startswith("月", end):
        raw.unit, raw.scale, end = "个月", scale + "半月", end + 1
    elif scale[-1] == "个":  # 一个半小时
        match = UNIT.match(text, end)
        unit = _UNITS.get("个月" if match[0] == "月" else match[0]) if match else None
        if match is None or unit is None or unit.kind != "count":
            return
        raw.unit = unit.base
        raw.scale = scale + "半" + match[0]
        end = match.end()
    elif text[end : end + 1] in _NOT_HALF:
        return
    raw.number += half
    raw.low = raw.high = raw.number
    raw.places, raw.end = (0 if scale == "成" else -1), end


def _tenths(raw: Raw, text: str) -> None:
    """七成六 is 76 %."""
    end = raw.end
    if raw.number is None or UNIT.match(text, end + 1) or DIGITS[text[end]] == 0:
        return
    raw.number += DIGITS[text[end]]
    raw.low = raw.high = raw.number
    raw.places, raw.end = 0, end + 1


def _more(raw: Raw) -> None:
    """3元多, 5年多: up to one more."""
    if raw.number is None:
        return
    raw.low = raw.number
    raw.high = raw.number + Decimal(10) ** (raw.places or 0)
    raw.approx = True
    raw.end += 1
