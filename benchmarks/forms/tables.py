"""How much of the tables is read right from PDFs of many looks.

The documents of a folder are made in each style of :mod:`benchmarks.forms.styles`; each number is
right when its row, code, column and digits are those of the document. Titles, kinds and units are
counted by tables, facts against those of the DOCX.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.forms import render
from benchmarks.forms.cells import Said, key, read, stated
from benchmarks.forms.compare import extracted, facts, same
from benchmarks.forms.document import Document, Table, load
from benchmarks.forms.printed import printed
from benchmarks.forms.styles import STYLES, changed
from extractor.errors import ExtractorError

CORPUS = Path(__file__).parents[2] / "corpus" / "tables"
TARGET = 0.98


def main(arguments: list[str] | None = None) -> int:
    """Make, read and count; 0 always."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forms.tables", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="documents, or folders of them")
    parser.add_argument("--styles", default=",".join(STYLES))
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs")
    parser.add_argument("--wrong", type=int, default=0, help="numbers shown for each document")
    given = parser.parse_args(arguments)
    paths = [
        path
        for each in given.folders or (CORPUS / "train", CORPUS / "dev")
        for path in ([each] if each.is_file() else sorted(each.glob("*.toml")))
    ]
    documents = [load(path) for path in paths]
    whole = Counter[str]()
    for name in given.styles.split(","):
        count = Counter[str]()
        shown = [changed(each, STYLES[name]) for each in documents]
        made = _made(name, shown, given.keep)
        for document in shown:
            _measure(count, document, made[document.name], not STYLES[name].css, given.wrong)
        print(f"{name:14} {_told(count)}", flush=True)
        whole += count
    print(f"{'all':14} {_told(whole)} (target {TARGET})")
    return 0


def _made(name: str, documents: list[Document], keep: Path | None) -> dict[str, bytes]:
    places = {each.name: keep / f"{name}-{each.name}.pdf" for each in documents} if keep else {}
    if places and all(each.exists() for each in places.values()):
        return {name: place.read_bytes() for name, place in places.items()}
    made = printed(documents, STYLES[name])
    for each, place in places.items():
        place.write_bytes(made[each])
    return made


def _told(count: Counter[str]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{count[part] / max(count[whole], 1):.3f}"

    return (
        f"recall {share('right', 'stated')} precision {share('right', 'read')} of {count['stated']}"
        f"  found {count['found']}/{count['tables']} titles {share('titles', 'tables')} "
        f"kinds {share('kinds', 'tables')} units {share('units', 'tables')} "
        f"facts {share('same', 'facts')}"
    )


def _measure(count: Counter[str], document: Document, pdf: bytes, sheets: bool, wrong: int) -> None:
    tables = [each for each in document.parts if isinstance(each, Table)]
    try:
        record = extracted(pdf, "a.pdf")
    except ExtractorError as error:
        print(f"{document.name}: {error}")
        count["stated"] += sum(stated(each).total() for each in tables)
        return
    whole = _whole(document)
    found = facts(record)
    if sheets:  # a workbook holds the tables alone
        whole, found = (
            Counter({k: n for k, n in each.items() if k[0] == "table"}) for each in (whole, found)
        )
    good, all_ = same(whole, found)
    count["same"] += good
    count["facts"] += all_
    left: list[Any] = list(record.tables)
    count["tables"] += len(tables)
    count["found"] += len(left)
    missed, extra = Counter[Said](), Counter[Said]()
    for table in tables:
        own = stated(table) if table.kind != "self_evaluation" else Counter[Said]()
        best = _best(table, own, left)
        if best is not None:
            left.remove(best)
            count["titles"] += key(table.title) in key(best["title"])
            count["kinds"] += best["kind"] == table.kind
            count["units"] += best["unit"] == table.unit
        if table.kind == "self_evaluation":
            continue
        seen = Counter[Said]() if best is None else read(best)
        count["stated"] += own.total()
        count["read"] += seen.total()
        count["right"] += (own & seen).total()
        missed += own - seen
        extra += seen - own
    for each in left:
        count["read"] += read(each).total()
        extra += read(each)
    if wrong and (missed or extra):
        print(f"  {document.name}: {missed.total()} missed, {extra.total()} made up")
        for sign, some in (("-", missed), ("+", extra)):
            for said in list(some)[:wrong]:
                print("   ", sign, *said)


_KNOWN: dict[tuple[str, tuple[int, ...]], Counter[Any]] = {}


def _whole(document: Document) -> Counter[Any]:
    """The facts of the DOCX, made once for each shape of a document."""
    shape = tuple(len(each.columns) for each in document.parts if isinstance(each, Table))
    if (document.name, shape) not in _KNOWN:
        made = extracted(render.as_docx(document), "a.docx")
        _KNOWN[document.name, shape] = facts(made)
    return _KNOWN[document.name, shape]


def _best(table: Table, own: Counter[Said], found: list[Any]) -> Any:
    """The table read that shares most numbers with the one written, or else its title."""

    def alike(each: Any) -> tuple[int, int, bool]:
        numbers = Counter(said.raw for said in read(each))
        return (
            (own & read(each)).total(),
            (Counter(said.raw for said in own.elements()) & numbers).total(),
            key(table.title) in key(each["title"]),
        )

    best = max(found, key=alike, default=None)
    return best if best is not None and any(alike(best)) else None


if __name__ == "__main__":
    sys.exit(main())
