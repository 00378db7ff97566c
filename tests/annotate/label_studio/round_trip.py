"""A real Label Studio takes an export and gives it back: is it unchanged?

    python -m venv /tmp/ls && /tmp/ls/bin/pip install label-studio
    LABEL_STUDIO=/tmp/ls/bin/label-studio python tests/annotate/label_studio/round_trip.py [CORPUS]

Starts a server on 127.0.0.1 with a folder of its own, which is removed afterwards. Exit code 0
where every line of gold came back as it was, imported as annotations; predictions are sent too
and must be accepted.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.annotate.formats import Told, find_format
from extractor.annotate.formats.label_studio_config import config
from extractor.annotate.formats.quotes import checked
from extractor.annotate.formats.settle import settled
from extractor.annotate.formats.sheets import load_sheets
from extractor.annotate.formats.types import Sheet

_START = 180


@contextlib.contextmanager
def server(program: str) -> Iterator[tuple[str, str]]:
    """Address and token of a Label Studio that runs as long as the block."""
    token = secrets.token_hex(20)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        quiet = {"COLLECT_ANALYTICS": "False", "LATEST_VERSION_CHECK": "False", "SENTRY_DSN": "",
                 "FRONTEND_SENTRY_DSN": "", "LABEL_STUDIO_BASE_DATA_DIR": folder}  # fmt: skip
        command = [program, "start", "-b", "--data-dir", folder, "--internal-host", "127.0.0.1",
                   "-p", str(port), "--username", "a@b.local", "--password", secrets.token_hex(8),
                   "--user-token", token, "--enable-legacy-api-token"]  # fmt: skip
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                command, env=os.environ | quiet, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                address = f"http://127.0.0.1:{port}"
                _wait(address, process, Path(folder) / "log")
                yield address, token
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(_START):
        if process.poll() is not None:
            raise SystemExit(f"Label Studio has stopped:\n{log.read_text()[-2000:]}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=5):
            return
        time.sleep(1)
    raise SystemExit(f"Label Studio did not start in {_START} s:\n{log.read_text()[-2000:]}")


def asked(address: str, token: str, path: str, data: object = None) -> Any:
    """What the server answers."""
    request = urllib.request.Request(
        f"{address}{path}",
        None if data is None else json.dumps(data).encode(),
        {"Authorization": f"Token {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{path}: {error.code} {error.read()[:2000].decode()}") from None


def returned(
    sheets: list[Sheet], address: str, token: str, *, predictions: bool
) -> dict[str, Sheet]:
    """The documents as a new project gives them back."""
    project = asked(address, token, "/api/projects",
                    {"title": "predictions" if predictions else "annotations",
                     "label_config": config()})  # fmt: skip
    form = find_format("label-studio")
    told = Told()
    made = b"".join(data for _, data in form.write(sheets, told, predictions=predictions))
    asked(address, token, f"/api/projects/{project['id']}/import", json.loads(made))
    if predictions:  # an export lists them by number
        found = asked(address, token, f"/api/predictions?project={project['id']}")
        tasks = asked(address, token, f"/api/projects/{project['id']}/export?exportType=JSON"
                                      "&download_all_tasks=true")  # fmt: skip
        for task in tasks:
            task["predictions"] = [each for each in found if each["task"] == task["id"]]
    else:
        tasks = asked(address, token, f"/api/projects/{project['id']}/export?exportType=JSON"
                                      "&download_all_tasks=true")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.json"
        file.write_text(json.dumps(tasks), encoding="utf-8")
        drawn = list(form.read(file, told))
    return {each.name: settled(checked(each)[0], told) for each in drawn}


def compared(sheets: list[Sheet], program: str) -> list[str]:
    """What came back otherwise than it was sent."""
    wrong = []
    with server(program) as (address, token):
        print("version:", asked(address, token, "/api/version").get("release"))
        for predictions in (False, True):
            back = returned(sheets, address, token, predictions=predictions)
            for sheet in sheets:
                there = back.get(sheet.name)
                same = there is not None and (there.text, there.lines) == (sheet.text, sheet.lines)
                if not same:
                    wrong.append(f"{sheet.name}{' (predictions)' if predictions else ''}")
    return wrong


def main() -> None:
    """Send a corpus, ``corpus/dev`` by default, and compare."""
    program = os.environ.get("LABEL_STUDIO", "label-studio")
    sheets = list(load_sheets(Path(sys.argv[1] if len(sys.argv) > 1 else "corpus/dev")))
    wrong = compared(sheets, program)
    print(f"{len(sheets)} documents sent, {len(wrong)} came back otherwise", *wrong, sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
