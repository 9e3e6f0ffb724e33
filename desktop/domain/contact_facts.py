"""What the contact guard looks at: the facts of one case and the contact somebody proposes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Channel(StrEnum):
    """How a person is reached."""

    SMS = "sms"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"


class Party(StrEnum):
    """Who is reached: the debtor, a guarantor, or a third party listed as a contact."""

    DEBTOR = "debtor"
    GUARANTOR = "guarantor"
    CONTACT = "contact"


class Purpose(StrEnum):
    """What a contact is for.

    ``REMINDER`` is about money not yet late, ``COLLECTION`` about money that is late;
    ``SERVICE`` answers or confirms what the customer did or asked for; ``SURVEY`` asks how
    it was; ``OFFER`` is marketing in the sense of the telecom rules.
    """

    REMINDER = "reminder"
    COLLECTION = "collection"
    SERVICE = "service"
    SURVEY = "survey"
    OFFER = "offer"


class Outcome(StrEnum):
    """How a contact ended, as far as the guard must know."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    INVALID = "invalid"
    REFUSED = "refused"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PastContact:
    """One contact that took place, by whomever: own staff, program or agency.

    ``person`` tells the people around a case apart (any stable key); ``number`` is the phone
    number dialled, as stored; empty where the channel has none.
    """

    at: datetime
    channel: Channel
    purpose: Purpose
    outcome: Outcome
    party: Party = Party.DEBTOR
    person: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """An entry of the stop list; both days inclusive, no last day means until taken off."""

    since: date
    until: date | None = None
    channel: Channel | None = None

    def covers(self, day: date, channel: Channel) -> bool:
        """Whether it forbids this channel on this day."""
        in_time = self.since <= day and (self.until is None or day <= self.until)
        return in_time and self.channel in (None, channel)


@dataclass(frozen=True, slots=True)
class Override:
    """Two people let one contact pass against a rule, within a time; the first contact uses it up."""

    rule: str
    channel: Channel
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Everything about one case that decides whether it may be contacted.

    ``history`` is in order of time and covers all staff, channels and agencies. ``promise_until``
    is the day of the latest promise still open. ``agreed_from`` and ``agreed_until`` are the hours
    agreed with the debtor (until is exclusive; past midnight is possible): with written consent they
    take the place of the quiet hours. ``refusing`` are the listed contacts who want no contact.
    """

    history: Sequence[PastContact] = ()
    stops: tuple[Stop, ...] = ()
    is_paid: bool = False
    is_disputed: bool = False
    arrangement_performed: bool = False
    promise_until: date | None = None
    has_unmatched_money: bool = False
    agreed_from: time | None = None
    agreed_until: time | None = None
    marketing_consent: bool = False
    has_invalid_number: bool = False
    is_dead_or_incapable: bool = False
    agreed_in_writing: bool = False
    agreed_channel: Channel | None = None
    refusing: frozenset[str] = frozenset()
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedContact:
    """A contact that somebody, or the program, wants to make.

    ``staff`` and ``recorded`` matter for visits, ``discloses_debt`` for third parties,
    ``has_opt_out`` for offers, ``forbidden_words`` is what the wording check found,
    ``agency_review_until`` the last day that the agency's review and contract cover when an agency
    does it, and ``is_placed`` whether the case is placed with it and the customer was told before.
    """

    at: datetime
    channel: Channel
    purpose: Purpose
    party: Party = Party.DEBTOR
    person: str = ""
    number: str = ""
    staff: int = 2
    recorded: bool = True
    discloses_debt: bool = True
    has_opt_out: bool = False
    forbidden_words: tuple[str, ...] = ()
    by_agency: bool = False
    agency_review_until: date | None = None
    is_placed: bool = True
