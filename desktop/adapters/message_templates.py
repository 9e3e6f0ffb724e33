"""Reads the message templates and the forbidden wording that the program brings along."""

import tomllib
from functools import cache

from desktop.adapters import paths
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.message_text import MessageTemplate, WordGroup


@cache
def bundled_templates() -> dict[str, MessageTemplate]:
    """Every template by its code, as written for the program's first version."""
    table = tomllib.loads(paths.resources("messages", "templates.toml").read_text("utf-8"))
    return {row["code"]: _template(row) for row in table["template"]}


def _template(row: dict[str, str]) -> MessageTemplate:
    return MessageTemplate(
        code=row["code"],
        channel=Channel(row["channel"]),
        purpose=Purpose(row["purpose"]),
        zh=row["zh"],
        en=row["en"],
        text=row["text"].strip(),
        subject=row.get("subject", ""),
    )


@cache
def bundled_wording() -> tuple[WordGroup, ...]:
    """The groups of forbidden words."""
    table = tomllib.loads(paths.resources("messages", "wording.toml").read_text("utf-8"))
    return tuple(
        WordGroup(row["kind"], row["zh"], row["en"], row["instead"], tuple(row["words"]))
        for row in table["group"]
    )
