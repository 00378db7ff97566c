"""Records -> findings between them: of one unit in two years, of a department and its units, and
of one document in two versions."""

from extractor.checks.across.documents import tell_apart
from extractor.checks.across.run import across

__all__ = ["across", "tell_apart"]
