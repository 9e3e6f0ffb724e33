"""The Check tab: a file dropped or chosen, what it is in words, the way to its entry."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.adapters import secret_store
from desktop.services import letter_register, letter_signing, settings
from desktop.services.desk import Desk
from desktop.ui.letters.check_tab import CheckTab
from desktop.ui.letters.page import CHECK, REGISTER, LettersPage
from desktop.ui.main_window import MainWindow
from tests.certificates import NAME, PASSWORD, certificate
from tests.services.test_mail_delivery import Keys
from tests.time_services import time_service
from tests.ui.conftest import NoticeRecorder
from tests.ui.test_letters_page import book, idle, made, page

__all__ = ["book", "page"]


def drop(tab: CheckTab | LettersPage, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, left, none)
    tab.dragEnterEvent(entered)
    assert entered.isAccepted()
    tab.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))


@pytest.fixture
def letter(page: LettersPage, desk: Desk, tmp_path: Path) -> Path:
    """A letter of the register, saved."""
    file = tmp_path / "letter.pdf"
    file.write_bytes(letter_register.pdf(desk, made(desk, 1)[0]))
    return file


def test_a_letter_dropped_on_any_tab_is_ours_and_leads_to_its_entry(
    page: LettersPage, window: MainWindow, qtbot: QtBot, letter: Path
) -> None:
    drop(page, letter)
    idle(window, qtbot)
    tab = page.checking
    assert page._tabs.currentIndex() == CHECK
    assert tab.verdict.text() == "letter.pdf\n本机构函件催〔2026〕第0001号，内容未改动"
    assert tab.remark.text() == "文件没有电子签名。"
    assert tab.view.content == letter.read_bytes()
    (entry,) = tab.details.entries
    assert entry.title == "催〔2026〕第0001号　张海燕"
    tab.open.click()
    idle(window, qtbot)
    assert page._tabs.currentIndex() == REGISTER
    assert page.register.table.current_id == entry.key


def test_an_altered_and_a_void_letter_are_said_to_be_so(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk, letter: Path
) -> None:
    tab = page.checking
    content = letter.read_bytes()
    letter.write_bytes(content.replace(b"/Title", b"/Titel", 1))
    drop(tab, letter)
    idle(window, qtbot)
    assert "被改动或伪造" in tab.verdict.text()
    letter.write_bytes(content)
    assert tab.found is not None
    assert tab.found.entry is not None
    letter_register.void(desk, tab.found.entry.id, "金额有误")
    drop(tab, letter)
    idle(window, qtbot)
    assert "已作废" in tab.remark.text()
    assert tab.remark.property("role") == "warn"


def test_a_signed_letter_says_whose_signature_it_bears(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = Keys()
    monkeypatch.setattr(secret_store, "system_store", lambda: kept)
    letter_signing.save(desk, certificate(), PASSWORD)
    file = tmp_path / "signed.pdf"
    file.write_bytes(letter_register.pdf(desk, made(desk, 1)[0]))
    drop(page, file)
    idle(window, qtbot)
    _, signature = page.checking.details.entries
    assert (signature.title, signature.tag) == (NAME, "本机构证书")
    assert "签名有效，覆盖整个文件" in signature.detail
    assert page.checking.remark.text() == ""


def test_the_time_stamp_of_a_letter_is_shown_and_where_it_is_missing(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = Keys()
    monkeypatch.setattr(secret_store, "system_store", lambda: kept)
    letter_signing.save(desk, certificate(), PASSWORD)
    file = tmp_path / "stamped.pdf"
    with time_service() as service:
        settings.save(desk, {letter_signing.SERVICE_AT: service.address})
        file.write_bytes(letter_register.pdf(desk, made(desk, 1)[0]))
        drop(page, file)
        idle(window, qtbot)
        _, signature = page.checking.details.entries
        assert "时间戳 2026-11-20 09:00:07（示例时间戳服务）" in signature.detail
        service.mood = "fails"
        without = made(desk, 2)[1]
    file.write_bytes(letter_register.pdf(desk, without))
    drop(page, file)
    idle(window, qtbot)
    assert "没有时间戳" in page.checking.details.entries[1].detail
    assert "时间戳服务不可达" in page.checking.remark.text()
    page.checking.open.click()
    idle(window, qtbot)
    assert "时间戳服务不可达" in page.register.signature.text()
    assert page.register.signature.property("role") == "warn"


def test_what_is_no_pdf_or_not_there_is_said(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    notices: NoticeRecorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "note.pdf"
    file.write_bytes(b"something else")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(file), ""))
    page.top_actions()[0].trigger()
    idle(window, qtbot)
    tab = page.checking
    assert "不是本机构登记的函件" in tab.verdict.text()
    assert "不是 PDF" in tab.remark.text()
    assert tab.view.content is None
    assert not tab.open.isVisible()
    file.unlink()
    tab.choose.click()
    idle(window, qtbot)
    assert "note.pdf" in notices.problems[-1].text
    assert tab.details.entries == ()
