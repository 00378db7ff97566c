"""What was read from a tool -> lines of gold: kept, moved, relabelled or drawn anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.annotate.facts import FIGURES, build_fact, flat
from extractor.annotate.formats.labels import key_of, known_label, label_of, relabelled
from extractor.annotate.formats.places import placed
from extractor.annotate.formats.types import Drawn, Line, Mark, Region, Sheet, Told
from extractor.annotate.marks import Words
from extractor.annotate.markup import fact_object
from extractor.annotate.printed import UnreadableError, plain, read_figure
from extractor.errors import fail
from extractor.fact import EXACT, REFLOWED

_ID = re.compile(r"f(\d{1,9})")
#: Keys of a fact that follow from what its place says.
_PRINTED = ("value", "raw", "unit", "low", "high", "approx")


def settled(drawn: Drawn, told: Told) -> Sheet:
    """The lines of a document whose quotes have been checked, in their old order; what was
    drawn anew follows. Raises EX301 for a label that is no field, or a figure that cannot be
    read."""
    numbered = list(drawn.unplaced)
    year = _year(drawn)
    ends: list[Line] = []
    last = max((number for number, _ in drawn.unplaced), default=0)
    last = max([last, *(_number(mark) or 0 for mark in drawn.marks)])
    for place, mark in enumerate(drawn.marks, 1):
        if not known_label(mark.label):
            raise fail("EX301", f"{drawn.where}: {drawn.name}: {mark.id}: {mark.label!r} is no "
                       "field, nor section/N or finding.FAMILY")  # fmt: skip
        line = _line(mark, drawn, year, told)
        if line["kind"] == "section" and "body_end" not in line:
            ends.append(line)
        number = _number(mark)
        numbered.append((last + place if number is None else number, line))
    lines = [line for _, line in sorted(numbered, key=lambda each: each[0])]
    _bodies(lines, ends, len(drawn.text))
    return Sheet(drawn.name, drawn.text, tuple(lines))


def _number(mark: Mark) -> int | None:
    match = _ID.fullmatch(mark.id)
    return int(match[1]) if match and mark.line is not None else None


def _year(drawn: Drawn) -> int | None:
    """The year that figures have which tell none."""
    for mark in drawn.marks:
        if mark.label == "document.fiscal_year" and mark.regions:
            at = mark.regions[0]
            found = (mark.line or {}).get("value") or drawn.text[at.start : at.end]
            match = re.search(r"(?:19|20)\d\d", str(found))
            if match:
                return int(match[0])
    return None


def _line(mark: Mark, drawn: Drawn, year: int | None, told: Told) -> Line:
    if mark.line is None:
        told.note("marks drawn in the tool, built from label and text")
        return _drawn(mark, drawn, year, told)
    line = placed(mark.line, mark.regions, drawn.text)
    if label_of(line) != mark.label:
        told.note("marks relabelled in the tool")
        line = relabelled(line, mark.label)
    if _moved(mark, drawn.text):
        told.note("marks moved in the tool, their values read again where they can be")
        line = _read_again(line, mark, drawn, year)
    return line


def _moved(mark: Mark, text: str) -> bool:
    line = mark.line or {}
    if line.get("kind") == "section":
        quotes = [line.get("quote")]
    else:
        quotes = [each.get("quote") for each in line.get("evidence") or line.get("spans") or ()]
    now = [text[each.start : each.end] for each in mark.regions]
    return len(now) != len(quotes) or any(
        old is not None and old != new for old, new in zip(quotes, now, strict=True)
    )


def _read_again(line: Line, mark: Mark, drawn: Drawn, year: int | None) -> Line:
    """A moved fact: what its new text says, unless its old value was not what the old said."""
    if line["kind"] == "section":
        return line | {"title": flat(line["quote"]).removeprefix(line.get("ordinal") or "").strip()}
    for each in line.get("evidence", ()):
        if each.get("status") in (EXACT, REFLOWED):
            each["status"] = _status(each["quote"])
    if line["kind"] == "finding" or not line.get("evidence"):
        return line
    before = ((mark.line or {}).get("evidence") or [{}])[0].get("quote")
    at = mark.regions[0]
    here = drawn.text[at.start : at.end]
    if before is None or before == here:
        return line
    old, new = _printed(line, before, year), _printed(line, here, year)
    if old is None or new is None or old.get("value") != line.get("value"):
        return line | {"raw": flat(here)}
    kept = {key: value for key, value in line.items() if key not in _PRINTED or key in new}
    return kept | new


def _printed(line: Line, text: str, year: int | None) -> Line | None:
    """What the words of a place say of value and unit; None where they cannot be read."""
    bare = [key_of(line), *([line["role"]] if line.get("role") else [])]
    bare += [line["direction"]] if line.get("direction") else []
    pairs = {
        key: str(line[key])
        for key in ("category", "name", "list", "base", "table")
        if line.get(key) is not None
    }
    pairs |= {"path": "/".join(line["path"])} if line.get("path") else {}
    pairs |= {"about": ",".join(line["about"])} if line.get("about") else {}
    period = line.get("period")
    bare += [period] if period else []
    try:
        found = fact_object(build_fact(Words(tuple(bare), pairs), text, year))
    except ValueError:
        return None
    return {key: found[key] for key in _PRINTED if key in found}


def _drawn(mark: Mark, drawn: Drawn, year: int | None, told: Told) -> Line:
    key, _, more = mark.label.partition("/")
    at = mark.regions[0]
    here = drawn.text[at.start : at.end]
    if key == "section":
        head: Line = {"kind": "section", "id": mark.id, "level": int(more or 1), "ordinal": "",
                      "title": flat(here), "parent": None, "quote": here}  # fmt: skip
        return placed(head, mark.regions, drawn.text)
    if key.startswith("finding."):
        return placed(relabelled({"kind": "finding", "spans": []}, mark.label), mark.regions,
                      drawn.text)  # fmt: skip
    line = relabelled({}, mark.label)
    words = Words((key, *([more] if more else [])), {})
    try:
        line = fact_object(build_fact(words, here, year))
    except UnreadableError as error:
        raise _unreadable(mark, drawn, str(error)) from None
    except ValueError:
        told.note("new facts without what their field asks for besides (category, base, name …)")
        line = _lenient(line, here, mark, drawn, year)
    places = tuple(Region(each.start, each.end, None, each.role) for each in mark.regions)
    line = placed(line | {"evidence": []}, places, drawn.text)
    for each in line["evidence"]:
        each["status"] = _status(each["quote"])
    return line


def _lenient(line: Line, text: str, mark: Mark, drawn: Drawn, year: int | None) -> Line:
    line = line | {"period": None, "value": flat(text), "unit": None, "raw": flat(text)}
    figure = FIGURES.get(line["kind"])
    if figure is None:
        return line
    try:
        printed = read_figure(text, figure)
    except UnreadableError as error:
        raise _unreadable(mark, drawn, str(error)) from None
    value = None if printed.value is None else plain(printed.value)
    return line | {"period": str(year) if year else None, "value": value, "unit": printed.unit}


def _unreadable(mark: Mark, drawn: Drawn, cause: str) -> Exception:
    at = mark.regions[0]
    return fail(
        "EX301",
        f"{drawn.where}: {drawn.name}: {mark.id} {mark.label} at {at.start}-{at.end}: {cause}",
    )


def _status(quote: str) -> str:
    return REFLOWED if any(c in quote for c in "\r\n\f") else EXACT


def _bodies(lines: list[Line], ends: list[Line], size: int) -> None:
    """Headings that were drawn: where their bodies end, and which heading is above."""
    if not ends:
        return
    headings = sorted(_headings(lines), key=lambda each: each["start"])
    for new in ends:
        at = headings.index(new)
        after = (each["start"] for each in headings[at + 1 :] if each["level"] <= new["level"])
        new["body_end"] = next(after, size)
        above = (each["id"] for each in reversed(headings[:at]) if each["level"] < new["level"])
        new["parent"] = next(above, None)


def _headings(lines: list[Line]) -> Iterator[Line]:
    return (each for each in lines if each["kind"] == "section" and "start" in each)
