"""Totals and their parts, as the rules of the catalogue declare them (identities 1 to 14)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.case import Case
from extractor.checks.catalogue import Rule
from extractor.checks.equations import Equation, Linear
from extractor.checks.expressions import LinearIdentity
from extractor.checks.figures import Figure, Key, Ledger
from extractor.checks.mistakes import has_one_slip
from extractor.checks.rules.amounts.declared import declared

_NEAR = 6  #: how far before its amount 总计 stands


def sums(case: Case) -> Iterator[Equation]:
    """Every total with its parts, for each role and year in which they are stated."""
    for rule, readings in declared():
        seen: set[tuple[str, ...]] = set()
        wholes = [
            whole
            for role in rule.roles
            for whole in case.ledger.of(readings[0].whole, role)
            if not whole.key.path and _is_total(case, rule, whole)
        ]
        if not wholes:
            case.missing(rule.code, readings[0].whole)
        for whole in _nearest_first(wholes, case.ledger, readings):
            found = [
                equation
                for reading in readings
                if (equation := _equation(case, rule, reading, whole)) is not None
            ]
            if not found:
                case.missing(rule.code, *_keys(readings[0]))
                continue
            found.sort(key=lambda each: each.loose)
            equation = next((each for each in found if each.holds()), found[0])
            parts = tuple(part.id for _, part in equation.parts)
            if not equation.holds() and _of_another(equation, case.ledger):
                continue
            if equation.loose and not equation.holds() and not has_one_slip(equation):
                continue  # something that is not told may make up the difference
            if parts not in seen and not _mirrored(equation):
                seen.add(parts)
                yield equation


def _is_total(case: Case, rule: Rule, figure: Figure) -> bool:
    """Whether a figure of the balance is called 总计: 总收入 may be of the year alone."""
    if not rule.name.endswith("income-and-spending"):
        return True
    if "总计" in case.clean[max(0, figure.start - _NEAR) : figure.start]:
        return True
    return any(each.role == "label" and "总" in each.quote and "计" in each.quote
               for each in figure.fact.evidence)  # fmt: skip


def _keys(reading: LinearIdentity) -> list[str]:
    return [key for _, key, optional in reading.parts if not optional]


def _mirrored(equation: Linear) -> bool:
    """Whether one figure states both sides (收入总计、支出总计均为…)."""
    return any(part.start == equation.stated.start for _, part in equation.parts)


def _nearest_first(
    wholes: list[Figure], ledger: Ledger, readings: tuple[LinearIdentity, ...]
) -> list[Figure]:
    """Wholes whose parts stand in their paragraph, then in their section, then the others."""

    if len(wholes) < 2:
        return wholes

    def distance(whole: Figure) -> int:
        best = 2
        for _, key, _ in readings[0].parts:
            for part in ledger.of(key, whole.role):
                if part.year != whole.year:
                    continue
                best = min(best, 0 if part.paragraph == whole.paragraph else
                           1 if part.section == whole.section else 2)  # fmt: skip
        return best

    return sorted(wholes, key=distance) if len(wholes) > 1 else wholes


def _equation(case: Case, rule: Rule, reading: LinearIdentity, whole: Figure) -> Linear | None:
    """The identity with the figures that stand nearest; None where one is not stated, and the
    others do not stand in a list."""
    parts: list[tuple[int, Figure]] = []
    partial = far = False
    ledger = case.ledger
    for sign, key, optional in reading.parts:
        part = ledger.near(whole, Key(key), whole.role)
        if part is not None and not _is_total(case, rule, part):
            part = None
        if part is not None and key == "three_public.reception_domestic" and _is_visit(case, part):
            part = None
        if part is not None and rule.beside and part.section != whole.section:
            far = True
            if not rule.apart:
                part = None
        if part is None or not _same_scope(whole, part):
            if not optional:
                partial = True
            continue
        parts.append((sign, part))
    bound = reading.relation == "<="
    if partial and (bound or not _listed(whole, parts)):
        return None
    if not bound and len(parts) < 2 and len(reading.parts) > 1:
        return None
    if rule.open and not _closed(whole, parts, ledger):
        bound = True
    if rule.open and bound:  # the parts may fall short of the whole, and never exceed it
        return None
    loose = partial or (rule.beside and len(parts) < len(reading.parts))
    found = Linear(rule.code, whole, tuple(parts), bound, loose)
    # what is told elsewhere may be of another scope: one slip must explain it
    return found if not (far and rule.apart) or found.holds() or has_one_slip(found) else None


def _of_another(equation: Linear, ledger: Ledger) -> bool:
    """Whether the parts stand with another figure of the same total, of another scope."""
    whole = equation.stated
    paragraphs = {part.paragraph for _, part in equation.parts}
    return whole.paragraph not in paragraphs and any(
        each.paragraph in paragraphs and not each.interval.overlaps(whole.interval)
        for each in ledger.alike(whole)
    )


def _is_visit(case: Case, part: Figure) -> bool:
    """Whether an amount is of one of several visits: …16批次141人次1.24万元，接待外县11批次…."""
    return (
        case.clean[part.start : part.end + 40].count("批次") > 0
        and "批次" in (case.clean[max(0, part.start - 14) : part.start])
    )


def _listed(whole: Figure, parts: list[tuple[int, Figure]]) -> bool:
    """Whether parts stand in the paragraph of their total, so that one which is not told there
    is likely to be nothing."""
    signs = [sign for sign, _ in parts]
    return (
        len(parts) > 1
        and signs == [1] * len(parts)
        and all(part.paragraph == whole.paragraph and part.start > whole.start for _, part in parts)
    )


def _same_scope(whole: Figure, part: Figure) -> bool:
    """Figures of one part of the document, as exactly told; of budgets, of one basis."""
    if whole.part != part.part or whole.fact.approx or part.fact.approx:
        return False
    bases = {each.fact.extra.get("budget_basis") for each in (whole, part)} - {None}
    return len(bases) < 2


def _closed(whole: Figure, parts: list[tuple[int, Figure]], ledger: Ledger) -> bool:
    """Whether a list of parts tells that it is whole: by shares that give a hundred, or since
    it names nearly every kind."""
    if len(parts) >= 5:
        return True
    shares = [
        share
        for _, part in parts
        for share in ledger.ratios
        if share.role == "share" and share.key == part.key and share.section == part.section
        and share.fact.extra.get("of") == whole.key.field
    ]  # fmt: skip
    stated = {share.key for share in shares}
    total = sum((share.value for share in shares), Decimal(0))
    return len(stated) == len(parts) and abs(total - 100) <= 1
