"""The declarations everything else is driven by: fields and cues, in TOML, read once."""

from extractor.schema.cues import Cue, cues
from extractor.schema.expand import expand
from extractor.schema.fields import Field, fields

__all__ = ["Cue", "Field", "cues", "expand", "fields"]
