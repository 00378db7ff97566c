"""What looks like a number and is none: ordinals, codes, list numbers, names."""

from __future__ import annotations

import re
from typing import Final

from extractor.mentions import vocabulary
from extractor.mentions.trie import pattern

_CODE: Final = re.compile(r"2[0-3][0-9](?:[0-9]{2}){0,2}|30[1-9][0-9]{2}|31[0-9]{3}")
_STAMP: Final = re.compile(r"1[3-9][0-9]{9}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]")
_OUTLINE: Final = re.compile(r"[1-9][0-9]?\.[0-9]{1,2}")
_AFTER: Final = re.compile(pattern(vocabulary.words("figure_after", "words")))
_BEFORE: Final = frozenset(vocabulary.words("figure_before", "words"))
_LONGEST_BEFORE: Final = max(map(len, _BEFORE))
_BEFORE_LAST: Final = frozenset(word[-1] for word in _BEFORE)
_BEFORE_ONE: Final = frozenset(vocabulary.text("fixed", "before_one"))
_CN_BEFORE: Final = frozenset(vocabulary.text("fixed", "cn_before"))
_BREAKS: Final = frozenset("\n。；;：:！？ ")
_OPEN: Final = frozenset("（([〔［【《")
_SHORT = 3
_LONGEST = 14
_FUNCTION = 7  # 类, 款 and 项 of a function
_HOTLINES: Final = frozenset(vocabulary.words("hotline", "words"))


def is_cjk(character: str) -> bool:
    """Whether *character* is a Chinese character (and not punctuation)."""
    return "㐀" <= character[:1] <= "鿿"


def at_line_start(text: str, start: int) -> bool:
    """Whether a list number could stand at *start*: after a break, or at the beginning."""
    return start == 0 or text[start - 1] in _BREAKS


def labelled(text: str, start: int) -> bool:
    """Whether a word before *start* says that the number is a name (表3, 附件1, 电话…)."""
    if start == 0:
        return False
    at = start
    if text[at - 1] in "：: " and at > 1:
        at -= 1
        if text[at - 1] not in "话编码号真箱信":
            return False
    if text[at - 1] not in _BEFORE_LAST:
        return False
    return any(text[max(0, at - k) : at] in _BEFORE for k in range(1, _LONGEST_BEFORE + 1))


def bare_figure(text: str, start: int, end: int, figure: str) -> bool:
    """Whether a figure without a unit is a number, by what stands round it."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if after and after.isascii() and (after.isalnum() or after in "_@\\"):
        return False
    whole = figure.isdigit()
    size = len(figure)
    if whole:
        if size > 1 and figure[0] == "0":
            return False
        if (
            before in _OPEN
            and after in "）)]〕］】》"
            and after
            and (size <= _SHORT or before != "（")
        ):
            return False
        if after in "：:" and after and end + 1 < len(text) and text[end + 1].isdigit():
            return False
        if before in "：:" and before and start > 1 and text[start - 2].isdigit():
            return False
        if before in "〔［[－" and before:
            return False
        if before in "“\"'‘" and before and after in "”\"'’" and after:
            return False
        if _STAMP.fullmatch(figure) or size > _LONGEST:
            return False
        if size == _FUNCTION and _CODE.fullmatch(figure):
            return False
        if figure in _HOTLINES and is_cjk(after or before):
            return False
        if after and (is_cjk(after) or after in "）"):
            if _CODE.fullmatch(figure) and after not in "的和与及":
                return False
            if is_cjk(after) and _AFTER.match(text, end):
                return False
        if after and size <= _SHORT:
            if after in ".．" and not text[end + 1 : end + 2].isdecimal():  # 1.⑥ too
                return False
            if after in "）)" and at_line_start(text, start):
                return False
    elif (after == "." and _OUTLINE.fullmatch(figure)) or (
        after and is_cjk(after) and _outline_number(text, start, figure)
    ):
        return False
    return not labelled(text, start)


def _outline_number(text: str, start: int, figure: str) -> bool:
    """2.3本项目: a heading number, at the start of a line or glued to an amount."""
    if not _OUTLINE.fullmatch(figure):
        return False
    return at_line_start(text, start) or text[start - 1] in "元%人个台辆，,）)"


def glued_number(text: str, start: int, figure: str) -> bool:
    """Whether a decimal before a unit of whole things is a heading number (2.3本项目)."""
    return "." in figure and _outline_number(text, start, figure)


def list_number(text: str, start: int, end: int, digits: str) -> bool:
    """Whether a figure before 、 may be a list number: 1、收入, but not 3、5万元 in a sentence."""
    if at_line_start(text, start):
        return True
    return len(digits) < _SHORT and not text[end + 1 : end + 2].isdecimal()


def in_document_number(text: str, start: int, end: int) -> bool:
    """国发〔2023〕5号: the year in brackets and the number before 号."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if after == "号":
        return True
    return (before in "〔［[【﹝" and before != "" and after in "〕］]】﹞" and after != "") or (
        before in "〕］]﹞" and before != "" and after in "号第"
    )


def chinese_counts(text: str, start: int, end: int, numeral: str) -> bool:
    """Whether a Chinese numeral with a unit counts something."""
    before = text[start - 1] if start else ""
    if before in _CN_BEFORE and before:
        return False
    after = text[end] if end < len(text) else ""
    if numeral == "一":
        if before in _BEFORE_ONE and before:
            return False
        if after == "一":  # 一人一策
            return False
    return not (before in "“‘" and before and len(numeral) == 1)
