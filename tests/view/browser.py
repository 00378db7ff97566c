"""Runs a page in a headless Chromium with a script that tests it from inside."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --hide-scrollbars "
    "--virtual-time-budget=20000 --dump-dom"
)


def run_in_browser(page: str, script: str, folder: Path, width: int) -> dict[str, Any]:
    """What *script* leaves in ``<pre id="selftest">`` as JSON."""
    at = page.rindex("</body>")
    file = folder / "page.html"
    file.write_bytes(f"{page[:at]}<script>{script}</script>{page[at:]}".encode())
    done = subprocess.run(
        [
            str(BROWSER), *_FLAGS.split(), f"--window-size={width},800",
            f"--user-data-dir={folder / 'profile'}", file.as_uri(),
        ],
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    dom = done.stdout.decode("utf-8", "replace")
    found = re.search(r'<pre id="selftest">({.*?})</pre>', dom, re.S)
    assert found, done.stderr.decode("utf-8", "replace")[-500:]
    told: dict[str, Any] = json.loads(html.unescape(found[1]))
    return told
