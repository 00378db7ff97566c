"""The page of fields (``corpus/FIELDS.md``), written from their declarations."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.annotate.facts import ROLES
from extractor.annotate.markup import Document, Front, compile_text
from extractor.errors import fail
from extractor.fact import Fact
from extractor.schema import Field, expand, fields

#: Where the page lies in a corpus folder.
PAGE = "FIELDS.md"
_KINDS = (
    "document", "duty", "organisation", "staffing", "money", "ratio", "asset", "performance",
    "quantity", "indicator", "reason", "term",
)  # fmt: skip
_FRONT = Front("example", "示例", "示例", 2022)
_SHOWN = 6
_HEAD = """# Fields

Written by `extractor corpus guidelines corpus` from `extractor/schema/fields/*.toml`: change it
there. How texts are marked is told in `GUIDELINES.md`. The mark of the field is in 【】, what it
says behind →. Good and bad examples run as tests (`tests/schema`).
"""
#: Keys of a fact that an example shows, where they are set.
_KEYS = ("role", "period", "value", "unit", "direction", "path", "name", "category")


def page() -> str:
    """The whole page, as Markdown.

    >>> page().startswith("# Fields")
    True
    """
    declared = fields().values()
    kinds = [*_KINDS, *sorted({each.kind for each in declared} - set(_KINDS))]
    parts = [_HEAD]
    for kind in kinds:
        here = [each for each in declared if each.kind == kind]
        if here:
            parts.append(_kind(kind))
            parts += ["\n".join(_field(each)) + "\n" for each in here]
    return "\n".join(parts)


def _kind(kind: str) -> str:
    roles = ROLES.get(kind)
    return f"## {kind}\n" + (f"\nRoles: {', '.join(roles)}.\n" if roles else "")


def _field(field: Field) -> Iterator[str]:
    unit = f" · {field.unit}" if field.unit not in ("", "text") else ""
    yield f"### `{field.key}` {field.label}{unit}"
    yield ""
    if field.note:
        yield f"{field.note[0].upper()}{field.note[1:]}."
        yield ""
    if field.roles:
        yield f"- roles: {', '.join(field.roles)}"
    if field.parent:
        yield f"- part of `{field.parent}`"
    words = list(dict.fromkeys(word for alias in field.aliases for word in expand(alias)))
    if words:
        more = f" … ({len(words)})" if len(words) > _SHOWN else ""
        yield f"- told as {'、'.join(words[:_SHOWN])}{more}"
    if field.names:
        yield f"- names such as {'、'.join(field.names[:_SHOWN])} … ({len(field.names)})"
    if field.sections:
        yield f"- at home in {', '.join(f'`{each}`' for each in field.sections)}"
    for example in field.examples:
        yield from (f"- good: {each}" for each in _shown(field, example))
    for bad in field.bad:
        yield from (f"- bad: {each} ({bad.why})" for each in _shown(field, bad.text, told=False))


def _shown(field: Field, example: str, *, told: bool = True) -> Iterator[str]:
    document, problems = compile_text(example, _FRONT)
    if document is None or problems:
        raise fail("EX201", f"an example of {field.key}: {problems[0].cause}")
    # ``ratio`` is the field of ratios that describe no amount
    facts = [each for each in document.facts if each.field == field.key and
             (each.kind == field.kind or not told)]  # fmt: skip
    if not facts:
        raise fail("EX201", f"an example of {field.key} has no mark of it")
    fact = facts[0]
    says = f" → {_says(fact)}" if told else ""
    yield _sentence(document, fact) + says


def _sentence(document: Document, fact: Fact) -> str:
    """The sentence that holds the fact's place, which stands in 【】, and what it stands under."""
    text, place = document.text, fact.evidence[0]
    start = max(text.rfind(stop, 0, place.start) for stop in "。；\n") + 1
    ends = [text.find(stop, place.end) for stop in "。；\n"]
    end = min((each for each in ends if each >= 0), default=len(text) - 1) + 1
    shown = f"{text[start : place.start]}【{place.quote}】{text[place.end : end]}"
    heading, _, rest = text.partition("\n")
    under = f"(under {heading}) " if rest and start > len(heading) else ""
    return under + " ".join(shown.split())


def _says(fact: Fact) -> str:
    said = []
    for key in _KEYS:
        value = getattr(fact, key)
        if value is None or (key == "value" and value == fact.evidence[0].quote):
            continue
        said.append(f"{key}={'/'.join(value) if isinstance(value, tuple) else value}")
    said += [f"{key}={_listed(value)}" for key, value in fact.extra.items() if value is not None]
    said += ["implied"] if fact.implied else []
    return f"`{' '.join(said)}`" if said else "the text as it stands"


def _listed(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
