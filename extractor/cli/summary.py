"""A record for people in a terminal: the account, the staff, the duties, the results."""

from __future__ import annotations

import io
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from extractor.checks.saved import others, unchecked
from extractor.fact import Fact
from extractor.finding import PUBLISHER, SEVERITIES
from extractor.record import Record
from extractor.schema import fields
from extractor.view.labels import labels

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

#: The rows of the account: how deep, and which field.
ACCOUNT = (
    (0, "revenue.total"), (0, "expenditure.total"), (0, "revenue.current"),
    (0, "expenditure.current"), (1, "expenditure.basic"), (1, "expenditure.project"),
    (0, "general.expenditure"), (0, "three_public.total"), (1, "three_public.abroad"),
    (1, "three_public.vehicles"), (2, "three_public.vehicle_purchase"),
    (2, "three_public.vehicle_operation"), (1, "three_public.reception"), (0, "meeting"),
    (0, "training"), (0, "operating_cost"), (0, "procurement.total"), (1, "procurement.goods"),
    (1, "procurement.works"), (1, "procurement.services"),
)  # fmt: skip
_STAFFING = (
    "staffing.establishment", "staffing.actual", "staffing.retired", "staffing.other",
)  # fmt: skip
_ROLES = (
    "target", "achievement", "evaluation_result", "problem", "cause", "measure", "method",
)  # fmt: skip
_ARROWS = {"increase": "↑", "decrease": "↓", "flat": "→"}
_TEN_THOUSAND = Decimal(10_000)
_DUTIES = 3
_FINDINGS = 5
_GAP = 2  #: columns between columns
_LABEL = 8  #: columns that a label keeps at least
_WIDEST, _NARROWEST = 100, 48


def summary(record: Record, *, width: int | None = None, colour: bool | None = None) -> str:
    """The record as lines for a terminal of *width* columns.

    Without *width* and *colour* both follow standard output: colour only on a terminal, and
    none where the command line writes to a file. Amounts are in 万元 where the document
    gives their unit; where it gives none, they stand as printed.
    """
    from rich.console import Console

    if colour is None:
        colour = sys.stdout is not None and sys.stdout.isatty() and not _to_file()
    if width is None:
        width = shutil.get_terminal_size((80, 24)).columns
    console = Console(
        file=io.StringIO(),
        width=max(_NARROWEST, min(width, _WIDEST)),
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for part in _parts(record, console):
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _to_file() -> bool:
    import click

    context = click.get_current_context(silent=True)
    return context is not None and context.params.get("output") not in (None, "-")


def _parts(record: Record, console: Console) -> Iterator[RenderableType]:
    yield _title(record)
    sections: Iterable[tuple[str, Table | None]] = (
        ("收支（万元）", _account(record, console.width)),
        ("人员", _staffing(record)),
        (f"主要职责 {len(record.duties.main)} 项", _duties(record)),
        (f"绩效 {len(record.performance)} 条", _performance(record)),
    )
    for heading, table in sections:
        if table is not None:
            yield _text("")
            yield _text(heading, "bold cyan")
            yield table
    yield _text("")
    for warning in others(record.warnings):
        yield _text(f"! {warning}", "yellow")
    yield from _findings(record)
    yield _counts(record)


def _text(content: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(_one_line(content), style=style)


def _one_line(content: str) -> str:
    """No control characters of a document may reach a terminal."""
    return "".join(c if c.isprintable() or c == "　" else " " for c in content)


def _title(record: Record) -> Text:
    named = next((str(f.value) for f in record.all("document.org_name")), record.source.name)
    kind = next((str(f.value) for f in record.all("document.doc_type")), "")
    year = f"{record.year} 年度" if record.year else ""
    title = _text(named, "bold")
    title.append("".join(f" · {_one_line(part)}" for part in (year, kind) if part))
    if named != record.source.name:
        title.append(f"   {_one_line(record.source.name)}", style="dim")
    return title


def _grid(*ratios: tuple[str, bool]) -> Table:
    """A grid without lines; each column by justification and whether it may be cut."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    for justify, cut in ratios:
        table.add_column(
            justify="right" if justify == "right" else "left",
            no_wrap=True,
            overflow="ellipsis",
            min_width=None if cut else 1,
            ratio=1 if cut else None,
        )
    table.expand = any(cut for _, cut in ratios)
    return table


# -- the account ---------------------------------------------------------------------------


def _account(record: Record, width: int) -> Table | None:
    from rich.cells import cell_len

    rows = []
    for depth, key in ACCOUNT:
        cells = {role: _find(record, key, role) for role in ("budget", "actual", "change")}
        if any(cells.values()):
            rows.append((depth, key, cells, _find(record, key, "change", "ratio")))
    if not rows:
        return None
    figures = [
        _split(cells[role]) for _, _, cells, _ in rows for role in ("budget", "actual", "change")
    ]
    places = max((len(fraction) for _, fraction in figures), default=0)
    table = _grid(("left", False), ("left", False), ("left", False), ("left", False))
    table.show_header = True
    for column, name in zip(table.columns, ("", "预算", "决算", "比上年"), strict=True):
        column.header = _text(name, "dim")
    budgets = _aligned([_figure(cells["budget"], places) for _, _, cells, _ in rows])
    actuals = _aligned([_figure(cells["actual"], places) for _, _, cells, _ in rows])
    for (depth, key, cells, percent), budget, actual in zip(rows, budgets, actuals, strict=True):
        label = fields()[key].label if key in fields() else key
        change = cells["change"]
        told = ""
        if change is not None or percent is not None:
            direction = (change.direction if change else None) or (percent and percent.direction)
            arrow = _ARROWS.get(direction or "", "")
            amount = _figure(change, None) if change is not None else ""
            share = f"（{_printed(percent)}）" if percent is not None else ""
            told = f"{arrow} {amount}{share}".strip()
        table.add_row(
            _text("  " * depth + label, "" if depth else "bold"),
            _text(budget),
            _text(actual, "" if depth else "bold"),
            _text(told, {"↑": "green", "↓": "red"}.get(told[:1], "")),
        )
    # On a narrow terminal the labels give way, never a figure.
    taken = 0
    for column in table.columns[1:]:
        column.width = max(cell_len(str(cell)) for cell in column.cells)
        taken += column.width + _GAP
    table.columns[0].max_width = max(width - taken - _GAP, _LABEL)
    return table


def _aligned(cells: list[str]) -> list[str]:
    """The cells flush right, by their width in a terminal."""
    from rich.cells import cell_len

    widest = max(map(cell_len, cells), default=0)
    return [" " * (widest - cell_len(each)) + each for each in cells]


def _find(record: Record, key: str, role: str, kind: str = "money") -> Fact | None:
    """The first of a field in a role, of the document's own year, against the year before."""
    for fact in record.facts:
        if fact.field != key or fact.kind != kind or fact.role != role:
            continue
        if record.year and fact.period and fact.period[:4] != record.year:
            continue
        if role == "change" and fact.extra.get("base") == "budget":
            continue
        return fact
    return None


def _split(fact: Fact | None) -> tuple[str, str]:
    """Whole and fraction of an amount in 万元; both empty where it is not shown so."""
    if fact is None or fact.implied or fact.unit != "CNY":
        return "", ""
    try:
        number = Decimal(str(fact.value)) / _TEN_THOUSAND
    except InvalidOperation:
        return "", ""
    whole, _, fraction = format(number, "f").partition(".")
    return whole, fraction.rstrip("0").ljust(2, "0")


def _figure(fact: Fact | None, places: int | None) -> str:
    """An amount in 万元, its point in column with the others; as printed without a unit."""
    if fact is None:
        return ""
    pad = " " * (places or 0)
    if fact.implied:
        return f"无{pad[1:]}"
    whole, fraction = _split(fact)
    if not whole:
        return _printed(fact) + ("" if fact.unit else "（未写单位）")
    hedge = "约" if fact.approx else ""
    return f"{hedge}{int(whole):,}.{fraction}{pad[len(fraction) :]}"


def _printed(fact: Fact) -> str:
    """What the document prints, on one line."""
    quote = next((e.quote for e in fact.evidence if e.role == "value"), "")
    return "".join((fact.raw or quote or str(fact.value)).split())


# -- people, duties, results ---------------------------------------------------------------


def _staffing(record: Record) -> Table | None:
    table = _grid(("left", False), ("left", True))
    words = labels()["categories"]
    for key in _STAFFING:
        seen: dict[str, Fact] = {}
        for fact in record.all(key):
            if fact.role is None:
                seen.setdefault(fact.category or "total", fact)
        if not seen:
            continue
        total = seen.pop("total", None)
        parts = [
            f"{words.get(name, name.removeprefix('other:'))} {_printed(fact)}"
            for name, fact in seen.items()
        ]
        told = "　".join(([_printed(total)] if total else []) + parts)
        table.add_row(_text(fields()[key].label, "bold"), _text(told))
    return table if table.row_count else None


def _duties(record: Record) -> Table | None:
    main = [fact for fact in record.duties if fact.extra.get("list") == "main"]
    if not main:
        return None
    table = _grid(("left", False), ("left", True))
    for number, fact in enumerate(main[:_DUTIES], start=1):
        table.add_row(
            _text(str(fact.extra.get("ordinal") or f"{number}."), "dim"), _text(str(fact.value))
        )
    if len(main) > _DUTIES:
        table.add_row(_text("…", "dim"), _text(f"另有 {len(main) - _DUTIES} 项", "dim"))
    return table


def _performance(record: Record) -> Table | None:
    table = _grid(("left", False), ("right", False), ("left", True))
    words = labels()["roles"]
    for role in _ROLES:
        found = record.performance.by_role(role)
        if found:
            table.add_row(
                _text(words[role], "bold"), _text(str(len(found))), _text(str(found[0].value))
            )
    return table if table.row_count else None


def _findings(record: Record) -> Iterator[RenderableType]:
    """How many of each severity, and the gravest in a line each; what could not be checked."""
    found = sorted(
        (each for each in record.findings if each.blame == PUBLISHER),
        key=lambda each: SEVERITIES.index(each.severity),
    )
    words, counts = labels()["severities"], Counter(each.severity for each in found)
    told = "，".join(f"{words[name]} {counts[name]}" for name in SEVERITIES if counts[name])
    if found:
        yield _text(f"! 核对发现 {len(found)} 条：{told}", "yellow")
    table = _grid(("left", False), ("left", False), ("left", True))
    for each in found[:_FINDINGS]:
        style = "red" if each.severity == "error" else ""
        name, code = _text(f"  {words[each.severity]}", style), _text(each.code, style)
        table.add_row(name, code, _text(each.message))
    if found:
        yield table
    if len(found) > _FINDINGS:
        yield _text(f"  另有 {len(found) - _FINDINGS} 条；extractor check 列出全部", "dim")
    count = len(unchecked(record.warnings))
    if count:
        yield _text(f"  {count} 条规则缺少所需数字，未能核对", "dim")


def _counts(record: Record) -> Text:
    """298 条字段，412 处引文：金额 107（150）、…"""
    words = labels()["kinds"]
    facts = Counter(fact.kind for fact in record.facts)
    quotes = Counter(fact.kind for fact in record.facts for _ in fact.evidence)
    parts = [f"{words[kind]} {facts[kind]}/{quotes[kind]}" for kind in words if facts[kind]]
    total = f"{len(record.facts)} 条字段 / {sum(quotes.values())} 处引文"
    return _text(f"{total}：{'　'.join(parts)}" if parts else "没有找到字段", "dim")
