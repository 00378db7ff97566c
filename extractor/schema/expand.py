"""Short forms for many words: ``(a|b)`` is one of them, ``[a|b]`` one of them or nothing."""

from __future__ import annotations

import re

_GROUP = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def expand(pattern: str) -> tuple[str, ...]:
    """Every word that a pattern stands for, innermost groups first.

    >>> expand("(收入|支出)[决算]总计")
    ('收入总计', '收入决算总计', '支出总计', '支出决算总计')
    """
    done: dict[str, None] = {}
    todo = [pattern]
    while todo:
        word = todo.pop()
        group = _GROUP.search(word)
        if group is None:
            done[word] = None
            continue
        choices = group[1].split("|")
        if group[0][0] == "[":
            choices.insert(0, "")
        head, tail = word[: group.start()], word[group.end() :]
        todo.extend(head + choice + tail for choice in reversed(choices))
    return tuple(done)
