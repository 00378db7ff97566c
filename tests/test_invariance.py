"""What must not matter does not: the segmenter, where lines are cut, how they end."""

from __future__ import annotations

import difflib
import importlib.util
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import extractor
from extractor.annotate.markup import compile_document
from extractor.annotate.noise import make_noise
from extractor.layout import reflow
from extractor.source import read

ROOT = Path(__file__).parents[1]
MARKED = sorted((ROOT / "corpus" / "train").glob("*.mark"))
TEXTS = sorted((ROOT / "corpus").glob("*/*.txt"))
#: What a fact says, whatever it looked like on the page.
SAID = ("field", "role", "period", "value", "unit", "category", "name")


#: The share of the facts that any layout leaves as they are.
KEPT = 0.95
#: Documents with rows of bare figures, or items by name alone: lines shorter than those of any
#: page cut these apart, and more is lost there.
NARROW, KEPT_NARROW = 24, 0.85
CUT_APART = frozenset(
    ("gx_veterans_2021", "jl_statistics_2022", "qh_police_2022", "xz_health_2022")
)


def said(record: extractor.Record) -> list[str]:
    """The facts of a record in reading order, a line each.

    Texts are given as written, in full width and with blanks or not, so the lines are
    normalised.
    """
    lines = (" | ".join(str(getattr(fact, key)) for key in SAID) for fact in record.facts)
    return [re.sub(r"(?<! \|) (?!\|)", "", unicodedata.normalize("NFKC", line)) for line in lines]


def same(left: list[str], right: list[str], what: str) -> None:
    if left != right:
        lines = difflib.unified_diff(left, right, "as written", what, n=0, lineterm="")
        pytest.fail("\n".join(list(lines)[:40]), pytrace=False)


@cache
def clean(path: Path) -> str:
    """The text of a marked document before noise: a line is a paragraph."""
    return compile_document(path).clean


@cache
def expected(path: Path) -> list[str]:
    return said(extractor.extract(extractor.Text(clean(path))))


def layouts() -> st.SearchStrategy[list[str]]:
    """Names of noise operators: wrapped anew, more or less like a page."""
    width = st.integers(15, 60).map(lambda n: [f"wrap:{n}"])
    blank = st.sampled_from([[], ["blank_lines"]])
    ends = st.sampled_from([[], ["crlf"]])
    return st.tuples(width, blank, ends).map(
        lambda parts: [each for part in parts for each in part]
    )


def paragraphs(path: Path) -> bool:
    """Whether a line is a paragraph; some documents have a page on a line."""
    return len(clean(path)) / (clean(path).count("\n") + 1) < 200


def keeps(path: Path, operators: list[str]) -> None:
    """Re-wrapped, a document states the same.

    Where a paragraph's last line happens to be full, nobody can tell that it ends there, and
    the next is joined to it now and then. So: the same facts wherever reflowing found the same
    paragraphs, and nearly all of them where it did not.
    """
    given, wrapped = extractor.Text(clean(path)), make_noise(clean(path), operators).text
    found = said(extractor.extract(extractor.Text(wrapped)))
    if reflow(read(given)).clean == reflow(read(extractor.Text(wrapped))).clean:
        same(expected(path), found, " ".join(operators))
    kept = (Counter(expected(path)) & Counter(found)).total()
    width = next((int(each[5:]) for each in operators if each.startswith("wrap:")), NARROW)
    share = KEPT_NARROW if width < NARROW and path.stem in CUT_APART else KEPT
    if kept < share * max(len(expected(path)), len(found)) and paragraphs(path):
        same(expected(path), found, " ".join(operators))


DOCUMENTS = pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
ANY = settings(max_examples=5, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))


@DOCUMENTS
@ANY
@example(operators=["wrap:32", "blank_lines"])
@given(operators=layouts())
def test_the_layout_does_not_matter(path: Path, operators: list[str]) -> None:
    keeps(path, operators)


@pytest.mark.slow
@DOCUMENTS
@MANY
@given(operators=layouts())
def test_no_layout_matters(path: Path, operators: list[str]) -> None:
    keeps(path, operators)


@DOCUMENTS
@pytest.mark.parametrize(
    "operators",
    [
        "crlf", "bom", "fullwidth", "fullwidth:percent", "spaces", "traditional", "traditional:40",
        "glosses:2", "traditional glosses:3",
    ],
)  # fmt: skip
def test_characters_do_not_matter(path: Path, operators: str) -> None:
    document = make_noise(clean(path), operators.split()).text
    if operators == "spaces":
        # Blanks are what parts the cells of a table, so they matter there and nowhere else.
        same(outside_tables(clean(path)), outside_tables(document), operators)
    else:
        same(expected(path), said(extractor.extract(extractor.Text(document))), operators)


def outside_tables(text: str) -> list[str]:
    """The facts of a text that do not stand in one of its tables."""
    laid_out = reflow(read(extractor.Text(text)))
    tables = [laid_out.map.to_source(each.start, each.end) for each in laid_out.regions]
    record = extractor.extract(extractor.Text(text))
    facts = [
        fact
        for fact in record.facts
        if not any(start <= fact.evidence[0].start < end for start, end in tables)
    ]
    return said(msgspec.structs.replace(record, facts=tuple(facts)))


def test_a_second_reading_is_the_first() -> None:
    for path in TEXTS[:3]:
        assert extractor.extract(path).to_json() == extractor.extract(path).to_json()


_BY_ENGINE = """
import sys, extractor
for path in sys.argv[1:]:
    print(extractor.extract(path).to_json())
"""


def records(engine: str | None) -> Iterator[bytes]:
    """The records of the corpus as JSON, made in a new process with *engine*."""
    env = dict(os.environ)
    env.pop("EXTRACTOR_WORDS", None)
    if engine is not None:
        env["EXTRACTOR_WORDS"] = engine
    done = subprocess.run(
        [sys.executable, "-c", _BY_ENGINE, *map(str, TEXTS)],
        env=env, capture_output=True, check=True, timeout=240,
    )  # fmt: skip
    return iter(done.stdout.splitlines())


def test_the_segmenter_does_not_matter() -> None:
    if importlib.util.find_spec("rjieba") is None:
        pytest.skip("rjieba is not installed")
    for path, slow, fast in zip(TEXTS, records("jieba"), records("rjieba"), strict=True):
        facts = [
            [
                {key: value for key, value in fact.items() if key != "confidence"}
                for fact in msgspec.json.decode(line)["facts"]
            ]
            for line in (slow, fast)
        ]
        assert facts[0] == facts[1], path.name
