"""What formats that are written only share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.annotate.formats.types import Drawn, Told
from extractor.errors import fail


class WrittenOnly:
    """A format that holds too little to be read back."""

    name = ""
    lossless = False

    def read(self, path: Path, told: Told) -> Iterator[Drawn]:
        """Raises EX501."""
        raise fail("EX501", f"{self.name} is written only: it does not hold what was annotated")
