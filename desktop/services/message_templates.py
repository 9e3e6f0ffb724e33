"""The branch's message templates: written as drafts, approved by a second person, restored.

An approved version is never changed. What is sent is always the version in force that day.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from db import template_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.errors import DomainError
from desktop.domain.message_text import MessageTemplate
from desktop.domain.template_versions import (
    LANGUAGES,
    Piece,
    Standing,
    TemplateVersion,
    check_approval,
    check_template,
    differences,
    standing,
)
from desktop.services import second_person
from desktop.services.desk import Desk
from desktop.services.second_person import Second
from desktop.services.templates_in_force import (
    NOT_APPROVED,
    Key,
    bundled,
    templates_on,
    version_of,
    word_groups,
)

LONGEST_NAME = 30
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Family:
    """One template in all its languages, as the list shows it.

    ``languages`` are those in which a version is in force; ``drafts`` those with an open draft.
    """

    code: str
    channel: Channel
    purpose: Purpose
    level: int
    zh: str
    en: str
    is_own: bool
    languages: tuple[str, ...]
    drafts: tuple[str, ...]


@dataclass(frozen=True)
class ListedVersion:
    """A version and what it is today."""

    version: TemplateVersion
    standing: Standing


@dataclass(frozen=True)
class DraftSaved:
    """The draft; ``previous`` is what it held before, ``None`` where it is new."""

    version_id: int
    previous: tuple[str, str] | None
    changes: Changes


def families(desk: Desk) -> list[Family]:
    """Every template, the program's in their order, then the branch's own."""
    with desk.read() as connection:
        current = templates_on(connection, desk.today).by_key
        rows = [version_of(row) for row in queries.texts(connection)]
    shipped = bundled()
    templates: dict[str, MessageTemplate] = {}
    for one in (*shipped.values(), *(row.template for row in rows)):
        templates.setdefault(one.code, one)
    drafts = {_key(row.template) for row in rows if row.state == "draft"}
    return [
        Family(
            code=code,
            channel=one.channel,
            purpose=one.purpose,
            level=one.level,
            zh=one.zh,
            en=one.en,
            is_own=(code, "zh") not in shipped,
            languages=tuple(lang for lang in LANGUAGES if (code, lang) in current),
            drafts=tuple(lang for lang in LANGUAGES if (code, lang) in drafts),
        )
        for code, one in templates.items()
    ]


def of_debts(desk: Desk) -> list[MessageTemplate]:
    """The messages in force that an officer can send by hand: those about a debt."""
    with desk.read() as connection:
        current = templates_on(connection, desk.today).by_key.values()
    return [
        one
        for one in current
        if one.language == "zh"
        and one.channel in (Channel.SMS, Channel.EMAIL)
        and one.purpose in (Purpose.REMINDER, Purpose.COLLECTION)
    ]


def versions(desk: Desk, code: str, language: str) -> list[ListedVersion]:
    """Every version of a template in a language, the newest first; the program's is the last."""
    with desk.read() as connection:
        stored = [version_of(row) for row in queries.texts(connection, code, language)]
    shipped = bundled().get((code, language))
    if shipped is not None:
        stored.insert(0, TemplateVersion(0, shipped, "approved", from_on=date.min))
    return [ListedVersion(one, standing(one, stored, desk.today)) for one in reversed(stored)]


def save_draft(
    desk: Desk, code: str, language: str, *, subject: str, text: str, note: str = ""
) -> DraftSaved:
    """Keep a text as the draft of a template in a language; there is one at a time.

    Raises ``DomainError`` at the field that could never be sent (``check_template``), for
    forbidden words with what to write instead, ``messages.no_template``.
    """
    with desk.write() as work:
        template = replace(
            _any(work.connection, code),
            language=language,
            subject=subject.strip(),
            text=text.strip(),
        )
        _check(work.connection, template)
        saved = _put_draft(work, template, note)
        work.commit()
    return saved


def add_template(
    desk: Desk, name: str, channel: str, purpose: str, level: int, *, subject: str, text: str
) -> DraftSaved:
    """Add a template of the branch's own; its Chinese text begins as a draft.

    Raises ``DomainError`` at the field, as ``save_draft``.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise DomainError("messages.name_length", field="name", most=LONGEST_NAME)
    with desk.write() as work:
        taken = {row.code for row in queries.texts(work.connection)}
        code = next(code for n in range(1, len(taken) + 2) if (code := f"own_{n}") not in taken)
        template = MessageTemplate(
            code=code,
            channel=Channel(channel),
            purpose=Purpose(purpose),
            zh=name,
            en=name,
            text=text.strip(),
            subject=subject.strip(),
            level=level,
        )
        _check(work.connection, template)
        saved = _put_draft(work, template, "")
        work.commit()
    return saved


def discard(desk: Desk, version_id: int) -> tuple[TemplateVersion, Changes]:
    """Throw a draft away; returns it, so that it can be written again."""
    with desk.write() as work:
        version = _version(work.connection, version_id)
        if version.state != "draft":
            raise DomainError("messages.not_a_draft")
        queries.drop_text(work.connection, version_id)
        _audit(work, "template.discard", version)
        work.commit()
    return version, _changes()


def restore(desk: Desk, code: str, language: str, version: int) -> DraftSaved:
    """Make an older version the draft, to be approved again; an open draft is replaced."""
    found = next(
        (one.version for one in versions(desk, code, language) if one.version.version == version),
        None,
    )
    if found is None:
        raise DomainError("messages.no_template")
    with desk.write() as work:
        saved = _put_draft(work, found.template, f"← {version}")
        work.commit()
    return saved


def approve(desk: Desk, version_id: int, second: Second, from_on: date) -> Changes:
    """Approve a draft by a second person; from the day named it is what is sent.

    Messages held because their template was not approved wait for release again. Raises
    ``DomainError`` as ``check_approval`` and ``second_person.confirm``.
    """
    approver = second_person.confirm(desk, second.officer_id, second.secret)
    with desk.write() as work:
        version = _version(work.connection, version_id)
        check_approval(version, approver=approver.name, from_on=from_on, as_of=desk.today)
        _check(work.connection, version.template)
        queries.change_text(
            work.connection,
            version_id,
            state="approved",
            approved_by=approver.name,
            approved_at=work.now,
            from_on=from_on,
        )
        queries.let_go(work.connection, version.template.code, NOT_APPROVED)
        _audit(work, "template.approve", version, second=approver.name, from_on=from_on)
        work.commit()
    return _changes()


def compare(desk: Desk, old: TemplateVersion, new: TemplateVersion) -> tuple[Piece, ...]:  # noqa: ARG001
    """What changed from one version to another, the subject in front of the text."""
    before, after = (
        "\n\n".join(part for part in (one.template.subject, one.template.text) if part)
        for one in (old, new)
    )
    return differences(before, after)


def withdraw(desk: Desk, version_id: int, reason: str) -> Changes:
    """Take an approved version out of use at once; the one before it is in force again.

    Messages written with it that have not left are stopped when they are about to. Raises
    ``DomainError`` ``messages.no_reason``, ``messages.not_approved_yet``.
    """
    if not reason.strip():
        raise DomainError("messages.no_reason", field="reason")
    with desk.write() as work:
        version = _version(work.connection, version_id)
        if version.state != "approved":
            raise DomainError("messages.not_approved_yet")
        queries.change_text(work.connection, version_id, state="withdrawn")
        _audit(work, "template.withdraw", version, reason=reason.strip()[:LONGEST_NOTE])
        work.commit()
    return _changes()


def _put_draft(work: UnitOfWork, template: MessageTemplate, note: str) -> DraftSaved:
    rows = queries.texts(work.connection, template.code, template.language)
    open_draft = next((row for row in rows if row.state == "draft"), None)
    words = {
        "subject": template.subject,
        "text": template.text,
        "note": note.strip()[:LONGEST_NOTE],
        "written_by": work.actor,
        "written_at": work.now,
    }
    if open_draft is not None:
        queries.change_text(work.connection, open_draft.id, **words)
        version_id, previous = open_draft.id, (open_draft.subject, open_draft.text)
    else:
        row = {
            "code": template.code,
            "language": template.language,
            "channel": str(template.channel),
            "purpose": str(template.purpose),
            "level": template.level,
            "zh": template.zh,
            "en": template.en,
            "state": "draft",
            **words,
        }
        version_id, previous = queries.add_text(work.connection, row), None
    _audit(work, "template.write", _version(work.connection, version_id))
    return DraftSaved(version_id, previous, _changes())


def _check(connection: Connection, template: MessageTemplate) -> None:
    findings = check_template(template, word_groups(connection))
    if findings:
        found = findings[0]
        raise DomainError(
            "messages.forbidden",
            field="text",
            word=found.word,
            kind=found.group.zh,
            instead=found.group.instead,
        )


def _any(connection: Connection, code: str) -> MessageTemplate:
    """The template of a code in whatever language or version: its channel and purpose."""
    shipped = bundled().get((code, "zh"))
    if shipped is not None:
        return shipped
    rows = queries.texts(connection, code)
    if not rows:
        raise DomainError("messages.no_template")
    return version_of(rows[0]).template


def _version(connection: Connection, version_id: int) -> TemplateVersion:
    row = queries.text_of(connection, version_id)
    if row is None:
        raise DomainError("messages.no_template")
    return version_of(row)


def _audit(work: UnitOfWork, action: str, version: TemplateVersion, **facts: object) -> None:
    template = version.template
    work.audit(
        action,
        "template",
        template.code,
        language=template.language,
        version=template.version,
        **facts,
    )


def _key(template: MessageTemplate) -> Key:
    return template.code, template.language


def _changes() -> Changes:
    return Changes.of("templates", "messages", "reminders")
