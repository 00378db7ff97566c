"""Marked-up documents as the scorer and the rooms of the road see them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.annotate import Document
from extractor.evaluate import Doc, compare, lines
from extractor.evaluate.load import record_document
from extractor.evaluate.match import linked
from extractor.fact import Fact
from extractor.layout import reflow
from extractor.link.context import Context
from extractor.link.link import stated
from extractor.link.year import document_year
from extractor.mentions import find
from extractor.outline import outline
from extractor.record import assemble
from extractor.segment import segment
from extractor.source import Text, read


def context(text: str, name: str) -> Context:
    """The earlier rooms' view of a text."""
    reflowed = reflow(read(Text(text, name)))
    headings = outline(reflowed)
    mentions = find(reflowed.clean)
    year = document_year(reflowed, headings)
    return Context(reflowed, headings, segment(reflowed, headings), mentions, year)


def gold(document: Document) -> Doc:
    """The facts of a marked-up document in the form in which they are scored."""
    known = lines.field_keys()
    front = document.front
    items = []
    for number, line in enumerate(document.gold(), 1):
        each = msgspec.convert(line, lines.Line)
        if each.kind not in ("section", "finding"):
            items.append(lines.item(each, f"{front.id}: fact {number}", known, placed=True))
    return Doc(
        front.id, document.sha256, tuple(items), None, document.text, front.province,
        by_hand=front.by_hand,
    )  # fmt: skip


def came_true(document: Document) -> tuple[Context, Sequence[Fact], list[bool]]:
    """What the rooms state of a document, and which of these facts gold has: field, role,
    period and value are right."""
    ctx = context(document.text, f"{document.front.id}.txt")
    facts, _ = stated(ctx)
    record = assemble(ctx.text, ctx.outline, facts)
    found = record_document(record.to_dict(), document.front.id)
    compared = compare(gold(document), found, findings=False)
    right = {j for i, j in compared.pairs if linked(compared.gold.items[i], found.items[j])}
    return ctx, record.facts, [at in right for at in range(len(record.facts))]
