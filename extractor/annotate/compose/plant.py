"""Plants one contradiction in a draft: the figure or word printed is changed, and marked."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from extractor.annotate.compose import miscount, slips
from extractor.annotate.compose.document import Draft
from extractor.annotate.compose.miscount import Told

#: What plants each family, where a draft has a place for it.
PLANTERS: dict[str, Callable[[Draft, Random], Told | None]] = {
    "sum": miscount.sums,
    "percentage": miscount.percentage,
    "change": miscount.change,
    "direction": miscount.direction,
    "completion": miscount.completion,
    "repeat": miscount.repeat,
    "staffing": miscount.staffing,
    "score": slips.score,
    "unit": slips.unit,
    "year": slips.year,
    "organisation": slips.organisation,
    "numbering": slips.numbering,
    "leftover": slips.leftover,
    "typography": slips.typography,
    "contradiction": slips.contradiction,
    "sanity": slips.sanity,
}


def plant(draft: Draft, family: str, rng: Random) -> Told | None:
    """Plant a contradiction of *family*; None where *draft* has no place for one."""
    return PLANTERS[family](draft, rng)
