"""Two annotators against each other: the same from both sides."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli.agreement import command
from extractor.errors import ExtractorError
from extractor.evaluate import Doc, Heading, Item
from extractor.evaluate.agreement import agreement, beyond_chance, krippendorff
from extractor.evaluate.annotations import (
    annotated_twice,
    load_annotations,
    pair_annotations,
    second_folder,
)

items = st.builds(
    lambda kind, field, start, size, value, role, period: Item(
        kind, field, start, start + size, value, role, period
    ),
    st.sampled_from(["money", "performance"]),
    st.sampled_from(["a", "b"]),
    st.integers(0, 12),
    st.integers(1, 5),
    st.sampled_from(["1", "2"]),
    st.sampled_from([None, "target", "method"]),
    st.sampled_from([None, "2022", "2023"]),
)
heads = st.builds(Heading, st.integers(0, 3), st.sampled_from(["一", "二"]), st.integers(1, 2))
docs = st.builds(
    lambda found, told: Doc("d", "x", tuple(found), tuple(told)),
    st.lists(items, max_size=8),
    st.lists(heads, max_size=3),
)


@given(st.lists(st.tuples(docs, docs), min_size=1, max_size=3))
def test_both_directions_are_the_same(pairs: list[tuple[Doc, Doc]]) -> None:
    there = agreement(pairs, samples=50)
    back = agreement([(other, one) for one, other in pairs], samples=50)
    for one, other in zip(there.rows, back.rows, strict=True):
        assert (one.one, one.other) == (other.other, other.one)
        assert (one.name, one.found, one.linked) == (other.name, other.found, other.linked)
        assert one.linked_ci == pytest.approx(other.linked_ci)
        assert (one.characters, one.kappa) == pytest.approx((other.characters, other.kappa))
        assert one.alpha == pytest.approx(other.alpha)


def test_an_unknown_period_agrees_with_its_like_only() -> None:
    one = Doc("d", "x", (Item("money", "a", 0, 3, "1", period=None),))
    other = Doc("d", "x", (Item("money", "a", 0, 3, "1", period="2023"),))
    assert agreement([(one, other)]).rows[0].linked == 0.0
    assert agreement([(one, one)]).rows[0].linked == 1.0


def test_agreement_beyond_chance() -> None:
    # 20 pairs, 15 alike; of the 40 labels 21 are a
    pairs = Counter({("a", "a"): 8, ("b", "b"): 7, ("a", "b"): 3, ("b", "a"): 2})
    chance = (21 / 40) ** 2 + (19 / 40) ** 2
    assert beyond_chance(pairs) == pytest.approx((0.75 - chance) / (1 - chance))
    assert beyond_chance(Counter()) is None
    assert beyond_chance(Counter({("a", "a"): 3})) is None  # nothing to tell apart


def test_krippendorff_of_his_own_example() -> None:
    # "Computing Krippendorff's Alpha-Reliability", A: two observers, nominal binary data
    one, other = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff(Counter(zip(one, other, strict=True))) == pytest.approx(0.095, abs=5e-4)


MARKED = """+++
id = "{name}"
province = "甘肃"
unit_kind = "水务局"
year = 2021
noise = [{noise}]
+++
收入总计{{{{360.44万元|{field}}}}}。全年{{{{疏浚渠道。|performance {role}}}}}
"""


def mark(path: Path, field: str = "revenue.total", role: str = "achievement", noise: str = "",
         name: str = "a") -> Path:  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    text = MARKED.format(name=name, field=field, role=role, noise=noise)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_command(tmp_path: Path) -> None:
    one = mark(tmp_path / "one" / "a.mark", noise='"wrap:6"')
    other = mark(tmp_path / "two" / "a.mark", role="target")  # the same text, other noise
    table = CliRunner().invoke(command, [str(one.parent), str(other)])
    assert table.exit_code == 0, table.output
    rows = {line.split()[0]: line.split() for line in table.output.splitlines()[2:]}
    assert rows["money"][1:5] == ["1", "1", "1.000", "1.000"]
    assert rows["performance"][1:5] == ["1", "1", "1.000", "0.000"]
    for form in ("json", "markdown"):
        assert CliRunner().invoke(command, [str(one), str(other), "--format", form]).exit_code == 0


def test_what_cannot_be_compared(tmp_path: Path) -> None:
    first = mark(tmp_path / "one" / "a.mark")
    one = load_annotations(first)
    changed = tmp_path / "two" / "a.mark"
    changed.parent.mkdir()
    changed.write_text(first.read_text(encoding="utf-8") + "甲", encoding="utf-8")
    with pytest.raises(ExtractorError, match=r"EX303.*a\.mark: a is of different texts"):
        pair_annotations(one, load_annotations(changed))
    more = load_annotations(mark(tmp_path / "more" / "b.mark", name="b"))
    with pytest.raises(ExtractorError, match="EX303 the annotations share no document"):
        pair_annotations({**one, "c": one["a"]}, more)
    _, told = pair_annotations({**one, **more}, one)
    assert told == ["1 documents are annotated once only: b"]
    with pytest.raises(ExtractorError, match="EX301"):
        load_annotations(tmp_path / "nil")
    mark(tmp_path / "more" / "deep" / "b.mark", name="b")
    with pytest.raises(ExtractorError, match="document b is in another file too"):
        load_annotations(tmp_path / "more")


def test_second_annotations_of_a_corpus(tmp_path: Path) -> None:
    first = mark(tmp_path / "dev" / "a.mark")
    mark(tmp_path / "second" / "a.mark", field="expenditure.total")
    mark(tmp_path / "second" / "z.mark", name="z")
    folder = second_folder(first.parent)
    assert folder == second_folder(tmp_path) == tmp_path / "second"
    pairs, notes = annotated_twice(folder)
    assert [each.linked for each in agreement(pairs).rows if each.name == "money"] == [0.0]
    assert "z.mark: nobody has annotated it first" in notes[0]
    assert list(load_annotations(tmp_path)) == ["a"]  # a second annotation is no document
    # the first annotation as it was before adjudication, where it has been kept
    (tmp_path / "second" / "a.first").write_text(
        (tmp_path / "second" / "a.mark").read_text(encoding="utf-8"), encoding="utf-8"
    )
    pairs, _ = annotated_twice(folder)
    assert [each.linked for each in agreement(pairs).rows if each.name == "money"] == [1.0]
