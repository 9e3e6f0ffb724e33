"""The register of agencies; cases handed over after a letter, taken back, and their contacts judged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import Contact, Letter, Placement
from desktop.domain.agency import AgencyCard
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.services import (
    agencies,
    agency_contacts,
    audit,
    case_actions,
    contact_record,
    contacts,
    day_run,
    placements,
)
from desktop.services.desk import Desk
from tests.book import NOW
from tests.conftest import TODAY
from tests.services.test_letters import case_of, loans  # noqa: F401 - a fixture
from tests.services.test_reminders import work

CARD = AgencyCard(
    "诚信服务公司",
    "0571-88001122",
    "浙许(2024)001号",
    "phone",
    date(2026, 1, 1),
    date(2027, 12, 31),
    date(2026, 3, 1),
)
FIRST_DAY = TODAY + timedelta(days=3)


def place(desk: Desk, agency_id: int, case_id: int, from_on: date) -> int:
    """Place a case with an agency without the letters' templates and branch."""
    letter = {
        "series": "委",
        "year": from_on.year,
        "number": case_id,
        "register_no": f"委〔{from_on.year}〕第{case_id:04d}号",
        "template": "outsourcing_notice",
        "title": "委托催收告知书",
        "template_version": "1.0",
        "case_id": case_id,
        "dated_on": from_on - timedelta(days=3),
        "made_at": NOW,
        "figures": {},
        "sha256": f"{case_id:064d}",
    }
    with work(desk) as unit:
        made = insert(Letter).values(**letter).returning(Letter.id)
        row = {
            "agency_id": agency_id,
            "case_id": case_id,
            "letter_id": unit.connection.execute(made).scalar_one(),
            "from_on": from_on,
            "placed_at": NOW,
        }
        query = insert(Placement).values(**row).returning(Placement.id)
        return int(unit.connection.execute(query).scalar_one())


@pytest.fixture
def branch(request: pytest.FixtureRequest) -> Desk:
    """Customers 1 to 3 and 5 are 40 days late, 4 is 5 days late."""
    desk: Desk = request.getfixturevalue("loans")
    return desk


@pytest.fixture
def agency_id(branch: Desk) -> int:
    return agencies.save(branch, None, CARD).agency_id


def entry(desk: Desk, agency_id: int) -> agencies.AgencyEntry:
    return next(one for one in agencies.register(desk) if one.agency_id == agency_id)


def refusal(act: Any, *args: Any) -> DomainError:
    with pytest.raises(DomainError) as refused:
        act(*args)
    return refused.value


def test_an_agency_is_added_changed_and_named_once(desk: Desk) -> None:
    saved = agencies.save(desk, None, CARD)
    assert saved.previous is None
    found = entry(desk, saved.agency_id)
    assert (found.card, found.state, found.standing) == (CARD, "active", "active")
    assert found.until == date(2027, 3, 1)
    longer = replace(CARD, note="只做电话", licence_no="")
    assert agencies.save(desk, saved.agency_id, longer).previous == CARD
    assert entry(desk, saved.agency_id).card == longer
    same = refusal(agencies.save, desk, None, CARD)
    assert (same.code, same.field) == ("agency.name_taken", "name")
    assert refusal(agencies.save, desk, None, AgencyCard()).code == "agency.name_missing"
    assert refusal(agencies.save, desk, 999, replace(CARD, name="乙")).code == "agency.gone"
    assert [row.action for row in audit.recent(desk)][:2] == ["agency.changed", "agency.added"]


def test_those_that_may_not_work_come_last(desk: Desk) -> None:
    first = agencies.save(desk, None, replace(CARD, name="A")).agency_id
    agencies.save(desk, None, replace(CARD, name="B", reviewed_on=date(2025, 1, 1)))
    agencies.save(desk, None, replace(CARD, name="C"))
    agencies.set_state(desk, first, "suspended")
    assert [(one.card.name, one.standing) for one in agencies.register(desk)] == [
        ("C", "active"),
        ("A", "suspended"),
        ("B", "run_out"),
    ]


def test_cases_are_handed_over_after_a_letter_and_taken_back(branch: Desk, agency_id: int) -> None:
    cases = [case_of(branch, number) for number in (1, 2)]
    assert placements.earliest(branch) == FIRST_DAY
    done = placements.hand_over(branch, agency_id, cases, FIRST_DAY)
    assert (len(done.placed), done.left_out) == (2, ())
    with branch.read() as connection:
        letters = connection.execute(select(Letter.template, Letter.dated_on)).all()
    assert letters == [("outsourcing_notice", TODAY)] * 2
    first, second = placements.placements(branch, agency_id)
    assert {first.case_id, second.case_id} == set(cases)
    assert (first.from_on, first.against, first.dpd) == (FIRST_DAY, None, 40)
    assert first.letter_no.startswith("委〔2026〕")
    where = placements.of_case(branch, cases[0])
    assert where is not None
    assert (where.agency, where.phone, where.from_on) == (CARD.name, CARD.phone, FIRST_DAY)
    again = placements.hand_over(branch, agency_id, cases, FIRST_DAY)
    assert (again.placed, [one.code for one in again.left_out]) == (
        (),
        ["agency.placed_already"] * 2,
    )
    assert refusal(agencies.set_state, branch, agency_id, "ended").facts["count"] == 2
    back = placements.take_back(branch, done.placed, "客户申请协商")
    assert placements.placements(branch, agency_id) == []
    assert placements.of_case(branch, cases[0]) is None
    placements.give_again(branch, back.ids)
    assert len(placements.placements(branch, agency_id)) == 2
    placements.take_back(branch, back.ids, "客户申请协商")
    agencies.set_state(branch, agency_id, "ended")
    assert entry(branch, agency_id).standing == "ended"


def test_a_case_placed_anew_is_not_given_to_the_first_again(branch: Desk, agency_id: int) -> None:
    other = agencies.save(branch, None, replace(CARD, name="乙公司")).agency_id
    case_id = case_of(branch, 1)
    placed = place(branch, agency_id, case_id, TODAY)
    placements.take_back(branch, [placed], "换机构")
    with work(branch) as unit:
        letter = unit.connection.execute(select(Letter.id)).scalar_one()
        row = {"agency_id": other, "case_id": case_id, "letter_id": letter}
        row |= {"from_on": TODAY, "placed_at": NOW}
        unit.connection.execute(insert(Placement), [row])
    assert not placements.give_again(branch, [placed])
    where = placements.of_case(branch, case_id)
    assert where is not None
    assert where.agency == "乙公司"


def test_whom_nobody_may_collect_is_left_out_with_the_rule(branch: Desk, agency_id: int) -> None:
    one, two = case_of(branch, 1), case_of(branch, 2)
    case_actions.restrict(branch, one, "dispute", "客户异议")
    done = placements.hand_over(branch, agency_id, [one, two], FIRST_DAY)
    assert [(left.case_id, left.code) for left in done.left_out] == [(one, "contact.dispute_stops")]
    assert len(done.placed) == 1
    case_actions.restrict(branch, two, "dispute", "客户异议")
    (placed,) = placements.placements(branch, agency_id)
    assert placed.against == "contact.dispute_stops"


def test_a_void_letter_is_no_telling(branch: Desk, agency_id: int) -> None:
    place(branch, agency_id, case_of(branch, 1), TODAY)
    with work(branch) as unit:
        unit.connection.execute(update(Letter).values(voided_at=NOW))
    (placed,) = placements.placements(branch, agency_id)
    assert placed.against == "agency.letter_void"
    told = {"at": "2026-11-20 08:30", "result": "已接听"}
    done = agency_contacts.record(branch, agency_id, case_of(branch, 1), told)
    assert done.against == {"contact.agency_placed": 1}


def test_no_day_and_no_agency_that_must_not_be(branch: Desk, agency_id: int) -> None:
    case_id = case_of(branch, 1)
    early = refusal(
        placements.hand_over, branch, agency_id, [case_id], FIRST_DAY - timedelta(days=1)
    )
    assert (early.code, early.field, early.facts["first"]) == (
        "agency.too_soon",
        "from_on",
        FIRST_DAY,
    )
    late = date(2027, 3, 2)  # the day after its review runs out
    assert refusal(placements.hand_over, branch, agency_id, [case_id], late).code == (
        "agency.not_working"
    )
    agencies.set_state(branch, agency_id, "suspended")
    suspended = refusal(placements.hand_over, branch, agency_id, [case_id], FIRST_DAY)
    assert suspended.code == "agency.not_working"
    assert refusal(placements.hand_over, branch, 999, [case_id], FIRST_DAY).code == "agency.gone"
    assert refusal(placements.take_back, branch, [1], " ").code == "agency.reason_missing"
    assert refusal(placements.take_back, branch, [1], "长" * 301).code == "agency.reason_long"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({}, None),
        ({"reviewed_on": date(2025, 11, 19)}, "contact.agency_review"),
        ({"reviewed_on": None}, "contact.agency_review"),
        ({"contract_until": date(2026, 11, 19)}, "contact.agency_review"),
    ],
)
def test_the_guard_judges_a_contact_by_review_contract_and_placement(
    branch: Desk, changed: Mapping[str, Any], rule: str | None
) -> None:
    agency_id = agencies.save(branch, None, replace(CARD, **changed)).agency_id
    case_id = case_of(branch, 1)
    place(branch, agency_id, case_id, TODAY)
    told = {"at": "2026-11-20 08:30", "result": "已接听"}
    done = agency_contacts.record(branch, agency_id, case_id, told)
    assert done.against == ({} if rule is None else {rule: 1})
    found = contact_record.contact_record(branch, case_id, TODAY, TODAY).made[-1]
    assert (found.officer, found.against) == (CARD.name, rule or "")


@pytest.mark.parametrize(
    ("at", "is_theirs"),
    [
        ("2026-11-18 10:00", False),
        ("2026-11-19 10:00", True),
        ("2026-11-20 08:30", False),
    ],
)
def test_the_days_of_a_placement_are_its_first_to_the_day_before_it_ends(
    branch: Desk, agency_id: int, at: str, is_theirs: bool
) -> None:
    case_id = case_of(branch, 1)
    placed = place(branch, agency_id, case_id, date(2026, 11, 19))
    placements.take_back(branch, [placed], "已还款")
    done = agency_contacts.record(branch, agency_id, case_id, {"at": at, "result": "未接"})
    assert done.against == ({} if is_theirs else {"contact.agency_placed": 1})


def test_a_contact_told_by_hand_counts_against_the_cap_once(
    branch: Desk, agency_id: int, clock: FixedClock
) -> None:
    case_id = case_of(branch, 1)
    place(branch, agency_id, case_id, TODAY)
    clock.moment = datetime(2026, 11, 20, 12)
    for hour in (9, 10, 11, 11):
        told = {"at": f"2026-11-20 {hour:02d}:00", "channel": "电话", "result": "已接听"}
        agency_contacts.record(branch, agency_id, case_id, told)
    refused = contacts.may_contact(branch, case_id, "phone")
    assert refused.code == "contact.answered_calls_per_day"  # type: ignore[union-attr]
    found = entry(branch, agency_id)
    assert (found.placed, found.made, found.answered, found.broken) == (1, 3, 3, 0)
    vague = {"at": "昨天", "result": "已接听"}
    wrong = refusal(agency_contacts.record, branch, agency_id, case_id, vague)
    assert (wrong.code, wrong.field) == ("agency.bad_time", "at")
    ahead = {"at": "2026-11-20 13:00", "result": "已接听"}
    assert refusal(agency_contacts.record, branch, agency_id, case_id, ahead).code == (
        "agency.in_future"
    )


def test_contacts_follow_a_new_name(branch: Desk, agency_id: int) -> None:
    told = {"at": "2026-11-20 08:30", "result": "已接听"}
    agency_contacts.record(branch, agency_id, case_of(branch, 1), told)
    agencies.save(branch, agency_id, replace(CARD, name="守信服务公司"))
    with branch.read() as connection:
        assert connection.execute(select(Contact.agency)).scalars().all() == ["守信服务公司"]
    assert entry(branch, agency_id).broken == 1
    day_run.run(branch)
