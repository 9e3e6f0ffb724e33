"""The switches of a contract: within the law, recorded, and worked out again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from db.tables import Account, Instalment
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import add_months
from desktop.domain.money import round_money
from desktop.domain.penalty import LateFeeRule
from desktop.domain.schedule import ScheduledRow
from desktop.services import account_view, audit, contracts, day_run, ledger, ledger_check, quotes
from desktop.services.contracts import LateTerms, PlanTerms, SharedTerms
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_ledger import loan, rows, state

__all__ = ["loan"]
D = Decimal


def terms(desk: Desk) -> LateTerms:
    return contracts.late_terms(account_view.view(desk, 1).account)


def test_the_heavier_uplift_is_charged_and_all_is_worked_out_again(desk: Desk, loan: int) -> None:
    assert terms(desk) == LateTerms()
    before = state(desk)
    contracts.set_late_terms(desk, loan, LateTerms(D("0.5"), compounds=False))
    after = state(desk)
    assert after["penalty"] > before["penalty"]
    assert after["compound"] == 0
    misuse = LateTerms(
        D("0.4"), D("0.8"), shared=SharedTerms(future="last", prepayment_fee_percent=D(2))
    )
    contracts.set_late_terms(desk, loan, misuse)
    assert account_view.view(desk, 1).penalty_rate == D("0.108")
    assert terms(desk) == misuse
    contracts.set_late_terms(desk, loan, LateTerms(None, D("0.5")))
    assert terms(desk) == LateTerms(None, D("0.5"))
    assert audit.recent(desk)[0].action == "contract.change"


def test_grace_takes_the_penalty_away_until_it_is_used_up(desk: Desk, loan: int) -> None:
    contracts.set_late_terms(desk, loan, LateTerms(grace_days=60))
    assert state(desk)["dpd"] == 0
    assert state(desk)["penalty"] == 0


def test_a_payment_in_advance_goes_where_the_contract_says(desk: Desk, loan: int) -> None:
    contracts.set_late_terms(desk, loan, LateTerms(shared=SharedTerms(mode="vertical")))
    shown = ledger.preview(desk, loan, "payment", D("100.00"), value_on=TODAY)
    assert {part.component for part in shown.parts} == {"compound", "penalty", "interest"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (LateTerms(D("0.2")), "overdue_uplift"),
        (LateTerms(misuse_uplift=D("1.1")), "misuse_uplift"),
        (LateTerms(grace_days=61), "grace_days"),
        (LateTerms(tolerance=D("1000.01")), "tolerance"),
        (LateTerms(shared=SharedTerms(prepayment_fee_percent=D(11))), "fee"),
    ],
)
def test_what_the_law_forbids_is_refused_at_its_field(
    desk: Desk, loan: int, given: LateTerms, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        contracts.set_late_terms(desk, loan, given)
    assert refused.value.field == field


def fee(desk: Desk) -> Decimal:
    [account] = rows(desk, Account, id=1)
    charged: Decimal = account["overdue_fee"]
    return charged


FEE = LateFeeRule("overdue_principal", D(1), per="day", maximum=D("300.00"))


def test_a_late_fee_is_charged_every_day_until_it_is_paid(
    desk: Desk, loan: int, clock: FixedClock
) -> None:
    contracts.set_late_terms(desk, loan, LateTerms(shared=SharedTerms(late_fee=FEE)))
    view = account_view.view(desk, 1)
    base = view.balance.all["principal"]
    assert fee(desk) == 300 + 140  # 45 days up to the limit, and 14 days, on 1,000 each
    clock.moment += timedelta(days=1)
    day_run.run(desk)
    assert fee(desk) == 300 + 150
    day_run.run(desk)
    assert fee(desk) == 300 + 150
    view = account_view.view(desk, 1)
    assert view.balance.overdue["late_fee"] == fee(desk)
    assert [line.kind for line in view.ledger if line.rule == "late_fee_rule"] == ["late_fee"] * 2
    assert ledger_check.check(desk).findings == ()
    assert view.balance.all["principal"] == base
    contracts.set_late_terms(desk, loan, LateTerms())
    assert fee(desk) == 0


def test_a_fee_charged_once_comes_about_on_its_day(
    desk: Desk, loan: int, clock: FixedClock
) -> None:
    once = LateFeeRule("overdue_instalment", D(5), wait_days=15)
    contracts.set_product_terms(desk, "个人消费贷", SharedTerms(late_fee=once))
    assert fee(desk) == 53
    clock.moment += timedelta(days=1)
    day_run.run(desk)
    assert fee(desk) == 53
    clock.moment += timedelta(days=1)
    day_run.run(desk)
    assert fee(desk) == 106
    assert ledger_check.check(desk).findings == ()


def test_missed_days_cost_the_same_in_one_jump(desk: Desk, loan: int, clock: FixedClock) -> None:
    contracts.set_late_terms(desk, loan, LateTerms(shared=SharedTerms(late_fee=FEE)))
    clock.moment += timedelta(days=5)
    day_run.run(desk)
    assert fee(desk) == 300 + 190


COMPOUNDING = SharedTerms(compounds_penalty=True)


def by_hand(desk: Desk) -> tuple[Decimal, Decimal]:
    """Penalty and compound interest of the two late instalments by day, as the contract says."""
    view = account_view.view(desk, 1)
    penalty = compound = D(0)
    for found in rows(desk, Instalment, account_id=1):
        fen, settled, on_penalty = D(0), D(0), D(0)
        days = (desk.today - found["due_on"]).days
        for day in range(1, max(days, 0) + 1):
            on_penalty += (settled + found["interest"]) * view.penalty_rate / 360
            fen += found["principal"] * view.penalty_rate / 360
            on = found["due_on"] + timedelta(days=day)
            if on in [add_months(found["due_on"], months) for months in range(1, 13)]:
                settled = round_money(fen)
        penalty += round_money(fen)
        compound += round_money(on_penalty)
    return penalty, compound


def test_penalty_interest_compounds_only_where_it_is_agreed(
    desk: Desk, loan: int, clock: FixedClock
) -> None:
    before = state(desk)
    contracts.set_late_terms(desk, loan, LateTerms(shared=COMPOUNDING))
    assert terms(desk).shared == COMPOUNDING
    assert state(desk)["penalty"] == before["penalty"]
    assert state(desk)["compound"] > before["compound"]
    lines = [
        line for line in account_view.view(desk, 1).statement if line.source == "run_up_on_penalty"
    ]
    assert [(line.days, line.component, line.amount > 0) for line in lines] == [
        (lines[0].days, "compound", True)
    ]
    contracts.set_late_terms(desk, loan, LateTerms())
    assert state(desk) == before
    contracts.set_product_terms(desk, "个人消费贷", COMPOUNDING)
    assert state(desk)["compound"] > before["compound"]
    refused = LateTerms(shared=SharedTerms(compounds_penalty=False))
    contracts.set_late_terms(desk, loan, refused)
    assert terms(desk) == refused
    assert state(desk) == before
    clock.moment += timedelta(days=40)
    day_run.run(desk)
    assert ledger_check.check(desk).findings == ()


@pytest.mark.parametrize("agreed_by", ["contract", "product"])
def test_compounding_penalty_in_one_jump_is_day_by_day(
    desk: Desk, loan: int, clock: FixedClock, agreed_by: str
) -> None:
    if agreed_by == "contract":
        contracts.set_late_terms(desk, loan, LateTerms(shared=COMPOUNDING))
    else:
        contracts.set_product_terms(desk, "个人消费贷", COMPOUNDING)
    for days in (1, 1, 28, 1, 15, 31):
        clock.moment += timedelta(days=days)
        day_run.run(desk)
        found, view = state(desk), account_view.view(desk, 1)
        assert (found["penalty"], found["compound"]) == by_hand(desk)
        assert found["compound"] == view.balance.overdue["compound"]
        owed = [line.amount for line in view.statement if line.component == "compound"]
        assert found["compound"] == sum(owed, D(0))
        assert ledger_check.check(desk).findings == ()
    day_run.run(desk)
    assert state(desk) == found


def test_the_terms_of_a_product_hold_where_the_contract_agrees_nothing(
    desk: Desk, loan: int, clock: FixedClock
) -> None:
    once = LateFeeRule("overdue_principal", D(2), fixed=D("1.00"))
    shared = SharedTerms(
        due=("principal", "interest"), mode="vertical", future="spread", late_fee=once
    )
    contracts.set_product_terms(desk, "个人消费贷", shared)
    assert contracts.product_terms(desk, "个人消费贷") == shared
    assert contracts.product_terms(desk, "住房按揭") == SharedTerms()
    assert fee(desk) == 42
    clock.moment += timedelta(days=1)
    day_run.run(desk)
    assert fee(desk) == 42
    shown = ledger.preview(desk, loan, "payment", D("100.00"), value_on=desk.today)
    assert {part.component for part in shown.parts} == {"principal"}
    own = SharedTerms(due=("interest",), charges_no_late_fee=True)
    contracts.set_late_terms(desk, loan, LateTerms(shared=own))
    assert terms(desk).shared == own
    assert fee(desk) == 0
    shown = ledger.preview(desk, loan, "payment", D("50.00"), value_on=desk.today)
    assert {part.component for part in shown.parts} == {"interest"}
    contracts.set_product_terms(desk, "个人消费贷", SharedTerms())
    assert contracts.product_terms(desk, "个人消费贷") == SharedTerms()
    assert audit.recent(desk)[0].action == "product.change"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (SharedTerms(due=("fee", "fee")), "allocation_due"),
        (SharedTerms(in_advance=("fee", "fee")), "allocation_in_advance"),
        (SharedTerms(late_fee=LateFeeRule("overdue_principal", D(101))), "late_fee_percent"),
        (SharedTerms(late_fee=LateFeeRule("overdue_principal", D(1), wait_days=61)), "late_fee_wait"),
        (
            SharedTerms(
                late_fee=LateFeeRule("overdue_principal", D(1), minimum=D(2), maximum=D(1))
            ),
            "late_fee_minimum",
        ),
    ],
)  # fmt: skip
def test_shared_terms_that_make_no_sense_are_refused_at_their_field(
    desk: Desk, loan: int, given: SharedTerms, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        contracts.set_product_terms(desk, "个人消费贷", given)
    assert refused.value.field == field


def test_plans_made_later_follow_the_holiday_rule_and_day_count(desk: Desk, loan: int) -> None:
    with desk.store.write() as connection:
        connection.execute(update(Account).values(annual_rate=D("0.06")))
        connection.commit()
    asked = {"first_due": date(2026, 12, 19), "count": 3}  # a Saturday
    before = quotes.offer(desk, loan, "rearrangement", **asked).plans[-1]
    assert before.rows[0].due_on == date(2026, 12, 19)
    for in_old in (True, False):
        plan = PlanTerms(day_count="ACT/ACT", last_day_in_old_year=in_old)
        contracts.set_late_terms(desk, loan, LateTerms(shared=SharedTerms(plan=plan)))
        assert terms(desk).shared.plan == plan
    plan = PlanTerms(holiday_rule="next", day_count="ACT/365")
    agreed = LateTerms(shared=SharedTerms(plan=plan))
    contracts.set_late_terms(desk, loan, agreed)
    assert terms(desk) == agreed
    after = quotes.offer(desk, loan, "rearrangement", **asked).plans[-1]
    assert after.rows[0].due_on == date(2026, 12, 21)
    assert after.rows[1].interest != before.rows[1].interest


def test_a_product_says_how_plans_are_made_and_a_contract_says_otherwise(
    desk: Desk, loan: int
) -> None:
    with desk.store.write() as connection:
        connection.execute(update(Account).values(annual_rate=D("0.06")))
        connection.commit()

    def first_rows(said: PlanTerms, own: PlanTerms) -> list[ScheduledRow]:
        contracts.set_product_terms(desk, "个人消费贷", SharedTerms(plan=said))
        assert contracts.product_terms(desk, "个人消费贷").plan == said
        contracts.set_late_terms(desk, loan, LateTerms(shared=SharedTerms(plan=own)))
        asked = {"first_due": date(2026, 12, 31), "count": 3}
        return list(quotes.offer(desk, loan, "rearrangement", **asked).plans[-1].rows)

    nothing = PlanTerms()
    plain = first_rows(nothing, nothing)
    assert [row.due_on for row in plain] == [
        date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)
    ]  # fmt: skip
    every = PlanTerms("next", "ACT/ACT", last_day_in_old_year=False, annuity_each_row=True)
    by_product = first_rows(every, nothing)
    assert [row.due_on for row in by_product] == [
        date(2026, 12, 31), date(2027, 2, 1), date(2027, 3, 1)
    ]  # fmt: skip
    assert by_product == first_rows(nothing, every)
    assert by_product != plain
    own = PlanTerms("none", "30/360", annuity_each_row=False)
    assert first_rows(every, own) == plain
    in_old = PlanTerms(day_count="ACT/ACT")  # the year goes with the day count, not by itself
    years = PlanTerms(day_count="ACT/ACT", last_day_in_old_year=False)
    assert first_rows(years, in_old) == first_rows(nothing, in_old)
    each_row, fixed = PlanTerms(annuity_each_row=True), PlanTerms(annuity_each_row=False)
    rows_each = first_rows(each_row, nothing)
    assert rows_each == first_rows(nothing, each_row)
    assert first_rows(each_row, fixed) == plain


def test_short_by_no_more_than_the_contract_tolerates_is_in_time(desk: Desk, loan: int) -> None:
    due = account_view.view(desk, 1).balance.total_overdue
    ledger.pay(desk, loan, due - D("4.00"), value_on=desk.today)
    assert state(desk)["dpd"] == 14
    contracts.set_late_terms(desk, loan, LateTerms(tolerance=D("4.00")))
    assert terms(desk).tolerance == D("4.00")
    assert state(desk)["dpd"] == 0
    assert ledger_check.check(desk).findings == ()
    contracts.set_late_terms(desk, loan, LateTerms(tolerance=D("3.99")))
    assert state(desk)["dpd"] == 14


def test_a_technical_delay_keeps_its_class_for_seven_days(
    desk: Desk, book: Book, clock: FixedClock
) -> None:
    book.customer(7)
    book.late(7, 7, 7)
    day_run.run(desk)

    def five_class() -> tuple[str, str]:
        [account] = rows(desk, Account, id=7)
        return account["five_class"], account_view.view(desk, 7).balance.five_class

    assert five_class() == ("special_mention", "special_mention")
    contracts.set_late_terms(desk, 7, LateTerms(is_technical_delay=True))
    assert five_class() == ("normal", "normal")
    clock.moment += timedelta(days=1)
    day_run.run(desk)
    assert five_class() == ("special_mention", "special_mention")
