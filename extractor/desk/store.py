"""A folder of annotations: one file a document, one journal beside it, nothing half written."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from extractor.desk import atomic, check, journal
from extractor.desk.gold import gold_files
from extractor.desk.types import Action, Annotation, Entry, Marking
from extractor.errors import fail

SUFFIX, JOURNAL = ".annotation.json", ".journal.jsonl"
_ANNOTATION = msgspec.json.Decoder(Annotation)


class ConflictError(Exception):
    """The annotation is no longer the one that a change was made for; ``tag`` is its tag now."""

    def __init__(self, tag: str) -> None:
        super().__init__("the document was changed elsewhere; load it again, or put yours on top")
        self.tag = tag


class RefusedError(Exception):
    """A change that cannot be kept, told in one line."""


class Held(msgspec.Struct, frozen=True):
    """An annotation with the tag of its bytes; ``saved`` tells whether it is on the disk."""

    annotation: Annotation
    tag: str
    saved: bool = True


class Store:
    """Annotations of one annotator in *folder*, which is inside *root* and stays there.

    *fields* are the keys that a fact may have. Names of documents are relative paths without
    suffix (``"dev/a"``); one that leads out of the folder, itself or by a link, is refused.
    """

    def __init__(
        self, root: Path, folder: Path, annotator: str, fields: Collection[str] = ()
    ) -> None:
        self.root = root.resolve()
        self.folder = folder
        self.annotator = annotator
        self.fields = fields
        self._lock = threading.Lock()
        self._inside(folder)

    def path(self, name: str) -> Path:
        """Where the annotation of *name* is. Raises EX501 where that would be elsewhere."""
        parts = name.split("/")
        odd = any(each in ("", ".", "..") or each.startswith(".") for each in parts)
        if odd or "\\" in name or "\0" in name or Path(name).is_absolute():
            raise fail("EX501", f"{name!r} is no name of a document")
        path = self.folder.joinpath(*parts[:-1], parts[-1] + SUFFIX)
        self._inside(path)
        return path

    def _inside(self, path: Path) -> None:
        if not path.resolve().is_relative_to(self.root):
            raise fail("EX501", f"{path}: leads out of {self.root}")

    def load(self, name: str) -> Held | None:
        """What has been kept of *name*, if anything. Raises EX301 where that is broken."""
        path = self.path(name)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise fail("EX301", f"{path}: {error.strerror}") from None
        return Held(decoded(path, data), tag_of(data))

    def history(self, name: str, tag: str) -> tuple[list[Action], list[Action]]:
        """What can be undone and redone in the annotation with this tag."""
        return journal.stacks(journal.leading_to(self._journal(name), tag))

    def commit(self, name: str, fresh: Held, tag: str, actions: Sequence[Action]) -> Held:
        """Do *actions* to the annotation that has *tag*; *fresh* is what to begin with.

        Raises:
            ConflictError: it has another tag by now.
            RefusedError: an action does not fit the annotation, or a marking its text.
        """
        path = self.path(name)
        with self._lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._inside(path)
            with atomic.alone(self.folder):
                held = self.load(name) or fresh
                if held.tag != tag:
                    raise ConflictError(held.tag)
                after = self._changed(held.annotation, actions)
                data = msgspec.json.encode(after)
                entry = Entry(after.updated, self.annotator, tag, tag_of(data), tuple(actions))
                # first what is to happen, then the file: no state without its history
                journal.add(self._journal(name), entry)
                atomic.replace(path, data)
                self._finish(path, after)
                return Held(after, entry.after)

    def _changed(self, annotation: Annotation, actions: Sequence[Action]) -> Annotation:
        markings = {each.id: each for each in annotation.markings}
        done = annotation.done
        for action in actions:
            for change in action.changes:
                if markings.get(change.id) != change.before:
                    raise RefusedError(f"{change.id}: is not what the change begins with")
                if change.after is None:
                    markings.pop(change.id, None)
                    continue
                if change.after.id != change.id:
                    raise RefusedError(f"{change.id}: cannot become {change.after.id}")
                cause = check.faults(change.after, annotation.text, self.fields)
                if cause is not None:
                    raise RefusedError(cause)
                markings[change.id] = change.after
            if action.done is not None:
                done = action.done[1]
        ordered = sorted(markings.values(), key=place_of)
        after = msgspec.structs.replace(
            annotation, markings=tuple(ordered), done=done, annotator=self.annotator,
            created=annotation.created or now(), updated=now(),
        )  # fmt: skip
        left = check.unfinished(after) if done else 0
        if left:
            raise RefusedError(f"{left} predictions are undecided; the document cannot be done")
        return after

    def _journal(self, name: str) -> Path:
        path = self.path(name)
        path = path.with_name(path.name.removesuffix(SUFFIX) + JOURNAL)
        self._inside(path)
        return path

    def _finish(self, path: Path, annotation: Annotation) -> None:
        """Gold and text of what is done stand beside it, and of nothing else."""
        for target, data in gold_files(path, path.name.removesuffix(SUFFIX), annotation):
            if data is None:
                target.unlink(missing_ok=True)
            else:
                atomic.replace(target, data)

    def finish(self) -> int:
        """Gold of everything that is done, again: a crash may have come before it was written.

        Returns how many documents are done. Raises EX301 where an annotation is broken.
        """
        count = 0
        for path in sorted(self.folder.rglob(f"*{SUFFIX}")):
            self._inside(path)
            annotation = decoded(path, path.read_bytes())
            count += annotation.done
            self._finish(path, annotation)
        return count


def place_of(marking: Marking) -> tuple[int, int, str]:
    """By which markings are in reading order, those that hold others first."""
    first = marking.fact["evidence"][0]
    return first["start"], -first["end"], marking.id


def tag_of(data: bytes) -> str:
    """The tag by which a page says which state of a file it has seen."""
    return hashlib.sha256(data).hexdigest()[:32]


def unsaved(annotation: Annotation) -> Held:
    """An annotation that nobody has touched yet."""
    return Held(annotation, "new-" + tag_of(msgspec.json.encode(annotation)), saved=False)


def now() -> str:
    """The time in UTC, to the second.

    >>> len(now())
    20
    """
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decoded(path: Path, data: bytes) -> Annotation:
    """The annotation in the file at *path*. Raises EX301 where it is broken."""
    try:
        annotation = _ANNOTATION.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise fail("EX301", f"{path}: {error}") from None
    if hashlib.sha256(annotation.text.encode()).hexdigest() != annotation.text_sha256:
        raise fail("EX301", f"{path}: its text is not the one with its text_sha256")
    return annotation
