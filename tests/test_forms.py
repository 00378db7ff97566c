"""The same document says the same in every form: made here by an office program, read by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.forms import render
from benchmarks.forms.compare import extracted, facts, same
from benchmarks.forms.document import load

CORPUS = Path(__file__).parents[1] / "corpus"
TEXT = CORPUS / "dev" / "js_bigdata_2024.txt"
TABLES = CORPUS / "tables" / "dev" / "liaoning-court-2022.toml"
EQUAL, RECOGNISED = 0.97, 0.85


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize("path", [TEXT, TABLES], ids=["text", "tables"])
def test_word_and_web(path: Path, form: str) -> None:
    document = load(path)
    made = {"docx": render.as_docx, "html": render.as_html}[form](document)
    if path == TEXT:
        base = extracted(render.as_text(document), "a.txt")
    else:
        base = extracted(render.as_docx(document), "a.docx")
    good, total = same(facts(base), facts(extracted(made, f"a.{form}")))
    assert total > 100
    assert good >= EQUAL * total


def test_a_workbook_holds_the_same_tables() -> None:
    document = load(TABLES)
    one = facts(extracted(render.as_docx(document), "a.docx"))
    two = facts(extracted(render.as_xlsx(document), "a.xlsx"))
    one = type(one)({key: count for key, count in one.items() if key[0] == "table"})
    good, total = same(one, type(one)({k: n for k, n in two.items() if k[0] == "table"}))
    assert total > 100
    assert good >= EQUAL * total


@pytest.mark.slow
@pytest.mark.needs_office
def test_pdf() -> None:
    documents = {each.stem: load(each) for each in (TEXT, TABLES)}
    words = {name: render.as_docx(each) for name, each in documents.items()}
    for name, pdf in render.as_pdfs(words).items():
        record = extracted(pdf, f"{name}.pdf")
        good, total = same(facts(extracted(words[name], f"{name}.docx")), facts(record))
        assert good >= EQUAL * total, name
        assert record.source.pages
        placed = [each for fact in record.facts for each in fact.evidence]
        assert all(each.page and each.bbox for each in placed)


@pytest.mark.slow
@pytest.mark.needs_office
@pytest.mark.needs_tesseract
def test_a_scan() -> None:
    document = load(TEXT)
    pdf = render.as_pdfs({"a": render.as_docx(document)})["a"]
    record = extracted(render.as_scan(pdf), "a.pdf")
    good, total = same(facts(extracted(render.as_text(document), "a.txt")), facts(record))
    assert good >= RECOGNISED * total
    assert {each.status for fact in record.facts for each in fact.evidence} >= {"ocr"}
