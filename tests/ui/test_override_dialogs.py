"""Letting a contact pass with a second person, and what a customer agreed to, on the screen."""

from datetime import time
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from db.tables import ContactPerson, Guarantor
from desktop.domain.contact_facts import Channel
from desktop.services import (
    agreements,
    case_actions,
    cases,
    contacts,
    day_run,
    officers,
    second_person,
)
from desktop.services.agreements import Agreement
from desktop.services.desk import Desk
from desktop.services.officers import OfficerCard
from desktop.ui.cases.contact_dialog import ContactDialog
from desktop.ui.contact_record.agreement_dialog import AgreementDialog
from desktop.ui.contact_record.dialog import ContactRecordDialog
from desktop.ui.contact_record.override_dialog import OverrideDialog
from desktop.ui.main_window import MainWindow
from tests.book import Book
from tests.services.test_reminders import rows, work
from tests.ui.conftest import NoticeRecorder

CODE = "lan-2468"


@pytest.fixture
def case_id(book: Book, desk: Desk) -> int:
    book.customer(1)
    book.late(11, 1, 10)
    day_run.run(desk)
    second_person.set_secret(
        desk, officers.save(desk, None, OfficerCard("0300", "孙悦")).officer_id, CODE
    )
    return rows(desk)[0].case_id


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle)


def undo(notices: NoticeRecorder, window: MainWindow, qtbot: QtBot) -> None:
    act: Any = notices.toasts[-1].undo
    act()
    idle(window, qtbot)


def test_a_house_rule_is_let_pass_and_taken_back(
    case_id: int, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    case_actions.restrict(desk, case_id, "stop", "客户要求")
    told: list[str] = []
    dialog = OverrideDialog(window, window, case_id, "张海燕", then=lambda: told.append("then"))
    idle(window, qtbot)
    assert "停催名单" in dialog.rule.text()
    dialog._submit()
    idle(window, qtbot)
    assert "理由" in dialog.error
    dialog.reason.setText("客户来电要求回电")
    dialog.second.secret.setText("wrong!")
    dialog._submit()
    idle(window, qtbot)
    assert "还可再试 4 次" in dialog.error
    dialog.second.secret.setText(CODE)
    dialog._submit()
    idle(window, qtbot)
    assert told == ["then"]
    assert contacts.may_contact(desk, case_id, "phone").is_allowed
    record = ContactRecordDialog(window, window, case_id, "张海燕")
    idle(window, qtbot)
    assert "放行 1 次" in record._summary.text()
    record.close()
    undo(notices, window, qtbot)
    assert not contacts.may_contact(desk, case_id, "phone").is_allowed


def test_the_law_is_not_let_pass_and_what_is_free_needs_nobody(
    case_id: int, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    dialog = OverrideDialog(window, window, case_id, "张海燕", channel=Channel.SMS)
    idle(window, qtbot)
    assert "无需放行" in dialog.rule.text()
    dialog._submit()
    assert "无需放行" in dialog.error
    case_actions.restrict(desk, case_id, "dispute", "客户异议")
    dialog.channel.setCurrentIndex(dialog.channel.findData("phone"))
    idle(window, qtbot)
    assert "任何人都不能放行" in dialog.rule.text()
    dialog.reason.setText("客户来电要求回电")
    dialog.second.secret.setText(CODE)
    dialog._submit()
    idle(window, qtbot)
    assert "任何人都不能放行" in dialog.error
    dialog.close()


def test_the_contact_dialog_offers_it_where_a_house_rule_refuses(
    case_id: int, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    case_actions.restrict(desk, case_id, "stop", "客户要求")
    dialog = ContactDialog(window, window, cases.case_detail(desk, case_id))
    idle(window, qtbot)
    assert dialog.let_pass.isVisibleTo(dialog)
    dialog.let_pass.click()
    idle(window, qtbot)
    (asked,) = dialog.findChildren(OverrideDialog)
    asked.reason.setText("客户来电要求回电")
    asked.second.secret.setText(CODE)
    asked._submit()
    idle(window, qtbot)
    assert not dialog.let_pass.isVisibleTo(dialog)
    dialog.close()


def test_an_agreement_is_written_down_and_taken_back(
    case_id: int, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    dialog = AgreementDialog(window, window, case_id, 1, "张海燕")
    idle(window, qtbot)
    assert not dialog.proof.isEnabled()
    dialog.hours_from.setText("7点")
    dialog._submit()
    assert "19:00" in dialog.error
    dialog.hours_from.setText("20:00")
    dialog.hours_until.setText("23:00")
    dialog.is_written.setChecked(True)
    dialog._submit()
    idle(window, qtbot)
    assert "存放" in dialog.error
    dialog.proof.setText("档案 17")
    dialog.channel.setCurrentIndex(dialog.channel.findData("sms"))
    dialog._submit()
    idle(window, qtbot)
    wanted = Agreement(time(20), time(23), desk.today, "档案 17", Channel.SMS)
    assert agreements.agreement(desk, 1) == wanted
    again = AgreementDialog(window, window, case_id, 1, "张海燕")
    idle(window, qtbot)
    assert (again.hours_from.text(), again.proof.text()) == ("20:00", "档案 17")
    assert again.channel.currentData() == "sms"
    again.close()
    undo(notices, window, qtbot)
    assert agreements.agreement(desk, 1) == Agreement()


def test_the_case_page_opens_both(
    case_id: int, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.go("cases", case_id=case_id)
    idle(window, qtbot)
    page: Any = window.current_page
    qtbot.waitUntil(lambda: page.pane.detail is not None)
    kinds: tuple[tuple[str, type[Any]], ...] = (
        ("agree", AgreementDialog),
        ("let_pass", OverrideDialog),
    )
    for name, kind in kinds:
        next(act for act in page.pane.case_actions if act.objectName() == f"cases.{name}").trigger()
        idle(window, qtbot)
        opened = page.findChildren(kind)
        assert opened
        opened[-1].close()
    next(act for act in page.pane.case_actions if act.objectName() == "cases.call").trigger()
    idle(window, qtbot)
    shown: Any = window.current_page
    assert (shown.key, shown.pane.name.text()) == ("calls", "张海燕")


def test_the_contact_dialog_says_whether_a_third_party_may_be_called(
    case_id: int, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    with work(desk) as unit:
        person = {"customer_id": 1, "name": "李四", "phone": "13900000002"}
        unit.connection.execute(insert(ContactPerson), [person])
        guarantor = {"account_id": 11, "name": "王五", "phone": "13900000003"}
        unit.connection.execute(insert(Guarantor), [guarantor])
    dialog = ContactDialog(window, window, cases.case_detail(desk, case_id))
    idle(window, qtbot)
    dialog._parties.chip(("contact", 1)).click()
    idle(window, qtbot)
    assert "失联" in dialog._room.words.text()
    dialog._parties.chip(("guarantor", 1)).click()
    idle(window, qtbot)
    assert dialog._room.words.text() == "现在可以联系此人。"
    dialog._parties.chip(("debtor", None)).click()
    idle(window, qtbot)
    assert "今日" in dialog._room.words.text()
    dialog.close()
