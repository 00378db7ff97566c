"""A record's tables are plain data, and frames on demand."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from extractor.record.frames import RecordTable, record_tables

COLUMNS = [
    ["收入", "项目"],
    ["收入", "决算数"],
    ["支出", "项目"],
    ["支出", "合计"],
    ["支出", "其中", "基金"],
]


def cell(row: str, column: list[str], value: str, code: str | None = None) -> dict[str, object]:
    return {"row": row, "code": code, "column": column, "raw": value, "value": value,
            "page": 1, "bbox": None, "start": 0, "end": 1}  # fmt: skip


@pytest.fixture
def table() -> RecordTable:
    cells = [
        cell("一、事业收入", COLUMNS[1], "12.50"),
        cell("一、教育支出", COLUMNS[3], "9"),
        cell("一、教育支出", COLUMNS[4], "1"),
        cell("小计", COLUMNS[3], "3"),
        cell("小计", COLUMNS[3], "4"),
    ]
    data = {"id": "t1", "kind": "other", "title": "表", "unit": None, "pages": [1],
            "columns": COLUMNS, "cells": cells}  # fmt: skip
    return record_tables([data])[0]


def test_it_is_written_as_plain_data(table: RecordTable) -> None:
    assert msgspec.json.decode(msgspec.json.encode({"tables": [table]})) == {
        "tables": [dict(table)]
    }


def test_a_frame_has_lines_and_header_paths(table: RecordTable) -> None:
    pytest.importorskip("pandas")
    frame = table.to_frame()
    assert list(frame.columns) == [
        ("收入", "决算数", ""),
        ("支出", "合计", ""),
        ("支出", "其中", "基金"),
    ]
    assert [name for name, _ in frame.index] == ["一、事业收入", "一、教育支出", "小计", "小计"]
    assert frame.iloc[1].tolist() == [None, Decimal(9), Decimal(1)]
    assert frame.iloc[3, 1] == Decimal(4)


def test_an_empty_table_is_an_empty_frame() -> None:
    pytest.importorskip("pandas")
    empty = RecordTable(columns=[["项目"]], cells=[])
    assert empty.to_frame().empty
