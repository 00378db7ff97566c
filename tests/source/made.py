"""Files of other formats, made byte by byte where no library makes them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file (version 3) with these streams, each of 4,096 bytes or more on disk."""
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        """Sectors for *data*, chained; gives the first."""
        first = len(sectors) + 1  # sector 0 is the table
        count = -(-len(data) // 512)
        for i in range(count):
            sectors.append(data[512 * i : 512 * (i + 1)].ljust(512, b"\0"))
            fat.append(first + i + 1 if i + 1 < count else END)
        return first

    places = [(name, put(data.ljust(4096, b"\0")), max(len(data), 4096))
              for name, data in streams.items()]  # fmt: skip
    entries = [_entry("Root Entry", 5, END, 0, 1 if places else FREE)]
    for number, (name, first, size) in enumerate(places, start=1):
        right = number + 1 if number < len(places) else FREE
        entries.append(_entry(name, 2, first, size, FREE, right))
    while len(entries) % 4:
        entries.append(_entry("", 0, 0, 0, FREE))
    directory = put(b"".join(entries))
    table = [FAT, *fat]
    assert len(table) <= 128
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0, 0)
    head += struct.pack("<108I", *[FREE] * 108)
    body = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    return head + body + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int, child: int, right: int = FREE) -> bytes:
    label = (name + "\0").encode("utf-16-le") if name else b""
    return (
        label.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(label), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        return {name: made.read(name) for name in made.namelist()}


def pdf(objects: Iterable[str | bytes], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        body = each.encode("latin-1") if isinstance(each, str) else each
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % each for each in places)
    out += f"trailer\n<</Size {len(places) + 1}/Root 1 0 R{trailer}>>\n".encode()
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def pages(count: int, lines: Iterable[str] = ("Income 3.00",)) -> bytes:
    """A PDF of so many pages with the same lines on each."""
    shown = " ".join(f"({line}) Tj 0 -16 Td" for line in lines)
    content = f"BT /F 12 Tf 72 700 Td {shown} ET"
    kids = " ".join(f"{5 + n} 0 R" for n in range(count))
    page = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 3 0 R>>>>>>"
    )
    return pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {count}/Kids[{kids}]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
            *[page] * count,
        ]
    )


def locked_pdf() -> bytes:
    """A PDF under a password that nobody knows."""
    return pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[4 0 R]>>",
            f"<</Filter/Standard/V 1/R 2/P -4/O<{'1f' * 32}>/U<{'2e' * 32}>>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        ],
        f"/Encrypt 3 0 R/ID[<{'00' * 16}><{'00' * 16}>]",
    )


def png(width: int, height: int) -> bytes:
    """A white PNG (one bit a pixel), without holding its pixels."""
    press = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (-(-width // 8))
    data = b"".join(press.compress(row) for _ in range(height)) + press.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def docx(*lines: str) -> bytes:
    """A document of paragraphs."""
    from docx import Document

    made = Document()
    for line in lines:
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def xlsx(rows: Iterable[Iterable[object]]) -> bytes:
    """A workbook of one sheet."""
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    sheet = made.create_sheet("决算")
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()
