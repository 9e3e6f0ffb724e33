"""A template as one real customer would read it, while it is written; sends and keeps nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from desktop.adapters import wording
from desktop.adapters.wording import Language
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_phone
from desktop.domain.message_language import TONGUES
from desktop.domain.message_text import (
    MessageTemplate,
    WordingFinding,
    render,
    segments,
    sign,
)
from desktop.domain.money import ZERO
from desktop.domain.reminder_strategy import DueLine
from desktop.domain.template_versions import advice, check_template
from desktop.services import cases
from desktop.services.cases import CaseQuery
from desktop.services.desk import Desk
from desktop.services.guard import read_case
from desktop.services.message_drafts import Addressee, Office

MOST_FOUND = 8
_AMOUNT: Final = Decimal("1234.50")
_NOBODY: Final = Addressee("张某某", "f", "person")


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """A customer whom a search found; the number is masked."""

    case_id: int
    name: str
    phone: str


@dataclass(frozen=True)
class Sample:
    """What comes of a template. ``text`` is as it would be sent, signature included.

    ``fault`` says why it could never be sent, at which ``field``; ``findings`` are forbidden words,
    ``advice`` what a good message would have besides. ``is_invented`` where nothing real was owed.
    """

    subject: str
    text: str
    units: int
    segments: int
    is_invented: bool
    fault: str | None
    fault_facts: Mapping[str, object]
    field: str
    findings: tuple[WordingFinding, ...]
    advice: tuple[str, ...]


def find_customers(desk: Desk, words: str) -> list[FoundCustomer]:
    """Customers by name, pinyin initials, number or case, as one types; the longest overdue first."""
    if not words.strip():
        return []
    ids = cases.case_ids(desk, CaseQuery(search=words), limit=MOST_FOUND)
    found = {row.case_id: row for row in cases.case_rows(desk, ids)}
    with desk.read() as connection:
        phones = {
            case_id: read_case(connection, case_id, as_of=desk.today).person.phone
            for case_id in ids
        }
    return [
        FoundCustomer(one, found[one].name, mask_phone(phones[one]) if phones[one] else "")
        for one in ids
        if one in found
    ]


def sample(desk: Desk, template: MessageTemplate, case_id: int | None = None) -> Sample:
    """Fill a template for a customer, or for an invented one; what is wrong is told, not raised."""
    with desk.read() as connection:
        office = Office.of(connection, desk)
        record = None if case_id is None else read_case(connection, case_id, as_of=desk.today)
    lines = [line for line in record.lines if line.amount > ZERO] if record is not None else []
    person = _NOBODY if record is None else record.person
    values = office.values(person, lines or [_line(desk, template)], template.language)
    values |= _visit_and_promise(desk, template.language)
    subject = text = field = ""
    fault: str | None = None
    facts: Mapping[str, object] = {}
    findings: tuple[WordingFinding, ...] = ()
    hints: tuple[str, ...] = ()
    try:
        findings = check_template(template, office.words)
        hints = advice(template)
        subject, text = render(template.subject, values), render(template.text, values)
    except DomainError as error:
        fault, facts, field = error.code, error.facts, error.field or "text"
    if template.channel is Channel.SMS and text:
        text = sign(text, office.signature)
    return Sample(
        subject=subject,
        text=text,
        units=len(text.encode("utf-16-be")) // 2,
        segments=segments(text, single=office.single, part=office.part),
        is_invented=not lines,
        fault=fault,
        fault_facts=facts,
        field=field,
        findings=findings,
        advice=hints,
    )


def _line(desk: Desk, template: MessageTemplate) -> DueLine:
    """An invented debt that suits what the template is for."""
    days = -5 if template.purpose is Purpose.COLLECTION else 7
    product = wording.text("messages.sample.product")
    return DueLine(0, "loan", product, desk.today + timedelta(days=days), _AMOUNT, tail="0000")


def _visit_and_promise(desk: Desk, language: str) -> dict[str, str]:
    """The fields that only a visit or a promise fills."""
    tongue, day = TONGUES[language], desk.today + timedelta(days=3)
    lang: Language = "en" if language == "en" else "zh"
    return {
        "时间": f"{tongue.day_text(day, desk.today)} 14:00",
        "承诺日": tongue.day_text(day, desk.today),
        "承诺金额": tongue.amount_text(_AMOUNT),
        "事项": wording.text("messages.sample.matter", lang),
        "人员": wording.text("messages.sample.people", lang),
    }
