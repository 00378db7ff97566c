"""Plain text files: find the encoding, keep every line break, tell the pages."""

from __future__ import annotations

import codecs
import re

from extractor.errors import fail
from extractor.source.sniff import TEXT, alien_share, utf16_order
from extractor.source.types import Source

MEDIA_TYPE = TEXT
READER = "text"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5", "utf-16-le", "utf-16-be")
# Characters that are frequent in any administrative text, simplified and traditional: only
# the right encoding brings many of them out.
_FREQUENT = frozenset(
    "的一是不了在有人这中大为上个国我以要他时来用们到作地于出就分对成会可主发年动同工也能下过子说产"
    "种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当"
    "使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心"
    "反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党"
    "程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手"
    "角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导"
    "器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真"
    "务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段"
    "研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习"
    "响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按"
    "預決財購為與費車務門職責機構單總額較減會計應當國個對發動產經過這來時業結開關長員體實數條設請"
    "收支款项编制负责县镇乡村局厅费购减预财额补贴险医疗卫障育综占约"
)


def read_text(name: str, data: bytes, sha256: str) -> Source:
    """A plain text as a :class:`Source`; raises EX102 or EX104."""
    text, encoding = decode(name, data)
    if not text.strip():
        raise fail("EX102", f"{name}: the file holds no text")
    return Source(name, text, sha256, MEDIA_TYPE, READER, encoding, page_starts(text))


def page_starts(text: str) -> tuple[int, ...]:
    """Offset of each page's first character; empty where no form feed parts pages.

    >>> page_starts("一\\f二\\f"), page_starts("一")
    ((0, 2), ())
    """
    if "\f" not in text:
        return ()
    starts = [0, *(m.end() for m in re.finditer("\f", text))]
    return tuple(at for at in starts if at < len(text))


def decode(name: str, data: bytes) -> tuple[str, str]:
    """The text of *data* without its byte order mark, and the encoding; raises EX104.

    >>> decode("a", "二〇二三年度部门决算".encode("gb18030"))
    ('二〇二三年度部门决算', 'gb18030')
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise fail(
                    "EX104", f"{name}: not {encoding} though marked so: {error.reason}"
                ) from None
    order = utf16_order(data)
    if order is None:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    readings = []
    for encoding in ("utf-16-le", "utf-16-be") if order else _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((_plausible(text), text, encoding))
    readings.sort(key=lambda reading: -reading[0])
    if not readings or readings[0][0] <= 0:
        raise fail("EX104", f"{name}: the encoding cannot be told; save it as UTF-8")
    if len(readings) > 1 and readings[0][0] < 1.5 * readings[1][0]:
        guessed = _guess(data)
        for score, text, encoding in readings:
            if encoding == guessed and score > 0:
                return text, encoding
    return readings[0][1], readings[0][2]


def _plausible(text: str) -> float:
    """Share of frequent characters among the Chinese ones; 0 where it is no Chinese text."""
    sample = text[: 1 << 16]
    chinese = [c for c in sample if "\u3400" <= c <= "\u9fff"]
    if not chinese or alien_share(sample) > 0.05:
        return 0.0
    return (sum(c in _FREQUENT for c in chinese) + 0.1) / (len(chinese) + 2.0)


def _guess(data: bytes) -> str | None:
    """What charset-normalizer holds likeliest; only asked where the characters do not tell."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 16], cp_isolation=["gb18030", "big5"]).best()
    return best.encoding if best else None
