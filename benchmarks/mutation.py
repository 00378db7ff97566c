"""Would a slip be noticed? One figure of a consistent document is misprinted, then checked.

``python -m benchmarks.mutation [--docs N] [--figures N] [--seed S]``. Documents are those of
``train`` and ``dev`` in which no contradiction is marked. Each slip is a digit that is wrong, two
that changed places, a decimal point or a unit that is off, or the figure of a neighbour, and goes
beyond what rounding allows. It is noticed where a new finding of severity error or warning shows
at the figure, or at one that an identity holds against it.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import extractor
from extractor.annotate import Document
from extractor.annotate.corpus import read_corpus
from extractor.checks.case import Case
from extractor.checks.cover import identities
from extractor.checks.equations import Equation
from extractor.checks.figures import NUMERIC, Figure, hedged, printed
from extractor.errors import ExtractorError, fail
from extractor.finding import PUBLISHER, Finding
from extractor.layout import reflow
from extractor.outline import outline
from extractor.quantity import Interval
from extractor.record import Record
from extractor.segment import segment
from extractor.source import read

ROOT = Path(__file__).parents[1]
FOLDERS = ("train", "dev", "findings/train", "findings/dev")
#: What the project aims at; shown beside the figures, not asserted.
TARGETS = {"covered": 0.90, "all": 0.70}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TRIES = 12
Span = tuple[int, int]


class Spot(NamedTuple):
    """A printed figure: where its digits and its whole print stand, and what it is taken for."""

    digits: Span
    whole: Span
    figures: tuple[Figure, ...]
    equations: tuple[Equation, ...]


class Slip(NamedTuple):
    """What became of one misprint. ``findings`` are new ones, ``primary`` those that show at the
    figure itself; ``codes`` are of the identities that it breaks, ``lesser`` of new findings
    that are only told as info or for review."""

    document: str
    field: str
    kind: str
    role: str
    way: str
    line: str
    codes: tuple[str, ...]
    noticed: bool
    findings: tuple[str, ...]
    primary: bool
    lesser: tuple[str, ...]


def consistent(corpus: Path, only: Sequence[str] = FOLDERS) -> list[Document]:
    """The documents of ``train`` and ``dev`` in which no contradiction is marked. Raises EX202."""
    found: list[Document] = []
    for folder in only:
        documents, faults = read_corpus(corpus / folder)
        if faults:
            raise fail("EX202", str(faults[0]))
        found += [each for each in documents.values() if not each.findings]
    return found


def slips(document: Document, figures: int, seed: int) -> Iterator[Slip]:
    """Misprint up to *figures* figures of a document, one after the other."""
    draw = random.Random(f"{seed}/{document.front.id}")
    record, spots = look(document.text)
    before = {_told(each, 0, 0) for each in record.findings}
    for spot in draw.sample(spots, min(figures, len(spots))):
        changed = misprint(document.text, spot, spots, draw)
        if changed is None:
            continue
        way, new, codes = changed
        start, end = spot.digits
        if way == "unit":
            start, end = spot.whole
        text = document.text[:start] + new + document.text[end:]
        shift = len(new) - (end - start)
        again = extractor.extract(extractor.Text(text))
        found = [each for each in again.findings if _told(each, start, shift) not in before]
        more = [each for each in found if each.severity != "info" and each.blame == PUBLISHER]
        here = (spot.whole[0], max(spot.whole[1] + shift, start + len(new)))
        near = [here, *(_moved(each, start, shift) for each in _operands(spot))]
        noticed = [each for each in more if any(_touches(each, place) for place in near)]
        fact = spot.figures[0].fact
        line = document.text[max(0, start - 40) : start] + f"⟦{document.text[start:end]} → {new}⟧"
        yield Slip(
            document.front.id, fact.field, fact.kind, fact.role or "", way,
            "".join((line + document.text[end : end + 24]).split()), codes, bool(noticed),
            tuple(each.code for each in more),
            any(_overlap((each.spans[0].start, each.spans[0].end), here) for each in noticed),
            tuple(f"{each.code} {each.severity}" for each in found if each not in more),
        )  # fmt: skip


def look(text: str) -> tuple[Record, list[Spot]]:
    """What is read of a text, and its printed figures with the identities that cover them."""
    record = extractor.extract(extractor.Text(text))
    clean = reflow(read(extractor.Text(text)))
    headings = outline(clean)
    year = int(record.year) if record.year else None
    case = Case(record.facts, clean, headings, segment(clean, headings), year)
    of: dict[Figure, list[Equation]] = defaultdict(list)
    for each in identities(case):
        if each.holds():
            for figure in each.figures:
                of[figure].append(each)
    places: dict[Span, list[Figure]] = defaultdict(list)
    for figure in case.ledger.figures:
        place = figure.fact.evidence[0]
        if figure.fact.kind in NUMERIC and not figure.fact.implied and figure.fact.low is None:
            places[place.start, place.end].append(figure)
    spots = []
    for (start, end), figures in sorted(places.items()):
        match = _NUMBER.search(text, start, end)
        if match and Decimal(match[0].replace(",", "")):
            equations = [each for figure in figures for each in of[figure]]
            spots.append(Spot(match.span(), (start, end), tuple(figures), tuple(equations)))
    return record, spots


def misprint(
    text: str, spot: Spot, spots: Sequence[Spot], draw: random.Random
) -> tuple[str, str, tuple[str, ...]] | None:
    """A way, what is printed instead, and the codes of the identities that it breaks.

    One that breaks an identity is preferred: what stays within its tolerance is no slip there.
    None where nothing was found that is beyond the figure's own rounding.
    """
    first: tuple[str, str, tuple[str, ...]] | None = None
    for _ in range(_TRIES):
        way = draw.choice(("digit", "swap", "point", "unit", "sibling"))
        new = _WAYS[way](text, spot, spots, draw)
        if new is None:
            continue
        instead = {figure: _meaning(figure, text, spot, way, new) for figure in spot.figures}
        if any(figure.interval.overlaps(instead[figure]) for figure in spot.figures):
            continue
        broken = dict.fromkeys(
            each.code
            for each in spot.equations
            if not each.holds({f: instead[f] for f in each.figures if f in instead})
        )
        if broken:
            return way, new, tuple(broken)
        first = first or (way, new, ())
    return first


def _digit(text: str, spot: Spot, _: Sequence[Spot], draw: random.Random) -> str | None:
    printed = text[slice(*spot.digits)]
    at = draw.choice([i for i, c in enumerate(printed) if c.isdigit()])
    other = draw.choice([c for c in "123456789" if c != printed[at]])
    return printed[:at] + other + printed[at + 1 :]


def _swap(text: str, spot: Spot, _: Sequence[Spot], draw: random.Random) -> str | None:
    printed = text[slice(*spot.digits)]
    pairs = [
        i for i, (a, b) in enumerate(pairwise(printed))
        if a.isdigit() and b.isdigit() and a != b and (b != "0" or i)
    ]  # fmt: skip
    if not pairs:
        return None
    at = draw.choice(pairs)
    return printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]


def _point(text: str, spot: Spot, _: Sequence[Spot], draw: random.Random) -> str | None:
    whole, point, rest = text[slice(*spot.digits)].replace(",", "").partition(".")
    if not point:
        return None
    if draw.random() < 0.5 and len(whole) > 1:
        return f"{whole[:-1]}.{whole[-1]}{rest}"
    return f"{whole}{rest[0]}.{rest[1:]}".lstrip("0").rstrip(".") or None


def _unit(text: str, spot: Spot, _: Sequence[Spot], __: random.Random) -> str | None:
    printed = text[slice(*spot.whole)]
    if spot.figures[0].fact.kind != "money" or not printed.endswith("元"):
        return None
    return printed.replace("万元", "元") if "万元" in printed else printed[:-1] + "万元"


def _sibling(text: str, spot: Spot, spots: Sequence[Spot], draw: random.Random) -> str | None:
    one = spot.figures[0]
    near = [
        text[slice(*other.digits)]
        for other in spots
        if other.figures[0].fact.kind == one.fact.kind
        and other.figures[0].section == one.section
        and other.figures[0].value != one.value
    ]
    return draw.choice(near) if near else None


_WAYS = {"digit": _digit, "swap": _swap, "point": _point, "unit": _unit, "sibling": _sibling}


def _meaning(figure: Figure, text: str, spot: Spot, way: str, new: str) -> Interval:
    """What a figure means that is printed otherwise."""
    before = Decimal(text[slice(*spot.digits)].replace(",", ""))
    if way == "unit":
        times = Decimal(10) ** (4 if "万元" in new else -4)
        return figure.interval.scaled(times)
    value = figure.value / before * Decimal(new.replace(",", ""))
    at = spot.digits[0] - spot.whole[0]
    raw = text[slice(*spot.whole)]
    raw = raw[:at] + new + raw[at + spot.digits[1] - spot.digits[0] :]
    number, step, interval = printed(raw, str(value), not figure.step)
    return hedged(figure.fact, number, step) if figure.fact.approx else interval


def _operands(spot: Spot) -> Iterator[Span]:
    for each in spot.equations:
        for figure in each.figures:
            place = figure.fact.evidence[0]
            yield place.start, place.end


def _told(finding: Finding, start: int, shift: int) -> tuple[str, tuple[Span, ...]]:
    """A finding as it was before what stands behind *start* moved."""
    spans = sorted(_moved((each.start, each.end), start + max(shift, 0), -shift)
                   for each in finding.spans)  # fmt: skip
    return finding.code, tuple(spans)


def _moved(span: Span, start: int, shift: int) -> Span:
    first, last = (at + shift if at > start else at for at in span)
    return first, last


def _touches(finding: Finding, place: Span) -> bool:
    return any(_overlap((each.start, each.end), place) for each in finding.spans)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def report(found: Sequence[Slip]) -> Iterator[str]:
    """The shares as lines for people."""
    guarded = [each for each in found if each.codes]
    noticed = [each for each in found if each.noticed]
    yield f"{len(found)} slips in {len({each.document for each in found})} documents"
    yield _share("noticed, of what an identity covers", guarded, TARGETS["covered"])
    yield _share("noticed, of all", found, TARGETS["all"])
    if noticed:
        many = sum(len(each.findings) for each in noticed) / len(noticed)
        yield f"{'findings of a slip that is noticed':40} {many:6.2f}"
        at = sum(each.primary for each in noticed) / len(noticed)
        yield f"{'shown at the figure itself':40} {at:6.3f}"
    for name in ("way", "kind", "field"):
        yield ""
        yield f"{name:40} {'slips':>6} {'covered':>8} {'noticed':>8} {'of covered':>10}"
        groups: dict[str, list[Slip]] = defaultdict(list)
        for each in found:
            groups[_group(each, name)].append(each)
        for key, members in sorted(groups.items(), key=lambda each: -len(each[1])):
            inside = [each for each in members if each.codes]
            right = [each.noticed for each in inside]
            told = f"{sum(right) / len(right):10.3f}" if right else f"{'–':>10}"
            share = sum(each.noticed for each in members) / len(members)
            yield f"{key:40} {len(members):6} {len(inside) / len(members):8.3f} {share:8.3f} {told}"
    known = {_group(each, "field") for each in found}
    open_ = sorted(known - {_group(each, "field") for each in found if each.codes or each.noticed})
    yield ""
    yield "nothing guards " + (", ".join(open_) or "–")


def _group(slip: Slip, name: str) -> str:
    if name != "field":
        return str(getattr(slip, name))
    return ("%" if slip.kind == "ratio" else "") + slip.field + (f" {slip.role}" * bool(slip.role))


def _share(name: str, members: Sequence[Slip], target: float) -> str:
    share = sum(each.noticed for each in members) / len(members) if members else 0.0
    return f"{name:40} {share:6.3f}  of {len(members)}, target {target}"


def main(arguments: list[str] | None = None) -> int:
    """Print the shares; 0, or 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--docs", type=int, help="draw so many documents; all without it")
    parser.add_argument("--figures", type=int, default=30, help="misprinted in each document")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--missed", action="store_true", help="list the slips nobody noticed")
    given = parser.parse_args(arguments)
    try:
        documents = consistent(given.corpus)
    except ExtractorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if given.docs is not None:
        chosen = random.Random(given.seed)
        documents = chosen.sample(documents, min(given.docs, len(documents)))
    found = [slip for each in documents for slip in slips(each, given.figures, given.seed)]
    print("\n".join(report(found)))
    if given.missed:
        for slip in sorted(found, key=lambda each: (not each.codes, each.codes, each.field)):
            if not slip.noticed:
                told = (slip.document, _group(slip, "field"), slip.way, ",".join(slip.codes) or "-")
                print(*told, slip.line, *slip.lesser, *slip.findings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
