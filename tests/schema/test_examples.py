"""Every field has an example; good ones are read as they are marked, bad ones are not."""

from __future__ import annotations

import pytest

from extractor import Text, extract
from extractor.annotate.markup import Front, compile_text
from extractor.fact import Fact
from extractor.schema import fields

FRONT = Front("example", "示例", "示例", 2022)
EXAMPLES = [
    pytest.param(key, example, id=f"{key}-{at}")
    for key, field in fields().items()
    for at, example in enumerate(field.examples)
]
BAD = [
    pytest.param(key, bad.text, id=f"{key}-{at}")
    for key, field in fields().items()
    for at, bad in enumerate(field.bad)
]
TITLE = "2022年度部门决算\n"


def statement(fact: Fact) -> tuple[object, ...]:
    value = "".join(fact.value.split()) if isinstance(fact.value, str) else fact.value
    return fact.field, fact.kind, fact.role, fact.period or None, value, fact.category


def test_every_field_has_an_example() -> None:
    assert [key for key, field in fields().items() if not field.examples] == []


@pytest.mark.parametrize(("key", "example"), EXAMPLES)
def test_examples_are_read_as_marked(key: str, example: str) -> None:
    document, problems = compile_text(example, FRONT)
    assert problems == []
    assert document is not None
    assert key in {fact.field for fact in document.facts}
    # what an example leaves out is the year, which its front matter tells
    read = {statement(fact) for fact in extract(Text(TITLE + document.text)).facts}
    missing = [each for each in map(statement, document.facts) if each not in read]
    assert missing == []


@pytest.mark.parametrize(("key", "example"), BAD)
def test_bad_examples_are_not_read_as_marked(key: str, example: str) -> None:
    document, problems = compile_text(example, FRONT)
    assert problems == []
    assert document is not None
    (wrong,) = document.facts
    assert wrong.field == key
    start, end = (len(TITLE) + at for at in (wrong.evidence[0].start, wrong.evidence[0].end))
    stated = [
        (fact.field, fact.role, fact.value)
        for fact in extract(Text(TITLE + document.text)).facts
        if (fact.kind, fact.field) == (wrong.kind, wrong.field)
        and fact.evidence[0].start < end
        and start < fact.evidence[0].end
    ]
    assert stated == []
