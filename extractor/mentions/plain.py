"""The plain forms, taken in whole by the scan: 1.2万元, 5%, 12人, 2023年度, cells, list numbers.

Most numbers of a text stand without a hedge, a sign or a range. :data:`SCAN` finds every
seed, and takes in the whole form where the characters round it rule out every other
reading. ``read`` gives the same result for these forms and knows all the others.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from extractor.mentions import vocabulary
from extractor.mentions.before import ALONE, stands
from extractor.mentions.grammar import RUN, TAIL_FIRST
from extractor.mentions.trie import pattern
from extractor.mentions.types import Mention

#: What :data:`SCAN` found, as the number of the last group; None is a seed to be read.
YEAR, UNIT, BARE, LISTED = 1, 2, 3, 4

_TO = "—–~～至到－-"


def _class(characters: str) -> str:
    return re.escape("".join(sorted(set(characters))))


# before a figure: words that belong to it, codes, ranges, lists
_BEFORE = "A-Za-z" + _class("._@/第：:、和与及或" + _TO + "".join(ALONE))
# after a unit: more of the number, bounds, ranges
_AFTER = RUN + _class("多余整正又" + _TO + "".join(TAIL_FIRST - {"（"}))
# what may begin a number that takes the list number before it in
_TAKES = RUN + _class(".数好第" + "".join(word[0] for word in vocabulary.before()))
# units that mean something of their own after some figures, or that a scale may begin
_HARD: Final = frozenset("年日成折块角毛分‰两百佰千仟万亿兆十拾")
_WORDS = {
    word: unit
    for word, unit in vocabulary.units().items()
    if word == "%" or (word[0] not in _HARD and not word[0].isascii())
}
_UNIT = pattern(_WORDS, vocabulary.barred_after_unit())
_D19 = "一二三四五六七八九"

SCAN: Final = re.compile(
    f"[{RUN}](?:"
    # 1 the word of a year: 2023年, 2023年度
    f"(?<=[^{_BEFORE}][12])(?:(?<=1)9|(?<=2)0)[0-9]{{2}}"
    f"(年(?:度(?!假)|(?![年度底末初 {RUN}])))(?![{RUN}{_TO}])"
    # 2 a unit, 3 the end of a cell
    f"|(?<=[^{_BEFORE}][0-9])(?>[0-9]{{0,2}}(?:,[0-9]{{3}}){{1,4}}(?![0-9])|[0-9]{{0,8}})"
    r"(?:\.[0-9]{1,6}+)?+"
    f"(?:((?>[万亿]?{_UNIT}))(?![{_AFTER}]|（不?含)|(?=\n| (?!年))())"
    # 4 the end of a list number: 1. 2、 (3) 四、 （五）
    rf"|(?<=[\n。；;：:！？ ][0-9])[0-9]?+(?:\.(?![0-9])|、(?![{_TAKES}]))()"
    f"|(?<=[（(][0-9])[0-9]{{0,2}}+[）)]()"
    f"|(?<=[^第][十{_D19}])(?:十[{_D19}]?|(?<=十)[{_D19}])?[、）]()"
    f"|[{RUN}]*+)"
)

#: Printed unit -> kind, base unit, currency, power of ten of its scale.
_PRINTED: Final = {
    scale + word: (unit.kind, unit.base, unit.currency, power)
    for word, unit in _WORDS.items()
    for scale, power in (("", 0), ("万", 4), ("亿", 8))
}
_NAMES: Final = frozenset("话编码号真箱信")  # 电话, 邮编: what follows the blank is a name
_SIZE = 6  # longer whole figures may be codes


def mention(text: str, start: int, end: int, form: int, at: int) -> Mention | None:
    """The plain form at *start*, whose last group begins *at*; None where it must be read.

    >>> text = "共12.50万元"
    >>> mention(text, 1, 8, UNIT, 6).value
    Decimal('125000')
    """
    if stands(text, start):
        return None
    if form == YEAR:
        year = text[start:at]
        return Mention(
            "date", text[start:end], start, end, year, year, year,
            None, None, False, None, None, "date",
        )  # fmt: skip
    figure = text[start:at]
    whole, _, decimals = figure.partition(".")
    places = -len(decimals)
    if "," in whole:
        whole = whole.replace(",", "")
    if form == UNIT:
        printed = text[at:end]
        kind, unit, currency, power = _PRINTED[printed]
        if power:
            places += power
            value = Decimal(
                whole + decimals + "0" * places if places >= 0 else f"{whole}{decimals}E{places}"
            )
        else:
            value = Decimal(f"{whole}.{decimals}" if decimals else whole)
        if decimals and kind == "count":
            return None
        return Mention(
            kind, text[start:end], start, end, value, value, value,
            unit, currency, False, places, printed, "figure",
        )  # fmt: skip
    if text[start - 1] not in " \n" or (start > 1 and text[start - 2] in _NAMES):
        return None
    if not decimals and end - start > 1 and (figure[0] == "0" or len(whole) > _SIZE):
        return None
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return Mention(
        "number", figure, start, end, value, value, value,
        None, None, False, places, None, "figure",
    )  # fmt: skip
