"""Letters by e-mail: each into the outbox with its PDF attached, judged by the guard like any other."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection

from db import bounce_queries, dispatch_queries, letter_queries
from db.tables import OutboxItem
from db.unit_of_work import UnitOfWork
from desktop.adapters import paths
from desktop.adapters.mail import Attachment
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel, ProposedContact, Purpose
from desktop.domain.contact_policy import Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.message_text import day_text, render, salutation
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord, limits_on, read_case
from desktop.services.letter_register import RegisterRow, entry_of

EMAIL = "email"


@dataclass(frozen=True)
class LettersMailed:
    """What was put into the outbox, by letter id; ``left`` says by code why the others were not."""

    queued: tuple[int, ...]
    left: Mapping[int, str]
    changes: Changes


@cache
def _texts() -> Mapping[str, str]:
    return tomllib.loads(paths.resources("messages", "letter_mail.toml").read_text("utf-8"))


def mail_letters(desk: Desk, letter_ids: Sequence[int]) -> LettersMailed:
    """Queue letters to their debtors' e-mail addresses; each letter goes out once.

    Raises ``DomainError``: ``letters.gone``, ``messages.missing_value`` where the branch has no
    name or telephone yet; then nothing is queued.
    """
    queued: list[int] = []
    left: dict[int, str] = {}
    with desk.write() as work:
        for letter_id in letter_ids:
            entry = entry_of(work.connection, letter_id)
            record = read_case(work.connection, entry.case_id, as_of=desk.today)
            reason = _against(work, entry, record)
            if reason is None:
                _queue(work, entry, record)
                queued.append(letter_id)
            else:
                left[letter_id] = reason
        work.audit("messages.mail_letter", "outbox", None, count=len(queued), left=len(left))
        work.commit()
    return LettersMailed(tuple(queued), left, Changes.of("messages", "letters"))


def attachment_of(connection: Connection, letter_id: int) -> Attachment:
    """The letter as it was made. Raises ``letters.mail_void``, ``letters.gone``."""
    entry = entry_of(connection, letter_id)
    pdf = letter_queries.stored_pdf(connection, letter_id)
    if entry.voided_at is not None or pdf is None:
        raise DomainError("letters.mail_void", letter=letter_id)
    return Attachment(file_name(entry.register_no), pdf)


def file_name(register_no: str) -> str:
    """What a letter's attachment is called."""
    return f"{register_no}.pdf"


def _against(work: UnitOfWork, entry: RegisterRow, record: CaseRecord) -> str | None:
    """The code of what is against sending a letter by e-mail now."""
    address = str(record.person.email or "")
    if entry.voided_at is not None:
        return "letters.mail_void"
    if entry.addressee != "debtor":
        return "letters.mail_only_debtor"
    if "@" not in address:
        return "messages.no_address"
    if address.lower() in {row.address for row in bounce_queries.marked(work.connection)}:
        return "messages.bounced"
    if dispatch_queries.is_in_outbox(work.connection, _key(entry.id)):
        return "letters.mailed_already"
    purpose = Purpose.COLLECTION if entry.amount else Purpose.SERVICE
    proposed = ProposedContact(at=work.now, channel=Channel.EMAIL, purpose=purpose)
    decision = decide(record.facts(), proposed, limits_on(work.connection, work.now.date()))
    return decision.code if isinstance(decision, Refused) else None


def _queue(work: UnitOfWork, entry: RegisterRow, record: CaseRecord) -> None:
    values = settings.all_values(work.connection)
    person = record.person
    told = {
        "机构": values["branch.name"],
        "客服电话": values["branch.phone"],
        "称呼": salutation(person.name, person.sex, person.kind),
        "事项": f"{entry.title}（{entry.register_no}）",
        "日期": day_text(entry.dated_on, work.now.date()),
    }
    row = {
        "idempotency_key": _key(entry.id),
        "channel": EMAIL,
        "recipient": person.email,
        "subject": render(_texts()["subject"], told)[:200],
        "body": render(_texts()["text"], told),
        "customer_id": person.customer_id,
        "case_id": entry.case_id,
        "letter_id": entry.id,
        "state": "queued",
        "due_at": work.now,
        "created_at": work.now,
    }
    dispatch_queries.add(work.connection, OutboxItem, row)


def _key(letter_id: int) -> str:
    return f"letter:{letter_id}"
