"""What a count counts, from the words of its clause."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.segment.words import words

#: Words at the edges of a name that say nothing of what is counted.
_LEAD = re.compile(
    r"^(?:全年|全区|全市|全县|年内|其中|共计|累计|截至目前|今年|当年|去年|先后|此外|同时|并|已|现场|元月份|月份|"
    r"\d{1,2}月(?:\d{1,2}日|份|底|初|中下?旬)?|由|对|为|向|给|在|以|把|将|通过|共)+"
)
_TRAIL = re.compile(
    r"(?:了|共|共计|合计|累计|总计|达到?|为|约|近|超过?|突破|有|已|不少于|不低于|提高到|增加到|增至|总量|完成|数量|人数|的|到|分别|由|从)+$"
)
_FIGURE = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|\d[\d.,]*[万亿余多]*[%名个人户家件份次场月年]?"
)
_NOUN, _VERB = ("n", "l", "j", "i"), ("v", "p", "d")
_LONGEST = 24


@lru_cache(maxsize=4096)
def _tag(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, flag) for word, flag in words().tag(text))


def counted_name(before: str, after: str) -> str | None:
    """The name of what is counted between *before* and *after*; None where none is there.

    >>> counted_name("现场发放宣传册", ""), counted_name("吸纳了", "新业态劳动者加入工会组织")
    ('发放宣传册', '新业态劳动者')
    """
    lead = _TRAIL.sub("", _LEAD.sub("", _after_figure(before[-48:])))
    lead = lead.strip('“”"（）() ')
    if len(lead) > 1 and _has_noun(lead):
        return lead[-_LONGEST:]
    noun = _leading_noun(after[:_LONGEST]).strip('“”"（）() ')
    return noun or (lead if len(lead) > 1 else None)


def _after_figure(text: str) -> str:
    """What stands behind the last figure of a clause, with that figure's unit cut off."""
    return _FIGURE.split(text)[-1]


def _has_noun(text: str) -> bool:
    return any(flag.startswith(_NOUN) for _, flag in _tag(text))


def _leading_noun(text: str) -> str:
    """The nouns that a text begins with, what modifies them included."""
    name = ""
    best = ""
    for word, flag in _tag(text):
        if flag.startswith(_VERB) and best:
            break
        name += word
        if flag.startswith(_NOUN) or flag == "x":
            best = name
        elif flag.startswith(("u", "w", "m")) and flag != "uj":
            break
    return best.lstrip("的")
