"""Put a record, its text and the page's own style and script into one HTML file."""

from __future__ import annotations

import base64
import html
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from extractor.checks.catalogue import rules
from extractor.checks.render.words import message, mistake, title, word
from extractor.finding import Finding
from extractor.record import Record, finding_to_dict
from extractor.record.types import Drawn
from extractor.view.labels import labels

if TYPE_CHECKING:
    from extractor.source.pictures import Picture, Pictures

#: cells of tables that are shown as tables; those beyond are shown as lines
_CELLS = 40_000
_SCRIPTS = ("page.js", "findings.js", "pictures.js", "tables.js", "start.js")

#: What would end a script element, or a line of script, inside a JSON string.
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def render(
    record: Record, text: str, layout: Drawn | None = None, pictures: Pictures | None = None
) -> str:
    """The page; ``text`` is the source text that the record's offsets count in.

    With ``layout`` its tables are shown as tables, with ``pictures`` its pages as they look.
    Nothing is loaded from anywhere: style, script, pictures and data stand in the page, and its
    content security policy forbids the rest.

    >>> from extractor import Text, extract
    >>> page = render(extract(Text("2023年度收入总计360.44万元。")), "2023年度收入总计360.44万元。")
    >>> page.startswith("<!doctype html>"), "revenue.total" in page
    (True, True)
    """
    data: dict[str, Any] = record.to_dict()
    data.pop("drawn", None)
    data["text"] = text
    data["findings"] = [_finding(each) for each in record.findings]
    data["grids"] = _grids(layout)
    if pictures is not None:
        data["sheets"] = [[each.page, each.width, each.height] for each in pictures.pages]
        data["lost"] = list(pictures.lost)
    parts = {
        "title": html.escape(_title(record)),
        "style": _file("page.css") + _file("pictures.css"),
        "script": "".join(map(_file, _SCRIPTS)),
        "labels": embed(labels()),
        "data": embed(data),
        "pictures": "".join(map(_picture, pictures.pages)) if pictures else "",
    }
    page = _file("page.html")
    # One pass over the template: what is put in is never searched for placeholders.
    pieces = page.split("{{")
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        out += (parts[name], rest)
    return "".join(out)


def _picture(picture: Picture) -> str:
    """A picture as data that the browser keeps and does not look at until it is shown."""
    encoded = base64.b64encode(picture.data).decode("ascii")
    kind = html.escape(picture.media_type)
    return f'<script type="{kind};base64" id="picture-{picture.page:d}">{encoded}</script>\n'


def _grids(layout: Drawn | None) -> list[list[Any]]:
    """Tables as drawn: start, end, rows, columns and [row, column, start, end, rows, columns] of
    each cell; none where they would be more than a browser can show."""
    found: list[list[Any]] = []
    left = _CELLS
    for grid in layout.grids if layout else ():
        left -= len(grid.cells)
        if left < 0:
            break
        cells = [[c.row, c.column, c.start, c.end, c.rows, c.columns] for c in grid.cells]
        found.append([grid.start, grid.end, grid.rows, grid.columns, cells])
    return found


def _finding(finding: Finding) -> dict[str, Any]:
    """A finding with the words for its family, rule and slip, and its message in English too."""
    return finding_to_dict(finding) | {
        "title": title(finding.code, "zh", rules()),
        "family_label": word("families", finding.family, "zh"),
        "mistake_label": mistake(finding.mistake, "zh") if finding.mistake else "",
        "message_en": message(finding, "en", rules()),
    }


def embed(value: object) -> str:
    """JSON that may stand in a script element whatever the strings hold.

    >>> embed("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    encoded = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _ESCAPES.items():
        encoded = encoded.replace(character, escape)
    return encoded


def _title(record: Record) -> str:
    for fact in record.all("document.org_name"):
        return f"{fact.value} {record.year or ''}".strip()
    return record.source.name


def _file(name: str) -> str:
    return (resources.files("extractor.view") / name).read_text(encoding="utf-8")
