"""The date that a statement about people or assets holds for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.link.context import Context

_PRIOR_END = re.compile(r"(?:上年|去年|上一年)度?年?(?:底|末|末尾|12月31日)")
_END = re.compile(r"年(?:底|末)|期末|12月31日")
_FAR = 1000  #: characters before a figure in which its date is looked for


def as_of(ctx: Context, start: int, at: int, section: int | None = None) -> str | None:
    """The last date told in ``[start, at)``: an ISO date or a year, else None.

    年底 and 年末 are the 31st of December, of the document's year where none is named;
    上年底 is that of the year before. Where the paragraph tells none, the last year's end
    told in its section before it (from clean offset *section* on) holds.
    """
    found: str | None = None
    low = max(start, at - _FAR)
    for index in reversed(ctx.mentions_in(low, at)):
        mention = ctx.mentions[index]
        if mention.kind == "date" and str(mention.value)[:2] == "20":
            found, low = str(mention.value), mention.end
            if len(found) == 4 and _END.match(ctx.clean, mention.end - 1):
                found = f"{found}-12-31"
            break
    if _PRIOR_END.search(ctx.clean, low, at):
        return f"{ctx.year - 1}-12-31" if ctx.year else None
    if _END.search(ctx.clean, low, at):
        year = found[:4] if found else ctx.year
        return f"{year}-12-31" if year else None
    if found is None and section is not None and section < start:
        above = as_of(ctx, section, start)
        return above if above and above.endswith("-12-31") else None
    return found
