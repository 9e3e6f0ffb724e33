"""What writing imported rows did: counts, changed fields, refused rows, whom it touches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, TableClause, column, insert, select, table, update
from sqlalchemy.sql.expression import bindparam

NEW, CHANGED, SAME = "new", "changed", "same"
Row = dict[str, Any]

_EPOCH = date(1970, 1, 1)
_AMOUNTS = frozenset(
    [
        "principal",
        "interest",
        "fee",
        "paid_principal",
        "paid_interest",
        "paid_fee",
        "amount",
        "stated_principal",
    ]
)
_DAYS = frozenset(
    [
        "due_on",
        "settled_on",
        "disbursed_on",
        "matures_on",
        "written_off_on",
        "stated_on",
        "guarantee_ends_on",
    ]
)
_RATES = frozenset({"annual_rate", "penalty_uplift"})
QUERY_KEYS = 4_000
"""Keys looked up in one statement: well under what either store takes as parameters."""


@dataclass(frozen=True)
class Change:
    """One field of one record that a row changed; ``old`` and ``new`` as a person reads them."""

    row_no: int
    kind: str
    key: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Refusal:
    """Why the store could not take a row; ``field_key`` is a key of the import fields."""

    row_no: int
    field_key: str
    code: str
    facts: dict[str, object] = field(default_factory=dict)
    is_notice: bool = False


@dataclass
class Outcome:
    """What came of the rows written so far.

    ``customers`` are those to be shown anew; ``accounts`` those whose later payments may have to be
    applied again. With ``keeps`` what is stored stays as it is and only gaps are filled.
    """

    keeps: bool = False

    counts: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    refused_rows: set[int] = field(default_factory=set)
    customers: set[int] = field(default_factory=set)
    accounts: set[int] = field(default_factory=set)

    def refuse(self, row_no: int, field_key: str, code: str, **facts: object) -> None:
        """Do not take a row, nor what else it says."""
        self.refusals.append(Refusal(row_no, field_key, code, facts))
        self.refused_rows.add(row_no)

    def notice(self, row_no: int, field_key: str, code: str, **facts: object) -> None:
        """Say something about a row that is taken."""
        self.refusals.append(Refusal(row_no, field_key, code, facts, is_notice=True))

    def count(self, kind: str, what: str, number: int = 1) -> None:
        """Count records of a kind as new, changed or same."""
        self.counts[f"{kind}.{what}"] += number

    def apply(self, row_no: int, kind: str, key: str, stored: Row, said: Row) -> bool:
        """Put what a row says into a stored record; note every change. Empty says nothing."""
        changed = False
        for name, value in said.items():
            if value is None or stored.get(name) == value:
                continue
            if self.keeps and stored.get(name) not in (None, ""):
                continue
            self.changes.append(
                Change(row_no, kind, key, name, shown(name, stored.get(name)), shown(name, value))
            )
            stored[name] = value
            changed = True
        self.count(kind, CHANGED if changed else SAME)
        return changed


def shown(name: str, value: object) -> str | None:
    """A stored value as a person reads it: yuan, per cent, dates."""
    if value is None:
        return None
    if isinstance(value, int):
        if name in _AMOUNTS:
            return f"{value / 100:,.2f}" if abs(value) < 10**15 else str(value)
        if name in _DAYS:
            return (_EPOCH + timedelta(days=value)).isoformat()
        if name in _RATES:
            return f"{value / 10_000:.4f}%"
        return str(int(value))
    return str(value)


def light(name: str, columns: Iterable[str]) -> TableClause:
    """A table without the types' conversions: rows travel as the numbers that are stored."""
    return table(name, *(column(each) for each in columns))


def rows_by(
    connection: Connection, source: TableClause, name: str, keys: Iterable[object]
) -> Iterator[Row]:
    """The rows whose column ``name`` has one of these values."""
    for part in parts(keys):
        yield from found(connection, select(source).where(source.c[name].in_(part)))


def found(connection: Connection, query: Select[Any]) -> Iterator[Row]:
    """The rows of a query as dictionaries that can be changed."""
    result = connection.execute(query)
    names = tuple(result.keys())
    for row in result:
        yield dict(zip(names, row, strict=True))


def parts(keys: Iterable[object]) -> Iterator[list[object]]:
    """Keys in parts that one statement can take; each once, empty ones left out."""
    rest = iter(dict.fromkeys(key for key in keys if key is not None))
    while part := list(islice(rest, QUERY_KEYS)):
        yield part


def add_rows(connection: Connection, target: TableClause, rows: Sequence[Row]) -> None:
    """Insert rows; through the driver, because a million of them pass here."""
    if not rows:
        return
    keys = [each.name for each in target.c if each.name in rows[0]]
    statement = insert(target).compile(dialect=connection.dialect, column_keys=keys)
    names = statement.positiontup
    values = list(map(itemgetter(*names), rows)) if names else list(rows)
    connection.exec_driver_sql(str(statement), values)


def change_rows(
    connection: Connection, target: TableClause, names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Update these columns of rows by their ``id``."""
    if rows:
        statement = (
            update(target)
            .where(target.c.id == bindparam("of_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        connection.execute(
            statement,
            [{"of_id": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows],
        )
