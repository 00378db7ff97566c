"""What the segment room hands on: sentences in clean offsets."""

from __future__ import annotations

import msgspec


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence of the body (headings that only name a section are none).

    ``start`` is after any ordinal, ``end`` after the final stop. ``section`` and ``item`` are
    indices into the outline, or None. ``paragraph`` counts paragraphs from 0, so that
    two sentences with one number stand in one paragraph. ``form`` is ``prose``, ``item``
    (the sentence begins a list item), ``cell`` (inside a table region) or ``heading``
    (a run-in heading that is a whole sentence).
    """

    start: int
    end: int
    section: int | None
    item: int | None
    paragraph: int
    ordinal: str = ""
    form: str = "prose"
