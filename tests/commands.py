"""The command line, called as a function."""

from __future__ import annotations

import contextlib
import io

from extractor.cli import main


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output, and the lines of standard error without the last break."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n")
    err = io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", newline="\n")
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(each) for each in arguments])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    texts = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    # models of another library version warn, which is no part of what is tested
    lines = [each for each in texts[1].splitlines() if not each.startswith("warning: model ")]
    return code, texts[0], "\n".join(lines)
