"""bytes of a PDF -> Source."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from extractor.errors import fail
from extractor.source.limits import Limits
from extractor.source.page import Page, Pages
from extractor.source.pdf.drawn import drawn_on, parted
from extractor.source.pdf.frame import Frame, frame_of
from extractor.source.pdf.glyphs import Glyphs, glyphs_of
from extractor.source.pdf.meaning import UNKNOWN
from extractor.source.pdf.repair import mended
from extractor.source.types import COMPLETE, PARTIAL, Source

if TYPE_CHECKING:
    import pypdfium2 as pdfium

MEDIA_TYPE = "application/pdf"
READER = "pdf 1"
_FEW = 12  #: characters of a page that a picture covers: it is a scan, with a stamp or a number
_COVERED = 0.5  #: share of a page that the picture of a scan covers
_UNKNOWN = 0.5  #: share of characters without meaning: the whole page is read by its looks
_PATIENCE = 0.5  #: share of the time allowed, after which no more single characters are recognised
_SMALL = 1.0  #: points of a page's side below which it has none


def read_pdf(name: str, data: bytes, sha256: str, limits: Limits) -> Source:
    """A PDF as a :class:`Source`: its pages' texts joined by form feeds, a box a character.

    Pages without text are recognised where an engine is installed (:mod:`extractor.source.scan`).
    Raises EX105 (damaged, encrypted, no page, no text), EX107 (beyond a limit).
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise fail("EX105", f"{name}: {_why(str(error))}") from None
    try:
        return _read(name, sha256, limits, document)
    finally:
        document.close()


def _why(error: str) -> str:
    if "assword" in error:
        return "the PDF is encrypted; save it without a password"
    return "the PDF is damaged and cannot be opened"


def _read(name: str, sha256: str, limits: Limits, document: pdfium.PdfDocument) -> Source:
    count = len(document)
    if not count:
        raise fail("EX105", f"{name}: the PDF has no page")
    reading = _Reading(name, limits)
    for number in range(min(count, limits.pages)):
        reading.page(document, number)
        if len(reading.pages.linear) > limits.characters:
            count = min(count, number + 1)
            reading.partly(f"read up to page {number + 1}, where its text is beyond the limit "
                           f"of {limits.characters:,} characters")  # fmt: skip
            break
    if count > limits.pages:
        reading.partly(f"read up to page {limits.pages:,} of {count:,} (the limit on pages)")
    return reading.source(sha256)


class _Reading:
    """One document, page after page."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.began = time.monotonic()
        self.pages = Pages()
        self.warnings: list[str] = []
        self.broken: list[int] = []  #: pages with characters without meaning
        self.pictures: list[int] = []  #: pages that are pictures and were not recognised
        self.recognised: list[int] = []
        self.mended: list[int] = []  #: pages on which single characters were recognised
        self.lost: list[int] = []  #: pages that could not be read at all
        self.status = COMPLETE
        self.engine = ""
        self.missing = ""  #: why pictures were not recognised

    def partly(self, why: str) -> None:
        """What was left out."""
        self.status = PARTIAL
        self.warnings.append(why)

    def page(self, document: pdfium.PdfDocument, number: int) -> None:
        """The page with this number, from 0."""
        import pypdfium2 as pdfium

        try:
            page = document[number]
        except pdfium.PdfiumError:
            self.lost.append(number + 1)
            self.pages.blank(0.0, 0.0)
            return
        try:
            frame = frame_of(page)
            if min(frame.size) < _SMALL:
                self.lost.append(number + 1)
                self.pages.blank(*frame.size)
                return
            glyphs = glyphs_of(page)
            lines, picture = drawn_on(page)
            scanned = len(glyphs.characters) < _FEW and picture > _COVERED
            puzzling = glyphs.characters.count(UNKNOWN) > _UNKNOWN * len(glyphs.characters)
            if (scanned or puzzling) and (seen := self._recognised(page, frame)):
                self.recognised.append(number + 1)
                self.pages.add(seen)
                return
            if scanned:
                self.pictures.append(number + 1)
            self.pages.add(self._mended(_page(frame, glyphs, lines), page, frame, number))
        finally:
            page.close()

    def _mended(self, read: Page, page: pdfium.PdfPage, frame: Frame, number: int) -> Page:
        """The page with its unknown characters recognised, where an engine can."""
        unknown = read.characters.count(UNKNOWN)
        if not unknown:
            return read
        seen = None
        if time.monotonic() - self.began < _PATIENCE * self.limits.seconds:
            seen = self._recognised(page, frame)
        if seen is not None:
            read, left = mended(read, seen)
            if left < unknown:
                self.mended.append(number + 1)
            unknown = left
        if unknown:
            self.broken.append(number + 1)
        return read

    def _recognised(self, page: pdfium.PdfPage, frame: Frame) -> Page | None:
        """A page by its looks; None where no engine can."""
        from extractor.errors import ExtractorError

        if self.missing:
            return None
        try:
            from extractor.source.scan import recognise_page
        except ModuleNotFoundError:
            self.missing = "no engine"
            return None
        dots = _dots(frame, self.limits)
        image = page.render(scale=dots / 72, grayscale=False).to_pil()
        try:
            seen = recognise_page(image, dots)
        except ExtractorError as error:
            self.missing = error.message
            return None
        self.engine = self.engine or seen.engine
        return seen.page(*frame.size)

    def source(self, sha256: str) -> Source:
        """All that was read; raises EX105 where nothing was."""
        self.pages.furnish()
        linear = self.pages.linear
        text = linear.text
        if self.pictures:
            told = f"{_numbers(self.pictures)}: pictures without text; {self.missing or 'not read'}"
            if not text.strip():
                raise fail("EX502" if self.missing else "EX105", f"{self.name}: {told}")
            self.partly(told)
        if not text.strip():
            raise fail("EX105", f"{self.name}: no text on any of its pages")
        if self.broken:
            self.partly(
                f"{_numbers(self.broken)}: characters without meaning, since the file "
                "does not tell what its glyphs stand for"
            )
        if self.lost:
            self.partly(f"{_numbers(self.lost)}: cannot be read")
        if self.recognised:
            self.warnings.append(f"{_numbers(self.recognised)}: recognised by {self.engine}")
        if self.mended:
            self.warnings.append(
                f"{_numbers(self.mended)}: characters whose meaning the file does not tell "
                f"recognised by {self.engine}"
            )
        return Source(
            self.name, text, sha256, MEDIA_TYPE, _reader(self.engine), None,
            tuple(linear.pages), tuple(linear.grids), tuple(linear.furniture), self.pages.boxes(),
            tuple(self.warnings), self.status,
        )  # fmt: skip


def _page(frame: Frame, glyphs: Glyphs, lines: np.ndarray) -> Page:
    boxes = frame.shown(glyphs.boxes)
    wide, high = frame.size
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = np.all((middle >= 0) & (middle <= (wide, high)), axis=1)
    characters, spaced, leaning = glyphs.characters, glyphs.spaced, glyphs.leaning
    if not inside.all():
        characters = "".join(c for c, keep in zip(characters, inside, strict=True) if keep)
        boxes, spaced, leaning = boxes[inside], spaced[inside], leaning[inside]
    across, down = parted(frame.shown(lines))
    turned = (glyphs.turned + frame.turned) % 360
    return Page(
        wide, high, characters, boxes, across, down, (360 - turned) % 360, spaced,
        leaning=leaning,
    )  # fmt: skip


def _dots(frame: Frame, limits: Limits) -> float:
    """Dots an inch at which a page is drawn: 200, less where it is huge."""
    wide, high = frame.size
    most = (limits.pixels / (wide * high)) ** 0.5 * 72
    return float(min(200.0, most))


def _numbers(pages: list[int]) -> str:
    """Page numbers for people: pages 1-3, 7."""
    runs: list[list[int]] = []
    for each in pages:
        if runs and each == runs[-1][-1] + 1:
            runs[-1][1:] = [each]
        else:
            runs.append([each])
    shown = ", ".join("-".join(map(str, run)) for run in runs[:20])
    return f"page {shown}" if len(pages) == 1 else f"pages {shown}" + (", …" if runs[20:] else "")


def _reader(engine: str) -> str:
    from importlib.metadata import version

    read = f"{READER} (pypdfium2 {version('pypdfium2')})"
    return f"{read}, {engine}" if engine else read
