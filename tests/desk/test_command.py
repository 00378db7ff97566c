"""``extractor annotate`` as it is called, and what it says of bad use."""

from __future__ import annotations

import http.client
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from extractor.cli import main


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        main(["annotate", *arguments])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code, capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["missing"], "EX101"),
        (["."], "EX101"),
        ([".", "."], "EX501"),
        (["--review", "."], "EX501"),
        (["--annotator", "../x", "."], "EX501"),
        (["--order", "nonsense", "."], "EX501"),
        (["--fields", "missing.toml", "."], "EX201"),
        ([], "EX501"),
    ],
)
def test_bad_use_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], error: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    code, said = told(capsys, *arguments)
    assert code == 2
    assert error in said
    assert "\n" not in said


def test_without_the_extra_it_is_told(
    capsys: pytest.CaptureFixture[str], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    code, said = told(capsys, str(corpus), "--no-browser")
    assert code == 2
    assert "extractor[annotate]" in said


@pytest.mark.parametrize("order", ["name", "random", "uncertain"])
def test_it_serves_until_it_is_stopped(corpus: Path, order: str) -> None:
    pytest.importorskip("uvicorn")
    command = [sys.executable, "-m", "extractor", "annotate", str(corpus), "--no-browser",
               "--annotator", "ann", "--order", order]  # fmt: skip
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as ran:  # type: ignore[call-overload]
        try:
            address = urlsplit(ran.stdout.readline().strip())
            assert address.hostname == "127.0.0.1"
            connection = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=20)
            connection.request("GET", address.path + "api/documents")
            assert connection.getresponse().status == 200
            connection.close()
            ran.terminate()
            assert ran.wait(20) in (0, -15)
        finally:
            ran.kill()


def test_fields_of_ones_own(tmp_path: Path) -> None:
    from extractor.desk.fields import catalogue

    path = tmp_path / "fields.toml"
    path.write_text(
        '[[field]]\nkey = "budget.total"\nlabel = "预算总额"\nkind = "money"\n', "utf-8"
    )
    assert next(iter(catalogue(path))) == "budget.total"
