"""Mark-up compiles to a text and gold; mistakes are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.annotate.markup import Front, compile_document, compile_text, outputs, write
from extractor.errors import ExtractorError

FRONT = Front("a", "甘肃", "水务局", 2021)
HEAD = '+++\nid = "a"\nprovince = "甘肃"\nunit_kind = "水务局"\nyear = 2021\n+++\n'


def facts(body: str, front: Front = FRONT) -> list[dict[str, object]]:
    document, problems = compile_text(body, front)
    assert not problems
    assert document is not None
    for fact in document.gold():
        places = fact["evidence"] if fact["kind"] != "section" else [fact]
        for place in places:  # type: ignore[attr-defined]
            assert document.text[place["start"] : place["end"]] == place["quote"]
    return document.gold()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "收入{{3.5万元|revenue.total}}",
            {"field": "revenue.total", "kind": "money", "role": "actual", "period": "2021",
             "value": "35000", "unit": "CNY", "raw": "3.5万元", "label": "收入总计"},
        ),
        (
            "下降{{5.43%|%revenue.total change decrease base=prior_year}}",
            {"field": "revenue.total", "kind": "ratio", "value": "5.43", "role": "change",
             "direction": "decrease", "base": "prior_year"},
        ),
        (
            "满意度{{98%以上|% satisfaction}}",
            {"field": "ratio", "kind": "ratio", "value": "98", "low": "98", "approx": True},
        ),
        (
            "编制{{12名|staffing.establishment 2021-12-31 category=total}}",
            {"value": "12", "unit": "person", "period": "2021-12-31", "category": "total"},
        ),
        (
            "发放{{6000余份|quantity name=宣传资料}}",
            {"value": "6000", "low": "6000", "high": "7000", "unit": "份", "approx": True,
             "name": "宣传资料", "role": None},
        ),
        (
            "{{本年无公务接待费支出|three_public.reception value=0 implied}}",
            {"value": "0", "unit": "CNY", "implied": True, "raw": "本年无公务接待费支出"},
        ),
        (
            "{{12|training budget budget_basis=initial unit=万元}}",
            {"value": "120000", "unit": "CNY", "role": "budget", "budget_basis": "initial"},
        ),
        ("{{12|training unit=none}}", {"value": "12", "unit": None}),
        (
            "{{8万元|general.functional path=教育支出/普通教育/小学教育 code=2050202}}",
            {"path": ("教育支出", "普通教育", "小学教育"), "code": "2050202"},
        ),
        (
            "{{办公室、财务股（审计、统计）、河湖股|organisation.budget_units value_count=3}}",
            {"value": ("办公室", "财务股（审计、统计）", "河湖股"), "value_count": 3},
        ),
        (
            "{{无内设机构|organisation.internal_departments implied}}",
            {"value": (), "value_count": 0},
        ),
        (
            "{{（三）负责供水\n管理。|duty list=main}}",
            {"value": "负责供水管理。", "ordinal": "（三）", "list": "main", "period": None},
        ),
        ("{{2021年8月3日|document.publication_date}}", {"value": "2021-08-03", "kind": "document"}),
        ("{{二〇二一年度|document.fiscal_year}}", {"value": "2021"}),
        (
            '{{指人员经费。|term name="基本 支出; 旧称"}}',
            {"name": "基本 支出; 旧称", "value": "指人员经费。"},
        ),
        (
            "{{人员增加|reason about=revenue.total,expenditure.total}}",
            {"about": ["revenue.total", "expenditure.total"]},
        ),
    ],
)  # fmt: skip
def test_facts(body: str, expected: dict[str, object]) -> None:
    (fact,) = facts(body)
    assert {key: fact.get(key) for key in expected} == expected


def test_two_fields_in_one_figure_and_nested_marks() -> None:
    body = "{{全年{{3万元|revenue.total ; expenditure.total}}用于修渠。|performance achievement}}"
    told = facts(body)
    spans = [(each["field"], each["evidence"][0]["quote"]) for each in told]  # type: ignore[index]
    assert spans == [
        ("performance", "全年3万元用于修渠。"),
        ("revenue.total", "3万元"),
        ("expenditure.total", "3万元"),
    ]


def test_text_may_hold_a_bar_and_a_brace() -> None:
    told = facts("{{甲|乙{丙|document.org_name}}")
    assert told[0]["value"] == "甲|乙{丙"


def test_sections_nest_and_end_where_the_next_begins() -> None:
    body = (
        "{{第一部分 概况|section 1}}\n{{一、职责|section 2}}\n甲\n{{二、机构|section 2}}\n乙\n"
        "{{第二部分 说明|section 1}}\n丙"
    )
    document, _ = compile_text(body, FRONT)
    assert document is not None
    told = [(s.level, s.ordinal, s.title, s.parent) for s in document.sections]
    assert told == [
        (1, "第一部分", "概况", None),
        (2, "一、", "职责", "s1"),
        (2, "二、", "机构", "s1"),
        (1, "第二部分", "说明", None),
    ]
    part = document.sections[0]
    assert document.text[part.body_end :].startswith("第二部分")
    assert document.sections[1].body_end == document.sections[2].start
    assert document.sections[3].body_end == len(document.text)


def test_noise_moves_the_gold_with_the_text() -> None:
    front = Front("a", "甘肃", "水务局", 2021, noise=("spaces", "wrap:4", "blank_lines", "crlf"))
    body = "收入合计{{360.44万元|revenue.total}}，{{抓好供水。|performance achievement}}\n"
    money, told = facts(body, front)
    assert money["value"] == "3604400"
    assert told["value"] == "抓好供水。"
    assert told["evidence"][0]["status"] == "reflowed"  # type: ignore[index]


@pytest.mark.parametrize(
    ("noise", "mark", "value", "quote"),
    [
        ("ascii_punctuation", "有尾差，不调整。|document.rounding_note", "有尾差,不调整。", None),
        ("ascii_punctuation", "县（区）水务局|document.org_name", "县(区)水务局", None),
        ("fullwidth", "2021年|document.fiscal_year", "2021", "２０２１年"),
        ("traditional", "节约经费。|performance achievement", None, "節約經費。"),
        (
            "traditional", "办公室、预算股|organisation.internal_departments",
            ["办公室", "预算股"], "辦公室、預算股",
        ),
        ("glosses", "管理水务。|duty list=main", "管理水务。", "管理水务(wù)。"),
        ("traditional", "5万元|revenue.total", "50000", "5萬元"),
    ],
)  # fmt: skip
def test_values_under_noise(noise: str, mark: str, value: object, quote: str | None) -> None:
    """Values follow punctuation and widths; they are simplified and hold no glosses."""
    front = Front("a", "甘肃", "水务局", 2021, noise=(noise,))
    (fact,) = facts("{{" + mark + "}}\n", front)
    given = fact["value"]
    expected = mark.split("|")[0] if value is None else value
    assert (list(given) if isinstance(given, tuple) else given) == expected
    assert fact["evidence"][0]["quote"] == (quote or expected)  # type: ignore[index]


@pytest.mark.parametrize(
    ("body", "line", "cause"),
    [
        ("甲\n{{3万元|revenue.totl}}", 8, "unknown field 'revenue.totl'"),
        ("{{3万元|revenue.total achieved}}", 7, "word 'achieved'"),
        ("{{3万元|revenue.total target}}", 7, "role target is not one of a money fact"),
        ("{{许多|revenue.total}}", 7, "not one figure"),
        ("{{3|revenue.total}}", 7, "no unit is printed"),
        ("\n\n{{3万元|revenue.total", 9, "never closed"),
        ("3万元}}", 7, "closes nothing"),
        ("{{3万元}}", 7, "no | with facts"),
        ("{{3万元 |revenue.total}}", 7, "begins or ends with space"),
        ("{{|revenue.total}}", 7, "holds no text"),
        ("{{3万元|revenue.total change}}", 7, "a change needs"),
        ("{{3万元|revenue.total colour=red}}", 7, "colour= is not one"),
        ("{{3万元|revenue.total base=2020}}", 7, "base= must be one of"),
        ("{{3人|staffing.actual category=cooks}}", 7, "category must be one of"),
        ("{{3万元|activity.funds}}", 7, "name= is missing"),
        ("{{好|performance}}", 7, "needs a role"),
        ("{{一、甲|section}}", 7, "section needs its level"),
        ('{{甲|term name="乙}}', 7, "never closed"),
        ("{{人多|reason about=revenue.nil}}", 7, "unknown field 'revenue.nil'"),
    ],
)
def test_mistakes_name_file_line_and_cause(
    tmp_path: Path, body: str, line: int, cause: str
) -> None:
    path = tmp_path / "a.mark"
    path.write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(ExtractorError) as caught:
        compile_document(path)
    assert caught.value.code == "EX202"
    assert f"{path}:{line}: " in caught.value.message
    assert cause in caught.value.message


@pytest.mark.parametrize(
    "head",
    ["", "+++\nid = 3\n+++\n", HEAD.replace("2021", '2021\nnoise = ["wrp:3"]'),
     HEAD.replace("year", "yaer"), HEAD.replace('"a"', '"b"')],
)  # fmt: skip
def test_bad_front_matter(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.mark"
    path.write_text(head + "甲{{3万元|revenue.total}}", encoding="utf-8")
    with pytest.raises(ExtractorError, match="EX202"):
        compile_document(path)


def test_write_is_repeatable_and_keeps_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "train" / "a.mark"
    path.parent.mkdir()
    noise = HEAD.replace("2021\n", '2021\nnoise = ["crlf", "bom"]\n')
    path.write_text(noise + "支出{{3万元|expenditure.total}}\n", encoding="utf-8")
    assert write(tmp_path) == (1, 2)
    assert write(tmp_path) == (1, 0)
    text, gold = outputs(path)
    assert text.read_bytes() == "\ufeff支出3万元\r\n".encode()
    assert b'"start":2,"end":5' in gold.read_bytes()  # the byte order mark does not count
