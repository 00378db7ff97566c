"""All checks on one document: equations are judged together, the rest as they are found."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.checks.case import Case
from extractor.checks.catalogue import rules
from extractor.checks.custom import Custom, run_custom
from extractor.checks.judge import distinct, judge
from extractor.checks.rules import CHECKS, IDENTITIES
from extractor.checks.units import wrong_units
from extractor.finding import SEVERITIES, Finding
from extractor.layout import Text
from extractor.outline import Outline
from extractor.record import Record
from extractor.segment import Sentence


def check(
    record: Record,
    text: Text,
    outline: Outline,
    sentences: tuple[Sentence, ...] | list[Sentence],
    customs: Sequence[Custom] = (),
) -> Record:
    """The record with what its document contradicts, and with what could not be checked.

    ``text``, ``outline`` and ``sentences`` are what the record was made from, ``customs`` what a
    user checks besides.
    """
    year = int(record.year) if record.year else None
    case = Case(record.facts, text, outline, sentences, year)
    equations = distinct([each for identity in IDENTITIES for each in identity(case)])
    found = [*judge(case, equations, wrong_units(case))]
    for each in CHECKS:
        found.extend(each(case))
    found.extend(run_custom(case, customs))
    found = _once(found)
    checked = {each.code for each in equations} | {each.code for each in found}
    titles = {code: rules()[code].title.zh for code in sorted(case.unchecked.keys() & rules())}
    titles |= {each.code: each.rule().title.zh for each in customs if each.code in case.unchecked}
    warnings = [
        f"not checkable: {code} {title}" + (f" ({why})" if (why := case.unchecked[code]) else "")
        for code, title in titles.items()
        if code not in checked
    ]
    return msgspec.structs.replace(
        record, findings=tuple(found), warnings=(*record.warnings, *warnings)
    )


def _once(found: Sequence[Finding]) -> list[Finding]:
    """The findings in reading order; of those of one family at one place, the gravest.

    Sums are told by code: an item may exceed its total, and yet another sum may fail by it.
    """
    kept: dict[tuple[str, int], Finding] = {}
    for each in sorted(found, key=lambda each: (SEVERITIES.index(each.severity), each.code)):
        what = each.code if each.family == "sum" else each.family
        kept.setdefault((what, each.spans[0].start), each)
    return sorted(kept.values(), key=lambda each: (each.spans[0].start, each.code))
