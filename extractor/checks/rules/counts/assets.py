"""FA136: all assets are the sum of their kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear
from extractor.checks.figures import Figure

_OPENS: Final = re.compile(r"[，：]?(?:其中|包括|分别为|分为)|：")
_KIND: Final = re.compile(
    r"(流动资产|固定资产|长期投资|对外投资|有价证券|在建工程|无形资产|公共基础设施|政府储备物资|文物文化资产|保障性住房|其他资产|长期待摊费用)"
    r"(?:净值|原值|账面价值|净额|合计)?(?:为|是|共)?$"
)
_ENDS: Final = re.compile(r"[。；\n]")
_CURRENT, _FIXED = "流动资产", "固定资产"


def asset_sums(case: Case) -> Iterator[Equation]:
    """Kinds that are listed right behind the total, current and fixed assets among them."""
    for whole in case.ledger.of("assets.total"):
        listed = [whole]
        kinds: list[str] = []
        for figure in case.ledger.in_sentence(whole.sentence):
            if figure.fact.kind != "money" or figure.start <= listed[-1].start:
                continue
            lead = case.clean[listed[-1].end : figure.start]
            kind = _KIND.search(lead)
            opens = len(listed) > 1 or _OPENS.match(lead)
            if kind is None or not opens or figure.role != "actual" or _ENDS.search(lead):
                break
            kinds.append(kind[1])
            listed.append(figure)
        parts = listed[1:]
        if len(parts) > 2 and {_CURRENT, _FIXED} <= set(kinds) and _once(parts, kinds):
            yield Linear("FA136", whole, tuple((1, each) for each in parts))


def _once(parts: list[Figure], kinds: list[str]) -> bool:
    """Whether every kind stands once and no figure twice."""
    return len(set(kinds)) == len(kinds) and all(
        one.start < two.start for one, two in pairwise(parts)
    )
