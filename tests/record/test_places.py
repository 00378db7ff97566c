"""Rectangles of evidence: on the right page, around the words, a line each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import extractor
from extractor.fact import RECOGNISED, Evidence, Fact
from extractor.record.places import place_facts, place_table
from extractor.source import File, Source
from extractor.source.boxes import Boxes, PageSize
from extractor.source.read import read
from extractor.verify.boxes import Glass, holds
from tests.source.paper import Paper, Sheet, table

TEXT = "收入合计\n12.50万元\n\f支出合计"


def source(sure: bool = False) -> Source:
    """Two pages: lines of 10 points at 20 and 40."""
    places = np.full((len(TEXT), 4), np.nan, np.float32)
    x, y = 50, 20
    for k, character in enumerate(TEXT):
        if character in "\n\f":
            x, y = 50, 20 if character == "\f" else y + 20
            continue
        places[k] = x, y, x + 10, y + 10
        x += 10
    seen = np.where(np.isnan(places[:, 0]), np.nan, 0.8).astype(np.float32)
    boxes = Boxes(places, (PageSize(200, 300),) * 2, seen if sure else None)
    return Source("a", TEXT, "", "application/pdf", "", pages=(0, 14), boxes=boxes)


def fact(quote: str) -> Fact:
    start = TEXT.index(quote)
    evidence = Evidence("value", start, start + len(quote), quote)
    return Fact(
        id="f1", field="revenue.current", value="1", raw=quote, unit="", kind="amount",
        evidence=[evidence], confidence=0.9,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "page", "bbox", "boxes"),
    [
        ("12.50", 1, (50, 40, 100, 50), None),
        ("支出", 2, (50, 20, 70, 30), None),
        (
            "合计\n12.50", 1, (50, 20, 100, 50),
            ((1, 70, 20, 90, 30), (1, 50, 40, 100, 50)),
        ),
        (
            "万元\n\f支出", 1, (100, 40, 120, 50),
            ((1, 100, 40, 120, 50), (2, 50, 20, 70, 30)),
        ),
    ],
)  # fmt: skip
def test_places_of_evidence(
    quote: str, page: int, bbox: tuple[float, ...], boxes: tuple[tuple[float, ...], ...] | None
) -> None:
    one = fact(quote)
    place_facts(source(), [one])
    (evidence,) = one.evidence
    assert evidence.bbox == bbox
    assert evidence.boxes == boxes
    told = evidence.boxes or ((page, *bbox),)
    assert holds(Glass(source()).read(told), quote)
    assert one.confidence == 0.9


def test_recognised_facts_are_no_surer_than_the_recognition() -> None:
    one = fact("12.50")
    place_facts(source(sure=True), [one])
    assert one.evidence[0].confidence == pytest.approx(0.8)
    assert one.evidence[0].status == RECOGNISED
    assert one.confidence == pytest.approx(0.72)


def test_cells_of_tables() -> None:
    told = {"cells": [{"start": 5, "end": 10}, {"start": 15, "end": 17}]}
    place_table(source(), told)
    assert told["cells"][0]["bbox"] == [50, 40, 100, 50]
    assert [each["page"] for each in told["cells"]] == [1, 2]


LINES = (
    (72, "二、收入决算情况说明"),
    (96, "本年收入合计234.50万元，其中：财政拨款收入200.00万元，事业收"),
    (72, "入34.50万元，与上年相比没有变化，各项收入都已经按照规定及时上"),
    (72, "缴。"),
)
ROWS = (("项目", "行次", "金额"), ("一、事业收入", "1", "34.50"), ("本年收入合计", "2", "234.50"))


def upright(sheet: Sheet, lines: tuple[tuple[float, str], ...] = LINES) -> None:
    for k, (x, line) in enumerate(lines):
        sheet.text(x, 100 + 20 * k, line)
    table(sheet, ROWS, (72, 250, 330, 460), 300)


def with_radicals(sheet: Sheet) -> None:
    """Fonts of some office programs tell radicals in place of the characters."""
    upright(sheet, tuple((x, line.replace("入", "⼊").replace("方", "⽅")) for x, line in LINES))


PAGES: dict[str, tuple[Callable[[Sheet], None], dict[str, object]]] = {
    "upright": (upright, {}),
    "lying": (upright, {"turned": 90}),
    "on its head": (upright, {"turned": 180}),
    "cropped": (upright, {"crop": (30, 30, 560, 800), "at": (10, 20)}),
    "radicals": (with_radicals, {}),
}


@pytest.mark.parametrize("how", PAGES)
def test_facts_of_a_page(how: str) -> None:
    """The same facts however the page is turned; each is read back from its rectangles."""
    draw, page = PAGES[how]
    paper = Paper()
    draw(paper.sheet(**page))  # type: ignore[arg-type]
    file = File(paper.bytes(), "a.pdf")
    record = extractor.extract(file)
    said = {f.field: f.value for f in record.facts if f.evidence[0].bbox and "34.50" in f.raw}
    assert said == {"revenue.current": "2345000", "revenue.business": "345000"}
    glass = Glass(read(file))
    for each in record.facts:
        for evidence in each.evidence:
            assert evidence.bbox is not None
            told = evidence.boxes or ((1, *evidence.bbox),)
            assert holds(glass.read(told), evidence.quote)
    if how == "radicals":
        assert any("⼊" in e.quote for f in record.facts for e in f.evidence)
    wrapped = [e for f in record.facts for e in f.evidence if "\n" in e.quote]
    assert wrapped
    assert all(evidence.boxes is not None for evidence in wrapped)
