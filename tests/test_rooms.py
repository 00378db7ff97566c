"""Data flows one way: a room imports from rooms before it and from the stones only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "extractor"

#: Every room may import from those above it.
ROOMS = (
    "source", "layout", "schema", "outline", "segment", "mentions", "tables", "link", "record",
    "checks", "pipeline", "annotate", "evaluate", "train", "view", "verify", "desk", "batch",
    "spacy", "cli", "__main__",
)  # fmt: skip
#: Every room may import these; they import only one another.
STONES = ("span", "quantity", "errors", "fact", "finding", "settings")
#: Libraries that are at home in one place only.
HOMES = {
    "spacy": ("spacy/",),
    "sklearn": ("train/",),
    "jieba": ("segment/words.py",),
    "rjieba": ("segment/words.py",),
    "pandas": ("record/",),
    "click": ("cli/",),
    "rich": ("cli/", "train/", "batch/"),
    "charset_normalizer": ("source/",),
    "ahocorasick_rs": ("link/",),
    "starlette": ("desk/",),
    "uvicorn": ("desk/serve.py",),
}

FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that a file imports, lazily or not."""
    package = ("extractor", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield node.lineno, each.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *filter(None, [node.module])))
            names = [f"{base}.{each.name}" for each in node.names]
            # from extractor import X takes X from the face or is the room X
            yield from ((node.lineno, each) for each in (names if base == "extractor" else [base]))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_room_has_its_place() -> None:
    found = {room(path) for path in FILES}
    assert found - {*ROOMS, *STONES, "__init__"} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_come_from_rooms_before(path: Path) -> None:
    here = room(path)
    wrong = []
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] != "extractor" or here == "__init__":
            continue
        there = parts[1] if len(parts) > 1 else ""
        if there in (here, *STONES) and (here not in STONES or there in STONES):
            continue
        if here in ROOMS and there in ROOMS and ROOMS.index(there) < ROOMS.index(here):
            continue
        # the face itself, with what it has from the rooms before this one
        if here in ROOMS[ROOMS.index("pipeline") :] and there in ("__version__", "Text", "extract"):
            continue
        wrong.append(f"line {line}: {name}")
    assert not wrong, f"{here} may not import these"


@pytest.mark.parametrize("library", HOMES)
def test_libraries_stay_at_home(library: str) -> None:
    strangers = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in FILES
        for line, name in imports(path)
        if name.split(".")[0] == library
        and not str(path.relative_to(PACKAGE)).startswith(HOMES[library])
    ]
    assert not strangers


def test_every_room_has_a_face() -> None:
    bare = [
        name
        for name in ROOMS
        if (PACKAGE / name / "__init__.py").exists()
        and not ast.get_docstring(ast.parse((PACKAGE / name / "__init__.py").read_text("utf-8")))
    ]
    assert not bare, "a room says in one line what it does"


def loaded(code: str) -> set[str]:
    """The libraries in memory after *code* ran in a new process."""
    script = (
        f"import sys; before = set(sys.modules)\n{code}\n"
        "print('\\n', *{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    names = set(ran.stdout.splitlines()[-1].split())
    return {name for name in names if name not in sys.stdlib_module_names} - {"extractor"}


def test_import_loads_no_library() -> None:
    assert {each for each in loaded("import extractor") if not each.startswith("_")} == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"]])
def test_the_command_line_loads_click_only(arguments: list[str]) -> None:
    found = loaded(
        f"from extractor.cli import main\ntry: main({arguments!r})\nexcept SystemExit: pass"
    )
    assert found <= {"click", "colorama"}


HEAVY = {"spacy", "thinc", "sklearn", "scipy", "pandas", "pydantic", "jieba", "rjieba", "rich"}


@pytest.mark.parametrize(
    "code",
    [
        "extractor.find_mentions('合计1.2万元')",
        "extractor.extract(extractor.Text('2023年度收入总计3万元。')).to_json()",
    ],
)
def test_extraction_loads_nothing_heavy(code: str) -> None:
    assert loaded(f"import extractor; {code}") & HEAVY == set()


@pytest.mark.parametrize(
    "command", ["extract", "check", "explain", "verify", "view", "evaluate", "corpus"]
)
def test_help_of_a_command_loads_nothing_heavy(command: str) -> None:
    if not (PACKAGE / "cli" / f"{command}.py").exists():
        pytest.skip(f"there is no {command}")
    code = f"try: main([{command!r}, '--help'])\nexcept SystemExit: pass"
    assert loaded(f"from extractor.cli import main\n{code}") & (HEAVY | {"numpy"}) == set()
