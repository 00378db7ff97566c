"""An outcome as one self-contained page with plots: nothing is loaded from anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from importlib import resources

from extractor.evaluate.baseline import Run
from extractor.evaluate.buckets import BUCKETS, bucket_counts
from extractor.evaluate.outcome import Outcome
from extractor.evaluate.report import plots
from extractor.evaluate.report.blocks import Grid, blocks, interval, number
from extractor.evaluate.report.render import notes
from extractor.evaluate.score import Score
from extractor.evaluate.seen import Cards, Learning, read_cards

_ERRORS = 400  # of each page; --errors writes all
_CONFUSED = 14
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_CURVES = ("all", "numeric")


def page(outcome: Outcome, runs: Sequence[Run] = (), cards: Cards | None = None) -> str:
    """The page; *runs* are earlier ones for the learning curve, *cards* those of the models
    (the shipped ones by default)."""
    parts = [
        _tiles(outcome),
        _gates(outcome),
        _fields(outcome),
        '<div class="pair">',
        _calibration(outcome),
        "</div>",
        '<div class="pair">',
        _confusion(outcome),
        _learning(outcome, runs, cards if cards is not None else read_cards()),
        "</div>",
        _errors(outcome),
        _tables(outcome),
    ]
    told = [*notes(outcome.report), *outcome.notes]
    return "".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="color-scheme" content="light dark">\n',
            f"<title>{escape(outcome.name)} · scores</title>\n<style>\n{_file('page.css')}</style>",
            f"\n</head>\n<body>\n<header><div><h1>{escape(outcome.name)}</h1>",
            "".join(f"<p>{escape(each)}</p>" for each in told),
            '</div><button id="theme" type="button" title="light / dark" aria-label="theme">◐'
            "</button></header>\n<main>\n",
            *parts,
            f"\n</main>\n<script>\n{_file('page.js')}</script>\n</body>\n</html>\n",
        ]
    )


def _file(name: str) -> str:
    return (resources.files("extractor.evaluate.report") / name).read_text(encoding="utf-8")


def _card(title: str, about: str, body: str, kind: str = "") -> str:
    return (
        f'<section class="card {kind}"><h2>{escape(title)}</h2>'
        f"<p class=about>{escape(about)}</p>{body}</section>\n"
    )


def _tiles(outcome: Outcome) -> str:
    scores, tiles = outcome.report.scores, []

    def tile(name: str, told: str, under: str) -> None:
        tiles.append(
            f'<div class="tile"><span>{escape(name)}</span><b>{escape(told)}</b>'
            f"<i>{escape(under)}</i></div>"
        )

    def score(name: str, row: str, metric: str) -> None:
        found: Score | None = scores.get((row, metric))
        if found is not None:
            tile(name, number(found.f1), f"95 % {interval(found.f1_ci)}")

    score("slots F1", "total", "slots")
    score("linked F1", "total", "linked")
    score("linked, mean over fields", "macro", "linked")
    score("narrative by character", "kind:performance", "characters")
    score("records exact", "total", "exact_record")
    score("findings F1", "findings", "finding")
    score("consistent, no error", "findings", "clean")
    fit = outcome.calibrations.get("numeric") or outcome.calibrations.get("all")
    if fit is not None:
        tile("calibration error", number(fit.ece), f"AUROC {number(fit.auroc)}")
        tile("right at 95 % coverage", number(fit.precision), "of the surest figures")
    return f'<div class="tiles">{"".join(tiles)}</div>\n'


def _gates(outcome: Outcome) -> str:
    if not outcome.verdicts:
        return ""
    rows = "".join(
        f'<li class="{"pass" if each.passed else "fail"}"><b>{"✓" if each.passed else "✗"}</b>'
        f"<code>{escape(each.gate)}</code> {escape(each.told)}</li>"
        for each in outcome.verdicts
    )
    return f'<section class="card"><h2>Gates</h2><ul class="gates">{rows}</ul></section>\n'


def _fields(outcome: Outcome) -> str:
    kinds = _bars(outcome, "kind:")
    fields = sorted(_bars(outcome, "field:"), key=lambda bar: (-bar.size, bar.name))
    weak = sorted(
        (bar for bar in fields if bar.value is not None and bar.size),
        key=lambda bar: ((bar.value or 0) - 1) * bar.size,
    )[:25]
    parts = [
        f'<div class="pair"><div><h3>kinds</h3>{plots.bars(kinds, "F1 by kind")}</div>',
        f"<div><h3>the fields that cost most</h3>{plots.bars(weak, 'F1 of fields')}</div></div>",
        f"<details><summary>all {len(fields)} fields, the most frequent first</summary>",
        plots.bars(fields, "F1 by field"),
        "</details>",
    ]
    about = "F1 of slots: field, role, period and value are right. Whiskers: 95 % intervals over "
    return _card("Fields", f"{about}documents. At the right: score, and how many the gold has.",
                 "".join(parts))  # fmt: skip


def _bars(outcome: Outcome, prefix: str) -> list[plots.Bar]:
    found = []
    for row in outcome.report.rows(prefix):
        score = outcome.report.scores.get((row, "slots"))
        if score is not None:
            name = row.partition(":")[2]
            found.append(plots.Bar(name, score.f1, score.f1_ci, int(score.count.gold)))
    return found


def _calibration(outcome: Outcome) -> str:
    fits = [(name, outcome.calibrations[name]) for name in _CURVES if name in outcome.calibrations]
    if not fits:
        return _card("Reliability", "The predictions bear no confidences.", "")
    legend = _legend([name for name, _ in fits])
    return _card(
        "Reliability", "Facts in tenths by confidence, and how many of each are right. On the "
        "dashed line a confidence means what it says.", plots.reliability(fits) + legend,
    ) + _card(
        "Risk and coverage", "What share is wrong when only the surest facts are kept.",
        plots.risk_coverage(fits) + legend,
    )  # fmt: skip


def _legend(names: Sequence[str]) -> str:
    keys = (f'<span><i class="s{at}"></i>{escape(name)}</span>' for at, name in enumerate(names, 1))
    return f'<p class="legend">{"".join(keys)}</p>'


def _confusion(outcome: Outcome) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    for each in outcome.report.documents:
        for i, j in set(each.pairs) - each.twins:
            one, other = each.gold.items[i], each.predicted.items[j]
            if one.field != other.field:
                counts[one.row, other.row] += 1
    about = "Gold fields in rows, what they were told to be in columns; right ones left out."
    if not counts:
        return _card("Confusion of fields", "No field was taken for another.", "")
    weight: Counter[str] = Counter()
    for pair, count in counts.items():
        for name in pair:
            weight[name] += count
    names = sorted(name for name, _ in sorted(weight.items(), key=lambda x: (-x[1], x[0]))
                   [:_CONFUSED])  # fmt: skip
    shown = {pair: count for pair, count in counts.items() if set(pair) <= set(names)}
    if len(weight) > len(names):
        about += f" The {len(names)} most confused of {len(weight)}."
    return _card("Confusion of fields", about, plots.confusion(names, shown))


def _learning(outcome: Outcome, runs: Sequence[Run], cards: Cards) -> str:
    points = []
    for run in runs:
        linked = run.scores.get("total", {}).get("linked") or {}
        if run.trained_on is not None and linked.get("f1") is not None:
            low, high = linked.get("f1_ci") or (None, None)
            points.append(Learning(run.trained_on, linked["f1"], low, high))
    if points:
        now = outcome.report.scores.get(("total", "linked"))
        if now is not None and now.f1 is not None and outcome.trained_on is not None:
            points.append(Learning(outcome.trained_on, now.f1, *(now.f1_ci or (None, None))))
        curves: list[tuple[str, Sequence[Learning]]] = [("linked F1", points)]
    else:
        curves = [(f"model {name}", curve) for name, curve in cards.curves.items()]
    if not curves:
        about = "No earlier runs were given (--run FILE), and the models' cards hold no curve."
        return _card("Learning curve", about, "")
    about = "Scores by how many documents the models were trained on."
    plot = plots.learning(curves) + _legend([name for name, _ in curves[:3]])
    return _card("Learning curve", about, plot)


def _errors(outcome: Outcome) -> str:
    counts = bucket_counts(list(outcome.errors))
    if not counts:
        return _card("Errors", "None.", "")
    buttons = '<button type="button" data-bucket="" aria-pressed="true">all</button>' + "".join(
        f'<button type="button" data-bucket="{escape(name)}" aria-pressed="false" '
        f'title="{escape(BUCKETS[name])}">{escape(name)} <b>{count}</b></button>'
        for name, count in counts.items()
    )
    share = max(3, _ERRORS // len(counts))
    shown: Counter[str] = Counter()
    rows = []
    for each in outcome.errors:
        shown[each.bucket] += 1
        if shown[each.bucket] > share:
            continue
        before, _, rest = each.context.partition("[")
        inside, _, after = rest.rpartition("]")
        context = f"{escape(before)}<mark>{escape(inside)}</mark>{escape(after)}"
        rows.append(
            f'<tr data-bucket="{escape(each.bucket)}"><td><b>{escape(each.bucket)}</b>'
            f"<small>{escape(each.doc)}:{each.start}</small></td>"
            f"<td>{escape(each.gold or '–')}</td><td>{escape(each.predicted or '–')}</td>"
            f'<td lang="zh">{context if rest else escape(each.context)}</td></tr>'
        )
    total = sum(counts.values())
    about = f"{total} in all" + (f", {len(rows)} shown" if len(rows) < total else "")
    return _card(
        "Errors", about,
        f'<div class="chips">{buttons}</div><div class="scroll"><table class="errors"><thead><tr>'
        "<th>bucket</th><th>gold</th><th>predicted</th><th>context</th></tr></thead><tbody>"
        f'{"".join(rows)}</tbody></table></div>',
    )  # fmt: skip


def _tables(outcome: Outcome) -> str:
    found = blocks(outcome, ("kind", "field", "province", "doc"))
    parts = (
        f"<details><summary>{escape(title)}</summary>{_grid(grid)}</details>"
        for title, grid in found
    )
    return f'<section class="card"><h2>Every score</h2>{"".join(parts)}</section>\n'


def _grid(grid: Grid) -> str:
    head, *rows = grid
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f'<div class="scroll"><table class="grid"><thead><tr>{cells}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
