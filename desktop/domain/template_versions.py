"""The life of a message template: written, approved by a second person, in force from a day on."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.errors import DomainError
from desktop.domain.message_text import (
    FIELDS,
    MessageTemplate,
    WordGroup,
    WordingFinding,
    check_sms,
    fields_of,
    forbidden_wording,
)

LANGUAGES: Final = ("zh", "en")
"""The languages a template may have; the Chinese one is always there."""
LONGEST_SUBJECT: Final = 100
_EVENT_FIELDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("payment_", ("称呼", "机构", "金额", "客服电话", "日期")),
    ("promise_", ("称呼", "还款方式", "客服电话", "承诺日", "承诺金额")),
    ("visit_", ("称呼", "客服电话", "时间", "事项", "人员")),
    ("satisfaction_survey", ("称呼", "客服电话", "时间", "事项", "人员")),
    ("message_survey", ("称呼",)),
)
"""What is known when the program itself writes about an event, by the beginning of the code."""
_OF_EVENTS: Final = frozenset({"时间", "承诺日", "承诺金额", "事项", "人员"})
State = Literal["draft", "approved", "withdrawn"]
Standing = Literal["draft", "coming", "in_force", "past", "withdrawn"]


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """One version of a template in one language.

    Version 0 came with the program and needs no approval: it holds until an approved one does.
    """

    id: int
    template: MessageTemplate
    state: State
    note: str = ""
    written_by: str = ""
    written_at: datetime | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    from_on: date | None = None

    @property
    def version(self) -> int:
        """Its number, counted from 1 within code and language."""
        return self.template.version


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is ``same`` in both versions, ``gone`` or ``new``."""

    kind: Literal["same", "gone", "new"]
    text: str


def in_force(versions: Iterable[TemplateVersion], day: date) -> TemplateVersion | None:
    """The version that may be sent on a day: approved, begun, and of those the latest begun."""
    begun = [
        one
        for one in versions
        if one.state == "approved" and one.from_on is not None and one.from_on <= day
    ]
    return max(begun, key=lambda one: (one.from_on, one.version), default=None)


def standing(version: TemplateVersion, versions: Iterable[TemplateVersion], day: date) -> Standing:
    """What a version is on a day, seen among all of its template and language."""
    if version.state != "approved":
        return version.state
    if version.from_on is not None and version.from_on > day:
        return "coming"
    current = in_force(versions, day)
    return "in_force" if current is not None and current.id == version.id else "past"


def check_approval(version: TemplateVersion, *, approver: str, from_on: date, as_of: date) -> None:
    """Refuse an approval: of what is no draft, by who wrote it, or from a day that is past.

    Raises ``DomainError`` ``messages.not_a_draft``, ``messages.same_person``,
    ``messages.begins_in_the_past``.
    """
    if version.state != "draft":
        raise DomainError("messages.not_a_draft")
    if approver == version.written_by:
        raise DomainError("messages.same_person", field="officer")
    if from_on < as_of:
        raise DomainError("messages.begins_in_the_past", field="from_on", day=as_of)


def fields_for(template: MessageTemplate) -> tuple[str, ...]:
    """The fields that are known when a message of this template is written."""
    if template.purpose in (Purpose.SERVICE, Purpose.SURVEY):
        for begin, fields in _EVENT_FIELDS:
            if template.code.startswith(begin):
                return fields
    return tuple(field for field in FIELDS if field not in _OF_EVENTS)


def check_template(
    template: MessageTemplate, groups: Iterable[WordGroup]
) -> tuple[WordingFinding, ...]:
    """Refuse a template that could never be sent; return the forbidden words that stand in it.

    Raises ``DomainError`` at ``text`` or ``subject``: unknown fields and braces, fields that are
    not known when it is written (``fields_for``), nothing written,
    a second signature, an e-mail without a subject, a script that speaks of the debt before the
    institution is named (rule C7).
    """
    for field, text in (("text", template.text), ("subject", template.subject)):
        _check_fields(field, text, fields_for(template))
    if not template.text.strip():
        raise DomainError("messages.empty", field="text")
    _check_channel(template)
    return forbidden_wording(f"{template.subject}\n{template.text}", groups)


def _check_fields(field: str, text: str, known: tuple[str, ...]) -> None:
    try:
        stranger = next((name for name in fields_of(text) if name not in known), None)
    except DomainError as error:
        raise DomainError(error.code, field=field, **error.facts) from None
    if stranger is not None:
        raise DomainError("messages.field_not_here", field=field, name=stranger, known=known)


def _check_channel(template: MessageTemplate) -> None:
    if template.channel is Channel.SMS:
        check_sms(template.text)
    if template.channel is Channel.EMAIL:
        if not template.subject.strip():
            raise DomainError("messages.no_subject", field="subject")
        if len(template.subject) > LONGEST_SUBJECT:
            raise DomainError("messages.subject_too_long", field="subject", most=LONGEST_SUBJECT)
    if template.channel is Channel.PHONE:
        debt = [template.text.find(f"{{{name}}}") for name in ("款项", "金额", "逾期天数")]
        first = min((place for place in debt if place >= 0), default=-1)
        named = template.text.find("{机构}")
        if first >= 0 and not 0 <= named < first:
            raise DomainError("messages.institution_first", field="text")


def advice(template: MessageTemplate) -> tuple[str, ...]:
    """What a good message to a debtor has and this one lacks, as codes; nothing is forbidden.

    RULES §7: the polite title, the amount, the last day, a phone number.
    """
    if template.channel not in (Channel.SMS, Channel.EMAIL):
        return ()
    named = set(fields_of(template.text))
    found = []
    if "称呼" not in named:
        found.append("messages.advice.title")
    if "客服电话" not in named:
        found.append("messages.advice.phone")
    if template.purpose in (Purpose.REMINDER, Purpose.COLLECTION) and not named & {"款项", "金额"}:
        found.append("messages.advice.amount")
    if template.purpose is Purpose.REMINDER and "截止日" not in named:
        found.append("messages.advice.day")
    return tuple(found)


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """What changed from one text to another, character by character."""
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", old[a:b]))
            continue
        if a < b:
            pieces.append(Piece("gone", old[a:b]))
        if c < d:
            pieces.append(Piece("new", new[c:d]))
    return tuple(pieces)
