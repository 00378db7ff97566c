"""Plots as inline SVG: no library, no script; colours come from the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import msgspec

from extractor.evaluate.calibration import Calibration
from extractor.evaluate.seen import Learning

_ROW = 22


class Bar(msgspec.Struct, frozen=True):
    """A bar: its name, score, interval, and how much gold it is of."""

    name: str
    value: float | None
    limits: tuple[float, float] | None
    size: int


class Series(msgspec.Struct, frozen=True):
    """Points of a curve, with its name and the number of its colour (1 to 3)."""

    name: str
    points: Sequence[tuple[float, float]]
    colour: int = 1
    limits: Sequence[tuple[float, float] | None] = ()


def bars(rows: Sequence[Bar], label: str) -> str:
    """Horizontal bars from 0 to 1 with their intervals as whiskers."""
    left, width, right = 236, 360, 126
    height = _ROW * len(rows) + 26
    parts = [_open(left + width + right, height, label)]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x = left + width * tick
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="4" y2="{height - 20}"/>')
        parts.append(_text(x, height - 6, f"{tick:g}", "tick", "middle"))
    for index, row in enumerate(rows):
        y = 6 + _ROW * index
        middle = y + 8
        parts.append(_text(left - 10, middle + 4, _cut(row.name, 34), "name", "end", row.name))
        told = "–" if row.value is None else f"{row.value:.3f}"
        if row.value is not None:
            tip = f"{row.name}: F1 {told}, {row.size} gold"
            if row.limits is not None:
                tip += f", 95 % {row.limits[0]:.3f} to {row.limits[1]:.3f}"
            size = max(1.5, width * row.value)
            parts.append(
                f"<g><title>{escape(tip)}</title>"
                f'<rect class="bar" x="{left}" y="{y + 2}" width="{size:.1f}" height="12" rx="3"/>'
            )
            if row.limits is not None:
                low, high = (left + width * each for each in row.limits)
                parts.append(
                    f'<path class="whisker" d="M{low:.1f} {middle}H{high:.1f}'
                    f'M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8"/>'
                )
            parts.append("</g>")
        parts.append(_text(left + width + 14, middle + 4, told, "value"))
        parts.append(_text(left + width + right - 4, middle + 4, str(row.size), "tick", "end"))
    return "".join([*parts, "</svg>"])


def reliability(fits: Sequence[tuple[str, Calibration]]) -> str:
    """Confidence against the share right, ten bins of equal mass; the diagonal is honest."""
    lowest = min((min(b.confidence, b.right) for _, fit in fits for b in fit.bins), default=0.0)
    low = max(0.0, int(lowest * 10) / 10 - 0.001 if lowest < 0.95 else 0.9)
    low = round(low, 1)
    frame = _Frame((low, 1.0), (low, 1.0), "confidence", "share right", "Reliability")
    frame.line([(low, low), (1.0, 1.0)], "diagonal")
    for colour, (name, fit) in enumerate(fits, 1):
        points = [(each.confidence, each.right) for each in fit.bins]
        frame.line(points, f"line s{colour}")
        for each in fit.bins:
            tip = f"{name}: {each.size} facts, {each.confidence:.3f} sure, {each.right:.3f} right"
            frame.dot(each.confidence, each.right, colour, tip)
    return frame.done()


def risk_coverage(fits: Sequence[tuple[str, Calibration]]) -> str:
    """The share wrong among the surest facts, by how many are kept."""
    top = max((risk for _, fit in fits for _, risk in fit.curve), default=0.0)
    frame = _Frame((0.0, 1.0), (0.0, max(0.02, top * 1.1)), "coverage", "share wrong",
                   "Risk and coverage")  # fmt: skip
    for colour, (name, fit) in enumerate(fits, 1):
        frame.line(fit.curve, f"line s{colour}")
        x, y = fit.curve[-1]
        frame.dot(x, y, colour, f"{name}: all {fit.size} facts, {y:.3f} wrong")
    return frame.done()


def learning(curves: Sequence[tuple[str, Sequence[Learning]]]) -> str:
    """Scores by the number of documents trained on, with intervals where they are told."""
    every = [point for _, points in curves for point in points]
    most = max(point.documents for point in every)
    least = min(point.low if point.low is not None else point.value for point in every)
    low = max(0.0, int(least * 10) / 10)
    frame = _Frame((0.0, float(most)), (low, 1.0), "documents trained on", "score",
                   "Learning curve")  # fmt: skip
    for colour, (name, points) in enumerate(curves[:3], 1):
        ordered = sorted(points, key=lambda each: each.documents)
        frame.line([(each.documents, each.value) for each in ordered], f"line s{colour}")
        for each in ordered:
            if each.low is not None and each.high is not None:
                frame.whisker(each.documents, each.low, each.high)
            tip = f"{name}: {each.documents} documents, {each.value:.3f}"
            frame.dot(each.documents, each.value, colour, tip)
    return frame.done()


def confusion(names: Sequence[str], counts: dict[tuple[str, str], int]) -> str:
    """Gold fields in rows, predicted ones in columns, by how often the one was told for the
    other; right ones are left out."""
    cell, left, top = 30, 236, 172
    size = cell * len(names)
    most = max(counts.values(), default=1)
    parts = [_open(left + size + 60, top + size + 10, "Confusion of fields")]
    for index, name in enumerate(names):
        at = cell * index + cell / 2
        parts.append(_text(left - 8, top + at + 4, _cut(name, 34), "name", "end", name))
        x = left + at + 4
        parts.append(
            f'<g transform="rotate(-50 {x:.0f} {top - 8})">'
            f"{_text(x, top - 8, _cut(name, 27), 'name', 'start', name)}</g>"
        )
    for row, one in enumerate(names):
        for column, other in enumerate(names):
            count = counts.get((one, other), 0)
            x, y = left + cell * column, top + cell * row
            shade = f"{0.15 + 0.85 * count / most:.2f}" if count else "0"
            kind = "same" if one == other else "cell"
            tip = f"<title>{escape(f'{one} told as {other}: {count}')}</title>" if count else ""
            parts.append(
                f'<g>{tip}<rect class="{kind}" x="{x + 1}" y="{y + 1}" width="{cell - 2}" '
                f'height="{cell - 2}" rx="3"/>'
            )
            if count:
                parts.append(
                    f'<rect class="heat" style="opacity:{shade}" x="{x + 1}" y="{y + 1}" '
                    f'width="{cell - 2}" height="{cell - 2}" rx="3"/>'
                )
                strong = " strong" if count / most > 0.5 else ""
                parts.append(_text(x + cell / 2, y + cell / 2 + 4, str(count), f"count{strong}",
                                   "middle"))  # fmt: skip
            parts.append("</g>")
    return "".join([*parts, "</svg>"])


class _Frame:
    """Axes with a grid, filled from the outside in."""

    def __init__(
        self, across: tuple[float, float], up: tuple[float, float], x: str, y: str, label: str
    ) -> None:
        self.across, self.up = across, up
        self.left, self.top, self.width, self.height = 56, 12, 340, 260
        self.parts = [_open(self.left + self.width + 20, self.top + self.height + 46, label)]
        for tick in _ticks(*across):
            at = self._x(tick)
            self.parts.append(
                f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{self.top}" '
                f'y2="{self.top + self.height}"/>'
            )
            below = self.top + self.height + 17
            self.parts.append(_text(at, below, f"{tick:g}", "tick", "middle"))
        for tick in _ticks(*up):
            at = self._y(tick)
            self.parts.append(
                f'<line class="grid" x1="{self.left}" x2="{self.left + self.width}" '
                f'y1="{at:.1f}" y2="{at:.1f}"/>'
            )
            self.parts.append(_text(self.left - 8, at + 4, f"{tick:g}", "tick", "end"))
        middle = self.left + self.width / 2
        self.parts.append(_text(middle, self.top + self.height + 38, x, "axis", "middle"))
        at = self.top + self.height / 2
        self.parts.append(
            f'<g transform="rotate(-90 14 {at})">{_text(14, at, y, "axis", "middle")}</g>'
        )

    def _x(self, value: float) -> float:
        low, high = self.across
        return self.left + self.width * (value - low) / ((high - low) or 1.0)

    def _y(self, value: float) -> float:
        low, high = self.up
        return self.top + self.height * (1 - (value - low) / ((high - low) or 1.0))

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """A line through *points*."""
        path = "L".join(f"{self._x(x):.1f} {self._y(y):.1f}" for x, y in points)
        if path:
            self.parts.append(f'<path class="{kind}" d="M{path}"/>')

    def dot(self, x: float, y: float, colour: int, tip: str) -> None:
        """A point that tells *tip*."""
        self.parts.append(
            f'<circle class="dot s{colour}" cx="{self._x(x):.1f}" cy="{self._y(y):.1f}" r="4.5">'
            f"<title>{escape(tip)}</title></circle>"
        )

    def whisker(self, x: float, low: float, high: float) -> None:
        """An upright interval."""
        at = self._x(x)
        self.parts.append(
            f'<path class="whisker" d="M{at:.1f} {self._y(low):.1f}V{self._y(high):.1f}"/>'
        )

    def done(self) -> str:
        """The plot."""
        return "".join([*self.parts, "</svg>"])


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers between, four to eight of them.

    >>> _ticks(0.0, 1.0), _ticks(0.0, 80.0)
    ([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [0.0, 20.0, 40.0, 60.0, 80.0])
    """
    span = (high - low) or 1.0
    step = 10.0**-12
    while span / step > 8:
        step *= 2.5 if f"{step:.0e}"[0] == "2" else 2
    first = int(low / step + 0.999999)
    ticks = []
    while first * step <= high + step * 1e-9:
        ticks.append(round(first * step, 12))
        first += 1
    return ticks


def _open(width: float, height: float, label: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" '
        f'aria-label="{escape(label, quote=True)}">'
    )


def _text(
    x: float, y: float, text: str, kind: str, anchor: str = "start", tip: str | None = None
) -> str:
    title = f"<title>{escape(tip)}</title>" if tip and tip != text else ""
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
        f"{title}{escape(text)}</text>"
    )


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"
