"""Names of units: which mean the same, and which mean the office of a department alone."""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = re.compile(r"\s+")
_BRACKETS: Final = str.maketrans("()【】[]", "（）（）（）")
_WHOLE: Final = re.compile(r"（(?:汇总|合并|部门|全口径|含下属单位)）$")
_OFFICE: Final = re.compile(
    r"(?:（(?:局|委|办|厅|部|院|会)?(?:机关)?(?:本级|本部|机关)）|(?:机关)?(?:本级|本部)|(?<=[局委办厅部院会])机关)$"
)
#: Letters that are left out of names or confused, and make no other unit of them.
_LIGHT: Final = frozenset("省市州盟县区旗乡镇和与及的")
_SHORTEST: Final = 3
#: How the office of a department is called inside its account.
OFFICE: Final = re.compile(
    r"(?:[局委办厅部院会处]|单位|部门)?(?:机关)?（?(?:机关)?本级(?!财政|政府|人大|预算|党委|国有|安排|一般|收入)）?"
    r"|[局委办厅部院会]机关(?!事务|服务|运行|党委|党支部|单位|事业|工作|后勤)"
)


def plain(name: str) -> str:
    """A name without spaces, with full-width brackets, and without what means all of it.

    >>> plain("云渠县 水利局(汇总)")
    '云渠县水利局'
    """
    return _WHOLE.sub("", _SPACE.sub("", name).translate(_BRACKETS))


def bare(name: str) -> str:
    """A plain name without the words that mean its office alone."""
    return _OFFICE.sub("", plain(name))


def is_office(name: str) -> bool:
    """Whether a name means the office of a department without its units.

    >>> is_office("云渠县水利局（本级）"), is_office("云渠县水利局"), is_office("局机关")
    (True, False, True)
    """
    return _OFFICE.search(plain(name)) is not None


def same(one: str, other: str) -> bool:
    """Whether two bare names can mean one unit: one without its place, or a letter of it.

    >>> same("云渠县水利局", "县水利局"), same("云渠水利局", "云渠县水利局")
    (True, True)
    >>> same("云渠县教育局", "云渠县教育局第一中学")
    False
    """
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST:
        return False
    return long.endswith(short) or _heavy(short) == _heavy(long)


def _heavy(name: str) -> str:
    return "".join(each for each in name if each not in _LIGHT)


def short_forms(name: str) -> tuple[str, ...]:
    """A bare name and what it is called where its place is known, longest first.

    >>> short_forms("云渠县体育中心")
    ('云渠县体育中心', '县体育中心', '体育中心')
    """
    found = [name]
    for match in re.finditer(r"[省市州盟县区旗]", name[:10]):
        if match.start() >= 2 and len(name) - match.end() >= _SHORTEST:
            found += [name[match.start() :], name[match.end() :]]
    return tuple(dict.fromkeys(sorted(found, key=len, reverse=True)))
