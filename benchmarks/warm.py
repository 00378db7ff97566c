"""Times in a process that has done it before.

Processor time, so that others on the machine matter less.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

LONGER = 10


def engines() -> list[str]:
    """The segmenters that are installed, the faster first."""
    return [name for name in ("rjieba", "jieba") if importlib.util.find_spec(name)]


def in_process(engine: str, document: str, runs: int) -> dict[str, Any]:
    """:func:`measure` in a process of its own that cuts words by *engine*."""
    command = [sys.executable, "-m", "benchmarks", document, "--warm-only", "--runs", str(runs)]
    done = subprocess.run(
        command,
        env={**os.environ, "EXTRACTOR_WORDS": engine},
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        check=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def measure(document: str, runs: int) -> dict[str, Any]:
    """Milliseconds of the whole, of jieba, of each stage; growth per character."""
    import logging

    import jieba

    import extractor
    from extractor.layout import reflow
    from extractor.source import Text, read

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    source = read(document)
    given = Text(source.text)
    longer = Text("\n".join([source.text] * LONGER))
    clean = reflow(source).clean
    for _ in range(2):
        extractor.extract(given)
    jieba.lcut(clean)
    whole, lcut = [], []
    for _ in range(runs):  # in turn, so that a busy moment meets both
        whole.append(timed(lambda: extractor.extract(given)))
        lcut.append(timed(lambda: jieba.lcut(clean)))
    long = [timed(lambda: extractor.extract(longer)) for _ in range(max(3, runs // 2))]
    ratios = sorted(a / b for a, b in zip(whole, lcut, strict=True))
    per_character = len(longer.text) / len(given.text)
    return {
        "chars": len(source.text),
        "extract": median(whole),
        "lcut": median(lcut),
        "ratio": median(whole) / median(lcut),
        "ratios": [ratios[0], ratios[-1]],
        "growth": median(long) / median(whole) / per_character,
        "stages": stages(document, runs),
    }


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that *work* takes."""
    gc.collect()
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def stages(document: str, runs: int) -> dict[str, float]:
    """Median milliseconds of each room on the road, in order."""
    from extractor.checks import check
    from extractor.layout import reflow
    from extractor.link import link
    from extractor.mentions import find
    from extractor.outline import outline
    from extractor.record import assemble
    from extractor.segment import segment
    from extractor.source import read

    times: dict[str, list[float]] = {}

    def stage(name: str, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        start = time.process_time()
        result = work(*given, **named)
        times.setdefault(name, []).append((time.process_time() - start) * 1000)
        return result

    for _ in range(runs):
        gc.collect()
        source = stage("read", read, document)
        text = stage("reflow", reflow, source)
        sections = stage("outline", outline, text)
        sentences = stage("segment", segment, text, sections)
        mentions = stage("find", find, text.clean)
        facts, warnings = stage("link", link, text, sections, sentences, mentions)
        record = stage("assemble", assemble, text, sections, facts, warnings=warnings)
        stage("check", check, record, text, sections, sentences)
    return {name: median(each) for name, each in times.items()}
