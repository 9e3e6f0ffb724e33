"""Messages on the customer's page: the way of each, what came in, a promise to be confirmed."""

from datetime import date, datetime
from decimal import Decimal

from PySide6.QtWidgets import QMenu
from sqlalchemy import insert, select

from db.tables import OutboxItem, PromiseToPay
from desktop.services import cases as service
from desktop.services import sms_incoming, sms_sending
from desktop.services.desk import Desk
from desktop.ui.cases.case_dialogs import PromiseDialog
from desktop.ui.cases.entries import CaseEntries
from tests.services.test_sms_incoming import part
from tests.ui.cases.conftest import Driver

TODAY = date(2026, 11, 20)


def send(desk: Desk, key: str, state: str, **more: object) -> None:
    row = {
        "idempotency_key": key, "channel": "sms", "recipient": "13800100001", "body": "您好",
        "customer_id": 1, "state": state, "due_at": datetime(2026, 11, 20, 9),
        "created_at": datetime(2026, 11, 20, 9),
    }  # fmt: skip
    with desk.store.write() as connection:
        connection.execute(insert(OutboxItem), [row | more])
        connection.commit()


def test_the_way_of_each_message_is_in_the_history(cases: Driver, desk: Desk) -> None:
    send(desk, "a", "delivered", sent_at=datetime(2026, 11, 20, 9, 1),
         delivered_at=datetime(2026, 11, 20, 9, 2))  # fmt: skip
    send(desk, "b", "unsure", last_error="messages.unsure")
    send(desk, "c", "failed", last_error="UNDELIV 001")
    sms_sending.record(desk, [part("余额多少")])
    sms_incoming.pass_on(desk)
    entries = CaseEntries(TODAY).history(service.case_detail(desk, 1))
    shown = {entry.key: entry for entry in entries if entry.key}
    assert shown["message", 1].tag == "已送达"
    assert [step.split()[0] for step in shown["message", 1].detail.split(" → ")] == [
        "放行", "发送", "送达",
    ]  # fmt: skip
    assert "请核实" in shown["message", 2].detail
    assert (shown["message", 3].tag, shown["message", 3].tone) == ("发送失败", "danger")
    assert "UNDELIV 001" in shown["message", 3].detail
    assert "余额多少" in shown["incoming", 1].detail
    assert shown["incoming", 1].title == "客户来信"


def test_a_promise_by_message_is_confirmed_on_the_page(cases: Driver, desk: Desk) -> None:
    sms_sending.record(desk, [part("周一还800元", sender="13800100002")])
    sms_incoming.pass_on(desk)
    pane = cases.page.pane
    pane.show_case(2)
    cases.settle()
    with desk.read() as connection:
        promise_id = connection.execute(
            select(PromiseToPay.id).where(PromiseToPay.state == "draft")
        ).scalar_one()
    pane._promise_menu(("promise", promise_id, "draft"), pane.rect().center())
    menu = [one for one in pane.findChildren(QMenu) if one.isVisible()][-1]
    assert menu.actions()[0].text() == "确认这项承诺…"
    menu.actions()[0].trigger()
    menu.close()
    dialog = cases.dialog(PromiseDialog)
    assert dialog.day.date().toPython() == date(2026, 11, 23)
    assert dialog.amount.amount() == Decimal("800.00")
    dialog._save()
    cases.settle()
    with desk.read() as connection:
        query = select(PromiseToPay.state).where(PromiseToPay.id == promise_id)
        assert connection.execute(query).scalar() == "open"
