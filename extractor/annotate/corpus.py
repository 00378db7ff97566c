"""A corpus folder: is it sound, what is in it, and which document goes where."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from extractor.annotate.markup import (
    SECOND,
    Document,
    gold_lines,
    marked_files,
    outputs,
    read_marked,
    second_files,
)
from extractor.errors import fail
from extractor.fact import Fact

SPLITS = ("train", "dev", "aside")
#: The folder of documents in which only contradictions are marked, with splits of its own.
FINDINGS = "findings"
_SHINGLE = 12
_SHARED = 0.10
#: Shorter narratives are not compared: a few stock phrases would be a large share.
_ENOUGH = 100


class Fault(msgspec.Struct, frozen=True):
    """Something wrong in a corpus: the file, its line where known, the cause."""

    path: Path
    line: int | None
    cause: str

    def __str__(self) -> str:
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.cause}"


def read_corpus(corpus: Path | str) -> tuple[dict[Path, Document], list[Fault]]:
    """Compile every mark-up file at or under *corpus*; mistakes come back, all of them."""
    documents: dict[Path, Document] = {}
    faults: list[Fault] = []
    for path in marked_files(Path(corpus)):
        document, problems = read_marked(path)
        faults += [Fault(path, each.line, each.cause) for each in problems]
        if document is not None:
            documents[path] = document
    return documents, faults


def validate(corpus: Path | str, *, synced: bool = True) -> tuple[int, list[Fault]]:
    """Check every document: mark-up, quotes, values, overlaps, files in sync, ids; and that no
    narratives are shared by documents written by hand, no province by two splits.

    Returns how many mark-up files there are and what is wrong. *synced* also wants the
    compiled files beside each mark-up file, and up to date.
    """
    documents, faults = read_corpus(corpus)
    names: dict[str, Path] = {}
    for path, document in documents.items():
        if document.front.id in names:
            faults.append(Fault(path, 1, f"id is also that of {names[document.front.id]}"))
        names[document.front.id] = path
        faults += [Fault(path, None, cause) for cause in _unsound(document)]
        if synced:
            faults += _out_of_sync(path, document)
    faults += _provinces(documents)
    faults += _second(Path(corpus), documents)
    for one, other, share in shared_narratives(documents):
        cause = f"shares {share:.0%} of its narratives with {other} (at most {_SHARED:.0%})"
        faults.append(Fault(one, None, cause))
    return len(marked_files(Path(corpus))), faults


def _provinces(documents: dict[Path, Document]) -> Iterator[Fault]:
    """Provinces that lie in two splits: what is learned of one would be known of the other."""
    homes: dict[str, tuple[str, Path]] = {}
    for path, document in documents.items():
        name = split_of(path)
        if name is None:
            continue
        home, other = homes.setdefault(document.front.province, (name, path))
        if home != name:
            cause = f"province {document.front.province} is in {name} here, in {home} at {other}"
            yield Fault(path, 1, cause)


def _second(corpus: Path, documents: dict[Path, Document]) -> Iterator[Fault]:
    """What is wrong with second annotations: they must be of the texts of the first."""
    texts = {each.front.id: each.clean for each in documents.values()}
    for path in (*second_files(corpus), *sorted((corpus / SECOND).glob("*.first"))):
        document, problems = read_marked(path)
        yield from (Fault(path, each.line, each.cause) for each in problems)
        if document is None:
            continue
        yield from (Fault(path, None, cause) for cause in _unsound(document))
        first = texts.get(document.front.id)
        if first is None:
            yield Fault(path, 1, f"no document {document.front.id!r} has been annotated first")
        elif first != document.clean:
            gap = _gap(first, document.clean)
            yield Fault(path, None, f"not the text of the first annotation {gap}")


def _gap(one: str, other: str) -> str:
    """Where two texts part, shown.

    >>> _gap("甲乙丙", "甲丁丙")
    "at line 1: '乙丙', here '丁丙'"
    """
    size = min(len(one), len(other))
    at = next((i for i in range(size) if one[i] != other[i]), size)
    shown = (text[at : at + 12] for text in (one, other))
    return "at line {}: {!r}, here {!r}".format(one.count("\n", 0, at) + 1, *shown)


def _unsound(document: Document) -> Iterator[str]:
    seen: Counter[tuple[int, int, str, tuple[str | None, ...]]] = Counter()
    for fact in document.facts:
        place = fact.evidence[0]
        if document.text[place.start : place.end] != place.quote:
            yield f"the quote of {fact.field} at {place.start} does not reproduce"
        kept = (fact.kind, fact.role, fact.category, "/".join(fact.path or ()))
        seen[place.start, place.end, fact.field, kept] += 1
    for (start, end, field, _), count in seen.items():
        if count > 1:
            yield f"{field} is told {count} times of {document.text[start:end]!r}"
    if document.front.marks:
        if document.sections or document.facts:
            yield "facts or headings are marked, though marks says that they are not"
    elif not document.sections:
        yield "no headings are marked"
    elif not document.facts and not document.findings:
        yield "no facts are marked"
    spans = sorted({(each.evidence[0].start, each.evidence[0].end) for each in document.facts})
    yield from crossing(spans, document.text)


def crossing(spans: Sequence[tuple[int, int]], text: str) -> Iterator[str]:
    """Spans that overlap without one holding the other: a slip of the annotator.

    >>> list(crossing([(0, 3), (1, 2), (2, 5)], "abcde"))
    ["'abc' and 'cde' cross"]
    """
    open_: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda each: (each[0], -each[1])):
        open_ = [each for each in open_ if each[1] > start]
        for other in open_:
            if other[1] < end:
                yield f"{text[other[0] : other[1]]!r} and {text[start:end]!r} cross"
        open_.append((start, end))


def _out_of_sync(path: Path, document: Document) -> Iterator[Fault]:
    for target, data in zip(outputs(path), (document.data(), gold_lines(document)), strict=True):
        if not target.exists():
            yield Fault(target, None, "missing; run: extractor corpus compile")
        elif target.read_bytes() != data:
            yield Fault(target, None, "not what the mark-up says; run: extractor corpus compile")


def narrative(facts: Sequence[Fact]) -> str:
    """The narratives of a document, without white space."""
    texts = (each.value for each in facts if each.kind == "performance")
    return "".join("".join(each.split()) for each in texts if isinstance(each, str))


def shared_narratives(
    documents: dict[Path, Document], limit: float = _SHARED
) -> Iterator[tuple[Path, Path, float]]:
    """Pairs of documents that share more than *limit* of the smaller one's shingles.

    Only documents written by hand are compared: composed ones are made of shared sentences.
    """
    shingles: dict[Path, set[str]] = {}
    for path, document in documents.items():
        if not document.front.by_hand:
            continue
        text = narrative(document.facts)
        found = {text[i : i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1)}
        if len(found) >= _ENOUGH:
            shingles[path] = found
    for one, other in combinations(shingles, 2):
        share = len(shingles[one] & shingles[other]) / min(len(shingles[one]), len(shingles[other]))
        if share > limit:
            yield one, other, share


def folder(path: Path) -> str:
    """The split a file lies in, with the folder below or above it, if any.

    >>> folder(Path("corpus/train/composed/a.mark")), folder(Path("corpus/dev/a.mark"))
    ('train/composed', 'dev')
    >>> folder(Path("corpus/findings/dev/a.mark"))
    'findings/dev'
    """
    above, here = path.parent.parent.name, path.parent.name
    joined = above in SPLITS or (above == FINDINGS and here in SPLITS)
    return f"{above}/{here}" if joined else here


def split_of(path: Path) -> str | None:
    """The split a file lies in; None where it lies in none.

    >>> split_of(Path("corpus/findings/dev/a.mark")), split_of(Path("corpus/real/a.mark"))
    ('dev', None)
    """
    return next((each for each in folder(path).split("/") if each in SPLITS), None)


def moved(path: Path, corpus: Path, split: str) -> Path:
    """The folder of *corpus* that a file goes to which is assigned to *split*.

    >>> moved(Path("c/dev/composed/a.mark"), Path("c"), "train").as_posix()
    'c/train/composed'
    >>> moved(Path("c/findings/dev/a.mark"), Path("c"), "train").as_posix()
    'c/findings/train'
    """
    above, *below = folder(path).split("/")
    if above == FINDINGS:
        return corpus / FINDINGS / split
    return corpus.joinpath(split, *below)


def split(
    documents: dict[Path, Document], shares: dict[str, float], seed: int = 0
) -> dict[Path, str]:
    """Assign documents to splits by *shares*, the same way each time.

    The documents of a province stay together (their layouts and wording are akin), and a new
    document leaves the order of the others as it was.
    """
    if not shares or min(shares.values()) <= 0:
        raise fail("EX501", "every split needs a share above 0")
    groups: dict[str, list[Path]] = defaultdict(list)
    for path, document in documents.items():
        groups[document.front.province].append(path)

    def draw(group: str) -> str:
        return hashlib.sha256(f"{seed}/{group}".encode()).hexdigest()

    whole, placed = sum(shares.values()), dict.fromkeys(shares, 0)
    assigned: dict[Path, str] = {}
    for group in sorted(groups, key=draw):
        # to the split that is furthest below its share
        short = {
            name: share / whole * len(documents) - placed[name] for name, share in shares.items()
        }
        name = max(short, key=lambda each: short[each])
        placed[name] += len(groups[group])
        assigned |= dict.fromkeys(groups[group], name)
    return assigned
