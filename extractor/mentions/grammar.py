"""The expressions of the room; every one is bounded, so reading is linear in the text.

A *seed* is a run of figures or Chinese numerals. One of :data:`FIGURE` and :data:`NUMERAL`
is matched where a seed begins; what it takes in is told by its groups.
"""

from __future__ import annotations

import re
from typing import Final

from extractor.mentions import vocabulary
from extractor.mentions.numerals import DIGITS, SCALES
from extractor.mentions.trie import pattern

_D = "".join(DIGITS)
_S = "".join(SCALES)
_D19 = "一二三四五六七八九两"
_UNIT = pattern(vocabulary.units(), vocabulary.barred_after_unit())

CHINESE: Final[frozenset[str]] = frozenset(_D + _S + "几半廿卅")
SCALE_CHARACTERS: Final[frozenset[str]] = frozenset(_S)
RUN: Final = f"0-9{_D}{_S}几半廿卅"  #: what seeds are made of, as it stands in a class
SEED: Final = re.compile(f"[{RUN}]++")
LONGEST_SEED: Final = 80

_SCALE = (
    "(?:个(?=亿))?(?:[十拾](?![一二三四五六七八九])|[百佰](?!分)|[千仟](?![克米瓦卡伏字])|[万亿]"
    "|兆(?![瓦赫字比])){1,4}|[kKwWM](?![A-Za-z0-9²³]|[高超分]|电视)"
)
_MORE = "余(?![额款姚姓杭])|多(?!元[化素]|媒体|功能|[边方]|样)|几|来(?=[个人名位万亿岁天年])"

#: 1 figure, 2 exponent, 3 more (余) before a scale, 4 scale, 5 numeral that goes on
#: (5万4千6百), 6 more after it; a unit may follow
FIGURE: Final = re.compile(
    r"([0-9]{1,3}(?:[,，][0-9]{3}(?![0-9])){1,8}(?:\.[0-9]{1,20})?"
    r"|[0-9]{1,24}(?![0-9])(?:\.[0-9]{1,20})?)"
    r"([eE][-+]?[0-9]{1,2}(?![0-9A-Za-z]))?"
    rf"({_MORE})?({_SCALE})?"
    rf"((?<=[万亿千百])(?:[零〇]?(?:[0-9]{{1,4}}|[{_D19}])[亿万千百十仟佰拾]){{1,6}}"
    rf"(?:[零〇][{_D19}]|(?<=[千百])[0-9]{{1,3}}(?![0-9.,]))?)?"
    rf"({_MORE})?"
)
#: 1 numeral, 2 more, 3 scale; a unit may follow
NUMERAL: Final = re.compile(
    rf"([{_D}{_S}几廿卅]{{1,40}}(?:点[{_D.replace('两', '')}0-9]{{1,16}}[万亿]{{0,2}})?)"
    rf"({_MORE})?((?:个(?=亿))?[{_S}]{{1,3}})?"
)
UNIT: Final = re.compile(_UNIT)
#: 1 the number of a part of a unit (三毛, 5角), 2 its word
SUBUNIT: Final = re.compile(
    rf"又?([0-9]{{1,2}}|[{_D}]|[{_D19}]?十[{_D19}]?)({pattern(vocabulary.SUBUNITS)})钱?"
)
ZERO_SUBUNIT: Final = re.compile(rf"[零〇]?([0-9]{{1,2}}|[{_D}])(分)钱?")
FRACTION: Final = re.compile(
    rf"(?:又([0-9]{{1,6}}|[{_D}{_S}]{{1,16}}))?分之(负?)"
    rf"([0-9]{{1,3}}(?:[,，][0-9]{{3}}(?![0-9])){{1,4}}(?:\.[0-9]{{1,12}})?|[0-9]{{1,16}}(?:\.[0-9]{{1,12}})?"
    rf"|[{_D}{_S}]{{1,20}}(?:点[{_D}]{{1,12}})?)([kKM](?![A-Za-z0-9]))?"
)
SLASH: Final = re.compile(r"/([1-9][0-9]{0,3})(?![0-9/.%])")
HALF: Final = re.compile(
    "半(?:个(?=月|小时|多月|世纪|学期))?(年|天|月|小时|学期|日|成|折)(?![级性制终])"
)
TAIL: Final = re.compile(
    r"(?:（(?:含|不含)[^（）\n]{0,8}）(?=及?以|[-~—至到]))?(?:"
    + pattern(*vocabulary.suffixes())
    + ")?"
)
TAIL_FIRST: Final[frozenset[str]] = frozenset(
    "（内" + "".join(w[0] for w in vocabulary.suffixes()[0])
)
PHONE: Final = re.compile(r"[0-9]{3,4}-[0-9]{7,8}(?![0-9])")
_N = rf"(?:[0-9]{{1,6}}|[{_D}{_S}]{{1,8}})"
#: what follows 第: 3、4, 一至三
ORDINAL: Final = re.compile(rf"{_N}(?:(?:[、至到和及与-]|——){_N}(?![.0-9])){{0,12}}")
DOTTED: Final = re.compile(r"[0-9]+(?:\.[0-9]+){2,20}\.?")
FIXED: Final = re.compile(vocabulary.fixed())
MONEY_CONTEXT: Final = re.compile(pattern(vocabulary.words("money_context", "words")))
URL: Final = re.compile(r"[A-Za-z]{3,6}://[!-~]{1,2000}")
