"""Make any Chinese text canonical for reading numbers, with a map back to it."""

from __future__ import annotations

import re
from typing import Final

from extractor.layout.characters import NOTHING, canonical
from extractor.layout.offsets import OffsetMap
from extractor.mentions import vocabulary

_FOLD: Final = str.maketrans(vocabulary.text("fold", "from"), vocabulary.text("fold", "to"))
_N = "0-9零〇一二三四五六七八九十百千万亿两几壹贰叁肆伍陆柒捌玖拾佰仟兆"
_CN_UNIT = "十百千万亿点拾佰仟"
_CN = "零〇一二三四五六七八九十百千万亿两几壹贰叁肆伍陆柒捌玖"
_RATE = "(?![百千万] ?分之)"
_WS = "[ \n]{1,40}"
#: Blanks that stand inside a number, or between it and the words that belong to it.
_INSIDE: Final = re.compile(
    rf"(?<=[0-9]){_WS}(?=[㐀-鿿%‰％℃（kKwWM㎡])"
    rf"|(?<=[第至到约近超足少过币￥¥$€£元达于到满负逾]){_WS}(?=[0-9{_N}￥¥$€£])"
    rf"|(?<=成) {{1,3}}(?=[一二三四五六七八九](?:$|[，。；]))"
    rf"|(?<=[{_CN_UNIT}余多几]){_WS}{_RATE}(?=[{_CN}余多点元折成人个])"
    rf"|(?<=[{_CN}分]){_WS}{_RATE}(?=[{_CN_UNIT}余多几分之个折成元又])"
    rf"|(?<=[分之个百又]){_WS}(?=[分之{_N}百])"
    rf"|(?<=[万千亿]) {{1,3}}(?=[0-9]{{1,4}} ?[千百十])"
    rf"|(?<=[0-9]) {{1,3}}(?=[0-9] ?[折])"
    rf"|(?<=[0-9万元]) ?\n ?(?=[0-9.,]{{1,12}} ?[万亿千元人个%辆台场次户项])"
    rf"|(?<=[0-9][.,]) ?\n ?(?=[0-9]{{1,4}} ?[万亿元%])"
    rf"|(?<=[万亿千个百平]) ?\n ?(?=[元人名次户份月方分亩])"
    rf"|(?<=[年月]) {{1,3}}(?=[0-9]{{1,2}} ?[月日])"
    rf"|(?<=[(（含]) {{1,3}}(?=[0-9])|(?<=-) {{1,3}}(?=[0-9.,]{{1,12}} ?[万亿元%])"
)

_BLANK: Final = re.compile("[ \n]{1,40}")
_DIGITS: Final = "0123456789零〇一二三四五六七八九十百千万亿两几壹贰叁肆伍陆柒捌玖拾佰仟兆"
_LEFT: Final = frozenset(
    _DIGITS + "%第至约近超足少过币￥¥$€£元达于到满负逾点余多分之个又平.,(（含-成年月"
)
_RIGHT: Final = frozenset(_DIGITS + "%‰％℃（kKwWM㎡￥¥$€£余多点元折成人个分之又名次户份月方亩.,")


def _fits(left: str, right: str) -> bool:
    return left in _LEFT and (right in _RIGHT or "㐀" <= right <= "鿿")


def clean_map(text: str) -> tuple[str, OffsetMap | None]:
    """*text* in canonical characters without the blanks inside its numbers.

    The map leads from the clean text to *text*; None where they are equally long.

    >>> clean, back = clean_map("合计１．２ 万元")
    >>> clean, back.to_source(2, 7)
    ('合计1.2万元', Span(start=2, end=8))
    """
    plain = canonical(text).translate(_FOLD)
    dropped = []
    for match in _BLANK.finditer(plain):
        start, end = match.span()
        if start > 0 and end < len(plain) and _fits(plain[start - 1], plain[end]):
            inside = _INSIDE.match(plain, start)
            if inside and inside.end() == end:
                dropped.append((start, end))
    if NOTHING in plain:
        dropped += [match.span() for match in re.finditer(NOTHING + "+", plain)]
        dropped.sort()
    if not dropped:
        return plain, None
    kept: list[tuple[int, int]] = []
    parts: list[str] = []
    at = 0
    for start, end in dropped:
        kept.append((at, start - at))
        parts.append(plain[at:start])
        at = end
    kept.append((at, len(plain) - at))
    parts.append(plain[at:])
    return "".join(parts), OffsetMap(kept)
