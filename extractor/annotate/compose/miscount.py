"""Slips of figures: sums, shares, changes, completions, repeats, staffing.

Every planter looks for a place where its change breaks one identity and no other, and gives
None where the draft has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from random import Random

import msgspec

from extractor.annotate.compose.document import Draft
from extractor.annotate.compose.pieces import Piece

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: Sums that frames print: the whole, and its parts.
SUMS = (
    ("procurement.total", ("procurement.goods", "procurement.works", "procurement.services")),
    ("general.basic", ("general.basic.personnel", "general.basic.public")),
    (
        "three_public.vehicles",
        ("three_public.vehicle_purchase", "three_public.vehicle_operation"),
    ),
    ("revenue.total", ("revenue.current", "revenue.reserve_used", "revenue.opening_balance")),
    (
        "expenditure.total",
        (
            "expenditure.current", "expenditure.surplus_distribution",
            "expenditure.closing_balance",
        ),
    ),
    ("fiscal.revenue_total", ("revenue.fiscal", "fiscal.opening_balance")),
)  # fmt: skip
#: Slots that print a figure of a key besides its actual one.
_FIGURES = ("share", "completion", "change", "rate", "budget", "prior", "over", "over_rate")


class Told(msgspec.Struct, frozen=True):
    """What was planted: the family of the finding, and a note for the front matter."""

    family: str
    note: str


def number_of(piece: Piece) -> Decimal:
    """The number a piece prints."""
    match = _NUMBER.search(piece.text)
    assert match is not None, piece.text
    return Decimal(match[0].replace(",", ""))


def reprint(piece: Piece, number: Decimal) -> str:
    """Print another number in the piece's form; returns what it printed before."""
    before = _NUMBER.search(piece.text)
    assert before is not None
    places = len(before[0].partition(".")[2])
    text = f"{number:,.{places}f}" if "," in before[0] else f"{number:.{places}f}"
    piece.text = piece.text.replace(before[0], text, 1)
    return before[0]


def _find(pieces: Sequence[Piece], slots: Sequence[str], key: str, site: str) -> list[Piece]:
    return [
        piece
        for piece in pieces
        if piece.slot in slots and piece.keys and piece.keys[0] == key and piece.site == site
    ]


def mark(primary: Piece, family: str, severity: str, expected: str, *more: Piece) -> None:
    """Mark a finding on *primary*, and on *more* as its further places."""
    words = f"finding {family} {severity}" + (" id=1" if more else "")
    words += f' expected="{expected}"' if expected else ""
    primary.facts = f"{primary.facts} ; {words}" if primary.facts else words
    for piece in more:
        words = "finding id=1 secondary"
        piece.facts = f"{piece.facts} ; {words}" if piece.facts else words


def _shown(pieces: Sequence[Piece], key: str) -> list[Piece]:
    """Where the actual amount of *key* is printed."""
    return [
        piece for piece in pieces if piece.slot in ("actual", "again") and key in piece.keys
    ]  # fmt: skip


def _bare(pieces: Sequence[Piece], key: str) -> bool:
    """Whether *key* is printed once, and nothing is derived from it."""
    others = [each for each in pieces if each.slot in _FIGURES and key in each.keys]
    return len(_shown(pieces, key)) == 1 and not others


def sums(draft: Draft, rng: Random) -> Told | None:
    """A part that does not go with its sum."""
    pieces = draft.pieces
    for whole, parts in rng.sample(SUMS, len(SUMS)):
        for total in _shown(pieces, whole):
            told = [_find(pieces, ("actual",), part, total.site) for part in parts]
            if not all(len(each) == 1 for each in told):
                continue
            shown = [each[0] for each in told]
            changed = [
                piece for piece in shown if number_of(piece) >= 1 and _bare(pieces, piece.keys[0])
            ]
            if not changed:
                continue
            part = rng.choice(changed)
            number = number_of(part)
            before = reprint(part, _off(number, rng))
            expected = sum((number_of(piece) for piece in shown), Decimal(0))
            mark(total, "sum", "error", str(expected), *shown)
            return Told("sum", f"{part.site}: {part.keys[0]} 的{before}印作{part.text}，与合计不符")
    return None


def _off(number: Decimal, rng: Random) -> Decimal:
    """Another number: plainly off, in the same places."""
    away = max(abs(number) * Decimal(rng.randint(4, 30)) / 100, Decimal("0.5"))
    return (number + away).quantize(Decimal("0.01"))


def _ratio_off(number: Decimal, rng: Random, top: int) -> Decimal:
    """A percentage as slips make it: a fraction, a complement, a digit off."""
    places = Decimal("0.01")
    slips = [number / 100, number + 9, number - 9, number / 10]
    if top == 100:
        slips.append(100 - number)
    fit = [each for each in slips if 0 < each <= top and abs(each - number) > 5]
    return rng.choice(fit or [number + 9]).quantize(places)


def percentage(draft: Draft, rng: Random) -> Told | None:
    """A share that is not what its amounts give."""
    pieces = draft.pieces
    found = []
    for piece in pieces:
        if piece.slot == "share" and 6 < number_of(piece) < 94:
            parts = _find(pieces, ("actual", "again"), piece.keys[0], piece.site)
            wholes = [
                each
                for each in _shown(pieces, piece.keys[1])
                if each.site == piece.site or piece.site == "general_total"
            ]
            if parts and wholes:
                found.append((piece, parts[0], wholes[0]))
    if not found:
        return None
    share, part, whole = rng.choice(found)
    before = reprint(share, _ratio_off(number_of(share), rng, 100))
    mark(share, "percentage", "error", before, part, whole)
    return Told("percentage", f"{share.site}: 占比{before}%印作{share.text}")


def change(draft: Draft, rng: Random) -> Told | None:
    """A rate that does not go with its change."""
    pieces = draft.pieces
    found = []
    for piece in pieces:
        if piece.slot == "rate":
            changes = _find(pieces, ("change",), piece.keys[0], piece.site)
            actual = _find(pieces, ("actual", "again"), piece.keys[0], piece.site)
            if len(changes) == 1 and actual:
                found.append((piece, changes[0], actual[0]))
    if not found:
        return None
    rate, change, now = rng.choice(found)
    before = reprint(rate, _ratio_off(number_of(rate), rng, 1000))
    mark(rate, "change", "error", before, change, now)
    return Told("change", f"{rate.site}: 变动幅度{before}%印作{rate.text}")


def direction(draft: Draft, rng: Random) -> Told | None:
    """Two words of direction that part."""
    pieces = draft.pieces
    found = []
    for index, piece in enumerate(pieces):
        if piece.slot == "grow" and pieces[index + 1].slot == "rate":
            rises = _find(pieces, ("rise",), piece.keys[0], piece.site)
            if len(rises) == 1:
                found.append((piece, pieces[index + 1], rises[0]))
    if not found:
        return None
    piece, rate, rise = rng.choice(found)
    before, piece.text = piece.text, "下降" if piece.text == "增长" else "增长"
    turned = "decrease" if piece.text == "下降" else "increase"
    rate.facts = re.sub("increase|decrease", turned, rate.facts)
    mark(piece, "direction", "error", before, rise)
    return Told("direction", f"{piece.site}: {rise.text}后的{before}印作{piece.text}")


def completion(draft: Draft, rng: Random) -> Told | None:
    """A completion that is not what budget and actual give."""
    pieces = draft.pieces
    found = []
    for piece in pieces:
        if piece.slot == "completion":
            budgets = _find(pieces, ("budget",), piece.keys[0], piece.site)
            actual = _find(pieces, ("actual", "again"), piece.keys[0], piece.site)
            overs = _find(pieces, ("over_rate",), piece.keys[0], piece.site)
            if len(budgets) == 1 and actual and not overs and number_of(piece) > 10:
                found.append((piece, budgets[0], actual[-1]))
    if not found:
        return None
    rate, budget, spent = rng.choice(found)
    before = reprint(rate, _ratio_off(number_of(rate), rng, 1000))
    mark(rate, "completion", "error", before, budget, spent)
    return Told("completion", f"{rate.site}: 完成率{before}%印作{rate.text}")


def repeat(draft: Draft, rng: Random) -> Told | None:
    """A figure told again otherwise."""
    pieces = draft.pieces
    found = []
    for piece in pieces:
        if piece.slot == "again" and piece.site == "performance":
            earlier = [each for each in _shown(pieces, piece.keys[0]) if each is not piece]
            if earlier:
                found.append((piece, earlier[0]))
    if not found:
        return None
    again, first = rng.choice(found)
    before = reprint(again, _off(number_of(again), rng))
    mark(again, "repeat", "error", before, first)
    return Told("repeat", f"{again.site}: 前文的{before}此处印作{again.text}")


def staffing(draft: Draft, rng: Random) -> Told | None:
    """A count of staff that is not the sum of its kinds."""
    pieces = draft.pieces
    found = []
    for field, step in (("staffing.establishment", 1), ("staffing.actual", -1)):
        totals = [each for each in pieces if each.keys[:1] == (f"{field}:total",)]
        parts = [
            each
            for each in pieces
            if each.keys and each.keys[0].startswith(field) and not each.keys[0].endswith("total")
        ]
        mixed = len(totals) == 1 and "other:在职" not in totals[0].facts
        if mixed and len(parts) >= 2 and number_of(totals[0]) > 4:
            found.append((totals[0], parts, step))
    if not found:
        return None
    total, shown, step = rng.choice(found)
    before = reprint(total, number_of(total) + step * rng.randint(1, 3))
    mark(total, "staffing", "error", before, *shown)
    return Told("staffing", f"{total.site}: 合计{before}印作{total.text}")
