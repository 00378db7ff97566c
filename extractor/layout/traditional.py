"""Documents in Traditional characters, wholly or half, and those with glosses of sounds.

Everything here keeps the length of the text. Characters are exchanged one for one by the
tables of OpenCC, which is imported only for a text that needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# Frequent in disclosures, and no characters of simplified text: one of them tells that a
# text was converted. Those that both scripts know (乾, 著, 徵, 於) are not among them.
_WITNESSES = (
    "萬預決費況業務財撥項單爲為經佔數資說説總計車門結購類設機體運員績評關會國開輛標辦與採職減級額補"
    "執個實護轉發醫動調構繳專維長縣編責營產産養較餘組對療備訓學區監進農衛內價審織規應臺報無劃險後據"
    "綜議貼積處沒時負檢達傳電統隊問貨術題幹參並導稅釋詞從衆眾羣獎納範質屬戶鄉團場種變優離兩來訪檔環"
    "現滿見館復領過權協師輔撫測線綫兒圍擔際強買氣錄園響難聯勞節點壓細書當驗續獨夠鎮證殘黨別記廣舉訂"
    "勵間課緊條裝藥橋裏裡輸約創網遊遲災閱閲庫論訴讀婦濟圖賬嚴軍層擬崗賽張貫針話頭徹郵繼灣陽頁廳樣診"
    "給畝匯詢視異換諮紀籌壩隨擴識爭競講風態詳幫練確徑選縮蓋冊戰齊終請舊銜銷謀觀願綠歸頻擁億盤該雙紛"
    "閒掛絡蟲顯臨剛帶糾還劑試滯號這義穩違覽興樺輪隱習藝斷駐寫貧們麼將啟啓兇錢飲飛亞陸"
)
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ\u0300\u0301\u0304\u030c"
#: One of these tells that a text is to be looked at.
SIGNS = frozenset(_WITNESSES + _TONED)
_SHOWS = re.compile(f"[{_WITNESSES}{_TONED}]")
_WITNESS = frozenset(_WITNESSES)
# 乾 is 干 or itself (乾县, 乾坤), which one character does not tell.
_KEPT = "乾"

_HAN = "㐀-䶿一-鿿"
_SYLLABLE = rf"(?:[zcs]h|[bpmfdtnlgɡkhjqxrzcsyw])?+[aɑeiouüv{_TONED}]{{1,6}}+(?:n[gɡ]?+|r)?+"
#: 务(wù) and 务（wù）: sounds in brackets behind a character, those of a name too. A character
#: that was lost may have left a letter (F(xiàn)有).
_GLOSS = re.compile(
    rf"(?<=[{_HAN}A-Z])[ \n]?[（(][ \n]?{_SYLLABLE}(?:[ '’]?{_SYLLABLE}){{0,3}}[ \n]?[）)]"
)
_SOUND = re.compile(_SYLLABLE)
_TONE = re.compile(f"[{_TONED}]")
# Syllables without a tone, as they stand among others that have one.
_LIGHT = re.compile(r"\W*(?:ge|men|me|de|le|ne|zhe|zi|tou)\W*")


@cache
def _table() -> dict[int, str]:
    """Traditional character -> its simplified one, where one stands for one."""
    from opencc import OpenCC

    every = [*map(chr, range(0x3400, 0x4DC0)), *map(chr, range(0x4E00, 0xA000))]
    # a line each, so that no two are read as one word
    plain = OpenCC("t2s").convert("\n".join(every)).split("\n")
    return {
        ord(each): other
        for each, other in zip(every, plain, strict=True)
        if each != other and len(other) == 1 and other <= "\uffff" and each not in _KEPT
    }


def simplified(text: str) -> str:
    """*text* in simplified characters, as long as before.

    >>> simplified("財政撥款萬元")
    '财政拨款万元'
    """
    return text.translate(_table())


def is_traditional(text: str, signs: Iterable[str], glossed: list[tuple[int, int]]) -> bool:
    """Whether *text*, of which *signs* are characters, holds Traditional ones.

    A converter glosses the characters that it exchanged: one that is glossed tells as well.
    """
    if not _WITNESS.isdisjoint(signs):
        return True
    table = _table() if glossed else {}
    return any(ord(text[start - 1]) in table for start, _ in glossed)


def glosses(text: str) -> list[tuple[int, int]]:
    """Where glosses of sounds stand, (start, end).

    One without a tone is told by the Traditional character before it (們(men)), or by others
    with a tone around (个(ge)); units (km) and words of other languages are no syllables.

    >>> glosses("職(zhí)務(wù)用車3輛，行程12萬里(li)，公里(km)")
    [(1, 6), (7, 11)]
    """
    every = list(_GLOSS.finditer(text))
    toned = [all(map(_TONE.search, _SOUND.findall(each[0]))) for each in every]
    if not any(toned):  # without one they are letters of a list, or words
        return []
    table = _table()
    return [
        each.span()
        for each, sure in zip(every, toned, strict=True)
        if sure or ord(text[each.start() - 1]) in table or _LIGHT.fullmatch(each[0])
    ]


def views(text: str, gap: str) -> tuple[str, str]:
    """*text* without its glosses, *gap* for each of their characters, and the same simplified
    where it holds Traditional characters.

    >>> views("公務(wù)接待費2萬元", "_")
    ('公務____接待費2萬元', '公务____接待费2万元')
    """
    signs = set(_SHOWS.findall(text))
    if not signs:
        return text, text
    found = glosses(text)
    bare = blanked(text, found, gap)
    return bare, simplified(bare) if is_traditional(text, signs, found) else bare


def blanked(text: str, spans: list[tuple[int, int]], gap: str) -> str:
    """*text* with *gap* for every character of *spans*, which are in order.

    >>> blanked("甲乙丙丁", [(1, 3)], "_")
    '甲__丁'
    """
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], gap * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)
