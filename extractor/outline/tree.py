"""Nests candidates by their numbering: which list each belongs to, and under which."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.outline.candidate import SENTENCE, TITLE, Candidate
from extractor.outline.titles import ENDS, own_type

_FAR = 10**9
_LOW = ("label", "table", "line", "theme", "name")
_UNNUMBERED = frozenset({"report", *_LOW})


def nest(candidates: Sequence[Candidate]) -> None:
    """Set ``parent`` and ``children`` of every candidate. One pass, one open path.

    The path holds the open candidates, each the last one of its list so far. A new one
    goes on the list whose number it follows best; a style that is not on the path opens a
    list below, or above where its rank says so.
    """
    path: list[int] = []
    following = _following(candidates)
    for i, here in enumerate(candidates):
        if here.rank == 0:
            depth = 0
        elif here.style in _UNNUMBERED:
            depth = _unnumbered(candidates, path, here)
        else:
            depth = _place(candidates, path, i, following)
        del path[depth:]
        here.parent = path[-1] if path else -1
        if path:
            candidates[path[-1]].children.append(i)
        path.append(i)
        if len(path) > 40:  # nobody nests so deep; keeps every step bounded
            del path[20:-1]


def _following(candidates: Sequence[Candidate]) -> list[int]:
    """For each candidate the index of the next one of its style before the next part."""
    result = [_FAR] * len(candidates)
    last: dict[str, int] = {}
    for i in range(len(candidates) - 1, -1, -1):
        style = candidates[i].style
        if style == "第N部分":
            last.clear()
        result[i] = last.get(style, _FAR)
        last[style] = i
    return result


def _unnumbered(candidates: Sequence[Candidate], path: list[int], here: Candidate) -> int:
    """Depth at which an unnumbered title is put."""
    if here.rank == 1:
        # a report, or a part without a number: everything below the part is closed
        depth = 0
        for each in path if here.style == "report" else ():
            node = candidates[each]
            if node.rank > 1 or node.style == "report":
                break
            depth += 1
        return depth
    depth = len(path)
    while depth:
        node = candidates[path[depth - 1]]
        if node.style not in (here.style, *_LOW) and node.form != SENTENCE:
            break
        if (here.style == "label" and node.style == "line") or (
            here.style in ("theme", "name") and node.style in ("label", "line")
        ):
            break
        depth -= 1
    return depth


def _place(candidates: Sequence[Candidate], path: list[int], i: int, following: list[int]) -> int:
    """Depth at which the numbered candidate *i* is put."""
    here = candidates[i]
    same = [d for d, each in enumerate(path) if candidates[each].style == here.style]
    top = candidates[path[-1]] if path else None
    if same and top is not None:
        if here.number == 1 and _opens(candidates, path, here, same):
            return len(path)
        return _continued(candidates, path, here, same)
    depth = len(path)
    if top is None:
        return 0
    if here.number == 1 and _inverted(candidates, path, i, following):
        return depth
    while depth:
        node = candidates[path[depth - 1]]
        if node.rank < here.rank or (
            here.number == 1 and node.rank == 9 and node.style not in ("theme", "name")
        ):
            break
        depth -= 1
    return depth


def _opens(
    candidates: Sequence[Candidate], path: list[int], here: Candidate, same: list[int]
) -> bool:
    """Whether a one whose style is open already begins a list below, not a wrong number."""
    top = candidates[path[-1]]
    if top.style == here.style:
        # right below the heading, or below its introducing line
        if top.form == SENTENCE and not top.title.endswith(("如下", "包括")):
            return here.intro and top.number > 0 and here.form == SENTENCE
        if here.form != TITLE or here.closed or here.intro:
            return True
        return here.line <= top.line + 1 and own_type(here.title) == ""
    if here.intro or top.style in ("label", "line", "report"):
        return True
    outer = candidates[path[same[-1]]]
    return here.form == SENTENCE and outer.form != SENTENCE and top.form != SENTENCE


def _continued(
    candidates: Sequence[Candidate], path: list[int], here: Candidate, same: list[int]
) -> int:
    """The list that *here* goes on with: the number that follows best, then the form."""
    if len(same) == 1:
        return same[0]
    best, score = same[-1], float(_FAR)
    known = _known(here)
    for d in reversed(same):
        node = candidates[path[d]]
        step = here.number - node.number
        cost = 0.0 if step == 1 else 2.0 + abs(step - 1) if step > 0 else 6.0 + abs(step)
        if (node.form == SENTENCE) != (here.form == SENTENCE):
            cost += 1.5
        if known and _known(node):
            cost -= 3.0
        if cost < score:
            best, score = d, cost
    return best


def _known(c: Candidate) -> bool:
    """Whether a candidate is a title by its words."""
    if c.form == SENTENCE or c.closed or ENDS.search(c.title) is None:
        return False
    return own_type(c.title) != ""


def _inverted(
    candidates: Sequence[Candidate], path: list[int], i: int, following: list[int]
) -> bool:
    """Whether a style of higher rank stands below a lower one here: （一） above 一、."""
    here, top = candidates[i], candidates[path[-1]]
    if top.rank < here.rank or top.rank > 8 or top.form == SENTENCE:
        return False
    if top.line + 1 == here.line or top.line == here.line:
        return True
    # the outer list goes on later, and this one goes on first
    outer = following[path[-1]]
    if outer >= _FAR or candidates[outer].number != top.number + 1:
        return False
    inner = following[i]
    return inner < outer or candidates[outer].form != SENTENCE
