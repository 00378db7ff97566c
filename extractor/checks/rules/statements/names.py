"""FA721 to FA724: the unit has one name, and no other unit speaks in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.checks.case import Case
from extractor.checks.own_name import OwnName, is_short_for, misspelt, own_name, slip_at
from extractor.checks.scan import first_come
from extractor.finding import Finding

_NAME: Final = r"(?P<name>[^，。；：、\n“”《》（）()\d]{2,28}?%s)"
_UNIT: Final = (
    "(?:局|委员会|中心|医院|学校|小学|中学|学院|幼儿园|馆|站|所|总工会|联合会|妇联|残联|办公室|"
    "人民政府|街道办事处|大队|支队|段|法院|检察院|协会|党校)"
)
#: Places where the unit names itself: the scope of the account, its vehicles, its own rules.
_SELF: Final = tuple(
    re.compile(each)
    for each in (
        "纳入" + _NAME % _UNIT + r"(?:\d{4}年度?)?(?:的)?(?:部门|单位|汇总)*决算(?:编|汇|公)",
        r"(?:截至|截止)[^，。；\n]{4,16}，" + _NAME % _UNIT
        + "(?:机关)?(?:共?计?有|拥有)(?:公务)?(?:用车|车辆)",
        r"名称[：:\s]" + _NAME % _UNIT + r"(?=\n)",
    )
)  # fmt: skip
#: Who has the evaluation in hand, and whose spending is evaluated.
_LED: Final = re.compile("(?:自评|评价|绩效|决算)[^，。；\\n]{0,8}由" + _NAME % _UNIT)
_EVALUATED: Final = re.compile("整体支出")
#: The first of the units that the account takes in is always the own one.
_HEADS: Final = (re.compile("本级"), re.compile("机关[）、，。；\n]"))
_HEAD: Final = re.compile(_NAME % _UNIT + r"(?:（(?:本级|机关)）|本级|机关)(?=[、，。；\n])")
_RULES: Final = re.compile(
    "《" + _NAME % _UNIT + "(?:部门|项目|整体支出|单位)*(?:预算|财政)?"
    "绩效(?:管理|评价|目标|运行|自评)[^《》\\n]{0,24}》"
)
#: A clause in which a unit manages its performance; and the heading of its report.
_DOES: Final = re.compile("(?:实现|制定|成立|组成|建立|组织开展)了?[^，。；：\\n]{0,14}?绩效")
_ACTS: Final = re.compile(_NAME % _UNIT + "(?:年初|已经?|基本|积极|认真|及时)*" + _DOES.pattern)
_REPORT: Final = re.compile(
    _NAME % _UNIT + r"(?:\d{4}年度?)?(?:部门|单位)*(?:整体支出|项目支出|决算|预算绩效)"
)
_PART: Final = re.compile(
    r"\s?(?:第?[一二三四五六七八九十\d]+部分|附件)\d?[：:]?\s*|[（(]?[一二三四五六七八九十\d]+[）)、.．]{1,2}\s?"
)
#: A bureau whose account a sentence of the account seems to tell.
_BUREAU: Final = "(?:局|委员会|总工会|联合会|联合社|联社|街道办事处|协会)"
_SPENDS: Final = re.compile(
    _BUREAU + r"(?:\d{4}年度?)?(?:本级|机关)?(?:委托|共有|公务用车|“三公|政府采购(?!中心|管理|办)|"
    "机关运行|收入|支出|本年|一般公共预算|无|没有|未)"
)
_PAYER: Final = re.compile(_NAME % _BUREAU)
_ACTING: Final = re.compile(_NAME % _BUREAU + "(?:本级|机关)?(?:部门)?整体支出")
_ACCOUNT: Final = frozenset(
    ("totals", "revenue", "expenditure", "fiscal_totals", "general", "basic", "fund", "capital",
     "three_public", "three_public_abroad", "three_public_vehicles", "three_public_reception",
     "operating_cost", "procurement", "assets")
)  # fmt: skip
#: Frames before whose names other words may stand.
_LOOSE: Final = frozenset((_ACTS, _PAYER, _ACTING, _LED))
_STOPS: Final = "，。；：\n"
#: Words that begin no name of another unit.
_OWN_WORDS: Final = re.compile(
    r"^(?:我|本|该|全|各|由|以|对|按|根据|其|与|和|及|所属|下属|机关|局|院|校|馆|中(?!共|国)|部门|单位)|各|等"
)
#: Bodies that speak in everyone's account: of finance, audit, government and party.
_ABOVE: Final = re.compile(
    r"财政|审计|人大|政协|国资|机关事务|第三方|上级|主管|领导小组|委员会办公室|人民政府|县政府|"
    r"[市区省县州]委$|^省|中央|国务院|自治区|采购中心|交易中心|监委|组织部|会计师"
)
_REFLECTED: Final = re.compile(r"在(?P<level>[省市区县旗州盟])级?(?:部门|单位)决算中(?:反映|公开)")
_ORDERED: Final = re.compile(
    r"(?:承办|完成|办理|承担)(?P<who>[^，。；\n]{0,3}(?:[省市区县旗州盟](?:委|党委)(?:、|和)?)?"
    r"[省市区县旗州盟](?:人民)?政府)(?P<more>[^。；\n]{0,20}?)(?:交办|交给|下达|布置|安排)"
)
#: The same of one body alone: 完成县教育局交办的其他任务.
_TASKED: Final = re.compile(
    r"(?:承办|完成|办理|承担)(?P<who>[市县旗州盟](?:委|党委|[^，。；、和及\n]{2,12}?(?:局|委员会|委|联合会|联)))"
    r"(?P<more>)(?:交办|交给|下达|布置|安排)"
)
#: Units that answer to a body above their own place.
_VERTICAL: Final = re.compile(
    r"税务|海关|消防|气象|海事|铁路|公路|法院|检察|监狱|烟草|银行|农场|团|师"
)


def names(case: Case) -> Iterator[Finding]:
    """Every check of names; none where the document does not say whose account it is."""
    own = own_name(case)
    if own is None or len(own.full) < 4:
        case.missing("FA722", "单位名称")
        return
    yield from _misspelt(case, own)
    yield from _others(case, own)
    if own.level and own.level != "乡":
        yield from _levels(case, own)


def _misspelt(case: Case, own: OwnName) -> Iterator[Finding]:
    """FA721: the full name with one slip."""
    told: set[int] = set()
    for wrong in misspelt(own):
        at = case.clean.find(wrong)
        while at >= 0:
            if at not in told:
                told.add(at)
                yield case.found(
                    "FA721", (at, at + len(wrong)), stated=wrong, expected=own.full,
                    mistake="misspelt", confidence=0.9,
                )  # fmt: skip
            at = case.clean.find(wrong, at + len(wrong))


def _others(case: Case, own: OwnName) -> Iterator[Finding]:
    """FA722: another unit where the unit itself must be meant."""
    known = below(case)
    told: set[int] = set()
    for match in _speaking(case):
        name, at = match["name"], match.start("name")
        if at in told or not is_other(name, own, known):
            continue
        if case.clean.count(name) > 3 * case.clean.count(own.full):
            continue
        if match.re in (_ACTS, _RULES, _PAYER, _LED, _ACTING) and above(name, own):
            continue
        if match.re in _LOOSE and _ends_own(name, own):
            continue
        if match.re is _HEAD and not _alike(name, own):
            continue
        slip = slip_at(own.full, name, last=True)
        if slip is not None and slip.kind != "other":
            continue  # the own name, which is told to be misspelt
        told.add(at)
        yield case.found(
            "FA722", match.span("name"), stated=name, expected=own.full,
            mistake="other unit", confidence=0.9,
            severity="warning" if match.re in (_REPORT, _PAYER, _LED, _ACTING) else None,
        )  # fmt: skip


def below(case: Case) -> set[str]:
    """The units and departments that the document lists."""
    return {
        each
        for fact in case.facts
        if fact.kind == "organisation" and isinstance(fact.value, tuple)
        for each in fact.value
    }


def _speaking(case: Case) -> Iterator[re.Match[str]]:
    """Every place where a name stands for the unit itself."""
    clean = case.clean
    for frame in (*_SELF, _RULES, _LED):
        yield from frame.finditer(clean)
    for sign, stops, frame in (
        (_HEADS, "：、\n.", _HEAD), ((_DOES,), _STOPS, _ACTS),
        ((_SPENDS,), _STOPS + "由年度", _PAYER), ((_EVALUATED,), _STOPS + "年度对", _ACTING),
    ):  # fmt: skip
        for found in first_come(clean, sign):
            at = found.start()
            start = max(clean.rfind(stop, max(0, at - 60), at) for stop in stops) + 1
            match = frame.match(clean, start, found.end() + 1)
            kind = case.type_at(at) if match is not None else ""
            if match is None or kind in ("duties", "glossary"):
                continue
            if frame is not _PAYER or kind in _ACCOUNT:
                yield match
    for section in case.sections:
        part = _PART.match(clean, section.start, section.end)
        match = _REPORT.match(clean, part.end() if part else section.start, section.end)
        if match is not None:
            yield match


def above(name: str, own: OwnName) -> bool:
    """Whether a bureau of that name can be the one that an institution belongs to."""
    return name.endswith(("局", "委员会")) and not own.body.endswith(("局", "委员会", "会"))


def _ends_own(name: str, own: OwnName) -> bool:
    """Whether words and the own name were read as one name: 经评议认定县水利局."""
    tails = (name[at:] for at, letter in enumerate(name) if letter in "省市州盟区县旗镇")
    return any(len(tail) > 2 and own.is_meant_by(tail) for tail in tails)


def _alike(name: str, own: OwnName) -> bool:
    """Whether *name* has the own place or the own body, and nothing before it."""
    if any(word in name for word in ("为", "由", "包括", "连同")):
        return False
    return bool(own.place) and (name.endswith(own.body) or name.startswith(own.place))


def is_other(name: str, own: OwnName, known: set[str]) -> bool:
    """Whether *name* is that of a unit that is neither the own one nor above or below it."""
    if own.is_meant_by(name) or _OWN_WORDS.match(name):
        return False
    if _ABOVE.search(name) and not name.endswith(own.body):
        return False
    if name.endswith(own.body) and own.place and own.place in name:
        return False
    return not any(each in name or is_short_for(name, each) for each in known)


def _levels(case: Case, own: OwnName) -> Iterator[Finding]:
    """FA723: 市级, 市委 in the account of a county, and the like."""
    fits = {own.level}
    if own.level == "市":
        fits |= {"县"}  # a county may be a city
    if own.level in "县旗":
        fits |= {"县", "旗"}
    for match in _REFLECTED.finditer(case.clean):
        if match["level"] not in fits:
            yield case.found(
                "FA723", (match.start("level"), match.end("level") + 1),
                stated=f"{match['level']}级", expected=f"{own.level}级", confidence=0.9,
            )  # fmt: skip
    if _VERTICAL.search(own.body):
        return
    # a district may be young: it calls itself one somewhere
    if own.level in "区市" and not _calls_itself(case.clean, own.level):
        return
    for match in (*_ORDERED.finditer(case.clean), *_TASKED.finditer(case.clean)):
        said = {each for each in match["who"] if each in "省市区县旗州盟"}
        if own.level in said or own.level in match["more"]:
            continue
        if case.type_at(match.start()) != "duties" or (own.level in "县旗" and said & fits):
            continue
        alone = match.re is _TASKED or own.level not in "县区旗"
        if alone and not _is_strange(case, own, match):
            continue
        yield case.found(
            "FA723", match.span("who"), stated=match["who"],
            expected=re.sub("[省市区县旗州盟]", own.level, match["who"]), confidence=0.8,
        )  # fmt: skip


def _calls_itself(clean: str, level: str, *, but: str = "") -> bool:
    """Whether the text speaks of its 县 (全县, 县级, 县委) or other *level*."""
    word = re.compile(f"[全我]{level}|{level}(?:委|政府|级|财政|本级)")
    return word.search(clean.replace(but, "") if but else clean) is not None


def _is_strange(case: Case, own: OwnName, match: re.Match[str]) -> bool:
    """Whether the body that alone gives a unit its tasks is of another level."""
    level, clean = match["who"][0], case.clean
    if own.level in "市州盟":
        return level in "县旗" and not _calls_itself(clean, level, but=match["who"])
    if level not in "市州盟" or not _calls_itself(clean, own.level):
        return False
    section = case.section_at(match.start())
    own_duties = clean[case.sections[section].start : case.sections[section].body_end]
    tasked = f"{own.level}[^，。；\n]{{1,16}}(?:交办|交给|下达|布置|安排)"
    return re.search(tasked, own_duties) is None
