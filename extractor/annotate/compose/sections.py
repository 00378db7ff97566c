"""The sections on figures: each writes its frames to a renderer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from extractor.annotate.compose.account import INCOME, SPENDING, USES, functional
from extractor.annotate.compose.render import Renderer

_OTHERS = {"编外": "编外", "临时聘用": "临时聘用", "公益性岗位": "公益性岗位"}
_EST = {"administrative": "行政编制", "public_institution": "事业编制", "worker": "工勤编制"}
_ACT = (
    {"administrative": "行政人员", "public_institution": "事业人员", "worker": "工勤人员"},
    {"administrative": "行政", "public_institution": "事业", "worker": "工勤"},
)


def conditions(r: Renderer, administrative: bool) -> set[str]:
    """What frames may ask for: which figures of the account are not 0."""
    get = r.account.amounts

    def some(key: str) -> bool:
        return get[key].actual > 0

    found = {
        "fund": some("fund.revenue") or some("fund.expenditure"),
        "capital": some("capital.expenditure"),
        "abroad": some("three_public.abroad"),
        "drive": some("three_public.vehicles"),
        "host": some("three_public.reception"),
        "foreign": some("three_public.reception_foreign"),
        "abroad_budget": bool(get["three_public.abroad"].budget),
        "drive_budget": bool(get["three_public.vehicles"].budget),
        "host_budget": bool(get["three_public.reception"].budget),
        "meet": some("meeting"), "train": some("training"),
        "buy": some("procurement.total"), "admin": administrative,
        "extra": bool(r.account.counts["staffing.other"]),
    }  # fmt: skip
    return {name for name, holds in found.items() if holds}


def listing(r: Renderer, rows: Iterable[Callable[[], None]], joint: str) -> None:
    """Write *rows*, parted by *joint*; a joint with ``#`` numbers them line by line."""
    for number, row in enumerate(rows, start=1):
        if "#" in joint:
            r.text(("；\n" if number > 1 else "\n") + joint.replace("#", str(number)))
        elif number > 1:
            r.text(joint)
        row()


def _labelled(r: Renderer, frame: str, key: str, of: str) -> Callable[[], None]:
    def row() -> None:
        r.words["label"] = r.keep(f"label:{key}")
        r.write(frame, key, of)

    return row


def kinds(r: Renderer, keys: Sequence[str], name: str, of: str) -> None:
    """An enumeration of the parts of a sum, in one frame: with zeros, or only what is there."""
    amounts = r.account.amounts
    with_zeros = r.rng.random() < 0.3
    shown = [key for key in keys if with_zeros or amounts[key].actual]
    frame = r.draw(f"{name}.kind")
    joint = r.rng.choice(("；", "；", "；", "，", "；\n", "#.", "（#）"))
    listing(r, [_labelled(r, frame, key, of) for key in shown], joint)


def income_kinds(r: Renderer) -> None:
    """The kinds of income; the three budgets one by one, or as one."""
    keys = list(INCOME)
    if r.rng.random() < 0.35:
        keys[:3] = ["revenue.fiscal"]
    kinds(r, keys, "income", "revenue.current")


def expenditure_kinds(r: Renderer) -> None:
    """The kinds of expenditure."""
    kinds(r, SPENDING, "expend", "expenditure.current")


def income(r: Renderer, name: str) -> None:
    """Income: the sum and its kinds."""
    r.hooks["kinds"] = lambda: income_kinds(r)
    r.frame(name)
    r.text("\n")


def expend(r: Renderer, name: str) -> None:
    """Expenditure: the sum and its kinds."""
    r.hooks["kinds"] = lambda: expenditure_kinds(r)
    r.frame(name)
    if name == "expend":
        r.frame("expend.tail")
    r.text("\n")


def general_struct(r: Renderer, name: str) -> None:
    """General expenditure by class."""
    inside = r.rng.random() < 0.35  # 教育（类）支出 for 教育支出（类）
    frame = r.draw("class.kind")

    def row(key: str) -> Callable[[], None]:
        path = key.partition(":")[2]

        def write() -> None:
            short = path.removesuffix("支出")
            swap = inside and short != path and not short.endswith("等")
            r.words["label"] = f"{short}（类）支出" if swap else f"{path}（类）"
            r.write(frame, key)

        return write

    joint = r.rng.choice(("；", "；", "，", "#.", "；\n"))
    r.hooks["classes"] = lambda: listing(r, [row(key) for key in r.account.parts()], joint)
    r.frame(name)
    r.text("\n")


def general_items(r: Renderer, name: str) -> None:
    """General expenditure by item, each with its budget, its change or its share."""
    r.frame(name)
    form = r.rng.choice(("item.versus", "item.versus", "item.since", "item.plain", "item.line"))
    form = "item.sichuan" if r.province == "sc" and r.rng.random() < 0.7 else form
    basis = r.words["basis"]
    ordinal = r.rng.choice(("#.", "#、", "（#）", "#．"))
    coded = r.rng.choice(("after", "bracket", "", "", "", ""))
    short = coded == "bracket" and r.rng.random() < 0.5
    frame = r.draw(form)
    if coded == "after":  # a code never runs into the amount
        frame = frame.replace("{path}{a", "{path}：{a")

    def path_of(path: str, code: str) -> str:
        steps = path.split("/")
        text = "".join(f"{step}（{word}）" for step, word in zip(steps, "类款项", strict=True))
        text = steps[-1] if short else text
        return text + {"after": code, "bracket": f"（{code}）", "": ""}[coded]

    for number, (path, code) in enumerate(r.account.items, start=1):
        key = functional(path)
        if coded:
            r.codes[key] = code
        if short:
            r.labels[key] = path.rpartition("/")[2]
        said = path_of(path, code)
        r.hooks["path"] = lambda said=said: r.text(said)
        r.text("\n")
        mark = ordinal.replace("#", str(number))
        new = not r.account.amounts[key].budget and form in (
            "item.versus", "item.line", "item.sichuan",
        )  # fmt: skip
        if form == "item.line":
            r.add(f"{mark}{said}。", f"section {r.words['deep']}", "heading")
            r.text("\n")
            if new:
                r.write("{=B}为{b $1}，支出决算为{a $1}，{=because}{why up $1}。", key)
            else:
                r.write(frame, key)
        else:
            r.text(mark)
            r.frame("item.new", key) if new else r.write(frame, key)
        r.codes.pop(key, None)
        r.labels.pop(key, None)
    r.words["basis"] = basis
    r.text("\n")


def three(r: Renderer, name: str) -> None:
    """The three public expenses as one section: sum, parts, each of them."""
    if name != "three_items":
        if not r.account.amounts["three_public.total"].actual:
            r.frame("three_none")
            r.text("\n")
            return
        r.frame("three_total")
        r.text("\n")
    if name == "three_total":
        return
    parts = [f"three_public.{each}" for each in ("abroad", "vehicles", "reception")]
    if r.rng.random() < 0.3:
        parts[1:] = [parts[2], parts[1]]
    if r.account.amounts["three_public.total"].actual and r.rng.random() < 0.7:
        frame = r.draw("part.kind")
        rows = [_labelled(r, frame, key, "") for key in parts]
        r.hooks["parts"] = lambda: listing(r, rows, "；")
        r.frame("three_parts")
        r.text("\n")
    if name == "three" and r.rng.random() < 0.15:
        return
    style = r.rng.choice(("#.", "（#）", "#、", ""))
    for number, key in enumerate(parts, start=1):
        r.text(style.replace("#", str(number)))
        leaf(r, key.removeprefix("three_public."))


def leaf(r: Renderer, name: str) -> None:
    """A section that is one frame."""
    r.date = ""
    r.frame(name)
    r.text("\n")


def basic(r: Renderer, name: str) -> None:
    """Basic expenditure; the words for its parts are drawn from lists."""
    leaf(r, name)


def meetings(r: Renderer, name: str) -> None:
    """Meetings and training in one section."""
    for number, each in enumerate(("meeting", "training"), start=1):
        r.text(f"{number}." if r.words["deep"] == "3" else "")
        leaf(r, each)


def assets(r: Renderer, name: str) -> None:
    """Vehicles by use, and large equipment."""
    count = r.account.counts
    shown = [use for use in USES if count[f"asset.vehicle:{use}"] or r.words["zeros"]]

    def uses() -> None:
        r.words["unit"] = "辆"
        rows = [_use(r, use) for use in shown]
        listing(r, rows, r.rng.choice(("、", "，", "、")))

    def other() -> None:
        if count["asset.vehicle:其他用车"]:
            r.write(r.choose("，其他用车主要是<一般业务用车|用于{things}的车辆|下乡用车>"))

    def none() -> None:
        words = f"asset.vehicle {r.date} category=total value=0 implied"
        r.add(
            r.said(r.choose("{=us}<无车辆|没有公务车辆|未占用车辆>")),
            words,
            "none",
            "asset.vehicle",
        )

    r.hooks |= {"uses": uses, "otheruse": other, "novehicles": none}
    leaf(r, "assets" if count["asset.vehicle:total"] else "assets_none")


def _use(r: Renderer, use: str) -> Callable[[], None]:
    def row() -> None:
        r.text(use)
        r.count(f"asset.vehicle:{use}", "#辆", "asset.vehicle", "@date", f"category={use}")

    return row


def staff(r: Renderer, name: str) -> None:
    """Posts and people, by kind where there are several."""
    act = r.rng.choice(_ACT)

    def parts(field: str, labels: dict[str, str], unit: str, date: str) -> None:
        shown = [each for each in labels if r.account.counts[f"staffing.establishment:{each}"]]
        rows = [_person(r, field, each, labels[each], unit, date) for each in shown]
        listing(r, rows, r.rng.choice(("、", "，")))

    def establishment() -> None:
        last = r.pieces[-1].text if r.pieces[-1].facts else r.pieces[-2].text
        parts("staffing.establishment", _EST, last[-1], r.date)

    r.hooks["est"] = establishment
    r.hooks["act"] = lambda: parts("staffing.actual", act, "人", r.date)
    r.date = ""
    start = len(r.pieces)
    r.frame(name)
    for piece, before in zip(r.pieces[start + 1 :], r.pieces[start:], strict=False):
        if "@extra" in piece.facts:
            label = next(each for each in _OTHERS if before.text.endswith(f"{each}人员"))
            piece.facts = piece.facts.replace("@extra", f"other:{label}")
    r.text("\n")


def _person(
    r: Renderer, field: str, category: str, label: str, unit: str, date: str
) -> Callable[[], None]:
    def row() -> None:
        r.text(label)
        r.count(f"{field}:{category}", f"#{unit}", field, date, f"category={category}")

    return row


#: What writes a section: every other one is the frame of its name.
BUILDERS: dict[str, Callable[[Renderer, str], None]] = {
    "income": income, "income_total": income, "expend": expend, "expend_total": expend,
    "general_struct": general_struct, "general_items": general_items, "three": three,
    "three_total": three, "three_items": three, "meetings": meetings, "assets": assets,
    "staff": staff,
}  # fmt: skip
