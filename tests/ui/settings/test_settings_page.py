import ast
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from desktop.adapters import wording
from desktop.services import officers, own_days, rule_changes, settings
from desktop.services.desk import Desk
from desktop.services.officers import OfficerCard
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.about_section import AboutSection
from desktop.ui.settings.audit_section import AuditSection
from desktop.ui.settings.branch_section import BranchSection
from desktop.ui.settings.buckets_section import BucketsSection
from desktop.ui.settings.days_section import DaysSection
from desktop.ui.settings.look_section import LookSection
from desktop.ui.settings.officers_section import OfficersSection
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.rules_section import RulesSection
from tests.ui.conftest import NoticeRecorder

SMS = "contact.collection_sms_per_week"


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle)


def section(window: MainWindow, qtbot: QtBot, key: str) -> Any:
    """Open the settings at a section."""
    window.go("settings", section=key)
    idle(window, qtbot)
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page.sections[key]


def undo(notices: NoticeRecorder, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(notices.toasts) and notices.toasts[-1].undo is not None)
    act = notices.toasts[-1].undo
    assert act is not None
    act()
    idle(window, qtbot)


def type_in(editor: Any, words: str) -> None:
    assert isinstance(editor, QLineEdit)
    editor.setText(words)
    editor.textEdited.emit(words)


# Branch -----------------------------------------------------------------------------------


@pytest.fixture
def branch(window: MainWindow, qtbot: QtBot) -> BranchSection:
    found: BranchSection = section(window, qtbot, "branch")
    return found


def test_nothing_is_saved_by_typing(
    branch: BranchSection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    type_in(branch.fields["branch.name"].editor, "示例银行滨江支行")
    idle(window, qtbot)
    assert settings.load(desk)["branch.name"] == ""
    assert branch.bar.save.isEnabled()
    page = window.current_page
    assert isinstance(page, SettingsPage)
    assert page.choices["branch"].text().endswith("●")
    branch.bar.revert.click()
    assert branch.fields["branch.name"].value() == ""
    assert not branch.bar.save.isEnabled()


def test_saving_can_be_taken_back(
    branch: BranchSection, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    type_in(branch.fields["branch.name"].editor, "示例银行滨江支行")
    branch.fields["branch.kind"].editor.setCurrentIndex(1)
    branch.fields["messages.release_by_itself"].editor.setChecked(True)
    branch.bar.save.click()
    idle(window, qtbot)
    stored = settings.load(desk)
    assert (stored["branch.name"], stored["branch.kind"]) == ("示例银行滨江支行", "small_loan")
    assert stored["messages.release_by_itself"] == "yes"
    assert not branch.changed()
    undo(notices, window, qtbot)
    assert settings.load(desk)["branch.name"] == ""
    assert branch.fields["branch.name"].value() == ""


def test_what_is_wrong_is_said_at_its_field(
    branch: BranchSection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    type_in(branch.fields["branch.name"].editor, "示例银行")
    type_in(branch.fields["branch.postcode"].editor, "31")
    branch.bar.save.click()
    idle(window, qtbot)
    field = branch.fields["branch.postcode"]
    assert field.error == "邮政编码应为 6 位数字。"
    assert field.editor.property("invalid")
    assert settings.load(desk)["branch.name"] == ""
    type_in(field.editor, "310051")
    assert field.error == ""


def test_hours_are_checked_against_each_other(
    branch: BranchSection, window: MainWindow, qtbot: QtBot
) -> None:
    type_in(branch.fields["branch.hours_to"].editor, "08:00")
    branch.bar.save.click()
    idle(window, qtbot)
    assert branch.fields["branch.hours_to"].error == "结束时间应晚于开始时间。"


def test_the_signature_is_checked_and_shown_while_typing(branch: BranchSection) -> None:
    field = branch.fields["branch.sms_signature"]
    type_in(field.editor, "【示例银行】")
    assert "由程序添加" in field.error
    type_in(field.editor, "示例银行")
    assert field.error == ""
    assert "【示例银行】尊敬的" in branch._preview.text()


def test_typed_text_survives_a_change_of_language(
    branch: BranchSection, window: MainWindow, qtbot: QtBot
) -> None:
    type_in(branch.fields["branch.name"].editor, "没存的名字")
    window.set_language("en")
    idle(window, qtbot)
    again: BranchSection = section(window, qtbot, "branch")
    assert again is not branch
    assert again.fields["branch.name"].value() == "没存的名字"
    assert again.bar.save.isEnabled()


def test_a_folder_is_chosen_by_its_button(
    branch: BranchSection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    field = branch.fields["service.report_folder"]
    field.editor.actions()[0].trigger()
    assert branch.changed() == {"service.report_folder": str(tmp_path)}


# Seal -------------------------------------------------------------------------------------


def picture(size: int = 400, ground: int = 0) -> bytes:
    image = Image.new("RGBA", (size, size), (255, 255, 255, ground))
    ImageDraw.Draw(image).ellipse((10, 10, size - 10, size - 10), outline="red", width=30)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(("ground", "remark"), [(0, "适合打印"), (255, "背景不透明")])
def test_a_seal_is_chosen_shown_and_taken_back(
    branch: BranchSection,
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    notices: NoticeRecorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ground: int,
    remark: str,
) -> None:
    file = tmp_path / "seal.png"
    file.write_bytes(picture(ground=ground))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    branch.seal.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: remark in branch.seal.remarks.text())
    assert not branch.seal.picture.pixmap().isNull()
    assert settings.seal(desk) == file.read_bytes()
    undo(notices, window, qtbot)
    assert settings.seal(desk) is None


def test_a_seal_can_be_removed(
    branch: BranchSection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    settings.save_seal(desk, picture())
    branch.refresh()
    idle(window, qtbot)
    branch.seal.remove.click()
    idle(window, qtbot)
    assert settings.seal(desk) is None


def test_a_picture_that_cannot_be_printed_is_refused(
    branch: BranchSection, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    branch.seal.save(picture(100))
    idle(window, qtbot)
    assert "300 至 3000 像素" in notices.problems[-1].text


# Officers ---------------------------------------------------------------------------------


@pytest.fixture
def people(desk: Desk, window: MainWindow, qtbot: QtBot) -> OfficersSection:
    officers.save(desk, None, OfficerCard("0300", "孙悦", skills=("legal",)))
    found: OfficersSection = section(window, qtbot, "officers")
    return found


def choose(people: OfficersSection, place: int) -> None:
    people.list.setCurrentIndex(people.list.model().index(place, 0))


def test_the_first_officer_is_shown(people: OfficersSection) -> None:
    assert [entry.title for entry in people.list.entries] == ["陈思远", "孙悦"]
    assert people.form.card().staff_no == "0217"
    choose(people, 1)
    assert people.form.card() == OfficerCard("0300", "孙悦", skills=("legal",))


def test_an_officer_is_changed_and_changed_back(
    people: OfficersSection, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    choose(people, 1)
    type_in(people.form.fields["area"].editor, "滨江区")
    people.form.skills.chip("dialect").click()
    people.bar.save.click()
    idle(window, qtbot)
    saved = officers.all_officers(desk)[1].card
    assert (saved.area, saved.skills) == ("滨江区", ("legal", "dialect"))
    undo(notices, window, qtbot)
    assert officers.all_officers(desk)[1].card.area == ""


def test_a_new_officer_is_added(
    people: OfficersSection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    people.add()
    type_in(people.form.fields["staff_no"].editor, "0217")
    type_in(people.form.fields["name"].editor, "周建国")
    people.bar.save.click()
    idle(window, qtbot)
    assert "已被使用" in people.form.fields["staff_no"].error
    type_in(people.form.fields["staff_no"].editor, "0400")
    people.bar.save.click()
    idle(window, qtbot)
    assert [row.card.name for row in officers.all_officers(desk)] == ["陈思远", "孙悦", "周建国"]
    assert people.current is not None
    assert people.current.card.staff_no == "0400"


def test_a_new_card_can_be_discarded(people: OfficersSection) -> None:
    people.add()
    type_in(people.form.fields["name"].editor, "周建国")
    people.bar.revert.click()
    assert people.form.card().staff_no == "0217"


def test_what_is_typed_is_not_lost_by_choosing_another(
    people: OfficersSection, notices: NoticeRecorder
) -> None:
    type_in(people.form.fields["area"].editor, "滨江区")
    choose(people, 1)
    assert people.form.card().area == "滨江区"
    people.add()
    assert people.form.card().area == "滨江区"
    assert len(notices.toasts) == 2


def test_wrong_days_and_hours_are_said(
    people: OfficersSection, window: MainWindow, qtbot: QtBot
) -> None:
    for day in range(1, 6):
        people.form.weekdays.chip(day).click()
    people.bar.save.click()
    idle(window, qtbot)
    assert people.form.days_error.text() == "请至少选择一个工作日。"
    people.form.weekdays.chip(1).click()
    type_in(people.form.fields["shift.from"].editor, "19:00")
    people.bar.save.click()
    idle(window, qtbot)
    assert "依次" in people.form.fields["shift.from"].error


def test_an_officer_leaves_after_a_question_and_comes_back(
    people: OfficersSection, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    choose(people, 1)
    people._switch.click()
    idle(window, qtbot)
    assert "在办案件" in notices.questions[-1].details
    assert not officers.all_officers(desk)[1].is_active
    undo(notices, window, qtbot)
    assert officers.all_officers(desk)[1].is_active
    officers.set_active(desk, 2, is_active=False)
    people.refresh()
    idle(window, qtbot)
    people._switch.click()
    idle(window, qtbot)
    assert officers.all_officers(desk)[1].is_active


# Buckets ----------------------------------------------------------------------------------


@pytest.fixture
def buckets(window: MainWindow, qtbot: QtBot) -> BucketsSection:
    found: BucketsSection = section(window, qtbot, "buckets")
    return found


def test_the_table_is_edited_without_gaps_and_taken_back(
    buckets: BucketsSection,
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    notices: NoticeRecorder,
) -> None:
    assert buckets.ends == [0, 30, 60, 90, 120, 150, 180]
    boxes = buckets.findChildren(QSpinBox)
    assert not boxes[0].isEnabled()
    boxes[1].setValue(15)
    assert buckets._froms[2].text() == "第 16 天 至"
    for _ in range(3):
        buckets.remove(4)
    buckets.add()
    buckets.bar.save.click()
    idle(window, qtbot)
    assert "依据" in buckets.fields["source"].error
    type_in(buckets.fields["source"].editor, "本行制度")
    buckets.bar.save.click()
    idle(window, qtbot)
    table = rule_changes.bucket_table(desk)
    assert [bucket.to_days for bucket in table.buckets] == [0, 15, 60, 90, 120, None]
    assert not buckets.is_edited
    undo(notices, window, qtbot)
    assert not rule_changes.bucket_table(desk).is_branch
    assert buckets.ends[1] == 30


def test_a_table_that_does_not_rise_is_refused(
    buckets: BucketsSection, window: MainWindow, qtbot: QtBot
) -> None:
    buckets.findChildren(QSpinBox)[2].setValue(10)
    type_in(buckets.fields["source"].editor, "本行制度")
    buckets.bar.save.click()
    idle(window, qtbot)
    assert buckets._error.text() == "M2 的末日应大于前一段的末日。"
    buckets.bar.revert.click()
    assert buckets.ends[2] == 60


def test_the_shipped_table_comes_back(
    desk: Desk, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    rule_changes.save_buckets(desk, (0, 15, 45), from_on=desk.today, source="本行制度")
    found: BucketsSection = section(window, qtbot, "buckets")
    assert found.ends == [0, 15, 45]
    found._reset.click()
    idle(window, qtbot)
    assert found.ends[1] == 30
    undo(notices, window, qtbot)
    assert found.ends == [0, 15, 45]


# Rules ------------------------------------------------------------------------------------


@pytest.fixture
def rules(window: MainWindow, qtbot: QtBot) -> RulesSection:
    found: RulesSection = section(window, qtbot, "rules")
    return found


def look_up(rules: RulesSection, words: str) -> None:
    rules._search.setText(words)
    rules._filter()


def test_rules_show_value_source_and_sureness(rules: RulesSection) -> None:
    look_up(rules, SMS)
    (entry,) = rules.list.entries
    assert (entry.figure, entry.tag) == ("1", "待核对")
    assert "C4" in entry.detail
    assert rules._sure.words == "较可靠，请核对"


def test_unsure_rules_can_be_listed_alone(rules: RulesSection) -> None:
    rules.chips.chip("unsure").click()
    assert rules.list.entries
    assert all(entry.tag == "待核对" for entry in rules.list.entries)
    rules.chips.chip("own").click()
    assert not rules.list.entries


def test_a_rule_gets_an_own_value_and_loses_it_again(
    rules: RulesSection, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    look_up(rules, SMS)
    type_in(rules.fields["value"].editor, "often")
    type_in(rules.fields["source"].editor, "本行制度")
    rules.bar.save.click()
    idle(window, qtbot)
    assert "无法识别" in rules.fields["value"].error
    type_in(rules.fields["value"].editor, "2")
    type_in(rules.fields["note"].editor, "试行")
    rules.bar.save.click()
    idle(window, qtbot)
    assert rules.list.entries[0].figure == "2"
    assert rules.list.entries[0].tag == "本机构"
    reset = [b for b in rules.findChildren(QPushButton) if b.text().strip() == "撤销"]
    reset[-1].click()
    idle(window, qtbot)
    assert rules.list.entries[0].figure == "1"
    undo(notices, window, qtbot)
    assert rules.list.entries[0].figure == "2"


def test_setting_a_value_can_be_undone(
    rules: RulesSection, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    look_up(rules, "contact.dispute_stops")
    assert rules.fields["flag"].isVisibleTo(rules)
    rules.fields["flag"].editor.setChecked(False)
    type_in(rules.fields["source"].editor, "本行制度")
    rules.bar.save.click()
    idle(window, qtbot)
    assert rules.list.entries[0].figure == "否"
    undo(notices, window, qtbot)
    assert rules.list.entries[0].figure == "是"


def test_a_list_is_typed_with_commas(
    rules: RulesSection, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    look_up(rules, "money.allocation_order")
    type_in(rules.fields["value"].editor, "interest，principal")
    type_in(rules.fields["source"].editor, "合同")
    rules.bar.save.click()
    idle(window, qtbot)
    found = next(r for r in rule_changes.all_rules(desk) if r.code == "money.allocation_order")
    assert found.in_force.value == ("interest", "principal")


def test_what_is_typed_for_a_rule_is_not_lost(rules: RulesSection, notices: NoticeRecorder) -> None:
    type_in(rules.fields["source"].editor, "本行制度")
    rules.list.setCurrentIndex(rules.list.model().index(3, 0))
    assert rules.fields["source"].value() == "本行制度"
    assert len(notices.toasts) == 1
    rules.bar.revert.click()
    rules.list.setCurrentIndex(rules.list.model().index(3, 0))
    assert rules.current is rules.lines[3]


def test_the_search_is_one_key_away(window: MainWindow, rules: RulesSection, qtbot: QtBot) -> None:
    find = next(one for one in window.current_page.actions() if one.objectName() == "settings.find")
    assert find.shortcut().toString() == "Ctrl+K"
    find.trigger()
    idle(window, qtbot)
    assert window.focusWidget() is rules._search


# Holidays ---------------------------------------------------------------------------------


def test_next_years_holidays_are_typed_saved_and_taken_back(
    desk: Desk, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    days: DaysSection = section(window, qtbot, "days")
    assert days.year.value() == 2027
    assert "还没有 2027 年" in days._known.text()
    type_in(days.fields["off"].editor, "2-5~2-31")
    days.bar.save.click()
    idle(window, qtbot)
    assert "不是 2027 年的日期" in days.fields["off"].error
    assert not days.year.isEnabled()
    type_in(days.fields["off"].editor, "2-5~2-11")
    days.bar.save.click()
    idle(window, qtbot)
    assert own_days.year_of_days(desk, 2027).off == "02-05~02-11"
    undo(notices, window, qtbot)
    assert days.fields["off"].value() == ""
    days.year.setValue(2026)
    idle(window, qtbot)
    assert "已包含 2026 年" in days._known.text()
    type_in(days.fields["worked"].editor, "1-3")
    days.bar.revert.click()
    assert days.fields["worked"].value() == ""


# The others -------------------------------------------------------------------------------


def test_theme_and_language_are_switched_at_once(window: MainWindow, qtbot: QtBot) -> None:
    look: LookSection = section(window, qtbot, "look")
    look.modes["dark"].click()
    assert window.theme.is_dark
    look.languages["en"].click()
    qtbot.waitUntil(lambda: window.application.language == "en")
    idle(window, qtbot)
    assert window.current_page.title() == "Settings"


def test_backups_are_in_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    found = section(window, qtbot, "backups")
    assert found.panel.isVisible()


def test_the_audit_log_shows_and_proves_itself(
    desk: Desk, window: MainWindow, qtbot: QtBot
) -> None:
    settings.save(desk, {"branch.name": "示例银行"})
    log: AuditSection = section(window, qtbot, "audit")
    qtbot.waitUntil(lambda: log.model.index(0, 3).data() is not None)
    said = [log.model.index(row, 3).data() for row in range(log.model.rowCount())]
    assert "保存设置" in said
    kinds = [log.subject.itemText(place) for place in range(log.subject.count())]
    assert kinds[:3] == ["全部", "案件", "客户"]
    log.verify()
    qtbot.waitUntil(lambda: "没有改动" in log.result.text())
    log.subject.setCurrentIndex(log.subject.findData("setting"))
    idle(window, qtbot)
    qtbot.waitUntil(lambda: "示例银行" in log.facts.text())
    assert log.model.rowCount() == 1


def test_every_act_of_the_program_has_words() -> None:
    root = Path(__file__).parents[3]
    acts: set[str] = set()
    for file in (root / "desktop" / "services").glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "audit":
                named = call.args[0] if call.args else None
                if isinstance(named, ast.Constant):
                    acts.add(str(named.value))
    assert len(acts) > 40
    assert [act for act in sorted(acts) if not wording.is_worded(f"audit.action.{act}")] == []


def test_a_changed_entry_is_found(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    settings.save(desk, {"branch.name": "示例银行"})
    with desk.store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 1")
        connection.commit()
    log: AuditSection = section(window, qtbot, "audit")
    log.verify()
    qtbot.waitUntil(lambda: "内容被改动" in log.result.text())


def test_every_bundled_licence_can_be_read(window: MainWindow, qtbot: QtBot) -> None:
    about: AboutSection = section(window, qtbot, "about")
    names = {part.name for part in about.parts}
    assert {"shouyue", "Noto Sans SC", "Lucide", "PySide6_Essentials", "SQLAlchemy"} <= names
    assert "Apache License" in about.wording.toPlainText()
    place = [part.name for part in about.parts].index("PySide6_Essentials")
    about.list.setCurrentIndex(about.list.model().index(place, 0))
    assert "LESSER GENERAL PUBLIC LICENSE" in about.wording.toPlainText()


@pytest.mark.parametrize(
    "key", ["branch", "officers", "buckets", "rules", "days", "look", "backups", "audit", "about"]
)
def test_english_is_complete(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.application.set_language("en")
    section(window, qtbot, key)
    page = window.current_page
    said = [button.text() for button in page.findChildren(QPushButton)]
    assert not [words for words in said if any("\u4e00" <= mark <= "\u9fff" for mark in words)]


def test_the_page_opens_where_it_was_left(window: MainWindow, qtbot: QtBot) -> None:
    section(window, qtbot, "rules")
    window.set_language("en")
    window.go("settings")
    idle(window, qtbot)
    page = window.current_page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.current == "rules")
