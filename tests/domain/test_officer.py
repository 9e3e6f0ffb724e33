from typing import Any

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.officer import OfficerCard, Shift

GOOD = OfficerCard("0217", "陈思远", phone="13800000001", skills=("legal",), area="滨江区")


def test_a_usual_card_is_good() -> None:
    GOOD.check()
    OfficerCard("A-1", "李婉清").check()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"staff_no": "1"}, "settings.bad_staff_no"),
        ({"staff_no": "零一"}, "settings.bad_staff_no"),
        ({"name": "陈"}, "settings.bad_name"),
        ({"phone": "123"}, "settings.bad_phone"),
        ({"role": "boss"}, "settings.bad_choice"),
        ({"skills": ("magic",)}, "settings.bad_choice"),
        ({"area": "区" * 61}, "settings.too_long"),
        ({"start_place": "路" * 121}, "settings.too_long"),
        ({"shift": Shift(start="9:00")}, "settings.bad_time"),
        ({"shift": Shift(start="13:30")}, "settings.shift_order"),
        ({"shift": Shift("08:00", "08:00", "08:00", "08:00")}, "settings.shift_order"),
        ({"shift": Shift(weekdays=())}, "settings.shift_days"),
        ({"shift": Shift(weekdays=(8,))}, "settings.shift_days"),
    ],
)
def test_a_bad_card_is_refused_at_its_field(given: dict[str, Any], code: str) -> None:
    card = OfficerCard(**{"staff_no": "0217", "name": "陈思远", **given})
    with pytest.raises(DomainError) as refused:
        card.check()
    assert refused.value.code == code
    field = next(iter(given))
    assert refused.value.field in (field, "weekdays" if field == "shift" else field)


def test_a_shift_is_read_as_it_was_stored() -> None:
    shift = Shift("09:00", "18:00", "12:00", "14:00", (1, 2, 6))
    assert Shift.read(shift.stored()) == shift
    assert Shift.read({}) == Shift()
