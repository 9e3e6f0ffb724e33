"""Two people for one act: whose code it is, how often it may be wrong, what the log says."""

from datetime import timedelta

import pytest

from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.services import audit, officers, second_person
from desktop.services.desk import Actor, Desk
from desktop.services.officers import OfficerCard
from desktop.services.second_person import Second

CODE, OTHER = "lan-2468", "mei-1357"


@pytest.fixture
def colleague(desk: Desk) -> int:
    found = officers.save(desk, None, OfficerCard("0300", "孙悦")).officer_id
    second_person.set_secret(desk, found, CODE)
    return found


def refusal(desk: Desk, officer_id: int, secret: str) -> tuple[str, str | None]:
    with pytest.raises(DomainError) as refused:
        second_person.confirm(desk, officer_id, secret)
    return refused.value.code, refused.value.field


def test_the_right_code_names_the_second_person(desk: Desk, colleague: int) -> None:
    assert second_person.confirm(desk, colleague, CODE) == Actor(colleague, "0300", "孙悦")
    last = audit.recent(desk)[0]
    assert (last.actor, last.action, last.facts) == (
        "0217",
        "second.confirmed",
        '{"second":"0300"}',
    )


def test_the_person_at_the_desk_is_no_second_person(desk: Desk, colleague: int) -> None:
    second_person.set_secret(desk, 1, OTHER)
    assert refusal(desk, 1, OTHER) == ("second.same", "second_officer")
    assert audit.recent(desk)[0].facts == '{"reason":"same"}'
    assert second_person.confirm(desk.acting_as(Actor(colleague, "0300")), 1, OTHER).name == "0217"


def test_somebody_unknown_gone_or_without_a_code_cannot_agree(desk: Desk, colleague: int) -> None:
    assert refusal(desk, 77, CODE) == ("second.nobody", "second_officer")
    bare = officers.save(desk, None, OfficerCard("0400", "周明")).officer_id
    assert refusal(desk, bare, CODE) == ("second.no_secret", "second_officer")
    officers.set_active(desk, colleague, is_active=False)
    assert refusal(desk, colleague, CODE) == ("second.nobody", "second_officer")


def test_a_code_is_wrong_five_times_and_then_waits(
    desk: Desk, clock: FixedClock, colleague: int
) -> None:
    for _ in range(4):
        assert refusal(desk, colleague, "guess") == ("second.wrong", "second_secret")
    second_person.confirm(desk, colleague, CODE)  # a right one begins anew
    for _ in range(5):
        assert refusal(desk, colleague, "guess") == ("second.wrong", "second_secret")
    assert refusal(desk, colleague, CODE) == ("second.paused", "second_secret")
    clock.moment += second_person.PAUSE - timedelta(seconds=1)
    assert refusal(desk, colleague, CODE)[0] == "second.paused"
    clock.moment += timedelta(seconds=1)
    assert refusal(desk, colleague, "guess")[0] == "second.wrong"
    assert second_person.confirm(desk, colleague, CODE).officer_id == colleague
    reasons = [row.facts for row in audit.recent(desk) if row.action == "second.refused"]
    assert len(reasons) == 12


@pytest.mark.parametrize(
    ("secret", "code"),
    [("12345", "short"), ("x" * 65, "short"), ("111111", "simple"), ("345678", "simple")],
)
def test_a_code_that_is_soon_guessed_is_refused(desk: Desk, secret: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        second_person.set_secret(desk, 1, secret)
    assert (refused.value.code, refused.value.field) == (f"second.{code}", "secret")
    assert not second_person.has_secret(desk, 1)


def test_changing_a_code_needs_the_one_before(desk: Desk, colleague: int) -> None:
    with pytest.raises(DomainError) as refused:
        second_person.set_secret(desk, colleague, OTHER)
    assert (refused.value.code, refused.value.field) == ("second.wrong", "current")
    second_person.set_secret(desk, colleague, OTHER, current=CODE)
    assert refusal(desk, colleague, CODE)[0] == "second.wrong"
    assert second_person.confirm(desk, colleague, OTHER).name == "0300"


def test_a_forgotten_code_is_removed_by_a_manager(desk: Desk, colleague: int) -> None:
    manager = officers.save(desk, None, OfficerCard("0500", "钱进", role="manager")).officer_id
    second_person.set_secret(desk, manager, OTHER)
    for by in (Second(colleague, CODE), Second(77, CODE)):
        with pytest.raises(DomainError) as refused:
            second_person.forget_secret(desk, 1, by)
        assert refused.value.code == "second.no_manager"
    with pytest.raises(DomainError) as refused:
        second_person.forget_secret(desk, colleague, Second(manager, "guess"))
    assert refused.value.code == "second.wrong"
    second_person.forget_secret(desk, colleague, Second(manager, OTHER))
    assert not second_person.has_secret(desk, colleague)
    assert audit.recent(desk)[0].facts == '{"second":"0500"}'


def test_nobody_sets_a_code_for_who_is_not_there(desk: Desk) -> None:
    with pytest.raises(DomainError) as refused:
        second_person.set_secret(desk, 77, CODE)
    assert refused.value.code == "second.nobody"


def test_a_manager_without_a_code_proves_nothing(desk: Desk, colleague: int) -> None:
    manager = officers.save(desk, None, OfficerCard("0500", "钱进", role="manager")).officer_id
    with pytest.raises(DomainError) as refused:
        second_person.forget_secret(desk, colleague, Second(manager, ""))
    assert refused.value.code == "second.wrong"


def test_who_can_be_asked_is_active_has_a_code_and_is_somebody_else(
    desk: Desk, colleague: int
) -> None:
    second_person.set_secret(desk, 1, OTHER)
    assert [each.id for each in second_person.candidates(desk)] == [colleague]


def test_the_code_is_nowhere_to_be_read(desk: Desk, colleague: int) -> None:
    assert CODE not in repr(Second(colleague, CODE))
    assert all(CODE not in row.facts for row in audit.recent(desk))
