"""The ruling lines of a PDF page, and whether a picture covers it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from numpy.typing import NDArray

_THIN = 3.0  #: points: a filled rectangle so thin is a line
_LEAST = 3.0  #: points of the shortest piece of a line
_DEEP = 5  #: forms within forms
_OBJECTS = 60_000  #: of one page; more are a drawing
_SEGMENTS = 4_000  #: of one path
_PALE = 250.0  #: of 255: paint that is not seen on paper
_CLEAR = 8  #: of 255: paint that lets all through
_WHITE = 4_000  #: white lines of one page

Piece = tuple[float, float, float, float]


class Drawn(NamedTuple):
    """Lines in the page's own points, rows (left, bottom, right, top), and the share of the page
    that its largest picture covers."""

    lines: NDArray[np.float64]
    picture: float


Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def drawn_on(page: pdfium.PdfPage) -> Drawn:
    """What is drawn on a page besides its characters."""
    import pypdfium2.raw as raw

    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    lines: list[Piece] = []
    pale: list[Piece] = []  # seen on coloured ground alone
    grounds: list[Piece] = []
    picture = 0.0
    for each, matrix in _objects(page.raw):
        kind = raw.FPDFPageObj_GetType(each)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found, ground, white = _path(each, matrix)
            (pale if white else lines).extend(found)
            if ground is not None:
                grounds.append(ground)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _bounds(each, matrix)
            wide = min(x1, right) - max(x0, left)
            high = min(y1, top) - max(y0, bottom)
            picture = max(picture, max(wide, 0.0) * max(high, 0.0) / area)
    lines += _on(pale, grounds)
    return Drawn(np.array(lines, float).reshape(-1, 4), picture)


def _on(pale: list[Piece], grounds: list[Piece]) -> list[Piece]:
    """White lines that are seen, since what is below them is not white."""
    if not pale or not grounds:
        return []
    x0, y0, x1, y1 = np.array(grounds).T
    found = []
    for line in pale[:_WHITE]:
        x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
        near = (x0 - _THIN < x) & (x < x1 + _THIN) & (y0 - _THIN < y) & (y < y1 + _THIN)
        if near.any():
            found.append(line)
    return found


def parted(lines: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rows (x0, top, x1, bottom) -> level lines (x0, x1, y) and plumb ones (x, y0, y1)."""
    wide, high = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    across, down = lines[wide > high], lines[wide <= high]
    return (
        np.column_stack((across[:, 0], across[:, 2], (across[:, 1] + across[:, 3]) / 2)),
        np.column_stack(((down[:, 0] + down[:, 2]) / 2, down[:, 1], down[:, 3])),
    )


def _objects(page: object) -> Iterator[tuple[object, Matrix]]:
    """Objects of a page, those of its forms too, with the matrix of the form."""
    import pypdfium2.raw as raw

    left = _OBJECTS
    count = min(raw.FPDFPage_CountObjects(page), left)
    stack = [(raw.FPDFPage_GetObject(page, i), _SAME, 0) for i in range(count)]
    while stack and left:
        each, matrix, depth = stack.pop()
        left -= 1
        if raw.FPDFPageObj_GetType(each) == raw.FPDF_PAGEOBJ_FORM:
            if depth < _DEEP:
                inner = _times(_matrix(each), matrix)
                count = min(raw.FPDFFormObj_CountObjects(each), left)
                stack += [
                    (raw.FPDFFormObj_GetObject(each, i), inner, depth + 1) for i in range(count)
                ]
            continue
        yield each, matrix


def _path(path: object, outer: Matrix) -> tuple[list[Piece], Piece | None, bool]:
    """The level and plumb strokes of a path, the ground that it paints, whether it is white."""
    import pypdfium2.raw as raw

    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, filled, stroked)
    fill = _shade(path, raw.FPDFPageObj_GetFillColor) if filled.value else None
    stroke = _shade(path, raw.FPDFPageObj_GetStrokeColor) if stroked.value else None
    if fill is None and stroke is None:
        return [], None, False
    bounds = _bounds(path, outer)
    wide, high = bounds[2] - bounds[0], bounds[3] - bounds[1]
    if min(wide, high) <= _THIN:
        white = min(each for each in (fill, stroke) if each is not None) >= _PALE
        return ([bounds] if max(wide, high) >= _LEAST else []), None, white
    ground = bounds if fill is not None and fill < _PALE else None
    if stroke is None:  # a coloured ground, or thin rectangles drawn as one path
        return list(_thin(path, outer)), ground, fill is not None and fill >= _PALE
    return list(_sides(path, outer)), ground, stroke >= _PALE


def _shade(path: object, ask: Callable[..., int]) -> float | None:
    """How light a path is painted, from 0 to 255; None where nothing is seen of it."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not ask(path, red, green, blue, alpha):
        return 0.0
    return None if alpha.value < _CLEAR else float(min(red.value, green.value, blue.value))


def _sides(path: object, outer: Matrix) -> Iterator[Piece]:
    matrix = _times(_matrix(path), outer)
    for sx, sy, ex, ey in _strokes(path):
        ax, ay = _at(matrix, sx, sy)
        bx, by = _at(matrix, ex, ey)
        if (abs(ax - bx) <= 0.7 or abs(ay - by) <= 0.7) and max(
            abs(ax - bx), abs(ay - by)
        ) >= _LEAST:
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _thin(path: object, outer: Matrix) -> Iterator[Piece]:
    """Filled parts of a path that are thin enough to be lines."""
    import pypdfium2.raw as raw

    matrix = _times(_matrix(path), outer)
    part: list[tuple[float, float]] = []

    def line() -> Iterator[Piece]:
        if len(part) > 2:
            xs, ys = [x for x, _ in part], [y for _, y in part]
            wide, high = max(xs) - min(xs), max(ys) - min(ys)
            if min(wide, high) <= _THIN and max(wide, high) >= _LEAST:
                yield min(xs), min(ys), max(xs), max(ys)

    for kind, x, y, _ in _points(path):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield from line()
            part.clear()
        part.append(_at(matrix, x, y))
    yield from line()


def _points(path: object) -> Iterator[tuple[int, float, float, bool]]:
    import pypdfium2.raw as raw

    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(raw.FPDFPath_CountSegments(path), _SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        yield (
            raw.FPDFPathSegment_GetType(segment), x.value, y.value,
            bool(raw.FPDFPathSegment_GetClose(segment)),
        )  # fmt: skip


def _strokes(path: object) -> Iterator[Piece]:
    """Straight pieces of a path: from x, y to x, y."""
    import pypdfium2.raw as raw

    begin = last = (0.0, 0.0)
    for kind, x, y, closed in _points(path):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = (x, y)
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield *last, x, y
        last = (x, y)
        if closed:
            yield *last, *begin
            last = begin


def _bounds(each: object, matrix: Matrix) -> tuple[float, float, float, float]:
    import pypdfium2.raw as raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(each, left, bottom, right, top)
    ax, ay = _at(matrix, left.value, bottom.value)
    bx, by = _at(matrix, right.value, top.value)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _matrix(each: object) -> Matrix:
    import pypdfium2.raw as raw

    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(each, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, two: Matrix) -> Matrix:
    """First *one*, then *two*."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
