"""Laws of the offset map."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.layout import OffsetMap

_MAPS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=12)


def build(steps: list[tuple[int, int]]) -> OffsetMap:
    kept, at = [], 0
    for dropped, length in steps:
        at += dropped
        kept.append((at, length))
        at += length
    return OffsetMap(kept)


@given(_MAPS, st.data())
def test_clean_to_source_and_back(steps: list[tuple[int, int]], data: st.DataObject) -> None:
    offsets = build(steps)
    start = data.draw(st.integers(0, len(offsets)))
    end = data.draw(st.integers(start, len(offsets)))
    if start < end:
        assert offsets.to_clean(*offsets.to_source(start, end)) == (start, end)
    else:
        span = offsets.to_source(start, end)
        assert span.start == span.end


@given(_MAPS)
def test_monotone(steps: list[tuple[int, int]]) -> None:
    offsets = build(steps)
    points = [offsets.point(i) for i in range(len(offsets))]
    assert points == sorted(set(points))
    assert points == [at for start, length in offsets.runs() for at in range(start, start + length)]


@given(_MAPS, _MAPS)
def test_composition(inner: list[tuple[int, int]], outer: list[tuple[int, int]]) -> None:
    last = build(outer)
    first = OffsetMap(
        (start, min(length, len(last) - start))
        for start, length in build(inner).runs()
        if start < len(last)
    )
    both = first.compose(last)
    assert [both.point(i) for i in range(len(both))] == [
        last.point(first.point(i)) for i in range(len(first))
    ]


@given(_MAPS)
def test_original_leaves_out_what_was_dropped(steps: list[tuple[int, int]]) -> None:
    offsets = build(steps)
    source = "".join(chr(0x4E00 + i) for i in range(200))
    kept = "".join(source[offsets.point(i)] for i in range(len(offsets)))
    assert offsets.kept(source) == kept


def test_runs_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="in order"):
        OffsetMap([(4, 2), (0, 1)])
