"""Every kind of quote is one page, with the longest plan and the longest names there are."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.services import account_papers, account_view, day_run, ledger, quotes
from desktop.services.desk import Desk
from desktop.services.waiver_offers import LONGEST_VALID_DAYS
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_account_papers import pages

D = Decimal
LONG_NAME = "阿布都热合曼·买买提吐尔逊农业机械专业合作联社" * 3
LONG_NUMBER = "HT2026" + "0123456789" * 5
TERMS = 62
PLAN = plan_of(LoanTerms(D("987654321.00"), D("0.12"), date(2026, 8, 5), TERMS))
LAST_DAY = TODAY + timedelta(days=LONGEST_VALID_DAYS)
QUOTES: list[tuple[quotes.Kind, dict[str, Any], str]] = [
    ("payoff", {}, "各日应付金额"),
    ("payoff", {"until": "next_due"}, "本期利息"),
    ("prepayment", {"amount": D("400000000.00")}, "缩短期限"),
    ("rearrangement", {"first_due": date(2027, 1, 5), "count": 360}, "表中略去中间"),
    ("rearrangement", {"first_due": date(2026, 12, 5), "count": 60, "unit": "week"}, "新计划"),
    ("plan_change", {"extra_terms": 60}, "已到期未还"),
    ("plan_change", {"annual_rate": D("0.08"), "rate_from": TODAY}, "新计划"),
    ("spreading", {"over": "rows_to_come"}, "新计划"),
    (
        "spreading",
        {"over": "new_rows", "first_due": date(2026, 12, 20), "count": 60},
        "表中略去中间",
    ),
    ("drawing", {"amount": D("123456789.12")}, "本次提款"),
    (
        "waiver",
        {
            "waive": {"penalty": D("3000.00"), "compound": D("0.10"), "interest": D("9.00")},
            "valid_until": LAST_DAY,
        },
        "减免后",
    ),
]


@pytest.fixture
def long_loan(desk: Desk, book: Book) -> int:
    """Nearly a thousand million over 62 months, one instalment late, all names at their longest."""
    book.customer(1, name=LONG_NAME, kind="company")
    book.account(
        1,
        1,
        account_no=LONG_NUMBER,
        product="个人经营性抵押循环贷款（含随借随还功能）" * 2,
        principal=PLAN.total_principal,
        annual_rate=D("0.12"),
        method="equal_instalment",
        disbursed_on=date(2026, 8, 5),
        contract={"prepayment_fee_percent": "1"},
    )
    for row in PLAN.rows:
        paid = (str(row.principal), str(row.interest)) if row.no <= 2 else ("0.00", "0.00")
        book.instalment(1, row.no, row.due_on, str(row.principal), str(row.interest), paid)
    day_run.run(desk)
    return 1


@pytest.mark.parametrize(("kind", "asked", "words"), QUOTES)
def test_a_quote_on_a_long_loan_is_one_page(
    desk: Desk,
    long_loan: int,
    tmp_path: Path,
    kind: quotes.Kind,
    asked: dict[str, Any],
    words: str,
) -> None:
    if kind == "drawing" or "annual_rate" in asked:
        due = account_view.view(desk, long_loan).balance.total_overdue
        ledger.pay(desk, long_loan, due, value_on=TODAY)
    path = str(tmp_path / "报价.pdf")
    file = account_papers.export_quote(desk, long_loan, kind, path, **asked)
    [text] = pages(file.read_bytes())
    text = text.replace("\r\n", "")
    assert words in text
    assert LONG_NAME in text
    assert LONG_NUMBER in text
    assert "有效至" in text
    shown = quotes.offer(desk, long_loan, kind, **asked)
    assert f"{shown.amount:,.2f}" in text


@pytest.mark.parametrize("months", [6, 60])
def test_a_card_in_instalments_is_one_page(
    desk: Desk, book: Book, tmp_path: Path, months: int
) -> None:
    book.customer(1, name=LONG_NAME)
    book.account(
        1, 1, account_no=LONG_NUMBER, kind="card", annual_rate=None, statement_day=5, due_day=25
    )
    book.instalment(1, 1, TODAY - timedelta(days=40), "9876543.21", "0.00")
    day_run.run(desk)
    asked = {"months": months, "first_due": date(2026, 12, 20), "monthly_rate": D("0.005")}
    path = str(tmp_path / "分期.pdf")
    file = account_papers.export_quote(desk, 1, "card_instalments", path, **asked)
    [text] = pages(file.read_bytes())
    text = text.replace("\r\n", "")
    assert LONG_NAME in text
    assert f"新计划：{months}期" in text
    assert ("表中略去中间" in text) == (months == 60)


def test_no_kind_of_quote_is_without_its_page() -> None:
    assert {kind for kind, _, _ in QUOTES} | {"card_instalments"} == set(get_args(quotes.Kind))
