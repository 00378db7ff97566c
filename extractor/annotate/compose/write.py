"""Composes a corpus: which document, of which province, year and kind, and its files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import msgspec

from extractor.annotate.compose.document import Composer
from extractor.annotate.compose.pieces import mark_up, plain
from extractor.annotate.compose.plant import PLANTERS, plant
from extractor.annotate.compose.vocabulary import kinds, profiles

YEARS = (2015, 2024)
LENGTHS = (2000, 4500)  #: characters; other drafts are drawn again
#: Which documents of every five have a contradiction planted.
_PLANTED = (1, 3)
_ATTEMPTS = 12
_NOISE: tuple[tuple[str, ...], ...] = (
    (), (), (), ("spaces",), ("wrap:30",), ("wrap:36", "page_numbers:28"), ("blank_lines",),
    ("blank_lines", "page_numbers:30:dash"), ("word_spaces:60",), ("fullwidth:percent",),
    ("fullwidth",), ("ascii_punctuation",), ("crlf",), ("one_line",),
    ("bom", "crlf"), ("spaces", "wrap:40"),
    ("wrap:34", "page_numbers:24:page", "blank_lines"),
)  # fmt: skip


class Composed(msgspec.Struct, frozen=True):
    """A composed document: its name, its split, its mark-up with front matter."""

    id: str
    split: str
    content: str
    family: str | None


def compose_one(seed: int, number: int) -> Composed:
    """The document with *number* of *seed*: always the same one."""
    rng = Random(f"{seed}/{number}")
    # provinces and kinds take turns, so that none is left out of a small corpus
    order = Random(seed)
    provinces = order.sample(profiles(), len(profiles()))
    units = order.sample(kinds(), len(kinds()))
    profile, kind = provinces[number % len(provinces)], units[number % len(units)]
    wanted = _families(number)
    for attempt in count():
        year = rng.randint(max(YEARS[0], kind.since), YEARS[1])
        draft = Composer(profile, kind, year, rng).compose()
        if not LENGTHS[0] <= len(plain(draft.pieces)) <= LENGTHS[1]:
            continue
        # where a province's documents have no place for a family, the next has its turn
        told = plant(draft, wanted[attempt // _ATTEMPTS], rng) if wanted else None
        if told is not None or not wanted:
            break
    noise = rng.choice(_NOISE)
    name = f"{profile.id}_{kind.id}_{year}_c{number:03}"
    front = {
        "id": name, "province": profile.province, "unit_kind": kind.unit_kind, "year": year,
        "level": draft.level, "by_hand": False, "noise": list(noise),
        "note": f"{told.family}: {told.note}" if told else "",
    }  # fmt: skip
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in front.items()
        if value not in ("", [])
    ]
    content = "+++\n" + "\n".join(lines) + "\n+++\n" + mark_up(draft.pieces)
    return Composed(name, profile.split, content, told.family if told else None)


def _families(number: int) -> list[str]:
    """The families of contradictions for a document, the one whose turn it is first."""
    if number % 5 not in _PLANTED:
        return []
    families = list(PLANTERS)
    turn = (number // 5 * 2 + _PLANTED.index(number % 5)) % len(families)
    return families[turn:] + families[:turn]


def compose(corpus: Path, documents: int, seed: int) -> Iterator[tuple[Path, str | None]]:
    """Write *documents* documents to ``<split>/composed`` below *corpus*.

    Yields each file and the family of its planted contradiction, if any. Composed
    documents that lie there from before are replaced.
    """
    for split in {profile.split for profile in profiles()}:
        for path in (corpus / split / "composed").glob("*_c[0-9][0-9][0-9]*.*"):
            path.unlink()
    for number in range(1, documents + 1):
        composed = compose_one(seed, number)
        folder = corpus / composed.split / "composed"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{composed.id}.mark"
        path.write_text(composed.content, encoding="utf-8")
        yield path, composed.family
