"""A desk: the documents of a corpus, in an order, with what one annotator says of them."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from extractor.desk.documents import Listed, content
from extractor.desk.start import Start, begin
from extractor.desk.store import Held, Store, unsaved
from extractor.desk.types import Action, Annotation
from extractor.errors import ExtractorError
from extractor.schema import Field
from extractor.source.pictures import Pictures, pictures

_DRAWN = 24  #: pictures of pages that are kept
_BEGUN = 64  #: annotations that nobody has touched and that are kept
_DOTS = 110.0

#: A maker of annotations to begin with, by the name of the document.
Begin = Callable[[Listed], Annotation]


class Desk:
    """``listed`` are the documents in the order in which they are to be annotated.

    *begin_with* makes the annotation to begin with in place of gold and extraction (for reviews).
    """

    def __init__(
        self, root: Path, listed: Sequence[Listed], store: Store, declared: Mapping[str, Field],
        *, start: Start = "gold", begin_with: Begin | None = None, mode: str = "annotate",
    ) -> None:  # fmt: skip
        self.root = root
        self.listed = {each.name: each for each in listed}
        self.store = store
        self.declared = declared
        self.mode = mode
        self._begin = begin_with or (lambda each: begin(each, root, store.annotator, start)[0])
        self._fresh: OrderedDict[str, Held] = OrderedDict()
        self._drawn: OrderedDict[tuple[str, int], Pictures | None] = OrderedDict()
        self._told: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def documents(self) -> list[dict[str, Any]]:
        """Every document in order: its name, its state (``new``, ``open``, ``done``, ``broken``)
        and how many of its markings are decided."""
        return [self._progress(name) for name in self.listed]

    def _progress(self, name: str) -> dict[str, Any]:
        if name not in self._told:
            try:
                held = self.store.load(name)
            except ExtractorError as error:
                return {"name": name, "state": "broken", "why": str(error)}
            self._tell(name, held)
        return self._told[name]

    def _tell(self, name: str, held: Held | None) -> None:
        listed = self.listed[name]
        told: dict[str, Any] = {"name": name, "test": listed.is_test, "state": "new"}
        if held is not None:
            markings = held.annotation.markings
            told["state"] = "done" if held.annotation.done else "open"
            told["markings"] = len(markings)
            told["decided"] = sum(each.status != "predicted" for each in markings)
        self._told[name] = told

    def held(self, name: str) -> Held:
        """What is kept of a document, or what to begin with. Raises KeyError, EX…."""
        listed = self.listed[name]
        return self.store.load(name) or self._first(listed)

    def _first(self, listed: Listed) -> Held:
        with self._lock:
            fresh = self._fresh.get(listed.name)
        if fresh is None:
            fresh = unsaved(self._begin(listed))
        with self._lock:
            self._fresh[listed.name] = fresh
            self._fresh.move_to_end(listed.name)
            while len(self._fresh) > _BEGUN:
                self._fresh.popitem(last=False)
        return fresh

    def warm(self) -> None:
        """Read what will be asked for first; whoever asks is told what is wrong with it."""
        first = self.after(None)
        with contextlib.suppress(ExtractorError):
            if first is not None:
                self.held(first)

    def document(self, name: str) -> dict[str, Any]:
        """A document for the page, with what can be undone."""
        held = self.held(name)
        undo, redo = self.store.history(name, held.tag) if held.saved else ([], [])
        return {
            "name": name, "tag": held.tag, "saved": held.saved, "annotation": held.annotation,
            "pictures": self._pages(name, held.annotation), "undo": undo[-200:],
            "redo": redo[-200:],
        }  # fmt: skip

    def commit(self, name: str, tag: str, actions: Sequence[Action]) -> Held:
        """See :meth:`Store.commit`; of a document that nobody has touched, too."""
        fresh = self._first(self.listed[name])
        held = self.store.commit(name, fresh, tag, actions)
        self._tell(name, held)
        return held

    def after(self, name: str | None) -> str | None:
        """The next document that is not done, in order, from the first again after the last."""
        names = list(self.listed)
        at = names.index(name) + 1 if name in self.listed else 0
        for each in names[at:] + names[:at]:
            if each != name and self._progress(each)["state"] in ("new", "open"):
                return each
        return None

    def _pages(self, name: str, annotation: Annotation) -> int:
        """How many pages can be shown as they look."""
        path = self.listed[name].path
        if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"):
            return max(len(annotation.pages), 1)
        return len(annotation.pages) if path.suffix.lower() == ".pdf" else 0

    def picture(self, name: str, page: int) -> Pictures | None:
        """The picture of a page, from 1. Raises KeyError, EX101."""
        key = name, page
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        listed = self.listed[name]
        found = pictures(listed.path.name, content(listed, self.root), [page], _DOTS)
        with self._lock:
            self._drawn[key] = found
            while len(self._drawn) > _DRAWN:
                self._drawn.popitem(last=False)
        return found


def encoded(value: object) -> bytes:
    """JSON of plain data and of structs."""
    return msgspec.json.encode(value)
