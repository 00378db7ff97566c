"""The role model's training data: narrative passages of marked-up documents, and sentences.

``sentences/roles.tsv`` in the corpus folder holds sentences written for training, in small
groups that stand in one section each: ``group  section  title  role  text``. A title may
have the one that it stands under before it (``绩效自评 > 短板在哪``).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from extractor.annotate import Document
from extractor.errors import fail
from extractor.link import features
from extractor.link.narrative import NONE
from extractor.link.passages import Passage, passages, vocabulary
from extractor.mentions import find
from extractor.train.gold import context
from extractor.train.task import EXTRA, Rows, Task

ROLES = ("achievement", "cause", "evaluation_result", "measure", "method", "problem", "target")
SENTENCES = "sentences/roles.tsv"
_COLUMNS = ("group", "section", "title", "role", "text")
_COVERED = 0.5  #: share of a passage that gold must cover to give it a role

Group = tuple[str, list[Passage], list[str]]


def labelled(document: Document) -> Group:
    """The passages of a document and the role that gold gives each, ``none`` for none."""
    ctx = context(document.text, f"{document.front.id}.txt")
    gold = [
        (fact.evidence[0].start, fact.evidence[0].end, str(fact.role))
        for fact in document.facts
        if fact.kind == "performance"
    ]
    found = passages(ctx)
    roles = []
    for each in found:
        start, end = ctx.text.map.to_source(each.start, each.end)
        shared = [(min(end, high) - max(start, low), role) for low, high, role in gold]
        most, role = max(shared, default=(0, NONE))
        roles.append(role if most >= _COVERED * (end - start) else NONE)
    return document.front.id, found, roles


def sentences(path: Path) -> list[Group]:
    """The groups of a file of sentences; none where there is no file. Raises EX402."""
    if not path.is_file():
        return []
    groups: dict[str, Group] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(reader, ())) != _COLUMNS:
            raise fail("EX402", f"{path}:1: the columns are {' '.join(_COLUMNS)}")
        for number, row in enumerate(reader, start=2):
            if len(row) != len(_COLUMNS) or row[3] not in (*ROLES, NONE) or not row[4].strip():
                raise fail("EX402", f"{path}:{number}: not a sentence with its role")
            name, section, title, role, text = row
            _, found, roles = groups.setdefault(name, (EXTRA, [], []))
            found.append(_alone(text, tuple(section.split("/")), title, len(groups)))
            roles.append(role)
    return list(groups.values())


def _alone(text: str, types: tuple[str, ...], title: str, section: int) -> Passage:
    """A sentence of no document, as if it stood in a section of these types."""
    counts = dict.fromkeys(("money", "percent", "count", "date"), 0)
    for mention in find(text):
        if mention.kind in counts:
            counts[mention.kind] += 1
    kinds = (counts["money"], counts["percent"], counts["count"], counts["date"])
    above, _, own = title.rpartition(" > ")
    return Passage(-1, -1, text, types, own, above, section=section, kinds=kinds)


def rows(groups: Sequence[Group]) -> Rows:
    """The rows of groups, each group scored as a document of its own."""
    filled = [each for each in groups if each[1]]
    found = [passage for _, part, _ in filled for passage in part]
    return Rows(
        np.vstack([features.dense(part) for _, part, _ in filled]),
        features.grams([each.text for each in found]),
        tuple(role for _, _, roles in filled for role in roles),
        tuple(name for name, part, _ in filled for _ in part),
        np.array([len(each.text) for each in found], dtype=np.float32),
        features.headings(found),
        np.concatenate([features.breaks(part)[:-1] for _, part, _ in filled]),
    )


def task(
    documents: Sequence[Document],
    held: Sequence[Document],
    extra: Path,
    tick: Callable[[str], None] = lambda _: None,
) -> Task:
    """The role model's task: documents to train on, others to score it on, and sentences.

    Narratives that no hand has written repeat a few wordings and are left out.
    """
    documents = [each for each in documents if each.front.by_hand] or documents
    held = [each for each in held if each.front.by_hand]
    groups = []
    for document in documents:
        groups.append(labelled(document))
        tick(document.front.id)
    groups += sentences(extra)
    rest = [labelled(each) for each in held]
    return Task(
        name="roles",
        kind="multinomial",
        rows=rows(groups),
        held=rows(rest) if rest else None,
        features=features.spec(),
        title="Roles of narrative sentences",
        use=(
            "Tells what a sentence or list item of a narrative section of a final-accounts "
            "disclosure is: target, achievement, problem, cause, measure, evaluation result or "
            "method; `none` for one that states nothing of the kind."
        ),
        limits=(
            "Trained on documents and sentences written for this corpus; wording of other kinds "
            "of report, other years' templates or other languages is outside it. Plans and "
            "deeds are told apart by few words in Chinese: short imperatives under a heading "
            "about results are its most frequent mistake. Probabilities are calibrated on "
            "documents left out, not on other kinds of text."
        ),
        labels=(*ROLES, NONE),
        strength=STRENGTH,
    )


#: Inverse of the L2 penalty, chosen by leaving documents out.
STRENGTH = 1.5

#: Roles of the sections whose type says it all.
_BY_SECTION = {
    "problems": "problem", "measures": "measure", "goals": "target", "tasks_done": "achievement",
    "work_done": "achievement", "satisfaction": "evaluation_result",
    "performance_management": "method",
}  # fmt: skip
#: Families of cues and the roles they speak for, the stronger ones first.
_BY_CUE = (
    ("root", "cause"), ("problem", "problem"), ("result", "evaluation_result"),
    ("fix", "measure"), ("future", "measure"), ("aim", "target"), ("method", "method"),
    ("done", "achievement"),
)  # fmt: skip


def by_rules(passage: Passage) -> str:
    """The role that section and cues tell, without any model: what the ablation compares with.

    >>> by_rules(Passage(0, 6, "支付进度偏慢。", ("problems", "performance")))
    'problem'
    """
    cues = vocabulary()["cues"]
    for each in passage.types:
        if each in ("problems", "measures") and any(word in passage.text for word in cues["root"]):
            return "cause"
        if each in _BY_SECTION:
            return _BY_SECTION[each]
    for family, role in _BY_CUE:
        if any(word in passage.text for word in cues[family]):
            return role
    return "achievement"
