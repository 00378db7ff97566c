"""Documents as they are given: files, folders, patterns such as ``a/**/*.pdf``, ZIP archives."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from extractor.errors import ExtractorError, fail
from extractor.source.archives import is_archive, members
from extractor.source.limits import Limits
from extractor.source.names import is_clutter, no_document
from extractor.source.types import File

_MAGIC: Final = re.compile(r"[*?\[]")
RECORDS: Final = (".json", ".jsonl")  #: files of saved records

Warn = Callable[[str], None]


class Document:
    """One document of what was given, not read yet.

    ``name`` is what it is called in messages (``"a.zip/附件/b.docx"``); ``plain`` tells that it
    was given by itself, not found in a folder, by a pattern or in an archive.
    """

    def __init__(
        self, name: str, source: str | Callable[[], File] | ExtractorError, plain: bool = False
    ) -> None:
        self.name = name
        self.plain = plain
        self._source = source

    @property
    def is_record(self) -> bool:
        """Whether it is a file of saved records, by its ending."""
        return isinstance(self._source, str) and self._source.lower().endswith(RECORDS)

    def __repr__(self) -> str:
        return f"Document({self.name!r})"

    def open(self) -> str | File:
        """What ``extract`` takes: the path of a file, or a member of an archive with its bytes.

        Raises:
            ExtractorError: it cannot be had; the others are not touched by that.
        """
        if isinstance(self._source, ExtractorError):
            raise self._source
        return self._source if isinstance(self._source, str) else self._source()


def documents(
    paths: Iterable[str | os.PathLike[str]],
    limits: Limits | None = None,
    *,
    warn: Warn | None = None,
    records: bool = False,
) -> Iterator[Document]:
    """Every document of *paths*, in their order, folders by names.

    Hidden files, lock files and what is plainly no document (programs, styles of pages) are left
    out of folders and archives; *warn* is told of the latter. With *records* files of saved
    records are found in folders, too. What cannot be had is a document that fails when opened.

    >>> [each.name for each in documents(["missing.pdf"])]
    ['missing.pdf']
    """
    limits = limits or Limits()
    tell = warn or (lambda _: None)
    for given in paths:
        path = os.fspath(given)
        if _is_folder(path):
            yield from _found(path, _walk(path), limits, tell, records, "holds no document")
        elif _MAGIC.search(path) and not os.path.lexists(path):
            yield from _found(path, _matching(path), limits, tell, records, "matches no file")
        else:
            yield from _file(path, limits, tell, plain=True)


def _found(
    given: str, paths: Iterator[str | Document], limits: Limits, tell: Warn, records: bool,
    nothing: str,
) -> Iterator[Document]:  # fmt: skip
    """The documents among the files of a folder or pattern; at least one, which fails."""
    left: dict[str, int] = {}
    any_found = False
    for path in paths:
        if isinstance(path, str):
            suffix = no_document(path)
            if suffix and not (records and suffix in RECORDS):
                left[suffix] = left.get(suffix, 0) + 1
                continue
            found = _file(path, limits, tell)
        else:
            found = iter([path])
        for each in found:
            any_found = True
            yield each
    if left:
        count = sum(left.values())
        told = f"{count} file{'s that are' if count > 1 else ' that is'} no document"
        tell(f"{given}: {told} left out ({', '.join(sorted(left))})")
    if not any_found:
        yield Document(given, fail("EX101", f"{given}: {nothing}"))


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name that is too long, a NUL in it
        return False


def _file(path: str, limits: Limits, tell: Warn, plain: bool = False) -> Iterator[Document]:
    if not is_archive(path, limits):
        yield Document(path, path, plain)
        return
    for name, source in members(path, limits, tell):
        yield Document(name, source)


def _walk(folder: str) -> Iterator[str | Document]:
    """The files below a folder, by names; a folder that holds itself is entered once."""
    yield from _walk_in(Path(folder), ())


def _walk_in(folder: Path, above: tuple[tuple[int, int], ...]) -> Iterator[str | Document]:
    try:
        about = folder.stat()
        here = (about.st_dev, about.st_ino)
        if here in above:
            return
        inside = sorted(folder.iterdir(), key=lambda each: each.name)
    except OSError as error:
        told = fail("EX101", f"{folder}: {error.strerror or error}")
        yield Document(str(folder), told)
        return
    pages = {each.stem for each in inside if each.suffix.lower() in (".htm", ".html")}
    for each in inside:
        if is_clutter(each.name):
            continue
        if each.is_dir():
            # what a browser saves beside a page
            beside = each.name.removesuffix("_files").removesuffix(".files")
            if beside == each.name or beside not in pages:
                yield from _walk_in(each, (*above, here))
        elif each.is_file() or each.is_symlink():
            yield str(each)


def _matching(pattern: str) -> Iterator[str | Document]:
    """The files that a pattern means; folders that match are walked."""
    parts = Path(pattern).parts
    if "**" not in parts:
        for path in sorted(glob.glob(pattern)):  # noqa: PTH207 (of Path knows no absolute one)
            if _is_folder(path):
                yield from _walk(path)
            elif not is_clutter(Path(path).name):
                yield path
        return
    # glob would follow links in circles
    fixed = next(n for n, part in enumerate(parts) if _MAGIC.search(part))
    root = Path(*parts[:fixed])
    matches = re.compile(_expression(parts[fixed:])).fullmatch
    for found in _walk(str(root)):
        if isinstance(found, Document) or matches(Path(found).relative_to(root).as_posix()):
            yield found


def _expression(parts: tuple[str, ...]) -> str:
    """The regular expression of a pattern's parts; ``**`` stands for any folders."""
    import fnmatch

    out = ""
    for n, part in enumerate(parts):
        last = n == len(parts) - 1
        if part == "**":
            out += r"(?s:.*)" if last else r"(?:[^/]+/)*"
        else:
            one = fnmatch.translate(part).removesuffix(r"\Z").removesuffix(r"\z")
            out += f"(?=[^/]*{'$' if last else '/'})" + one.replace("(?s:.*)", "[^/]*")
            out += "" if last else "/"
    return out
