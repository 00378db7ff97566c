"""A real Chromium that looks at a desk."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window; skips where there is none, or no Playwright."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as found:
        browser = found.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextlib.contextmanager
def looking(
    browser: Browser, address: str, *, fine: tuple[str, ...] = ("409",), **more: Any
) -> Iterator[Page]:
    """A page of the desk at *address*, ready; what it complains about fails the test,
    but for what is *fine*."""
    options = {"viewport": {"width": 1500, "height": 900}, "locale": "zh-CN"} | more
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(60_000)  # the first extraction on a busy machine takes its time
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: complaints.append(asked.url) if abroad(asked.url) else None)
    page.goto(address)
    page.wait_for_selector("body[data-ready]", state="attached")
    yield page
    context.close()
    unfit = [each for each in complaints if not any(part in each for part in fine)]
    assert not unfit


def abroad(url: str) -> bool:
    return not url.startswith("http://127.0.0.1:")


def saved(page: Page) -> None:
    """Waits until nothing is left to save."""
    page.wait_for_selector('#saving[data-state="saved"]', state="attached")


def until(page: Page, expression: str, seconds: float = 15) -> None:
    """Waits until *expression* is true; the page's policy forbids to wait inside of it."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"() => Boolean({expression})"):
        assert time.monotonic() < end, f"never {expression}"
        page.wait_for_timeout(20)


def markings(page: Page) -> list[dict[str, Any]]:
    """What the page holds, in order."""
    found: list[dict[str, Any]] = page.evaluate(
        "() => [...desk.entries.values()].sort((a, b) => a.from - b.from).map((e) => e.marking)"
    )
    return found
