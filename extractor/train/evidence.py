"""What speaks against a label without any model: the same words elsewhere, and its own quote."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from extractor.annotate.facts import FIGURES, ORDINAL
from extractor.annotate.formats.labels import label_of
from extractor.annotate.formats.types import Line, Sheet
from extractor.annotate.printed import UnreadableError, plain, read_figure

_BEFORE, _AFTER = 16, 4
_CLAUSE = re.compile(r"[。；;！？!?\n]")
_DIGITS = re.compile(r"[0-9０-９][0-9０-９.,，．]*")
#: How many others there must be, and what share of them must agree with one another.
_ENOUGH, _AGREED = 3, 0.8
_TEXTS = ("duty", "performance", "reason", "term")
#: What the digits of a figure may have been scaled by where its unit stands elsewhere.
_SCALES = tuple(Decimal(10) ** power for power in (0, 1, 2, 3, 4, 6, 8))


class Reason(NamedTuple):
    """Why a label may be wrong, and the chance that it is."""

    chance: float
    told: str


def context(line: Line, text: str) -> str | None:
    """The words that a fact is known by: those around a figure in its clause, all of a text.

    >>> text = "2023年培训费支出12.5万元，增长"
    >>> context({"kind": "money", "evidence": [{"start": 10, "end": 16}]}, text)
    'money:0年培训费支出□，增长'
    """
    place = line["evidence"][0]
    start, end, kind = place["start"], place["end"], line["kind"]
    if kind in _TEXTS:
        return f"{kind}:{''.join(text[start:end].split())}"
    if kind not in FIGURES:
        return None
    before = "".join(_CLAUSE.split(text[max(start - 3 * _BEFORE, 0) : start])[-1].split())
    after = "".join(_CLAUSE.split(text[end : end + 2 * _AFTER])[0].split())
    if not before:
        return None
    before, after = _DIGITS.sub("0", before)[-_BEFORE:], _DIGITS.sub("0", after)[:_AFTER]
    return f"{kind}:{before}□{after}"


def _says(line: Line) -> tuple[str, str | None, str | None]:
    return label_of(line), line.get("direction"), line.get("category")


def neighbours(sheets: Iterable[Sheet]) -> dict[tuple[str, int], list[Reason]]:
    """Facts among the same words as others that nearly all say something else, by document
    and number of the line. Facts of one figure (two fields) count as one saying."""
    sayings: dict[str, dict[tuple[str, int, int], list[tuple[int, Line]]]] = defaultdict(dict)
    for sheet in sheets:
        for number, line in enumerate(sheet.lines, 1):
            if not line.get("evidence"):
                continue
            words = context(line, sheet.text)
            if words is not None:
                place = line["evidence"][0]
                where = sheet.name, place["start"], place["end"]
                sayings[words].setdefault(where, []).append((number, line))
    found: dict[tuple[str, int], list[Reason]] = {}
    for places in sayings.values():
        if len(places) <= _ENOUGH:
            continue
        told = {where: frozenset(_says(each) for _, each in these)
                for where, these in places.items()}  # fmt: skip
        counts = Counter(told.values())
        for where, these in places.items():
            others = counts - Counter([told[where]])
            said, most = others.most_common(1)[0]
            total = others.total()
            if said == told[where] or most < _AGREED * total:
                continue
            chance = most / total * total / (total + 2)
            labels = " + ".join(sorted(" ".join(filter(None, each)) for each in said))
            for number, line in these:
                if _says(line) not in said:
                    reason = Reason(chance, f"{most} of {total} among the same words are {labels}")
                    found[where[0], number] = [reason]
    return found


def underived(line: Line) -> list[Reason]:
    """A value that does not follow from the quote.

    >>> underived({"kind": "money", "value": "12500", "unit": "CNY",
    ...            "evidence": [{"quote": "12.5万元"}]})[0].told
    'the quote says 125000'
    """
    quote = str(line["evidence"][0]["quote"])
    kind, value = line["kind"], line.get("value")
    if line.get("implied") or not isinstance(value, str):
        return []
    if kind in FIGURES:
        return _figure(kind, value, quote, line)
    if kind in _TEXTS:
        said = ORDINAL.sub("", quote, count=1) if kind in ("duty", "performance") else quote
        one, other = "".join(value.split()), "".join(said.split())
        short, long = sorted((len(one), len(other)))
        # a converter may have glossed or converted characters: only lengths are compared
        if short < 0.7 * long and one not in other:
            return [Reason(0.8, "the value is another text than the quote")]
        if short < 0.7 * long:
            return [Reason(0.5, "the value is a part of the quote")]
    return []


def _figure(kind: str, value: str, quote: str, line: Line) -> list[Reason]:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return [Reason(0.95, f"{value!r} is no number")]
    try:
        printed = read_figure(quote, FIGURES[kind]).value
        scales: tuple[Decimal, ...] = (Decimal(1),)
    except UnreadableError:
        try:  # the unit stands elsewhere, or there is none
            printed = read_figure(quote, FIGURES[kind], "none").value
            scales = _SCALES
        except UnreadableError:
            if re.search(r"[0-9０-９〇零一二三四五六七八九十百千万亿几数两半]", quote):
                return []
            return [Reason(0.5, "the quote holds no figure")]
    if printed is None or any(abs(printed) * scale == abs(number) for scale in scales):
        return []
    return [Reason(0.95, f"the quote says {plain(printed)}")]
