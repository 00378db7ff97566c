"""The name of the disclosing unit: where it is, what it is, and which names mean it too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from extractor.checks.case import Case

_PLACE: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?"
    r"(?:[\u4e00-\u9fff]{2,8}?(?:市|自治州|州|地区|盟))?"
    r"(?:[\u4e00-\u9fff]{1,8}?(?:新区|开发区|高新区|区|县|旗|市))?"
    r"(?:[\u4e00-\u9fff]{1,6}?(?:街道|(?<![城集])镇|(?<!城)乡|苏木))?"
)
_LEADING: Final = re.compile(r"中共|中国共产党|共青团|中国共产主义青年团|中国民主同盟|九三学社")


class OwnName(msgspec.Struct, frozen=True):
    """``place`` and ``body`` of the full name, and the letter of the level of the place, or ""."""

    full: str
    place: str
    body: str
    level: str

    def is_meant_by(self, name: str) -> bool:
        """Whether *name* is the own name, or short for it."""
        return is_short_for(name, self.full)


def is_short_for(name: str, full: str) -> bool:
    """Whether the characters of *name* stand in *full* in this order.

    >>> is_short_for("县水利局", "云渠县水利局"), is_short_for("县水务局", "云渠县水利局")
    (True, False)
    """
    rest = iter(full)
    return all(letter in rest for letter in name)


def own_name(case: Case) -> OwnName | None:
    """The name that the document gives its unit, taken apart; None where it gives none."""
    for fact in case.facts:
        if fact.field == "document.org_name" and isinstance(fact.value, str):
            return apart(fact.value)
    return None


def apart(full: str) -> OwnName:
    """The name *full*, taken apart."""
    lead = _LEADING.match(full)
    start = lead.end() if lead else 0
    match = _PLACE.match(full, start)
    end = match.end() if match else start
    place = full[start:end]
    level = place[-1:] if place[-1:] in "省市州盟区县旗" else ""
    if place.endswith(("街道", "镇", "乡", "苏木")):
        level = "乡"
    return OwnName(full, place, full[end:], level)


def misspelt(own: OwnName) -> Iterator[str]:
    """The full name with one slip: 市, 县 or 区 left out in the middle, 和 for 与."""
    for at, letter in enumerate(own.place[:-1]):
        if letter in "省市州县区盟旗" and at >= 2:
            yield own.full.replace(own.place, own.place[:at] + own.place[at + 1 :], 1)
    if own.level in ("区", "县", "旗", "市") and len(own.place) > 2:
        yield own.full.replace(own.place, own.place[:-1], 1)
    for one, other in (("和", "与"), ("与", "和"), ("及", "和"), ("和", "及")):
        if own.body.count(one) == 1:
            yield own.full.replace(own.body, own.body.replace(one, other), 1)


class Slip(msgspec.Struct, frozen=True):
    """How a text differs from a name: where, by which signs, and how long it is."""

    at: int
    kind: str  #: "other", "more", "less", "swapped"
    signs: str
    length: int


def slip_at(name: str, text: str, *, last: bool) -> Slip | None:
    """The one slip by which the beginning of *text* differs from *name*; None where it is more.

    With ``last`` the last sign of the name must be there.

    >>> slip_at("实验小学", "试验小学", last=True)
    Slip(at=0, kind='other', signs='实试', length=4)
    """
    at = next((i for i, (a, b) in enumerate(zip(name, text, strict=False)) if a != b), len(text))
    if at >= len(name) or at >= len(text):
        return None
    if last and at == len(name) - 1:
        return Slip(at, "more", text[at], at + 2) if text.startswith(name[at], at + 1) else None
    rest = name[at + 1 :]
    if text.startswith(name[at + 1 : at + 2] + name[at] + name[at + 2 :], at) and rest:
        return Slip(at, "swapped", name[at], len(name))
    if text.startswith(rest, at + 1):
        return Slip(at, "other", name[at] + text[at], len(name))
    if text.startswith(rest, at) and rest:
        return Slip(at, "less", name[at], len(name) - 1)
    if text.startswith(name[at:], at + 1):
        return Slip(at, "more", text[at], len(name) + 1)
    return None
