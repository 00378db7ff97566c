"""Labelling functions for the role of a narrative sentence.

Each looks at one kind of clue only: where a sentence stands, what its heading or label says,
which words it holds or opens with, which form it has, and what the trained model says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from extractor.link.model import Model
from extractor.link.narrative import score
from extractor.link.passages import Passage, vocabulary

Function = Callable[[Passage], str | None]

#: What the sentences of a section of a type mostly are.
_SECTION = {
    "goals": "target", "problems": "problem", "measures": "measure", "tasks_done": "achievement",
    "work_done": "achievement", "performance_management": "method",
    "performance_result": "evaluation_result", "satisfaction": "evaluation_result",
}  # fmt: skip
#: The role that a family of cues (``link/roles.toml``) tells.
_FAMILY = {
    "problem": "problem", "less": "problem", "cause": "cause", "root": "cause",
    "measure": "measure", "future": "measure", "fix": "measure", "result": "evaluation_result",
    "done": "achievement", "made": "achievement", "method": "method", "target": "target",
    "aim": "target",
}  # fmt: skip
#: Forms of sentences, the first that fits counts.
_FORMS = (
    ("cause", r"^(?:主要|究其|其|根本|直接)?原因|^(?:一是|二是|三是)?(?:由于|因为)"
              r"|^(?:一是|二是|三是)?受[^，。]{1,16}影响"
              r"|(?:所致|造成的?|有关|的缘故|的主因|的根源)。?$"),
    ("evaluation_result", r"得分?\d|\d分(?![钟别布])|等[级次](?:为|是|“)|评[为定]“"
                          r"|执行率|评价结论"),
    ("measure", r"^(?:下一?步|今后|明年|来年|下年|拟|将|力争|建议)"
                r"|^(?:一是|二是|三是)?(?:把|请|由)[^。]{2,30}"
                r"(?:纳入|改为|改成|列入|挂钩|报送|统一)"),
    ("target", r"^(?:计划|目标|年度目标|力争|确保|保证)|目标(?:是|为)"
               r"|(?:不低于|不少于|不超过|控制在|达到)[^，。]{1,12}以[上内]?"),
    ("problem", r"不[够足细均严高强到]|偏[低慢高紧弱]|滞后|薄弱|欠缺|短缺|尚未|未能"
                r"|没有(?:达到|完成|按)|不及时|不平衡"),
    ("method", r"(?:印发|制定|出台|建立|成立)[^，。]{0,24}(?:办法|方案|细则|制度|机制|小组)"
               r"|(?:会同|牵头|复核|审核|打分|填报|监控|抽查)"),
    ("achievement", r"(?:完成|新[增建]|建成|举办|开展|发放|办理|培训|接待|改造|查处|组织)"
                    r"[^，。]{0,20}\d|\d[^，。]{1,8}(?:，|。|；)"),
)  # fmt: skip


def by_section(passage: Passage) -> str | None:
    """The type of the innermost section that tells a role."""
    return next((_SECTION[each] for each in passage.types if each in _SECTION), None)


@cache
def _families() -> Mapping[str, re.Pattern[str]]:
    cues = vocabulary()["cues"]
    return {
        family: re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
        for family, words in cues.items()
        if family in _FAMILY
    }


def _only(text: str) -> str | None:
    """The role of the words of *text*, None where they tell of none or of several."""
    roles = {_FAMILY[family] for family, words in _families().items() if words.search(text)}
    return roles.pop() if len(roles) == 1 else None


@cache
def by_heading(passage_title: str) -> str | None:
    """The words of a heading.

    >>> by_heading("存在的问题")
    'problem'
    """
    return _only(passage_title)


def _heading(passage: Passage) -> str | None:
    return by_heading(passage.title) if passage.title else None


def by_label(passage: Passage) -> str | None:
    """The words of an inline label (发现的问题：)."""
    return by_heading(passage.label) if passage.label else None


def by_words(passage: Passage) -> str | None:
    """The role that most words of the dictionary tell; None for a tie."""
    counts: Counter[str] = Counter()
    for family, words in _families().items():
        counts[_FAMILY[family]] += len(words.findall(passage.text))
    first, second = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return first[0] if first[1] > second[1] else None


def by_opening(passage: Passage) -> str | None:
    """The words that the sentence opens with."""
    return _only(passage.text[:6])


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((role, re.compile(pattern)) for role, pattern in _FORMS)


def by_form(passage: Passage) -> str | None:
    """The first form of a sentence that fits."""
    return next((role for role, form in _forms() if form.search(passage.text)), None)


#: Every function that needs no training, by the name it is told with.
FUNCTIONS: Mapping[str, Function] = {
    "section": by_section, "heading": _heading, "label": by_label, "words": by_words,
    "opening": by_opening, "form": by_form,
}  # fmt: skip
MODEL = "model"
NAMES = (*FUNCTIONS, MODEL)


def votes(found: Sequence[Passage], model: Sequence[str | None]) -> list[list[str | None]]:
    """Votes of each function in the order of :data:`NAMES`, the model's as given."""
    return [*([each(passage) for passage in found] for each in FUNCTIONS.values()), list(model)]


def model_votes(model: Model, found: Sequence[Passage]) -> list[str | None]:
    """What the role model says of each sentence."""
    return [model.labels[i] for i in score(model, found).argmax(axis=1).tolist()]
