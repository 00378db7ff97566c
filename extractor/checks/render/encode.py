"""JSON text of anything, half characters included."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def encode(data: Any) -> str:
    """*data* as indented JSON with a line end.

    >>> encode({"甲": "\\ud800"})
    '{\\n  "\\\\u7532": "\\\\ud800"\\n}\\n'
    """
    try:
        return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
    except UnicodeEncodeError:
        # half a character, which no encoding holds, is written as an escape
        return json.dumps(data, indent=2) + "\n"
