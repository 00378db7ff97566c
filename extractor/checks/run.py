"""All checks on one document: equations are judged together, the rest as they are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from extractor.checks.case import MOST_FIGURES, Case
from extractor.checks.catalogue import rules
from extractor.checks.custom import Custom, run_custom
from extractor.checks.judge import distinct, judge
from extractor.checks.needs import unmet
from extractor.checks.rules import CHECKS, IDENTITIES
from extractor.checks.rules.sheets.told import unconfirmed
from extractor.checks.units import wrong_units
from extractor.finding import SEVERITIES, Finding
from extractor.layout import Text
from extractor.outline import Outline
from extractor.record import Record, placed
from extractor.segment import Sentence
from extractor.tables import Table

T = TypeVar("T")


def check(
    record: Record,
    text: Text,
    outline: Outline,
    sentences: tuple[Sentence, ...] | list[Sentence],
    tables: Sequence[Table] = (),
    customs: Sequence[Custom] = (),
) -> Record:
    """The record with what its document contradicts, and with what could not be checked.

    ``text``, ``outline``, ``sentences`` and ``tables`` are what the record was made from,
    ``customs`` what a user checks besides.
    """
    year = int(record.year) if record.year else None
    case = Case(record.facts, text, outline, sentences, year, tables)
    faults: list[str] = []
    equations = distinct([e for identity in IDENTITIES for e in _run(identity, case, faults)])
    equations = unconfirmed(equations)
    found = _run(lambda case: judge(case, equations, wrong_units(case)), case, faults)
    for each in CHECKS:
        found += _run(each, case, faults)
    found.extend(run_custom(case, customs))
    found = _once(found)
    for code, what in unmet(case.facts).items():
        case.missing(code, what)
    checked = {each.code for each in equations} | {each.code for each in found}
    checked |= case.tabled
    titles = {code: rules()[code].title.zh for code in sorted(case.unchecked.keys() & rules())}
    titles |= {each.code: each.rule().title.zh for each in customs if each.code in case.unchecked}
    warnings = [
        f"not checkable: {code} {title}" + (f" ({why})" if (why := case.unchecked[code]) else "")
        for code, title in titles.items()
        if code not in checked
    ]
    if case.cut:
        warnings.append(f"not checkable: figures behind the first {MOST_FIGURES}")
    return msgspec.structs.replace(
        record, findings=placed(text.source, found), warnings=(*record.warnings, *faults, *warnings)
    )


def _run(check: Callable[[Case], Iterable[T]], case: Case, faults: list[str]) -> list[T]:
    """What a check yields. A fault of ours costs what this check would tell, and is told itself;
    the record and all other checks stay."""
    try:
        return list(check(case))
    except Exception as error:
        name = getattr(check, "__name__", "judge").replace("<lambda>", "judge")
        faults.append(f"fault: check {name}: {type(error).__name__}: {error} (a bug)")
        return []


def _once(found: Sequence[Finding]) -> list[Finding]:
    """The findings in reading order; of those of one family at one place, the gravest.

    Sums are told by code: an item may exceed its total, and yet another sum may fail by it.
    """
    kept: dict[tuple[str, int], Finding] = {}
    for each in sorted(found, key=lambda each: (SEVERITIES.index(each.severity), each.code)):
        what = each.code if each.family == "sum" else each.family
        kept.setdefault((what, each.spans[0].start), each)
    return sorted(kept.values(), key=lambda each: (each.spans[0].start, each.code))
