"""How a numbered line begins, and which number it bears."""

from __future__ import annotations

import re

_NUMERALS = "一二三四五六七八九十百零〇"
#: 第一部分, 第一条, 一、, （一）, （1）, 1), 1、, 1. (but not 1.5), ①
ORDINAL = re.compile(
    rf"第[{_NUMERALS}]{{1,4}}(?:部分|部份|章|节|条)|[{_NUMERALS}]{{1,3}}、"
    rf"|（(?:[{_NUMERALS}]{{1,3}}|\d{{1,2}})）|\d{{1,2}}(?:[）、]|\.(?!\d))|[①-⑳⑴-⒇㈠-㈩]"
)
#: what any of LIST_START begins with
LIST_HEADS = re.compile(rf"[第（{_NUMERALS}\d①-⑳⑴-⒇㈠-㈩目任项指问措附表]")
PART = re.compile(rf"第[{_NUMERALS}]{{1,3}}部[分份]")
#: the same, or a label with a number: 目标1：, 附件2、
LIST_START = re.compile(
    ORDINAL.pattern
    + rf"|(?:目标|任务|项目|指标|问题|措施|附件|表)[{_NUMERALS}\d]{{1,2}}[：:；;、.]"
)
