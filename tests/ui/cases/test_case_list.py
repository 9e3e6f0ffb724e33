"""The case list: views, filter, search, sort, choosing, bulk actions with undo, export."""

from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from sqlalchemy import select

from db.tables import AuditEntry
from desktop.services import case_export
from desktop.services import cases as case_services
from desktop.services.cases import CaseQuery
from desktop.ui.cases import bulk
from desktop.ui.cases.assign_dialog import AssignDialog
from desktop.ui.cases.case_dialogs import ViewNameDialog
from desktop.ui.cases.export import ExportDialog
from desktop.ui.cases.filters import FilterWords, Views, from_stored, to_stored, without
from desktop.ui.main_window import MainWindow
from tests.conftest import TODAY


def test_the_list_shows_what_is_overdue_worst_first(cases):
    assert cases.names() == ["张海燕", "李建军", "单于芳", "欧阳伟"]
    assert cases.page.subtitle == "4 件"
    assert cases.page.list.bar.chips.chip("all").text() == "全部 4"
    assert cases.window.status.counts.startswith("4 件 · 逾期合计 ¥ ")
    assert cases.page.figures.overdue.accessibleName().startswith("在管逾期余额 ¥ ")


def test_views_narrow_the_list_and_are_remembered(cases, qtbot):
    chips = cases.page.list.bar.chips
    qtbot.mouseClick(chips.chip("promised"), Qt.MouseButton.LeftButton)
    cases.settle()
    assert cases.names() == ["张海燕"]
    qtbot.mouseClick(chips.chip("tracking"), Qt.MouseButton.LeftButton)
    cases.settle()
    assert cases.names() == ["王芳"]
    assert cases.window.prefs.get("cases", "view") == "tracking"


def test_search_finds_while_typing_and_looks_through_all_cases(cases, qtbot):
    cases.page.list.open_view("promised")
    field = cases.page.top_widget()
    qtbot.keyClick(cases.page, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert cases.window.focusWidget() is field
    qtbot.keyClicks(field, "oyw")
    qtbot.waitUntil(lambda: cases.page.list.query.search == "oyw")
    cases.settle()
    assert cases.names() == ["欧阳伟"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    cases.settle()
    assert cases.page.list.query.search == ""
    assert cases.names() == ["张海燕"]


def test_nothing_found_offers_the_way_back(cases, qtbot):
    cases.page.list.search("zzzz")
    cases.settle()
    empty = cases.page.list._empty
    assert empty.isVisibleTo(cases.page)
    empty._button.click()
    cases.settle()
    assert len(cases.names()) == 4


def test_a_filter_is_put_together_and_dropped_part_by_part(cases, qtbot):
    shown = cases.page.list
    shown.open_filter()
    cases.settle()
    panel = shown.panel
    panel._products.chip("信用卡").click()
    panel._buckets.chip(1).click()
    cases.settle()
    assert cases.names() == ["欧阳伟"]
    panel._amounts[0].setText("9万")
    panel._amounts[0].editingFinished.emit()
    cases.settle()
    assert cases.names() == []
    parts = [
        shown.bar._flow.itemAt(n).widget().text().strip() for n in range(shown.bar._flow.count())
    ]
    assert parts == ["M1", "信用卡", "逾期金额 ≥ ¥ 90,000.00"]
    for _ in range(2):
        shown.bar._flow.itemAt(shown.bar._flow.count() - 1).widget().click()
        cases.settle()
    assert cases.names() == ["欧阳伟"]
    panel.reset_wanted.emit()
    cases.settle()
    assert len(cases.names()) == 4
    panel.close()


def test_a_view_is_saved_found_again_and_deleted_with_a_way_back(cases, notices, qtbot):
    shown = cases.page.list
    shown.narrow(replace(CaseQuery(states=("open",)), products=("汽车贷款",)))
    shown.panel.save_wanted.emit()
    dialog = cases.dialog(ViewNameDialog)
    dialog._save()
    assert dialog.error
    dialog.name.setText("车贷")
    dialog._save()
    cases.settle()
    assert shown.bar.chips.current == "saved:车贷"
    assert sorted(cases.names()) == ["单于芳", "李建军"]
    shown.bar._menu("saved:车贷", cases.page.mapToGlobal(cases.page.rect().center()))
    menu = shown.bar.findChildren(QMenu)[-1]
    menu.actions()[0].trigger()
    menu.close()
    cases.settle()
    assert shown.bar.chips.current == "all"
    notices.toasts[-1].undo()
    cases.settle()
    assert shown.bar.chips.current == "saved:车贷"
    shown.forget_view("saved:nobody")
    assert len(notices.toasts) == 1


def test_sorting_is_kept_per_view(cases):
    shown = cases.page.list
    shown.table.sort_wanted.emit("name", False)
    cases.settle()
    by_name = cases.names()
    assert by_name[-1] == "张海燕"
    shown.open_view("mine")
    shown.open_view("all")
    cases.settle()
    assert cases.names() == by_name
    assert not shown.bar._parts.isVisibleTo(cases.page)


def test_other_pages_open_cases_filters_and_names(cases):
    window, shown = cases.window, cases.page.list
    window.go("cases", case_ids=[2, 4], label="M2 · 汽车贷款")
    cases.settle()
    assert sorted(cases.names()) == ["单于芳", "李建军"]
    assert shown.bar._flow.itemAt(0).widget().text().strip() == "M2 · 汽车贷款"
    shown.bar.named_dropped.emit()
    cases.settle()
    assert len(cases.names()) == 4
    window.go("cases", query=CaseQuery(buckets=(2,)))
    cases.settle()
    assert cases.names() == ["单于芳"]
    window.go("cases", view="tracking")
    cases.settle()
    assert cases.names() == ["王芳"]
    window.go("cases", case_id=3)
    cases.settle()
    assert cases.page.pane.detail.case.name == "欧阳伟"
    window.go("cases", search="wf")
    cases.settle()
    assert cases.names() == ["王芳"]


def test_cases_are_handed_over_and_back(cases, notices, desk, qtbot):
    shown = cases.page.list
    shown.model.check(0, 1)
    assert shown.footer._chosen.text() == "已选 2 件"
    cases.page.bulk.assign.trigger()
    dialog = cases.dialog(AssignDialog)
    dialog._list.setCurrentRow(1)
    dialog.accept()
    cases.settle()
    assert notices.toasts[-1].text == "已将 2 件分派给李婉清"
    assert sorted(case_services.case_ids(desk, CaseQuery(officer_id=2))) == [1, 4]
    cases.window.notify.undo()
    cases.settle()
    assert len(case_services.case_ids(desk, CaseQuery(officer_id=2))) == 0


def test_a_thousand_cases_are_asked_about_first(cases, notices, desk, monkeypatch):
    monkeypatch.setattr(bulk, "ASK_ABOVE", 3)
    notices.answer = False
    cases.page.list.model.check_all()
    cases.page.bulk._assign_to(2)
    cases.settle()
    assert "4 件" in notices.questions[0].text
    assert len(case_services.case_ids(desk, CaseQuery(officer_id=2))) == 0
    notices.answer = True
    cases.page.bulk._assign_to(2)
    cases.settle()
    # The filter was handed over, not the ids: what it matches is what was assigned.
    assert cases.page.list.selection() == cases.page.list.query
    assert len(case_services.case_ids(desk, CaseQuery(officer_id=2))) == 4


def test_what_is_shown_is_exported_with_its_columns(cases, notices, desk, tmp_path):
    cases.page.bulk.export_shown.trigger()
    dialog = cases.dialog(ExportDialog)
    first = dialog.columns.item(0)
    first.setCheckState(Qt.CheckState.Unchecked)
    dialog.save_to(tmp_path / "案件.xlsx")
    cases.settle()
    sheet = openpyxl.load_workbook(tmp_path / "案件.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [
        "客户", "产品", "逾期天数", "账龄", "逾期金额", "下次跟进", "负责人", "状态",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["张某", "李某", "单于某", "欧阳某"]
    assert rows[1][2] == 200
    assert rows[1][7] == "待联系"
    assert "案件.xlsx" in notices.toasts[-1].text
    with desk.read() as connection:
        newest = select(AuditEntry.action).order_by(AuditEntry.seq.desc()).limit(1)
        assert connection.execute(newest).scalar() == "cases.export"


def test_names_in_full_only_when_asked_for(cases, tmp_path):
    cases.page.list.model.check(0, 0)
    cases.page.bulk.export_chosen.trigger()
    dialog = cases.dialog(ExportDialog)
    dialog.full_names.setChecked(True)
    dialog.save_to(tmp_path / "a.csv")
    cases.settle()
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert "张海燕" in text
    assert len(text.strip().splitlines()) == 2


def test_a_cancelled_export_leaves_no_file(desk, cases, tmp_path):
    class Stop:
        def report(self, done, total, step=""):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        case_export.export_cases(desk, [1, 2], (), tmp_path / "a.xlsx", "x", Stop())
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_kept_filter_moves_with_the_day():
    query = CaseQuery(
        action_to=TODAY, overdue_from=Decimal("5.00"), buckets=(1, 2), search="x", case_ids=(1,)
    )
    kept = to_stored(query, TODAY)
    assert kept == {"action_to": 0, "overdue_from": "5.00", "buckets": (1, 2)}
    later = TODAY.replace(month=12)
    again = from_stored({**kept, "of_another_version": 1}, later)
    assert again == replace(query, action_to=later, search="", case_ids=None)


def test_filters_are_said_in_words(application):
    query = CaseQuery(
        officer_id=0,
        stages=("promised", "legal"),
        dpd_from=10,
        dpd_to=20,
        action_from=TODAY,
        action_to=TODAY,
        is_never_contacted=True,
    )
    words = FilterWords().parts(query, CaseQuery(), {1: "陈思远"})
    assert [said for _, said in words] == [
        "已承诺、法诉中",
        "未分派",
        "逾期天数 10 – 20",
        "下次跟进 2026-11-20",
        "从未联系",
    ]
    assert without(query, ("stages",), CaseQuery()).stages == ()
    named = FilterWords().parts(CaseQuery(officer_id=1, dpd_to=5), CaseQuery(), {1: "陈思远"})
    assert [said for _, said in named] == ["陈思远", "逾期天数 ≤ 5"]


def test_ready_made_views_without_an_officer(application):
    assert "mine" not in [view.key for view in Views().ready_made(TODAY, None)]


def test_a_filter_put_together_is_there_again_after_a_restart(cases, application, desk, qtbot):
    cases.page.list.narrow(replace(CaseQuery(states=("open",)), products=("汽车贷款",)))
    cases.settle()
    cases.window.prefs.flush()
    qtbot.waitUntil(lambda: cases.window.tasks.is_idle)
    again = MainWindow(application, desk)
    qtbot.addWidget(again)
    again.go("cases")
    assert again.pages["cases"].list.query.products == ("汽车贷款",)
    again.pages["cases"].list.open_view("all")
    assert again.prefs.get("cases", "filter") is None
    again.close()


def test_the_row_s_menu_lists_what_can_be_done(cases):
    page = cases.page
    page._show_menu(page.list.table.visualRect(page.list.model.index(0, 1)).center())
    menu = [one for one in page.findChildren(QMenu) if one.isVisible()][-1]
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:3] == ["联系", "承诺", "安排"]
    assert "分派" in texts
    menu.close()
    page.list.model.check(0, 1)
    page._show_menu(page.list.table.rect().center())
    menu = [one for one in page.findChildren(QMenu) if one.isVisible()][-1]
    assert menu.actions()[0].text() == "分派"
    menu.close()


def test_the_status_bar_sums_what_is_chosen(cases, qtbot):
    model = cases.page.list.model
    model.check(0, 1)
    status = cases.window.status
    qtbot.waitUntil(lambda: "已选合计 ¥ " in status.counts)
    model.check_none()
    qtbot.waitUntil(lambda: "已选合计" not in status.counts)
    model.check_all()
    cases.settle()
    assert "已选合计" not in status.counts
    assert status.counts.startswith("4 件 · 逾期合计 ¥ ")
