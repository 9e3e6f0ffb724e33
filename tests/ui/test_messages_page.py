"""The Messages page: list, preview, hold, correct, release, undo, hand over, receipts."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.services import day_run, messages, settings
from desktop.ui.main_window import MainWindow
from desktop.ui.messages.page import MessagesPage
from tests.book import Book

TODAY = date(2026, 11, 20)


@pytest.fixture
def page(book: Book, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MessagesPage:
    """Three SMS that wait, one of them overdue."""
    desk = window.desk
    folder = tmp_path / "exchange"
    folder.mkdir()
    values = {"branch.name": "滨江支行", "branch.phone": "0571-88880000"}
    settings.save(desk, values | {"messages.exchange_folder": str(folder)})
    for number in (1, 2):
        book.customer(number, sex="f")
        book.account(number, number)
        book.instalment(number, 1, TODAY + timedelta(days=7))
    book.customer(3, "欧阳强", sex="m")
    book.late(3, 3, 5)
    day_run.run(desk)
    window.resize(1280, 800)
    window.go("messages")
    shown = window.findChild(MessagesPage)
    assert isinstance(shown, MessagesPage)
    settle(window, qtbot)
    return shown


def settle(window: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle and not window._refresh_soon.isActive())


def look_at(page: MessagesPage, place: int, window: Any, qtbot: QtBot) -> None:
    table = page.lists.waiting_table
    table.show_id(page.lists.waiting.id_at(place))
    settle(window, qtbot)


def test_what_waits_is_listed_and_previewed(
    page: MessagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    assert len(page.lists.waiting.ids) == 3
    assert page.subtitle == "3 条待放行"
    assert page.chips.chip("planned").text() == "待放行 3"
    look_at(page, 2, window, qtbot)
    assert page.preview.written.startswith("【滨江支行】尊敬的欧阳先生")
    assert not page.preview.is_editing


def test_everything_is_released_after_one_question_and_taken_back(
    page: MessagesPage, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    page.release_all()
    settle(window, qtbot)
    assert notices.questions[-1].text == "放行 3 条消息？"
    assert notices.toasts[-1].text == "已放行 3 条"
    assert len(page.lists.waiting.ids) == 0
    page.open_target(state="queued")
    settle(window, qtbot)
    assert len(page.lists.sent.ids) == 3
    window.notify.undo()
    settle(window, qtbot)
    assert page.chips.chip("planned").text() == "待放行 3"


def test_a_no_releases_nothing(
    page: MessagesPage, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    notices.answer = False
    page.release_all()
    settle(window, qtbot)
    assert len(messages.waiting_ids(window.desk)) == 3


def test_messages_are_held_one_by_one_and_let_go(
    page: MessagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    look_at(page, 0, window, qtbot)
    page.preview._hold.click()
    settle(window, qtbot)
    assert page.chips.chip("held").text() == "已暂缓 1"
    assert len(page.lists.waiting.ids) == 2
    page.lists.waiting.check(0, 1)
    page._hold_marked.click()
    settle(window, qtbot)
    page.open_target(state="held")
    settle(window, qtbot)
    assert len(page.lists.waiting.ids) == 3
    page.lists.waiting.check_all()
    page._unhold_marked.click()
    settle(window, qtbot)
    assert page.chips.chip("planned").text() == "待放行 3"


def test_a_text_is_corrected_with_the_check_beside_it(
    page: MessagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    look_at(page, 2, window, qtbot)
    preview = page.preview
    preview.start_correcting()
    assert preview.is_editing
    assert not preview.written.startswith("【")
    preview._edit.setPlainText("再不还钱后果自负")
    assert "如有困难" in preview._finding.text()
    assert not preview._save.isEnabled()
    preview._edit.setPlainText("欧阳先生，您好，请方便时来电，谢谢！")
    assert preview._length.text() == "24 字 · 1 条短信"
    preview._save.click()
    settle(window, qtbot)
    assert preview.written == "【滨江支行】欧阳先生，您好，请方便时来电，谢谢！"
    preview._template.click()
    settle(window, qtbot)
    assert preview.written.startswith("【滨江支行】尊敬的欧阳先生")
    preview.start_correcting()
    preview._cancel.click()
    assert not preview.is_editing


def test_released_messages_go_to_the_gateway_and_come_back_as_receipts(
    page: MessagesPage, window: MainWindow, notices: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    look_at(page, 0, window, qtbot)
    page.preview._release.click()
    settle(window, qtbot)
    page.hand_over()
    settle(window, qtbot)
    assert notices.toasts[-1].text == "已发送 1 条"
    page.open_target(state="sent")
    settle(window, qtbot)
    (number,) = page.lists.sent.ids
    inbox = tmp_path / "exchange" / "in"
    (inbox / "r.csv").write_text(f"编号,状态\n{number},已送达\n", "utf-8")
    page.take_in()
    settle(window, qtbot)
    assert "回执 1 条" in notices.toasts[-1].text
    page.open_target(state="delivered")
    settle(window, qtbot)
    page.lists.sent_table.show_id(number)
    settle(window, qtbot)
    assert "送达 2026-11-20" in page.preview._why.text()
    assert not page.preview._release.isVisible()


def test_without_a_folder_the_user_is_told_what_to_do(
    page: MessagesPage, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    settings.save(window.desk, {"messages.exchange_folder": ""})
    page.release(None)
    settle(window, qtbot)
    page.hand_over()
    settle(window, qtbot)
    assert notices.problems[-1].text == "尚未在“设置”中选择短信交换文件夹"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_paints_in_both_themes(
    page: MessagesPage, window: MainWindow, qtbot: QtBot, mode: Any
) -> None:
    window.theme.set_mode(mode)
    look_at(page, 0, window, qtbot)
    assert not page.grab().isNull()
