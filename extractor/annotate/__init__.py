"""Marked-up documents -> texts and their gold."""

from extractor.annotate.markup import Document, compile_document, compile_text, write

__all__ = ["Document", "compile_document", "compile_text", "write"]
