"""The case list, one case in full, and the work on cases."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select

from db import board
from db.tables import Account, Case, CaseNote, Contact, Officer, PromiseToPay, Reminder
from desktop.domain.errors import DomainError
from desktop.services import audit, case_actions, cases, day_run
from desktop.services.cases import CaseQuery
from desktop.services.desk import Desk
from tests.book import NOW, Book, yuan
from tests.conftest import TODAY


@pytest.fixture
def desk_with_cases(desk: Desk, book: Book) -> Desk:
    """Four cases: 200, 45 and 5 days late, and one current."""
    people = (("张海燕", "zhy"), ("单于芳", "sf cyf cf"), ("欧阳伟", "oyw"), ("李某", "lm"))
    for number, (name, pinyin) in enumerate(people, 1):
        book.customer(number, name, pinyin=pinyin, id_number=f"11010119900307{number:04d}")
    book.late(1, 1, 200, product="住房按揭")
    book.late(2, 2, 45)
    book.late(3, 3, 5)
    book.account(4, 4)
    book.instalment(4, 1, TODAY + timedelta(days=7))
    day_run.run(desk)
    book.search(1, 2, 3, 4)
    return desk


def _found(desk: Desk, **query: object) -> list[int]:
    return sorted(cases.case_ids(desk, CaseQuery(**query)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("张海燕", [1]),
        ("海燕", [1]),
        ("燕", [1]),
        ("zhy", [1]),
        ("HY", [1]),
        ("cyf", [2]),
        ("sf", [2]),
        ("13800100003", [3]),
        ("0003", [2, 3]),
        ("0004", [4]),
        ("HT2026000002", [2]),
        ("00002", [2]),
        ("CS2026-000003", [3]),
        ("张 zhy", [1]),
        ("张 oyw", []),
        ("138001", [1, 2, 3, 4]),
        ("138", [1, 2, 3, 4]),
        ("   ", [1, 2, 3, 4]),
        ("-", [1, 2, 3, 4]),
        ('"*', [1, 2, 3, 4]),
        ("不存在", []),
    ],
)
def test_a_case_is_found_by_what_a_clerk_types(
    desk_with_cases: Desk, words: str, expected: list[int]
) -> None:
    found = _found(desk_with_cases, search=words)
    if words == "0003":
        assert 3 in found
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"states": ("open",)}, [1, 2, 3]),
        ({"buckets": (2, 7)}, [1, 2]),
        ({"products": ("住房按揭",)}, [1]),
        ({"five_classes": ("special_mention",)}, [2, 3]),
        ({"dpd_from": 5, "dpd_to": 45}, [2, 3]),
        ({"overdue_from": yuan("1100.00")}, [1]),
        ({"next_due_from": TODAY, "next_due_to": TODAY + timedelta(days=7)}, [4]),
        ({"officer_id": 0}, [1, 2, 3, 4]),
        ({"officer_id": 1}, []),
        ({"stages": ("to_contact",), "search": "zhy"}, [1]),
        ({"case_ids": (4, 1, 99)}, [1, 4]),
        ({"is_never_contacted": True}, [1, 2, 3, 4]),
    ],
)
def test_filters(desk_with_cases: Desk, query: dict[str, object], expected: list[int]) -> None:
    assert _found(desk_with_cases, **query) == expected


@pytest.mark.parametrize("sort", sorted(cases.SORTS))
@pytest.mark.parametrize("is_descending", [True, False])
def test_every_sort_keeps_every_case(desk_with_cases: Desk, sort: str, is_descending: bool) -> None:
    found = cases.case_ids(desk_with_cases, CaseQuery(sort=sort, is_descending=is_descending))
    assert sorted(found) == [1, 2, 3, 4]


def test_the_list_comes_in_the_order_asked_for(desk_with_cases: Desk) -> None:
    assert list(cases.case_ids(desk_with_cases, CaseQuery())) == [1, 2, 3, 4]
    rows = cases.case_rows(desk_with_cases, [3, 1, 77])
    assert [row.name for row in rows] == ["欧阳伟", "张海燕"]


def test_totals_and_counts(desk_with_cases: Desk) -> None:
    whole = cases.case_totals(desk_with_cases, CaseQuery(states=("open",)))
    assert whole.count == 3
    assert whole.overdue == sum(
        (row.overdue for row in cases.case_rows(desk_with_cases, [1, 2, 3])), yuan("")
    )
    assert cases.totals_of(desk_with_cases, [1, 2, 3]) == whole
    assert cases.case_totals(desk_with_cases, CaseQuery(case_ids=(1, 2, 3))) == whole
    counts = cases.case_counts(
        desk_with_cases, {"all": CaseQuery(), "late": CaseQuery(dpd_from=91)}
    )
    assert counts == {"all": 4, "late": 1}
    assert cases.products(desk_with_cases) == ["个人消费贷", "住房按揭"]


def test_one_case_in_full_shows_masks(desk_with_cases: Desk) -> None:
    detail = cases.case_detail(desk_with_cases, 1)
    assert detail.case.name == "张海燕"
    assert detail.customer["phone"] == "138****0001"
    assert detail.customer["id_number"] == "110101********0001"
    assert detail.accounts[0]["account_no"] == "HT2026000001"
    assert len(detail.instalments) == 1
    with pytest.raises(DomainError) as caught:
        cases.case_detail(desk_with_cases, 99)
    assert caught.value.code == "cases.gone"


def test_looking_behind_a_mask_is_on_record(desk_with_cases: Desk) -> None:
    assert cases.reveal(desk_with_cases, 1, "phone", "致电") == "13800100001"
    entry = audit.recent(desk_with_cases)[0]
    assert (entry.action, entry.subject_id) == ("customer.reveal", "1")
    assert "13800100001" not in entry.facts
    assert cases.reveal(desk_with_cases, 1, "email") == ""
    with pytest.raises(DomainError):
        cases.reveal(desk_with_cases, 1, "name")


def test_assigning_by_filter_and_taking_it_back(desk_with_cases: Desk) -> None:
    desk = desk_with_cases
    with desk.store.write() as connection:
        connection.execute(insert(Officer), [{"id": 2, "staff_no": "0218", "name": "李婉清"}])
        connection.commit()
    case_actions.assign(desk, [1], 2)
    result = case_actions.assign(desk, CaseQuery(states=("open",)), 1)
    assert result.count == 3
    assert result.before == {2: (1,), None: (2, 3)}
    assert _found(desk, officer_id=1) == [1, 2, 3]
    assert {row.officer for row in cases.case_rows(desk, [1, 2, 3])} == {"陈思远"}
    case_actions.take_back_assignment(desk, result.before)
    assert _found(desk, officer_id=1) == []
    with desk.read() as connection:
        assert connection.execute(select(Account.officer_id).where(Account.id == 1)).scalar() == 2
        assert connection.execute(select(Case.officer_id).where(Case.id == 2)).scalar() is None
    with pytest.raises(DomainError, match="no_officer"):
        case_actions.assign(desk, [1], 99)
    assert case_actions.assign(desk, [1], None).count == 1


def test_a_note_can_be_taken_back_but_stays_on_file(desk_with_cases: Desk) -> None:
    desk = desk_with_cases
    added = case_actions.add_note(desk, 1, "  家属称本月底回来 ")
    assert cases.case_detail(desk, 1).notes[0]["text"] == "家属称本月底回来"
    assert added.changes.cases == {1}
    case_actions.remove_note(desk, added.id)
    assert cases.case_detail(desk, 1).notes == ()
    with desk.read() as connection:
        assert connection.execute(select(CaseNote.text)).scalar() == "家属称本月底回来"
    with pytest.raises(DomainError, match="empty_note"):
        case_actions.add_note(desk, 1, "   ")


@pytest.mark.parametrize(
    ("kind", "stage"),
    [("dispute", "disputed"), ("arrangement", "arranged"), ("stop", "to_contact")],
)
def test_a_restriction_marks_the_case_until_it_is_lifted(
    desk_with_cases: Desk, kind: str, stage: str
) -> None:
    desk = desk_with_cases
    added = case_actions.restrict(desk, 1, kind, "客户来电", until=TODAY)
    detail = cases.case_detail(desk, 1)
    assert detail.case.stage == stage
    assert detail.restrictions[0]["reason"] == "客户来电"
    case_actions.lift(desk, added.id)
    detail = cases.case_detail(desk, 1)
    assert detail.restrictions == ()
    assert detail.case.stage == ("to_contact" if kind == "stop" else "contacted")


@pytest.mark.parametrize(
    ("kind", "reason", "days", "code"),
    [
        ("ban", "x", 1, "cases.unknown_restriction"),
        ("stop", " ", 1, "cases.reason_missing"),
        ("stop", "x", -1, "cases.end_before_today"),
    ],
)
def test_a_wrong_restriction_is_refused(
    desk_with_cases: Desk, kind: str, reason: str, days: int, code: str
) -> None:
    with pytest.raises(DomainError) as caught:
        case_actions.restrict(desk_with_cases, 1, kind, reason, until=TODAY + timedelta(days=days))
    assert caught.value.code == code


def test_the_board_shows_the_next_contact_promise_and_last_contact(
    desk_with_cases: Desk,
) -> None:
    desk = desk_with_cases
    with desk.store.write() as connection:
        connection.execute(delete(Reminder))
        connection.execute(
            insert(Reminder),
            [
                {
                    "case_id": 1,
                    "natural_key": f"k{n}",
                    "planned_on": TODAY + timedelta(days=n),
                    "channel": channel,
                    "step": "s",
                    "state": state,
                }
                for n, channel, state in (
                    (0, "sms", "sent"),
                    (2, "phone", "planned"),
                    (3, "sms", "planned"),
                )
            ],
        )
        connection.execute(
            insert(PromiseToPay),
            [
                {
                    "case_id": 1,
                    "due_on": TODAY + timedelta(days=5),
                    "amount": yuan("10.00"),
                    "channel": "phone",
                    "taken_at": NOW,
                }
            ],
        )
        connection.execute(
            insert(Contact),
            [{"customer_id": 1, "at": NOW, "channel": "phone", "result": "answered"}],
        )
        board.refresh(connection, [1, 2, 3, 4], as_of=TODAY, now=NOW)
        connection.commit()
    row = cases.case_rows(desk, [1])[0]
    assert (row.next_action_on, row.next_channel) == (TODAY + timedelta(days=2), "phone")
    assert row.promise_due_on == TODAY + timedelta(days=5)
    assert row.last_contact_at == NOW
    assert _found(desk, action_from=TODAY, action_to=TODAY + timedelta(days=2)) == [1]
    assert _found(desk, promise_to=TODAY + timedelta(days=5), promise_from=TODAY) == [1]
    assert _found(desk, is_never_contacted=True) == [2, 3, 4]
