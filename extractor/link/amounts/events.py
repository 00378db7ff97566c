"""What the walk meets in a sentence, in order: words, paths and mentions."""

from __future__ import annotations

from operator import itemgetter

from extractor.link.lexicon import Entry

#: (start, end, what, payload): an Entry, a Path or the index of a mention
Event = tuple[int, int, int, object]
HIT, PATH, MENTION = 0, 1, 2
PLACE = itemgetter(0, 1, 2)


def is_cue(event: Event, *kinds: str) -> bool:
    """Whether an event is a word of some kinds of cue, such as direction or role."""
    return event[2] == HIT and isinstance(event[3], Entry) and event[3].kind in kinds
