"""Paths of the functional classification: X（类）Y（款）Z（项）, codes, and bare class names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

_MARK = re.compile(r"（([类款项])(?:级)?）")
_BEFORE = re.compile(r"[^，。；：、\n\[\]【】（）“”《》]{0,40}$")
_QUOTED = re.compile(r"[“\"‘「]([^“”\"‘’「」\n]{2,30})[”\"’」]$")
_ORDINAL = re.compile(r"^(?:\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[①-⑳])+")
_LEAD = re.compile(r"^(?:用于|其中|按照|主要是|主要为|包括|为|是|和|及|支出|科目)+")
_CODE = re.compile(r"(?<![\d.])(2[0-3]\d(?:\d\d){0,2})(?![\d.])")
_TRAILING = re.compile(r"[（\[]?(2[0-3]\d(?:\d\d){0,2})[）\]]?(?![\d.,万元])")
_NAMED = re.compile(
    r"[-—－ ]?((?:[一-鿿（）、]){2,30}?)(?=支出决算|决算|年初|预算|[\d，。：；]|\n|共|为)"
)


class Path(NamedTuple):
    """A place in the classification as written: names, code, and where it stands."""

    start: int
    end: int
    names: tuple[str, ...]
    code: str | None


@cache
def classes() -> dict[str, str]:
    """Class names (类) -> their code."""
    file = resources.files("extractor.schema") / "functions.toml"
    declared = tomllib.loads(file.read_text(encoding="utf-8"))["class"]
    return {name: code for code, names in declared.items() for name in names}


def _name(raw: str) -> str:
    return _LEAD.sub("", _ORDINAL.sub("", raw.strip()))


def marked_paths(clean: str) -> list[Path]:
    """Paths told by the words （类） （款） （项）, in order.

    >>> [(p.names, p.code) for p in marked_paths("1.教育支出（类）普通教育（款）小学教育（项）。")]
    [(('教育支出', '普通教育', '小学教育'), None)]
    """
    found: list[Path] = []
    names: list[str] = []
    start = previous = 0
    rank = "类款项"
    last = -1
    for mark in _MARK.finditer(clean):
        low = max(previous, mark.start() - 40)
        before = _BEFORE.search(clean, low, mark.start())
        begin = before.start() if before else mark.start()
        name = _name(clean[begin : mark.start()])
        if not name and (quoted := _QUOTED.search(clean, low, mark.start())):
            begin, name = quoted.start(), quoted[1]
        level = rank.index(mark[1])
        joined = bool(names) and level > last and begin <= previous
        if not joined:
            if names:
                found.append(Path(start, previous, tuple(names), None))
            names = []
            start = clean.find(name, begin, mark.start()) if name else begin
        if name:
            names.append(name)
        last, previous = level, mark.end()
    if names:
        found.append(Path(start, previous, tuple(names), None))
    return found


def coded_paths(clean: str, start: int, end: int) -> list[Path]:
    """Paths told by a printed code beside a name (2080505-…), in ``[start, end)``."""
    found = []
    for code in _CODE.finditer(clean, start, end):
        bracket = clean[code.start() - 1 : code.start()]
        if bracket in "（[(【" and clean[code.end() : code.end() + 1] in "）])】":
            before = _BEFORE.search(clean, max(start, code.start() - 40), code.start() - 1)
            name = _name(before.group()) if before else ""
            if len(name) >= 2:
                begin = code.start() - 1 - len(name)
                found.append(Path(begin, code.end() + 1, (name,), code[1]))
            continue
        named = _NAMED.match(clean, code.end(), min(end, code.end() + 48))
        if named is None or named[1][0] in "年元人万个辆份次":
            continue
        found.append(Path(code.start(), named.end(1), (named[1],), code[1]))
    return found


def attach_code(clean: str, path: Path) -> Path:
    """The path with a code that is printed right behind it."""
    code = _TRAILING.match(clean, path.end)
    return path._replace(end=code.end(), code=code[1]) if code else path
