"""The journal beside an annotation: every action, never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from extractor.desk import atomic
from extractor.desk.types import Action, Entry

_ENTRY = msgspec.json.Decoder(Entry)


def add(path: Path, entry: Entry) -> None:
    """Write *entry* behind the others, before the annotation itself is written."""
    atomic.append(path, msgspec.json.encode(entry) + b"\n")


def entries(path: Path) -> list[Entry]:
    """Every whole line of the journal; what a crash has cut short is passed over."""
    found = []
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    for line in lines:
        if line:
            try:
                found.append(_ENTRY.decode(line))
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
    return found


def leading_to(path: Path, tag: str) -> list[Action]:
    """The actions that lead to the file with this tag, in their order.

    An entry whose file was never written (the process died between the two) leads nowhere.
    """
    chain: list[Entry] = []
    for entry in reversed(entries(path)):
        if entry.after == tag:
            chain.append(entry)
            tag = entry.before
    return [action for entry in reversed(chain) for action in entry.actions]


def stacks(actions: Sequence[Action]) -> tuple[list[Action], list[Action]]:
    """What can be undone, and what redone, after *actions*."""
    undo: list[Action] = []
    redo: list[Action] = []
    for action in actions:
        if action.kind == "undo" and undo:
            redo.append(undo.pop())
        elif action.kind == "redo" and redo:
            undo.append(redo.pop())
        else:
            undo.append(action)
            redo.clear()
    return undo, redo
