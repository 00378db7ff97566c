"""The kinds of tables, read from ``kinds.toml``; unknown keys are errors that name the path."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

import msgspec

from extractor.errors import fail
from extractor.schema import expand, fields
from extractor.tables.words import LONG, bare


class RowRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What rows with certain labels state."""

    words: tuple[str, ...] = ()
    like: str = ""
    field: str = ""
    fields: dict[str, str] = {}
    side: str = ""
    under: str = ""
    category: str = ""
    name: str = ""
    purchased: bool = False
    count: str = ""  #: what is counted, where it is no amount


class ColumnRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a column means: ``path`` is an expression over its header path."""

    path: str
    means: str = ""
    field: str = ""
    category: str = ""


class RoleRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which role a word of a header or a label gives."""

    pattern: str
    role: str
    basis: str = ""
    asset: str = ""  #: the role for things that are owned, where it is another one


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A kind of table."""

    key: str
    titles: tuple[str, ...] = ()
    told: str = ""
    uses: tuple[str, ...] = ()
    sides: bool = False
    dated: bool = False
    default: str = "actual"
    functional: dict[str, str] = {}
    economic: dict[str, str] = {}
    columns: tuple[ColumnRule, ...] = ()
    rows: tuple[RowRule, ...] = ()


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    rows: tuple[RowRule, ...]


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keep: tuple[str, ...]
    drop: tuple[str, ...]
    sides: dict[str, str]


class _Classes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    economic: tuple[str, ...]
    general: tuple[str, ...]


class _Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    counts: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: tuple[Kind, ...]
    group: tuple[_Group, ...]
    role: tuple[RoleRule, ...]
    form: _Form
    units: _Units
    classes: _Classes


class Kinds(msgspec.Struct, frozen=True, dict=True):
    """Everything that is declared, made ready: labels and expressions by kind."""

    kinds: dict[str, Kind]
    titles: tuple[tuple[re.Pattern[str], str], ...]
    labels: dict[str, dict[str, tuple[RowRule, ...]]]
    likes: dict[str, tuple[tuple[re.Pattern[str], RowRule], ...]]
    columns: dict[str, tuple[tuple[re.Pattern[str], ColumnRule], ...]]
    roles: tuple[tuple[re.Pattern[str], RoleRule], ...]
    keep: re.Pattern[str]
    drop: re.Pattern[str]
    sides: tuple[tuple[re.Pattern[str], str], ...]
    counts: re.Pattern[str]
    economic: frozenset[str]
    general: frozenset[str]


def parse(data: bytes | str, name: str) -> Kinds:
    """Read declarations.

    Raises:
        ExtractorError: EX201 with the path of what does not fit.
    """
    try:
        file = msgspec.toml.decode(data, type=_File)
    except msgspec.DecodeError as error:
        raise fail("EX201", f"{name}: {error}") from None
    known = fields()
    groups = {each.key: each.rows for each in file.group}
    labels: dict[str, dict[str, tuple[RowRule, ...]]] = {}
    likes: dict[str, tuple[tuple[re.Pattern[str], RowRule], ...]] = {}
    for kind in file.kind:
        if missing := [each for each in kind.uses if each not in groups]:
            raise fail("EX201", f"{name}: kind {kind.key}: no group {missing[0]!r}")
        rows = [*kind.rows, *(row for each in kind.uses for row in groups[each])]
        stated = [*kind.functional.values(), *kind.economic.values(),
                  *(each.field for each in kind.columns)]  # fmt: skip
        for row in rows:
            stated += [row.field, *row.fields.values()]
        for field in stated:
            if field and field not in known:
                raise fail("EX201", f"{name}: kind {kind.key}: no field {field!r}")
        found = labels.setdefault(kind.key, {})
        likes[kind.key] = tuple((_compiled(each.like, name), each) for each in rows if each.like)
        for row in rows:
            for pattern in row.words:
                for word in expand(pattern):
                    # rules that hold below a certain row go before those that hold anywhere
                    rules = (*found.get(bare(word)[0], ()), row)
                    found[bare(word)[0]] = tuple(sorted(rules, key=lambda rule: not rule.under))
    return Kinds(
        {each.key: each for each in file.kind},
        tuple((_compiled(title, name), each.key) for each in file.kind for title in each.titles),
        labels,
        likes,
        {
            each.key: tuple((_compiled(rule.path, name), rule) for rule in each.columns)
            for each in file.kind
        },
        tuple((_compiled(each.pattern, name), each) for each in file.role),
        _compiled("|".join(map(re.escape, file.form.keep)), name),
        _compiled("|".join(file.form.drop), name),
        tuple((_compiled(path, name), side) for side, path in file.form.sides.items()),
        _compiled(file.units.counts, name),
        frozenset(file.classes.economic),
        frozenset(file.classes.general),
    )


def _compiled(pattern: str, name: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise fail("EX201", f"{name}: {pattern!r}: {error}") from None


@cache
def kinds() -> Kinds:
    """What the toolkit declares, read once."""
    file = resources.files("extractor.tables") / "kinds.toml"
    return parse(file.read_bytes(), "tables/kinds.toml")


@lru_cache(maxsize=1024)
def kind_of(title: str) -> str | None:
    """The kind of a canonical title without quotes and spaces.

    >>> kind_of("2023年度财政拨款收入支出决算总表"), kind_of("职工食堂菜谱")
    ('fiscal_total', None)
    """
    for pattern, key in kinds().titles:
        if pattern.search(title):
            return key
    return None


@lru_cache(maxsize=4096)
def role_of(words: str) -> RoleRule | None:
    """The role that the words of a header level or of a label give.

    >>> role_of("2022年度上年决算数").role, role_of("一般公共预算财政拨款")
    ('prior_actual', None)
    """
    if len(words) > LONG:
        return None
    said = kinds().keep.sub("", words)
    for pattern, rule in kinds().roles:
        if pattern.search(said):
            return rule
    return None


@lru_cache(maxsize=4096)
def without_role(level: str) -> str:
    """A header level without the words of its role and of mere form.

    >>> without_role("年初预算数"), without_role("公务接待费决算数（万元）")
    ('', '公务接待费')
    """
    if len(level) > LONG:
        return level
    drop, keep = kinds().drop, kinds().keep
    kept = keep.search(level)
    if kept is not None:  # 一般公共预算 is no budget figure
        before, after = level[: kept.start()], level[kept.end() :]
        return without_role(before) + kept[0] + without_role(after)
    return drop.sub("", drop.sub("", level))


def counted(words: str) -> bool:
    """Whether a label or header counts things, so that no unit of money holds for it."""
    return len(words) <= LONG and kinds().counts.search(words) is not None
