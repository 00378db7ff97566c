"""Which candidates are headings: by form, by what follows, and by their siblings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.outline.candidate import LABEL, RUN_IN, SENTENCE, TITLE, Candidate
from extractor.outline.titles import DUTY, ENDS, FUNCTION, ITEM_END, own_type

#: in these sections a numbered list states the matter itself
_LISTS = frozenset({"duties", "glossary"})
#: titles that end a list of duties or terms and are no member of it
_STRONG = frozenset({
    "internal_departments", "units", "staffing", "organisation", "duties", "work_done",
    "goals", "totals", "revenue", "expenditure", "three_public", "operating_cost",
    "procurement", "assets", "performance",
})  # fmt: skip
#: in these sections a short first sentence after 1. or （1） is the label of a figure, not a
#: heading, unless it has its line for itself
_FIGURES = frozenset({
    "general", "basic", "fund", "capital", "three_public", "three_public_abroad", "revenue",
    "three_public_vehicles", "three_public_reception", "meeting", "training", "expenditure",
    "totals", "fiscal_totals", "operating_cost", "procurement", "assets", "other_notes",
    "purchased_services", "tables",
})  # fmt: skip
#: narratives, where paragraphs without numbers may have run-in headings
_NARRATIVE = frozenset({
    "performance", "performance_management", "performance_result", "performance_report", "goals",
    "tasks_done", "satisfaction", "problems", "measures", "work_done",
})  # fmt: skip
_OFFICES = frozenset({"internal_departments", "units", "tables", "attachment"})
_TABLES = frozenset({"tables", "attachment"})
_SHORT = 12  #: characters of a run-in heading that names but its theme: 政府采购。
_NEVER = frozenset({"目标N", "第一、", "一，"})


def decide(candidates: Sequence[Candidate]) -> None:
    """Set ``heading`` and ``type`` of every candidate, from the top of the tree down."""
    for group in _groups(candidates):
        parent = group[0].parent
        above = candidates[parent] if parent >= 0 else None
        typ = above.type if above is not None else ""
        _judge(group, above, typ)
        for each in group:
            # a sentence that heads a paragraph says too little of the type
            short = len(each.title) <= _SHORT
            tells = each.heading and (not each.closed or short or ENDS.search(each.title))
            # what a glossary explains is a term, whatever it is called
            own = own_type(each.title, typ) if tells and typ != "glossary" else ""
            each.type = own or typ


def _groups(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Siblings of one style, parents' groups before their children's."""
    groups: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for each in candidates:
        groups[each.parent, each.style].append(each)
    return list(groups.values())


def _judge(group: list[Candidate], above: Candidate | None, typ: str) -> None:
    first = group[0]
    if first.style in ("report", "label", "table", "line") or first.rank == 0:
        for each in group:
            # a line that nothing stands under is the caption of a picture
            caption = each.style == "line" and each.rank == 9 and not _followed(each)
            each.heading = (each.form in (TITLE, LABEL) or each.rank == 0) and not caption
        return
    if first.style == "theme":
        run = [each for each in group if each.form == RUN_IN]
        if typ in _NARRATIVE and len(run) > 1 and above is not None and above.heading:
            for each in run:
                each.heading = True
        return
    if first.style == "name":
        for each in group:
            each.heading = len(group) > 1 and typ not in _LISTS and typ not in _OFFICES
        return
    if first.style in _NEVER:
        return
    if typ in _TABLES and _only_names_tables(group):
        return
    # 附件2 alone above the title of the document opens no list
    inside = above is not None and not above.heading and above.rank > 1
    listed = typ in _LISTS or inside
    votes = 0
    scores = []
    wrapped = _wrapped_items(group)
    for each in group:
        score = 0 if each in wrapped else _score(each, typ, listed)
        scores.append(score)
        votes += score > 0
    if votes == 1 and scores[-1] == 1 and len(group) > 1:
        # what stands under the last item of a list may as well follow the whole list
        votes, scores[-1] = 0, 0
    share = votes / len(group)
    for each, score in zip(group, scores, strict=True):
        if score >= 2:
            each.heading = True
        elif listed:
            each.heading = score == 1 and not inside and share >= 0.5
        elif score == 1:
            each.heading = share >= 0.5
        else:
            # a long sentence that only announces what its own list or the next lines say
            each.heading = (
                share >= 0.6
                and len(group) > 1
                and each.closed
                and len(each.title) <= 80
                and each.stop + 1 >= each.limit
                and _followed(each)
            )
    runs = [e for e in group if e.heading and e.form == RUN_IN and not FUNCTION.search(e.title)]
    if runs and (share < 0.6 or len(group) < 2):
        for each in runs:
            # a lone （一）主要职责。 names its section all the same
            known = own_type(each.title) in _STRONG and ENDS.search(each.title) is not None
            each.heading = known and len(each.title) <= _SHORT and each.rank < 4 and not listed


def _wrapped_items(group: list[Candidate]) -> set[Candidate]:
    """Functional items on a line of their own among more that go on: a break cut them off."""
    if len(group) < 2:
        return set()
    items = [each for each in group if FUNCTION.search(each.title)]
    alone = [each for each in items if each.form == TITLE]
    return set(alone) if len(alone) * 2 < len(items) else set()


def _only_names_tables(group: list[Candidate]) -> bool:
    """Whether the titles are a list of tables with nothing below them, like a contents page."""
    titles = [each for each in group if each.form == TITLE and each.title.endswith("表")]
    return (
        len(group) > 2
        and len(titles) >= 0.8 * len(group)
        and not any(_followed(each) for each in group[:-1])
    )


def _score(c: Candidate, typ: str, listed: bool) -> int:
    """2 a heading by itself, 1 a heading if its siblings are, 0 none by form."""
    if c.form == SENTENCE or not c.title:
        return 0
    function = FUNCTION.search(c.title) is not None
    own = own_type(c.title)
    if c.form == RUN_IN:
        if listed or (function and not ITEM_END.search(c.title)):
            return 0
        label = function or (typ in _FIGURES and c.rank > 3)
        return int(c.broken or not label)
    known = own != "" and ENDS.search(c.title) is not None
    if listed:
        if c.form not in (TITLE, LABEL) or "，" in c.title:
            return 0
        strong = known and own in _STRONG and len(c.title) <= 24 and not DUTY.match(c.title)
        if strong and (not c.closed or c.below or c.children):
            return 2
        if c.closed or c.form == LABEL:
            return 0
        # terms and offices that have a line of their own above what is said of them
        return int(_followed(c) and len(c.title) <= 30)
    if c.form == LABEL:
        if c.rank > 3 and c.title.endswith("自评综述"):
            return 0  # 1.道路养护项目自评综述：项目自评得分97分: a list of what is said
        return 2 if known else 1
    if function:
        return (1 if c.closed else 2) if ITEM_END.search(c.title) else 0
    if known and not (c.closed and "，" in c.title) and len(c.title) <= 50:
        return 2 if not c.closed or _followed(c) else 1
    if _followed(c):
        return 1
    return 1 if not c.closed and ENDS.search(c.title) else 0


def _followed(c: Candidate) -> bool:
    """Whether a body or a list of its own stands under the candidate."""
    return c.below or bool(c.children)
