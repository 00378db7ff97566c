"""FA705 to FA708: words and events that date a text to another year (35)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from extractor.checks.case import Case
from extractor.errors import fail
from extractor.finding import Finding

#: 去年 that tells of something done, and compares nothing.
_LAST_YEAR: Final = re.compile(
    r"(?<=[，。；：、\n])(?:我单位|我局|本单位)?(?P<word>去年(?:\d{1,2}月(?:\d{1,2}日)?)?)"
    r"(?!同期|以来|相比|底?结转|年初|的|[^，。；\n]{0,10}(?:相比|基础上))"
    r"(?=[^，。；\n]{0,16}?(?:完成|举办|开展|组织|召开|建成|实现|获|共|累计|全年|投入|发放|培训|新建))"
)
_AT_ITS_END: Final = re.compile(
    r"(?P<word>截[至止]到?上年年?(?:底|末))(?=[^。；\n]{0,12}(?:编制|人员|实有|资产|车辆|设备|职工))"
)
#: Something done in a month of the reporting year that bears another year.
_MONTH: Final = re.compile(
    r"(?<=[，。；：\n])(?<!年)\d{1,2}月份?[^，。；\n\d]{0,12}[^。；\n]{0,24}?"
    r"(?P<year>(?:19|20)\d\d)年[^，。；\n\d]{2,24}?(?:活动|竞赛|比赛|培训班?|宣讲|大会|演出)"
)
_GOING_ON: Final = "(?:开展|推进|实施|组织|参加|加强|强力|以)[^。；\n]{0,14}?"
_PAST: Final = r"(?![^，。；\n]{0,8}(?:成果|成效|以来|经验|常态化|制度|长效))"
_QUIET: Final = frozenset(("duties", "glossary", "tables"))
#: A campaign may be told of for so many years after its last.
_AFTER: Final = 2


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``words`` is the pattern by which an event is known, ``year`` its year, or its last."""

    event: str
    words: str
    year: int


class Events(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``data/events.toml``."""

    coming: tuple[Event, ...]
    campaign: tuple[Event, ...]
    epidemic: tuple[Event, ...]


@cache
def known_events() -> tuple[tuple[str, int, Event, re.Pattern[str]], ...]:
    """Rule, the first year in which an event is stale, the event and how it is told."""
    raw = (resources.files("extractor.checks") / "data" / "events.toml").read_bytes()
    try:
        events = msgspec.toml.decode(raw, type=Events)
    except msgspec.MsgspecError as error:
        raise fail("EX201", f"events.toml: {error}") from None
    return (
        *(("FA707", e.year + 1, e, re.compile(f"(?P<said>{e.words})")) for e in events.coming),
        *(
            ("FA708", e.year + _AFTER, e, re.compile(f"{_GOING_ON}(?P<said>{e.words}){_PAST}"))
            for e in events.campaign
        ),
        *(("FA708", e.year + 1, e, re.compile(f"(?P<said>{e.words})")) for e in events.epidemic),
    )


def events(case: Case) -> Iterator[Finding]:
    """Everything that was told of another year."""
    if case.year is None:
        return
    for frame in (_LAST_YEAR, _AT_ITS_END):
        for match in frame.finditer(case.clean):
            if case.type_at(match.start()) in _QUIET or _this_year_beside(case, match.start()):
                continue
            yield case.found(
                "FA705", match.span("word"), stated=match["word"], expected=f"{case.year}年",
                mistake="year", confidence=0.8,
            )  # fmt: skip
    for match in _MONTH.finditer(case.clean):
        year = int(match["year"])
        if not case.year - 3 <= year < case.year or case.type_at(match.start()) in _QUIET:
            continue
        start, end = match.span("year")
        yield case.found(
            "FA706", (start, end + 1), stated=match["year"], expected=str(case.year),
            mistake="year", confidence=0.7,
        )  # fmt: skip
    yield from _stale(case, case.year)


def _this_year_beside(case: Case, at: int) -> bool:
    index = case.sentence_at(at)
    if index < 0:
        return False
    sentence = case.sentences[index]
    return case.clean.find("今年", sentence.start, sentence.end) >= 0


def _stale(case: Case, year: int) -> Iterator[Finding]:
    """FA707: what is looked forward to is past, FA708: a campaign that is over."""
    told: set[int] = set()
    for code, first, event, words in known_events():
        if year < first:
            continue
        for match in words.finditer(case.clean):
            place = match.span("said")
            if place[0] in told or case.type_at(place[0]) in _QUIET:
                continue
            told.add(place[0])
            yield case.found(
                code, place, stated=match["said"], event=event.event, when=str(event.year),
                mistake="stale", confidence=0.85,
            )  # fmt: skip
