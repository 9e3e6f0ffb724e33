"""Reading amounts and rates in a lender's file: exact, never float, nothing guessed."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

from desktop.domain.errors import DomainError
from desktop.domain.field_values import CHINESE_DIGITS, SCIENTIFIC, Cell, plain
from desktop.domain.money import FEN, LARGEST_AMOUNT, Money, round_money

LARGEST_BALANCE = Decimal(10) ** 12
"""A branch's own account may hold more than anybody is lent."""

_SIMPLE_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,2})?")
_AMOUNT = re.compile(
    r"(?P<sign>[-+−]?)(?:人民币|RMB|CNY)?[￥¥]?(?P<sign2>[-+−]?)"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
    r"(?P<unit>[万亿千]?)(?:元整?|圆整?|块|RMB|CNY)?(?P<after>-?)",
    re.IGNORECASE,
)
_UNITS = {"": 1, "千": 10**3, "万": 10**4, "亿": 10**8}


def read_amount(cell: Cell, *, unit: int = 1, largest: Decimal = LARGEST_AMOUNT) -> Money | None:
    """An amount in yuan, exact to the fen; brackets or a minus sign make it negative.

    Takes ￥, thousands commas, 万/亿, full-width digits and a trailing 元. ``unit`` is what the
    header says one is worth (``金额(万元)``: 10000); a unit in the cell itself goes first. A
    calculated spreadsheet number is rounded half up to the fen, a written one with more than two
    decimals is refused, and so is an amount of ``largest`` or more.
    """
    if isinstance(cell, str) and unit == 1 and _SIMPLE_AMOUNT.fullmatch(cell):
        return Decimal(cell).quantize(FEN)
    if isinstance(cell, bool | date | time | timedelta):
        raise DomainError("imports.bad_amount")
    if isinstance(cell, int | float):
        return _within_bounds(round_money(_decimal(repr(cell)) * unit), largest)
    text = plain(cell)
    if text is None:
        return None
    return _amount_from_text(
        re.sub(r"[\s，]", lambda m: "," if m[0] == "，" else "", text), unit, largest
    )


def _amount_from_text(text: str, unit: int, largest: Decimal) -> Money:
    bracketed = re.fullmatch(r"\((.+)\)", text)
    match = _AMOUNT.fullmatch(bracketed[1] if bracketed else text)
    if match is None:
        raise DomainError(
            "imports.digits_lost" if SCIENTIFIC.fullmatch(text) else "imports.bad_amount"
        )
    value = _decimal(match["number"].replace(",", "")) * (
        _UNITS[match["unit"]] if match["unit"] else unit
    )
    if value != round_money(value):
        raise DomainError("imports.amount_decimals")
    signs = [bracketed, *(match[part] in ("-", "−") for part in ("sign", "sign2", "after"))]
    if sum(map(bool, signs)) > 1:
        raise DomainError("imports.bad_amount")
    return _within_bounds(round_money(-value if any(signs) else value), largest)


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or abs(value) >= LARGEST_BALANCE:
        raise DomainError("imports.amount_too_large")
    return value


def _within_bounds(amount: Money, largest: Decimal) -> Money:
    if abs(amount) >= largest:
        raise DomainError("imports.amount_too_large")
    return amount


# --- rates ---------------------------------------------------------------------------------------

PERIODS_A_YEAR = {"year": 1, "month": 12, "day": 360}
"""Rates of the trade: a month is a twelfth of a year, a day a 360th (银发〔2003〕251号)."""
_LOWEST_RATE, _HIGHEST_BARE_RATE, _HIGHEST_RATE = Decimal("0.005"), Decimal("0.36"), Decimal(1)
_RATE = re.compile(
    r"(?P<period>年|月|日|天)?(?:化)?(?:利率|息|利)?[:为]?(?P<words>百分之|千分之|万分之|万)?"
    r"(?P<number>\d+(?:\.\d+)?|[一二三四五六七八九]点?[一二三四五六七八九]?)(?P<sign>%|‰|bp|‱)?(?:/(?P<per>年|月|日|天))?",
    re.IGNORECASE,
)
_PERIOD_WORDS = {"年": "year", "月": "month", "日": "day", "天": "day"}
_SCALES = {
    **dict.fromkeys(("%", "百分之"), Decimal("0.01")),
    **dict.fromkeys(("‰", "千分之"), Decimal("0.001")),
    **dict.fromkeys(("bp", "‱", "万分之", "万"), Decimal("0.0001")),
}


def read_rate(cell: Cell, *, period: str = "year", scale: str = "") -> Decimal | None:
    """A rate as a fraction a year: 4.35%, 0.0435, 月利率 5‰, 日息万分之五 all come out as a year's.

    ``period`` (year, month, day) and ``scale`` (%, ‰, 万分之 or empty) are what the header says; what
    the cell says goes first. A bare number is read as the first of fraction, per cent and, as the
    trade has it, per mille a month or per ten thousand a day that makes a yearly rate between 0.5 %
    and 36 %; if none does, it is refused.
    """
    if isinstance(cell, bool | date | time | timedelta):
        raise DomainError("imports.bad_rate")
    text = plain(cell)
    if text is None:
        return None
    match = _RATE.fullmatch(re.sub(r"[\s，,]", "", text))
    if match is None:
        raise DomainError("imports.bad_rate")
    number = _rate_number(match["number"])
    spoken = match["per"] or match["period"]
    unit = _PERIOD_WORDS[spoken] if spoken else period
    times = PERIODS_A_YEAR[unit]
    stated = (match["sign"] or match["words"] or scale).lower()
    if number == 0:
        return Decimal(0)
    if stated:
        yearly = number * _SCALES[stated] * times
        if yearly > _HIGHEST_RATE:
            raise DomainError("imports.rate_too_high")
        return yearly.normalize()
    usual = {"year": (), "month": (Decimal("0.001"),), "day": (Decimal("0.0001"),)}
    for factor in (Decimal(1), Decimal("0.01"), *usual[unit]):
        if _LOWEST_RATE <= number * factor * times <= _HIGHEST_BARE_RATE:
            return (number * factor * times).normalize()
    raise DomainError("imports.rate_unclear")


def _rate_number(text: str) -> Decimal:
    if text[0].isascii():
        return Decimal(text)
    return Decimal(
        "".join("." if sign == "点" else str(CHINESE_DIGITS.index(sign)) for sign in text)
    )
