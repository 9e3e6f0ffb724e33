"""The reminder strategy: which step suits which debt, and on which day it falls.

Pure and dated. The steps are data (``resources/rules/strategy.toml`` or the branch's own); the
contact guard is asked later, by ``reminder_plan``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Final

from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.money import ZERO, Money

PROMISE_STATES: Final = ("none", "open", "broken")
CONDITIONS: Final = (
    "products",
    "customer_kinds",
    "segments",
    "risks",
    "auto_debit",
    "amount_from",
    "amount_below",
    "promise",
)


@dataclass(frozen=True, slots=True)
class DueLine:
    """What one account owes next: its oldest instalment that is not fully paid.

    ``amount`` is what must be paid to be up to date: the instalment when it is still to come,
    everything overdue when it is late. ``kind`` is ``loan`` or ``card``.
    """

    account_id: int
    kind: str
    product: str
    due_on: date
    amount: Money
    auto_debit: bool = False
    tail: str = ""
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class SentStep:
    """A step that was really carried out: sent, called, printed; not merely planned.

    ``reference_on`` is the due date it was about; ``number`` which time it was of this step, 0
    where it only went along with another.
    """

    slot: str
    level: int
    on: date
    reference_on: date
    number: int = 0


@dataclass(frozen=True, slots=True)
class Situation:
    """One customer as the strategy sees them.

    ``reachable`` are the channels for which there is a number or an address; steps on other
    channels are left out, and the ladder climbs past them.
    """

    lines: tuple[DueLine, ...]
    customer_kind: str = "person"
    segment: str = ""
    risk: str = ""
    promise: str = "none"
    reachable: frozenset[Channel] = frozenset(Channel)
    sent: tuple[SentStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """For whom a step is meant; empty means anybody. ``amount_below`` is exclusive, in yuan."""

    products: frozenset[str] = frozenset()
    customer_kinds: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    risks: frozenset[str] = frozenset()
    auto_debit: bool | None = None
    amount_from: Money | None = None
    amount_below: Money | None = None
    promise: str | None = None

    def width(self) -> int:
        """How many conditions are set: the larger, the narrower the step."""
        return sum(getattr(self, name) not in (None, frozenset()) for name in CONDITIONS)

    def fit(self, line: DueLine, amount: Money, who: Situation) -> bool:
        """Whether every condition holds for a debt line of a customer."""
        return self.failing(line, amount, who) is None

    def failing(self, line: DueLine, amount: Money, who: Situation) -> str | None:
        """The first condition, by its name, that does not hold; ``None`` when all do."""
        holds = (
            ("products", not self.products or bool(self.products & {line.kind, line.product})),
            ("customer_kinds", not self.customer_kinds or who.customer_kind in self.customer_kinds),
            ("segments", not self.segments or who.segment in self.segments),
            ("risks", not self.risks or who.risk in self.risks),
            ("auto_debit", self.auto_debit in (None, line.auto_debit)),
            ("amount_from", self.amount_from is None or amount >= self.amount_from),
            ("amount_below", self.amount_below is None or amount < self.amount_below),
            ("promise", self.promise in (None, who.promise)),
        )
        return next((name for name, is_held in holds if not is_held), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the strategy.

    ``from_day`` and ``to_day`` count from the due date (0), both inclusive. For a rung of the
    dunning ladder (``level`` > 0) ``to_day`` ends the repeats; the first of a rung may be late,
    because the next rung waits for it. ``channel`` is ``None`` where a narrow step switches its
    slot off. ``by_officer`` steps are tasks for a person, the others messages of the branch. A step
    that ``is_off`` is kept for later and counts for nothing.
    """

    code: str
    slot: str
    from_day: int
    to_day: int
    at: time
    channel: Channel | None
    purpose: Purpose
    template: str
    by_officer: bool
    source: str
    zh: str
    en: str
    every: int = 0
    level: int = 0
    when: Conditions = Conditions()
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """One slot and due date that a contact takes care of."""

    slot: str
    level: int
    reference_on: date


@dataclass(frozen=True, slots=True)
class StepDay:
    """A step that falls on a day for some debt lines.

    ``last_day`` is the last on which it makes sense, ``None`` for a rung of the ladder, which
    waits as long as it must. ``covers`` is the step itself and, after merging, those it took in.
    """

    step: Step
    on: date
    last_day: date | None
    lines: tuple[DueLine, ...]
    covers: tuple[Covered, ...]


@dataclass(frozen=True)
class Strategy:
    """All steps, in the order of their table."""

    steps: tuple[Step, ...]

    @cached_property
    def live(self) -> tuple[Step, ...]:
        """The steps that count."""
        return tuple(step for step in self.steps if not step.is_off)

    @cached_property
    def first_day(self) -> int:
        """The earliest day of any step, counted from the due date; 0 without steps."""
        return min((step.from_day for step in self.live), default=0)

    @cached_property
    def slots(self) -> dict[str, tuple[Step, ...]]:
        """The steps of each slot, the narrowest first; of equally narrow ones the first listed."""
        slots: dict[str, list[Step]] = {}
        for step in self.live:
            slots.setdefault(step.slot, []).append(step)
        return {
            slot: tuple(sorted(steps, key=lambda step: -step.when.width()))
            for slot, steps in slots.items()
        }

    @cached_property
    def _goes_by_amount(self) -> bool:
        return any(
            step.when.amount_from is not None or step.when.amount_below is not None
            for step in self.live
        )

    @cached_property
    def _remembered(self) -> dict[object, list[Step]]:
        return {}

    def chosen(self, line: DueLine, amount: Money, who: Situation) -> list[Step]:
        """The step of each slot that wins for a debt line: the narrowest that fits.

        A slot that is switched off, or whose channel cannot reach the customer, is left out.
        Remembered by all that the conditions look at: a book has few different customers.
        """
        if self._goes_by_amount:
            return self._choose(line, amount, who)
        like = (
            line.kind,
            line.product,
            line.auto_debit,
            who.customer_kind,
            who.segment,
            who.risk,
            who.promise,
            who.reachable,
        )
        found = self._remembered.get(like)
        if found is None:
            found = self._remembered[like] = self._choose(line, amount, who)
        return found

    def _choose(self, line: DueLine, amount: Money, who: Situation) -> list[Step]:
        found: list[Step] = []
        for steps in self.slots.values():
            step = next((step for step in steps if step.when.fit(line, amount, who)), None)
            if step is not None and step.channel is not None and step.channel in who.reachable:
                found.append(step)
        return found


def step_days(
    strategy: Strategy, who: Situation, *, as_of: date, until: date, gap_days: int
) -> list[StepDay]:
    """Every step that falls on a day from ``as_of`` to ``until``, both inclusive.

    Reminders before and on the due date come once per slot and due date, or at their pace, the next
    one only. Of the ladder only the next occurrence of each rung comes, and a rung only after the
    one below it was really sent, ``gap_days`` before. Nothing that was already sent comes again.
    """
    coming = [line for line in who.lines if line.due_on >= as_of and line.amount > ZERO]
    late = sorted(
        (line for line in who.lines if line.due_on < as_of and line.amount > ZERO),
        key=lambda line: (line.due_on, line.account_id),
    )
    found = [day for line in coming for day in _reminder_days(strategy, who, line, as_of, until)]
    if late:
        found.extend(_ladder_days(strategy, who, tuple(late), as_of, until, gap_days))
    return found


def _reminder_days(
    strategy: Strategy, who: Situation, line: DueLine, as_of: date, until: date
) -> Iterable[StepDay]:
    for step in strategy.chosen(line, line.amount, who):
        if step.level:
            continue
        first = line.due_on + timedelta(days=step.from_day)
        last = line.due_on + timedelta(days=step.to_day)
        mine = [
            past.on
            for past in who.sent
            if past.slot == step.slot and past.reference_on == line.due_on
        ]
        if mine:
            first = max(mine) + timedelta(days=step.every)
        on = max(first, as_of)
        if on <= min(last, until) and (step.every or not mine):
            yield StepDay(step, on, last, (line,), (Covered(step.slot, 0, line.due_on),))


def _ladder_days(
    strategy: Strategy,
    who: Situation,
    late: tuple[DueLine, ...],
    as_of: date,
    until: date,
    gap_days: int,
) -> Iterable[StepDay]:
    """The next occurrence of every rung that may be climbed; judged by the oldest, first, line."""
    oldest = late[0]
    amount = sum((line.amount for line in late), ZERO)
    rungs = [step for step in strategy.chosen(oldest, amount, who) if step.level]
    episode = [past for past in who.sent if past.on > oldest.due_on]
    for step in rungs:
        on = next_rung_day(step, rungs, oldest.due_on, episode, gap_days)
        if on is None:
            continue
        on = max(on, as_of)
        if on <= until:
            covered = Covered(step.slot, step.level, oldest.due_on)
            yield StepDay(step, on, None, late, (covered,))


def next_rung_day(
    step: Step, rungs: Iterable[Step], due_on: date, sent: Iterable[SentStep], gap_days: int
) -> date | None:
    """The day on which a rung is next due, or ``None`` when it must wait or is over.

    ``sent`` are the steps carried out since the due date. The first time a rung is due
    ``from_day`` after the due date but not before ``gap_days`` after the first sending of the
    rung below; after that ``every`` days after its last sending, until ``to_day``.
    """
    sent = list(sent)
    mine = [past.on for past in sent if past.slot == step.slot]
    if mine:
        again = max(mine) + timedelta(days=step.every)
        is_over = not step.every or again > due_on + timedelta(days=step.to_day)
        return None if is_over else again
    day = due_on + timedelta(days=step.from_day)
    below = max((rung.level for rung in rungs if rung.level < step.level), default=0)
    if below:
        below_sent = [past.on for past in sent if past.level == below]
        if not below_sent:
            return None
        day = max(day, min(below_sent) + timedelta(days=gap_days))
    return day


@dataclass(frozen=True, slots=True)
class Run:
    """One run over the book: its day, and whether what it asked for was really sent."""

    on: date
    is_sent: bool = True


def replay_runs(
    thresholds: Iterable[int], due_on: date, runs: Iterable[Run], *, gap_days: int = 0
) -> list[int]:
    """The level that each run asks for, 0 for none; runs in order, state carries over.

    ``thresholds`` are the days past due from which levels 1, 2 … are due (day 1 is the day after
    the due date). A run asks for one level: the one above the last that was really sent, once it is
    due and ``gap_days`` after that one. After the last level nothing more comes.
    """
    days = list(thresholds)
    reached, reached_on = 0, due_on
    found = []
    for run in runs:
        is_due = reached < len(days) and (run.on - due_on).days >= days[reached]
        if reached and (run.on - reached_on).days < gap_days:
            is_due = False
        found.append(reached + 1 if is_due else 0)
        if is_due and run.is_sent:
            reached, reached_on = reached + 1, run.on
    return found
