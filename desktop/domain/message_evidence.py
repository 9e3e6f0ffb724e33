"""What in a message speaks for one kind of wish or another.

Three things are looked at: the topics its words speak of (from ``resources/reading/words.toml``),
alone, in pairs of one clause and by clause; its characters, alone, in pairs and at the beginning;
and which facts stand in it. A fact read already counts by its mark, not by its figures or names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.domain.message_roles import Role

ADDRESS, PHONE, CARD_TAIL, AMOUNT, NAME, WISHED, NAMED, PAST = "⌂☎▤¤☺◷◶◵"
"""The marks of what was read: a time wished for, one named for another reason, one gone by."""

_RUN_OF_MARKS = re.compile(
    f"([{ADDRESS}{PHONE}{CARD_TAIL}{AMOUNT}{NAME}{WISHED}{NAMED}{PAST}])\\1+"
)
_FIGURES = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r"[^,。!?;\n]+")
_OPENING = 4
_LENGTHS = (4, 8, 14, 25, 45)
"""Messages are alike in length from one of these numbers of characters to the next."""


@dataclass(frozen=True)
class Topics:
    """The topics each word speaks of; no word is longer than ``longest``."""

    of: Mapping[str, tuple[str, ...]]
    longest: int

    @classmethod
    def from_table(cls, table: Mapping[str, str]) -> "Topics":
        """Turn ``topic = "word word"`` round."""
        of: dict[str, tuple[str, ...]] = {}
        for topic, words in table.items():
            for word in words.split():
                of[word] = (*of.get(word, ()), topic)
        return cls(of, max(map(len, of), default=0))

    def named(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Every topic a word of ``text[start:end]`` speaks of, with where the word stands."""
        for place in range(start, end):
            for until in range(place + 1, min(place + self.longest, end) + 1):
                for topic in self.of.get(text[place:until], ()):
                    yield topic, place, until


@dataclass(frozen=True)
class Evidence:
    """All that speaks for something, by name, and where the words of each topic stand first."""

    names: frozenset[str]
    places: Mapping[str, tuple[int, int]]


def mark_of(role: Role) -> str:
    """The mark of a time by why it is named."""
    return {Role.WISH: WISHED, Role.PAST: PAST}.get(role, NAMED)


def marked(text: str, marks: Iterable[tuple[int, int, str]]) -> str:
    """The text with each stretch replaced by its mark, one for one; an earlier stretch wins."""
    signs = list(text.lower())
    place = 0
    for start, end, mark in sorted(marks):
        if start >= place:
            signs[start:end] = mark * (end - start)
            place = end
    return "".join(signs)


def evidence_in(text: str, facts: Iterable[str], topics: Topics) -> Evidence:
    """Gather what speaks for something in a marked text, and in the facts known of it."""
    names = {f"#{fact}" for fact in facts}
    names.add(f"~{sum(len(text) > length for length in _LENGTHS)}")
    names.update(_of_characters(text))
    places: dict[str, tuple[int, int]] = {}
    clauses = [found.span() for found in _CLAUSE.finditer(text)]
    for number, (start, end) in enumerate(clauses):
        here: dict[str, tuple[int, int]] = {}
        for topic, place, until in topics.named(text, start, end):
            here.setdefault(topic, (place, until))
        named = sorted(here)
        names.update(named)
        names.update(f"{a}+{b}" for at, a in enumerate(named) for b in named[at + 1 :])
        if number == 0 < len(clauses) - 1:
            names.update(f"{topic}@first" for topic in named)
        elif number and number == len(clauses) - 1:
            names.update(f"{topic}@last" for topic in named)
        places = here | places
    return Evidence(frozenset(names), places)


def _of_characters(text: str) -> Iterator[str]:
    plain = _SPACE.sub(" ", _FIGURES.sub("0", _RUN_OF_MARKS.sub(r"\1", text.strip())))
    plain = plain.rstrip("。!.~ ")
    yield f"<{plain[:_OPENING]}"
    whole = f"^{plain}$"
    for place in range(len(whole)):
        yield f"={whole[place]}"
        yield f"={whole[place : place + 2]}"
