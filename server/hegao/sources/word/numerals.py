"""Numbers as Word prints them in lists."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "koreanCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand")  # fmt: skip
_LEGAL_KINDS = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")
_DIGIT_KINDS = ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
_CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")
_MOST = 9999


def printed(number: int, kind: str) -> str:
    """A number in one of Word's formats; in digits where the format is unknown or does not reach so far."""
    if number < 1 or number > _MOST:
        return str(number)
    if kind in _CHINESE:
        return _counted(number, _DIGITS, _UNITS)
    if kind in _LEGAL_KINDS:
        return _counted(number, _LEGAL, _LEGAL_UNITS)
    if kind in _DIGIT_KINDS:
        return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(number))
    return _in_letters(number, kind) or _in_signs(number, kind) or str(number)


def _in_letters(number: int, kind: str) -> str:
    if kind in ("upperLetter", "lowerLetter"):
        # After Z comes AA, then BB.
        times, at = divmod(number - 1, 26)
        letters = chr(ord("A") + at) * (times + 1)
        return letters if kind == "upperLetter" else letters.lower()
    if kind in ("upperRoman", "lowerRoman"):
        text = ""
        for value, letters in _ROMAN:
            text += letters * (number // value)
            number %= value
        return text if kind == "upperRoman" else text.lower()
    return ""


def _in_signs(number: int, kind: str) -> str:
    if kind in _CIRCLED and number <= 20:
        return chr(ord("①") + number - 1)
    if kind == "decimalEnclosedParen" and number <= 20:
        return chr(ord("⑴") + number - 1)
    if kind == "decimalEnclosedFullstop" and number <= 20:
        return chr(ord("⒈") + number - 1)
    if kind == "ideographEnclosedCircle" and number <= 10:
        return chr(ord("㊀") + number - 1)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    if kind == "decimalZero":
        return f"{number:02}"
    if kind == "ideographTraditional" and number <= len(_STEMS):
        return _STEMS[number - 1]
    if kind == "ideographZodiac" and number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    return ""


def _counted(number: int, digits: str, units: tuple[str, ...]) -> str:
    """Up to 9,999: 十, 十一, 二十, 一百零五."""
    text = ""
    figures = str(number)
    for at, figure in enumerate(figures):
        unit = units[len(figures) - 1 - at]
        if figure != "0":
            text += digits[int(figure)] + unit
        elif not text.endswith(digits[0]) and figures[at:].strip("0"):
            text += digits[0]
    ten = digits[1] + units[1]
    return text[1:] if text.startswith(ten) and digits is _DIGITS else text
