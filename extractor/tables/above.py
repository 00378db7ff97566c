"""What stands above a grid, or in its first rows: title, number, unit, who and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from extractor.tables.matrix import Matrix
from extractor.tables.types import Place, Told
from extractor.tables.words import joined

_UNIT = re.compile(
    r"(?:(?:金额|计量|货币|计价)\s{0,3})?单\s{0,4}位\s{0,4}[：:]\s{0,4}(?:金额)?(?:人民币)?\s{0,2}"
    r"[（(]?\s{0,2}([百千万亿]{0,2}\s{0,2}元)"
)
_UNIT_BEHIND = re.compile(
    r"[（(]\s{0,2}(?:(?:金额)?单位[：:])?\s{0,2}([百千万亿]{0,2}元)\s{0,2}[)）]\s{0,4}$"
)
_NUMBER = re.compile(r"(?:财)?公开\s{0,2}[0-9一二三四五六七八九十]{1,3}(?:-\d{1,2})?\s{0,2}表")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s{0,2}年")
_YEAR_LINE = re.compile(r"[（(]?20\d\d年度?[）)]?")
_ORG = re.compile(
    r"(?:(?:编制|填报|公开|编报)?\s{0,2}(?:部\s{0,4}门|单\s{0,4}位)(?:名称)?(?:（公章）|（盖章）)?|部门[/（]单位）?)"
    r"\s{0,2}[：:]\s{0,4}([^\s：:]{3,40})"
)
_ORDINAL = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．：:]|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、]\s{0,2}(?!\d)"
    r"|附?[表件](?:[一二三四五六七八九十]{1,3}|\d{1,2}(?!\d))(?:-\d{1,2})?[：:、.．\s]{0,2}|附[表件]?[：:]|(?:财)?公开\d{1,2}表|Z\d{2}\s?)"
)
#: the heading of all tables
OF_ALL = re.compile(r"(?:部门|单位|年度)?(?:决算|公开|决算公开|附|报)(?:报)?表(?:格)?$")
_TITLE = re.compile(r"表(?:（[^（）]{1,24}）)?$")
_HEADING = re.compile(r"(?:统计数|情况|信息|自评|明细|构成)$")
_STOP = re.compile(r"[。；！？]")
_NOTE = re.compile(r"(?:备?注|说明)\s{0,2}[：:]")
_PAGE = re.compile(r"[-—–\s]{0,4}(?:第\s?)?\d{1,4}(?:\s?页)?[-—–\s]{0,4}(?:共\s?\d{1,4}\s?页)?")
_GOES_ON = re.compile(r"[（(]?续[表）)]?")
_LONG, _LINES, _REACH, _FURTHER = 70, 12, 1600, 3
#: a line that may stand in the first rows of a grid and is no header
_PREFACE = re.compile(
    r"(?:财)?公开\d{1,2}(?:-\d{1,2})?表|(?:20\d\d年度?|[（(]20\d\d年度?[）)])|附[表件]\d{0,2}[：:]?|[（(]?续表?[）)]?"
    r"|(?:金额|计量|货币)?单位[：:].{1,16}|(?:编制|填报|公开|编报)?(?:部门|单位)(?:名称)?[：:].{0,40}"
)

Teller = Callable[[str], str | None]


class Said(NamedTuple):
    """A line with its place: canonical, as printed."""

    text: str
    start: int
    end: int


def bare_title(line: str) -> str:
    """A canonical title without number, spaces, quotes and the unit behind it.

    >>> bare_title("表一 2023年度收入支出决算总表（单位：万元）")
    '2023年度收入支出决算总表'
    """
    line = joined(_UNIT_BEHIND.sub("", line))
    for _ in range(3):
        found = _ORDINAL.match(line)
        if found is None or found.end() == len(line):
            break
        line = line[found.end() :]
    line = _NUMBER.sub("", _UNIT.sub("", line))
    return joined(line.translate({ord(c): None for c in '“”"＂‘’'})).strip("《》：: ")


def is_title(line: str, teller: Teller) -> bool:
    """Whether a canonical line can be the title of a table."""
    if len(line) > _LONG or _STOP.search(line) or _NOTE.match(line):
        return False
    said = bare_title(line)
    if not 3 < len(said) <= 60:
        return False
    return _TITLE.search(said) is not None and (teller(said) is not None or said.endswith("表"))


def told_above(
    canonical: str, printed: str, begin: int, end: int, teller: Teller, year: str | None = None
) -> Told:
    """What the lines between *begin* and *end* say of the grid that begins at *end*."""
    found: dict[str, object] = {}
    since, nearest = -1, None
    lines = list(_lines(canonical, max(begin, end - _REACH), end))
    for number, said in enumerate(reversed(lines)):
        if since >= 0 and number - since > _FURTHER:
            break
        if number >= _LINES or _STOP.search(said.text) or _NOTE.match(said.text):
            break
        line = len(lines) - 1 - number
        if since < 0:
            title = _title(lines, line, teller)
            if title is not None and _listed(lines, line, teller):
                break  # the list of all tables, of which none is told to be this one
            if title is not None:
                since = number
                _set_title(found, title, canonical, printed)
                _facts_of(found, title, True)
        elif is_title(said.text, teller):
            break
        elif since < 0 and nearest is None and not _PREFACE.fullmatch(joined(said.text)):
            nearest = said if _UNIT.search(said.text) is None else None
        _facts_of(found, said)
    if since < 0 and nearest is not None and _names(nearest.text, teller):
        _set_title(found, nearest, canonical, printed)
    return Told(**found)  # type: ignore[arg-type]


def _listed(lines: list[Said], at: int, teller: Teller) -> bool:
    """Whether a title is the last of a list of titles.

    No list are a heading of all tables and one of this table with its title below.
    """
    above = [each.text for each in lines[max(0, at - 2) : at]]
    if len(above) < 2 or not all(is_title(each, teller) for each in above):
        return False
    kinds = [teller(bare_title(each)) for each in (*above, lines[at].text)]
    if kinds[2] is not None and kinds[2] == kinds[1]:
        return False
    return all(
        kind is not None or OF_ALL.search(bare_title(each)) is None
        for kind, each in zip(kinds, above, strict=False)
    )


def _names(line: str, teller: Teller) -> bool:
    """Whether the line next to a table is its heading, though it does not end as titles do."""
    said = bare_title(line)
    return 3 < len(said) <= 30 and _HEADING.search(said) is not None and teller(said) is not None


def goes_on(canonical: str, begin: int, end: int, teller: Teller) -> str:
    """What stands between two grids: "nothing", "again" for a mark that the table goes on,
    "title" for the title of another one, "text" for running text."""
    found = "nothing"
    for said in _lines(canonical, begin, end):
        text = joined(said.text)
        if _GOES_ON.fullmatch(text) or "（续" in text or "续表" in text or "(续" in text:
            return "again"
        if is_title(said.text, teller):
            found = "title"
        elif not _PREFACE.fullmatch(text) and not _NUMBER.search(text) and not _UNIT.search(text):
            return "title" if found == "title" else "text"
    return found


def told_inside(matrix: Matrix, canonical: str, printed: str, teller: Teller) -> tuple[Told, int]:
    """What the first rows of a grid say, and how many rows these are."""
    found: dict[str, object] = {}
    at = 0
    for i in range(min(6, len(matrix.rows) - 1)):
        pieces = [each for each in matrix.own(i) if each.key]
        if not pieces:
            if matrix.own(i) and i == at and at + 1 < len(matrix.rows):
                at += 1
                continue
            break
        kept = dict(found)
        for piece in pieces:
            said = Said(canonical[piece.start : piece.end], piece.start, piece.end)
            # of a title row one cell stands alone, or with nothing but what a preface has
            if _PREFACE.fullmatch(piece.key) or _UNIT.fullmatch(said.text):
                _facts_of(found, said)
            elif (
                len(pieces) <= 2
                and "title" not in found
                and is_title(said.text.replace("\n", ""), teller)
            ):
                _set_title(found, said, canonical, printed)
                _facts_of(found, said, True)
            elif len(pieces) == 1 and _UNIT.search(said.text):
                _facts_of(found, said)
            else:
                break
        else:
            at = i + 1
            continue
        found = kept
        break
    if not found:
        return Told(), 0
    return Told(**found), at  # type: ignore[arg-type]


def titles_inside(matrix: Matrix, canonical: str, teller: Teller) -> list[int]:
    """Rows further down in a grid that are the title of another table."""
    found: list[int] = []
    for i in range(3, len(matrix.rows) - 2):
        first = next((each for each in matrix.rows[i] if each is not None and each.key), None)
        if first is None or first.row != i or first.columns * 2 < matrix.grid.columns:
            continue
        own = [each for each in matrix.own(i) if each.key]
        if len(own) > 2 or not is_title(canonical[first.start : first.end], teller):
            continue
        if teller(bare_title(canonical[first.start : first.end])) is not None:
            found.append(i)
    return found


def both(inside: Told, above: Told) -> Told:
    """What the grid says itself goes before what stands above it."""
    if inside.title and above.title and bare_title(inside.title) != bare_title(above.title):
        above = Told(unit=above.unit, unit_place=above.unit_place, number=above.number,
                     number_place=above.number_place)  # fmt: skip
    said = {name: getattr(inside, name) for name in Told.__struct_fields__}
    return Told(**{name: value or getattr(above, name) for name, value in said.items()})


def _lines(canonical: str, begin: int, end: int) -> Iterator[Said]:
    at = begin
    for line in canonical[begin:end].split("\n"):
        text = line.replace("\0", "")
        if text.strip() and not _PAGE.fullmatch(text.strip()):
            yield Said(
                text.strip(), at + len(line) - len(line.lstrip(" \0")), at + len(line.rstrip(" \0"))
            )
        at += len(line) + 1


def _title(lines: list[Said], at: int, teller: Teller) -> Said | None:
    """The title that ends with a line, which may have begun in the line above."""
    last = lines[at]
    if at and len(last.text) <= 30 and last.text.rstrip().endswith("表"):
        first = lines[at - 1]
        whole = first.text + last.text
        alone = teller(bare_title(last.text)) is not None
        opened = not _STOP.search(first.text) and not is_title(first.text, teller)
        if not alone and opened and len(whole) <= _LONG and teller(bare_title(whole)) is not None:
            return Said(whole, first.start, last.end)
    return last if is_title(last.text, teller) else None


def _set_title(found: dict[str, object], said: Said, canonical: str, printed: str) -> None:
    text = joined(printed[said.start : said.end])
    match = _ORDINAL.match(text)
    start = said.start
    if match and match.end() < len(text):
        text = text[match.end() :]
    unit = _UNIT_BEHIND.search(text)
    if unit:
        text = text[: unit.start()]
    text = _NUMBER.sub("", text).strip("《》 ")
    found["title"], found["title_place"] = text, Place(start, said.end)


def _tells_year(line: str, titled: bool) -> bool:
    """Whether a line is the title of a table, or says nothing but its year."""
    return titled or _YEAR_LINE.fullmatch(joined(line)) is not None


def _facts_of(found: dict[str, object], said: Said, titled: bool = False) -> None:
    """The unit, number, unit's name and year that one line tells."""
    for name, pattern in (("unit", _UNIT), ("unit", _UNIT_BEHIND), ("number", _NUMBER),
                          ("org", _ORG), ("year", _YEAR)):  # fmt: skip
        if name in found:
            continue
        match = pattern.search(said.text)
        if match is None or (name == "year" and not _tells_year(said.text, titled)):
            continue
        group = match.lastindex or 0
        value = joined(match[group])
        if name == "org" and value.endswith("元"):
            continue
        found[name] = value
        span = match.span() if name == "unit" else match.span(group)
        found[f"{name}_place"] = Place(said.start + span[0], said.start + span[1])
