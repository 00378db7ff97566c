"""Pages as characters and lines with places: lines of text, tables, what is repeated."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.source.page import Page, Pages
from extractor.source.page.ruled import Area, Ruled, grids_of

Line = tuple[float, float, float, float]


class Lattice(NamedTuple):
    """A table to be drawn: places of its lines and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Area, ...]

    def sides(self) -> list[Line]:
        """The four sides of each cell."""
        found = set()
        for row, column, rows, columns in self.cells:
            x0, x1 = self.xs[column], self.xs[column + columns]
            y0, y1 = self.ys[row], self.ys[row + rows]
            found |= {(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)}
        return sorted(found)


def parted(lines: list[Line]) -> tuple[np.ndarray, np.ndarray]:
    across = [(x0, x1, y0) for x0, y0, x1, y1 in lines if y0 == y1]
    down = [(x0, y0, y1) for x0, y0, x1, y1 in lines if x0 == x1]
    return np.array(across, float).reshape(-1, 3), np.array(down, float).reshape(-1, 3)


def grids(lines: list[Line]) -> list[Ruled]:
    return grids_of(*parted(lines))


def areas(text: str) -> tuple[Area, ...]:
    """Cells of a drawing: a letter a place, the same letter for one cell."""
    rows = [line.split() for line in text.strip().split("\n")]
    found = {}
    for i, row in enumerate(rows):
        for j, name in enumerate(row):
            found.setdefault(name, []).append((i, j))
    return tuple(
        sorted(
            Area(
                min(places)[0], min(places)[1],
                max(places)[0] - min(places)[0] + 1, max(places)[1] - min(places)[1] + 1,
            )
            for places in found.values()
        )
    )  # fmt: skip


def lattice(drawing: str, x: float = 50, y: float = 100, wide: float = 60) -> Lattice:
    cells = areas(drawing)
    columns = max(each.column + each.columns for each in cells)
    rows = max(each.row + each.rows for each in cells)
    return Lattice(
        tuple(x + wide * k for k in range(columns + 1)),
        tuple(y + 20 * k for k in range(rows + 1)),
        cells,
    )


PLAIN = "a b c\nd e f\ng h i"
ODD = "a a b\na a c\nd e e"
HEADS = "a b b\na c d\ne f g\nh i i"


class TestRuled:
    @pytest.mark.parametrize(
        "drawing",
        [
            PLAIN,
            HEADS,
            "a a a\nb c d",
            "a b\na c\na d",
            "a b c d e",
            "a\nb\nc",
            "a a b\na a c\nd e e",
        ],
    )
    def test_cells_that_are_drawn(self, drawing: str) -> None:
        made = lattice(drawing)
        (found,) = grids(made.sides())
        assert found.cells == made.cells

    def test_open_on_both_sides(self) -> None:
        made = lattice(HEADS)
        sides = [s for s in made.sides() if s[0] != s[2] or made.xs[0] < s[0] < made.xs[-1]]
        (found,) = grids(sides)
        assert found.cells == made.cells

    def test_open_above_and_below(self) -> None:
        made = lattice(PLAIN)
        sides = [s for s in made.sides() if s[1] != s[3] or made.ys[0] < s[1] < made.ys[-1]]
        (found,) = grids(sides)
        assert found.cells == made.cells

    def test_rules_above_and_below_alone_are_none(self) -> None:
        assert grids([(50, 100, 500, 100), (50, 120, 500, 120), (50, 300, 500, 300)]) == []

    @pytest.mark.parametrize("dash", [(3.0, 2.0), (6.0, 2.5), (1.5, 1.5)])
    def test_dashed(self, dash: tuple[float, float]) -> None:
        made = lattice(HEADS)
        pieces: list[Line] = []
        for x0, y0, x1, y1 in made.sides():
            long = max(x1 - x0, y1 - y0)
            for at in np.arange(0, long, sum(dash)).tolist():
                end = min(at + dash[0], long)
                pieces.append(
                    (x0 + at, y0, x0 + end, y0) if y0 == y1 else (x0, y0 + at, x0, y0 + end)
                )
        (found,) = grids(pieces)
        assert found.cells == made.cells

    def test_double_lines_are_one(self) -> None:
        made = lattice(HEADS)
        twice = made.sides()
        for x0, y0, x1, y1 in made.sides():
            twice.append((x0, y0 + 1.5, x1, y1 + 1.5) if y0 == y1 else (x0 + 1.5, y0, x1 + 1.5, y1))
        (found,) = grids(twice)
        assert found.cells == made.cells

    def test_two_side_by_side(self) -> None:
        one, two = lattice(PLAIN), lattice(HEADS, 260)
        first, second = grids([*one.sides(), *two.sides()])
        assert (first.cells, second.cells) == (one.cells, two.cells)

    def test_inside_a_frame_of_the_page(self) -> None:
        made = lattice(HEADS)
        frame = [(20, 20, 575, 20), (20, 800, 575, 800), (20, 20, 20, 800), (575, 20, 575, 800)]
        assert [each.cells for each in grids([*made.sides(), *frame])] == [made.cells]

    @pytest.mark.parametrize(
        "lines",
        [
            [(50, 100, 300, 100)],
            [(50, 100 + 20 * k, 300, 100 + 20 * k) for k in range(9)],
            [(50, 100, 300, 100), (50, 300, 300, 300), (50, 100, 50, 300), (300, 100, 300, 300)],
        ],
    )
    def test_underlines_and_boxes_are_none(self, lines: list[Line]) -> None:
        assert grids(lines) == []

    def test_lines_that_cross_a_little(self) -> None:
        made = lattice(HEADS)
        sides = [
            (x0 - 1, y0, x1 + 1, y1) if y0 == y1 else (x0, y0 - 1, x1, y1 + 1)
            for x0, y0, x1, y1 in made.sides()
        ]
        (found,) = grids(sides)
        assert found.cells == made.cells

    @given(st.data())
    def test_law_cells_that_are_drawn(self, data: st.DataObject) -> None:
        made = data.draw(lattices())
        sides = made.sides()
        order = data.draw(st.permutations(sides))
        dx, dy = data.draw(st.tuples(st.floats(-500, 500), st.floats(-500, 500)))
        moved = [(a + dx, b + dy, c + dx, d + dy) for a, b, c, d in order]
        if len(made.cells) < 2:
            assert grids(moved) == []
            return
        (found,) = grids(moved)
        assert shapes(found.xs, found.ys, found.cells, dx, dy) == shapes(*made)


def shapes(
    xs: tuple[float, ...], ys: tuple[float, ...], cells: tuple[Area, ...],
    dx: float = 0, dy: float = 0,
) -> set[tuple[int, ...]]:  # fmt: skip
    """Cells as rectangles: a line that no cell ends at says nothing."""
    return {
        (
            round(xs[c.column] - dx), round(ys[c.row] - dy),
            round(xs[c.column + c.columns] - dx), round(ys[c.row + c.rows] - dy),
        )
        for c in cells
    }  # fmt: skip


@st.composite
def lattices(draw: st.DrawFn) -> Lattice:
    """Tables with merged cells, any breadths and heights."""
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    taken: set[tuple[int, int]] = set()
    cells = []
    for i in range(rows):
        for j in range(columns):
            if (i, j) in taken:
                continue
            down, across = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            down = min(down, rows - i)
            while any((i, j + k) in taken for k in range(min(across, columns - j))):
                across -= 1
            across = min(across, columns - j)
            cells.append(Area(i, j, down, across))
            taken |= {(i + a, j + b) for a in range(down) for b in range(across)}
    steps = st.integers(9, 45)  # a tall cell over the whole breadth may be a frame
    xs = np.cumsum([30, *draw(st.lists(steps, min_size=columns, max_size=columns))])
    ys = np.cumsum([40, *draw(st.lists(steps, min_size=rows, max_size=rows))])
    return Lattice(tuple(xs.tolist()), tuple(ys.tolist()), tuple(sorted(cells)))


EM = 10.0


def spelled(*lines: tuple[float, float, str], wide: float = 595, high: float = 842) -> Page:
    """A page with texts (left, top, text), Chinese 10 points wide, all else half of it."""
    characters: list[str] = []
    boxes: list[Line] = []
    for x, top, text in lines:
        for c in text:
            step = EM if c > "\u2e7f" else EM / 2
            if c != " ":
                characters.append(c)
                boxes.append((x, top, x + step, top + EM))
            x += step
    none = np.empty((0, 3))
    return Page(wide, high, "".join(characters), np.array(boxes, float), none, none)


def text_of(*pages: Page) -> Pages:
    made = Pages()
    for page in pages:
        made.add(page)
    made.furnish()
    return made


NUMBERS = ["- {} -", "第{}页 共9页", "{}/9", "{}", "—{}—", "第 {} 页", "· {} ·", "Page {} of 9"]


class TestRepeated:
    @pytest.mark.parametrize(
        "form",
        [
            "- {} -",
            "第{}页 共9页",
            "{}/9",
            "{}",
            "—{}—",
            "第 {} 页",
            "· {} ·",
            "Page {} of 9",
            "P{}",
        ],
    )
    @pytest.mark.parametrize("top", [15.0, 800.0])
    def test_page_numbers(self, form: str, top: float) -> None:
        pages = text_of(
            *(
                spelled((260, top, form.format(k)), (72, 100 + k, f"第{'一二三四五'[k]}部分的正文"))
                for k in range(1, 5)
            )
        )
        kinds = [
            (each.kind, pages.linear.text[each.start : each.end].replace(" ", ""))
            for each in pages.linear.furniture
        ]
        assert kinds == [("page_number", form.format(k).replace(" ", "")) for k in range(1, 5)]

    def test_heads_and_feet(self) -> None:
        pages = text_of(
            *(
                spelled(
                    (72, 20, "某某局2023年度部门决算"),
                    (72, 400, "一样的正文"),
                    (72, 810, "公开电话12345678"),
                )
                for _ in range(4)
            )
        )
        assert [each.kind for each in pages.linear.furniture] == ["header", "footer"] * 4

    def test_figures_at_the_edge_of_pages_are_none(self) -> None:
        pages = text_of(
            *(spelled((300, 800, f), (72, 100, "正文")) for f in ("120", "87", "3", "120"))
        )
        assert pages.linear.furniture == []

    def test_pages_that_are_alike_by_their_last_lines(self) -> None:
        """The last line of a text is none of the page's, where it stands at another height."""
        pages = text_of(*(spelled((72, top, "特此说明。")) for top in (765, 780, 795, 815)))
        assert pages.linear.furniture == []

    def test_one_page_has_none(self) -> None:
        assert text_of(spelled((300, 810, "1"), (72, 100, "正文"))).linear.furniture == []


class TestAligned:
    def test_columns_of_figures(self) -> None:
        rows: list[tuple[float, float, str]] = []
        for top, *row in (
            (100, "项目", "合计", "基本支出", "项目支出"),
            (116, "行政运行", "1,120.50", "1,120.50", "0.00"),
            (132, "社会保障"), (138, "", "20.50", "20.50", "0.00"), (144, "和就业支出"),
            (164, "卫生健康", "3.50", "3.50", "0.00"),
            (180, "住房保障", "9.50", "9.50", "-"),
        ):  # fmt: skip
            rows += [(x, top, text) for x, text in zip((72, 250, 330, 420), row, strict=False)]
        made = text_of(spelled(*rows)).linear
        (grid,) = made.grids
        assert grid.columns == 4
        assert not grid.ruled
        texts = [made.text[c.start : c.end].replace("\n", "") for c in grid.cells]
        assert texts[:4] == ["项目", "合计", "基本支出", "项目支出"]
        assert "社会保障和就业支出" in texts

    def test_two_sides_with_blank_cells(self) -> None:
        """Rows that are as close as their lines are rows of one line each."""
        rows = (
            (100, "收入", "", "支出", ""),
            (116, "项目", "决算数", "项目", "决算数"),
            (132, "一、财政拨款", "100.00", "一、公共服务", "60.00"),
            (148, "二、事业收入", "20.00", "二、教育支出", "50.00"),
            (164, "", "", "三、住房保障", "10.00"),
            (180, "本年收入", "120.00", "本年支出", "120.00"),
        )
        made = text_of(
            spelled(
                *(
                    (x, top, text)
                    for top, *row in rows
                    for x, text in zip((72, 200, 280, 420), row, strict=True)
                )
            )
        ).linear
        (grid,) = made.grids
        told = {(c.row, c.column): made.text[c.start : c.end] for c in grid.cells}
        assert told == {
            (i, j): text for i, (_, *row) in enumerate(rows) for j, text in enumerate(row) if text
        }

    def test_prose_with_figures_is_none(self) -> None:
        lines = [
            (72.0, 100 + 16.0 * k, f"本年收入12{k}.50万元，支出34.5{k}万元，结转3.20万元。")
            for k in range(9)
        ]
        assert text_of(spelled(*lines)).linear.grids == []


class TestOrder:
    @given(st.randoms(use_true_random=False))
    def test_law_order_of_drawing(self, random: object) -> None:
        page = spelled(
            (72, 100, "一、收入支出决算总体情况"),
            (72, 116, "本年收入1,234.50 万元，支出 78.12万元。"),
            (72, 140, "项目"), (250, 140, "1.20"), (330, 140, "3.40"),
        )  # fmt: skip
        order = list(range(len(page.characters)))
        random.shuffle(order)  # type: ignore[attr-defined]
        mixed = Page(
            page.width, page.height, "".join(page.characters[i] for i in order),
            page.boxes[order], page.horizontals, page.verticals,
        )  # fmt: skip
        one, two = text_of(page), text_of(mixed)
        assert one.linear.text == two.linear.text
        assert np.array_equal(one.boxes().places, two.boxes().places, equal_nan=True)

    def test_spaces_within_lines(self) -> None:
        made = text_of(spelled((72, 100, "合计 1.20 3.40"), (72, 130, "收入12.5万元")))
        assert made.linear.text == "合计 1.20 3.40\n收入12.5万元\n"
