"""Label errors planted in gold, to measure how many of them are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

import msgspec

from extractor.annotate.facts import FIGURES, ROLES
from extractor.annotate.formats.labels import usual_role
from extractor.annotate.formats.types import Line, Sheet
from extractor.train.suspects import Extracting, Suspect, suspects

ERRORS = ("field", "role", "value", "scale", "period", "direction", "boundary", "place", "missing")


class Planted(msgspec.Struct, frozen=True):
    """An error: what was done to which line (None where it was taken out), and its old place."""

    doc: str
    line: int | None
    error: str
    start: int
    end: int


class Measured(msgspec.Struct, frozen=True):
    """How many planted errors there were, and how many were found.

    ``recall`` is of the first as many as were planted, ``recall_twice`` of twice as many;
    ``errors`` has planted and found (among the first as many) by what was done.
    """

    documents: int
    facts: int
    planted: int
    precision_50: float
    recall_50: float
    recall: float
    recall_twice: float
    errors: dict[str, tuple[int, int]]


def plant(sheets: Sequence[Sheet], share: float, seed: int) -> tuple[list[Sheet], list[Planted]]:
    """*sheets* with *share* of their facts spoilt, each in one way."""
    random = Random(seed)
    common: dict[str, Counter[str]] = {}
    for sheet in sheets:
        for line in sheet.lines:
            common.setdefault(line["kind"], Counter())[line.get("field", "")] += 1
    spoilt: list[Sheet] = []
    planted: list[Planted] = []
    for sheet in sheets:
        kept: list[Line] = []
        for line in sheet.lines:
            done = None
            if line.get("evidence") and random.random() < share:
                done = _spoil(line, sheet, common, random)
            if done is None:
                kept.append(line)
                continue
            error, new = done
            at = line["evidence"][0]
            kept += [] if new is None else [new]
            number = None if new is None else len(kept)
            planted.append(Planted(sheet.name, number, error, at["start"], at["end"]))
        spoilt.append(Sheet(sheet.name, sheet.text, tuple(kept)))
    return spoilt, planted


def _spoil(
    line: Line, sheet: Sheet, common: dict[str, Counter[str]], random: Random
) -> tuple[str, Line | None] | None:
    for error in random.sample(ERRORS, len(ERRORS)):
        if error == "missing":
            return error, None
        new = _SPOILERS[error](line, sheet, common, random)
        if new is not None and new != line:
            return error, new
    return None


def _field(line: Line, _: Sheet, common: dict[str, Counter[str]], random: Random) -> Line | None:
    fields = common[line["kind"]]
    others = [each for each in sorted(fields) if each != line["field"]]
    if not others:
        return None
    return line | {"field": random.choices(others, [fields[each] for each in others])[0]}


def _role(line: Line, _: Sheet, __: Any, random: Random) -> Line | None:
    roles = [each for each in ROLES.get(line["kind"], ()) if each != line.get("role")]
    if not roles or (line["kind"] in FIGURES and usual_role(line["field"]) == "threshold"):
        return None
    return line | {"role": random.choice(roles)}


def _value(line: Line, _: Sheet, __: Any, random: Random) -> Line | None:
    """A digit left out, or two exchanged."""
    value = line.get("value")
    if line["kind"] not in FIGURES or not isinstance(value, str) or len(value) < 2:
        return None
    at = random.randrange(len(value) - 1)
    if random.random() < 0.5:
        new = value[:at] + value[at + 1 :]
    else:
        new = value[:at] + value[at + 1] + value[at] + value[at + 2 :]
    return line | {"value": new} if new[0].isdigit() and new[-1].isdigit() else None


def _scale(line: Line, _: Sheet, __: Any, random: Random) -> Line | None:
    value = line.get("value")
    if line["kind"] != "money" or not isinstance(value, str) or not value.endswith("0000"):
        return None
    return line | {"value": value[:-4]}


def _period(line: Line, _: Sheet, __: Any, random: Random) -> Line | None:
    period = line.get("period")
    if not isinstance(period, str) or not period[:4].isdecimal():
        return None
    return line | {"period": str(int(period[:4]) + random.choice((-1, 1))) + period[4:]}


def _direction(line: Line, _: Sheet, __: Any, random: Random) -> Line | None:
    other = {"increase": "decrease", "decrease": "increase"}.get(line.get("direction") or "")
    return line | {"direction": other} if other else None


def _boundary(line: Line, sheet: Sheet, __: Any, random: Random) -> Line | None:
    """Some characters too many or too few, at one end; the value follows where it is a text."""
    at = line["evidence"][0]
    by = random.choice((-3, -2, 2, 3))
    start, end = (at["start"] - by, at["end"]) if random.random() < 0.5 else (
        at["start"], at["end"] + by)  # fmt: skip
    if not 0 <= start < end <= len(sheet.text):
        return None
    return _moved(line, sheet, start, end)


def _place(line: Line, sheet: Sheet, __: Any, random: Random) -> Line | None:
    """The place of another fact of the kind; a figure keeps its value."""
    places = [
        each["evidence"][0]
        for each in sheet.lines
        if each["kind"] == line["kind"] and each.get("value") != line.get("value")
    ]
    if not places:
        return None
    other = random.choice(places)
    return _moved(line, sheet, other["start"], other["end"])


def _moved(line: Line, sheet: Sheet, start: int, end: int) -> Line:
    quote = sheet.text[start:end]
    place = line["evidence"][0] | {"start": start, "end": end, "quote": quote}
    new = line | {"evidence": [place, *line["evidence"][1:]]}
    if line["kind"] in ("duty", "performance", "reason", "term"):
        new["value"] = "".join(quote.split())
    return new


_SPOILERS: dict[str, Any] = {
    "field": _field, "role": _role, "value": _value, "scale": _scale, "period": _period,
    "direction": _direction, "boundary": _boundary, "place": _place,
}  # fmt: skip


def measure(
    sheets: Sequence[Sheet], share: float = 0.03, seed: int = 0,
    extracting: Extracting | None = None,
) -> Measured:  # fmt: skip
    """Plant errors and look for them. What is suspected without having been planted counts as
    a false alarm, also where the gold is indeed wrong."""
    spoilt, planted = plant(sheets, share, seed)
    told = suspects(spoilt, extracting)
    hits = [_hit(each, planted) for each in told]
    count = len(planted)
    first = {hit for hit in hits[:count] if hit is not None}
    errors = {
        error: (
            sum(each.error == error for each in planted),
            sum(planted[hit].error == error for hit in first),
        )
        for error in ERRORS
    }

    def recall(size: int) -> float:
        return len({hit for hit in hits[:size] if hit is not None}) / max(count, 1)

    facts = sum(bool(line.get("evidence")) for each in sheets for line in each.lines)
    within = hits[:50]
    precision = sum(hit is not None for hit in within) / max(len(within), 1)
    return Measured(
        len(sheets), facts, count, precision, recall(50), recall(count), recall(2 * count), errors
    )


def _hit(suspect: Suspect, planted: Sequence[Planted]) -> int | None:
    """The planted error that a suspect is: its line, or for one taken out its old place."""
    for number, each in enumerate(planted):
        if each.doc != suspect.doc:
            continue
        if each.line is not None and each.line == suspect.line:
            return number
        overlaps = suspect.start < each.end and each.start < suspect.end
        # what was moved away is missing where it was
        if suspect.line is None and overlaps and each.error in ("missing", "place"):
            return number
    return None
