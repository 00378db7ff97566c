"""A real PDF against what a reader found in it who did not see the extractor: values and places."""

from __future__ import annotations

import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import extractor
from extractor.record import Record
from extractor.source import read
from extractor.verify import verify

FOLDER = os.environ.get("EXTRACTOR_REAL_DOCS", "")
NAME = "shanghai_social_work_2024"
GOLD = Path(__file__).parents[1] / "corpus" / "real"
NUMERIC = ("money", "ratio", "asset", "quantity", "staffing")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not (Path(FOLDER) / f"{NAME}.pdf").is_file(),
        reason="EXTRACTOR_REAL_DOCS names no folder with this document",
    ),
]


@pytest.fixture(scope="module")
def path() -> Path:
    return Path(FOLDER) / f"{NAME}.pdf"


@pytest.fixture(scope="module")
def record(path: Path) -> Record:
    return extractor.extract(path)


def gold(kind: str) -> list[dict]:  # type: ignore[type-arg]
    lines = (GOLD / f"{NAME}.{kind}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_number_has_its_row_and_column(record: Record) -> None:
    wanted = Counter(
        (c["kind"], c["page"], c["row"], c["code"], tuple(c["column"]), c["raw"], c["value"])
        for c in gold("cells")
    )
    found = Counter(
        (t["kind"], c["page"], c["row"], c["code"], tuple(c["column"]), c["raw"], c["value"])
        for t in record.tables
        for c in t["cells"]
    )
    right = (wanted & found).total()
    assert right >= 0.98 * wanted.total()
    assert right >= 0.98 * found.total()


def test_cells_state_their_fields(record: Record) -> None:
    wanted = Counter(
        (c["field"], c["role"], c["value"], c["page"]) for c in gold("cells") if c.get("field")
    )
    found = Counter(
        (f.field, f.role, f.value, f.evidence[0].page) for f in record.facts if f.origin == "table"
    )
    assert 2 * (wanted & found).total() >= 0.96 * (wanted.total() + found.total())


def test_narrative_values_are_linked(record: Record) -> None:
    def plain(value: object) -> str:
        return format(Decimal(str(value)).normalize(), "f")

    wanted = Counter(
        (c["field"], c.get("role"), c.get("period"), plain(c["value"])) for c in gold("values")
    )
    found = Counter(
        (f.field, f.role, f.period, plain(f.value))
        for f in record.facts
        if f.origin == "text" and f.kind in NUMERIC and f.value is not None
    )
    assert 2 * (wanted & found).total() >= 0.96 * (wanted.total() + found.total())


def test_boxes_hold_their_quotes(record: Record, path: Path) -> None:
    """Read back by the PDF library alone, without anything of ours."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    heights = [page.get_height() for page in document]
    texts = [page.get_textpage() for page in document]
    for fact in record.facts:
        for each in fact.evidence:
            assert each.bbox is not None
            boxes = each.boxes or ((each.page, *each.bbox),)
            said = "".join(
                texts[page - 1].get_text_bounded(
                    x0, heights[page - 1] - bottom, x1, heights[page - 1] - top
                )
                for page, x0, top, x1, bottom in boxes
            )
            assert not Counter("".join(each.quote.split())) - Counter("".join(said.split()))


def test_the_record_replays(record: Record, path: Path) -> None:
    assert verify(record, read(path)).mismatch is None


def test_the_empty_form_states_nothing() -> None:
    form = extractor.extract(Path(FOLDER) / "shanghai_template_2024.pdf")
    assert not [f for f in form.facts if f.origin == "table"]
    assert [f.field for f in form.facts if f.kind in NUMERIC] == ["threshold"]
    assert not [each for each in form.findings if each.family in ("table", "text_table", "sum")]
