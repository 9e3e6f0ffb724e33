"""Amounts and dates written in the capitals that cannot be altered: 壹拾万柒仟元零伍角叁分.

Source: 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定). Where the annex allows two forms,
the one it prints first is written.
"""

from datetime import date
from decimal import Decimal

from desktop.domain.errors import DomainError
from desktop.domain.money import Money

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万")
"""Names of the groups of four digits; the fourth counts tens of thousands of 亿."""

LIMIT = Decimal(10) ** 16
"""Amounts from here on (1,0000 万亿) have no settled form."""


def amount_in_capitals(amount: Money, *, currency: str = "人民币") -> str:
    """Write yuan in capitals, with ``currency`` before it without a gap.

    Ends in 整 only when there is neither 角 nor 分. Raises ``DomainError`` for a negative amount,
    one of ``LIMIT`` or above, and one with a fraction of a fen: nothing is cut off silently.
    """
    if not amount.is_finite() or amount < 0 or amount >= LIMIT:
        raise DomainError("letters.amount_out_of_range", amount=amount)
    fen = amount * 100
    if fen != fen.to_integral_value():
        raise DomainError("letters.amount_below_fen", amount=amount)
    yuan, cents = divmod(int(fen), 100)
    return currency + _yuan(yuan, bool(cents)) + _cents(yuan, *divmod(cents, 10))


def _yuan(yuan: int, has_cents: bool) -> str:
    if not yuan:
        return "" if has_cents else "零元"
    sections: list[int] = []
    rest = yuan
    while rest:
        rest, section = divmod(rest, 10_000)
        sections.append(section)
    text = ""
    pending_zero = False
    for place in range(len(sections) - 1, -1, -1):
        section = sections[place]
        if not section:
            pending_zero = bool(text)
            if place == 2:
                text += "亿"  # closes the 万 above it: 壹万亿 has no 亿 of its own to name it
            continue
        if text and (pending_zero or section < 1000):
            text += "零"
        text += _section(section) + SECTIONS[place]
        pending_zero = False
    return text + "元"


def _section(value: int) -> str:
    text = ""
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += DIGITS[digit] + PLACES[place]
        elif text and value % 10**place and not text.endswith("零"):
            text += "零"
    return text


def _cents(yuan: int, jiao: int, fen: int) -> str:
    if not jiao and not fen:
        return "整"
    text = ""
    if yuan and (not jiao or yuan % 10 == 0):
        text = "零"
    if jiao:
        text += DIGITS[jiao] + "角"
    return text + (DIGITS[fen] + "分" if fen else "")


def date_in_capitals(day: date) -> str:
    """Write a date in capitals: 贰零贰陆年零壹月壹拾伍日.

    January, February and October, the days 1 to 9 and the round tens get a 零 in front, so that
    nothing can be put before them.
    """
    year = "".join(DIGITS[int(digit)] for digit in f"{day.year:04d}")
    zero_month = "零" if day.month in (1, 2, 10) else ""
    zero_day = "零" if day.day < 10 or day.day % 10 == 0 else ""
    return f"{year}年{zero_month}{_tens(day.month)}月{zero_day}{_tens(day.day)}日"


def _tens(value: int) -> str:
    tens, ones = divmod(value, 10)
    return (DIGITS[tens] + "拾" if tens else "") + (DIGITS[ones] if ones else "")
