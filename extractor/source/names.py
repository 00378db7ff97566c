"""What names of files tell: clutter, files that are no documents, names in old encodings."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath
from typing import Final

_CLUTTER: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db", "icon\r"})
#: Endings of programs, styles, fonts, sounds, films, settings and data: none is of a document.
_NONE: Final = """
.exe .dll .so .msi .bat .cmd .sh .ps1 .vbs .jar .class .pyc .apk .js .mjs .css .less .scss .map
.py .java .c .h .php .jsp .asp .aspx .woff .woff2 .ttf .ttc .otf .eot .ico .cur .svg
.mp3 .wav .wma .m4a .mp4 .avi .mov .wmv .flv .mkv .db .sqlite .mdb .dbf .lnk .url .tmp .bak
.log .ini .cfg .toml .yaml .yml .lock .json .jsonl .csv .tsv .iso .img .dmg .bin .dat .torrent
.crdownload .part .p7s .sig .md5 .sha256
"""
_ENDINGS: Final = frozenset(_NONE.split())


def is_clutter(name: str) -> bool:
    """Whether systems and office programs leave files of this name behind.

    >>> is_clutter("~$决算.docx"), is_clutter("决算.docx")
    (True, False)
    """
    return name.startswith((".", "~$")) or name.lower() in _CLUTTER


def no_document(path: str) -> str:
    """The ending of a file that is plainly no document; empty for all others.

    >>> no_document("a/site.CSS"), no_document("a/决算.pdf")
    ('.css', '')
    """
    suffix = PurePosixPath(path).suffix.lower()
    return suffix if suffix in _ENDINGS else ""


def member_name(member: zipfile.ZipInfo) -> str:
    """The name of a member as it was meant, with ``/`` between its parts and no way up.

    Archives made in Chinese systems hold names in GBK, which are taken for code page 437.

    >>> member_name(zipfile.ZipInfo("附件/决算.docx".encode("gbk").decode("cp437")))
    '附件/决算.docx'
    """
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030") if raw else ():
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = name.replace("\\", "/").split("/")
    shown = (" ".join(part.split()) for part in parts if part not in ("", ".", ".."))
    return "/".join(each for each in shown if each)
