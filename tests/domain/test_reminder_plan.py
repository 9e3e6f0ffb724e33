"""One customer's plan: merged, guarded, moved; and the preview of what is to come."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.adapters.rule_tables import bundled_rules, bundled_strategy
from desktop.domain.contact_facts import Channel, ContactFacts, Outcome, PastContact, Purpose, Stop
from desktop.domain.contact_policy import ContactLimits
from desktop.domain.reminder_plan import (
    CasePlan,
    _sent,
    as_made,
    number_in,
    plan_case,
    preview,
    proposal,
)
from desktop.domain.reminder_strategy import DueLine, SentStep, Situation, Strategy
from tests.domain.contact_audit import violations

TODAY = date(2026, 11, 20)
LIMITS = ContactLimits.in_force(bundled_rules(), TODAY)
STRATEGY = bundled_strategy()
NOTHING_KNOWN = ContactFacts()


def line(offset: int, account_id: int = 1, amount: str = "1200.00") -> DueLine:
    due_on = TODAY + timedelta(days=offset)
    return DueLine(account_id, "loan", "消费贷", due_on, Decimal(amount))


def plan(who: Situation, facts: ContactFacts = NOTHING_KNOWN, horizon: int = 14) -> CasePlan:
    until = TODAY + timedelta(days=horizon)
    return plan_case(STRATEGY, who, facts, LIMITS, as_of=TODAY, until=until, gap_days=3)


def test_one_contact_a_day_and_channel_for_all_accounts() -> None:
    who = Situation((line(2, 1), line(2, 2, "300.00"), line(-5, 3, "50.50")))
    today = [item for item in plan(who).contacts if item.at.date() == TODAY]
    assert [(item.step.code, item.step.channel) for item in today] == [
        ("overdue_sms", Channel.SMS),
        ("before_2_call", Channel.PHONE),
    ]
    assert [debt.account_id for debt in today[0].lines] == [3, 1, 2]
    assert today[0].amount == Decimal("1550.50")
    assert {covered.slot for covered in today[0].covers} == {"overdue_sms", "before_2_sms"}
    assert len(today[0].covers) == 2


def test_the_key_is_the_same_on_every_run() -> None:
    who = Situation((line(2),))
    assert [item.key for item in plan(who).contacts] == [item.key for item in plan(who).contacts]
    assert plan(who).contacts[0].key == "before_2_sms:2026-11-22:1"


def test_a_refused_step_moves_to_the_next_allowed_day_with_the_rule() -> None:
    sms = PastContact(datetime(2026, 11, 18, 9), Channel.SMS, Purpose.COLLECTION, Outcome.SENT)
    item = plan(Situation((line(-1),)), ContactFacts((sms,))).contacts[0]
    assert item.at == datetime(2026, 11, 25, 10)
    assert item.wished_at == datetime(2026, 11, 20, 10)
    assert item.moved_by == "contact.collection_sms_per_week"


def test_agreed_hours_move_within_the_day() -> None:
    facts = ContactFacts(agreed_from=time(20), agreed_until=time(23))
    assert plan(Situation((line(0),)), facts).contacts[0].at == datetime(2026, 11, 20, 20)


def test_what_no_waiting_lifts_is_kept_off() -> None:
    disputed = plan(Situation((line(-1),)), ContactFacts(is_disputed=True))
    assert disputed.contacts == ()
    assert disputed.refused[0].refusal.code == "contact.dispute_stops"


def test_a_step_is_not_moved_past_its_last_day_nor_past_the_horizon() -> None:
    until_tomorrow = ContactFacts(stops=(Stop(TODAY, TODAY),))
    assert plan(Situation((line(0),)), until_tomorrow).contacts == ()
    long = ContactFacts(stops=(Stop(TODAY, TODAY + timedelta(days=20)),))
    assert plan(Situation((line(-3),)), long).contacts == ()
    assert len(plan(Situation((line(-3),)), long).refused) == 1


def test_the_plan_counts_its_own_contacts() -> None:
    """A second collection SMS of the same week would break the cap; it waits."""
    who = Situation((line(-2),), sent=(SentStep("overdue_sms", 1, TODAY, line(-2).due_on),))
    sms = PastContact(datetime(2026, 11, 20, 8), Channel.SMS, Purpose.COLLECTION, Outcome.SENT)
    moved = plan(who, ContactFacts((sms,)), horizon=30)
    assert [item.at.date() for item in moved.contacts if item.step.channel is Channel.SMS] == [
        TODAY + timedelta(days=7)
    ]


def test_a_number_is_not_given_twice_when_an_earlier_one_failed_later() -> None:
    """The second message failed after the third was already dealt with: the next is the fourth."""
    due = line(-20).due_on
    sent = (
        SentStep("overdue_sms", 1, TODAY - timedelta(days=18), due, 1),
        SentStep("overdue_sms", 0, TODAY - timedelta(days=8), due, 3),
    )
    made = plan(Situation((line(-20),), sent=sent))
    keys = [item.key for item in made.contacts if item.step.slot == "overdue_sms"]
    assert keys == [f"overdue_sms:{due}:4"]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("7:overdue_sms:2026-11-01:12", 12),
        ("overdue_sms:2026-11-01:2", 2),
        ("7:overdue_sms:2026-10-01:2", 0),
        ("7:late_overdue_sms:2026-11-01:2", 0),
        ("7:by_hand:31", 0),
    ],
)
def test_the_number_in_a_key_counts_for_its_own_step_only(key: str, number: int) -> None:
    assert number_in(key, "overdue_sms", date(2026, 11, 1)) == number


def test_what_is_moved_onto_a_day_that_has_a_message_becomes_one_with_it() -> None:
    sms = PastContact(datetime(2026, 11, 18, 9), Channel.SMS, Purpose.COLLECTION, Outcome.SENT)
    earlier = SentStep("before_7_sms", 0, TODAY, line(7).due_on)
    who = Situation((line(-1, 1), line(7, 2, "300.00")), sent=(earlier,))
    made = plan(who, ContactFacts((sms,)))
    by_sms = [item for item in made.contacts if item.step.channel is Channel.SMS]
    assert [item.at.date() for item in by_sms] == [TODAY + timedelta(days=5), line(7).due_on]
    both = by_sms[0]
    assert both.step.code == "overdue_sms"
    assert [one.account_id for one in both.lines] == [1, 2]
    assert both.amount == Decimal("1500.00")
    assert {covered.slot for covered in both.covers} == {"overdue_sms", "before_2_sms"}


def test_the_preview_carries_on_from_day_to_day() -> None:
    shown = preview(
        STRATEGY, Situation((line(2),)), ContactFacts(), LIMITS, as_of=TODAY, days=130, gap_days=3
    )
    first = {}
    for item in shown.contacts:
        first.setdefault(item.step.slot, (item.at.date() - TODAY).days - 2)
    assert first == {
        "before_2_sms": -2, "before_2_call": -2, "due_day_sms": 0, "overdue_sms": 1,
        "overdue_call": 4, "overdue_letter": 31, "overdue_visit": 46, "lawyer_letter": 91,
        "suit": 121,
    }  # fmt: skip
    assert shown.refused == ()


def test_the_preview_tells_what_is_kept_off() -> None:
    shown = preview(
        STRATEGY,
        Situation((line(-1),)),
        ContactFacts(is_disputed=True),
        LIMITS,
        as_of=TODAY,
        days=3,
        gap_days=3,
    )
    assert shown.contacts == ()
    assert [step.refusal.code for step in shown.refused] == ["contact.dispute_stops"]


def test_a_step_that_switches_its_slot_off_contacts_nobody() -> None:
    off = replace(STRATEGY.steps[0], channel=None)
    with pytest.raises(ValueError, match="switches"):
        proposal(off, datetime(2026, 11, 20, 9))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-120, 30), min_size=1, max_size=4),
    st.none() | st.integers(-3, 10),
    st.none() | st.tuples(st.integers(0, 6), st.integers(0, 10), st.sampled_from(Channel)),
    st.sampled_from(((None, None), (time(20), time(23)), (time(21), time(1)))),
)
def test_no_plan_breaks_a_rule(
    offsets: list[int],
    promise: int | None,
    stop: tuple[int, int, Channel] | None,
    hours: tuple[time | None, time | None],
) -> None:
    lines = tuple(line(offset, number) for number, offset in enumerate(offsets))
    stops = () if stop is None else (
        Stop(TODAY + timedelta(stop[0]), TODAY + timedelta(stop[0] + stop[1]), stop[2]),
    )  # fmt: skip
    facts = ContactFacts(
        stops=stops,
        promise_until=None if promise is None else TODAY + timedelta(days=promise),
        agreed_from=hours[0],
        agreed_until=hours[1],
    )
    shown = preview(STRATEGY, Situation(lines), facts, LIMITS, as_of=TODAY, days=40, gap_days=3)
    assert violations(facts, [as_made(item) for item in shown.contacts]) == []
    plans = plan(Situation(lines), facts, horizon=40)
    assert violations(facts, [as_made(item) for item in plans.contacts]) == []


def test_a_moved_step_keeps_to_the_agreed_hours() -> None:
    early = ContactFacts(
        agreed_from=time(6), agreed_until=time(9), agreed_in_writing=True, promise_until=TODAY
    )
    item = plan(Situation((line(-1),)), early).contacts[0]
    assert item.at == datetime(2026, 11, 22, 6)


def day_by_day(who: Situation, facts: ContactFacts, days: int) -> list[tuple[str, datetime]]:
    """The preview without passing any day over: slow, and without a thought."""
    found = []
    for offset in range(days):
        today = TODAY + timedelta(days=offset)
        made = plan_case(STRATEGY, who, facts, LIMITS, as_of=today, until=today, gap_days=3)
        found += [(item.key, item.at) for item in made.contacts]
        who = replace(who, sent=who.sent + tuple(_sent(made.contacts)))
        facts = replace(facts, history=(*facts.history, *map(as_made, made.contacts)))
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-40, 40), min_size=1, max_size=3),
    st.none() | st.integers(-3, 30),
    st.none() | st.integers(0, 30),
)
def test_passing_empty_days_over_changes_nothing(
    offsets: list[int], promise: int | None, stop: int | None
) -> None:
    who = Situation(tuple(line(days, number) for number, days in enumerate(offsets)))
    facts = ContactFacts(
        promise_until=None if promise is None else TODAY + timedelta(days=promise),
        stops=() if stop is None else (Stop(TODAY, TODAY + timedelta(days=stop)),),
    )
    ahead = preview(STRATEGY, who, facts, LIMITS, as_of=TODAY, days=60, gap_days=3)
    assert [(item.key, item.at) for item in ahead.contacts] == day_by_day(who, facts, 60)


def test_a_reminder_with_a_pace_comes_again_until_its_last_day() -> None:
    (sms,) = (step for step in STRATEGY.steps if step.code == "before_7_sms")
    paced = Strategy((replace(sms, to_day=0, every=3),))
    ahead = preview(
        paced, Situation((line(7),)), NOTHING_KNOWN, LIMITS, as_of=TODAY, days=30, gap_days=3
    )
    assert [(item.at.date() - TODAY).days for item in ahead.contacts] == [0, 3, 6]
