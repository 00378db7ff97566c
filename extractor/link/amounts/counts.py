"""Counts that belong to an amount: groups, trips, batches, guests."""

from __future__ import annotations

from extractor.mentions import Mention

_RECEPTION = ("three_public.reception", "three_public.reception_domestic",
              "three_public.reception_foreign")  # fmt: skip
_PERSONS = ("人次", "人", "人（次）")
_GROUPS = ("团组", "个团组", "团", "批次")
_BATCHES = ("批次", "个批次", "批", "批（次）", "次")
_FOREIGN = ("外宾", "外事", "国（境）外", "境外")


def count_field(clean: str, mention: Mention, keys: tuple[str, ...]) -> tuple[str, str] | None:
    """The field of a count beside an amount about *keys*, and its name; None for no such.

    >>> from extractor.mentions import find
    >>> text = "国内公务接待12批次"
    >>> count_field(text, find(text)[0], ("three_public.reception_domestic",))
    ('three_public.reception_batches', 'domestic')
    """
    unit = mention.unit or ""
    before = clean[max(0, mention.start - 12) : mention.start]
    after = clean[mention.end : mention.end + 4]
    if keys[0] == "three_public.abroad" or "出国" in before:
        if unit in _PERSONS:
            return "three_public.abroad_persons", "人次"
        if unit in _GROUPS or "团组" in before[-8:] or after.startswith("团组"):
            return "three_public.abroad_groups", "团组"
        return None
    near = keys[0].startswith("three_public") and "接待" in before
    if keys[0] in _RECEPTION or near or "公务接待" in before:
        foreign = keys[0].endswith("foreign") or any(word in before for word in _FOREIGN)
        name = "foreign" if foreign else "domestic"
        if unit in _BATCHES or (unit == "个" and "批次" in before + after):
            return "three_public.reception_batches", name
        if unit in _PERSONS:
            return "three_public.reception_persons", name
    return None
