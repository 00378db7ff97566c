"""Broken equations -> findings: one for each slip, and who is likely to have erred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from extractor.checks.case import Case
from extractor.checks.catalogue import rules
from extractor.checks.equations import Equation, Growth, Linear, Same, as_printed, plain, told
from extractor.checks.figures import Figure
from extractor.checks.mistakes import name_mistake
from extractor.checks.repair import Repair, Web
from extractor.finding import EXTRACTION, PUBLISHER, Finding
from extractor.quantity import Interval
from extractor.schema import fields

#: Which identity tells of a slip that breaks several, the first that is there.
_ORDER: Final = ("sum", "staffing", "score", "repeat", "completion", "change", "percentage",
                "table", "text_table")  # fmt: skip
_SLIPS: Final = 0.03  #: how often an identity is broken by the publisher
_MISREAD: Final = 0.12  #: how often a figure read wrongly breaks an identity
_READ: Final = 0.85  #: how sure two figures must be read to be held against one another
_FAR: Final = 3  #: how many times what is printed a rate may be, and still be a slip
_SURE: Final = 12.0  #: how much likelier a slip is that has a name, or breaks several identities


def judge(
    case: Case, equations: Sequence[Equation], repaired: Mapping[Figure, Interval]
) -> Iterator[Finding]:
    """A finding for every slip that broken *equations* tell of.

    ``repaired`` holds figures that are known to be misprinted (in the wrong unit) and what
    they should be: what these explain is not told again.
    """
    told_of: set[tuple[str, int]] = set()
    for repair in Web(equations, repaired).repairs():
        figure = repair.figure
        mains = _mains(repair.mended)
        twin = _twin(case, repair) if figure.fact.origin == "text" else None
        if twin is not None:
            mains.append(Same("FA601", figure, twin))
        repeat = next((each for each in mains if isinstance(each, Same)), None)
        if repeat is not None and _is_copy(repeat, figure):
            mains = [repeat]
        for main in mains:
            if (main.code, figure.start) not in told_of:
                told_of.add((main.code, figure.start))
                yield _tell(case, repair, main)


def _is_copy(repeat: Same, figure: Figure) -> bool:
    """Whether a figure of a later part tells what the account has told: then it is the copy
    that errs, whatever its parts."""
    original = repeat.first if repeat.stated is figure else repeat.stated
    return original.part < figure.part


def distinct(equations: Sequence[Equation]) -> list[Equation]:
    """Equations but lists by place of which another tells the same sum."""
    sums: dict[int, list[frozenset[int]]] = defaultdict(list)
    for each in equations:
        if isinstance(each, Linear) and not each.by_place:
            starts = frozenset(figure.start for figure in each.figures)
            for start in starts:
                sums[start].append(starts)
    return [
        each
        for each in equations
        if not (isinstance(each, Linear) and each.by_place)
        or not _is_told(frozenset(figure.start for figure in each.figures), sums)
    ]


def _is_told(starts: frozenset[int], sums: Mapping[int, list[frozenset[int]]]) -> bool:
    """Whether one of *sums*, listed by each place in them, is a part of it or holds it."""
    return any(starts <= each or each <= starts for start in starts for each in sums.get(start, ()))


def _twin(case: Case, repair: Repair) -> Figure | None:
    """Where the figure that is due is printed, for the same thing."""
    figure = repair.figure
    if figure.fact.kind == "ratio" or any(isinstance(each, Same) for each in repair.mended):
        return None
    for other in case.ledger.alike(figure):
        small, large = sorted((other.value, figure.value))
        read = min(other.fact.confidence, figure.fact.confidence) >= _READ
        if other.interval.overlaps(repair.due) and small < large < small * 2 and read:
            return other
    return None


def _mains(mended: Sequence[Equation]) -> list[Equation]:
    """The identities by which a slip is told: the plainest, and besides a sum the repeat that it
    differs from, since either may be what a reader looks for. One in a table is told once."""
    if any(_in_table(each) for each in mended):
        return [min(mended, key=lambda each: (_rank(each), len(each.figures), each.stated.start))]
    ranked = sorted(mended, key=lambda each: (_rank(each), each.stated.start))
    repeat = next((each for each in ranked[1:] if isinstance(each, Same)), None)
    return [ranked[0]] if repeat is None or isinstance(ranked[0], Same) else [ranked[0], repeat]


def _in_table(equation: Equation) -> bool:
    return all(each.fact.origin == "table" for each in equation.figures)


def _rank(equation: Equation) -> int:
    family = rules()[equation.code].family
    return _ORDER.index(family) if family in _ORDER else len(_ORDER)


def _tell(case: Case, repair: Repair, main: Equation) -> Finding:
    """The finding of one slip: at the figure that errs where that is known, else at the one that
    the others derive."""
    mended = repair.mended if main in repair.mended else [*repair.mended, main]
    at = repair.figure if repair.known or repair.figure is main.stated else main.stated
    due = main.solve(at)
    others = dict.fromkeys(
        other
        for each in sorted(mended, key=lambda each: each is not main)
        if each is main or isinstance(each, Same) or not _in_table(each)
        for other in each.figures
        if other.start != at.start
    )
    mistake = name_mistake(at, due, mended)
    confidence = _confidence(main, mended, mistake)
    empty = isinstance(main, Linear) and not main.bound and not main.stated.value
    blame = EXTRACTION if confidence < 0.5 or empty else PUBLISHER
    severity = "info" if blame == EXTRACTION else _severity(case, main, at, due, mistake)
    if severity is None and mistake is None and len(mended) == 1 and _is_doubtful(main, at, due):
        severity = "warning"
    return case.found(
        main.code, at, *others, stated=plain(at.value), expected=told(due),
        due=as_printed(at, due), sum=main.written(), mistake=mistake, severity=severity,
        blame=blame, confidence=round(confidence, 4), label=_label(at), key=at.key.field,
    )  # fmt: skip


def _label(figure: Figure) -> str:
    return "/".join(figure.key.path or ()) or fields()[figure.key.field].label


def _confidence(main: Equation, mended: Sequence[Equation], mistake: str | None) -> float:
    """How sure it is that the document errs and not the reading of it: the odds of a slip in
    print against those of one wrongly read figure."""
    read = 1.0
    for figure in () if isinstance(main, Linear | Growth) and main.by_place else main.figures:
        read *= min(figure.fact.confidence, 0.995)
    slip = _SLIPS * (_SURE if mistake or len(mended) > 1 else 1.0)
    return slip / (slip + _MISREAD * (1.0 - read))


def _is_doubtful(main: Equation, at: Figure, due: Interval) -> bool:
    """Whether a break that nothing names may as well be of amounts that do not belong together:
    a rate that is far off, a sum over several sections."""
    if isinstance(main, Linear):
        return len({each.section for each in main.figures}) > 1
    if at.fact.kind != "ratio" or due.low is None or due.high is None:
        return False
    return due.low > at.value * _FAR or due.high * _FAR < at.value


def _severity(
    case: Case, main: Equation, at: Figure, due: Interval, mistake: str | None
) -> str | None:
    """Less than the rule's where it is a matter of rounding, or of a scope told in words."""
    low, high = due
    if low is not None and high is not None and at.step and not isinstance(main, Same):
        gap = max(low - at.value, at.value - high)
        if gap <= at.step * (len(main.figures) if isinstance(main, Linear) else 1):
            return "info" if case.rounding else "warning"
    loose = isinstance(main, Linear) and main.loose
    if mistake == "truncated" or loose or (isinstance(main, Same) and mistake is None):
        return "warning"
    return None
