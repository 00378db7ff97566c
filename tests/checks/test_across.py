"""Documents against one another: the catalogue's examples, slips in sets of documents that agree,
and what relates documents."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from extractor.annotate.marks import parse_marks
from extractor.checks.across import across
from extractor.checks.across.names import OFFICE, is_office, same, short_forms
from extractor.checks.catalogue import Rule, parted, rules
from extractor.checks.render import Checked, Look, render
from extractor.checks.select import Settings
from extractor.cli.check import command
from extractor.errors import ExtractorError
from extractor.finding import Finding
from extractor.pipeline import check_across, extract
from extractor.record import Record, from_json
from extractor.source import Text

HERE = Path(__file__).parent / "across"
DATA = tomllib.loads((HERE / "slips.toml").read_text("utf-8"))
SETS: dict[str, list[str]] = DATA["sets"]
SLIPS: list[dict[str, Any]] = DATA["slip"]
COMPARING = [rule for rule in rules().values() if rule.across]
#: What a department that is without its inner transfers is told of: sums of its totals.
TRANSFERS = "FA983"


@cache
def record(text: str, name: str) -> Record:
    return extract(Text(text, name), with_text=True)


def text_of(name: str) -> str:
    return (HERE / ("reservoir_2023.txt" if name == "copy" else name)).read_text("utf-8")


def compared(texts: dict[str, str]) -> dict[str, Record]:
    records = [record(text, name) for name, text in texts.items()]
    return dict(zip(texts, across(records), strict=True))


# -- examples ------------------------------------------------------------------------------


def example(body: str) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The documents of an example, and (document, quote) of what is marked."""
    texts, marked = {}, set()
    for number, part in enumerate(parted(body)):
        text, marks, _ = parse_marks(part)
        texts[f"{number}.txt"] = text
        marked |= {(f"{number}.txt", text[each.start : each.end]) for each in marks}
    return texts, marked


@pytest.mark.parametrize("rule", COMPARING, ids=lambda rule: rule.code)
def test_a_bad_example_is_found(rule: Rule) -> None:
    assert rule.bad
    for body in rule.bad:
        texts, marked = example(body)
        found = {
            (name, each.spans[0].quote)
            for name, one in compared(texts).items()
            for each in one.findings
            if each.code == rule.code
        }
        assert found == marked


@pytest.mark.parametrize("rule", COMPARING, ids=lambda rule: rule.code)
def test_nothing_is_found_in_a_good_example(rule: Rule) -> None:
    assert rule.good
    for body in rule.good:
        texts, marked = example(body)
        assert not marked
        told = [each for one in compared(texts).values() for each in one.findings]
        assert [
            each.message for each in told if each.code == rule.code or each.severity == "error"
        ] == []


# -- slips ---------------------------------------------------------------------------------


@pytest.mark.parametrize("files", SETS.values(), ids=SETS)
def test_documents_that_agree(files: Sequence[str]) -> None:
    found = compared({name: text_of(name) for name in files})
    told = [each for one in found.values() for each in one.findings]
    assert [each.message for each in told if each.severity != "info"] == []
    assert {each.code for each in told} <= {TRANSFERS, "FA985"}
    assert not [each for one in found.values() for each in one.warnings]


@pytest.mark.parametrize("slip", SLIPS, ids=[each["name"] for each in SLIPS])
def test_a_slip(slip: dict[str, Any]) -> None:
    texts = {name: text_of(name) for name in SETS[slip["set"]]}
    usual = {_key(each) for one in compared(texts).values() for each in one.findings}
    assert texts[slip["file"]].count(slip["old"]) == 1 or slip["set"] == "two"
    texts[slip["file"]] = texts[slip["file"]].replace(slip["old"], slip["new"])
    found = []
    for name, one in compared(texts).items():
        for each in one.findings:
            if _key(each) not in usual:
                found.append([each.code, each.severity, name, each.spans[0].quote, _other(each)])
            _check_places(each, name, texts)
    # what follows from a slip, or is told of what was there before, is not looked at
    codes = {each[0] for each in slip["found"]}
    assert [each for each in found if each[0] in codes or each[1] == "error"] == slip["found"]


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.spans[0].quote


def _other(finding: Finding) -> str:
    return next((each.quote for each in finding.spans if each.source is not None), "")


def _check_places(finding: Finding, name: str, texts: dict[str, str]) -> None:
    assert finding.spans[0].role == "primary"
    assert finding.spans[0].source is None
    for span in finding.spans:
        assert texts[span.source or name][span.start : span.end] == span.quote


# -- relations -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("云渠县水利局", "云渠县水利局", True),
        ("江屏市云渠县水利局", "云渠县水利局", True),
        ("云渠县水利局", "水利局", True),
        ("云渠县发展和改革局", "云渠县发展与改革局", True),
        ("云渠县水利局", "云渠县水务局", False),
        ("云渠县水利局", "云渠县水利局水政监察大队", False),
        ("水局", "云渠县水局", False),
        ("", "", False),
    ],
)
def test_names_of_one_unit(one: str, other: str, expected: bool) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected


def test_names_of_an_office() -> None:
    for name in ("云渠县水利局(本级)", "云渠县水利局 机关", "局本级", "水利局（局机关）"):
        assert is_office(name)
    for name in ("云渠县机关事务服务中心", "云渠县水利局", "云渠县水利局（汇总）"):
        assert not is_office(name)
    assert OFFICE.search("其中：局本级支出")
    assert not OFFICE.search("其中：本级财政安排")
    assert short_forms("云渠县体育中心")[-1] == "体育中心"


def test_nothing_relates_two_documents() -> None:
    texts = ["reservoir_2023.txt", "school_2023.txt"]
    with pytest.raises(ExtractorError, match="EX504") as told:
        across([record(text_of(name), name) for name in texts])
    assert "云渠县第一中学 2023" in str(told.value)
    with pytest.raises(ExtractorError, match="EX501"):
        across([record(text_of("school_2023.txt"), "school_2023.txt")])


def test_years_that_are_not_consecutive() -> None:
    late = text_of("reservoir_2023.txt").replace("2023", "2024")
    with pytest.raises(ExtractorError, match="EX504"):
        across([record(text_of("reservoir_2022.txt"), "a"), record(late, "b")])


def test_a_record_needs_its_text() -> None:
    bare = msgspec.structs.replace(record(text_of("school_2023.txt"), "a.txt"), text=None)
    with pytest.raises(ExtractorError, match=r"EX501 a\.txt.*--with-text"):
        across([bare, bare])


def test_a_document_that_is_of_another_unit_is_told() -> None:
    files = ["reservoir_2022.txt", "reservoir_2023.txt", "school_2023.txt"]
    found = compared({name: text_of(name) for name in files})
    assert ["not compared" in " ".join(one.warnings) for one in found.values()] == [
        False,
        False,
        True,
    ]


def test_nothing_to_compare_is_not_checkable() -> None:
    texts = [
        f"云渠县水利局{year}年度部门决算\n{year}年度收入总计9万元。\n" for year in (2022, 2023)
    ]
    later = across([record(text, f"{n}.txt") for n, text in enumerate(texts)])[1]
    assert later.findings == ()
    assert "not checkable: FA980" in later.warnings[0]


def test_three_years_in_any_order() -> None:
    texts = {
        f"{year}.txt": f"云渠县水利局{year}年度部门决算\n{year}年度收入总计{year - 1900}万元，"
        f"比上年增加{12 if year == 2023 else 1}万元。\n"
        for year in (2023, 2021, 2022)
    }
    found = compared(texts)
    assert {name: len(one.findings) for name, one in found.items()} == {
        "2023.txt": 1, "2021.txt": 0, "2022.txt": 0,
    }  # fmt: skip


def test_sources_of_one_name_are_told_apart() -> None:
    first, second = text_of("reservoir_2022.txt"), text_of("reservoir_2023.txt")
    second = second.replace("比上年的831.05", "比上年的813.05")
    later = across([record(first, "a.txt"), record(second, "a.txt")])[1]
    assert [each.source for each in later.findings[0].spans if each.source] == ["a.txt"]
    earlier = across([record(second, "a.txt"), record(first, "a.txt")])[0]
    assert [each.source for each in earlier.findings[0].spans if each.source] == ["a.txt#2"]


# -- shown ---------------------------------------------------------------------------------


def broken() -> list[Checked]:
    texts = {name: text_of(name) for name in SETS["years"]}
    texts["reservoir_2023.txt"] = texts["reservoir_2023.txt"].replace("年的831.05", "年的813.05")
    found = [Checked(name, one, texts[name]) for name, one in compared(texts).items()]
    return [msgspec.structs.replace(each, beside=tuple(found)) for each in found]


def test_both_lines_are_shown() -> None:
    told = render("text", broken(), Look("en"))
    assert "    reservoir_2022.txt:" in told
    assert told.count("831.05") > 1
    assert "813.05" in told


def test_a_document_that_is_not_at_hand_is_quoted() -> None:
    alone = msgspec.structs.replace(broken()[1], beside=())
    told = render("text", [alone], Look("en"))
    assert "reservoir_2022.txt character" in told
    assert "~ character" in told
    assert "831.05" in told


def test_a_finding_keeps_its_source() -> None:
    one = broken()[1].record
    again = from_json(one.to_json())
    assert again.findings == one.findings
    assert '"source":null' not in one.to_json()


def test_the_command(tmp_path: Path) -> None:
    texts = {each.name: each.text for each in broken()}
    paths = []
    for name, text in texts.items():
        paths.append(tmp_path / name)
        paths[-1].write_text(text or "", "utf-8")
    runner = CliRunner()
    done = runner.invoke(command, ["--across", *map(str, paths)], standalone_mode=False)
    assert done.return_value == 1
    assert done.stdout.count("FA980") == 1
    sarif = runner.invoke(
        command, ["--across", "--format", "sarif", *map(str, paths)], standalone_mode=False
    )
    assert sarif.stdout.count('"relatedLocations"') == 1
    clean = runner.invoke(command, [str(paths[1])], standalone_mode=False)
    assert "FA980" not in clean.stdout


def test_the_door() -> None:
    paths = [HERE / name for name in SETS["years"]]
    settings = Settings(ignore=("FA980",))
    earlier = record(text_of("reservoir_2022.txt").replace("862.40", "826.40"), "2022")
    assert [each.code for each in check_across([earlier, paths[1]])[1].findings] == ["FA980"]
    assert check_across([earlier, paths[1]], settings=settings)[1].findings == ()
    assert [one.findings for one in check_across(paths)] == [(), ()]
