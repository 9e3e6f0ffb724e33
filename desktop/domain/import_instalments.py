"""An instalment as a lender's row states it: due, paid and owed brought to one account of it.

Files say it in many ways: principal and interest, a total only, what is still owed, how many days it
is overdue. What is stated twice must agree; what is not stated is not made up.
"""

from datetime import date

from desktop.domain.errors import DomainError
from desktop.domain.import_readers import Value
from desktop.domain.import_references import Values

Record = tuple[Value, ...]

_EPOCH = date(1970, 1, 1)
_STATED = frozenset(
    f"instalment.{name}"
    for name in (
        "paid_principal",
        "paid_interest",
        "paid_fee",
        "paid_total",
        "owed",
        "is_settled",
        "settled_on",
    )
)

_OF_LISTS = frozenset(f"instalment.{name}" for name in ("owed", "dpd", "overdue_since"))
PLAN, PAID, LIST = "plan", "paid", "list"
"""What a sheet says: what is due; also what has been paid; or all that an account owes by now."""


class InstalmentReader:
    """Reads the instalments of one sheet; it refuses a second row for the same instalment.

    ``fields`` are the mapped ones. Where the sheet numbers its instalments a row is one of them;
    otherwise it is what the account owes since its due date.
    """

    def __init__(self, fields: set[str], stated_on: date) -> None:
        self._is_numbered = "instalment.number" in fields
        names = ("total", "owed", "principal", "minimum", "interest")
        mapped = (f"instalment.{name}" for name in names if f"instalment.{name}" in fields)
        self._amount_field = next(mapped, "instalment.total")
        is_list = not self._is_numbered and bool(fields & _OF_LISTS)
        self._says = LIST if is_list else PAID if fields & _STATED else PLAN
        self._stated_on = (stated_on - _EPOCH).days
        self._numbers: dict[str, int] = {}
        self._days: dict[str, set[int]] = {}
        self._last: dict[str, Record] = {}

    def read(self, account_no: str, values: Values) -> list[Record]:
        """The record of a row, or none where the row owes nothing or repeats the one before it."""
        stated_on = _number(values, "account.stated_on") or self._stated_on
        owed = _number(values, "instalment.owed")
        if not self._is_numbered:
            if owed == 0 and _is_to_come(values, stated_on):
                values = {**values, "instalment.owed": None}
            elif owed == 0 or (owed is None and not _says_anything(values)):
                return []
        number = _number(values, "instalment.number")
        if self._is_numbered and number is None:
            raise DomainError("imports.missing_value", field="instalment.number")
        due_on = _due_on(values, stated_on)
        due = _amounts_due(values, self._amount_field, is_numbered=self._is_numbered)
        paid = _amounts_paid(values, due, is_numbered=self._is_numbered)
        settled_on = _settled_on(values, due, paid, due_on, stated_on)
        record = (account_no, number, due_on, *due, *paid, settled_on, self._says, stated_on)
        if self._last.get(account_no) == record:
            return []
        self._refuse_second(account_no, number, due_on)
        self._last[account_no] = record
        return [record]

    def _refuse_second(self, account_no: str, number: int | None, due_on: int) -> None:
        if number is None:
            days = self._days.setdefault(account_no, set())
            if due_on in days:
                raise DomainError("imports.instalment_twice", field="instalment.due_on")
            days.add(due_on)
            return
        seen = self._numbers.get(account_no, 0)
        if seen >> number & 1:
            raise DomainError("imports.instalment_twice", field="instalment.number")
        self._numbers[account_no] = seen | 1 << number


def _number(values: Values, key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) else None


_AMOUNTS = ("principal", "interest", "fee", "total", "minimum", "owed")


def _says_anything(values: Values) -> bool:
    """Whether the row of an account list names an amount, or a due date that wants one."""
    names = (*_AMOUNTS, "due_on")
    return any(values.get(f"instalment.{name}") is not None for name in names) or bool(
        values.get("instalment.dpd")
    )


def _is_to_come(values: Values, stated_on: int) -> bool:
    """Whether a row with nothing overdue names the next amount and its day."""
    due_on = _number(values, "instalment.due_on")
    names = ("principal", "total", "minimum")
    has_amount = any(_number(values, f"instalment.{name}") for name in names)
    return due_on is not None and due_on > stated_on and has_amount


def _due_on(values: Values, stated_on: int) -> int:
    """The due date: as written, or the day before the first day overdue."""
    due_on = _number(values, "instalment.due_on")
    dpd = _number(values, "instalment.dpd")
    since = _number(values, "instalment.overdue_since")
    if due_on is not None and not (dpd and due_on > stated_on):
        return due_on
    if since is not None:
        return since - 1
    if dpd is not None:
        return stated_on - dpd
    raise DomainError("imports.missing_value", field="instalment.due_on")


def _amounts_due(values: Values, said_in: str, *, is_numbered: bool) -> tuple[int, int, int]:
    """Principal, interest and fee due, in fen; ``said_in`` is the field to name where none is."""
    principal, interest, fee, total, minimum, owed = (
        _number(values, f"instalment.{name}") for name in _AMOUNTS
    )
    if minimum is not None and principal is None and interest is None:
        total = minimum  # a card is on time when its minimum is paid
    if owed is not None and not is_numbered and principal is None and interest is None:
        total = owed
    parts = (principal or 0) + (interest or 0) + (fee or 0)
    if principal is None and interest is None and total is None and owed is not None:
        total = owed
    if principal is None and interest is None and total is None and not fee:
        raise DomainError("imports.missing_value", field=said_in)
    if total is not None and is_numbered and None not in (principal, interest) and parts != total:
        raise DomainError(
            "imports.total_differs",
            field="instalment.total",
            parts=_yuan(parts),
            total=_yuan(total),
        )
    if total is not None and (principal is None or interest is None):
        rest = total - parts
        if rest < 0:
            raise DomainError(
                "imports.total_differs",
                field="instalment.total",
                parts=_yuan(parts),
                total=_yuan(total),
            )
        if principal is None:
            principal = rest
        else:
            interest = rest
    due = (principal or 0, interest or 0, fee or 0)
    if not any(due):
        raise DomainError("imports.nothing_due", field=said_in)
    return due


def _amounts_paid(
    values: Values, due: tuple[int, int, int], *, is_numbered: bool
) -> tuple[int, int, int]:
    """Principal, interest and fee paid; a total is spread over fee, interest, principal (民法典 561)."""
    _, interest, fee = due
    stated = [
        _number(values, f"instalment.{name}")
        for name in ("paid_principal", "paid_interest", "paid_fee")
    ]
    if any(part is not None for part in stated):
        paid = (stated[0] or 0, stated[1] or 0, stated[2] or 0)
        for name, part, most in zip(("principal", "interest", "fee"), paid, due, strict=True):
            if part > most:
                raise DomainError("imports.paid_exceeds_due", field=f"instalment.paid_{name}")
        return paid
    total = _number(values, "instalment.paid_total")
    owed = _number(values, "instalment.owed")
    if total is None and owed is not None and is_numbered:
        total = max(sum(due) - owed, 0)  # more owed than due: the lender adds penalty interest
    if total is None:
        total = sum(due) if values.get("instalment.is_settled") else 0
    if total > sum(due):
        raise DomainError("imports.paid_exceeds_due", field="instalment.paid_total")
    to_fee = min(total, fee)
    to_interest = min(total - to_fee, interest)
    return total - to_fee - to_interest, to_interest, to_fee


def _settled_on(
    values: Values,
    due: tuple[int, int, int],
    paid: tuple[int, int, int],
    due_on: int,
    stated_on: int,
) -> int | None:
    """When the instalment was paid in full; the due date, at the latest the statement, if not said."""
    if paid != due:
        return None
    return _number(values, "instalment.settled_on") or min(due_on, stated_on)


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"
