"""How many facts of a document are the same in every form that it may have.

Documents are made here from the corpus: DOCX by python-docx, PDF from it by LibreOffice, a scan
from that at 200 dpi. Documents whose lines are paragraphs are compared with their text; those with
tables, which plain text cannot hold, with the DOCX.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.forms import render
from benchmarks.forms.compare import extracted, facts, same
from benchmarks.forms.document import Document, Table, load
from extractor.errors import ExtractorError
from extractor.layout import reflow
from extractor.source import read

CORPUS = Path(__file__).parents[2] / "corpus"
FORMS = ("docx", "html", "pdf", "xlsx", "scan")
TARGETS = {"docx": 0.97, "html": 0.97, "pdf": 0.97, "xlsx": 0.97, "scan": 0.85}


def main(arguments: list[str] | None = None) -> int:
    """Make, read and compare; 0 always."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forms", description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path, help="texts and documents with tables")
    parser.add_argument("--forms", default="docx,html,pdf,xlsx")
    given = parser.parse_args(arguments)
    forms = [each for each in FORMS if each in given.forms.split(",")]
    documents = [load(path) for path in given.documents or usual()]
    made = made_of(documents, forms)
    totals = {form: [0, 0] for form in forms}
    for document in documents:
        line = [f"{document.name:32}"]
        tabled = any(isinstance(part, Table) for part in document.parts)
        base = made[document.name]["docx" if tabled else "txt"]
        whole = extracted(base, "a.docx" if tabled else "a.txt")
        for form in forms:
            if (form == "docx" and tabled) or (form == "xlsx" and not tabled):
                continue
            began = time.perf_counter()
            try:
                found = extracted(made[document.name][form], f"a.{form}")
            except ExtractorError as error:
                line.append(f"{form}: {error}")
                continue
            seconds = time.perf_counter() - began
            expected, stated = facts(whole), facts(found)
            if form == "xlsx":  # a workbook holds the tables alone
                expected = _tables(expected)
                stated = _tables(stated)
            good, all_ = same(expected, stated)
            totals[form][0] += good
            totals[form][1] += all_
            line.append(f"{form} {good}/{all_}" + (f" {seconds:.1f}s" if form == "scan" else ""))
        print("  ".join(line), flush=True)
    for form, (good, all_) in totals.items():
        if all_:
            print(f"{form}: {good / all_:.3f} of {all_} facts (target {TARGETS[form]})")
    return 0


def _tables(found: dict) -> dict:  # type: ignore[type-arg]
    return type(found)({key: count for key, count in found.items() if key[0] == "table"})


def usual() -> list[Path]:
    """Hand-written documents whose lines are paragraphs, and those with tables."""
    found = []
    for path in sorted((*CORPUS.glob("train/*.txt"), *CORPUS.glob("dev/*.txt"))):
        source = read(path)
        lines = [each for each in source.text.split("\n") if each.strip()]
        if len(lines) == reflow(source).clean.count("\n") + 1:
            found.append(path)
    return [*found, *sorted(CORPUS.glob("tables/train/*.toml")),
            *sorted(CORPUS.glob("tables/dev/*.toml"))]  # fmt: skip


def made_of(documents: list[Document], forms: list[str]) -> dict[str, dict[str, bytes]]:
    """Each document in the forms asked for, and in those that they are compared with."""
    made = {
        each.name: {
            "txt": render.as_text(each), "docx": render.as_docx(each),
            "html": render.as_html(each), "xlsx": render.as_xlsx(each),
        }
        for each in documents
    }  # fmt: skip
    if "pdf" in forms or "scan" in forms:
        for name, pdf in render.as_pdfs(
            {name: each["docx"] for name, each in made.items()}
        ).items():
            made[name]["pdf"] = pdf
            if "scan" in forms:
                made[name]["scan"] = render.as_scan(pdf)
    return made


if __name__ == "__main__":
    sys.exit(main())
