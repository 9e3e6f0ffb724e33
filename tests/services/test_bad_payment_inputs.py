"""What bad input gets: an item in the inbox with the reason, never a booking."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from db.message_queries import unmatched_money
from db.tables import Payment
from desktop.adapters.callbacks.setup import made
from desktop.adapters.callbacks.spool import Spool
from desktop.domain.errors import DomainError
from desktop.domain.movement_message import Movement as Message
from desktop.services import (
    audit,
    callbacks,
    day_run,
    money_inbox,
    movements,
    payment_choices,
    payment_orders,
    payments,
    reconciliation,
)
from desktop.services.desk import Desk
from desktop.services.money_inbox import InboxQuery, InboxRow, RepeatedFile
from tests.book import Book, yuan
from tests.conftest import TODAY
from tests.platforms import Platforms

HEADER = "交易日期,贷方发生额,余额,对方户名,摘要,交易流水号"
GOOD = "2026-11-20,1060.00,2060.00,张海燕,还款 HT2026000001,A1"


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    """张海燕 owes 1,060.00: whatever is not in doubt would be booked by itself."""
    book.customer(1)
    book.late(1, 1, 45, annual_rate=None)
    day_run.run(desk)
    return desk


def _import(desk: Desk, folder: Path, *rows: str, name: str = "流水.csv") -> list[str | None]:
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    movements.import_statement(desk, path)
    return _doubts(desk)


def _doubts(desk: Desk) -> list[str | None]:
    found = sorted(money_inbox.inbox(desk), key=lambda row: row.id)
    return [row.doubt for row in found]


def _nothing_is_booked(desk: Desk) -> bool:
    payments.accept_certain(desk)
    with desk.read() as connection:
        return connection.execute(select(func.count()).select_from(Payment)).scalar_one() == 0


def test_good_input_is_booked_by_itself(owing: Desk, tmp_path: Path) -> None:
    assert _import(owing, tmp_path, HEADER, GOOD) == [None]
    assert not _nothing_is_booked(owing)


def test_a_changed_column_order(owing: Desk, tmp_path: Path) -> None:
    _import(owing, tmp_path, HEADER, "2026-11-19,1.00,1000.00,生人,,Z1")
    moved = "交易流水号,对方户名,交易日期,摘要,贷方发生额,余额"
    row = "A1,张海燕,2026-11-20,还款 HT2026000001,1060.00,2060.00"
    assert _import(owing, tmp_path, moved, row, name="新.csv")[1] == "payments.columns_moved"
    found = next(row for row in money_inbox.inbox(owing) if row.reference == "A1")
    assert (found.amount, found.payer_name) == (yuan("1060.00"), "张海燕")
    assert _nothing_is_booked(owing)
    later = "A2,张海燕,2026-11-20,还款 HT2026000001,1060.00,3120.00"
    assert _import(owing, tmp_path, moved, later, name="次日.csv")[2] != "payments.columns_moved"


def test_a_missing_balance(owing: Desk, tmp_path: Path) -> None:
    row = "2026-11-20,1060.00,,张海燕,还款 HT2026000001,A1"
    assert _import(owing, tmp_path, HEADER, row) == ["payments.missing_balance"]
    assert _nothing_is_booked(owing)


def test_sums_that_do_not_add_up(owing: Desk, tmp_path: Path) -> None:
    assert _import(owing, tmp_path, HEADER, GOOD, "合计,1061.00,,,,") == ["payments.sum_differs"]
    assert _nothing_is_booked(owing)


def test_balances_that_do_not_follow(owing: Desk, tmp_path: Path) -> None:
    before = "2026-11-19,1.00,999.00,生人,,Z1"
    assert "payments.balance_differs" in _import(owing, tmp_path, HEADER, before, GOOD)
    assert _nothing_is_booked(owing)


def test_a_movement_dated_tomorrow(owing: Desk, tmp_path: Path) -> None:
    row = GOOD.replace("2026-11-20", "2026-11-21")
    assert _import(owing, tmp_path, HEADER, row) == ["payments.future_day"]
    message = Message("movement", "ICBC", "1234", "in", yuan("1060.00"))
    tomorrow = datetime.combine(TODAY + timedelta(days=1), datetime.min.time())
    with owing.write() as work:
        movements.take_movement_sms(work, "m1", message, tomorrow)
        work.commit()
    assert _doubts(owing)[1] == "payments.future_day"
    assert _nothing_is_booked(owing)


UNNUMBERED = (
    "交易日期,贷方发生额,余额,对方户名,摘要",
    "2026-11-20,530.00,2060.00,张海燕,还款",
    "2026-11-20,530.00,2590.00,张海燕,还款",
)


CAMT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Ntry>
<Amt Ccy="CNY">1060.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-20</Dt></BookgDt>
<AcctSvcrRef>2026-X-77</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>张海燕</Nm></Pty></Dbtr>
</RltdPties></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"""


def test_the_same_line_in_another_format_that_numbers_it_otherwise_is_doubted(
    owing: Desk, tmp_path: Path
) -> None:
    _import(owing, tmp_path, HEADER, GOOD)
    assert _import(owing, tmp_path, CAMT, name="同日.xml") == [None, "payments.maybe_same_line"]
    assert len(payments.accept_certain(owing).booked) == 1


def test_a_second_payment_of_the_same_day_is_no_double(owing: Desk, tmp_path: Path) -> None:
    _import(owing, tmp_path, HEADER, GOOD.replace("1060.00", "500.00"))
    second = "2026-11-20,500.00,2560.00,张海燕,还款 HT2026000001,A2"
    assert _import(owing, tmp_path, HEADER, second, name="下午.csv") == [None, None]


def _held(desk: Desk) -> list[InboxRow]:
    return money_inbox.inbox(desk, InboxQuery(states=("refused",)))


@pytest.mark.parametrize("rows", [UNNUMBERED, (HEADER, GOOD)])
def test_the_same_file_under_another_name(
    owing: Desk, tmp_path: Path, rows: tuple[str, ...]
) -> None:
    money = _import(owing, tmp_path, *rows)
    for _time in range(2):
        _import(owing, tmp_path, *rows, name="另一个名字.csv")
        [held] = _held(owing)
    assert (held.doubt, held.file_name) == ("payments.same_file", "另一个名字.csv")
    assert held.repeated == RepeatedFile("流水.csv", TODAY, 1, len(money))
    assert (held.shown_amount, held.is_certain, held.suggestions) == (None, False, ())
    assert _doubts(owing) == [*money, "payments.same_file"]


def test_the_same_content_in_another_order_of_columns_and_another_encoding(
    owing: Desk, tmp_path: Path
) -> None:
    _import(owing, tmp_path, HEADER, GOOD)
    moved = "交易流水号,对方户名,交易日期,摘要,贷方发生额,余额"
    path = tmp_path / "另存.csv"
    row = "A1,张海燕,2026-11-20,还款 HT2026000001,1060.00,2060.00"
    path.write_text(f"{moved}\n{row}\n", encoding="gb18030")
    stored = movements.import_statement(owing, path)
    assert (stored.new, stored.known, stored.doubtful) == (0, 1, 0)
    assert stored.repeated is not None
    assert [held.file_name for held in _held(owing)] == ["另存.csv"]
    # Nobody looked at a line of it, so the order of its columns is not yet a known one.
    later = "A2,张海燕,2026-11-20,还款 HT2026000001,1060.00,3120.00"
    assert "payments.columns_moved" in _import(owing, tmp_path, moved, later, name="次日.csv")


def test_a_workbook_saved_from_the_file(owing: Desk, tmp_path: Path) -> None:
    _import(owing, tmp_path, *UNNUMBERED)
    book = Workbook()
    assert book.active is not None
    for row in UNNUMBERED:
        book.active.append(
            [float(cell) if cell.endswith(".00") else cell for cell in row.split(",")]
        )
    book.save(tmp_path / "流水.xlsx")
    stored = movements.import_statement(owing, tmp_path / "流水.xlsx")
    assert (stored.new, stored.known) == (0, 2)
    assert [held.file_name for held in _held(owing)] == ["流水.xlsx"]


def test_a_file_that_is_partly_new_is_taken_in_as_far_as_it_is(owing: Desk, tmp_path: Path) -> None:
    _import(owing, tmp_path, *UNNUMBERED)
    path = tmp_path / "两天.csv"
    path.write_text("\n".join((*UNNUMBERED, "2026-11-20,7.00,2597.00,李建军,还款")), "utf-8")
    stored = movements.import_statement(owing, path)
    assert (stored.new, stored.known, stored.repeated) == (1, 2, None)
    assert _held(owing) == []
    # A month put together from its days says how many files it repeats.
    _import(owing, tmp_path, *UNNUMBERED, "2026-11-20,7.00,2597.00,李建军,还款", name="全月.csv")
    [held] = _held(owing)
    assert held.repeated == RepeatedFile("流水.csv", TODAY, 2, 3)


def test_a_file_taken_in_twice_under_its_own_name_and_an_empty_one_are_no_item(
    owing: Desk, tmp_path: Path
) -> None:
    for rows in (UNNUMBERED, UNNUMBERED, UNNUMBERED[:1]):
        _import(owing, tmp_path, *rows)
    assert _held(owing) == []


def test_the_item_of_a_repeated_file_is_no_money(owing: Desk, tmp_path: Path) -> None:
    _import(owing, tmp_path, HEADER, "2026-11-20,9.00,9.00,生人,,Z1")
    before = reconciliation.reconcile(owing, TODAY)
    _import(owing, tmp_path, HEADER, "2026-11-20,9.00,9.00,生人,,Z1", name="另存.csv")
    [held] = _held(owing)
    assert reconciliation.reconcile(owing, TODAY) == before
    assert movements.rematch(owing).matched == 0
    assert (held.customer_id, money_inbox.of_customer(owing, 1)) == (None, [])
    with pytest.raises(DomainError, match="booked_already"):
        payments.accept(owing, held.id, [(1, yuan("0.00"))])
    with pytest.raises(DomainError, match="booked_already"):
        payments.put_aside(owing, held.id, "returned", "退回")
    assert _nothing_is_booked(owing)
    with owing.read() as connection:
        assert unmatched_money(connection) == (1, yuan("9.00"))


def test_a_repeated_file_is_seen_to_with_a_note_and_taken_back(owing: Desk, tmp_path: Path) -> None:
    _import(owing, tmp_path, *UNNUMBERED)
    _import(owing, tmp_path, *UNNUMBERED, name="另存.csv")
    [held] = _held(owing)
    with pytest.raises(DomainError, match="reason_missing"):
        payments.put_aside(owing, held.id, "ignored", " ")
    payments.put_aside(owing, held.id, "ignored", "柜员重复下载")
    assert _held(owing) == []
    assert audit.recent(owing)[0].action == "payments.ignored"
    _import(owing, tmp_path, *UNNUMBERED, name="另存.csv")
    assert _held(owing) == []  # seen to is seen to
    payments.reopen(owing, held.id)
    assert [row.id for row in _held(owing)] == [held.id]


def test_a_line_that_comes_again_with_fewer_columns_is_doubted(owing: Desk, tmp_path: Path) -> None:
    _import(owing, tmp_path, *UNNUMBERED)
    short = ("交易日期,贷方发生额,对方户名", "2026-11-20,530.00,张海燕", "2026-11-20,530.00,李建军")
    doubts = _import(owing, tmp_path, *short, name="简版.csv")
    assert doubts == [None, None, "payments.maybe_same_line", None]
    with_day = ("交易日期,贷方发生额,对方户名", "2026-11-19,530.00,张海燕")
    assert _import(owing, tmp_path, *with_day, name="昨天.csv")[4] is None


@pytest.mark.parametrize(
    ("header", "back"),
    [
        (HEADER, "2026-11-20,-1060.00,1000.00,张海燕,还款 HT2026000001,A2"),
        (HEADER, "2026-11-20,-1060.00,1000.00,,冲正,A2"),
        (
            "交易日期,贷方发生额,借方发生额,余额,对方户名,摘要,交易流水号",
            "2026-11-20,,1060.00,1000.00,张海燕,退汇,A2",
        ),
    ],
)
def test_money_the_bank_takes_back(owing: Desk, tmp_path: Path, header: str, back: str) -> None:
    _import(owing, tmp_path, HEADER, GOOD)
    doubts = _import(owing, tmp_path, header, back, name="次日.csv")
    assert doubts == ["payments.was_taken_back", "payments.taken_back"]
    [held] = _held(owing)
    assert (held.amount, held.shown_amount) == (yuan("-1060.00"), yuan("-1060.00"))
    assert _nothing_is_booked(owing)
    payments.put_aside(owing, held.id, "ignored", "已联系客户")
    payments.reopen(owing, held.id)
    assert [row.id for row in _held(owing)] == [held.id]


def test_money_the_bank_takes_back_after_it_was_booked(owing: Desk, tmp_path: Path) -> None:
    _import(owing, tmp_path, HEADER, GOOD)
    [booked] = payments.accept_certain(owing).booked
    back = "2026-11-20,-1060.00,1000.00,张海燕,还款 HT2026000001,A2"
    assert _import(owing, tmp_path, HEADER, back, name="次日.csv") == ["payments.taken_back"]
    payments.undo(owing, booked, "银行退汇")
    payments.put_aside(owing, booked, "returned", "银行退汇")


def test_money_of_another_payer_is_not_what_the_bank_takes_back(
    owing: Desk, tmp_path: Path
) -> None:
    _import(owing, tmp_path, HEADER, GOOD)
    back = "2026-11-20,-1060.00,1000.00,李建军,冲正,A2"
    assert _import(owing, tmp_path, HEADER, back, name="次日.csv")[0] is None


def test_our_own_money_that_comes_back_is_no_repayment(owing: Desk, tmp_path: Path) -> None:
    row = GOOD.replace("还款", "退汇")
    assert _import(owing, tmp_path, HEADER, row) == ["payments.reversal"]
    assert _nothing_is_booked(owing)


@pytest.mark.file_only
def test_another_merchants_number_and_an_amount_that_differs_from_the_order(owing: Desk) -> None:
    order = payment_orders.make_order(owing, 1, yuan("1060.00")).order_no
    assert owing.store.path is not None
    platforms, now = Platforms(), owing.clock.now()
    reader = made(platforms.setup()).platforms["wechat"]
    spool = Spool(callbacks.spool_path(owing.store.path), callbacks.spool_key(owing))
    for number, more in enumerate(
        ({"mchid": "1999999999"}, {"fen": 105999, "out_trade_no": order}), start=1
    ):
        headers, body = platforms.wechat(now, reference=f"W{number}", **more)  # type: ignore[arg-type]
        spool.put(reader.read(headers, body, now), now)
    spool.close()
    callbacks.take_in(owing)
    assert _doubts(owing) == ["payments.other_merchant", "payments.order_amount"]
    assert _nothing_is_booked(owing)
    strange = next(row for row in money_inbox.inbox(owing) if row.reference == "W1")
    with pytest.raises(DomainError, match="not_ours"):  # nor by a person's hand
        payments.accept(owing, strange.id, [(1, strange.amount)])
    with pytest.raises(DomainError, match="not_ours"):
        payment_choices.carry_out(owing, strange.id, [(1, strange.amount)], "apart")
    assert _nothing_is_booked(owing)
