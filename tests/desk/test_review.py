"""Two annotators: what they agree on is settled, what they part on is asked."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from extractor.desk.review import Side, both, load_side, merged
from extractor.desk.types import Marking
from extractor.errors import ExtractorError
from tests.desk.conftest import PLAIN, fact_at

ROOT = Path(__file__).parents[2]


def side(*markings: Marking) -> Side:
    return Side("b", PLAIN, markings)


def held(name: str, quote: str, **more: object) -> Marking:
    return Marking(name, "accepted", fact_at(PLAIN, quote, **more))  # type: ignore[arg-type]


def test_the_same_is_settled_whatever_its_name() -> None:
    one = held("f1", "3.5万元", confidence=0.7, made_by="rule:x")
    found = merged(side(one), side(held("n9", "3.5万元")), "judge").markings
    assert [each.status for each in found] == ["accepted"]


@pytest.mark.parametrize(
    "other",
    [
        held("f1", "3.5万元", field="meeting"),
        held("f1", "3.5万元", value="2"),
        held("f1", "3.5万元", role="budget"),
        held("f1", "3.5万元", period="2022"),
        held("f1", "3.5万"),
        msgspec.structs.replace(held("f1", "3.5万元"), meant="9"),
    ],
)
def test_readings_of_one_place_are_rivals(other: Marking) -> None:
    found = merged(side(held("f1", "3.5万元")), side(other), "judge").markings
    assert [(each.status, each.by, each.rival) for each in found] == [
        ("predicted", "A", "r1"), ("predicted", "B", "r1"),
    ]  # fmt: skip


def test_what_one_alone_has_is_asked() -> None:
    found = merged(side(held("f1", "3.5万元")), side(held("f2", "120.00万元")), "judge").markings
    assert [(each.by, each.rival) for each in found] == [("A", ""), ("B", "")]
    assert len({each.id for each in found}) == 2


def test_the_same_twice_is_settled_once() -> None:
    twice = side(held("f1", "3.5万元"), held("f2", "3.5万元"))
    found = merged(twice, side(held("f1", "3.5万元")), "judge").markings
    assert sorted(each.status for each in found) == ["accepted", "predicted"]


def test_second_annotations_of_the_corpus() -> None:
    one, other = load_side(ROOT / "corpus" / "dev"), load_side(ROOT / "corpus" / "second")
    names, _ = both(one, other)
    assert names
    for name in names:
        annotation = merged(one[name], other[name], "judge")
        open_ = [each for each in annotation.markings if each.status == "predicted"]
        assert 0 < len(open_) < 0.6 * len(annotation.markings)
        for each in annotation.markings:
            for place in each.fact["evidence"]:
                quote = annotation.text[place["start"] : place["end"]]
                assert quote == place["quote"]


def test_different_texts_are_told() -> None:
    other = msgspec.structs.replace(side(), text="别的")
    with pytest.raises(ExtractorError, match="EX303"):
        both({"b": side()}, {"b": other})
    with pytest.raises(ExtractorError, match="EX303"):
        both({"b": side()}, {"c": side()})
