"""A small corpus, a desk over it, and clients that behave or do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.desk import Store
from extractor.desk.desk import Desk
from extractor.desk.documents import find_documents
from extractor.desk.fields import catalogue
from extractor.desk.types import Marking, Plain

#: Emoji, astral characters, CRLF, a form feed, mark-up that must stay text, a wrap in a figure.
TORTURE = (
    "  😀𠮷安县<b>水利</b>局2023年度部门决算\r\n第一部分 部门概况\r\n一、主要职责\r\n"
    "（一）贯彻执行&amp;水利</script><img src=x onerror=alert(1)>方针\U0002000b政策。\r\n"
    "第二部分 2023年度部门决算情况说明\r\n一、收入支出决算总体情况说明\r\n"
    "2023年度收入总计、支出总计均为360.44万\r\n\r\n元，\t与上年相比增加20.70万元，增长6.09%。\r\n"
    "\x0c二、三公经费\r\n👨‍👩‍👧本年度无公务接待费支出。会议费1.20万元。\r\n"
)
PLAIN = "云渠县档案馆2023年度部门决算\n一、收入情况\n2023年度收入总计120.00万元。培训费3.5万元。\n"


def fact_at(
    text: str, quote: str, field: str = "training", kind: str = "money", **more: object
) -> Plain:
    """A fact on the first place where *quote* stands."""
    start = text.index(quote)
    place = {"role": "value", "start": start, "end": start + len(quote), "quote": quote}
    return {"field": field, "kind": kind, "value": "1", "evidence": [place], **more}


def marking(text: str, quote: str, name: str = "n1", **more: object) -> Marking:
    """A marking made by hand."""
    return Marking(name, "manual", fact_at(text, quote, **more))  # type: ignore[arg-type]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "aside").mkdir(parents=True)
    (folder / "a.txt").write_bytes(TORTURE.encode())
    (folder / "b.txt").write_text(PLAIN, "utf-8")
    (folder / "aside" / "c.txt").write_text(PLAIN.replace("档案", "图书"), "utf-8")
    return folder


@pytest.fixture
def make_desk(corpus: Path) -> Callable[..., Desk]:
    def make(annotator: str = "ann", **more: object) -> Desk:
        root, listed = find_documents([corpus])
        fields = catalogue()
        store = Store(root, root / "annotations" / annotator, annotator, fields)
        return Desk(root, listed, store, fields, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()
