"""FA421, FA422 where the names stand below, one a line (identity 26)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extractor.checks.case import Case
from extractor.checks.rules.statements.enumerations import COUNT, END, described, number
from extractor.finding import Finding

#: 单位共4个，具体如下： at the end of a line.
_ABOVE: Final = re.compile(
    "(?:(?:单位|机构|科室|股室|处室|部门)[^。；：\\n\\d]{0,10}?|"
    "(?:内设|下设|下辖|设有|设置|设立|设|辖)[^。；：\\n\\d]{0,8}?"
    "(?=[\\d一二两三四五六七八九十]{1,3}[个家所][^。；：\\n\\d]{0,8}?"
    "(?:室|科|股|处|部|机构|单位|部门|庭|组|中心|站|所|校|园|院)(?:（|[：:，]|$)))"
    f"(?P<place>{COUNT}(?:个|家|户|所))(?P<of>[^。；：\\n\\d]{{0,18}})[：:](?=\\n)"
)
_EARLIER: Final = re.compile(f"(?P<place>{COUNT}(?:个|家|户))(?:单位)?，?(?:其中|包括)")
_NUMBERED: Final = re.compile(
    r"\s?(?:(?P<digits>\d{1,2})[.、．]|[（(](?P<inside>\d{1,2}|[一二三四五六七八九十]{1,3})[）)]、?|"
    r"(?P<han>[一二三四五六七八九十]{1,3})、|(?P<ring>[①-⑳]))\s?(?P<name>[^\n]{2,60})"
)
_SHORT: Final = 30  #: characters of a name
_FEWEST: Final = 2


def rows(case: Case) -> Iterator[Finding]:
    """Every count that is followed by lines with names, and not by as many."""
    for span in described(case):
        for match in _ABOVE.finditer(case.clean, *span):
            start, place, count = match.start(), match.span("place"), number(match["count"])
            stop = max(case.clean.rfind(each, 0, start) for each in "。\n")
            before = _EARLIER.search(case.clean, stop + 1, place[0])
            if before is not None:
                # 共4个，其中行政单位1个、事业单位3个： counts the rows first
                place, count = before.span("place"), number(before["count"])
            lines = case.clean[match.end() + 1 : match.end() + 1500].split("\n")
            found = _numbered(lines) or _plain(lines)
            if not count or found is None or found == count or abs(found - count) > _FEWEST:
                continue
            first = match.end() + 1
            yield case.found(
                "FA422" if "单位" in match[0] else "FA421", place, (first, first + len(lines[0])),
                stated=str(count), expected=str(found), mistake="miscounted", confidence=0.85,
            )  # fmt: skip


def _numbered(lines: Sequence[str]) -> int | None:
    """How many lines are numbered from one on; None where they are not."""
    kind, found = None, 0
    for line in lines:
        match = _NUMBERED.match(line)
        if match is None or (kind is not None and match.lastgroup and _style(match) != kind):
            break
        kind = _style(match)
        # a number that repeats or is left out is told elsewhere; the names still count
        named = END.search(match["name"].rstrip("；;。，,、 ")) is not None
        if _ordinal(match) != found + 1 and (_ordinal(match) == 1 or not named):
            break
        found += 1
    return found if found >= _FEWEST else None


def _style(match: re.Match[str]) -> str:
    return (
        next(kind for kind in ("digits", "inside", "han", "ring") if match[kind] is not None)
        + match[0].lstrip()[-len(match["name"]) - 1 : -len(match["name"])]
    )


def _ordinal(match: re.Match[str]) -> int | None:
    if match["ring"]:
        return ord(match["ring"]) - ord("①") + 1
    return number(match["digits"] or match["inside"] or match["han"])


def _plain(lines: Sequence[str]) -> int | None:
    """How many lines are a name and nothing else, up to the first that is none."""
    found = 0
    for line in lines:
        name = line.strip().rstrip("；;。，,、")
        if not name or len(name) > _SHORT or not END.search(name) or "、" in name:
            break
        found += 1
    # the heading of what follows may look like a name: only a line in between shows the end
    return found if found >= _FEWEST and found < len(lines) else None
