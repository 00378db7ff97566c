"""Broken equations -> findings: which figure errs, who erred, and one finding for each slip.

A misprinted amount breaks every identity that it takes part in. The figures that are changed to
mend all of them are sought, as few as can be; what breaks no intact identity counts for more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from extractor.checks.case import Case
from extractor.checks.catalogue import rules
from extractor.checks.equations import Equation, Linear, Same, plain, told
from extractor.checks.figures import Figure
from extractor.checks.mistakes import name_mistake
from extractor.finding import EXTRACTION, PUBLISHER, Finding
from extractor.quantity import Interval
from extractor.schema import fields

#: Which identity tells of a slip that breaks several, the first that is there.
_ORDER: Final = ("sum", "staffing", "score", "repeat", "completion", "change", "percentage")
_SLIPS: Final = 0.03  #: how often an identity is broken by the publisher
_MISREAD: Final = 0.15  #: how often a figure read wrongly breaks an identity
_READ: Final = 0.85  #: how sure two figures must be read to be held against one another
_SURE: Final = 12.0  #: how much likelier a slip is that has a name, or breaks several identities


def judge(
    case: Case, equations: Sequence[Equation], repaired: Mapping[Figure, Interval]
) -> Iterator[Finding]:
    """A finding for every slip that broken *equations* tell of.

    ``repaired`` holds figures that are known to be misprinted (in the wrong unit) and what
    they should be: what these explain is not told again.
    """
    instead = dict(repaired)
    of: dict[Figure, list[Equation]] = defaultdict(list)
    broken: list[Equation] = []
    for each in equations:
        for figure in each.figures:
            of[figure].append(each)
        taken = {f: instead[f] for f in each.figures if f in instead}
        if not each.holds() and not (taken and each.holds(taken)):
            broken.append(each)
    broken = [each for each in broken if not _of_two_scopes(each, of)]
    told_of: set[tuple[str, int]] = set()
    while broken:
        figure, mended = _likeliest(broken, of)
        broken = [each for each in broken if each not in mended]
        for main in _mains(mended):
            place = (main.code, figure.start)
            if place not in told_of:
                told_of.add(place)
                yield _tell(case, figure, main, mended, of)
        twin = _twin(case, figure, mended)
        if twin is not None and ("FA601", figure.start) not in told_of:
            told_of.add(("FA601", figure.start))
            repeat = Same("FA601", figure, twin)
            yield _tell(case, figure, repeat, [*mended, repeat], of)


def _twin(case: Case, figure: Figure, mended: Sequence[Equation]) -> Figure | None:
    """Where the figure that is due is printed, for the same thing."""
    if figure.fact.kind == "ratio" or any(isinstance(each, Same) for each in mended):
        return None
    due = mended[0].solve(figure)
    for other in case.ledger.alike(figure):
        small, large = sorted((other.value, figure.value))
        read = min(other.fact.confidence, figure.fact.confidence) >= _READ
        if other.interval.overlaps(due) and small < large < small * 2 and read:
            return other
    return None


def _of_two_scopes(equation: Equation, of: Mapping[Figure, Sequence[Equation]]) -> bool:
    """Whether both tellings of a fact agree with figures of their own: then they tell of two
    scopes (all means, the general budget), and neither errs."""
    return isinstance(equation, Same) and all(
        any(not isinstance(each, Same) and each.holds() for each in of[figure])
        for figure in equation.figures
    )


def _mains(mended: Sequence[Equation]) -> list[Equation]:
    """The identities by which a slip is told: the plainest, and besides a sum the repeat that it
    differs from, since either may be what a reader looks for."""
    ranked = sorted(mended, key=lambda each: (_rank(each), each.stated.start))
    repeat = next((each for each in ranked[1:] if isinstance(each, Same)), None)
    return [ranked[0]] if repeat is None or isinstance(ranked[0], Same) else [ranked[0], repeat]


def _rank(equation: Equation) -> int:
    family = rules()[equation.code].family
    return _ORDER.index(family) if family in _ORDER else len(_ORDER)


def _likeliest(
    broken: Sequence[Equation], of: Mapping[Figure, Sequence[Equation]]
) -> tuple[Figure, list[Equation]]:
    """The figure whose change mends most and spoils least, and what it mends."""
    best: tuple[tuple[float, ...], Figure, list[Equation]] | None = None
    for figure in dict.fromkeys(figure for each in broken for figure in each.figures):
        if figure.fact.implied:  # a statement that there was none is no misprint
            continue
        mine = [each for each in broken if figure in each.figures]
        due, mended = _due(figure, mine)
        if not mended:
            continue
        spoilt = sum(
            1
            for each in of[figure]
            if each not in mended and each.holds() and not each.holds({figure: due})
        )
        stated = sum(1 for each in mended if each.stated is figure)
        named = name_mistake(figure, due, mended) is not None
        score = (len(mended) - 1.5 * spoilt, stated > 0, named, -figure.start)
        if best is None or score > best[0]:
            best = (score, figure, mended)
    if best is None:
        return broken[0].stated, [broken[0]]
    return best[1], best[2]


def _due(figure: Figure, broken: Sequence[Equation]) -> tuple[Interval, list[Equation]]:
    """What *figure* should be to mend most of *broken*, and which it mends."""
    best: tuple[Interval, list[Equation]] = (Interval(None, None), [])
    for each in broken:
        due = each.solve(figure)
        if due == (None, None):
            continue
        mended: list[Equation] = [each]
        if isinstance(each, Linear) and each.bound:
            pass  # what may not be exceeded tells nothing of other identities
        else:
            mended = [
                other
                for other in broken
                if not (isinstance(other, Linear) and other.bound) and other.holds({figure: due})
            ]
        if len(mended) > len(best[1]):
            best = (due, mended)
    return best


def _tell(
    case: Case,
    figure: Figure,
    main: Equation,
    mended: Sequence[Equation],
    of: Mapping[Figure, Sequence[Equation]],
) -> Finding:
    """The finding of one slip: at the figure that errs where that is known, else at the one that
    the others derive."""
    known = len(mended) > 1 or any(
        each not in mended and each.holds() for other in main.figures if other is not figure
        for each in of[other]
    )  # fmt: skip
    at = figure if known or figure is main.stated else main.stated
    due = main.solve(at)
    others = dict.fromkeys(
        other
        for each in sorted(mended, key=lambda each: each is not main)
        for other in each.figures
        if other.start != at.start
    )
    mistake = name_mistake(at, due, mended)
    confidence = _confidence(main, mended, mistake)
    blame = PUBLISHER if confidence >= 0.5 else EXTRACTION
    severity = _severity(case, main, at, due, mistake)
    return case.found(
        main.code, at, *others, stated=plain(at.value), expected=told(due), sum=main.written(),
        mistake=mistake, severity="info" if blame == EXTRACTION else severity, blame=blame,
        confidence=round(confidence, 4), label=_label(at), key=at.key.field,
    )  # fmt: skip


def _label(figure: Figure) -> str:
    return "/".join(figure.key.path or ()) or fields()[figure.key.field].label


def _confidence(main: Equation, mended: Sequence[Equation], mistake: str | None) -> float:
    """How sure it is that the document errs and not the reading of it: the odds of a slip in
    print against those of one wrongly read figure."""
    read = 1.0
    for figure in main.figures:
        read *= min(figure.fact.confidence, 0.995)
    slip = _SLIPS * (_SURE if mistake or len(mended) > 1 else 1.0)
    return slip / (slip + _MISREAD * (1.0 - read))


def _severity(
    case: Case, main: Equation, at: Figure, due: Interval, mistake: str | None
) -> str | None:
    """Less than the rule's where it is a matter of rounding."""
    if mistake == "truncated":
        return "warning"
    if isinstance(main, Linear) and main.loose:
        return "warning"
    low, high = due
    if low is None or high is None or not at.step or isinstance(main, Same):
        return None
    gap = max(low - at.value, at.value - high)
    if gap <= at.step * (len(main.figures) if isinstance(main, Linear) else 1):
        return "info" if case.rounding else "warning"
    return None
