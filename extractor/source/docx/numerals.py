"""Numbers of lists as they are written: 一, （1）, iv, 甲, ①."""

from __future__ import annotations

from collections.abc import Callable

_TENS = ("", "十", "百", "千")
_LARGE = ("", "万", "亿")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿"))
_LEGAL_OLD = ("零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟"), ("", "萬", "億"))
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_CHINESE = str.maketrans("0123456789", _DIGITS)
_LONGEST = 9_999  #: numbers beyond are written in digits where signs would be repeated


def counted(
    number: int,
    digits: str = "零一二三四五六七八九",
    tens: tuple[str, ...] = _TENS,
    large: tuple[str, ...] = _LARGE,
    *,
    bare_ten: bool = True,
) -> str:
    """A whole number in words; *bare_ten* tells whether 10 is 十 or 一十.

    >>> counted(10), counted(21), counted(105), counted(10010), counted(12, bare_ten=False)
    ('十', '二十一', '一百零五', '一万零一十', '一十二')
    """
    if number == 0:
        return digits[0]
    groups = []
    while number:
        number, rest = divmod(number, 10_000)
        groups.append(rest)
    if len(groups) > len(large):
        return ""
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        inner, gap = "", bool(words) and group < 1000
        for power in (3, 2, 1, 0):
            digit = group // 10**power % 10
            if digit:
                inner += (digits[0] if gap else "") + digits[digit] + tens[power]
                gap = False
            elif inner:
                gap = True
        # between groups as within one: 一万零五
        words += (digits[0] if words and group < 1000 else "") + inner.lstrip(digits[0])
        words += large[place]
    ten = digits[1] + tens[1]
    return words[1:] if bare_ten and words.startswith(ten) else words


def _in_chinese(number: int) -> str:
    return counted(number) if number < 100 else str(number).translate(_CHINESE)


def _in_japanese(number: int) -> str:
    words = counted(number).replace("零", "") or "〇"
    return words.replace("一百", "百").replace("一千", "千")


def _letters(number: int, first: str) -> str:
    """a, b, … z, aa, bb: as word processors count."""
    if not 0 < number <= _LONGEST:
        return str(number)
    return chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    """
    >>> _roman(14)
    'xiv'
    """
    if not 0 < number <= _LONGEST:
        return str(number)
    written = ""
    for size, sign in _ROMAN:
        times, number = divmod(number, size)
        written += sign * times
    return written


def _signs(first: str, last: int, number: int) -> str:
    return chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _circled(number: int) -> str:
    if 20 < number <= 35:
        return chr(ord("㉑") + number - 21)
    if 35 < number <= 50:
        return chr(ord("㊱") + number - 36)
    return _signs("①", 20, number)


def _of_row(row: str, number: int) -> str:
    return row[number - 1] if 0 < number <= len(row) else str(number)


def _stem_and_branch(number: int) -> str:
    if not 0 < number <= 60:
        return str(number)
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _ordinal(number: int) -> str:
    last = 0 if 10 < number % 100 < 14 else number % 10
    return f"{number}{('th', 'st', 'nd', 'rd')[last] if last < 4 else 'th'}"


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda n: "",
    "bullet": lambda n: "",
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate(_WIDE),
    "decimalFullWidth2": lambda n: str(n).translate(_WIDE),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda n: _signs("⑴", 20, n),
    "decimalEnclosedFullstop": lambda n: _signs("⒈", 20, n),
    "numberInDash": lambda n: f"- {n} -",
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n, "A"),
    "lowerLetter": lambda n: _letters(n, "a"),
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "chineseCounting": _in_chinese,
    "taiwaneseCounting": _in_chinese,
    "chineseCountingThousand": counted,
    "taiwaneseCountingThousand": counted,
    "koreanCounting": counted,
    "japaneseCounting": _in_japanese,
    "ideographDigital": lambda n: str(n).translate(_CHINESE),
    "japaneseDigitalTenThousand": lambda n: str(n).translate(_CHINESE),
    "taiwaneseDigital": lambda n: str(n).translate(_CHINESE),
    "koreanDigital2": lambda n: str(n).translate(_CHINESE),
    "ideographTraditional": lambda n: _of_row(_STEMS, n),
    "ideographZodiac": lambda n: _of_row(_BRANCHES, n),
    "ideographZodiacTraditional": _stem_and_branch,
    "ideographEnclosedCircle": lambda n: _signs("㊀", 10, n),
    "chineseLegalSimplified": lambda n: counted(n, *_LEGAL, bare_ten=False),
    "ideographLegalTraditional": lambda n: counted(n, *_LEGAL_OLD, bare_ten=False),
    "japaneseLegal": lambda n: counted(n, *_LEGAL_OLD, bare_ten=False),
}


def numeral(number: int, form: str) -> str:
    """*number* in the form that a ``w:numFmt`` names; in digits where the form is unknown.

    >>> numeral(12, "chineseCounting"), numeral(3, "decimalEnclosedParen"), numeral(7, "aiueo")
    ('十二', '⑶', '7')
    """
    write = _FORMS.get(form)
    if write is None or number < 0:
        return str(number)
    return write(number)
