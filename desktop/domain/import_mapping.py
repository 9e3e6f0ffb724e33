"""Recognising what the columns of a sheet are: header row, units, fields, record kinds.

A recognition is a proposal: a person sees it, changes it and it is remembered for the file's shape.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.domain.errors import DomainError
from desktop.domain.field_values import Cell
from desktop.domain.import_fields import (
    ACCOUNT,
    BY_KEY,
    CUSTOMER,
    INSTALMENT,
    MINOR_FIELDS,
    Field,
)
from desktop.domain.import_headers import (
    Row,
    find_header,
    header_texts,
    meanings,
    normal_header,
)
from desktop.domain.import_kinds import ORDER_OF_MEANING, REFERENCES, kinds_carried, primary_kind
from desktop.domain.import_readers import Context

SURE, UNSURE, UNUSED = "sure", "unsure", "unused"
_SAMPLES = 60


@dataclass(frozen=True)
class Column:
    """What one column of the sheet is taken for.

    ``field`` is a key of ``import_fields`` or empty when the column is not used; ``slot`` counts the
    second, third … guarantor or contact in one row from 1; ``certainty`` is sure, unsure or unused.
    """

    position: int
    header: str
    field: str = ""
    slot: int = 1
    unit: int = 1
    scale: str = ""
    period: str = "year"
    certainty: str = UNUSED

    def context(self, as_of: date) -> Context:
        """What the readers of this column's field must know."""
        return Context(as_of, self.unit, self.scale, self.period)


@dataclass(frozen=True)
class SheetMapping:
    """How a sheet is read: ``header_rows`` are the (zero-based, inclusive) first and last one."""

    header_rows: tuple[int, int]
    columns: tuple[Column, ...]
    primary: str
    as_kind: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The record kinds this mapping yields, in the order of writing."""
        return kinds_carried({column.field for column in self.columns}, self.primary)

    def of_field(self, key: str) -> Column | None:
        """The first column mapped to a field."""
        return next((column for column in self.columns if column.field == key), None)

    def with_column(self, position: int, field: str) -> "SheetMapping":
        """The mapping with one column set by a person; an empty field sets it aside."""
        columns = tuple(
            replace(column, field=field, certainty=SURE if field else UNUSED)
            if column.position == position
            else column
            for column in self.columns
        )
        return replace(self, columns=columns)

    def missing(self) -> tuple[str, ...]:
        """Codes of what is lacking before anything can be read; empty when it can."""
        mapped = [column.field for column in self.columns if column.field]
        problems = [
            "imports.field_twice"
            for (_, _), count in Counter((c.field, c.slot) for c in self.columns if c.field).items()
            if count > 1
        ]
        if not self.kinds:
            needed = "imports.no_account_column" if mapped else "imports.nothing_recognised"
            problems.append(needed)
        return tuple(dict.fromkeys(problems))


def recognise(
    rows: Sequence[Row],
    *,
    as_of: date,
    name: str = "",
    as_kind: str = "",
    header_rows: tuple[int, int] | None = None,
) -> SheetMapping:
    """Propose how a sheet is read, from its first rows and its name.

    ``as_kind`` and ``header_rows`` are a person's word and go before what is recognised.
    """
    found = header_rows or find_header(rows) or (0, 0)
    texts = header_texts(rows, *found) if rows else ()
    headers = [normal_header(text) for text in texts]
    primary = as_kind or primary_kind([header.word for header in headers if header.word], name)
    samples = rows[found[1] + 1 : found[1] + 1 + _SAMPLES]
    columns = [
        _recognise_column(position, text, samples, primary, as_of)
        for position, text in enumerate(texts)
    ]
    columns = _settle_dates(_without_doubles(columns, _distinct(samples, len(texts))))
    return SheetMapping(found, tuple(columns), primary, as_kind)


def _recognise_column(
    position: int, text: str, samples: Sequence[Row], primary: str, as_of: date
) -> Column:
    header = normal_header(text)
    blank = Column(position, text, unit=header.unit, scale=header.scale, period=header.period)
    cells = [
        row[position] for row in samples if position < len(row) and row[position] not in (None, "")
    ]
    fields, exact, slot = meanings(header.word) if header.word else ([], False, 1)
    allowed = _in_order(fields, primary)
    for field in allowed:
        if _fits(field, cells, blank.context(as_of)):
            return replace(blank, field=field.key, slot=slot, certainty=SURE if exact else UNSURE)
    if allowed and exact and allowed[0].key not in MINOR_FIELDS:
        # the word is right, the values are not: each bad row will say so
        return replace(blank, field=allowed[0].key, slot=slot, certainty=UNSURE)
    if not fields and (guess := _by_values(cells, primary, blank.context(as_of))):
        return replace(blank, field=guess, certainty=UNSURE)
    return blank


def _in_order(fields: Sequence[Field], primary: str) -> list[Field]:
    order = ORDER_OF_MEANING[primary]
    references = REFERENCES.get(primary)
    return sorted(
        (
            field
            for field in fields
            if field.kind in order
            and (references is None or field.kind == primary or field.key in references)
        ),
        key=lambda field: order.index(field.kind),
    )


def _fits(field: Field, cells: Sequence[Cell], context: Context) -> bool:
    """Whether at least half of the sample values can be read as this field."""
    good = 0
    for cell in cells:
        try:
            field.read(cell, context)
            good += 1
        except DomainError as error:
            # a value that breaks its own check is still of this kind
            good += error.code in _STILL_OF_THE_KIND
    return good * 2 >= len(cells)


_STILL_OF_THE_KIND = frozenset(
    f"imports.{code}"
    for code in [
        "id_checksum",
        "id_birth_date",
        "credit_code_checksum",
        "card_checksum",
        "digits_lost",
        "masked_value",
        "date_implausible",
        "date_in_future",
        "amount_negative",
        "amount_zero",
        "amount_decimals",
        "no_such_day",
    ]
)


def _by_values(cells: Sequence[Cell], primary: str, context: Context) -> str:
    """Guess a nameless column whose values carry a check of their own."""
    guesses = {CUSTOMER: "customer", ACCOUNT: "customer", INSTALMENT: "customer"}
    prefix = guesses.get(primary, primary)
    if len(cells) < 3:
        return ""
    for name in ("id_number", "phone"):
        field = BY_KEY.get(f"{prefix}.{name}")
        if field and all(_reads(field, cell, context) for cell in cells):
            return field.key
    return ""


def _reads(field: Field, cell: Cell, context: Context) -> bool:
    try:
        return field.read(cell, context) is not None
    except DomainError:
        return False


def _distinct(samples: Sequence[Row], width: int) -> list[int]:
    """How many different values each column has."""
    return [
        len({str(row[position]) for row in samples if position < len(row)})
        for position in range(width)
    ]


def _without_doubles(columns: list[Column], distinct: Sequence[int]) -> list[Column]:
    """One column per field: the surest, then the first; the others are set aside.

    Of two that may name the account (合同号, 借据号) it is the one that tells more of them apart.
    """

    def turn(column: Column) -> tuple[bool, int, int, int]:
        apart = -distinct[column.position] if column.field == "account.account_no" else 0
        return column.certainty != SURE, apart, _rank(column), column.position

    taken: dict[tuple[str, int], Column] = {}
    for column in sorted(columns, key=turn):
        if column.field:
            taken.setdefault((column.field, column.slot), column)
    return [
        column
        if not column.field or taken[column.field, column.slot] is column
        else _second_meaning(column, taken)
        for column in columns
    ]


def _rank(column: Column) -> int:
    """The place of the header among the field's words: of 合同号 and 借据号 the first is the key."""
    words = BY_KEY[column.field].words if column.field else ()
    word = normal_header(column.header).word
    return words.index(word) if word in words else len(words)


_SECOND_MEANINGS = {
    "customer.phone": "customer.phone_other",
    "instalment.due_on": "account.matures_on",
}
"""A second phone number is the other phone; of two due dates the lesser word is the contract's end."""


def _second_meaning(column: Column, taken: dict[tuple[str, int], Column]) -> Column:
    """What a column means whose field a better one has taken; without a second meaning nothing."""
    other = _SECOND_MEANINGS.get(column.field, "")
    is_end = other != "account.matures_on" or "到期" in column.header
    if other and is_end and (other, 1) not in taken:
        taken[other, 1] = column
        return replace(column, field=other, certainty=UNSURE)
    return replace(column, field="", certainty=UNUSED)


def _settle_dates(columns: list[Column]) -> list[Column]:
    """到期日 is the contract's end where the row has a pay-out date or another due date."""
    fields = {column.field for column in columns}
    has_due = bool(fields & {"instalment.due_on", "instalment.overdue_since", "instalment.dpd"})
    has_amount = bool(fields & {"instalment.owed", "instalment.total", "instalment.principal"})
    is_loan = "account.disbursed_on" in fields and "instalment.number" not in fields

    def settled(column: Column) -> Column:
        if normal_header(column.header).word not in ("到期日", "到期日期"):
            return column
        if column.field == "account.matures_on" and has_amount and not has_due and not is_loan:
            return replace(column, field="instalment.due_on", certainty=UNSURE)
        if column.field == "instalment.due_on" and is_loan:
            return replace(column, field="account.matures_on", certainty=UNSURE)
        return column

    return [settled(column) for column in columns]


_OF_REJECTS = frozenset(("行号", "列", "值", "原因", "row", "column", "value", "reason"))


def fingerprint(mapping: SheetMapping) -> str:
    """The shape of a file: its header texts in order. Files of one shape are read the same way.

    The columns that a list of rejected rows has at its end do not count: it is of the same shape.
    """
    words = [normal_header(column.header).word for column in mapping.columns]
    while words and words[-1] in _OF_REJECTS:
        words.pop()
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()
