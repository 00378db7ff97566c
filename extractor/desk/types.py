"""What is kept of a document that is annotated: its text, its markings, and every action."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

PREDICTED, ACCEPTED, CORRECTED = "predicted", "accepted", "corrected"
REJECTED, MANUAL = "rejected", "manual"
Status = Literal["predicted", "accepted", "corrected", "rejected", "manual"]
#: What a person has said to be so.
HELD = frozenset((ACCEPTED, CORRECTED, MANUAL))

#: A fact, or a heading of kind ``section``, in the form of the output: plain data, flat.
Plain = dict[str, Any]


class Marking(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fact or heading, and what has been decided about it.

    ``fact`` says it as it is now, ``predicted`` as the extraction said it, where the two differ.
    ``fact["value"]`` is what is printed; ``meant`` is what the document should have printed, where
    it errs. Places that go with a value (label, unit, period) are evidence of the fact. In a
    review ``by`` is the annotator whose reading this is, and readings of one ``rival`` group
    exclude one another.
    """

    id: str
    status: Status
    fact: Plain
    predicted: Plain | None = None
    meant: str | None = None
    note: str = ""
    by: str = ""
    rival: str = ""


class Annotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that one annotator says of one document; places count code points of ``text``.

    ``pages`` are the offsets at which pages begin, ``others`` lines of gold that are kept as
    they are (planted contradictions). ``created`` and ``updated`` are times in UTC.
    """

    doc: str
    text: str
    text_sha256: str
    annotator: str
    markings: tuple[Marking, ...] = ()
    done: bool = False
    pages: tuple[int, ...] = ()
    others: tuple[Plain, ...] = ()
    made_by: str = ""
    created: str = ""
    updated: str = ""
    schema: Literal["extractor/annotation/1"] = "extractor/annotation/1"
    offset_unit: Literal["codepoint"] = "codepoint"


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A marking before and after; None where there was none, or is none any more."""

    id: str
    before: Marking | None = None
    after: Marking | None = None


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is done, and undone, at once. An undo is an action too: the changes turned round."""

    changes: tuple[Change, ...] = ()
    done: tuple[bool, bool] | None = None
    kind: Literal["do", "undo", "redo"] = "do"


class Entry(msgspec.Struct, frozen=True):
    """A line of the journal: the tags of the file before and after, and the actions between."""

    at: str
    annotator: str
    before: str
    after: str
    actions: tuple[Action, ...]
