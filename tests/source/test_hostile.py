"""Documents that do harm: one line and exit 2, or what could be read, marked partial."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import socket
import struct
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor.errors import ExtractorError
from extractor.source import File, Source, read
from extractor.source.limits import Limits
from tests.commands import run

from . import made

SECONDS = 240
HOMES = {"pdf": "pdf", "docx": "docx", "html": "html", "xlsx": "sheets", "xls": "sheets",
         "png": "scan", "jpeg": "scan"}  # fmt: skip


def needs(kind: str) -> None:
    """Skip where the reader of a format is not part of this release."""
    module = f"extractor.source.{HOMES[kind]}"
    if kind in HOMES and importlib.util.find_spec(module) is None:
        pytest.skip(f"there is no {module}")


def part_of(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """An office file with one part changed."""
    whole = made.parts(data)
    return made.zipped({**whole, name: change(whole[name].decode("utf-8")).encode()})


def after_prolog(text: str, more: str) -> str:
    """*more* behind the XML declaration, or at the begin."""
    head, mark, rest = text.partition("?>")
    return head + mark + more + rest if mark else more + text


LETTERS = "abcdefghij"
LAUGHS = "<!DOCTYPE html [" + '<!ENTITY a "0123456789">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">'
    for old, new in pairwise(LETTERS)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE html [<!ENTITY j SYSTEM "{0}">]>'
LINE = "收入总计3万元"


def word(doctype: str) -> bytes:
    return part_of(
        made.docx(LINE), "word/document.xml",
        lambda text: after_prolog(text, doctype).replace(LINE, f"{LINE}&j;"),
    )  # fmt: skip


def book(doctype: str) -> bytes:
    return part_of(
        made.xlsx([["项目", "决算数"], [LINE, 3]]), "xl/worksheets/sheet1.xml",
        lambda text: after_prolog(text, doctype).replace(LINE, f"{LINE}&j;"),
    )  # fmt: skip


def page(doctype: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{doctype}<html><p>{LINE}&j;</p></html>'.encode()


def lying(data: bytes) -> bytes:
    """A ZIP whose parts claim to unpack to 1,000 bytes."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = out.find(mark)
        while at >= 0:
            out[at + offset : at + offset + 4] = struct.pack("<I", 1000)
            at = out.find(mark, at + 4)
    return bytes(out)


def overlapping(data: bytes, times: int) -> bytes:
    """A ZIP whose directory tells its last part so many times."""
    end = data.rindex(b"PK\x05\x06")
    size, start = struct.unpack_from("<II", data, end + 12)
    last = data.rindex(b"PK\x01\x02")
    entries = data[start:end] + data[last:end] * times
    count = struct.unpack_from("<H", data, end + 10)[0] + times
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    assert size == end - start
    return data[:start] + entries + tail


def big_word(rows: int) -> bytes:
    cell = "<w:tc><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:tc>"
    table = "".join(
        f"<w:tr>{cell.format(f'项目{n}')}{cell.format(n * 37 % 9973)}{cell.format(n)}</w:tr>"
        for n in range(rows)
    )
    return part_of(
        made.docx(LINE), "word/document.xml",
        lambda text: text.replace("<w:sectPr", f"<w:tbl>{table}</w:tbl><w:sectPr", 1),
    )  # fmt: skip


def big_page(rows: int) -> bytes:
    table = "".join(f"<tr><td>项目{n}<td>{n * 37 % 9973}<td>{n}</tr>" for n in range(rows))
    return f"<html><h1>部门决算</h1><p>{LINE}</p><table>{table}</table></html>".encode()


def big_book(rows: int) -> bytes:
    return made.xlsx([f"项目{n}", n * 37 % 9973, n] for n in range(rows))


def cut(data: bytes, share: float = 0.5) -> bytes:
    return data[: int(len(data) * share)]


def jpeg(width: int, height: int) -> bytes:
    """A small JPEG that claims to be of this size."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("L", (8, 8)).save(file, "JPEG")
    data = bytearray(file.getvalue())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


class Case(NamedTuple):
    """How a document is made, and the codes that it may give; ``partial`` is read in part."""

    make: Callable[[], bytes]
    codes: str
    limits: Limits = Limits()


#: name of the file -> what it is; the words before its suffix tell what is wrong
CASES: dict[str, Case] = {
    "encrypted.pdf": Case(made.locked_pdf, "EX105"),
    "encrypted.docx": Case(lambda: made.ole({"EncryptedPackage": bytes(9000)}), "EX105"),
    "encrypted.xlsx": Case(lambda: made.ole({"EncryptedPackage": bytes(9000)}), "EX105"),
    "truncated.pdf": Case(lambda: made.pages(3)[:300], "EX105"),
    "truncated.docx": Case(lambda: cut(made.docx(LINE)), "EX105"),
    "truncated.xlsx": Case(lambda: cut(made.xlsx([[LINE, 3]])), "EX105"),
    "truncated.xls": Case(lambda: cut(made.ole({"Workbook": bytes(9000)}), 0.7), "EX105"),
    "truncated.png": Case(lambda: made.png(900, 900)[:60], "EX105 EX502 partial"),
    "truncated.html": Case(lambda: f"<html><body><p>{LINE}</p><table><tr><td".encode(), "complete"),
    "empty.pdf": Case(lambda: b"%PDF-1.7\n", "EX105"),
    "empty.docx": Case(made.docx, "EX102 EX105"),
    "empty.xlsx": Case(lambda: made.xlsx([]), "EX102 EX105"),
    "empty.xls": Case(lambda: made.ole({"Workbook": b""}), "EX105"),
    "empty.html": Case(lambda: b"<html><body><script>1</script></body></html>", "EX102 EX105"),
    "empty.png": Case(lambda: b"\x89PNG\r\n\x1a\n", "EX105 EX502"),
    "no bytes.pdf": Case(lambda: b"", "EX102"),
    "no page.pdf": Case(lambda: made.pages(0), "EX105"),
    "page in rings.pdf": Case(
        lambda: made.pdf(["<</Type/Catalog/Pages 2 0 R>>",
                          "<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]), "EX105"),
    "junk.pdf": Case(lambda: b"%PDF-1.7\n1 0 obj\n" + bytes(range(256)) * 40, "EX105"),
    "2000 pages.pdf": Case(lambda: made.pages(2000), "partial"),
    "page.pdf": Case(lambda: f"<html><body><p>{LINE}</p></body></html>".encode(), "complete"),
    "page.doc": Case(lambda: f"<html><body><p>{LINE}</p></body></html>".encode(), "complete"),
    "page.xls": Case(
        lambda: f"<table><tr><td>{LINE}</td><td>3</td></tr></table>".encode(), "complete"),
    "document.doc": Case(lambda: made.docx(LINE), "complete"),
    "document.pdf": Case(lambda: made.docx(LINE), "complete"),
    "book.xls": Case(lambda: made.xlsx([["项目", "决算数"], [LINE, 3]]), "complete"),
    "book.docx": Case(lambda: made.xlsx([["项目", "决算数"], [LINE, 3]]), "complete"),
    "printed.docx": Case(lambda: made.pages(1), "complete"),
    "text.docx": Case(LINE.encode, "complete"),
    "table.xls": Case(lambda: f"项目,决算数\n{LINE},3\n".encode("gb18030"), "complete"),
    "rich.doc": Case(lambda: b"{\\rtf1\\ansi 3}", "EX103"),
    "wide.png": Case(lambda: made.png(20_000, 20_000), "EX107 EX502"),
    "wide.jpeg": Case(lambda: jpeg(20_000, 20_000), "EX107 EX502"),
    "bomb.docx": Case(
        lambda: made.zipped({**made.parts(made.docx(LINE)), "word/media/a.bmp": bytes(60 << 20)}),
        "EX107"),
    "bomb.xlsx": Case(
        lambda: made.zipped({**made.parts(made.xlsx([[LINE]])), "xl/media/a.bmp": bytes(60 << 20)}),
        "EX107"),
    "many parts.docx": Case(
        lambda: overlapping(made.zipped({**made.parts(made.docx(LINE)),
                                         "word/media/a": bytes(9 << 20)}), 200), "EX107"),
    "lies.docx": Case(
        lambda: lying(made.zipped({**made.parts(made.docx(LINE)),
                                   "word/document.xml": b"<a>" + bytes(60 << 20)})), "EX105"),
    "lies.xlsx": Case(
        lambda: lying(made.zipped({**made.parts(made.xlsx([[LINE]])),
                                   "xl/worksheets/sheet1.xml": b"<a>" + bytes(60 << 20)})),
        "EX105 partial"),
    "locked part.docx": Case(
        lambda: re.sub(rb"(PK\x01\x02.{4})\0", b"\\g<1>\x01", made.docx(LINE), flags=re.S),
        "EX105"),
    "entities.docx": Case(lambda: word(LAUGHS), "EX105 complete partial"),
    "entities.xlsx": Case(lambda: book(LAUGHS), "EX105 complete partial"),
    "entities.html": Case(lambda: page(LAUGHS), "EX105 complete partial"),
    "100000 rows.docx": Case(lambda: big_word(100_000), "partial", Limits(expanded_mb=2000)),
    "100000 rows.html": Case(lambda: big_page(100_000), "partial"),
    "100000 rows.xlsx": Case(lambda: big_book(100_000), "partial"),
    "deep.html": Case(lambda: b"<div>" * 100_000 + LINE.encode(), "complete partial EX105"),
    "deep.docx": Case(
        lambda: part_of(made.docx(LINE), "word/document.xml", lambda text: re.sub(
            "(<w:p>.*?</w:p>)", "<w:sdt><w:sdtContent>" * 5000 + r"\1"
            + "</w:sdtContent></w:sdt>" * 5000, text, count=1, flags=re.S)),
        "EX102 EX105 complete partial"),
}  # fmt: skip
LONG = ("2000", "100000", "wide.png")


def cases() -> list[object]:
    return [
        pytest.param(name, marks=pytest.mark.slow if name.startswith(LONG) else ())
        for name in CASES
    ]


def outcome(name: str, data: bytes, limits: Limits) -> tuple[str, Source | None]:
    """The code of the error or the status, with what was read."""
    try:
        source = read(File(data, name), limits)
    except ExtractorError as error:
        told = error
    else:
        return source.status, source
    assert "\n" not in str(told)
    assert name in told.message
    assert len(told.message) < 600
    return told.code, None


@pytest.mark.timeout_at(SECONDS)
@pytest.mark.parametrize("name", cases())
def test_refused_or_read_in_part(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    if name.rpartition(".")[2] in HOMES:
        needs(name.rpartition(".")[2])
    data = case.make()
    told, source = outcome(name, data, case.limits)
    assert told in case.codes.split(), (told, source and source.warnings)
    if source is not None:
        assert len(source.text) < 10_000_000
        assert (source.status == "partial") <= bool(source.warnings)
        assert (
            name.endswith("png")
            or "收入总计" in source.text
            or "项目" in source.text
            or "Income" in source.text
        )
    elif "limit" not in name:
        path = tmp_path / name
        path.write_bytes(data)
        status, out, err = run("extract", path)
        assert (status, out) == (2, "")
        assert err.startswith(f"error: {told} ")
        assert err.count("\n") == 0


@pytest.mark.timeout_at(SECONDS)
def test_partial_reaches_the_record(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(made.pages(5))
    status, out, err = run("extract", path, "--limit", "pages=2")
    record = json.loads(out)
    assert (status, record["status"]) == (0, "partial")
    assert "page 2 of 5" in record["warnings"][0]
    assert "page 2 of 5" in err.splitlines()[0]
    status, out, _ = run("extract", path)
    assert (status, json.loads(out)["status"]) == (0, "complete")


def outside(address: str) -> dict[str, bytes]:
    """Documents that refer to *address* in every way that their formats have."""
    relation = (
        '<Relationship Id="rId{0}" TargetMode="External" Target="' + address + '" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}"/>'
    )

    def related(data: bytes, part: str, *kinds: str) -> bytes:
        more = "".join(relation.format(90 + n, kind) for n, kind in enumerate(kinds))
        return part_of(
            data, part, lambda text: text.replace("</Relationships>", f"{more}</Relationships>")
        )

    linked = f"""<html><head><base href="{address}"><link rel=stylesheet href="{address}">
        <script src="{address}"></script><meta http-equiv=refresh content="0;url={address}"></head>
        <body><p>{LINE}</p><img src="{address}"><iframe src="{address}"></iframe>
        <object data="{address}"></object><style>@import "{address}";</style></body></html>"""
    return {
        "a.docx": related(
            made.docx(LINE), "word/_rels/document.xml.rels", "image", "attachedTemplate",
            "subDocument", "aFChunk", "oleObject", "frame",
        ),
        "a.xlsx": related(
            made.xlsx([["项目", "决算数"], [LINE, 3]]), "xl/_rels/workbook.xml.rels",
            "externalLinkPath", "oleObject",
        ),
        "a.html": linked.encode(),
        "x.html": page(OUTSIDE.format(address)),
        "x.docx": word(OUTSIDE.format(address)),
        "x.xlsx": book(OUTSIDE.format(address)),
        "a.pdf": made.pages(1).replace(
            b"<</Type/Catalog",
            f"<</OpenAction<</S/URI/URI({address})>>/Type/Catalog".encode(),
        ),
    }  # fmt: skip


@pytest.mark.timeout_at(SECONDS)
@pytest.mark.parametrize("name", outside(""))
def test_nothing_is_fetched(name: str, tmp_path: Path) -> None:
    needs(name.rpartition(".")[2])
    secret = tmp_path / "secret.txt"
    secret.write_text("不可外传", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        for address in (f"http://127.0.0.1:{server.getsockname()[1]}/a", secret.as_uri()):
            _, source = outcome(name, outside(address)[name], Limits())
            assert source is None or "不可外传" not in source.text
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.timeout_at(SECONDS)
def test_the_others_are_still_read(tmp_path: Path) -> None:
    paths = []
    for name in ("encrypted.pdf", "page.doc", "bomb.docx", "document.pdf", "truncated.xlsx"):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(CASES[name].make())
    status, out, err = run("extract", *paths)
    assert status == 2
    names = [json.loads(line)["source"]["name"] for line in out.splitlines()]
    assert names == ["page.doc", "document.pdf"]
    assert sum(line.startswith("error: ") for line in err.splitlines()) == 3


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("pages=x", "not a whole number"),
        ("pages=0", "not a whole number"),
        ("seconds=-1", "not a number"),
        ("pages", "not a whole number"),
        ("sheets=3", "no such limit; there are seconds"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "check"])
def test_wrong_limits(command: str, option: str, said: str, tmp_path: Path) -> None:
    status, out, err = run(command, tmp_path, "--limit", option)
    assert (status, out, err.count("\n")) == (2, "", 0)
    assert err.startswith("error: EX501 --limit ")
    assert said in err


def test_limits_of_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"{LINE}。\n" * 9, "utf-8")
    for file, table in (("pyproject.toml", "tool.extractor."), ("extractor.toml", "")):
        Path(file).write_text(f"[{table}limits]\ncharacters = 20\n", "utf-8")
        assert json.loads(run("extract", "a.txt")[1])["status"] == "partial"
        out = run("extract", "a.txt", "--limit", "characters=2000")[1]
        assert json.loads(out)["status"] == "complete"
        Path(file).write_text(f"[{table}limits]\nsheets = 20\n", "utf-8")
        status, out, err = run("extract", "a.txt")
        assert (status, out, err.count("\n")) == (2, "", 0)
        assert err.startswith(f"error: EX503 {file}: ")


def test_a_file_beyond_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate((1 << 20) + 1)
    status, _, err = run("extract", path, "--limit", "file_mb=1")
    assert (status, err.count("\n")) == (2, 0)
    assert err.startswith("error: EX107 ")


@pytest.mark.skipif(not Path("/dev/zero").is_char_device(), reason="no such device")
def test_a_device_without_end() -> None:
    with pytest.raises(ExtractorError, match="EX107 zero"):
        read("/dev/zero", Limits(file_mb=2))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_read(tmp_path: Path) -> None:
    import threading

    path = tmp_path / "pipe"
    os.mkfifo(path)
    threading.Thread(target=lambda: path.write_text(LINE, "utf-8")).start()
    assert read(path).text == LINE
