"""Certain confusions of the recognition put right, where the ink or the form leaves no doubt.

A glyph stays one glyph: its place in the picture is what evidence points to, so nothing is
replaced by more characters than there is ink for. Doubtful figures stay as they were recognised;
they are told by their confidence and by the equations they break.
"""

from __future__ import annotations

import re

from extractor.source.scan.align import LOST, Placed, Run, is_wide, loss_of

_LETTERS = str.maketrans("OolI", "0011")
# Only between digits and points: alone, or before a digit, these may be letters of a number.
_LETTER = re.compile(r"(?<=[0-9.])[OolI]{1,3}(?=[0-9.%])|(?<=[0-9]\.)[OolI]{1,2}(?![A-Za-z])")
_POINT = re.compile(r"(?<![\d.])(\d{1,12})[．·•。](?=\d{1,2}(?![\d.年月日]))")
_COMMAS = re.compile(r"(?<![\d.])\d{1,3}(?:[,，.]\d{3}){1,4}(?=\.\d\d(?![\d.]))")
# Half-width marks beside Chinese: the data of the recognition tells them apart by no more than
# the white around them, and Chinese text is set with the full-width ones.
_FULL = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"}
_BRACKETS = {"〈": "（", "〉": "）"}


def without_phantoms(placed: list[Placed]) -> list[Placed]:
    """Drops what was told inside a figure without ink of its own: a digit told twice, the first
    ring of a per cent sign told as a digit.

    >>> ring, sign = Placed("9", 0, 0, False, 1), Placed("%", 11, 24, True, 2)
    >>> [each.text for each in without_phantoms([Placed("2", 0, 9, True, 0), ring, sign])]
    ['2', '%']
    """
    return [each for k, each in enumerate(placed) if each.inked or loss_of(placed, k) == LOST]


def with_points(placed: list[Placed], runs: list[Run], foot: int, em: float) -> list[Placed]:
    """Tells a decimal point where there is one between two digits of a figure that has none.

    It is a blot of ink that was told as no character, about as high as wide, on the line on which
    the digits stand (*foot*).
    """
    tops = {run.x0: run for run in runs}
    kept: list[Placed] = []
    for k, each in enumerate(placed):
        if each.told >= 0:
            kept.append(each)
            continue
        run = tops[int(each.x0)]
        around = kept[-1].text if kept else "", placed[k + 1].text if k + 1 < len(placed) else ""
        wide, high = run.x1 - run.x0, run.bottom - run.top
        if (
            all(c and c in "0123456789" for c in around)
            and max(wide, high) <= 0.24 * em and min(wide, high) >= 0.07 * em
            and abs(run.bottom - foot) <= 0.1 * em
            and not _has_point(kept, placed[k + 1 :])
        ):  # fmt: skip
            kept.append(each._replace(text="."))
    return kept


def _has_point(before: list[Placed], after: list[Placed]) -> bool:
    for some in (reversed(before), after):
        for each in some:
            if each.text == ".":
                return True
            if not each.text.isdigit():
                break
    return False


def repaired(text: str) -> str:
    """The characters of a line, as many as before, with certain confusions put right.

    >>> repaired("支出12，345.O6万元(含结转),增长3.l%")
    '支出12,345.06万元（含结转），增长3.1%'
    """
    text = _LETTER.sub(lambda m: m[0].translate(_LETTERS), text).replace("％", "%")
    text = _POINT.sub(r"\1.", text)
    text = _COMMAS.sub(lambda m: m[0].replace("，", ",").replace(".", ","), text)
    marks = list(text)
    for k, mark in enumerate(text):
        before = marks[k - 1] if k else ""
        after = text[k + 1] if k + 1 < len(text) else ""
        if mark in _BRACKETS and _paired(text, k):
            marks[k] = _BRACKETS[mark]
        elif mark in _FULL and (_chinese(before) or _chinese(after)):
            marks[k] = _FULL[mark]
    return "".join(marks)


def _paired(text: str, k: int) -> bool:
    """Whether an angle bracket stands with a round one."""
    if text[k] == "〈":
        after = text[k + 1 :]
        return "〉" not in after or 0 <= min(after.find(")"), after.find("）")) < after.find("〉")
    return "〈" not in text[:k]


def _chinese(character: str) -> bool:
    return character != "" and is_wide(character)
