"""What the neighbours of a line tell: candidates put in and left out when all are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.outline.candidate import Candidate
from extractor.outline.forms import settle
from extractor.outline.numbering import ORDINAL, Ordinal

_CUE = re.compile(r"[一二三四五六七八九十]{1,2}是")
_APART = 5  #: lines from a name to the next one, at most


def with_themes(themes: Sequence[Candidate]) -> list[Candidate]:
    """The theme sentences of paragraphs that stand in a run."""
    kept: list[Candidate] = []
    run: list[Candidate] = []
    for each in [*themes, None]:
        if each is not None and run and run[-1].line + 1 == each.line:
            run.append(each)
            continue
        cued = sum(_CUE.match(r.title) is not None for r in run)
        if len(run) > 2 or (len(run) == 2 and cued == 2):
            kept += run
        run = [each] if each is not None else []
    return kept


def with_names(names: Sequence[Candidate], lines: Sequence[str]) -> list[Candidate]:
    """The lines that name what stands below them, where two do so in turn."""
    kept: dict[Candidate, None] = {}
    for one, two in pairwise(names):
        between = lines[one.line + 1 : two.line] if two.line - one.line <= _APART else [""]
        if all(line[-1:] in ("。", "；", "元") and not ORDINAL.match(line) for line in between):
            kept[one] = kept[two] = None
    return list(kept)


def with_lost(found: Sequence[Candidate], clean: str) -> list[Candidate]:
    """The one item that a list on one line leaves out, its dot lost: 9.…。10…。11.…。"""
    lost: list[Candidate] = []
    for here, there in pairwise(found):
        if there.number != here.number + 2 or here.style != "1." or there.style != "1.":
            continue
        if here.line != there.line:
            continue
        text = str(here.number + 1)
        start = clean.find("。" + text, here.body, there.start) + 1
        begin = start + len(text)
        if start and "一" <= clean[begin] <= "\u9fff":
            here.limit = start
            settle(here, clean)
            ordinal = Ordinal(text, "1.", here.number + 1)
            lost.append(Candidate(start, begin, there.start, ordinal, here.line))
            settle(lost[-1], clean)
    return lost


def without_labels(found: list[Candidate]) -> list[Candidate]:
    """All but 附件： or 附表1 right above the title of the report or table that it labels."""
    labels: set[Candidate] = set()
    for i, (here, there) in enumerate(pairwise(found)):
        if here.rank != 1 or here.line + 1 != there.line:
            continue
        if there.style not in ("report", "table") or here.style == "report":
            continue
        bare = here.style == "附件N" and not here.title
        if bare or (here.style == "line" and here.title[0] == "附"):
            # what is attached stands beside the parts, but for a part 附件
            before = found[i - 1] if i else None
            inside = before is not None and before.rank == 0 and before.line + 1 == here.line
            there.rank = 1 if inside else 0
            labels.add(here)
    return [each for each in found if each not in labels] if labels else found
