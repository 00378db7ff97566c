"""The words that stand right before a figure: sign, currency, hedge."""

from __future__ import annotations

from typing import Final

from extractor.mentions import vocabulary
from extractor.mentions.guard import is_cjk
from extractor.mentions.raw import Raw

_WORDS: Final = vocabulary.before()
LAST: Final = frozenset(word[-1] for word in _WORDS)
#: those that are such a word by themselves
ALONE: Final = LAST & _WORDS.keys()
_ENDINGS: Final = {
    last: tuple(word for word in _WORDS if word[-1] == last) for last in sorted(LAST)
}
_LONGEST: Final = max(map(len, _WORDS))
_MOST = 3  # 约人民币-5万元
_SINCE: Final = frozenset("年月天日周")
_NO_SIGN_AFTER: Final = frozenset("-—–~～)）%‰/.")


def stands(text: str, start: int) -> bool:
    """Whether such a word stands right before *start*.

    >>> stands("支出5万元", 2), stands("超出5万元", 2)
    (False, True)
    """
    words = _ENDINGS.get(text[start - 1]) if start else None
    return words is not None and text.endswith(words, 0, start)


def apply(raw: Raw, text: str, floor: int) -> None:
    """Take the words before *raw* in, not below *floor* (the end of the mention before).

    Sets start, sign, currency, role and approx.
    """
    at = raw.start
    for _ in range(_MOST):
        if at <= floor or text[at - 1] not in LAST:
            break
        for size in range(min(_LONGEST, at - floor), 0, -1):
            word = text[at - size : at]
            entry = _WORDS.get(word)
            if entry is None:
                continue
            outer = text[at - size - 1] if at > size else ""
            if entry.role == "sign":
                if word == "-" and at - size == floor > 0:  # 1万-5万
                    return
                if (
                    word == "-"
                    and outer
                    and ((outer.isascii() and outer.isalnum()) or outer in _NO_SIGN_AFTER)
                ):
                    return
                if outer and outer in entry.barred:
                    return
                raw.negate()
            elif entry.role == "currency":
                if word[0].isascii() and word[0].isalpha() and outer.isascii() and outer.isalpha():
                    return
                _money(raw, entry.currency or "")
            else:
                if outer and outer in entry.barred:
                    continue
                if word in ("近", "上") and (raw.unit or "")[-1:] in _SINCE and raw.unit:
                    return
                if word == "上" and not (raw.scaled or raw.tail):
                    return
                if word in "<>＜＞" and not raw.unit:
                    return
                raw.approx = True
                if entry.role != "approx":
                    raw.role = entry.role
                elif is_cjk(outer) and word == "约" and outer == "大":
                    at -= 1
            at -= size
            raw.start = at
            break
        else:
            break


def _money(raw: Raw, currency: str) -> None:
    if raw.kind == "money":
        if currency != raw.currency and raw.unit in ("元", None):
            raw.currency = currency
            raw.unit = vocabulary.base_of(currency)
    elif raw.unit is None and raw.kind == "number":
        raw.kind = "money"
        raw.currency = currency
        raw.unit = vocabulary.base_of(currency)
        raw.rule = "currency_before"
