"""Turns the words of a mark into a fact, by the rules of the annotation guidelines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from extractor.annotate.marks import Words
from extractor.annotate.printed import Printed, UnreadableError, plain, read_figure
from extractor.fact import Evidence, Fact
from extractor.schema import Field, fields

MONEY_ROLES = ("budget", "actual", "prior_actual", "change", "threshold", "other")
RATIO_ROLES = ("share", "change", "completion", "satisfaction", "execution_rate", "other")
PERFORMANCE_ROLES = (
    "target", "achievement", "problem", "cause", "measure", "evaluation_result", "method",
)  # fmt: skip
_COUNT_ROLES = ("actual", "budget", "prior_actual", "change", "target", "other")
#: The roles each kind may take; kinds that are not here have none.
ROLES: Mapping[str, tuple[str, ...]] = {
    "money": MONEY_ROLES, "ratio": RATIO_ROLES, "performance": PERFORMANCE_ROLES,
    "staffing": _COUNT_ROLES, "asset": _COUNT_ROLES, "quantity": _COUNT_ROLES,
}  # fmt: skip
ALL_ROLES = frozenset(role for roles in ROLES.values() for role in roles)
DIRECTIONS = ("increase", "decrease", "flat")
#: Kinds whose value is a figure, as the strict reader names them.
FIGURES = {"money": "money", "ratio": "percent"} | dict.fromkeys(
    ("staffing", "asset", "quantity"), "count"
)
_COMMON = ("name", "value", "low", "high", "unit")
_INDICATOR = (
    "table", "level1", "level2", "target", "actual", "budget", "executed", "completion",
    "weight", "score",
)  # fmt: skip
_PAIRS: Mapping[str, tuple[str, ...]] = {
    "money": ("path", "code", "base", "budget_basis"), "ratio": ("path", "code", "base", "of"),
    "staffing": ("category", "base"), "asset": ("category", "base"), "quantity": ("base",),
    "reason": ("about",), "duty": ("ordinal", "list"), "performance": ("ordinal",),
    "organisation": ("value_count",), "indicator": _INDICATOR,
}  # fmt: skip
_CHOICES = {
    "base": ("prior_year", "budget"), "budget_basis": ("initial", "adjusted", "full_year"),
    "list": ("main", "report"), "table": ("task", "indicator"),
}  # fmt: skip
_STAFF = ("total", "administrative", "public_institution", "civil_service_managed", "worker")
_CATEGORIES = {
    "staffing.establishment": _STAFF, "staffing.actual": _STAFF, "staffing.other": (),
    "staffing.retired": ("total", "retired_cadre", "retiree"),
}  # fmt: skip
#: What a fact of a kind, or of a field, cannot do without.
_KIND_NEEDS = {
    "staffing": ("category",), "asset": ("category",), "reason": ("about",), "term": ("name",),
    "indicator": ("table", "name"), "duty": ("list",),
}  # fmt: skip
_FIELD_NEEDS = {
    "quantity": ("name",), "activity.funds": ("name",), "general.functional": ("path",),
    "expenditure.functional": ("path",), "revenue.functional": ("path",),
    "general.basic.economic": ("path",),
}  # fmt: skip
_PERIOD = re.compile(r"(?:19|20)\d\d(?:-\d\d-\d\d)?|-")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_YEAR = re.compile(r"(\d{4})年?度?")
#: The number of a list item, which is no part of its text.
ORDINAL = re.compile(
    r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[）)]、?|[.．、](?!\d))|[①-⑳])\s*"
)
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")


#: Kinds whose text may be a list item; its number is left out of value and place.
NUMBERED = ("duty", "performance")


def flat(text: str) -> str:
    """*text* with its line wraps removed.

    >>> flat("内设\\n 机构")
    '内设机构'
    """
    return re.sub(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*", "", text).strip()


def build_fact(words: Words, text: str, year: int | None) -> Fact:
    """The fact that *words* tell of the marked *text*; its evidence has no place yet.

    *year* is the document's. Raises :class:`ValueError` (:class:`UnreadableError` for a
    figure) that says what is wrong.
    """
    key, *rest = words.bare
    field, kind = _field(key)
    name = key[1:] or "ratio" if key.startswith("%") else key
    role, period, direction, flags = _bare(rest, kind, key)
    _check_pairs(words.pairs, kind, name)
    pairs = words.pairs
    if kind in FIGURES and period is None and year is not None:
        period = str(year)
    if period == "-":
        period = None
    role = _role(role, kind, key)
    if role == "change" and (direction is None or "base" not in pairs):
        raise ValueError(f"{key}: a change needs increase, decrease or flat, and base=")
    if role == "prior_actual" and period == str(year):
        raise ValueError(f"{key}: prior_actual needs its own year")
    value, printed = _value(kind, name, text, pairs, field, "implied" in flags)
    if role == "change" and isinstance(value, str):
        value = value.removeprefix("-")  # the direction tells the sign
    extra: dict[str, object] = {
        each: pairs[each]
        for each in (*_INDICATOR, "code", "base", "budget_basis", "of", "ordinal", "list")
        if each in pairs
    }
    number = ORDINAL.match(text)
    if kind in NUMBERED and number:
        extra.setdefault("ordinal", flat(number[0]))
    if "about" in pairs:
        extra["about"] = pairs["about"].split(",")
    if kind == "organisation":
        extra["value_count"] = _value_count(pairs, value)
    if "purchased" in flags:
        extra["purchased"] = True
    return Fact(
        field=name,
        kind=kind,
        label=field.label,
        role=role,
        period=period,
        value=value,
        unit=printed.unit if printed else None,
        raw=flat(text),
        direction=direction,
        path=tuple(pairs["path"].split("/")) if "path" in pairs else None,
        name=pairs.get("name"),
        category=pairs.get("category"),
        low=_bound("low", pairs, printed),
        high=_bound("high", pairs, printed),
        implied="implied" in flags,
        approx="approx" in flags or bool(printed and printed.approx),
        extra=extra,
        evidence=(Evidence("value", 0, 0, ""),),
    )


def _field(key: str) -> tuple[Field, str]:
    known = fields()
    name = key.removeprefix("%") or "ratio"
    if name not in known:
        raise ValueError(f"unknown field {name!r}")
    return known[name], "ratio" if key.startswith("%") else known[name].kind


def _bare(
    rest: list[str], kind: str, key: str
) -> tuple[str | None, str | None, str | None, frozenset[str]]:
    role = period = direction = None
    flags: set[str] = set()
    for word in rest:
        if word in ALL_ROLES and role is None:
            role = word
        elif _PERIOD.fullmatch(word) and period is None:
            period = word
        elif word in DIRECTIONS and direction is None:
            direction = word
        elif word in ("implied", "approx", "purchased"):
            flags.add(word)
        else:
            raise ValueError(f"{key}: word {word!r} is unknown or given twice")
    if role is not None and role not in ROLES.get(kind, ()):
        raise ValueError(f"{key}: role {role} is not one of a {kind} fact")
    return role, period, direction, frozenset(flags)


def _role(role: str | None, kind: str, key: str) -> str | None:
    if role is not None:
        return role
    if kind == "money":
        return "threshold" if key == "threshold" else "actual"
    if kind in ("ratio", "performance"):
        raise ValueError(f"{key}: a {kind} fact needs a role, one of {', '.join(ROLES[kind])}")
    return None


def _check_pairs(pairs: Mapping[str, str], kind: str, name: str) -> None:
    allowed = _COMMON + _PAIRS.get(kind, ())
    for each, value in pairs.items():
        if each not in allowed:
            raise ValueError(f"{name}: {each}= is not one of a {kind} fact")
        if each in _CHOICES and value not in _CHOICES[each]:
            raise ValueError(f"{name}: {each}= must be one of {', '.join(_CHOICES[each])}")
        if each in ("of", "about"):
            for key in value.split(","):
                if key not in fields():
                    raise ValueError(f"{name}: {each}= names the unknown field {key!r}")
    field_needs = () if kind == "ratio" else _FIELD_NEEDS.get(name, ())
    for need in (*_KIND_NEEDS.get(kind, ()), *field_needs):
        if need not in pairs:
            raise ValueError(f"{name}: {need}= is missing")
    category, known = pairs.get("category", ""), _CATEGORIES.get(name)
    if kind != "staffing" or known is None or category in known:
        return
    if not category.startswith("other:") or category == "other:":
        names = ", ".join((*known, "other:<label>"))
        raise ValueError(f"{name}: category must be one of {names}")


def _value(
    kind: str, name: str, text: str, pairs: Mapping[str, str], field: Field, implied: bool
) -> tuple[str | tuple[str, ...] | None, Printed | None]:
    if kind in FIGURES:
        printed = _figure(FIGURES[kind], text, pairs, field, implied)
        return None if printed.value is None else plain(printed.value), printed
    given = pairs.get("value")
    if kind == "organisation":
        return name_list(text if given is None else given, implied), None
    if given is not None:
        return given, None
    if name == "document.publication_date":
        return _date(flat(text)), None
    if name == "document.fiscal_year":
        return _fiscal_year(flat(text)), None
    if kind == "indicator":
        return None, None
    number = ORDINAL.match(text) if kind in NUMBERED else None
    return flat(text[number.end() :] if number else text), None


def _figure(kind: str, text: str, pairs: Mapping[str, str], field: Field, implied: bool) -> Printed:
    base = {"money": "CNY", "percent": "percent"}.get(kind)
    given, unit = pairs.get("value"), pairs.get("unit")
    if given is None and ("low" in pairs or "high" in pairs):
        return Printed(None, base if unit != "none" else None, approx=True)
    if given is None:
        if implied:
            raise UnreadableError("an implied fact needs value=")
        printed = read_figure(text, kind, unit)
    else:
        try:  # a bare number is in the base unit
            number = Decimal(given)
            named = unit if unit and unit != "none" else None
            if named and kind != "count":
                number = read_figure(given, kind, named).value or Decimal(0)
            printed = Printed(number, base or named)
        except InvalidOperation:
            printed = read_figure(given, kind, unit)
    if field.unit in ("person", "vehicle", "set", "point") and unit != "none":
        printed = Printed(printed.value, field.unit, printed.low, printed.high, printed.approx)
    return printed


def _bound(which: str, pairs: Mapping[str, str], printed: Printed | None) -> str | None:
    if which in pairs:
        try:
            return plain(Decimal(pairs[which]))
        except InvalidOperation:
            raise UnreadableError(f"{which}={pairs[which]} is not a number") from None
    bound = getattr(printed, which, None)
    return None if bound is None else plain(bound)


def name_list(text: str, implied: bool = False) -> tuple[str, ...]:
    """The names of an enumeration, or of lines; brackets hold none apart.

    >>> name_list("办公室、财务股（审计、统计）")
    ('办公室', '财务股（审计、统计）')
    """
    if implied or text.strip() in ("", "none", "无"):
        return ()
    lines = [ORDINAL.sub("", line, count=1) if ORDINAL.match(line) else line
             for line in text.strip().splitlines()]  # fmt: skip
    joined = "\n".join(lines)
    names = re.split(r"[、，,；;]\s*(?![^（(]*[）)])", flat(joined))
    if len(names) == 1 and len(lines) > 1:
        names = lines
    cleaned = (ORDINAL.sub("", name, count=1).strip(" \t\u3000。.") for name in names)
    return tuple(name for name in cleaned if name)


def _value_count(pairs: Mapping[str, str], value: object) -> int | None:
    given = pairs.get("value_count")
    if given is None:
        return 0 if value == () else None
    if not given.isdecimal():
        raise ValueError("value_count= must be a count or be left out")
    return int(given)


def _date(text: str) -> str:
    match = _DATE.fullmatch("".join(text.split()).translate(_HAN_DIGITS))
    if match is None:
        raise UnreadableError(f"{text!r} is not a date; give value=YYYY-MM-DD")
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _fiscal_year(text: str) -> str:
    match = _YEAR.fullmatch("".join(text.split()).translate(_HAN_DIGITS))
    if match is None:
        raise UnreadableError(f"{text!r} is not a year; give value=YYYY")
    return match[1]


def keys_of(kind: str) -> tuple[str, ...]:
    """The keys that a fact of *kind* may tell besides those that every fact has.

    >>> keys_of("reason"), keys_of("asset")
    (('about',), ('category', 'base'))
    """
    return _PAIRS.get(kind, ())


def choices_of(key: str) -> tuple[str, ...]:
    """The words that a key may hold, where there are only a few.

    >>> choices_of("base")
    ('prior_year', 'budget')
    """
    return _CHOICES.get(key, ())
