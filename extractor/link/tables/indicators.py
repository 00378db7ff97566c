"""Rows of self-evaluation tables -> indicator facts, by the header that holds where they stand."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

import msgspec

from extractor.fact import EXACT, REFLOWED, Evidence, Fact
from extractor.link.cells import words
from extractor.schema import fields
from extractor.source import Source
from extractor.tables import Piece, Table
from extractor.tables.numbers import DASHES

_BRACKET = re.compile(r"[（(][^（）()]{0,24}[）)]?$")
_OF_THESE = re.compile(r"其中[：:]?")
_GOALS = re.compile(r"预期目标|年初设定|总体目标|目标实际完成|绩效目标$")
_MONEY = frozenset(("budget", "executed", "initial"))
_SCORES = frozenset(("weight", "score"))
_FIGURES = frozenset(("initial", "budget", "executed", "completion", "weight", "score"))
_KEPT = ("target", "actual", "budget", "executed", "completion", "weight", "score")
_SIGNATURE = re.compile(r"[:：].{1,20}$|^(?:填表|联系|审核|负责)")
_FILLED = re.compile(r"[XxＸｘ×*＊]{2,}|^[XxＸｘ×]$")


class _Head(msgspec.Struct, frozen=True):
    """The header in force: task or indicator, and the column of each of its words."""

    table: str
    at: dict[str, list[int]]
    rows: int  #: rows since which it holds


@cache
def _named() -> dict[str, str]:
    known: dict[str, list[str]] = words()["columns"]
    return {word: key for key, each in known.items() for word in each if key != "unit"}


@cache
def _loose() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Expressions for headers that are not among the words."""
    file = resources.files("extractor.link.tables") / "headers.toml"
    declared: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    return tuple((re.compile(pattern), key) for key, pattern in declared["loose"].items())


def _column(key: str) -> str | None:
    """The column that a header cell names."""
    if len(key) > 24:
        return None
    for said in (key, _BRACKET.sub("", key), _BRACKET.sub("", _BRACKET.sub("", key))):
        if said in _named():
            return _named()[said]
    return next((name for pattern, name in _loose() if pattern.search(key)), None)


def link_rows(table: Table, source: Source) -> Iterator[Fact]:
    """One fact for each row of a self-evaluation; none for other tables."""
    if table.kind == "self_evaluation" or (table.kind == "other" and _is_scored(table.rows)):
        yield from _Walk(table, source).facts()


def _is_scored(rows: Sequence[Sequence[Piece | None]]) -> bool:
    """Whether a row is the header of indicators by levels, which no other table has."""
    for row in rows[:12]:
        found = {_column(each.key) for each in row if each is not None and each.key}
        if {"level1", "name"} <= found and found & _SCORES:
            return True
    return False


class _Walk:
    def __init__(self, table: Table, source: Source) -> None:
        self.table = table
        self.source = source
        self.head: _Head | None = None
        self.levels: dict[str, str] = {}

    def facts(self) -> Iterator[Fact]:
        above: Sequence[Piece | None] = ()
        for row in self.table.rows:
            head = self._header(row, above)
            if head is not None:
                if self.head is None or head.rows == 0:
                    self.levels = {}
                self.head = head
            elif self.head is not None:
                if any(each and len(each.key) < 16 and _GOALS.search(each.key) for each in row):
                    self.head = None
                else:
                    fact = self._row(row)
                    if fact is not None:
                        yield fact
            above = row

    def _header(self, row: Sequence[Piece | None], above: Sequence[Piece | None]) -> _Head | None:
        """The header that a row is, or goes on with."""
        fresh = [
            (j, each) for j, each in enumerate(row)
            if each is not None and each.key and not (j < len(above) and above[j] is each)
        ]  # fmt: skip
        named = {j: name for j, each in fresh if (name := _column(each.key)) is not None}
        kept = set(named.values()) - {"part"}
        if self.head is not None and named and len(named) == len(fresh) and self.head.rows == 0:
            return self._further(named)
        money = kept & _MONEY
        if len(kept) < 2 or not kept & {"name", "level1", "level2", *_MONEY, *_SCORES}:
            return None
        if len({id(each) for j, each in fresh if j not in named}) > len(kept):
            return None
        if not (len(kept) > 2 or kept & _SCORES or money):
            return None
        indicator = bool(kept & {"level1", "level2"}) or not money
        if indicator and not kept & {*_SCORES, "target", "actual"}:
            return None
        at: dict[str, list[int]] = {}
        for j, name in named.items():
            at.setdefault(name, []).append(j)
        if len(at.get("name", ())) > 1:
            # 绩效指标 beside all rows is the heading of the part; names stand to its right
            last = row[at["name"][-1]]
            at["name"] = [j for j in at["name"] if row[j] is last]
        if indicator and "name" not in at:
            if "level2" not in at:
                return None
            at["name"] = at.pop("level2")
        return _Head("indicator" if indicator else "task", at, 0)

    def _further(self, named: dict[int, str]) -> _Head:
        """A second row of the header, below words that span several columns."""
        assert self.head is not None
        at = {name: list(columns) for name, columns in self.head.at.items()}
        for j, name in named.items():
            if name == "part":
                continue
            for columns in at.values():
                if j in columns:
                    columns.remove(j)
            at.setdefault(name, []).append(j)
        return _Head(self.head.table, {name: each for name, each in at.items() if each}, 0)

    def _row(self, row: Sequence[Piece | None]) -> Fact | None:
        assert self.head is not None
        head = self.head
        total: list[str] = words()["words"]["total"]
        said = [each for each in row if each is not None and each.key]
        if not said or said[0].key.startswith(tuple(total)):
            return None
        self.head = _Head(head.table, head.at, head.rows + 1)
        name = self._name(row)
        for level in ("level1", "level2"):
            piece = self._piece(row, level)
            if piece is not None and piece is name:
                self.levels.pop(level, None)  # a name over the columns of levels has none
            elif piece is not None and piece.key:
                text = piece.text
                if level == "level1" and self.levels.get("level1") != text:
                    self.levels.pop("level2", None)
                self.levels[level] = text
        if name is None or not name.key or name.key.startswith(tuple(total)):
            return None
        pieces: dict[str, Piece] = {}
        for key in _KEPT:
            piece = self._piece(row, key)
            if piece is None or not piece.key or piece.key in DASHES or _FILLED.search(piece.key):
                continue
            if piece is name:
                return None  # a label over the whole row
            pieces[key] = piece
        needed = _MONEY if head.table == "task" else frozenset(("target", "actual", *_SCORES))
        if not pieces.keys() & needed or (_SIGNATURE.search(name.key) and len(pieces) < 2):
            return None
        return self._fact(name, pieces)

    def _piece(self, row: Sequence[Piece | None], key: str) -> Piece | None:
        assert self.head is not None
        for j in self.head.at.get(key, ()):
            piece = row[j] if j < len(row) else None
            if piece is not None and piece.key:
                return piece
            if key in _MONEY:
                return None  # the first of a total and its parts
        return None

    def _name(self, row: Sequence[Piece | None]) -> Piece | None:
        assert self.head is not None
        if "name" in self.head.at:
            return self._piece(row, "name")
        first = min(min(each) for key, each in self.head.at.items() if key in _FIGURES)
        return next((p for p in reversed(row[:first]) if p is not None and p.key), None)

    def _fact(self, name: Piece, pieces: dict[str, Piece]) -> Fact:
        assert self.head is not None
        text = self.source.text
        stop = max(each.end for each in (name, *pieces.values()))
        start = name.start
        of_these = _OF_THESE.match(name.text)
        said = name.text[of_these.end() :] if of_these else name.text
        if of_these and len(said) < len(name.text):
            start = text.find(said[:1], start, name.end)
        quote = text[start:stop]
        broken = "\n" in quote or "\r" in quote or "\f" in quote
        page = bisect_right(self.source.pages, start) if self.source.pages else None
        extra: dict[str, object] = {"table": self.head.table, "table_id": self.table.id}
        if self.head.table == "indicator":
            extra |= {key: self.levels[key] for key in ("level1", "level2") if key in self.levels}
        extra |= {key: "".join(each.text.split()) for key, each in pieces.items()}
        return Fact(
            field="indicator",
            kind="indicator",
            label=fields()["indicator"].label,
            evidence=(Evidence("value", start, stop, quote, REFLOWED if broken else EXACT, page),),
            raw="".join(quote.split()),
            name=said,
            origin="table",
            confidence=0.97 if len(pieces) > 2 else 0.9,
            made_by="rule:tables",
            extra=extra,
        )
