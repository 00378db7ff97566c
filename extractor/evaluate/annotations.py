"""Annotations to compare: mark-up or gold, files or folders, and who annotated what twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from extractor.errors import fail
from extractor.evaluate import lines
from extractor.evaluate.load import SECOND, load_gold
from extractor.evaluate.types import Doc


class Annotated(msgspec.Struct):
    """A document as one annotator has it; of mark-up, the compiled document besides."""

    doc: Doc
    path: Path
    marked: Any = None


def load_annotations(path: Path) -> dict[str, Annotated]:
    """The annotated documents of a file or folder, by name: ``.mark`` where there are any,
    else gold. Raises EX301, EX202."""
    if not path.exists():
        raise fail("EX301", f"{path}: no such file or folder")
    marks = [path] if path.suffix == ".mark" else sorted(path.rglob("*.mark"))
    if path.is_dir() and path.name != SECOND:
        marks = [each for each in marks if SECOND not in each.relative_to(path).parts[:-1]]
    if not marks:
        return {doc.name: Annotated(doc, path) for doc in load_gold(path)}
    found: dict[str, Annotated] = {}
    for file in marks:
        each = load_marked(file)
        if each.doc.name in found:
            raise fail("EX301", f"{file}: document {each.doc.name} is in another file too")
        found[each.doc.name] = each
    return found


def load_marked(path: Path) -> Annotated:
    """A mark-up file, compiled. Raises EX202."""
    from extractor.annotate import compile_document

    document = compile_document(path)
    return Annotated(_doc(document, path), path, document)


def _doc(document: Any, path: Path) -> Doc:
    known = lines.field_keys()
    items, headings, findings = [], [], []
    marks: tuple[str, ...] = ()
    for number, line in enumerate(document.gold(), 1):
        each = msgspec.convert(line, lines.Line)
        where = f"{path}: fact {number}"
        if each.kind == "section":
            headings.append(lines.heading(each, where))
        elif each.kind == "finding":
            findings.append(lines.finding(each, where))
        elif each.kind == "scope":
            marks = lines.scope(each, where)
        else:
            items.append(lines.item(each, where, known, placed=True))
    front = document.front
    return Doc(
        front.id, document.sha256, tuple(items), tuple(headings), document.text, front.province,
        tuple(findings), front.by_hand, marks,
    )  # fmt: skip


def pair_annotations(
    one: dict[str, Annotated], other: dict[str, Annotated]
) -> tuple[list[tuple[Doc, Doc]], list[str]]:
    """Documents of the same name, and what is left over. Raises EX303 where two are of
    different texts, or nothing is in both."""
    names = [name for name in one if name in other]
    if not names and len(one) == len(other) == 1:
        return [_same_text(*one.values(), *other.values())], []
    if not names:
        raise fail("EX303", "the annotations share no document")
    left = [name for side in (one, other) for name in side if name not in names]
    told = f"{len(left)} documents are annotated once only: {', '.join(left[:5])}"
    return [_same_text(one[name], other[name]) for name in names], [told] if left else []


def _same_text(one: Annotated, other: Annotated) -> tuple[Doc, Doc]:
    if one.doc.sha256 == other.doc.sha256:
        return one.doc, other.doc
    marked = one.marked, other.marked
    if None not in marked and marked[0].clean == marked[1].clean:  # only the noise is another
        return _plain(one), _plain(other)
    raise fail("EX303", f"{one.path} and {other.path}: {one.doc.name} is of different texts")


def _plain(each: Annotated) -> Doc:
    from extractor.annotate.markup import compile_text

    front = msgspec.structs.replace(each.marked.front, noise=())
    body = each.path.read_text(encoding="utf-8").split("+++\n", 2)[2]
    document, problems = compile_text(body, front)
    if document is None:
        raise fail("EX202", f"{each.path}: {problems[0].cause}")
    return _doc(document, each.path)


def second_folder(gold: Path) -> Path | None:
    """The folder of second annotations of the corpus that *gold* is or lies in."""
    around = [gold, gold.parent] if gold.is_dir() else [gold.parent, gold.parent.parent]
    return next((each / SECOND for each in around if (each / SECOND).is_dir()), None)


def annotated_twice(folder: Path) -> tuple[list[tuple[Doc, Doc]], list[str]]:
    """First and second annotations of a corpus whose second ones are in *folder*; what cannot
    be compared is told.

    ``<id>.first`` beside a second annotation is the first one as it was before both were
    adjudicated; the gold, which owes something to both, is taken where there is none.
    """
    from extractor.errors import ExtractorError

    pairs: list[tuple[Doc, Doc]] = []
    notes: list[str] = []
    for path in sorted(folder.glob("*.mark")):
        before = path.with_suffix(".first")
        firsts = [before] if before.exists() else []
        firsts += [p for p in folder.parent.rglob(path.name) if p.parent != folder]
        if not firsts:
            notes.append(f"{path}: nobody has annotated it first, left out")
            continue
        try:
            pairs.append(_same_text(load_marked(firsts[0]), load_marked(path)))
        except ExtractorError as error:
            notes.append(f"second annotation left out: {error.message}")
    return pairs, notes
