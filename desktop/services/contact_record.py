"""The contact record: for a customer and a period, every contact made and refused, with the rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from db import contact_record_queries as queries
from desktop.adapters.wording import Language, text
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.masks import mask_name, mask_phone
from desktop.domain.paper import (
    Block,
    Column,
    Heading,
    Layout,
    Letterhead,
    Paper,
    Paragraph,
    Table,
    plain,
)
from desktop.domain.rule_book import RuleBook
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.letter_fonts import typesetter
from desktop.services.reminders import as_moment
from desktop.services.rules import rule_book


@dataclass(frozen=True, slots=True)
class ContactMade:
    """One contact that took place. ``who`` names guarantor or listed contact, masked; ``against`` is
    the rule that an agency broke with it.
    """

    at: datetime
    channel: str
    is_incoming: bool
    party: str
    who: str
    number: str
    purpose: str
    result: str
    note: str
    officer: str
    against: str = ""


@dataclass(frozen=True, slots=True)
class ContactRefused:
    """One contact that a rule forbade: at planning (``step`` is set) or at the moment itself."""

    at: datetime
    channel: str
    step: str | None
    rule: str
    clause: str
    source: str
    next_allowed_at: datetime | None
    officer: str


@dataclass(frozen=True, slots=True)
class ContactPassed:
    """What two people let pass against a rule. ``fate`` is used, unused or taken_back."""

    override_id: int
    at: datetime
    channel: str
    rule: str
    clause: str
    reason: str
    officer: str
    second: str
    fate: str


@dataclass(frozen=True)
class ContactRecord:
    """All of it, in order of time; both days inclusive."""

    case_id: int
    case_no: str
    name: str
    first: date
    last: date
    made: tuple[ContactMade, ...]
    refused: tuple[ContactRefused, ...]
    passed: tuple[ContactPassed, ...]


def contact_record(desk: Desk, case_id: int, first: date, last: date) -> ContactRecord:
    """Read the record of a case. Raises ``contact.unknown_case``, ``contact.bad_period``."""
    if last < first:
        raise DomainError("contact.bad_period", field="last", first=first, last=last)
    with desk.read() as connection:
        whose = queries.whose(connection, case_id)
        if whose is None:
            raise DomainError("contact.unknown_case", case_id=case_id)
        book = rule_book(connection)
        made = queries.made(connection, whose.customer_id, first, last)
        refused = queries.refused(connection, whose.customer_id, first, last)
        kept_off = queries.kept_off(connection, case_id, first, last)
        passed = queries.passed(connection, whose.customer_id, first, last)
    all_refused = [
        *(_refused(row, row.at, row.rule, None, book) for row in refused),
        *(
            _refused(row, as_moment(row.planned_on, row.planned_time), row.reason, row.step, book)
            for row in kept_off
        ),
    ]
    return ContactRecord(
        case_id,
        whose.case_no,
        whose.name,
        first,
        last,
        tuple(map(_made, made)),
        tuple(sorted(all_refused, key=lambda item: item.at)),
        tuple(_passed(row, made, book) for row in passed),
    )


def save_contact_record(
    desk: Desk, case_id: int, first: date, last: date, file: Path, lang: Language = "zh"
) -> Path:
    """Print the record to a PDF for the inspector; it leaves an audit entry.

    Raises ``EnvironmentProblem("contact.cannot_save")`` where the file cannot be written.
    """
    record = contact_record(desk, case_id, first, last)
    content = typesetter().render(_paper(desk, record, lang))
    part = file.with_name(file.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise EnvironmentProblem("contact.cannot_save", file=file.name, reason=reason) from problem
    with desk.write() as work:
        work.audit("contact.record_saved", "case", case_id, first=first, last=last)
        work.commit()
    return file


def _made(row: Row[Any]) -> ContactMade:
    return ContactMade(
        at=row.at,
        channel=row.channel,
        is_incoming=row.direction == "in",
        party=row.party,
        who=mask_name(row.person or row.guarantor or ""),
        number=mask_phone(row.number) if row.number else "",
        purpose=row.purpose,
        result=row.result,
        note=row.note or "",
        officer=" ".join(filter(None, (row.agency, row.officer))),
        against=row.against or "",
    )


def _passed(row: Row[Any], made: Sequence[Row[Any]], book: RuleBook) -> ContactPassed:
    is_used = any(
        contact.channel == row.channel and row.since <= contact.at <= row.until
        for contact in made
        if contact.direction == "out"
    )
    fate = "taken_back" if row.taken_back_at else "used" if is_used else "unused"
    history = book.history(row.rule)
    return ContactPassed(
        override_id=row.id,
        at=row.since,
        channel=row.channel,
        rule=row.rule,
        clause=history[-1].clause if history else "",
        reason=row.reason,
        officer=row.officer or "",
        second=row.second,
        fate=fate,
    )


def _refused(
    row: Row[Any], at: datetime, rule_code: str, step: str | None, book: RuleBook
) -> ContactRefused:
    rule = book.rule(rule_code, at.date()) if book.history(rule_code) else None
    return ContactRefused(
        at=at,
        channel=row.channel,
        step=step,
        rule=rule_code,
        clause="" if rule is None else rule.clause,
        source="" if rule is None else rule.source,
        next_allowed_at=None if step else row.next_allowed_at,
        officer="" if step else row.officer or "",
    )


def _paper(desk: Desk, record: ContactRecord, lang: Language) -> Paper:
    with desk.read() as connection:
        values = settings.all_values(connection)
        book = rule_book(connection)
    branch = values["branch.name"]
    return Paper(
        title=text("contact.record.title", lang),
        register_no=record.case_no,
        dated_on=desk.today,
        made_at=desk.clock.now(),
        letterhead=Letterhead(
            values["branch.bank_name"] or branch,
            branch,
            values["branch.address"],
            values["branch.postcode"],
            values["branch.phone"],
        ),
        blocks=tuple(_blocks(record, book, lang)),
        layout=Layout.FORM,
    )


def _blocks(record: ContactRecord, book: RuleBook, lang: Language) -> Iterator[Block]:
    facts = {"name": record.name, "case_no": record.case_no}
    period = {"first": record.first, "last": record.last}
    yield Paragraph(plain(text("contact.record.about", lang, **facts, **period)), is_indented=False)
    yield Heading(text("contact.record.made", lang, number=len(record.made)))
    if record.made:
        heads = ("when", "channel", "whom", "purpose", "result", "officer")
        yield Table(
            _columns(heads, lang), tuple(_made_line(item, book, lang) for item in record.made)
        )
    yield Heading(text("contact.record.refused", lang, number=len(record.refused)))
    if record.refused:
        lines = tuple(_refused_line(item, book, lang) for item in record.refused)
        yield Table(_columns(("when", "channel", "rule", "next"), lang), lines)
    if record.passed:
        yield Heading(text("contact.record.passed", lang, number=len(record.passed)))
        lines = tuple(_passed_line(item, book, lang) for item in record.passed)
        yield Table(_columns(("when", "channel", "rule", "reason", "two"), lang), lines)


def _columns(heads: Sequence[str], lang: Language) -> tuple[Column, ...]:
    return tuple(Column(text(f"contact.record.head.{head}", lang)) for head in heads)


def _made_line(item: ContactMade, book: RuleBook, lang: Language) -> tuple[str, ...]:
    way = text("contact.record.incoming", lang) if item.is_incoming else ""
    whom = text(f"contact.party.{item.party}", lang)
    result = text(f"contact.result.{item.result}", lang) + (f"：{item.note}" if item.note else "")
    if item.against:
        rule = rule_name(item.against, book, lang)
        result += text("contact.record.against", lang, rule=rule)
    return (
        f"{item.at:%Y-%m-%d %H:%M}",
        way + text(f"contact.channel.{item.channel}", lang),
        f"{whom}{item.who}",
        text(f"contact.purpose.{item.purpose}", lang),
        result,
        item.officer,
    )


def _refused_line(item: ContactRefused, book: RuleBook, lang: Language) -> tuple[str, ...]:
    return (
        f"{item.at:%Y-%m-%d %H:%M}",
        text(f"contact.channel.{item.channel}", lang),
        f"{rule_words(item, book, lang)}（{item.source}）",
        f"{item.next_allowed_at:%Y-%m-%d %H:%M}" if item.next_allowed_at else "—",
    )


def _passed_line(item: ContactPassed, book: RuleBook, lang: Language) -> tuple[str, ...]:
    fate = text(f"contact.record.{item.fate}", lang)
    return (
        f"{item.at:%Y-%m-%d %H:%M}",
        f"{text(f'contact.channel.{item.channel}', lang)}（{fate}）",
        rule_words(item, book, lang),
        item.reason,
        f"{item.officer} / {item.second}",
    )


def rule_words(item: ContactRefused | ContactPassed, book: RuleBook, lang: Language) -> str:
    """The rule by clause and name: C4 每位债务人每周催收短信上限."""
    return rule_name(item.rule, book, lang)


def rule_name(code: str, book: RuleBook, lang: Language) -> str:
    """A rule's clause and name by its code, which stands alone where the rule is gone."""
    history = book.history(code)
    if not history:
        return code
    name = history[-1].zh if lang == "zh" else history[-1].en
    return f"{history[-1].clause} {name}"
