"""The functional classification (政府收支分类科目): names of its classes and of what is below."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _declared() -> dict[str, dict[str, list[str]]]:
    file = resources.files("extractor.schema") / "functions.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def classes() -> dict[str, str]:
    """Names of the classes (类), current and older ones -> their code.

    >>> classes()["教育支出"]
    '205'
    """
    return {name: code for code, names in _declared()["class"].items() for name in names}


@cache
def function_names() -> tuple[str, ...]:
    """Names of all levels: classes (类), then those of 款 and 项.

    >>> "行政运行" in function_names()
    True
    """
    return tuple(dict.fromkeys((*classes(), *_declared()["items"]["names"])))
