"""Derive texts, lists and rows again from their quotes."""

from __future__ import annotations

import re

from extractor.fact import Fact
from extractor.layout.ordinals import ORDINAL
from extractor.mentions import find_mentions
from extractor.verify.numbers import plain, says_none
from extractor.verify.plain import Furniture, fold, reads, squeeze, variants

#: The cells of an indicator row.
CELLS = (
    "level1", "level2", "target", "actual", "budget", "executed", "completion", "weight", "score",
)  # fmt: skip
_MERGED = frozenset(("level1", "level2"))
_BRACKETS = re.compile(r"[（(][^（）()]{0,40}[）)]")
_FIGURE = re.compile(r"[\d.,%％‰-]+")
_NEARBY = 400  #: characters on either side of a list in which its printed count may stand

Difference = tuple[str, str, str]


def text(fact: Fact, quote: str, furniture: Furniture | None) -> Difference | None:
    """A text value is its quote without wraps, furniture and ordinal."""
    if fact.field == "document.fiscal_year" or fact.field == "document.publication_date":
        return _date(fact, quote)
    value = str(fact.value if fact.value is not None else "")
    if not squeeze(value):
        return "value", "a text", "none in the record"
    if reads(value, quote, furniture) or reads(value, _unnumbered(quote), furniture):
        return None
    if fact.field == "document.doc_type" and fold(value) == fold(_BRACKETS.sub("", quote)):
        return None  # 部门（单位）决算
    return "value", value, first_difference(value, quote, furniture)


def _unnumbered(quote: str) -> str:
    found = ORDINAL.match(fold(quote))
    if not found:
        return quote
    left = len(found[0])
    for at, character in enumerate(quote):
        if not left:
            return quote[at:]
        left -= bool(squeeze(character))
    return ""


def _date(fact: Fact, quote: str) -> Difference | None:
    found = [
        str(mention.value)
        for mention in find_mentions(quote)
        if mention.kind in ("date", "number") and mention.value is not None
    ]
    wanted = str(fact.value)
    if fact.field == "document.fiscal_year":
        found = [each[:4] for each in found]
    if wanted in found:
        return None
    return "value", wanted, "、".join(found) or squeeze(quote)


def first_difference(value: str, quote: str, furniture: Furniture | None) -> str:
    """What the quote says from a little before where the value leaves it."""
    wanted, said = squeeze(value), variants(quote, furniture)[0]
    at = next(
        (i for i, (a, b) in enumerate(zip(wanted, said, strict=False)) if a != b),
        min(len(wanted), len(said)),
    )
    low = max(0, at - 8)
    return ("…" if low else "") + said[low : at + 24] + ("…" if at + 24 < len(said) else "")


def names(
    fact: Fact, quote: str, source: str, start: int, furniture: Furniture | None
) -> Difference | None:
    """Every name of a list stands in its quote; an empty list says that there is none."""
    told = [fold(each) for each in variants(quote, furniture)]
    listed = fact.value if isinstance(fact.value, tuple) else (str(fact.value or ""),)
    for name in listed:
        if name and not any(fold(name) in each for each in told):
            return "value", name, quote
    count = fact.extra.get("value_count")
    if not any(listed):
        if count in (None, 0) and not says_none(quote):
            return "value", "a statement of none", quote
        if count in (None, 0):
            return None
    if count is None:
        return None
    around = source[max(0, start - _NEARBY) : start + len(quote) + _NEARBY]
    number = plain(count)
    if number is not None and any(m.value == number for m in find_mentions(around)):
        return None
    return "value_count", str(count), "no such count beside the list"


def row(fact: Fact, quotes: list[str], above: str) -> Difference | None:
    """Every cell of an indicator row stands in a quote, a figure as a whole figure.

    ``level1`` and ``level2`` may be cells that were merged over several rows: they may stand in
    the text *above* the row instead.
    """
    cells = [("name", fact.name), *((key, fact.extra.get(key)) for key in CELLS)]
    merged = fold(above)
    squeezed = "\n".join(fold(each) for each in quotes)
    words = {fold(word) for quote in quotes for word in quote.split()}
    for key, cell in cells:
        wanted = fold(str(cell)) if cell is not None else ""
        if not wanted:
            continue
        stands = wanted in squeezed or (key in _MERGED and wanted in merged)
        if stands and _FIGURE.fullmatch(wanted) and wanted not in words:
            # Not a cell of its own: the row was run together, or it is part of another figure.
            stands = any(_holds(run, wanted) for each in words for run in _FIGURE.findall(each))
        if not stands:
            return key, str(cell), " ".join(quotes)
    return None


def _holds(run: str, wanted: str) -> bool:
    """Whether a run of figure characters is *wanted*, or several figures that hold it."""
    if run.strip(".,-") == wanted.strip(".,-"):
        return True
    several = run.count(".") > 1 or "%" in run[:-1] or len(run) > len(wanted) + 2
    return several and wanted in run
