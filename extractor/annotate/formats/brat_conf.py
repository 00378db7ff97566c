"""``annotation.conf`` of brat, from the declarations of the fields."""

from __future__ import annotations

from extractor.annotate.facts import ALL_ROLES
from extractor.annotate.formats.brat_names import name_of
from extractor.finding import FAMILIES
from extractor.schema import fields

#: Roles of further places.
TIES = ("value", "label", "unit", "period", "secondary", "primary", "heading", "evidence")


def conf() -> str:
    """Entities by kind, relations, roles."""
    kinds: dict[str, list[str]] = {}
    for key, field in fields().items():
        kinds.setdefault(field.kind, []).append(name_of(key))
    amounts = [name_of(f"%{key}") for key, field in fields().items() if field.kind == "money"]
    kinds["ratio"] = [name_of("%"), *amounts]
    kinds["finding"] = [name_of(f"finding.{each}") for each in FAMILIES]
    rows = ["[entities]"]
    for kind, names in kinds.items():
        # a kind that is itself a field needs no entry above it
        rows += names if names == [kind] else [f"!{kind}s", *(f"\t{name}" for name in names)]
    rows += ["section", "evidence", "", "[relations]"]
    rows += [f"{tie}\tArg1:<ENTITY>, Arg2:evidence" for tie in TIES]
    rows += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"]
    levels = [str(each) for each in range(1, 10)]
    roles = "|".join([*sorted(ALL_ROLES), "error", "warning", "info", *levels])
    rows += ["", "[events]", "", "[attributes]", f"Role\tArg:<ENTITY>, Value:{roles}"]
    return "".join(f"{row}\n" for row in rows)
