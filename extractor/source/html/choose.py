"""Which blocks of a page are the document. Where it is not sure, more is kept.

Blocks that can only be of a document (sentences, tables of data) mark its stretch; what stands
between them stays but for lines that are surely of the site; what stands around them is kept up
to the first line or list of links that is of the site.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.source.html.blocks import Block, Node, Page, cell_texts
from extractor.source.html.vocabulary import is_chrome, is_edge, is_footer, vocabulary

_SENTENCE = re.compile(r"[。；！？]|[，；].{0,200}\d|\d\s?(?:[百千万亿]?元|[%％])")
_TITLE_GAP, _TITLE_LINES, _TITLE_SIZE = 12, 4, 90
_LIST_OF_LINKS = 4  #: so many links in a row are a menu even within a document
_SMALL, _SHARE = 400, 0.15  #: what an element named as chrome may hold and still be chrome
_ISLAND = 40  #: characters of sentences that are kept although chrome parts them from the rest


class Chosen(NamedTuple):
    """The blocks of the document; ``chrome`` whether the page holds any other."""

    blocks: list[Block]
    chrome: bool
    unhidden: bool


def choose(page: Page, titles: list[str]) -> Chosen:
    """The document among the blocks of a page; *titles* are those that its head tells."""
    blocks, unhidden = _shown(page)
    chrome = [_is_chrome(block) for block in blocks]
    links = [_is_link(block) for block in blocks]
    weights = [
        0 if chrome[i] or links[i] or is_edge(block.text.strip()) else _weight(block)
        for i, block in enumerate(blocks)
    ]
    total = sum(weights)
    if not total:
        kept = [b for i, b in enumerate(blocks) if not (chrome[i] or links[i])]
        kept = kept or [b for i, b in enumerate(blocks) if not chrome[i]] or blocks
        return Chosen(kept, len(kept) < len(blocks), unhidden)
    around, within = _of_chrome(page.nodes, blocks, weights, chrome, links)
    for i in range(len(blocks)):
        if within[i]:
            chrome[i], weights[i] = True, 0
    keep = _stretch(page.nodes, blocks, weights, chrome, links, around)
    _with_title(page.nodes, blocks, keep, chrome, links, around, titles)
    kept = [block for i, block in enumerate(blocks) if keep[i]]
    return Chosen(kept, any(chrome) or any(links), unhidden)


def _shown(page: Page) -> tuple[list[Block], bool]:
    """The blocks without the hidden ones, but for a hidden part too great to be left out."""
    visible = [block for block in page.blocks if block.hidden < 0]
    if len(visible) == len(page.blocks):
        return visible, False
    if not visible:
        return page.blocks, True
    weight = sum(map(_weight, visible))
    hidden: dict[int, list[Block]] = {}
    for block in page.blocks:
        if block.hidden >= 0 and not _is_link(block) and not _is_chrome(block):
            hidden.setdefault(block.hidden, []).append(block)
    texts = {block.text.strip() for block in visible}
    raised: set[int] = set()
    for node, found in hidden.items():
        heavy = [block for block in found if _weight(block)]
        size = sum(map(_weight, heavy))
        again = sum(block.table is None and block.text.strip() in texts for block in heavy)
        if size > max(150, 0.1 * weight) and again * 2 < len(heavy):
            raised.add(node)
    if not raised:
        return visible, False
    return [b for b in page.blocks if b.hidden < 0 or b.hidden in raised], True


def _weight(block: Block) -> int:
    """How much text of a document a block surely is, in characters."""
    if block.table is not None:
        return max(block.size, 1)
    free = block.size - block.links
    if free < 12 or block.links * 2 > block.size:
        return 0
    return free if _SENTENCE.search(block.text) or free > 60 else 0


def _is_link(block: Block) -> bool:
    return block.links * 5 >= block.size * 3


def _is_chrome(block: Block) -> bool:
    if block.table is None:
        return is_chrome(block.text.strip())
    if block.table.cells > 60:
        return False
    known = vocabulary()
    labels = 0
    for cell in cell_texts(block.table):
        begin = re.split("[:：]", "".join(cell.text[:40].split()), maxsplit=1)[0]
        labels += begin.strip("【】[]") in known.labels
        labels += 3 * is_footer(cell.text)
    return labels >= 3


def _of_chrome(
    nodes: list[Node],
    blocks: list[Block],
    weights: list[int],
    chrome: list[bool],
    links: list[bool],
) -> tuple[list[bool], list[bool]]:
    """For each block whether it is in an element of chrome: told by its name, or surely so."""
    count = len(nodes)
    weight, size = [0] * count, [0] * count
    tabled, proven = [False] * count, [False] * count
    footer = [False] * count
    for i, block in enumerate(blocks):
        at = block.node
        weight[at] += weights[i]
        size[at] += block.size
        tabled[at] = tabled[at] or (block.table is not None and weights[i] > 0)
        proven[at] = proven[at] or chrome[i] or links[i]
        footer[at] = footer[at] or (chrome[i] and is_footer(block.text))
    for at in range(count - 1, 0, -1):  # an element comes after the one it is in
        parent = nodes[at].parent
        weight[parent] += weight[at]
        size[parent] += size[at]
        tabled[parent] = tabled[parent] or tabled[at]
        proven[parent] = proven[parent] or proven[at]
    total = weight[0]
    edge, sure = [False] * count, [False] * count
    for at in range(1, count):
        node = nodes[at]
        little = weight[at] <= min(_SMALL, _SHARE * total) and not tabled[at]
        named = node.firm and little
        edge[at] = edge[node.parent] or named or (node.loose and not weight[at])
        sure[at] = sure[node.parent] or (named and (proven[at] or node.tag in ("nav", "footer")))
    # the greatest element around a line of the site's footer that holds no text of a document
    for at in range(count - 1, 0, -1):
        parent = nodes[at].parent
        if footer[at] and parent > 0 and not weight[parent] and not sure[at]:
            footer[parent] = True
    for at in range(1, count):
        here = footer[at] and not weight[at]
        edge[at] = edge[at] or edge[nodes[at].parent] or here
        sure[at] = sure[at] or sure[nodes[at].parent] or here
    around = [edge[block.node] for block in blocks]
    return around, [sure[block.node] for block in blocks]


def _stretch(
    nodes: list[Node],
    blocks: list[Block],
    weights: list[int],
    chrome: list[bool],
    links: list[bool],
    around: list[bool],
) -> list[bool]:
    count = len(blocks)
    islands = _islands(weights, chrome, links)
    most = max(islands, key=lambda each: each[2])
    keep = [False] * count
    least = min(_ISLAND, most[2] // 4)
    kept = [each for each in islands if each[2] >= least]
    first, last = kept[0][0], kept[-1][1]
    for i in range(first, last):
        keep[i] = not chrome[i]
    for start, end, size in islands:
        if size < least and first <= start and end <= last and (start, end, size) != most:
            for i in range(start, end):
                keep[i] = not chrome[i]
    for start, end in _menus(links, first, last):
        keep[start:end] = [False] * (end - start)
    for at, step in ((first - 1, -1), (last, 1)):
        # what stands in the same element as the document is nearly always part of it
        inner = blocks[first if step < 0 else last - 1].node
        line = sum(block.node == inner for block in blocks[first:last]) == 1
        near = {inner, nodes[inner].parent if line else inner} - {0}
        while 0 <= at < count and _neighbour(nodes, blocks, chrome, links, around, near, at, step):
            keep[at] = True
            at += step
    return keep


def _islands(
    weights: list[int], chrome: list[bool], links: list[bool]
) -> list[tuple[int, int, int]]:
    """Stretches that begin and end with text of a document and hold no chrome: their weights."""
    found: list[tuple[int, int, int]] = []
    start, end, size, run = -1, -1, 0, 0
    for i, weight in enumerate(weights):
        run = run + 1 if links[i] else 0
        if (chrome[i] or run >= _LIST_OF_LINKS) and start >= 0:
            found.append((start, end, size))
            start, size = -1, 0
        if weight:
            start = i if start < 0 else start
            end = i + 1
            size += weight
    if start >= 0:
        found.append((start, end, size))
    return found


def _menus(links: list[bool], first: int, last: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = first
    for i in range(first, last + 1):
        if i == last or not links[i]:
            if i - start >= _LIST_OF_LINKS:
                found.append((start, i))
            start = i + 1
    return found


def _neighbour(
    nodes: list[Node],
    blocks: list[Block],
    chrome: list[bool],
    links: list[bool],
    around: list[bool],
    near: set[int],
    at: int,
    step: int,
) -> bool:
    """Whether a block beside the document is part of it."""
    if chrome[at] or around[at]:
        return False
    here = blocks[at].node
    if is_edge(blocks[at].text.strip()) and not near & {here, nodes[here].parent}:
        return False
    if not links[at]:
        return True
    beyond = at + step  # one link alone may be a heading or an annex
    return 0 <= beyond < len(blocks) and not (links[beyond] or chrome[beyond] or around[beyond])


def _with_title(
    nodes: list[Node],
    blocks: list[Block],
    keep: list[bool],
    chrome: list[bool],
    links: list[bool],
    around: list[bool],
    titles: list[str],
) -> None:
    """Keep the lines of the title, which stand above the line that tells where a page is from."""
    first = keep.index(True)
    gap = [i for i in range(first - 1, max(-1, first - 1 - _TITLE_GAP), -1) if not links[i]]
    ranked = [(_title_rank(nodes, blocks[i], titles), -i) for i in gap if not chrome[i]]
    # else what stands between the trail to the page and the line that tells where it is from
    above = next((i for i in range(first - 1, -1, -1) if not chrome[i]), -1)
    if -1 < above < first - 1 and first - above < _TITLE_GAP and not around[above]:
        plain = blocks[above].table is None and 6 <= blocks[above].size <= _TITLE_SIZE
        if plain and not links[above] and not is_edge(blocks[above].text.strip()):
            ranked.append((3, -above))
    rank, at = min(ranked, default=(9, 0))
    if rank > 3:
        return
    at = -at
    keep[at] = True
    for step in (-1, 1):  # a title over several lines
        near = at + step
        for _ in range(_TITLE_LINES):
            if not 0 <= near < first or chrome[near] or links[near]:
                break
            if is_edge(blocks[near].text.strip()) or blocks[near].size > _TITLE_SIZE:
                break
            if step < 0 and (around[near] or _title_rank(nodes, blocks[near], titles) > 2):
                break
            if around[near] and not _told(blocks[near], titles):
                break
            keep[near] = True
            near += step


def _title_rank(nodes: list[Node], block: Block, titles: list[str]) -> int:
    """How surely a block is the title: 0 where the page's head tells it, 9 where it cannot be."""
    text = block.text.strip()
    if block.table is not None or not 4 <= block.size <= _TITLE_SIZE or block.links:
        return 9
    if is_edge(text):
        return 9
    if _told(block, titles):
        return 0
    return 1 if block.heading else 2 if nodes[block.node].title else 9


def _told(block: Block, titles: list[str]) -> bool:
    """Whether the head of the page tells a line as (part of) its title."""
    text = "".join(block.text.split())
    return len(text) >= 4 and any(text in "".join(title.split()) for title in titles)
