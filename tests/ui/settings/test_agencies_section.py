"""Agencies in Settings: a card kept, cases handed over and taken back, contacts noted and taken in."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.tables import Contact
from desktop.services import agencies, case_actions, placements, today_notices
from desktop.services.desk import Desk
from desktop.ui.agencies.contact_file import AgencyDialog
from desktop.ui.agencies.dialogs import PlaceDialog, TakeBackDialog, ToldDialog
from desktop.ui.cases.page import CasesPage
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.agencies_section import AgenciesSection
from desktop.ui.settings.page import SettingsPage
from tests.conftest import TODAY
from tests.services.test_agencies import CARD, FIRST_DAY, place
from tests.services.test_letters import case_of, loans  # noqa: F401 - a fixture


def settle(window: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle and not window._refresh_soon.isActive())


@pytest.fixture
def branch(request: pytest.FixtureRequest) -> Desk:
    desk: Desk = request.getfixturevalue("loans")
    return desk


@pytest.fixture
def section(branch: Desk, window: MainWindow, qtbot: QtBot) -> AgenciesSection:
    window.resize(1280, 720)
    window.go("settings", section="agencies")
    settle(window, qtbot)
    page = window.current_page
    assert isinstance(page, SettingsPage)
    found = page.sections["agencies"]
    assert isinstance(found, AgenciesSection)
    return found


def fill(section: AgenciesSection, **values: str) -> None:
    for name, value in values.items():
        field = section.form.fields[name]
        field.show_value(value)
        field.edited.emit()


def registered(section: AgenciesSection, window: MainWindow, qtbot: QtBot, *cases: int) -> int:
    """An agency of the register with these customers' cases."""
    agency_id = agencies.save(window.desk, None, CARD).agency_id
    for number in cases:
        place(window.desk, agency_id, case_of(window.desk, number), TODAY)
    section.refresh()
    settle(window, qtbot)
    return agency_id


def test_an_agency_is_entered_with_what_is_wrong_said_at_its_field(
    section: AgenciesSection, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    assert section.rows == []
    assert not section.placed.isVisible()
    section.add()
    fill(section, name=CARD.name, phone=CARD.phone, contract_from="1/5/2026")
    section.save()
    assert "请写成 2026-01-05" in section.form.fields["contract_from"].error
    fill(section, contract_from="2026年1月1日", contract_until="2027-12-31")
    fill(section, reviewed_on=(TODAY + timedelta(days=1)).isoformat())
    section.save()
    settle(window, qtbot)
    assert section.form.fields["reviewed_on"].error == "复评日期不能晚于今天。"
    fill(section, reviewed_on="2026-03-01", licence_no=CARD.licence_no)
    assert section.is_edited
    section.save()
    settle(window, qtbot)
    assert not section.is_edited
    assert [one.card for one in agencies.register(window.desk)] == [CARD]
    assert section.standing.words == "合作中"
    fill(section, note="只做电话")
    section.save()
    settle(window, qtbot)
    assert section.form.fields["note"].value() == "只做电话"
    notices.toasts[-1].undo()
    settle(window, qtbot)
    assert agencies.register(window.desk)[0].card == CARD
    assert section.form.fields["note"].value() == ""


def test_what_is_typed_is_not_lost_by_choosing_another(
    section: AgenciesSection, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    registered(section, window, qtbot)
    fill(section, note="未保存")
    section.add()
    assert notices.toasts[-1].text == "请先保存或放弃对该机构的修改。"
    section.refresh()
    settle(window, qtbot)
    assert section.form.fields["note"].value() == "未保存"
    section.revert()
    section.add()
    assert section.current is None
    section.revert()
    assert section.current is not None


def test_it_is_suspended_let_work_again_and_ended(
    section: AgenciesSection, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    agency_id = registered(section, window, qtbot)
    section.suspend.click()
    settle(window, qtbot)
    assert section.standing.words == "已暂停"
    section.resume.click()
    settle(window, qtbot)
    section.end.click()
    settle(window, qtbot)
    assert section.standing.words == "已终止"
    notices.toasts[-1].undo()
    settle(window, qtbot)
    assert section.standing.words == "合作中"
    place(window.desk, agency_id, case_of(window.desk, 1), TODAY)
    section.end.click()
    settle(window, qtbot)
    assert "请先收回" in notices.problems[-1].text


def test_a_case_is_taken_back_and_given_again(
    section: AgenciesSection, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    agency_id = registered(section, window, qtbot, 1, 2)
    assert section.placed_title.text() == "委托中的案件 2 件"
    assert not section.take_back.isEnabled()
    case_actions.restrict(window.desk, section.cases[0].case_id, "dispute", "客户异议")
    section.refresh()
    settle(window, qtbot)
    assert "应收回：客户已提出异议" in section.placed.entries[0].detail
    section.placed.setCurrentIndex(section.placed.model().index(0, 0))
    section.take_back.click()
    (dialog,) = section.findChildren(TakeBackDialog)
    dialog._submit()
    settle(window, qtbot)
    assert dialog.error == "请填写收回原因。"
    dialog.reason.setText("客户提出异议")
    dialog._submit()
    settle(window, qtbot)
    assert len(section.cases) == 1
    notices.toasts[-1].undo()
    settle(window, qtbot)
    assert len(placements.placements(window.desk, agency_id)) == 2


def test_a_contact_is_noted_by_hand_with_the_rule_it_broke(
    section: AgenciesSection, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    registered(section, window, qtbot, 1)

    def tell(days: int, channel: str = "phone", result: str = "answered") -> ToldDialog:
        section.placed.setCurrentIndex(section.placed.model().index(0, 0))
        section.told.click()
        dialog = section.findChildren(ToldDialog)[-1]
        dialog.at.setDateTime(dialog.at.dateTime().addDays(days))
        dialog.channel.setCurrentIndex(dialog.channel.findData(channel))
        dialog.outcome.setCurrentIndex(dialog.outcome.findData(result))
        dialog._submit()
        settle(window, qtbot)
        return dialog

    tell(0)
    assert notices.toasts[-1].text == "已登记，计入次数上限"
    tell(0)
    assert notices.toasts[-1].text == "该次联系已登记过"
    early = tell(1)
    assert early.error == "联系时间晚于现在"
    early.close()
    tell(-1)
    assert "C12" in notices.toasts[-1].text
    for channel, result in (("visit", "not_met"), ("visit", "met"), ("sms", "sent")):
        tell(-2, channel, result)
    with window.desk.read() as connection:
        query = select(Contact.channel, Contact.result, Contact.is_answered).order_by(Contact.id)
        noted = [tuple(row) for row in connection.execute(query)]
    assert noted == [
        ("phone", "answered", True),
        ("phone", "answered", True),
        ("visit", "not_met", False),
        ("sms", "sent", False),
    ]
    assert section.did.text() == "近 30 天：联系 4 次，接通 2 次，违反规则 3 次"


def test_its_file_is_taken_in_for_it(
    section: AgenciesSection, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    agency_id = registered(section, window, qtbot, 1)
    file = tmp_path / "agency.csv"
    head = "案件编号,联系时间,联系结果\n"
    row = f"{section.cases[0].case_no},2026-11-20 08:30,已接听\n"
    file.write_text(head + row, encoding="utf-8")
    section.file.click()
    (asked,) = section.findChildren(QFileDialog)
    asked.fileSelected.emit(str(file))
    asked.close()
    settle(window, qtbot)
    (dialog,) = section.findChildren(AgencyDialog)
    assert dialog.agency.agency_id == agency_id
    dialog._submit()
    settle(window, qtbot)
    assert agencies.register(window.desk)[0].made == 1


def test_cases_are_handed_over_from_their_page(
    section: AgenciesSection, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    agency_id = registered(section, window, qtbot)
    cases = [case_of(window.desk, number) for number in (1, 2)]
    case_actions.restrict(window.desk, cases[1], "dispute", "客户异议")
    window.go("cases", case_id=cases[0])
    settle(window, qtbot)
    page = window.current_page
    assert isinstance(page, CasesPage)
    qtbot.waitUntil(lambda: page.pane.detail is not None)
    page.pane._placing.trigger()
    settle(window, qtbot)
    (dialog,) = page.findChildren(PlaceDialog)
    assert dialog.from_on.date().toPython() == FIRST_DAY
    dialog._submit()
    settle(window, qtbot)
    assert notices.toasts[-1].text == "已委托 诚信服务公司 1 件，告知书待打印"
    assert page.pane.header.agency.text() == f"自 {FIRST_DAY} 委托 {CARD.name} · {CARD.phone}"
    assert page.pane._placing.text() == "收回委托…"
    page.pane._placing.trigger()
    assert page.findChildren(TakeBackDialog)
    both = PlaceDialog(page, window, cases, "2 件")
    settle(window, qtbot)
    both._submit()
    settle(window, qtbot)
    assert "已委托给合作机构" in both.came.text()
    assert "异议" in both.came.text()
    both._submit()
    page.bulk.place.trigger()
    assert len(page.findChildren(PlaceDialog)) >= 1
    notices.toasts[-1].undo()
    settle(window, qtbot)
    assert placements.placements(window.desk, agency_id) == []


def test_an_early_day_or_no_agency_is_refused_in_the_dialog(
    section: AgenciesSection, window: MainWindow, qtbot: QtBot
) -> None:
    dialog = PlaceDialog(section, window, [case_of(window.desk, 1)], "张海燕")
    settle(window, qtbot)
    dialog._submit()
    settle(window, qtbot)
    assert "名册" in dialog.error
    dialog.close()
    registered(section, window, qtbot)
    again = PlaceDialog(section, window, [case_of(window.desk, 1)], "张海燕")
    settle(window, qtbot)
    again.from_on.setDate(TODAY)
    again._submit()
    settle(window, qtbot)
    assert again.error == f"须先告知客户：最早可自 {FIRST_DAY} 起委托。"
    again.close()


def test_the_day_page_says_when_an_agency_runs_out(
    section: AgenciesSection, window: MainWindow, qtbot: QtBot
) -> None:
    from dataclasses import replace

    desk = window.desk
    agency_id = registered(section, window, qtbot, 1)
    soon = replace(CARD, contract_until=TODAY + timedelta(days=10))
    agencies.save(desk, agency_id, soon)
    assert [one.code for one in today_notices.notices(desk) if one.remedy == "agencies"] == [
        "today.notice.agency_soon"
    ]
    agencies.set_state(desk, agency_id, "suspended")
    (found,) = [one for one in today_notices.notices(desk) if one.remedy == "agencies"]
    assert (found.code, found.facts["count"]) == ("today.notice.agency_not_working", 1)
    window.go("today")
    settle(window, qtbot)
    page: Any = window.current_page
    page._put_right("agencies")
    settle(window, qtbot)
    assert isinstance(window.current_page, SettingsPage)
    assert window.current_page.current == "agencies"
