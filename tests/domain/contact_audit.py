"""An independent check of contact histories: an inspector with a list, who knows no guard.

It looks at a finished history as a whole, day by day and week by week, and names what was broken.
Written from the rules' text and sharing nothing with the guard but the data types.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

from desktop.domain.contact_facts import ContactFacts, PastContact


def violations(facts: ContactFacts, made: list[PastContact]) -> list[str]:
    """Every rule that the contacts of ``made`` break, given what was known of the customer."""
    found: list[str] = []
    found += [f"C1 {c.at}" for c in made if c.channel != "letter" and not _hour_is_fine(facts, c)]
    calls = [c for c in made if c.channel == "phone"]
    talks = Counter(c.at.date() for c in calls if c.outcome in ("answered", "refused"))
    found += [f"C2 {day}" for day, number in talks.items() if number > 3]
    rings = Counter(
        (c.at.date(), c.number) for c in calls if c.outcome not in ("answered", "refused")
    )
    found += [f"C3 {key}" for key, number in rings.items() if number > 6]
    found += _weekly(made, passes(facts, made))
    excused = passes(facts, made)
    for number, contact in enumerate(made):
        found += [
            breach
            for breach in _against_state(facts, contact)
            if breach not in {name for place, name in excused if place == number}
        ]
    return found


PASSABLE = {
    "contact.stop_list": "stop list",
    "contact.open_promise": "promise",
    "contact.unmatched_money": "unmatched",
    "contact.agreed_channel": "agreed channel",
    "contact.agreed_hours": "agreed hours",
    "contact.collection_sms_per_week": "C4",
}
"""The house rules that two people may let one contact pass; what the law forbids stays forbidden."""


def passes(facts: ContactFacts, made: list[PastContact]) -> set[tuple[int, str]]:
    """Which contact, by its place, was let pass against which rule: each time the first one only."""
    found = set()
    for granted in facts.overrides:
        later = [
            place
            for place, contact in enumerate(made)
            if contact.channel == granted.channel and contact.at >= granted.since
        ]
        if later and made[later[0]].at <= granted.until and granted.rule in PASSABLE:
            # Contacts of one and the same moment: whichever of them came first.
            same = [place for place in later if made[place].at == made[later[0]].at]
            found |= {(place, PASSABLE[granted.rule]) for place in same}
    return found


def _minutes(facts: ContactFacts) -> set[int] | None:
    """The minutes of the day agreed with the debtor; ``None`` when none were."""
    if facts.agreed_from is None or facts.agreed_until is None:
        return None
    start = facts.agreed_from.hour * 60 + facts.agreed_from.minute
    end = facts.agreed_until.hour * 60 + facts.agreed_until.minute
    if facts.agreed_from == facts.agreed_until:
        return None
    return set(range(start, end)) if start < end else {*range(start, 1440), *range(end)}


def _hour_is_fine(facts: ContactFacts, contact: PastContact) -> bool:
    """By day, or at the minutes agreed in writing; an hour only said gives no right to the night."""
    minute = contact.at.hour * 60 + contact.at.minute
    agreed = _minutes(facts)
    if contact.party == "debtor" and agreed and minute in agreed and facts.agreed_in_writing:
        return True
    return 8 * 60 <= minute < 22 * 60


def _weekly(made: list[PastContact], excused: set[tuple[int, str]]) -> list[str]:
    of_kind = [
        (place, c.at.date())
        for place, c in enumerate(made)
        if c.channel == "sms" and c.purpose == "collection"
    ]
    return [
        f"C4 {a} {b}"
        for (_, a), (place, b) in pairwise(of_kind)
        if b - a < timedelta(days=7) and (place, "C4") not in excused
    ]


def _against_state(facts: ContactFacts, contact: PastContact) -> list[str]:
    found = []
    asks = contact.purpose in ("reminder", "collection")
    collects = contact.purpose == "collection"
    if facts.is_paid and asks:
        found.append("paid")
    if facts.has_unmatched_money and asks:
        found.append("unmatched")
    if facts.is_disputed and asks:
        found.append("C10")
    if facts.arrangement_performed and collects:
        found.append("C9")
    day = contact.at.date()
    if collects and facts.promise_until and day <= facts.promise_until + timedelta(days=1):
        found.append("promise")
    if contact.purpose != "service" and any(
        stop.since <= day <= (stop.until or date.max)
        and (stop.channel is None or stop.channel == contact.channel)
        for stop in facts.stops
    ):
        found.append("stop list")
    chosen = facts.agreed_channel
    others = {"sms", "phone", "email"} - {chosen}
    if asks and contact.party == "debtor" and chosen and contact.channel in others:
        found.append("agreed channel")
    agreed = _minutes(facts)
    minute = contact.at.hour * 60 + contact.at.minute
    if (
        contact.party == "debtor"
        and contact.channel != "letter"
        and minute not in (agreed or [minute])
    ):
        found.append("agreed hours")
    return found


def may_call_third_party(facts: ContactFacts, before: list[PastContact], at: datetime) -> bool:
    """C5, from the text: is there recorded evidence, by then, that the debtor is unreachable?"""
    if facts.is_dead_or_incapable or facts.has_invalid_number:
        return True
    calls = [c for c in before if c.channel == "phone" and c.party == "debtor" and c.at < at]
    last_talk = max(
        (i for i, c in enumerate(calls) if c.outcome in ("answered", "refused")), default=-1
    )
    failed = calls[last_talk + 1 :]
    if any(c.outcome == "invalid" for c in failed):
        return True
    if len(failed) >= 3 and failed[2].at.date() < at.date():
        return True
    days = {c.at.date() for c in failed}
    return any(
        {day, day + timedelta(1), day + timedelta(2)} <= days and day + timedelta(2) < at.date()
        for day in days
    )
