"""The branch's own list of words that must not be written, beside those of the program."""

from dataclasses import dataclass
from datetime import datetime

from db import template_queries as queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.message_text import WordGroup, forbidden_wording
from desktop.services.desk import Desk
from desktop.services.templates_in_force import OWN, templates_on, word_groups

__all__ = ["OWN", "OwnWord", "WordAdded", "add_word", "groups", "own_words", "remove_word"]

SHORTEST, LONGEST = 2, 20
LONGEST_INSTEAD = 100


@dataclass(frozen=True)
class OwnWord:
    """A word of the branch's list."""

    id: int
    word: str
    instead: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class WordAdded:
    """The word's id; ``used_in`` are the templates in force that use it and need rewriting."""

    word_id: int
    used_in: tuple[str, ...]
    changes: Changes


def groups(desk: Desk) -> tuple[WordGroup, ...]:
    """Every forbidden word in force, with what to write instead."""
    with desk.read() as connection:
        return word_groups(connection)


def own_words(desk: Desk) -> list[OwnWord]:
    """The branch's own words."""
    with desk.read() as connection:
        return [
            OwnWord(row.id, row.word, row.instead, row.added_by, row.added_at)
            for row in queries.own_words(connection)
        ]


def add_word(desk: Desk, word: str, instead: str) -> WordAdded:
    """Forbid a word from now on; what waits for release with it in its text is held as faulty.

    Raises ``DomainError`` at ``word`` (too short or long, there already) and at ``instead``.
    """
    word, instead = "".join(word.split()), " ".join(instead.split())
    if not SHORTEST <= len(word) <= LONGEST or not any(mark.isalnum() for mark in word):
        raise DomainError("messages.word_length", field="word", least=SHORTEST, most=LONGEST)
    if not instead or len(instead) > LONGEST_INSTEAD:
        raise DomainError("messages.instead_length", field="instead", most=LONGEST_INSTEAD)
    with desk.write() as work:
        known = {one for group in word_groups(work.connection) for one in group.words}
        if word in known:
            raise DomainError("messages.word_known", field="word", word=word)
        row = {"word": word, "instead": instead, "added_by": work.actor, "added_at": work.now}
        word_id = queries.add_word(work.connection, row)
        work.audit("words.add", "word", word_id, word=word, instead=instead)
        templates = templates_on(work.connection, desk.today).by_key.values()
        work.commit()
    group = (WordGroup("", "", "", instead, (word,)),)
    used = [one.zh for one in templates if forbidden_wording(one.subject + one.text, group)]
    return WordAdded(word_id, tuple(dict.fromkeys(used)), _changes())


def remove_word(desk: Desk, word_id: int) -> tuple[OwnWord, Changes]:
    """Allow one of the branch's own words again; returns it, so that it can be put back."""
    with desk.write() as work:
        row = next((row for row in queries.own_words(work.connection) if row.id == word_id), None)
        if row is None:
            raise DomainError("messages.word_gone")
        queries.drop_word(work.connection, word_id)
        work.audit("words.remove", "word", word_id, word=row.word)
        work.commit()
    return OwnWord(row.id, row.word, row.instead, row.added_by, row.added_at), _changes()


def _changes() -> Changes:
    return Changes.of("words", "templates", "messages")
