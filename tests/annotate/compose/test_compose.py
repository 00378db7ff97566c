"""Composed documents: figures that add up, or break the one identity that is named."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from extractor.annotate.compose import compose_one
from extractor.annotate.compose.plant import PLANTERS
from extractor.annotate.compose.vocabulary import kinds, profiles
from extractor.annotate.compose.write import LENGTHS, Composed, compose
from extractor.annotate.corpus import crossing, validate
from extractor.annotate.markup import _FRONT, Document, Front, compile_text, write
from extractor.cli.corpus import command
from extractor.fact import Fact

SEED, COUNT = 7, 120
COMPOSED = [compose_one(SEED, number) for number in range(1, COUNT + 1)]
#: Families that no figure shows.
IN_WORDS = {
    "year", "organisation", "numbering", "leftover", "typography", "contradiction",
}  # fmt: skip


def compiled(composed: Composed) -> Document:
    match = _FRONT.match(composed.content)
    assert match is not None
    front = msgspec.convert(tomllib.loads(match[1]), Front)
    document, problems = compile_text(composed.content[match.end() :], front)
    assert not problems, (composed.id, problems)
    assert document is not None
    return document


@pytest.mark.parametrize("composed", COMPOSED, ids=lambda each: each.id)
def test_figures_add_up_or_break_what_is_named(
    composed: Composed, broken: Callable[[Sequence[Fact]], set[str]]
) -> None:
    document = compiled(composed)
    spans = sorted({(each.evidence[0].start, each.evidence[0].end) for each in document.facts})
    assert not list(crossing(spans, document.text))
    assert LENGTHS[0] <= len(document.clean) <= LENGTHS[1] + 60
    families = [each.family for each in document.findings]
    assert families == ([composed.family] if composed.family else [])
    assert bool(document.front.note) == bool(families)
    if composed.family == "unit":
        finding = document.findings[0]
        assert finding.stated is not None
        assert finding.expected is not None
        assert Decimal(finding.expected) == 10000 * Decimal(finding.stated)
        place = finding.spans[0].start
        mended = [
            msgspec.structs.replace(fact, value=finding.expected)
            if fact.evidence[0].start == place
            else fact
            for fact in document.facts
        ]
        assert broken(mended) == set()
    elif composed.family is None or composed.family in IN_WORDS:
        assert broken(document.facts) == set()
    else:
        assert broken(document.facts) == {composed.family}


def test_every_family_province_and_kind_has_its_turn() -> None:
    told = Counter(each.family for each in COMPOSED)
    assert set(told) == {None, *PLANTERS}
    assert 0.35 <= 1 - told[None] / COUNT <= 0.45
    fronts = [compiled(each).front for each in COMPOSED]
    assert {each.province for each in fronts} == {each.province for each in profiles()}
    assert {each.unit_kind for each in fronts} == {each.unit_kind for each in kinds()}
    assert {each.year for each in fronts} >= set(range(2015, 2025))


def test_the_same_seed_gives_the_same_documents() -> None:
    assert compose_one(3, 5) == compose_one(3, 5)
    assert compose_one(3, 5) != compose_one(4, 5)


def test_a_composed_corpus_is_sound(tmp_path: Path) -> None:
    paths = [path for path, _ in compose(tmp_path, 6, 1)]
    write(tmp_path)
    assert validate(tmp_path) == (6, [])
    assert {path.parent.name for path in paths} == {"composed"}
    before = {path.name: path.read_bytes() for path in tmp_path.rglob("*.mark")}
    (tmp_path / "dev" / "hand.mark").parent.mkdir(exist_ok=True)
    (tmp_path / "dev" / "hand.mark").write_text("kept", encoding="utf-8")
    run = CliRunner().invoke(
        command, ["compose", "-o", str(tmp_path), "--count", "6", "--seed", "1"]
    )
    assert run.exit_code == 0, run.output
    (tmp_path / "dev" / "hand.mark").unlink()
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*.mark")} == before
