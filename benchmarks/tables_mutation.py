"""Would a slip in a table be noticed? One cell is misprinted, then the document is checked.

``python -m benchmarks.tables_mutation [--cells N] [--texts N] [--seed S] [--missed]``. Documents
are those of ``corpus/tables/train`` and ``dev``; what was planted in them is there before and
after. A cell of a drawn table is changed (a digit, two digits, the point, the amount beside it),
or a figure of the text; it is noticed where a new finding of severity error or warning shows at
the figure, or names it as what it disagrees with.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

from extractor.checks import check
from extractor.checks.figures import NUMERIC
from extractor.finding import PUBLISHER, Finding
from extractor.layout import reflow
from extractor.link import link
from extractor.mentions import find
from extractor.outline import outline
from extractor.record import Record, assemble
from extractor.segment import segment
from extractor.source import Cell, Source
from extractor.tables import Table, tabulate
from tests.tables.spec import documents, load

_TRIES = 12
Read = tuple[Record, tuple[Table, ...], float]


class Slip(NamedTuple):
    """What became of one misprint: where it is, how, and what was told of it."""

    document: str
    where: str
    way: str
    what: str
    noticed: bool
    primary: bool
    findings: tuple[str, ...]
    lesser: tuple[str, ...]


class Spot(NamedTuple):
    """A printed number of the source, and what it is."""

    start: int
    end: int
    where: str
    what: str


def examine(source: Source) -> Read:
    """What is read of a source and told of it, its tables, and the seconds that checks took."""
    text = reflow(source)
    headings = outline(text)
    sentences = segment(text, headings)
    tables = tabulate(text)
    facts, warnings = link(text, headings, sentences, find(text.clean), tables)
    record = assemble(text, headings, facts, tables=tables, warnings=warnings)
    begin = time.process_time()
    record = check(record, text, headings, sentences, tables)
    return record, tables, time.process_time() - begin


def spots(source: Source, record: Record, tables: Sequence[Table]) -> tuple[list[Spot], list[Spot]]:
    """The numbers of tables that hold money, and the figures of the text that are not nothing."""
    cells = [
        Spot(
            cell.start,
            cell.end,
            table.form,
            f"{line.label}/{'/'.join(table.columns[cell.at].path)}",
        )
        for table in tables
        if table.form not in ("self_evaluation", "other")
        for line in table.lines
        for cell in line.cells
        if cell.unit is not None and cell.raw.strip("0.")
    ]
    texts: list[Spot] = []
    for fact in record.facts:
        place = fact.evidence[0]
        if fact.origin != "text" or fact.kind not in NUMERIC or fact.implied:
            continue
        digits = [i for i in range(place.start, place.end) if source.text[i].isdigit()]
        if digits and fact.value not in ("0", None):
            end = digits[-1] + 1
            start = next(
                (i + 1 for i in range(end - 1, place.start - 1, -1)
                 if not (source.text[i].isdigit() or source.text[i] in ".,")), place.start,
            )  # fmt: skip
            texts.append(Spot(start, end, "text", f"{fact.field} {fact.role or ''}"))
    return cells, texts


def changed(source: Source, spot: Spot, new: str) -> Source:
    """A source with another number in one place."""
    text = source.text[: spot.start] + new + source.text[spot.end :]
    shift = len(new) - (spot.end - spot.start)

    def move(at: int) -> int:
        return at + shift if at > spot.start else at

    grids = tuple(
        msgspec.structs.replace(
            each, start=move(each.start), end=move(each.end),
            cells=tuple(
                Cell(c.row, c.column, move(c.start), move(c.end), c.rows, c.columns)
                for c in each.cells
            ),
        )
        for each in source.grids
    )  # fmt: skip
    return msgspec.structs.replace(source, text=text, grids=grids)


def digit(printed: str, draw: random.Random, _: Sequence[str]) -> str | None:
    at = draw.choice([i for i, each in enumerate(printed) if each.isdigit()])
    other = draw.choice([each for each in "123456789" if each != printed[at]])
    return printed[:at] + other + printed[at + 1 :]


def swap(printed: str, draw: random.Random, _: Sequence[str]) -> str | None:
    pairs = [
        i for i, (a, b) in enumerate(pairwise(printed))
        if a.isdigit() and b.isdigit() and a != b and (b != "0" or i)
    ]  # fmt: skip
    if not pairs:
        return None
    at = draw.choice(pairs)
    return printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]


def point(printed: str, draw: random.Random, _: Sequence[str]) -> str | None:
    whole, sign, rest = printed.replace(",", "").partition(".")
    if not sign:
        return None
    if draw.random() < 0.5 and len(whole) > 1:
        return f"{whole[:-1]}.{whole[-1]}{rest}"
    return f"{whole}{rest[0]}.{rest[1:]}".lstrip("0").rstrip(".") or None


def sibling(_: str, draw: random.Random, near: Sequence[str]) -> str | None:
    return draw.choice(near) if near else None


WAYS: dict[str, Callable[[str, random.Random, Sequence[str]], str | None]] = {
    "digit": digit, "swap": swap, "point": point, "sibling": sibling,
}  # fmt: skip


def slips(path: Path, cells: int, texts: int, seed: int) -> Iterator[Slip]:
    """Misprint some cells and some figures of the text, one after the other."""
    draw = random.Random(f"{seed}/{path.stem}")
    source = load(path).text.source
    record, tables, _ = examine(source)
    before = {told(each) for each in record.findings}
    of_tables, of_text = spots(source, record, tables)
    chosen = draw.sample(of_tables, min(cells, len(of_tables)))
    chosen += draw.sample(of_text, min(texts, len(of_text)))
    for spot in chosen:
        printed = source.text[spot.start : spot.end]
        near = [
            source.text[each.start : each.end]
            for each in (of_text if spot.where == "text" else of_tables)
            if each.where == spot.where
        ]
        made = misprint(printed, draw, near)
        if made is None:
            continue
        way, new = made
        again, _, _ = examine(changed(source, spot, new))
        shift = len(new) - len(printed)
        found = [each for each in again.findings if told(each, spot.start, shift) not in before]
        more = [each for each in found if each.severity != "info" and each.blame == PUBLISHER]
        here = (spot.start, spot.start + len(new))
        at = [
            each for each in more
            if any(s.start < here[1] and here[0] < s.end for s in each.spans)
        ]  # fmt: skip
        yield Slip(
            path.stem, spot.where, way, f"{spot.what} {printed} → {new}", bool(at),
            any(each.spans[0].start < here[1] and here[0] < each.spans[0].end for each in at),
            tuple(each.code for each in more),
            tuple(f"{each.code} {each.severity}" for each in found if each not in more),
        )  # fmt: skip


def misprint(printed: str, draw: random.Random, near: Sequence[str]) -> tuple[str, str] | None:
    """A way, and what is printed instead."""
    for _ in range(_TRIES):
        way = draw.choice(list(WAYS))
        new = WAYS[way](printed, draw, near)
        if new and new.replace(",", "") != printed.replace(",", ""):
            return way, new
    return None


def told(finding: Finding, start: int = 0, shift: int = 0) -> tuple[object, ...]:
    """A finding as it was before what stands behind *start* moved."""
    places = sorted(
        tuple(at - shift if at > start else at for at in (each.start, each.end))
        for each in finding.spans
    )
    return finding.code, tuple(places)


def report(found: Sequence[Slip]) -> Iterator[str]:
    """The shares as lines for people."""
    yield f"{'where':28} {'slips':>6} {'noticed':>8} {'primary':>8} {'findings':>9}"
    groups: dict[str, list[Slip]] = defaultdict(list)
    for each in found:
        groups["text" if each.where == "text" else "all tables"].append(each)
        groups[each.where].append(each)
        groups[each.way].append(each)
    for name, members in sorted(groups.items(), key=lambda each: -len(each[1])):
        seen = [each for each in members if each.noticed]
        share = len(seen) / len(members)
        first = sum(each.primary for each in seen) / max(1, len(seen))
        many = sum(len(each.findings) for each in seen) / max(1, len(seen))
        yield f"{name:28} {len(members):6} {share:8.3f} {first:8.3f} {many:9.2f}"


def main(arguments: list[str] | None = None) -> int:
    """Print the shares, what is told of the unchanged documents, and how long checks take."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tables_mutation", description=__doc__
    )
    parser.add_argument("--cells", type=int, default=40, help="misprinted in each document")
    parser.add_argument("--texts", type=int, default=15, help="figures of the text, likewise")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--missed", action="store_true", help="list the slips nobody noticed")
    given = parser.parse_args(arguments)
    found: list[Slip] = []
    for path in documents("train", "dev"):
        source = load(path).text.source
        examine(source)
        record, tables, seconds = examine(source)
        of_tables = [each for each in record.findings if _is_of_tables(each, tables)]
        print(f"{path.stem:32} {len(tables):3} tables {seconds * 1000:6.1f} ms  "
              f"{', '.join(each.code for each in of_tables) or '-'}")  # fmt: skip
        found += slips(path, given.cells, given.texts, given.seed)
    print("\n".join(report(found)))
    if given.missed:
        for each in found:
            if not each.noticed or len(each.findings) > 1:
                state = "missed" if not each.noticed else "many"
                print(state, each.document, each.where, each.way, each.what,
                      *each.findings, *each.lesser)  # fmt: skip
    return 0


def _is_of_tables(finding: Finding, tables: Sequence[Table]) -> bool:
    starts = sorted(cell.start for each in tables for line in each.lines for cell in line.cells)
    return any(
        (i := bisect_right(starts, each.start)) and starts[i - 1] == each.start
        for each in finding.spans
    )


if __name__ == "__main__":
    sys.exit(main())
