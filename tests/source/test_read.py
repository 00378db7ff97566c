"""Reading: every encoding gives the same text, every mistake one line."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.source import Text, read

TEXTS = (
    "县图书馆2022年度部门决算\r\n一、收入总计86.35万元。\r\n",
    "一、人员情况\n实有人员九人。",
    "部门决算",
)
TRADITIONAL = "部門決算編制說明，人員九人，經費八萬元。"


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
def test_encodings(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "utf-16-be"])
def test_traditional(encoding: str) -> None:
    source = read(TRADITIONAL.encode(encoding))
    assert (source.text, source.encoding) == (TRADITIONAL, encoding)


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "决算.txt"
    path.write_bytes(TEXTS[0].encode("gb18030"))
    source = read(path)
    assert (source.name, source.text, source.reader) == ("决算.txt", TEXTS[0], "text")
    assert read(str(path)) == source


def test_pages() -> None:
    assert read(Text("一\f二三\f四")).pages == (0, 2, 5)
    assert read("一二".encode()).pages == ()


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", "EX102", "empty"),
        (b"\xef\xbb\xbf", "EX102", "no text"),
        (b" \r\n\t", "EX102", "no text"),
        (b"%PDF-1.7 ...", "EX105", "damaged"),
        (b"PK\x03\x04....word/document.xml", "EX103", "application/zip"),
        (b"PK\x03\x04....", "EX103", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EX105", "damaged"),
        (b"<!DOCTYPE html><html>", "EX102", "no text"),
        (b"\x00\x01\x02\x03", "EX103", "octet-stream"),
        (b"\xff\xfe\x00", "EX104", "utf-16"),
        (bytes(range(0x80, 0x100)) * 3, "EX104", "UTF-8"),
    ],
)
def test_bytes_that_cannot_be_read(data: bytes, code: str, said: str) -> None:
    with pytest.raises(ExtractorError, match=said) as caught:
        read(data)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["none.txt", ".", "a\0b", "x" * 5000])
def test_paths_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExtractorError, match="EX101"):
        read(f"{tmp_path}/{name}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("收入")
    path.chmod(0)
    with pytest.raises(ExtractorError, match="EX101"):
        read(path)


def test_empty_text_and_surrogates() -> None:
    with pytest.raises(ExtractorError, match="EX102"):
        read(Text(" \n"))
    assert read(Text("收\ud800入")).text == "收\ud800入"


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ExtractorError):
        assert read(data).text.strip()
