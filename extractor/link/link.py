"""Mentions and sentences -> facts: every linker in turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from extractor.fact import Evidence, Fact
from extractor.layout import Text
from extractor.link.amounts import link_amounts
from extractor.link.assets import link_assets
from extractor.link.confidence import rate
from extractor.link.context import Context
from extractor.link.document import link_document
from extractor.link.duties import link_duties
from extractor.link.indicators import link_indicators
from extractor.link.narrative import link_narrative
from extractor.link.none import link_none
from extractor.link.organisation import link_organisation
from extractor.link.quantities import link_quantities
from extractor.link.staffing import link_staffing
from extractor.link.tables import link_tables
from extractor.link.terms import link_terms
from extractor.link.year import document_year
from extractor.mentions import Mention
from extractor.outline import Outline
from extractor.segment import Sentence
from extractor.tables import Table

#: A place that nobody has filled in: what is stated there is no fact.
#: It begins with a set of characters, so that the search skips to one of them.
_BLANK = re.compile(
    r"[XxＸｘ×*＊_＿○〇填](?:(?<=[XxＸｘ×])[XxＸｘ×]|(?<=[*＊])[*＊]|(?<=_)__|(?<=＿)＿"
    r"|(?<=[○〇])[○〇][局委院校县市区镇乡]|(?<=填)[写列]。?$)"
)
Linker = Callable[[Context], Iterator[Fact]]

#: The linkers that claim their counts before amounts are read.
BEFORE_AMOUNTS: tuple[Linker, ...] = (
    link_document,
    link_organisation,
    link_duties,
    link_staffing,
    link_assets,
)
#: In this order; a linker leaves the mentions alone that one before it has claimed.
LINKERS: tuple[Linker, ...] = (
    *BEFORE_AMOUNTS,
    link_amounts,
    link_none,
    link_terms,
    link_indicators,
    link_narrative,
    link_quantities,
)


def link(
    text: Text,
    outline: Outline,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    tables: Sequence[Table] = (),
) -> tuple[list[Fact], tuple[str, ...]]:
    """Every fact of a document, and warnings about what could not be told."""
    ctx = Context(text, outline, sentences, mentions, document_year(text, outline))
    facts, warnings = stated(ctx)
    rate(ctx, facts)
    if tables:
        facts.extend(link_tables(tables, text.source, ctx.year))
    return facts, warnings


def stated(ctx: Context) -> tuple[list[Fact], tuple[str, ...]]:
    """The same of a document at hand, each fact as sure as its linker is of it."""
    warnings: list[str] = []
    if ctx.year is None:
        warnings.append("no fiscal year could be told; periods are left open")
    facts: list[Fact] = []
    for linker in LINKERS:
        facts.extend(linker(ctx))
    if _BLANK.search(ctx.clean):
        filled = [each for each in facts if not any(map(_is_blank, each.evidence))]
        if len(filled) < len(facts):
            warnings.append(f"{len(facts) - len(filled)} statements with blanks left to fill in")
            facts = filled
    return facts, tuple(warnings)


def _is_blank(evidence: Evidence) -> bool:
    return evidence.role == "value" and _BLANK.search(evidence.quote) is not None
