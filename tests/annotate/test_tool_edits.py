"""What somebody has changed in a tool: moved, relabelled, drawn anew, deleted."""

from __future__ import annotations

import contextlib
import copy
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from torture import torture  # type: ignore[import-not-found]

from extractor.annotate.formats import Sheet, Told, find_format
from extractor.annotate.formats.quotes import checked
from extractor.annotate.formats.settle import settled
from extractor.errors import ExtractorError

TEXT = "一、收支情况\n2023年培训费支出12.5万元，会议费3万元。"
_AT = TEXT.index("12.5万元")
FACT: dict[str, Any] = {
    "field": "training", "kind": "money", "label": "培训费支出", "role": "actual",
    "period": "2023", "value": "125000", "unit": "CNY", "raw": "12.5万元",
    "evidence": [{"role": "value", "start": _AT, "end": _AT + 6, "quote": "12.5万元",
                  "status": "exact"}],
}  # fmt: skip
YEAR = {"field": "document.fiscal_year", "kind": "document", "value": "2023",
        "evidence": [{"role": "value", "start": 7, "end": 11, "quote": "2023"}]}  # fmt: skip
SHEET = Sheet("a", TEXT, (YEAR, FACT))


def studio() -> list[dict[str, Any]]:
    pieces = find_format("label-studio").write([SHEET], Told())
    tasks: list[dict[str, Any]] = json.loads(b"".join(data for _, data in pieces))
    return tasks


def back(name: str, data: object, folder: Path) -> tuple[Sheet, Told]:
    path, told = folder / "in", Told()
    text = data if isinstance(data, str) else json.dumps(data)
    path.write_text(text, encoding="utf-8")
    (drawn,) = find_format(name).read(path, told)
    return settled(checked(drawn)[0], told), told


def results(tasks: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tasks[0]["annotations"][0]["result"]
    return [each for each in found if each.get("id") == key]


def test_a_moved_figure_is_read_again(tmp_path: Path) -> None:
    tasks = studio()
    for each in results(tasks, "f2"):
        each["value"] |= {"end": _AT + 4}
        if each["type"] != "textarea":
            each["value"]["text"] = "12.5"
    sheet, told = back("label-studio", tasks, tmp_path)
    assert sheet.lines[1]["evidence"][0]["quote"] == "12.5"
    # the figure has lost its unit: it is not read, the value stays for somebody to decide
    assert (sheet.lines[1]["value"], sheet.lines[1]["raw"]) == ("125000", "12.5")
    assert told.noted


def test_a_figure_moved_to_another(tmp_path: Path) -> None:
    tasks, at = studio(), TEXT.index("3万元")
    for each in results(tasks, "f2"):
        each["value"] |= {"start": at, "end": at + 3}
        if each["type"] != "textarea":
            each["value"]["text"] = "3万元"
    sheet, _ = back("label-studio", tasks, tmp_path)
    assert (sheet.lines[1]["value"], sheet.lines[1]["raw"]) == ("30000", "3万元")


def test_a_field_chosen_anew(tmp_path: Path) -> None:
    tasks = studio()
    for each in results(tasks, "f2"):
        if each["from_name"] == "field":
            each["value"]["choices"] = ["meeting"]
    sheet, _ = back("label-studio", tasks, tmp_path)
    assert (sheet.lines[1]["field"], sheet.lines[1]["kind"]) == ("meeting", "money")
    assert sheet.lines[1]["label"] != FACT["label"]
    assert sheet.lines[1]["value"] == "125000"


def test_a_mark_drawn_anew(tmp_path: Path) -> None:
    tasks, at = studio(), TEXT.index("3万元")
    place = {"start": at, "end": at + 3, "text": "3万元"}
    new = {"id": "xyz", "to_name": "text", "from_name": "label", "type": "labels"}
    tasks[0]["annotations"][0]["result"] += [
        new | {"value": place | {"labels": ["money"]}},
        new | {"from_name": "field", "type": "choices",
               "value": place | {"choices": ["meeting"]}},
        {"id": "doc1", "type": "choices", "from_name": "doctype", "to_name": "text",
         "value": {"choices": ["决算"]}},
    ]  # fmt: skip
    sheet, _ = back("label-studio", tasks, tmp_path)
    assert sheet.lines[:2] == SHEET.lines
    line = sheet.lines[2]
    assert (line["field"], line["value"], line["role"]) == ("meeting", "30000", "actual")
    assert (line["period"], line["evidence"][0]["quote"]) == ("2023", "3万元")


def test_cancelled_annotations_are_not_read(tmp_path: Path) -> None:
    tasks = studio()
    tasks[0]["annotations"].append({"result": [], "was_cancelled": True})
    tasks[0]["predictions"] = [17]
    sheet, told = back("label-studio", tasks, tmp_path)
    assert sheet == SHEET
    assert told.noted["cancelled annotations, not read"] == 1


def test_labels_of_others_by_doccano(tmp_path: Path) -> None:
    """A file of somebody who has never heard of this package."""
    at = TEXT.index("3万元")
    data = {"id": 7, "text": TEXT, "label": [[at, at + 3, "meeting"], [0, 6, "section/1"]]}
    sheet, _ = back("doccano", data, tmp_path)
    assert [each["kind"] for each in sheet.lines] == ["money", "section"]
    assert sheet.lines[1]["body_end"] == len(TEXT)
    with pytest.raises(ExtractorError, match="'ORG' is no field"):
        back("doccano", data | {"label": [[0, 2, "ORG"]]}, tmp_path)


def test_doccano_renumbers(tmp_path: Path) -> None:
    pieces = find_format("doccano-relations").write([SHEET], Told())
    data = json.loads(b"".join(piece for _, piece in pieces))
    for number, each in enumerate(data["entities"], 900):
        each["id"] = number
    assert back("doccano-relations", data, tmp_path)[0] == SHEET


def test_rejected_tasks_of_prodigy(tmp_path: Path) -> None:
    data = b"".join(piece for _, piece in find_format("prodigy").write([SHEET], Told())).decode()
    other = json.dumps(json.loads(data) | {"answer": "ignore"})
    sheet, told = back("prodigy", data + other, tmp_path)
    assert sheet == SHEET
    assert told.noted["tasks rejected or ignored, not read"] == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("label-studio", "{"), ("label-studio", "[1]"), ("label-studio", '[{"text": "a"}]'),
        ("label-studio", '[{"data":{"text":"a"},"annotations":[{"result":[{"id":"x",'
                         '"type":"labels","value":{"start":"0","end":1}}]}]}]'),
        ("prodigy", "[]"), ("prodigy", '{"spans":[]}'), ("prodigy", '{"text":"a","spans":[3]}'),
        ("doccano", '{"text":"a","label":[[0]]}'), ("doccano", "\x00"),
        ("doccano", '{"text":"a","label":[],"extractor":{"marks":[{}]}}'),
        ("doccano-relations", '{"text":"a","entities":[{"start_offset":true}]}'),
        ("docbin", "no"),
    ],
)  # fmt: skip
def test_broken_files(name: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="EX301"):
        back(name, text, tmp_path)


@pytest.mark.parametrize("row", ["T1 x", "T1\tduty x\ty", "T1\tduty 0 9\ty", "R1\tx"])
def test_broken_stand_off(row: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲乙", encoding="utf-8")
    (tmp_path / "a.ann").write_text(row, encoding="utf-8")
    with pytest.raises(ExtractorError, match="EX301"):
        list(map(checked, find_format("brat").read(tmp_path, Told())))


def test_a_discontinuous_annotation_of_brat(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲乙丙丁戊", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tduty 0 2;3 5\t甲乙 丁戊\n", encoding="utf-8")
    (drawn,) = find_format("brat").read(tmp_path, Told())
    sheet = settled(checked(drawn)[0], Told())
    assert [each["quote"] for each in sheet.lines[0]["evidence"]] == ["甲乙", "丁戊"]


def _paths(found: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = found.items() if isinstance(found, dict) else enumerate(found)
    more = [path for key, each in inside if isinstance(each, dict | list)
            for path in _paths(each, (*here, key))]  # fmt: skip
    keys = found if isinstance(found, dict) else range(len(found))
    return [*((*here, key) for key in keys), *more]


_WRONG = st.sampled_from([None, True, -1, 0, 10**12, 1.5, "", "x", "f1", [], [[]], {}, {"a": 1}])


@pytest.mark.parametrize("name", ["label-studio", "prodigy", "doccano", "doccano-relations"])
@settings(max_examples=50)
@given(data=st.data())
def test_whatever_a_tool_makes_of_it_is_read_or_told(name: str, data: st.DataObject) -> None:
    """Any part of a file replaced by anything: a document, or one line that says what is wrong."""
    sheet = torture() if data.draw(st.booleans()) else SHEET
    pieces = find_format(name).write([sheet], Told())
    whole = json.loads(b"".join(piece for _, piece in pieces))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(_paths(whole)))
        part = whole
        for key in path[:-1]:
            part = part[key]
        # a copy: what is put in twice must not hold itself
        part[path[-1]] = copy.deepcopy(data.draw(_WRONG))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "in"
        file.write_text(json.dumps(whole), encoding="utf-8")
        with contextlib.suppress(ExtractorError):
            for drawn in find_format(name).read(file, Told()):
                settled(checked(drawn, repair=True)[0], Told())
