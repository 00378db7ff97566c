"""Settings: which rules count, how severe they are, and what users check besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from extractor.checks.catalogue import Rule, rules
from extractor.checks.custom import Custom
from extractor.checks.saved import NOT_CHECKABLE, unchecked
from extractor.errors import fail
from extractor.finding import FAMILIES, SEVERITIES, Finding
from extractor.record import Record
from extractor.settings import find_settings, told


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[check]``: selectors are codes, beginnings of codes, or families.

    Codes may be written small, families in Chinese (``增减`` for ``change``).
    Of two that fit a rule the longer one decides, so that ``select = ["FA2"]`` with
    ``ignore = ["FA201"]`` leaves out one rule, and the other way round lets one through.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Literal["error", "warning", "info"]] = {}
    custom: tuple[Custom, ...] = ()

    def rules(self) -> dict[str, Rule]:
        """The catalogue with the user's checks behind it."""
        return {**rules(), **{each.code: each.rule() for each in self.custom}}

    def wants(self, code: str, family: str) -> bool:
        """Whether a rule counts.

        >>> Settings(select=("FA2", "sum"), ignore=("FA201",)).wants("FA201", "change")
        False
        """
        chosen = max((_fit(each, code, family) for each in self.select), default=0)
        left_out = max((_fit(each, code, family) for each in self.ignore), default=0)
        if self.select and not chosen:
            return False
        return not left_out or chosen > left_out

    def apply(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those findings that are wanted, as severe as the settings have them."""
        return tuple(self._weighed(each) for each in findings if self.wants(each.code, each.family))

    def choose(self, record: Record) -> Record:
        """The record with what is wanted of its findings, and of what could not be checked."""
        catalogue = self.rules()
        unwanted = tuple(
            f"{NOT_CHECKABLE}{each.code} "
            for each in unchecked(record.warnings)
            if not self.wants(
                each.code, catalogue[each.code].family if each.code in catalogue else ""
            )
        )
        return msgspec.structs.replace(
            record,
            findings=self.apply(record.findings),
            warnings=tuple(each for each in record.warnings if not each.startswith(unwanted)),
        )

    def _weighed(self, finding: Finding) -> Finding:
        fits = [(_fit(each, finding.code, finding.family), each) for each in self.severity]
        fit, name = max(fits, default=(0, ""))
        if not fit or self.severity[name] == finding.severity:
            return finding
        return msgspec.structs.replace(finding, severity=self.severity[name])

    def with_options(self, select: Iterable[str], ignore: Iterable[str]) -> Settings:
        """The settings where the command line has its say; raises EX501 for what is no rule."""
        given, left_out = _listed(select), _listed(ignore)
        changed = msgspec.structs.replace(
            self, select=given or self.select, ignore=left_out or self.ignore
        )
        for option, names in (("--select", given), ("--ignore", left_out)):
            for name in names:
                if not changed.known(name):
                    raise fail("EX501", f"{option} {name}: {_unknown(name, changed.rules())}")
        return changed

    def known(self, selector: str) -> bool:
        """Whether a selector fits any rule or names a family."""
        name = meant(selector)
        return name in FAMILIES or (
            bool(name) and any(code.startswith(name) for code in self.rules())
        )


def load_settings(path: str | Path | None = None, folder: Path | None = None) -> Settings:
    """The settings of the file at *path*, else of one in *folder* (the current directory).

    Raises:
        ExtractorError: EX503, naming file and place, where something in it is not right.
    """
    found = find_settings(path, folder)
    if found is None:
        return Settings()
    return _checked(found.path, f"{found.prefix}check", found.tables.get("check", {}))


def near(name: str, known: Iterable[str]) -> list[str]:
    """Up to three of *known* that *name* may have been meant for."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), 3, 0.6)


def least(severity: str) -> tuple[str, ...]:
    """The severities from *severity* up.

    >>> least("warning")
    ('error', 'warning')
    """
    return SEVERITIES[: SEVERITIES.index(severity) + 1]


@cache
def meant(selector: str) -> str:
    """The family that a selector names, else the code or its beginning in capitals.

    >>> meant("fa2"), meant("sum"), meant("合计")
    ('FA2', 'sum', 'sum')
    """
    if selector in FAMILIES:
        return selector
    if not selector.isascii():
        from extractor.checks.render.words import word

        for family in FAMILIES:
            if word("families", family, "zh") == selector:
                return family
    return selector.upper()


def _listed(names: Iterable[str]) -> tuple[str, ...]:
    """``FA2,sum`` may stand in one word."""
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())


def _fit(selector: str, code: str, family: str) -> int:
    """How closely a selector fits a rule, 0 where it does not."""
    name = meant(selector)
    if name == family:
        return 1
    return 1 + len(name) if name and code.startswith(name) else 0


def _unknown(name: str, known: Mapping[str, Rule]) -> str:
    close = near(name, (*known, *FAMILIES))
    return "no code, beginning of a code or family" + (
        f"; near it: {', '.join(close)}" if close else ""
    )


def _checked(path: Path, where: str, table: Any) -> Settings:
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise fail("EX503", told(path, where, error)) from None
    codes: set[str] = set()
    for number, each in enumerate(settings.custom):
        try:
            each.check()
            if each.code in codes:
                raise ValueError(f"{each.code} is declared twice")
        except ValueError as error:
            raise fail("EX503", f"{path}: {where}.custom[{number}]: {error}") from None
        codes.add(each.code)
    for key in ("select", "ignore", "severity"):
        for name in getattr(settings, key):
            if not settings.known(name):
                why = _unknown(name, settings.rules())
                raise fail("EX503", f"{path}: {where}.{key}: {name}: {why}")
    return settings
