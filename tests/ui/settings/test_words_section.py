"""The section of forbidden words: adding with what to write instead, removing, undoing."""

from typing import Any

from pytestqt.qtbot import QtBot

from desktop.services import settings, word_list
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.words_section import WordsSection
from tests.ui.conftest import NoticeRecorder
from tests.ui.settings.test_settings_page import idle, section, type_in, undo


def open_section(window: MainWindow, qtbot: QtBot) -> WordsSection:
    shown: Any = section(window, qtbot, "words")
    assert isinstance(shown, WordsSection)
    return shown


def test_a_word_is_added_used_in_templates_and_taken_back(
    window: MainWindow, notices: NoticeRecorder, qtbot: QtBot
) -> None:
    shown = open_section(window, qtbot)
    assert shown.shipped.entries[0].title.startswith("威胁恐吓 · 说明事实")
    assert "后果自负" in shown.shipped.entries[0].detail
    type_in(shown.word, "您方便时")
    type_in(shown.instead, "请在今日内")
    shown.add_button.click()
    idle(window, qtbot)
    assert notices.toasts[-1].text == "已列为禁用语；需改写的模板：逾期提醒、逾期邮件提醒"
    assert [entry.title for entry in shown.own.entries] == ["您方便时"]
    assert shown.own.entries[0].detail.startswith("改为：请在今日内 · 0217")
    assert shown.word.text() == ""
    undo(notices, window, qtbot)
    assert word_list.own_words(window.desk) == []


def test_what_is_wrong_is_said_at_the_field(window: MainWindow, qtbot: QtBot) -> None:
    shown = open_section(window, qtbot)
    type_in(shown.word, "催")
    shown.instead.returnPressed.emit()
    idle(window, qtbot)
    assert shown.word_fields["word"].error == "禁用语应为 2 至 20 个字"


def test_a_word_is_removed_and_put_back(
    window: MainWindow, notices: NoticeRecorder, qtbot: QtBot
) -> None:
    word_list.add_word(window.desk, "还不还", "请说事实")
    shown = open_section(window, qtbot)
    assert not shown.remove_button.isEnabled()
    shown.remove()
    shown.own.setCurrentIndex(shown.own.model().index(0, 0))
    shown.remove_button.click()
    idle(window, qtbot)
    assert notices.toasts[-1].text == "“还不还”已可使用"
    assert word_list.own_words(window.desk) == []
    undo(notices, window, qtbot)
    assert [one.word for one in word_list.own_words(window.desk)] == ["还不还"]


def test_how_english_customers_are_told_to_pay_is_saved(
    window: MainWindow, notices: NoticeRecorder, qtbot: QtBot
) -> None:
    shown = open_section(window, qtbot)
    field = shown.fields["messages.survey_percent"]
    type_in(field.editor, "101")
    shown.bar.save.click()
    idle(window, qtbot)
    assert field.error == "应为 0 至 100 的整数"
    type_in(field.editor, "20")
    shown.bar.save.click()
    idle(window, qtbot)
    assert settings.load(window.desk)["messages.survey_percent"] == "20"
    undo(notices, window, qtbot)
    assert settings.load(window.desk)["messages.survey_percent"] == "0"
