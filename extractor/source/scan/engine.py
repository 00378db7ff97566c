"""What recognises characters: the interface, and the engines that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from extractor.errors import ExtractorError, fail

if TYPE_CHECKING:
    from PIL import Image

GROUP = "extractor.ocr_engines"  #: entry points that give an engine when they are called


class Character(NamedTuple):
    """A recognised character and its place in pixels, which need not be exact."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


class Word(NamedTuple):
    """Characters that belong together, in pixels of the picture that was given.

    ``confidence`` is from 0 to 1. ``line`` and ``block`` number the lines of the whole picture and
    the blocks, so that words of one line share both. ``characters`` is empty where the engine
    tells no place for each.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int
    block: int = 0
    characters: tuple[Character, ...] = ()


class Engine(Protocol):
    """Recognises upright horizontal lines of dark characters on a light ground.

    A new engine needs nothing else: the picture is turned upright, cleaned and scaled before, and
    what is drawn around the text is taken out of it.
    """

    @property
    def name(self) -> str:
        """A short name, as ``tesseract``."""

    @property
    def version(self) -> str:
        """The engine's own version, and its data's where there is one."""

    def words(self, image: Image.Image) -> list[Word]:
        """Words of a greyscale picture, line by line; raises EX105 where it fails on it."""


_registered: list[Engine] = []
_found: list[Engine] = []


def register(engine: Engine) -> None:
    """Recognise with *engine* from now on, in this process.

    Readers that run in a process of their own need an entry point of :data:`GROUP` instead.
    """
    _registered.append(engine)


def unregister(engine: Engine) -> None:
    """Take back what :func:`register` did."""
    _registered.remove(engine)


def chosen() -> Engine:
    """The engine registered last, else that of an installed package, else Tesseract.

    Raises EX502, which says how to install one.
    """
    if _registered:
        return _registered[-1]
    if not _found:
        _found.append(_installed())
    return _found[0]


def _installed() -> Engine:
    from importlib.metadata import entry_points

    from extractor.source.scan.tesseract import Tesseract

    for each in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        try:
            engine: Engine = each.load()()
        except ExtractorError:
            continue  # it says that it lacks something; the next one may not
        except Exception as error:
            raise fail("EX502", f"the engine {each.name} cannot be used: {error}") from None
        return engine
    return Tesseract()
