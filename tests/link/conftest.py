"""Texts as the linkers meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.layout import reflow
from extractor.link.context import Context
from extractor.link.year import document_year
from extractor.mentions import find
from extractor.outline import outline
from extractor.segment import segment
from extractor.source import Text, read


def context(text: str) -> Context:
    reflowed = reflow(read(Text(text, "test.txt")))
    headings = outline(reflowed)
    year = document_year(reflowed, headings)
    return Context(reflowed, headings, segment(reflowed, headings), find(reflowed.clean), year)


@pytest.fixture
def context_of() -> Callable[[str], Context]:
    return context


@pytest.fixture
def report_of() -> Callable[[str], Context]:
    """The context of a body that stands in a narrative section of a whole document."""

    def report(body: str, title: str = "绩效自评结果") -> Context:
        return context(
            f"第三部分 2023年度部门决算情况说明\n一、预算绩效情况说明\n（一）{title}\n{body}\n"
            "第四部分 名词解释\n1.基本支出：指保障机构运转的支出。\n"
        )

    return report
