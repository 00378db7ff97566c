"""Pictures of pages: what is recognised, where it stands, and what is refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from extractor.errors import ExtractorError
from extractor.source.limits import Limits
from extractor.source.scan import Recognised, Word, engine, read_picture, recognise_page
from extractor.source.scan import tesseract as tesseract_module
from extractor.source.scan.tesseract import Tesseract
from extractor.source.types import PARTIAL, Source
from tests.source import drawn

FIGURE = re.compile(r"\d[\d,]*\.\d+%?|\d+")
TOLD = FIGURE.findall("".join(drawn.PROSE))


@pytest.fixture
def installed() -> Tesseract:
    try:
        return Tesseract()
    except ExtractorError as error:
        pytest.skip(str(error))


class Fixed:
    """An engine that tells the same words of every picture."""

    name, version = "fixed", "1"

    def __init__(self, *words: Word) -> None:
        self.told = list(words)

    def words(self, image: Image.Image) -> list[Word]:
        return self.told


@pytest.fixture
def fixed() -> Iterator[Fixed]:
    one = Fixed(Word("收入", 20, 20, 80, 50, 0.9, 1))
    engine.register(one)
    yield one
    engine.unregister(one)


def read(data: bytes, limits: Limits | None = None) -> Source:
    return read_picture("a.png", data, hashlib.sha256(data).hexdigest(), limits or Limits())


def figures(text: str) -> list[str]:
    return FIGURE.findall("".join(text.split()))


def ink_of(source: Source, quote: str, image: Image.Image) -> float:
    """Share of the ink around a quote that lies in its boxes."""
    assert source.boxes is not None
    start = source.text.index(quote)
    places = source.boxes.places[start : start + len(quote)]
    x0, top = np.nanmin(places[:, :2], axis=0)
    x1, bottom = np.nanmax(places[:, 2:], axis=0)
    scale = image.width / source.boxes.sizes[0].width
    dark = np.asarray(image.convert("L")) < 128
    box = [round(float(each) * scale) for each in (x0, top, x1, bottom)]
    inside = dark[box[1] : box[3], box[0] : box[2]]
    rows = dark[box[1] - 8 : box[3] + 8, box[0] : box[2]]
    return float(inside.sum() / max(rows.sum(), 1)) if inside.any() else 0.0


# What the engine that is installed makes of pages ------------------------------------------------

PAGES = {
    "as drawn": lambda image: image,
    "lying": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "lying the other way": lambda image: image.transpose(Image.Transpose.ROTATE_270),
    "upside down": lambda image: image.transpose(Image.Transpose.ROTATE_180),
    "tilted": lambda image: image.rotate(1.7, Image.Resampling.BICUBIC, fillcolor="white"),
    "with a seal": lambda image: drawn.sealed(image, 620, 330),
    "grey paper": lambda image: image.point(lambda value: round(value * 0.72)),
    "faint": lambda image: image.point(lambda value: round(160 + value * 0.35)),
    "fax": lambda image: image.convert("1", dither=Image.Dither.NONE),
    "palette": lambda image: image.quantize(8),
    "low resolution": lambda image: image.reduce(2),
}


QUICK = ("as drawn", "tilted", "with a seal")


@pytest.mark.needs_tesseract
@pytest.mark.parametrize(
    "how", [each if each in QUICK else pytest.param(each, marks=pytest.mark.slow) for each in PAGES]
)
def test_figures_of_a_page(installed: Tesseract, how: str) -> None:
    image = PAGES[how](drawn.page())
    source = read(drawn.saved(image))
    assert figures(source.text) == TOLD
    assert "支出决算情况说明" in source.text
    assert source.boxes is not None
    assert source.boxes.sure is not None
    assert len(source.boxes.places) == len(source.boxes.sure) == len(source.text)
    sure = source.boxes.sure[source.text.index("2690.15")]
    assert 0.5 < sure <= 1
    if how in ("as drawn", "lying", "upside down", "tilted"):
        assert ink_of(source, "2690.15", image.convert("L")) > 0.9


@pytest.mark.slow
@pytest.mark.needs_tesseract
@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("JPEG", "RGB", {"quality": 60}), ("JPEG", "CMYK", {}), ("BMP", "L", {}),
        ("WEBP", "RGB", {}), ("TIFF", "1", {"compression": "group4"}), ("TIFF", "I;16", {}),
        ("PNG", "RGBA", {}), ("TIFF", "L", {"dpi": (200, 200)}),
    ],
)  # fmt: skip
def test_forms_of_pictures(
    installed: Tesseract, form: str, mode: str, options: dict[str, object]
) -> None:
    image = drawn.page(drawn.PROSE[1:3])
    if mode == "I;16":
        values = np.asarray(image.convert("L")).astype(np.uint16) * 257
        image = Image.fromarray(values)
    else:
        image = image.convert(mode)
    source = read(drawn.saved(image, form, **options))
    assert figures(source.text) == figures("".join(drawn.PROSE[1:3]))
    assert source.media_type == f"image/{form.lower()}"
    assert "tesseract" in source.reader


@pytest.mark.needs_tesseract
def test_pages_of_a_tiff(installed: Tesseract) -> None:
    pages = [drawn.page((line,)) for line in drawn.PROSE[1:4]]
    data = drawn.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    source = read(data)
    assert len(source.pages) == 3
    assert source.text.count("\f") == 2
    assert figures(source.text) == figures("".join(drawn.PROSE[1:4]))
    short = read(data, Limits(pages=2))
    assert len(short.pages) == 2
    assert short.status == PARTIAL
    assert any("limit on pages" in each for each in short.warnings)


@pytest.mark.needs_tesseract
def test_exif_turns_the_picture(installed: Tesseract) -> None:
    image = drawn.page().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # shown after a quarter turn clockwise
    source = read(drawn.saved(image, "JPEG", exif=exif, quality=90))
    assert figures(source.text) == TOLD
    assert source.boxes is not None
    assert source.boxes.sizes[0].width > source.boxes.sizes[0].height


@pytest.mark.needs_tesseract
@pytest.mark.parametrize(
    ("turned", "seal"),
    [
        (0, True),
        *(pytest.param(t, s, marks=pytest.mark.slow) for t in (90, 180, 270) for s in (0, 1)),
    ],
)
def test_tables(installed: Tesseract, turned: int, seal: int) -> None:
    image = drawn.table()
    if seal:
        image = drawn.sealed(image, 1200, 420)
    source = read(drawn.saved(image.rotate(-turned, expand=True)))
    (grid,) = source.grids
    assert (grid.rows, grid.columns) == (5, 5)
    assert grid.cells[0].columns == 5
    cells = {(c.row, c.column): source.text[c.start : c.end] for c in grid.cells}
    told = {(i, j): cell for i, row in enumerate(drawn.ROWS, 1) for j, cell in enumerate(row)} | {
        (0, 0): "支出决算表"
    }
    assert cells == told


@pytest.mark.needs_tesseract
def test_red_text_stays(installed: Tesseract) -> None:
    image = drawn.page()
    values = np.array(image)
    line = values[140:240]
    line[line.min(axis=2) < 128] = drawn.RED
    source = read(drawn.saved(Image.fromarray(values)))
    assert "支出决算情况说明" in source.text


@pytest.mark.needs_tesseract
def test_a_picture_that_is_cut_off(installed: Tesseract) -> None:
    data = drawn.saved(drawn.page(), "PNG", compress_level=0)
    source = read(data[: len(data) * 2 // 3])
    assert source.status == PARTIAL
    assert any("cut off" in each for each in source.warnings)
    assert figures(source.text)[: len(TOLD) // 2] == TOLD[: len(TOLD) // 2]


# Without it --------------------------------------------------------------------------------------


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ExtractorError) as caught:
        read(data, limits)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(engine, "_found", [])
    told = refused(drawn_blank())
    assert told.startswith("EX502")
    assert tesseract_module.INSTALL in told


@pytest.mark.needs_tesseract
def test_no_language(installed: Tesseract) -> None:
    with pytest.raises(ExtractorError, match=r"EX502.*apt install tesseract-ocr"):
        Tesseract("tlh_none")


@pytest.mark.needs_tesseract
def test_its_data_elsewhere(
    installed: Tesseract, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(ExtractorError, match="EX502"):
        Tesseract()


def drawn_blank(size: tuple[int, int] = (400, 300)) -> bytes:
    return drawn.saved(Image.new("L", size, 255))


def test_blank_picture(fixed: Fixed) -> None:
    assert refused(drawn_blank()).startswith("EX105")


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3)])
def test_tiny_picture(fixed: Fixed, size: tuple[int, int]) -> None:
    assert refused(drawn.saved(Image.new("L", size, 0))).startswith("EX105")


def test_too_many_pixels() -> None:
    assert refused(drawn_blank(), Limits(pixels=100_000)).startswith("EX107")
    # what the header tells is believed before anything is decoded
    bomb = drawn.saved(Image.new("1", (20_000, 20_000)))
    assert refused(bomb).startswith("EX107")


def code_of(data: bytes) -> str:
    """The code of the error that reading raises, empty where there is none."""
    try:
        read(data)
    except ExtractorError as error:
        return error.code
    return ""


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_damaged(fixed: Fixed, form: str) -> None:
    whole = drawn.saved(Image.effect_noise((300, 200), 90), form)
    rng = np.random.default_rng(3)
    spoilt = [whole[:size] for size in (9, 30, 60, len(whole) // 2)]
    for _ in range(30):
        data = bytearray(whole)
        for at in rng.integers(0, min(len(data), 200), 4):
            data[at] = int(rng.integers(256))
        spoilt.append(bytes(data))
    codes = {code_of(each) for each in spoilt}
    assert codes <= {"", "EX105", "EX107"}


def square(x: int, y: int, image: Image.Image) -> None:
    image.paste(20, (x, y, x + 26, y + 26))


def test_another_engine(fixed: Fixed) -> None:
    image = Image.new("L", (400, 300), 255)
    square(22, 22, image)
    square(52, 22, image)
    found = recognise_page(image, 100)
    assert isinstance(found, Recognised)
    assert found.characters == "收入"
    assert found.engine == "fixed 1"
    assert found.sure.tolist() == [0.9, 0.9]
    # points: the squares with the white around them that is a character's own
    assert np.abs(found.boxes[0] * 100 / 72 - (22, 22, 50, 48)).max() < 4
    source = read(drawn.saved(image))
    assert source.text == "收入\n"
    assert "fixed 1" in source.reader


def test_animated_pictures_are_read_once(fixed: Fixed) -> None:
    image = Image.new("L", (400, 300), 255)
    square(22, 22, image)
    square(52, 22, image)
    data = drawn.saved(image, "WEBP", save_all=True, append_images=[image.rotate(90)] * 3)
    assert len(read(data).pages) == 1
