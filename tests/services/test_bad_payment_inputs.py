"""What bad input gets: an item in the inbox with the reason, never a booking."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.tables import Payment
from desktop.adapters.callbacks.setup import made
from desktop.adapters.callbacks.spool import Spool
from desktop.domain.movement_message import Movement as Message
from desktop.services import callbacks, day_run, money_inbox, movements, payment_orders, payments
from desktop.services.desk import Desk
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


def test_the_same_file_under_another_name(owing: Desk, tmp_path: Path) -> None:
    unnumbered = "交易日期,贷方发生额,余额,对方户名,摘要"
    rows = (
        unnumbered,
        "2026-11-20,530.00,2060.00,张海燕,还款",
        "2026-11-20,530.00,2590.00,张海燕,还款",
    )
    first = _import(owing, tmp_path, *rows)
    assert _import(owing, tmp_path, *rows, name="另一个名字.csv") == first
    assert len(first) == 2


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
