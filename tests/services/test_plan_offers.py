"""Changes of a plan and waivers as quotes: shown, kept, printed on one page, carried out, undone."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.tables import Account, Instalment, LedgerEntry, Payment
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.money import round_money
from desktop.services import (
    account_papers,
    account_view,
    ledger,
    own_days,
    quote_acceptance,
    quotes,
)
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_account_papers import pages
from tests.services.test_ledger import rows
from tests.services.test_quotes import PLAN, loan

__all__ = ["loan"]
D = Decimal
NEXT = PLAN.rows[3].due_on


def pay_arrears(desk: Desk) -> None:
    due = account_view.view(desk, 1).balance.total_overdue
    ledger.pay(desk, 1, due, value_on=TODAY)


def carried_out(desk: Desk, kind: Any, **asked: Any) -> quotes.Offer:
    kept = quotes.keep(desk, 1, kind, **asked)
    quote_acceptance.accept(desk, kept.quote_id)
    return kept.offer


def coming(desk: Desk) -> list[tuple[date, Decimal, Decimal]]:
    view = account_view.view(desk, 1)
    return [(r.due_on, r.principal, r.interest) for r in view.schedule if r.state == "future"]


def as_offered(made: quotes.Offer) -> list[tuple[date, Decimal, Decimal]]:
    return [(r.due_on, r.principal, r.interest) for r in made.plans[-1].rows]


@pytest.mark.parametrize(
    "asked",
    [
        {"annual_rate": D("0.08"), "rate_from": TODAY},
        {"annual_rate": D("0"), "extra_terms": 2},
        {"extra_terms": 6},
        {"new_due": NEXT + timedelta(days=10)},
        {"principal_free": 3, "from_due": PLAN.rows[4].due_on},
    ],
)
def test_a_changed_plan_is_what_was_shown_and_can_be_taken_back(
    desk: Desk, loan: int, asked: dict[str, Any]
) -> None:
    pay_arrears(desk)
    before, contract = rows(desk, Instalment), rows(desk, Account)[0]
    made = carried_out(desk, "plan_change", **asked)
    assert coming(desk) == as_offered(made)
    account = rows(desk, Account)[0]
    assert account["annual_rate"] == asked.get("annual_rate", D("0.12"))
    assert account["matures_on"] == made.plans[-1].rows[-1].due_on
    [entry] = rows(desk, LedgerEntry, kind="arrangement")
    assert entry["rule"] == "plan_change"
    ledger.reverse_entry(desk, entry["id"], "误操作")
    assert rows(desk, Instalment) == before
    restored = rows(desk, Account)[0]
    for name in ("annual_rate", "matures_on", "contract", "outstanding_principal", "dpd"):
        assert restored[name] == contract[name]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"rate_from": NEXT + timedelta(days=1)}, "rate_from"),
        ({"from_due": PLAN.rows[5].due_on}, "from_due"),
    ],
)
def test_a_rate_begins_before_anything_can_be_late_at_the_old_one(
    desk: Desk, loan: int, asked: dict[str, Any], field: str
) -> None:
    pay_arrears(desk)
    for day in ({"rate_from": NEXT}, {"from_due": PLAN.rows[4].due_on}):
        quotes.offer(desk, loan, "plan_change", annual_rate=D("0.08"), **day)
    with pytest.raises(DomainError) as late:
        quotes.offer(desk, loan, "plan_change", annual_rate=D("0.08"), **asked)
    assert (late.value.code, late.value.field) == ("quotes.rate_begins_late", field)
    assert late.value.facts["day"] == NEXT


@pytest.mark.parametrize(
    "asked",
    [
        {"over": "new_rows", "first_due": date(2026, 12, 5), "count": 4},
        {"over": "rows_to_come", "bears_interest": False},
    ],
)
def test_what_is_overdue_is_spread_and_ageing_starts_anew(
    desk: Desk, loan: int, asked: dict[str, Any]
) -> None:
    before = account_view.view(desk, loan).balance
    made = carried_out(desk, "spreading", **asked)
    after = account_view.view(desk, loan).balance
    assert (before.dpd, after.dpd, after.total_overdue) == (15, 0, 0)
    assert after.all["principal"] == before.all["principal"]
    carried = dict(made.lines)["carried"]
    assert carried == before.total_overdue - before.overdue["principal"]
    assert coming(desk)[0][2] == made.plans[-1].rows[0].interest + before.overdue["interest"]


def test_a_drawing_adds_to_what_was_lent(desk: Desk, loan: int) -> None:
    pay_arrears(desk)
    made = carried_out(desk, "drawing", amount=D("3000.00"))
    assert dict(made.lines)["drawn"] == D("3000.00")
    assert coming(desk) == as_offered(made)
    account = rows(desk, Account)[0]
    assert account["principal"] == D("15000.00")
    assert account["outstanding_principal"] == made.plans[-1].rows[0].opening


def test_a_new_rhythm_and_method_are_kept_with_the_contract(desk: Desk, loan: int) -> None:
    asked = {"first_due": date(2026, 12, 4), "count": 20, "unit": "week", "every": 2}
    carried_out(desk, "rearrangement", method="flat", **asked)
    account = rows(desk, Account)[0]
    assert account["method"] == "flat"
    assert (account["contract"]["unit"], account["contract"]["every"]) == ("week", 2)
    [entry] = rows(desk, LedgerEntry, kind="arrangement")
    ledger.reverse_entry(desk, entry["id"], "误操作")
    restored = rows(desk, Account)[0]
    assert restored["method"] == "equal_instalment"
    assert "unit" not in restored["contract"]


def year_end(asked: dict[str, Any]) -> dict[str, Any]:
    return {"first_due": date(2028, 1, 20), "count": 1, "method": "interest_only"} | asked


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ({"day_count": "ACT/365"}, lambda old, new: D(old + new) / 365),
        ({"day_count": "ACT/ACT"}, lambda old, new: D(old) / 365 + D(new) / 366),
        (
            {"day_count": "ACT/ACT", "last_day_in_old_year": False},
            lambda old, new: D(old - 1) / 365 + D(new + 1) / 366,
        ),
    ],
)
def test_the_day_count_of_a_new_plan_is_kept_with_the_contract(
    desk: Desk, loan: int, asked: dict[str, Any], years: Any
) -> None:
    pay_arrears(desk)
    made = carried_out(desk, "rearrangement", **year_end(asked))
    [row] = made.plans[-1].rows
    old, new = (date(2028, 1, 1) - row.start).days, 19
    rate = account_view.view(desk, loan).account["annual_rate"]
    assert row.interest == round_money(row.opening * rate * years(old, new))
    contract = rows(desk, Account)[0]["contract"]
    assert {name: contract[name] for name in asked} == asked
    [again] = quotes.offer(desk, 1, "rearrangement", **year_end({})).plans[-1].rows
    assert again.interest == row.interest
    [entry] = rows(desk, LedgerEntry, kind="arrangement")
    ledger.reverse_entry(desk, entry["id"], "误操作")
    assert "day_count" not in rows(desk, Account)[0]["contract"]


def test_the_annuity_is_fixed_once_or_worked_out_again_on_each_row(desk: Desk, loan: int) -> None:
    pay_arrears(desk)
    plan = {"first_due": date(2026, 12, 4), "count": 12, "day_count": "ACT/365"}
    fixed = quotes.offer(desk, 1, "rearrangement", annuity_each_row=False, **plan).plans[-1].rows
    made = carried_out(desk, "rearrangement", annuity_each_row=True, **plan)
    each = made.plans[-1].rows
    assert len({row.total for row in fixed[1:-1]}) == 1
    assert len({row.total for row in each[1:-1]}) > 1
    assert coming(desk) == as_offered(made)
    contract = rows(desk, Account)[0]["contract"]
    assert (contract["annuity_each_row"], contract["day_count"]) == (True, "ACT/365")
    carried_out(desk, "rearrangement", annuity_each_row=False, **plan)
    assert rows(desk, Account)[0]["contract"]["annuity_each_row"] is False


def test_rows_agreed_one_by_one_survive_being_kept(desk: Desk, loan: int) -> None:
    balance = account_view.view(desk, loan).balance.all["principal"]
    agreed = [(date(2027, 1, 15), D("2000.00")), (date(2027, 6, 30), balance - 2000)]
    carried_out(desk, "rearrangement", rows=agreed)
    assert [(on, principal) for on, principal, _ in coming(desk)] == agreed


def test_due_dates_follow_the_branchs_own_holidays(desk: Desk, loan: int, book: Book) -> None:
    own_days.save_year(desk, 2027, off="1-5, 1-6", worked="")
    book.account(
        9,
        1,
        annual_rate=D("0.12"),
        disbursed_on=date(2026, 10, 5),
        contract={"holiday_rule": "next", "unit": "month"},
    )
    book.instalment(9, 1, date(2027, 2, 5))
    asked = {"first_due": date(2027, 1, 5), "count": 2}
    made = quotes.offer(desk, 9, "rearrangement", **asked)
    assert made.plans[-1].rows[0].due_on == date(2027, 1, 7)


def test_a_waiver_says_what_is_left_to_pay_on_each_day(
    desk: Desk, loan: int, clock: FixedClock
) -> None:
    due = account_view.view(desk, loan).balance
    asked = {"waive": {"penalty": D("3.00"), "compound": D("0.10")}}
    kept = quotes.keep(desk, loan, "waiver", **asked, valid_until=TODAY + timedelta(days=9))
    made = kept.offer
    assert made.amount == due.total_overdue - D("3.10")
    assert sum(amount for _, amount in made.lines) == made.amount
    assert (len(made.by_day), made.valid_until) == (10, TODAY + timedelta(days=9))
    assert made.cap is not None
    assert made.cap_after is not None
    assert made.cap_after.rate.yearly <= made.cap.rate.yearly
    clock.moment += timedelta(days=2)
    quote_acceptance.accept(desk, kept.quote_id, choice="pay")
    assert rows(desk, Payment)[-1]["amount"] == made.by_day[2][1]
    seen = account_view.view(desk, loan)
    assert seen.balance.total_overdue == 0
    waived = [row for row in rows(desk, LedgerEntry) if row["kind"] == "waiver"]
    assert {(row["component"], row["rule"]) for row in waived} == {
        ("penalty", "quote"),
        ("compound", "quote"),
    }


def test_a_waiver_alone_is_booked_when_nothing_is_paid_yet(desk: Desk, loan: int) -> None:
    before = account_view.view(desk, loan).balance.total
    kept = quotes.keep(desk, loan, "waiver", waive={"penalty": D("2.00")})
    quote_acceptance.accept(desk, kept.quote_id, choice="only")
    assert account_view.view(desk, loan).balance.total == before - 2
    assert rows(desk, Payment) == []


@pytest.mark.parametrize(
    ("kind", "asked", "field"),
    [
        ("waiver", {"waive": {}}, "waive"),
        ("waiver", {"waive": {"penalty": D("-1.00")}}, "waive"),
        ("waiver", {"waive": {"penalty": D("9999.00")}}, "waive_penalty"),
        ("waiver", {"waive": {"cost": D("1.00")}}, "waive_cost"),
        (
            "waiver",
            {"waive": {"penalty": D("1.00")}, "valid_until": TODAY + timedelta(days=99)},
            "valid_until",
        ),
        ("spreading", {"over": "new_rows", "count": 3}, "first_due"),
        ("drawing", {"amount": D("0.00")}, "amount"),
        ("rearrangement", {}, "first_due"),
    ],
)
def test_impossible_offers_name_their_field(
    desk: Desk, loan: int, kind: Any, asked: Any, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        quotes.offer(desk, loan, kind, **asked)
    assert refused.value.field == field
    assert rows(desk, LedgerEntry) == []


def test_an_account_without_rows_to_come_takes_no_change(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.account(1, 1, disbursed_on=date(2026, 1, 1))
    with pytest.raises(DomainError, match="no_future_rows"):
        quotes.offer(desk, 1, "plan_change", extra_terms=2)


@pytest.mark.parametrize(
    ("kind", "asked", "words"),
    [
        ("waiver", {"waive": {"penalty": D("1.00")}}, "减免罚息"),
        ("waiver", {"waive": {"penalty": D("1.00")}}, "减免后"),
        ("spreading", {"over": "rows_to_come"}, "新计划"),
        ("rearrangement", {"first_due": date(2027, 1, 5), "count": 360}, "表中略去中间"),
    ],
)
def test_each_kind_is_one_page(
    desk: Desk, loan: int, tmp_path: Path, kind: quotes.Kind, asked: dict[str, Any], words: str
) -> None:
    file = account_papers.export_quote(desk, loan, kind, str(tmp_path / "报价.pdf"), **asked)
    [text] = pages(file.read_bytes())
    assert words in text.replace("\r\n", "")
