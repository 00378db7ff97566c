"""An annotation -> gold: what is held to be so, in the form in which it is scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from extractor.desk.types import HELD, Annotation, Plain

#: Keys that gold has no use for: they tell of the machine, or follow from the document.
_LEFT_OUT = frozenset(("id", "confidence", "made_by"))
_ALWAYS = ("field", "kind", "role", "period", "value", "unit")


def gold_files(
    path: Path, stem: str, annotation: Annotation
) -> Iterator[tuple[Path, bytes | None]]:
    """The gold and the text of an annotation at *path*; None as long as it is not done."""
    encode = msgspec.json.encode
    done = annotation.done
    lines = b"".join(encode(each) + b"\n" for each in gold(annotation, stem)) if done else None
    # the text first: gold without its text would be told by nobody to be incomplete
    yield path.with_name(f"{stem}.txt"), annotation.text.encode() if done else None
    yield path.with_name(f"{stem}.gold.jsonl"), lines


def gold(annotation: Annotation, doc: str) -> list[Plain]:
    """The lines of its gold: facts, headings, then what is kept as it was."""
    head = {"doc": doc, "text_sha256": annotation.text_sha256}
    kept = [each for each in annotation.markings if each.status in HELD]
    held = [each.fact if each.meant is None else each.fact | {"meant": each.meant} for each in kept]
    facts = [head | _fact(each) for each in held if each["kind"] != "section"]
    headings = [head | each for each in sections(held, len(annotation.text))]
    return facts + headings + [head | each for each in annotation.others]


def _fact(fact: Plain) -> Plain:
    kept = {
        key: value
        for key, value in fact.items()
        if key not in _LEFT_OUT and (key in _ALWAYS or value not in (None, False, ""))
    }
    places = [
        {key: value for key, value in place.items() if value is not None}
        for place in fact["evidence"]
    ]
    return kept | {"evidence": places}


def sections(facts: Sequence[Plain], size: int) -> list[Plain]:
    """Headings with their numbers, bodies and parents, which follow from places and levels."""
    headings = sorted(
        (each for each in facts if each["kind"] == "section"),
        key=lambda each: int(each["evidence"][0]["start"]),
    )
    found: list[Plain] = []
    above: list[tuple[int, str]] = []
    for index, each in enumerate(headings):
        place, level = each["evidence"][0], int(each["level"])
        following = (h for h in headings[index + 1 :] if int(h["level"]) <= level)
        after = next(following, None)
        above = [one for one in above if one[0] < level]
        found.append({
            "kind": "section", "id": f"s{index + 1}", "level": level,
            "ordinal": each.get("ordinal") or "", "title": each.get("value") or "",
            "start": place["start"], "end": place["end"],
            "body_end": size if after is None else after["evidence"][0]["start"],
            "parent": above[-1][1] if above else None, "quote": place["quote"],
        })  # fmt: skip
        above.append((level, f"s{index + 1}"))
    return found
