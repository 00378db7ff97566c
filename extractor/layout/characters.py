"""One-for-one canonical characters: what a character is, whatever font or form it came in.

Everything here keeps the length of the text, so offsets stay what they are. A line break
of any kind becomes ``\\n``, a space of any kind ``' '``, and a character that prints nothing
becomes :data:`NOTHING` and is dropped later.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from extractor.layout.traditional import SIGNS, blanked, glosses, is_traditional, simplified

NOTHING = "\0"  #: stands where a character of the source is dropped
_RADICALS = (
    "⺁厂⺅亻⺆冂⺇几⺊卜⺎尢⺒巳⺓幺⺕彐⺘扌⺝月⺟母⺠民⺡氵⺢氺⺣灬⺩王⺪疋⺬示⺭礻⺮竹⺯糸⺰纟"
    "⺶羊⺷羊⺸羊⺹老⺺聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝"
    "⻐钅⻑長⻒镸⻓长⻔门⻕阝⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟"
    "⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲龟⻳龟"
)
_KEPT_WIDE = "！（），：；？～"
_SPACES = "\t\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_NOTHINGS = (
    *range(0x00, 0x09), *range(0x0E, 0x1C), 0x1F, 0x7F, 0xAD, *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF,
)  # fmt: skip


@cache
def _table() -> dict[str, str]:
    """Character -> its canonical character, for all that have another one."""
    table = dict.fromkeys(_SPACES, " ")
    table |= dict.fromkeys(_BREAKS, "\n")
    table |= {chr(c): NOTHING for c in _NOTHINGS}
    table |= dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
    ranges = (
        (0x2F00, 0x2FD6),
        (0xF900, 0xFAFF),
        (0xFE50, 0xFE6C),
        (0xFF01, 0xFF5F),
        (0xFF61, 0xFF65),
    )
    for low, high in ranges:
        for code in range(low, high):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code) and chr(code) not in _KEPT_WIDE:
                table[chr(code)] = plain
    table |= {
        "(": "（",
        ")": "）",
        "﹙": "（",
        "﹚": "）",
        "﹐": "，",
        "﹔": "；",
        "﹕": "：",
        "\u2212": "-",
    }
    return table


@cache
def _tools() -> tuple[re.Pattern[str], dict[int, str]]:
    table = _table()
    known = re.compile("[" + "".join(map(re.escape, (*table, *SIGNS))) + "]")
    return known, {ord(c): plain for c, plain in table.items()}


class Reading(NamedTuple):
    """A text in canonical characters, as long as before.

    ``traditional`` tells that it was read from Traditional characters, ``glosses`` where the
    sounds of characters stood, (start, end); :data:`NOTHING` stands there now.
    """

    text: str
    traditional: bool = False
    glosses: tuple[tuple[int, int], ...] = ()


def canonical(text: str) -> str:
    """*text* with every character in its canonical form, as long as before.

    >>> canonical("２０２３年\\r\\n⻔(１)")
    '2023年 \\n门（1）'
    """
    return read_characters(text).text


def read_characters(text: str) -> Reading:
    """The canonical form of *text*, and what it was made from.

    >>> read_characters("公務(wù)萬元").text.replace(NOTHING, "")
    '公务万元'
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    known, translation = _tools()
    found = set(known.findall(text))
    signs = found & SIGNS
    found -= signs
    if len(found) > 12:  # many kinds: one pass over the text is cheaper than one each
        text = text.translate(translation)
    else:
        for character in found:
            text = text.replace(character, translation[ord(character)])
    if not signs:
        return Reading(text)
    glossed = glosses(text)
    traditional = is_traditional(text, signs, glossed)
    text = blanked(text, glossed, NOTHING)
    return Reading(simplified(text) if traditional else text, traditional, tuple(glossed))


_WIDE = {",": "，", ";": "；", ":": "："}
# A pattern each: one that begins with a literal skips to it.
_PUNCTUATION = {
    mark: re.compile(rf"{mark}(?:(?<![0-9A-Za-z]{mark})|(?![0-9A-Za-z/]))") for mark in _WIDE
}


def punctuate(clean: str) -> str:
    """Chinese commas, semicolons and colons, but not between figures or latin letters.

    >>> punctuate("职责:一,1,234元;12:30")
    '职责：一，1,234元；12:30'
    """
    for mark, wide in _WIDE.items():
        if mark in clean:
            clean = _PUNCTUATION[mark].sub(wide, clean)
    return clean


# A literal space stands first, so that the search skips from space to space.
_REPEATED_SPACE = re.compile(r" {2,}")
_NEEDLESS_SPACE = re.compile(r" (?:(?<![!-~] )|(?!\0*[!-~]))")


def single_spaces(text: str) -> str:
    """Every run of spaces as one space and :data:`NOTHING` for the rest."""
    if "  " not in text:
        return text
    return _REPEATED_SPACE.sub(lambda m: " " + NOTHING * (len(m[0]) - 1), text)


def needed_spaces(text: str) -> str:
    """Spaces only between latin words and figures; of a run one stays.

    >>> needed_spaces("部 门 2023 年 A 级 1.5 2.5").replace(NOTHING, "")
    '部门2023年A级1.5 2.5'
    """
    return _NEEDLESS_SPACE.sub(NOTHING, single_spaces(text))
