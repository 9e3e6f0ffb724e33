"""The tab of templates: writing with fields, previewing, approving, comparing, restoring."""

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from db.tables import Officer
from desktop.services import day_run, message_templates, second_person, settings
from desktop.ui.main_window import MainWindow
from desktop.ui.messages.new_template import NewTemplateDialog
from desktop.ui.messages.page import MessagesPage
from desktop.ui.messages.templates_tab import TemplatesTab
from desktop.ui.widgets.compare_dialog import CompareDialog
from desktop.ui.widgets.version_dialogs import ApproveDialog, WithdrawDialog
from tests.book import Book

TODAY = date(2026, 11, 20)
SECRET = "831946"


@pytest.fixture
def tab(book: Book, window: MainWindow, qtbot: QtBot) -> TemplatesTab:
    """The tab with a second officer and one customer who owes something."""
    desk = window.desk
    with desk.store.write() as connection:
        connection.execute(insert(Officer), [{"staff_no": "0301", "name": "林知夏"}])
        connection.commit()
    second_person.set_secret(desk, 2, SECRET)
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1, "欧阳强", sex="m", pinyin="oyq")
    book.account(1, 1)
    book.instalment(1, 1, TODAY + timedelta(days=7))
    day_run.run(desk)
    book.search(1)
    window.resize(1280, 720)
    window.go("messages", tab="templates")
    page = window.findChild(MessagesPage)
    assert isinstance(page, MessagesPage)
    settle(window, qtbot)
    tab = page.tabs.tab("templates")
    assert isinstance(tab, TemplatesTab)
    tab.open_template("due_soon")
    settle(window, qtbot)
    return tab


def settle(window: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: (
            window.tasks.is_idle
            and not window._refresh_soon.isActive()
            and not any(tab.writing._rest.isActive() for tab in window.findChildren(TemplatesTab))
        )
    )


def write(tab: TemplatesTab, words: str, window: Any, qtbot: QtBot) -> None:
    tab.writing.edit.setPlainText(words)
    settle(window, qtbot)


def approve(tab: TemplatesTab, window: Any, qtbot: QtBot, secret: str = SECRET) -> ApproveDialog:
    tab.writing.approve.click()
    settle(window, qtbot)
    (dialog,) = tab.findChildren(ApproveDialog)
    dialog.second.secret.setText(secret)
    dialog._yes.click()
    settle(window, qtbot)
    return dialog


def test_the_list_goes_by_channel_and_shows_the_text_in_force(tab: TemplatesTab) -> None:
    assert tab.list.entries[0].title == "到期前提醒"
    assert tab.writing.written is not None
    assert tab.writing.written.text.startswith("{称呼}，您好！")
    assert not tab.writing.save.isEnabled()
    assert not tab.writing.approve.isVisible()
    assert [entry.tag for entry in tab.versions.list.entries] == ["使用中"]


def test_the_text_is_previewed_on_a_real_customer_while_it_is_written(
    tab: TemplatesTab, window: MainWindow, qtbot: QtBot
) -> None:
    assert tab.sample.remark.text().startswith("金额与日期为虚构")
    tab.sample.search.setText("oy")
    tab.sample._look_up()
    settle(window, qtbot)
    tab.sample.search.returnPressed.emit()
    settle(window, qtbot)
    assert tab.sample.search.text() == "欧阳强 138****0001"
    assert tab.sample.shown.toPlainText().startswith("【滨江支行】尊敬的欧阳先生")
    write(tab, "{称呼}，{款项}，{客服电话}", window, qtbot)
    assert tab.sample.shown.toPlainText() == (
        "【滨江支行】尊敬的欧阳先生，个人消费贷（尾号0001）1,060.00元，0571-88880000"
    )
    assert tab.sample.length.text() == "50 字 · 1 条短信（70/67字）"
    assert tab.writing.hints.text() == "建议写明{截止日}"
    tab.sample._nobody.click()
    settle(window, qtbot)
    assert "张女士" in tab.sample.shown.toPlainText()


def test_what_is_wrong_is_said_while_it_is_written(
    tab: TemplatesTab, window: MainWindow, qtbot: QtBot
) -> None:
    write(tab, "{称呼}，再不还款后果自负", window, qtbot)
    assert "如有困难" in tab.writing.problem.text()
    assert not tab.writing.save.isEnabled()
    write(tab, "{称呼.__class__}", window, qtbot)
    assert tab.writing.problem.text().startswith("没有名为“称呼.__class__”的字段")
    assert not tab.writing.save.isEnabled()
    write(tab, "{称呼}，您好", window, qtbot)
    assert tab.writing.problem.text() == ""
    assert tab.writing.save.isEnabled()


def test_a_draft_is_saved_approved_by_a_second_person_and_compared(
    tab: TemplatesTab, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    write(tab, "{称呼}，您应还{款项}，{截止日}到期，详询{客服电话}", window, qtbot)
    assert not tab.writing.approve.isVisible()
    tab.save()
    settle(window, qtbot)
    assert notices.toasts[-1].text == "草稿已保存"
    assert [entry.tag for entry in tab.versions.list.entries] == ["草稿", "使用中"]
    assert "草稿" in [entry.tag for entry in tab.list.entries]
    dialog = approve(tab, window, qtbot, secret="000111")
    assert "000111" not in dialog.error
    assert dialog.error
    dialog.second.secret.setText(SECRET)
    dialog._yes.click()
    settle(window, qtbot)
    assert notices.toasts[-1].text == "已批准"
    assert [entry.tag for entry in tab.versions.list.entries] == ["使用中", "旧版"]
    tab.versions.compare()
    settle(window, qtbot)
    (compare,) = tab.versions.findChildren(CompareDialog)
    assert "到期，详询{客服电话}" in compare.shown.toPlainText()
    compare.accept()


def test_an_older_text_is_restored_and_a_version_withdrawn(
    tab: TemplatesTab, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    write(tab, "{称呼}，您应还{款项}，{截止日}到期，详询{客服电话}", window, qtbot)
    tab.save()
    settle(window, qtbot)
    approve(tab, window, qtbot)
    tab.versions.withdraw_button.click()
    (dialog,) = tab.versions.findChildren(WithdrawDialog)
    dialog._yes.click()
    settle(window, qtbot)
    assert dialog.error == "请写明停用原因"
    dialog.reason.setPlainText("措辞有误")
    dialog._yes.click()
    settle(window, qtbot)
    assert [entry.tag for entry in tab.versions.list.entries] == ["已停用", "使用中"]
    tab.versions.list.setCurrentIndex(tab.versions.list.model().index(1, 0))
    tab.versions.restore_button.click()
    settle(window, qtbot)
    assert notices.toasts[-1].text == "已将旧版内容存为草稿"
    assert tab.writing.draft_id is not None
    tab.writing.discard.click()
    settle(window, qtbot)
    assert tab.writing.draft_id is None
    window.notify.undo()
    settle(window, qtbot)
    assert tab.writing.draft_id is not None


def test_what_is_typed_is_kept_until_saved_or_discarded(
    tab: TemplatesTab, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    before = tab.writing.edit.toPlainText()
    write(tab, "{称呼}，还没写完", window, qtbot)
    tab.keep_typed()
    notices.answer = False
    tab.open_template("overdue")
    settle(window, qtbot)
    assert tab.code == "due_soon"
    assert notices.questions[-1].text == "正文尚未保存，要离开吗？"
    again = TemplatesTab(window)
    again.reload()
    qtbot.waitUntil(lambda: again.writing.edit.toPlainText() == "{称呼}，还没写完")
    again.deleteLater()
    tab.discard()
    settle(window, qtbot)
    assert tab.writing.edit.toPlainText() == before
    window.notify.undo()
    assert tab.writing.edit.toPlainText() == "{称呼}，还没写完"
    notices.answer = True
    tab.open_template("overdue")
    settle(window, qtbot)
    qtbot.waitUntil(lambda: tab.code == "overdue")


def test_a_text_is_written_in_english(tab: TemplatesTab, window: MainWindow, qtbot: QtBot) -> None:
    tab.writing.languages.chip("en").click()
    settle(window, qtbot)
    assert "friendly reminder" in tab.writing.edit.toPlainText()
    assert "Dear Ms" in tab.sample.shown.toPlainText()
    write(tab, "{称呼}, hello", window, qtbot)
    tab.writing.languages.chip("zh").click()
    assert tab.language == "en"


def test_a_new_template_begins_as_a_draft(
    tab: TemplatesTab, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    tab.new.click()
    (dialog,) = tab.findChildren(NewTemplateDialog)
    dialog._yes.click()
    settle(window, qtbot)
    assert dialog.error == "请填写模板名称，最多 30 字"
    dialog.name.setText("节日问候")
    dialog._yes.click()
    settle(window, qtbot)
    assert notices.toasts[-1].text == "已新建草稿"
    own = [one for one in message_templates.families(window.desk) if one.is_own]
    assert [(one.zh, one.drafts, one.languages) for one in own] == [("节日问候", ("zh",), ())]


def test_fields_are_offered_after_a_brace_and_put_in_by_a_click(
    tab: TemplatesTab, window: MainWindow, qtbot: QtBot
) -> None:
    edit = tab.writing.edit
    edit.clear()
    edit.setFocus()
    typed = QInputMethodEvent()
    typed.setCommitString("您好{客")
    QApplication.sendEvent(edit, typed)
    assert edit.completer.popup().isVisible()
    edit._complete("客服电话")
    assert edit.toPlainText() == "您好{客服电话}"
    qtbot.keyClick(edit, Qt.Key.Key_BraceLeft)
    tab.writing.fields.chips["姓名"].click()
    assert edit.toPlainText() == "您好{客服电话}{姓名}"
    assert not edit.completer.popup().isVisible()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_paints_in_both_themes_and_fits(
    tab: TemplatesTab, window: MainWindow, qtbot: QtBot, mode: Any
) -> None:
    window.theme.set_mode(mode)
    settle(window, qtbot)
    assert window.width() == 1280
    assert not window.grab().isNull()
