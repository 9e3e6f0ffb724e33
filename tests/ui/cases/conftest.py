"""The Cases page over a small invented book."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from db.tables import CaseNote, Contact, ContactPerson, Guarantor, Officer, PromiseToPay
from desktop.services import day_run
from desktop.services.desk import Desk
from desktop.ui.cases.page import CasesPage
from desktop.ui.main_window import MainWindow
from tests.book import NOW, Book, yuan
from tests.conftest import TODAY
from tests.ui.bot import Bot

PEOPLE = (
    ("张海燕", "zhy", 200),
    ("单于芳", "cyf", 45),
    ("欧阳伟", "oyw", 5),
    ("李建军", "ljj", 95),
    ("王芳", "wf", 0),
)


def fill(desk: Desk, book: Book) -> None:
    """Five customers 200, 45, 5, 95 and 0 days late, and life on the first case."""
    for number, (name, pinyin, days) in enumerate(PEOPLE, 1):
        book.customer(
            number,
            name,
            pinyin=pinyin,
            id_number=f"11010119900307{number:04d}",
            address="杭州市滨江区江虹路 1 号",
        )
        if days:
            book.late(number, number, days, product="信用卡" if number % 2 else "汽车贷款")
        else:
            book.account(number, number)
            book.instalment(number, 1, TODAY + timedelta(days=7))
    with desk.store.write() as connection:
        connection.execute(insert(Officer), [{"id": 2, "staff_no": "0218", "name": "李婉清"}])
        connection.execute(
            insert(Guarantor), [{"account_id": 1, "name": "李大勇", "relation": "配偶"}]
        )
        connection.execute(
            insert(ContactPerson), [{"customer_id": 1, "name": "张小平", "phone": "13800990099"}]
        )
        connection.commit()
    day_run.run(desk)
    book.search(1, 2, 3, 4, 5)
    _live(desk)
    day_run.run(desk)


def _live(desk: Desk) -> None:
    with desk.store.write() as connection:
        connection.execute(
            insert(Contact),
            [
                {
                    "customer_id": 1,
                    "at": NOW - timedelta(days=2),
                    "channel": "phone",
                    "result": "no_answer",
                    "party": "contact",
                    "officer_id": 1,
                    "note": "家属接听",
                }
            ],
        )
        connection.execute(
            insert(PromiseToPay),
            [
                {
                    "case_id": 1,
                    "due_on": TODAY + timedelta(days=2),
                    "amount": yuan("500.00"),
                    "channel": "phone",
                    "taken_at": NOW,
                    "taken_by": 1,
                }
            ],
        )
        connection.execute(
            insert(CaseNote), [{"case_id": 1, "at": NOW, "officer_id": 1, "text": "月底发工资"}]
        )
        connection.commit()


class Driver:
    """Waits for the page to have answered everything."""

    def __init__(self, window: MainWindow, qtbot: Bot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.page: CasesPage = window.pages["cases"]  # type: ignore[assignment]

    def settle(self) -> None:
        self.qtbot.settle(self.window)

    def names(self) -> list[str]:
        """The customers in the list, in its order."""
        model = self.page.list.model
        for place in range(model.rowCount()):
            model.row_at(place)
        self.settle()
        return [model.row_at(place).name for place in range(model.rowCount())]

    def dialog(self, kind):
        """The open dialog of a kind."""
        found = [one for one in self.page.findChildren(kind) if one.isVisible()]
        assert found, f"no {kind.__name__} is open"
        return found[-1]


@pytest.fixture
def cases(desk: Desk, book: Book, window: MainWindow, qtbot: Bot) -> Driver:
    """The Cases page with all its answers."""
    fill(desk, book)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go("cases")
    driver = Driver(window, qtbot)
    driver.page.refresh()
    driver.settle()
    return driver
