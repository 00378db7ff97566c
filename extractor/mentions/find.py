"""Find every typed number in a canonical text."""

from __future__ import annotations

from extractor.mentions.grammar import LONGEST_SEED, SEED, URL
from extractor.mentions.join import join
from extractor.mentions.raw import Raw
from extractor.mentions.read import read
from extractor.mentions.types import Mention


def find(clean: str) -> tuple[Mention, ...]:
    """The typed numbers of a canonical text (see ``layout``), in order.

    >>> [(m.text, m.kind, str(m.value)) for m in find("共3场、约200人次，支出1.2万元")]
    [('3场', 'count', '3'), ('约200人次', 'count', '200'), ('1.2万元', 'money', '12000')]
    """
    raws: list[Raw] = []
    end = 0
    floor = 0
    if "://" in clean:  # addresses hold figures that are no numbers
        clean = URL.sub(lambda match: " " * len(match[0]), clean)
    for seed in SEED.finditer(clean):
        at, stop = seed.span()
        if stop - at > LONGEST_SEED:
            end = stop
            continue
        if at < end:
            if stop <= end:
                continue
            at = end
        while at < stop:
            raw, end = read(clean, at, floor)
            if raw is not None:
                raws.append(raw)
                floor = end
            at = end
    return tuple(raw.mention(clean) for raw in join(raws, clean))
