"""The suit bundle from the Letters page: documents added, made, what to look at, nothing lost."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.services import letter_register
from desktop.services.desk import Desk
from desktop.ui.letters.bundle_dialog import BundleDialog, BundleResult
from desktop.ui.letters.page import LettersPage
from desktop.ui.main_window import MainWindow
from tests.services.test_letter_kinds import COURT, old_loan
from tests.services.test_letters import case_of, loans
from tests.services.test_suit_bundle import picture
from tests.ui.conftest import NoticeRecorder
from tests.ui.test_letters_page import idle

__all__ = ["loans", "old_loan"]


@pytest.fixture
def page(old_loan: Desk, window: MainWindow, qtbot: QtBot) -> LettersPage:
    """The complaint of one case, with everything that it asks for filled in."""
    case = case_of(old_loan, 1)
    window.go("letters", case_ids=[case], label="一户", template="complaint_loan")
    idle(window, qtbot)
    (found,) = window.findChildren(LettersPage)
    found.make.choice.pick("complaint_loan")
    for name, field in found.make.choice.fields.items():
        field.setText(COURT.get(name, "无"))
        field.editingFinished.emit()
    idle(window, qtbot)
    return found


def asked(page: LettersPage) -> BundleDialog:
    page.make.plan.bundle_button.click()
    return page.findChildren(BundleDialog)[-1]


def test_the_button_is_there_for_complaints_alone(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    assert page.make.plan.bundle_button.isVisible()
    assert page.make.plan.bundle_button.isEnabled()
    page.make.choice.pick("overdue_notice_3")
    idle(window, qtbot)
    assert not page.make.plan.bundle_button.isVisible()


def test_a_bundle_is_made_with_what_was_added(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contract, card, out = tmp_path / "借款合同.png", tmp_path / "身份证.png", tmp_path / "out"
    for file in (contract, card):
        file.write_bytes(picture())
    out.mkdir()
    opened: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([str(contract)], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(out))
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    dialog = asked(page)
    assert not dialog.make.isEnabled()  # no folder yet
    _press(dialog, "加入材料…")
    _press(dialog, "加入材料…")  # each once
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(card))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    dialog.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier))
    assert [path.name for path in dialog.added()] == ["借款合同.png", "身份证.png"]
    dialog.files.setCurrentRow(1)
    _press(dialog, "移出")
    assert [path.name for path in dialog.added()] == ["借款合同.png"]
    _press(dialog, "文件夹…")
    dialog.make.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(BundleResult)), timeout=60_000)
    (result,) = page.findChildren(BundleResult)
    assert "诉〔2026〕第0001号已登记" in result.said.text()
    assert [entry.title for entry in result.doubts.entries] == [
        "没有催收函：请核对诉讼时效的中断证据"
    ]
    assert len(list(out.iterdir())) == 2
    _press(result, "打开 PDF")
    assert opened == [str(next(out.glob("*.pdf")))]
    _press(result, "关闭")


def _press(dialog: Any, words: str) -> None:
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.accessibleName() == words]
    found.click()


def test_a_file_that_is_no_scan_is_named_and_nothing_is_registered(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    desk: Desk,
    notices: NoticeRecorder,
    tmp_path: Path,
) -> None:
    bad = tmp_path / "合同.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    dialog = asked(page)
    dialog.add([bad])
    dialog.folder = str(tmp_path)
    dialog.accept()
    idle(window, qtbot)
    assert "合同.pdf" in notices.problems[-1].text
    assert letter_register.register_ids(desk, letter_register.RegisterQuery()) == []


def test_what_is_missing_stands_in_the_list_with_its_place(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk
) -> None:
    with desk.store.write() as connection:
        connection.execute(text("UPDATE customer SET employer = NULL, phone = NULL WHERE id = 1"))
        connection.commit()
    page.make.choice.fields["负责人"].clear()
    page.make.choice.fields["负责人"].editingFinished.emit()
    idle(window, qtbot)
    plan = page.make.plan.plan
    assert plan is not None
    assert plan.letters == ()
    assert not page.make.plan.bundle_button.isEnabled()
    (left,) = page.make.plan._list.entries
    assert "负责人" in left.detail
    assert "案件—客户资料" in left.detail
