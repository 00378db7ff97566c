"""What is written for another tool comes back as it was; what does not, is told."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent))

from torture import TEXT, plain, sheets, torture  # type: ignore[import-not-found]

from extractor.annotate.formats import FORMATS, Sheet, Told, find_format
from extractor.annotate.formats.quotes import checked
from extractor.annotate.formats.registry import OUT_ONLY
from extractor.annotate.formats.settle import settled
from extractor.annotate.formats.sheets import gold_of, load_sheets, save_sheets, sheet_of
from extractor.errors import ExtractorError
from extractor.evaluate import load_gold

LOSSLESS = [name for name in FORMATS if find_format(name).lossless]


def written(name: str, given: Sequence[Sheet], folder: Path) -> tuple[Path, Told]:
    """The file or folder that a format makes."""
    form, told = find_format(name), Told()
    for file, data in form.write(given, told):
        path = folder / (file or f"out{form.suffix}")
        with path.open("ab") as out:
            out.write(data)
    return (folder / f"out{form.suffix}" if form.suffix else folder), told


def read(name: str, path: Path) -> list[Sheet]:
    told = Told()
    return [settled(checked(each)[0], told) for each in find_format(name).read(path, told)]


def test_the_torture_document_is_sound() -> None:
    sheet = torture()
    assert sheet_of(sheet.name, sheet.text, sheet.lines, "here") == sheet


def test_formats_are_lossless_or_written_only() -> None:
    assert set(LOSSLESS) | set(OUT_ONLY) == set(FORMATS)


@pytest.mark.parametrize("name", LOSSLESS)
def test_round_trip(name: str, tmp_path: Path) -> None:
    given = [plain(), torture()]
    path, told = written(name, given, tmp_path)
    assert read(name, path) == given
    assert not told.dropped


@pytest.mark.parametrize("name", LOSSLESS)
def test_gold_is_the_same_bytes(name: str, tmp_path: Path) -> None:
    """A corpus that goes out and comes in is what it was, to the byte."""
    marked = Path(__file__).parents[2] / "corpus/dev/gd_town_2021.mark"
    sheet = next(load_sheets(marked))
    path, _ = written(name, [sheet], tmp_path)
    (back,) = read(name, path)
    assert gold_of(back) == marked.with_suffix(".gold.jsonl").read_bytes()


@pytest.mark.parametrize("name", LOSSLESS)
@settings(max_examples=40)
@given(sheet=sheets())
def test_any_document_comes_back(
    name: str, sheet: Sheet, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, _ = written(name, [sheet], tmp_path_factory.mktemp("any"))
    assert read(name, path) == [sheet]


def test_what_is_dropped_is_told(tmp_path: Path) -> None:
    told = {name: written(name, [torture()], tmp_path)[1] for name in ("bio", "csv", "w3c")}
    assert told["bio"].dropped["spans that overlap one that is kept"] > 2
    assert told["bio"].dropped["lines without a place"] == 1
    assert told["csv"].dropped["sections"] == told["csv"].dropped["findings"] == 1
    assert told["csv"].dropped["further places of facts"] == 3
    assert told["w3c"].lines() == [
        "dropped: 1 lines without a place", "dropped: 1 texts, of which only quotes are kept"
    ]  # fmt: skip


def test_bio_holds_every_character(tmp_path: Path) -> None:
    path, _ = written("bio", [torture()], tmp_path)
    # any other splitting would take U+2028 for a line break
    rows = [row.split("\t") for row in path.read_text("utf-8").split("\n") if "\t" in row]
    assert "".join(c for c, _ in rows) == "".join(TEXT.removeprefix("\ufeff").split())
    kinds = [label for _, label in rows]
    for before, after in zip(["O", *kinds], kinds, strict=False):
        assert not after.startswith("I-") or before[2:] == after[2:]


def test_web_annotations_count_code_points(tmp_path: Path) -> None:
    path, _ = written("w3c", [torture()], tmp_path)
    page = json.loads(path.read_text("utf-8"))
    for item in page["items"]:
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            quote, position = target["selector"]
            assert TEXT[position["start"] : position["end"]] == quote["exact"]
            assert (quote["prefix"] + quote["exact"] + quote["suffix"]) in TEXT


def test_cells_run_no_formula(tmp_path: Path) -> None:
    sheet = torture()
    bad = sheet.lines[1] | {"value": "=cmd()", "name": "-1"}
    path, _ = written("csv", [Sheet("a", sheet.text, (bad,))], tmp_path)
    assert ",'=cmd()," in path.read_text("utf-8-sig")
    assert ",-1," in path.read_text("utf-8-sig")


def test_spans_lie_on_tokens(tmp_path: Path) -> None:
    path, _ = written("prodigy", [torture()], tmp_path)
    task = json.loads(path.read_text("utf-8"))
    tokens = task["tokens"]
    assert "".join(each["text"] for each in tokens) == task["text"]
    for span in task["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]
    for relation in task["relations"]:
        assert relation["head"] == relation["head_span"]["token_end"]


def test_doccano_gets_a_text_it_does_not_trim(tmp_path: Path) -> None:
    for name in ("doccano", "doccano-relations"):
        (tmp_path / name).mkdir()
        path, _ = written(name, [torture()], tmp_path / name)
        text = json.loads(path.read_text("utf-8"))["text"]
        assert text == text.strip() != TEXT


def test_docbin_is_spacy(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    path, _ = written("docbin", [torture()], tmp_path)
    (doc,) = DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab)
    assert doc.text == TEXT
    assert [span.text for span in doc.spans["sections"]] == ["一、收入𠮷情况"]
    assert {"revenue.total", "expenditure.total"} <= {s.label_ for s in doc.spans["facts"]}


def test_saved_gold_can_be_scored(tmp_path: Path) -> None:
    sheet = torture()
    # what has neither place nor value is no gold to be scored
    scored = [
        each for each in sheet.lines if each.get("evidence", True) and each.get("name") != "空"
    ]
    save_sheets([Sheet(sheet.name, sheet.text, tuple(scored))], tmp_path)
    (doc,) = load_gold(tmp_path)
    assert doc.text == TEXT
    assert list(load_sheets(tmp_path)) == [Sheet(sheet.name, sheet.text, tuple(scored))]


@pytest.mark.parametrize("name", ["../a", "a/b", "", ".a", "a\\b", "a\x00", "c:a"])
def test_names_lead_nowhere_else(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="EX301"):
        save_sheets([Sheet(name, "x", ())], tmp_path / "in")
    with pytest.raises(ExtractorError, match="EX301"):
        list(find_format("brat").write([Sheet(name, "x", ())], Told()))
    assert not (tmp_path / "in").exists()
