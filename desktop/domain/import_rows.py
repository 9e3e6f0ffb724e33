"""From the cells of a row to records, with every reason why a row cannot be taken.

A row is taken whole or not at all. Records are plain tuples in the order of ``COLUMNS`` so that a
million of them cross to another process quickly; amounts are whole fen, rates millionths, dates days
since 1970-01-01.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.errors import DomainError
from desktop.domain.field_values import Cell, tidy_text
from desktop.domain.import_fields import (
    ACCOUNT,
    BY_KEY,
    CONTACT,
    CUSTOMER,
    GUARANTOR,
    INSTALMENT,
    MINOR_FIELDS,
    PAYMENT,
    POSTING,
)
from desktop.domain.import_headers import Row
from desktop.domain.import_instalments import InstalmentReader
from desktop.domain.import_mapping import Column, SheetMapping
from desktop.domain.import_postings import PostingReader, repayment_of
from desktop.domain.import_readers import Context, Reader, Value
from desktop.domain.import_references import (
    Values,
    account_kind,
    account_number,
    customer_key,
    customer_reference,
    holder_of,
    loose_reference,
    required,
)

Record = tuple[Value, ...]

_CUSTOMER_COLUMNS = "customer_no id_number name phone kind id_type sex phone_other email address postcode employer segment language note"
_ACCOUNT_COLUMNS = (
    "account_no customer_no id_number name phone kind product currency principal annual_rate penalty_uplift method"
    " terms disbursed_on matures_on grace_days auto_debit debit_tail card_tail statement_day due_day security"
    " officer stated_principal written_off_on stated_on"
)
COLUMNS: dict[str, tuple[str, ...]] = {
    CUSTOMER: tuple(_CUSTOMER_COLUMNS.split()),
    ACCOUNT: tuple(_ACCOUNT_COLUMNS.split()),
    INSTALMENT: (
        "account_no",
        "number",
        "due_on",
        "principal",
        "interest",
        "fee",
        "paid_principal",
        "paid_interest",
        "paid_fee",
        "settled_on",
        "says",
        "stated_on",
    ),
    PAYMENT: ("account_no", "natural_key", "paid_on", "amount", "reference", "method", "payer"),
    POSTING: ("account_no", "natural_key", "kind", "posted_on", "amount", "note", "currency"),
    GUARANTOR: (
        "account_no",
        "name",
        "id_number",
        "phone",
        "address",
        "relation",
        "form",
        "guarantee_ends_on",
    ),
    CONTACT: (
        "account_no",
        "customer_no",
        "id_number",
        "owner",
        "phone_of_owner",
        "name",
        "relation",
        "phone",
    ),
}
"""The columns of the records of each kind, in order."""


@dataclass(frozen=True)
class Problem:
    """Why a row was not taken, or what somebody should know about one that was (``is_notice``)."""

    row: int
    column: str
    field: str
    value: str
    code: str
    facts: tuple[tuple[str, object], ...] = ()
    is_notice: bool = False


@dataclass
class Counts:
    """How the rows of a sheet came out."""

    rows: int = 0
    rejected: int = 0
    skipped: int = 0


@dataclass
class RowReader:
    """Reads the rows of one sheet in order; it remembers what the sheet has said before.

    ``as_of`` is the business date; ``stated_on`` the day as of which the lender wrote the file, for
    the paid and overdue figures of rows that do not name their own.
    """

    mapping: SheetMapping
    as_of: date
    stated_on: date
    counts: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        self._columns = [c for c in self.mapping.columns if c.field]
        self._plan: list[tuple[int, Reader, Context, str, Column, dict[str, Value]]] = [
            (c.position, BY_KEY[c.field].read, c.context(self.as_of), _place(c), c, {})
            for c in self._columns
        ]
        self._header = tuple(column.header for column in self.mapping.columns)
        self._makers: list[tuple[str, Callable[[Values, int], list[Record]]]] = [
            (kind, getattr(self, f"_{kind}")) for kind in self.mapping.kinds
        ]
        self._slots = {
            kind: sorted({c.slot for c in self._columns if c.field.startswith(kind)})
            for kind in (GUARANTOR, CONTACT)
        }
        self._instalments = InstalmentReader({c.field for c in self._columns}, self.stated_on)
        self._postings = PostingReader()
        self._said: dict[tuple[str, Value], tuple[int, Record]] = {}
        self._payments: Counter[tuple[Value, ...]] = Counter()
        self._notices: list[Problem] = []

    def read(
        self, row_no: int, row: Row, fault: str = ""
    ) -> tuple[list[tuple[str, Record]], list[Problem]]:
        """Return the records of a row and its problems; with a problem that is no notice, none.

        ``row_no`` is counted from 1 as a spreadsheet shows it; ``fault`` is the code of what was
        wrong with the row as text. Empty rows, totals and repeated headers give nothing.
        """
        if self._is_beside_the_point(row):
            self.counts.skipped += 1
            return [], []
        self.counts.rows += 1
        fault = fault or ("imports.too_many_cells" if self._spills_over(row) else "")
        if fault:
            self.counts.rejected += 1
            return [], [Problem(row_no, "", "", "", fault)]
        self._notices = []
        values, problems = self._values(row_no, row)
        records: list[tuple[str, Record]] = []
        if not problems:
            try:
                for kind, make in self._makers:
                    records.extend((kind, record) for record in make(values, row_no))
            except DomainError as error:
                problems.append(self._problem(row_no, row, error))
        if problems:
            self.counts.rejected += 1
            return [], problems
        return records, self._notices

    def _spills_over(self, row: Row) -> bool:
        """Whether there is something to the right of the last named column, as a comma that stood
        inside an amount leaves it."""
        width = len(self._header)
        return len(row) > width and any(cell not in (None, "") for cell in row[width:])

    def _is_beside_the_point(self, row: Row) -> bool:
        filled = [cell for cell in row if cell is not None and cell != "" and str(cell).strip()]
        if not filled:
            return True
        first = str(filled[0]).replace(" ", "").replace("\u3000", "")
        if len(filled) * 2 <= len(self._header) + 1 and first.startswith(_FOOTERS):
            return True
        if len(filled) == 1 and len(self._header) > 3 and isinstance(filled[0], str):
            return len(filled[0].strip()) > 5 and not filled[0].strip().isalnum()
        return (
            len(filled) > 1
            and first == str(self._header[0]).replace(" ", "")
            and all(str(cell).strip() in self._header for cell in filled)
        )

    def _values(self, row_no: int, row: Row) -> tuple[dict[str, Value], list[Problem]]:
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        width = len(row)
        for position, read, context, place, column, known in self._plan:
            cell = row[position] if position < width else None
            if cell is None or cell == "":
                values[place] = None
                continue
            try:
                if isinstance(cell, str):
                    if cell not in known:
                        if len(known) > _REMEMBERED:
                            known.clear()
                        known[cell] = read(cell, context)
                    values[place] = known[cell]
                else:
                    values[place] = read(cell, context)
            except DomainError as error:
                is_minor = column.field in MINOR_FIELDS
                values[place] = None
                target = self._notices if is_minor else problems
                target.append(_problem_of(row_no, column, cell, error, is_notice=is_minor))
        return values, problems

    def _problem(self, row_no: int, row: Row, error: DomainError) -> Problem:
        """A problem of the row as a whole, shown at the column of the field that it names."""
        column = self.mapping.of_field(error.field) if error.field else None
        if column is None:
            return Problem(
                row_no, "", error.field or "", "", error.code, tuple(error.facts.items())
            )
        cell = row[column.position] if column.position < len(row) else None
        return _problem_of(row_no, column, cell, error)

    # --- one maker per kind ----------------------------------------------------------------------

    def _customer(self, values: Values, row_no: int) -> list[Record]:
        name = required(values, "customer.name")
        values = {**values, "customer.name": name}
        number = values.get("customer.id_number")
        kind, id_type, sex = holder_of(str(name), number if isinstance(number, str) else None)
        made = {**values, "customer.kind": kind, "customer.id_type": id_type}
        made["customer.sex"] = values.get("customer.sex") or sex
        record = tuple(made.get(f"customer.{name}") for name in COLUMNS[CUSTOMER])
        key = customer_key(customer_reference(values))
        return self._once(CUSTOMER, key, record, row_no)

    def _account(self, values: Values, row_no: int) -> list[Record]:
        account_no = account_number(values)
        reference = customer_reference(values)
        made = {**values, "account.account_no": account_no, "account.kind": account_kind(values)}
        if isinstance(card := values.get("account.card_no"), str):
            made["account.card_tail"] = card[-4:]
        for name, value in zip(
            ("customer_no", "id_number", "name", "phone"), reference, strict=True
        ):
            made[f"account.{name}"] = value
        start, end = values.get("account.disbursed_on"), values.get("account.matures_on")
        if isinstance(start, int) and isinstance(end, int) and end <= start:
            raise DomainError("imports.dates_crossed", field="account.matures_on")
        made["account.method"] = (
            None if made["account.kind"] == "card" else made.get("account.method")
        )
        record = tuple(made.get(f"account.{name}") for name in COLUMNS[ACCOUNT])
        owner = customer_key(reference)
        first = self._said.get((ACCOUNT, account_no))
        if first and customer_key(first[1][1:5]) != owner:  # type: ignore[arg-type]
            raise DomainError("imports.account_of_two", field="account.account_no", row=first[0])
        return self._once(ACCOUNT, account_no, record, row_no)

    def _instalment(self, values: Values, _row_no: int) -> list[Record]:
        return self._instalments.read(account_number(values), values)

    def _posting(self, values: Values, row_no: int) -> list[Record]:
        return self._postings.read(values, row_no)

    def _payment(self, values: Values, _row_no: int) -> list[Record]:
        if self.mapping.primary == POSTING:
            repaid = repayment_of(values)
            if repaid is None:
                return []
            values = repaid
        account_no = account_number(values)
        paid_on, amount = required(values, "payment.paid_on"), required(values, "payment.amount")
        if not isinstance(amount, int) or amount <= 0:
            code = "imports.amount_zero" if amount == 0 else "imports.payment_negative"
            raise DomainError(code, field="payment.amount")
        reference = values.get("payment.reference")
        if reference:
            key = f"ref:{reference}"
            if (first := self._said.get((PAYMENT, f"{account_no} {key}"))) is not None:
                if first[1][2:4] == (paid_on, amount):
                    return []
                raise DomainError(
                    "imports.reference_twice", field="payment.reference", row=first[0]
                )
        else:
            self._payments[account_no, paid_on, amount] += 1
            key = f"day:{paid_on}:{amount}:{self._payments[account_no, paid_on, amount]}"
        rest = (values.get("payment.method"), values.get("payment.payer"))
        record = (account_no, key, paid_on, amount, reference, *rest)
        if reference:
            self._said[PAYMENT, f"{account_no} {key}"] = (_row_no, record)
        return [record]

    def _guarantor(self, values: Values, _row_no: int) -> list[Record]:
        made: list[Record] = []
        for slot in self._slots[GUARANTOR]:
            part = {name: values.get(f"guarantor.{name}#{slot}") for name in COLUMNS[GUARANTOR][1:]}
            if part["name"] is None:
                if (slot == 1 and self.mapping.primary == GUARANTOR) or part["id_number"]:
                    raise DomainError("imports.missing_value", field="guarantor.name")
                continue
            if part["id_number"] and part["id_number"] == values.get("customer.id_number"):
                raise DomainError("imports.guarantor_is_debtor", field="guarantor.id_number")
            part["id_number"] = part["id_number"] or ""
            part["form"] = part["form"] or "unclear"
            made.append((account_number(values), *part.values()))
        return made

    def _contact(self, values: Values, _row_no: int) -> list[Record]:
        made: list[Record] = []
        account_no = values.get("account.account_no") or values.get("account.card_no")
        owner = customer_reference(values) if not account_no else loose_reference(values)
        for slot in self._slots[CONTACT]:
            name, relation, phone = (
                values.get(f"contact.{part}#{slot}") for part in ("name", "relation", "phone")
            )
            if name is None and phone is None and self.mapping.primary != CONTACT:
                continue
            if name is None:
                raise DomainError("imports.missing_value", field="contact.name")
            if phone is None:
                raise DomainError("imports.missing_value", field="contact.phone")
            made.append((account_no, *owner, name, relation, phone))
        return made

    def _once(self, kind: str, key: str, record: Record, row_no: int) -> list[Record]:
        """Pass a record on the first time; say it when a later row speaks differently of the same."""
        first = self._said.setdefault((kind, key), (row_no, record))
        if first[0] == row_no:
            return [record]
        for name, before, now in zip(COLUMNS[kind], first[1], record, strict=True):
            if now is not None and before != now:
                column = self.mapping.of_field(f"{kind}.{name}")
                header = column.header if column else name
                facts = (("first_row", first[0]),)
                self._notices.append(
                    Problem(
                        row_no,
                        header,
                        f"{kind}.{name}",
                        "",
                        "imports.differs_from_row",
                        facts,
                        True,
                    )
                )
        return []


_FOOTERS = (
    "合计",
    "总计",
    "小计",
    "共计",
    "制表",
    "审核",
    "复核",
    "备注:",
    "备注：",
    "说明:",
    "说明：",
    "注:",
    "注：",
    "单位:",
    "单位：",
    "打印",
)
_REMEMBERED = 20_000


def _place(column: Column) -> str:
    kind = column.field.partition(".")[0]
    return f"{column.field}#{column.slot}" if kind in (GUARANTOR, CONTACT) else column.field


def _problem_of(
    row_no: int, column: Column, cell: Cell, error: DomainError, *, is_notice: bool = False
) -> Problem:
    shown, facts = shown_value(cell), tuple(error.facts.items())
    return Problem(row_no, column.header, column.field, shown, error.code, facts, is_notice)


def shown_value(cell: Cell, longest: int = 200) -> str:
    """A cell as text for a list of problems, cut to ``longest`` characters."""
    try:
        text = tidy_text(cell, longest=longest) or ""
    except DomainError:
        text = str(cell)
    return text if len(text) <= longest else text[: longest - 1] + "…"
