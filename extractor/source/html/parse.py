"""Text -> tree: whatever is broken in it, without a network, in linear time."""

from __future__ import annotations

import re
from typing import Any

#: An element of the tree; lxml tells no types.
Element = Any

_PROLOG = re.compile(
    r"\s*(?:<\?xml[^>]{0,500}>\s*)?(?:<!DOCTYPE[^>\[]{0,500}\[.{0,100000}?\]\s*>)?", re.S
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:_-]*+)[^<>]*+>")
# Attributes are told apart in quadratic time; a picture within the page may be of any length.
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:_-]*+)[^<>]{20000,}+>")
_DROPPED = re.compile(r"<!--|<script\b|<style\b", re.I)
_VOID_TAGS = "br hr img input meta link area base col embed param source track wbr"
_INLINE_TAGS = """
a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q s samp small span
strike strong sub sup tt u var o:p st1:chsdate st1:chmetcnv
"""
_VOID, _INLINE = frozenset(_VOID_TAGS.split()), frozenset(_INLINE_TAGS.split())
_CLOSES = {
    "p": {"p"}, "li": {"li", "p"}, "td": {"td", "th", "p"}, "th": {"td", "th", "p"},
    "tr": {"td", "th", "tr", "p"}, "dt": {"dt", "dd", "p"}, "dd": {"dt", "dd", "p"},
    "option": {"option"},
    "tbody": {"td", "th", "tr", "tbody", "thead"},
}  # fmt: skip
_INLINE_DEPTH, _BLOCK_DEPTH = 80, 190  #: the parser refuses what is deeper than 256
_UNCLOSED = ("title", "textarea", "noscript", "iframe", "xmp", "select")


def parse(text: str) -> Element | None:
    """The root of the tree of a page, None where there is nothing in it.

    >>> "".join(parse("<p>收入<b>1").itertext())
    '收入1'
    """
    text = _PROLOG.sub("", text.replace("\0", ""), count=1)
    text = _LONG_TAG.sub(r"<\1>", _closed(text))
    root, refused = _tree(text)
    if refused:
        root, refused = _tree(flatten(text), flat=True)  # no deeper than the walk goes
    return root


def _tree(text: str, flat: bool = False) -> tuple[Element | None, bool]:
    from lxml import etree

    # Each parse has a parser of its own: its log tells whether the page goes beyond its limits.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, recover=True, huge_tree=flat, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    refused = any(
        "RESOURCE_LIMIT" in e.type_name or "TOO_LONG" in e.type_name for e in parser.error_log
    )
    return root, refused


def _closed(text: str) -> str:
    """A comment or a title that is never closed would swallow the rest."""
    at = text.rfind("<!--")
    if at >= 0 and "-->" not in text[at:]:
        text = text[:at] + text[at + 4 :]
    tail = text
    for tag in _UNCLOSED:
        for opening in (f"<{tag}", f"<{tag.upper()}"):
            at = tail.rfind(opening)
            if at < 0 or tail[at + len(opening) : at + len(opening) + 1] not in ("", " ", ">"):
                continue
            if f"</{tag}" not in tail[at:].lower():
                close = tail.find(">", at)
                tail = tail[:at] + (tail[close + 1 :] if close >= 0 else "")
    return tail


def flatten(text: str) -> str:
    """The page without the tags that are too deep; their text stays, blocks as lines.

    >>> flatten("<div>" * 200 + "一" + "</div>" * 200).count("<br>") > 0
    True
    """
    text = _bare(text)
    pieces: list[str] = []
    stack: list[tuple[str, bool]] = []
    open_tags: dict[str, int] = {}
    kept = at = 0

    def pop() -> bool:
        nonlocal kept
        tag, keep = stack.pop()
        open_tags[tag] -= 1
        kept -= keep
        return keep

    for found in _TAG.finditer(text):
        tag = found[2].lower()
        if tag in _VOID:
            continue
        inline = tag in _INLINE
        if not found[1]:
            for_closing = _CLOSES.get(tag)
            while for_closing and stack and stack[-1][0] in for_closing:
                pop()
            keep = kept < (_INLINE_DEPTH if inline else _BLOCK_DEPTH)
            stack.append((tag, keep))
            open_tags[tag] = open_tags.get(tag, 0) + 1
            kept += keep
        elif open_tags.get(tag):
            keep = False
            while stack:
                last = stack[-1][0]
                keep = pop()
                if last == tag:
                    break
        else:
            keep = False
        if not keep:
            pieces.append(text[at : found.start()])
            if not inline:
                pieces.append("\t" if tag in ("td", "th") else "<br>")
            at = found.end()
    pieces.append(text[at:])
    return "".join(pieces)


def _bare(text: str) -> str:
    """The text without comments, scripts and style sheets."""
    pieces: list[str] = []
    at = 0
    while found := _DROPPED.search(text, at):
        pieces.append(text[at : found.start()])
        if found[0] == "<!--":
            end = text.find("-->", found.end())
            if end < 0:
                at = found.end()
                break
            at = end + 3
        else:
            closing = re.compile(f"</{found[0][1:]}[^<>]*>", re.I).search(text, found.end())
            if closing is None:  # nor has any later one an end
                at = found.end()
                break
            at = closing.end()
    pieces.append(text[at:])
    return "".join(pieces)
