"""What the words before a count of people say: the field and the category."""

from __future__ import annotations

import re
from functools import cache

from extractor.schema.staffing import staffing_words

_INNER = re.compile(r"其中[：，]?|（(?![^（）含]{1,3}）[一-鿿])|含|：")
_ASIDE = re.compile(r"（(?![^（）含]{1,3}）[一-鿿])[^（）]{1,20}）")  #: 执业（助理）医师 is a name
_BOTH = re.compile(r"行政(?:编制)?[、及和与]?事业|事业(?:编制)?[、及和与]行政")
_LEADING = re.compile(
    r"^(?:[一-鿿]{0,8}另[聘雇]|按[一-鿿]{1,6}分为?|在编外|代管|在册|另有|另外|另|还有|其中|年末|年底|本单位|本部门|本年|现有|共有|单位|以及|和|及|与|、|有"
    r"|\d{1,4}年?[末底]?|地方财政供养的|编制以?外|[一-鿿]{2,10}的(?=[一-鿿]{2})"
    r"|[一-鿿、]{2,14}等(?=[一-鿿]{2,4}人员)|[一-鿿]{2,6}(?:属于?|系)(?=劳务派遣|编外|临聘|聘用))+"
)
_TRAILING = re.compile(r"(?:人数|总数|总计|共计?|合计|有|为|是|数|约|等|：)+$")
_IN_POST = re.compile(r"^(?:在编|在职|在岗)(?=专业|管理|工勤)")
_WORKPLACE = re.compile(r"^[一-鿿]{2,6}?(?:[院站所馆校队园](?=聘用|临聘|派遣)|(?=外聘))")


@cache
def _groups() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((each.field, each.pattern()) for each in staffing_words().group)


@cache
def _categories() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((each.name, each.pattern()) for each in staffing_words().category)


@cache
def _standing() -> re.Pattern[str]:
    return staffing_words().standing.pattern()


@cache
def _trade() -> re.Pattern[str]:
    return re.compile(f"^(?:{'|'.join(staffing_words().trade.words)})$")


def known(label: str) -> bool:
    """Whether any word of *label* says what is counted.

    >>> known("事业编制"), known("共")
    (True, False)
    """
    return any(pattern.search(label) for _, pattern in (*_groups(), *_categories()))


def trade(label: str) -> str | None:
    """The word for people that a label of no known word ends with, else None.

    >>> trade("另有生态护林员"), trade("培训")
    ('生态护林员', None)
    """
    noun = _noun(label)
    return noun if _trade().match(noun) else None


def part(label: str) -> str | None:
    """The category of a part of a whole, by its last words; None where they name nothing.

    >>> part("其中管理人员"), part("、行政"), part("，合同制"), part("、员额法官")
    ('other:管理', 'administrative', 'other:合同制', 'other:员额法官')
    """
    field, category = read(label)
    noun = _IN_POST.sub("", _noun(_INNER.split(label)[-1]))
    if field == "staffing.other" or category == "total":
        return f"other:{noun}" if len(noun) > 1 else None
    word = category.removeprefix("other:")
    if word == category or word not in noun or noun in (word, f"{word}人员"):
        return category
    return f"other:{noun}" if len(noun) <= len(word) + 4 else category


def read(label: str) -> tuple[str | None, str]:
    """The field (None if it tells none) and the category that a label tells.

    >>> read("其中：行政编制"), read("离休"), read("在职人员，其中：事业")
    (('staffing.establishment', 'administrative'), ('staffing.retired', 'retired_cadre'), \
('staffing.actual', 'public_institution'))
    """
    label = _ASIDE.sub("", label)
    # behind 其中, （, 含 or ： stand the nearer words
    inner = _INNER.split(label)[-1] or label
    field = next((f for f, p in _groups() if p.search(inner)), None)
    if field is None:
        field = next((f for f, p in _groups() if p.search(label)), None)
    if field == "staffing.retired":
        if re.search("离、?退休", inner):
            return field, "total"
        return field, "retired_cadre" if inner.rfind("离休") > inner.rfind("退休") else "retiree"
    if field == "staffing.other":
        word = _standing().search(inner)
        return field, f"other:{word.group() if word else _noun(inner) or '其他'}"
    if _BOTH.search(inner):
        return field, "total"
    for name, pattern in _categories():
        word = pattern.search(inner)
        if word:
            return field, f"other:{word.group()}" if name == "other" else name
    return field, "total"


def _noun(label: str) -> str:
    """The words of the last clause of a label, without what leads to them."""
    last = re.split("[，。]", label)[-1].strip()
    return _WORKPLACE.sub("", _TRAILING.sub("", _LEADING.sub("", last)))
