"""Word files: text as shown, numbers of lists written out, tables, nothing lost, nothing twice."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.source.docx import read_docx
from extractor.source.docx.numerals import numeral
from extractor.source.limits import Limits
from extractor.source.types import Source
from tests.source.word import cell, level, listed, p, table, word, zipped


def read(data: bytes, **limits: int) -> Source:
    return read_docx("a.docx", data, "0", Limits(**limits))


def lines(body: str, **parts: str) -> list[str]:
    source = read(word(body, parts))
    assert source.warnings == ()
    return source.text.splitlines()


NUMERALS = {
    "decimal": "1 2 10 11 20 21 100 101",
    "decimalZero": "01 02 10 11 20 21 100 101",
    "decimalFullWidth": "１ ２ １０ １１ ２０ ２１ １００ １０１",
    "chineseCounting": "一 二 十 十一 二十 二十一 一〇〇 一〇一",
    "chineseCountingThousand": "一 二 十 十一 二十 二十一 一百 一百零一",
    "taiwaneseCountingThousand": "一 二 十 十一 二十 二十一 一百 一百零一",
    "japaneseCounting": "一 二 十 十一 二十 二十一 百 百一",
    "ideographDigital": "一 二 一〇 一一 二〇 二一 一〇〇 一〇一",
    "ideographTraditional": "甲 乙 癸 11 20 21 100 101",
    "ideographZodiac": "子 丑 酉 戌 20 21 100 101",
    "decimalEnclosedCircle": "① ② ⑩ ⑪ ⑳ ㉑ 100 101",
    "decimalEnclosedParen": "⑴ ⑵ ⑽ ⑾ ⒇ 21 100 101",
    "upperRoman": "I II X XI XX XXI C CI",
    "lowerLetter": "a b j k t u vvvv wwww",
    "chineseLegalSimplified": "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹 壹佰 壹佰零壹",
    "notYetNamed": "1 2 10 11 20 21 100 101",
}


@pytest.mark.parametrize(("form", "written"), NUMERALS.items(), ids=NUMERALS)
def test_numerals(form: str, written: str) -> None:
    assert [numeral(n, form) for n in (1, 2, 10, 11, 20, 21, 100, 101)] == written.split()


@given(st.integers(0, 10**9), st.sampled_from(["none", *NUMERALS]))
def test_numerals_are_short_and_one_each(number: int, form: str) -> None:
    written = numeral(number, form)
    assert len(written) <= 400
    assert form == "none" or written


def numbered(*levels: str, nums: str = "", more: str = "") -> str:
    """numbering.xml of one list with *levels*, and *nums* beside its first."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{more}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{nums}'
    )


def override(list_id: int, inner: str) -> str:
    return (
        f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="7"/>'
        f'<w:lvlOverride w:ilvl="0">{inner}</w:lvlOverride></w:num>'
    )


CHINESE = level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
THREE = (
    CHINESE,
    level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>'),
    level(2, "decimal", "%3.", '<w:suff w:val="space"/>'),
)
LEGAL = level(1, "decimal", "%1.%2", "<w:isLgl/>")
NEVER = level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/><w:suff w:val="nothing"/>')
START = '<w:startOverride w:val="1"/>'
#: numbering.xml, (text, list, level) of paragraphs, what is shown
LISTS = {
    "three levels": (
        numbered(*THREE),
        [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1), ("丁", 1, 2), ("戊", 1, 0), ("己", 1, 1)],
        "一、甲|（一）乙|（二）丙|1. 丁|二、戊|（一）己",
    ),
    "parts": (
        numbered(level(0, "chineseCounting", "第%1部分")),
        [("概况", 1, 0), ("决算表", 1, 0)],
        "第一部分 概况|第二部分 决算表",
    ),
    "starts at three": (
        numbered(level(0, "decimal", "%1、", start=3)),
        [("甲", 1, 0), ("乙", 1, None)],
        "3、 甲|4、 乙",
    ),
    "restarts": (
        numbered(CHINESE, nums=override(2, START)),
        [("甲", 1, 0), ("乙", 1, 0), ("丙", 2, 0), ("丁", 2, 0)],
        "一、甲|二、乙|一、丙|二、丁",
    ),
    "counts on": (
        numbered(CHINESE, nums='<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'),
        [("甲", 1, 0), ("乙", 2, 0)],
        "一、甲|二、乙",
    ),
    "another level": (
        numbered(CHINESE, nums=override(2, START + level(0, "upperLetter", "%1)"))),
        [("甲", 1, 0), ("乙", 2, 0)],
        "一、甲|A) 乙",
    ),
    "legal": (
        numbered(CHINESE, LEGAL),
        [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1)],
        "一、甲|1.1 乙|1.2 丙",
    ),
    "never restarts": (
        numbered(CHINESE, NEVER),
        [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 0), ("丁", 1, 1)],
        "一、甲|（1）乙|二、丙|（2）丁",
    ),
    "bullets": (numbered(level(0, "bullet", "\uf06c")), [("甲", 1, 0)], "甲"),
    "no form": (numbered(level(0, "none", "附：")), [("甲", 1, 0)], "附： 甲"),
    "switched off": (
        numbered(CHINESE),
        [("甲", 1, 0), ("乙", 0, 0), ("丙", 1, 0)],
        "一、甲|乙|二、丙",
    ),
    "a year is no fraction": (
        numbered(level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>')),
        [("2023年", 1, 0)],
        "1. 2023年",
    ),
    "level above left out": (numbered(CHINESE, LEGAL), [("甲", 1, 1)], "1.1 甲"),
}


@pytest.mark.parametrize(("numbering", "items", "shown"), LISTS.values(), ids=LISTS)
def test_lists(numbering: str, items: list[tuple[str, int, int | None]], shown: str) -> None:
    body = "".join(listed(*item) for item in items)
    assert lines(body, numbering=numbering) == shown.split("|")


def style(name: str, inner: str, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}">{base}{inner}</w:style>'


def of(name: str, text: str) -> str:
    return p(text, f'<w:pStyle w:val="{name}"/>')


def test_lists_of_styles() -> None:
    numbering = numbered(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/><w:suff w:val="nothing"/>'),
        level(1, "decimal", "（%2）", '<w:pStyle w:val="2"/><w:suff w:val="nothing"/>'),
    )
    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    off = '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
    styles = style("1", in_list) + style("2", in_list) + style("3", "", "2") + style("4", off, "1")
    body = (
        of("1", "甲")
        + of("2", "乙")
        + of("3", "丙")
        + of("4", "丁")
        + of("9", "戊")
        + of("1", "己")
    )
    assert lines(body, numbering=numbering, styles=styles) == [
        "一、甲", "（1）乙", "（2）丙", "丁", "戊", "二、己",
    ]  # fmt: skip


def test_list_of_a_numbering_style() -> None:
    more = (
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="s"/></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    styles = '<w:style w:type="numbering" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'  # noqa: E501
    assert lines(listed("甲", 2), numbering=numbered(CHINESE, more=more), styles=styles) == [
        "一、甲"
    ]


def t(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def field(code: str, result: str) -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return char("begin") + instruction + char("separate") + result + char("end")


def box(text: str) -> str:
    inner = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


VML = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
#: the runs of a paragraph, its lines
RUNS = {
    "runs of one figure": (t("收入12") + t(".") + t("50万元"), "收入12.50万元"),
    "inserted": (f"<w:ins>{t('新')}</w:ins>{t('增')}", "新增"),
    "deleted": (f"{t('增')}<w:del><w:r><w:delText>减</w:delText></w:r></w:del>", "增"),
    "moved": (f"<w:moveFrom>{t('旧')}</w:moveFrom><w:moveTo>{t('新')}</w:moveTo>", "新"),
    "hidden": (t("见") + t("不见", "<w:vanish/>") + t("见", '<w:vanish w:val="0"/>'), "见见"),
    "hidden in the web view only": (t("目") + t("3", "<w:webHidden/>"), "目3"),
    "link": (f'<w:hyperlink r:id="rId99">{t("网站")}</w:hyperlink>', "网站"),
    "field": (t("第") + field(" PAGEREF _Toc1 \\h ", t("3")) + t("页"), "第3页"),
    "field in a field": (field(" HYPERLINK ", t("概况") + field("PAGEREF a", t("5"))), "概况5"),
    "simple field": (f'<w:fldSimple w:instr=" DATE ">{t("2024年")}</w:fldSimple>', "2024年"),
    "control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{t('某局')}</w:sdtContent></w:sdt>", "某局"),
    "tags": (f"<w:smartTag><w:customXml>{t('某地')}</w:customXml></w:smartTag>", "某地"),
    "tab": (f"{t('一、')}<w:r><w:tab/></w:r>{t('收入')}", "一、 收入"),
    "break": (f"{t('上')}<w:r><w:br/></w:r>{t('下')}", "上|下"),
    "page break": (f"<w:r><w:br w:type='page'/></w:r>{t('下')}", "下"),
    "hyphens": ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/></w:r>", "A-B"),
    "symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F082"/></w:r>' + t("公车"), "②公车"),
    "sounds": (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{t('wù')}</w:rt><w:rubyBase>{t('务')}</w:rubyBase></w:ruby></w:r>",
        "务",
    ),
    "formula": ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r>"
                "</m:den></m:f></m:oMath>", "1/2"),
    "box": (t("前") + box("框内") + t("后"), "前后|框内"),
    "old box": (t("前") + VML, "前|框"),
    "indented XML": (t("\n   某局\n  "), "某局"),
    "end of a field lost": ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + t("x"), ""),
}  # fmt: skip


@pytest.mark.parametrize(("runs", "shown"), RUNS.values(), ids=RUNS)
def test_paragraphs(runs: str, shown: str) -> None:
    body = p(runs) + p("尾")
    assert "|".join(lines(body)) == "|".join(filter(None, (shown, "尾")))


def test_field_over_paragraphs() -> None:
    begin, end = field("TOC \\o", t("一、甲\t1")).split(
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    tail = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + end
    assert lines(p(begin) + p("二、乙") + p(tail) + p("正文")) == ["一、甲 1", "二、乙", "正文"]


def test_deleted_mark_joins_paragraphs() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    assert lines(p("收入", mark) + p("决算") + p("尾", mark)) == ["收入决算", "尾"]


def test_blocks_within_controls() -> None:
    inner = f"{p('目录')}<w:customXml>{p('甲')}</w:customXml>"
    body = f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    assert lines(body) == ["目录", "甲"]


def test_notes_follow_their_paragraph_once() -> None:
    def mark(i: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{i}"/></w:r>'

    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
        f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + t("含税"))}</w:footnote>'
    )
    body = p(t("支出12") + mark(2) + t(".5万元")) + p(
        "尾" if False else t("尾") + mark(2) + mark(5)
    )
    assert lines(body, footnotes=notes) == ["支出12.5万元", "含税", "尾"]


def test_headers_and_footers_are_furniture_once() -> None:
    references = "".join(
        f'<w:{kind}Reference r:id="rId{i}"/>'
        for i, kind in enumerate(("header", "header", "footer"))
    )
    source = read(
        word(
            p("正文") + f"<w:sectPr>{references}</w:sectPr>",
            {
                "header1": p("某局2023年度部门决算"),
                "header2": p("某局2023年度部门决算"),
                "footer1": p(t("第 ") + field(" PAGE ", t("3")) + t(" 页 共 9 页")),
            },
        )
    )
    assert [(kind, source.text[a:b]) for kind, a, b in source.furniture] == [
        ("header", "某局2023年度部门决算")
    ]
    assert source.text == "正文\n某局2023年度部门决算\n"


def grid(source: Source, at: int = 0) -> list[tuple[int, int, int, int, str]]:
    return [
        (c.row, c.column, c.rows, c.columns, source.text[c.start : c.end])
        for c in source.grids[at].cells
    ]


SPAN, DOWN, ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
ACROSS = '<w:hMerge w:val="restart"/>'
BEFORE = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
INNER = table(cell("甲") + cell("1"), cell("乙") + cell("2"))
#: XML of a table, its cells as (row, column, rows, columns, text)
TABLES = {
    "spans": (
        table(cell("项目", DOWN) + cell("金额", SPAN), cell("", ON) + cell("上年") + cell("本年")),
        [(0, 0, 2, 1, "项目"), (0, 1, 1, 2, "金额"), (1, 1, 1, 1, "上年"), (1, 2, 1, 1, "本年")],
    ),
    "left out before": (
        table(cell("甲") + cell("乙"), BEFORE + cell("丙")),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙")],
    ),
    "merge without a beginning": (
        table(cell("甲") + cell("乙"), cell("丙", ON) + cell("丁")),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")],
    ),
    "merged across": (
        table(cell("甲", ACROSS) + cell("", "<w:hMerge/>"), cell("乙") + cell("丙")),
        [(0, 0, 1, 2, "甲"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "丙")],
    ),
    "table in a cell": (
        table(cell(p("注") + INNER + p()) + cell("丙")),
        [(0, 0, 1, 1, "注\n甲 1\n乙 2"), (0, 1, 1, 1, "丙")],
    ),
    "layout of one cell": (
        table(cell(p("题") + INNER + p())),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")],
    ),
    "layout of one column": (
        table(cell("题"), cell(INNER + p())),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")],
    ),
    "rows within controls, a deleted one": (
        "<w:tbl><w:sdt><w:sdtContent><w:tr>" + cell("甲") + "<w:sdt><w:sdtContent>" + cell("乙")
        + "</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt><w:tr><w:trPr><w:del/></w:trPr>"
        + cell("丙") + "</w:tr></w:tbl>",
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")],
    ),
    "box and wraps in a cell": (
        table(cell(p("<w:r><w:t>单</w:t><w:br/><w:t>位</w:t></w:r>" + box("框"))) + cell("乙")),
        [(0, 0, 1, 1, "单\n位\n框"), (0, 1, 1, 1, "乙")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("xml", "cells"), TABLES.values(), ids=TABLES)
def test_tables(xml: str, cells: list[tuple[int, int, int, int, str]]) -> None:
    source = read(word(p("前") + xml + p("后")))
    assert len(source.grids) == 1
    assert grid(source) == cells
    assert source.text.startswith("前\n")
    assert source.text.endswith("\n后\n")


def test_one_cell_of_paragraphs_is_no_table() -> None:
    source = read(word(table(cell(p("甲") + p("乙")))))
    assert (source.text, source.grids) == ("甲\n乙\n", ())


def test_numbers_in_cells() -> None:
    numbering = numbered(level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'))
    body = table(cell(listed("")) + cell("甲"), cell(listed("")) + cell("乙"))
    assert lines(body, numbering=numbering) == ["1\t甲", "2\t乙"]


def test_strict_is_read_alike() -> None:
    body = listed("收入") + table(cell("甲") + cell("1.20"))
    parts = {"numbering": numbered(CHINESE)}
    strict, usual = read(word(body, parts, strict=True)), read(word(body, parts))
    assert (strict.text, strict.grids) == (usual.text, usual.grids)
    assert usual.text == "一、收入\n甲\t1.20\n"


def test_what_python_docx_writes() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("某局2023年度部门决算", 0)
    document.add_paragraph("甲", style="List Number")
    document.add_paragraph("乙", style="List Number")
    document.add_paragraph("点", style="List Bullet")
    made = document.add_table(2, 3)
    made.cell(0, 0).merge(made.cell(1, 0)).text = "项目"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "金额"
    packed = io.BytesIO()
    document.save(packed)
    source = read(packed.getvalue())
    assert source.text.startswith("某局2023年度部门决算\n1. 甲\n2. 乙\n点\n项目\t金额\n")
    assert grid(source)[:2] == [(0, 0, 2, 1, "项目"), (0, 1, 1, 2, "金额")]
    assert source.status == "complete"


#: files of a package that is broken, a word of the warning; the text is read all the same
DOCUMENT = word(listed("收入", 3))
CUT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>收入</w:t></w:r></w:p><w:p><w:r>"
)
TOLERATED = {
    "list undefined": (DOCUMENT, "numbers of lists"),
    "numbering broken": (word(p("收入"), {"numbering": "<w:num"}), "numbering.xml"),
    "chunk": (word(p("收入") + '<w:altChunk r:id="rId1"/>'), "chunk"),
    "cut XML": (zipped({"word/document.xml": CUT}), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "warning"), TOLERATED.values(), ids=TOLERATED)
def test_broken_parts(data: bytes, warning: str) -> None:
    source = read(data)
    assert source.text == "收入\n"
    assert source.status == "partial"
    assert warning in " ".join(source.warnings)


BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
REFUSED = {
    "cut": (DOCUMENT[: len(DOCUMENT) // 2], "EX105"),
    "no zip": (b"PK\x03\x04" + b"\0" * 90, "EX105"),
    "no document": (zipped({"word/styles.xml": "<a/>"}), "EX105"),
    "no body": (zipped({"word/document.xml": "<a/>"}), "EX105"),
    "no XML": (zipped({"word/document.xml": "收入"}), "EX105"),
    "entities": (zipped({"word/document.xml": BOMB}), "EX105"),
    "entities in UTF-16": (zipped({"word/document.xml": BOMB.encode("utf-16")}), "EX105"),
    "blank": (word(p() + p()), "EX102"),
    "bomb": (zipped({"word/document.xml": b" " * (70 << 20)}), "EX107"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_one_line(data: bytes, code: str) -> None:
    with pytest.raises(ExtractorError) as caught:
        read(data)
    assert caught.value.code == code
    assert caught.value.message.startswith("a.docx: ")


def test_limits_read_in_part() -> None:
    long = table(*[cell(f"项{i}") + cell(str(i)) for i in range(50)])
    source = read(word(p("前") + long + p("后") + long), cells=20)
    assert len(source.grids) == 1
    assert source.grids[0].rows == 10
    assert source.text.endswith("后\n")
    assert (source.status, len(source.warnings)) == ("partial", 1)
    source = read(word("".join(p("某局") for _ in range(90))), characters=30)
    assert len(source.text) < 40
    assert source.status == "partial"


@pytest.mark.parametrize(
    "opening", ["<w:sdt><w:sdtContent>", "<w:tbl><w:tr><w:tc>", "<w:p><w:r><w:ruby>"]
)
def test_deep_trees(opening: str) -> None:
    closing = "".join(f"</{each}>" for each in reversed(opening.strip("<>").split("><")))
    inner = p("底") if "ruby" not in opening else "<w:r><w:t>底</w:t></w:r>"
    depth = 600
    source = read(word(opening * depth + inner + closing * depth))
    assert source.text == "底\n"
