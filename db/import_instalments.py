"""The instalments of an import: what is due and what the lender says has been paid of it.

The lender's figures are compared with the lender's earlier ones (``stated_paid_…`` where the branch
has booked since), so that the same file changes nothing however much was booked in between.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from db.import_accounts import AccountIndex, state
from db.import_outcome import NEW, Outcome, Row, add_rows, change_rows, found, light, parts, rows_by
from db.import_parties import Items, with_account
from desktop.domain.import_fields import INSTALMENT
from desktop.domain.import_instalments import LIST, PLAN
from desktop.domain.import_rows import Record

_DUE = ("due_on", "principal", "interest", "fee")
_PAID = ("paid_principal", "paid_interest", "paid_fee", "settled_on")
_PARTS = ("principal", "interest", "fee")
_STATED = tuple(f"stated_paid_{part}" for part in _PARTS)
_STORED = (*_DUE, *_PAID)
_FRESH: Row = {
    "paid_penalty": 0, "paid_compound": 0, "penalty_micro": 0, "compound_micro": 0, "charged_fee": 0,
    "penalty_until": None, "statement_on": None, **dict.fromkeys(_STATED),
}  # fmt: skip
"""What the branch's own bookings left on an instalment: gone when the lender states it anew."""
_ALL = (*_STORED, *_FRESH)
_INSTALMENTS = light("instalment", ("id", "account_id", "number", *_ALL))
_FOR_ADDING = light("instalment", ("account_id", "number", *_ALL))


class InstalmentWriter:
    """Writes the instalments of one sheet, part after part.

    For a list of what accounts owe it remembers which due dates were named, so that
    ``settle_unnamed`` can close the others at the end.
    """

    def __init__(self) -> None:
        self._listed: dict[int, tuple[int, set[int]]] = {}
        self._kept: set[int] = set()

    def write(
        self, connection: Connection, items: Items, accounts: AccountIndex, outcome: Outcome
    ) -> None:
        """Add new instalments and bring known ones up to date."""
        taken = list(self._taken(items, accounts, outcome))
        stored = _Stored(connection, {account["id"] for _, _, account in taken})
        stated: dict[int, tuple[int | None, str]] = {}
        new: list[Row] = []
        changed: dict[int, Row] = {}
        for row_no, record, account in taken:
            said = _said(record)
            row = stored.find(account["id"], record[1], record[2])
            stated_on = _number(record[11])
            if record[10] == PLAN:
                stated_on = account["stated_on"]
                said |= dict.fromkeys(_PAID) if row is not None else {}
            elif stated_on < (account["stated_on"] or 0):
                said |= dict.fromkeys(_PAID) if row is not None else {}
                stated_on = account["stated_on"]
            stated[account["id"]] = (stated_on, "list" if record[10] == LIST else "schedule")
            if row is None:
                new.append(stored.add(account["id"], record[1], said))
                outcome.count(INSTALMENT, NEW)
            elif _update(row_no, row, said, account, outcome):
                changed[row["id"]] = row
            else:
                continue
            outcome.accounts.add(account["id"])
        outcome.accounts |= state(connection, stated, accounts)
        add_rows(connection, _FOR_ADDING, new)
        change_rows(connection, _INSTALMENTS, _ALL, list(changed.values()))

    def _taken(
        self, items: Items, accounts: AccountIndex, outcome: Outcome
    ) -> Iterator[tuple[int, Record, Row]]:
        for row_no, record, account in with_account(items, accounts.by_number, outcome):
            if record[10] != LIST:
                yield row_no, record, account
            elif account["plan_source"] == "schedule":
                if account["id"] not in self._kept:
                    outcome.notice(row_no, "instalment.owed", "imports.schedule_kept")
                self._kept.add(account["id"])
            else:
                listed = self._listed.setdefault(account["id"], (_number(record[11]), set()))
                listed[1].add(_number(record[2]))
                yield row_no, record, account

    def settle_unnamed(self, connection: Connection, outcome: Outcome) -> None:
        """Close what a list of arrears no longer names for an account that it does name.

        The list says all that an account owes by its day; what was due before and is not on it any
        more has been paid, at the latest that day.
        """
        closed: list[Row] = []
        for part in parts(self._listed):
            query = select(_INSTALMENTS).where(
                _INSTALMENTS.c.account_id.in_(part), _INSTALMENTS.c.settled_on.is_(None)
            )
            for row in found(connection, query):
                stated_on, named = self._listed[row["account_id"]]
                if row["due_on"] in named or row["due_on"] > stated_on:
                    continue
                said: Row = {f"paid_{name}": row[name] for name in _PARTS}
                said["settled_on"] = stated_on
                outcome.apply(0, INSTALMENT, f"#{row['number']}", row, said)
                closed.append(row | _FRESH)
                outcome.accounts.add(row["account_id"])
        change_rows(connection, _INSTALMENTS, _ALL, closed)


def _update(row_no: int, row: Row, said: Row, account: Row, outcome: Outcome) -> bool:
    """Put a row's word into a stored instalment, if what has been paid still fits in."""
    stated = row.copy()
    if row["statement_on"] is not None:  # our own ledger billed it: the lender has said nothing yet
        stated |= dict.fromkeys((*_PARTS, "charged_fee"), 0)
    stated["fee"] -= stated["charged_fee"]
    for part, name in zip(_PARTS, _STATED, strict=True):
        if row[name] is not None:
            stated[f"paid_{part}"] = row[name]
    after = stated | {name: value for name, value in said.items() if value is not None}
    if any(after[f"paid_{part}"] > after[part] for part in _PARTS):
        outcome.refuse(row_no, "instalment.principal", "imports.below_paid")
        return False
    if any(after[f"paid_{part}"] < after[part] for part in _PARTS):
        stated["settled_on"] = said["settled_on"] = None
    elif stated["settled_on"] is not None:
        said["settled_on"] = None  # the day it was settled is known already
    key = f"{account['account_no']} #{row['number']}"
    if not outcome.apply(row_no, INSTALMENT, key, stated, said):
        return False
    row.update(stated | _FRESH)
    return True


class _Stored:
    """The stored instalments of some accounts, by number and by due date."""

    def __init__(self, connection: Connection, account_ids: set[int]) -> None:
        self._by_number: dict[tuple[int, int], Row] = {}
        self._by_day: dict[tuple[int, int], Row] = {}
        self._highest: dict[int, int] = {}
        for row in rows_by(connection, _INSTALMENTS, "account_id", account_ids):
            self._know(row)

    def _know(self, row: Row) -> None:
        account_id, number = row["account_id"], row["number"]
        self._by_number[account_id, number] = row
        self._by_day[account_id, row["due_on"]] = row
        self._highest[account_id] = max(self._highest.get(account_id, 0), number)

    def find(self, account_id: int, number: object, due_on: object) -> Row | None:
        """By number where the file has one, else by due date."""
        if isinstance(number, int):
            return self._by_number.get((account_id, number))
        return self._by_day.get((account_id, _number(due_on)))

    def add(self, account_id: int, number: object, said: Row) -> Row:
        """A new instalment; without a number it gets the next one."""
        place = number if isinstance(number, int) else self._highest.get(account_id, 0) + 1
        row = {**_FRESH, **said, "account_id": account_id, "number": place}
        self._know(row)
        return row


def _said(record: Record) -> Row:
    return dict(zip(_STORED, record[2:10], strict=True))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
