"""The process that reads documents for another one: ``main`` waits for them until its input ends.

It has no network, ends where its parent does, and writes nothing but answers.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from extractor.errors import ExtractorError
from extractor.source.limits import Limits
from extractor.source.types import Source
from extractor.source.wire import HELLO, Answer, Request, answer_of, receive, send, sendable

_GRACE = 5.0  #: seconds after which it ends itself, where its parent did not end it in time
_TIRED = 500  #: documents after which a new process takes over
_NETWORK = frozenset(
    f"socket.{each}"
    for each in ("connect", "bind", "getaddrinfo", "gethostbyname", "gethostbyaddr", "sendto",
                 "sendmsg")
)  # fmt: skip


def main(parent: int) -> None:
    """Answer requests on what were standard input and output; *parent* is who started it."""
    incoming, outgoing = _take_streams()
    _alone(parent)
    reply = os.fdopen(outgoing, "wb", buffering=0)
    ask = os.fdopen(incoming, "rb", buffering=0)
    send(reply.write, HELLO)
    decoder, encoder = msgspec.msgpack.Decoder(Request), msgspec.msgpack.Encoder()
    count = 0
    while (head := receive(ask.read, 1 << 20)) is not None:
        data = receive(ask.read, 1 << 40)
        if data is None:
            break
        count += 1
        request = decoder.decode(head)
        _limit(request.limits)
        answer = _answer(request, data)
        del data
        answer.tired = answer.tired or count >= _TIRED or _swollen(request.limits)
        send(reply.write, encoder.encode(answer))
        _timer(0.0)
    os._exit(0)  # nothing is left to be tidied up


def _take_streams() -> tuple[int, int]:
    """Input and output for this module alone: what libraries print goes nowhere."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nowhere, each)
    os.close(nowhere)
    return incoming, outgoing


def _alone(parent: int) -> None:
    def refuse(event: str, _: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            raise PermissionError("a document is read without network")

    sys.addaudithook(refuse)
    # an interrupt from the keyboard is the parent's to handle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "getppid") and os.name != "nt":
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _follow(parent: int) -> None:
    """End where the parent did, even in the middle of a document."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def _limit(limits: Limits) -> None:
    _timer(limits.seconds + _GRACE)
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = limits.memory_mb << 20
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
    except (ValueError, OSError):  # macOS takes no such limit
        return


def _timer(seconds: float) -> None:
    """The system ends this process then, whatever a library is at."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _swollen(limits: Limits) -> bool:
    """Whether memory was taken that may not come back: half of what is allowed."""
    return _peak() > min(limits.memory_mb << 19, 1 << 30)


def _peak() -> int:
    """Bytes of memory that this process took at most, 0 where nobody tells.

    What the system says of a process's resources counts the one that started it, too, which may
    be much larger; so its own record is asked first.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        told = Path("/proc/self/status").read_text("ascii", "replace")
        return int(told.split("VmHWM:", 1)[1].split(None, 1)[0]) << 10
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


def _answer(request: Request, data: bytes) -> Answer:
    try:
        read = _reader(request.reader)
        if read is None:
            return Answer("EX103", f"{request.name}: no reader for this format in this release")
        if request.draw is not None:
            return Answer(pictures=read(request.name, data, request.draw, request.limits))
        source: Source = read(request.name, data, request.sha256, request.limits)
        if not source.text.strip():
            return Answer("EX105", f"{request.name}: holds no text")
        return answer_of(source)
    except ExtractorError as error:
        return Answer(error.code, sendable(error.message))
    except MemoryError:
        pass  # what was read is let go before anything else is done
    except ModuleNotFoundError as error:
        told = f"needs the package {error.name}, which is not installed"
        return Answer("EX502", f"{request.name}: {sendable(told)}")
    except (Exception, SystemExit) as error:
        told = sendable(f"{type(error).__name__}: {error}")[:300].rstrip(": ")
        return Answer("EX105", f"{request.name}: is damaged or odd; open it and save it again "
                      f"({told})")  # fmt: skip
    return Answer(
        "EX106",
        f"{request.name}: needs more memory than the limit of {request.limits.memory_mb:,} MB; "
        "--limit memory_mb=… sets another",
        tired=True,
    )


def _reader(place: str) -> Callable[[str, bytes, Any, Limits], Any] | None:
    """The function of "module:function", a reader or a drawer; None where there is no such
    module."""
    module, _, function = place.partition(":")
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{module}.".startswith(f"{error.name}."):
            return None
        raise
    read: Callable[[str, bytes, Any, Limits], Any] | None = getattr(found, function, None)
    return read
