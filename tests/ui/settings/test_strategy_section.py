"""The designer of the strategy: drafts, steps, faults, a customer, the whole book, switching on."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from desktop.adapters.rule_tables import bundled_strategy
from desktop.domain.progress import Cancelled
from desktop.services import day_run, strategies
from desktop.services.desk import Desk
from desktop.services.strategies import SHIPPED
from desktop.ui import steps as step_names
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.strategy_section import BOOK, CUSTOMER, STEPS, StrategySection
from desktop.ui.strategy import words
from desktop.ui.strategy.step_dialog import StepDialog
from tests.book import Book
from tests.services.test_reminders import plan
from tests.ui.conftest import NoticeRecorder

SHIPPED_STEPS = bundled_strategy().steps


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle)


@pytest.fixture
def section(book: Book, window: MainWindow, desk: Desk, qtbot: QtBot) -> StrategySection:
    """Two customers, five days late and due in two days; the designer open on a new draft."""
    book.customer(1, address="滨江区")
    book.late(11, 1, 5)
    book.customer(2, name="周明")
    book.late(12, 2, -2, auto_debit=True)
    day_run.run(desk)
    book.search(1, 2)
    window.go("settings", section="strategy")
    idle(window, qtbot)
    page = window.current_page
    assert isinstance(page, SettingsPage)
    found = page.sections["strategy"]
    assert isinstance(found, StrategySection)
    return found


@pytest.fixture
def draft(section: StrategySection, window: MainWindow, qtbot: QtBot) -> StrategySection:
    section.begin.click()
    idle(window, qtbot)
    return section


def choose(section: StrategySection, code: str) -> None:
    at = next(n for n, step in enumerate(section.steps.steps) if step.code == code)
    section.steps.table.setCurrentCell(at, 0)


def dialog_of(section: StrategySection) -> StepDialog:
    return section.steps.findChildren(StepDialog)[-1]


def stored(desk: Desk) -> Any:
    return strategies.versions(desk)[0]


def test_the_shipped_strategy_is_shown_and_cannot_be_edited(section: StrategySection) -> None:
    assert section.version.currentText() == "出厂策略 · 执行中"
    assert section.steps.table.rowCount() == len(SHIPPED_STEPS)
    assert not section.on.isEnabled()
    assert not section.steps.add.isEnabled()
    section.steps.open_step(0)
    assert section.steps.findChildren(StepDialog) == []
    for act in (section.ask_switch, section.ask_take_back, section.drop):
        act()
    assert not section.more.isVisibleTo(section)


def test_a_line_says_days_pace_channel_and_for_whom(section: StrategySection) -> None:
    at = next(
        n for n, step in enumerate(SHIPPED_STEPS) if step.code == "overdue_call_broken_promise"
    )
    cells = [section.steps.table.item(at, column).text() for column in range(8)]  # type: ignore[union-attr]
    assert cells[0] == "承诺未兑现电话  (▸)"
    assert cells[1:4] == ["+2 … +180", "每 4 天", "电话"]
    assert cells[7] == "承诺状态 承诺未兑现"
    off = next(step for step in SHIPPED_STEPS if step.channel is None)
    assert words.channel_of(off) == "不联系"
    assert words.days_of(replace(off, from_day=0, to_day=0)) == "0"


def test_a_draft_is_edited_and_every_edit_is_kept_and_undone(
    draft: StrategySection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    assert stored(desk).state == "draft"
    choose(draft, "suit")
    draft.steps.remove.click()
    idle(window, qtbot)
    assert "suit" not in {step.code for step in stored(desk).steps}
    draft.steps.undo.click()
    idle(window, qtbot)
    assert stored(desk).steps == SHIPPED_STEPS
    choose(draft, "before_7_email")
    draft.steps.switch.click()
    idle(window, qtbot)
    assert stored(desk).steps[0].is_off
    assert draft.steps.table.item(0, 0).text().startswith("停用")  # type: ignore[union-attr]
    draft.steps.down.click()
    idle(window, qtbot)
    assert stored(desk).steps[1].code == "before_7_email"
    draft.steps.up.click()
    draft.steps.up.click()
    idle(window, qtbot)
    assert stored(desk).steps[0].code == "before_7_email"


def test_a_step_is_changed_in_its_dialog_with_faults_at_their_fields(
    draft: StrategySection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    choose(draft, "overdue_sms")
    QTest.keyClick(draft.steps.table, Qt.Key.Key_Return)
    dialog = dialog_of(draft)
    dialog.to_day.setValue(0)
    dialog._submit()
    assert "结束天数" in dialog.error
    assert dialog.to_day.property("invalid")
    dialog.to_day.setValue(60)
    dialog.low.setText("很多")
    dialog._submit()
    assert "金额" in dialog.error
    dialog.low.setText("1000")
    dialog.high.setText("20000")
    dialog.segments.setText("普通，白金")
    dialog.kinds.choose(["person"])
    dialog.risks.choose(["special_mention"])
    dialog.auto_debit.setCurrentIndex(2)
    dialog.promise.setCurrentIndex(1)
    dialog._submit()
    idle(window, qtbot)
    step = next(step for step in stored(desk).steps if step.code == "overdue_sms")
    assert (step.to_day, step.when.segments, step.when.auto_debit, step.when.promise) == (
        60,
        frozenset({"普通", "白金"}),
        False,
        "none",
    )
    shown = words.for_whom(step.when)
    assert "客户分层 普通、白金" in shown
    assert "金额下限 ¥ 1,000.00" in shown
    assert "自动扣款 否" in shown


def test_the_dialog_offers_the_templates_of_the_channel(
    draft: StrategySection, window: MainWindow
) -> None:
    choose(draft, "overdue_sms")
    draft.steps.change.click()
    dialog = dialog_of(draft)
    assert dialog.template.findData("overdue") >= 0
    dialog.channel.setCurrentIndex(dialog.channel.findData("phone"))
    assert dialog.template.findData("overdue") < 0
    assert dialog.template.findData("call_overdue") >= 0
    assert not dialog.who.isEnabled()
    dialog.channel.setCurrentIndex(dialog.channel.findData(""))
    assert not dialog.template.isEnabled()
    assert dialog.step().channel is None
    dialog.close()


def test_a_copy_under_the_same_conditions_is_refused_until_it_is_narrower(
    draft: StrategySection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    choose(draft, "overdue_sms")
    draft.steps.copy.click()
    dialog = dialog_of(draft)
    dialog._submit()
    assert "永远不会生效" in dialog.error
    dialog.products.setText("card")
    dialog._submit()
    idle(window, qtbot)
    codes = [step.code for step in stored(desk).steps if step.slot == "overdue_sms"]
    assert codes == ["overdue_sms", "overdue_sms_2"]


def test_a_new_step_stands_alone(
    draft: StrategySection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    draft.steps.add.click()
    dialog = dialog_of(draft)
    dialog._submit()
    assert "名称" in dialog.error
    dialog.name.setText("到期前3日短信")
    dialog._submit()
    idle(window, qtbot)
    new = next(step for step in stored(desk).steps if step.zh == "到期前3日短信")
    assert (new.slot, new.en, new.from_day) == (new.code, "到期前3日短信", -3)
    assert draft.steps.faults == ()


def test_a_fault_of_a_kept_draft_is_shown(
    section: StrategySection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    bad = tuple(
        replace(step, template="gone") if step.level == 1 else step for step in SHIPPED_STEPS
    )
    made = strategies.save_draft(desk, None, "坏草稿", bad)
    section._wish(made.version_id)
    idle(window, qtbot)
    assert "gone" in section.steps._fault.text()
    section.ask_switch()
    section._dialog._submit()
    idle(window, qtbot)
    assert "gone" in section._dialog.error
    section._dialog.close()


def test_one_customer_is_shown_with_reasons_and_a_time_line(
    draft: StrategySection, window: MainWindow, qtbot: QtBot
) -> None:
    draft.tabs.setCurrentIndex(CUSTOMER)
    idle(window, qtbot)
    view = draft.customer
    assert view.case.currentText().startswith("张海燕")
    titles = [entry.title for entry in view.coming.model().entries]  # type: ignore[attr-defined]
    assert titles[:2] == ["逾期短信(首日,此后每周)", "逾期电话(第4日,此后每周)"]
    reasons = [entry.detail for entry in view.reasons.model().entries]  # type: ignore[attr-defined]
    assert "适用" in reasons
    assert "不符合条件：承诺状态" in reasons
    dots = view.time_line.dots()
    assert len(dots) == len([entry for entry in titles if entry])
    view.time_line.grab()
    at = QPoint(int(dots[0][0].x()), int(dots[0][0].y()))
    tip = QHelpEvent(QEvent.Type.ToolTip, at, view.time_line.mapToGlobal(at))
    QApplication.sendEvent(view.time_line, tip)
    away = QHelpEvent(QEvent.Type.ToolTip, QPoint(0, 0), QPointF(0, 0).toPoint())
    QApplication.sendEvent(view.time_line, away)
    view.look_for("周明")
    idle(window, qtbot)
    assert view.case.currentText().startswith("周明")
    reasons = [entry.detail for entry in view.reasons.model().entries]  # type: ignore[attr-defined]
    assert "由条件更细的“到期前2日短信(自动扣款)”代替" in reasons
    view.look_for("没有这个人")
    idle(window, qtbot)
    assert view.case.currentIndex() == -1
    draft.tabs.setCurrentIndex(STEPS)
    draft.tabs.setCurrentIndex(CUSTOMER)
    idle(window, qtbot)


def test_the_whole_book_is_tried_before_switching_on(
    draft: StrategySection,
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    notices: NoticeRecorder,
) -> None:
    choose(draft, "overdue_sms")
    draft.steps.remove.click()
    idle(window, qtbot)
    draft.tabs.setCurrentIndex(BOOK)
    book = draft.book
    book.start.click()
    qtbot.waitUntil(lambda: book.tried is not None, timeout=60_000)
    idle(window, qtbot)
    assert "2 名客户" in book._said.text()
    assert book.table.rowCount() == 31
    assert "(-" in book.table.item(0, 1).text() + book.table.item(0, 2).text()  # type: ignore[union-attr]
    draft.ask_switch()
    assert "尚未" not in draft._dialog.note.text()
    draft._dialog.day.setDate(desk.today)  # type: ignore[arg-type]
    draft._dialog._submit()
    idle(window, qtbot)
    assert ("overdue_call", desk.today) in plan(desk)
    assert draft.version.currentText().endswith("执行中")
    act: Any = notices.toasts[-1].undo
    act()
    idle(window, qtbot)
    assert ("overdue_sms", desk.today) in plan(desk)
    assert draft.version.currentText().endswith("草稿")


def test_a_trial_that_is_cancelled_or_fails_can_be_begun_again(
    draft: StrategySection, notices: NoticeRecorder
) -> None:
    for error, told in ((Cancelled(), 0), (RuntimeError("x"), 1)):
        draft.book.start.setEnabled(False)
        draft.book._failed(error)
        assert draft.book.start.isEnabled()
        assert len(notices.problems) == told
    draft.book.tried = ()
    draft.book.show_steps(SHIPPED_STEPS)
    assert "重新试算" in draft.book._said.text()


def test_an_untried_strategy_says_so_and_an_earlier_one_comes_back(
    draft: StrategySection, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    draft.ask_switch()
    assert "尚未对全部客户试算" in draft._dialog.note.text()
    draft._dialog._submit()
    idle(window, qtbot)
    assert "待生效" in draft.version.currentText()
    draft.version.setCurrentIndex(draft.version.findData(SHIPPED))
    draft.ask_take_back()
    draft.version.setCurrentIndex(0)
    draft.ask_restore()
    draft._dialog.day.setDate(desk.today)  # type: ignore[arg-type]
    draft._dialog._submit()
    idle(window, qtbot)
    assert "（恢复）" in draft.version.currentText()
    draft.ask_take_back()
    idle(window, qtbot)
    assert notices.questions[-1].text.startswith("撤销启用")
    assert draft.version.currentText().endswith("草稿")


def test_a_draft_is_dropped_and_brought_back(
    draft: StrategySection, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    draft.drop()
    idle(window, qtbot)
    assert [row.version_id for row in strategies.versions(desk)] == [SHIPPED]
    act: Any = notices.toasts[-1].undo
    act()
    idle(window, qtbot)
    assert stored(desk).steps == SHIPPED_STEPS


def test_the_window_learns_the_names_of_own_steps() -> None:
    step_names.learn({"own_step": ("本行步骤", "Own step")})
    assert step_names.step_words("own_step") == "本行步骤"
    assert step_names.step_words("before_7_sms") == "到期前7日短信"
    assert step_names.step_words(None) == ""
    assert step_names.step_words("never_was") == "never_was"


def test_a_draft_is_renamed(
    draft: StrategySection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    draft.ask_name()
    (asked,) = draft.findChildren(QInputDialog)
    asked.setTextValue("短信优先")
    asked.accept()
    idle(window, qtbot)
    assert stored(desk).name == "短信优先"
    assert draft.version.currentText() == "短信优先 · 草稿"


@pytest.mark.parametrize("page", ["calendar", "messages"])
def test_it_is_reached_from_where_reminders_are(
    section: StrategySection, window: MainWindow, qtbot: QtBot, page: str
) -> None:
    window.go("settings", section="look")
    window.go(page)
    idle(window, qtbot)
    act = next(a for a in window.current_page.actions() if a.objectName() == f"{page}.strategy")
    act.trigger()
    idle(window, qtbot)
    found: Any = window.current_page
    assert found.current == "strategy"
