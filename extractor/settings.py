"""Where settings are written down: the tables of ``extractor.toml`` or of ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec

from extractor.errors import fail

#: Files that are looked for in the current directory, the first that is there.
FILES: Final = ("extractor.toml", "pyproject.toml")
TABLES: Final = ("check", "limits")


class Tables(msgspec.Struct, frozen=True):
    """What a file says: ``prefix`` is ``tool.extractor.`` in a ``pyproject.toml``."""

    path: Path
    prefix: str
    tables: dict[str, Any]


def find_settings(path: str | Path | None = None, folder: Path | None = None) -> Tables | None:
    """The settings of the file at *path*, else of one in *folder* (the current directory).

    Raises:
        ExtractorError: EX503, naming file and place, where it is no TOML or has unknown tables.
    """
    if path is not None:
        return _from_file(Path(path))
    for name in FILES:
        file = (folder or Path()) / name
        if file.is_file():
            # a project's own file may say nothing of this
            return _from_file(file)
    return None


def _from_file(path: Path) -> Tables:
    try:
        whole = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise fail("EX503", f"{path}: {error.strerror or error}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise fail("EX503", f"{path}: not TOML: {error}") from None
    prefix = ""
    if path.name == "pyproject.toml":
        whole, prefix = whole.get("tool", {}).get("extractor", {}), "tool.extractor."
    if not isinstance(whole, dict):
        raise fail("EX503", f"{path}: {prefix.rstrip('.')} is not a table")
    for key in whole:
        if key not in TABLES:
            known = " and ".join(f"{prefix}{each}" for each in TABLES)
            raise fail("EX503", f"{path}: {prefix}{key}: unknown key; there are {known}")
    return Tables(path, prefix, whole)


def told(path: Path, where: str, error: msgspec.ValidationError) -> str:
    """What does not fit, with its place: ``a.toml: Expected `int` - at `limits.pages```."""
    text = str(error).replace(" - at `$", f" - at `{where}")
    return f"{path}: {text}" + ("" if where in text else f" in {where}")
