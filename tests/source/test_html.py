"""Web pages: only the document of a page is read, and all of it."""

from __future__ import annotations

import html
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.source.html import looks_like_html, read_html
from extractor.source.html.lists import number
from extractor.source.html.parse import flatten
from extractor.source.html.vocabulary import is_chrome
from extractor.source.limits import Limits
from extractor.source.types import COMPLETE, PARTIAL, Source

CASES = Path(__file__).parent / "html_cases"
CORPUS = Path(__file__).parents[2] / "corpus" / "train"
PAGES = sorted((CASES / "pages").glob("*.html"))
CHROME = sorted((CASES / "chrome").glob("*.html"))
TEXTS = sorted(CORPUS.glob("*.txt"))[::4]
SENTENCE = "本年收入100.00万元，均为财政拨款收入。"


def read(page: str | bytes, limits: Limits | None = None) -> Source:
    data = page.encode() if isinstance(page, str) else page
    return read_html("page", data, "", limits or Limits())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_pages(page: Path) -> None:
    """Each page beside the text that it is read as."""
    source = read(page.read_bytes())
    assert source.text == page.with_suffix(".txt").read_text("utf-8")
    assert source.status == COMPLETE
    for grid in source.grids:
        for cell in grid.cells:
            assert "\t" not in source.text[cell.start : cell.end]


def paragraphs(lines: list[str]) -> str:
    return "\n".join(f"<p style='text-indent:2em'>{html.escape(each)}</p>" for each in lines)


def breaks(lines: list[str]) -> str:
    return "<br><br>\n".join(f"　　{html.escape(each)}" for each in lines)


def spans(lines: list[str]) -> str:
    return "\n".join(
        f"<p class=MsoNormal><span lang=EN-US\nstyle='x'><o:p></o:p>{html.escape(each[:3])}</span>"
        f"<span>{html.escape(each[3:])}<o:p></o:p></span></p>"
        for each in lines
    )


def divisions(lines: list[str]) -> str:
    return "".join(f"<div><span>{html.escape(each)}</span></div>" for each in lines)


def in_a_cell(lines: list[str]) -> str:
    return f"<table width=100%><tr><td>{paragraphs(lines)}</td></tr></table>"


@pytest.mark.parametrize("body", [paragraphs, breaks, spans, divisions, in_a_cell])
@pytest.mark.parametrize("chrome", CHROME, ids=lambda path: path.stem)
def test_documents_come_back_from_any_chrome(chrome: Path, body) -> None:
    """All lines of a document and nothing else, whatever the site puts around it."""
    template = chrome.read_text("utf-8")
    for path in TEXTS:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        lines = [line for line in lines if line and not is_chrome(line)]
        title = f"{lines[0][:30]}年度公开说明"
        source = read(template.replace("{{title}}", title).replace("{{body}}", body(lines)))
        found = ["".join(line.split()) for line in source.text.splitlines()]
        wanted = ["".join(line.split()) for line in [title, *lines]]
        found = [line for line in found if not line.startswith("附件【")]
        assert found == wanted, path.stem


@pytest.mark.parametrize("chrome", CHROME, ids=lambda path: path.stem)
def test_tables_come_back_from_any_chrome(chrome: Path) -> None:
    table = (
        "<table border=1><tr><td rowspan=2>项目</td><td colspan=2>金额</td></tr><tr><td>预算</td>"
    )
    table += "<td>决算</td></tr><tr><td>人员经费</td><td>&nbsp;</td><td>1.00</td></tr></table>"
    body = f"<p>{SENTENCE}</p><p>表一</p><div>{table}</div><p>注：单位为万元</p>"
    source = read(
        chrome.read_text("utf-8").replace("{{title}}", "某局说明公开").replace("{{body}}", body)
    )
    (grid,) = source.grids
    assert (grid.rows, grid.columns) == (3, 3)
    assert [source.text[c.start : c.end] for c in grid.cells] == [
        "项目", "金额", "预算", "决算", "人员经费", "", "1.00",
    ]  # fmt: skip
    assert "表一\n" in source.text
    assert "注：单位为万元" in source.text


DECLARED = ["gb2312", "utf-8", "gbk", "big5", "utf-16", "iso-8859-1", "nonsense"]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_the_bytes_decide_the_encoding(encoding: str, declared: str) -> None:
    page = (
        f'<html><head><meta http-equiv=Content-Type content="text/html; charset={declared}">'
        f"<script>var a = 1;</script></head><body><p>{SENTENCE}</p>"
        "<p>支出用于日常办公和项目。</p></body>"
    )
    source = read(page.encode(encoding))
    assert source.text == f"{SENTENCE}\n支出用于日常办公和项目。\n"


def test_traditional_pages_and_broken_bytes() -> None:
    text = "本單位二零二三年度財政撥款收入一百萬元，較上年度增加，經費均已執行完畢。"
    assert text in read(f"<meta charset=utf-8><p>{text}</p>".encode("big5")).text
    broken = f"<p>{SENTENCE * 9}</p>".encode() + b"\xe6\x9c<p>" + "完".encode()
    assert SENTENCE in read(broken).text


def test_a_saved_page() -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message["Subject"] = "page"
    page = f'<meta charset="utf-8"><p>{SENTENCE}</p>'.encode("gb18030")
    message.make_related()
    message.add_related(page, "text", "html", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png")
    data = message.as_bytes()
    assert looks_like_html(data)
    assert read(data).text == f"{SENTENCE}\n"


def test_a_saved_workbook_is_read_sheet_by_sheet() -> None:
    message = EmailMessage()
    message["Subject"] = "book"
    message.make_related()
    row = "<table><tr><td>科目</td><td>金额</td></tr><tr><td>{}</td><td>{}</td></tr></table>"
    frames = (
        "<html><frameset><frame src='tabstrip.htm'><frame src='sheet001.htm'></frameset></html>"
    )
    for place, page in [
        ("book.htm", frames), ("tabstrip.htm", "<a href=x>表一</a>"),
        ("sheet001.htm", row.format("甲类", 1)), ("sheet002.htm", row.format("乙类", 2)),
    ]:  # fmt: skip
        message.add_related(page.encode(), "text", "html", headers=[f"Content-Location: {place}"])
    source = read(message.as_bytes())
    assert len(source.grids) == 2
    assert source.text == "科目\t金额\n甲类\t1\n科目\t金额\n乙类\t2\n"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><frameset><frame src=a.htm><frame src=b.htm></frameset></html>", "EX102"),
        ("<html><body><div id=app></div><script>render()</script></body></html>", "EX102"),
        ("", "EX102"),
        ("<p title='never closed", "EX102"),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "EX103"),
    ],
)
def test_pages_without_text(page: str, code: str) -> None:
    with pytest.raises(ExtractorError) as error:
        read(page)
    assert error.value.code == code


def test_frames_are_named_and_never_fetched() -> None:
    with pytest.raises(ExtractorError, match=r"a\.htm"):
        read("<frameset><frame src=a.htm></frameset>")
    source = read("<h1>某局决算公开</h1><iframe src='http://127.0.0.1:9/a.pdf'></iframe>")
    assert "a.pdf" in source.warnings[0]


HOSTILE = {
    "nested": "<div>" * 100_000 + SENTENCE + "</div>" * 100_000 + "<p>后文",
    "unclosed fonts": "<p>" + "<font>" * 50_000 + SENTENCE,
    "nested tables": "<table><tr><td>" * 5_000 + SENTENCE,
    "nested lists": "<ol><li>" * 5_000 + SENTENCE,
    "entities": '<!DOCTYPE html [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><p>&b;&b;' + SENTENCE,
    "external": '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<p>&x;" + SENTENCE,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">" + SENTENCE,
    "a picture within": f'<img src="data:image/png;base64,{"A" * 11_000_000}"><p>{SENTENCE}',
    "comment": f"<p>{SENTENCE}<!-- 后文",
    "title": f"<title>题目<body><p>{SENTENCE}",
    "closings": "</div></table></span>" * 50_000 + SENTENCE,
    "all hidden": f"<div style='display:none'>{SENTENCE}</div>",
    "nul": f"<p>\0{SENTENCE}",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_lose_nothing(name: str) -> None:
    source = read(HOSTILE[name])
    assert SENTENCE in source.text
    assert "root:" not in source.text
    if name == "nested":
        assert "后文" in source.text


def test_a_table_beyond_the_limit_is_read_in_part() -> None:
    page = "<table>" + "<tr><td>项目</td><td>1</td></tr>" * 500 + f"</table><p>{SENTENCE}</p>"
    source = read(page, Limits(cells=100))
    assert source.status == PARTIAL
    assert source.grids[0].rows == 50
    assert SENTENCE in source.text
    assert "100 cells" in source.warnings[0]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<!DOCTYPE html>", True), ("\ufeff\n <HTML lang=zh>", True), ("<!-- 注 --><html>", True),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>", True), ("<div><p>一</p>", True),
        ("<table border=1><tr><td>", True), ("<p class=MsoNormal><span>一", True),
        ("首页<br>公开<br><p>一</p><p>二</p>", True), ("<?xml version='1.0'?><data/>", False),
        ("收入小于<支出>的部门", False), ("Subject: x\r\n\r\n收入", False), ("", False),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n", True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_looks_like_html(head: str, expected: bool, encoding: str) -> None:
    if encoding == "utf-16-le" and not head.startswith("<"):
        return
    assert looks_like_html(head.encode(encoding)) is expected


@given(
    st.integers(1, 98), st.sampled_from(["decimal", "lower-alpha", "upper-roman", "cjk-decimal"])
)
def test_markers_are_never_the_same(value: int, kind: str) -> None:
    assert number(value, kind) != number(value + 1, kind)


TAGS = """
<div> </div> <p> <table>
<tr> <td> <td/rowspan=2> <td/colspan=3> </table> <b> </b> <ol> <li> <br> 收入
1.5万元。 <a/href=x> </a> <!-- --> <script> &nbsp; <select> <title> <pre> <caption> <thead> <tfoot>
"""
PIECES = st.sampled_from([each.replace("/c", " c").replace("/r", " r") for each in TAGS.split()])


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=60))
def test_any_page_is_read_or_told(parts: list[str]) -> None:
    """No order of tags makes a fault; cells stand where the grid says."""
    try:
        source = read("".join(parts))
    except ExtractorError:  # there is no text left
        return
    for grid in source.grids:
        taken = set()
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    assert (row, column) not in taken
                    taken.add((row, column))
            assert cell.column + cell.columns <= grid.columns
            assert cell.row + cell.rows <= grid.rows


def test_flattening_keeps_text() -> None:
    page = "<div><span>" * 300 + "一" + "</span></div>二" * 300
    assert flatten(page).count("二") == 300
