"""The largest amount that is taken, at the highest rate: from the file to the paper, to the fen."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from db.tables import Account, CaseBoard, Instalment
from desktop.domain.clock import FixedClock
from desktop.domain.money import LARGEST_AMOUNT
from desktop.services import (
    account_papers,
    account_view,
    contracts,
    day_run,
    ledger,
    ledger_check,
    quote_acceptance,
    quotes,
)
from desktop.services.contracts import LateTerms
from desktop.services.desk import Desk
from tests.conftest import TODAY
from tests.services.test_account_papers import pages
from tests.services.test_imports import ID, codes, sheet, take
from tests.services.test_ledger import rows

D = Decimal
LARGEST = LARGEST_AMOUNT - D("0.01")
DUE = TODAY - timedelta(days=400)
HEADER = ["客户号", "客户姓名", "身份证号", "手机号", "合同号", "产品", "合同金额", "年利率",
          "期次", "应还日期", "应还本金", "应还利息"]  # fmt: skip


def loan_file(folder: Path, principal: Decimal) -> Path:
    written = [str(principal), "100%", "1", DUE.isoformat(), str(principal), "0"]
    return sheet(folder, HEADER, ["C1", "张海燕", ID, "13800000001", "HT1", "项目贷", *written])


def test_the_largest_loan_goes_all_the_way(desk: Desk, tmp_path: Path, clock: FixedClock) -> None:
    assert codes(take(desk, loan_file(tmp_path, LARGEST))) == []
    [account] = rows(desk, Account)
    assert (account["principal"], account["annual_rate"]) == (LARGEST, 1)
    loan = account["id"]
    contracts.set_late_terms(desk, loan, LateTerms(None, D(1)))  # misuse: 200 % a year
    day_run.run(desk)
    [account] = rows(desk, Account)
    penalty = D("22222222222.20")  # 9,999,999,999.99 × 200 % × 400 ÷ 360
    assert (account["penalty"], account["dpd"]) == (penalty, 400)
    assert account["outstanding_principal"] == LARGEST
    [board] = rows(desk, CaseBoard)
    assert board["overdue"] == LARGEST + penalty
    ledger.pay(desk, loan, penalty + D("4999999999.99"), value_on=TODAY)
    assert rows(desk, Instalment)[0]["paid_principal"] == D("4999999999.99")
    assert account_view.view(desk, loan).balance.total == D("5000000000.00")
    clock.moment += timedelta(days=360)
    day_run.run(desk)
    [account] = rows(desk, Account)
    assert account["penalty"] == D("10000000000.00")
    assert ledger_check.check(desk).findings == ()
    statement = account_papers.export_statement(desk, loan, desk.today, str(tmp_path / "结欠.pdf"))
    assert "10,000,000,000.00" in "".join(pages(statement.read_bytes()))
    kept = quotes.keep(desk, loan, "rearrangement", first_due=date(2027, 12, 20), count=12)
    [page] = pages(account_papers.quote_pdf(desk, kept))
    assert "5,000,000,000.00" in page
    quote_acceptance.accept(desk, kept.quote_id)
    assert account_view.view(desk, loan).balance.all["principal"] == D("5000000000.00")
    assert ledger_check.check(desk).findings == ()


@pytest.mark.parametrize("principal", [LARGEST_AMOUNT, D("1200000000000.00")])
def test_a_larger_one_is_refused_with_its_row_and_column(
    desk: Desk, tmp_path: Path, principal: Decimal
) -> None:
    done = take(desk, loan_file(tmp_path, principal))
    problems = [problem for one in done.sheets for problem in one.problems]
    assert {problem.code for problem in problems} == {"imports.amount_too_large"}
    assert "合同金额" in {problem.column for problem in problems}
    assert rows(desk, Account) == []
