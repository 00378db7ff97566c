"""The name of the unit that a document is about, by its title, labels and first sentences."""

from __future__ import annotations

import re
from functools import cache

from extractor.outline import Outline
from extractor.schema.document import document_words

_HEAD, _LABELS, _SPEECH = 1500, 6000, 4000  #: characters that titles, labels, speech stand in
_KIND = r"(?:部门决算|单位决算|决算)"
_ASIDE = r"(?:（[^（）\n]{1,20}）)?"
_YEAR = re.compile(rf"20\d\d\n?年?度?\n?{_KIND}")
_BEFORE_YEAR = re.compile(rf"\n?{_ASIDE}\n?\Z")
_RUN = re.compile(r"(?:[一-鿿]|（[^（）\n]{2,16}）(?=[一-鿿])){2,41}\Z")
_LEADING = re.compile(r"^(?:关于|根据|按照|目录|附件|第[一二三四五]部分|部门|单位|本)+")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of a title, a label, a heading and a sentence; each has a group ``org``."""
    words = document_words()
    ends = "|".join(sorted(words.endings, key=len, reverse=True))
    name = rf"(?:[一-鿿]|（[^（）\n]{{2,16}}）(?=[一-鿿])){{2,40}}?(?:{ends})"
    year = r"20\d\d\n?年?度?"
    title = re.compile(
        rf"{year}\n?(?P<org>{name})\n?{_ASIDE}(?:汇总)?\n?{_KIND}"
        rf"|(?:^|\n){year}\n?{_KIND}[^\n，。]{{0,8}}\n(?P<org3>{name})\n"
    )
    label = re.compile(
        rf"(?:{'|'.join(words.named)})[：: ]*(?P<org>[一-鿿（）]{{3,40}}?(?:{ends}))"
        r"(?=[。，；\n 1-9]|$|编制|填报|公开|年度|日期)"
    )
    heading = re.compile(
        rf"^(?P<org>[一-鿿]{{3,40}}?(?:{ends})){_ASIDE}(?:20\d\d年|部门概况|单位概况|概况|基本情况)"
    )
    speech = re.compile(
        rf"(?P<org>[一-鿿]{{2,30}}?(?:{ends}))"
        r"(?:是|为|系|作为|成立于|隶属|主管|位于|20\d\d年度?(?:部门|单位|收))"
    )
    return title, label, heading, speech


def unit_name(clean: str, outline: Outline) -> tuple[int, int] | None:
    """Where the disclosing unit is named, in clean offsets.

    >>> clean = "2023年度青林县水务局部门决算"
    >>> low, high = unit_name(clean, Outline(sections=(), items=()))
    >>> clean[low:high]
    '青林县水务局'
    """
    title, label, heading, speech = _patterns()
    found = title.search(clean, 0, _HEAD)
    before = _named_before_year(clean)
    if before and (found is None or before[0] < found.start()):
        return _bare(clean, *before)
    found = found or label.search(clean, 0, _LABELS)
    if found:
        return _bare(clean, *found.span(found.lastgroup or "org"))
    for section in outline.sections:
        named = heading.match(section.title)
        if named:
            at = clean.find(named["org"], section.start)
            return (at, at + len(named["org"])) if at >= 0 else None
    found = speech.search(clean, 0, _SPEECH)
    if found:
        low, high = _bare(clean, *found.span("org"))
        return (low, high) if high - low >= 4 else None
    return None


def _named_before_year(clean: str) -> tuple[int, int] | None:
    """The name in 青林县水务局2023年度部门决算, read backwards from its year."""
    endings = tuple(document_words().endings)
    for year in _YEAR.finditer(clean, 0, _HEAD):
        low = max(0, year.start() - 24)
        before = _BEFORE_YEAR.search(clean[low : year.start()])
        end = low + before.start() if before else year.start()
        low = max(0, end - 60)
        name = _RUN.search(clean[low:end])
        if name and name.group().endswith(endings):
            return _first_line(clean, low + name.start(), end), end
    return None


def _first_line(clean: str, low: int, high: int) -> int:
    """Where a name that a title breaks over two lines begins: the text has it whole elsewhere."""
    if low == 0 or clean[low - 1] != "\n":
        return low
    begin = clean.rfind("\n", 0, low - 1) + 1
    before = clean[begin : low - 1]
    whole = before + clean[low:high]
    broken = 2 <= len(before) <= 30 and clean.find(whole, high, high + _SPEECH) >= 0
    return begin if broken else low


def _bare(clean: str, low: int, high: int) -> tuple[int, int]:
    leading = _LEADING.match(clean[low:high])
    return (low + leading.end() if leading else low), high
