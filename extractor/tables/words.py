"""Words of cells: wraps joined, canonical forms, labels without their numbering."""

from __future__ import annotations

import re
from functools import lru_cache

LONG = 200  #: characters of a cell that is no label
_GAP = re.compile(r"(?<=([!-~]))?\s+(?=([!-~]))?")
_QUOTES = str.maketrans({**dict.fromkeys("“”\"'‘’「」〝〞＂", ""), "(": "（", ")": "）", ":": "："})
_BEFORE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十\d]{1,3}）[、.]?"
    r"|\d{1,2}(?:[.．](?!\d)|、|）)|[①-⑳]|其中：?|[-—*·•●]+|[加减]：|其中为)"
)
_UNIT = re.compile(r"（(?:单位：)?([^（）]{1,6}|台（套）)）$")
_UNITS = frozenset(
    [
        "元",
        "万元",
        "千元",
        "亿元",
        "个",
        "辆",
        "台",
        "套",
        "台/套",
        "台套",
        "台（套）",
        "台、套",
        "台，套",
        "人",
        "次",
        "人次",
        "批",
        "批次",
        "个次",
        "%",
        "平方米",
        "㎡",
        "名",
        "项",
        "家",
        "团组",
        "团",
        "部",
        "辆、台",
        "辆/台",
        "台、辆",
        "台/辆",
        "个/次",
        "分",
        "栋",
    ]
)


def joined(text: str) -> str:
    """A text without its wraps and spaces; one space stays between latin words and figures.

    >>> joined("因公出国\\n（境） 费"), joined("A  b")
    ('因公出国（境）费', 'A b')
    """
    if not text or text.isalnum():
        return text
    return _GAP.sub(lambda m: " " if m[1] and m[2] else "", text.strip())


@lru_cache(maxsize=8192)
def bare(key: str) -> tuple[str, str]:
    """A canonical label without numbering, 其中：, quotes and its unit, and that unit.

    >>> bare("（一）“三公”经费（万元）"), bare("2.公务用车保有量（辆）")
    (('三公经费', '万元'), ('公务用车保有量', '辆'))
    """
    if len(key) > LONG:
        return key, ""
    key = key.translate(_QUOTES)
    for _ in range(4):
        found = _BEFORE.match(key)
        if found is None or found.end() == len(key):
            break
        key = key[found.end() :]
    unit = _UNIT.search(key)
    if unit and unit[1] in _UNITS and unit.start():
        return key[: unit.start()].rstrip("："), unit[1]
    return key.rstrip("：；，。"), ""
