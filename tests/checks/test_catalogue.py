"""Every rule finds what its bad examples mark, and nothing in its good ones."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from extractor.annotate.markup import Document, Front, compile_text
from extractor.checks.catalogue import rules
from extractor.finding import Finding

_SPEC = importlib.util.spec_from_file_location("examples", Path(__file__).parent / "examples.py")
assert _SPEC
assert _SPEC.loader
_EXAMPLES = importlib.util.module_from_spec(_SPEC)
sys.modules.setdefault("examples", _EXAMPLES)
_SPEC.loader.exec_module(_EXAMPLES)
examined = _EXAMPLES.examined

#: Those that compare documents are tested in test_across.py.
ALONE = {code: rule for code, rule in rules().items() if not rule.across}
BAD = [(code, text) for code, rule in ALONE.items() for text in rule.bad]
GOOD = [(code, text) for code, rule in ALONE.items() for text in rule.good]


def compiled(text: str) -> Document:
    document, problems = compile_text(text, Front("example", "省", "局", 2022))
    assert not problems
    assert document is not None
    return document


def found(code: str, text: str) -> list[Finding]:
    record = examined(text)
    return [each for each in record.findings if each.code == code]


@pytest.mark.parametrize(("code", "text"), BAD, ids=[f"{c}-{n}" for n, (c, _) in enumerate(BAD)])
def test_a_bad_example_is_found(code: str, text: str) -> None:
    document = compiled(text)
    marked = [each.spans[0] for each in document.findings]
    assert marked
    assert {each.family for each in document.findings} == {rules()[code].family}
    told = found(code, document.text)
    assert len(told) == len(marked)
    for place, finding in zip(marked, told, strict=True):
        first = finding.spans[0]
        assert first.role == "primary"
        assert first.start < place.end
        assert place.start < first.end
        assert document.text[first.start : first.end] == first.quote


@pytest.mark.parametrize(("code", "text"), GOOD, ids=[f"{c}-{n}" for n, (c, _) in enumerate(GOOD)])
def test_nothing_is_found_in_a_good_example(code: str, text: str) -> None:
    document = compiled(text)
    assert not document.findings
    record = examined(document.text)
    assert [each.message for each in record.findings if each.severity == "error"] == []
    assert [each.message for each in record.findings if each.code == code] == []
