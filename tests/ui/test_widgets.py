"""The small widgets: amounts, chips, cards, messages in the corner, dialogs."""

import threading
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from desktop.domain.errors import DomainError
from desktop.ui.events import Events
from desktop.ui.notify import Notify
from desktop.ui.tasks import Tasks
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.card import Card, KpiCard
from desktop.ui.widgets.chips import Chip, Choice, FilterChips
from desktop.ui.widgets.choice_chips import ChoiceChips
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.notices import Notices, ProblemDialog, QuestionDialog
from desktop.ui.widgets.search_field import SearchField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("20000", "20000.00"),
        ("20,000.5", "20000.50"),
        ("￥2万", "20000.00"),
        ("¥ 1.25 万", "12500.00"),
        ("３元", None),
        ("2000元", "2000.00"),
        ("", None),
        ("-5", None),
        ("1.234", None),
        ("abc", None),
    ],
)
def test_an_amount_is_read_as_it_is_written(qtbot, typed, amount):
    field = AmountField("元")
    qtbot.addWidget(field)
    field.setText(typed)
    if typed == "３元":  # full-width figures are figures too
        assert field.amount() == Decimal("3.00")
        return
    assert field.amount() == (Decimal(amount) if amount else None)
    assert field.is_valid == (amount is not None or typed == "")
    assert bool(field.property("invalid")) != field.is_valid


def test_an_amount_is_shown_and_taken_away(qtbot):
    field = AmountField("元")
    qtbot.addWidget(field)
    field.show_amount(Decimal("7826.35"))
    assert field.text() == "7826.35"
    field.show_amount(None)
    assert field.text() == ""


def test_filter_chips_keep_their_choice_and_wrap(application, qtbot):
    chips = FilterChips()
    qtbot.addWidget(chips)
    chips.show_choices([Choice("a", "全部", 12486), Choice("b", "我的")])
    chips.resize(400, 40)
    chips.show()
    told = []
    chips.chosen.connect(told.append)
    qtbot.mouseClick(chips.chip("b"), Qt.MouseButton.LeftButton)
    assert (told, chips.current) == (["b"], "b")
    chips.show_choices([Choice("a", "全部", 3), Choice("b", "我的", 1), Choice("c", "新")])
    assert (chips.current, chips.chip("a").text()) == ("b", "全部 3")
    chips.choose("nothing")
    assert chips.current == ""
    with qtbot.waitSignal(chips.menu_wanted) as menu:
        chips.chip("c").customContextMenuRequested.emit(chips.rect().center())
    assert menu.args[0] == "c"
    assert chips.heightForWidth(400) < chips.heightForWidth(90)


def test_choice_chips_keep_what_is_on(qtbot):
    chips = ChoiceChips([(1, "M1"), (2, "M2")], "账龄")
    qtbot.addWidget(chips)
    with qtbot.waitSignal(chips.changed):
        chips.chip(2).click()
    assert chips.values() == (2,)
    chips.show_choices([(2, "M2"), (3, "M3")])
    assert chips.values() == (2,)
    chips.choose([3])
    assert chips.values() == (3,)


def test_coloured_chips_paint_in_every_kind(application, qtbot):
    chip = Chip(application.theme, is_round=True)
    qtbot.addWidget(chip)
    for show in (
        lambda: chip.show_bucket("M5", 5),
        lambda: chip.show_tone("新", "green"),
        lambda: chip.show_status("已承诺", "promised"),
    ):
        show()
        image = chip.grab().toImage()
        assert image.pixelColor(image.width() // 2, 2) != application.theme.color("bg")
    assert chip.words == "已承诺"


def test_a_card_is_pressed_by_mouse_and_keys(application, qtbot):
    card, plain = Card(is_clickable=True), Card()
    pressed = []
    for one in (card, plain):
        qtbot.addWidget(one)
        one.resize(80, 40)
        one.clicked.connect(lambda: pressed.append(1))
        qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
        qtbot.keyClick(one, Qt.Key.Key_Space)
        qtbot.keyClick(one, Qt.Key.Key_Return)
        qtbot.keyClick(one, Qt.Key.Key_A)
    assert len(pressed) == 3


def test_a_key_figure_with_a_share(application, qtbot):
    card = KpiCard("本月回收")
    qtbot.addWidget(card)
    card.show_figure("¥ 1.0 万", "目标完成 74%", tone="ok", share=0.74)
    assert card.findChild(QProgressBar).value() == 74
    assert card.accessibleName() == "本月回收 ¥ 1.0 万 目标完成 74%"
    assert card.figure_label.text() == "¥ 1.0 万"
    card.show_figure("—")
    assert card.findChild(QProgressBar).isHidden()


def test_an_empty_state_offers_the_next_step(application, qtbot):
    empty = EmptyState(application.theme, "inbox")
    qtbot.addWidget(empty)
    done = []
    empty.show_words("没有", "说明", "导入", lambda: done.append(1))
    empty.findChild(QPushButton).click()
    empty.show_words("没有")
    empty._press()
    assert done == [1]


def test_entries_are_painted_activated_and_have_menus(application, qtbot):
    entries = EntryList(application.theme, "列表")
    qtbot.addWidget(entries)
    entries.resize(300, 200)
    entries.show_entries(
        [
            Entry("phone", "电话", "说明\n第二行", "¥ 1.00", tag="已读", tag_status="kept", key=7),
            Entry("mail", "信"),
        ]
    )
    entries.show()
    assert entries.content_height() > 2 * 30
    index = entries.model().index(0, 0)
    assert index.data() == "电话 · 已读 · ¥ 1.00 · 说明\n第二行"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "说明\n第二行"
    assert index.data(Qt.ItemDataRole.FontRole) is None
    with qtbot.waitSignal(entries.entry_activated) as told:
        entries.activated.emit(index)
    assert told.args == [7]
    with qtbot.waitSignal(entries.menu_wanted) as menu:
        entries.customContextMenuRequested.emit(entries.visualRect(index).center())
    assert menu.args[0] == 7
    entries.setCurrentIndex(index)
    entries.setFocus()
    assert entries.grab().toImage().pixelColor(15, 20) != application.theme.color("bg")


def test_a_search_field_waits_for_the_hand_to_rest(application, qtbot):
    field = SearchField(application.theme, "搜索")
    qtbot.addWidget(field)
    field.show()
    told = []
    field.searched.connect(told.append)
    qtbot.keyClicks(field, "wang")
    qtbot.waitUntil(lambda: told == ["wang"])
    qtbot.keyClicks(field, "w")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == ["wang", "wangw"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["wang", "wangw", ""]
    field.set_silently("zhang")
    qtbot.waitUntil(lambda: not field._rest.isActive())
    assert told == ["wang", "wangw", ""]


@pytest.fixture
def corner(application, qtbot):
    """A window with messages in its corner."""
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    notify, errors = Notify(), []
    tasks = Tasks("desk", Events(), errors.append)
    notices = Notices(window, application.theme, notify, tasks)
    window.show()
    yield window, notify, tasks, notices
    tasks.close()


def test_toasts_stack_go_and_undo(corner, qtbot):
    window, notify, _, notices = corner
    done = []
    for number in range(5):
        notify.toast(f"第 {number} 条", undo=lambda: done.append(1), kind="ok")
    assert notices.toasts == ["第 2 条", "第 3 条", "第 4 条"]
    window.resize(700, 500)
    assert notices.geometry().right() < 700
    row = notices._toasts[-1]
    row.findChildren(QPushButton)[0].click()
    assert done == [1]
    assert notices.toasts == ["第 2 条", "第 3 条"]
    notify.toast("一闪", seconds=0.02)
    qtbot.waitUntil(
        lambda: notices.toasts == ["第 3 条"] or notices.toasts == ["第 2 条", "第 3 条"]
    )
    for row in list(notices._toasts):
        row._done()
    assert not notices.isVisible()


def test_long_work_is_shown_with_its_steps_and_a_way_to_stop(corner, qtbot):
    _, _, tasks, notices = corner
    begun = threading.Event()

    def work(desk, progress):
        for number in range(100_000):
            progress.report(number, 100_000, "exports.writing")
            begun.set()
            threading.Event().wait(0.005)

    tasks.write(work, label="导出")
    qtbot.waitUntil(lambda: bool(notices._running))
    shown = next(iter(notices._running.values()))
    qtbot.waitUntil(lambda: "正在写入 · " in shown._step.text())
    shown._cancel.click()
    assert shown._step.text() == "正在停止…"
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert not notices._running


def test_questions_and_problems_are_dialogs(corner, qtbot):
    window, notify, _, _ = corner
    answers = []
    notify.confirm("删除？", then=lambda: answers.append("yes"), yes="删除", is_dangerous=True)
    window.findChildren(QuestionDialog)[-1].accept()
    notify.confirm("继续？", details="说明", then=print, otherwise=lambda: answers.append("no"))
    window.findChildren(QuestionDialog)[-1].reject()
    assert answers == ["yes", "no"]
    notify.error(DomainError("cases.empty_note"))
    assert window.findChildren(ProblemDialog)
    notify.error(ValueError("x"))
    dialog = window.findChildren(ProblemDialog)[-1]
    copy = next(b for b in dialog.findChildren(QPushButton) if "复制" in b.text())
    copy.click()
    assert "ValueError" in QGuiApplication.clipboard().text()
    dialog.accept()


def test_a_form_shows_refusals_at_their_field(application, notices, qtbot):
    notify = Notify()
    notices.listen_to(notify)
    form = FormDialog(None, application.theme, notify)
    qtbot.addWidget(form)
    form.on_submit("保存", form.accept)
    field = AmountField("元")
    form.add("amount", "金额", field)
    form.failed(DomainError("promises.no_amount", field="amount"))
    assert field.property("invalid")
    assert form.error
    form.failed(OSError("disk"))
    assert notices.problems
    form._yes.click()
    assert form.result() == FormDialog.DialogCode.Accepted
