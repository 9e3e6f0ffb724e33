"""Numbers as customers write them: digits, Chinese numerals and mixtures such as ``2.5万``."""

from decimal import Decimal, InvalidOperation

NUMERALS = "零〇一二两俩三四五六七八九十廿卅百千万"
"""The characters a spoken number is written with, for use inside a pattern."""

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"廿": 20, "卅": 30}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def chinese_number(text: str) -> Decimal | None:
    """Read ``两千五``, ``三十``, ``廿三``, ``1万2``, ``2.5万``, ``5,000`` or ``12.50``.

    A bare digit after a unit counts a tenth of that unit, as it is spoken: ``两万五`` is 25,000,
    but ``两万零五`` is 20,005. Returns nothing for what is not a number.
    """
    text = text.replace(",", "").strip()
    if not text:
        return None
    if text.isascii():
        return _plain(text)
    if all(mark in _DIGITS for mark in text) and len(text) > 1:
        return Decimal("".join(str(_DIGITS[mark]) for mark in text))
    total, section, last_unit = Decimal(0), Decimal(0), 1
    pending, spoken_zero = "", False
    for mark in text:
        if mark.isascii():
            pending += mark
        elif mark in _DIGITS:
            if pending:
                return None
            spoken_zero = spoken_zero or mark in "零〇"
            pending = "" if mark in "零〇" else str(_DIGITS[mark])
        elif mark in _TENS:
            section += _TENS[mark]
            last_unit = 10
        elif mark in _UNITS:
            unit, spoken_zero = _UNITS[mark], False
            amount = _plain(pending) if pending else None
            pending = ""
            if unit >= 10_000:
                total += (section + (amount or 0) or 1) * unit
                section = Decimal(0)
            else:
                section += (Decimal(1) if amount is None else amount) * unit
            last_unit = unit
        else:
            return None
    rest = _plain(pending) if pending else Decimal(0)
    if rest is None:
        return None
    is_tenth = last_unit >= 100 and not spoken_zero and rest < 10 and len(pending) == 1
    return total + section + (rest * last_unit / 10 if is_tenth else rest)


def whole_number(text: str) -> int | None:
    """Read a whole number in digits or numerals; nothing for fractions and for other text."""
    number = chinese_number(text)
    return int(number) if number is not None and number == int(number) else None


def _plain(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
