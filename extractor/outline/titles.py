"""What words a title is made of, as far as its form goes."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.schema.sections import own_type as _own_type

BRACKETS = re.compile(r"（[^（）]{0,80}）")
#: an item of the functional classification: 教育支出（类）普通教育（款）小学教育（项）
FUNCTION = re.compile(r"（[类款项]）")

#: how such an item ends that has a line of its own; its code may follow
ITEM_END = re.compile(r"）\d{0,7}$")

_ENDS = (
    "情况|说明|概况|概括|概述|简介|介绍|职[责能]|任务|设置|构成|组成|机构|编制|人员|范围|名单|解释|"
    "结果|综述|结论|分析|总结|报告|方案|目标|指标|成效|成绩|效果|效益|满意度|问题|不足|原因|"
    "困难|措施|建议|打算|计划|安排|方向|意见|应用|依据|原则|方法|过程|程序|内容|背景|事项|"
    "口径|信息|附[件录表]|名词|术语|经费|支出|收入|费|表|标准|等次|等级|管理|工作|做法|经验|亮点"
)
ENDS = re.compile(rf"(?:{_ENDS})(?:（[^（）]{{0,60}}）)?$")
_STRICT = (
    "情况|说明|概况|概括|简介|介绍|职[责能]|设置|构成|组成|机构|解释|结果|综述|结论|分析|目标|"
    "问题|措施|建议|原因|满意度|成效|不足|打算|事项|口径|附[件录表]"
)
_STRICT_END = re.compile(rf"(?:{_STRICT})(?:（[^（）]{{0,60}}）)?$")
#: a paragraph of the body begins so, a title does not
SENTENCE_START = re.compile(
    r"本(?:部门|单位|年|级|局|院|校|委|中心|表|次|报告|项)|我[局委院校县市区单部省镇乡办会]|"
    r"截[至止]|根据|按照|依据|为[了进贯切]|经[过调研]|通过|无|没有|未|不|其中|注[：:]|"
    r"单位[：:]|全年|年初|完成|较|比|主要[是用原]|由于|因(?!公)|详见|见|附[：:]|现将|如"
)
_INTRO = re.compile(
    r"(?:如下|以下.{0,6}|下列.{0,6}|包括|包含|包[括含]有|[^不]是|为|其中|即|含|分别|有|主要|显示|"
    r"指出|要求|表示|认为|表现在|体现在|单位|日期|时间|电话|传真|地址|邮编|邮箱|网址|联系人|"
    r"负责人|公式|注|备注|来源|索引号|名称|类型|文号|编码|级别|发布机构|签字|盖章|填报人)$"
)
#: a line that may name what is said below it: an expense, a project, a trade
NAME = re.compile(
    r"(?![（(注附]|其中|详见|如下)[^\d。；，：！？%\n]{1,28}(?<![的为是和与及等有含即元到于下])：?"
)
_STOPS = re.compile(r"[。！？；，]")
_TABLE = re.compile(
    r"(?:自评表|评价表|决算表|总表|明细表|情况表|目标表|申报表|公开表|预算表|报表|指标表|一览表|"
    r"信息表|统计表|评分表|监控表|体系表|支出表|收入表|附表)(?:（[^（）]{0,20}）)?$"
)
_REPORT = re.compile(
    r"(?:自评|评价|绩效|总结|分析|决算|情况|评估|监控|工作|自查)(?:的)?报告(?:（[^（）]{1,16}）)?$"
)
_KNOWN_PART = re.compile(r"附[件录]?|附表|(?:相关|专业|有关)?(?:名词|术语|用语)(?:解释|说明)")
_KNOWN = re.compile(
    r"附[件录]?|附表|(?:专业)?(?:名词|术语)(?:解释|说明)|目标|"
    r"(?:部门|单位|机构|基本)(?:基本)?(?:概况|情况|概括)"
)
_PREFIX = re.compile(
    r"(?P<title>(?:关于)?(?:20\d\d年度?)?(?:[^，。；：！？\d\n]{0,48}?"
    r"(?:决算情况说明|情况的?说明|总体情况|结构情况|具体情况|情况|名词解释|任务介绍|单位构成)"
    r"|(?:主要|部门|单位|工作|机构|基本)(?:工作)?(?:职[责能]{1,2}|概况)|(?:内设)?机构(?:设置|情况)))"
    r"(?=20\d\d年|截[至止]|本(?:部门|单位|年)|我[局委院校县市区单部镇乡]|根据|按照|无|全年|"
    r"纳入|贯彻|拟[订定]|负责|承担|基本支出|内设|下设|共设|第[一二三四五六七八九十]|[一二三四]是|"
    r"[^，。；：！？\d\n]{1,24}?(?:局|委|院|会|厅|办|中心|站|校|园|馆|所|队|府|社|处|联)"
    r"(?:是|为|设|内设|下设|共|于|20\d\d年))"
)
#: a sentence that says what something is, though it may end like a title: 甲科为我局的内设机构
_STATES = re.compile(
    r"[是为](?:本|我|其|该|全)|[是为有设](?:[^是为有设]{0,6})[\d一二三四五六七八九十两]个"
)
_PREFIX_HOLDS = re.compile("[况职释绍构]")  #: one of these is in any such title; 情况说明 too
#: an item of a list of duties begins so
DUTY = re.compile(
    r"负责|承[担办]|组织|拟[订定]|指导|监督|参与|协[助调]|完成|贯彻|研究|制[定订]|管理|推[进动]|"
    r"开展|落实|统筹|编制|提[出供]|牵头|依法|指挥|配合|做好|加强|执行|宣传|建立|办理|起草|受理"
)


#: the last characters that an unnumbered title may have, its final stop or colon left out
_TAILS = frozenset("表告）附件录明释况括标").union(
    *(word[word.find("[") + 1 : -1] if word[-1] == "]" else word[-1] for word in _STRICT.split("|"))
)


@lru_cache(maxsize=4096)
def own_type(title: str, parent: str = "") -> str:
    """The type that a title itself tells; the same few titles are asked for again and again."""
    return _own_type(title, parent)


def title_tail(line: str) -> bool:
    """Whether a line ends as an unnumbered title may: most lines of the body do not.

    >>> title_tail("下一步改进措施："), title_tail("收入决算表"), title_tail("共计3.5万元。")
    (True, True, False)
    """
    last = line[-1]
    return last in _TAILS or (last in "。：:！ " and line.rstrip("。：:！ ")[-1:] in _TAILS)


def title_end(line: str) -> int:
    """Where the title ends on a line, its final stop or colon left out."""
    return len(line.rstrip("。：:！ "))


def is_table_title(line: str) -> bool:
    """Whether an unnumbered line is the title of a table.

    >>> is_table_title("青河县水务局部门整体支出绩效自评表"), is_table_title("详见收入决算表")
    (True, False)
    """
    if line[-1] not in "表）" or len(line) < 5 or _TABLE.search(line) is None:
        return False
    if line[0] == "附":
        return _STOPS.search(line) is None
    return _STOPS.search(line) is None and SENTENCE_START.match(line) is None


def is_report(line: str) -> bool:
    """Whether an unnumbered line is the title of a report."""
    if len(line) < 6 or line[-1] not in "告）" or _REPORT.search(line) is None:
        return False
    return _STOPS.search(line) is None and SENTENCE_START.match(line) is None


def is_label(line: str) -> bool:
    """Whether a line is a short title with a colon after it.

    >>> is_label("下一步改进措施："), is_label("主要职责是："), is_label("单位：")
    (True, False, False)
    """
    if line[-1] != "：":
        return False
    title = line[:-1].rstrip()
    if not 2 <= len(title) <= 30 or _STOPS.search(title) or _INTRO.search(title):
        return False
    if "：" in title or SENTENCE_START.match(title):
        return False
    if title in ("总体情况", "具体情况", "基本情况"):
        return True
    return _STRICT_END.search(title) is not None and own_type(title) not in ("", "document")


def known_line(line: str) -> bool:
    """Whether an unnumbered line without a colon is a title by its words alone."""
    title = line.rstrip("。 ")
    if len(title) > 36 or not title or (line[-1] == "。" and title.count("、") > 1):
        return False
    if _KNOWN.fullmatch(title):
        return True
    if len(title) < 4 or _STRICT_END.search(title) is None or "：" in title:
        return False
    if _STOPS.search(title) or SENTENCE_START.match(title) or title[0] in "（(“《":
        return False
    if "见附" in title or "见下" in title or _STATES.search(title):
        return False
    return own_type(title) not in ("", "document", "tables")


def part_like(line: str) -> bool:
    """Whether an unnumbered title stands beside the parts, not inside one."""
    title = line.rstrip("。：: ")
    return len(title) <= 12 and _KNOWN_PART.fullmatch(title) is not None


def prefix_title(words: str, *, whole: bool = False) -> int | None:
    """Length of the title that *words* begin with where the body is glued to it.

    >>> prefix_title("收入决算情况说明2023年度本年收入合计5万元")
    8
    """
    if whole:
        title = words.strip("：:。 ")
        if not 2 <= len(title) <= 50 or _STOPS.search(title):
            return None
        known = ENDS.search(title) is not None and own_type(title) != ""
        return len(title) if known else None
    match = _PREFIX.match(words) if _PREFIX_HOLDS.search(words) else None
    if match is None:
        return None
    title = match["title"]
    if own_type(title) == "" and not title.endswith(("支出情况", "收入情况", "情况说明")):
        return None
    return match.end("title")
