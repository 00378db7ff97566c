"""Facts and headings -> mark-up, for a person to review: the way back from gold to marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from extractor.annotate.facts import FIGURES, build_fact
from extractor.annotate.marks import parse_facts
from extractor.annotate.markup import Front
from extractor.errors import fail
from extractor.fact import Fact

#: Keys that stand flat beside a fact and are told as they are.
_EXTRA = (
    "code", "base", "budget_basis", "of", "list", "ordinal", "table", "level1", "level2",
    "target", "actual", "budget", "executed", "completion", "weight", "score", "value_count",
)  # fmt: skip
_MONEY = {"CNY": "元", "percent": "%"}


class Heading(Protocol):
    """What is asked of a section."""

    @property
    def level(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Marked(NamedTuple):
    """A mark-up file, and facts that it has no room for, each with the cause."""

    text: str
    left_out: tuple[tuple[Fact, str], ...]


def words(fact: Fact, text: str, year: int | None) -> str:
    """The words by which a mark on *text* tells *fact*.

    >>> fact = Fact(field="training", kind="money", evidence=(), value="50000", unit="CNY",
    ...             role="budget", period="2023")
    >>> words(fact, "5万元", 2023)
    'training budget'

    Raises :class:`ValueError` where no words do.
    """
    key = fact.field
    if fact.kind == "ratio":
        key = "%" if key == "ratio" else f"%{key}"
    told = [key]
    if fact.role and not (fact.kind == "money" and fact.role == "actual"):
        told.append(fact.role)
    if fact.kind in FIGURES and fact.period != str(year):
        told.append(fact.period or "-")
    told += [fact.direction] if fact.direction else []
    told += ["implied"] if fact.implied else []
    told += ["purchased"] if fact.extra.get("purchased") else []
    told += [f"path={_quoted('/'.join(fact.path))}"] if fact.path else []
    # a name that is not told is left for the reviewer to fill in
    name = fact.name or ("?" if key in ("quantity", "activity.funds") else None)
    pairs = {"name": name, "category": fact.category}
    pairs |= {name: fact.extra.get(name) for name in _EXTRA}  # type: ignore[misc]
    told += [f"{name}={_quoted(value)}" for name, value in pairs.items() if value is not None]
    about = fact.extra.get("about")
    if isinstance(about, list | tuple) and about:
        told.append(f"about={','.join(map(str, about))}")
    for more in ([], _value(fact), [*_value(fact), *_bounds(fact)]):
        tried = " ".join([*told, *more])
        try:
            if _same(build_fact(parse_facts(tried)[0], text, year), fact):
                return tried
        except ValueError as error:
            cause = str(error)
        else:
            cause = "the mark would tell another value"
    raise ValueError(cause)


def _value(fact: Fact) -> list[str]:
    if isinstance(fact.value, tuple):
        return [f"value={_quoted('、'.join(fact.value) or '无')}"]
    if fact.value is None:
        return []
    unit = (
        f" unit={fact.unit}" if fact.kind in ("quantity", "staffing", "asset") and fact.unit else ""
    )
    unit = " unit=none" if fact.kind in FIGURES and fact.unit is None else unit
    return [f"value={_quoted(fact.value)}{unit}"]


def _bounds(fact: Fact) -> list[str]:
    bounds = {"low": fact.low, "high": fact.high}
    return [f"{name}={value}" for name, value in bounds.items() if value is not None]


def _quoted(value: object) -> str:
    text = " ".join(str(value).replace('"', "”").split())
    return f'"{text}"' if re.search(r"[\s;=|]", text) or not text else text


def _same(one: Fact, other: Fact) -> bool:
    def squeezed(value: object) -> object:
        return re.sub(r"\s", "", value) if isinstance(value, str) else value

    return (one.field, one.kind, one.role, one.period, squeezed(one.value)) == (
        other.field, other.kind, other.role, other.period, squeezed(other.value)
    )  # fmt: skip


def mark_up(text: str, facts: Sequence[Fact], sections: Iterable[Heading], front: Front) -> Marked:
    """*text* with its facts and headings marked; a fact that crosses another is left out.

    Raises EX501 where the text itself holds the signs of marks.
    """
    if "{{" in text or "}}" in text or "\r" in text:
        raise fail("EX501", f"{front.id}: the text holds {{{{, }}}} or carriage returns")
    marks: dict[tuple[int, int], list[str]] = {}
    left_out: list[tuple[Fact, str]] = []
    for section in sections:
        marks.setdefault((section.start, section.end), []).append(f"section {section.level}")
    for fact in facts:
        place = fact.evidence[0]
        span = place.start, place.end
        crossed = next((each for each in marks if _cross(each, span)), None)
        quote = text[place.start : place.end]
        if crossed is not None or not quote or quote != quote.strip():
            left_out.append((fact, f"crosses {text[slice(*crossed)]!r}" if crossed else "no place"))
            continue
        try:
            marks.setdefault(span, []).append(words(fact, quote, front.year))
        except ValueError as error:
            left_out.append((fact, str(error)))
    return Marked(_front(front) + _woven(text, {s: f for s, f in marks.items() if f}),
                  tuple(left_out))  # fmt: skip


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[0] < one[1] < other[1] or other[0] < one[0] < other[1] < one[1]


def _front(front: Front) -> str:
    lines = [f'{name} = "{getattr(front, name)}"' for name in ("id", "province", "unit_kind")]
    return "\n".join(["+++", *lines, f"year = {front.year}", f'note = "{front.note}"', "+++\n"])


def _woven(text: str, marks: dict[tuple[int, int], list[str]]) -> str:
    signs = []
    for number, ((start, end), facts) in enumerate(
        sorted(marks.items(), key=lambda m: (m[0][0], -m[0][1]))
    ):
        signs.append((start, 1, -end, number, "{{"))
        signs.append((end, 0, -start, -number, f"|{' ; '.join(facts)}}}}}"))
    pieces, done = [], 0
    for at, _, _, _, sign in sorted(signs):
        pieces += [text[done:at], sign]
        done = at
    return "".join([*pieces, text[done:]])
