"""Names that brat can hold: letters, figures, ``_`` and ``-``."""

from __future__ import annotations


def name_of(key: str) -> str:
    """The first part of a label as brat has it.

    >>> name_of("%revenue.total"), name_of("%"), name_of("finding.sum")
    ('ratio-of-revenue-total', 'ratio-of', 'finding-sum')
    """
    if key.startswith("%"):
        return "-".join(["ratio-of", *filter(None, key[1:].split("."))])
    return key.replace(".", "-")


def key_from(name: str) -> str:
    """The inverse of :func:`name_of`.

    >>> key_from("ratio-of-revenue-total"), key_from("ratio-of"), key_from("duty")
    ('%revenue.total', '%', 'duty')
    """
    if name == "ratio-of" or name.startswith("ratio-of-"):
        return "%" + name[9:].replace("-", ".")
    return name.replace("-", ".")
