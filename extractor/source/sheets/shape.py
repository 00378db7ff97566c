"""How rows of a sheet look: captions such as 单位：万元, notes, numbers, prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.source.sheets.sheet import Row

#: 公开01表, 附表1-1, 表三, Z01表, 附件2
_NUMBERED: Final = re.compile(
    r"[（(]?\s*(?=\S{0,12}[表件])[\u4e00-\u9fff]{0,6}\s*[A-Za-z]{0,2}\s*"
    r"[0-9０-９〇一二三四五六七八九十]{1,3}(?:[-—.][0-9]{1,2})?\s*表?\s*[:：]?[）)]?"
)
_UNIT: Final = re.compile(
    r"[（(]?\s*(?:金额|计量|货币|数据)?\s?单\s*位\s*[:：]?\s*(?:人民币)?\s*[万亿千百]?元\s*[）)]?"
)
#: 部门：…, 编制单位：…, 日期：…; of 其中：… the label of a row
_KEYED: Final = re.compile(r"(?!其中|其\s中)[^:：]{1,14}[:：](?s:.){0,80}")
_YEAR: Final = re.compile(r"[0-9〇零一二三四五六七八九]{4}\s*年\s*(?:度|[0-9]{1,2}\s*月.{0,6})?")
_NOTE: Final = re.compile(
    r"(?:备\s*注|附?\s*注|注\s*释|说\s*明|附\s*[:：])\s*[0-9一二三四五]?\s*[:：、.．]"
    r"|本表|[*※]\s*\S|填表|制表"
)
_NUMBER: Final = re.compile(
    r"[-－+(（¥￥]{0,3}[0-9][0-9,]{0,30}(?:\.[0-9]{1,15})?%?[)）]?|[-—–－]{1,2}|/"
)
_PROSE: Final = 40


def is_number(text: str) -> bool:
    """Whether a cell shows nothing but a number, or a dash for none.

    >>> is_number("(1,234.50)"), is_number("2023年")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None


def is_prose(row: Row) -> bool:
    """Whether a row is a stretch of running text."""
    text = row.cells[0].text
    return len(row.cells) == 1 and (len(text) >= _PROSE or text.endswith(("。", "；")))


def is_note(row: Row) -> bool:
    """Whether a row is a note to a table.

    The row has one text: of rows with more, the first cell may be anything.
    """
    return len(row.cells) == 1 and _NOTE.match(row.cells[0].text) is not None


def is_mark(row: Row) -> bool:
    """Whether a row holds what stands above tables alone: its number, its unit."""
    return is_caption(row) and any(
        _NUMBERED.fullmatch(each.text) or _UNIT.fullmatch(each.text) for each in row.cells
    )


def is_caption(row: Row) -> bool:
    """Whether a row holds nothing but captions: 部门：…, 公开01表, 单位：万元, 2023年度."""
    keyed = False
    for each in row.cells:
        text = each.text
        fits = keyed or any(one.fullmatch(text) for one in (_NUMBERED, _UNIT, _KEYED))
        if not fits and not (len(row.cells) > 1 and _YEAR.fullmatch(text)):
            return False
        # what is beside 部门： belongs to it
        keyed = text.endswith((":", "：")) and not keyed
    # years alone are the head of a table
    return not all(_YEAR.fullmatch(each.text) for each in row.cells)


def is_ruled(row: Row) -> bool:
    """Whether lines are drawn between the cells of a row."""
    return any(each.ruled for each in row.cells)


def has_numbers(row: Row) -> bool:
    """Whether a cell shows a number."""
    return any(is_number(each.text) for each in row.cells)


def span(rows: Sequence[Row]) -> int:
    """How many columns the rows with several cells take."""
    several = [each for row in rows if len(row.cells) > 1 for each in row.cells]
    if not several:
        return 1
    return max(each.right for each in several) - min(each.left for each in several)
