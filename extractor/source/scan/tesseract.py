"""Tesseract as it is found on the machine, run as a program."""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from extractor.errors import fail
from extractor.source.scan.engine import Character, Word

if TYPE_CHECKING:
    from PIL import Image

INSTALL = "apt install tesseract-ocr tesseract-ocr-chi-sim"
_SECONDS = 120.0  #: of one picture
_MARKS = re.compile(
    r"<span class='(ocr_line|ocr_header|ocr_caption|ocr_textfloat|ocrx_word|ocrx_cinfo)'"
    r"[^>]{0,100}? title=['\"](?:x_)?b(?:box|boxes) (-?\d+) (-?\d+) (-?\d+) (-?\d+)"
    r"(?:; x_(?:w?conf) ([\d.]+))?[^>]{0,200}>(?:([^<]{1,40})</span>)?"
)
_BLOCK = "<div class='ocr_carea'"


class Tesseract:
    """Tesseract 4 or 5 with the data of its language; it keeps to one core.

    ``TESSDATA_PREFIX`` is honoured. Raises EX502 where the program or the language is missing.
    """

    name = "tesseract"

    def __init__(self, language: str = "chi_sim", program: str = "tesseract") -> None:
        self._language = language
        found = shutil.which(program)
        if found is None:
            raise fail(
                "EX502",
                f"pictures of text need the program Tesseract, which is not found: {INSTALL}",
            )
        self._program = found
        told = self._run(["--list-langs"], None, 20.0).decode("utf-8", "replace")
        if not set(language.split("+")) <= set(told.split()):
            raise fail(
                "EX502", f"Tesseract lacks its data for Chinese ({self._language}): {INSTALL}"
            )
        told = self._run(["--version"], None, 20.0).decode("utf-8", "replace")
        first = told.split("\n", 1)[0].split()
        self._version = f"{first[-1] if first else '?'} {language}"

    @property
    def version(self) -> str:
        """As ``5.3.0 chi_sim``."""
        return self._version

    def words(self, image: Image.Image) -> list[Word]:
        """Words of one picture, taken as a single block of lines.

        Its own analysis of layouts (psm 3) loses lines of Chinese; the block of psm 6 does not,
        and where words stand is told by the page's geometry later.
        """
        held = io.BytesIO()
        image.convert("L").save(held, "PPM")
        options = ["-", "-", "-l", self._language, "--psm", "6", "--dpi", "200"]
        options += ["-c", "hocr_char_boxes=1", "hocr"]
        return parse(self._run(options, held.getvalue(), _SECONDS).decode("utf-8", "replace"))

    def _run(self, options: list[str], data: bytes | None, seconds: float) -> bytes:
        try:
            done = subprocess.run(
                [self._program, *options], input=data, capture_output=True, timeout=seconds,
                # more threads than one make it slower on pages of this size
                env={**os.environ, "OMP_THREAD_LIMIT": "1"}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise fail("EX106", f"Tesseract took longer than {seconds:.0f} s") from None
        except OSError as error:
            raise fail("EX502", f"Tesseract cannot be run: {error.strerror or error}") from None
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").split("\n")
            why = next((line for line in reversed(lines) if line.strip()), "no reason told")
            raise fail("EX105", f"Tesseract failed ({done.returncode}): {why[:200]}")
        return done.stdout


def parse(hocr: str) -> list[Word]:
    """Words of Tesseract's hOCR with a place for each character."""
    words: list[Word] = []
    line = block = 0
    head = (0.0, 0.0, 0.0, 0.0)
    sure = 0.0
    held: list[Character] = []

    def close() -> None:
        text = "".join(each.text for each in held)
        if text:
            words.append(Word(text, *head, sure, line, block, tuple(held)))
        held.clear()

    for number, area in enumerate(hocr.split(_BLOCK)):
        block = number
        for kind, x0, top, x1, bottom, certain, text in _MARKS.findall(area):
            box = (float(x0), float(top), float(x1), float(bottom))
            if kind == "ocrx_cinfo":
                held.extend(Character(each, *box) for each in html.unescape(text).strip())
                continue
            close()
            if kind == "ocrx_word":
                head, sure = box, float(certain or 0) / 100
            else:
                line += 1
        close()
    return words
