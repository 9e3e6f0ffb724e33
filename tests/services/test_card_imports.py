"""A card's postings beside the lender's files: nothing is owed twice, nothing is lost."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from db.tables import Account, Instalment, LedgerEntry
from desktop.services import account_view, card_postings, day_run, ledger, ledger_check
from desktop.services.desk import Desk
from tests.conftest import TODAY
from tests.services.test_imports import ID, codes, counts, folder, rows, sheet, take

assert folder  # a fixture

D = Decimal
CARDS = [
    "客户号",
    "客户姓名",
    "身份证号",
    "手机号",
    "账户号",
    "账户类型",
    "账单日",
    "每月还款日",
    "开卡日期",
]
CARD = ["C1", "张海燕", ID, "13800000001", "K1", "信用卡", "5", "25", "2026-01-01"]
BILLS = ["账户号", "期次", "应还日期", "应还本金", "应还利息", "已还本金", "已还利息", "数据日期"]
SEP = date(2026, 9, 10)


@pytest.fixture
def card(desk: Desk, folder: Path) -> int:
    """A card as its lender's file states it, nothing owed."""
    take(desk, sheet(folder, CARDS, CARD, name="cards.csv"))
    [(account_id,)] = rows(desk, Account.id)
    return int(account_id)


def owed(desk: Desk, card: int) -> dict[str, Decimal]:
    everything = account_view.view(desk, card).balance.all
    return {component: amount for component, amount in everything.items() if amount}


def bill(folder: Path, number: int, due: str, amount: str, paid: str, day: str) -> Path:
    row = ["K1", number, due, amount, "0", paid, "0", day]
    return sheet(folder, BILLS, row, name=f"{day}.csv")


def test_the_next_statement_takes_the_place_of_what_was_posted(
    desk: Desk, card: int, folder: Path
) -> None:
    card_postings.post(desk, card, "purchase", D("600.00"), value_on=SEP, reference="T1")
    assert rows(desk, Instalment.due_on, Instalment.principal, Instalment.statement_on) == [
        (date(2026, 10, 25), D("100.00"), date(2026, 10, 5)),
        (date(2026, 11, 25), D("83.20"), date(2026, 11, 5)),  # and 16.80 of interest: 100 at least
        (date(2026, 12, 25), D("416.80"), date(2026, 12, 5)),
    ]
    statement = bill(folder, 1, "2026-11-25", "600.00", "0", "2026-11-05")
    assert counts(take(desk, statement))[3] == 0
    day_run.run(desk)
    assert owed(desk, card) == {"principal": D("600.00")}
    assert [line.amount for line in account_view.view(desk, card).ledger] == [D("600.00")]
    assert ledger_check.check(desk).findings == ()
    take(desk, statement)
    assert owed(desk, card) == {"principal": D("600.00")}
    # what is posted after it is owed beside it, and stays when the statement comes again
    card_postings.post(desk, card, "purchase", D("80.00"), value_on=date(2026, 11, 8))
    ledger.pay(desk, card, D("100.00"), value_on=date(2026, 11, 9))
    assert owed(desk, card) == {"principal": D("580.00")}
    take(desk, statement)
    assert owed(desk, card) == {"principal": D("580.00")}
    assert ledger_check.check(desk).findings == ()
    both = [
        ["K1", 1, "2026-11-25", "600.00", "0", "100.00", "0", "2026-11-18"],
        ["K1", 2, "2026-12-25", "80.00", "0", "0", "0", "2026-11-18"],
    ]
    take(desk, sheet(folder, BILLS, *both, name="later.csv"))
    day_run.run(desk)
    assert owed(desk, card) == {"principal": D("580.00")}
    assert ledger_check.check(desk).findings == ()


def test_a_statement_that_is_there_already_holds_what_is_posted_for_before(
    desk: Desk, card: int, folder: Path
) -> None:
    take(desk, bill(folder, 1, "2026-11-25", "600.00", "0", "2026-11-05"))
    assert codes(take(desk, postings(folder, ["2026-10-01", "消费", "600.00", "T1", "超市"]))) == []
    assert owed(desk, card) == {"principal": D("600.00")}
    assert len(account_view.view(desk, card).ledger) == 1


def test_a_statement_that_was_not_paid_in_full_bears_interest_on_its_postings(
    desk: Desk, card: int, folder: Path
) -> None:
    take(desk, postings(folder, ["2026-09-10", "消费", "600.00", "T1", "超市"]))
    take(desk, bill(folder, 1, "2026-10-25", "600.00", "0", "2026-10-05"))
    day_run.run(desk)
    assert owed(desk, card) == {"principal": D("600.00"), "interest": D("21.30")}  # 71 days
    assert ledger_check.check(desk).findings == ()
    paid = ledger.pay(desk, card, D("600.00"), value_on=date(2026, 10, 28))
    assert owed(desk, card) == {}
    ledger.undo_payment(desk, paid.payment_id, "退票")
    ledger.pay(desk, card, D("200.00"), value_on=date(2026, 10, 25))
    # 45 days on 600, 26 on 400
    assert owed(desk, card) == {"principal": D("400.00"), "interest": D("18.70")}
    sources = [line.source for line in account_view.view(desk, card).statement]
    assert sources == ["purchase", "payment", *["overdraft"] * 3]
    assert ledger_check.check(desk).findings == ()
    # the lender's next statement says what it charged itself
    rest = ["K1", 2, "2026-11-25", "0", "18.00", "0", "0", "2026-11-05"]
    first = ["K1", 1, "2026-10-25", "600.00", "0", "200.00", "0", "2026-11-05"]
    take(desk, sheet(folder, BILLS, first, rest, name="november.csv"))
    day_run.run(desk)
    assert owed(desk, card) == {"principal": D("400.00"), "interest": D("18.00")}
    assert ledger_check.check(desk).findings == ()


POSTED = ["账户号", "记账日期", "交易类型", "交易金额", "交易流水号", "交易摘要", "币种"]


def postings(folder: Path, *made: list[str], name: str = "交易明细.csv") -> Path:
    return sheet(folder, POSTED, *(["K1", *row, "人民币"][:7] for row in made), name=name)


def test_the_lenders_list_of_postings_is_taken_in_once(desk: Desk, card: int, folder: Path) -> None:
    file = postings(
        folder,
        ["2026-11-07", "消费", "1,000.00", "T1", "超市"],
        ["2026-11-08", "取现", "500.00", "T2", ""],
        ["2026-11-08", "取现手续费", "10.00", "T3", ""],
        ["2026-11-09", "退货", "-40.00", "T4", "超市"],
        ["2026-11-10", "还款", "200.00", "T5", "网银"],
        ["2026-11-11", "消费", "9.00", "", "地铁"],
        ["2026-11-11", "消费", "9.00", "", "地铁"],
    )
    assert counts(take(desk, file)) == (7, 0, 0, 0)
    day_run.run(desk)
    # the payment took the fee of 10, 2 days of interest on the cash, and of the purchase the rest;
    # of the cash 10 more days are owed
    assert owed(desk, card) == {"principal": D("1288.50"), "interest": D("2.50")}
    assert rows(desk, Account.outstanding_principal) == [(D("1288.50"),)]
    again = take(desk, file)
    assert counts(again) == (0, 0, 7, 0)
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(POSTED)
    page.append(["K1", date(2026, 11, 7), "消费", 1000, "T1", "超市", "人民币"])
    page.append(["K1", date(2026, 11, 12), "消费", 12.5, "T9", "书店", "人民币"])
    book.save(folder / "其他明细.xlsx")
    assert counts(take(desk, folder / "其他明细.xlsx")) == (1, 0, 1, 0)
    assert owed(desk, card)["principal"] == D("1301.00")
    kinds = [kind for (kind,) in rows(desk, LedgerEntry.kind)]
    assert kinds == ["card_fee", "cash_advance", *["purchase"] * 4, "refund"]
    assert ledger_check.check(desk).findings == ()


def test_a_posting_taken_out_does_not_come_back_with_the_file(
    desk: Desk, card: int, folder: Path
) -> None:
    file = postings(folder, ["2026-11-07", "消费", "1,000.00", "T1", "超市"])
    take(desk, file)
    [(entry_id,)] = rows(desk, LedgerEntry.id)
    ledger.reverse_entry(desk, entry_id, "持卡人否认")
    take(desk, postings(folder, ["2026-11-07", "消费", "1,000.00", "T1", "超市"], name="2.csv"))
    assert owed(desk, card) == {}


def test_bad_postings_are_refused_with_their_reason(desk: Desk, card: int, folder: Path) -> None:
    loan = ["C1", "张海燕", ID, "13800000001", "L1", "贷款", "", "", "2026-01-01"]
    plain = ["C1", "张海燕", ID, "13800000001", "K2", "信用卡", "", "", "2026-01-01"]
    gone = ["C1", "张海燕", ID, "13800000001", "K3", "信用卡", "5", "25", "2026-01-01"]
    take(desk, sheet(folder, CARDS, loan, plain, gone, name="more.csv"))
    lost = ledger.find_account(desk, "K3")
    card_postings.post(desk, lost, "purchase", D("9.00"), value_on=TODAY)
    ledger.write_off(desk, lost, value_on=TODAY, reason="损失")
    card_postings.post(desk, card, "purchase", D("1.00"), value_on=TODAY, reference="T0")
    made = [
        ["K1", "2025-12-31", "消费", "5.00", "B1", "", "人民币"],
        ["K1", "2026-11-21", "消费", "5.00", "B2", "", "人民币"],
        ["K1", "2026-11-10", "消费", "-5.00", "B3", "", "人民币"],
        ["K1", "2026-11-10", "消费", "0", "B4", "", "人民币"],
        ["K1", "2026-11-10", "消费", "5.00", "B5", "", "美元"],
        ["K1", "2026-11-10", "消费", "5.00", "T0", "", "人民币"],
        ["L1", "2026-11-10", "消费", "5.00", "B6", "", "人民币"],
        ["K2", "2026-11-10", "消费", "5.00", "B7", "", "人民币"],
        ["K3", "2026-11-10", "消费", "5.00", "B0", "", "人民币"],
        ["K9", "2026-11-10", "消费", "5.00", "B8", "", "人民币"],
        ["K1", "2026-11-10", "送礼", "5.00", "B9", "", "人民币"],
        ["K1", "2026-11-10", "消费", "5.00", "G1", "", "人民币"],
        ["K1", "2026-11-10", "消费", "6.00", "G1", "", "人民币"],
    ]
    result = take(desk, sheet(folder, POSTED, *made, name="交易明细.csv"))
    assert sorted(codes(result)) == sorted(
        [
            "posting_before_opening",
            "date_in_future",
            "posting_negative",
            "amount_zero",
            "posting_currency",
            "posting_differs",
            "posting_not_on_card",
            "posting_no_statement_day",
            "posting_closed",
            "account_unknown",
            "bad_choice",
            "reference_twice",
        ]
    )
    assert counts(result)[0] == 1
    assert owed(desk, card) == {"principal": D("6.00")}
