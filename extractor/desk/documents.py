"""The documents of a corpus folder, or files by themselves: which there are, and their bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from extractor.errors import fail

#: Where annotations lie in a corpus: a folder for each annotator.
DESK = "annotations"
SUFFIXES = frozenset((
    ".txt", ".pdf", ".docx", ".html", ".htm", ".xlsx", ".xls",
    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp",
))  # fmt: skip
#: Folders of a corpus that hold no documents of their own.
_APART = frozenset((DESK, "second"))
#: A document in such a folder is never chosen by what a model makes of it.
TESTS = frozenset(("aside", "test", "tests"))
_LARGEST = 256 << 20


class Listed(msgspec.Struct, frozen=True):
    """A document: its name (a relative path, without suffix where that is unique), its file, and
    whether it belongs to a test split."""

    name: str
    path: Path
    is_test: bool = False


def find_documents(given: Sequence[Path]) -> tuple[Path, list[Listed]]:
    """The corpus folder and its documents, by name.

    *given* is one folder, or files: then the folder that holds them all is the corpus. Hidden
    files, annotations and links that lead out of the corpus are passed over. Raises EX101.
    """
    for each in given:
        if not each.exists():
            raise fail("EX101", f"{each}: no such file or folder")
    folders = [each for each in given if each.is_dir()]
    if folders and len(given) > 1:
        raise fail("EX501", "give one folder, or files")
    if folders:
        root = folders[0].resolve()
        files = list(_walk(root))
    else:
        files = sorted({each.resolve() for each in given})
        root = Path(os.path.commonpath([each.parent for each in files]))
    if not files:
        raise fail("EX101", f"{root}: no document here")
    return root, _named(root, files)


def _walk(root: Path) -> Iterator[Path]:
    for folder, inside, files in os.walk(root):
        inside[:] = sorted(each for each in inside if each not in _APART and each[0] != ".")
        for name in sorted(files):
            path = Path(folder, name)
            if name[0] == "." or path.suffix.lower() not in SUFFIXES:
                continue
            if path.resolve().is_relative_to(root):
                yield path


def _named(root: Path, files: Sequence[Path]) -> list[Listed]:
    whole = [each.relative_to(root).as_posix() for each in files]
    bare = [each.relative_to(root).with_suffix("").as_posix() for each in files]
    names = [
        short if bare.count(short) == 1 else long for short, long in zip(bare, whole, strict=True)
    ]
    return [
        Listed(name, path, bool(TESTS & {*path.relative_to(root).parts[:-1]}))
        for name, path in zip(names, files, strict=True)
    ]


def content(listed: Listed, root: Path) -> bytes:
    """The bytes of a document; a link that has come to lead out of the corpus is not followed.

    Raises EX101, EX107.
    """
    if not listed.path.resolve().is_relative_to(root):
        raise fail("EX101", f"{listed.path}: leads out of {root}")
    try:
        if listed.path.stat().st_size > _LARGEST:
            raise fail("EX107", f"{listed.path}: larger than {_LARGEST >> 20} MB")
        return listed.path.read_bytes()
    except OSError as error:
        raise fail("EX101", f"{listed.path}: {error.strerror}") from None
