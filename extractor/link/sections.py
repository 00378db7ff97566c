"""Families of section types that the linkers treat alike."""

from __future__ import annotations

#: Sections whose figures are no statements of this account.
SILENT = frozenset(("glossary", "tables", "duties"))
#: Sections of prose, where a figure belongs to the words beside it and to nothing else.
NARRATIVE = (
    "performance", "performance_management", "performance_result", "performance_report",
    "goals", "tasks_done", "satisfaction", "problems", "measures", "attachment", "work_done",
)  # fmt: skip
