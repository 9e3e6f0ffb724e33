"""What follows from how a call ended: try again, call at the hour asked for, wait for the money."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class FollowUp(StrEnum):
    """What the program does by itself after a call.

    ``RETRY`` and ``RETRY_SOON`` put the same call off by the branch's minutes; ``AGAIN`` sets a call
    down for the moment asked for; ``MONEY`` notes money under way; ``PROMISE`` waits for the promised
    day; ``STOP`` stops collection; ``LADDER`` leaves it to the strategy.
    """

    RETRY = "retry"
    RETRY_SOON = "retry_soon"
    AGAIN = "again"
    MONEY = "money"
    PROMISE = "promise"
    STOP = "stop"
    LADDER = "ladder"


FOLLOW_UPS: Final[Mapping[str, FollowUp]] = {
    "no_answer": FollowUp.RETRY,
    "switched_off": FollowUp.RETRY,
    "busy": FollowUp.RETRY_SOON,
    "call_back": FollowUp.AGAIN,
    "asks_help": FollowUp.AGAIN,
    "says_paid": FollowUp.MONEY,
    "promised": FollowUp.PROMISE,
    "disputes": FollowUp.STOP,
}


def follow_up_of(result: str) -> FollowUp:
    """What follows from a result code; one that is not listed leaves it to the strategy."""
    return FOLLOW_UPS.get(result, FollowUp.LADDER)
