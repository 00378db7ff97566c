"""Find every typed number in a canonical text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.mentions.grammar import LONGEST_SEED, SEED, URL
from extractor.mentions.join import join
from extractor.mentions.plain import LISTED, SCAN, mention
from extractor.mentions.raw import Raw
from extractor.mentions.read import read
from extractor.mentions.types import Mention


def find(clean: str, skip: Sequence[tuple[int, int]] = ()) -> tuple[Mention, ...]:
    """The typed numbers of a canonical text (see ``layout``), in order.

    ``skip`` gives spans, in order and apart, in which nothing is looked for.

    >>> [(m.text, m.kind, str(m.value)) for m in find("共3场、约200人次，支出1.2万元")]
    [('3场', 'count', '3'), ('约200人次', 'count', '200'), ('1.2万元', 'money', '12000')]
    >>> [m.text for m in find("共3场、约200人次", skip=[(0, 3)])]
    ['约200人次']
    """
    if "://" in clean:  # addresses hold figures that are no numbers
        clean = URL.sub(lambda match: " " * len(match[0]), clean)
    found: list[Mention] = []
    raws: list[Raw] = []  # numbers that a range or list may join
    end = floor = 0
    for low, high in _between(skip, len(clean)):
        for seed in SCAN.finditer(clean, low, high):
            at, stop = seed.span()
            form = seed.lastindex
            if form is not None and at >= end:
                if form >= LISTED:
                    continue
                plain = mention(clean, at, stop, form, seed.start(form))
                if plain is not None:
                    if raws:
                        join(raws, clean, found)
                        raws = []
                    found.append(plain)
                    end = floor = stop
                    continue
            elif stop <= end:
                continue
            runs = ((at, stop),) if form is None else _runs(clean, at, stop)
            for at, stop in runs:
                if stop - at > LONGEST_SEED:
                    end = stop
                    continue
                if at < end:
                    at = end
                while at < stop:
                    raw, end = read(clean, at, floor)
                    if raw is not None:
                        raws.append(raw)
                        floor = end
                    at = end
        if raws:
            join(raws, clean, found)
            raws = []
    return tuple(found)


def _runs(clean: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The seeds of a plain form that must be read after all."""
    return tuple(run.span() for run in SEED.finditer(clean, start, end))


def _between(skip: Sequence[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """What lies between the spans."""
    low = 0
    for start, end in skip:
        if low < start:
            yield low, start
        low = end
    yield low, size
