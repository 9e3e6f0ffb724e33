"""Bank statements as the usual Chinese banks write them: which column is what, row by row.

Reading gives lines and doubts; a line with a doubt goes to a person and is never booked by itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise

from desktop.domain.amount_values import LARGEST_BALANCE, read_amount
from desktop.domain.errors import DomainError
from desktop.domain.field_values import Cell, plain, read_date
from desktop.domain.money import ZERO, Money

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "value_on": ("交易日期", "记账日期", "入账日期", "发生日期", "交易日", "日期", "交易时间", "记账时间", "入账时间"),
    "credit": ("贷方发生额", "贷方金额", "收入金额", "存入金额", "转入金额", "收入", "贷方", "来账金额", "收款金额"),
    "debit": ("借方发生额", "借方金额", "支出金额", "转出金额", "支出", "借方", "往账金额", "付款金额"),
    "amount": ("交易金额", "发生额", "金额", "交易额"),
    "direction": ("借贷标志", "借贷方向", "收支方向", "收支", "收/支", "借贷", "方向", "交易方向"),
    "balance": ("账户余额", "余额", "本次余额", "交易后余额", "当前余额"),
    "payer_name": (
        "对方户名", "对方名称", "付款人名称", "付款人户名", "对方账户名称", "交易对手名称", "对方单位名称",
        "付款方户名", "付款人", "对手户名", "交易对方",
    ),
    "payer_account": ("对方账号", "付款人账号", "对方账户", "付款方账号", "对手账号", "对方卡号", "交易对手账号"),
    "memo": ("摘要", "用途", "附言", "备注", "交易摘要", "说明", "交易附言", "商品", "商品说明"),
    "reference": (
        "流水号", "交易流水号", "银行流水号", "凭证号", "交易号", "交易单号", "订单号", "参考号", "核心流水号",
        "业务流水号", "交易订单号",
    ),
    "our_account": ("本方账号", "本方账户", "账号", "卡号", "收款人账号", "收款账号"),
}  # fmt: skip
"""Column names as they stand in exports, without units and blanks."""

_FIELD_OF = {word: name for name, words in SYNONYMS.items() for word in words}
_IN_WORDS = frozenset(("贷", "收", "收入", "来账", "C", "CR", "CRDT", "转入", "存入", "+"))
_OUT_WORDS = frozenset(("借", "支", "支出", "往账", "D", "DR", "DBIT", "转出", "支取", "-"))
_NOISE = re.compile(r"[\s（(【\[].*$|[:：*]")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SUMS = ("合计", "总计", "小计", "本页", "期末", "期初", "承前页")
HEADER_SEARCH = 40
TAKEN_BACK = "payments.taken_back"
_REVERSAL = re.compile("冲正|冲销|冲账|抹账|红字|退汇|退票|反交易|撤销")
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class StatementLine:
    """One movement of a statement. ``amount`` is positive for money in, negative for money out."""

    row_no: int
    value_on: date
    amount: Money
    at: datetime | None = None
    balance: Money | None = None
    payer_name: str = ""
    payer_tail: str = ""
    memo: str = ""
    reference: str = ""
    our_account: str = ""
    currency: str = "CNY"
    doubt: str = ""
    is_red: bool = False
    """A negative entry of money in: it takes an earlier one back."""


@dataclass(frozen=True)
class LineFault:
    """A row that could not be read at all: field, what stood there, and a text code."""

    row_no: int
    field: str
    value: str
    code: str


@dataclass(frozen=True)
class Statement:
    """What a file held. ``columns`` says which header was taken for what."""

    lines: tuple[StatementLine, ...]
    faults: tuple[LineFault, ...] = ()
    columns: Mapping[str, str] | None = None


def doubt_of_reversal(amount: Money) -> str:
    """Why an entry that takes another back is for a person: money taken from us, or our own back."""
    return TAKEN_BACK if amount < 0 else "payments.reversal"


def header_word(cell: Cell) -> str:
    """A column's name without blanks, units and marks, as it is looked up and remembered."""
    return _NOISE.sub("", str(cell or "").strip())


def field_of(word: str, taught: Mapping[str, str]) -> str | None:
    """Which field a column's name means; what a person taught goes first, "" is no field."""
    return taught[word] or None if word in taught else _FIELD_OF.get(word)


def find_columns(
    rows: Sequence[Sequence[Cell]], file: str, taught: Mapping[str, str] = _NOTHING
) -> tuple[int, dict[str, int]]:
    """Find the header row and where each field stands; ``file`` is named where there is none.

    Raises ``DomainError``: ``payments.no_header`` when no row names a date and an amount.
    """
    best: tuple[int, dict[str, int]] | None = None
    for number, row in enumerate(rows[:HEADER_SEARCH]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = field_of(header_word(cell), taught)
            if name is not None and name not in found:
                found[name] = place
        has_amount = "amount" in found or "credit" in found
        if "value_on" in found and has_amount and (best is None or len(found) > len(best[1])):
            best = (number, found)
    if best is None:
        raise DomainError("payments.no_header", file=file)
    return best


def read_rows(
    rows: Sequence[tuple[int, Sequence[Cell]]], columns: Mapping[str, int], *, as_of: date
) -> Statement:
    """Read the rows below the header.

    A sum row is held against the lines above it; running balances against the amounts; a day after
    ``as_of`` and a missing balance are doubts too.
    """
    lines: list[StatementLine] = []
    faults: list[LineFault] = []
    totals: list[Money] = []
    for number, cells in rows:
        row = {
            name: cells[place] if place < len(cells) else None for name, place in columns.items()
        }
        if all(cell is None or not str(cell).strip() for cell in cells):
            continue
        if any(str(cell or "").strip().startswith(_SUMS) for cell in cells[:3]):
            totals += _total(row)
            continue
        try:
            lines.append(_line(number, row))
        except _Unreadable as problem:
            faults.append(problem.fault)
    doubted = tuple(_doubts(lines, has_balance="balance" in columns, totals=totals, as_of=as_of))
    return Statement(doubted, tuple(faults))


class _Unreadable(Exception):
    def __init__(self, fault: LineFault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def _line(number: int, row: Mapping[str, Cell]) -> StatementLine:
    def money(name: str) -> Money | None:
        try:
            return read_amount(row.get(name), largest=LARGEST_BALANCE)
        except DomainError as problem:
            raise _Unreadable(LineFault(number, name, str(row[name]), problem.code)) from problem

    try:
        day = read_date(row.get("value_on"))
    except DomainError as problem:
        raise _Unreadable(
            LineFault(number, "value_on", str(row["value_on"]), problem.code)
        ) from problem
    if day is None:
        raise _Unreadable(LineFault(number, "value_on", "", "payments.no_date"))
    amount, is_red = _signed(number, row, money("credit"), money("debit"), money("amount"))
    account = plain(row.get("payer_account")) or ""
    return StatementLine(
        row_no=number,
        value_on=day,
        amount=amount,
        at=_moment(day, row.get("value_on")),
        balance=money("balance"),
        payer_name=plain(row.get("payer_name")) or "",
        payer_tail=re.sub(r"\D", "", account)[-4:],
        memo=plain(row.get("memo"), longest=500) or "",
        reference=plain(row.get("reference")) or "",
        our_account=plain(row.get("our_account")) or "",
        is_red=is_red,
    )


def _signed(
    number: int,
    row: Mapping[str, Cell],
    credit: Money | None,
    debit: Money | None,
    amount: Money | None,
) -> tuple[Money, bool]:
    """Return the amount, negative for money out, and whether it takes money in back again."""
    if credit:
        return credit, credit < 0
    if debit:
        return -abs(debit), False
    if not amount:
        raise _Unreadable(LineFault(number, "amount", "", "payments.no_amount"))
    word = str(row.get("direction") or "").strip().upper()
    if not word:
        return amount, False
    if word in _IN_WORDS:
        return amount, amount < 0
    if word in _OUT_WORDS:
        return -abs(amount), False
    raise _Unreadable(LineFault(number, "direction", word, "payments.unknown_direction"))


def _moment(day: date, cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        return cell if cell.time() != time() else None
    found = _CLOCK.search(str(cell or ""))
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    if hour > 23 or minute > 59 or second > 59:
        return None
    return datetime.combine(day, time(hour, minute, second))


def _total(row: Mapping[str, Cell]) -> list[Money]:
    name = "credit" if "credit" in row else "amount"
    try:
        total = read_amount(row.get(name), largest=LARGEST_BALANCE)
    except DomainError:
        return []
    return [] if total is None else [total]


def _doubts(
    lines: Sequence[StatementLine], *, has_balance: bool, totals: Sequence[Money], as_of: date
) -> Iterator[StatementLine]:
    money_in = sum((line.amount for line in lines if line.amount > 0), ZERO)
    everything = sum((line.amount for line in lines), ZERO)
    is_short = bool(totals) and not {money_in, everything} & set(totals)
    broken = _broken_balances(lines)
    for line in lines:
        if is_short:
            yield replace(line, doubt="payments.sum_differs")
        elif line.value_on > as_of:
            yield replace(line, doubt="payments.future_day")
        elif _REVERSAL.search(line.memo) or line.is_red:
            yield replace(line, doubt=doubt_of_reversal(line.amount))
        elif has_balance and line.balance is None:
            yield replace(line, doubt="payments.missing_balance")
        elif line.row_no in broken:
            yield replace(line, doubt="payments.balance_differs")
        else:
            yield line


def _broken_balances(lines: Sequence[StatementLine]) -> set[int]:
    """Return rows whose balance does not follow; statements run old to new or new to old."""
    known = [line for line in lines if line.balance is not None]
    forward, backward = set(), set()
    for before, after in pairwise(known):
        if _balance(before) + after.amount != _balance(after):
            forward.add(after.row_no)
        if _balance(after) + before.amount != _balance(before):
            backward.add(before.row_no)
    return min(forward, backward, key=len)


def _balance(line: StatementLine) -> Decimal:
    return line.balance if line.balance is not None else ZERO
