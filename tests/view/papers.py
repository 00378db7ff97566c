"""PDFs of our own with Chinese text and ruled tables; the font is the viewer's."""

from __future__ import annotations

from collections.abc import Sequence

from tests.source import made

HEAD = ("部门决算", "第一部分 部门概况", "一、主要职责", "负责水资源管理和保护工作，编制水利规划。")
PROSE = (
    "第二部分 2023年度部门决算情况说明",
    "一、收入支出决算总体情况说明",
    "2023年度收入总计、支出总计均为360.44万元，与上年相比增加20.70万元，",
    "增长7.09%，主要原因是新增水利项目。",
    "二、收入决算情况说明",
    "2023年度收入合计350.00万元，其中：财政拨款收入350.00万元，占100.00%。",
)
WIDE = ("三、支出决算情况说明", "2023年度支出合计350.44万元，其中：基本支出350.44万元。")
TABLE = (
    ("收入", "", "支出", ""),
    ("项目", "决算数", "项目", "决算数"),
    ("一、一般公共预算财政拨款收入", "350.00", "一、农林水支出", "340.44"),
    ("二、其他收入", "", "二、住房保障支出", "10.00"),
    ("本年收入合计", "350.00", "本年支出合计", "350.44"),
    ("年初结转和结余", "10.44", "年末结转和结余", "10.00"),
    ("总计", "360.44", "总计", "360.44"),
)
COLUMNS = (60, 220, 290, 450, 535)


def said(x: float, y: float, text: str, size: int = 11) -> str:
    return f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def prose(lines: Sequence[str], top: int = 740) -> str:
    return "\n".join(said(72, top - 26 * at, line) for at, line in enumerate(lines))


def table(top: int = 740) -> str:
    out = [said(230, top, "收入支出决算总表", 14), said(470, top - 20, "单位：万元")]
    start = top - 30
    lines = [start - 20 * at for at in range(len(TABLE) + 1)]
    out += [f"{COLUMNS[0]} {y} m {COLUMNS[-1]} {y} l S" for y in lines]
    out += [f"{x} {lines[0]} m {x} {lines[-1]} l S" for x in COLUMNS]
    for at, row in enumerate(TABLE):
        for x, words in zip(COLUMNS, row, strict=False):
            if words:
                out.append(said(x + 4, start - 20 * at - 14, words, 9))
    return "\n".join(out)


def pdf(pages: Sequence[tuple[str, str]]) -> bytes:
    """A PDF; each page is its content and what is said of it besides, such as ``/Rotate 90``."""
    first = 5
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/MediaBox[0 0 595 842]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        "/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    ]
    for at, (content, more) in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/Contents {first + 2 * at + 1} 0 R"
            f"/Resources<</Font<</F 3 0 R>>>>{more}>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    return made.pdf(objects)


def account() -> bytes:
    """An account of five pages: upright, turned, a table, landscape, and one without evidence."""
    return pdf([
        (said(72, 780, "云溪县水利局2023年度部门决算", 16) + prose(HEAD), ""),
        (prose(PROSE), "/Rotate 90"),
        (table(), ""),
        (prose(WIDE, 500), "/MediaBox [0 0 842 595]"),
        (prose(("（本页无正文）",)), ""),
    ])  # fmt: skip
