"""schedule, balance, explain and quote from the command line, by parameters and by number."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.clock import FixedClock
from desktop.services import card_postings
from desktop.services.unlock import Location, Unlocker
from tests.book import Book
from tests.cli.conftest import PASSPHRASE, TODAY, Command

LOAN = ("--principal", "100,000", "--rate", "6", "--terms", "12", "--start", "2026-01-10")


def test_the_textbook_schedule(command: Command) -> None:
    answer = command("schedule", *LOAN, "--json")
    assert answer.code == 0
    assert answer.data["rows"][0]["total"] == "8606.64"
    assert answer.data["rows"][-1]["total"] == "8606.69"
    assert answer.data["total_interest"] == "3279.73"
    shown = command("schedule", *LOAN)
    assert "2026-02-10" in shown.out
    assert "逾期" in shown.out


def test_a_balance_and_its_explanation_by_parameters(command: Command) -> None:
    given = (*LOAN, "--uplift", "50", "--payment", "2026-02-10:8606.64", "--on", "2026-03-20")
    balance = command("balance", *given, "--json").data
    assert (balance["dpd"], balance["bucket"]) == (10, "M1")
    assert balance["overdue"]["penalty"] == "20.37"
    explained = command("explain", *given, "--json").data
    assert sum(Decimal(line["amount"]) for line in explained["lines"]) == Decimal(balance["total"])
    assert "× 9% × 10 / 360" in command("explain", *given).out
    assert "逾期 10 天" in command("balance", *given).out


def test_quotes_by_parameters(command: Command) -> None:
    paid = [part for month in range(2, 12) for part in ("--payment", f"2026-{month:02}-10:8606.64")]
    payoff = command("quote", *LOAN, *paid, "--json").data
    assert payoff["amount"] == payoff["by_day"]["2026-11-20"]
    part = command("quote", *LOAN, *paid, "--kind", "prepayment", "--amount", "5000", "--json").data
    assert [plan["code"] for plan in part["plans"]] == [
        "current",
        "shorter_term",
        "lower_instalment",
    ]
    asked = ("--kind", "rearrangement", "--new-first-due", "2026-12-25", "--new-terms", "6")
    new = command("quote", *LOAN, *paid, *asked, "--new-rate", "4", "--json").data
    assert len(new["plans"][1]["rows"]) == 6
    assert "新计划" in command("quote", *LOAN, *paid, *asked).out


def test_changes_of_a_plan_and_waivers_by_parameters(command: Command) -> None:
    paid = [part for month in range(2, 12) for part in ("--payment", f"2026-{month:02}-10:8606.64")]
    change = ("--kind", "plan_change", "--extra-terms", "3", "--new-rate", "4")
    new = command("quote", *LOAN, *paid, *change, "--rate-from", "2026-11-25", "--json").data
    assert len(new["plans"][1]["rows"]) == 5
    late = paid[:-2]
    spread = ("--kind", "spreading", "--over", "rows_to_come", "--interest-free")
    over = command("quote", *LOAN, *late, *spread, "--json").data
    assert len(over["plans"][1]["rows"]) == 2
    drawn = command("quote", *LOAN, *paid, "--kind", "drawing", "--amount", "1000", "--json").data
    assert drawn["lines"]["drawn"] == "1000.00"
    waived = command(
        "quote", *LOAN, *late, "--kind", "waiver", "--waive", "penalty:1", "--json"
    ).data
    assert waived["lines"]["waived_penalty"] == "-1.00"
    assert command("quote", *LOAN, "--kind", "waiver", "--waive", "luck:1").code != 0


def test_rows_agreed_one_by_one_and_the_switches_of_a_schedule(command: Command) -> None:
    rows = ("--row", "2026-03-10:4000", "--row", "2026-09-10:6000")
    given = ("--principal", "10000", "--rate", "6", "--start", "2026-01-10", *rows)
    plan = command("schedule", *given, "--day-count", "ACT/ACT", "--year-end-new", "--json").data
    assert [row["principal"] for row in plan["rows"]] == ["4000.00", "6000.00"]
    assert plan["rows"][0]["interest"] == "96.99"  # 59 of 365 days
    each = command("schedule", *LOAN, "--annuity-each-row", "--json").data
    assert each["rows"][0]["total"] == "8606.64"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("schedule", "--principal", "5"), "cli.accounts.what"),
        (("schedule", *LOAN[:-3], "0", "--start", "2026-01-10"), "schedule.terms_out_of_range"),
        (("quote", *LOAN, "--kind", "prepayment"), "cli.accounts.what"),
        (("quote", *LOAN, "--on", "2026-11-19"), "quotes.in_the_past"),
    ],
)
def test_what_is_wrong_is_said(command: Command, arguments: tuple[str, ...], code: str) -> None:
    answer = command(*arguments, "--json")
    assert (answer.code, answer.data["error"]) == (2, code)


def test_an_argument_that_cannot_be_read_is_refused(command: Command) -> None:
    assert command("schedule", "--principal", "many").code == 2


def test_a_contract_by_number(created: Command) -> None:
    with Unlocker(None, FixedClock.at(TODAY)).open(Location.of("branch.db"), PASSPHRASE) as opened:
        book = Book(opened.desk)
        book.customer(1)
        book.account(1, 1, disbursed_on=date(2026, 1, 10))
        book.instalment(1, 1, date(2026, 10, 10))
        book.instalment(1, 2, date(2026, 12, 10))
    assert created("balance", "HT2026000001", "--json").data["dpd"] == 41
    plan = created("schedule", "HT2026000001", "--json").data["rows"]
    assert [(row["due"], row["total"]) for row in plan] == [
        ("2026-10-10", "1060.00"),
        ("2026-12-10", "1060.00"),
    ]
    explained = created("explain", "HT2026000001", "--json").data["lines"]
    owed = Decimal(created("balance", "HT2026000001", "--json").data["total"])
    assert sum(Decimal(line["amount"]) for line in explained) == owed
    assert "1,000.00 × 7.8% × 41 / 360" in created("explain", "HT2026000001").out
    assert created("quote", "HT2026000001", "--json").data["account_no"] == "HT2026000001"
    created("day-run")
    assert created("verify", "--ledger", "--json").data["disagreements"] == []
    assert "1 个账户" in created("verify", "--ledger").out
    missing = created("schedule", "HT0", "--json")
    assert (missing.code, missing.data["error"]) == (2, "ledger.no_such_account")


def test_a_cards_postings_are_explained_and_paid_off(created: Command) -> None:
    with Unlocker(None, FixedClock.at(TODAY)).open(Location.of("branch.db"), PASSPHRASE) as opened:
        book = Book(opened.desk)
        book.customer(1)
        book.account(1, 1, kind="card", annual_rate=None, statement_day=5, due_day=25)
        posted, day = Decimal("1000.00"), date(2026, 11, 10)
        card_postings.post(opened.desk, 1, "cash_advance", posted, value_on=day, reference="T1")
    balance = created("balance", "HT2026000001", "--json").data
    assert (balance["all"]["principal"], balance["all"]["interest"]) == ("1000.00", "5.00")
    explained = created("explain", "HT2026000001", "--json").data
    assert [(line["source"], line["amount"]) for line in explained["lines"]] == [
        ("cash_advance", "1000.00"),
        ("overdraft", "5.00"),
    ]
    shown = created("explain", "HT2026000001").out
    assert "取现  2026-11-10" in shown
    assert "1,000.00 × 0.05% × 10" in shown
    quote = created("quote", "HT2026000001", "--json").data
    assert (quote["amount"], quote["per_day"]) == ("1005.00", "0.50")
    assert created("verify", "--ledger", "--json").data["disagreements"] == []
