"""Personal codes in the settings, and the fields that ask a second person for theirs."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DomainError
from desktop.services import officers, second_person
from desktop.services.desk import Desk
from desktop.services.officers import OfficerCard
from desktop.services.second_person import Second
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.code_dialogs import CodeDialog, ForgetCodeDialog
from desktop.ui.settings.officers_section import OfficersSection
from desktop.ui.settings.page import SettingsPage
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.second_person import SecondPersonFields

CODE, OTHER = "lan-2468", "mei-1357"


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle)


@pytest.fixture
def section(window: MainWindow, qtbot: QtBot) -> OfficersSection:
    window.go("settings", section="officers")
    idle(window, qtbot)
    page = window.current_page
    assert isinstance(page, SettingsPage)
    found = page.sections["officers"]
    assert isinstance(found, OfficersSection)
    return found


def dialog_of(section: OfficersSection, kind: type[Any]) -> Any:
    return section.findChildren(kind)[-1]


def test_a_code_is_set_changed_and_removed(
    section: OfficersSection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    manager = officers.save(desk, None, OfficerCard("0500", "钱进", role="manager")).officer_id
    second_person.set_secret(desk, manager, OTHER)
    assert not section.forget.isVisible()
    section.code.click()
    dialog = dialog_of(section, CodeDialog)
    dialog.secret.setText(CODE)
    dialog.again.setText("otherwise")
    dialog._submit()
    assert dialog.error == "两次输入的验证码不一致。"
    dialog.again.setText(CODE)
    dialog._submit()
    idle(window, qtbot)
    assert second_person.has_secret(desk, 1)

    section.refresh()
    idle(window, qtbot)
    section.code.click()
    dialog = dialog_of(section, CodeDialog)
    dialog.secret.setText("another-9")
    dialog.again.setText("another-9")
    dialog._submit()
    idle(window, qtbot)
    assert "验证码不正确" in dialog.error
    dialog.reject()

    section.forget.click()
    forget = dialog_of(section, ForgetCodeDialog)
    idle(window, qtbot)
    assert forget.manager.officer.currentText() == "钱进 · 0500"
    forget.manager.secret.setText(OTHER)
    forget._submit()
    idle(window, qtbot)
    assert not second_person.has_secret(desk, 1)


def test_a_new_officer_has_no_code_to_set(section: OfficersSection) -> None:
    section.add()
    assert not section.code.isVisible()
    assert not section.forget.isVisible()
    section._ask_code()
    section._ask_forget()
    assert section.findChildren(FormDialog) == []


def test_without_anybody_to_ask_the_field_says_so(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    dialog = FormDialog(window, window.theme, window.notify)
    fields = SecondPersonFields(dialog, window.tasks)
    idle(window, qtbot)
    assert fields.officer.currentIndex() == -1
    assert fields.value() == Second(second_person.NOBODY, "")
    with pytest.raises(DomainError, match=r"second\.nobody"):
        second_person.confirm(desk, fields.value().officer_id, "")
    dialog.close()
