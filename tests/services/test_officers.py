from dataclasses import replace

import pytest
from sqlalchemy import insert

from db.tables import Case
from desktop.domain.errors import DomainError
from desktop.services import audit, officers
from desktop.services.desk import Desk
from desktop.services.officers import OfficerCard, Shift
from tests.book import NOW, Book

NEW = OfficerCard(
    "0300",
    "孙悦",
    phone="13800000003",
    does_visits=True,
    skills=("legal", "dialect"),
    area="滨江区",
    shift=Shift("09:00", "18:00"),
)


def test_an_officer_is_added_and_comes_back_as_given(desk: Desk) -> None:
    saved = officers.save(desk, None, NEW)
    assert saved.previous is None
    row = next(row for row in officers.all_officers(desk) if row.officer_id == saved.officer_id)
    assert (row.card, row.is_active, row.open_cases, row.coming_visits) == (NEW, True, 0, 0)


def test_changing_says_what_was_before(desk: Desk) -> None:
    saved = officers.save(desk, None, NEW)
    changed = officers.save(desk, saved.officer_id, replace(NEW, area="上城区"))
    assert changed.previous == NEW
    assert '"fields":["area"]' in audit.recent(desk)[0].facts


def test_a_staff_number_is_given_once(desk: Desk) -> None:
    with pytest.raises(DomainError) as refused:
        officers.save(desk, None, replace(NEW, staff_no="0217"))
    assert (refused.value.code, refused.value.field) == ("settings.staff_no_taken", "staff_no")


def test_who_leaves_stays_in_the_list_below_the_others(desk: Desk) -> None:
    saved = officers.save(desk, None, replace(NEW, staff_no="0100"))
    officers.set_active(desk, saved.officer_id, is_active=False)
    assert [row.card.staff_no for row in officers.all_officers(desk)] == ["0217", "0100"]
    officers.set_active(desk, saved.officer_id, is_active=True)
    assert [row.card.staff_no for row in officers.all_officers(desk)] == ["0100", "0217"]


def test_the_last_one_cannot_leave(desk: Desk) -> None:
    with pytest.raises(DomainError) as refused:
        officers.set_active(desk, 1, is_active=False)
    assert refused.value.code == "settings.last_officer"


def test_the_work_of_an_officer_is_counted(desk: Desk, book: Book) -> None:
    book.customer(1)
    case = {"id": 1, "case_no": "C1", "customer_id": 1, "officer_id": 1, "updated_at": NOW}
    with desk.store.write() as connection:
        connection.execute(insert(Case), [case])
        connection.commit()
    assert officers.all_officers(desk)[0].open_cases == 1
