"""The page holds the record, loads nothing, and escapes whatever the source says."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extractor.fact import Evidence, Fact
from extractor.finding import SEVERITIES, Finding, FindingSpan
from extractor.record import Heading, Record, SourceInfo, fact_from_dict
from extractor.view import render
from extractor.view.labels import labels
from tests.view.browser import BROWSER, run_in_browser

HERE = Path(__file__).parent
SELFTEST = (HERE / "selftest.js").read_text(encoding="utf-8")
FACTS = tomllib.loads((HERE / "facts.toml").read_text(encoding="utf-8"))["fact"]
#: Astral characters, CRLF, a tab, markup, a wrap inside a figure, one figure for two fields.
TORTURE = (
    "  😀𠮷安县<b>水利</b>局2023年度部门决算\r\n第一部分 部门概况\r\n一、主要职责\r\n"
    "（一）贯彻执行&amp;水利</script><script>window.broken=1</script>方针\U0002000b政策。\r\n"
    "（二）负责水资源\r\n管理和保护工作。建成3座水库，设办公室。\r\n"
    "第二部分 2023年度部门决算情况说明\r\n"
    "一、收入支出决算总体情况说明\r\n2023年度收入总计、支出总计均为360.44万\r\n\r\n元，\t"
    "与上年相比增加20.70万元，增长6.09%。主要原因是项目增加。\r\n\x0c"
    "二、三公经费\r\n本年度无公务接待费支出。\r\n"
)


def fact_of(text: str, number: int, given: dict[str, Any]) -> Fact:
    """A fact of ``facts.toml``, its quotes looked up in the text."""
    quotes = given["quotes"]
    places = []
    for role, quote in quotes.items():
        start = text.index(quote)
        places.append(Evidence(role, start, start + len(quote), quote))
    data = {key: value for key, value in given.items() if key != "quotes"}
    fact = fact_from_dict({**data, "id": f"f{number}", "evidence": []})
    return msgspec.structs.replace(fact, evidence=tuple(places))


def record_of(text: str, name: str = "a.txt", facts: tuple[Fact, ...] = ()) -> Record:
    info = SourceInfo(name, "0" * 64, "text/plain", None, len(text), "text")
    return Record(info, facts=facts)


@pytest.fixture(scope="module")
def record() -> Record:
    facts = tuple(fact_of(TORTURE, number, each) for number, each in enumerate(FACTS, start=1))
    whole = record_of(TORTURE, "a<b>.txt", facts)
    heads = []
    for at, title in enumerate(("部门概况", "主要职责", "2023年度部门决算情况说明", "三公经费")):
        start = TORTURE.rindex("\n", 0, TORTURE.rindex(title)) + 1
        end = TORTURE.rindex(title) + len(title)
        heads.append(Heading(f"s{at}", 1 + at % 2, "", title, start, end, len(TORTURE)))
    at = TORTURE.index("6.09%")
    finding = Finding(
        code="FA201", family="change", severity="error", message="<img src=x>",
        sum="20.70万元 ÷ 339.74万元", mistake="shifted",
        spans=(
            FindingSpan("primary", at, at + 5, "6.09%"),
            FindingSpan("secondary", at - 12, at - 4, TORTURE[at - 12 : at - 4]),
        ),
    )  # fmt: skip
    return msgspec.structs.replace(
        whole, sections=tuple(heads), warnings=("<b>注意</b>",), findings=(finding,)
    )


@pytest.fixture(scope="module")
def page(record: Record) -> str:
    return render(record, TORTURE)


def data(page: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def test_holds_the_record_and_its_text(page: str, record: Record) -> None:
    held = data(page, "record")
    assert isinstance(held, dict)
    assert held["text"] == TORTURE
    assert [each["id"] for each in held["facts"]] == [fact.id for fact in record.facts]
    assert data(page, "labels") == labels()


def test_loads_nothing(page: str) -> None:
    shell = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)
    assert not re.search(r"https?:|//[a-z]|\bimport\s*\(|fetch\(|XMLHttp|<link|\bsrc=|url\(", shell)
    assert "default-src 'none'" in page


def test_source_cannot_break_out(page: str) -> None:
    assert page.count("</script>") == 3
    assert "window.broken" in page
    assert "<script>window.broken" not in page
    assert "innerHTML" not in page


def test_title_is_escaped() -> None:
    assert "<title>&lt;i&gt;&amp;.txt</title>" in render(record_of("甲", "<i>&.txt"), "甲")


def test_placeholders_in_the_source_stay_as_they_are() -> None:
    text = "{{data}} {{style}} 2023年度收入总计12万元。"
    held = data(render(record_of(text), text), "record")
    assert isinstance(held, dict)
    assert held["text"] == text


def test_findings_bring_their_words(page: str) -> None:
    held = data(page, "record")
    assert isinstance(held, dict)
    (finding,) = held["findings"]
    assert finding["title"] == "变动幅度与金额不符"
    assert finding["family_label"] == "增减"
    assert finding["mistake_label"]
    assert set(labels()["severities"]) == {*SEVERITIES, "review"}


def test_a_record_without_findings_shows_no_list() -> None:
    shell = render(record_of("甲"), "甲")
    assert '<details id="findings" hidden>' in shell


def test_every_kind_and_role_has_a_word() -> None:
    words = labels()
    kinds = (
        "document duty organisation staffing money ratio asset performance quantity "
        "indicator term reason"
    )
    assert set(words["kinds"]) == set(kinds.split())
    roles = (
        "budget actual prior_actual change threshold other share completion satisfaction "
        "execution_rate target achievement problem cause measure evaluation_result method"
    )
    assert set(words["roles"]) == set(roles.split())
    assert set(words["statuses"]) == {"exact", "reflowed", "inherited", "ungrounded", "ocr"}


@pytest.mark.needs_browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [1280, 500])
@pytest.mark.parametrize("highlights", [True, False])
def test_in_a_browser(page: str, tmp_path: Path, width: int, highlights: bool) -> None:
    """Ranges, rings, clicks, chips and keys, checked from inside the page by geometry."""
    head = "" if highlights else "<script>delete window.Highlight;</script>"
    whole = page.replace("<style>", f"{head}<style>", 1)
    told = run_in_browser(whole, SELFTEST, tmp_path, width)
    assert told["faults"] == []
    assert told["facts"] > 5
    assert told["ringed"] == told["facts"]
    assert told["clicked"] > 5
    assert told["flaws"] == 1
    assert told["highlights"] is highlights
