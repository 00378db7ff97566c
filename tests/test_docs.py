"""What the documents say is true: every example in them and in the docstrings runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import shlex
from pathlib import Path

import click
import pytest

import extractor
from extractor.cli import COMMANDS, cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = ["extractor"] + [
    each.name for each in pkgutil.walk_packages(extractor.__path__, "extractor.")
]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert not failed


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall(page.read_text("utf-8")) if kind == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_blocks(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page are one conversation with the interpreter."""
    monkeypatch.chdir(ROOT)
    text = "\n".join(blocks(page, "pycon"))
    examples = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    ran = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples)
    assert not ran.failed
    for body in blocks(page, "python"):
        exec(compile(body, str(page), "exec"), {})


def commands(page: Path) -> list[str]:
    lines = [line for body in blocks(page, "sh") for line in body.splitlines()]
    parts = [part.split("#")[0].strip() for line in lines for part in line.split("&&")]
    return [part for part in parts if re.match(r"(\S*/)?extractor ", part)]


@pytest.mark.parametrize(
    ("page", "line"), [(page, line) for page in PAGES for line in commands(page)]
)
def test_commands_are_there(page: Path, line: str) -> None:
    """A command that a page shows exists and takes these arguments; it is not run."""
    words = shlex.split(line)[1:]
    words = words[: words.index(">")] if ">" in words else words
    if words[0].startswith("-"):
        assert words[0] in ("--help", "--version", "-h")
        return
    assert words[0] in COMMANDS
    command = cli.get_command(click.Context(cli), words[0])
    assert command is not None
    while isinstance(command, click.Group):
        del words[0]
        command = command.get_command(click.Context(command), words[0])
        assert command is not None, line
    command.make_context(words[0], words[1:], resilient_parsing=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"extractor {name}" not in text] == []
