"""Frames -> pieces: alternatives are drawn, slots are filled with marked figures.

A frame is text with ``<one|two|>`` (draw one; an empty one may be drawn) and slots:

``{a K…}`` actual  ``{again K}`` the same once more  ``{p K…}`` prior  ``{b K}`` budget (``b0``
where it is called 预算, ``by`` 全年预算)  ``{d K…}`` change  ``{r K…}`` its rate
``{w K}`` 增加 or 减少  ``{v K}`` 增长 or 下降  ``{s K OF}`` share  ``{c K}`` completion
``{db K}`` ``{rb K}`` difference to the budget  ``{cmp K…}`` a comparison with the year before
``{vs K}`` why it is not the budget  ``{why K…}`` a reason  ``{none K…:text}`` a statement of none
``{n KEY WORDS…:#人}`` a count  ``{t …}`` a price limit  ``{> NAME K…}`` another frame,
whose ``$1`` … are the keys  ``{=NAME}`` a word of the document (``{=Y}``)
``{NAME …}`` what a section fills in

A frame may begin with ``?cond,!cond `` (only where these hold) and ``*sc,hn `` (mostly there).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

from extractor.annotate.compose.account import Account, Amount
from extractor.annotate.compose.pieces import Piece
from extractor.annotate.compose.printing import Style

_CHOICE = re.compile(r"<([^<>]*)>")
_SLOT = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")
_HEAD = re.compile(r"(?:\?(?P<needs>\S+) )?(?:\*(?P<at>\S+) )?")
#: How a frame weighs in the provinces it is at home in.
_AT_HOME = 8
_ATTRIBUTE = {
    "general.functional": "path", "general.basic.economic": "path",
    "performance.project_funds": "name", "performance.score": "name", "activity.funds": "name",
}  # fmt: skip


class Renderer:
    """Writes one document's pieces; all that is drawn is drawn from *rng*."""

    def __init__(
        self,
        account: Account,
        style: Style,
        words: Mapping[str, str],
        frames: Mapping[str, tuple[str, ...]],
        rng: Random,
        province: str = "",
    ) -> None:
        self.account, self.style, self.words = account, style, dict(words)
        self.frames, self.rng, self.province = frames, rng, province
        self.pieces: list[Piece] = []
        self.holds: set[str] = set()  #: the conditions frames may ask for
        self.codes: dict[str, str] = {}  #: codes printed beside the amounts by function
        self.labels: dict[str, str] = {}  #: paths as printed where they differ
        self.site = ""
        self.date = ""
        #: what fills slots that are not the renderer's own: ``{kinds}``, ``{work}`` …
        self.hooks: dict[str, Callable[..., None]] = {}
        self._kept: dict[str, str] = {}
        self._slots: dict[str, Callable[..., None]] = {
            "a": self._actual, "again": self._again, "b": self._budget,
            "b0": self._plain_budget, "by": self._year_budget, "p": self._prior,
            "d": self._change, "r": self._rate, "w": self._rise, "v": self._grow,
            "s": self._share, "c": self._completion, "db": self._over, "rb": self._over_rate,
            "cmp": self._compare, "vs": self._versus, "why": self._why,
        }  # fmt: skip

    # -- frames -------------------------------------------------------------------------

    def draw(self, name: str) -> str:
        """One of the frames *name* that may stand here, with its alternatives drawn."""
        options, weights = [], []
        for frame in self.frames[name]:
            head = _HEAD.match(frame)
            assert head is not None
            needs = head["needs"].split(",") if head["needs"] else []
            if all((each.lstrip("!") in self.holds) != each.startswith("!") for each in needs):
                home = head["at"].split(",") if head["at"] else []
                options.append(frame[head.end() :])
                weights.append(_AT_HOME if self.province in home else 0 if home else 2)
        if not options:
            raise LookupError(f"no frame {name} for {sorted(self.holds)}")
        if not any(weights):
            weights = [1] * len(options)
        return self.choose(self.rng.choices(options, weights)[0])

    def keep(self, name: str) -> str:
        """As ``draw``, but the same all through the document."""
        if name not in self._kept:
            self._kept[name] = self.draw(name)
        return self._kept[name]

    def choose(self, frame: str) -> str:
        """*frame* with its alternatives drawn, innermost first."""
        while True:
            drawn = _CHOICE.sub(lambda each: self.rng.choice(each[1].split("|")), frame)
            if drawn == frame:
                return drawn
            frame = drawn

    def frame(self, name: str, *keys: str) -> None:
        """Write one of the frames *name*."""
        self.write(self.draw(name), *keys)

    def write(self, text: str, *keys: str) -> None:
        """Write *text*, its slots filled; ``$1`` … are *keys*."""
        for number, key in enumerate(keys, start=1):
            text = text.replace(f"${number}", key)
        done = 0
        for slot in _SLOT.finditer(text):
            self.text(text[done : slot.start()])
            done = slot.end()
            self._fill(slot[1])
        self.text(text[done:])

    def _fill(self, slot: str) -> None:
        if slot.startswith("="):
            self._word(slot[1:])
        elif slot.startswith("none "):
            head, _, said = slot.partition(":")
            keys = head.split()[1:]
            words = " ; ".join(f"{_named(key)} actual value=0 implied" for key in keys)
            self.add(self.said(said), words, "none", *keys)
        elif slot.startswith("n "):
            head, _, said = slot.rpartition(":")
            name, *facts = head.split()[1:]
            self.count(name, said, *facts)
        elif slot.startswith("> "):
            name, *keys = slot.split()[1:]
            self.frame(name, *keys)
        elif slot.startswith("t "):
            self.add(slot[2:], "threshold threshold", "threshold")
        else:
            name, *keys = slot.split()
            (self.hooks.get(name) or self._slots[name])(*keys)

    def said(self, text: str) -> str:
        """What *text* would write, as plain text."""
        start = len(self.pieces)
        self.write(text)
        told = "".join(piece.text for piece in self.pieces[start:])
        del self.pieces[start:]
        return told

    def _word(self, name: str) -> None:
        if name in self.words:
            slot = "year" if name == "Y!" else "org" if name == "org!" else "text"
            self.text(self.words[name], slot)
        else:
            self.write(self.keep(name))

    # -- pieces -------------------------------------------------------------------------

    def text(self, text: str, slot: str = "text") -> None:
        """Text without a mark."""
        if text:
            self.pieces.append(Piece(text, slot=slot, site=self.site))

    def add(self, text: str, facts: str, slot: str, *keys: str) -> None:
        """Marked text."""
        self.pieces.append(Piece(text, facts, slot, keys, self.site))

    def open(self) -> None:
        """Begin a mark that holds other marks."""
        self.pieces.append(Piece("", slot="open", site=self.site))

    def close(self, facts: str) -> None:
        """End it, with what it says."""
        self.pieces.append(Piece("", facts, "close", site=self.site))

    def count(self, name: str, said: str, *words: str) -> None:
        """A count: *name* is a key of the account's counts, or ``=N``; *said* ``{}人``."""
        number = int(name[1:]) if name.startswith("=") else self.account.counts[name]
        facts = " ".join(words).replace("@date", self.date)
        self.add(said.replace("#", str(number)), facts, "count", name)

    # -- figures ------------------------------------------------------------------------

    def amount(self, key: str) -> Amount:
        return self.account.amounts[key]

    def _many(self, keys: tuple[str, ...], words: str, ratio: bool = False) -> str:
        sign = "%" if ratio else ""
        return " ; ".join(f"{sign}{self.named(key)} {words}".strip() for key in keys)

    def named(self, key: str) -> str:
        """The words that name the amount *key* in a mark."""
        label = self.labels.get(key)
        field, _, _ = key.partition(":")
        code = f" code={self.codes[key]}" if key in self.codes else ""
        return _named(f"{field}:{label}" if label else key) + code

    def _actual(self, *keys: str) -> None:
        value = self.amount(keys[0]).actual
        self.add(self.style.money(value), self._many(keys, ""), "actual", *keys)

    def _again(self, *keys: str) -> None:
        self._actual(*keys)
        self.pieces[-1].slot = "again"

    def _budget(self, key: str) -> None:
        value = self.amount(key).budget
        assert value is not None
        basis = self.words["basis"]
        words = f"budget budget_basis={basis}" if basis else "budget"
        self.add(self.style.money(value), self._many((key,), words), "budget", key)

    def _plain_budget(self, key: str) -> None:
        """A budget that is called no more than 预算."""
        self._with_basis(key, "")

    def _year_budget(self, key: str) -> None:
        """A budget that is called 全年预算."""
        self._with_basis(key, "full_year")

    def _with_basis(self, key: str, basis: str) -> None:
        kept, self.words["basis"] = self.words["basis"], basis
        self._budget(key)
        self.words["basis"] = kept

    def _prior(self, *keys: str) -> None:
        value = self._before(keys[0])
        words = f"prior_actual {self.account.year - 1}"
        self.add(self.style.money(value), self._many(keys, words), "prior", *keys)

    def _before(self, key: str) -> int:
        value = self.amount(key).prior
        assert value is not None, key
        return value

    def _turn(self, key: str) -> str:
        return "increase" if self.amount(key).actual > self._before(key) else "decrease"

    def _change(self, *keys: str) -> None:
        value = abs(self.amount(keys[0]).actual - self._before(keys[0]))
        words = f"change {self._turn(keys[0])} base=prior_year"
        self.add(self.style.money(value), self._many(keys, words), "change", *keys)

    def _rate(self, *keys: str) -> None:
        before = self._before(keys[0])
        text = self.style.ratio(abs(self.amount(keys[0]).actual - before), before)
        words = f"change {self._turn(keys[0])} base=prior_year"
        self.add(text, self._many(keys, words, ratio=True), "rate", *keys)

    def _rise(self, key: str) -> None:
        up = self._turn(key) == "increase"
        self.pieces.append(Piece("增加" if up else "减少", "", "rise", (key,), self.site))

    def _grow(self, key: str) -> None:
        up = self._turn(key) == "increase"
        self.pieces.append(Piece("增长" if up else "下降", "", "grow", (key,), self.site))

    def _share(self, key: str, of: str) -> None:
        text = self.style.ratio(self.amount(key).actual, self.amount(of).actual)
        words = "share" + ("" if of == "general.project" else f" of={of.partition(':')[0]}")
        self.add(text, self._many((key,), words, ratio=True), "share", key, of)

    def _completion(self, key: str) -> None:
        amount = self.amount(key)
        assert amount.budget
        words = "execution_rate" if "execution" in self.holds else "completion"
        text = self.style.ratio(amount.actual, amount.budget)
        self.add(text, self._many((key,), words, ratio=True), "completion", key)

    def _over(self, key: str, ratio: bool = False) -> None:
        amount = self.amount(key)
        assert amount.budget
        difference = abs(amount.actual - amount.budget)
        turn = "increase" if amount.actual > amount.budget else "decrease"
        words = self._many((key,), f"change {turn} base=budget", ratio=ratio)
        text = self.style.ratio(difference, amount.budget) if ratio else None
        self.add(text or self.style.money(difference), words, "over_rate" if ratio else "over", key)

    def _over_rate(self, key: str) -> None:
        self._over(key, ratio=True)

    # -- sentences that depend on the figures -------------------------------------------

    def _compare(self, *keys: str) -> None:
        amount = self.amount(keys[0])
        before = self._before(keys[0])
        name = "flat" if amount.actual == before else "changed" if before else "new"
        (self.holds.add if len(keys) > 1 else self.holds.discard)("pair")
        self.frame(f"since.{name}", keys[0], " ".join(keys))

    def _versus(self, key: str) -> None:
        amount = self.amount(key)
        budget = amount.budget or 0
        name = "equal" if amount.actual == budget else "more" if amount.actual > budget else "less"
        self.frame(f"versus.{name}", key)

    def _why(self, *keys: str) -> None:
        """A reason for the change since the year before, or (``up``, ``down``) since the budget."""
        if keys[0] in ("up", "down"):
            sign, keys = keys[0], keys[1:]
        else:
            sign = "up" if self._turn(keys[0]) == "increase" else "down"
        about = ",".join(dict.fromkeys(key.partition(":")[0] for key in keys))
        self.open()
        self.frame(f"why.{sign}")
        self.close(f"reason about={about}")


def _named(key: str) -> str:
    field, _, rest = key.partition(":")
    return f"{field} {_ATTRIBUTE[field]}={rest}" if rest else field
