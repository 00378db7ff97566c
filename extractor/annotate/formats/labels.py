"""A line of gold as one label: ``revenue.total``, ``%revenue.total/change``, ``section/1``.

Facts are told by their key as in mark-up (``%`` before that of a ratio) and their role, where
it is not the usual one; a heading by its level, a finding by family and severity.
"""

from __future__ import annotations

from extractor.annotate.facts import ROLES
from extractor.annotate.formats.types import Line
from extractor.finding import FAMILIES, SEVERITIES
from extractor.schema import fields


def key_of(line: Line) -> str:
    """The first part of the label.

    >>> key_of({"kind": "ratio", "field": "ratio"}), key_of({"kind": "money", "field": "training"})
    ('%', 'training')
    """
    kind, field = line["kind"], line.get("field", "")
    if kind == "ratio":
        return "%" if field == "ratio" else f"%{field}"
    if kind == "finding":
        return f"finding.{line.get('family', '')}"
    return "section" if kind == "section" else field


def usual_role(key: str) -> str | None:
    """The role of a fact that is told none: money is what was spent or received."""
    known = fields().get(key)
    if known is None or known.kind != "money":
        return None
    return "threshold" if key == "threshold" else "actual"


def label_of(line: Line) -> str:
    """The label of a line.

    >>> label_of({"kind": "money", "field": "training", "role": "budget"})
    'training/budget'
    >>> label_of({"kind": "finding", "family": "sum", "severity": "error"})
    'finding.sum/error'
    """
    key = key_of(line)
    if line["kind"] == "section":
        more = str(line.get("level", 1))
    elif line["kind"] == "finding":
        more = line.get("severity", "error")
    else:
        more = line.get("role") or ""
        more = "" if more == usual_role(key) else more
    return f"{key}/{more}" if more else key


def known_label(label: str) -> bool:
    """Whether *label* can be read.

    >>> [known_label(each) for each in ("%/share", "training/x", "ORG", "section/2")]
    [True, False, False, True]
    """
    key, _, more = label.partition("/")
    if key == "section":
        return more == "" or (more.isdecimal() and int(more) > 0)
    if key.startswith("finding."):
        return key[8:] in FAMILIES and (not more or more in SEVERITIES)
    if key.startswith("%"):
        name = key[1:] or "ratio"
        return name in fields() and (not more or more in ROLES["ratio"])
    known = fields().get(key)
    return known is not None and (not more or more in ROLES.get(known.kind, ()))


def relabelled(line: Line, label: str) -> Line:
    """*line* under another label: what hangs on the old one (role, name of the field) changes.

    >>> relabelled({"kind": "money", "field": "training", "role": "budget", "value": "5"},
    ...            "%training/share")["kind"]
    'ratio'
    """
    key, _, more = label.partition("/")
    if key == "section":
        return line | {"kind": "section", "level": int(more or 1)}
    if key.startswith("finding."):
        return line | {"kind": "finding", "family": key[8:], "severity": more or "error"}
    name = (key[1:] or "ratio") if key.startswith("%") else key
    known = fields()[name]
    kind = "ratio" if key.startswith("%") else known.kind
    return line | {
        "kind": kind, "field": name, "role": more or usual_role(key), "label": known.label
    }  # fmt: skip
