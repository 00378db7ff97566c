"""Header rows and columns of a table: which rows name the columns, and what each holds."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from extractor.tables.matrix import Matrix, Row
from extractor.tables.numbers import DASHES, number
from extractor.tables.types import Column, Piece

_WIDE = 40  #: columns that a merged header cell may span where nobody has told
_FEW = 4  #: rows that can be nothing but a header
_SAMPLE = 16  #: cells of a column by which it is told what it holds
_AHEAD = 12  #: rows among which the header ends
_LINE_NAMES = frozenset(("栏次", "列次", "栏目", "次栏"))
_LINE_PARTS = frozenset("栏列行次目")
_NUMBERED, _MOST = 4, 0.7  #: cells of a row that numbers columns, and the share that is read right
_NAME = 3  #: characters of 栏次, recognised rightly or not
_NOISE = 24  #: characters of a cell that does
_SHORT = re.compile(r"(\d{1,2})(?:=|$)")
_INDEX = re.compile(r"\d{1,2}(?:=[\d+\-*/（）()=…]{1,24})?|[（(]\d{1,2}[）)]|[①-⑳]")
_TOTAL = re.compile(r"(?:本年(?:收入|支出))?(?:合计|总计|共计)$")
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]）")
_CODES = frozenset(("类", "款", "项", "目", "编码", "代码", "科目编码", "科目代码"))
_CODE = re.compile(r"(?:.{0,16}(?:科目|分类|项目))?(?:编码|代码|编号)$")
_LABEL = re.compile(
    r"(?:收入|支出)?项目(?:（.{1,20}）|名称)?$|.{0,12}名称$|(?:支出)?(?:功能|经济)(?:分类|科目).{0,8}$|科目$|指标$|内容$|单位$"
    r"|项目[（(]按.{1,20}$|类别$|收入类别$|采购(?:项目|类别).{0,4}$"
)
_LINES = re.compile(r"(?:行|栏|列)次$|行号$|序号$")
_TEXT = re.compile(r"备\s?注.*|说明$|.*原因.*|.*情况说明$")
_DIGITS = re.compile(r"\d{2,7}")
_WITH_CODE = re.compile(r"\d{3}(?:\d\d){0,2}[-—:：]?(?=[一-龥])(?![年元万个至号])")
_YEAR = re.compile(r"20\d\d")


def index_row(row: list[Piece]) -> bool:
    """Whether a row does nothing but number the columns (栏次 1 2 3)."""
    keys = [each.key for each in row if each.key]
    if not keys or len(keys) > 60:
        return False
    if _in_turn(keys):
        return True
    if any(key in _LINE_NAMES for key in keys):
        return all(key in _LINE_NAMES or _INDEX.fullmatch(key) or len(key) < 3 for key in keys)
    if keys == ["1", "2"]:
        return not row[0].key  # below blanks: no label
    if len(keys) < 3 or not all(_INDEX.fullmatch(key) for key in keys):
        return False
    figures = [int(key) for key in keys if key.isdecimal()]
    first = figures[:3]
    return first in ([1, 2, 3], [1, 2], [1])


def _in_turn(keys: list[str]) -> bool:
    """Whether most of a row's cells number the columns, though some were recognised wrongly.

    A cell that was lost moves all behind it by one place.
    """
    if not _SHORT.match(keys[0]) and len(keys[0]) > 1:
        if len(keys[0]) > _NAME or _LINE_PARTS.isdisjoint(keys[0]):
            return False  # a label
        keys = keys[1:]
    if len(keys) < _NUMBERED or any(len(key) > _NOISE for key in keys):
        return False
    steps = Counter(int(m[1]) - at for at, key in enumerate(keys) if (m := _SHORT.match(key)))
    found = max((steps[step] + steps[step + 1] for step in (0, 1, 2)), default=0)
    return found >= _MOST * len(keys)


def head_rows(matrix: Matrix, first: int) -> int:
    """The row after the header of a table whose own rows begin at *first*."""
    size = len(matrix.rows)
    for i in range(first, min(size, first + _AHEAD)):
        own = matrix.own(i)
        if index_row(own):
            return i + 1
        if i > first and any(_is_figure(each.key) for each in own):
            break
    for i in range(first, min(size, first + _AHEAD)):
        if _is_body(matrix, i, first):
            return i
    # no row is a body: all of a few rows are the header
    return size if size - first <= _FEW else first + 1


def _is_figure(key: str) -> bool:
    return key in DASHES or (number(key) is not None and not _YEAR.fullmatch(key))


def _is_body(matrix: Matrix, i: int, first: int) -> bool:
    own = matrix.own(i)
    keys = [each.key for each in own]
    said = [key for key in keys if key]
    if any(_is_figure(key) or _WITH_CODE.match(key) for key in said):
        return True
    if not said:
        return i > first
    if _ORDINAL.match(said[0]) and len(own) > 1:
        return True
    row = matrix.rows[i]
    # a row that a merged cell of the header reaches into is still the header
    reached = any(each is not None and each.row < i and each.key for each in row)
    if _TOTAL.fullmatch(said[0]) and not any(said[1:]) and len(own) > 1:
        return True
    blank = len(keys) - len(said)
    if not matrix.grid.ruled and any(
        _is_figure(each.key) for k in range(i + 1, min(len(matrix.rows), first + _AHEAD))
        for each in matrix.own(k)
    ):  # fmt: skip
        return False  # blanks may be merged cells that nobody has told
    if i == first or reached or not keys[0] or blank * 2 < len(keys) or len(keys) < 2:
        return False
    return keys[0] not in _CODES and not _CODE.fullmatch(keys[0]) and not _LABEL.fullmatch(keys[0])


def paths(matrix: Matrix, first: int, head: int) -> list[tuple[list[str], list[str]]]:
    """The header path of each column, as printed and canonical."""
    levels: list[Row] = [matrix.rows[i] for i in range(first, head) if not index_row(matrix.own(i))]
    found: list[tuple[list[str], list[str]]] = []
    for j in range(matrix.grid.columns):
        texts: list[str] = []
        keys: list[str] = []
        seen: Piece | None = None
        for depth, row in enumerate(levels):
            piece = row[j]
            if (
                not matrix.grid.ruled
                and depth + 1 < len(levels)
                and (piece is None or not piece.key)
            ):
                piece = _from_left(levels, depth, j)
            if piece is None or piece is seen or not piece.key:
                continue
            seen = piece
            if piece.key in _LINE_NAMES or (keys and keys[-1] == piece.key):
                continue
            texts.append(piece.text)
            keys.append(piece.key)
        found.append((texts, keys))
    return found


def _from_left(levels: list[Row], depth: int, j: int) -> Piece | None:
    """What a header cell without rules to its sides stands above: the nearest to its left."""
    if not _has_below(levels, depth, j):
        return None
    for k in range(j - 1, max(j - _WIDE, 0) - 1, -1):
        if any((over := row[k + 1]) is not None and over.key for row in levels[:depth]):
            return None  # another group begins between both
        piece = levels[depth][k]
        if piece is not None and piece.key:
            return piece if _has_below(levels, depth, k) else None
    return None


def _has_below(levels: list[Row], depth: int, j: int) -> bool:
    below = (row[j] for row in levels[depth + 1 :])
    return any(each is not None and each.key for each in below)


def columns(matrix: Matrix, first: int, head: int, body: list[Row]) -> tuple[Column, ...]:
    """What each column is called and holds."""
    named = paths(matrix, first, head)
    roles: list[str] = []
    for j, (_, keys) in enumerate(named):
        before = roles[-1] if roles else ""
        roles.append(_role(keys, [row[j] for row in body], j, before))
    if "label" not in roles and roles:
        _find_label(roles, body)
    found: list[Column] = []
    block, valued = 0, False
    for (texts, keys), role in zip(named, roles, strict=True):
        if role in ("label", "code") and valued:
            block, valued = block + 1, False
        valued = valued or role == "value"
        found.append(Column(tuple(texts), role, block, tuple(keys)))
    return tuple(found)


def _role(keys: list[str], pieces: list[Piece | None], j: int, before: str) -> str:
    leaf = keys[-1] if keys else ""
    if _LINES.search(leaf):
        return "index"
    said = [each.key for each in pieces if each is not None and each.key and each.column == j]
    said = said[:_SAMPLE] + said[-_SAMPLE // 4 :] if len(said) > 2 * _SAMPLE else said
    figures = sum(number(key) is not None or key in DASHES for key in said)
    codes = sum(_DIGITS.fullmatch(key) is not None for key in said)
    words = len(said) - figures
    if not keys and not said:
        return "text"  # nothing is in it
    if not keys and _counts_up(said):
        return "index"  # line numbers below a blank, or below 栏次
    if not keys and before == "code" and all(len(key) == 2 for key in said) and codes == len(said):
        return "code"  # 款 and 项 below one word for all three
    if leaf in _CODES or _CODE.fullmatch(leaf):
        return "label" if words > codes and words > 1 else "code"
    if _TEXT.fullmatch(leaf):
        return "text"
    if _LABEL.fullmatch(leaf):
        if (
            said
            and codes
            and codes + sum(_TOTAL.fullmatch(key) is not None for key in said) == len(said)
        ):
            return "code"
        return "label" if words >= figures else "value"
    if (
        words > figures
        and words > 1
        and any(_WITH_CODE.match(key) or _ORDINAL.match(key) for key in said)
    ):
        return "label"
    if len(said) > 1 and words > 2 * figures:
        return "label" if not j or _named_alike(keys) else "text"
    return "value"


def _counts_up(said: list[str]) -> bool:
    """Whether cells are numbers in turn, as many as they are."""
    if len(said) < 3 or not all(len(key) < 4 and key.isdecimal() for key in said):
        return False
    figures = list(map(int, said))
    return figures[0] < 100 and all(b - a == 1 for a, b in pairwise(figures[:_SAMPLE]))


def _named_alike(keys: list[str]) -> bool:
    return not keys or any("项目" in key and "支出" not in key for key in keys)


def _find_label(roles: list[str], body: list[Row]) -> None:
    """The first column holds the labels where it holds words and no column is said to."""
    for j, role in enumerate(roles):
        if role in ("code", "index"):
            continue
        said = [row[j] for row in body]
        words = [p.key for p in said if p is not None and p.key and p.column == j]
        if words and not any(number(key) is not None or key in DASHES for key in words):
            roles[j] = "label"
        return
