"""Bank statements of the usual shapes, and statements that cannot be trusted."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.statement_columns import Statement, find_columns, read_rows

TODAY = date(2026, 11, 20)


def _read(header: Sequence[str], *rows: Sequence[Any]) -> Statement:
    number, columns = find_columns([header], "s.csv")
    assert number == 0
    return read_rows(list(enumerate(rows, 2)), columns, as_of=TODAY)


def test_credit_and_debit_columns() -> None:
    statement = _read(
        [
            "交易日期",
            "借方发生额(元)",
            "贷方发生额（元）",
            "账户余额",
            "对方户名",
            "对方账号",
            "摘要",
            "交易流水号",
        ],
        [
            "2026-11-18 09:30:05",
            "",
            "1,060.00",
            "2,060.00",
            "张海燕",
            "6222 0000 0000 2214",
            "还款 HT1",
            "A1",
        ],
        ["20261119", "60.00", "", "2,000.00", "电费", "", "", "A2"],
    )
    first, second = statement.lines
    assert (first.amount, first.balance, first.at) == (
        Decimal("1060.00"), Decimal("2060.00"), datetime(2026, 11, 18, 9, 30, 5)
    )  # fmt: skip
    assert (first.payer_name, first.payer_tail, first.memo, first.reference) == (
        "张海燕", "2214", "还款 HT1", "A1"
    )  # fmt: skip
    assert (second.amount, second.at, second.doubt) == (Decimal("-60.00"), None, "")


@pytest.mark.parametrize(
    ("word", "expected"), [("贷", "5.00"), ("支出", "-5.00"), ("cr", "5.00"), ("", "5.00")]
)
def test_one_amount_and_a_direction(word: str, expected: str) -> None:
    statement = _read(["日期", "金额", "收/支"], [date(2026, 11, 1), 5, word])
    assert statement.lines[0].amount == Decimal(expected)


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (["x", "1", "贷"], "value_on", "imports.bad_date"),
        (["", "1", "贷"], "value_on", "payments.no_date"),
        (["2026-11-01", "abc", "贷"], "amount", "imports.bad_amount"),
        (["2026-11-01", "", "贷"], "amount", "payments.no_amount"),
        (["2026-11-01", "1", "冲正"], "direction", "payments.unknown_direction"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(row: list[str], field: str, code: str) -> None:
    statement = _read(["日期", "金额", "收支"], row)
    assert statement.lines == ()
    fault = statement.faults[0]
    assert (fault.row_no, fault.field, fault.code) == (2, field, code)


def test_the_header_may_stand_below_a_title_and_in_any_order() -> None:
    rows = [["某银行对账单"], ["账号：1"], ["摘要", "贷方发生额", "交易日期"], ["日期", "金额"]]
    number, columns = find_columns(rows, "s.csv")
    assert (number, columns) == (2, {"memo": 0, "credit": 1, "value_on": 2})


def test_a_sheet_without_a_header_is_refused() -> None:
    with pytest.raises(DomainError, match=r"payments\.no_header"):
        find_columns([["甲", "乙"], ["日期", "姓名"]], "s.csv")


@pytest.mark.parametrize("order", [1, -1])
def test_running_balances_are_held_against_the_amounts(order: int) -> None:
    rows = [["2026-11-01", 10, 110], ["2026-11-02", 20, 130], ["2026-11-03", 5, 199]]
    statement = _read(["日期", "金额", "余额"], *rows[::order])
    doubts = {line.value_on.day: line.doubt for line in statement.lines}
    assert sorted(filter(None, doubts.values())) == ["payments.balance_differs"]


def test_a_day_after_today_and_a_missing_balance_are_doubts() -> None:
    statement = _read(
        ["日期", "金额", "余额"], ["2026-11-21", 1, 1], ["2026-11-20", 1, ""], ["2026-11-20", "1"]
    )
    assert [line.doubt for line in statement.lines] == [
        "payments.future_day", "payments.missing_balance", "payments.missing_balance"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "doubt"),
    [("15.00", ""), ("30", ""), ("31.00", "payments.sum_differs"), ("共两笔", ""), ("", "")],
)
def test_a_sum_row_is_held_against_the_lines(total: str, doubt: str) -> None:
    statement = _read(
        ["日期", "金额"], ["2026-11-01", 30], ["", ""], ["2026-11-02", -15], ["合计", total]
    )
    assert {line.doubt for line in statement.lines} == {doubt}


def test_a_sum_of_credits_alone_counts_too() -> None:
    statement = _read(
        ["日期", "借方金额", "贷方金额"], ["2026-11-01", "", "30"], ["合计", "0", "30"]
    )
    assert statement.lines[0].doubt == ""


def test_an_impossible_clock_is_no_time() -> None:
    statement = _read(["日期", "金额"], [datetime(2026, 11, 1), 1], [datetime(2026, 11, 1, 8), 1])
    assert [line.at for line in statement.lines] == [None, datetime(2026, 11, 1, 8)]
    from desktop.domain.statement_columns import _moment

    assert _moment(TODAY, "29:61") is None
