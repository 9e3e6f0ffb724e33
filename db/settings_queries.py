"""Rows of settings, stored files, officers and the branch's own rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from db.tables import Officer, OfficerSecret, Rule, Setting, StoredFile


def values(connection: Connection) -> dict[str, str]:
    """Return the settings that were set, by name."""
    return {
        name: str(value) for name, value in connection.execute(select(Setting.name, Setting.value))
    }


def put(connection: Connection, given: Mapping[str, str]) -> None:
    """Replace settings."""
    connection.execute(delete(Setting).where(Setting.name.in_(given)))
    connection.execute(
        insert(Setting), [{"name": name, "value": value} for name, value in given.items()]
    )


def file(connection: Connection, name: str) -> bytes | None:
    """Return a stored file's bytes."""
    found: bytes | None = connection.execute(
        select(StoredFile.content).where(StoredFile.name == name)
    ).scalar()
    return found


def put_file(connection: Connection, name: str, content: bytes | None, sha256: str) -> None:
    """Replace a stored file; ``None`` removes it."""
    connection.execute(delete(StoredFile).where(StoredFile.name == name))
    if content is not None:
        row = {"name": name, "content": content, "sha256": sha256}
        connection.execute(insert(StoredFile), [row])


def officers(connection: Connection) -> list[Mapping[str, Any]]:
    """Return every officer, the active ones first, by staff number."""
    columns = Officer.__table__.c
    query = select(Officer.__table__).order_by(columns.is_active.desc(), columns.staff_no)
    return [dict(row) for row in connection.execute(query).mappings()]


def officer_work(connection: Connection, officer_id: int, now: datetime) -> tuple[int, int]:
    """Return how many open cases an officer has, and how many visits still to come."""
    cases = connection.execute(
        text("SELECT count(*) FROM debt_case WHERE officer_id = :id AND state <> 'closed'"),
        {"id": officer_id},
    ).scalar_one()
    visits = connection.execute(
        text(
            "SELECT count(*) FROM visit WHERE :id IN (officer_id, second_officer_id)"
            " AND state IN ('planned', 'accepted', 'on_the_way', 'arrived') AND starts_at >= :day"
        ),
        {"id": officer_id, "day": now.date().isoformat()},
    ).scalar_one()
    return int(cases), int(visits)


def staff_no_taken(connection: Connection, staff_no: str, but_officer: int | None) -> bool:
    """Whether another officer has this staff number."""
    query = select(Officer.id).where(Officer.staff_no == staff_no)
    found = connection.execute(query).scalar()
    return found is not None and found != but_officer


def put_officer(connection: Connection, officer_id: int | None, given: Mapping[str, Any]) -> int:
    """Change an officer, or add one; return the id."""
    if officer_id is not None:
        connection.execute(update(Officer).where(Officer.id == officer_id).values(**given))
        return officer_id
    made = connection.execute(insert(Officer).values(**given).returning(Officer.id)).scalar_one()
    return int(made)


def officer_with_secret(connection: Connection, officer_id: int) -> Mapping[str, Any] | None:
    """Return an officer with the hash of the personal code and the failures, empty without one."""
    columns = (
        Officer.id,
        Officer.staff_no,
        Officer.name,
        Officer.role,
        Officer.is_active,
        OfficerSecret.hash,
        OfficerSecret.failures,
        OfficerSecret.failed_at,
    )
    joined = select(*columns).join(OfficerSecret, isouter=True).where(Officer.id == officer_id)
    found = connection.execute(joined).mappings().one_or_none()
    return None if found is None else dict(found)


def officers_with_secret(connection: Connection) -> set[int]:
    """Return the ids of those who have a personal code."""
    return set(connection.execute(select(OfficerSecret.officer_id)).scalars())


def put_secret(connection: Connection, officer_id: int, given: Mapping[str, Any] | None) -> None:
    """Replace the personal code of an officer; ``None`` removes it."""
    connection.execute(delete(OfficerSecret).where(OfficerSecret.officer_id == officer_id))
    if given is not None:
        connection.execute(insert(OfficerSecret).values(officer_id=officer_id, **given))


def count_secret_failures(
    connection: Connection, officer_id: int, failures: int, at: datetime | None
) -> None:
    """Note how often in a row the code was wrong."""
    connection.execute(
        update(OfficerSecret)
        .where(OfficerSecret.officer_id == officer_id)
        .values(failures=failures, failed_at=at)
    )


def own_rules(connection: Connection) -> list[Row[Any]]:
    """Return the branch's own rule rows, oldest first."""
    columns = (
        Rule.code,
        Rule.from_on,
        Rule.value,
        Rule.source,
        Rule.note,
        Rule.set_by,
        Rule.set_at,
    )
    return list(connection.execute(select(*columns).order_by(Rule.code, Rule.from_on)))


def put_rule(connection: Connection, code: str, from_on: date, given: Mapping[str, Any]) -> None:
    """Replace the branch's value of a rule from a day on."""
    drop_rule(connection, code, from_on)
    connection.execute(insert(Rule).values(code=code, from_on=from_on, **given))


def drop_rule(connection: Connection, code: str, from_on: date) -> bool:
    """Remove the branch's value from a day on; return whether there was one."""
    query = select(func.count()).where(Rule.code == code, Rule.from_on == from_on)
    found = bool(connection.execute(query).scalar())
    connection.execute(delete(Rule).where(Rule.code == code, Rule.from_on == from_on))
    return found
