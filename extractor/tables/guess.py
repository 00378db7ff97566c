"""The kind of a table that has no title, by what its rows and columns are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractor.schema.functions import classes
from extractor.tables.kinds import kinds, without_role
from extractor.tables.types import Column, Line
from extractor.tables.words import bare

_ENOUGH = 4  #: labels and columns that a kind must know
_COMMON = frozenset(("total", "part", "of"))  #: meanings that say little
_TOTALS = frozenset(("合计", "总计", "小计", "其中", "共计"))
_FUNCTION = re.compile(r"2\d\d(?:\d\d(?:\d\d)?)?")
_ECONOMIC = re.compile(r"3\d\d(?:\d\d)?")
#: columns of a table that has nothing but what was spent, and those of one with its balances
_SPENT = re.compile(
    r"(?:(?:本年)?支出)?/?(?:本年支出|支出)?(?:合计|小计|总计|基本支出|项目支出|人员经费|公用经费)?"
    r"(?:/(?:合计|小计|人员经费|[日常]{0,2}公用经费))?"
)
_BALANCE = re.compile(r"年初|上年结转|期初")
_BASIC = re.compile(r"人员经费|公用经费|基本支出")


def guess(
    lines: Sequence[Line], columns: Sequence[Column], before: Collection[str] = ()
) -> str | None:
    """The kind that knows most of the labels, None where none knows enough or two know as many.

    *before* are the kinds of the tables before this one in the document.
    """
    words = {bare(each.key)[0] for each in lines if each.key} - _TOTALS
    named = [
        "/".join(left for key in each.keys if (left := without_role(bare(key)[0])))
        for each in columns
        if each.role == "value"
    ]
    told = _by_classes(lines, words, named, columns, before)
    if told is not None:
        return told or None
    scores = sorted(
        (
            (len(words & known.keys()) + _meant(key, named), key)
            for key, known in kinds().labels.items()
            if known
        ),
        reverse=True,
    )
    declared = kinds().kinds
    (best, key), *others = scores
    # kinds that share their groups of rows know the same
    second = next((n for n, each in others if declared[each].uses != declared[key].uses), 0)
    families = {rule.field.partition(".")[0] for word in words
                for rule in kinds().labels[key].get(word, ())}  # fmt: skip
    if {"three_public", "asset", "procurement"} <= families and "operating" in declared[key].uses:
        return "operation"
    shown = best * 3 >= len(words) or _meant(key, named) * 2 >= max(len(named), _ENOUGH)
    if best >= _ENOUGH and best > second and shown:
        return key
    return _by_columns(set(named))


def _by_columns(named: Collection[str]) -> str | None:
    """The one kind in which each column states a field of its own."""
    if len(named) < 2:
        return None
    found = [key for key in kinds().columns if len(_fields(key, named)) == len(named)]
    return found[0] if len(found) == 1 else None


def _fields(kind: str, named: Collection[str]) -> set[str]:
    rules = kinds().columns[kind]
    first = (next((rule for p, rule in rules if p.search(each)), None) for each in named)
    return {rule.field for rule in first if rule is not None and rule.field}


def _by_classes(
    lines: Sequence[Line], words: set[str], named: Sequence[str], columns: Sequence[Column],
    before: Collection[str],
) -> str | None:  # fmt: skip
    """The kind of a table whose rows are those of a classification.

    None where they are not; empty where its kind cannot be told surely.
    """
    codes = [each.code for each in lines if each.code]
    economic = sum(_ECONOMIC.fullmatch(each) is not None for each in codes)
    if economic > 2 or len(words & kinds().economic) > 1:
        head = {key for each in columns for key in each.keys}
        if len(words & classes().keys()) > 1:
            return None  # beside the functional classes: both sides of 01
        others = any("财政拨款" in key and "一般公共" not in key for key in head)
        return "general_basic" if any(map(_BASIC.search, head | words)) and not others else ""
    found = {each[:3] for each in codes if _FUNCTION.fullmatch(each)}
    found |= {code for word in words if (code := classes().get(word)) is not None}
    leaves = {each.rsplit("/", 1)[-1] for each in named}
    spent = {"基本支出", "项目支出"} <= leaves or any("基本支出/" in each for each in named)
    if not spent:
        return None
    alone = all(map(_SPENT.fullmatch, named))
    balanced = any(map(_BALANCE.search, named)) and any("收入" in each for each in named)
    if not alone and not balanced:
        return None
    if not any(each.cells for each in lines):  # nothing was spent: the last of the forms
        return "capital" if "fund" in before and "capital" not in before else None
    if found == {"223"}:
        return "capital"
    if not found & kinds().general:
        return None
    grouped = any(each.startswith(("本年支出/", "支出/")) for each in named)
    late = not {"expenditure", "fiscal_total"}.isdisjoint(before)
    return "general_expenditure" if balanced or grouped or late else ""


def _meant(kind: str, named: Sequence[str]) -> int:
    """How many columns mean different things in a kind, totals left out."""
    found: set[str] = set()
    for path in named:
        for pattern, rule in kinds().columns[kind]:
            if pattern.search(path):
                found.add(rule.field or rule.means)
                break
    return len(found - _COMMON)
