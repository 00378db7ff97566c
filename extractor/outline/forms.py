"""The form of a candidate, told from its own words."""

from __future__ import annotations

import re

from extractor.outline.candidate import LABEL, RUN_IN, SENTENCE, TITLE, Candidate
from extractor.outline.numbering import RANK
from extractor.outline.titles import BRACKETS, ENDS, FUNCTION, is_label, prefix_title

_FIRST = re.compile(
    r"[^。！？；：\n（“《]*+"
    r"(?:(?:（(?:[^（）\n]|（[^（）\n]{0,40}）){0,80}）|“[^”\n]{0,80}”|《[^》\n]{0,80}》|[（“《])"
    r"[^。！？；：\n（“《]*+){0,60}+"
)
_AMOUNT = re.compile(r"[\d为](?:(?<=为)\d|(?<=\d)[ ]?(?:[亿万千百]?元|[%‰分人个辆批项次]))")
_LONG_TITLE, _TITLE, _RUN_IN = 130, 46, 60


def settle(c: Candidate, clean: str) -> None:
    """Tell the form of a candidate from its words."""
    match = _FIRST.match(clean, c.body, c.limit)
    end = match.end() if match else c.body
    stop = clean[end] if end < c.limit else ""
    title = clean[c.body : end]
    bare, function = title, False
    if "（" in title:
        bare = BRACKETS.sub("", title)
        function = FUNCTION.search(title) is not None
    size = len(title)
    amount = _AMOUNT.search(bare) is not None
    comma = "，" in bare
    more = c.limit - end > 1
    limit = _LONG_TITLE if function else _TITLE
    c.form, c.stop, c.closed, c.title = SENTENCE, end, stop in ("。", "！", "？"), title
    if not size:
        c.form = TITLE if c.rank <= 1 and not more else SENTENCE
    elif amount or bare.endswith("，"):
        pass
    elif not more:
        whole = stop != "；" and size <= limit and not bare.endswith("、")
        if whole and (not comma or (not stop and size <= 36) or (stop == "：" and size <= 24)):
            c.form = TITLE
    elif stop in ("。", "！"):
        if size <= max(_RUN_IN, limit if function else 0):
            c.form = RUN_IN
    elif stop == "：" and title in ("附", "附件", "附表") and ENDS.search(clean, end, c.limit):
        c.form, c.stop, c.title = TITLE, c.limit, clean[c.body : c.limit]
    elif stop == "：" and size <= 30 and not comma and is_label(title + "："):
        c.form = LABEL
    if c.form in (SENTENCE, RUN_IN):
        glued = prefix_title(clean[c.body : min(c.limit, c.body + 70)])
        if glued is not None:
            c.form, c.stop, c.title, c.closed = LABEL, c.body + glued, title[:glued], False
    if c.style == "一、" and c.ordinal.endswith("，") and (c.form != TITLE or c.closed):
        # 一，资金到得晚。 counts sentences; it does not go on with 三、绩效情况
        c.style, c.rank = "一，", RANK["一，"]
