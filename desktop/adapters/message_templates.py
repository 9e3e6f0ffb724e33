"""Reads the message templates and the forbidden wording that the program brings along."""

import tomllib
from dataclasses import replace
from functools import cache
from typing import Any

from desktop.adapters import paths
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.message_text import MessageTemplate, WordGroup


@cache
def bundled_templates() -> dict[str, MessageTemplate]:
    """Every Chinese template by its code, as written for the program's first version."""
    return {row["code"]: _template(row) for row in _rows("templates.toml")}


@cache
def bundled_english() -> dict[str, MessageTemplate]:
    """The same in English, for customers who are written to in English."""
    chinese = bundled_templates()
    return {
        row["code"]: replace(
            chinese[row["code"]],
            text=row["text"].strip(),
            subject=row.get("subject", ""),
            language="en",
        )
        for row in _rows("templates_en.toml")
    }


def _rows(file: str) -> list[dict[str, Any]]:
    table = tomllib.loads(paths.resources("messages", file).read_text("utf-8"))
    rows: list[dict[str, Any]] = table["template"]
    return rows


def _template(row: dict[str, Any]) -> MessageTemplate:
    return MessageTemplate(
        code=row["code"],
        channel=Channel(row["channel"]),
        purpose=Purpose(row["purpose"]),
        zh=row["zh"],
        en=row["en"],
        text=row["text"].strip(),
        subject=row.get("subject", ""),
        level=row.get("level", 0),
    )


@cache
def bundled_wording() -> tuple[WordGroup, ...]:
    """The groups of forbidden words."""
    table = tomllib.loads(paths.resources("messages", "wording.toml").read_text("utf-8"))
    return tuple(
        WordGroup(row["kind"], row["zh"], row["en"], row["instead"], tuple(row["words"]))
        for row in table["group"]
    )
