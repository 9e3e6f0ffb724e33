"""One message as it would go out now: its text, its segments, and what is against sending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from db import bounce_queries
from desktop.domain.contact_facts import Channel, ProposedContact, Purpose
from desktop.domain.contact_policy import Allowed, ContactLimits, Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_email, mask_phone
from desktop.domain.message_language import TONGUES
from desktop.domain.message_text import (
    LONGEST_FILLED,
    MessageTemplate,
    Sender,
    WordGroup,
    WordingFinding,
    check_sms,
    forbidden_wording,
    is_mobile,
    render,
    segments,
    sign,
)
from desktop.domain.money import ZERO, Money
from desktop.domain.reminder_strategy import DueLine
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord
from desktop.services.rules import rule_book
from desktop.services.templates_in_force import TemplateSet, templates_on, word_groups


@dataclass(frozen=True)
class Addressee:
    """Who a message is written to, as far as its words ask; a customer's row says the same."""

    name: str
    sex: str | None
    kind: str


@dataclass(frozen=True)
class Office:
    """What every draft of a run has in common: the branch, its wording, the time."""

    senders: Mapping[str, Sender]
    templates: TemplateSet
    words: tuple[WordGroup, ...]
    single: int
    part: int
    officer: str
    now: datetime
    bounced: frozenset[str] = frozenset()

    @classmethod
    def of(cls, connection: Connection, desk: Desk) -> "Office":
        """Read settings, templates and segment lengths in force."""
        values = settings.all_values(connection)
        book = rule_book(connection)
        return cls(
            senders={"zh": _sender(values, ""), "en": _sender(values, "_en")},
            templates=templates_on(connection, desk.today),
            words=word_groups(connection),
            single=book.whole("contact.sms_single", desk.today),
            part=book.whole("contact.sms_part", desk.today),
            officer=desk.actor.full_name or desk.actor.name,
            now=desk.clock.now(),
            bounced=frozenset(row.address for row in bounce_queries.marked(connection)),
        )

    @property
    def today(self) -> date:
        """The business date."""
        return self.now.date()

    @property
    def signature(self) -> str:
        """What stands between 【 and 】; operators know the Chinese one only."""
        return self.senders["zh"].signature

    def values(
        self, person: Addressee | Row[Any], lines: Sequence[DueLine], language: str
    ) -> dict[str, str]:
        """What a template's fields are for one customer, in a language."""
        tongue = TONGUES[language]
        return tongue.debt_values(lines, self.today) | tongue.party_values(
            person.name, person.sex, person.kind, self.senders[language], self.officer
        )


def _sender(values: Mapping[str, str], suffix: str) -> Sender:
    name = values["branch.short_name"] or values["branch.name"]
    return Sender(
        institution=values[f"branch.name{suffix}"] or values["branch.name"],
        signature=values["branch.sms_signature"] or name,
        phone=values["branch.phone"],
        ways_to_pay=values[f"messages.ways_to_pay{suffix}"],
        benefit=values[f"messages.benefit{suffix}"],
    )


@dataclass(frozen=True)
class Draft:
    """A message that waits. ``text`` is what would be sent, signature included.

    ``fault`` is the code of what is wrong with the message itself (no number, forbidden wording,
    a field without a value), ``decision`` what the guard says of sending it now. ``version`` and
    ``language`` are those of the template it is written with.
    """

    reminder_id: int
    case_id: int
    name: str
    recipient: str
    channel: str
    step: str
    template: str
    version: int | None
    language: str
    state: str
    reason: str | None
    planned_on: date
    at: str
    dpd: int
    bucket: int
    amount: Money
    subject: str
    text: str
    body: str
    segments: int
    is_corrected: bool
    attempt: int
    fault: str | None
    fault_facts: Mapping[str, object]
    findings: tuple[WordingFinding, ...]
    proposed: ProposedContact
    decision: Allowed | Refused

    @property
    def shown_recipient(self) -> str:
        """The number or address, masked."""
        mask = mask_phone if self.channel == "sms" else mask_email
        return mask(self.recipient) if self.recipient else ""

    @property
    def verdict(self) -> str:
        """In one code: ``ready``, ``held``, ``faulty`` or ``refused``."""
        if self.fault is not None:
            return "faulty"
        if not self.decision.is_allowed:
            return "refused"
        return "held" if self.state == "held" else "ready"


def draft_of(row: Row[Any], record: CaseRecord, office: Office, limits: ContactLimits) -> Draft:
    """Make the draft of a planned message with the facts of now."""
    facts = row.facts or {}
    lines = lines_of(record, facts)
    late = any(line.due_on < office.today for line in lines)
    code = row.template or ("overdue" if late else "due_soon")
    template = office.templates.get(code, record.person.language)
    recipient = (
        str(record.person.phone or "") if row.channel == "sms" else str(record.person.email or "")
    )
    subject, body, fault = "", "", None
    fault_facts: Mapping[str, object] = {}
    try:
        subject, body = _words(template, facts.get("text"), lines, record, office)
        _check(row.channel, recipient, body)
        if recipient.lower() in office.bounced:
            raise DomainError("messages.bounced")
    except DomainError as error:
        fault, fault_facts = error.code, error.facts
    findings = forbidden_wording(body, office.words)
    if findings and fault is None:
        fault, fault_facts = "messages.forbidden", _finding_facts(findings[0])
    text = sign(body, office.signature) if row.channel == "sms" and body else body
    default = Purpose.COLLECTION if late else Purpose.REMINDER
    proposed = ProposedContact(
        at=office.now,
        channel=Channel(row.channel),
        purpose=Purpose(facts.get("purpose") or default),
        number=recipient if row.channel == "sms" else "",
        forbidden_words=tuple(finding.word for finding in findings),
    )
    return Draft(
        reminder_id=row.id,
        case_id=row.case_id,
        name=row.name,
        recipient=recipient,
        channel=row.channel,
        step=row.step,
        template=code,
        version=None if template is None else template.version,
        language="zh" if template is None else template.language,
        state=row.state,
        reason=row.reason,
        planned_on=row.planned_on,
        at=row.planned_time,
        dpd=row.dpd,
        bucket=row.bucket,
        amount=sum((line.amount for line in lines), ZERO),
        subject=subject,
        text=text,
        body=body,
        segments=segments(text, single=office.single, part=office.part) if text else 0,
        is_corrected="text" in facts,
        attempt=row.tries + 1,
        fault=fault,
        fault_facts=fault_facts,
        findings=findings,
        proposed=proposed,
        decision=decide(record.facts(), proposed, limits),
    )


def check_text(text: str, words: Sequence[WordGroup], *, is_sms: bool) -> None:
    """Refuse a text written by hand that must not be sent. Raises ``DomainError``."""
    if not text.strip():
        raise DomainError("messages.empty", field="text")
    if is_sms:
        check_sms(text)
    elif len(text) > LONGEST_FILLED:
        raise DomainError("messages.too_long", field="text", most=LONGEST_FILLED)
    findings = forbidden_wording(text, words)
    if findings:
        raise DomainError("messages.forbidden", field="text", **_finding_facts(findings[0]))


def _finding_facts(finding: WordingFinding) -> dict[str, Any]:
    group = finding.group
    return {"word": finding.word, "kind": group.zh, "instead": group.instead}


def lines_of(record: CaseRecord, facts: Mapping[str, Any]) -> list[DueLine]:
    """The debts the message is about, as they stand now; all of them when it names none."""
    named = set(facts.get("accounts") or ())
    owed = [line for line in record.lines if line.amount > ZERO]
    return [line for line in owed if not named or line.account_id in named]


def _words(
    template: MessageTemplate | None,
    written: str | None,
    lines: list[DueLine],
    record: CaseRecord,
    office: Office,
) -> tuple[str, str]:
    if template is None:
        raise DomainError("messages.no_template")
    if not lines:
        raise DomainError("messages.nothing_owed")
    values = office.values(record.person, lines, template.language)
    subject = render(template.subject, values) if template.subject else ""
    return subject, written if written is not None else render(template.text, values)


def _check(channel: str, recipient: str, body: str) -> None:
    if channel == "sms":
        if not is_mobile(recipient):
            raise DomainError("messages.no_mobile")
        check_sms(body)
    elif "@" not in recipient:
        raise DomainError("messages.no_address")
