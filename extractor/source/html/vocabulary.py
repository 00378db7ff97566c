"""The words that tell chrome from a document: `chrome.toml`, compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SEPARATORS = r"[\s|｜丨¦/\\\[\]【】()（）:：·•<>＜＞《》»+＋\-—_,，、。AaT!！?？*■▲▼↑↓★☆]"


class Names(NamedTuple):
    """What the class and the id of an element say of it."""

    firm: bool
    loose: bool
    title: bool
    hidden: bool


class Vocabulary(NamedTuple):
    """Compiled patterns; each is asked with ``fullmatch`` but ``footer`` with ``search``."""

    tool: re.Pattern[str]
    sure: re.Pattern[str]
    footer: re.Pattern[str]
    edge: re.Pattern[str]
    source: re.Pattern[str]
    labels: frozenset[str]
    files: re.Pattern[str]
    meta_titles: tuple[str, ...]
    firm: frozenset[str]
    firm_parts: tuple[str, ...]
    loose: frozenset[str]
    title: frozenset[str]
    hidden: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary; read at the first call."""
    given = tomllib.loads((files(__package__) / "chrome.toml").read_text("utf-8"))
    lines, names = given["lines"], given["names"]
    words = "|".join(map(re.escape, sorted(given["words"]["tool"], key=len, reverse=True)))
    source = "|".join(map(re.escape, sorted(lines["source_labels"], key=len, reverse=True)))
    return Vocabulary(
        # atomic, longest first: a line is read once
        tool=re.compile(rf"(?:{_SEPARATORS}*+(?>{words}))+{_SEPARATORS}*+"),
        sure=re.compile("|".join(f"(?:{each})" for each in lines["sure"])),
        footer=re.compile("|".join(lines["footer"])),
        edge=re.compile("|".join(f"(?:{each})" for each in lines["edge"])),
        source=re.compile(rf"(?:^|(?<=[\s|｜【\[（(\]】)）]))(?:{source})\s?[:：]"),
        labels=frozenset(given["table"]["labels"]),
        files=re.compile(rf"\.(?:{'|'.join(given['files']['endings'])})(?:$|[?#&])", re.I),
        meta_titles=tuple(given["meta"]["title"]),
        firm=frozenset(names["firm"]),
        firm_parts=tuple(names["firm_parts"]),
        loose=frozenset(names["loose"]),
        title=frozenset(names["title"]),
        hidden=frozenset(names["hidden"]),
    )


@lru_cache(maxsize=4096)
def names_of(given: str) -> Names:
    """What a class or id says.

    >>> names_of("page-Footer"), names_of("TRS_Editor")
    (Names(firm=True, loose=False, title=False, hidden=False), Names(firm=False, loose=False, title=False, hidden=False))
    """  # noqa: E501
    known = vocabulary()
    given = " ".join(each for each in given[:300].split() if not each.startswith("Mso"))
    whole = set(given.lower().split())
    words = {word.lower() for word in _WORD.findall(given)} | whole
    low = given.lower()
    return Names(
        bool(words & known.firm) or any(part in low for part in known.firm_parts),
        bool(words & known.loose),
        bool(words & known.title),
        bool(whole & known.hidden),
    )


def is_chrome(line: str) -> bool:
    """Whether a line (white space single) is surely none of the document.

    >>> is_chrome("当前位置：首页 > 信息公开"), is_chrome("【打印】【关闭】"), is_chrome("收入总计")
    (True, True, False)
    """
    if len(line) > 400:
        return False
    known = vocabulary()
    if known.footer.search(line):
        return True
    if len(line) > 240:
        return False
    if known.tool.fullmatch(line) or known.sure.fullmatch(line):
        return True
    begin = known.source.match(line.lstrip("【[（( "))
    return begin is not None and len(known.source.findall(line)) > 1


def is_footer(line: str) -> bool:
    """Whether a line is that of a site's footer."""
    return len(line) <= 400 and vocabulary().footer.search(line) is not None


def is_edge(line: str) -> bool:
    """Whether a line at the edge of a document belongs to the site."""
    return len(line) <= 160 and vocabulary().edge.fullmatch(line) is not None
