"""Settings that every test shares."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from types import FrameType

import pytest
from hypothesis import settings

# Machines differ and are shared: no example fails for being slow.
settings.register_profile("extractor", deadline=None, print_blob=True)
settings.load_profile("extractor")

#: Markers whose tests may not be skipped, parted by commas (continuous integration sets it).
MUST_RUN = frozenset(filter(None, os.environ.get("EXTRACTOR_MUST_RUN", "").split(",")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    names = {mark.name for mark in item.iter_markers()} & MUST_RUN
    if report.skipped and names and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"skipped, but tests marked {', '.join(names)} must run: {report.longrepr}"
        )
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test marked ``timeout_at(seconds)`` fails then, with the place where it hangs."""
    mark = item.get_closest_marker("timeout_at")
    if mark is None or not hasattr(signal, "SIGALRM"):
        return (yield)

    def late(_: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"still running after {mark.args[0]} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(mark.args[0])
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
