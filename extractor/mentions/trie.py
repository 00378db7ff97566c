"""Word lists as one regular expression that tries every word in one walk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_END = ""


def pattern(words: Iterable[str], barred: Mapping[str, str] | None = None) -> str:
    """An expression that matches the longest of *words*.

    ``barred`` gives, for a word, an expression that must not follow it; where it does, a
    shorter word is tried.

    >>> p = re.compile(pattern(["人", "人次", "个"], {"人": "民"}))
    >>> [p.match(t)[0] if p.match(t) else None for t in ("人次", "人民", "人员")]
    ['人次', None, '人']
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        stop = barred.get(word, "") if barred else ""
        node[_END] = f"(?!{stop})" if stop else ""
    return _render(root)


def _render(node: dict[str, Any]) -> str:
    stop = node.get(_END)
    single: list[str] = []
    branches: list[str] = []
    for character, child in node.items():
        if character == _END:
            continue
        if len(child) == 1 and child.get(_END) == "":
            single.append(character)
        else:
            branches.append(re.escape(character) + _render(child))
    if single:
        letters = "".join(map(re.escape, single))
        branches.append(f"[{letters}]" if len(single) > 1 else letters)
    if stop is not None:
        branches.append(stop)
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
