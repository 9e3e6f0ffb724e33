"""One case in full: tabs, masked numbers, contacts in three keys, promises, notes, restrictions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu
from sqlalchemy import select

from db.tables import AuditEntry, Contact, Customer, PromiseToPay, Reminder
from desktop.services import cases as case_services
from desktop.services.limitations import AccountPeriods, EndingPeriod
from desktop.ui import formats
from desktop.ui.cases.case_dialogs import (
    AnnounceDialog,
    PlanDialog,
    PromiseDialog,
    RestrictDialog,
)
from desktop.ui.cases.contact_dialog import ContactDialog
from desktop.ui.cases.entries import CaseEntries
from desktop.ui.cases.facts import Facts, MaskedValue
from desktop.ui.cases.pane_tabs import KEYS
from tests.conftest import TODAY


def rows(desk, query):
    with desk.read() as connection:
        return connection.execute(query).mappings().all()


def tab(cases, index):
    tabs = cases.page.pane.tabs
    tabs.choose(KEYS[index])
    return tabs.tab(KEYS[index])


def test_the_case_looked_at_is_shown(cases):
    header = cases.page.pane.header
    assert header.name.text() == "张海燕"
    assert header.bucket.words == "M7+ · 200 天"
    assert header.number.text().startswith("CS2026-000001")
    assert header.amount.text() == formats.money(cases.page.list.model.row_at(0).overdue)
    cases.page.list.table.step(1)
    cases.settle()
    assert header.name.text() == "李建军"


@pytest.mark.parametrize("index", range(8))
def test_every_tab_shows_its_part(cases, index):
    shown = tab(cases, index)
    said = {
        1: "电话 · 无人接听（联系人）",
        2: None,
        3: None,
        4: "电话 · 无人接听（联系人）",
        5: "承诺 11-22 还款",
        6: None,
        7: "今天 09:00 · 陈思远",
    }.get(index)
    if said is not None:
        assert said in [entry.title for entry in shown.list.entries]
    if index == 2:
        titles = [entry.title for entry in shown.instalments.entries]
        assert titles[0].startswith("第 1 期 · 2026-")
        assert shown.choice.currentText() == "信用卡 · HT2026000001"


def test_looking_at_a_full_number_is_recorded(cases, desk, qtbot):
    masked = cases.page.pane.tabs.tab("overview").facts.findChildren(MaskedValue)[0]
    assert masked.value.text() == "138****0001"
    qtbot.mouseClick(masked.eye, Qt.MouseButton.LeftButton)
    cases.settle()
    assert masked.value.text() == "13800100001"
    last = rows(desk, select(AuditEntry.__table__).order_by(AuditEntry.seq.desc()))[0]
    assert (last["action"], last["subject_id"]) == ("customer.reveal", "1")
    masked.toggle()
    assert masked.value.text() == "138****0001"


def test_empty_facts_are_left_out(application):
    facts = Facts(application.theme)
    facts.add("单位", "")
    assert facts.add_masked("手机", "", print) is None
    assert facts._grid.count() == 0


def test_a_contact_is_logged_in_three_keys_and_taken_back(cases, desk, notices, qtbot):
    before = len(rows(desk, select(Contact.__table__)))
    cases.page.list.table.setFocus()
    qtbot.keyClick(cases.page.list.table, Qt.Key.Key_L)
    dialog = cases.dialog(ContactDialog)
    cases.settle()
    assert "接通 0/3" in dialog._room.words.text()
    qtbot.keyClick(dialog, Qt.Key.Key_N)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    cases.settle()
    logged = rows(desk, select(Contact.__table__).order_by(Contact.id.desc()))
    assert len(logged) == before + 1
    assert (logged[0]["result"], logged[0]["channel"]) == ("no_answer", "phone")
    assert notices.toasts[-1].text.startswith("已记录：")
    assert "电话 · 无人接听" in [e.title for e in tab(cases, 4).list.entries]
    notices.toasts[-1].undo()
    cases.settle()
    assert len(rows(desk, select(Contact.__table__))) == before


def test_a_contact_needs_its_result_and_its_promise_an_amount(cases, desk, qtbot):
    cases.page.pane._log()
    dialog = cases.dialog(ContactDialog)
    cases.settle()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog._error.isVisibleTo(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_P)
    assert dialog._promise.isVisibleTo(dialog)
    dialog._amount.setText("abc")
    assert dialog._amount.property("invalid")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog._error.text() == "请填写承诺金额。"
    dialog._amount.setText("￥2,000")
    dialog._save()
    cases.settle()
    promised = rows(desk, select(PromiseToPay.__table__).order_by(PromiseToPay.id.desc()))[0]
    assert promised["amount"] == 2000


def test_other_channels_and_parties(cases, desk, qtbot):
    cases.page.pane._log()
    dialog = cases.dialog(ContactDialog)
    cases.settle()
    dialog._channels.chip("visit").click()
    assert "not_met" in dialog._results
    dialog._parties.chip(("guarantor", 1)).click()
    qtbot.keyClick(dialog, Qt.Key.Key_M)
    dialog._note.setPlainText("担保人在家")
    dialog._save()
    cases.settle()
    logged = rows(desk, select(Contact.__table__).order_by(Contact.id.desc()))[0]
    assert (logged["channel"], logged["party"], logged["party_id"]) == ("visit", "guarantor", 1)
    assert logged["note"] == "担保人在家"


def test_what_is_typed_is_offered_again(cases, qtbot):
    pane = cases.page.pane
    qtbot.keyClicks(pane.note, "call")
    cases.page.list.table.step(1)
    cases.settle()
    assert pane.note.text() == ""
    cases.page.list.table.step(-1)
    cases.settle()
    assert pane.note.text() == "call"
    pane._log()
    dialog = cases.dialog(ContactDialog)
    dialog._note.setPlainText("half a sentence")
    dialog.reject()
    pane._log()
    again = [one for one in cases.page.findChildren(ContactDialog) if one is not dialog][-1]
    assert again._note.toPlainText() == "half a sentence"
    again.reject()


def test_a_note_is_saved_with_enter_removed_and_brought_back(cases, notices, qtbot):
    pane = cases.page.pane
    qtbot.keyClick(cases.page.list.table, Qt.Key.Key_N)
    assert cases.window.focusWidget() is pane.note
    qtbot.keyClicks(pane.note, "pays on friday")
    qtbot.keyClick(pane.note, Qt.Key.Key_Return)
    cases.settle()
    shown = tab(cases, 7)
    assert [entry.detail for entry in shown.list.entries] == ["pays on friday", "月底发工资"]
    assert cases.window.prefs.get("drafts", "case_note:1") is None
    pane._note_menu(shown.list.entries[0].key, cases.page.mapToGlobal(cases.page.rect().center()))
    menu = [one for one in pane.findChildren(QMenu) if one.isVisible()][-1]
    menu.actions()[0].trigger()
    menu.close()
    cases.settle()
    assert len(shown.list.entries) == 1
    notices.toasts[-1].undo()
    cases.settle()
    assert len(shown.list.entries) == 2
    qtbot.keyClick(pane.note, Qt.Key.Key_Return)
    assert len(notices.toasts) == 2


def test_a_note_that_could_not_be_saved_stays_in_its_field(cases, monkeypatch, notices, qtbot):
    def refuse(*_args):
        raise OSError("disk")

    monkeypatch.setattr(case_services, "case_detail", case_services.case_detail)
    monkeypatch.setattr("desktop.services.case_actions.add_note", refuse)
    pane = cases.page.pane
    pane.note.setText("keep me")
    pane._save_note()
    cases.settle()
    assert pane.note.text() == "keep me"
    assert notices.problems


def test_a_promise_is_taken_and_taken_back(cases, desk, notices, qtbot):
    cases.page.list.table.step(1)
    cases.settle()
    qtbot.keyClick(cases.page.list.table, Qt.Key.Key_P)
    dialog = cases.dialog(PromiseDialog)
    dialog.amount.setText("")
    dialog._save()
    assert dialog.error == "请填写金额（元）。"
    dialog.amount.setText("800")
    dialog.day.setDate(dialog.day.date().addDays(-30))
    dialog._save()
    cases.settle()
    assert dialog.day.property("invalid")
    dialog.day.setDate(dialog.day.date().addDays(32))
    dialog._save()
    cases.settle()
    assert [entry.tag for entry in tab(cases, 5).list.entries] == ["待兑现"]
    pane = cases.page.pane
    pane._promise_menu(tab(cases, 5).list.entries[0].key, pane.mapToGlobal(pane.rect().center()))
    menu = [one for one in pane.findChildren(QMenu) if one.isVisible()][-1]
    menu.actions()[0].trigger()
    menu.close()
    cases.settle()
    assert tab(cases, 5).list.entries[0].tag != "待兑现"


def test_contacts_are_planned_and_those_against_the_rules_are_said(cases, desk, notices):
    cases.page.list.model.check(1, 3)
    cases.page.bulk.plan.trigger()
    dialog = cases.dialog(PlanDialog)
    dialog._save()
    cases.settle()
    by_hand = rows(desk, select(Reminder.__table__).where(Reminder.is_by_hand))
    assert len(by_hand) == 3
    assert notices.toasts[-1].text == "已安排 3 项跟进"
    notices.toasts[-1].undo()
    cases.settle()
    states = {row["state"] for row in rows(desk, select(Reminder.__table__)) if row["is_by_hand"]}
    assert states == {"cancelled"}


def test_a_plan_that_every_rule_refuses_says_why(cases, qtbot):
    cases.page.list.table.setFocus()
    qtbot.keyClick(cases.page.list.table, Qt.Key.Key_T)
    dialog = cases.dialog(PlanDialog)
    dialog.time.setTime(dialog.time.time().addSecs(14 * 3600))
    dialog._save()
    cases.settle()
    assert dialog.error
    dialog.reject()


def test_contacting_is_stopped_and_allowed_again(cases, desk, notices):
    pane = cases.page.pane
    pane._restrict()
    dialog = cases.dialog(RestrictDialog)
    dialog._save()
    cases.settle()
    assert dialog.error == "请填写原因。"
    dialog.kind.setCurrentIndex(dialog.kind.findData("dispute"))
    dialog.reason.setPlainText("客户称已还清")
    dialog.has_end.setChecked(True)
    dialog._save()
    cases.settle()
    assert pane.detail.restrictions[0]["reason"] == "客户称已还清"
    notice = pane.tabs.tab("overview")._notices.itemAt(0).widget()
    assert notice.accessibleName() == "客户有异议：客户称已还清"
    pane.tabs.tab("overview")._lift(pane.detail.restrictions[0]["id"])
    cases.settle()
    assert pane.detail.restrictions == ()


def test_a_case_gone_meanwhile_is_no_error(cases, notices):
    cases.page.pane.show_case(999)
    cases.settle()
    assert cases.page.pane.detail is None
    assert notices.problems == []
    cases.page.pane.show_case(None)
    assert cases.page.pane.case_id is None


def test_the_case_number_is_copied(cases, notices):
    cases.page.pane._copy()
    assert QGuiApplication.clipboard().text() == "CS2026-000001"


def test_actions_without_a_case_do_nothing(cases):
    pane = cases.page.pane
    pane.show_case(None)
    for do in (pane._log, pane._promise, pane._restrict, pane._plan_this, pane._copy):
        do()
    assert [one for one in cases.page.findChildren(ContactDialog) if one.isVisible()] == []


def test_a_write_elsewhere_refreshes_the_case(cases, desk):
    with desk.store.write() as connection:
        connection.execute(Customer.__table__.update().values(employer="启明五金"))
        connection.commit()
    from desktop.domain.changes import Changes

    cases.window.events.tell(Changes.of("cases"))
    cases.settle()
    assert cases.page.pane.detail.customer["employer"] == "启明五金"


def test_entries_word_what_other_rooms_write(application):
    make = CaseEntries(TODAY)
    from datetime import datetime
    from decimal import Decimal

    at = datetime(2026, 11, 18, 10, 0)
    letter = make.letter(
        {"template": "nowhere", "voided_at": at, "dated_on": TODAY, "register_no": "催 1", "id": 1}
    )
    assert (letter.title, letter.tag, letter.detail) == ("nowhere", "作废", "催 1 · 11-20")
    visit = make.visit({"starts_at": at, "officer": "孙悦", "state": "nowhere", "id": 2})
    assert (visit.detail, visit.tag) == ("11-18 10:00 · 孙悦", "nowhere")
    payment = make.payment(
        {
            "paid_on": TODAY, "account_no": "HT1", "amount": Decimal("5.00"), "reversed_at": at,
            "method": "代扣", "payer": None, "id": 3,
        }
    )  # fmt: skip
    assert (payment.figure, payment.tag) == ("¥ 5.00", "已冲正")
    zero = Decimal("0.00")
    instalment = {
        "number": 2, "due_on": TODAY, "principal": Decimal("10.00"), "interest": zero,
        "fee": zero, "paid_principal": Decimal("4.00"), "paid_interest": zero, "paid_fee": zero,
        "settled_on": None,
    }  # fmt: skip
    part, paid = make.instalments(
        [instalment, {**instalment, "settled_on": TODAY, "paid_principal": Decimal("10.00")}]
    )
    assert (part.figure, part.tag) == ("¥ 6.00", "")
    assert "已还 ¥ 4.00" in part.detail
    assert paid.tag == "已还"


def test_money_on_its_way_is_noted_and_shown(cases, notices, qtbot):
    pane = cases.page.pane
    pane._announce()
    dialog = cases.dialog(AnnounceDialog)
    dialog.amount.setText("")
    dialog._save()
    assert dialog.error == "请填写金额（元）。"
    dialog.amount.setText("1000")
    dialog._save()
    cases.settle()
    assert notices.toasts[-1].text == "已登记，到账前暂停提醒"
    notice = pane.tabs.tab("overview")._money.itemAt(0).widget()
    assert notice.accessibleName().startswith("¥ 1,000.00 在途，预计 ")


def test_ways_to_other_pages(cases, monkeypatch):
    gone = []
    monkeypatch.setattr(cases.window, "go", lambda page, **target: gone.append((page, target)))
    pane = cases.page.pane
    pane._go("letters")
    tab(cases, 2).open.click()
    pane.tabs.tab("letters").list.entry_activated.emit(("letter", 9))
    pane.tabs.tab("overview")._open_money()
    cases.page.bulk._letters()
    cases.settle()
    assert gone == [
        ("letters", {"case_ids": [1]}),
        ("account", {"account_id": 1}),
        ("letters", {"letter_id": 9}),
        ("payments", {"search": "张海燕"}),
        ("letters", {"case_ids": [1]}),
    ]


def legal_rows(overview):
    grid = overview.legal.layout()
    texts = [grid.itemAt(place).widget().text() for place in range(grid.count())]
    return dict(zip(texts[::2], texts[1::2], strict=True))


def test_periods_are_shown_and_those_that_end_soon_warned_of(cases):
    overview = cases.page.pane.tabs.tab("overview")

    def period(kind, days_left, warning, *to_do):
        return EndingPeriod(
            kind, 1, "CS2026-000001", "张海燕", "HT1", "", Decimal("1.00"),
            TODAY + timedelta(days=days_left), days_left, warning, "due", to_do,
        )  # fmt: skip

    overview.show_periods(
        [
            AccountPeriods(
                "HT1",
                False,
                period("limitation", 20, 30, "sue", "demand"),
                (period("guarantee", -1, 0, "guarantee_over"), period("guarantee", 400, None)),
                None,
                "客户确认：示例路1号",
            )
        ]
    )
    said = [overview._periods.itemAt(n).widget() for n in range(overview._periods.count())]
    names = [notice.accessibleName().splitlines() for notice in said]
    assert [name[0] for name in names] == [
        "HT1 的诉讼时效将于 2026-12-10 届满，还剩 20 天",
        "HT1 的保证期间已于 2026-11-19 届满",
    ]
    assert "立即起诉" in names[0][1]
    assert {notice.property("tone") for notice in said} == {"danger"}
    rows = legal_rows(overview)
    assert rows["诉讼时效"] == "HT1　至 2026-12-10（剩 20 天，自最后一期到期日起算）"
    assert rows["送达条款"] == "HT1　客户确认：示例路1号"
    overview.show_periods([])
    assert overview._periods.count() == 0
    assert legal_rows(overview) == {}


def test_a_card_says_whether_it_was_effectively_demanded(cases):
    overview = cases.page.pane.tabs.tab("overview")
    end = EndingPeriod(
        "limitation", 1, "CS1", "张海燕", "6789", "", Decimal(1), TODAY, 700, None, "demand"
    )
    days = (date(2026, 9, 1), date(2026, 11, 2))
    overview.show_periods([AccountPeriods("6789", True, end, (), days, "")])
    assert legal_rows(overview)["有效催收"] == "6789　2026-09-01 与 2026-11-02 两次有效送达"
    overview.show_periods([AccountPeriods("6789", True, end, (), None, "")])
    assert "尚未满足" in legal_rows(overview)["有效催收"]
    assert "未登记" in legal_rows(overview)["送达条款"]


def test_the_overview_says_how_many_promises_were_kept_and_what_is_kept_apart(cases, desk, qtbot):
    case_id = cases.page.list.model.row_at(0).case_id
    with desk.store.write() as connection:
        promises = [
            {"case_id": case_id, "due_on": TODAY, "amount": 100, "channel": "phone",
             "taken_at": desk.clock.now(), "state": state, "paid": 0}
            for state in ("kept", "broken", "open")
        ]  # fmt: skip
        connection.execute(PromiseToPay.__table__.insert(), promises)
        connection.commit()
    cases.page.pane.reload()
    cases.settle()
    overview = cases.page.pane.tabs.tab("overview")
    said = [label.text() for label in overview.facts.findChildren(QLabel)]
    assert any(words.startswith("1 / 2") for words in said)
    words = {overview._arrived_words(state) for state in ("kept", "to_return", "matched")}
    assert len(words) == 3
