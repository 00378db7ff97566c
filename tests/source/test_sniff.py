"""Formats by content: whatever a file is called."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.source import containers, read
from extractor.source.limits import Limits
from extractor.source.sniff import media_type

from . import made

WORD, EXCEL = containers.WORD, containers.EXCEL
TYPES = '<Types><Override PartName="/word/document.xml" ContentType="application/{}"/></Types>'


def office(kind: str) -> bytes:
    return made.zipped({"[Content_Types].xml": TYPES.format(kind).encode(), "a.xml": b"<a/>"})


def picture(form: str) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, form)
    return file.getvalue()


LINE = "收入总计3万元。\n"
CASES: dict[str, tuple[bytes, str]] = {
    "pdf": (made.pages(1), "application/pdf"),
    "pdf after a header": (b"HTTP/1.1 200 OK\r\n\r\n" + made.pages(1), "application/pdf"),
    "pdf after a mark": (b"\xef\xbb\xbf\r\n" + made.pages(1), "application/pdf"),
    "text about PDF": ("文件以%PDF-1.7开头。".encode(), "text/plain"),
    "pdf too far": (b"x" * 2000 + b"%PDF-1.7\n1 0 obj", "text/plain"),
    "docx": (made.docx("收入"), WORD),
    "docx cut off": (made.docx("收入")[:9000], WORD),
    "docm": (office("vnd.ms-word.document.macroEnabled.main+xml"), WORD),
    "dotx": (office("vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), WORD),
    "xlsx": (made.xlsx([["收入", 3]]), EXCEL),
    "xlsm": (office("vnd.ms-excel.sheet.macroEnabled.main+xml"), EXCEL),
    "xlsb": (office("vnd.ms-excel.sheet.binary.macroEnabled.main"), containers.EXCEL_BINARY),
    "pptx": (
        office("vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
        containers.POWERPOINT,
    ),
    "docx without types": (made.zipped({"word\\document.xml": b"<a/>"}), WORD),
    "odt": (
        made.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}, 0),
        "application/vnd.oasis.opendocument.text",
    ),
    "ods": (
        made.zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, 0),
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    "ofd": (made.zipped({"OFD.xml": b"<a/>"}), "application/ofd"),
    "zip": (made.zipped({"a.txt": b"word/document.xml xl/"}), "application/zip"),
    "zip of documents": (made.zipped({"a.docx": made.docx("收")}, 0), "application/zip"),
    "empty zip": (made.zipped({}), "application/zip"),
    "xls": (made.ole({"Workbook": b""}), "application/vnd.ms-excel"),
    "old xls": (made.ole({"Book": b""}), "application/vnd.ms-excel"),
    "doc": (made.ole({"1Table": b"", "WordDocument": b""}), "application/msword"),
    "works": (made.ole({"CONTENTS": b"", "MatOST": b""}), "application/vnd.ms-works"),
    "encrypted": (made.ole({"EncryptionInfo": b"", "EncryptedPackage": b""}), containers.ENCRYPTED),
    "other ole": (made.ole({"CONTENTS": b""}), "application/x-ole-storage"),
    "ole cut off": (made.ole({"Workbook": b""})[:600], "application/x-ole-storage"),
    "png": (picture("PNG"), "image/png"),
    "jpeg": (picture("JPEG"), "image/jpeg"),
    "tiff": (picture("TIFF"), "image/tiff"),
    "bmp": (picture("BMP"), "image/bmp"),
    "gif": (picture("GIF"), "image/gif"),
    "webp": (picture("WEBP"), "image/webp"),
    "BM in a text": (b"BM 2023 budget and other matters", "text/plain"),
    "page": (b"\xef\xbb\xbf\n<!-- a -->\n<!DOCTYPE html><p>1", "text/html"),
    "wide page": (f"<html>{LINE}".encode("utf-16"), "text/html"),
    "xhtml": (b'<?xml version="1.0"?>\n<html xmlns="x"><p>1</p></html>', "text/html"),
    "fragment": (f"<div><p>{LINE}</p></div>".encode("gb18030"), "text/html"),
    "mhtml": (
        b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\n\n",
        "text/html",
    ),
    "xml": (b'<?xml version="1.0"?>\n<Workbook/>', "application/xml"),
    "rtf": (b"{\\rtf1\\ansi 1}", "application/rtf"),
    "rtf after blanks": (b"\r\n {\\rtf1\\ansi 1}", "application/rtf"),
    "gzip": (b"\x1f\x8b\x08\0" + bytes(20), "application/gzip"),
    "utf-8": (LINE.encode(), "text/plain"),
    "gb18030": (LINE.encode("gb18030"), "text/plain"),
    "utf-16": (LINE.encode("utf-16-le"), "text/plain"),
    "text with tags": (f"收入<br>{LINE}".encode(), "text/plain"),
    "text in brackets": (f"<收入>{LINE}".encode(), "text/plain"),
    "csv": ("项目,决算数\n收入,3\n".encode(), "text/plain"),
    "binary": (bytes(range(8)) * 50, "application/octet-stream"),
}


@pytest.mark.parametrize("suffix", ["txt", "pdf", "doc", "xls", "docx", ""])
@pytest.mark.parametrize("case", CASES)
def test_by_content(case: str, suffix: str) -> None:
    data, kind = CASES[case]
    assert media_type(f"a.{suffix}", data) == kind


def test_a_name_counts_where_there_are_tags_only() -> None:
    assert media_type("a.htm", b"2023 <br> 3") == "text/html"
    assert media_type("a.htm", b"2023") == "text/plain"


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.pdf", "a.docx", "a.html"])
def test_text_under_another_name_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(LINE, "utf-8")
    assert read(path).text == LINE


@pytest.mark.parametrize(
    ("case", "code", "said"),
    [
        ("odt", "EX103", "save it as .docx"),
        ("ods", "EX103", "save it as .xlsx"),
        ("doc", "EX103", "save it as .docx or PDF"),
        ("xlsb", "EX103", "save it as .xlsx"),
        ("ofd", "EX103", "save it as PDF"),
        ("rtf", "EX103", "save it as .docx"),
        ("gif", "EX103", "save it as PNG"),
        ("zip", "EX103", "ZIP"),
        ("encrypted", "EX105", "save it without a password"),
    ],
)
def test_what_is_not_read_is_told(case: str, code: str, said: str) -> None:
    with pytest.raises(ExtractorError) as told:
        read(CASES[case][0])
    assert told.value.code == code
    assert said in told.value.message


@given(st.sampled_from(sorted(CASES)), st.binary(max_size=30), st.integers(0, 5000))
def test_any_bytes_have_a_type(case: str, junk: bytes, at: int) -> None:
    data = CASES[case][0]
    at = min(at, len(data))
    broken = data[:at] + junk + data[at + len(junk) :]
    assert media_type("a", broken)
    assert media_type("a", data[:at])
    if broken.startswith(b"PK"):
        with suppress(ExtractorError):
            containers.guard_zip("a", broken, Limits())


def test_a_directory_that_goes_in_circles() -> None:
    data = bytearray(made.ole({f"Stream{n}": b"" for n in range(6)}))
    for place in range(512, 1024, 4):
        data[place : place + 4] = (1).to_bytes(4, "little")
    assert media_type("a", bytes(data)) == "application/x-ole-storage"
