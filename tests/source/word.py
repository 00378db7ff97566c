"""Word files made for tests, of raw XML: what no library would write, too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {"document": "document.main"}
_ROOTS = {"header": "hdr", "footer": "ftr"}


def p(text: str = "", properties: str = "") -> str:
    """A paragraph; *text* may be XML of runs."""
    runs = text if text.startswith("<") or not text else f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def listed(text: str, list_id: int | str = 1, level: int | None = 0) -> str:
    """A paragraph of a list."""
    at = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return p(text, f'<w:numPr>{at}<w:numId w:val="{list_id}"/></w:numPr>')


def level(at: int, form: str, pattern: str, more: str = "", start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def cell(text: str = "", properties: str = "") -> str:
    """A cell; *text* may be XML of blocks."""
    blocks = text if text.startswith("<") else p(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows, each the XML of its cells (and properties)."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def word(body: str, parts: Mapping[str, str] | None = None, *, strict: bool = False) -> bytes:
    """A Word file; *parts* are the contents of others by kind (``styles``, ``header1``)."""
    files: dict[str, str] = {}
    relations = ""
    for i, (part, content) in enumerate((parts or {}).items()):
        kind = part.rstrip("0123456789")
        root = _ROOTS.get(kind, kind)
        files[f"word/{part}.xml"] = f"<w:{root} {_NAMES}>{content}</w:{root}>"
        relations += f'<Relationship Id="rId{i}" Type="{R}/{kind}" Target="{part}.xml"/>'
    files["word/document.xml"] = f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
    names = f'xmlns="{_PACKAGE}/relationships"'
    files["_rels/.rels"] = (
        f'<Relationships {names}><Relationship Id="a" Type="{R}/officeDocument" '
        'Target="/word/document.xml"/></Relationships>'
    )
    files["word/_rels/document.xml.rels"] = f"<Relationships {names}>{relations}</Relationships>"
    kinds = "".join(
        f'<Override PartName="/{each}" ContentType="{_TYPE}.{_TYPES.get(stem, stem)}+xml"/>'
        for each in files
        if each.startswith("word/") and each.endswith(".xml")
        for stem in [each[5:-4].rstrip("0123456789")]
    )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>'
    )
    if strict:
        files = {k: v.replace(W, STRICT_W).replace(R, STRICT_R) for k, v in files.items()}
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of *files*."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
