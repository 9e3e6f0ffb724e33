"""Money that may have been reported before: by another source, or by another file of the bank's."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import payment_queries as queries

NEAR = timedelta(days=1)
_TOLD_APART_BY = ("our_account", "at", "payer_name", "payer_tail", "memo", "reference", "balance")
"""Lines of two files are the same where nothing that both of them say differs."""


def doubt_doubles(connection: Connection, source: str, rows: Sequence[dict[str, Any]]) -> None:
    """Doubt what was perhaps stored already: a bank's message and its statement, or one statement
    in two layouts (``payments.maybe_double``, ``payments.maybe_same_line``).
    """
    days = [row["value_on"] for row in rows if row["amount"] > 0]
    if not days:
        return
    near = queries.received_near(connection, min(days) - NEAR, max(days) + NEAR)
    for row in rows:
        if row["amount"] <= 0 or row["doubt"]:
            continue
        alike = near.get(row["amount"], ())
        if any(_is_reported(other, row) for other in alike if other.source != source):
            row["doubt"] = "payments.maybe_double"
        elif any(_is_same_line(other, row) for other in alike if other.source == source):
            row["doubt"] = "payments.maybe_same_line"


def _is_reported(other: Row[Any], row: dict[str, Any]) -> bool:
    return abs(other.value_on - row["value_on"]) <= NEAR and all(
        _may_be_same(getattr(other, name), row[name]) for name in ("payer_name", "payer_tail")
    )


def _is_same_line(other: Row[Any], row: dict[str, Any]) -> bool:
    """Whether a line of another file is this one: its key differs, but nothing that both say."""
    return (
        row["file_name"] is not None
        and other.file_name not in (None, row["file_name"])
        and other.value_on == row["value_on"]
        and all(_may_be_same(getattr(other, name), row[name]) for name in _TOLD_APART_BY)
    )


def _may_be_same(one: object, other: object) -> bool:
    return one in (None, "") or other in (None, "") or one == other
