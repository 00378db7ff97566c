"""Readers in a process of their own: what crashes there costs one document its record.

A process is started when the first document needs it and kept for the next ones; as many as
documents are read at once. It ends with this one.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from extractor.errors import CODES, ExtractorError, fail
from extractor.source.limits import Limits
from extractor.source.types import Source
from extractor.source.wire import HELLO, Answer, Draw, Picture, Request, receive, send, source_of

_START = (
    "import json, sys; told = json.loads(sys.argv[1]); sys.path[:] = told[0]; "
    "from extractor.source.worker import main; main(told[1])"
)
_STARTING = 60.0  #: seconds until a process must have said hello


_T = TypeVar("_T")


class _CrashError(Exception):
    """The process ended, or said what nobody understands."""


class _Worker:
    """One process and the pipes to it; used by one thread at a time."""

    def __init__(self) -> None:
        self.late = False
        # the same modules as here are found; an empty entry is the folder of this moment
        path = [str(each) or os.getcwd() for each in sys.path]  # noqa: PTH109
        more: dict[str, Any] = {}
        if os.name == "nt":
            more["creationflags"] = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        else:
            more["start_new_session"] = True
        # one thread a library: their stacks would count as memory
        quiet = {
            f"{each}_NUM_THREADS": "1" for each in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")
        }
        self.process = subprocess.Popen(
            [sys.executable or "python3", "-P", "-c", _START, json.dumps([path, os.getpid()])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, **quiet, "OMP_THREAD_LIMIT": "1"},
            **more,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.ask, self.reply = self.process.stdin, self.process.stdout
        if self._within(_STARTING, 1 << 10) != HELLO:
            self.kill()
            raise _CrashError

    def read(self, request: Request, data: bytes) -> Answer:
        """Have a document read; raises _CrashError, after which the process is of no use."""
        try:
            limits = request.limits
            most = limits.memory_mb << 20
            head = msgspec.msgpack.encode(request)
            found = self._within(limits.seconds, most, head, data)
            if found is None:
                raise _CrashError
            return msgspec.msgpack.decode(found, type=Answer)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise _CrashError from None

    def _within(self, seconds: float, most: int, *messages: bytes) -> bytes | None:
        """Send messages and receive one; the process is ended where that takes too long."""
        watch = threading.Timer(seconds, self._too_late)
        watch.daemon = True
        watch.start()
        try:
            for each in messages:
                send(self.ask.write, each)
            return receive(self.reply.read, most)
        except OSError:  # it is gone
            return None
        finally:
            watch.cancel()

    def _too_late(self) -> None:
        self.late = True
        self._end()

    def _end(self) -> None:
        with contextlib.suppress(OSError):
            # what it started itself, too; the number is nobody else's until it is waited for
            if hasattr(os, "killpg") and self.process.returncode is None:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()

    def kill(self) -> int | None:
        """End the process at once; gives how it had ended before that, or else -9."""
        self.close()
        self._end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5.0)
        return self.process.returncode

    def close(self) -> None:
        """Close the pipes: a process that waits for a document ends by that."""
        for pipe in (self.ask, self.reply):
            with contextlib.suppress(OSError):
                pipe.close()


class _Pool:
    """The processes of this one; those that wait are used again."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.slots = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))
        self.idle: list[_Worker] = []
        self.all: set[_Worker] = set()

    def take(self) -> _Worker:
        while True:
            with self.lock:
                worker = self.idle.pop() if self.idle else None
            if worker is None:
                worker = _Worker()
                with self.lock:
                    self.all.add(worker)
                return worker
            if worker.process.poll() is None:
                return worker
            self.drop(worker)

    def give(self, worker: _Worker) -> None:
        with self.lock:
            self.idle.append(worker)

    def drop(self, worker: _Worker) -> int | None:
        with self.lock:
            self.all.discard(worker)
        return worker.kill()


_pool = _Pool()


def read_apart(reader: str, name: str, data: bytes, sha256: str, limits: Limits) -> Source:
    """Read *data* by *reader* ("module:function") in another process.

    Raises what the reader raises, and EX106 where it takes too long, needs too much memory or
    crashes; the next document is read as if nothing had been.
    """
    request = Request(reader, _sendable(name), sha256, limits)
    return _asked(request, name, data, lambda answer: source_of(answer, name, sha256))


def draw_apart(
    drawer: str, name: str, data: bytes, draw: Draw, limits: Limits
) -> tuple[Picture, ...]:
    """Pictures of pages of *data* by *drawer* ("module:function") in another process.

    Raises as :func:`read_apart` does.
    """
    request = Request(drawer, _sendable(name), "", limits, draw)
    return _asked(request, name, data, lambda answer: answer.pictures)


def _asked(request: Request, name: str, data: bytes, take: Callable[[Answer], _T]) -> _T:
    """What *take* makes of the answer; it raises ValueError where that makes no sense."""
    limits = request.limits
    with _pool.slots:
        try:
            worker = _pool.take()
        except (_CrashError, OSError) as error:
            why = f" ({error.strerror or error})" if isinstance(error, OSError) else ""
            raise fail(
                "EX106", f"{name}: the process that reads documents cannot be started{why}"
            ) from None
        keep = False
        try:
            answer = worker.read(request, data)
            keep = not answer.tired
            taken = None if answer.code else take(answer)
        except (_CrashError, ValueError):
            keep = False
            raise fail("EX106", f"{name}: {_why(worker, limits)}") from None
        except BaseException:  # an interrupt: an answer would be taken for that of the next one
            keep = False
            raise
        finally:
            if keep:
                _pool.give(worker)
            else:
                _pool.drop(worker)
    if taken is None:
        code = answer.code if answer.code in CODES else "EX106"
        raise ExtractorError(code, answer.message)
    return taken


def _sendable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _why(worker: _Worker, limits: Limits) -> str:
    ended = _pool.drop(worker)
    if worker.late:
        return (
            f"reading took longer than the limit of {limits.seconds:g} s; "
            "--limit seconds=… sets another"
        )
    # 9 is said of one that was ended here, too
    told = f" (signal {-ended})" if ended is not None and ended < 0 and ended != -9 else ""
    return f"the reader crashed on it{told}; open it and save it again, or in another format"


def close() -> None:
    """End the processes; the next document starts a new one."""
    with _pool.lock:
        workers, _pool.idle = tuple(_pool.all), []
    for worker in workers:
        _pool.drop(worker)


def _after_fork() -> None:
    """A forked process has no part in the processes of the one that it comes from."""
    global _pool
    for worker in _pool.all:
        worker.process.returncode = 0  # none of this one's children
        worker.close()
    _pool = _Pool()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
