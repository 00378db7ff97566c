"""Rules for people: one explained, all in a list, and the page of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Final

import msgspec

from extractor.checks.catalogue import Rule
from extractor.checks.render.lines import Lines, Mark, shown, underlined
from extractor.checks.render.words import word
from extractor.finding import FAMILIES

_WHOLE: Final = 10_000  # columns of a page, which scrolls


_INTRODUCTION: Final = """\
# Checks

What `extractor check` looks for. This page is written from the rules themselves by
`extractor explain --markdown -o docs/checks.md`; `extractor explain FA201` tells the same of one.

A figure stands for every number that rounds to it, so nothing is reported that rounding explains.
A rule whose figures a document does not state is *not checkable*, never passed. `error` is
arithmetic, direction, year, unit, or a contradiction of facts; `warning` what a person should look
at; `info` a trifle. In the examples `^` is where a finding shows and `~` what it disagrees with.

To silence rules, name codes, beginnings of codes, or families:

```sh
extractor check report.txt --ignore FA85,numbering
```

or write it down in `extractor.toml` (in `pyproject.toml` the table is `tool.extractor.check`).
There a rule can be made lighter, and arithmetic of your own be checked: field keys, numbers,
`+ - * /`, brackets, `budget(key)`, `prior(key)`, `optional(key)` (0 where it is not stated),
`abs(...)`, and one of `== <= >= < >`:

```toml
[check]
ignore = ["FA85", "numbering"]
severity = { FA301 = "warning" }

[[check.custom]]
code = "X1"
title = "会议费超预算"
expression = "meeting <= budget(meeting) * 1.1"
```

| code | family | severity | what |
|---|---|---|---|"""


class Example(msgspec.Struct, frozen=True):
    """A text with the places that a rule reports."""

    text: str
    marks: tuple[Mark, ...] = ()


#: Takes the mark-up out of an example.
Reader = Callable[[str], Example]


def explain(rule: Rule, read: Reader, language: str, room: int = 100) -> str:
    """Title, what is checked, on what ground, examples with their places, how to silence it."""
    lines = [f"{rule.code}  {rule.title[language]}", ""]
    severity = word("severities", rule.severity, language)
    family = f"{word('families', rule.family, language)} ({rule.family})"
    for name, told in (
        ("checks", rule.checks[language]),
        ("basis", rule.basis[language]),
        ("severity", severity),
        ("family", family),
    ):
        if told:
            lines.append(_named(name, told, language))
    lines += [_named("identity", each, language) for each in rule.identity]
    for name, examples in (("bad", rule.bad), ("good", rule.good)):
        for each in examples[:2]:
            lines += ["", _named(name, "", language)]
            lines += [f"    {line}" for line in draw(read(each), room - 4)]
    lines += [
        "",
        _named("silence", word("explain", "silence_how", language, code=rule.code), language),
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def listing(rules: Mapping[str, Rule], language: str) -> str:
    """Every rule in a line, by family."""
    lines = []
    for family, group in by_family(rules):
        lines.append(f"{word('families', family, language)} {family}".strip())
        for rule in group:
            severity = word("severities", rule.severity, language)
            lines.append(f"  {rule.code}  {severity}  {rule.title[language]}")
    return "".join(f"{line}\n" for line in lines)


def page(rules: Mapping[str, Rule], read: Reader) -> str:
    """The catalogue as Markdown, in English with the Chinese titles beside."""
    live = {code: rule for code, rule in rules.items() if not rule.retired}
    lines = [_INTRODUCTION]
    for rule in live.values():
        link = f"[{rule.code}](#{rule.code.lower()})"
        lines.append(f"| {link} | {rule.family} | {rule.severity} | {_cell(rule.title.en)} |")
    for family, group in by_family(live):
        lines += ["", f"## {family}"]
        for rule in group:
            lines += ["", *_section(rule, read)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _section(rule: Rule, read: Reader) -> Iterator[str]:
    yield f"### {rule.code}"
    yield ""
    yield f"**{rule.title.en}** · {rule.title.zh} · `{rule.name}` · {rule.severity}"
    yield ""
    yield rule.checks.en
    yield ""
    yield f"*Basis:* {rule.basis.en}"
    if rule.identity:
        yield ""
        yield from (f"- `{each}`" for each in rule.identity)
    for name, examples in (("Reported", rule.bad), ("Not reported", rule.good)):
        if not examples:
            continue
        yield ""
        yield f"{name}:"
        yield ""
        yield "```text"
        yield from draw(read(examples[0]), _WHOLE)
        yield "```"
    yield ""
    yield f'*To silence it:* `--ignore {rule.code}`, or `ignore = ["{rule.code}"]`.'


def by_family(rules: Mapping[str, Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """The rules that are in use, by family in the order of ``FAMILIES``."""
    live = [rule for rule in rules.values() if not rule.retired]
    live.sort(key=lambda rule: (FAMILIES.index(rule.family), rule.code))
    for family, group in groupby(live, lambda rule: rule.family):
        yield family, list(group)


def draw(example: Example, room: int) -> Iterator[str]:
    """The lines of an example, marked ones with their signs below."""
    lines = Lines(example.text)
    for number in range(1, lines.place(len(example.text)).line + 1):
        low, high = lines.bounds(number)
        marks = [
            Mark(max(each.start, low), min(each.end, high), each.sign)
            for each in example.marks
            if each.start < high and low < each.end
        ]
        above, below = underlined(example.text, (low, high), marks, room)
        yield above
        if below:
            yield below


def _named(name: str, told: str, language: str) -> str:
    return f"{word('explain', name, language)}{word('says', 'colon', language)}{shown(told)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
