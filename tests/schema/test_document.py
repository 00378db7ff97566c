"""What ``document.toml`` says of itself."""

from __future__ import annotations

import pytest

from extractor.schema.document import document_words


@pytest.mark.parametrize("pattern", document_words().rounding)
def test_every_pattern_of_rounding_has_a_sign(pattern: str) -> None:
    """Only sentences with a sign are searched, so a pattern without one would find nothing."""
    assert any(sign in pattern for sign in document_words().rounding_signs)
