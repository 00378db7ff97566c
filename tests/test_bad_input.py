"""Whatever is given: a record with honest warnings, or one line and exit 2; never a traceback."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import extractor
from tests.commands import run

#: Far above what is needed on a slow machine; only a hang or a quadratic pattern is caught.
SECONDS = 120


def told_in_one_line(path: object, code: str) -> None:
    status, out, err = run("extract", path)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: {code}")
    assert err.count("\n") == 0
    assert "Traceback" not in err


def junk(size: int) -> bytes:
    return random.Random(0).randbytes(size)


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "EX102"),
    "blank": (" \r\n\u3000\n\t\n".encode(), "EX102"),
    "only_a_mark": (b"\xef\xbb\xbf", "EX102"),
    "form_feeds": (b"\f\f\f", "EX102"),
    "nul": (b"\0" * 4096, "EX103"),
    "random": (junk(20_000), "EX103"),
    "elf": (b"\x7fELF\2\1\1" + junk(4096), "EX103"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "EX105"),
    "zip": (b"PK\3\4" + b"\0" * 60, "EX105"),
    "ole": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "EX105"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "EX105"),
    "gzip": (b"\x1f\x8b\x08\0" + junk(600), "EX103"),
    "other_encoding": ("Décisions financières de l'été 2023\n".encode("cp500") * 40, "EX10"),
    "half_a_character": ("2023年度收入".encode() + b"\xe5\x85\xff\xfe" * 40, "EX10"),
    "broken_utf16": ("收入总计".encode("utf-16") + b"\xd8", "EX10"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_text(name: str, tmp_path: Path) -> None:
    data, code = FILES[name]
    path = tmp_path / f"{name}.txt"
    path.write_bytes(data)
    told_in_one_line(path, code)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    told_in_one_line(tmp_path / "none.txt", "EX101")
    told_in_one_line(tmp_path / "none" / "none.txt", "EX101")


def test_a_folder(tmp_path: Path) -> None:
    told_in_one_line(tmp_path, "EX101")


@pytest.mark.parametrize("name", ["a\nb.txt", "x" * 5000, "nul\0.txt", "收\udce5入.txt"])
def test_an_odd_name(name: str) -> None:
    told_in_one_line(name, "EX101")


def test_the_others_are_still_read(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("第一部分 部门概况\n2023年度收入总计3万元。\n", encoding="utf-8")
    status, out, err = run("extract", tmp_path / "none.txt", good)
    assert status == 2
    assert out.count("\n") == 1
    assert err.startswith("error: EX101 ")


def honest(document: str) -> extractor.Record:
    """Extract *document*; every place reproduces, and it can be written as JSON."""
    record = extractor.extract(extractor.Text(document))
    for fact in record.facts:
        for place in fact.evidence:
            assert document[place.start : place.end] == place.quote
    for section in record.sections:
        assert 0 <= section.start <= section.end <= section.body_end <= len(document)
    extractor.find_mentions(document)
    return record


OPENING = "某县水利局2023年度部门决算\n第一部分 部门概况\n一、主要职责\n"
#: name -> a text of about that many characters
SHAPES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "digits_and_commas": lambda n: "1," * (n // 2),
    "digits_and_points": lambda n: "1." * (n // 2),
    "digits_and_blanks": lambda n: "1 " * (n // 2),
    "digits_and_breaks": lambda n: "1\n" * (n // 2),
    "chinese_digits": lambda n: "一" * n,
    "chinese_units": lambda n: "万亿" * (n // 2),
    "amounts": lambda n: "1.2万元、" * (n // 6),
    "amounts_run_together": lambda n: "1.2万元" * (n // 5),
    "percent_signs": lambda n: "%" * n,
    "nested_brackets": lambda n: "（" * (n // 2) + "）" * (n // 2),
    "open_brackets": lambda n: OPENING + "（" * n,
    "closed_brackets": lambda n: OPENING + "）" * n,
    "mixed_brackets": lambda n: "（《“【[{" * (n // 6),
    "ordinals": lambda n: "（一）" * (n // 3),
    "ordinals_on_lines": lambda n: "（一）\n" * (n // 4),
    "headings": lambda n: "第一部分 部门概况\n" * (n // 10),
    "one_word": lambda n: "无" * n,
    "uses": lambda n: "本年度无" + "、公务接待费" * (n // 6) + "支出。",
    "functions": lambda n: "教育支出（类）" * (n // 7),
    "blanks": lambda n: "收" + " " * n + "入",
    "ideographic_blanks": lambda n: "收" + "\u3000" * n + "入",
    "breaks": lambda n: "收" + "\n" * n + "入",
    "carriage_returns": lambda n: "收" + "\r" * n + "入",
    "form_feeds": lambda n: "收\f" * (n // 2),
    "dots": lambda n: "一、收入" + "." * n + "1",
    "leaders": lambda n: "目录\n" + "一、收入支出决算总体情况……………1\n" * (n // 22),
    "commas": lambda n: "，" * n,
    "stops": lambda n: "。" * n,
    "one_sentence": lambda n: OPENING + "负责全县水利工作，" * (n // 9),
    "table_cells": lambda n: "项目 决算数\n" + "基本支出 12.50 3.40\n" * (n // 16),
    "lone_surrogates": lambda n: "收入\ud800总计\udfff3万元" * (n // 10),
    "controls": lambda n: "".join(map(chr, range(1, 32))) * (n // 31),
    "combining": lambda n: "收" + "\u0301" * n,
    "emoji": lambda n: "👨‍👩‍👧‍👦" * (n // 7),
    "right_to_left": lambda n: "\u202eمرحبا" * (n // 6),
    "latin": lambda n: "the quick brown fox " * (n // 20),
    "one_long_line": lambda n: (
        "2023年度收入总计360.44万元，比上年增加1.2万元，增长0.33%。" * (n // 41)
    ),
}


@pytest.mark.timeout_at(SECONDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_of_one_shape(shape: str) -> None:
    honest(SHAPES[shape](8_000))


@pytest.mark.slow
@pytest.mark.timeout_at(SECONDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_text_of_one_shape(shape: str) -> None:
    honest(SHAPES[shape](100_000))


@pytest.mark.slow
@pytest.mark.timeout_at(SECONDS)
@pytest.mark.parametrize(
    "document",
    [
        pytest.param(SHAPES["digits"](100_000), id="100,000 digits"),
        pytest.param(SHAPES["nested_brackets"](20_000), id="10,000 nested brackets"),
        pytest.param(OPENING + SHAPES["nested_brackets"](20_000)[:-1], id="one left open"),
        pytest.param(SHAPES["one_sentence"](5_000_000), id="a sentence of 5 MB"),
        pytest.param(SHAPES["one_word"](1_700_000), id="a line of one character"),
    ],
)
def test_full_size(document: str) -> None:
    honest(document)


@pytest.mark.slow
@pytest.mark.timeout_at(2 * SECONDS)
def test_a_line_of_5_mb_through_the_command_line(tmp_path: Path) -> None:
    path, saved = tmp_path / "line.txt", tmp_path / "record.json"
    path.write_text(SHAPES["one_long_line"](2_000_000), encoding="utf-8")
    assert path.stat().st_size > 3_000_000
    status, _, err = run("extract", path, "-o", saved)
    assert status == 0, err
    assert saved.stat().st_size > 0


NO_DISCLOSURES = {
    "weather": "今天天气很好，我们去公园散步。\n",
    "poem": "春风又绿江南岸，明月何时照我还。\n",
    "english": "Annual report of a company. Revenue rose by 5% to 3 million.\n",
    "code": "def f(x):\n    return x + 1\n",
    "numbers": "1 2 3\n4 5 6\n",
    "one_character": "收",
    "punctuation": "，。；：",
}


@pytest.mark.parametrize("name", NO_DISCLOSURES)
def test_a_text_that_is_no_disclosure(name: str, tmp_path: Path) -> None:
    text = NO_DISCLOSURES[name]
    record = honest(text)
    assert record.warnings, "an empty record says why"
    assert not record.amounts
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    status, out, err = run("extract", path)
    assert (status, out.count("\n")) == (0, 1)
    assert all(line.startswith("warning: ") for line in err.splitlines())


def test_lone_surrogates_are_written(tmp_path: Path) -> None:
    record = extractor.extract(extractor.Text("2023年度收入\ud800总计3万元。"), with_text=True)
    assert record.to_json()


def test_bytes_and_texts_are_told_apart() -> None:
    with pytest.raises(extractor.ExtractorError, match="EX101"):
        extractor.extract("2023年度收入总计3万元。")
    assert extractor.extract("2023年度收入总计3万元。".encode()).source.chars == 14
