"""Which columns of a table are the sum of which, as its header says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from extractor.tables import Column

_TOTAL: Final = re.compile(r".{0,14}(?:合计|小计|总计)(?:（.{1,6}）)?")
#: What is of which, or no amount of its own.
_APART: Final = re.compile(r"^其中|率|比|占|％|%|增减|增长|差额|上年|备注|说明")
_BALANCE: Final = re.compile(r"年初|上年结转|年末|结转下年")
#: Kinds of which a total consists wherever they stand beside it.
_SETS: Final = tuple(
    re.compile(each)
    for each in (
        r"基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出",
        r"一般公共预算.*|政府性基金.*|国有资本经营.*",
        r"财政拨款收入|财政补助收入|上级补助收入|事业收入|经营收入|附属单位.*|其他收入|一般公共预算.*|政府性基金.*|国有资本经营.*|教育收费",
        r"人员经费|公用经费|日常公用经费",
        r"因公出国.*|公务用车.*|公务接待费",
        r"公务用车购置费?|公务用车运行(?:维护)?费?",
        r"货物.*|工程.*|服务.*",
    )
)


class Sum(NamedTuple):
    """A column that is the sum of others; ``known`` where words tell it, not the figures alone."""

    whole: int
    parts: tuple[int, ...]
    known: bool


@lru_cache(maxsize=256)
def sums(columns: tuple[Column, ...]) -> tuple[Sum, ...]:
    """The sums that a header declares: 合计 beside 基本支出 and 项目支出."""
    return tuple(_sums(columns))


def _sums(columns: tuple[Column, ...]) -> Iterator[Sum]:
    for block in sorted({each.block for each in columns}):
        own = [
            at for at, each in enumerate(columns)
            if each.block == block and each.role == "value" and each.keys
        ]  # fmt: skip
        for whole in own:
            path = columns[whole].keys
            if not _TOTAL.fullmatch(path[-1]) or any(_APART.search(key) for key in path):
                continue
            parts, names = _parts(columns, own, whole)
            if len(names) > 1:
                known = any(all(each.fullmatch(name) for name in names) for each in _SETS)
                yield Sum(whole, tuple(parts), known)


def _parts(
    columns: Sequence[Column], own: Sequence[int], whole: int
) -> tuple[list[int], list[str]]:
    """The columns behind a total on its level, each with its own total, up to the next one."""
    path = columns[whole].keys
    scope, depth = path[:-1], len(path) - 1
    parts: list[int] = []
    names: list[str] = []
    groups: dict[str, list[int]] = {}
    for at in own:
        keys = columns[at].keys
        if at <= whole or keys[:depth] != scope or len(keys) <= depth:
            continue
        if len(keys) == depth + 1 and _TOTAL.fullmatch(keys[-1]):
            break
        groups.setdefault(keys[depth], []).append(at)
    for name, members in groups.items():
        if _APART.search(name) or _BALANCE.search(name):
            continue
        totals = [
            at for at in members
            if len(columns[at].keys) == depth + 1
            or (len(columns[at].keys) == depth + 2 and _TOTAL.fullmatch(columns[at].keys[-1]))
        ]  # fmt: skip
        plain = [at for at in members if not _APART.search(columns[at].keys[-1])]
        chosen = totals[:1] or plain
        if any(_APART.search(key) for at in chosen for key in columns[at].keys[depth:]):
            continue
        parts += chosen
        names.append(name)
    return parts, names
