"""Templates of the branch: drafted, approved by a second person, withdrawn, restored, enforced."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import AuditEntry, Customer, Officer, OutboxItem, Reminder, TemplateText
from desktop.domain.errors import DomainError
from desktop.services import (
    calendar_moves,
    day_run,
    message_templates,
    messages,
    outbox,
    second_person,
    settings,
    templates_in_force,
    word_list,
)
from desktop.services.desk import Actor, Desk
from desktop.services.second_person import Second
from tests.book import Book
from tests.services.test_reminders import rows, work

TODAY = date(2026, 11, 20)
OTHER = Second(2, "831946")
TEXT = "{称呼}，您应还{款项}，详询{客服电话}。"


@pytest.fixture
def branch(book: Book, desk: Desk, tmp_path: Any) -> Desk:
    """A branch with a second officer, who has a personal code, and one overdue customer."""
    with work(desk) as unit:
        unit.connection.execute(insert(Officer), [{"staff_no": "0301", "name": "林知夏"}])
    second_person.set_secret(desk, 2, OTHER.secret)
    folder = tmp_path / "exchange"
    folder.mkdir()
    settings.save(
        desk,
        {
            "branch.name": "滨江支行",
            "branch.phone": "0571-88880000",
            "messages.exchange_folder": str(folder),
        },
    )
    book.customer(1, "欧阳强", sex="m")
    book.late(1, 1, 5)
    return desk


def save(desk: Desk, text: str = TEXT, code: str = "overdue", language: str = "zh") -> int:
    return message_templates.save_draft(desk, code, language, subject="", text=text).version_id


def approve(desk: Desk, version_id: int, from_on: date = TODAY) -> None:
    message_templates.approve(desk, version_id, OTHER, from_on)


def overdue(desk: Desk) -> messages.Draft:
    (draft,) = messages.drafts(desk, messages.waiting_ids(desk))
    return draft


def standings(desk: Desk, language: str = "zh") -> list[tuple[int, str]]:
    listed = message_templates.versions(desk, "overdue", language)
    return [(one.version.version, one.standing) for one in listed]


def test_a_draft_is_not_sent_until_somebody_else_approved_it(branch: Desk) -> None:
    day_run.run(branch)
    draft = save(branch)
    assert "您方便时" in overdue(branch).text
    approve(branch, draft)
    assert overdue(branch).text.endswith(
        "您应还个人消费贷（尾号0001）1,061.15元，详询0571-88880000。"
    )
    assert overdue(branch).version == 1
    messages.release(branch)
    with branch.read() as connection:
        (item,) = connection.execute(select(OutboxItem.__table__)).all()
    assert (item.template, item.template_version, item.language) == ("overdue", 1, "zh")
    assert standings(branch) == [(1, "in_force"), (0, "past")]


def test_who_wrote_it_cannot_approve_it(branch: Desk) -> None:
    draft = save(branch)
    with pytest.raises(DomainError) as same:
        message_templates.approve(branch, draft, Second(1, "831946"), TODAY)
    assert same.value.code == "second.same"
    with pytest.raises(DomainError) as wrong:
        message_templates.approve(branch, draft, Second(2, "not it"), TODAY)
    assert wrong.value.code == "second.wrong"
    other_desk = branch.acting_as(Actor(2, "0301"))
    second_person.set_secret(branch, 1, "574839")
    written = save(other_desk, "{称呼}，另一稿，{客服电话}")
    with pytest.raises(DomainError) as writer:
        message_templates.approve(branch, written, OTHER, TODAY)
    assert writer.value.code == "messages.same_person"
    assert standings(branch) == [(1, "draft"), (0, "in_force")]


def test_a_version_begins_on_its_day(branch: Desk) -> None:
    approve(branch, save(branch), TODAY + timedelta(days=1))
    assert standings(branch) == [(1, "coming"), (0, "in_force")]
    day_run.run(branch)
    assert overdue(branch).version == 0


def test_a_draft_is_written_again_and_thrown_away(branch: Desk) -> None:
    first = message_templates.save_draft(branch, "overdue", "zh", subject="", text=TEXT)
    again = message_templates.save_draft(branch, "overdue", "zh", subject="", text=TEXT + "谢谢")
    assert (first.previous, again.previous) == (None, ("", TEXT))
    assert first.version_id == again.version_id
    (family,) = [one for one in message_templates.families(branch) if one.code == "overdue"]
    assert (family.level, family.languages, family.drafts) == (1, ("zh", "en"), ("zh",))
    gone, _ = message_templates.discard(branch, first.version_id)
    assert gone.template.text == TEXT + "谢谢"
    with pytest.raises(DomainError):
        message_templates.discard(branch, first.version_id)


def test_what_is_approved_is_never_changed(branch: Desk) -> None:
    approve(branch, save(branch))
    second = save(branch, TEXT + "谢谢")
    assert standings(branch) == [(2, "draft"), (1, "in_force"), (0, "past")]
    with pytest.raises(DomainError) as refused:
        message_templates.discard(branch, second - 1)
    assert refused.value.code == "messages.not_a_draft"


def test_an_older_version_is_restored_as_a_draft(branch: Desk) -> None:
    approve(branch, save(branch))
    approve(branch, save(branch, TEXT + "谢谢"))
    message_templates.restore(branch, "overdue", "zh", 1)
    newest = message_templates.versions(branch, "overdue", "zh")[0]
    assert (newest.version.template.text, newest.standing) == (TEXT, "draft")
    message_templates.restore(branch, "overdue", "zh", 0)
    assert (
        "您方便时" in message_templates.versions(branch, "overdue", "zh")[0].version.template.text
    )
    with pytest.raises(DomainError):
        message_templates.restore(branch, "overdue", "zh", 9)


def test_a_withdrawn_version_is_stopped_even_on_its_way_out(branch: Desk) -> None:
    version_id = save(branch)
    approve(branch, version_id)
    day_run.run(branch)
    messages.release(branch)
    with pytest.raises(DomainError) as silent:
        message_templates.withdraw(branch, version_id, " ")
    assert silent.value.code == "messages.no_reason"
    message_templates.withdraw(branch, version_id, "金额写法有误")
    with pytest.raises(DomainError) as twice:
        message_templates.withdraw(branch, version_id, "金额写法有误")
    assert twice.value.code == "messages.not_approved_yet"
    done = outbox.hand_over(branch)
    assert (done.count, done.held_back) == (0, 1)
    assert [row.reason for row in rows(branch, "planned") if row.channel == "sms"] == [
        "messages.stopped"
    ]
    assert standings(branch) == [(1, "withdrawn"), (0, "in_force")]
    assert overdue(branch).version == 0


def test_a_template_of_the_branchs_own_waits_for_its_approval(
    branch: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from desktop.adapters.rule_tables import bundled_strategy
    from desktop.domain.reminder_strategy import Strategy
    from desktop.services import reminders

    saved = message_templates.add_template(
        branch, "温和提醒", "sms", "collection", 1, subject="", text=TEXT
    )
    steps = tuple(
        replace(step, template="own_1") if step.code == "overdue_sms" else step
        for step in bundled_strategy().steps
    )
    monkeypatch.setattr(reminders, "strategy_on", lambda *_: Strategy(steps))
    day_run.run(branch)
    assert overdue(branch).verdict == "faulty"
    assert [row.reason for row in rows(branch, "held")] == ["messages.not_approved"]
    assert messages.release(branch).queued == 0
    approve(branch, saved.version_id)
    assert overdue(branch).verdict == "ready"
    assert messages.release(branch).queued == 1


def test_a_customer_who_reads_english_is_written_to_in_english(branch: Desk) -> None:
    with work(branch) as unit:
        unit.connection.execute(update(Customer).values(language="en", name="Ada Miller", sex="f"))
    day_run.run(branch)
    draft = overdue(branch)
    assert draft.language == "en"
    assert draft.text.startswith("【滨江支行】Dear Ms Ada Miller, the due date of CNY 1,061.15 on")
    assert "mobile banking" in draft.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{称呼.__class__}", "messages.unknown_field"),
        ("{款项}" * 60, "messages.too_many_fields"),
        ("{% for 客户 in range(10**9) %}", "messages.unknown_field"),
        ("{称呼}，再不还款后果自负", "messages.forbidden"),
        ("", "messages.empty"),
    ],
)
def test_a_bad_template_is_refused_and_nothing_kept(branch: Desk, text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        save(branch, text)
    assert refused.value.code == code
    with branch.read() as connection:
        assert connection.execute(select(TemplateText.id)).all() == []


def test_unknown_templates_and_names_are_refused(branch: Desk) -> None:
    with pytest.raises(DomainError) as unknown:
        save(branch, code="gone")
    assert unknown.value.code == "messages.no_template"
    with pytest.raises(DomainError) as nameless:
        message_templates.add_template(branch, " ", "sms", "service", 0, subject="", text="您好")
    assert nameless.value.code == "messages.name_length"
    with pytest.raises(DomainError):
        message_templates.approve(branch, 99, OTHER, TODAY)


def test_every_step_of_a_template_is_in_the_audit_log(branch: Desk) -> None:
    version_id = save(branch)
    approve(branch, version_id)
    message_templates.withdraw(branch, version_id, "换新版")
    with branch.read() as connection:
        actions = connection.execute(
            select(AuditEntry.action).where(AuditEntry.subject == "template")
        ).scalars()
        assert list(actions) == ["template.write", "template.approve", "template.withdraw"]


def test_the_branch_forbids_words_of_its_own(branch: Desk) -> None:
    day_run.run(branch)
    added = word_list.add_word(branch, " 您方便时 ", "请在今日内")
    assert added.used_in == ("逾期提醒", "逾期邮件提醒")
    draft = overdue(branch)
    assert (draft.verdict, draft.fault) == ("faulty", "messages.forbidden")
    assert draft.fault_facts["instead"] == "请在今日内"
    with pytest.raises(DomainError):
        messages.correct(branch, draft.reminder_id, "请您方便时还款")
    (word,) = word_list.own_words(branch)
    assert (word.word, word.added_by) == ("您方便时", "0217")
    removed, _ = word_list.remove_word(branch, added.word_id)
    assert removed.word == "您方便时"
    assert overdue(branch).verdict == "ready"
    assert word_list.groups(branch)[-1].kind != templates_in_force.OWN
    with pytest.raises(DomainError):
        word_list.remove_word(branch, added.word_id)


@pytest.mark.parametrize(
    ("word", "instead", "field"),
    [
        ("催", "说事实", "word"),
        ("，，", "说事实", "word"),
        ("字" * 21, "说事实", "word"),
        ("后果自负", "说事实", "word"),
        ("还不还", "", "instead"),
        ("还不还", "字" * 101, "instead"),
    ],
)
def test_a_bad_word_is_refused_at_its_field(
    branch: Desk, word: str, instead: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        word_list.add_word(branch, word, instead)
    assert refused.value.field == field


def test_a_text_written_by_hand_names_its_template_still(branch: Desk) -> None:
    day_run.run(branch)
    messages.correct(branch, overdue(branch).reminder_id, "欧阳先生，请来电。")
    messages.release(branch)
    with branch.read() as connection:
        (reminder,) = connection.execute(
            select(Reminder.template).where(Reminder.state == "queued")
        ).scalars()
    assert reminder == "overdue"


def test_an_officer_sends_an_offer_by_hand(branch: Desk) -> None:
    day_run.run(branch)
    offered = {one.code for one in message_templates.of_debts(branch)}
    assert {"instalment_offer", "extension_offer", "waiver_offer", "fx_purchase"} <= offered
    assert not offered & {"promise_due", "visit_moved", "payment_received", "call_overdue"}
    done = calendar_moves.plan_by_hand(
        branch, [1], "sms", TODAY + timedelta(days=8), "11:00", template="instalment_offer"
    )
    assert len(done.reminder_ids) == 1
    (draft,) = messages.drafts(branch, done.reminder_ids)
    assert draft.template == "instalment_offer"
    assert "可以申请分期偿还" in draft.text
    for channel, code in (("email", "instalment_offer"), ("sms", "gone")):
        with pytest.raises(DomainError) as refused:
            calendar_moves.plan_by_hand(branch, [1], channel, TODAY, "11:00", template=code)
        assert refused.value.code == "messages.no_template"


def test_two_versions_are_compared(branch: Desk) -> None:
    approve(branch, save(branch))
    new, old = message_templates.versions(branch, "overdue", "zh")
    pieces = message_templates.compare(branch, old.version, new.version)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == TEXT
