"""Findings -> text: for people, for programs, SARIF, and annotations of GitHub."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Final

from extractor.checks.render.types import Checked, Failure, Look

#: Each has a module of its name here.
FORMATS: Final = ("text", "json", "sarif", "github")


def render(form: str, checked: Sequence[Checked], look: Look) -> str:
    """All files in one of ``FORMATS``.

    >>> from extractor import Text, extract
    >>> text = "2022年度收入总计120.00万元，与上年相比增加20.00万元，增长0.20%。"
    >>> found = Checked("a.txt", extract(Text(text)), text)
    >>> print(render("text", [found], Look(language="en")).splitlines()[0])
    a.txt:1:37  error FA201 A rate of change that its amounts do not give [change]  the doc...
    """
    assert form in FORMATS, form
    module = import_module(f"extractor.checks.render.{form}")
    return str(module.render(checked, look))


__all__ = ["FORMATS", "Checked", "Failure", "Look", "render"]
