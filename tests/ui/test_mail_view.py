"""An e-mail as the customer sees it: HTML or text, what is attached; nothing is ever fetched."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, select, update

from db.tables import (
    BouncedAddress,
    Case,
    ContactRestriction,
    Customer,
    Letter,
    OutboxItem,
    Reminder,
)
from desktop.domain.clock import FixedClock
from desktop.domain.contact_facts import Channel
from desktop.services import (
    day_run,
    letter_mail,
    letters,
    mail_bounces,
    officers,
    second_person,
    settings,
)
from desktop.services.desk import Desk
from desktop.services.officers import OfficerCard
from desktop.ui.contact_record.override_dialog import OverrideDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.messages.mail_view import MailBrowser
from desktop.ui.messages.page import MessagesPage
from tests.book import NOW, Book
from tests.services.test_letters import loans  # noqa: F401 - a fixture
from tests.services.test_reminders import work

TODAY = date(2026, 11, 20)
CODE = "lan-2468"


def case_of(desk: Desk, customer: int) -> int:
    with desk.read() as connection:
        query = select(Case.id).where(Case.customer_id == customer)
        return connection.execute(query).scalar_one()


def stop(desk: Desk, customer: int) -> None:
    """Put a customer on the stop list behind the plan's back, as another desk would just now."""
    row = {
        "customer_id": customer,
        "kind": "stop",
        "from_on": TODAY,
        "reason": "客户要求",
        "set_at": NOW,
    }
    with work(desk) as unit:
        unit.connection.execute(insert(ContactRestriction), [row])


def settle(window: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle and not window._refresh_soon.isActive())


@pytest.fixture
def page(book: Book, window: MainWindow, qtbot: QtBot) -> MessagesPage:
    """An e-mail to the first customer, an SMS to the second customer."""
    desk = window.desk
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    for number in (1, 2):
        book.customer(number)
        book.account(number, number)
        book.instalment(number, 1, TODAY + timedelta(days=7))
    day_run.run(desk)
    with work(desk) as unit:
        unit.connection.execute(
            update(Customer).where(Customer.id == 1).values(email="zhang@example.cn")
        )
        mailed = {"channel": "email", "template": "due_soon_email"}
        unit.connection.execute(
            update(Reminder).where(Reminder.case_id == case_of(desk, 1)).values(**mailed)
        )
    window.resize(1280, 800)
    window.go("messages")
    shown = window.findChild(MessagesPage)
    assert isinstance(shown, MessagesPage)
    settle(window, qtbot)
    return shown


MAIL, SMS = 1, 2
"""Who gets an e-mail, and who an SMS."""


def look_at(page: MessagesPage, customer: int, window: Any, qtbot: QtBot) -> None:
    with window.desk.read() as connection:
        query = select(Reminder.id).where(
            Reminder.case_id == case_of(window.desk, customer),
            Reminder.state == "planned",
            Reminder.planned_on <= TODAY,
        )
        number = connection.execute(query).scalar_one()
    page.lists.waiting_table.show_id(number)
    settle(window, qtbot)


def test_an_email_is_shown_as_its_html_and_turned_to_its_text(
    page: MessagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    preview = page.preview
    look_at(page, SMS, window, qtbot)
    assert not preview.mail.switch.isVisible()
    assert preview._edit.isVisible()
    look_at(page, MAIL, window, qtbot)
    assert preview.mail.browser.isVisible()
    assert preview.mail.browser.toPlainText().split() == preview.written.split()
    assert not preview.mail.attachment.isVisible()
    preview.mail.switch.chip("text").click()
    assert preview._edit.isVisible()
    preview.mail.switch.chip("html").click()
    preview.start_correcting()
    assert preview._edit.isVisible()
    assert not preview.mail.switch.isVisible()
    preview.stop_correcting()
    assert preview.mail.browser.isVisible()


def test_the_letter_that_goes_with_it_is_named(
    request: pytest.FixtureRequest, window: MainWindow, qtbot: QtBot
) -> None:
    desk: Desk = request.getfixturevalue("loans")
    with work(desk) as unit:
        unit.connection.execute(update(Customer).values(email="zhang@example.cn"))
    letters.make(desk, "overdue_notice_2", [case_of(desk, 1)])
    with desk.read() as connection:
        letter_id, number = connection.execute(select(Letter.id, Letter.register_no)).one()
    assert letter_mail.mail_letters(desk, [letter_id]).queued == (letter_id,)
    window.go("messages", state="queued")
    settle(window, qtbot)
    page = window.findChild(MessagesPage)
    assert isinstance(page, MessagesPage)
    page.lists.sent_table.show_id(page.lists.sent.id_at(0))
    settle(window, qtbot)
    assert page.preview.mail.attachment.text() == f"附件：{number}.pdf"
    assert page.preview.mail.browser.isVisible()


def test_a_template_of_an_email_is_previewed_as_html(
    page: MessagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.tabs.show_tab("templates")
    settle(window, qtbot)
    tab: Any = page.tabs.tab("templates")
    tab.open_template("due_soon_email")
    qtbot.waitUntil(lambda: "张女士" in tab.sample.mail.browser.toPlainText(), timeout=20_000)
    assert tab.sample.mail.browser.isVisible()


def test_nothing_is_fetched_and_no_link_opened(qtbot: QtBot, tmp_path: Path) -> None:
    picture = QImage(40, 300, QImage.Format.Format_RGB32)
    assert picture.save(str(tmp_path / "a.png"))
    address = QUrl.fromLocalFile(str(tmp_path / "a.png"))
    browser = MailBrowser()
    qtbot.addWidget(browser)
    browser.setHtml(f'<p><img src="{address.toString()}"><a href="{address.toString()}">x</a></p>')
    assert browser.document().size().height() < 300
    image = QTextDocument.ResourceType.ImageResource.value
    for wanted in (address, QUrl("http://127.0.0.1:9/a.png")):
        assert browser.loadResource(image, wanted).isEmpty()
    browser.anchorClicked.emit(address)
    assert browser.source().isEmpty()


def test_a_dead_address_is_used_again_from_the_message(
    page: MessagesPage, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    desk = window.desk
    with work(desk) as unit:
        row = {"address": "zhang@example.cn", "status": "5.1.1", "reason": "no", "noted_at": NOW}
        unit.connection.execute(insert(BouncedAddress), [row])
    page.refresh()
    look_at(page, SMS, window, qtbot)
    assert not page.preview.use_again.isVisible()
    look_at(page, MAIL, window, qtbot)
    assert "退信" in page.preview._why.text()
    page.preview.use_again.click()
    settle(window, qtbot)
    assert mail_bounces.dead_addresses(desk) == []
    assert notices.toasts[-1].text == "已重新启用 z***@example.cn"
    look_at(page, MAIL, window, qtbot)
    assert not page.preview.use_again.isVisible()
    assert page.preview._release.isVisible()


def test_two_people_let_a_message_pass_from_the_list(
    page: MessagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    desk = window.desk
    second = officers.save(desk, None, OfficerCard("0300", "孙悦")).officer_id
    second_person.set_secret(desk, second, CODE)
    look_at(page, SMS, window, qtbot)
    assert not page.preview.let_pass.isVisible()
    stop(desk, 2)
    page.refresh()
    settle(window, qtbot)
    look_at(page, SMS, window, qtbot)
    assert page.preview.let_pass.isVisible()
    page.preview.let_pass.click()
    settle(window, qtbot)
    (asked,) = page.findChildren(OverrideDialog)
    assert asked.channel.currentData() == Channel.SMS
    asked.reason.setText("客户来电要求发送还款信息")
    asked.second.secret.setText(CODE)
    asked._submit()
    settle(window, qtbot)
    look_at(page, SMS, window, qtbot)
    assert not page.preview.let_pass.isVisible()
    page.preview._release.click()
    settle(window, qtbot)
    with desk.read() as connection:
        sent = connection.execute(select(OutboxItem.customer_id)).scalars().all()
    assert sent == [2]


def test_what_the_law_forbids_cannot_be_let_pass(
    page: MessagesPage, window: MainWindow, qtbot: QtBot, clock: FixedClock
) -> None:
    clock.moment = NOW.replace(hour=23)
    page.refresh()
    settle(window, qtbot)
    look_at(page, SMS, window, qtbot)
    assert "22:00" in page.preview._why.text()
    assert not page.preview.let_pass.isVisible()
