"""How a contact can end: the codes an officer chooses from, and what each one leads to."""

from dataclasses import dataclass
from typing import Final

from desktop.domain.contact_facts import Channel, Outcome

TALKS: Final = frozenset({Channel.PHONE, Channel.VISIT})


@dataclass(frozen=True, slots=True)
class ContactResult:
    """One result code.

    ``key`` is the letter that chooses it when a contact is logged. ``stage`` is what the case
    becomes, empty for no change; ``flags`` what is recorded of the customer besides.
    """

    code: str
    key: str
    outcome: Outcome
    channels: frozenset[Channel] = TALKS
    stage: str = ""
    asks_promise: bool = False
    flags: str = ""


RESULTS: Final = (
    ContactResult("promised", "P", Outcome.ANSWERED, stage="promised", asks_promise=True),
    ContactResult("will_pay", "W", Outcome.ANSWERED, stage="contacted"),
    ContactResult("says_paid", "Y", Outcome.ANSWERED, stage="contacted"),
    ContactResult("asks_help", "H", Outcome.ANSWERED, stage="contacted"),
    ContactResult("disputes", "D", Outcome.ANSWERED, stage="disputed", flags="dispute"),
    ContactResult("refuses", "R", Outcome.ANSWERED, stage="contacted"),
    ContactResult("call_back", "C", Outcome.ANSWERED, stage="contacted"),
    ContactResult("relayed", "T", Outcome.ANSWERED),
    ContactResult("stop_asked", "S", Outcome.REFUSED, flags="refuses_contact"),
    ContactResult("no_answer", "N", Outcome.UNANSWERED, frozenset({Channel.PHONE})),
    ContactResult("busy", "B", Outcome.UNANSWERED, frozenset({Channel.PHONE})),
    ContactResult("switched_off", "O", Outcome.UNANSWERED, frozenset({Channel.PHONE})),
    ContactResult(
        "invalid", "I", Outcome.INVALID, frozenset({Channel.PHONE}), flags="invalid_number"
    ),
    ContactResult("met", "M", Outcome.ANSWERED, frozenset({Channel.VISIT}), stage="contacted"),
    ContactResult("not_met", "U", Outcome.UNANSWERED, frozenset({Channel.VISIT})),
    ContactResult(
        "sent", "E", Outcome.SENT, frozenset({Channel.SMS, Channel.EMAIL, Channel.LETTER})
    ),
    ContactResult("answered", "", Outcome.ANSWERED, frozenset()),
    ContactResult("queued", "", Outcome.SENT, frozenset()),
    ContactResult("delivered", "", Outcome.DELIVERED, frozenset()),
    ContactResult("failed", "", Outcome.FAILED, frozenset()),
)
"""All results; the last ones are written by the program, never chosen."""

BY_CODE: Final = {result.code: result for result in RESULTS}


def results_for(channel: Channel) -> tuple[ContactResult, ...]:
    """The results an officer can choose for a channel, in their order on the screen."""
    return tuple(result for result in RESULTS if channel in result.channels)


def outcome_of(code: str, *, is_answered: bool) -> Outcome:
    """What a stored result means to the guard; a code of another version goes by ``is_answered``."""
    result = BY_CODE.get(code)
    if result is not None:
        return result.outcome
    return Outcome.ANSWERED if is_answered else Outcome.UNANSWERED
