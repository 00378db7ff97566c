"""Every field has an example, and the examples are read as they are marked."""

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
    read = {statement(fact) for fact in extract(Text(f"2022年度部门决算\n{document.text}")).facts}
    missing = [each for each in map(statement, document.facts) if each not in read]
    assert missing == []
