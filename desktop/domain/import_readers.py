"""How one field of a lender's file is read into the value that is stored.

A reader takes the cell and the context of its column; amounts come out in whole fen, rates in
millionths, dates in days since 1970-01-01, so that a million rows travel and compare as plain
numbers. Errors are ``DomainError`` with a code of the ``imports`` room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desktop.domain.amount_values import read_amount, read_rate
from desktop.domain.errors import DomainError
from desktop.domain.field_values import (
    Cell,
    check_due_date,
    check_past_date,
    digits,
    plain,
    read_boolean,
    read_date,
    read_day_of_month,
    read_term,
    read_whole_number,
    tidy_text,
)
from desktop.domain.identity_numbers import (
    read_bank_card,
    read_holder_number,
    read_mobile,
    read_phone,
)
from desktop.domain.money import to_fen


@dataclass(frozen=True)
class Context:
    """What a reader must know beside the cell.

    ``as_of`` is the business date; ``unit`` what one in the column is worth in yuan; ``scale`` the
    sign of a rate in the header (%, ‰, 万分之) and ``period`` its period.
    """

    as_of: date
    unit: int = 1
    scale: str = ""
    period: str = "year"


Value = str | int | bool | None
"""A value as it is stored: text, whole fen, millionths of a rate, or days since 1970."""
Reader = Callable[[Cell, Context], Value]


_EPOCH = date(1970, 1, 1).toordinal()


def text(longest: int) -> Reader:
    """Text of at most ``longest`` characters."""
    return lambda cell, _context: tidy_text(cell, longest=longest)


def code(cell: Cell, _context: Context) -> str | None:
    """A number that names something: plain signs, but its hyphens belong to it."""
    digits(cell)  # refuses what a spreadsheet has shortened and what is masked
    text = plain(cell, longest=64)
    if text is None:
        return None
    whole, dot, zeros = text.partition(".")
    return whole if dot and whole.isdigit() and not zeros.strip("0") else text.replace(" ", "")


def person_name(cell: Cell, _context: Context) -> str | None:
    """A name: not a number, not masked, without the blanks that only line it up."""
    name = tidy_text(cell, longest=100)
    if name is None or not name.isascii():
        name = None if name is None else _without_inner_blanks(name)
    if name is not None and (name.isdigit() or "*" in name):
        raise DomainError("imports.masked_value" if "*" in name else "imports.not_a_name")
    return name


def _without_inner_blanks(name: str) -> str:
    """张 三 is 张三: short Chinese names are padded with blanks to line up in print."""
    compact = name.replace(" ", "").replace("\u3000", "")
    return compact if len(compact) <= 4 else name


def holder_number(cell: Cell, context: Context) -> str | None:
    """An identity number, credit code or other document of whoever owes."""
    number = digits(cell)
    return None if number is None else read_holder_number(number, as_of=context.as_of)[1]


def phone(cell: Cell, _context: Context) -> str | None:
    """The first phone number in the cell, mobile or fixed."""
    text = plain(cell)
    if text is None:
        return None
    digits(cell)
    for separator in "/、;；,，":
        text = text.split(separator)[0]
    return read_phone(text.removesuffix(".0"))


def mobile(cell: Cell, context: Context) -> str | None:
    """A mobile number; a fixed line is taken where somebody gave one."""
    number = phone(cell, context)
    return number if number is None or "-" in number else read_mobile(number)


def email(cell: Cell, _context: Context) -> str | None:
    """An e-mail address, checked for its form only."""
    address = plain(cell)
    if address is not None and ("@" not in address[1:-3] or " " in address):
        raise DomainError("imports.bad_email")
    return address


def card_number(cell: Cell, _context: Context) -> str | None:
    """A bank card number with a right check digit; of a masked one the last four digits."""
    number = (plain(cell) or "").replace(" ", "").replace("-", "")
    if not number:
        return None
    if number[-4:].isdigit() and ("*" in number or len(number) == 4):
        return number[-4:]
    return read_bank_card(digits(cell) or "")


def account_tail(cell: Cell, _context: Context) -> str | None:
    """The last four signs of an account money is taken from, which need not be a card."""
    number = (plain(cell) or "").replace(" ", "")
    if not number:
        return None
    if "*" not in number:
        number = digits(cell) or ""
    if len(number) < 4 or not number[-4:].isalnum():
        raise DomainError("imports.card_length", length=len(number))
    return number[-4:]


def due_date(cell: Cell, context: Context) -> int | None:
    """A date something falls due, as a day number."""
    day = read_date(cell)
    return None if day is None else check_due_date(day, as_of=context.as_of).toordinal() - _EPOCH


def past_date(cell: Cell, context: Context) -> int | None:
    """A date something has happened, as a day number."""
    day = read_date(cell)
    return None if day is None else check_past_date(day, as_of=context.as_of).toordinal() - _EPOCH


def signed_amount(cell: Cell, context: Context) -> int | None:
    """An amount in fen that may be negative."""
    amount = read_amount(cell, unit=context.unit)
    return None if amount is None else to_fen(amount)


def amount(cell: Cell, context: Context) -> int | None:
    """An amount in fen, zero or more."""
    fen = signed_amount(cell, context)
    if fen is not None and fen < 0:
        raise DomainError("imports.amount_negative")
    return fen


def positive_amount(cell: Cell, context: Context) -> int | None:
    """An amount in fen above zero."""
    fen = amount(cell, context)
    if fen == 0:
        raise DomainError("imports.amount_zero")
    return fen


def rate(cell: Cell, context: Context) -> int | None:
    """A yearly rate in millionths."""
    rate = read_rate(cell, period=context.period, scale=context.scale)
    return None if rate is None else round(rate * 1_000_000)


def whole_number(lowest: int, highest: int) -> Reader:
    """A count between both bounds, inclusive."""
    return lambda cell, _context: read_whole_number(cell, lowest=lowest, highest=highest)


def choice(**words: str) -> Reader:
    """One of a few values; each is given with the words for it, parted by blanks."""
    table = {word: value for value, text in words.items() for word in (value, *text.split())}

    def read(cell: Cell, _context: Context) -> str | None:
        text = plain(cell)
        if text is None:
            return None
        if (value := table.get(text.lower().replace(" ", ""))) is None:
            raise DomainError(
                "imports.bad_choice", known="、".join(w for w in table if not w.isascii())
            )
        return value

    return read


def yes_or_no(cell: Cell, _context: Context) -> bool | None:
    """是 or 否."""
    return read_boolean(cell)


def term(cell: Cell, _context: Context) -> int | None:
    """A term in months."""
    return read_term(cell)


def day_of_month(cell: Cell, _context: Context) -> int | None:
    """A day of the month, 1 to 31."""
    return read_day_of_month(cell)
