"""A document with everything that has broken an annotation tool, and laws of others like it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from extractor.annotate.formats import Sheet

TEXT = (
    "\ufeff \u3000甲县😀水务局\r\n2023年度部门决算\f\r\n一、收入𠮷情况\r\n收入总计、"
    "支出总计均为36\r\n0.44 万元，"
    "增长５.43％（单位：万元）。\u2028无公务接待费\x85支出。"
    '\n\n表里：12，=3\t"引号\\";{{|}}\r\n培训费5万元。 \r\n'
)


def place(text: str, quote: str, role: str = "value", **more: Any) -> dict[str, Any]:
    """The first place of a quote."""
    start = text.index(quote)
    return {"role": role, "start": start, "end": start + len(quote), "quote": quote, **more}


def _fact(field: str, kind: str, *places: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"field": field, "kind": kind, "role": None, "period": None, "value": None,
            "unit": None, **more, "evidence": list(places)}  # fmt: skip


def torture() -> Sheet:
    """Emoji, CRLF, form feeds, nested, overlapping and discontinuous spans, two facts on one
    span, an empty value, an implied fact, keys of tables, findings, sections, no place."""
    total = place(TEXT, "36\r\n0.44 万元", status="reflowed")
    money = {"role": "actual", "period": "2023", "value": "3604400", "unit": "CNY"}
    head = place(TEXT, "一、收入𠮷情况")
    section = {"kind": "section", "id": "s1", "level": 1, "ordinal": "一、", "title": "收入𠮷情况",
               "start": head["start"], "end": head["end"], "body_end": len(TEXT), "parent": None,
               "quote": head["quote"]}  # fmt: skip
    spans = [place(TEXT, "增长５.43％", "primary"), place(TEXT, "36\r\n0.44 万元", "secondary")]
    sentence = "收入总计、支出总计均为36\r\n0.44 万元，增长５.43％（单位：万元）。"
    lines = (
        _fact("document.org_name", "document", place(TEXT, "甲县😀水务局", status="exact"),
              value="甲县😀水务局", label="单位名称"),
        _fact("document.fiscal_year", "document", place(TEXT, "2023"), value="2023"),
        # two facts on one span, with a label and a unit elsewhere
        _fact("revenue.total", "money", total, place(TEXT, "收入总计", "label"),
              place(TEXT, "单位：万元", "unit", status="inherited"), **money, raw="360.44 万元"),
        _fact("expenditure.total", "money", total, place(TEXT, "支出总计", "label"), **money),
        _fact("revenue.total", "ratio", place(TEXT, "５.43％"), role="change", period="2023",
              value="5.43", unit="percent", direction="increase", base="prior_year"),
        # nested, and overlapping
        _fact("performance", "performance", place(TEXT, sentence, status="reflowed"),
              role="achievement", value="", ordinal="（1）"),
        _fact("reason", "reason", place(TEXT, "0.44 万元，增长"), value="",
              about=["revenue.total"]),
        _fact("three_public.reception", "money", place(TEXT, "无公务接待费\x85支出"),
              role="actual", value="0", implied=True, approx=True, low="0", high=None),
        _fact("activity.funds", "money", place(TEXT, "12，=3"), role="actual", value="12",
              origin="table", table="t1", row="=3", column=["支出", "决算数"],
              path=["甲", "乙/丙"]),
        _fact("organisation.internal_departments", "organisation", place(TEXT, "\n\n表"), value=[],
              value_count=0),
        _fact("quantity", "quantity", place(TEXT, "\n\n"), value=None, name="空"),
        _fact("training", "money", role="budget", value="1"),  # no place at all
        section,
        {"kind": "finding", "family": "change", "severity": "error", "spans": spans,
         "stated": "5.43", "expected": "0.5"},
    )  # fmt: skip
    return Sheet("torture_2023", TEXT, lines)


def plain() -> Sheet:
    """A second document: nothing is odd in it but its size and its scope."""
    scope = {"kind": "scope", "marks": ["findings"]}
    return Sheet("plain", "x", (scope,))


_CHARACTERS = st.sampled_from([*"甲乙丙12.万元,; \t\n\r\f", "😀", "𠮷", "\u3000", "\u2028",
                               "\ufeff",
                               "\x0b", "\x85", "\x1c", '"', "\\", "|", "{", "　"])  # fmt: skip
_LABELS = (("training", "money", "budget"), ("training", "money", "actual"),
           ("duty", "duty", None),
           ("revenue.total", "ratio", "share"), ("ratio", "ratio", "other"))  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Any text with facts, headings and findings anywhere in it."""
    text = draw(st.text(_CHARACTERS, min_size=2, max_size=40))

    def some(role: str) -> dict[str, Any]:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        return {"role": role, "start": start, "end": end, "quote": text[start:end]}

    lines: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 5))):
        what = draw(st.integers(0, 9))
        if what == 0:
            at = some("value")
            del at["role"]
            lines.append({"kind": "section", "id": f"s{number}", "level": 2, "ordinal": "",
                          "title": "题", "body_end": len(text), "parent": None, **at})  # fmt: skip
            continue
        if what == 1:
            lines.append({"kind": "finding", "family": "sum", "severity": "info",
                          "spans": [some("primary"), some("secondary")]})  # fmt: skip
            continue
        field, kind, role = draw(st.sampled_from(_LABELS))
        places = [some("value"), *(some(r) for r in draw(st.lists(
            st.sampled_from(["label", "unit"]), max_size=2)))]  # fmt: skip
        lines.append({"field": field, "kind": kind, "role": role, "evidence": places,
                      "value": draw(st.none() | st.text(_CHARACTERS, max_size=5))})  # fmt: skip
    return Sheet("d", text, tuple(lines))
