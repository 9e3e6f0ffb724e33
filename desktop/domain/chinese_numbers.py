"""Numbers as customers write them: digits, Chinese numerals and mixtures such as ``2.5万``."""

import re
from decimal import Decimal

NUMERALS = "零〇一二两俩三四五六七八九十廿卅百千万壹贰叁肆伍陆柒捌玖拾佰仟"
"""The characters a spoken number is written with, for use inside a pattern."""

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
_IN_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_N = r"[0-9]+(?:\.[0-9]+)?|[一二两俩三四五六七八九]"
_SECTION = re.compile(
    rf"(?:(?P<k>{_N})?千)?(?:[零〇])?(?:(?P<h>{_N})?百)?[零〇]?"
    rf"(?:(?P<t>{_N})?(?P<ten>十)|(?P<tens>[廿卅]))?[零〇]?(?P<n>{_N})?"
)


def chinese_number(text: str) -> Decimal | None:
    """Read ``两千五``, ``三十``, ``廿三``, ``1万2``, ``2.5万``, ``5,000`` or ``12.50``.

    A bare digit after a unit counts a tenth of that unit, as it is spoken: ``两万五`` is 25,000,
    but ``两万零五`` is 20,005. Returns nothing for what is not a number.
    """
    text = text.replace(",", "").strip().translate(_IN_CAPITALS)
    if not text or text.isascii():
        return _plain(text)
    if len(text) > 1 and all(mark in _DIGITS for mark in text):
        return Decimal("".join(str(_DIGITS[mark]) for mark in text))
    for mark, unit in (("亿", 100_000_000), ("万", 10_000)):
        before, found, after = text.rpartition(mark)
        if found:
            return _with_rest(chinese_number(before) if before else Decimal(1), unit, after)
    return _section(text)


def whole_number(text: str) -> int | None:
    """Read a whole number in digits or numerals; nothing for fractions and for other text."""
    number = chinese_number(text)
    return int(number) if number is not None and number == int(number) else None


def _with_rest(count: Decimal | None, unit: int, rest: str) -> Decimal | None:
    after = Decimal(0) if not rest else chinese_number(rest)
    if count is None or after is None:
        return None
    if len(rest) == 1 and after < 10 and rest not in "零〇":
        after *= unit // 10
    return count * unit + after


def _section(text: str) -> Decimal | None:
    """A number below ten thousand."""
    found = _SECTION.fullmatch(text)
    if found is None:
        return None
    total = Decimal(0)
    for name, unit, mark in (("k", 1000, "千"), ("h", 100, "百"), ("t", 10, "十")):
        if mark in text:
            total += _digit(found[name] or "1") * unit
    total += {"廿": 20, "卅": 30}.get(found["tens"] or "", 0)
    last = _digit(found["n"]) if found["n"] else Decimal(0)
    spoken = re.search(r"[百千](?:\d|[一二两俩三四五六七八九])$", text)
    if spoken:
        last *= 100 if spoken[0][0] == "千" else 10
    return total + last


def _digit(text: str) -> Decimal:
    return Decimal(_DIGITS[text]) if text in _DIGITS else Decimal(text)


def _plain(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) else None
