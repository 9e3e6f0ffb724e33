"""The Letters page: choose, look, make, find in the register, void, deliver, check a file."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import text, update

from db.tables import Account, Customer
from desktop.adapters.letter_templates import bundled_source
from desktop.domain.all_in_rate import AllInRate, Cap, CapCheck
from desktop.services import (
    day_run,
    letter_editing,
    letter_register,
    letters,
    officers,
    second_person,
    settings,
)
from desktop.services.desk import Desk
from desktop.services.officers import OfficerCard
from desktop.ui.letters import make_tab
from desktop.ui.letters.dialogs import DeliveryDialog, VoidDialog
from desktop.ui.letters.mailing import mail_letters
from desktop.ui.letters.page import LettersPage
from desktop.ui.letters.printing import PrintJob
from desktop.ui.letters.template_tab import TemplateTab
from desktop.ui.main_window import MainWindow
from desktop.ui.widgets.compare_dialog import CompareDialog
from desktop.ui.widgets.version_dialogs import ApproveDialog, WithdrawDialog
from tests.book import Book
from tests.ui.conftest import NoticeRecorder

ADDRESS = "浙江省杭州市西湖区示例街道12幢3单元1201室"


@pytest.fixture
def book(desk: Desk) -> Book:
    book = Book(desk)
    settings.save(
        desk,
        {
            "branch.name": "守约示例银行杭州西湖支行",
            "branch.address": "浙江省杭州市西湖区示例路138号",
            "branch.postcode": "310012",
            "branch.phone": "0571-88001234",
        },
    )
    for number, name in enumerate(("张海燕", "王小明", "李四"), start=1):
        book.customer(number, name, address=ADDRESS if number < 3 else "")
        book.late(number, number, 40)
    day_run.run(desk)
    return book


@pytest.fixture
def page(book: Book, window: MainWindow, qtbot: QtBot) -> LettersPage:
    window.go("letters")
    idle(window, qtbot)
    found = window.findChildren(LettersPage)
    assert len(found) == 1
    found[0].make.choice.pick("overdue_notice_2")
    idle(window, qtbot)
    return found[0]


def idle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until nothing is asked for, also by what the answers ask for."""
    for _ in range(4):
        qtbot.waitUntil(lambda: window.tasks.is_idle, timeout=30_000)
        QApplication.processEvents()


def test_the_letters_due_today_are_offered_first(page: LettersPage) -> None:
    """Until the user chooses other cases: the choice then stays from template to template."""
    choice = page.make.choice
    choice.show_due({"overdue_notice_1": [1, 2]})
    choice.pick("overdue_notice_1")
    assert choice._cases.currentText() == "今日应发（2）"
    cases = choice._cases
    cases.setCurrentIndex(cases.findData("overdue"))
    cases.activated.emit(cases.currentIndex())
    choice.pick("overdue_notice_2")
    choice.pick("overdue_notice_1")
    assert cases.currentData() == "overdue"


def test_the_plan_shows_who_gets_a_letter_and_who_does_not(page: LettersPage) -> None:
    plan = page.make.plan.plan
    assert plan is not None
    assert [letter.recipient for letter in plan.letters] == ["张海燕", "王小明"]
    assert [unfit.name for unfit in plan.left_out] == ["李四"]
    assert page.make.view.content is not None
    assert page.make.view.content.startswith(b"%PDF-")


def test_a_great_many_cases_are_checked_only_when_asked_for(
    page: LettersPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_tab, "MOST_UNASKED", 2)
    page.make.choice.pick("overdue_notice_1")
    idle(window, qtbot)
    plan = page.make.plan.plan
    assert plan is not None
    assert (plan.unchecked, plan.letters, plan.left_out) == (3, (), ())
    assert "3" in page.make.plan.make_button.text()
    assert page.make.plan.make_button.isEnabled()
    qtbot.mouseClick(page.make.plan.make_button, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    checked = page.make.plan.plan
    assert checked is not None
    assert (checked.unchecked, len(checked.letters), len(checked.left_out)) == (0, 2, 1)


def test_a_letter_for_more_than_a_cap_allows_stands_out(page: LettersPage) -> None:
    plan = page.make.plan.plan
    assert plan is not None
    cap = Cap("all_in", Decimal("0.24"))
    check = CapCheck(AllInRate(Decimal("0.3105"), Decimal("0.36")), (cap,), (cap,))
    marked = (replace(plan.letters[0], over_cap=check), plan.letters[1])
    page.make.plan.show_plan(replace(plan, letters=marked))
    first, second = page.make.plan._list.model().entries
    assert first.detail.startswith("年化综合成本 31.05% 超过上限 24.00%")
    assert (first.icon, second.icon) == ("triangle-alert", "file-text")


def test_what_is_seen_is_what_is_made(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk
) -> None:
    window.go("letters", case_ids=[page.make.plan.plan.letters[0].case_id], label="选一户")
    idle(window, qtbot)
    seen = page.make.view.content
    page.make.plan.make_button.click()
    idle(window, qtbot)
    (letter_id,) = letter_register.register_ids(desk, letter_register.RegisterQuery())
    assert letter_register.pdf(desk, letter_id) == seen


def test_many_are_asked_about_first(
    page: LettersPage, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    notices.answer = False
    page.make.plan.make_button.click()
    idle(window, qtbot)
    assert len(notices.questions) == 1
    assert letter_register.register_ids(desk, letter_register.RegisterQuery()) == []
    notices.answer = True
    page.make.plan.make_button.click()
    idle(window, qtbot)
    assert len(letter_register.register_ids(desk, letter_register.RegisterQuery())) == 2

    def shows_numbers() -> bool:
        plan = page.make.plan.plan
        return plan is not None and all(letter.register_no for letter in plan.letters)

    qtbot.waitUntil(shows_numbers)


def test_facts_that_a_template_asks_for_are_fields(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.make.choice.pick("service_receipt")
    idle(window, qtbot)
    plan = page.make.plan.plan
    assert plan is not None
    assert not plan.letters
    for name, field in page.make.choice.fields.items():
        field.setText(name)
        field.editingFinished.emit()
    idle(window, qtbot)
    plan = page.make.plan.plan
    assert plan is not None
    assert [letter.recipient for letter in plan.letters] == ["张海燕", "王小明"]


def made(desk: Desk, count: int = 2) -> list[int]:
    with desk.read() as connection:
        found = connection.execute(
            text("SELECT id FROM debt_case ORDER BY id LIMIT :n"), {"n": count}
        )
        cases = [row[0] for row in found]
    return list(letters.make(desk, "overdue_notice_2", cases).ids)


def test_the_register_lists_and_finds_letters(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk
) -> None:
    ids = made(desk)
    page.open_target(search="第0001")
    idle(window, qtbot)
    assert list(page.register.model.ids) == [ids[0]]
    window.go("letters", letter_id=ids[1])
    idle(window, qtbot)
    assert page.register.table.current_id == ids[1]
    assert page.register.view.content == letter_register.pdf(desk, ids[1])


def test_letters_are_sent_by_mail_after_one_question(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk, notices: NoticeRecorder
) -> None:
    ids = made(desk)
    with desk.store.write() as connection:
        connection.execute(update(Customer).where(Customer.id == 1).values(email="a@example.cn"))
        connection.commit()
    page.open_target(tab="register")
    idle(window, qtbot)
    mail_letters(window, ids)
    qtbot.waitUntil(lambda: bool(notices.toasts))
    assert notices.questions[-1].text == "用邮件发送 2 份函件？"
    assert notices.toasts[-1].text == "1 份函件待以邮件发送; 1 × 没有有效的邮箱地址"


def test_a_letter_is_voided_with_a_reason(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk
) -> None:
    ids = made(desk, 1)
    window.go("letters", letter_id=ids[0])
    idle(window, qtbot)
    page.register.void_button.click()
    dialog = page.register.findChild(VoidDialog)
    assert dialog is not None
    dialog.reason.setPlainText("金额有误")
    dialog.accept()
    idle(window, qtbot)
    entry = letter_register.register_rows(desk, ids)[0]
    assert entry.void_reason == "金额有误"
    qtbot.waitUntil(lambda: not page.register.void_button.isEnabled())


def deliver(page: LettersPage, way: str, state: str, scan: Path | None = None) -> None:
    page.register.deliver_button.click()
    dialog = page.register.findChildren(DeliveryDialog)[-1]
    dialog.way.setCurrentIndex(dialog.way.findData(way))
    dialog.state.setCurrentIndex(dialog.state.findData(state))
    if scan is not None:
        dialog.attach(scan)
    dialog.accept()


def test_delivery_of_several_letters_is_recorded_and_taken_back(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk, notices: NoticeRecorder
) -> None:
    ids = made(desk)
    window.go("letters", letter_id=ids[0])
    idle(window, qtbot)
    page.register.table.selectAll()
    deliver(page, "hand", "arrived")
    idle(window, qtbot)
    assert {row.state for row in letter_register.register_rows(desk, ids)} == {"arrived"}
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    idle(window, qtbot)
    assert {row.state for row in letter_register.register_rows(desk, ids)} == {None}


def test_a_scan_makes_it_a_proof_and_can_be_saved(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    desk: Desk,
    notices: NoticeRecorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (letter,) = made(desk, 1)
    window.go("letters", letter_id=letter)
    idle(window, qtbot)
    scan, saved = tmp_path / "回执.png", tmp_path / "saved.png"
    scan.write_bytes(b"scan")
    deliver(page, "hand", "arrived")
    deliver(page, "hand", "arrived", scan)
    idle(window, qtbot)
    qtbot.waitUntil(lambda: len(page.register._steps.entries) == 2)
    first, second = page.register._steps.entries
    assert (first.tag, second.tag) == ("", "有效送达")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(saved), ""))
    page.register._steps.entry_activated.emit(second.key)
    idle(window, qtbot)
    assert saved.read_bytes() == b"scan"
    page.register._ask_take_back(second.key)
    idle(window, qtbot)
    assert notices.questions[-1].text == "撤回这条送达登记？"
    qtbot.waitUntil(lambda: [one.tag for one in page.register._steps.entries] == [""])
    scan.unlink()
    deliver(page, "hand", "arrived", scan)
    idle(window, qtbot)
    assert "回执.png" in notices.problems[-1].text


def test_letters_are_saved_each_and_in_one_file(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    notices: NoticeRecorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    page.make.plan.make_button.click()
    idle(window, qtbot)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(out))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(out / "all.pdf"), ""))
    page.make.save_each()
    page.make.save_merged()
    idle(window, qtbot)
    names = sorted(file.name for file in out.iterdir())
    assert names == ["all.pdf", "催〔2026〕第0001号.pdf", "催〔2026〕第0002号.pdf"]
    assert [toast.kind for toast in notices.toasts[-2:]] == ["ok", "ok"]


def test_stored_pages_are_printed(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    desk: Desk,
    notices: NoticeRecorder,
    tmp_path: Path,
) -> None:
    ids = made(desk)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    PrintJob(window, page, "催").start(
        printer, [content for _, content in letter_register.pdfs(desk, ids)]
    )
    idle(window, qtbot)
    import pikepdf

    with pikepdf.open(tmp_path / "print.pdf") as printed:
        assert len(printed.pages) == 2
    assert notices.toasts[-1].kind == "ok"


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_is_gone_is_said(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    desk: Desk,
    notices: NoticeRecorder,
    tmp_path: Path,
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    content = letter_register.pdf(desk, made(desk, 1)[0])
    PrintJob(window, page, "催").start(printer, [content])
    idle(window, qtbot)
    assert len(notices.problems) == 1


def test_a_printer_that_goes_away_between_two_pages_is_said(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    desk: Desk,
    notices: NoticeRecorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    monkeypatch.setattr(printer, "newPage", lambda: False)
    files = [content for _, content in letter_register.pdfs(desk, made(desk))]
    PrintJob(window, page, "催").start(printer, files)
    idle(window, qtbot)
    (problem,) = notices.problems
    assert "不能使用" in problem.text
    assert not notices.toasts


def test_the_view_zooms_leafs_and_finds(
    page: LettersPage, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    view = page.make.view
    before = view.pages.scale
    view.zoom(1)
    assert view.pages.scale > before
    view.zoom(-1)
    view.fit_width()
    view.leaf(1)
    view.search("逾期催收通知书")
    idle(window, qtbot)
    assert view.pages.hits
    view.search("逾期催收通知书")
    assert view.pages.hit >= 0
    view.search("没有这句话")
    idle(window, qtbot)
    assert notices.toasts


def test_nothing_stalls_the_window(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk, gui_watch: Any
) -> None:
    for name in ("card_demand", "repayment_schedule", "overdue_notice_1"):
        page.make.choice.pick(name)
        idle(window, qtbot)


def test_a_template_is_edited_with_its_sample_beside_it(
    page: LettersPage, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    page.show_templates()
    idle(window, qtbot)
    tab = page.templates
    tab.open_template("overdue_notice_1")
    qtbot.waitUntil(lambda: "逾期催收通知书（第一次）" in tab.editor.toPlainText())
    words = tab.editor.toPlainText()
    tab.editor.setPlainText(words.replace("{逾期合计|全}", "{没有的}"))
    qtbot.waitUntil(lambda: "没有的" in tab.problem.text())
    tab.editor.setPlainText(words.replace('version = "1.0"', 'version = "1.1"'))
    qtbot.waitUntil(lambda: not tab.problem.text())
    before = tab.view.content
    assert before is not None
    again = TemplateTab(window)
    qtbot.addWidget(again)
    again.reload()
    idle(window, qtbot)
    again.open_template("overdue_notice_1")
    idle(window, qtbot)
    assert 'version = "1.1"' in again.editor.toPlainText()  # what was typed is offered again
    page._press_save()
    qtbot.waitUntil(lambda: bool(notices.toasts))
    idle(window, qtbot)
    assert not tab.save_button.isEnabled()
    assert window.prefs.get("drafts", "letter_template:overdue_notice_1", None) is None
    assert [one.standing for one in tab.versions._versions] == ["draft", "in_force"]
    tab.versions.compare()
    (compare,) = tab.versions.findChildren(CompareDialog)
    assert "1.0" in compare.windowTitle()
    compare.accept()


def test_a_template_is_approved_restored_and_withdrawn(
    page: LettersPage,
    window: MainWindow,
    qtbot: QtBot,
    desk: Desk,
    notices: NoticeRecorder,
) -> None:
    officer = officers.save(desk, None, OfficerCard("0300", "孙悦")).officer_id
    second_person.set_secret(desk, officer, "lan-2468")
    source = bundled_source("overdue_notice_1").replace('version = "1.0"', 'version = "1.1"')
    letter_editing.save_draft(desk, "overdue_notice_1", source)
    page.show_templates()
    idle(window, qtbot)
    tab = page.templates
    tab.open_template("overdue_notice_1")
    idle(window, qtbot)
    assert 'version = "1.1"' in tab.editor.toPlainText()
    tab.approve_button.click()
    (approve,) = tab.findChildren(ApproveDialog)
    idle(window, qtbot)
    approve.second.secret.setText("wrong!")
    approve._submit()
    idle(window, qtbot)
    assert approve.error
    approve.second.secret.setText("lan-2468")
    approve._submit()
    idle(window, qtbot)
    assert [one.standing for one in tab.versions._versions] == ["in_force", "past"]
    assert not tab.approve_button.isEnabled()
    tab.versions.list.setCurrentIndex(tab.versions.list.model().index(1, 0))
    tab.versions.restore_button.click()
    idle(window, qtbot)
    assert 'version = "1.2"' in tab.editor.toPlainText()
    tab.discard_button.click()
    idle(window, qtbot)
    assert 'version = "1.1"' in tab.editor.toPlainText()
    tab.versions.withdraw_button.click()
    (withdraw,) = tab.findChildren(WithdrawDialog)
    withdraw.reason.setPlainText("有误")
    withdraw._submit()
    idle(window, qtbot)
    assert [one.standing for one in tab.versions._versions] == ["withdrawn", "in_force"]
    tab.editor.setPlainText(tab.editor.toPlainText() + "# ")
    tab.discard_button.click()
    idle(window, qtbot)
    assert not tab._is_changed()


def test_periods_that_run_out_lead_to_their_letters(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk
) -> None:
    page.open_target(tab="periods")
    idle(window, qtbot)
    assert page.periods.periods == []
    with desk.store.write() as connection:
        connection.execute(text("UPDATE instalment SET due_on = 19732 WHERE account_id = 1"))
        connection.commit()
    page.periods.reload()
    qtbot.waitUntil(lambda: len(page.periods.periods) == 1)
    page.periods.demand_button.click()
    idle(window, qtbot)
    template = page.make.choice.template
    assert template is not None
    assert template.name == "overdue_notice_3"


def test_the_register_says_what_stood_above_a_cap_on_the_letters_day(
    page: LettersPage, window: MainWindow, qtbot: QtBot, desk: Desk
) -> None:
    with desk.store.write() as connection:
        lent = {"disbursed_on": desk.today - timedelta(days=60), "principal": Decimal("500.00")}
        connection.execute(update(Account).values(**lent))
        connection.commit()
    ids = made(desk)
    register = page.register
    register._look(ids[0])
    idle(window, qtbot)
    assert "超过上限 24" in register._cap.text()
    register._look(None)
    assert register._cap.isHidden()
