"""The languages a customer is written to in, and how each words what a template's fields stand for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain import message_english, message_text
from desktop.domain.message_text import Sender
from desktop.domain.money import Money
from desktop.domain.reminder_strategy import DueLine


@dataclass(frozen=True)
class Tongue:
    """How one language words people, days, amounts and debts."""

    salutation: Callable[[str, str | None, str], str]
    day_text: Callable[[date, date], str]
    amount_text: Callable[[Money], str]
    debt_values: Callable[[Sequence[DueLine], date], dict[str, str]]
    party_values: Callable[[str, str | None, str, Sender, str], dict[str, str]]


TONGUES: Final[Mapping[str, Tongue]] = {
    "zh": Tongue(
        message_text.salutation,
        message_text.day_text,
        message_text.amount_text,
        message_text.debt_values,
        message_text.party_values,
    ),
    "en": Tongue(
        message_english.salutation,
        message_english.day_text,
        message_english.amount_text,
        message_english.debt_values,
        message_english.party_values,
    ),
}
"""By the code that stands with the customer and the template."""
