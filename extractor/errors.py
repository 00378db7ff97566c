"""Every error a user can meet, numbered, in one place.

The command line prints ``EX101 message`` on one line and exits with 2; Python callers
catch :class:`ExtractorError`. What is not in this list is a fault of the program.
"""

from __future__ import annotations


class ExtractorError(Exception):
    """Bad input or bad use, told in one line.

    >>> str(ExtractorError("EX101", "no such file: a.txt"))
    'EX101 no such file: a.txt'
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = " ".join(message.split())
        super().__init__(f"{code} {self.message}")


#: code -> what it means; `errors.fail` refuses a code that is not listed here.
CODES = {
    "EX101": "the source cannot be read (missing, a folder, no permission)",
    "EX102": "the source is empty",
    "EX103": "the format of the source has no reader",
    "EX104": "the encoding of the source cannot be told",
    "EX105": "the source is damaged, encrypted or empty of content",
    "EX106": "reading the source took too long or too much memory, or its reader crashed",
    "EX107": "the source is beyond a limit",
    "EX201": "a field or section file does not fit its schema",
    "EX202": "a mark-up document cannot be compiled",
    "EX301": "a record or gold file cannot be read",
    "EX302": "a record and a source do not belong together",
    "EX303": "a gold and a predicted file do not belong together",
    "EX401": "a model is missing or cannot be loaded",
    "EX402": "training data is missing or too small",
    "EX501": "bad usage of a command or function",
    "EX502": "an optional package that is needed is not installed",
    "EX503": "a settings file cannot be read or does not fit",
    "EX504": "nothing relates the documents that were to be compared",
}


def fail(code: str, message: str) -> ExtractorError:
    """Make the error *code*; use as ``raise fail("EX101", ...)``."""
    if code not in CODES:
        raise KeyError(code)
    return ExtractorError(code, message)
