"""How the domain's values are kept in a column, the same on SQLite and PostgreSQL."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from desktop.domain.money import Money, from_fen, to_fen

RATE_SCALE = 1_000_000
"""A rate of 1 (100 %) is stored as a million: exact to a ten-thousandth of a per cent."""


class Fen(TypeDecorator[Money]):
    """Money: ``Decimal`` yuan outside, whole fen inside."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        """Yuan to fen."""
        return None if value is None else to_fen(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        """Fen to yuan."""
        return None if value is None else from_fen(int(value))


class Rate(TypeDecorator[Decimal]):
    """A yearly rate as a fraction (0.0435 is 4.35 %): stored in millionths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Fraction to millionths; more than six decimals is refused, not rounded away."""
        if value is None:
            return None
        scaled = value * RATE_SCALE
        if scaled != int(scaled):
            raise ValueError("a rate has at most six decimals")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Millionths to fraction."""
        return None if value is None else Decimal(int(value)) / RATE_SCALE


_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01: what a ``Day`` column holds, for SQL that counts days."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return _EPOCH + timedelta(days=number)


class Day(TypeDecorator[date]):
    """A calendar date, kept as days since 1970-01-01 so that SQL subtracts dates exactly."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """Date to day number."""
        return None if value is None else day_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """Day number to date."""
        return None if value is None else day_of(int(value))


class Moment(TypeDecorator[datetime]):
    """A moment in naive Beijing time, kept as sortable text ``2026-11-20T09:00:00``."""

    impl = String(19)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Moment to text, to the second."""
        return None if value is None else value.replace(microsecond=0).isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Text to moment."""
        return None if value is None else datetime.fromisoformat(value)


class Facts(TypeDecorator[Any]):
    """A small structure of facts as JSON text with sorted keys, so that equal facts hash equal."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Structure to text."""
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Text to structure."""
        import json

        return None if value is None else json.loads(value)


def to_json(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, readable Chinese; dates and money as text."""
    import json

    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
