"""Gold without its text: what a real document says is told by places, figures and hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from extractor.evaluate.values import CELLS, comparable, digest, title

#: Longer names, titles, lists and cells are told by their hash or left out.
LONGEST = 12
_SENTENCES = frozenset({"duty", "performance", "term", "reason"})
_SENTENCE_FIELDS = frozenset({"document.rounding_note"})
_QUOTING = ("raw", "quote", "label")


def without_text(lines: Iterable[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """Lines of gold, as plain objects, with nothing left in them that quotes the text.

    ``value_sha256`` stands for a sentence or a long value, ``title_sha256`` for a long title;
    quotes and long names are left out. Figures, dates and short names stay.

    >>> line = {"kind": "duty", "field": "duty", "value": "抓好\\n队伍。",
    ...         "evidence": [{"role": "value", "start": 0, "end": 6, "quote": "抓好\\n队伍。"}]}
    >>> (bare,) = without_text([line])
    >>> sorted(bare), bare["evidence"]
    (['evidence', 'field', 'kind', 'value_sha256'], [{'role': 'value', 'start': 0, 'end': 6}])
    """
    for line in lines:
        yield _BARE.get(str(line.get("kind")), _fact)(line)


def _section(line: Mapping[str, object]) -> dict[str, object]:
    bare = {key: value for key, value in line.items() if key not in _QUOTING}
    whole = str(line.get("title") or "")
    printed = title(whole)
    if _long(printed) or whole.endswith("。"):  # a run-in heading is a sentence
        del bare["title"]
        bare["title_sha256"] = digest(printed)
    return bare


def _fact(line: Mapping[str, object]) -> dict[str, object]:
    bare = {key: value for key, value in line.items() if key not in _QUOTING}
    value = comparable(line)
    sentence = line["kind"] in _SENTENCES or line["field"] in _SENTENCE_FIELDS
    told = [line.get(cell) for cell in CELLS] if line["kind"] == "indicator" else []
    if value is not None and (sentence or _long(line.get("value")) or any(map(_long, told))):
        bare.pop("value", None)
        bare["value_sha256"] = digest(value)
    places = line.get("evidence")
    if isinstance(places, list | tuple):
        bare["evidence"] = [
            {key: part for key, part in place.items() if key not in _QUOTING} for place in places
        ]
    return {key: part for key, part in bare.items() if key == "doc" or not _long(part)}


def _finding(line: Mapping[str, object]) -> dict[str, object]:
    bare = {
        key: value
        for key, value in line.items()
        # what is said in words there quotes the text
        if key != "message" and (key not in ("stated", "expected") or str(value).isascii())
    }
    spans = line["spans"]
    assert isinstance(spans, list | tuple)
    bare["spans"] = [
        {key: part for key, part in place.items() if key not in _QUOTING} for place in spans
    ]
    return bare


#: Lines that are no facts, without their text.
_BARE: Final[Mapping[str, Callable[[Mapping[str, object]], dict[str, object]]]] = {
    "section": _section,
    "finding": _finding,
    "scope": dict,
}


def _long(part: object) -> bool:
    if isinstance(part, list | tuple):
        return any(map(_long, part))
    # keys, roles and hashes are ASCII and none of the document's words
    return isinstance(part, str) and len(part) > LONGEST and not part.isascii()
