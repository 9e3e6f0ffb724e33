"""The day run against the domain's own rules, and against itself."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from db import day_run_queries
from db.column_types import day_number
from db.tables import FAR_DAY, Account, AccountSpan, Case, CaseBoard, Instalment
from desktop.domain.account_replay import AccountTerms, instalment, replay_account
from desktop.domain.ageing import age_account, bucket_of, five_class
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.penalty import OverdueInstalment, PenaltyTerms, accrue_penalty
from desktop.domain.progress import Cancelled
from desktop.services import account_view, audit, day_run, ledger
from desktop.services.desk import Desk
from tests.book import Book, yuan
from tests.conftest import TODAY


def _row(desk: Desk, table: Any, **where: Any) -> Any:
    query = select(table.__table__).filter_by(**where)
    with desk.read() as connection:
        return connection.execute(query).mappings().one()


def test_a_late_loan_gets_days_bucket_class_and_penalty(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.late(1, 1, 45)
    book.instalment(1, 2, TODAY + timedelta(days=10))
    result = day_run.run(desk)
    account = _row(desk, Account, id=1)
    assert account["dpd"] == 45
    assert account["bucket"] == 2
    assert account["five_class"] == "special_mention"
    assert account["overdue_principal"] == yuan("1000.00")
    assert account["overdue_interest"] == yuan("60.00")
    # 6 % raised by 30 %: 7.8 % of 1,000 and of 60 over 45 of 360 days
    assert account["penalty"] == yuan("9.75")
    assert account["compound"] == yuan("0.59")
    assert account["oldest_due_on"] == TODAY - timedelta(days=45)
    assert account["next_due_on"] == TODAY + timedelta(days=10)
    assert account["next_due_amount"] == yuan("1060.00")
    assert account["outstanding_principal"] == yuan("2000.00")
    assert result.counts["overdue_accounts"] == 1
    board = _row(desk, CaseBoard, customer_id=1)
    assert board["state"] == "open"
    assert board["overdue"] == yuan("1070.34")
    assert board["opened_on"] == TODAY


def test_the_due_day_itself_is_not_late(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.late(1, 1, 0)
    day_run.run(desk)
    account = _row(desk, Account, id=1)
    assert (account["dpd"], account["next_due_on"]) == (0, TODAY)
    assert _row(desk, Case, customer_id=1)["state"] == "tracking"


def test_a_card_is_in_time_within_grace_and_tolerance(desk: Desk, book: Book) -> None:
    book.customer(1)
    for account_id, days, principal in ((1, 3, "500.00"), (2, 4, "500.00"), (3, 90, "9.99")):
        book.account(account_id, 1, kind="card")
        book.instalment(account_id, 1, TODAY - timedelta(days=days), principal, "0.00")
    day_run.run(desk)
    assert [_row(desk, Account, id=number)["dpd"] for number in (1, 2, 3)] == [0, 4, 0]


def test_grace_of_a_loan_counts_from_the_due_day_when_it_is_missed(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.late(1, 1, 5, grace_days=5)
    book.late(2, 1, 6, grace_days=5)
    day_run.run(desk)
    assert [_row(desk, Account, id=number)["dpd"] for number in (1, 2)] == [0, 6]


def test_one_case_takes_the_worst_of_all_accounts(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.late(1, 1, 100, product="住房按揭")
    book.late(2, 1, 20)
    day_run.run(desk)
    board = _row(desk, CaseBoard, customer_id=1)
    assert (board["account_count"], board["dpd"], board["bucket"]) == (2, 100, 4)
    assert board["five_class"] == "substandard"
    assert board["product"] == "住房按揭"


@pytest.mark.parametrize("size", [1, 2, 3])
def test_slices_of_accounts_come_to_the_same_as_all_at_once(
    desk: Desk, book: Book, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    book.customer(1, kind="company")
    for account_id, days in ((1, 400), (2, 20), (4, 0), (5, 95), (9, 3)):
        book.late(account_id, 1, days)
        book.instalment(account_id, 2, TODAY + timedelta(days=account_id))
    query = select(Account.__table__).order_by(Account.id)
    day_run.run(desk)
    with desk.read() as connection:
        at_once = connection.execute(query).all()
    with desk.store.write() as connection:
        connection.execute(update(Account).values(dpd=7, penalty=yuan("1.00"), status="settled"))
        connection.commit()
    monkeypatch.setattr(day_run_queries, "SLICE", size)
    day_run.run(desk)
    with desk.read() as connection:
        assert connection.execute(query).all() == at_once
    assert [row.dpd for row in at_once] == [400, 20, 0, 95, 3]


def test_a_cured_case_goes_back_and_a_settled_one_closes(
    desk: Desk, book: Book, clock: FixedClock
) -> None:
    book.customer(1)
    book.late(1, 1, 10)
    book.instalment(1, 2, TODAY + timedelta(days=20))
    day_run.run(desk)
    clock.moment += timedelta(days=1)
    _pay(desk, 1)
    day_run.run(desk)
    case = _row(desk, Case, customer_id=1)
    assert (case["state"], case["closed_on"]) == ("tracking", TODAY + timedelta(days=1))
    clock.moment += timedelta(days=1)
    _pay(desk, 2)
    day_run.run(desk)
    assert _row(desk, Case, customer_id=1)["state"] == "closed"
    assert _row(desk, Account, id=1)["status"] == "settled"
    span = _row(desk, AccountSpan, from_on=TODAY + timedelta(days=1))
    assert span["to_on"] == TODAY + timedelta(days=1)


def _pay(desk: Desk, number: int) -> None:
    with desk.store.write() as connection:
        connection.execute(
            update(Instalment)
            .where(Instalment.number == number)
            .values(paid_principal=Instalment.principal, paid_interest=Instalment.interest)
        )
        connection.commit()


def test_penalty_still_owed_keeps_its_row_but_makes_nobody_late(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.account(1, 1)
    paid = ("1000.00", "60.00")
    until = TODAY - timedelta(days=1)
    book.instalment(
        1, 1, TODAY - timedelta(days=9), paid=paid, penalty_micro=173_000_000, penalty_until=until
    )
    day_run.run(desk)
    account = _row(desk, Account, id=1)
    assert (account["dpd"], account["penalty"], account["status"]) == (0, yuan("1.73"), "open")


def test_written_off_and_stated_balances_are_kept(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.late(1, 1, 400, written_off_on=TODAY)
    book.account(2, 1, kind="card", stated_principal=yuan("345.67"))
    day_run.run(desk)
    assert _row(desk, Account, id=1)["status"] == "written_off"
    assert _row(desk, Account, id=1)["five_class"] == "loss"
    card = _row(desk, Account, id=2)
    assert (card["status"], card["outstanding_principal"]) == ("open", yuan("345.67"))


def test_the_same_day_twice_is_the_same_day(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.late(1, 1, 33)
    first = day_run.run(desk)
    before = _everything(desk)
    second = day_run.run(desk)
    assert second.counts == first.counts
    assert _everything(desk) == before


def _everything(desk: Desk) -> list[Any]:
    with desk.read() as connection:
        return [
            connection.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2")).all()
            for name in ("account", "account_span", "debt_case", "case_board", "instalment")
        ]


def test_missed_days_are_caught_up_and_any_past_day_can_be_shown(
    desk: Desk, book: Book, clock: FixedClock
) -> None:
    book.customer(1)
    book.late(1, 1, 29)
    book.account(2, 1)
    book.instalment(2, 1, TODAY + timedelta(days=300))
    day_run.run(desk)
    clock.moment += timedelta(days=3)
    assert day_run.is_due(desk)
    result = day_run.run(desk)
    assert result.dates == tuple(TODAY + timedelta(days=step) for step in (1, 2, 3))
    assert not day_run.is_due(desk)
    with desk.read() as connection:
        spans = connection.execute(
            select(AccountSpan.from_on, AccountSpan.to_on, AccountSpan.dpd, AccountSpan.bucket)
            .where(AccountSpan.account_id == 1)
            .order_by(AccountSpan.from_on)
        ).all()
        still = connection.execute(
            select(AccountSpan.from_on, AccountSpan.to_on).where(AccountSpan.account_id == 2)
        ).all()
    assert [(span.dpd, span.bucket) for span in spans] == [(29, 1), (30, 1), (31, 2), (32, 2)]
    assert spans[-1].to_on == FAR_DAY
    assert still == [(TODAY, FAR_DAY)]


def test_one_jump_equals_day_by_day(desk: Desk, book: Book, clock: FixedClock) -> None:
    book.customer(1)
    book.late(1, 1, 28)
    book.instalment(1, 2, TODAY + timedelta(days=2))
    day_run.run(desk)
    clock.moment += timedelta(days=5)
    day_run.run(desk)
    jumped = _everything(desk)
    with desk.store.write() as connection:
        connection.execute(
            text("DELETE FROM day_run WHERE business_date > :d"), {"d": day_number(TODAY)}
        )
        connection.execute(text("DELETE FROM account_span"))
        connection.commit()
    for step in range(6):
        day_run.run(desk, TODAY + timedelta(days=step))
    assert _everything(desk) == jumped


def test_a_day_run_that_adds_to_what_the_last_one_left_is_caught(
    desk: Desk, book: Book, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = day_run_queries._STATE.replace("penalty = 0,", "penalty = account.penalty,")
    added = day_run_queries._LATE.replace(
        "    penalty = x.penalty,", "    penalty = account.penalty + x.penalty,"
    )
    assert kept != day_run_queries._STATE
    assert added != day_run_queries._LATE
    monkeypatch.setattr(day_run_queries, "_STATE", kept)
    monkeypatch.setattr(day_run_queries, "_LATE", added)
    with pytest.raises(AssertionError):
        test_one_jump_equals_day_by_day(desk, book, clock)


def test_a_clock_set_back_is_refused(desk: Desk, clock: FixedClock) -> None:
    day_run.run(desk)
    clock.moment -= timedelta(days=1)
    with pytest.raises(DomainError) as caught:
        day_run.run(desk)
    assert caught.value.code == "day_run.clock_back"
    assert caught.value.facts == {"date": TODAY - timedelta(days=1), "last": TODAY}


def test_a_very_long_silence_is_cut_short(desk: Desk, clock: FixedClock) -> None:
    day_run.run(desk)
    clock.moment += timedelta(days=day_run.CATCH_UP_LIMIT + 50)
    dates = day_run._dates(day_run.last_run(desk), desk.today)
    assert len(dates) == day_run.CATCH_UP_LIMIT
    assert dates[-1] == desk.today


def test_a_cancelled_run_keeps_the_days_it_finished(desk: Desk, clock: FixedClock) -> None:
    class StopAtSecond:
        def report(self, done: int, total: int, step: str = "") -> None:
            assert total == 4
            assert step == "day_run.running"
            if done == 2:
                raise Cancelled

    day_run.run(desk)
    clock.moment += timedelta(days=4)
    with pytest.raises(Cancelled):
        day_run.run(desk, progress=StopAtSecond())
    assert day_run.last_run(desk) == TODAY + timedelta(days=2)
    assert len(day_run.run(desk).dates) == 2


def test_a_run_of_another_program_in_between_is_noticed(
    desk: Desk, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.moment += timedelta(days=2)
    day_run.run(desk)
    monkeypatch.setattr(day_run, "_dates", lambda _last, _target: (TODAY,))
    with pytest.raises(DomainError, match="clock_back"):
        day_run.run(desk)


def test_a_run_leaves_an_audit_entry_with_its_counts(desk: Desk) -> None:
    day_run.run(desk)
    entry = audit.recent(desk)[0]
    assert (entry.action, entry.subject_id) == ("day_run.finish", "2026-11-20")
    assert '"accounts":0' in entry.facts


_money = st.integers(0, 10**9).map(lambda fen: Decimal(fen).scaleb(-2))


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(
    rows=st.lists(st.tuples(st.integers(1, 900), _money, _money), min_size=1, max_size=5),
    rate=st.integers(0, 360_000).map(lambda number: Decimal(number).scaleb(-6)),
    uplift=st.sampled_from([None, Decimal("0.3"), Decimal("0.5")]),
    basis=st.sampled_from([360, 365]),
)
def test_sql_and_domain_agree_to_the_fen(
    desk: Desk, book: Book, rows: list[Any], rate: Decimal, uplift: Decimal | None, basis: int
) -> None:
    _emptied(desk)
    book.customer(1)
    book.account(1, 1, annual_rate=rate, penalty_uplift=uplift, day_basis=basis)
    for number, (days, principal, interest) in enumerate(rows, 1):
        book.instalment(1, number, TODAY - timedelta(days=days), str(principal), str(interest))
    day_run.run(desk)
    account = _row(desk, Account, id=1)
    terms = PenaltyTerms(rate, overdue_uplift=uplift or Decimal("0.3"), basis=basis)
    overdue = [
        OverdueInstalment(TODAY - timedelta(days=days), principal, interest)
        for days, principal, interest in rows
    ]
    lines = accrue_penalty(overdue, terms, as_of=TODAY)
    sums = {
        kind: sum((line.amount for line in lines if line.kind == kind), Decimal("0.00"))
        for kind in ("penalty", "compound")
    }
    assert (account["penalty"], account["compound"]) == (sums["penalty"], sums["compound"])
    unpaid = [(row.due_on, row.principal + row.interest) for row in overdue]
    ageing = age_account([_unpaid(due_on, amount) for due_on, amount in unpaid], as_of=TODAY)
    assert account["dpd"] == ageing.past_due_days
    assert account["bucket"] == min(7, int(bucket_of(account["dpd"]).code[1]))
    assert account["five_class"] == five_class("loan", account["dpd"])


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(
    due=st.lists(st.tuples(st.integers(-30, 200), _money, _money), min_size=1, max_size=3),
    rate=st.integers(1, 360_000).map(lambda number: Decimal(number).scaleb(-6)),
    compounds=st.booleans(),
    days=st.lists(st.integers(1, 40), min_size=1, max_size=3),
)
def test_compounding_penalty_is_the_same_by_sql_by_domain_and_in_one_jump(
    desk: Desk, book: Book, due: list[Any], rate: Decimal, compounds: bool, days: list[int]
) -> None:
    _emptied(desk)
    book.customer(1)
    agreed = {"compounds_penalty": True}
    book.account(1, 1, annual_rate=rate, compounds_interest=compounds, contract=agreed)
    for number, (late, principal, interest) in enumerate(due, 1):
        book.instalment(1, number, TODAY - timedelta(days=late), str(principal), str(interest))
    terms = PenaltyTerms(
        rate, overdue_uplift=Decimal("0.3"), compound=compounds, compound_on_penalty=True
    )
    last = TODAY
    for step in (0, *days):
        last += timedelta(days=step)
        with desk.store.write() as connection:
            connection.execute(text("DELETE FROM day_run"))  # no day between is run
            connection.commit()
        day_run.run(desk, last)
        account = _row(desk, Account, id=1)
        rows = [
            instalment(TODAY - timedelta(days=late), principal, interest)
            for late, principal, interest in due
        ]
        state = replay_account(rows, [], AccountTerms(terms), as_of=last)
        found = (account["penalty"], account["compound"])
        assert found == (state.unpaid("penalty"), state.unpaid("compound"))


def _emptied(desk: Desk) -> None:
    with desk.store.write() as connection:
        for table in (
            "reminder",
            "instalment",
            "account_span",
            "case_board",
            "debt_case",
            "account",
            "customer",
            "day_run",
        ):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.commit()


def _unpaid(due_on: date, amount: Decimal) -> Any:
    from desktop.domain.ageing import UnpaidRow

    return UnpaidRow(due_on, amount)


def test_bad_debt_of_a_company_spreads_to_its_other_accounts(
    desk: Desk, book: Book, clock: FixedClock
) -> None:
    book.customer(1, kind="company")
    book.customer(2)
    for customer in (1, 2):
        book.late(customer * 10, customer, 100)
        book.account(customer * 10 + 1, customer)
        book.instalment(customer * 10 + 1, 1, TODAY + timedelta(days=9), "5000.00")
    book.customer(3, kind="company")
    book.late(30, 3, 100)
    book.account(31, 3)
    book.instalment(31, 1, TODAY + timedelta(days=9), "9000.00")  # a tenth and no more is bad
    day_run.run(desk)
    with desk.read() as connection:
        classes = dict(connection.execute(select(Account.id, Account.five_class)).tuples().all())
    assert classes == {
        10: "substandard",
        11: "substandard",
        20: "substandard",
        21: "normal",
        30: "substandard",
        31: "normal",
    }
    assert account_view.view(desk, 11).balance.five_class == "substandard"
    ledger.pay(desk, 10, yuan("1087.97"), value_on=TODAY, overpayment="keep")
    assert _row(desk, Account, id=11)["five_class"] == "normal"
