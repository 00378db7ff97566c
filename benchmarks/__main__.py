"""Print every figure in one run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from benchmarks import cold, pdf, scoring, warm

ROOT = Path(__file__).parents[1]
DEFAULT = ROOT / "corpus" / "train" / "sn_education_2022.txt"
#: What the project aims at; shown beside the figures, not asserted.
TARGETS = {"rjieba": 0.6, "jieba": 1.5, "growth": 1.2, "scoring": 0.2}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 always."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("document", nargs="?", default=str(DEFAULT))
    parser.add_argument("--runs", type=int, default=7, help="of which the median is taken")
    parser.add_argument("--json", action="store_true", help="the same figures as JSON")
    parser.add_argument("--warm-only", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.warm_only:  # the child below, with another segmenter
        print(json.dumps(warm.measure(given.document, given.runs)))
        return 0
    figures = {
        "document": Path(given.document).name,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python "
        + platform.python_version(),
        "warm": {
            engine: warm.in_process(engine, given.document, given.runs) for engine in warm.engines()
        },
        "cold": cold.measure(given.document, max(3, given.runs - 2)),
        "scoring": scoring.measure(ROOT / "corpus", max(3, given.runs // 2)),
        "pdf": pdf.measure(runs=max(3, given.runs - 2)),
    }
    if given.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        show(figures)
    return 0


def show(figures: dict[str, Any]) -> None:
    """The figures as lines for people."""
    print(f"{figures['document']}: {next(iter(figures['warm'].values()))['chars']:,} characters")
    print(f"{figures['machine']}; milliseconds of the processor, medians\n")
    for engine, each in figures["warm"].items():
        print(f"with {engine}")
        line("whole extraction", each["extract"])
        line("jieba.lcut of the reflowed text", each["lcut"])
        line("extraction / jieba.lcut", each["ratio"], "{:9.3f}", f"target {TARGETS[engine]}")
        low, high = each["ratios"]
        print(f"  {'':34} {low:9.3f} to {high:.3f} in the single runs")
        growth = f"target {TARGETS['growth']}"
        line("growth per character, 10 times as long", each["growth"], "{:9.3f}", growth)
        for name, milliseconds in each["stages"].items():
            share = milliseconds / sum(each["stages"].values())
            line(f"  {name}", milliseconds, note=f"{share:6.1%}")
        print()
    print("cold, each in a new process, milliseconds by the clock")
    for name, milliseconds in figures["cold"]["start"].items():
        line(name, milliseconds, "{:9.0f}")
    print("peak memory")
    for name, megabytes in figures["cold"]["memory"].items():
        line(name, megabytes, "{:9.0f}", "MB")
    told = figures["scoring"]
    print(f"scoring {told['documents']:.0f} documents with intervals, milliseconds a document")
    line("extracting", told["extract"])
    line("scoring", told["score"])
    line("scoring / extracting", told["ratio"], "{:9.3f}", f"target {TARGETS['scoring']}")
    pdf.show(figures["pdf"])


def line(name: str, value: float, form: str = "{:9.2f}", note: str = "") -> None:
    """One figure."""
    print(f"  {name:38} {form.format(value)}  {note}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
