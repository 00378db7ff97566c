"""Paths of the functional classification: X（类）Y（款）Z（项）, codes, and bare class names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor.schema.functions import classes, function_names

#: （类）, also where its opening bracket was lost
_MARK = re.compile(r"（([类款项])级?）|(?<=[一-鿿])([类款项])级?）")
_BEFORE = re.compile(r"[^，。；：、\n\[\]【】（）“”《》]{0,40}$")
#: an aside or a quotation that a name may hold: 政府办公厅（室）…, “两庭”建设
_WITHIN = re.compile(r"（[^（）类款项级\d]{1,4}）$|“[^“”\n]{1,6}”$")
_QUOTED = re.compile(r"[“\"‘「]([^“”\"‘’「」\n]{2,30})[”\"’」]$")
_ORDINAL = re.compile(r"^(?:\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[①-⑳])+")
_LEAD = re.compile(r"^(?:用于|其中|按照|主要是|主要为|包括|为|是|和|及|支出|科目)+")
_CODE = re.compile(r"(2(?<![\d.]2)[0-3]\d(?:\d\d){0,2})(?![\d.])")
_HAN = re.compile(r"[一-鿿（）、]{3,40}$")
_TRAILING = re.compile(r"[（\[]?(2[0-3]\d(?:\d\d){0,2})[）\]]?(?![\d.,万元])")
_NAMED = re.compile(
    r"[-—－ ]?((?:[一-鿿（）、]){2,30}?)(?=支出决算|决算|年初|预算|[\d，。：；]|\n|共|为)"
)


#: names of a path joined by dashes: 教育支出－普通教育－小学教育
_JOINT = r"[-—－–→>/＞／·]{1,2}"
_CHAIN = re.compile(
    rf"(?P<names>[一-鿿（）、]{{2,30}}?(?:{_JOINT}[一-鿿（）、]{{2,36}}?){{1,2}})"
    r"(?=支出?决算|决算|年初|全年|调整|预算|[\d，。：；\n]|共|为|$)"
)
_DASHES = frozenset("-—－–→>/＞／·")
_PARTS = re.compile(_JOINT)
#: what stands before a name that is an item of a list, and what behind one that has a figure
_OPENS = "，。；：、\n ）.—"
_FIGURE_NEXT = re.compile(
    r"(?P<own>支出|经费)?[：:，]?(?:年初|全年|本年|当年|调整后?)?(?:实际|共|财政拨款)?"
    r"(?:预算|决算|安排|列支|执行|支出|支付|使用|完成)?(?:数|资金)?(?:为|共|合计|是)?\d"
)
#: a name that the classification does not have, among others that it has
_UNKNOWN = re.compile(
    r"(?:(?<=[。；：\n])|(?<=元、))(?:其中[：，]?)?"
    r"(?P<name>[一-鿿（）][一-鿿（）、]{2,26})支出(?=\d)"
)


class Path(NamedTuple):
    """A place in the classification as written: names, code, and where it stands.

    ``top`` and ``level`` are how deep its first and last names are: 0 a class (类), 1 (款),
    2 (项). A path that is ``told`` says so by its marks or codes.
    """

    start: int
    end: int
    names: tuple[str, ...]
    code: str | None
    top: int = 0
    level: int = 2
    told: bool = True

    def below(self, above: Path | None, *, close: bool = True) -> Path:
        """The path with the names above its first one, as *above* has them.

        Another path of the same depth gives its own names above only where it is *close*
        and the marks tell the depth.
        """
        if above is None or above.top or self.top == 0 or len(above.names) < self.top:
            return self
        if above.level >= self.top and not (self.told and close):
            return self
        return self._replace(names=(*above.names[: self.top], *self.names), top=0)


def _name(raw: str) -> str:
    return _LEAD.sub("", _ORDINAL.sub("", raw.strip()))


def _begins(clean: str, low: int, end: int) -> int:
    """Where the name begins that ends at *end*."""
    before = _BEFORE.search(clean, low, end)
    begin = before.start() if before else end
    while begin > low and clean[begin - 1] in "）”":
        within = _WITHIN.search(clean, max(low, begin - 8), begin)
        if within is None or (clean[begin - 1] == "”" and begin == end):
            break
        before = _BEFORE.search(clean, low, within.start())
        begin = before.start() if before else within.start()
    return begin


def marked_paths(clean: str) -> list[Path]:
    """Paths told by the words （类） （款） （项）, in order.

    >>> [(p.names, p.code) for p in marked_paths("1.教育支出（类）普通教育（款）小学教育（项）。")]
    [(('教育支出', '普通教育', '小学教育'), None)]
    """
    found: list[Path] = []
    names: list[str] = []
    start = previous = 0
    rank = "类款项"
    first = last = -1
    for mark in _MARK.finditer(clean):
        low = max(previous, mark.start() - 40)
        if mark[2] and clean.rfind("（", low, mark.start()) > clean.rfind("）", low, mark.start()):
            continue  # within brackets: （三大类）
        begin = _begins(clean, low, mark.start())
        name = _name(clean[begin : mark.start()])
        if not name and (quoted := _QUOTED.search(clean, low, mark.start())):
            begin, name = quoted.start(), quoted[1]
        level = rank.index(mark[1] or mark[2])
        joined = bool(names) and level > last and begin <= previous
        if not joined:
            if names:
                found.append(Path(start, previous, tuple(names), None, first, last))
            names = []
            first = level
            start = clean.find(name, begin, mark.start()) if name else begin
        if name:
            spent = level == 0 and clean.startswith("支出", mark.end()) and name[-2:] != "支出"
            names.append(f"{name}支出" if spent else name)
        last, previous = level, mark.end()
    if names:
        found.append(Path(start, previous, tuple(names), None, first, last))
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
                found.append(_coded(begin, code.end() + 1, name, code[1]))
            continue
        if clean[code.end() : code.end() + 1] in "，：；。" and (
            before := _HAN.search(clean, max(start, code.start() - 40), code.start())
        ):
            name = _name(before.group())
            if len(name) >= 3:
                found.append(_coded(code.start() - len(name), code.end(), name, code[1]))
                continue
        named = _NAMED.match(clean, code.end(), min(end, code.end() + 48))
        if named is None or named[1][0] in "年元人万个辆份次":
            continue
        found.append(_coded(code.start(), named.end(1), named[1], code[1]))
    return found


def _coded(start: int, end: int, name: str, code: str) -> Path:
    level = (len(code) - 3) // 2
    return Path(start, end, (name,), code, level, level, told=False)


def attach_code(clean: str, path: Path) -> Path:
    """The path with a code that is printed right behind it."""
    code = _TRAILING.match(clean, path.end)
    return path._replace(end=code.end(), code=code[1]) if code else path


@cache
def _names() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = function_names()
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), names


def named_paths(clean: str, start: int, end: int, *, among: bool = False) -> list[Path]:
    """Paths told by nothing but known names in ``[start, end)``: joined by dashes, or alone
    where a list item begins and its figure follows. *among* such items, a name ending in
    支出 that the classification does not have is one as well.

    >>> text = "行政运行支出5万元；教育支出－普通教育－小学教育，年初安排3万元"
    >>> [path.names for path in named_paths(text, 0, len(text))]
    [('行政运行',), ('教育支出', '普通教育', '小学教育')]
    """
    found = list(_known(clean, start, end))
    if among:
        taken = [(path.start, path.end) for path in found]
        for match in _UNKNOWN.finditer(clean, start, end):
            if all(match.start() >= high or match.end() <= low for low, high in taken):
                low = match.start("name")
                found.append(Path(low, match.end(), (match["name"],), None, 2, 2, told=False))
        found.sort()
    return found


def _known(clean: str, start: int, end: int) -> Iterator[Path]:
    automaton, names = _names()
    done = start
    for index, low, high in automaton.find_matches_as_indexes(clean[start:end]):
        low, high = low + start, high + start
        if low < done:
            continue
        chain = _CHAIN.match(clean, low, end) if clean[high : high + 1] in _DASHES else None
        if chain is not None:
            parts = tuple(part.strip("、") for part in _PARTS.split(chain["names"]))
            level = len(parts) - 1 if names[index] in classes() else 2
            done = chain.end()
            yield Path(low, done, parts, None, level - len(parts) + 1, level)
            continue
        if names[index] in classes() or (low > start and clean[low - 1] not in _OPENS):
            continue
        following = _FIGURE_NEXT.match(clean, high, min(end, high + 24))
        if following is not None:
            done = following.end("own") if following["own"] else high
            yield Path(low, done, (names[index],), None, 2, 2, told=False)
