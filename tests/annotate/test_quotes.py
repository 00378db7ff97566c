"""Every quote is checked; one known cause for all of a document is mended, nothing else is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).parent))

from torture import sheets, torture  # type: ignore[import-not-found]

from extractor.annotate.formats import Drawn, Mark, Region, Sheet
from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.quotes import checked, faults, moved
from extractor.errors import ExtractorError


def drawn(sheet: Sheet) -> Drawn:
    marks, rest = marks_of(sheet)
    return Drawn(sheet.name, sheet.text, tuple(marks), tuple(rest), "a.json")


#: What a tool does to offsets, by the name of the cause.
CAUSES: dict[str, Callable[[str], Callable[[int], int]]] = {
    "utf-16": lambda text: lambda at: len(text[:at].encode("utf-16-le")) // 2,
    "crlf counted as one": lambda text: lambda at: len(text[:at].replace("\r\n", "\n")),
    "start not counted": lambda text: lambda at: at - 3,
    "trimmed": lambda text: lambda at: at + 5,
}


@pytest.mark.parametrize("cause", CAUSES)
def test_one_cause_is_mended(cause: str) -> None:
    right = drawn(torture())
    wrong = moved(right, CAUSES[cause](right.text))
    mended, told = checked(wrong, repair=True)
    assert told == cause
    places = [each.regions for each in mended.marks]
    assert places == [each.regions for each in right.marks]


def test_line_feeds_counted_as_two() -> None:
    text = "一\n二\n三四五"
    mark = Mark("f1", "duty", (Region(6, 8, "三四"),))
    mended, told = checked(Drawn("a", text, (mark,)), repair=True)
    assert told == "line feeds counted as two"
    assert (mended.marks[0].regions[0].start, mended.marks[0].regions[0].end) == (4, 6)


def test_the_fault_is_told_on_one_line() -> None:
    wrong = moved(drawn(torture()), lambda at: at + 1)
    with pytest.raises(ExtractorError) as caught:
        checked(wrong)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("EX301 a.json: torture_2023: f1 document.org_name at 4-10")
    assert "expected '甲县😀水务局', found '县😀水务局" in str(caught.value)


def test_two_causes_are_refused() -> None:
    """One fact that is off otherwise than the others: nobody knows what happened."""
    right = drawn(torture())
    utf16 = moved(right, CAUSES["utf-16"](right.text))
    marks = (*utf16.marks[:-1], moved(right, lambda at: at + 4).marks[-1])
    wrong = Drawn(right.name, right.text, marks, right.unplaced, "a.json")
    with pytest.raises(ExtractorError, match="no known cause mends them all"):
        checked(wrong, repair=True)


def test_what_is_ambiguous_is_refused() -> None:
    """Blanks before a text whose words come again: two shifts would both do."""
    text = "  甲乙甲乙甲乙"
    wrong = Drawn("a", text, (Mark("f1", "duty", (Region(5, 7, "甲乙"),)),))
    with pytest.raises(ExtractorError, match="several causes"):
        checked(wrong, repair=True)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 4), (90, 95), (0, 10**9)])
def test_places_outside_the_text(start: int, end: int) -> None:
    wrong = Drawn("a", "甲乙丙丁戊", (Mark("f1", "duty", (Region(start, end),)),))
    assert faults(wrong)
    with pytest.raises(ExtractorError, match="EX301"):
        checked(wrong)


@given(sheets())
def test_a_mended_document_is_right_or_refused(sheet: Sheet) -> None:
    """Whatever is mended, the quotes stand; what needs no mending is left alone."""
    right = drawn(sheet)
    assert checked(right, repair=True) == (right, None)
    for cause in CAUSES.values():
        wrong = moved(right, cause(sheet.text))
        try:
            mended, _ = checked(wrong, repair=True)
        except ExtractorError:
            continue
        assert not faults(mended)
