"""Duties, performance reports and terms: sentences made of a kind of unit's words."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.annotate.compose.account import Project
from extractor.annotate.compose.printing import han
from extractor.annotate.compose.render import Renderer
from extractor.annotate.compose.vocabulary import Kind

_GRADES = ((900, "优"), (800, "良"), (600, "中"), (0, "差"))


def grade(score: int) -> str:
    """The grade of a score in tenths of a point.

    >>> grade(899), grade(900)
    ('良', '优')
    """
    return next(name for least, name in _GRADES if score >= least)


class Narrator:
    """Writes the narratives of one document; it keeps what was said of each work."""

    def __init__(self, r: Renderer, kind: Kind, profile_duties: str) -> None:
        self.r, self.kind, self.duty_style = r, kind, profile_duties
        self.said: dict[str, int] = {}  #: work -> the number told of it
        self.about = ""
        self.project: Project | None = None
        self._bags: dict[str, list[str]] = {}
        r.hooks |= {
            "thing": self.thing, "things": self.things, "work": self.work,
            "people": lambda: r.text(kind.people), "dept": lambda: r.text(kind.department),
            "project": self._project, "fund": self._fund, "pct": self._percent,
            "score": self._score, "grade": self._grade, "name": self._name,
            "pscore": self._project_score, "pb": self._project_budget, "pa": self._project_actual,
            "pc": self._project_completion, "stop": self._stop,
            "pay": lambda: self._list("pay_list", 5, 9),
            "goods": lambda: self._list("goods_list", 5, 9), "eoy": self._end_of_year,
        }  # fmt: skip

    # -- words --------------------------------------------------------------------------

    def _bag(self, name: str, words: Iterable[str]) -> str:
        """One of *words*; none comes again before all have come."""
        bag = self._bags.setdefault(name, [])
        if not bag:
            bag += self.r.rng.sample(list(words), len(list(words)))
        return bag.pop()

    def thing(self) -> None:
        self.about = self._bag("thing", self.kind.things)
        self.r.text(self.about)

    def things(self) -> None:
        first = self.r.rng.randint(1, 2)
        self.r.text("、".join(self._bag("thing", self.kind.things) for _ in range(first)))

    def _list(self, name: str, low: int, high: int) -> None:
        words = self.r.frames[name]
        count = self.r.rng.randint(low, high)
        chosen = set(self.r.rng.sample(words, count))
        self.r.text("、".join(word for word in words if word in chosen))

    def work(self) -> None:
        """A counted result: ``整治河道`` and ``12公里``."""
        name, unit, span = self._bag("work", self.kind.works).split("/")
        low, high = map(int, span.split("-"))
        number = self.said.setdefault(name, self.r.rng.randint(low, high))
        self.r.text(name)
        key = "activity.funds" if unit == "万元" else "quantity"
        self.r.add(f"{number}{unit}", f"{key} name={name}", "quantity", name)

    def _project(self) -> None:
        self.about = self._bag("project", self.kind.projects)
        self.r.text(self.about)

    def _fund(self) -> None:
        value = round(100 * 10 ** self.r.rng.uniform(0.3, 2.3))
        self.r.add(self.r.style.money(value), f"activity.funds name={self.about}", "fund")

    def _percent(self, role: str, hedge: str = "") -> None:
        self.r.add(f"{hedge}{self.r.rng.randint(860, 999) / 10}%", f"% {role}", "percent")

    def _stop(self) -> None:
        """A sentence of its evaluation ends, the next one begins."""
        self.r.close("performance evaluation_result")
        self.r.open()

    def _end_of_year(self) -> None:
        self.r.date = f"{self.r.account.year}-12-31"
        self.r.frame("eoy")

    # -- evaluation ---------------------------------------------------------------------

    def _score(self) -> None:
        score = self.r.account.counts["score"]
        self.r.add(f"{score / 10:g}分", "performance.score", "score", "score")

    def _grade(self) -> None:
        score = self.r.account.counts["score"]
        self.r.add(grade(score), "document.performance_grade", "grade", "score")

    def _chosen(self) -> Project:
        assert self.project is not None
        return self.project

    def _name(self) -> None:
        self.r.text(self._chosen().name)

    def _project_score(self) -> None:
        each = self._chosen()
        words = f"performance.score name={each.name}"
        self.r.add(f"{each.score / 10:g}分", words, "project_score", each.name)

    def _key(self) -> str:
        return f"performance.project_funds:{self._chosen().name}"

    def _project_budget(self, slot: str) -> None:
        self.r.write(f"{{{slot} $1}}", self._key())

    def _project_actual(self) -> None:
        self.r.write("{a $1}", self._key())

    def _project_completion(self) -> None:
        said = self.r.rng.choice(("执行率{c $1}", "完成预算的{c $1}", "预算执行率为{c $1}"))
        (self.r.holds.add if "执行率" in said else self.r.holds.discard)("execution")
        self.r.write(said, self._key())
        self.r.holds.discard("execution")

    # -- sentences ----------------------------------------------------------------------

    def sentence(self, frame: str, role: str, ordinal: str = "") -> None:
        """A sentence of a narrative; *ordinal* stands before it, outside the mark."""
        self.r.text(ordinal)
        self.r.open()
        self.r.frame(frame)
        self.r.close(f"performance {role}" + (f" ordinal={ordinal}" if ordinal else ""))

    def several(self, role: str, low: int, high: int, frame: str = "") -> None:
        """A paragraph of sentences of one role, or a list of them."""
        r = self.r
        style = r.rng.choice(("", "", "{}.", "（{}）", "{}、"))
        first = r.rng.randint(low, high)
        texts: set[str] = set()
        number = 0
        for _ in range(first):
            start = len(r.pieces)
            mark = style.replace("{}", han(number + 1) if "（" in style else str(number + 1))
            self.sentence(frame or role, role, mark)
            told = "".join(piece.text for piece in r.pieces[start:])[len(mark) :]
            if told[:10] in texts:  # said before
                del r.pieces[start:]
                continue
            texts.add(told[:10])
            number += 1
            r.text("\n" if style else "")
        r.text("" if style else "\n")

    def duties(self, low: int, high: int, kind: str) -> None:
        """A list of duties, one item each, or one paragraph of clauses."""
        r = self.r
        number = r.rng.randint(low, high)
        lines: list[str] = []
        while len(lines) < number:
            name = (
                "duty.first" if not lines else "duty.last" if len(lines) == number - 1 else "duty"
            )
            start = len(r.pieces)
            r.frame(name)
            text = "".join(piece.text for piece in r.pieces[start:])
            del r.pieces[start:]
            if all(text[:9] != each[:9] for each in lines):
                lines.append(text)
        if kind == "main" and r.rng.random() < 0.15:
            self._paragraph(lines)
            return
        if r.rng.random() < 0.6:
            intro = (
                "{=us}的主要职责<是|如下>：\n|{=org}<主要|>承担<以下|下列>职责：\n|主要职责是：\n"
            )
            r.write(r.rng.choice(r.choose(intro).split("|")))
        for index, line in enumerate(lines, start=1):
            mark = self.duty_style.format(han=han(index), n=index)
            r.text(mark)
            r.add(line, f"duty ordinal={mark.strip()} list={kind}", "duty")
            r.text("\n")

    def _paragraph(self, lines: list[str]) -> None:
        for index, line in enumerate(lines):
            last = index == len(lines) - 1
            self.r.add(line[:-1] + ("。" if last else "；"), "duty list=main", "duty")
        self.r.text("\n")

    def project_results(self, count: int) -> None:
        """What the evaluation of single projects gave."""
        for project in self.r.account.projects[:count]:
            self.project = project
            self.sentence("result.project", "evaluation_result")
            if self.r.rng.random() < 0.5:
                self.sentence("achievement", "achievement")
            self.r.text("\n")

    def achievements(self, low: int, high: int, level: int) -> None:
        """What was done: items with run-in headings, or paragraphs."""
        r = self.r
        headed = r.rng.random() < 0.5
        for number in range(1, r.rng.randint(low, high) + 1):
            if headed:
                mark = r.rng.choice((f"{number}.",)) if level > 3 else f"（{han(number)}）"
                start = len(r.pieces)
                r.open()
                r.text(mark)
                self.sentence("achievement.head", "achievement", "")
                r.pieces[-1].facts += f" ordinal={mark}"
                r.close(f"section {level}")
                for piece in r.pieces[start:]:
                    piece.site = "run-in"
            for _ in range(r.rng.randint(1, 3)):
                self.sentence("achievement", "achievement")
            r.text("\n")

    def terms(self, style: str) -> None:
        """Definitions of terms."""
        r = self.r
        count = r.rng.randint(4, 9)
        drawn = r.rng.sample(r.frames["term"], count)
        for number, frame in enumerate(drawn, start=1):
            name, _, definition = r.choose(frame).partition("@")
            r.text(style.replace("#", str(number)).replace("@", han(number)) + name + "：")
            r.add(definition, f"term name={name}", "term")
            r.text("\n")
