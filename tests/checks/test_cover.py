"""Which figures an identity covers, and which nothing guards."""

from __future__ import annotations

from extractor import Text
from extractor.checks.cover import covered, unguarded
from extractor.layout import reflow
from extractor.outline import outline
from extractor.pipeline import extract
from extractor.segment import segment
from extractor.source import read

BODY = """某县水务局2023年度部门决算
一、收入支出决算总体情况
2023年度收入总计120.00万元，支出总计120.00万元。
二、支出决算情况
2023年度支出合计120.00万元，其中：基本支出80.00万元，占66.67%；项目支出40.00万元，占33.33%。
三、国有资产占用情况
单价100万元以上专用设备3台（套）。
"""


def test_figures_and_the_identities_that_cover_them() -> None:
    record = extract(Text(BODY))
    text = reflow(read(Text(BODY)))
    headings = outline(text)
    rest = (record, text, headings, segment(text, headings))
    found = covered(*rest)
    codes = {each.field: found.get(each.id, ()) for each in record.facts if each.kind == "money"}
    assert "FA105" in codes["expenditure.basic"]
    assert "FA301" in codes["expenditure.basic"]
    assert codes["revenue.total"]
    open_ = unguarded(*rest)
    assert [each.field for each in open_] == ["threshold", "asset.equipment"]
    assert not set(found) & {each.id for each in open_}
