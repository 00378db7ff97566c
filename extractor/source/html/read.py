"""Web pages, whole or in parts, and pages saved in one file: the document in them."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.metadata import version

from extractor.errors import fail
from extractor.source.html import charset, mhtml
from extractor.source.html.blocks import Page, blocks_of, line
from extractor.source.html.choose import Chosen, choose
from extractor.source.html.parse import Element, parse
from extractor.source.html.sniff import is_mhtml
from extractor.source.html.vocabulary import is_chrome, vocabulary
from extractor.source.limits import Limits
from extractor.source.linear import Linear
from extractor.source.types import COMPLETE, PARTIAL, Source

MEDIA_TYPE = "text/html"
_SITE = re.compile(r"\s*[-_|｜—–]+\s*[^-_|｜—–]{1,40}$")
_OFFICE = re.compile(r"\b(?:word|excel|wps|kingsoft|libreoffice|openoffice|onlyoffice|et)\b", re.I)
_SHOWN = ("iframe", "frame", "embed", "object")
_TITLE_WITHIN = 400  #: characters at the beginning that may hold the title


@lru_cache(maxsize=1)
def reader() -> str:
    """Name and version of the reader, with that of the parser."""
    return f"html 1 (lxml {version('lxml')})"


def read_html(name: str, data: bytes, sha256: str, limits: Limits) -> Source:
    """The document of a web page as a :class:`Source`; raises EX102, EX103 or EX104.

    >>> read_html("a", "<div>首页</div><p>收入<b>1</b>万元。".encode(), "", Limits()).text
    '收入1万元。\\n'
    """
    linear, warnings = Linear(), list[str]()
    encodings: list[str] = []
    others: list[str] = []
    cells = limits.cells
    for part in _parts(name, data):
        text, encoding = charset.decode(name, part.data, part.charset)
        encodings.append(encoding)
        root = parse(text)
        if root is None:
            continue
        page = blocks_of(root, cells)
        others += _elsewhere(root)
        before = len(linear.grids)
        _write(root, page, linear, warnings, limits)
        cells -= sum(len(grid.cells) for grid in linear.grids[before:])
    if not linear.text.strip():
        raise fail("EX102", f"{name}: {_why_empty(others)}")
    if others and len(linear) < 200:
        warnings.append(f"shows another document that is not in it: {', '.join(others[:3])}")
    partial = any(each.startswith("read in part") for each in warnings)
    return Source(
        name,
        linear.text,
        sha256,
        MEDIA_TYPE,
        reader(),
        encodings[0] if encodings else None,
        grids=tuple(linear.grids),
        warnings=tuple(dict.fromkeys(warnings)),
        status=PARTIAL if partial else COMPLETE,
    )


def _parts(name: str, data: bytes) -> list[mhtml.Part]:
    if not is_mhtml(data):
        return [mhtml.Part(data, None, "")]
    found = mhtml.parts(data)
    if not found:
        raise fail("EX103", f"{name}: a saved page (MHTML) without a page in it")
    return found


def _write(root: Element, page: Page, linear: Linear, warnings: list[str], limits: Limits) -> None:
    titles = _titles(root)
    chosen = choose(page, titles) if page.blocks else Chosen([], False, False)
    blocks = chosen.blocks
    if chosen.unhidden:
        warnings.append("a part that the page hides was read")
    if page.cut:
        warnings.append(f"read in part: tables of more than {limits.cells} cells")
    title = _missing_title(root, chosen, titles)
    if title:
        linear.line(title)
    for block in blocks:
        if len(linear) > limits.characters:
            warnings.append(f"read in part: more than {limits.characters} characters")
            break
        if block.table is None:
            linear.line(block.text)
        else:
            linear.table(block.table.rows)


def _titles(root: Element) -> list[str]:
    """What the head of the page tells of its title, the surest first."""
    found: list[tuple[int, str]] = []
    wanted = vocabulary().meta_titles
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").strip().lower()
        if key in wanted and (content := line(meta.get("content") or "")):
            found.append((wanted.index(key), content))
    found.sort(key=lambda each: each[0])
    title = root.find(".//title")
    text = line("".join(title.itertext())) if title is not None else ""
    return [each for _, each in found] + ([text] if text else [])


def _missing_title(root: Element, chosen: Chosen, titles: list[str]) -> str:
    """The title where the page has one that its document does not hold."""
    if not chosen.chrome or not chosen.blocks or not titles or _by_office(root):
        return ""
    title = titles[0]
    bare = _SITE.sub("", title)
    title = bare if len(bare) >= 6 else title
    if not 6 <= len(title) <= 100 or is_chrome(title):
        return ""
    begin = ""
    for block in chosen.blocks:
        begin += "".join(block.text.split())
        if len(begin) > _TITLE_WITHIN:
            break
    shown = "".join(title.split())
    heading = any(b.heading and b.size >= 6 for b in chosen.blocks[:3])
    return "" if shown in begin or heading else title


def _by_office(root: Element) -> bool:
    """Whether an office program wrote the page: its title is that of a file."""
    return any(
        (meta.get("name") or "").lower() in ("generator", "progid")
        and _OFFICE.search(meta.get("content") or "") is not None
        for meta in root.iter("meta")
    )


def _elsewhere(root: Element) -> list[str]:
    """Other documents that the page shows; they are never fetched."""
    found = []
    for tag in _SHOWN:
        for each in root.iter(tag):
            place = line(each.get("src") or each.get("data") or "")
            if place and not place.startswith(("javascript", "about:")):
                found.append(place[:80])
    return found


def _why_empty(others: list[str]) -> str:
    if others:
        return f"the page holds no text, it shows other documents: {', '.join(others[:3])}"
    return "the page holds no text (empty, or filled in by scripts)"
