"""The contact guard, rule by rule, and against an independent check on random histories."""

import os
import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.contact_facts import (
    Channel,
    ContactFacts,
    Outcome,
    Override,
    Party,
    PastContact,
    ProposedContact,
    Purpose,
    Stop,
)
from desktop.domain.contact_policy import Allowed, ContactLimits, Refused, decide
from tests.domain.contact_audit import may_call_third_party, violations

DAY = date(2026, 11, 20)
LIMITS = ContactLimits.in_force(bundled_rules(), DAY)
NUMBER = "13800000001"


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute)


def call(moment: datetime, outcome: Outcome = Outcome.UNANSWERED, **more: object) -> PastContact:
    return PastContact(moment, Channel.PHONE, Purpose.COLLECTION, outcome, number=NUMBER, **more)  # type: ignore[arg-type]


def proposed(
    moment: datetime,
    channel: Channel = Channel.PHONE,
    purpose: Purpose = Purpose.COLLECTION,
    **more: object,
) -> ProposedContact:
    return ProposedContact(moment, channel, purpose, number=NUMBER, **more)  # type: ignore[arg-type]


def refusal(facts: ContactFacts, contact: ProposedContact) -> Refused:
    decision = decide(facts, contact, LIMITS)
    assert isinstance(decision, Refused)
    assert decision.rule.source
    assert not decision.is_allowed
    return decision


def assert_allowed(facts: ContactFacts, contact: ProposedContact) -> None:
    assert decide(facts, contact, LIMITS) == Allowed()


@pytest.mark.parametrize(
    ("moment", "next_at"),
    [
        (at(20, 7, 59), at(20, 8)),
        (at(20, 22, 0), at(21, 8)),
        (at(20, 23, 30), at(21, 8)),
        (at(20, 0, 0), at(20, 8)),
        (at(20, 8, 0), None),
        (at(20, 21, 59), None),
    ],
)
@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PHONE, Channel.EMAIL, Channel.VISIT])
def test_quiet_hours(channel: Channel, moment: datetime, next_at: datetime | None) -> None:
    contact = proposed(moment, channel, Purpose.REMINDER)
    if next_at is None:
        assert_allowed(ContactFacts(), contact)
        return
    refused = refusal(ContactFacts(), contact)
    assert refused.code == "contact.quiet_from"
    assert refused.next_allowed_at == next_at
    assert not refused.rule.overridable


def test_a_letter_has_no_hour() -> None:
    assert_allowed(ContactFacts(), proposed(at(20, 23), Channel.LETTER))


@pytest.mark.parametrize(
    ("start", "end", "moment", "next_at"),
    [
        (time(20), time(23), at(20, 22, 30), None),
        (time(20), time(23), at(20, 10), at(20, 20)),
        (time(20), time(23), at(20, 23), at(21, 20)),
        (time(21), time(1), at(20, 0, 30), None),
        (time(21), time(1), at(20, 23), None),
        (time(21), time(1), at(20, 12), at(20, 21)),
    ],
)
def test_agreed_hours_take_the_place_of_quiet_hours(
    start: time, end: time, moment: datetime, next_at: datetime | None
) -> None:
    facts = ContactFacts(agreed_from=start, agreed_until=end, agreed_in_writing=True)
    if next_at is None:
        assert_allowed(facts, proposed(moment))
    else:
        refused = refusal(facts, proposed(moment))
        assert refused.code == "contact.agreed_hours"
        assert refused.next_allowed_at == next_at


@pytest.mark.parametrize(
    ("start", "end", "moment", "rule", "next_at"),
    [
        (time(20), time(23), at(20, 21), None, None),
        (time(20), time(23), at(20, 22, 30), "contact.quiet_from", at(21, 20)),
        (time(20), time(23), at(20, 10), "contact.agreed_hours", at(20, 20)),
        (time(6), time(9), at(20, 7), "contact.quiet_from", at(20, 8)),
        (time(6), time(9), at(20, 8, 30), None, None),
        (time(7), time(21, 30), at(20, 21, 45), "contact.agreed_hours", at(21, 8)),
        (time(22), time(23), at(20, 10), "contact.agreed_hours", None),
        (time(23), time(7), at(20, 23), "contact.quiet_from", None),
    ],
)
def test_what_was_only_said_narrows_the_lawful_hours(
    start: time, end: time, moment: datetime, rule: str | None, next_at: datetime | None
) -> None:
    facts = ContactFacts(agreed_from=start, agreed_until=end)
    if rule is None:
        assert_allowed(facts, proposed(moment))
    else:
        refused = refusal(facts, proposed(moment))
        assert (refused.code, refused.next_allowed_at) == (rule, next_at)


def test_of_sms_call_and_mail_only_the_channel_agreed_to() -> None:
    facts = ContactFacts(agreed_channel=Channel.SMS)
    for channel in (Channel.SMS, Channel.LETTER, Channel.VISIT):
        assert_allowed(facts, proposed(at(20), channel))
    for channel in (Channel.PHONE, Channel.EMAIL):
        refused = refusal(facts, proposed(at(20), channel))
        assert (refused.code, refused.next_allowed_at) == ("contact.agreed_channel", None)
    assert_allowed(facts, proposed(at(20), party=Party.GUARANTOR))
    assert_allowed(facts, proposed(at(20), purpose=Purpose.SERVICE))


def let_pass(rule: str, channel: Channel = Channel.PHONE) -> Override:
    return Override(rule, channel, at(20, 9), at(20, 23, 59))


def test_two_people_may_let_one_contact_pass() -> None:
    stopped = ContactFacts(
        stops=(Stop(DAY, DAY + timedelta(days=4)),), overrides=(let_pass("contact.stop_list"),)
    )
    assert_allowed(stopped, proposed(at(20, 9)))
    assert refusal(stopped, proposed(at(20, 8, 59))).code == "contact.stop_list"
    assert refusal(stopped, proposed(at(21))).code == "contact.stop_list"
    assert refusal(stopped, proposed(at(20), Channel.SMS)).code == "contact.stop_list"
    used = replace(stopped, history=(call(at(20, 9, 30)),))
    assert refusal(used, proposed(at(20))).code == "contact.stop_list"
    of_another_channel = PastContact(
        at(20, 9, 30), Channel.LETTER, Purpose.COLLECTION, Outcome.SENT
    )
    assert_allowed(replace(stopped, history=(of_another_channel,)), proposed(at(20)))


def test_what_one_rule_lets_pass_another_may_still_refuse() -> None:
    facts = ContactFacts(
        stops=(Stop(DAY),), is_disputed=True, overrides=(let_pass("contact.stop_list"),)
    )
    assert refusal(facts, proposed(at(20))).code == "contact.dispute_stops"


def test_letting_the_agreed_hours_pass_leaves_the_quiet_hours() -> None:
    facts = ContactFacts(
        agreed_from=time(20),
        agreed_until=time(22, 30),
        agreed_in_writing=True,
        overrides=(let_pass("contact.agreed_hours"),),
    )
    assert_allowed(facts, proposed(at(20, 15)))
    assert_allowed(facts, proposed(at(20, 22, 15)))
    assert refusal(facts, proposed(at(20, 23))).code == "contact.quiet_from"


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (ContactFacts(is_disputed=True), "contact.dispute_stops"),
        (ContactFacts(is_paid=True), "contact.paid"),
        (ContactFacts(arrangement_performed=True), "contact.arrangement_stops"),
    ],
)
def test_some_rules_nobody_can_let_pass(facts: ContactFacts, rule: str) -> None:
    with_override = replace(facts, overrides=(let_pass(rule),))
    refused = refusal(with_override, proposed(at(20)))
    assert (refused.code, refused.rule.overridable) == (rule, False)


def test_what_the_debtor_agreed_to_does_not_hold_for_the_guarantor() -> None:
    facts = ContactFacts(agreed_from=time(20), agreed_until=time(23), agreed_in_writing=True)
    assert_allowed(facts, proposed(at(20), party=Party.GUARANTOR))
    assert refusal(facts, proposed(at(20, 22, 30), party=Party.GUARANTOR)).code == (
        "contact.quiet_from"
    )


def test_an_agreement_without_any_hour_counts_as_none() -> None:
    facts = ContactFacts(agreed_from=time(9), agreed_until=time(9))
    assert_allowed(facts, proposed(at(20)))


def test_three_answered_calls_a_day() -> None:
    talks = tuple(call(at(20, hour), Outcome.ANSWERED) for hour in (9, 10, 11))
    assert_allowed(ContactFacts(talks[:2]), proposed(at(20, 12)))
    refused = refusal(ContactFacts(talks), proposed(at(20, 12)))
    assert refused.code == "contact.answered_calls_per_day"
    assert refused.next_allowed_at == at(21, 8)
    assert dict(refused.detail) == {"limit": 3}
    assert_allowed(ContactFacts(talks), proposed(at(20, 12), Channel.SMS))
    assert_allowed(ContactFacts(talks), proposed(at(21, 8)))


def test_answered_calls_count_whoever_was_called_about_the_debtor() -> None:
    talks = tuple(
        call(at(20, hour), Outcome.ANSWERED, party=Party.GUARANTOR, person="g")
        for hour in (9, 10, 11)
    )
    assert refusal(ContactFacts(talks), proposed(at(20, 12))).code == (
        "contact.answered_calls_per_day"
    )


def test_six_unanswered_dials_a_number_and_day() -> None:
    rings = tuple(call(at(20, 9, minute)) for minute in range(6))
    refused = refusal(ContactFacts(rings), proposed(at(20, 12)))
    assert refused.code == "contact.unanswered_dials_per_day"
    assert refused.next_allowed_at == at(21, 8)
    other_number = replace(proposed(at(20, 12)), number="13800000002")
    assert_allowed(ContactFacts(rings), other_number)


def test_one_collection_sms_a_week_and_reminders_do_not_count() -> None:
    sms = PastContact(at(13, 18), Channel.SMS, Purpose.COLLECTION, Outcome.SENT)
    contact = proposed(at(19, 10), Channel.SMS)
    refused = refusal(ContactFacts((sms,)), contact)
    assert refused.code == "contact.collection_sms_per_week"
    assert refused.next_allowed_at == at(20, 8)
    assert refused.rule.overridable
    assert_allowed(ContactFacts((sms,)), proposed(at(20), Channel.SMS))
    assert_allowed(ContactFacts((sms,)), proposed(at(14), Channel.SMS, Purpose.REMINDER))
    reminder = replace(sms, purpose=Purpose.REMINDER)
    assert_allowed(ContactFacts((reminder,)), contact)
    failed = replace(sms, outcome=Outcome.FAILED)
    assert_allowed(ContactFacts((failed,)), contact)


@pytest.mark.parametrize("purpose", [Purpose.REMINDER, Purpose.COLLECTION])
@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (ContactFacts(is_paid=True), "contact.paid"),
        (ContactFacts(has_unmatched_money=True), "contact.unmatched_money"),
        (ContactFacts(is_disputed=True), "contact.dispute_stops"),
    ],
)
def test_what_no_waiting_lifts(facts: ContactFacts, rule: str, purpose: Purpose) -> None:
    refused = refusal(facts, proposed(at(20), Channel.SMS, purpose))
    assert (refused.code, refused.next_allowed_at) == (rule, None)
    assert_allowed(facts, proposed(at(20), Channel.SMS, Purpose.SERVICE))


def test_a_performed_arrangement_stops_collection_but_not_its_own_reminders() -> None:
    facts = ContactFacts(arrangement_performed=True)
    assert refusal(facts, proposed(at(20))).code == "contact.arrangement_stops"
    assert_allowed(facts, proposed(at(20), purpose=Purpose.REMINDER))


def test_an_open_promise_waits_for_its_day_and_the_money() -> None:
    facts = ContactFacts(promise_until=date(2026, 11, 22))
    refused = refusal(facts, proposed(at(20)))
    assert refused.code == "contact.open_promise"
    assert refused.next_allowed_at == at(24, 8)
    assert dict(refused.detail) == {"until": date(2026, 11, 22)}
    assert_allowed(facts, proposed(at(24)))
    assert_allowed(facts, proposed(at(20), purpose=Purpose.REMINDER))


def test_the_stop_list() -> None:
    sms_only = Stop(date(2026, 11, 1), date(2026, 11, 25), Channel.SMS)
    longer = Stop(date(2026, 11, 24), date(2026, 11, 26))
    facts = ContactFacts(stops=(sms_only, longer))
    refused = refusal(facts, proposed(at(20), Channel.SMS, Purpose.SURVEY))
    assert refused.code == "contact.stop_list"
    assert refused.next_allowed_at == at(27, 8)
    assert_allowed(facts, proposed(at(20)))
    assert_allowed(facts, proposed(at(20), Channel.SMS, Purpose.SERVICE))
    for_ever = ContactFacts(stops=(longer, Stop(date(2026, 11, 1))))
    assert refusal(for_ever, proposed(at(25))).next_allowed_at is None


@pytest.mark.parametrize(
    ("contact", "rule"),
    [
        (proposed(at(20), forbidden_words=("后果自负",)), "contact.wording"),
        (proposed(at(20), purpose=Purpose.OFFER), "contact.marketing_consent"),
        (proposed(at(20), by_agency=True), "contact.agency_review"),
        (
            proposed(at(20), by_agency=True, agency_review_until=date(2026, 11, 19)),
            "contact.agency_review",
        ),
        (
            proposed(
                at(20), by_agency=True, agency_review_until=date(2026, 11, 20), is_placed=False
            ),
            "contact.agency_placed",
        ),
        (proposed(at(20), Channel.VISIT, staff=1), "contact.visit_staff"),
        (proposed(at(20), Channel.VISIT, recorded=False), "contact.visit_recorded"),
    ],
)
def test_how_a_contact_is_made(contact: ProposedContact, rule: str) -> None:
    assert refusal(ContactFacts(), contact).code == rule


def test_how_a_contact_may_be_made() -> None:
    consent = ContactFacts(marketing_consent=True)
    assert_allowed(consent, proposed(at(20), purpose=Purpose.OFFER, has_opt_out=True))
    assert refusal(consent, proposed(at(20), purpose=Purpose.OFFER)).next_allowed_at is None
    reviewed = proposed(at(20), by_agency=True, agency_review_until=date(2026, 11, 20))
    assert_allowed(ContactFacts(), reviewed)
    assert_allowed(ContactFacts(), proposed(at(20), Channel.VISIT))


def third(moment: datetime, *, discloses: bool = False, person: str = "p1") -> ProposedContact:
    return proposed(moment, party=Party.CONTACT, person=person, discloses_debt=discloses)


@pytest.mark.parametrize(
    ("history", "from_when"),
    [
        ([], None),
        ([call(at(18)), call(at(18, 11))], None),
        ([call(at(18)), call(at(18, 11)), call(at(18, 12))], at(19)),
        ([call(at(17)), call(at(18)), call(at(19))], at(20)),
        ([call(at(18)), call(at(18, 11)), call(at(18, 12)), call(at(19))], at(19, 11)),
        ([call(at(18), Outcome.INVALID)], at(18, 11)),
        ([call(at(18)), call(at(18, 11)), call(at(19, 9), Outcome.ANSWERED)], None),
        ([call(at(18)), call(at(18, 11), party=Party.GUARANTOR), call(at(18, 12))], None),
    ],
)
def test_third_parties_need_evidence(
    history: list[PastContact], from_when: datetime | None
) -> None:
    facts = ContactFacts(tuple(history))
    if from_when is None:
        assert refusal(facts, third(at(20))).next_allowed_at is None
        return
    assert_allowed(facts, third(from_when))


def test_evidence_of_today_counts_from_tomorrow() -> None:
    facts = ContactFacts((call(at(20, 9)), call(at(20, 9, 30)), call(at(20, 10))))
    refused = refusal(facts, third(at(20, 11)))
    assert refused.code == "contact.failed_calls_for_third_party"
    assert refused.next_allowed_at == at(21, 8)


def test_third_parties_hear_nothing_of_the_debt_and_may_refuse() -> None:
    unreachable = ContactFacts(has_invalid_number=True)
    assert_allowed(unreachable, third(at(20)))
    assert_allowed(ContactFacts(is_dead_or_incapable=True), third(at(20)))
    assert refusal(unreachable, third(at(20), discloses=True)).next_allowed_at is None
    said_no = call(at(18), Outcome.REFUSED, party=Party.CONTACT, person="p1")
    facts = replace(unreachable, history=(said_no,))
    assert refusal(facts, third(at(20))).next_allowed_at is None
    assert_allowed(facts, third(at(20), person="p2"))
    on_file = ContactFacts(has_invalid_number=True, refusing=frozenset({"p1"}))
    assert refusal(on_file, third(at(20))).next_allowed_at is None
    assert_allowed(on_file, third(at(20), person="p2"))


# --- against the independent check -------------------------------------------------------------

FACTS = st.builds(
    ContactFacts,
    stops=st.lists(
        st.builds(
            Stop,
            since=st.dates(date(2026, 11, 1), date(2026, 11, 30)),
            until=st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 5)),
            channel=st.none() | st.sampled_from(Channel),
        ),
        max_size=2,
    ).map(tuple),
    is_paid=st.integers(0, 9).map(lambda n: n == 0),
    is_disputed=st.integers(0, 9).map(lambda n: n == 0),
    arrangement_performed=st.integers(0, 9).map(lambda n: n == 0),
    has_unmatched_money=st.integers(0, 9).map(lambda n: n == 0),
    promise_until=st.none() | st.dates(date(2026, 11, 1), date(2026, 11, 30)),
    agreed_from=st.none() | st.times(),
    agreed_until=st.none() | st.times(),
    agreed_in_writing=st.booleans(),
    agreed_channel=st.none() | st.sampled_from((Channel.SMS, Channel.PHONE, Channel.EMAIL)),
    refusing=st.sampled_from((frozenset(), frozenset({"contact"}))),
    has_invalid_number=st.integers(0, 9).map(lambda n: n == 0),
)
TRIES = st.lists(
    st.tuples(
        st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 30)),
        st.sampled_from(Channel),
        st.sampled_from((Purpose.REMINDER, Purpose.COLLECTION, Purpose.SERVICE)),
        st.sampled_from(Party),
        st.sampled_from((Outcome.ANSWERED, Outcome.UNANSWERED, Outcome.INVALID)),
    ),
    max_size=40,
)
Try = tuple[datetime, Channel, Purpose, Party, Outcome]
PLACED_FROM, REVIEWED_UNTIL = date(2026, 11, 17), date(2026, 11, 24)
"""The first day of the agency that makes some of the tries, and the last that its review covers."""


def run_history(facts: ContactFacts, tries: list[Try]) -> list[PastContact]:
    """Make every contact the guard allows, by the branch and by an agency, in order of time.

    Calls to third parties and the days of the agency are audited on the way.
    """
    made: list[PastContact] = []
    for moment, channel, purpose, party, outcome in sorted(tries, key=lambda item: item[0]):
        day, by_agency = moment.date(), moment.minute % 3 == 0
        contact = ProposedContact(
            moment,
            channel,
            purpose,
            party,
            party.value,
            NUMBER,
            discloses_debt=False,
            by_agency=by_agency,
            agency_review_until=REVIEWED_UNTIL,
            is_placed=day >= PLACED_FROM,
        )
        if decide(replace(facts, history=tuple(made)), contact, LIMITS).is_allowed:
            assert not by_agency or PLACED_FROM <= day <= REVIEWED_UNTIL, moment
            if party is Party.CONTACT:
                assert may_call_third_party(facts, made, moment), moment
                assert party.value not in facts.refusing
            if channel is not Channel.PHONE:
                outcome = Outcome.SENT
            made.append(PastContact(moment, channel, purpose, outcome, party, party.value, NUMBER))
    return made


@settings(max_examples=300, deadline=None)
@given(FACTS, TRIES)
def test_no_allowed_history_breaks_a_rule(facts: ContactFacts, tries: list[Try]) -> None:
    assert violations(facts, run_history(facts, tries)) == []


@settings(max_examples=200, deadline=None)
@given(FACTS, TRIES, st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 30)))
def test_the_next_allowed_moment_is_allowed_and_nothing_before_it_is(
    facts: ContactFacts, tries: list[Try], moment: datetime
) -> None:
    facts = replace(facts, history=tuple(run_history(facts, tries)))
    for channel in (Channel.SMS, Channel.PHONE):
        contact = proposed(moment, channel)
        decision = decide(facts, contact, LIMITS)
        if isinstance(decision, Allowed):
            continue
        end = decision.next_allowed_at
        if end is not None:
            assert_allowed(facts, replace(contact, at=end))
        step = (min(end, moment + timedelta(days=12)) if end else moment) - moment
        for part in range(1, 24):
            between = replace(contact, at=moment + step * part / 24)
            if end is not None and between.at < end:
                refusal(facts, between)


def test_random_histories_break_no_rule() -> None:
    """``SHOUYUE_HISTORIES=100000`` runs the full count; a thousand on every run."""
    chance = random.Random(20261120)
    number = let_passed = 0
    for _ in range(int(os.environ.get("SHOUYUE_HISTORIES", "1000"))):
        facts = random_facts(chance)
        made = run_history(facts, [random_try(chance) for _ in range(chance.randrange(25))])
        assert violations(facts, made) == []
        number += len(made)
        let_passed += violations(replace(facts, overrides=()), made) != []
    assert number > 1000
    assert let_passed > 0, "no override of the histories was ever used"


def test_the_independent_check_finds_what_nobody_guarded() -> None:
    chance = random.Random(20261120)
    found: set[str] = set()
    for _ in range(400):
        facts = random_facts(chance)
        made = [
            PastContact(moment, channel, purpose, outcome, party, party.value, NUMBER)
            for moment, channel, purpose, party, outcome in sorted(
                (random_try(chance) for _ in range(60)), key=lambda item: item[0]
            )
        ]
        found |= {
            breach if breach[0] != "C" or breach[1:3] in ("9", "10") else breach[:2]
            for breach in violations(facts, made)
        }
    house = {"paid", "unmatched", "promise", "stop list", "agreed channel", "agreed hours"}
    assert found >= house | {"C1", "C2", "C4", "C9", "C10"}


def random_facts(chance: random.Random) -> ContactFacts:
    rare = [chance.random() < 0.05 for _ in range(5)]
    stops = tuple(
        Stop(
            DAY - timedelta(chance.randrange(20)),
            chance.choice((None, DAY + timedelta(chance.randrange(10)))),
            chance.choice((None, *Channel)),
        )
        for _ in range(chance.choice((0, 0, 0, 1, 2)))
    )
    hours = chance.choice(
        (None, None, None, (time(20), time(23)), (time(21), time(1)), (time(6), time(9)))
    )
    passes = tuple(random_pass(chance) for _ in range(chance.choice((0, 0, 0, 1, 3))))
    return ContactFacts(
        stops=stops,
        is_paid=rare[0],
        is_disputed=rare[1],
        arrangement_performed=rare[2],
        has_unmatched_money=rare[3],
        has_invalid_number=rare[4],
        promise_until=chance.choice((None, None, DAY + timedelta(chance.randrange(-5, 5)))),
        agreed_from=hours[0] if hours else None,
        agreed_until=hours[1] if hours else None,
        agreed_in_writing=chance.random() < 0.5,
        agreed_channel=chance.choice((None, None, Channel.SMS, Channel.PHONE)),
        refusing=frozenset({"contact"}) if chance.random() < 0.2 else frozenset(),
        overrides=passes,
    )


def random_pass(chance: random.Random) -> Override:
    since = datetime(2026, 11, 15) + timedelta(minutes=chance.randrange(12 * 1440))
    house = ["stop_list", "open_promise", "unmatched_money", "collection_sms_per_week"]
    law = ["paid", "dispute_stops", "quiet_from", "answered_calls_per_day"]
    rule = chance.choice([*house, "agreed_hours", "agreed_channel", *law])
    end_of_day = datetime.combine(since.date(), time(23, 59))
    return Override(f"contact.{rule}", chance.choice(tuple(Channel)), since, end_of_day)


def random_try(chance: random.Random) -> Try:
    return (
        datetime(2026, 11, 15) + timedelta(minutes=chance.randrange(12 * 1440)),
        chance.choice((Channel.PHONE, Channel.PHONE, *Channel)),
        chance.choice((Purpose.REMINDER, Purpose.COLLECTION, Purpose.SERVICE)),
        chance.choice((Party.DEBTOR, Party.DEBTOR, *Party)),
        chance.choice((Outcome.ANSWERED, Outcome.UNANSWERED, Outcome.INVALID)),
    )
