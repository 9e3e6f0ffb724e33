"""What may be written to customers today: the approved templates and the forbidden words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from db import template_queries as queries
from desktop.adapters.message_templates import bundled_english, bundled_templates, bundled_wording
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.message_text import MessageTemplate, WordGroup
from desktop.domain.template_versions import TemplateVersion, in_force

Key = tuple[str, str]
"""A template's code and its language."""

Versioned = tuple[str, str, int]
"""A template's code, its language, the number of the version; 0 came with the program."""

NOT_APPROVED = "messages.not_approved"
"""Why a message is held whose template nobody approved."""

OWN = "own"
"""The kind of the group that holds the branch's own forbidden words."""


@dataclass(frozen=True)
class TemplateSet:
    """The templates that may be sent on a day, each the version in force."""

    by_key: Mapping[Key, MessageTemplate]

    def get(self, code: str, language: str = "zh") -> MessageTemplate | None:
        """The template in the customer's language, else in Chinese; ``None`` if none may be sent."""
        return self.by_key.get((code, language)) or self.by_key.get((code, "zh"))


def bundled() -> dict[Key, MessageTemplate]:
    """Every template that came with the program, in every language."""
    both = (*bundled_templates().values(), *bundled_english().values())
    return {(one.code, one.language): one for one in both}


def templates_on(connection: Connection, day: date) -> TemplateSet:
    """The templates in force on a day: the branch's own where approved, else the program's."""
    found = bundled()
    own: dict[Key, list[TemplateVersion]] = {}
    for row in queries.approved_texts(connection):
        own.setdefault((row.code, row.language), []).append(version_of(row))
    for key, versions in own.items():
        current = in_force(versions, day)
        if current is not None:
            found[key] = current.template
    return TemplateSet(found)


def withdrawn(connection: Connection, written_with: Iterable[Versioned]) -> set[Versioned]:
    """Those of some versions (code, language, number) that were taken out of use."""
    usable = {(row.code, row.language, row.version) for row in queries.approved_texts(connection)}
    return {one for one in written_with if one[2] > 0 and one not in usable}


def word_groups(connection: Connection) -> tuple[WordGroup, ...]:
    """The forbidden words of the program, and those of the branch, each with what to write."""
    own = tuple(
        WordGroup(OWN, "本行禁用语", "a word your branch does not use", row.instead, (row.word,))
        for row in queries.own_words(connection)
    )
    return (*bundled_wording(), *own)


def version_of(row: Row[Any]) -> TemplateVersion:
    """A stored version."""
    return TemplateVersion(
        id=row.id,
        template=MessageTemplate(
            code=row.code,
            channel=Channel(row.channel),
            purpose=Purpose(row.purpose),
            zh=row.zh,
            en=row.en,
            text=row.text,
            subject=row.subject,
            version=row.version,
            language=row.language,
            level=row.level,
        ),
        state=row.state,
        note=row.note,
        written_by=row.written_by,
        written_at=row.written_at,
        approved_by=row.approved_by or "",
        approved_at=row.approved_at,
        from_on=row.from_on,
    )
