"""Slips of words: units, years, names, numbers of headings, leftovers, statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from extractor.annotate.compose.document import Draft
from extractor.annotate.compose.miscount import Told, mark, number_of, reprint
from extractor.annotate.compose.narrative import grade
from extractor.annotate.compose.pieces import Piece
from extractor.annotate.compose.printing import han


def score(draft: Draft, rng: Random) -> Told | None:
    """A grade that does not go with the score."""
    score = next((piece for piece in draft.pieces if piece.slot == "score"), None)
    grades = [piece for piece in draft.pieces if piece.slot == "grade"]
    if score is None or not grades:
        return None
    first, *more = grades
    before = first.text
    assert grade(draft.account.counts["score"]) == before
    wrong = rng.choice([each for each in "优良中" if each != before])
    for piece in grades:  # the same grade wherever it is told: no second contradiction
        piece.text = wrong
    mark(first, "score", "error", before, score, *more)
    return Told("score", f"{first.site}: {score.text}的等级{before}印作{wrong}")


def unit(draft: Draft, rng: Random) -> Told | None:
    """An amount in 元 for 万元."""
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
    mark(piece, "unit", "error", before)
    return Told("unit", f"{piece.site}: {before}印作{piece.text}")


def year(draft: Draft, rng: Random) -> Told | None:
    """Another year than the document's."""
    found = [piece for piece in draft.pieces if piece.slot == "year"]
    if not found:
        return None
    piece = rng.choice(found)
    before, piece.text = piece.text, str(int(piece.text) - rng.randint(1, 2))
    mark(piece, "year", "error", before)
    return Told("year", f"{piece.site}: {before}年印作{piece.text}年")


def organisation(draft: Draft, rng: Random) -> Told | None:
    """Another unit's name."""
    found = [piece for piece in draft.pieces if piece.slot == "org"]
    if not found:
        return None
    piece = rng.choice(found)
    before = piece.text
    start = before.find("市") + 1 if "市" in before[:4] else 2 * before.startswith("中共")
    start = 3 if before.startswith("共青团") else start
    other = rng.choice([each for each in ("玳溪", "珞原", "湉川", "骊湾") if each not in before])
    piece.text = before[:start] + other + before[start + 2 :]
    mark(piece, "organisation", "error", before)
    return Told("organisation", f"{piece.site}: 单位名称印作{piece.text}")


def numbering(draft: Draft, rng: Random) -> Told | None:
    """A heading that bears the number of the one before."""
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
    mark(piece, "numbering", "warning", "")
    return Told("numbering", f"序号{before}印作{after}")


def leftover(draft: Draft, rng: Random) -> Told | None:
    """A direction of the template, left in."""
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


def typography(draft: Draft, rng: Random) -> Told | None:
    """A doubled sign or phrase."""
    ratios = [piece for piece in draft.pieces if piece.slot in ("rate", "share", "completion")]
    if ratios and rng.random() < 0.4:
        piece = rng.choice(ratios)
        piece.text += "%"
        mark(piece, "typography", "info", "")
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


def contradiction(draft: Draft, rng: Random) -> Told | None:
    """A statement that there were no problems, before the problems."""
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
    mark(said, "contradiction", "warning", "", problems[0])
    return Told("contradiction", f"先称{text[:-1]}，后又列出问题")


def sanity(draft: Draft, rng: Random) -> Told | None:
    """Fewer visitors than visits."""
    batches = next((piece for piece in draft.pieces if piece.keys == ("batches",)), None)
    persons = next((piece for piece in draft.pieces if piece.keys == ("visitors",)), None)
    if batches is None or persons is None or number_of(batches) < 3:
        return None
    before = reprint(persons, number_of(batches) - 1 - rng.randint(0, 1))
    mark(persons, "sanity", "warning", "", batches)
    return Told("sanity", f"接待人次{before}印作{persons.text}，少于批次")
