"""Documents with tables as they are written in TOML -> a source, and what must be read of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from extractor.fact import Fact
from extractor.layout import Text, reflow
from extractor.layout.characters import canonical
from extractor.source import Source
from extractor.source.linear import CellText, Linear
from extractor.tables.kinds import counted
from extractor.tables.numbers import FACTORS, number
from extractor.tables.words import bare, joined

CORPUS = Path(__file__).parents[2] / "corpus" / "tables"
LEFT, UP = "<", "^"
_CODE_NAME = re.compile(r"(\d{3}|\d{5}|\d{7})\s*[-—]?\s*([一-龥].*)")
_PREFACE = re.compile(r"公开\d\d表|单位：.?元|^部门：|^公开部门：")


class Spec(NamedTuple):
    """A document: its text with its grids, and its parts that are tables."""

    name: str
    text: Text
    year: int
    tables: list[dict[str, Any]]


def documents(*splits: str) -> list[Path]:
    """The documents of some splits."""
    return sorted(each for split in splits for each in (CORPUS / split).glob("*.toml"))


def load(path: Path, form: str = "drawn") -> Spec:
    """Read a document and write it as a reader would.

    ``form`` is how its tables come: ``drawn``; ``paged``, over several pages with the header
    again or not; ``cut``, where pages cut labels in two besides; ``titled``, where
    each page has title and header again; ``unruled``, with no word of
    merged cells.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    linear = Linear()
    tables = []
    for part in data["part"]:
        if "grid" not in part:
            for line in part["text"].strip("\n").split("\n"):
                linear.line(line)
            continue
        for line in part.get("above", ()):
            linear.line(line)
        _write(linear, part, form, len(tables) % 2 == 0)
        for line in part.get("below", ()):
            linear.line(line)
        tables.append(part)
    pages = (0, *linear.pages) if linear.pages else ()
    source = Source(path.stem, linear.text, "", "", "", pages=pages, grids=tuple(linear.grids))
    return Spec(path.stem, reflow(source), data["year"], tables)


def _write(linear: Linear, part: dict[str, Any], form: str, again: bool) -> None:
    grid, head = part["grid"], part["head"]
    if form == "unruled":
        bare_rows = [["" if each in (LEFT, UP) else each for each in row] for row in grid]
        linear.table([[CellText(each) for each in row] for row in bare_rows], ruled=False)
        return
    if form == "drawn" or len(grid) - head < 9 or part["kind"] == "self_evaluation":
        linear.table(cells(grid))
        return
    at = next((i for i in range(head + 5, len(grid) - 1) if UP not in grid[i]), None)
    if at is None:
        linear.table(cells(grid))
        return
    first, rest = [list(row) for row in grid[:at]], [list(row) for row in grid[at:]]
    if form == "cut":
        _cut(first, rest, part["columns"])
    linear.table(cells(first), page=len(linear.pages) + 1)
    linear.line(f"- {len(linear.pages) + 1} -", "page_number")
    linear.page()
    if form == "titled":
        for line in part.get("above", ()):
            linear.line(line)
    if (again or form == "titled") and head:
        rest = [list(row) for row in grid[:head]] + rest
    linear.table(cells(rest), page=len(linear.pages) + 1)


def _cut(first: list[list[str]], rest: list[list[str]], columns: list[str]) -> None:
    """The label of the last row goes on in a row of its own on the next page."""
    if columns[:2] != ["code", "label"] or len(first[-1][1]) < 6:
        return
    half = len(first[-1][1]) // 2
    rest.insert(0, ["", first[-1][1][half:], *[""] * (len(columns) - 2)])
    first[-1][1] = first[-1][1][:half]


def cells(grid: list[list[str]]) -> list[list[CellText | None]]:
    """A grid with marks for merged cells, as it is drawn."""
    found: list[list[CellText | None]] = []
    for i, row in enumerate(grid):
        out: list[CellText | None] = []
        for j, said in enumerate(row):
            if said in (LEFT, UP):
                out.append(None)
                continue
            wide = 1
            while j + wide < len(row) and row[j + wide] == LEFT:
                wide += 1
            high = 1
            while i + high < len(grid) and all(
                grid[i + high][k] in (UP, LEFT) and (k > j or grid[i + high][k] == UP)
                for k in range(j, j + wide)
            ):
                high += 1
            out.append(CellText(said, high, wide))
        found.append(out)
    return found


def filled(grid: list[list[str]]) -> list[list[tuple[int, int]]]:
    """For each place of a grid the one where its cell begins."""
    places: list[list[tuple[int, int]]] = []
    for i, row in enumerate(grid):
        line: list[tuple[int, int]] = []
        for j, said in enumerate(row):
            if said == LEFT and j:
                line.append(line[j - 1])
            elif said == UP and i:
                line.append(places[i - 1][j])
            else:
                line.append((i, j))
        places.append(line)
    return places


def key(text: str) -> str:
    """What two labels are compared by."""
    return "".join(canonical(joined(text)).split())


def column_paths(part: dict[str, Any]) -> list[tuple[str, ...]]:
    """The header path of each column."""
    grid, places = part["grid"], filled(part["grid"])
    found = []
    for j in range(len(part["columns"])):
        path: list[str] = []
        seen: set[tuple[int, int]] = set()
        for i in range(part["head"]):
            if any(_PREFACE.search(key(each)) for each in grid[i]) or _alone(grid[i]):
                continue  # title, number and unit within the grid
            at = places[i][j]
            said = key(grid[at[0]][at[1]])
            numbered = _counts(grid[i])
            if at in seen or not said or (numbered and at[0] == i) or said == "栏次":
                continue
            seen.add(at)
            path.append(said)
        found.append(tuple(path))
    return found


def _alone(row: list[str]) -> bool:
    return len(row) > 1 and all(each == LEFT for each in row[1:])


def _counts(row: list[str]) -> bool:
    """Whether a row does nothing but number the columns."""
    said = [key(each) for each in row if each not in (LEFT, UP, "")]
    rest = [each for each in said if each not in ("栏次", "列次", "栏目", "次栏")]
    if len(rest) < len(said):
        return all(len(each) < 3 or "=" in each or each[0] in "（(" for each in rest)
    return len(said) > 1 and all(each.isdecimal() and len(each) < 3 for each in said)


def expected_cells(part: dict[str, Any]) -> Iterator[tuple[str, str | None, tuple[str, ...], str]]:
    """Row, code, column and value of each cell that holds a number."""
    grid, places, roles = part["grid"], filled(part["grid"]), part["columns"]
    paths = column_paths(part)
    counting = {
        row for row, _, field, _, _ in expected_links(part)
        if field.startswith(("asset.", "three_public.abroad_", "three_public.reception_"))
        and field not in ("three_public.reception_domestic", "three_public.reception_foreign")
    }  # fmt: skip
    unit = part.get("unit")
    for i in range(part["head"], len(grid)):
        for j, role in enumerate(roles):
            if role != "value" or places[i][j] != (i, j):
                continue
            said = number(key(grid[i][j]))
            if said is None:
                continue
            label, code = _label(grid, places, roles, i, j)
            value, own = said
            counts = counted(key(label)) or any(map(counted, paths[j]))
            told = bare(key(label))[1]
            counts = counts or key(label) in counting or (bool(told) and told not in FACTORS)
            factor = FACTORS.get(told or unit or "", 1)
            for each in paths[j]:
                factor = FACTORS.get(bare(each)[1], factor)
            worth = any(bare(each)[1] in FACTORS for each in paths[j])
            if worth and any(map(counted, (each for path in paths for each in path))):
                counts = counts and any(map(counted, paths[j]))
                factor = next(FACTORS[bare(e)[1]] for e in paths[j] if bare(e)[1] in FACTORS)
            if own in FACTORS:
                factor = FACTORS[own]
            elif own or counts:
                factor = 1
            yield key(label), code, paths[j], _plain(value * factor)


def _label(
    grid: list[list[str]], places: list[list[tuple[int, int]]], roles: list[str], i: int, j: int
) -> tuple[str, str | None]:
    k = j
    while k and roles[k] not in ("label", "code"):
        k -= 1
    stub = []
    while k >= 0 and roles[k] in ("label", "code", "index", "text"):
        if roles[k] in ("label", "code"):
            stub.append(k)
        k -= 1
    label, codes = "", []
    for k in reversed(stub):
        at = places[i][k]
        said = grid[at[0]][at[1]].strip()
        if at[0] < part_head(grid, roles) and at[0] != i and roles[k] == "code":
            continue
        if key(said).isdecimal():
            if at[1] == k:
                codes.append(key(said))
        elif said:
            label = said
            split = _CODE_NAME.fullmatch(said)
            if split:
                codes, label = [split[1]], split[2]
    return label, "".join(codes) or None


def part_head(grid: list[list[str]], roles: list[str]) -> int:
    """Rows that are surely header: those before the first with a number in a value column."""
    for i, row in enumerate(grid):
        if any(
            r == "value" and number(key(c)) is not None for r, c in zip(roles, row, strict=True)
        ):
            return i
    return len(grid)


def _plain(value: Decimal) -> str:
    said = format(value, "f")
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return "0" if said in ("-0", "") else said


def expected_links(
    part: dict[str, Any],
) -> Iterator[tuple[str, str, str, str | None, dict[str, str]]]:
    """Row, column, field, role and further keys of each link."""
    for line in part.get("links", "").strip().split("\n"):
        if "|" not in line:
            continue
        pieces = [each.strip() for each in line.split("|")]
        row, column, field, *rest = pieces
        role = None
        extra: dict[str, str] = {}
        for each in rest:
            for pair in each.split(";"):
                name, equals, value = pair.strip().partition("=")
                if equals:
                    extra[name.strip()] = value.strip()
                elif name:
                    role = name
        yield key(row), key(column), field, role, extra


_ROW = ("table", "level1", "level2", "target", "actual", "budget", "executed", "completion",
        "weight", "score")  # fmt: skip
_OF_THESE = re.compile("^其中[：:]")


def states(fact: Fact, link: tuple[str, str, str, str | None, dict[str, str]]) -> bool:
    """Whether a fact is what a link says."""
    row, column, field, role, extra = link
    if fact.field != field:
        return False
    if field == "indicator":
        return key(fact.name or "") == _OF_THESE.sub("", row) and all(
            key(str(fact.extra.get(name, ""))) == key(extra[name]) for name in _ROW if name in extra
        )
    at = fact.extra["column"]
    assert isinstance(at, list)
    if key(str(fact.extra["row"])) != row or key("/".join(at)) != column:
        return False
    if fact.kind == "money" and fact.role != role:
        return False
    told = {
        "code": fact.extra.get("code"),
        "path": "/".join(fact.path or ()),
        "period": (fact.period or "")[:4],
        "budget_basis": fact.extra.get("budget_basis"),
        "category": fact.category,
        "direction": fact.direction,
    }
    return all(told[name] == value[: 4 if name == "period" else None]
               for name, value in extra.items() if name in told)  # fmt: skip
