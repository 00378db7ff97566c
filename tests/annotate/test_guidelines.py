"""The page of fields is in step with the declarations."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.annotate.guidelines import PAGE, page
from extractor.cli.corpus import command
from extractor.schema import fields

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus here")
def test_the_page_is_in_step() -> None:
    written = (CORPUS / PAGE).read_text(encoding="utf-8")
    assert written == page(), "run: extractor corpus guidelines corpus"


def test_every_field_is_told_with_its_examples() -> None:
    told = page()
    for field in fields().values():
        assert told.count(f"### `{field.key}` {field.label}") == 1
    assert told.count("\n- good: ") == sum(len(each.examples) for each in fields().values())
    assert told.count("\n- bad: ") == sum(len(each.bad) for each in fields().values())


def test_command(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(command, ["guidelines", str(tmp_path), "--check"]).exit_code == 1
    assert run(command, ["guidelines", str(tmp_path)]).exit_code == 0
    assert run(command, ["guidelines", str(tmp_path), "--check"]).exit_code == 0
    (tmp_path / PAGE).write_text("别的", encoding="utf-8")
    assert run(command, ["guidelines", str(tmp_path), "--check"]).exit_code == 1
