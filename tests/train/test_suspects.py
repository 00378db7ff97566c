"""Labels that are most likely wrong: each reason, and planted errors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from extractor.annotate.formats import Sheet
from extractor.annotate.formats.sheets import load_sheets
from extractor.evaluate.types import Item
from extractor.train.evidence import neighbours, underived
from extractor.train.planted import measure, plant
from extractor.train.suspects import extracted, suspects

CORPUS = Path(__file__).parents[2] / "corpus"


def fact(text: str, quote: str, field: str = "training", **more: Any) -> dict[str, Any]:
    start = text.index(quote)
    place = {"role": "value", "start": start, "end": start + len(quote), "quote": quote}
    line = {"field": field, "kind": "money", "role": "actual", "period": "2023",
            "value": "30000", "unit": "CNY", "evidence": [place]}  # fmt: skip
    return line | more


@pytest.mark.parametrize(
    ("quote", "more", "said"),
    [
        ("3万元", {}, []),
        ("3万元", {"value": "300000"}, ["the quote says 30000"]),
        ("3", {"value": "30000"}, []),  # its unit stands elsewhere
        ("3", {"value": "50000"}, ["the quote says 3"]),
        ("无此项支出", {"value": "0", "implied": True}, []),
        ("培训费", {}, ["the quote holds no figure"]),
        ("下降３％", {"kind": "ratio", "value": "3"}, []),
        ("（一）拟订规划。", {"kind": "duty", "value": "拟订规划。"}, []),
        ("拟订规划。", {"kind": "duty", "value": "拟订规划并监督实施到位。"},
         ["the value is another text than the quote"]),
    ],
)  # fmt: skip
def test_values_follow_from_quotes(quote: str, more: dict[str, Any], said: list[str]) -> None:
    assert [each.told for each in underived(fact(quote, quote, **more))] == said


def test_the_same_words_labelled_otherwise() -> None:
    text = "本年培训费支出3万元，均为业务培训。"
    sheets = [Sheet(f"d{i}", text, (fact(text, "3万元"),)) for i in range(5)]
    assert neighbours(sheets) == {}
    odd = Sheet("odd", text, (fact(text, "3万元", "meeting"),))
    found = neighbours([*sheets, odd])
    assert list(found) == [("odd", 1)]
    assert found["odd", 1][0].told == "5 of 5 among the same words are training"


def test_two_fields_of_one_figure_are_no_disagreement() -> None:
    text = "收入总计、支出总计均为3万元。"
    both = (fact(text, "3万元", "revenue.total"), fact(text, "3万元", "expenditure.total"))
    assert neighbours([Sheet(f"d{i}", text, both) for i in range(6)]) == {}


def _told(*items: Item) -> Any:
    def extracting(_: Sheet) -> Sequence[Item]:
        return items

    return extracting


def test_what_is_forgotten_is_told() -> None:
    text = "培训费支出3万元。"
    item = Item("money", "training", 5, 8, "30000", "actual", "2023", confidence=0.9, shown="30000")
    (found,) = suspects([Sheet("a", text, ())], _told(item))
    assert (found.line, found.label, found.quote) == (None, "training", "3万元")
    assert 0 < found.score < 1


def test_agreement_is_no_suspect() -> None:
    text = "培训费支出3万元。"
    item = Item("money", "training", 5, 8, "30000", "actual", "2023", confidence=0.9)
    assert suspects([Sheet("a", text, (fact(text, "3万元"),))], _told(item)) == []
    other = Item("money", "meeting", 5, 8, "30000", "actual", "2023", confidence=0.9)
    (found,) = suspects([Sheet("a", text, (fact(text, "3万元"),))], _told(other))
    assert found.reasons == ("the extraction says field meeting (0.90)",)


def test_documents_with_findings_alone_are_left_out() -> None:
    text = "培训费支出3万元。"
    item = Item("money", "training", 5, 8, "30000", "actual", "2023")
    scope = {"kind": "scope", "marks": ["findings"]}
    assert suspects([Sheet("a", text, (scope,))], _told(item)) == []


def test_planted_errors_are_found() -> None:
    """On four documents: far better than by chance, the same for the same seed."""
    sheets = list(islice(load_sheets(CORPUS / "dev"), 4))
    cache = {each.name: extracted(each) for each in sheets}
    told = measure(sheets, 0.03, 1, lambda sheet: cache[sheet.name])
    assert told == measure(sheets, 0.03, 1, lambda sheet: cache[sheet.name])
    assert told.planted > 10
    assert told.recall_twice > 0.6


def test_planting_changes_what_it_says() -> None:
    sheets = list(load_sheets(CORPUS / "dev/gd_town_2021.mark"))
    spoilt, planted = plant(sheets, 0.1, 3)
    gone = sum(each.line is None for each in planted)
    assert len(spoilt[0].lines) == len(sheets[0].lines) - gone
    same = sum(line in sheets[0].lines for line in spoilt[0].lines)
    assert len(spoilt[0].lines) - same == len(planted) - gone
    for line in spoilt[0].lines:
        for each in line.get("evidence", ()):
            assert spoilt[0].text[each["start"] : each["end"]] == each["quote"]
