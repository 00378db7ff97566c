"""Checks that users declare: arithmetic between figures, by field keys (``checks.expressions``)."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

import msgspec

from extractor.checks.case import Case
from extractor.checks.catalogue import Rule, Words
from extractor.checks.equations import plain, shown
from extractor.checks.expressions import Comparison, Operand, parse, written
from extractor.checks.figures import Figure
from extractor.finding import FAMILIES, Finding
from extractor.schema import fields

_CODE: Final = re.compile(r"(?!FA|EX)[A-Z]{1,8}[0-9]{1,5}")
_FILLED: Final = frozenset(("stated", "expected", "sum", "quote", "label", "key"))
_MESSAGE: Final = Words("应有 {sum}", "there should be {sum}")


class Custom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A check of ``[[check.custom]]``.

    ``code`` is capital letters and digits that do not begin with FA or EX, ``expression`` what must
    hold. ``message`` may hold ``{sum}``, ``{stated}``, ``{quote}``, ``{label}`` and ``{key}``.
    """

    code: str
    expression: str
    title: Annotated[str, msgspec.Meta(max_length=200)] = ""
    message: Annotated[str, msgspec.Meta(max_length=500)] = ""
    severity: Literal["error", "warning", "info"] = "error"
    family: str = "sum"

    def check(self) -> None:
        """Raise ValueError where the declaration is not sound."""
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"code {self.code}: write capital letters, not FA or EX, then digits")
        if self.family not in FAMILIES:
            raise ValueError(f"{self.code}: unknown family {self.family}")
        parse(self.expression)
        try:
            found = string.Formatter().parse(self.message)
            holes = [
                hole + (spec or "") + (convert or "")
                for _, hole, spec, convert in found
                if hole is not None
            ]
        except ValueError as error:
            raise ValueError(f"{self.code}: message: {error}") from None
        if unknown := [hole for hole in holes if hole not in _FILLED]:
            raise ValueError(
                f"{self.code}: message: {{{unknown[0]}}} is none of {', '.join(sorted(_FILLED))}"
            )

    def rule(self) -> Rule:
        """The check as a rule of the catalogue, for what shows rules."""
        title = self.title or self.expression
        message = Words(self.message, self.message) if self.message else _MESSAGE
        return Rule(
            code=self.code, name=self.code.lower(), family=self.family, severity=self.severity,
            title=Words(title, title), checks=Words(self.expression, self.expression),
            basis=Words("设置文件。", "The settings."), message=message, bad=(), good=(),
        )  # fmt: skip


def run_custom(case: Case, customs: Sequence[Custom]) -> Iterator[Finding]:
    """What does not hold; operands that are missing are noted in ``case.unchecked``.

    The figure that is named first and not optional is looked at wherever it is stated for the
    document's own year; the others are those that a reader takes for its fellows: of its
    sentence, paragraph, section, or of the document where all there say the same.
    """
    for custom in customs:
        comparison = parse(custom.expression)
        operands = comparison.operands()
        first = next((each for each in operands if not each.optional), operands[0])
        checked = False
        for figure in _figures(case, first):
            fellows = _fellows(case, comparison, first, figure)
            holds = comparison.holds({each: f.interval for each, f in fellows.items()}.get)
            checked |= holds is not None
            if holds is False:
                yield _finding(case, custom, comparison, figure, fellows)
        if not checked:
            missing = [each for each in operands if not _figures(case, each)]
            stated = [each for each in missing if not each.optional]
            case.missing(custom.code, *(fields()[each.key].label for each in stated))


def _figures(case: Case, operand: Operand) -> list[Figure]:
    """Where the figure of an operand is stated: of the field as a whole, in its own year."""
    kind = fields()[operand.key].kind
    role = operand.role if kind == "money" else None
    own = None if case.year is None else case.year - (operand.role == "prior_actual")
    return [
        each
        for each in case.ledger.of(operand.key, role)
        if each.key.path is None
        and each.key.name is None
        and each.key.category in (None, "total")
        and (own is None or each.year in (None, str(own)))
    ]


def _fellows(
    case: Case, comparison: Comparison, first: Operand, figure: Figure
) -> dict[Operand, Figure]:
    found = {first: figure}
    for operand in comparison.operands():
        if operand == first:
            continue
        stated = _figures(case, operand)
        fellow = _near(figure, stated)
        if fellow is not None:
            found[operand] = fellow
    return found


def _near(figure: Figure, stated: Sequence[Figure]) -> Figure | None:
    """The one of *stated* that stands nearest, or any where all say the same."""
    for level in ("sentence", "paragraph", "section"):
        here = [each for each in stated if getattr(each, level) == getattr(figure, level) >= 0]
        if here:
            return next((each for each in reversed(here) if each.start < figure.start), here[0])
    return stated[0] if len({each.value for each in stated}) == 1 else None


def _finding(
    case: Case, custom: Custom, comparison: Comparison, figure: Figure,
    fellows: dict[Operand, Figure],
) -> Finding:  # fmt: skip
    def show(operand: Operand) -> str:
        found = fellows.get(operand)
        return "0" if found is None else shown(found)

    relation = {"==": "=", "<=": "≤", ">=": "≥"}.get(comparison.relation, comparison.relation)
    arithmetic = f"{written(comparison.left, show)} {relation} {written(comparison.right, show)}"
    others = [each for each in fellows.values() if each is not figure]
    quote = case.clean[figure.start : figure.end].replace("\n", "")
    values = {
        "quote": quote, "stated": plain(figure.value), "expected": "", "sum": arithmetic,
        "label": fields()[figure.key.field].label, "key": figure.key.field,
    }  # fmt: skip
    rule = custom.rule()
    places = [case.span("primary", figure.start, figure.end)]
    places += [case.span("secondary", each.start, each.end) for each in others]
    return Finding(
        code=custom.code, family=custom.family, severity=custom.severity,
        message=rule.message.zh.format_map(values), spans=tuple(places),
        facts=tuple(dict.fromkeys(each.id for each in (figure, *others))),
        stated=values["stated"], sum=arithmetic, values=values,
    )  # fmt: skip
