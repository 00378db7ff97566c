"""Two annotators of the same texts -> one annotation in which only what differs is open."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from extractor.annotate import compile_document
from extractor.annotate.diff import load
from extractor.desk.start import heading, slim
from extractor.desk.store import SUFFIX, decoded
from extractor.desk.types import HELD, Annotation, Marking, Plain, Status
from extractor.errors import fail

#: Keys that say nothing of their own: they follow from others, or tell of the machine.
_APART = frozenset(("evidence", "label", "raw", "origin", "confidence", "made_by", "table", "id"))
#: Of two places that share less than this part of their union, nobody meant the same.
_SAME = 0.5
_LIKENESS = ("kind", "field", "role")


class Side(msgspec.Struct, frozen=True):
    """A document as one annotator has it."""

    name: str
    text: str
    markings: tuple[Marking, ...]
    pages: tuple[int, ...] = ()
    others: tuple[Plain, ...] = ()


def load_side(path: Path) -> dict[str, Side]:
    """The documents of an annotator by name: annotations of a desk, or gold, or mark-up.

    Raises EX101, EX202, EX301.
    """
    files = sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else []
    found: dict[str, Side] = {}
    for file in files:
        annotation = decoded(file, file.read_bytes())
        kept = tuple(each for each in annotation.markings if each.status in HELD)
        name = file.relative_to(path).as_posix().removesuffix(SUFFIX)
        found[name] = Side(name, annotation.text, kept, annotation.pages, annotation.others)
    if found:
        return found
    for name, document in load(path).items():
        if document.text is None:
            raise fail("EX301", f"{document.path}: the text of {name} is not beside its gold")
        markings, others = _of_lines(_lines(document.path, name), document.text)
        found[name] = Side(name, document.text, markings, (), others)
    return found


def _lines(path: Path, name: str) -> list[Plain]:
    if path.suffix != ".jsonl":
        return compile_document(path).gold()
    rows = filter(None, path.read_bytes().splitlines())
    lines = [msgspec.json.decode(row, type=Plain) for row in rows]
    return [each for each in lines if each.get("doc") == name]


def _of_lines(lines: Sequence[Plain], text: str) -> tuple[tuple[Marking, ...], tuple[Plain, ...]]:
    markings: list[Marking] = []
    others: list[Plain] = []
    for number, line in enumerate(lines, 1):
        told = {key: value for key, value in line.items() if key not in ("doc", "text_sha256")}
        if told["kind"] == "section":
            markings.append(heading(told | {"id": f"s{number}"}, text, "accepted"))
        elif told["kind"] in ("finding", "scope"):
            others.append(told)
        else:
            meant = told.pop("meant", None)
            markings.append(Marking(f"f{number}", "accepted", slim(told), meant=meant))
    return tuple(markings), tuple(others)


def both(one: Mapping[str, Side], other: Mapping[str, Side]) -> tuple[list[str], list[str]]:
    """The documents that both have, and those of which they have different texts.

    Raises EX303 where there are none to review.
    """
    shared = [name for name in one if name in other]
    names = [name for name in shared if one[name].text == other[name].text]
    if not names:
        why = f"different texts of {', '.join(shared[:5])}" if shared else "no document of one name"
        raise fail("EX303", f"the two annotators have {why}")
    return names, [name for name in shared if name not in names]


def merged(one: Side, other: Side, annotator: str) -> Annotation:
    """Both sides in one: what they agree on is accepted, what differs is to be decided.

    Readings of the same place that part are rivals: accepting one rejects the other.
    """
    left, right = list(one.markings), list(other.markings)
    markings: list[Marking] = []
    for mine, theirs in _alike(left, right):
        left.remove(mine)
        right.remove(theirs)
        markings.append(_new(mine, f"m{len(markings) + 1}"))
    for number, (mine, theirs) in enumerate(_overlapping(left, right), 1):
        left.remove(mine)
        right.remove(theirs)
        for each, by in ((mine, "A"), (theirs, "B")):
            markings.append(_new(each, f"m{len(markings) + 1}", by, f"r{number}"))
    for rest, by in ((left, "A"), (right, "B")):
        markings += [_new(each, f"m{len(markings) + at}", by) for at, each in enumerate(rest, 1)]
    digest = hashlib.sha256(one.text.encode()).hexdigest()
    name = one.name.rpartition("/")[2]
    return Annotation(
        name, one.text, digest, annotator, tuple(markings), pages=one.pages or other.pages,
        others=one.others or other.others, made_by="review",
    )  # fmt: skip


def _new(marking: Marking, name: str, by: str = "", rival: str = "") -> Marking:
    status: Status = "predicted" if by else "accepted"
    return Marking(
        name, status, marking.fact, meant=marking.meant, note=marking.note, by=by, rival=rival
    )


def _says(marking: Marking) -> str:
    fact = marking.fact
    told = {key: value for key, value in fact.items() if key not in _APART and value is not None}
    place = _span(marking)
    return repr((place, marking.meant, sorted(told.items(), key=lambda each: each[0])))


def _span(marking: Marking) -> tuple[int, int]:
    place = marking.fact["evidence"][0]
    return place["start"], place["end"]


def _alike(left: Sequence[Marking], right: Sequence[Marking]) -> Iterator[tuple[Marking, Marking]]:
    offered: dict[str, list[Marking]] = defaultdict(list)
    for each in right:
        offered[_says(each)].append(each)
    return iter([
        (each, offered[_says(each)].pop(0)) for each in left if offered.get(_says(each))
    ])  # fmt: skip


def _overlapping(
    left: Sequence[Marking], right: Sequence[Marking]
) -> list[tuple[Marking, Marking]]:
    """Pairs of the same kind, or the same field, at nearly the same place, the nearest first."""
    ranked = []
    for i, mine in enumerate(left):
        for j, theirs in enumerate(right):
            shared = _union(_span(mine), _span(theirs))
            if shared >= _SAME:
                same = sum(
                    mine.fact.get(k) == theirs.fact.get(k) for k in ("kind", "field", "role")
                )
                ranked.append((-same, -shared, i, j))
    taken: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for _, _, i, j in sorted(ranked):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((left[i], right[j]))
    return pairs


def _union(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))
