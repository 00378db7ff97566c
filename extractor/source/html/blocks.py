"""Tree -> blocks: the lines and tables of a page in their order, each with what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.source.html.lists import markers
from extractor.source.html.parse import Element
from extractor.source.html.tables import Filled, fill, holds_data, own_rows
from extractor.source.html.vocabulary import names_of, vocabulary
from extractor.source.linear import CellText

_NEVER_TAGS = """
script style template noscript head title meta link base iframe frame frameset noframes object embed
applet audio video canvas svg math map select option datalist button rt rp rtc xml
"""
# What is in none of these stands in the line, as it does in a browser.
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main marquee
menu nav ol p plaintext pre section summary table tbody td textarea tfoot th thead tr ul xmp
"""
_NEVER, _BLOCKS = frozenset(_NEVER_TAGS.split()), frozenset(_BLOCK_TAGS.split())
_PRE = frozenset(("pre", "xmp", "listing", "plaintext", "textarea"))
#: their names say how they look
_LINES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br"))
_HEADINGS = frozenset(("h1", "h2", "h3"))
_FIRM_TAGS = frozenset(("nav", "footer", "menu"))
_LOOSE_TAGS = frozenset(("aside", "header", "form", "marquee"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table)", re.I)
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = str.maketrans("", "", "\u200b\ufeff\xad\u2060")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”]"
_WRAP = re.compile(rf"(?<={_WIDE})[ \t\f]*[\r\n][ \t\r\n\f]*(?={_WIDE})")
_STYLE_RULE = re.compile(
    r"(?:^|[}\s,;])([.#])([A-Za-z][\w-]{0,60})\s*(?:,[^{}]{0,500})?\{([^{}]{0,2000})\}"
)
_MEDIA = re.compile(r"@media[^{}]{0,300}\{(?:[^{}]{0,3000}\{[^{}]{0,3000}\}){0,200}[^{}]{0,300}\}")


class Node(NamedTuple):
    """An element that holds blocks: the node it is in, and what its tag and names tell."""

    parent: int
    tag: str
    firm: bool
    loose: bool
    title: bool
    hidden: bool


class Block(NamedTuple):
    """A line, or a table: how many of its characters lead to other pages, its node.

    ``size`` counts characters without white space; ``hidden`` is the node that hides it, or -1.
    """

    text: str
    node: int
    size: int
    links: int
    heading: bool
    hidden: int
    table: Filled | None = None


class Page(NamedTuple):
    """What a page holds, in its order; ``nodes[0]`` is the page itself."""

    nodes: list[Node]
    blocks: list[Block]
    cut: bool


def blocks_of(root: Element, cells: int) -> Page:
    """The blocks of a page; of its tables at most *cells* cells are read."""
    walker = _Walker(cells, _hidden_names(root))
    body = root.find(".//body") if root.tag != "body" else root
    for part in [root] if body is None else [body, *body.itersiblings("body")]:
        walker.walk(part, 0)
    walker.flush(0)
    return Page(walker.nodes, walker.blocks, walker.cut)


class _Walker:
    def __init__(self, cells: int, hidden_names: frozenset[str], in_cell: bool = False) -> None:
        self.nodes = [Node(-1, "", False, False, False, False)]
        self.blocks: list[Block] = []
        self.cells = cells
        self.cut = False
        self._names = hidden_names
        self._in_cell = in_cell
        self._pieces: list[str] = []
        self._links = 0
        self._linked = 0  # how many links are open
        self._headings = 0
        self._hidden = -1
        self._pre = 0

    def walk(self, element: Element, node: int) -> None:
        """Read *element*; the parser bounds its depth."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _NEVER:
            return
        style = element.get("style") or ""
        hidden = self.is_hidden(element)
        if tag == "br":
            self.flush(node)
            return
        if tag == "input":
            if not hidden:
                self._input(element)
            return
        if tag == "del" and element.get("datetime"):
            return
        block = tag in _BLOCKS or (style != "" and _BLOCK_STYLE.search(style) is not None)
        inner = node
        if block or hidden:
            if block:
                self.flush(node)
            inner = self._node(element, node, hidden)
        before = self._hidden
        if hidden and before < 0:
            if not block:
                self.flush(node)
            self._hidden = inner
        if tag == "table":
            self._table(element, inner)
        else:
            self._children(element, inner, tag, style)
        if block or (hidden and before < 0):
            self.flush(inner)
        self._hidden = before

    def _children(self, element: Element, node: int, tag: str, style: str) -> None:
        link = tag == "a" and _leads_away(element)
        heading = tag in _HEADINGS
        pre = tag in _PRE or (style != "" and _KEEPS_LINES.search(style) is not None)
        self._linked += link
        self._headings += heading
        self._pre += pre
        marked = markers(element) if tag == "ol" else {}
        if element.text:
            self._text(element.text, node)
        for child in element:
            if child in marked:
                self.flush(node)
                self._pieces.append(marked[child])
            if marked and child.tag == "li":
                self._item(child, node)
            else:
                self.walk(child, node)
            if child.tail:
                self._text(child.tail, node)
        self._linked -= link
        self._headings -= heading
        self._pre -= pre
        if heading and self._pieces:
            self._headings += 1
            self.flush(node)
            self._headings -= 1

    def _item(self, item: Element, node: int) -> None:
        """An item of a list whose marker has been written; its first line goes on from there."""
        marker = "".join(self._pieces)
        self._pieces.clear()
        count = len(self.blocks)
        self.walk(item, node)
        if marker and len(self.blocks) > count and self.blocks[count].table is None:
            first = self.blocks[count]
            text = marker + first.text.lstrip(" \u3000")
            self.blocks[count] = first._replace(text=text, size=first.size + len(marker))

    def _text(self, text: str, node: int) -> None:
        if self._pre:
            text = text.replace("\r\n", "\n").replace(" ", "\xa0").replace("\t", "\xa0" * 4)
            first, *others = text.split("\n")
            self._add(first)
            for other in others:
                self.flush(node)
                self._add(other)
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if self._linked:
            self._links += _size(text)

    def _input(self, element: Element) -> None:
        if (element.get("type") or "text").lower() in ("text", "number", "date"):
            self._add(element.get("value") or "")

    def flush(self, node: int) -> None:
        """End the line that was being read."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        text = "" if text.isspace() else line(text)
        if text.strip():
            size = _size(text)
            self.blocks.append(
                Block(text, node, size, min(self._links, size), self._headings > 0, self._hidden)
            )
        self._pieces.clear()
        self._links = 0

    def _node(self, element: Element, parent: int, hidden: bool) -> int:
        tag = element.tag
        firm, loose, title = tag in _FIRM_TAGS, tag in _LOOSE_TAGS, False
        for given in (element.get("class"), element.get("id")):
            if given:
                names = names_of(given)
                title = title or names.title
                if tag not in _LINES:
                    firm, loose = firm or names.firm, loose or names.loose
        self.nodes.append(Node(parent, tag, firm, loose, title, hidden))
        return len(self.nodes) - 1

    def is_hidden(self, element: Element) -> bool:
        """Whether the element itself says that it is not shown."""
        style = element.get("style")
        if style and _HIDDEN.search(style):
            return True
        if element.get("hidden") is not None:
            return True
        given = element.get("class")
        if given:
            if names_of(given).hidden:
                return True
            if self._names and any(f".{name}" in self._names for name in given.split()):
                return True
        return bool(self._names) and f"#{element.get('id')}" in self._names

    def _table(self, table: Element, node: int) -> None:
        own = own_rows(table, self.is_hidden)
        if self._in_cell or not holds_data(table, own):
            self._children(table, node, "table", "")
            return
        for each in (*own.captions, *own.stray):
            if isinstance(each, str):
                self._text(each, node)
            else:
                self.walk(each, node)
            self.flush(node)
        if self.cells <= 0:
            self.cut = True
            return
        links = size = 0
        shown = self._hidden < 0

        def text(cell: Element) -> str:
            nonlocal links, size
            if not len(cell):  # most cells of great tables
                only = line(cell.text or "").strip(" \u3000")
                size += _size(only)
                return only
            walker = _Walker(0, self._names, in_cell=True)
            walker._linked = self._linked
            walker.walk(cell, 0)
            walker.flush(0)
            read = [block for block in walker.blocks if block.hidden < 0]
            links += sum(block.links for block in read)
            size += sum(block.size for block in read)
            return "\n".join(block.text.strip(" \u3000") for block in read)

        filled = fill(own, text, self.cells)
        if filled.rows:
            if shown:
                self.cells = max(0, self.cells - filled.cells)
                self.cut = self.cut or filled.cut
            self.blocks.append(Block("", node, size, links, False, self._hidden, filled))


def line(text: str) -> str:
    """The text of a line as it is shown: white space single, that which does not break kept.

    >>> line(" 收入\\n  支出 1 "), line("\\xa0\\xa0合计")
    ('收入支出 1', '  合计')
    """
    text = _WRAP.sub("", text.translate(_INVISIBLE))
    return _SPACE.sub(" ", text).strip(" ").replace("\xa0", " ").rstrip(" \u3000")


def cell_texts(filled: Filled) -> Iterator[CellText]:
    """The cells of a table in reading order."""
    for row in filled.rows:
        for cell in row:
            if cell is not None:
                yield cell


def _size(text: str) -> int:
    return len("".join(text.split()))


def _leads_away(link: Element) -> bool:
    """Whether a link leads to another page (not within this one, not to an annex)."""
    href = (link.get("href") or "").strip()
    if not href or href.startswith("#") or "#_Toc" in href:
        return False
    return vocabulary().files.search(href) is None


def _hidden_names(root: Element) -> frozenset[str]:
    """Classes and ids that the style sheets within the page hide on every screen."""
    found: set[str] = set()
    for sheet in root.iter("style"):
        rules = sheet.text or ""
        if len(rules) > 200_000 or "none" not in rules:
            continue
        for mark, name, body in _STYLE_RULE.findall(_MEDIA.sub("", rules)):
            if _HIDDEN.search(body):
                found.add(mark + name)
    return frozenset(found)
