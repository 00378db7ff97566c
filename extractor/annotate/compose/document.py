"""One composed document: a province's parts in order, each section written out."""

from __future__ import annotations

import re
from random import Random

import msgspec

from extractor.annotate.compose.account import Account
from extractor.annotate.compose.make import make_account
from extractor.annotate.compose.narrative import Narrator
from extractor.annotate.compose.pieces import Piece
from extractor.annotate.compose.printing import Style, han
from extractor.annotate.compose.render import Renderer
from extractor.annotate.compose.sections import BUILDERS, conditions, leaf
from extractor.annotate.compose.vocabulary import Kind, Profile, frames

#: Wording of the budget, and its basis; the wording stands before every budget.
_BUDGETS = (
    ("年初预算", "initial"), ("年初预算", "initial"), ("预算", ""), ("全年预算", "full_year"),
    ("调整预算", "adjusted"),
)  # fmt: skip
_NODE = re.compile(r"([a-z_+]+)(?:\(([^)]*)\))?")
_LAST = {"市级": "市", "区级": "区"}
_OFFICES = ("科室", "股室", "部门", "处室")


class Draft(msgspec.Struct):
    """A document before it is written: its pieces, and what they were made from."""

    pieces: list[Piece]
    account: Account
    org: str
    level: str


class Composer:
    """Composes one document of *profile* and *kind*; all is drawn from *rng*."""

    def __init__(self, profile: Profile, kind: Kind, year: int, rng: Random) -> None:
        self.profile, self.kind, self.year, self.rng = profile, kind, year, rng
        self.account = make_account(kind, year, rng)
        self.account.counts["staff_all"] = (
            self.account.counts["staffing.actual:total"]
            + self.account.counts["staffing.retired:total"]
        )
        self.numbering = rng.choice(profile.numbering)
        self.parted = "部分" in self.numbering[0]
        self.org = self._org()
        style = Style(
            rng.choice(profile.units), rng.choice(profile.places), rng.random() < 0.4,
            rng.random() < 0.06,
        )  # fmt: skip
        self.r = Renderer(self.account, style, self._words(), frames(), rng, profile.id)
        self.r.holds |= conditions(self.r, kind.administrative)
        self.counters = [0] * 6
        self.narrator = Narrator(self.r, kind, rng.choice(profile.duties))
        self.headings: list[Piece] = []

    def _org(self) -> str:
        words, rng = frames(), self.rng
        place = rng.choice(words["place_a"]) + rng.choice(words["place_b"])
        higher = rng.choice(words["place_a"]) + rng.choice(words["place_b"])
        ending = {"市级": "市", "乡镇": "镇", "街道": ""}.get(self.kind.level, rng.choice("县区县"))
        name = rng.choice(self.kind.names)
        if ending == "镇":
            return f"{higher}县{place}{rng.choice('镇乡')}{name}"
        if self.kind.id == "street":
            return f"{higher}市{place}{name}"
        if ending == "区":
            place = f"{higher}市{place}"
        if self.kind.id in ("youth",):
            return f"共青团{place}{ending}{name}"
        if self.kind.id in ("partyschool", "partydiscipline"):
            return f"中共{place}{ending}{name}"
        return f"{place}{ending}{name}"

    def _words(self) -> dict[str, str]:
        rng = self.rng
        wording, basis = rng.choice(_BUDGETS)
        body = rng.choice(("部门", "部门", "单位"))
        return {
            "Y": str(self.year), "Y!": str(self.year), "P": str(self.year - 1),
            "org": self.org, "org!": self.org, "B": wording, "basis": basis, "body": body,
            "boss": self.kind.boss, "zeros": rng.choice(("", "1")), "deep": "3",
            "office": rng.choice(_OFFICES), "own_level": "",
        }  # fmt: skip

    # -- the whole ----------------------------------------------------------------------

    def compose(self) -> Draft:
        """Write all parts in their order."""
        self._title()
        contents = len(self.r.pieces)
        for part in self.profile.parts:
            getattr(self, f"_part_{part}")()
        self._last_lines()
        if self.rng.random() < 0.45:
            self.r.pieces[contents:contents] = self._contents()
        level = self.kind.level
        return Draft(self.r.pieces, self.account, self.org, level)

    def _title(self) -> None:
        r, body = self.r, self.r.words["body"]
        year = Piece(str(self.year), "document.fiscal_year", "title")
        org = Piece(self.org, "document.org_name", "title")
        kind = Piece(f"{body}决算", "document.doc_type", "title")
        if self.rng.random() < 0.6:
            r.pieces += [org, year, Piece("年度"), kind]
        else:
            r.pieces += [year, Piece("年度" if self.rng.random() < 0.7 else "年"), org, kind]
        r.text(self.rng.choice(("", "公开", "情况说明", "公开说明")) + "\n")
        if self.rng.random() < 0.25:
            said = self.rng.choice(("公开时间：", "发布日期：", "公开日期："))
            date = f"{self.year + 1}年{self.rng.randint(8, 10)}月{self.rng.randint(1, 28)}日"
            r.text(said)
            r.add(date, "document.publication_date", "date")
            r.text("\n")

    def _contents(self) -> list[Piece]:
        dots = self.rng.choice(("", "", "…………", " "))
        lines, page = ["目录"], 1
        for piece in self.headings:
            level = int(piece.facts.split()[1])
            if level <= 2:
                page += self.rng.random() < 0.5
                lines.append(piece.text + (f"{dots}{page}" if dots else ""))
        return [Piece("\n".join(lines) + "\n")]

    def _heading(self, name: str, level: int) -> None:
        """A heading with its ordinal; *level* counts from 1."""
        level = max(level, 1)
        self.counters[level] += 1
        self.counters[level + 1 :] = [0] * (len(self.counters) - level - 1)
        style = self.numbering[level - 1] if level <= len(self.numbering) else "{n}."
        number = self.counters[level]
        self._line(style.format(han=han(number), n=number) + self._titled(name), level)

    def _titled(self, name: str) -> str:
        start = len(self.r.pieces)
        self.r.frame(f"title:{name}")
        text = "".join(piece.text for piece in self.r.pieces[start:])
        del self.r.pieces[start:]
        return text

    def _line(self, text: str, level: int) -> None:
        self.r.add(text, f"section {level}", "heading", text)
        self.headings.append(self.r.pieces[-1])
        self.r.text("\n")

    # -- parts --------------------------------------------------------------------------

    def _part_overview(self) -> None:
        self._heading("overview", 1)
        self._sections(self.profile.overview, 2)

    def _part_explain(self) -> None:
        self._heading("explain", 1)
        self._sections(self.profile.explain, 2)

    def _part_other_part(self) -> None:
        self._heading("other_part", 1)
        self._sections(self.profile.other, 2)

    def _part_tables(self) -> None:
        self._heading("tables", 1)
        leaf(self.r, "tables")

    def _part_terms(self) -> None:
        self._heading("terms", 1)
        self.narrator.terms(self.rng.choice(("#.", "@、", "（@）", "#、", "")))

    def _part_annex(self) -> None:
        narrator, r = self.narrator, self.r
        self._heading("annex", 1)
        self._line(self._titled("report"), 2)
        sub = ("{}、".format, "（{}）".format)
        for number, name in enumerate(
            ("situation", "targets", "done", "perf_result", "problems", "measures"), start=1
        ):
            r.site = f"report.{name}"
            self._line(sub[0](han(number)) + self._titled(name), 3)
            self._report(narrator, name)

    def _report(self, narrator: Narrator, name: str) -> None:
        if name == "situation":
            narrator.duties(2, 3, "report")
        elif name == "targets":
            narrator.several("target", 1, 3)
        elif name == "done":
            narrator.achievements(3, 5, 4)
        elif name == "perf_result":
            narrator.sentence("result.score", "evaluation_result")
            narrator.several("evaluation_result", 1, 2, "result")
        elif name == "problems":
            narrator.several("problem", 2, 3)
            if self.rng.random() < 0.7:
                narrator.sentence("cause", "cause")
                self.r.text("\n")
        else:
            narrator.several("measure", 2, 4)

    def _sections(self, spec: str, level: int) -> None:
        for name, inner in _NODE.findall(spec):
            first, *more = name.split("+")
            self.r.site = first
            self._heading(first, level)
            self.r.words["deep"] = str(level + 1)
            if inner:
                self._sections(inner, level + 1)
                continue
            self._section(first, level)
            for each in more:
                self.r.site = each
                self._section(each, level)

    def _section(self, name: str, level: int) -> None:
        own = getattr(self, f"_section_{name}", None)
        if own is not None:
            own(level)
        else:
            BUILDERS.get(name, leaf)(self.r, name)

    # -- sections of their own ----------------------------------------------------------

    def _section_duties(self, level: int) -> None:
        self.narrator.duties(4, 9, "main")

    def _section_done(self, level: int) -> None:
        self.narrator.achievements(3, 5, level + 1)

    def _section_organs(self, level: int) -> None:
        r = self.r
        names = self.rng.sample(
            self.kind.departments, self.rng.randint(3, len(self.kind.departments))
        )
        number = str(len(names)) if self.rng.random() < 0.7 else han(len(names))
        r.words["k"] = number
        words = f"organisation.internal_departments value_count={len(names)}"
        r.hooks["deps"] = lambda: r.add("、".join(names), words, "departments")
        r.hooks["deps_only"] = lambda: r.add("、".join(names), words.split()[0], "departments")
        start = len(r.pieces)
        r.frame("organs")
        budget_level = self.rng.choice(("一级预算单位", "二级预算单位"))
        r.words["own_level"] = budget_level
        r.frame("level")
        for index in range(start, len(r.pieces)):
            before, found, after = r.pieces[index].text.partition(budget_level)
            if found:
                level_piece = Piece(found, "document.budget_level", "level", (), r.site)
                r.pieces[index : index + 1] = [
                    Piece(before, site=r.site), level_piece, Piece(after, site=r.site),
                ]  # fmt: skip
                break
        r.text("\n")

    def _section_units(self, level: int) -> None:
        r, rng = self.r, self.rng
        base = f"{self.org}{rng.choice(('本级', '（本级）'))}"
        place = self.org.removesuffix(self.org[-3:])[:3]
        others = [f"{place}{each}服务中心" for each in rng.sample(self.kind.things, 2)]
        names = [base, *others[: rng.randint(1, 2)]]
        if rng.random() < 0.55:
            r.hooks["member"] = lambda: r.add(
                base, "organisation.budget_units value_count=1", "members"
            )
            r.frame("units.single")
        else:
            words = f"organisation.budget_units value_count={len(names)}"
            r.words["m"] = str(len(names))
            lines = "\n".join(f"{i}.{name}" for i, name in enumerate(names, start=1))
            r.hooks["members"] = lambda: r.add(lines, words, "members")
            r.hooks["members_flat"] = lambda: r.add("、".join(names), words, "members")
            r.frame("units")
        r.text("\n")

    def _section_performance(self, level: int) -> None:
        narrator, rng = self.narrator, self.rng
        nested = level < 3 and rng.random() < 0.6
        if nested:
            self._heading("perf_method", level + 1)
        for _ in range(rng.randint(1, 2)):
            narrator.sentence("method", "method")
        narrator.sentence("method.figures", "method")
        if rng.random() < 0.5:
            narrator.sentence("method.again", "method")
        self.r.text("\n")
        if nested:
            self._heading("perf_result", level + 1)
        narrator.sentence("result.score", "evaluation_result")
        if rng.random() < 0.6:
            narrator.sentence("result", "evaluation_result")
        self.r.text("\n")
        narrator.project_results(rng.randint(1, 3))
        if "annex" in self.profile.parts:
            return
        if nested:
            self._heading("problems", level + 1)
        narrator.several("problem", 1, 2)
        if rng.random() < 0.6:
            narrator.sentence("cause", "cause")
            self.r.text("\n")
        if nested:
            self._heading("measures", level + 1)
        narrator.several("measure", 1, 3)

    def _last_lines(self) -> None:
        r, rng = self.r, self.rng
        if rng.random() < 0.25:
            r.add(rng.choice(r.frames["notes"]), "document.rounding_note", "note")
            r.text("\n")
        if rng.random() < 0.3:
            r.text(rng.choice(("联系电话：", "咨询电话：", "决算公开联系方式：")))
            number = f"0{rng.randint(310, 998)}-{rng.randint(2100000, 8999999)}"
            r.add(number, "document.contact_phone", "phone")
            r.text("\n")
