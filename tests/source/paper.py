"""PDF files written object by object: what is drawn where, in any order, and nothing else.

Places are points from the top left of the media box; ``y`` of a text is its base line. Fonts are
not embedded: Chinese is set in STSong-Light, all else in Helvetica.
"""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

Matrix = tuple[float, float, float, float, float, float]
_NARROW = dict.fromkeys(" .,:;!/|fit", 0.278) | dict.fromkeys("()-r", 0.333) | {"%": 0.889}
_CHINESE = re.compile(r"([^\x00-\xff](?:[ \u0100-\U0010ffff]*))")  #: with the spaces between
_FONTS = (
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
    "/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>/DW 1000/W[1[500]]"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    "/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    ">>]>>",
)


class Paper:
    """A PDF of several sheets.

    >>> paper = Paper()
    >>> paper.sheet().text(72, 72, "收入 1.20")
    >>> paper.bytes()[:8]
    b'%PDF-1.7'
    """

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"", b"", *(each.encode() for each in _FONTS)]
        self.sheets: list[Sheet] = []
        self.fonts = {"F1": 3, "F2": 4}

    def add(self, body: str | bytes) -> int:
        """One more object; gives its number."""
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, entries: str, data: bytes) -> int:
        """One more object with a stream."""
        head = f"<<{entries}/Length {len(data)}>>\nstream\n".encode()
        return self.add(head + data + b"\nendstream")

    def font(self, name: str, body: str) -> None:
        """A font of the test's own, under a name of its own."""
        self.fonts[name] = self.add(body)

    def sheet(
        self,
        wide: float = 595,
        high: float = 842,
        *,
        at: tuple[float, float] = (0, 0),
        crop: Sequence[float] | None = None,
        turned: int = 0,
    ) -> Sheet:
        """One more page: its size, its lower left corner, /CropBox and /Rotate."""
        made = Sheet(self, wide, high, at, crop, turned)
        self.sheets.append(made)
        return made

    def bytes(self) -> bytes:
        """The file."""
        fonts = "".join(f"/{name} {number} 0 R" for name, number in self.fonts.items())
        pages = [each.finish(fonts) for each in self.sheets]
        kids = " ".join(f"{each} 0 R" for each in pages)
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
            *self.objects[2:],
        ]
        out = bytearray(b"%PDF-1.7\n")
        places = []
        for number, body in enumerate(objects, start=1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % each for each in places)
        out += b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(places) + 1)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


class Sheet:
    """A page to draw on."""

    def __init__(
        self,
        paper: Paper,
        wide: float,
        high: float,
        at: tuple[float, float],
        crop: Sequence[float] | None,
        turned: int,
    ) -> None:
        self._paper, self._wide, self._high, self._at = paper, wide, high, at
        self._crop, self._turned = crop, turned
        self._content: list[str] = []
        self._things: dict[str, int] = {}

    def raw(self, *commands: str) -> None:
        """Commands as they stand, in the page's own coordinates."""
        self._content += commands

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return self._at[0] + x, self._at[1] + self._high - y

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 12,
        *,
        turned: float = 0,
        spread: float = 0,
        font: str | None = None,
        mode: int = 0,
    ) -> None:
        """A text on one base line, turned by degrees against the clock, *spread* points between
        its characters, in a font of the test's own where one is named."""
        x, y = self._place(x, y)
        cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
        for some in filter(None, _CHINESE.split(text)):
            name = font or ("F2" if _CHINESE.match(some) else "F1")
            code = some.encode("utf-16-be" if name == "F2" else "latin-1").hex()
            self.raw(
                f"BT {mode} Tr {spread} Tc /{name} {size} Tf {cos:.5f} {sin:.5f} {-sin:.5f} "
                f"{cos:.5f} {x:.3f} {y:.3f} Tm <{code}> Tj ET"
            )
            wide = breadth(some, size) + spread * len(some)
            x, y = x + wide * cos, y + wide * sin

    def line(
        self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, dash: str = ""
    ) -> None:
        """A stroke; *dash* as "3 2"."""
        ax, ay = self._place(x0, y0)
        bx, by = self._place(x1, y1)
        self.raw(f"q [{dash}] 0 d {width} w {ax} {ay} m {bx} {by} l S Q")

    def rectangle(
        self, x0: float, y0: float, x1: float, y1: float, how: str = "S", colour: str = ""
    ) -> None:
        """A rectangle, stroked (S), filled (f), both (B); *colour* as "1 1 1"."""
        x, y = self._place(x0, y1)
        paint = f"{colour} RG {colour} rg " if colour else ""
        self.raw(f"q {paint}{x} {y} {x1 - x0} {y1 - y0} re {how} Q")

    @contextmanager
    def clipped(self, x0: float, y0: float, x1: float, y1: float) -> Iterator[None]:
        """What is drawn inside is cut off beyond the rectangle."""
        x, y = self._place(x0, y1)
        self.raw(f"q {x} {y} {x1 - x0} {y1 - y0} re W n")
        yield
        self.raw("Q")

    @contextmanager
    def form(self, matrix: Matrix = (1, 0, 0, 1, 0, 0)) -> Iterator[Sheet]:
        """A form (a drawing within the drawing), shown once under *matrix*."""
        inner = Sheet(self._paper, self._wide, self._high, self._at, None, 0)
        yield inner
        box = (-9999, -9999, 9999, 9999)
        entries = (
            f"/Type/XObject/Subtype/Form/BBox[{_told(box)}]/Matrix[{_told(matrix)}]"
            f"/Resources<<{_fonts(self._paper)}{inner.things()}>>"
        )
        self._show(self._paper.stream(entries, "\n".join(inner._content).encode()))

    def picture(self, x0: float, y0: float, x1: float, y1: float, grey: int = 255) -> None:
        """A picture of one shade, a JPEG."""
        from PIL import Image

        out = io.BytesIO()
        Image.new("L", (16, 16), grey).save(out, "JPEG")
        entries = (
            "/Type/XObject/Subtype/Image/Width 16/Height 16/ColorSpace/DeviceGray"
            "/BitsPerComponent 8/Filter/DCTDecode"
        )
        x, y = self._place(x0, y1)
        self.raw(f"q {x1 - x0} 0 0 {y1 - y0} {x} {y} cm")
        self._show(self._paper.stream(entries, out.getvalue()))
        self.raw("Q")

    def _show(self, number: int) -> None:
        self._things[f"X{number}"] = number
        self.raw(f"/X{number} Do")

    def things(self) -> str:
        """Forms and pictures as resources."""
        shown = "".join(f"/{name} {number} 0 R" for name, number in self._things.items())
        return f"/XObject<<{shown}>>"

    def finish(self, fonts: str) -> int:
        """Writes the page; gives its number."""
        content = self._paper.stream("", "\n".join(self._content).encode())
        left, bottom = self._at
        media = (left, bottom, left + self._wide, bottom + self._high)
        crop = f"/CropBox[{_told(self._crop)}]" if self._crop else ""
        turned = f"/Rotate {self._turned}" if self._turned else ""
        return self._paper.add(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{_told(media)}]{crop}{turned}"
            f"/Contents {content} 0 R/Resources<</Font<<{fonts}>>{self.things()}>>>>"
        )


def breadth(text: str, size: float) -> float:
    """How many points a text takes, nearly."""
    if _CHINESE.match(text):
        return sum(0.5 if c == " " else 1.0 for c in text) * size
    return sum(1.0 if c > "\xff" else _NARROW.get(c, 0.556) for c in text) * size


def table(
    sheet: Sheet,
    rows: Sequence[Sequence[str]],
    xs: Sequence[float],
    top: float,
    *,
    high: float = 24,
    size: float = 9,
    how: str = "strokes",
) -> None:
    """A table of cells of one line, and its lines drawn as offices and their programs do.

    *how*: strokes, fills (thin filled rectangles), cells (a rectangle a cell), pieces (a stroke
    a side of a cell), none.
    """
    ys = [top + high * i for i in range(len(rows) + 1)]
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            if text:
                sheet.text(x + 4, y + high / 2 + size * 0.35, text, size)
    if how == "cells":
        for y0, y1 in itertools.pairwise(ys):
            for x0, x1 in itertools.pairwise(xs):
                sheet.rectangle(x0, y0, x1, y1)
    elif how == "pieces":
        for y in ys:
            for x0, x1 in itertools.pairwise(xs):
                sheet.line(x0, y, x1, y)
        for x in xs:
            for y0, y1 in itertools.pairwise(ys):
                sheet.line(x, y0, x, y1)
    elif how != "none":
        for y in ys:
            ruled(sheet, xs[0], y, xs[-1], y, how)
        for x in xs:
            ruled(sheet, x, ys[0], x, ys[-1], how)


def ruled(sheet: Sheet, x0: float, y0: float, x1: float, y1: float, how: str = "strokes") -> None:
    """A line as a stroke or as a thin filled rectangle."""
    if how == "fills":
        sheet.rectangle(x0, y0, max(x1, x0 + 0.5), max(y1, y0 + 0.5), "f")
    else:
        sheet.line(x0, y0, x1, y1)


def _told(numbers: Sequence[float]) -> str:
    return " ".join(f"{each:g}" for each in numbers)


def _fonts(paper: Paper) -> str:
    return "/Font<<" + "".join(f"/{k} {v} 0 R" for k, v in paper.fonts.items()) + ">>"
