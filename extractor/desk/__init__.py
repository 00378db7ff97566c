"""Documents -> annotations: a folder of them, and the page at which people make them."""

from extractor.desk.store import ConflictError, Store
from extractor.desk.types import Action, Annotation, Change, Marking

__all__ = ["Action", "Annotation", "Change", "ConflictError", "Marking", "Store"]
