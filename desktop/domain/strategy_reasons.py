"""Why a customer gets a step of the strategy, or does not: the narrowest rule wins, and which did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.domain.money import ZERO, Money
from desktop.domain.reminder_strategy import DueLine, Situation, Step, Strategy

CHOSEN: Final = "chosen"
REASONS: Final = (
    CHOSEN,
    "narrower",
    "condition",
    "switched_off",
    "unreachable",
    "done",
    "over",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one step for one debt line.

    ``reason`` is one of ``REASONS``; ``detail`` is the step that won, or the condition that does not
    hold, by its code.
    """

    step: Step
    account_id: int
    reason: str
    detail: str = ""


def verdicts(strategy: Strategy, who: Situation, *, as_of: date) -> tuple[Verdict, ...]:
    """Every live step for every account: reminders for what is to come, the ladder for what is late.

    The ladder is judged once, by the oldest late line and the sum of all late ones.
    """
    coming = [line for line in who.lines if line.due_on >= as_of and line.amount > ZERO]
    late = sorted(
        (line for line in who.lines if line.due_on < as_of and line.amount > ZERO),
        key=lambda line: (line.due_on, line.account_id),
    )
    found = [
        verdict for line in coming for verdict in _of_line(strategy, line, line.amount, who, as_of)
    ]
    if late:
        amount = sum((line.amount for line in late), ZERO)
        found.extend(_of_line(strategy, late[0], amount, who, as_of))
    return tuple(found)


def _of_line(
    strategy: Strategy, line: DueLine, amount: Money, who: Situation, as_of: date
) -> Iterator[Verdict]:
    is_late = line.due_on < as_of
    for steps in strategy.slots.values():
        winner: Step | None = None
        for step in steps:
            if bool(step.level) is not is_late:
                continue
            failing = step.when.failing(line, amount, who)
            if failing is not None:
                yield Verdict(step, line.account_id, "condition", failing)
            elif winner is not None:
                yield Verdict(step, line.account_id, "narrower", winner.code)
            else:
                winner = step
                yield Verdict(step, line.account_id, _fate(step, line, who, as_of))


def _fate(step: Step, line: DueLine, who: Situation, as_of: date) -> str:
    """What becomes of the step that won: the same as ``step_days`` makes of it."""
    if step.channel is None:
        return "switched_off"
    if step.channel not in who.reachable:
        return "unreachable"
    sent = [
        past.on
        for past in who.sent
        if past.slot == step.slot
        and (past.on > line.due_on if step.level else past.reference_on == line.due_on)
    ]
    if sent and not step.every:
        return "done"
    last = line.due_on + timedelta(days=step.to_day)
    if sent:
        is_over = max(sent) + timedelta(days=step.every) > last
    else:
        is_over = not step.level and as_of > last  # the first of a rung may be late
    return "over" if is_over else CHOSEN
