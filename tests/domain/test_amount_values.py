"""Amounts and rates: exact, in every form in use."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.amount_values import LARGEST_BALANCE, read_amount, read_rate
from desktop.domain.errors import DomainError
from tests.domain.test_field_values import code_of


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1234.5", "1234.50"), ("1,234.50", "1234.50"), ("￥1,234.50", "1234.50"), ("¥ 1，234.50", "1234.50"), ("１２３４．５０", "1234.50"),
        ("1234.50元", "1234.50"), ("人民币1234.5元整", "1234.50"), ("RMB 1234.5", "1234.50"), ("1.2万", "12000.00"), ("1.2万元", "12000.00"),
        ("0.5亿", "50000000.00"), ("3千", "3000.00"), ("(1,234.50)", "-1234.50"), ("（1,234.50）", "-1234.50"), ("-5", "-5.00"), ("5-", "-5.00"),
        ("￥-3.2", "-3.20"), ("−7", "-7.00"), (".5", "0.50"), ("12.", "12.00"), (0, "0.00"), (8606.6429, "8606.64"), (0.125, "0.13"), (1e6, "1000000.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_every_form(cell: Any, amount: str) -> None:
    assert read_amount(cell) == Decimal(amount)
    assert str(read_amount(cell)) == amount


def test_the_unit_of_the_header_counts_unless_the_cell_says_otherwise() -> None:
    assert read_amount("1.5", unit=10_000) == Decimal("15000.00")
    assert read_amount(1.23456, unit=10_000) == Decimal("12345.60")
    assert read_amount("1.5亿", unit=10_000) == Decimal("150000000.00")


@pytest.mark.parametrize("cell", [None, "", "-", "—", "无"])
def test_an_empty_cell_is_no_amount(cell: Any) -> None:
    assert read_amount(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("约三千", "bad_amount"), ("1,23", "bad_amount"), ("1.2.3", "bad_amount"), ("--5", "bad_amount"), ("-(5)", "bad_amount"), ("(-5)", "bad_amount"),
        ("1.234", "amount_decimals"), ("1.2345678万", "amount_decimals"), ("1.2E+05", "digits_lost"), ("1000000000000", "amount_too_large"), ("9999亿9", "bad_amount"),
        (1e12, "amount_too_large"), (float("inf"), "amount_too_large"), (float("nan"), "amount_too_large"), (True, "bad_amount"), (date(2026, 1, 5), "bad_amount"),
        ("99999亿", "amount_too_large"), ("10000000000", "amount_too_large"), ("100亿", "amount_too_large"), (1e10, "amount_too_large"), ("-10,000,000,000.00", "amount_too_large"), ("", ""),
    ],
)  # fmt: skip
def test_an_amount_that_is_none_is_refused(cell: Any, code: str) -> None:
    if code:
        assert code_of(read_amount, cell) == code
    else:
        assert read_amount(cell) is None


def test_the_largest_amount_is_read_and_a_balance_may_be_larger() -> None:
    for cell in ("9999999999.99", "9,999,999,999.99", 9999999999.99):
        assert read_amount(cell) == Decimal("9999999999.99")
    assert read_amount("999999999999.99", largest=LARGEST_BALANCE) == Decimal("999999999999.99")
    with pytest.raises(DomainError, match="amount_too_large"):
        read_amount("1000000000000", largest=LARGEST_BALANCE)


def test_a_very_long_number_is_an_error_not_a_crash() -> None:
    assert code_of(read_amount, "9" * 150) == "amount_too_large"


@given(st.integers(0, 10**12 - 1))
def test_every_fen_survives(fen: int) -> None:
    amount = Decimal(fen).scaleb(-2)
    assert read_amount(f"¥{amount:,.2f}元") == amount
    assert read_amount(f"-{amount}") == -amount


@pytest.mark.parametrize(
    ("cell", "how", "rate"),
    [
        ("4.35%", {}, "0.0435"), ("4.35％", {}, "0.0435"), ("0.0435", {}, "0.0435"), (4.35, {}, "0.0435"), (0.0435, {}, "0.0435"), ("36", {}, "0.36"),
        ("0%", {}, "0"), (0, {}, "0"), ("年利率4.35%", {}, "0.0435"), ("年化18%", {}, "0.18"), ("月利率0.5%", {}, "0.06"), ("0.5%/月", {}, "0.06"),
        ("日息万分之五", {}, "0.18"), ("万分之五", {"period": "day"}, "0.18"), ("日利率0.05%", {}, "0.18"), ("5‰", {"period": "month"}, "0.06"),
        ("4.5", {"period": "month", "scale": "‰"}, "0.054"), ("4.35", {"scale": "%"}, "0.0435"), ("0.5", {"period": "month"}, "0.06"),
        ("4.5", {"period": "month"}, "0.054"), ("5", {"period": "day"}, "0.18"), ("0.05", {"period": "day"}, "0.18"), ("百分之五", {}, "0.05"),
        ("日息万分之三点五", {}, "0.126"), ("435bp", {}, "0.0435"),
    ],
)  # fmt: skip
def test_a_rate_comes_out_as_a_years_fraction(cell: Any, how: Any, rate: str) -> None:
    assert read_rate(cell, **how) == Decimal(rate)


def test_a_rate_that_is_unclear_is_refused() -> None:
    assert code_of(read_rate, "1000000000%") == "rate_too_high"
    assert code_of(read_rate, "50") == "rate_unclear"
    assert code_of(read_rate, "0.001") == "rate_unclear"
    assert code_of(read_rate, "LPR+50") == "bad_rate"
    assert code_of(read_rate, time(1)) == "bad_rate"
    assert read_rate("-") is None


def test_errors_are_those_of_the_domain() -> None:
    with pytest.raises(DomainError):
        read_rate("abc")
