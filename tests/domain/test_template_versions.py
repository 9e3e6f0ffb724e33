"""Versions of templates: what holds on a day, who may approve, what could never be sent."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.errors import DomainError
from desktop.domain.message_text import MessageTemplate, WordGroup
from desktop.domain.template_versions import (
    TemplateVersion,
    advice,
    check_approval,
    check_template,
    differences,
    in_force,
    standing,
)

DAY = date(2026, 11, 20)
SMS = MessageTemplate(
    "overdue", Channel.SMS, Purpose.COLLECTION, "逾期", "Overdue", "{称呼}，{款项}，{客服电话}"
)
GROUP = WordGroup("threat", "威胁", "threat", "好好说", ("后果自负",))


def version(number: int, from_on: date | None, state: str = "approved") -> TemplateVersion:
    template = replace(SMS, version=number)
    return TemplateVersion(number, template, state, written_by="0217", from_on=from_on)  # type: ignore[arg-type]


def test_the_latest_begun_of_the_approved_ones_holds() -> None:
    versions = [
        version(1, DAY - timedelta(days=9)),
        version(2, DAY),
        version(3, DAY, "withdrawn"),
        version(4, None, "draft"),
        version(5, DAY + timedelta(days=1)),
    ]
    assert in_force(versions, DAY) == versions[1]
    assert in_force(versions, DAY - timedelta(days=1)) == versions[0]
    assert in_force(versions, DAY - timedelta(days=10)) is None
    assert [standing(one, versions, DAY) for one in versions] == [
        "past",
        "in_force",
        "withdrawn",
        "draft",
        "coming",
    ]


def test_of_two_that_begin_on_one_day_the_newer_holds() -> None:
    assert in_force([version(2, DAY), version(1, DAY)], DAY) == version(2, DAY)


@pytest.mark.parametrize(
    ("state", "approver", "from_on", "code"),
    [
        ("approved", "0301", DAY, "messages.not_a_draft"),
        ("draft", "0217", DAY, "messages.same_person"),
        ("draft", "0301", DAY - timedelta(days=1), "messages.begins_in_the_past"),
        ("draft", "0301", DAY, None),
    ],
)
def test_approving(state: str, approver: str, from_on: date, code: str | None) -> None:
    draft = version(1, None, state)
    if code is None:
        check_approval(draft, approver=approver, from_on=from_on, as_of=DAY)
        return
    with pytest.raises(DomainError) as refused:
        check_approval(draft, approver=approver, from_on=from_on, as_of=DAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"text": "{暗号}"}, "text", "messages.unknown_field"),
        ({"subject": "{"}, "subject", "messages.lone_brace"),
        ({"text": " \n"}, "text", "messages.empty"),
        ({"text": "【某行】您好"}, "text", "messages.second_signature"),
        ({"channel": Channel.EMAIL}, "subject", "messages.no_subject"),
        (
            {"channel": Channel.EMAIL, "subject": "题" * 101},
            "subject",
            "messages.subject_too_long",
        ),
        ({"channel": Channel.PHONE}, "text", "messages.institution_first"),
        (
            {"channel": Channel.PHONE, "text": "您欠{款项}，我是{机构}"},
            "text",
            "messages.institution_first",
        ),
    ],
)
def test_what_could_never_be_sent_is_refused_at_its_field(
    changed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        check_template(replace(SMS, **changed), ())  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.code) == (field, code)


def test_forbidden_words_are_found_in_subject_and_text() -> None:
    mail = replace(SMS, channel=Channel.EMAIL, subject="后果自负", text="您好")
    assert [one.word for one in check_template(mail, (GROUP,))] == ["后果自负"]
    assert check_template(SMS, (GROUP,)) == ()


@pytest.mark.parametrize("text", ["我是{机构}，您应还{款项}", "请回电"])
def test_a_good_script_passes(text: str) -> None:
    assert check_template(replace(SMS, channel=Channel.PHONE, text=text), ()) == ()


def test_advice_names_what_a_reminder_lacks() -> None:
    bare = replace(SMS, purpose=Purpose.REMINDER, text="您好")
    assert advice(bare) == tuple(
        f"messages.advice.{what}" for what in ("title", "phone", "amount", "day")
    )
    assert advice(SMS) == ()
    assert advice(replace(bare, purpose=Purpose.SERVICE, text="{称呼}{客服电话}")) == ()
    assert advice(replace(bare, channel=Channel.VISIT)) == ()


def test_differences_are_shown_piece_by_piece() -> None:
    pieces = differences("请尽快还款", "请您尽快还清款")
    assert "".join(p.text for p in pieces if p.kind != "new") == "请尽快还款"
    assert "".join(p.text for p in pieces if p.kind != "gone") == "请您尽快还清款"
    assert [(p.kind, p.text) for p in differences("还钱", "还款")] == [
        ("same", "还"),
        ("gone", "钱"),
        ("new", "款"),
    ]


@pytest.mark.parametrize(
    ("code", "purpose", "good", "bad"),
    [
        ("payment_received", Purpose.SERVICE, "{金额}", "{款项}"),
        ("promise_due", Purpose.SERVICE, "{承诺日}", "{金额}"),
        ("visit_moved", Purpose.SERVICE, "{人员}", "{承诺日}"),
        ("satisfaction_survey", Purpose.SURVEY, "{事项}", "{机构}"),
        ("message_survey", Purpose.SURVEY, "{称呼}", "{客服电话}"),
        ("overdue", Purpose.COLLECTION, "{逾期天数}", "{时间}"),
        ("own_1", Purpose.SERVICE, "{款项}", "{人员}"),
    ],
)
def test_only_fields_are_taken_that_are_known_when_it_is_written(
    code: str, purpose: Purpose, good: str, bad: str
) -> None:
    template = replace(SMS, code=code, purpose=purpose, text=good)
    assert check_template(template, ()) == ()
    with pytest.raises(DomainError) as refused:
        check_template(replace(template, text=bad), ())
    assert refused.value.code == "messages.field_not_here"


def test_what_is_only_gone_or_only_new_is_shown_so() -> None:
    assert [piece.kind for piece in differences("还款了", "还款")] == ["same", "gone"]
    assert [piece.kind for piece in differences("还款", "请还款")] == ["new", "same"]
