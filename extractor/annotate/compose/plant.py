"""Plants one contradiction in a draft: the figure or word printed is changed, and marked.

Every planter looks for a place where its change breaks one identity and no other, and gives
None where the draft has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

import msgspec

from extractor.annotate.compose.document import Draft
from extractor.annotate.compose.narrative import grade
from extractor.annotate.compose.pieces import Piece
from extractor.annotate.compose.printing import han

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


Planter = Callable[[Draft, Random], Told | None]


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


def _mark(primary: Piece, family: str, severity: str, expected: str, *more: Piece) -> None:
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


def _sum(draft: Draft, rng: Random) -> Told | None:
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
            _mark(total, "sum", "error", str(expected), *shown)
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


def _percentage(draft: Draft, rng: Random) -> Told | None:
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
    _mark(share, "percentage", "error", before, part, whole)
    return Told("percentage", f"{share.site}: 占比{before}%印作{share.text}")


def _change(draft: Draft, rng: Random) -> Told | None:
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
    _mark(rate, "change", "error", before, change, now)
    return Told("change", f"{rate.site}: 变动幅度{before}%印作{rate.text}")


def _direction(draft: Draft, rng: Random) -> Told | None:
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
    _mark(piece, "direction", "error", before, rise)
    return Told("direction", f"{piece.site}: {rise.text}后的{before}印作{piece.text}")


def _completion(draft: Draft, rng: Random) -> Told | None:
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
    _mark(rate, "completion", "error", before, budget, spent)
    return Told("completion", f"{rate.site}: 完成率{before}%印作{rate.text}")


def _repeat(draft: Draft, rng: Random) -> Told | None:
    pieces = draft.pieces
    found = []
    for piece in pieces:
        if piece.slot == "again" and piece.site == "performance":
            first = [each for each in _shown(pieces, piece.keys[0]) if each is not piece]
            if first:
                found.append((piece, first[0]))
    if not found:
        return None
    piece, first = rng.choice(found)
    before = reprint(piece, _off(number_of(piece), rng))
    _mark(piece, "repeat", "error", before, first)
    return Told("repeat", f"{piece.site}: 前文的{before}此处印作{piece.text}")


def _staffing(draft: Draft, rng: Random) -> Told | None:
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
    _mark(total, "staffing", "error", before, *shown)
    return Told("staffing", f"{total.site}: 合计{before}印作{total.text}")


def _score(draft: Draft, rng: Random) -> Told | None:
    score = next((piece for piece in draft.pieces if piece.slot == "score"), None)
    graded = next((piece for piece in draft.pieces if piece.slot == "grade"), None)
    if score is None or graded is None:
        return None
    before = graded.text
    graded.text = rng.choice([each for each in "优良中" if each != before])
    assert grade(draft.account.counts["score"]) == before
    _mark(graded, "score", "error", before, score)
    return Told("score", f"{graded.site}: {score.text}的等级{before}印作{graded.text}")


def _unit(draft: Draft, rng: Random) -> Told | None:
    found = [
        piece
        for piece in draft.pieces
        if piece.slot in ("actual", "change", "budget")
        and piece.text.endswith("万元")
        and number_of(piece) >= 10
    ]
    if not found:
        return None
    piece = rng.choice(found)
    before, piece.text = piece.text, piece.text.replace("万元", "元")
    _mark(piece, "unit", "error", before)
    return Told("unit", f"{piece.site}: {before}印作{piece.text}")


def _year(draft: Draft, rng: Random) -> Told | None:
    found = [piece for piece in draft.pieces if piece.slot == "year"]
    if not found:
        return None
    piece = rng.choice(found)
    before, piece.text = piece.text, str(int(piece.text) - rng.randint(1, 2))
    _mark(piece, "year", "error", before)
    return Told("year", f"{piece.site}: {before}年印作{piece.text}年")


def _organisation(draft: Draft, rng: Random) -> Told | None:
    found = [piece for piece in draft.pieces if piece.slot == "org"]
    if not found:
        return None
    piece = rng.choice(found)
    before = piece.text
    start = before.find("市") + 1 if "市" in before[:4] else 2 * before.startswith("中共")
    start = 3 if before.startswith("共青团") else start
    other = rng.choice([each for each in ("玳溪", "珞原", "湉川", "骊湾") if each not in before])
    piece.text = before[:start] + other + before[start + 2 :]
    _mark(piece, "organisation", "error", before)
    return Told("organisation", f"{piece.site}: 单位名称印作{piece.text}")


def _numbering(draft: Draft, rng: Random) -> Told | None:
    found = []
    for piece in draft.pieces:
        if piece.slot == "heading" and piece.facts == "section 2":
            match = re.match(r"[（(]?([一二三四五六七八九十]+)[）)、]", piece.text)
            numbers = [han(each) for each in range(21)]
            if match and numbers.index(match[1]) > 2:
                found.append((piece, match[1], numbers[numbers.index(match[1]) - 1]))
    if not found:
        return None
    piece, before, after = rng.choice(found)
    piece.text = piece.text.replace(before, after, 1)
    _mark(piece, "numbering", "warning", "")
    return Told("numbering", f"序号{before}印作{after}")


def _leftover(draft: Draft, rng: Random) -> Told | None:
    spots = [
        index
        for index, piece in enumerate(draft.pieces)
        if piece.slot in ("rate", "share") or piece.facts.startswith("reason")
    ]
    if not spots:
        return None
    text = rng.choice(
        (
            "（如持平作持平表述）",
            "（具体说明增减变动原因）",
            "（不涉及的不列）",
            "（以上数据请据实填写）",
        )
    )
    at = rng.choice(spots)
    left = Piece(text, "finding leftover warning", "leftover", (), draft.pieces[at].site)
    draft.pieces.insert(at + 1, left)
    return Told("leftover", f"模板文字{text}未删")


_DOUBLED = ("主要原因是", "其中：", "主要包括：", "年度", "支出")


def _typography(draft: Draft, rng: Random) -> Told | None:
    ratios = [piece for piece in draft.pieces if piece.slot in ("rate", "share", "completion")]
    if ratios and rng.random() < 0.4:
        piece = rng.choice(ratios)
        piece.text += "%"
        _mark(piece, "typography", "info", "")
        return Told("typography", f"{piece.text}多印一个百分号")
    spots = [
        (index, phrase)
        for index, piece in enumerate(draft.pieces)
        if piece.slot == "text" and not piece.facts
        for phrase in _DOUBLED
        if phrase in piece.text and not _inside(draft.pieces, index)
    ]
    if not spots:
        return None
    at, phrase = rng.choice(spots)
    piece = draft.pieces[at]
    before, _, after = piece.text.partition(phrase)
    doubled = Piece(phrase * 2, "finding typography info", "doubled", (), piece.site)
    draft.pieces[at : at + 1] = [
        Piece(before, site=piece.site), doubled, Piece(after, site=piece.site),
    ]  # fmt: skip
    return Told("typography", f"“{phrase}”重复")


def _inside(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece stands inside a mark that holds others."""
    return sum({"open": 1, "close": -1}.get(piece.slot, 0) for piece in pieces[:at]) > 0


def _contradiction(draft: Draft, rng: Random) -> Told | None:
    pieces = draft.pieces
    problems = [
        piece for piece in pieces if piece.slot == "close" and "performance problem" in piece.facts
    ]
    ends = [
        index
        for index, piece in enumerate(pieces)
        if piece.slot == "close" and piece.facts == "performance evaluation_result"
    ]
    if not problems or not ends:
        return None
    text = rng.choice(
        ("自评中未发现问题。", "本次自评各项工作均不存在问题。", "经梳理，绩效管理中没有发现问题。")
    )
    said = Piece(text, "performance evaluation_result", "said", (), pieces[ends[0]].site)
    pieces.insert(ends[0] + 1, said)
    _mark(said, "contradiction", "warning", "", problems[0])
    return Told("contradiction", f"先称{text[:-1]}，后又列出问题")


def _sanity(draft: Draft, rng: Random) -> Told | None:
    batches = next((piece for piece in draft.pieces if piece.keys == ("batches",)), None)
    persons = next((piece for piece in draft.pieces if piece.keys == ("visitors",)), None)
    if batches is None or persons is None or number_of(batches) < 3:
        return None
    before = reprint(persons, number_of(batches) - 1 - rng.randint(0, 1))
    _mark(persons, "sanity", "warning", "", batches)
    return Told("sanity", f"接待人次{before}印作{persons.text}，少于批次")


PLANTERS: dict[str, Planter] = {
    "sum": _sum, "percentage": _percentage, "change": _change, "direction": _direction,
    "completion": _completion, "repeat": _repeat, "staffing": _staffing, "score": _score,
    "unit": _unit, "year": _year, "organisation": _organisation, "numbering": _numbering,
    "leftover": _leftover, "typography": _typography, "contradiction": _contradiction,
    "sanity": _sanity,
}  # fmt: skip


def plant(draft: Draft, family: str, rng: Random) -> Told | None:
    """Plant a contradiction of *family*; None where *draft* has no place for one."""
    return PLANTERS[family](draft, rng)
