"""Numbers in Chinese numerals, with their units: 三万五千人, 几百万元, 三五个, 半年."""

from __future__ import annotations

from decimal import Decimal

from extractor.mentions import guard, vocabulary
from extractor.mentions.fractions import fraction
from extractor.mentions.grammar import (
    CHINESE,
    FRACTION,
    HALF,
    NUMERAL,
    SCALE_CHARACTERS,
    UNIT,
)
from extractor.mentions.numerals import Numeral, exponent, parse, times
from extractor.mentions.parts import Read, finish, large, read_date, set_unit
from extractor.mentions.raw import Raw

_UNITS = vocabulary.units()
_SEVERAL_BEFORE = frozenset("数好上近超过逾约")
_NOT_SEVERAL = frozenset("人总基次户指分参函倍个常系多少")
_TO = frozenset("到至-—~～")
_NUMBER = CHINESE | frozenset("0123456789")
_FEW = 8
_FRACTION_NEXT = frozenset("分又")
_GOES_ON = _TO | _FRACTION_NEXT | frozenset("年月")


def numeral_at(text: str, start: int, floor: int) -> Read:
    match = NUMERAL.match(text, start)
    if match is None:
        return None, start + 1
    numeral_text, more, scale = match.groups()
    core_end, end = match.end(1), match.end()
    unit = UNIT.match(text, end)
    unit_word = unit[0] if unit else None
    end = unit.end() if unit else end
    if end - start == 1 and numeral_text not in SCALE_CHARACTERS:
        follow = text[core_end : core_end + 1]
        if guard.is_cjk(follow) and follow not in _GOES_ON:  # 一步, 三方: a part of a word
            return None, core_end
    if (
        text[start] in "一二十三四五六七八九廿"
        and text[core_end : core_end + 1] in "年月"
        and (core_end < len(text))
    ):
        dated = read_date(text, start)
        if dated:
            return dated
    if text[core_end : core_end + 1] in _FRACTION_NEXT and FRACTION.match(text, core_end):
        return fraction(text, start, core_end, floor)
    several = False
    if numeral_text[0] in SCALE_CHARACTERS and numeral_text[0] not in "十拾":
        previous = text[start - 1] if start > floor else ""
        outer = text[start - 2] if start > 1 else ""
        several = previous in ("数", "好几") and outer not in _NOT_SEVERAL
        if not (several or (previous and previous in _SEVERAL_BEFORE)):
            alone = start == 0 and core_end == len(text) and len(numeral_text) > 1
            if not alone:
                return None, core_end
    elif numeral_text[0] in "十拾" and start > floor and text[start - 1] == "数":
        several = start < 2 or text[start - 2] not in _NOT_SEVERAL
    if numeral_text[-1] == "兆" and text[core_end : core_end + 1] in "瓦赫字比":
        return _shorter(text, start, floor, core_end - 1)
    numeral = parse("几" + numeral_text) if several else _parse(numeral_text, start, text)
    if numeral is None and len(numeral_text) > 1:
        if numeral_text[-1] in "千两一" or (unit_word is None and not more):
            return _shorter(text, start, floor, core_end - 1)
        return None, core_end
    if numeral is None:
        return None, core_end
    return _counted(text, start, floor, match.span(1), numeral, more, scale, unit_word,
                    end, several)  # fmt: skip


def _parse(numeral: str, start: int, text: str) -> Numeral | None:
    if len(numeral) == 1 and numeral in "百千万亿兆佰仟":
        return Numeral(*(Decimal(10 ** exponent(numeral)),) * 3, exponent(numeral))
    return parse(numeral)


def _shorter(text: str, start: int, floor: int, end: int) -> Read:
    """三百千瓦, 二两: the last character of the run belongs to the unit."""
    numeral = parse(text[start:end])
    if numeral is None:
        return None, end + 1
    unit = UNIT.match(text, end)
    if unit is None:
        return None, end + 1
    return _counted(text, start, floor, (start, end), numeral, None, None, unit[0], unit.end(),
                    several=False)  # fmt: skip


def _counted(
    text: str,
    start: int,
    floor: int,
    span: tuple[int, int],
    numeral: Numeral,
    more: str | None,
    scale: str | None,
    unit_word: str | None,
    end: int,
    several: bool,
) -> Read:
    core_end = span[1]
    word = text[start:core_end]
    if scale and scale.replace("个", "") == "":
        scale = None
    power = exponent(scale) if scale else 0
    short = len(word) == 1 and word != "十" and scale is None and more is None
    if short and unit_word in vocabulary.LONG_ONLY:
        unit_word, end = None, core_end
    value, low, high = numeral.value, numeral.low, numeral.high
    if len(word) == 2 and unit_word and unit_word != "折" and value is not None and not several:
        pair = _pair(word)
        if pair is None and not any(c in SCALE_CHARACTERS for c in word):  # 唯一一项
            return None, end
        if pair:
            value, (low, high) = None, pair
    raw = Raw(start - several, start, end, times(value, power) if value is not None else None)
    raw.low, raw.high = times(low, power), times(high, power)
    raw.places = numeral.place + power
    raw.scaled = any(c in SCALE_CHARACTERS and c not in "十拾" for c in word + (scale or ""))
    raw.tail = _tail(word) + power
    raw.big = large(word + (scale or ""))
    raw.approx = several or not numeral.exact or "几" in word
    raw.rule = "numeral"
    if more:
        if numeral.place + power < 1 and not unit_word:
            return None, core_end
        if value is not None:
            raw.high = raw.low + Decimal(10) ** raw.places if raw.low is not None else None
        raw.approx = True
    if unit_word is not None:
        if not guard.chinese_counts(text, start, end, word):
            return None, end
        kind = _UNITS[unit_word].kind
        if unit_word == "块" and (not _is_money(text, end) or text[start - 1 : start] == "分"):
            kind = "count"
        set_unit(raw, unit_word, text[core_end:end])
        if kind == "count" and unit_word == "块":
            raw.kind, raw.unit, raw.currency = "count", "块", None
    elif not _bare_numeral(text, start, end, word, raw):
        if (
            text[core_end : core_end + 1] not in _TO
            or text[core_end + 1 : core_end + 2] not in _NUMBER
        ):
            return None, core_end
        raw.weak = True
    return finish(raw, text, floor, core_end)


def _pair(word: str) -> tuple[Decimal, Decimal] | None:
    """三五个, 两三人: from one to the other."""
    first, second = parse(word[0]), parse(word[1])
    if (
        first is None
        or second is None
        or word[0] in SCALE_CHARACTERS
        or word[1] in SCALE_CHARACTERS
    ):
        return None
    if 0 < first.low < second.low and second.low - first.low <= 2:
        return first.low, second.low
    return None


def _tail(word: str) -> int:
    """Power of ten of the scale characters that end a numeral."""
    return exponent(word[len(word.rstrip("十拾百佰千仟万亿兆")) :])


def _is_money(text: str, end: int) -> bool:
    """三块 is money where no noun follows."""
    follow = text[end : end + 1]
    return not follow or not guard.is_cjk(follow) or follow in "一二三四五六七八九多左以整和到至"


def _bare_numeral(text: str, start: int, end: int, word: str, raw: Raw) -> bool:
    """Whether a Chinese numeral without a unit is a number, by what stands round it."""
    follow = text[end] if end < len(text) else ""
    previous = text[start - 1] if start else ""
    if previous == "负":
        previous = text[start - 2] if start > 1 else ""
    if follow in "、.．）)：:" and follow and not raw.scaled and "点" not in word:
        return False
    if previous in "“‘（(〔《" and previous and not raw.scaled:
        return False
    compound = raw.scaled or "点" in word or raw.approx
    if follow and guard.is_cjk(follow):
        return compound and len(word) > 1 and follow not in "强佳姓山里佛"
    if compound and (len(word) > 1 or raw.approx):
        return True
    if previous and guard.is_cjk(previous):
        return len(word) > 3 and not follow
    if len(word) > 1 and parse(word) is not None and "十" in word + "拾":
        return raw.number is not None and (not previous or previous not in "“")
    return start <= 1 and previous == "" and len(text) - end < _FEW and not text[end:].strip()


def half(text: str, start: int, floor: int) -> Read:
    match = HALF.match(text, start)
    if match is None or (start and text[start - 1] in "上下前后大过每另多一对夜"):
        return None, start + 1
    word = match[1]
    raw = Raw(start, start, match.end(), Decimal("0.5"))
    raw.places, raw.rule = -1, "half"
    if word == "月":
        word = "个月"
    if word == "学期":
        word = "个学期"
    set_unit(raw, word, match[0][1:])
    if word == "折":
        raw.number = raw.low = raw.high = Decimal(50)
    return finish(raw, text, floor, match.end())
