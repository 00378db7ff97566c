"""Cells and what they state, measured on the documents with tables, in each form they come in."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from extractor.fact import Fact
from extractor.link.tables import link_tables
from extractor.tables import Table, tabulate

FORMS = ("drawn", "paged", "cut", "titled", "unruled")
CASES = Path(__file__).with_name("cases")
SPLITS = ("train", "dev")
CELLS, LINKS, EXTRA = 0.98, 0.96, 0.03


@cache
def spec() -> ModuleType:
    """The loader beside this file."""
    place = Path(__file__).with_name("spec.py")
    loader = importlib.util.spec_from_file_location("tables_spec", place)
    assert loader is not None
    assert loader.loader is not None
    module = importlib.util.module_from_spec(loader)
    sys.modules["tables_spec"] = module
    loader.loader.exec_module(module)
    return module


@cache
def measured(form: str) -> Counter[str]:
    """How many cells and links there are, were read, and are right."""
    found: Counter[str] = Counter()
    for path in [*spec().documents(*SPLITS), *sorted(CASES.glob("*.toml"))]:
        document = spec().load(path, form)
        tables = tabulate(document.text)
        source = document.text.source
        facts = list(link_tables(tables, source, document.year))
        for fact in facts:
            for each in fact.evidence:
                assert source.text[each.start : each.end] == each.quote
        found["tables"] += len(document.tables)
        found["tables found"] += len(tables)
        for table, part in zip(tables, document.tables, strict=False):
            found["kinds"] += table.kind == part["kind"]
            found["units"] += table.unit == part.get("unit")
            if part["kind"] != "self_evaluation":
                _cells(found, table, part)
            own = [each for each in facts if _table_of(each) == table.id]
            _links(found, own, part)
    return found


def _table_of(fact: Fact) -> object:
    return fact.extra["table_id" if fact.field == "indicator" else "table"]


def _cells(found: Counter[str], table: Table, part: dict[str, object]) -> None:
    key = spec().key
    wanted = Counter(spec().expected_cells(part))
    read = Counter(
        (key(line.label), line.code, tuple(map(key, table.columns[cell.at].path)), cell.value)
        for line in table.lines
        for cell in line.cells
    )
    found["cells"] += wanted.total()
    found["cells read"] += read.total()
    found["cells right"] += (wanted & read).total()


def _links(found: Counter[str], facts: list[Fact], part: dict[str, object]) -> None:
    left = list(facts)
    for link in spec().expected_links(part):
        found["links"] += 1
        hit = next((each for each in left if spec().states(each, link)), None)
        if hit is not None:
            left.remove(hit)
            found["links right"] += 1
    found["links made up"] += len(left)


@pytest.mark.parametrize("form", FORMS)
def test_cells_are_read_as_printed(form: str) -> None:
    found = measured(form)
    if not found["tables"]:
        pytest.skip("no documents with tables")
    assert found["tables found"] == found["tables"]
    assert found["cells right"] >= CELLS * max(found["cells"], found["cells read"]), found


@pytest.mark.parametrize("form", FORMS)
def test_cells_state_what_they_state(form: str) -> None:
    found = measured(form)
    assert found["links right"] >= LINKS * found["links"], found
    assert found["links made up"] <= EXTRA * found["links"], found
    assert found["kinds"] >= LINKS * found["tables"], found
    assert found["units"] >= CELLS * found["tables"], found
