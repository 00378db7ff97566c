"""Readers in a process of their own: what goes wrong there costs one document, in one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from extractor.errors import ExtractorError
from extractor.source import Source, apart
from extractor.source.limits import Limits

HERE = Path(__file__).parent
posix = pytest.mark.skipif(os.name != "posix", reason="of POSIX")


@pytest.fixture(autouse=True, scope="module")
def odd_readers() -> Iterator[None]:
    """The processes of this module find `odd_readers`."""
    apart.close()
    sys.path.append(str(HERE))
    yield
    sys.path.remove(str(HERE))
    apart.close()


def read(reader: str, data: bytes = b"", **limits: float) -> Source:
    cost = Limits(**limits)  # type: ignore[arg-type]
    return apart.read_apart(f"odd_readers:{reader}", "a.odd", data, "0" * 64, cost)


def refused(reader: str, data: bytes = b"", **limits: float) -> str:
    with pytest.raises(ExtractorError) as told:
        read(reader, data, **limits)
    assert "\n" not in str(told.value)
    assert "a.odd" in told.value.message
    return str(told.value)


def process() -> str:
    """The process that reads the next document."""
    return read("who").text


def test_everything_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("odd_readers", HERE / "odd_readers.py")
    assert spec is not None
    assert spec.loader is not None
    here = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(here)
    wanted = here.rich("a.odd", b"", "0" * 64, Limits(pages=7))
    found = read("rich", pages=7)
    for name in ("name", "text", "sha256", "media_type", "reader", "encoding", "pages", "grids",
                 "furniture", "status"):  # fmt: skip
        assert getattr(found, name) == getattr(wanted, name)
    assert found.warnings == ("第2页 读不出?",)
    assert found.boxes is not None
    assert found.boxes.sizes == wanted.boxes.sizes
    np.testing.assert_array_equal(found.boxes.places, wanted.boxes.places)
    assert found.boxes.sure is not None
    np.testing.assert_array_equal(found.boxes.sure, wanted.boxes.sure)
    assert found.boxes.places.dtype == np.float32


def test_a_process_is_kept() -> None:
    first = process()
    assert first != str(os.getpid())
    assert process() == first
    assert refused("refuses") == "EX105 a.odd: has no page"
    assert process() == first


def test_much_goes_through() -> None:
    text = "收入\n" * 3_000_000
    assert read("plain", text.encode()).text == text


@pytest.mark.parametrize(
    ("reader", "code", "said"),
    [
        pytest.param("segfault", "EX106", "crashed", marks=posix),
        pytest.param("aborted", "EX106", "crashed", marks=posix),
        ("left", "EX106", "crashed"),
        ("unfit", "EX106", "crashed"),
        ("stops", "EX105", "no more"),
        ("deep", "EX105", "RecursionError"),
        ("fault", "EX105", "two"),
        ("blank", "EX105", "holds no text"),
        ("lacks_a_library", "EX502", "a_library_that_nobody_has"),
        ("not_there", "EX103", "no reader"),
    ],
)
def test_what_goes_wrong_is_told_and_the_next_is_read(reader: str, code: str, said: str) -> None:
    told = refused(reader)
    assert told.startswith(code)
    assert said in told
    assert read("plain", "收入".encode()).text == "收入"


def test_a_signal_is_named() -> None:
    if os.name == "posix":
        assert "signal 11" in refused("segfault")


def test_a_module_that_is_not_there() -> None:
    with pytest.raises(ExtractorError, match="EX103 a: no reader"):
        apart.read_apart("extractor.source.none:read", "a", b"1", "", Limits())


def test_a_reader_that_hangs_is_ended() -> None:
    first = process()
    assert "longer than the limit of 0.3 s" in refused("hangs", seconds=0.3)
    assert process() != first


@posix
def test_what_a_reader_started_is_ended_with_it(tmp_path: Path) -> None:
    file = tmp_path / "child"
    refused("hangs_with_a_child", str(file).encode(), seconds=3)
    child = int(file.read_text("utf-8"))
    for _ in range(100):
        if not _runs(child):
            return
        time.sleep(0.05)
    raise AssertionError("it still runs")


def _runs(number: int) -> bool:
    try:
        told = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return told[0] != "Z"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no limit of memory elsewhere")
def test_memory_is_limited() -> None:
    told = refused("hungry", memory_mb=1200)
    assert told.startswith("EX106")
    assert "limit of 1,200 MB" in told
    assert process()


@posix
def test_noise_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert read("noisy").text == "静"
    refused("segfault")
    assert capfd.readouterr() == ("", "")


@posix
def test_an_answer_that_nobody_understands() -> None:
    assert refused("garbage", seconds=20).startswith("EX106")
    assert process()


def test_no_network() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        told = read("network", str(server.getsockname()[1]).encode()).text
        assert told.split() == ["refused"] * 4
        with pytest.raises(TimeoutError):
            server.accept()


def test_threads_read_side_by_side() -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda n: read("plain", str(n).encode()).text, range(60)))
        assert found == [str(n) for n in range(60)]
        both = list(threads.map(lambda _: read("who", b"0.5").text, range(2)))
    assert len(set(both)) == 2


@posix
def test_one_crash_among_threads() -> None:
    def one(number: int) -> str:
        if number % 5 == 2:
            return refused("segfault")[:5]
        return read("plain", str(number).encode()).text

    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(one, range(15)))
    assert found == ["EX106" if n % 5 == 2 else str(n) for n in range(15)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_after_a_fork_each_has_its_own() -> None:
    mine = process()
    out, into = os.pipe()
    child = os.fork()
    if not child:
        told = "failed"
        try:
            told = " ".join((process(), process()))
        finally:
            os.write(into, told.encode())
            os._exit(0)
    os.close(into)
    assert os.waitpid(child, 0)[1] == 0
    theirs = os.read(out, 100).decode().split()
    os.close(out)
    assert len(theirs) == 2
    assert theirs[0] == theirs[1] != mine
    assert process() == mine


@posix
def test_an_interrupt_leaves_no_answer_behind() -> None:
    def interrupt() -> None:
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)

    process()
    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        read("who", b"1.0")
    assert read("plain", b"next").text == "next"


@posix
def test_a_process_that_died_while_it_waited() -> None:
    first = process()
    os.kill(int(first), signal.SIGKILL)
    time.sleep(0.1)
    assert process() != first


SCRIPT = """
import sys, time
sys.path.append({here!r})
from extractor.source import apart
from extractor.source.limits import Limits
def go(reader, data=b""):
    return apart.read_apart("odd_readers:" + reader, "a", data, "", Limits()).text
print(go("who"), flush=True)
{then}
"""


def _script(tmp_path: Path, then: str) -> Path:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT.format(here=str(HERE), then=then), "utf-8")
    return path


def _gone(number: int) -> None:
    for _ in range(100):
        if not _runs(number):
            return
        time.sleep(0.05)
    raise AssertionError("it outlived its parent")


@posix
@pytest.mark.parametrize(
    "then", ["", "raise SystemExit(3)", "raise KeyError", "import os\nos._exit(0)"]
)
def test_it_ends_with_its_parent(then: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(_script(tmp_path, then))], capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.count("\n") == 1, "a script without a guard runs once"
    assert "ResourceWarning" not in ran.stderr
    _gone(int(ran.stdout))


@posix
def test_it_ends_where_its_parent_is_killed_in_the_middle(tmp_path: Path) -> None:
    script = _script(tmp_path, 'go("hangs")')
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        number = int(running.stdout.readline())
        time.sleep(0.3)
        running.kill()
    _gone(number)


def test_the_modules_of_the_current_folder_are_not_taken(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken')", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-P", str(_script(tmp_path, ""))],
        capture_output=True, text=True, timeout=60, cwd=tmp_path,
    )  # fmt: skip
    assert ran.stdout.strip().isdigit(), ran.stderr
