"""The branch's own message templates by version, its forbidden words."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from db.tables import ForbiddenWord, Reminder, TemplateText

Rows = Sequence[Row[Any]]
TEXTS = TemplateText.__table__


def texts(connection: Connection, code: str | None = None, language: str | None = None) -> Rows:
    """Every version of every template, of one, or of one in a language; the oldest first."""
    query = select(TEXTS).order_by(TEXTS.c.code, TEXTS.c.language, TEXTS.c.version)
    if code is not None:
        query = query.where(TEXTS.c.code == code)
    if language is not None:
        query = query.where(TEXTS.c.language == language)
    return connection.execute(query).all()


def approved_texts(connection: Connection) -> Rows:
    """Every version that was approved and not withdrawn since."""
    return connection.execute(select(TEXTS).where(TEXTS.c.state == "approved")).all()


def text_of(connection: Connection, version_id: int) -> Row[Any] | None:
    """One version by id."""
    return connection.execute(select(TEXTS).where(TEXTS.c.id == version_id)).one_or_none()


def add_text(connection: Connection, row: Mapping[str, Any]) -> int:
    """Add a version with the next number of its template and language; return its id."""
    newest = select(func.max(TEXTS.c.version)).where(
        TEXTS.c.code == row["code"], TEXTS.c.language == row["language"]
    )
    version = (connection.execute(newest).scalar() or 0) + 1
    query = insert(TemplateText).values(**row, version=version).returning(TemplateText.id)
    return int(connection.execute(query).scalar_one())


def change_text(connection: Connection, version_id: int, **values: Any) -> None:
    """Change columns of a version."""
    connection.execute(update(TemplateText).where(TemplateText.id == version_id).values(**values))


def drop_text(connection: Connection, version_id: int) -> None:
    """Remove a draft."""
    connection.execute(delete(TemplateText).where(TemplateText.id == version_id))


def let_go(connection: Connection, code: str, reason: str) -> None:
    """Let messages go that were held because their template was not approved."""
    waiting = (Reminder.template == code, Reminder.state == "held", Reminder.reason == reason)
    connection.execute(update(Reminder).where(*waiting).values(state="planned", reason=None))


def own_words(connection: Connection) -> Rows:
    """The branch's own forbidden words, in the order of the alphabet."""
    query = select(ForbiddenWord.__table__).order_by(ForbiddenWord.word)
    return connection.execute(query).all()


def add_word(connection: Connection, row: Mapping[str, Any]) -> int:
    """Add a forbidden word; return its id."""
    query = insert(ForbiddenWord).values(**row).returning(ForbiddenWord.id)
    return int(connection.execute(query).scalar_one())


def drop_word(connection: Connection, word_id: int) -> None:
    """Remove a forbidden word."""
    connection.execute(delete(ForbiddenWord).where(ForbiddenWord.id == word_id))
