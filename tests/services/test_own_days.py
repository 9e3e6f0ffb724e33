from datetime import date

import pytest

from desktop.domain.errors import DomainError
from desktop.services import audit, own_days
from desktop.services.desk import Desk


def test_the_branchs_own_days_lie_over_the_shipped_table(desk: Desk) -> None:
    own_days.save_year(desk, 2027, off="2-5~2-11", worked="2-14")
    own_days.save_year(desk, 2026, off="", worked="10-1")
    with desk.read() as connection:
        days = own_days.working_days(connection)
    assert days.knows(date(2027, 1, 1))
    assert not days.is_working(date(2027, 2, 5))
    assert days.is_working(date(2027, 2, 14))
    assert days.is_working(date(2026, 10, 1))
    assert not days.is_working(date(2026, 10, 2))


def test_a_year_is_replaced_whole_and_others_stay(desk: Desk) -> None:
    own_days.save_year(desk, 2027, off="2-5~2-11", worked="")
    own_days.save_year(desk, 2028, off="1-1", worked="")
    saved = own_days.save_year(desk, 2027, off="4-5", worked="")
    assert saved.previous.off == "02-05~02-11"
    assert own_days.year_of_days(desk, 2027) == own_days.YearOfDays(2027, "04-05", "", False)
    assert own_days.year_of_days(desk, 2028).off == "01-01"
    assert own_days.year_of_days(desk, 2026).is_shipped
    assert audit.recent(desk)[0].action == "settings.days"


@pytest.mark.parametrize(
    ("off", "worked", "code", "field"),
    [
        ("nonsense", "", "settings.bad_day", "off"),
        ("", "13-1", "settings.bad_day", "worked"),
        ("2-5~2-8", "2-7", "settings.day_twice", "worked"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    desk: Desk, off: str, worked: str, code: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        own_days.save_year(desk, 2027, off=off, worked=worked)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert own_days.year_of_days(desk, 2027).off == ""
