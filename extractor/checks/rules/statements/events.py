"""FA705, FA707, FA708, FA724: words and events that date a text to another year (35)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from extractor.checks.case import Case, Place
from extractor.checks.scan import Signs
from extractor.errors import fail
from extractor.finding import Finding

#: 去年 that tells of something done, and compares nothing.
_LAST_YEAR: Final = re.compile(
    r"(?P<word>去年(?:\d{1,2}月(?:\d{1,2}日)?)?)"
    r"(?!同期|以来|相比|底?结转|年初|的|[^，。；\n]{0,10}(?:相比|基础上))"
    r"(?=[^，。；\n]{0,16}?(?:完成|举办|开展|组织|召开|建成|实现|获|共|累计|全年|投入|发放|培训|新建))"
)
_AT_ITS_END: Final = re.compile(
    r"(?P<word>截[至止]到?上年年?(?:底|末))(?=[^。；\n]{0,12}(?:编制|人员|实有|资产|车辆|设备|职工))"
)
#: Words before a campaign that goes on, and behind one that is over.
_GOING_ON: Final = re.compile("(?:开展|推进|实施|组织|参加|加强|以)[^。；\n]{0,14}$")
_OVER: Final = re.compile("[^，。；\n]{0,8}(?:成果|成效|以来|经验|常态化|制度|长效)")
_STOPS: Final = frozenset("，。；：、\n")
_FORMER: Final = re.compile("原(?!因)|前身")
_RENAMED: Final = re.compile("撤销|划转|划入|合并|更名|改为|职责|组建|整合")
_QUIET: Final = frozenset(("duties", "glossary", "tables"))
#: A campaign may be told of for so many years after its last.
_AFTER: Final = 2


_REACH: Final = 40  #: characters round the sign of an event


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``words`` is the pattern by which an event is known, ``year`` its year, or its last.

    Every text that ``words`` finds holds one of the ``signs``.
    """

    event: str
    signs: tuple[str, ...]
    words: str
    year: int


class Events(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``data/events.toml``."""

    coming: tuple[Event, ...]
    campaign: tuple[Event, ...]
    epidemic: tuple[Event, ...]
    gone: tuple[Event, ...]


@cache
def known_events() -> tuple[tuple[str, int, Event, re.Pattern[str]], ...]:
    """Rule, the first year in which an event is stale, the event and how it is told."""
    raw = (resources.files("extractor.checks") / "data" / "events.toml").read_bytes()
    try:
        events = msgspec.toml.decode(raw, type=Events)
    except msgspec.MsgspecError as error:
        raise fail("EX201", f"events.toml: {error}") from None
    return tuple(
        (code, event.year + after, event, re.compile(event.words))
        for code, after, kind in (
            ("FA707", 1, events.coming), ("FA708", _AFTER, events.campaign),
            ("FA708", 1, events.epidemic), ("FA724", _AFTER, events.gone),
        )
        for event in kind
    )  # fmt: skip


@cache
def _signs() -> Signs:
    return Signs(sign for _, _, event, _ in known_events() for sign in event.signs)


def events(case: Case) -> Iterator[Finding]:
    """Everything that was told of another year."""
    if case.year is None:
        return
    for frame in (_LAST_YEAR, _AT_ITS_END):
        for match in frame.finditer(case.clean):
            at = match.start()
            if frame is _LAST_YEAR and case.clean[at - 1 : at] not in _STOPS:
                continue
            if case.type_at(at) in _QUIET or _this_year_beside(case, at):
                continue
            yield case.found(
                "FA705", match.span("word"), stated=match["word"], expected=f"{case.year}年",
                mistake="year", confidence=0.8,
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
    signs = _signs().places(case.clean)
    for code, first, event, words in known_events():
        if year < first:
            continue
        at = [each for sign in event.signs for each in signs.get(sign, ())]
        for place in _places(case.clean, at, words):
            if place[0] in told or case.type_at(place[0]) in _QUIET:
                continue
            if code == "FA708" and first == event.year + _AFTER:
                if not _goes_on(case.clean, *place):
                    continue
            elif code == "FA724" and not _still_named(case, *place):
                continue
            told.add(place[0])
            said, when = case.clean[slice(*place)], str(event.year)
            yield case.found(
                code, place, stated=said, event=event.event, when=when,
                mistake="stale", confidence=0.85,
            )  # fmt: skip


def _places(clean: str, signs: Iterable[int], words: re.Pattern[str]) -> Iterator[Place]:
    """Where *words* are found round the places of their *signs*."""
    for at in signs:
        match = words.search(clean, max(0, at - _REACH), at + _REACH)
        if match is not None and match.start() <= at < match.end():
            yield match.span()


def _still_named(case: Case, start: int, end: int) -> bool:
    """Whether a body is named as if it still stood: not as a former one, and in no title."""
    clean, kind = case.clean, case.type_at(start)
    if kind in ("organisation", "internal_departments", "units"):
        return False
    before, after = clean[max(0, start - 12) : start], clean[end : end + 12]
    if _FORMER.search(before) or _RENAMED.search(after):
        return False
    return clean.rfind("《", max(0, start - 40), start) <= clean.rfind(
        "》", max(0, start - 40), start
    )


def _goes_on(clean: str, start: int, end: int) -> bool:
    """Whether a campaign is told as being carried on."""
    before = _GOING_ON.search(clean, max(0, start - 24), start)
    return before is not None and not _OVER.match(clean, end)
