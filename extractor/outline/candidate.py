"""A place where a heading or a list item may begin."""

from __future__ import annotations

from extractor.outline.numbering import RANK, Ordinal

#: forms of a candidate
TITLE = "title"  # the whole paragraph is a title
RUN_IN = "run-in"  # a short sentence and further ones after it
LABEL = "label"  # a title, a colon, the body on the same line
SENTENCE = "sentence"


class Candidate:
    """A place where a heading or item may begin; ``limit`` is the end of its paragraph or
    the start of the next candidate in it, ``stop`` the end of its title without the stop."""

    __slots__ = (
        "below", "body", "broken", "children", "closed", "form", "heading", "intro", "limit",
        "line", "number", "ordinal", "parent", "rank", "section", "start", "stop", "style",
        "title", "type",
    )  # fmt: skip

    def __init__(self, start: int, body: int, limit: int, ordinal: Ordinal, line: int) -> None:
        self.start, self.body, self.limit, self.line = start, body, limit, line
        self.ordinal, self.style, self.number = ordinal
        self.rank = RANK.get(self.style, 9)
        self.form, self.title, self.stop = SENTENCE, "", body
        self.broken = False  # the source breaks the line after the title's stop
        self.closed = False  # ends with a sentence stop
        self.below = False  # a paragraph without ordinal stands right under it
        self.intro = False  # an introducing line (…如下：) stands right before it
        self.parent: int = -1
        self.children: list[int] = []
        self.heading = False
        self.type = ""
        self.section: int | None = None

    def end(self) -> int:
        """Where the heading ends: a sentence stop is in it, a colon only at the line's end."""
        whole = self.limit - self.stop <= 2 and self.form == TITLE
        return self.limit if whole else self.stop + self.closed

    def __repr__(self) -> str:
        return f"<{self.form} {self.ordinal} {self.title[:20]}>"
