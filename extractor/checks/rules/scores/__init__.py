"""Checks of self-evaluations: points, scores and grades in tables and in running text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.rules.scores import again, grades, lines, projects, rows, running, tables
from extractor.finding import Finding

IDENTITIES: tuple[Callable[[Case], Iterator[Equation]], ...] = (
    tables.groups,
    tables.totals,
    tables.execution_rates,
    projects.amounts_of_projects,
)
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    tables.scores_above_points,
    tables.absurd_points,
    tables.execution_beside,
    tables.execution_scores,
    rows.sums_of_money,
    rows.rows_told_twice,
    rows.values_as_names,
    rows.missing_groups,
    rows.empty_columns,
    projects.scores_of_projects,
    lines.lines,
    again.scores_again,
    again.projects_again,
    again.full_marks,
    running.parts_of_scores,
    running.scores_above_points_told,
    running.points_told,
    running.means,
    running.groups_told,
    grades.grades,
    grades.counts_of_grades,
    grades.problems,
)
