"""The register of agencies: what a card must have, and until when an agency may work."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desktop.domain.agency import AgencyCard
from desktop.domain.errors import DomainError

TODAY = date(2026, 11, 20)
CARD = AgencyCard(
    "诚信服务公司",
    "0571-88001122",
    "浙人社(2024)001号",
    "phone",
    date(2026, 1, 1),
    date(2027, 12, 31),
    date(2026, 3, 1),
)


def test_a_whole_card_is_fine() -> None:
    CARD.check(as_of=TODAY)
    replace(CARD, reviewed_on=None).check(as_of=TODAY)


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"name": ""}, "name", "name_missing"),
        ({"name": "长" * 101}, "name", "name_long"),
        ({"phone": ""}, "phone", "phone_missing"),
        ({"contract_from": None}, "contract_from", "contract_missing"),
        ({"contract_until": None}, "contract_until", "contract_missing"),
        ({"contract_until": date(2025, 12, 31)}, "contract_until", "contract_backwards"),
        ({"reviewed_on": TODAY + timedelta(days=1)}, "reviewed_on", "review_ahead"),
        ({"note": "长" * 501}, "note", "note_long"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    wrong: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        replace(CARD, **wrong).check(as_of=TODAY)
    assert (refused.value.code, refused.value.field) == (f"agency.{code}", field)


@pytest.mark.parametrize(
    ("changed", "state", "until", "standing"),
    [
        ({}, "active", date(2027, 3, 1), "active"),
        ({"reviewed_on": TODAY}, "active", date(2027, 11, 20), "active"),
        ({"contract_until": date(2026, 12, 20)}, "active", date(2026, 12, 20), "soon"),
        ({"contract_until": date(2026, 12, 21)}, "active", date(2026, 12, 21), "active"),
        ({"reviewed_on": date(2025, 11, 20)}, "active", TODAY, "soon"),
        ({"reviewed_on": date(2025, 11, 19)}, "active", date(2026, 11, 19), "run_out"),
        ({"contract_until": date(2026, 11, 19)}, "active", date(2026, 11, 19), "run_out"),
        ({"reviewed_on": None}, "active", None, "not_reviewed"),
        ({"contract_from": date(2026, 11, 21)}, "active", None, "not_begun"),
        ({"contract_from": None}, "active", None, "not_begun"),
        ({}, "suspended", None, "suspended"),
        ({}, "ended", None, "ended"),
    ],
)
def test_until_when_an_agency_may_work(
    changed: dict[str, Any], state: str, until: date | None, standing: str
) -> None:
    card = replace(CARD, **changed)
    assert card.works_until(state, 1, as_of=TODAY) == until
    assert card.standing(state, 1, as_of=TODAY) == standing


def test_a_review_of_the_leap_day_ends_with_february() -> None:
    card = replace(CARD, reviewed_on=date(2024, 2, 29))
    assert card.works_until("active", 1, as_of=TODAY) == date(2025, 2, 28)
    assert card.works_until("active", 4, as_of=TODAY) == date(2027, 12, 31)
