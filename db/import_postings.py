"""The postings of an import: what the card system posted, each known by its key and booked once."""

from sqlalchemy import Connection

from db.import_accounts import AccountIndex
from db.import_outcome import NEW, SAME, Outcome, Row, add_rows, light, rows_by
from db.import_parties import Items, with_account
from desktop.domain.import_fields import POSTING
from desktop.domain.import_rows import COLUMNS

_ENTRIES = light(
    "ledger_entry",
    (
        "account_id",
        "kind",
        "amount",
        "value_on",
        "rule",
        "note",
        "natural_key",
        "booked_at",
        "booked_by",
    ),
)
_SAME = ("kind", "value_on", "amount")


def write_postings(
    connection: Connection,
    items: Items,
    accounts: AccountIndex,
    outcome: Outcome,
    *,
    now: str,
    officer_id: int | None,
) -> None:
    """Book postings that are not known yet; a known one never changes, nor one that was reversed."""
    taken: list[tuple[int, Row]] = []
    for row_no, record, account in with_account(items, accounts.by_number, outcome):
        said: Row = dict(zip(COLUMNS[POSTING], record, strict=True))
        if not _refused(row_no, said, account, outcome):
            taken.append((row_no, said | {"account_id": account["id"]}))
    known = {
        (row["account_id"], row["natural_key"]): row
        for row in rows_by(
            connection, _ENTRIES, "account_id", (said["account_id"] for _, said in taken)
        )
    }
    new: list[Row] = []
    for row_no, said in taken:
        key = (said["account_id"], said["natural_key"])
        row: Row = {
            "account_id": said["account_id"],
            "kind": said["kind"],
            "amount": said["amount"],
            "value_on": said["posted_on"],
            "rule": "import",
            "note": said["note"] or "",
            "natural_key": said["natural_key"],
            "booked_at": now,
            "booked_by": officer_id,
        }
        stored = known.get(key)
        if stored is None:
            known[key] = row
            new.append(row)
            outcome.count(POSTING, NEW)
            outcome.accounts.add(said["account_id"])
        elif any(stored[name] != row[name] for name in _SAME):
            outcome.refuse(row_no, "posting.reference", "imports.posting_differs")
        else:
            outcome.count(POSTING, SAME)
    add_rows(connection, _ENTRIES, new)


def _refused(row_no: int, said: Row, account: Row, outcome: Outcome) -> bool:
    """Whether a posting cannot be on this account, and why."""
    field, code = "account.account_no", ""
    if account["kind"] != "card":
        code = "posting_not_on_card"
    elif account["statement_day"] is None:
        code = "posting_no_statement_day"
    elif account["written_off_on"] is not None:
        code = "posting_closed"
    elif said["currency"] not in (None, account["currency"]):
        field, code = "posting.currency", "posting_currency"
    elif account["disbursed_on"] is not None and said["posted_on"] < account["disbursed_on"]:
        field, code = "posting.posted_on", "posting_before_opening"
    if code:
        outcome.refuse(row_no, field, f"imports.{code}")
    return bool(code)
