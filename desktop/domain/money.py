"""Money: exact yuan as ``Decimal`` with two places; integer fen in the database; never float."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

Money = Decimal
"""An amount in yuan with exactly two decimals. Made by the functions below, never from a float."""

FEN = Decimal("0.01")
ZERO: Money = Decimal("0.00")
LARGEST_AMOUNT = Decimal(10) ** 10
"""Amounts in yuan at or above this are refused wherever they come in. In fen, times a yearly rate
of 200 % in millionths (the highest rate with the highest uplift), they still fit 64 bits twice
over: the day run's SQL works with whole numbers.
"""


def round_money(value: Decimal, unit: Decimal = FEN, *, ties_to_even: bool = False) -> Money:
    """Round a computed amount half up (away from zero at a tie) to a multiple of ``unit`` yuan.

    The only rounding function of the program. ``unit`` is 0.01 for cents, 1 for whole yuan.
    ``ties_to_even`` is for contracts taken over from systems that round a tie to the even digit.
    """
    rounding = ROUND_HALF_EVEN if ties_to_even else ROUND_HALF_UP
    if unit == FEN:
        return value.quantize(FEN, rounding=rounding)
    steps = (value / unit).quantize(Decimal(1), rounding=rounding)
    return (steps * unit).quantize(FEN)


def to_fen(amount: Money) -> int:
    """Turn yuan into whole fen. Raises ``ValueError`` when there is a fraction of a fen."""
    fen = amount * 100
    whole = int(fen)
    if fen != whole:
        raise ValueError("an amount in yuan has at most two decimals")
    return whole


def from_fen(fen: int) -> Money:
    """Turn whole fen into yuan with two decimals."""
    return Decimal(fen).scaleb(-2)
