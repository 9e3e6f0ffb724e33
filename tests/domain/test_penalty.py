from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DomainError
from desktop.domain.money import from_fen, round_money
from desktop.domain.penalty import (
    LateFeeRule,
    OverdueInstalment,
    PenaltyTerms,
    accrue_penalty,
    check_uplift,
    daily_interest,
    late_fees,
    penalty_rate,
)

DUE = date(2026, 1, 10)
TERMS = PenaltyTerms(Decimal("0.06"), basis=360)


def test_the_heavier_uplift_holds_and_never_both():
    assert penalty_rate(Decimal("0.06"), Decimal("0.5")) == Decimal("0.09")
    assert penalty_rate(Decimal("0.06"), Decimal("0.5"), Decimal(1)) == Decimal("0.12")


@pytest.mark.parametrize(
    ("reason", "uplift"),
    [("overdue", "0.29"), ("overdue", "0.51"), ("misuse", "0.49"), ("misuse", "1.01")],
)
def test_an_uplift_outside_the_law_names_its_field(reason, uplift):
    with pytest.raises(DomainError) as refused:
        check_uplift(reason, Decimal(uplift))
    assert refused.value.field == f"{reason}_uplift"
    check_uplift("overdue", Decimal("0.4"))


def test_penalty_and_compound_interest_run_from_the_day_after_the_due_date():
    row = OverdueInstalment(DUE, Decimal("10000.00"), Decimal("500.00"))
    assert accrue_penalty([row], TERMS, as_of=DUE) == []
    penalty, compound = accrue_penalty([row], TERMS, as_of=date(2026, 1, 20))
    assert (penalty.amount, penalty.days, penalty.rate) == (Decimal("25.00"), 10, Decimal("0.09"))
    assert (compound.kind, compound.amount) == ("compound", Decimal("1.25"))


def test_switches_of_compound_interest_and_days_booked_before():
    row = OverdueInstalment(
        DUE, Decimal("100.00"), Decimal("50.00"), Decimal("20.00"), date(2026, 1, 15)
    )
    off = PenaltyTerms(Decimal("0.06"), compound=False)
    assert [line.kind for line in accrue_penalty([row], off, as_of=date(2026, 1, 20))] == [
        "penalty"
    ]
    disputed = PenaltyTerms(Decimal("0.06"), compound_on_penalty=True)
    lines = accrue_penalty([row], disputed, as_of=date(2026, 1, 20))
    assert [(line.base, line.days) for line in lines] == [
        (Decimal("100.00"), 5),
        (Decimal("70.00"), 5),
    ]


def test_within_grace_nothing_is_charged_then_from_the_due_date():
    terms = PenaltyTerms(Decimal("0.06"), grace_days=3)
    row = OverdueInstalment(DUE, Decimal("10000.00"))
    assert accrue_penalty([row], terms, as_of=date(2026, 1, 13)) == []
    assert accrue_penalty([row], terms, as_of=date(2026, 1, 14))[0].days == 4


@given(
    fen=st.integers(0, 10**11),
    rate=st.integers(0, 10**6),
    days=st.integers(0, 4000),
    basis=st.sampled_from([360, 365]),
)
def test_whole_numbers_give_the_fen_of_exact_arithmetic(fen, rate, days, basis):
    yearly = Decimal(rate) / 10**6
    exact = from_fen(fen) * yearly * days / basis
    assert daily_interest(from_fen(fen), yearly, days, basis) == round_money(exact)


def rows() -> list[OverdueInstalment]:
    return [
        OverdueInstalment(date(2026, 2, 10), Decimal("900.00"), Decimal("100.00")),
        OverdueInstalment(DUE, Decimal("1000.00"), Decimal("100.00")),
        OverdueInstalment(date(2027, 1, 10), Decimal("1000.00"), Decimal("90.00")),
        OverdueInstalment(date(2025, 12, 10), Decimal(0), Decimal(0)),
    ]


@pytest.mark.parametrize(
    ("base", "amounts"),
    [
        ("original_amount", ["240.00"]),
        ("outstanding_principal", ["60.00"]),
        ("overdue_principal", ["20.00", "4.05"]),
        ("overdue_interest", ["2.00", "0.45"]),
        ("overdue_instalment", ["22.00", "4.50"]),
    ],
)
def test_late_fees_by_day_on_each_base(base, amounts):
    fees = late_fees(
        LateFeeRule(base, Decimal("0.05"), per="day"),
        rows(),
        as_of=date(2026, 2, 19),
        original_amount=Decimal("12000.00"),
        outstanding_principal=Decimal("3000.00"),
    )
    assert [fee.amount for fee in fees] == [Decimal(amount) for amount in amounts]
    assert [fee.days for fee in fees] == [40, 9][: len(fees)]
    assert fees[0].due_on == DUE


def test_waiting_days_minimum_and_maximum():
    row = [OverdueInstalment(DUE, Decimal("1000.00"))]
    waits = LateFeeRule("overdue_principal", Decimal(1), wait_days=3)
    assert late_fees(waits, row, as_of=date(2026, 1, 13)) == []
    assert late_fees(waits, row, as_of=date(2026, 1, 14))[0].amount == Decimal("10.00")
    skips = LateFeeRule("overdue_principal", Decimal(1), "day", wait_days=3, skip_wait_days=True)
    assert late_fees(skips, row, as_of=date(2026, 1, 15))[0].amount == Decimal("20.00")
    fixed = LateFeeRule("overdue_principal", Decimal(0), fixed=Decimal("8.00"))
    assert late_fees(fixed, row, as_of=date(2026, 1, 15))[0].amount == Decimal("8.00")
    held = LateFeeRule("overdue_principal", Decimal(1), minimum=Decimal("50.00"))
    assert late_fees(held, row, as_of=date(2026, 1, 15))[0].amount == Decimal("50.00")
    capped = LateFeeRule("overdue_principal", Decimal(1), maximum=Decimal("5.00"))
    assert late_fees(capped, row, as_of=date(2026, 1, 15))[0].amount == Decimal("5.00")
