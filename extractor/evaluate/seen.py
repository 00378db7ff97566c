"""What the models have seen in training, as their cards tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from extractor.evaluate.types import Doc


class Learning(msgspec.Struct, frozen=True):
    """A point of a learning curve: how many documents were trained on, and the score."""

    documents: int
    value: float
    low: float | None = None
    high: float | None = None


class _Card(msgspec.Struct):
    name: str
    documents: tuple[str, ...] = ()
    scores: dict[str, Any] = {}


class Cards(msgspec.Struct, frozen=True):
    """The texts (SHA-256) that any model was trained on, and learning curves by model."""

    documents: frozenset[str]
    curves: dict[str, tuple[Learning, ...]]


def read_cards(folders: Sequence[Path] | None = None) -> Cards:
    """The cards of the models in the first of *folders* that has any; the shipped ones by
    default. What is no card is passed over."""
    if folders is None:
        from extractor.link.model import folders as shipped

        folders = shipped()
    for folder in folders:
        cards = [card for path in sorted(folder.glob("*.json")) if (card := _read(path))]
        if cards:
            documents = frozenset(name for card in cards for name in card.documents)
            curves = {card.name: _curve(card.scores.get("learning_curve")) for card in cards}
            return Cards(documents, {name: curve for name, curve in curves.items() if curve})
    return Cards(frozenset(), {})


def _read(path: Path) -> _Card | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Card)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _curve(points: object) -> tuple[Learning, ...]:
    try:
        return msgspec.convert(points or (), tuple[Learning, ...])
    except msgspec.ValidationError:
        return ()


def seen(gold: Sequence[Doc], cards: Cards) -> list[Doc]:
    """The documents whose texts a model was trained on."""
    return [doc for doc in gold if doc.sha256 in cards.documents]
