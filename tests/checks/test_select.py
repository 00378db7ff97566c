"""Settings: what they say, what they refuse, and the checks that users declare."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extractor import ExtractorError, Text, extract
from extractor.checks.catalogue import rules
from extractor.checks.custom import Custom
from extractor.checks.saved import unchecked
from extractor.checks.select import Settings, load_settings
from extractor.pipeline import recheck

CASES = tomllib.loads((Path(__file__).parent / "settings.toml").read_text("utf-8"))
WRONG = "一、收支\n2022年度收入总计120.00万元，与上年相比增加20.00万元，增长0.20%。"


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["file"])
@pytest.mark.parametrize("own", [True, False], ids=["extractor.toml", "pyproject.toml"])
def test_refused(case: dict[str, Any], own: bool, tmp_path: Path) -> None:
    file = tmp_path / ("extractor.toml" if own else "pyproject.toml")
    text = case["file"]
    if not own:
        text = re.sub(r"^(\[+)", r"\1tool.extractor.", text, flags=re.M)
        if text == case["file"]:
            text = f"[tool.extractor]\n{text}"
    file.write_text(text, "utf-8")
    with pytest.raises(ExtractorError) as told:
        load_settings(folder=tmp_path)
    assert told.value.code == "EX503"
    assert str(file) in told.value.message
    for name in case["names"]:
        assert name in told.value.message.replace("tool.extractor.", "")


def test_where_settings_are_found(tmp_path: Path) -> None:
    assert load_settings(folder=tmp_path) == Settings()
    project = tmp_path / "pyproject.toml"
    project.write_text("[project]\nname = 'a'\n", "utf-8")
    assert load_settings(folder=tmp_path) == Settings()
    project.write_text("[tool.extractor.check]\nignore = ['FA2']\n", "utf-8")
    assert load_settings(folder=tmp_path).ignore == ("FA2",)
    (tmp_path / "extractor.toml").write_bytes(b"\xef\xbb\xbf[check]\nselect = ['sum']\n")
    assert load_settings(folder=tmp_path) == Settings(select=("sum",))
    assert load_settings(project).ignore == ("FA2",)
    for missing in (tmp_path / "no.toml", tmp_path):
        with pytest.raises(ExtractorError, match="EX503"):
            load_settings(missing)


@pytest.mark.parametrize("case", CASES["selects"])
def test_selectors(case: dict[str, Any]) -> None:
    settings = Settings(tuple(case.get("select", ())), tuple(case.get("ignore", ())))
    for code, family in case.get("passes", ()):
        assert settings.wants(code, family)
    for code, family in case.get("stops", ()):
        assert not settings.wants(code, family)


def test_options_of_the_command_line_replace_the_file() -> None:
    settings = Settings(select=("FA3",), ignore=("sum",)).with_options(["FA2, FA301", "sum"], [])
    assert settings.select == ("FA2", "FA301", "sum")
    assert settings.ignore == ("sum",)
    for select, ignore in ((["FA9999"], []), ([], ["summ"])):
        with pytest.raises(ExtractorError, match=r"EX501 --(select|ignore) "):
            Settings().with_options(select, ignore)


def test_every_code_and_family_can_be_named() -> None:
    for code, rule in rules().items():
        assert Settings().known(code)
        assert Settings().known(code[:3])
        assert Settings().known(rule.family)
    assert Settings(custom=(Custom("X1", "meeting == 1"),)).known("X")


def test_severities_follow_the_settings() -> None:
    for selector, severity in (("FA201", "warning"), ("FA2", "info"), ("change", "info")):
        record = extract(Text(WRONG), settings=Settings(severity={selector: severity}))
        (found,) = record.findings
        assert (found.code, found.severity) == ("FA201", severity)
    both = Settings(severity={"change": "info", "FA201": "warning", "FA2": "error"})
    assert extract(Text(WRONG), settings=both).findings[0].severity == "warning"


def test_unwanted_rules_are_not_told_as_unchecked() -> None:
    assert unchecked(extract(Text(WRONG)).warnings)
    left = extract(Text(WRONG), settings=Settings(select=("FA2",))).warnings
    assert all(each.code.startswith("FA2") for each in unchecked(left))


@pytest.mark.parametrize("case", CASES["custom"], ids=lambda case: case["text"])
def test_checks_of_users(case: dict[str, Any]) -> None:
    custom = Custom("X1", case["expression"], message=case.get("message", ""))
    custom.check()
    settings = Settings(select=("X1",), custom=(custom,))
    quotes = re.findall(r"\{\{(.*?)\}\}", case["text"])
    text = re.sub(r"\{\{|\}\}", "", case["text"])
    record = extract(Text(text), settings=settings, with_text=True)
    if "missing" in case:
        assert [(each.code, each.why) for each in unchecked(record.warnings)] == [
            ("X1", case["missing"])
        ]
        return
    assert not unchecked(record.warnings)
    assert len(record.findings) == bool(quotes)
    for found in record.findings:
        assert {each.quote for each in found.spans} == set(quotes)
        assert found.sum == case["sum"]
        assert case.get("told", case["sum"]) in found.message
    assert recheck(record, settings) == record


def test_a_record_that_does_not_fit_its_text_is_refused() -> None:
    record = extract(Text(WRONG), with_text=True)
    assert recheck(record) == record
    moved = msgspec.structs.replace(record, text="一" + WRONG)
    fact = next(each for each in record.facts if each.kind == "money")
    others = tuple(each for each in record.facts if each is not fact)
    worse = [
        moved,
        *(
            msgspec.structs.replace(
                record, facts=(*others, msgspec.structs.replace(fact, **change))
            )
            for change in ({"value": "many"}, {"value": "NaN"}, {"low": "x"}, {"evidence": ()})
        ),
    ]
    for each in worse:
        with pytest.raises(ExtractorError, match="EX302"):
            recheck(each)
