"""Narratives: which stretches are told, and their roles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from extractor.link import features
from extractor.link.context import Context
from extractor.link.narrative import link_narrative, score
from extractor.link.passages import Passage, is_narrative, passages

Report = Callable[..., Context]


def told(ctx: Context) -> list[tuple[str | None, str]]:
    return [(each.role, str(each.value)) for each in link_narrative(ctx)]


@pytest.mark.parametrize(
    ("role", "title", "text"),
    [
        ("achievement", "履职完成情况", "全年举办招聘会21场，帮助1300人找到工作。"),
        ("problem", "存在的问题", "绩效目标编制不够细化，部分指标难以量化。"),
        ("cause", "存在的问题及原因", "由于经办人员多为兼职，绩效业务培训没有跟上。"),
        ("measure", "下一步改进措施", "今后将加强项目前期论证，按月通报支出进度。"),
        ("target", "年度绩效目标", "完成老旧小区改造6个，居民满意度不低于90%。"),
        ("evaluation_result", "绩效自评结果", "部门整体支出自评得分93分，评价等级为“优”。"),
        ("method", "预算绩效管理工作开展情况", "成立绩效评价小组，制定自评工作方案并组织填报。"),
    ],
)
def test_plain_sentences_have_their_roles(
    role: str, title: str, text: str, report_of: Report
) -> None:
    assert told(report_of(text, title)) == [(role, text)]


def test_announcements_and_pointers_are_left_out(report_of: Report) -> None:
    ctx = report_of("具体情况如下：\n自评报告详见附件。\n全年办理案件312件，结案率97%。")
    assert [value for _, value in told(ctx)] == ["全年办理案件312件，结案率97%。"]


def test_inline_labels_stand_before_the_value(report_of: Report) -> None:
    ctx = report_of("发现的主要问题及原因：支付进度偏慢。下一步改进措施：提前半年启动招标。")
    assert told(ctx) == [("problem", "支付进度偏慢。"), ("measure", "提前半年启动招标。")]


@pytest.mark.parametrize(
    ("label", "said"),
    [("原因：", "采购参数照抄厂家样本。"), ("偏差二：", "培训场次比计划少两场。"),
     ("主要产出和效果：", "新建站点3个。"), ("对策：", "改为按月结算。")],
)  # fmt: skip
def test_a_label_may_be_one_word(label: str, said: str, report_of: Report) -> None:
    assert [value for _, value in told(report_of(label + said))] == [said]


@pytest.mark.parametrize(
    "line",
    ["公开咨询电话：0419-1234567", "决算公开联系人：王某，0710-7654321",
     "以上数据以万元为单位，合计数与分项之和的尾差未作调整。",
     "（本部分由各单位据实填写，没有的不列）",
     "乡村道路养护项目"],
)  # fmt: skip
def test_notes_and_names_state_nothing(line: str, report_of: Report) -> None:
    ctx = report_of(f"{line}\n全年办理案件312件，结案率97%，比上年提高两个百分点，群众反映较好。")
    assert [value[:4] for _, value in told(ctx)] == ["全年办理"]


def test_a_pointer_that_says_something_is_told(report_of: Report) -> None:
    said = "本部门不编制评价报告，自评报告见附件。"
    assert [each.text for each in passages(report_of(said))] == [said]


def test_long_sentences_are_split_at_semicolons(report_of: Report) -> None:
    half = "组织志愿者进社区开展垃圾分类宣传、助老助残、文明劝导和环境整治等公益活动" * 2
    assert len(told(report_of(f"{half}21场；{half}35场。", "履职完成情况"))) == 2
    assert len(told(report_of("举办讲座21场；展览35场。", "履职完成情况"))) == 1


def test_values_are_in_the_characters_of_the_source(report_of: Report) -> None:
    ctx = report_of("全年培训教师1,200人次,满意率达到９８％。", "履职完成情况")
    assert told(ctx) == [("achievement", "全年培训教师1,200人次,满意率达到９８％。")]


def test_goals_in_a_table_are_told(context_of: Callable[[str], Context]) -> None:
    table = (
        "整体支出绩效自评表\n年\n度\n总\n体\n目\n标\n预期目标（年初设定） 目标实际完成情况\n"
        "目标1：保障机关运转，按时发放工资。\n目标2：办好文化惠民演出，让群众在家门口看上\n"
        "年初目标已全部完成。\n好戏。\n一级指标 二级指标 三级指标 分值 得分\n产出指标 数量指标\n"
        "演出场次 10 10\n观众人数 10 9\n总分 20 19\n"
    )
    ctx = context_of("第五部分 附件\n" + table)
    found = {value: role for role, value in told(ctx)}
    assert found["保障机关运转，按时发放工资。"] == "target"
    assert found["办好文化惠民演出，让群众在家门口看上好戏。"] == "target"
    assert found["年初目标已全部完成。"] == "achievement"


def test_account_sections_are_no_narratives() -> None:
    assert not is_narrative(("performance", "expenditure", "document"))
    assert not is_narrative(("duties", "performance_report"))
    assert not is_narrative(())
    assert is_narrative(("tasks_done", "performance_report", "attachment"))


def test_passages_are_found_once(report_of: Report) -> None:
    ctx = report_of("全年办理案件312件。")
    assert passages(ctx) is passages(ctx)


def test_a_document_without_narrative_needs_no_model(context_of: Callable[[str], Context]) -> None:
    assert list(link_narrative(context_of("2023年度收入总计360.44万元。"))) == []


def passage(text: str, **given: object) -> Passage:
    return Passage(0, len(text), text, ("problems", "performance"), **given)  # type: ignore[arg-type]


def test_features_have_their_names() -> None:
    table = features.dense([passage("支付进度偏慢。"), passage("培训场次偏少。", form="item")])
    assert table.shape == (2, len(features.names()))
    assert table[1, features.names().index("form:item")] == 1.0
    assert table[0, features.names().index("own:problems")] == 1.0


def test_grams_do_not_depend_on_the_texts_beside() -> None:
    texts = ["支付进度偏慢。", "x", "全年办理案件312件。"]
    buckets, begins, scale = features.grams(texts)
    for index, text in enumerate(texts):
        alone, start, own = features.grams([text])
        low = begins[index]
        high = begins[index + 1] if index + 1 < len(texts) else len(buckets)
        assert buckets[low:high].tolist() == alone[start[0] :].tolist()
        assert scale[index] == own[0]


def test_headings_have_grams_of_their_own() -> None:
    found = [
        passage("甲。", title="短板"),
        passage("乙。", title="短板", label="原因"),
        passage("丙。"),
    ]
    grams, which = features.headings(found)
    assert which.tolist() == [0, 1, 2]
    assert len(grams[1]) == 4
    assert set(grams[0].tolist()).isdisjoint(features.grams(["短板"])[0].tolist())


def test_the_second_pass_hears_of_the_passages_around() -> None:
    chances = np.eye(2)[[0, 1, 1]]
    starts = np.array([True, False, True, True])
    table = features.context(chances, starts)
    assert table.shape == (3, 7 * 2 + 2)
    assert table[1, 2:4].tolist() == [1.0, 0.0]  # the one before, in its section
    assert table[1, 4:6].tolist() == [0.0, 0.0]  # none after it there
    assert table[2, 6:8].tolist() == [0.0, 1.0]  # before, in the section before
    assert table[0, 12:14].tolist() == [0.0, 1.0]  # the rest of its section
    assert table[:, -2:].tolist() == [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
    assert features.context(chances[:0], np.array([True])).shape == (0, 16)


def test_digits_are_one_character() -> None:
    one, two = (features.grams([text])[0] for text in ("办案12件", "办案97件"))
    assert one.tolist() == two.tolist()


def test_scores_do_not_depend_on_batches() -> None:
    from extractor.link.model import load

    found = [passage("支付进度偏慢。"), *(passage(f"第{n}类问题突出。") for n in range(600))]
    table = score(load("roles"), found)
    assert table.shape == (601, len(load("roles").labels))
    assert np.allclose(table.sum(axis=1), 1.0)
    assert score(load("roles"), []).shape == (0, len(load("roles").labels))
