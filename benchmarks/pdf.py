"""What a PDF costs: time beside pdfplumber's, memory beside that of ten times the pages.

The PDF is made here from a document of the corpus with tables, by LibreOffice.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import cold

DOCUMENT = (
    Path(__file__).parents[1] / "corpus" / "tables" / "train" / "chongqing-township-2023.toml"
)
TARGET = 2.0  #: whole extraction / pdfplumber's text
LONGER = 10
_READ = (
    "from pathlib import Path; from extractor.source.limits import Limits; "
    "from extractor.source.pdf import read_pdf; "
    "read_pdf('a.pdf', Path({0!r}).read_bytes(), '', Limits())"
)


def measure(path: Path = DOCUMENT, runs: int = 5) -> dict[str, Any]:
    """Pages; milliseconds by the clock of an extraction and of pdfplumber's text; the peak memory
    in MB of the process that reads, for the PDF and for one of ten times its pages. Empty where
    there is no office program to make the PDF."""
    import pypdfium2 as pdfium

    import extractor
    from benchmarks.forms import render
    from benchmarks.forms.document import load

    if render.office() is None:
        return {}
    document = load(path)
    longer = type(document)(document.name, document.parts * LONGER, document.wide)
    made = render.as_pdfs({"one": render.as_docx(document), "ten": render.as_docx(longer)})
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for name, data in made.items():
            files[name] = Path(folder) / f"{name}.pdf"
            files[name].write_bytes(data)
        one = files["one"]
        extractor.extract(one)  # starts the process that reads
        whole, plumber = [], []
        for _ in range(runs):  # in turn, so that a busy moment meets both
            whole.append(_timed(lambda: extractor.extract(one)))
            plumber.append(_timed(lambda: _plumber(one)))
        memory = {name: cold.peak(_READ.format(str(file))) for name, file in files.items()}
    pages = {name: len(pdfium.PdfDocument(data)) for name, data in made.items()}
    ratios = sorted(a / b for a, b in zip(whole, plumber, strict=True))
    return {
        "pages": pages["one"],
        "extract": median(whole),
        "pdfplumber": median(plumber),
        "ratio": median(whole) / median(plumber),
        "ratios": [ratios[0], ratios[-1]],
        "memory": memory["one"],
        "pages_longer": pages["ten"],
        "memory_longer": memory["ten"],
        "kb_a_page": (memory["ten"] - memory["one"]) * 1024 / (pages["ten"] - pages["one"]),
    }


def _plumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as file:
        return "\f".join(page.extract_text() or "" for page in file.pages)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def show(figures: dict[str, Any]) -> None:
    """The figures as lines for people."""
    if not figures:
        print("PDF: not measured, since it is made by LibreOffice, which is not installed")
        return
    low, high = figures["ratios"]
    print(f"PDF of {figures['pages']} pages with tables, milliseconds by the clock")
    print(f"  whole extraction                       {figures['extract']:9.0f}")
    print(f"  pdfplumber's text of all pages         {figures['pdfplumber']:9.0f}")
    print(f"  extraction / pdfplumber                {figures['ratio']:9.2f}  target {TARGET:g}")
    print(f"                                         {low:9.2f} to {high:.2f} in the single runs")
    print("peak memory of reading it")
    print(f"  {figures['pages']:4} pages                             {figures['memory']:9.0f}  MB")
    print(
        f"  {figures['pages_longer']:4} pages                             "
        f"{figures['memory_longer']:9.0f}  MB, {figures['kb_a_page']:.0f} KB a page more"
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 always."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pdf", description=__doc__)
    parser.add_argument("document", nargs="?", type=Path, default=DOCUMENT)
    parser.add_argument("--runs", type=int, default=5, help="of which the median is taken")
    given = parser.parse_args(arguments)
    show(measure(given.document, given.runs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
