"""The search index over cases: name, pinyin initials, phone, ID number, contract number.

On SQLite a contentless FTS5 table fed with grams (its own tokenizers cannot find two-character
names), on PostgreSQL an array of the same grams under a GIN index. A gram starts with a letter
that names its field: ``n`` name, ``y`` pinyin initials, ``p`` phone, ``i`` ID number,
``a`` account or case number.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from sqlalchemy import Connection, text

GRAM = 4
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f·]")
_PLAIN = re.compile(r"[^0-9A-Z]")


def create(connection: Connection) -> None:
    """Create the index, empty."""
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE IF NOT EXISTS case_search USING fts5("
                "grams, tokenize='ascii', content='', contentless_delete=1, detail=none)"
            )
        )
    else:
        connection.execute(
            text(
                "CREATE TABLE IF NOT EXISTS case_search (case_id bigint PRIMARY KEY, grams text[])"
            )
        )
        connection.execute(
            text("CREATE INDEX IF NOT EXISTS ix_case_search ON case_search USING gin (grams)")
        )


def grams_of(
    name: str, pinyin: str, phones: Iterable[str], id_number: str, numbers: Iterable[str]
) -> set[str]:
    """Return the grams under which a case is found. ``pinyin`` holds initials, space-separated."""
    letters = _name_letters(name)
    found = {f"n{letter}" for letter in letters}
    found |= {f"n{first}{second}" for first, second in pairwise(letters)}
    found |= {
        f"y{initials[start:]}"
        for initials in pinyin.lower().split()
        for start in range(len(initials))
    }
    for field, values in (("p", phones), ("i", (id_number,)), ("a", numbers)):
        for value in values:
            plain = _PLAIN.sub("", value.upper())
            # The last grams are shorter, so that the tail of a number is found too.
            found |= {f"{field}{plain[start : start + GRAM]}" for start in range(len(plain))}
    return found


def put(connection: Connection, rows: Iterable[tuple[int, set[str]]]) -> None:
    """Put cases into the index, replacing what was there for them."""
    if connection.dialect.name == "sqlite":
        batch = [(case_id, " ".join(sorted(grams))) for case_id, grams in rows]
        if batch:
            connection.exec_driver_sql(
                "DELETE FROM case_search WHERE rowid = ?", [(case_id,) for case_id, _ in batch]
            )
            connection.exec_driver_sql(
                "INSERT INTO case_search (rowid, grams) VALUES (?, ?)", batch
            )
        return
    batch_pg = [{"id": case_id, "grams": sorted(grams)} for case_id, grams in rows]
    if batch_pg:
        connection.execute(
            text(
                "INSERT INTO case_search VALUES (:id, :grams) "
                "ON CONFLICT (case_id) DO UPDATE SET grams = excluded.grams"
            ),
            batch_pg,
        )


def condition(dialect: str, words: str) -> tuple[str, dict[str, object]] | None:
    """Return an SQL condition on ``case_id`` and its parameters, or ``None`` for no search.

    Words separated by blanks must all be found; each may match in any field.
    """
    parts = [groups for word in words.split() if (groups := _groups(word))]
    if not parts:
        return None
    if dialect == "sqlite":
        query = " AND ".join(
            "("
            + " OR ".join("(" + " AND ".join(_quoted(g) for g in group) + ")" for group in groups)
            + ")"
            for groups in parts
        )
        return "case_id IN (SELECT rowid FROM case_search WHERE case_search MATCH :search)", {
            "search": query
        }
    clauses: list[str] = []
    values: dict[str, object] = {}
    for part, groups in enumerate(parts):
        options = []
        for number, group in enumerate(groups):
            tests = []
            for position, gram in enumerate(group):
                name = f"search_{part}_{number}_{position}"
                if gram.endswith("*"):
                    tests.append(f"EXISTS (SELECT 1 FROM unnest(grams) g WHERE g LIKE :{name})")
                    values[name] = gram[:-1] + "%"
                else:
                    tests.append(f"grams @> ARRAY[:{name}]")
                    values[name] = gram
            options.append("(" + " AND ".join(tests) + ")")
        clauses.append("(" + " OR ".join(options) + ")")
    return f"case_id IN (SELECT case_id FROM case_search WHERE {' AND '.join(clauses)})", values


def _groups(word: str) -> list[list[str]]:
    """Return alternative groups of grams; within a group all must be there; ``*`` marks a prefix."""
    letters = _name_letters(word)
    if letters:
        if len(letters) == 1:
            return [[f"n{letters[0]}"]]
        return [[f"n{a}{b}" for a, b in pairwise(letters)]]
    plain = _PLAIN.sub("", word.upper())
    if not plain:
        return []
    groups = [_number_grams(field, plain) for field in "pia"]
    if plain.isalpha():
        groups.append([f"y{plain.lower()}*"])
    return groups


def _number_grams(field: str, plain: str) -> list[str]:
    if len(plain) < GRAM:
        return [f"{field}{plain}*"]
    return [f"{field}{plain[start : start + GRAM]}" for start in range(len(plain) - GRAM + 1)]


def _quoted(gram: str) -> str:
    return f'"{gram[:-1]}"*' if gram.endswith("*") else f'"{gram}"'


def _name_letters(value: str) -> list[str]:
    return _CJK.findall(value)
