"""The contact record on the screen: made, refused, and what comes next."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from desktop.domain.clock import FixedClock
from desktop.services import agencies, agency_contacts, day_run, messages, settings
from desktop.services.contacts import log_contact
from desktop.ui.contact_record.dialog import ContactRecordDialog
from desktop.ui.main_window import MainWindow
from tests.book import Book
from tests.services.test_agencies import CARD
from tests.services.test_reminders import rows

TODAY = date(2026, 11, 20)


def settle(window: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle and not window._refresh_soon.isActive())


@pytest.fixture
def dialog(book: Book, window: MainWindow, qtbot: QtBot, clock: FixedClock) -> ContactRecordDialog:
    """A customer five days late: one call made, one SMS refused at night."""
    desk = window.desk
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1, "张海燕", address="滨江区")
    book.late(1, 1, 5)
    day_run.run(desk)
    case_id = rows(desk)[0].case_id
    log_contact(desk, case_id, result="call_back", note="下午再打")
    clock.moment = datetime(2026, 11, 20, 23)
    messages.release(desk)
    shown = ContactRecordDialog(window, window, case_id, "张海燕")
    shown.show()
    settle(window, qtbot)
    return shown


def titles(entries: Any) -> list[str]:
    return [entry.title for entry in entries]


def test_it_shows_made_and_refused_the_newest_first(dialog: ContactRecordDialog) -> None:
    entries = dialog.record.model().entries  # type: ignore[attr-defined]
    assert titles(entries) == ["C1 静默时段开始(此时起不得联系)", "约定再联系"]
    assert "下午再打" in entries[1].detail
    assert dialog._summary.text() == "已联系 1 次 · 被拦下 1 次"


def test_it_shows_what_comes_in_the_next_ninety_days(dialog: ContactRecordDialog) -> None:
    dialog.tabs.setCurrentIndex(1)
    entries = dialog.coming.model().entries  # type: ignore[attr-defined]
    assert titles(entries)[:2] == ["逾期短信(首日,此后每周)", "逾期电话(第4日,此后每周)"]
    assert "催收函(第31日,此后每30日)" in titles(entries)
    assert "逾期第" in entries[0].detail


def test_another_period_is_read(
    dialog: ContactRecordDialog, window: MainWindow, qtbot: QtBot
) -> None:
    dialog.last.setDate(QDate(2026, 11, 1))
    settle(window, qtbot)
    assert dialog._summary.text() == "已联系 0 次 · 被拦下 0 次"


def test_it_is_saved_as_pdf(
    dialog: ContactRecordDialog, window: MainWindow, notices: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.save_to(tmp_path / "record.pdf")
    settle(window, qtbot)
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF")
    assert notices.toasts[-1].text == "已保存：record.pdf"


def test_what_an_agency_broke_stands_at_its_contact(
    dialog: ContactRecordDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    agency_id = agencies.save(window.desk, None, CARD).agency_id
    told = {"at": "2026-11-20 10:00", "result": "已接听"}
    agency_contacts.record(window.desk, agency_id, dialog._case_id, told)
    dialog.reload()
    settle(window, qtbot)
    found = next(one for one in dialog.record.entries if "诚信服务公司" in one.detail)
    assert found.tag == "违反规则"
    assert "C12 合作机构只能联系已委托给它" in found.detail
    dialog.save_to(tmp_path / "record.pdf")
    settle(window, qtbot)
    paper = pypdfium2.PdfDocument(tmp_path / "record.pdf")
    words = paper[0].get_textpage().get_text_bounded()
    paper.close()
    assert "违反C12" in "".join(words.split())


def test_it_paints(dialog: ContactRecordDialog) -> None:
    dialog.tabs.setCurrentIndex(1)
    assert not dialog.grab().isNull()
