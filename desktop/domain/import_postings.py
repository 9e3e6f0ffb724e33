"""What a card system's list of transactions says: postings to the card, and repayments among them."""

from collections import Counter

from desktop.domain.errors import DomainError
from desktop.domain.import_readers import Value
from desktop.domain.import_references import Values, account_number, required

Record = tuple[Value, ...]
REPAID = "payment"
_COMES_IN = ("refund", REPAID)
"""Lists write what comes in with a sign before it, or without one."""


class PostingReader:
    """Reads the transactions of one sheet; it refuses a reference that means two of them."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, Value], tuple[int, Record]] = {}
        self._equal: Counter[Record] = Counter()

    def read(self, values: Values, row_no: int) -> list[Record]:
        """The record of a posting; none of a repayment, nor of one that was read before."""
        kind = required(values, "posting.kind")
        if kind == REPAID:
            return []
        account_no, posted_on = account_number(values), required(values, "posting.posted_on")
        amount, reference = _amount(values, kind), values.get("posting.reference")
        what: Record = (account_no, kind, posted_on, amount)
        if reference:
            key = f"ref:{reference}"
            row, said = self._said.setdefault((account_no, reference), (row_no, what))
            if said != what:
                raise DomainError("imports.reference_twice", field="posting.reference", row=row)
            if row != row_no:
                return []
        else:
            self._equal[what] += 1
            key = f"day:{posted_on}:{kind}:{amount}:{self._equal[what]}"
        rest = (values.get("posting.note"), values.get("posting.currency"))
        return [(account_no, key, kind, posted_on, amount, *rest)]


def repayment_of(values: Values) -> Values | None:
    """A repayment in a list of transactions as a payment; ``None`` of what was posted to the card."""
    if required(values, "posting.kind") != REPAID:
        return None
    return {
        **values,
        "payment.paid_on": values.get("posting.posted_on"),
        "payment.amount": _amount(values, REPAID),
        "payment.reference": values.get("posting.reference"),
    }


def _amount(values: Values, kind: Value) -> int:
    amount = required(values, "posting.amount")
    if isinstance(amount, int) and kind in _COMES_IN:
        amount = abs(amount)
    if not isinstance(amount, int) or amount <= 0:
        code = "imports.amount_zero" if amount == 0 else "imports.posting_negative"
        raise DomainError(code, field="posting.amount")
    return amount
