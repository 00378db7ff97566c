"""What is kept is kept whole: tags, refusals, the journal, and a death between any two calls."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.desk import Action, Annotation, Change, ConflictError, Store
from extractor.desk.desk import Desk
from extractor.desk.journal import entries, leading_to, stacks
from extractor.desk.store import JOURNAL, SUFFIX, Held, RefusedError, unsaved
from extractor.desk.types import Marking
from extractor.errors import ExtractorError
from extractor.evaluate import load_gold
from tests.desk.conftest import PLAIN, TORTURE, fact_at, marking


def adding(each: Marking) -> Action:
    return Action((Change(each.id, None, each),))


def text_of(desk: Desk, name: str = "b") -> str:
    return desk.held(name).annotation.text


def test_what_is_saved_is_loaded(desk: Desk) -> None:
    new = marking(PLAIN, "3.5万元", meant="36000")
    new = msgspec.structs.replace(new, fact=fact_at(PLAIN, "3.5万元"), meant="36000", note="缺一位")
    before = desk.held("b")
    assert not before.saved
    after = desk.commit("b", before.tag, [adding(new)])
    again = desk.store.load("b")
    assert again == after
    assert again is not None
    assert new in again.annotation.markings
    assert [each.status for each in before.annotation.markings].count("predicted") > 2


def test_a_stale_tag_is_a_conflict(desk: Desk) -> None:
    tag = desk.held("b").tag
    first = desk.commit("b", tag, [adding(marking(PLAIN, "3.5万元"))])
    with pytest.raises(ConflictError) as caught:
        desk.commit("b", tag, [adding(marking(PLAIN, "档案馆", "n2"))])
    assert caught.value.tag == first.tag
    assert desk.held("b").tag == first.tag


def test_two_stores_cannot_overwrite_each_other(make_desk: Callable[..., Desk]) -> None:
    one, two = make_desk(), make_desk()
    tag = one.held("b").tag
    assert two.held("b").tag == tag
    one.commit("b", tag, [adding(marking(PLAIN, "3.5万元"))])
    with pytest.raises(ConflictError):
        two.commit("b", tag, [adding(marking(PLAIN, "3.5万元"))])


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"quote": "3.5元"}, "not '3.5元'"),
        ({"start": -1}, "no place"),
        ({"start": 10**9, "end": 10**9 + 4}, "no place"),
        ({"end": 0}, "no place"),
        ({"start": True}, "no place"),
        ({"start": 1.0}, "no place"),
        ({"role": None}, "role"),
        ({"role": "label"}, "that of the value"),
    ],
)
def test_a_place_that_does_not_reproduce_is_refused(
    desk: Desk, change: dict[str, object], cause: str
) -> None:
    fact = fact_at(PLAIN, "3.5万元")
    fact["evidence"][0].update(change)
    with pytest.raises(RefusedError, match=cause):
        desk.commit("b", desk.held("b").tag, [adding(Marking("n1", "manual", fact))])
    assert desk.store.load("b") is None


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"field": "nonsense"}, "unknown field"),
        ({"field": ["training"]}, "unknown field"),
        ({"kind": "nonsense"}, "unknown kind"),
        ({"value": 3}, "value must be"),
        ({"role": 3}, "role must be"),
        ({"evidence": []}, "1 to 64 places"),
        ({"evidence": None}, "1 to 64 places"),
        ({"kind": "section"}, "level"),
        ({"name": "名" * 100_001}, "more than"),
        ({"deep": [[[[[[[1]]]]]]]}, "nested"),
    ],
)
def test_a_fact_that_is_none_is_refused(desk: Desk, change: dict[str, object], cause: str) -> None:
    fact = fact_at(PLAIN, "3.5万元") | change
    with pytest.raises(RefusedError, match=cause):
        desk.commit("b", desk.held("b").tag, [adding(Marking("n1", "manual", fact))])


def test_a_change_of_something_else_is_refused(desk: Desk) -> None:
    new = marking(PLAIN, "3.5万元")
    action = Action((Change("n1", new, None),))
    with pytest.raises(RefusedError, match="is not what the change begins with"):
        desk.commit("b", desk.held("b").tag, [action])


def test_done_needs_every_decision_and_writes_gold(desk: Desk) -> None:
    held = desk.held("b")
    with pytest.raises(RefusedError, match="undecided"):
        desk.commit("b", held.tag, [Action(done=(False, True))])
    accepted = [
        Change(each.id, each, msgspec.structs.replace(each, status="accepted"))
        for each in held.annotation.markings
    ]
    after = desk.commit("b", held.tag, [Action(tuple(accepted)), Action(done=(False, True))])
    (gold,) = load_gold(desk.store.folder)
    facts = [each for each in held.annotation.markings if each.fact["kind"] != "section"]
    assert len(gold.items) == len(facts)
    assert gold.headings is not None
    assert len(gold.headings) == len(held.annotation.markings) - len(facts)
    assert gold.text == PLAIN
    desk.commit("b", after.tag, [Action(done=(True, False))])
    assert not list(desk.store.folder.glob("*.gold.jsonl"))


def test_gold_is_of_what_is_held(desk: Desk) -> None:
    held = desk.held("b")
    decided = [
        Change(each.id, each, msgspec.structs.replace(each, status="rejected"))
        for each in held.annotation.markings
    ]
    new = msgspec.structs.replace(marking(PLAIN, "3.5万元"), meant="36000")
    desk.commit("b", held.tag, [Action(tuple(decided)), adding(new), Action(done=(False, True))])
    lines = (desk.store.folder / "b.gold.jsonl").read_bytes().splitlines()
    (line,) = map(msgspec.json.decode, lines)
    assert line["meant"] == "36000"
    assert line["evidence"][0]["quote"] == "3.5万元"
    kept = desk.held("b").annotation.markings
    assert {each.status for each in kept} == {"rejected", "manual"}


def test_the_journal_tells_what_can_be_undone(desk: Desk) -> None:
    new = marking(PLAIN, "3.5万元")
    held = desk.commit("b", desk.held("b").tag, [adding(new)])
    undone = Action((Change("n1", new, None),), kind="undo")
    held = desk.commit("b", held.tag, [undone])
    undo, redo = desk.store.history("b", held.tag)
    assert (undo, redo) == ([], [adding(new)])
    again = Action((Change("n1", None, new),), kind="redo")
    held = desk.commit("b", held.tag, [again])
    assert desk.store.history("b", held.tag) == ([adding(new)], [])


def test_an_entry_that_a_crash_cut_short_is_passed_over(desk: Desk) -> None:
    one = desk.commit("b", desk.held("b").tag, [adding(marking(PLAIN, "3.5万元"))])
    path = desk.store.folder / f"b{JOURNAL}"
    with path.open("ab") as file:
        file.write(b'{"at":"2026","annot')
    two = desk.commit("b", one.tag, [adding(marking(PLAIN, "档案馆", "n2"))])
    assert len(entries(path)) == 2
    assert len(leading_to(path, two.tag)) == 2


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=30))
def test_stacks_hold_what_was_done(kinds: list[str]) -> None:
    """Undo and redo pop and push as the page does."""
    actions = [Action((Change(str(n)),), kind=kind) for n, kind in enumerate(kinds)]  # type: ignore[arg-type]
    undo, redo = stacks(actions)
    assert len(undo) + len(redo) <= sum(kind == "do" for kind in kinds) + kinds.count("undo") + (
        kinds.count("redo")
    )
    if "undo" not in kinds and "redo" not in kinds:
        assert (undo, redo) == (actions, [])


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/passwd", "a//b", "", ".", "a/.hidden", "a\\b", "a\0b", "a/.."],
)
def test_names_that_lead_out_are_refused(desk: Desk, name: str) -> None:
    with pytest.raises(ExtractorError, match="EX501"):
        desk.store.path(name)


def test_links_that_lead_out_are_refused(corpus: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (corpus / "annotations").symlink_to(outside, target_is_directory=True)
    with pytest.raises(ExtractorError, match="leads out"):
        Store(corpus, corpus / "annotations" / "ann", "ann")


def test_a_link_in_place_of_a_file_is_not_followed(desk: Desk, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    desk.store.folder.mkdir(parents=True)
    (desk.store.folder / f"b{SUFFIX}").symlink_to(victim)
    with pytest.raises(ExtractorError, match="leads out"):
        desk.commit("b", "x", [])
    (desk.store.folder / f"b{SUFFIX}").unlink()
    (desk.store.folder / f"b{JOURNAL}").symlink_to(victim)
    with pytest.raises(ExtractorError, match="leads out"):
        desk.commit("b", desk.held("b").tag, [])
    assert victim.read_text() == "precious"


def test_an_annotation_of_another_text_is_told(desk: Desk) -> None:
    desk.commit("b", desk.held("b").tag, [])
    path = desk.store.path("b")
    path.write_bytes(path.read_bytes().replace("云渠".encode(), "水渠".encode()))
    with pytest.raises(ExtractorError, match="EX301"):
        desk.store.load("b")
    assert [each["state"] for each in desk.documents()].count("broken") <= 1


#: Saves once, and is killed before the nth call that changes a file (or after half a write).
_VICTIM = """
import os, signal, sys
from pathlib import Path
from extractor.desk import Action, Change, Store
from extractor.desk.store import unsaved
from extractor.desk.types import Annotation, Marking
import hashlib

root, steps = Path(sys.argv[1]), int(sys.argv[2])
count = 0

def due():
    global count
    count += 1
    return count == steps

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def wrap(name):
    real = getattr(os, name)
    def call(*given, **named):
        if due():
            if name == "write" and len(given[1]) > 1:
                real(given[0], given[1][: len(given[1]) // 2])
            die()
        return real(*given, **named)
    setattr(os, name, call)

text = "培训费3.5万元。" * 40
digest = hashlib.sha256(text.encode()).hexdigest()
fresh = unsaved(Annotation("d", text, digest, "ann"))
store = Store(root, root / "annotations", "ann", ("training",))
held = store.load("d") or fresh
done = held.annotation.done
markings = {each.id: each for each in held.annotation.markings}
number = len(markings)
place = {"role": "value", "start": 3, "end": 7, "quote": "3.5万"}
new = Marking(f"n{number}", "manual",
              {"field": "training", "kind": "money", "value": "1", "evidence": [place]})
for name in ("open", "write", "fsync", "close", "replace", "rename", "lseek", "mkdir", "unlink"):
    wrap(name)
turn = Action((Change(new.id, None, new),), done=(done, True))
store.commit("d", fresh, held.tag, [turn])
print(count)
"""


def _run(root: Path, step: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _VICTIM, str(root), str(step)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def _state(root: Path) -> Held | None:
    return Store(root, root / "annotations", "ann", ("training",)).load("d")


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_a_kill_between_any_two_calls_leaves_a_whole_file(tmp_path: Path) -> None:
    """The file is the one before or the one after, each whole; and work goes on."""
    root = tmp_path / "corpus"
    root.mkdir()
    assert _run(root, 0).returncode == 0
    survived = 0
    steps = int(_run(root, 0).stdout)
    assert steps > 12
    for step in range(1, steps + 1):
        before = _state(root)
        assert before is not None
        killed = _run(root, step)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        after = _state(root)
        assert after is not None
        size = len(before.annotation.markings)
        assert len(after.annotation.markings) in (size, size + 1)
        assert after.tag == before.tag or len(after.annotation.markings) == size + 1
        survived += after.tag == before.tag
        store = Store(root, root / "annotations", "ann", ("training",))
        undo, redo = store.history("d", after.tag)
        assert len(undo) == len(after.annotation.markings)
        assert not redo
        assert store.finish() == 1
        assert len(load_gold(root / "annotations")[0].items) == len(after.annotation.markings)
    assert 0 < survived < steps


def test_texts_that_no_file_keeps_are_refused() -> None:
    from extractor.desk.start import predicted
    from extractor.record import Record, SourceInfo

    record = Record(SourceInfo("a", "0" * 64, "text/plain", None, 1, "text"), text="a\ud800")
    with pytest.raises(ExtractorError, match="EX105"):
        predicted("a", record, "ann")


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1), st.data())
def test_any_text_comes_back_as_it_was(text: str, data: st.DataObject) -> None:
    """Offsets are code points whatever the characters are."""
    import hashlib
    import tempfile

    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = {"role": "value", "start": start, "end": end, "quote": text[start:end]}
    fact = {"field": "training", "kind": "money", "value": None, "evidence": [place]}
    digest = hashlib.sha256(text.encode()).hexdigest()
    fresh = unsaved(Annotation("d", text, digest, "ann"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        store = Store(root, root / "x", "ann", ("training",))
        held = store.commit("d", fresh, fresh.tag, [adding(Marking("n", "manual", fact))])
        assert store.load("d") == held
    assert held.annotation.text == text


def test_the_torture_text_keeps_its_line_breaks(desk: Desk) -> None:
    assert text_of(desk, "a") == TORTURE
    held = desk.commit("a", desk.held("a").tag, [])
    again = desk.store.load("a")
    assert again is not None
    assert again.annotation.text == TORTURE
    assert held.annotation.pages == (0, TORTURE.index("\x0c") + 1)
