"""Every write leaves an entry; no entry can be changed, removed or moved unseen."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from db.audit_chain import ChainFault, ChainHead
from db.tables import Officer, Setting
from desktop.services import audit
from desktop.services.desk import Desk


def _write(desk: Desk, count: int) -> None:
    for number in range(count):
        with desk.write() as work:
            work.session.merge(Setting(name=f"n{number}", value=number))
            work.audit("settings.change", "setting", f"n{number}", value=number)
            work.commit()


def _tamper(desk: Desk, *statements: str) -> None:
    """Change the file as somebody with the key and without scruples would."""
    with desk.store.write() as connection:
        if desk.store.is_file:
            for name in ("no_update", "no_delete", "no_gap"):
                connection.execute(text(f"DROP TRIGGER audit_entry_{name}"))
        else:
            connection.execute(text("DROP TRIGGER audit_entry_guard ON audit_entry"))
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


def test_a_write_and_its_entry_come_together(desk: Desk) -> None:
    _write(desk, 3)
    rows = audit.recent(desk)
    assert [row.seq for row in rows] == [3, 2, 1]
    assert rows[0].actor == "0217"
    assert rows[0].facts == '{"value":2}'
    assert audit.verify(desk) == audit.Verification(3, ())
    assert audit.verify(desk).is_whole


def test_entries_come_in_pages_and_by_subject(desk: Desk) -> None:
    _write(desk, 5)
    assert [row.seq for row in audit.recent(desk, before_seq=4, limit=2)] == [3, 2]
    assert audit.recent(desk, subject="letter") == []


def test_a_write_without_an_entry_is_refused(desk: Desk) -> None:
    with pytest.raises(AssertionError, match="audit"), desk.write() as work:
        work.session.add(Setting(name="x", value=1))
        work.commit()
    with desk.read() as connection:
        assert connection.execute(select(Setting.name)).all() == []


def test_an_error_takes_write_and_entry_back(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.write() as work:
        work.session.add(Setting(name="x", value=1))
        work.audit("settings.change", "setting", "x")
        raise ZeroDivisionError
    assert audit.recent(desk) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry SELECT 9, at, actor, action, subject, subject_id, facts,"
        " previous_hash, hash FROM audit_entry LIMIT 1",
        pytest.param(
            "INSERT OR REPLACE INTO audit_entry SELECT 1, at, actor, action, subject, subject_id, '{}',"
            " previous_hash, hash FROM audit_entry LIMIT 1",
            marks=pytest.mark.file_only,
        ),
    ],
)
def test_the_database_itself_refuses_to_touch_entries(desk: Desk, statement: str) -> None:
    _write(desk, 2)
    with desk.store.write() as connection, pytest.raises(DatabaseError, match="audit entries"):
        connection.execute(text(statement))


def test_a_changed_entry_is_found(desk: Desk) -> None:
    _write(desk, 3)
    _tamper(desk, "UPDATE audit_entry SET facts = '{}' WHERE seq = 2")
    assert audit.verify(desk).faults == (ChainFault(2, "changed"),)


def test_a_removed_entry_is_found(desk: Desk) -> None:
    _write(desk, 3)
    _tamper(desk, "DELETE FROM audit_entry WHERE seq = 2")
    assert audit.verify(desk).faults == (ChainFault(2, "missing"),)


def test_reordered_entries_are_found(desk: Desk) -> None:
    _write(desk, 3)
    _tamper(
        desk,
        "UPDATE audit_entry SET seq = 99 WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 99",
    )
    assert {fault.kind for fault in audit.verify(desk).faults} == {"reordered", "changed"}


def test_a_cut_off_tail_is_found_by_the_head_remembered_elsewhere(desk: Desk) -> None:
    _write(desk, 3)
    remembered = audit.head(desk)
    _tamper(desk, "DELETE FROM audit_entry WHERE seq = 3")
    assert audit.verify(desk).is_whole
    assert audit.verify(desk, remembered).faults == (ChainFault(3, "cut_off"),)


def test_a_rewritten_chain_is_found_by_the_head_remembered_elsewhere(desk: Desk) -> None:
    _write(desk, 2)
    forged = ChainHead(2, "f" * 64)
    assert audit.verify(desk, forged).faults == (ChainFault(2, "changed"),)
    assert audit.verify(desk, audit.head(desk)).is_whole
    assert audit.verify(desk, ChainHead(0, "0" * 64)).is_whole


def test_an_entry_sees_what_the_session_holds(desk: Desk) -> None:
    with desk.write() as work:
        officer = Officer(staff_no="9", name="x")
        work.session.add(officer)
        work.audit("officers.add", "officer", "9")
        assert officer.id is not None
        work.commit()
