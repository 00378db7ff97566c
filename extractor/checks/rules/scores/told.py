"""Scores in running text: each with its label, as points that can be had or that were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from extractor.checks.case import Case

_NUMBER: Final = re.compile(r"(?<![\d.第])\d{1,3}(?:\.\d{1,2})?$")
_LONGEST: Final = 8  #: characters of a number, and the one before it
_NO_SCORE: Final = frozenset("钟析别管局队站院校馆公支行布散配批期成步流类之包项")  #: 5分钟, 2分局
#: A limit of a band, and what is no score of the sentence: 90分以上, 80分至90分, 低于85分.
_LIMIT_AFTER: Final = re.compile(
    r"(?:（不?含(?:\d+分)?）)?(?:及?以[上下]|[-—~～至到]\s?\d|（含|及格)|（不?含"
)
_LIMIT_BEFORE: Final = re.compile(
    r"(?:[-—~～至到<>≥≤＜＞]|低于|高于|超过|不足|达不到|每\S{0,6})\s?$"
)
_MOST: Final = re.compile(r"(?:满分|分值|权重|标准分|总分值)(?:为|共|：)?$")
_LOST: Final = re.compile(r"(?:扣|减|加|提高|下降|高|低|多|少|差|失|丢)(?:分|了|除|减)?(?:为|共)?$")
_THEN_HAD: Final = re.compile(r"[，、）]{0,2}(?:实际|自评|实)?得分?(?:为|：)?\d")
_PAUSE: Final = re.compile("[，；：、（）]")
_FURTHEST: Final = 40


class Score(NamedTuple):
    """A score in clean offsets; ``kind`` is had, most (what can be had), lost or limit."""

    value: Decimal
    start: int
    end: int
    label: str
    kind: str
    lead: str

    @property
    def place(self) -> tuple[int, int]:
        return self.start, self.end


_KNOWN: Final[WeakKeyDictionary[Case, list[list[Score]]]] = WeakKeyDictionary()


def scores_of(case: Case) -> list[list[Score]]:
    """The scores outside of tables, those of one sentence together."""
    found = _KNOWN.get(case)
    if found is None:
        scores = _scores(case)
        found = _KNOWN[case] = [
            list(group)
            for _, group in groupby(scores, key=lambda each: case.sentence_at(each.start))
        ]
    return found


def _scores(case: Case) -> Iterator[Score]:
    clean, end = case.clean, 0
    at = clean.find("分")
    while at >= 0:
        stop, at = at + 1, clean.find("分", at + 1)
        if not clean[stop - 2 : stop - 1].isdecimal() or clean[stop : stop + 1] in _NO_SCORE:
            continue
        match = _NUMBER.search(clean, max(0, stop - 1 - _LONGEST), stop - 1)
        if match is None:
            continue
        start = match.start()
        lead = clean[max(end, start - _FURTHEST) : start]
        lead = lead[max(lead.rfind("\n"), lead.rfind("。")) + 1 :]
        label = _PAUSE.split(lead)[-1]
        yield Score(Decimal(match[0]), start, stop, label, _kind(clean, lead, label, stop), lead)
        end = stop


def _kind(clean: str, lead: str, label: str, stop: int) -> str:
    if _LIMIT_AFTER.match(clean, stop) or _LIMIT_BEFORE.search(lead):
        return "limit"
    if _MOST.search(label) or _THEN_HAD.match(clean, stop) or lead.endswith("（"):
        return "most"
    return "lost" if _LOST.search(label) else "had"
