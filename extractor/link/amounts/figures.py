"""Reads one figure where the walk meets it: amount, percentage, count or date."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from extractor.link.amounts.counts import count_field
from extractor.link.amounts.percents import Percents
from extractor.link.context import decimal_text
from extractor.mentions import Mention


class Figures(Percents):
    """Reads a mention by its kind."""

    def mention(self, index: int, start: int, end: int) -> None:
        """Read the mention *index*."""
        mention = self.ctx.mentions[index]
        kind = mention.kind
        if kind == "date":
            self._date(mention, start, end)
        elif kind == "money":
            self._money(index, mention)
        elif kind == "percent":
            self._percent(index, mention)
        elif kind == "count":
            self._count(index, mention)
        elif kind == "number" and self._is_amount(start, end):
            self._money(index, mention)
        elif kind == "number" and self._lacks_yuan(start, end):
            self._money(index, msgspec.structs.replace(mention, unit="元", currency="CNY"))

    def _count(self, index: int, mention: Mention) -> None:
        state = self.state
        subject = state.subject or state.anchor
        if subject is None or not isinstance(mention.value, Decimal):
            return
        found = count_field(self.clean, mention, subject.keys)
        if found is None:
            return
        key, name = found
        hedged = mention.low != mention.value or mention.high != mention.value
        fact = self.ctx.fact(
            key,
            [("value", mention.start, mention.end)],
            value=decimal_text(mention.value),
            low=decimal_text(mention.low) if hedged else None,
            high=decimal_text(mention.high) if hedged else None,
            as_printed=True,
            unit=mention.unit,
            period=self._period("actual"),
            name=name,
            approx=mention.approx,
            confidence=0.95,
            made_by="rule:counts",
        )
        self.facts.append(fact)
        self.ctx.claimed.add(index)
        if state.last is not None and subject.start > state.last.start and not state.used:
            state.subject = state.last  # its label has only told what is counted
