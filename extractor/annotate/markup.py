"""Compiles mark-up (``corpus/<split>/<id>.mark``) to a text and its gold.

The mark-up is described in ``corpus/GUIDELINES.md``. Gold is in the form of the output:
facts and sections with code-point offsets into the compiled text, never typed by hand.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from extractor.annotate.facts import NUMBERED, ORDINAL, build_fact, flat, name_list
from extractor.annotate.findings import GoldFinding, Marked, build_findings
from extractor.annotate.findings import check as check_finding
from extractor.annotate.marks import Mark, Problem, Words, parse_facts, parse_marks
from extractor.annotate.noise import Noised, make_noise
from extractor.errors import fail
from extractor.fact import EXACT, REFLOWED, Evidence, Fact


class Front(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter of a mark-up document.

    ``marks`` names what is marked where that is not everything: ``["findings"]``.
    """

    id: str
    province: str
    unit_kind: str
    year: int
    level: str = ""
    by_hand: bool = False
    noise: tuple[str, ...] = ()
    note: str | tuple[str, ...] = ""
    marks: tuple[Literal["findings"], ...] = ()


class GoldSection(msgspec.Struct, frozen=True):
    """A heading of the gold; ``start``/``end`` are the heading's, ``body_end`` its body's."""

    id: str
    level: int
    ordinal: str
    title: str
    start: int
    end: int
    body_end: int
    parent: str | None
    quote: str


class Document(msgspec.Struct, frozen=True):
    """A compiled document.

    ``text`` is what the ``.txt`` file holds (without a byte order mark), ``clean`` the text
    before noise; facts and sections count in ``text``. ``spans`` are the facts' places in
    ``clean``, in the order of ``facts``. ``findings`` are planted contradictions; they are
    no facts.
    """

    front: Front
    text: str
    clean: str
    facts: tuple[Fact, ...]
    sections: tuple[GoldSection, ...]
    spans: tuple[tuple[int, int], ...] = ()
    findings: tuple[GoldFinding, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash by which gold and predictions of this text find each other."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def data(self) -> bytes:
        """The bytes of the ``.txt`` file."""
        return self.text.encode("utf-8-sig" if "bom" in self.front.noise else "utf-8")

    def gold(self) -> list[dict[str, object]]:
        """The lines of the gold file: facts, sections, then findings, as plain objects.

        Where not everything is marked, the first line tells what is.
        """
        head: dict[str, object] = {"doc": self.front.id, "text_sha256": self.sha256}
        scope: list[dict[str, object]] = []
        if self.front.marks:
            scope.append(head | {"kind": "scope", "marks": list(self.front.marks)})
        facts = [head | fact_object(each) for each in self.facts]
        head |= {"kind": "section"}
        sections = [head | msgspec.to_builtins(each) for each in self.sections]
        head |= {"kind": "finding"}
        findings = [head | msgspec.to_builtins(each) for each in self.findings]
        return scope + facts + sections + findings


#: The folder of second annotations, whose ids are those of documents elsewhere.
SECOND = "second"
_TEXTS = frozenset(("duty", "performance", "reason", "term"))
#: Texts of a document that are told as printed; its year, day and kind are told in one form.
_PRINTED = frozenset(("document.org_name", "document.rounding_note", "document.contact_phone"))
_ALWAYS = ("field", "kind", "role", "period", "value", "unit")


def fact_object(fact: Fact) -> dict[str, object]:
    """*fact* as a flat gold object: what is unset is left out, ``extra`` stands beside."""
    whole: dict[str, object] = msgspec.to_builtins(fact)
    extra = whole.pop("extra")
    for each in ("id", "confidence", "made_by"):
        whole.pop(each)
    whole["evidence"] = [
        {name: value for name, value in each.items() if value is not None}
        for each in whole.pop("evidence")  # type: ignore[attr-defined]
    ]
    kept = {
        key: value
        for key, value in whole.items()
        if key in _ALWAYS or (value is not None and value is not False)
    }
    return kept | (extra if isinstance(extra, dict) else {})


_ORDINAL = re.compile(
    r"(?:附件?[一二三四五六七八九十\d]{0,3}[：:、.]?"
    r"|第[一二三四五六七八九十\d]{1,3}(?:部分|章|节|条|篇)[：:、.]{0,2}"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]、?"
    r"|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、．]|\d{1,2}\.(?!\d)|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?[、.]?"
    r"|\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}是)(?=.)"
)
_FRONT = re.compile(r"\+\+\+[ \t]*\r?\n(.*?)\n\+\+\+[ \t]*\r?(?:\n|\Z)", re.DOTALL)


def read_marked(path: Path) -> tuple[Document | None, tuple[Problem, ...]]:
    """Compile the file at *path*; mistakes come back together, in line order.

    The document is None where its front matter or its marks cannot be read.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise fail("EX101", f"{path}: {error}") from None
    match = _FRONT.match(content)
    if match is None:
        return None, (Problem(1, "no front matter between two +++ lines"),)
    try:
        front = msgspec.convert(tomllib.loads(match[1]), Front)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        return None, (Problem(1, f"front matter: {error}"),)
    problems = []
    if front.id != path.stem:
        problems.append(Problem(1, f"id {front.id!r} is not the name of the file"))
    first_line = match[0].count("\n") + 1
    document, found = compile_text(content[match.end() :], front, first_line)
    return document, tuple(sorted([*problems, *found]))


def compile_document(path: Path | str) -> Document:
    """Compile the mark-up file at *path*; raises EX202 at its first mistake."""
    path = Path(path)
    document, problems = read_marked(path)
    if problems or document is None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise fail("EX202", f"{path}:{problems[0].line}: {problems[0].cause}{more}")
    return document


def compile_text(
    body: str, front: Front, first_line: int = 1
) -> tuple[Document | None, list[Problem]]:
    """Compile marked-up text under *front*; facts with a mistake are left out.

    >>> front = Front("a", "甘肃", "水务局", 2021)
    >>> document, _ = compile_text("支出{{3万元|expenditure.total}}。", front)
    >>> document.text, document.facts[0].value, document.facts[0].evidence[0].quote
    ('支出3万元。', '30000', '3万元')
    """
    clean, marks, problems = parse_marks(body, first_line)
    if problems:
        return None, problems
    try:
        noised = make_noise(clean, front.noise)
    except ValueError as error:
        return None, [Problem(1, f"front matter: {error}")]
    facts: list[Fact] = []
    spans: list[tuple[int, int]] = []
    headings: list[tuple[Mark, Words]] = []
    planted: list[Marked] = []
    for mark in marks:
        text = clean[mark.start : mark.end]
        before = len(facts)
        try:
            for words in sorted(parse_facts(mark.facts), key=_is_finding):
                if words.bare[0] == "section":
                    _check_heading(words)
                    headings.append((mark, words))
                    continue
                if _is_finding(words):
                    check_finding(words)
                    planted.append(Marked(mark, words, tuple(facts[before:])))
                    continue
                fact = build_fact(words, text, front.year)
                start = mark.start + _item_number(text, fact)
                place = _place(noised, start, mark.end)
                fact = _as_printed(fact, clean, noised, start, mark.end)
                facts.append(msgspec.structs.replace(fact, evidence=(place,)))
                spans.append((start, mark.end))
        except ValueError as error:
            problems.append(Problem(mark.line, f"{flat(text)[:16]}: {error}"))
    sections = _sections(headings, clean, noised)
    findings, unsound = build_findings(planted, clean, noised)
    return (
        Document(front, noised.text, clean, tuple(facts), sections, tuple(spans), findings),
        sorted([*problems, *unsound]),
    )


def _is_finding(words: Words) -> bool:
    return words.bare[0] == "finding"


def _item_number(text: str, fact: Fact) -> int:
    """How many characters the number of a list item takes at the start of its mark."""
    match = ORDINAL.match(text) if fact.kind in NUMBERED else None
    return match.end() if match else 0


def _as_printed(fact: Fact, clean: str, noised: Noised, start: int, end: int) -> Fact:
    """The fact with a text value in the characters that noise has left of it.

    A value told by ``value=`` stays; what noise puts between characters is not part of it, and
    Traditional characters are told as simplified ones.
    """
    names = fact.kind == "organisation" and fact.value == name_list(clean[start:end])
    told = fact.kind in _TEXTS or fact.field in _PRINTED
    if not names and (not told or fact.value != flat(clean[start:end])):
        return fact
    printed = "".join(
        # a break of lines parts names and is no part of a text, whatever noise prints for it
        c if c == "\n" or "㐀" <= c <= "鿿" else noised.text[noised.starts[i] : noised.ends[i]]
        for i, c in enumerate(clean[start:end], start)
    )
    return msgspec.structs.replace(fact, value=name_list(printed) if names else flat(printed))


def _place(noised: Noised, start: int, end: int) -> Evidence:
    start, end = noised.span(start, end)
    quote = noised.text[start:end]
    wrapped = any(c in quote for c in "\r\n\f")
    return Evidence("value", start, end, quote, REFLOWED if wrapped else EXACT)


def _check_heading(words: Words) -> None:
    if len(words.bare) != 2 or not words.bare[1].isdecimal() or int(words.bare[1]) < 1:
        raise ValueError("section needs its level: section 1")
    for each in words.pairs:
        if each not in ("ordinal", "title"):
            raise ValueError(f"{each}= is not one of a section")


def _sections(
    headings: list[tuple[Mark, Words]], clean: str, noised: Noised
) -> tuple[GoldSection, ...]:
    found: list[GoldSection] = []
    above: list[GoldSection] = []
    levels = [int(words.bare[1]) for _, words in headings]
    for index, (mark, words) in enumerate(headings):
        title = flat(clean[mark.start : mark.end])
        match = _ORDINAL.match(title)
        ordinal = words.pairs.get("ordinal", match[0] if match else "")
        if ordinal and title.startswith(ordinal):
            title = title[len(ordinal) :].strip()
        level = levels[index]
        following = (j for j in range(index + 1, len(levels)) if levels[j] <= level)
        after = next(following, None)
        body_end = len(noised.text) if after is None else noised.starts[headings[after][0].start]
        above = [each for each in above if each.level < level]
        start, end = noised.span(mark.start, mark.end)
        found.append(
            GoldSection(
                f"s{index + 1}",
                level,
                re.sub(r"[：:]+$", "", ordinal),
                words.pairs.get("title", title),
                start,
                end,
                body_end,
                above[-1].id if above else None,
                noised.text[start:end],
            )
        )
        above.append(found[-1])
    return tuple(found)


def gold_lines(document: Document) -> bytes:
    """The bytes of the ``.gold.jsonl`` file."""
    encoder = msgspec.json.Encoder()
    return b"".join(encoder.encode(line) + b"\n" for line in document.gold())


def outputs(path: Path) -> tuple[Path, Path]:
    """Where the text and the gold of the mark-up file at *path* are written."""
    return path.with_suffix(".txt"), path.with_suffix(".gold.jsonl")


def write(corpus: Path | str) -> tuple[int, int]:
    """Compile every ``.mark`` file under *corpus* beside itself.

    Returns how many documents there are and how many of their files changed. All are
    compiled before anything is written, so a mistake leaves the folder as it was.
    """
    paths = marked_files(Path(corpus))
    documents = [compile_document(path) for path in paths]
    changed = 0
    for path, document in zip(paths, documents, strict=True):
        contents = (document.data(), gold_lines(document))
        for target, data in zip(outputs(path), contents, strict=True):
            if not target.exists() or target.read_bytes() != data:
                target.write_bytes(data)
                changed += 1
    return len(documents), changed


def marked_files(corpus: Path) -> list[Path]:
    """The ``.mark`` files at or under *corpus*, in order; raises EX101 where there are none.

    Second annotations (``corpus/second``) are apart: they are no documents of their own.
    """
    found = [corpus] if corpus.is_file() else sorted(corpus.rglob("*.mark"))
    found = [path for path in found if SECOND not in path.relative_to(corpus).parts[:-1]]
    if not found:
        raise fail("EX101", f"{corpus}: no .mark file here")
    return found


def second_files(corpus: Path) -> list[Path]:
    """The second annotations under *corpus*, by another annotator of the same texts."""
    return sorted((corpus / SECOND).glob("*.mark")) if corpus.is_dir() else []
