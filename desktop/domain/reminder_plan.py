"""The plan of one customer: the strategy's steps merged into one contact and passed by the guard."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from desktop.domain.contact_facts import (
    Channel,
    ContactFacts,
    Outcome,
    PastContact,
    ProposedContact,
)
from desktop.domain.contact_policy import Allowed, ContactLimits, Refused, decide
from desktop.domain.money import ZERO, Money
from desktop.domain.reminder_strategy import (
    Covered,
    DueLine,
    SentStep,
    Situation,
    Step,
    StepDay,
    Strategy,
    step_days,
)

OUTCOME_WHEN_MADE: Final = {Channel.PHONE: Outcome.ANSWERED, Channel.VISIT: Outcome.ANSWERED}


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """A contact that goes on the calendar.

    ``key`` names it across re-plans of the same customer: slot, due date and which time it is.
    ``moved_by`` is the rule that moved it from ``wished_at``; ``None`` when it stands where the strategy put it.
    """

    key: str
    step: Step
    at: datetime
    wished_at: datetime
    lines: tuple[DueLine, ...]
    covers: tuple[Covered, ...]
    moved_by: str | None = None

    @property
    def amount(self) -> Money:
        """The sum over the lines, in yuan."""
        return sum((line.amount for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True)
class RefusedStep:
    """A step that the guard keeps off the calendar, with the rule that says so."""

    key: str
    step: Step
    wished_at: datetime
    refusal: Refused


@dataclass(frozen=True, slots=True)
class CasePlan:
    """What one customer will get, in order of time, and what they will not."""

    contacts: tuple[PlannedContact, ...]
    refused: tuple[RefusedStep, ...]


def merge(days: Iterable[StepDay]) -> list[StepDay]:
    """One contact per day and channel for all accounts due.

    The step that leads is the one highest on the ladder, then the one closest to the due date;
    it takes over every other step's lines, each account once.
    """
    groups: dict[tuple[date, Channel | None], list[StepDay]] = {}
    for day in days:
        groups.setdefault((day.on, day.step.channel), []).append(day)
    merged = []
    for group in groups.values():
        if len(group) == 1:
            merged.append(group[0])
            continue
        lead = max(group, key=lambda day: (day.step.level, day.step.from_day))
        lines = {line.account_id: line for day in group for line in day.lines}
        covers = {covered: None for day in (lead, *group) for covered in day.covers}
        merged.append(
            replace(
                lead,
                lines=tuple(sorted(lines.values(), key=lambda x: (x.due_on, x.account_id))),
                covers=tuple(covers),
            )
        )
    return sorted(merged, key=lambda day: (day.on, day.step.at, day.step.code))


def plan_case(
    strategy: Strategy,
    who: Situation,
    facts: ContactFacts,
    limits: ContactLimits,
    *,
    as_of: date,
    until: date,
    gap_days: int,
) -> CasePlan:
    """Plan one customer from ``as_of`` to ``until``, both inclusive.

    Each contact is judged as if the earlier ones of the plan had taken place, so the plan as a
    whole keeps every cap. One that is refused goes to the next allowed moment; when that lies
    after the horizon, after the step's last day, or never comes, it is refused.
    """
    days = merge(step_days(strategy, who, as_of=as_of, until=until, gap_days=gap_days))
    history = list(facts.history)
    growing = replace(facts, history=history)  # one list that grows with the plan
    contacts: list[PlannedContact] = []
    refused: list[RefusedStep] = []
    for day in days:
        placed = _place(day, who, growing, limits, until)
        if isinstance(placed, RefusedStep):
            refused.append(placed)
            continue
        contacts.append(placed)
        history.append(as_made(placed))
        history.sort(key=lambda past: past.at)
    once = _once_a_day(contacts)
    return CasePlan(tuple(sorted(once, key=lambda item: item.at)), tuple(refused))


def _once_a_day(contacts: Iterable[PlannedContact]) -> Iterable[PlannedContact]:
    """Merge what the guard moved onto one day and channel: still one contact per customer."""
    groups: dict[tuple[date, Channel | None], list[PlannedContact]] = {}
    for item in contacts:
        groups.setdefault((item.at.date(), item.step.channel), []).append(item)
    for group in groups.values():
        lead = max(group, key=lambda item: (item.step.level, item.step.from_day))
        if len(group) == 1:
            yield lead
            continue
        lines = {line.account_id: line for item in group for line in item.lines}
        covers = {covered: None for item in (lead, *group) for covered in item.covers}
        in_order = sorted(lines.values(), key=lambda line: (line.due_on, line.account_id))
        yield replace(lead, lines=tuple(in_order), covers=tuple(covers))


def _place(
    day: StepDay, who: Situation, facts: ContactFacts, limits: ContactLimits, until: date
) -> PlannedContact | RefusedStep:
    step, wished = day.step, datetime.combine(day.on, day.step.at)
    key = _key(day, who)
    decision = decide(facts, proposal(step, wished), limits)
    if isinstance(decision, Allowed):
        return PlannedContact(key, step, wished, wished, day.lines, day.covers)
    at = decision.next_allowed_at
    last = until if day.last_day is None else min(until, day.last_day)
    if at is None or at.date() > last:
        return RefusedStep(key, step, wished, decision)
    usual = datetime.combine(at.date(), step.at)
    if usual > at and isinstance(decide(facts, proposal(step, usual), limits), Allowed):
        at = usual  # the step's own hour, not the first minute of the day
    return PlannedContact(key, step, at, wished, day.lines, day.covers, decision.code)


def _key(day: StepDay, who: Situation) -> str:
    """Slot, due date, and for repeats which time it is: the same on every re-plan.

    A number once carried out is not given again, even where an earlier one was taken back since:
    a message that failed days later.
    """
    slot, reference = day.step.slot, day.covers[0].reference_on
    same = [past for past in who.sent if past.slot == slot and past.reference_on == reference]
    before = max([len(same), *(past.number for past in same)])
    return f"{slot}:{reference.isoformat()}:{before + 1}"


def number_in(key: str, slot: str, reference_on: date) -> int:
    """Which time it was, out of a contact's key; 0 when the key is another step's."""
    start, _, number = key.rpartition(":")
    is_its_own = f":{start}".endswith(f":{slot}:{reference_on.isoformat()}")
    return int(number) if is_its_own else 0


def proposal(step: Step, at: datetime) -> ProposedContact:
    """The contact with the debtor that a step proposes for a moment."""
    if step.channel is None:
        raise ValueError(f"{step.code} switches its slot off and contacts nobody")
    return ProposedContact(at=at, channel=step.channel, purpose=step.purpose)


def as_made(planned: PlannedContact) -> PastContact:
    """A planned contact as it will stand in the history once it was made."""
    channel = proposal(planned.step, planned.at).channel
    outcome = OUTCOME_WHEN_MADE.get(channel, Outcome.SENT)
    return PastContact(planned.at, channel, planned.step.purpose, outcome)


def preview(
    strategy: Strategy,
    who: Situation,
    facts: ContactFacts,
    limits: ContactLimits,
    *,
    as_of: date,
    days: int,
    gap_days: int,
) -> CasePlan:
    """What a customer who pays nothing will get over the next days, every step really sent.

    Runs the plan day by day, carrying what was sent from one day to the next; days on which
    nothing can fall are passed over.
    """
    contacts: list[PlannedContact] = []
    refused: dict[str, RefusedStep] = {}
    today, last = as_of, as_of + timedelta(days=days - 1)
    while today <= last:
        plan = plan_case(strategy, who, facts, limits, as_of=today, until=today, gap_days=gap_days)
        refused.update({step.key: step for step in plan.refused})
        contacts.extend(plan.contacts)
        who = replace(who, sent=who.sent + tuple(_sent(plan.contacts)))
        facts = replace(facts, history=(*facts.history, *map(as_made, plan.contacts)))
        today = _next_day(strategy, who, plan, today, last, gap_days)
    planned = {item.key for item in contacts}
    kept_off = (step for key, step in refused.items() if key not in planned)
    return CasePlan(tuple(contacts), tuple(kept_off))


def _next_day(
    strategy: Strategy, who: Situation, plan: CasePlan, today: date, last: date, gap_days: int
) -> date:
    """The next day on which something can fall: a step, a line that turns late, a refusal's end."""
    tomorrow = today + timedelta(days=1)
    if plan.refused:
        return tomorrow
    turns = [line.due_on + timedelta(days=1) for line in who.lines if line.due_on >= today]
    steps = step_days(strategy, who, as_of=tomorrow, until=last, gap_days=gap_days)
    return min((*turns, *(day.on for day in steps)), default=last + timedelta(days=1))


def _sent(contacts: Iterable[PlannedContact]) -> Iterable[SentStep]:
    for item in contacts:
        for covered in item.covers:
            number = number_in(item.key, covered.slot, covered.reference_on)
            yield SentStep(
                covered.slot, covered.level, item.at.date(), covered.reference_on, number
            )
