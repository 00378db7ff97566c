"""What was added, removed and changed between two corpora, two files or two versions of one.

Each side is mark-up (compiled first) or gold. Annotations of one document are paired by
place; where its text changed too, places of the old text are carried over to the new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from extractor.annotate.markup import SECOND, compile_document
from extractor.annotate.versions import carrier, same_parts
from extractor.errors import fail

#: Mark-up, and a first annotation as it was before adjudication.
_MARKED = (".mark", ".first")
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
#: Keys that tell where an annotation stands or follow from its place, not what it says.
_PLACE = frozenset((
    "doc", "text_sha256", "evidence", "start", "end", "body_end", "quote", "raw", "spans",
    "label", "id", "parent",
))  # fmt: skip
_TEXTS = frozenset(("duty", "performance", "reason", "term"))
#: Below this share of the union of two places, two annotations are not of the same thing.
_SAME = 0.5


class Entry(msgspec.Struct, frozen=True):
    """A fact, section or finding: half-open places (the main one first), and what it says."""

    kind: str
    key: str
    places: tuple[tuple[int, int], ...]
    quote: str
    says: dict[str, Any]


class Annotated(msgspec.Struct, frozen=True):
    """One side of a document; ``text`` is None where only gold without text is at hand."""

    name: str
    path: Path
    sha256: str
    text: str | None
    entries: tuple[Entry, ...]
    front: dict[str, Any] = {}


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One difference. ``what`` is a kind of fact, ``section``, ``finding``, ``document``,
    ``text`` or ``front``; ``keys`` maps each key that changed to its old and new value.

    ``start``/``end`` count in the new text, of what was removed in the old one.
    """

    doc: str
    change: str
    what: str
    field: str = ""
    start: int | None = None
    end: int | None = None
    line: int | None = None
    quote: str = ""
    keys: dict[str, tuple[Any, Any]] = {}
    says: dict[str, Any] = {}


def load(path: Path) -> dict[str, Annotated]:
    """The documents of a file or folder by name: of mark-up where there is any, else of gold.

    Raises EX101, EX202 or EX301.
    """
    if not path.exists():
        raise fail("EX101", f"{path}: no such file or folder")
    found: dict[str, Annotated] = {}
    for file in _files(path):
        for each in [_marked(file)] if file.suffix in _MARKED else _gold(file):
            if each.name in found:
                cause = f"document {each.name} is also in {found[each.name].path}"
                raise fail("EX301", f"{file}: {cause}")
            found[each.name] = each
    return found


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    for pattern in ("*.mark", "*.jsonl"):
        files = sorted(path.rglob(pattern))
        if path.name != SECOND:
            files = [each for each in files if SECOND not in each.relative_to(path).parts[:-1]]
        if files:
            return files
    raise fail("EX101", f"{path}: no .mark and no .jsonl file here")


def _marked(path: Path) -> Annotated:
    document = compile_document(path)
    front = msgspec.to_builtins(document.front)
    entries = _entries(document.gold(), path)
    return Annotated(document.front.id, path, document.sha256, document.text, entries, front)


def _gold(path: Path) -> Iterator[Annotated]:
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    hashes: dict[str, str] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            each = msgspec.json.decode(line, type=dict[str, Any])
            name = str(each["doc"])
        except (msgspec.DecodeError, KeyError) as error:
            cause = "no doc" if isinstance(error, KeyError) else str(error)
            raise fail("EX301", f"{path}:{number}: {cause}") from None
        lines[name].append(each)
        hashes.setdefault(name, str(each.get("text_sha256", "")))
    beside = path.with_name(path.name.removesuffix(".gold.jsonl") + ".txt")
    text = None
    if len(lines) == 1 and beside.is_file():
        with beside.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    for name, objects in lines.items():
        yield Annotated(name, path, hashes[name], text, _entries(objects, path))


def _entries(lines: Iterable[Mapping[str, Any]], path: Path) -> tuple[Entry, ...]:
    try:
        entries = [_entry(line) for line in lines if line["kind"] != "scope"]
        return tuple(sorted(entries, key=lambda each: (each.places[0], each.key)))
    except (KeyError, IndexError, TypeError):
        raise fail("EX301", f"{path}: a line has no kind or no place") from None


def _entry(line: Mapping[str, Any]) -> Entry:
    kind = line["kind"]
    says = {key: value for key, value in line.items() if key not in _PLACE}
    if kind == "section":
        return Entry(kind, kind, ((line["start"], line["end"]),), line.get("quote", ""), says)
    if kind == "finding":
        # the primary span first
        spans = sorted(line["spans"], key=lambda each: each.get("role") != "primary")
        places = tuple((each["start"], each["end"]) for each in spans)
        return Entry(kind, line["family"], places, spans[0].get("quote", ""), says)
    place = line["evidence"][0]
    return Entry(
        kind, line["field"], ((place["start"], place["end"]),), place.get("quote", ""), says
    )


def diff(one: Mapping[str, Annotated], other: Mapping[str, Annotated]) -> list[Change]:
    """Every difference from *one* to *other*, by document and place.

    Two single files are compared whatever their documents are called.
    """
    if len(one) == len(other) == 1 and not one.keys() & other.keys():
        (left,), (right,) = one.values(), other.values()
        return list(_document(left, right))
    found: list[Change] = []
    for name in sorted({**one, **other}):
        if name not in other:
            found.append(Change(name, REMOVED, "document", quote=str(one[name].path)))
        elif name not in one:
            found.append(Change(name, ADDED, "document", quote=str(other[name].path)))
        else:
            found += _document(one[name], other[name])
    return found


def _document(one: Annotated, other: Annotated) -> Iterator[Change]:
    if one.front and other.front:
        keys = _differing(one.front, other.front)
        if keys:
            yield Change(other.name, CHANGED, "front", keys=keys)
    carry: Callable[[int], int] = int
    if one.sha256 != other.sha256:
        if one.text is None or other.text is None:
            cause = f"{one.path} and {other.path}: {other.name} is of different texts"
            raise fail("EX303", f"{cause}, and the texts are not beside the gold")
        blocks = same_parts(one.text, other.text)
        carry = carrier(blocks)
        yield from _text(one.text, other.text, blocks, other.name)
    yield from _annotations(one, other, carry)


def _text(
    one: str, other: str, blocks: Sequence[tuple[int, int, int]], name: str
) -> Iterator[Change]:
    at = to = 0
    for start, there, size in (*blocks, (len(one), len(other), 0)):
        if start > at or there > to:
            old, new = one[at:start], other[to:there]
            yield Change(
                name, CHANGED if old and new else ADDED if new else REMOVED, "text", "", to, there,
                other.count("\n", 0, to) + 1, keys={"text": (old, new)},
            )  # fmt: skip
        at, to = start + size, there + size


def _annotations(one: Annotated, other: Annotated, carry: Callable[[int], int]) -> Iterator[Change]:
    moved = [
        tuple((carry(start), carry(end - 1) + 1) for start, end in each.places)
        for each in one.entries
    ]
    old = dict(enumerate(one.entries))
    new = dict(enumerate(other.entries))
    found: list[tuple[tuple[int, int], Change]] = []
    for i, j in _pairs(one.entries, moved, other.entries):
        before, after = old.pop(i), new.pop(j)
        keys = _changed(before, after, moved[i])
        if keys:
            found.append((after.places[0], _change(other, CHANGED, after, keys)))
    found += [(moved[i][0], _change(one, REMOVED, each)) for i, each in old.items()]
    found += [(each.places[0], _change(other, ADDED, each)) for each in new.values()]
    for _, change in sorted(found, key=lambda each: (each[0], each[1].what, each[1].change)):
        yield msgspec.structs.replace(change, doc=other.name)


def _pairs(
    one: Sequence[Entry], moved: Sequence[tuple[tuple[int, int], ...]], other: Sequence[Entry]
) -> list[tuple[int, int]]:
    """Entries of the same thing: alike first, then of one place, then of places that overlap."""
    pairs: list[tuple[int, int]] = []
    left, right = list(range(len(one))), list(range(len(other)))

    def take(key: Callable[[Entry, tuple[tuple[int, int], ...]], object]) -> None:
        offered: dict[str, list[int]] = defaultdict(list)
        for j in right:
            offered[repr(key(other[j], other[j].places))].append(j)
        for i in list(left):
            choice = offered.get(repr(key(one[i], moved[i])))
            if choice:
                j = choice.pop(0)
                pairs.append((i, j))
                left.remove(i)
                right.remove(j)

    take(lambda e, p: (p, e.key, sorted(e.says.items())))
    take(lambda e, p: (p[0], e.kind, e.key, e.says.get("role")))
    take(lambda e, p: (p[0], e.kind, e.key))
    take(lambda e, p: (p[0], e.kind))
    shared = sorted(
        (-_union(moved[i][0], other[j].places[0]), one[i].key != other[j].key, i, j)
        for i in left
        for j in right
        if one[i].kind == other[j].kind
    )
    for overlap, _, i, j in shared:
        if -overlap >= _SAME and i in left and j in right:
            pairs.append((i, j))
            left.remove(i)
            right.remove(j)
    return pairs


def _union(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def _changed(
    before: Entry, after: Entry, moved: tuple[tuple[int, int], ...]
) -> dict[str, tuple[Any, Any]]:
    keys = _differing(before.says, after.says)
    if moved != after.places:
        keys["place"] = (before.quote, after.quote)
        if before.kind in _TEXTS:  # the value is the text at the place
            keys.pop("value", None)
        if moved[0] == after.places[0]:
            keys["place"] = (list(moved[1:]), list(after.places[1:]))
    return keys


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    keys = dict.fromkeys((*one, *other))
    pairs = {key: (one.get(key), other.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _change(
    side: Annotated, change: str, entry: Entry, keys: dict[str, tuple[Any, Any]] | None = None
) -> Change:
    start, end = entry.places[0]
    line = None if side.text is None else side.text.count("\n", 0, start) + 1
    field = entry.key if entry.kind not in ("section", entry.key) else ""
    quote = entry.quote or ("" if side.text is None else side.text[start:end])
    says = {} if keys else entry.says
    return Change(side.name, change, entry.kind, field, start, end, line, quote, keys or {}, says)
