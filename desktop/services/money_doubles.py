"""Money that may not be what it seems: reported before by another source or file, or taken back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import money_doubt_queries as queries
from desktop.domain.statement_columns import TAKEN_BACK

NEAR = timedelta(days=1)
TAKEN_BACK_WITHIN = timedelta(days=31)
_SURELY = ("our_account", "at", "payer_tail", "balance")
"""Lines of two files are not the same where both of them say one of these, and it differs."""

_IF_UNNAMED = ("payer_name", "memo", "reference")
"""These too, unless both name the same payer: layouts number and word the same line differently."""


def doubt_doubles(connection: Connection, source: str, rows: Sequence[dict[str, Any]]) -> None:
    """Doubt what was perhaps stored already: a bank's message and its statement, or one statement
    in two layouts (``payments.maybe_double``, ``payments.maybe_same_line``).
    """
    days = [row["value_on"] for row in rows if row["amount"] > 0]
    if not days:
        return
    near = queries.received_near(connection, min(days) - NEAR, max(days) + NEAR)
    for row in rows:
        amount, day = row["amount"], row["value_on"]
        if amount <= 0 or row["doubt"]:
            continue
        alike = [
            other
            for other_day in (day - NEAR, day, day + NEAR)
            for other in near.get((amount, other_day), ())
        ]
        if any(_is_reported(other, row) for other in alike if other.source != source):
            row["doubt"] = "payments.maybe_double"
        elif any(_is_same_line(other, row) for other in alike if other.source == source):
            row["doubt"] = "payments.maybe_same_line"


def doubt_taken_back(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Doubt arrivals that nobody booked yet and the bank took back again (冲正, 退汇)."""
    for row in rows:
        if row["doubt"] == TAKEN_BACK:
            queries.doubt_earlier(
                connection,
                -row["amount"],
                row["value_on"] - TAKEN_BACK_WITHIN,
                row["value_on"],
                "payments.was_taken_back",
                payer_name=row["payer_name"],
                payer_tail=row["payer_tail"],
                our_account=row["our_account"],
            )


def _is_reported(other: Row[Any], row: dict[str, Any]) -> bool:
    return all(
        _may_be_same(getattr(other, name), row[name]) for name in ("payer_name", "payer_tail")
    )


def _is_same_line(other: Row[Any], row: dict[str, Any]) -> bool:
    """Whether a line of another file is this one: its key differs, but nothing that both say."""
    is_named = bool(row["payer_name"]) and row["payer_name"] == other.payer_name
    told_apart_by = _SURELY if is_named else (*_SURELY, *_IF_UNNAMED)
    return (
        row["file_name"] is not None
        and other.file_name not in (None, row["file_name"])
        and other.value_on == row["value_on"]
        and all(_may_be_same(getattr(other, name), row[name]) for name in told_apart_by)
    )


def _may_be_same(one: object, other: object) -> bool:
    return one in (None, "") or other in (None, "") or one == other
