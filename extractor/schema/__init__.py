"""The field catalogue: one declaration per field, in TOML, read once."""

from extractor.schema.fields import Field, fields

__all__ = ["Field", "fields"]
