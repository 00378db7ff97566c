"""Pictures of pages: boxes lie on the ink of their words, and a page that crashes costs itself."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractor.errors import ExtractorError
from extractor.source import apart, read
from extractor.source.limits import Limits
from extractor.source.pictures import Picture, ask, draw, pictures
from extractor.source.types import File
from extractor.source.wire import Draw
from tests.source import made

HERE = Path(__file__).parent
LINES = ((72, 700, "Total revenue 360.44"), (300, 520, "Expenditure 12,340.07"), (90, 130, "7%"))
#: what is said of a page besides its content
PAGES = {
    "upright": "",
    "turned once": "/Rotate 90",
    "upside down": "/Rotate 180",
    "turned thrice": "/Rotate 270",
    "cropped": "/CropBox [50 100 560 800]",
    "cropped and turned": "/CropBox [50 100 560 800] /Rotate 90",
    "beside the origin": "/MediaBox [40 60 635 902]",
    "landscape": "/MediaBox [0 0 842 730]",
}


def paged(*pages: str, lines: tuple[tuple[int, int, str], ...] = LINES, paint: str = "") -> bytes:
    """A PDF with a page for each of *pages*, what is said of it besides the same content."""
    words = "\n".join(f"BT /F 14 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in lines)
    content = f"{paint}\n{words}"
    kids = " ".join(f"{4 + at} 0 R" for at in range(1, len(pages) + 1))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/MediaBox[0 0 595 842]>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    objects += [
        f"<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>{more}>>"
        for more in pages
    ]
    return made.pdf(objects)


def image_of(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


@pytest.fixture(autouse=True, scope="module")
def odd_readers() -> Iterator[None]:
    apart.close()
    sys.path.append(str(HERE))
    yield
    sys.path.remove(str(HERE))
    apart.close()


@pytest.mark.parametrize("dots", [72, 144])
def test_boxes_lie_on_the_ink(dots: int) -> None:
    data = paged(*PAGES.values())
    source = read(File(data, "a.pdf"))
    drawn = pictures("a.pdf", data, range(1, len(PAGES) + 1), dots)
    assert drawn is not None
    assert source.boxes is not None
    assert [each.page for each in drawn.pages] == list(range(1, len(PAGES) + 1))
    ends = [*source.pages[1:], len(source.text) + 1]
    for name, start, end, size, picture in zip(
        PAGES, source.pages, ends, source.boxes.sizes, drawn.pages, strict=True
    ):
        assert (picture.width, picture.height) == pytest.approx(size, abs=0.01), name
        ink = np.asarray(image_of(picture).convert("L")) < 128
        high, wide = ink.shape
        assert wide / high == pytest.approx(picture.width / picture.height, abs=0.01), name
        left = ink.copy()
        places = source.boxes.places[start : end - 1]
        for place in places[~np.isnan(places[:, 0])]:
            # in shares of the page, as they are laid on the picture
            x0, x1 = place[0] / picture.width * wide, place[2] / picture.width * wide
            top, bottom = place[1] / picture.height * high, place[3] / picture.height * high
            at = np.s_[max(0, int(top) - 1) : int(bottom) + 2, max(0, int(x0) - 1) : int(x1) + 2]
            left[at] = False
            if x1 - x0 > 5 and bottom - top > 5:
                assert ink[at].any(), f"{name}: nothing in a box"
        assert ink.any(), name
        assert not left.any(), f"{name}: ink outside of the boxes"


def test_print_is_grey_and_small() -> None:
    drawn = pictures("a.pdf", paged(""), [1])
    assert drawn is not None
    (page,) = drawn.pages
    assert page.media_type == "image/webp"
    assert len(page.data) < 12_000
    assert image_of(page).size == (1190, 1684)
    pixels = np.asarray(image_of(page).convert("RGB"))
    assert (np.ptp(pixels, axis=2) == 0).all()


def test_a_seal_stays_red() -> None:
    seal = "0.85 0.1 0.1 RG 6 w 300 300 120 120 re S"
    drawn = pictures("a.pdf", paged("", paint=seal), [1])
    assert drawn is not None
    pixels = np.asarray(image_of(drawn.pages[0]).convert("RGB")).astype(int)
    assert ((pixels[..., 0] - pixels[..., 1]) > 100).sum() > 500


def test_huge_pages_are_coarser() -> None:
    (page,) = draw.draw_pdf(
        "a", paged("/MediaBox [0 0 14000 300]"), Draw((1,), 300), Limits(pixels=1_000_000)
    )
    wide, high = image_of(page).size
    assert wide * high <= 1_010_000
    (page,) = draw.draw_pdf("a", paged("/MediaBox [0 0 14000 300]"), Draw((1,), 300), Limits())
    assert max(image_of(page).size) <= 16_000


def test_pages_that_are_not_there_are_lost() -> None:
    drawn = pictures("a.pdf", paged("", "/MediaBox [0 0 0.2 0.2]"), [1, 2, 3])
    assert drawn is not None
    assert [each.page for each in drawn.pages] == [1]
    assert drawn.lost == (2, 3)


def test_what_is_no_pdf_any_more() -> None:
    drawn = pictures("a.pdf", b"%PDF-1.7\nnothing", [1, 2])
    assert drawn is not None
    assert (drawn.pages, drawn.lost) == ((), (1, 2))
    assert drawn.why is not None
    assert drawn.why.code == "EX105"


@pytest.mark.parametrize(
    "given", [("a.txt", "收入".encode()), ("a.html", b"<html><p>1</p></html>")]
)
def test_what_has_no_pages(given: tuple[str, bytes]) -> None:
    assert pictures(*given, [1]) is None


def test_a_page_that_crashes_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ask.DRAWERS, "application/pdf", "odd_drawers:crashes_on_three")
    drawn = pictures("a.pdf", b"%PDF-1.7", range(1, 7))
    assert drawn is not None
    assert [each.page for each in drawn.pages] == [1, 2, 4, 5, 6]
    assert drawn.lost == (3,)
    assert isinstance(drawn.why, ExtractorError)


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ask.DRAWERS, "application/pdf", "odd_drawers:hangs")
    drawn = pictures("a.pdf", b"%PDF-1.7", range(1, 200), limits=Limits(seconds=0.3))
    assert drawn is not None
    assert len(drawn.lost) == 199
    assert drawn.why is not None
    assert drawn.why.code == "EX106"


def test_only_pictures_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ask.DRAWERS, "application/pdf", "odd_drawers:lies")
    drawn = pictures("a.pdf", b"%PDF-1.7", range(1, 9))
    assert drawn is not None
    assert [each.page for each in drawn.pages] == [8]


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "BMP", "TIFF"])
def test_pictures_in_points(format_: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (1654, 2339), "white").save(out, format_, dpi=(200, 200))
    drawn = pictures("a", out.getvalue(), [1], 100)
    assert drawn is not None
    (page,) = drawn.pages
    assert (page.width, page.height) == pytest.approx((595.4, 842.0), abs=0.6)
    assert image_of(page).size == pytest.approx((827, 1169), abs=1)


def test_pictures_turned_by_their_data() -> None:
    out = io.BytesIO()
    image = Image.new("L", (300, 200), 255)
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(out, "JPEG", exif=exif)
    drawn = pictures("a.jpg", out.getvalue(), [1])
    assert drawn is not None
    assert drawn.pages[0].height > drawn.pages[0].width


def test_pages_of_a_tiff() -> None:
    out = io.BytesIO()
    first, second = Image.new("L", (400, 300), 255), Image.new("RGBA", (300, 400), (0, 0, 0, 0))
    first.save(out, "TIFF", save_all=True, append_images=[second])
    drawn = pictures("a.tiff", out.getvalue(), [1, 2, 3])
    assert drawn is not None
    assert [(each.page, each.width > each.height) for each in drawn.pages] == [
        (1, True),
        (2, False),
    ]
    assert np.asarray(image_of(drawn.pages[1]).convert("L")).min() > 250
    assert drawn.lost == (3,)
