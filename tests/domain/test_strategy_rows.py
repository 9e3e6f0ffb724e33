"""Steps as rows there and back; every field's fault at its field; why a step wins or does not."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.adapters.rule_tables import bundled_strategy
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.errors import DomainError
from desktop.domain.reminder_strategy import (
    Conditions,
    DueLine,
    Run,
    SentStep,
    Situation,
    Strategy,
    replay_runs,
    step_days,
)
from desktop.domain.strategy_reasons import verdicts
from desktop.domain.strategy_rows import (
    Limits,
    check_step,
    faults,
    purpose_of,
    read_strategy,
    step_row,
)

TODAY = date(2026, 11, 20)
SHIPPED = bundled_strategy().steps
LIMITS = Limits(
    time(8),
    time(22),
    {
        channel: {step.template for step in SHIPPED if step.channel is channel}
        for channel in Channel
    },
)
BY_CODE = {step.code: step for step in SHIPPED}
SMS, CALL = BY_CODE["overdue_sms"], BY_CODE["overdue_call"]


def test_rows_come_back_as_they_were_written() -> None:
    when = Conditions(
        products=frozenset({"card", "loan"}),
        segments=frozenset({"vip"}),
        auto_debit=False,
        amount_from=Decimal("100.50"),
        amount_below=Decimal("1000"),
        promise="broken",
    )
    steps = (*SHIPPED, replace(CALL, code="own", when=when, is_off=True, every=3))
    assert read_strategy([step_row(step) for step in steps]).steps == steps


def test_the_shipped_strategy_has_no_fault() -> None:
    assert faults(SHIPPED, LIMITS) == ()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"code": "Über"}, "code", "bad_code"),
        ({"slot": ""}, "slot", "bad_code"),
        ({"zh": " 一 "}, "name", "bad_name"),
        ({"zh": "长" * 41}, "name", "bad_name"),
        ({"from_day": -61}, "from_day", "day_range"),
        ({"to_day": 3651}, "to_day", "day_range"),
        ({"from_day": 91}, "to_day", "days_order"),
        ({"every": 366}, "every", "pace_range"),
        ({"every": -1}, "every", "pace_range"),
        ({"every": 90}, "every", "pace_too_long"),
        ({"level": 100}, "level", "level_range"),
        ({"from_day": 0}, "from_day", "rung_too_early"),
        ({"level": 0}, "level", "level_missing"),
        ({"at": time(7, 59)}, "at", "at_night"),
        ({"at": time(22)}, "at", "at_night"),
        ({"template": "call_overdue"}, "template", "unknown_template"),
        ({"when": Conditions(amount_from=Decimal(-1))}, "amount_from", "amount_negative"),
        (
            {"when": Conditions(amount_from=Decimal(9), amount_below=Decimal(9))},
            "amount_below",
            "amount_order",
        ),
    ],
)
def test_a_fault_stands_at_its_field(change: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_step(replace(SMS, **change), LIMITS)
    assert (refused.value.field, refused.value.code) == (field, f"strategy.{code}")


def test_a_call_is_a_persons_task_and_a_letter_has_no_hour() -> None:
    with pytest.raises(DomainError) as refused:
        check_step(replace(CALL, by_officer=False), LIMITS)
    assert refused.value.field == "who"
    check_step(replace(BY_CODE["overdue_letter"], at=time(23)), LIMITS)
    off = replace(CALL, channel=None, at=time(3), template="", by_officer=False)
    check_step(off, LIMITS)


def test_steps_are_held_against_each_other() -> None:
    twin = replace(SMS, code="twin")
    other_level = replace(SMS, code="high", level=2, when=Conditions(auto_debit=True))
    steps = (SMS, SMS, twin, replace(twin, code="third", is_off=True), other_level)
    found = [(fault.code, fault.error.field, fault.error.code) for fault in faults(steps, LIMITS)]
    assert found == [
        ("overdue_sms", "code", "strategy.code_twice"),
        ("twin", "slot", "strategy.never_wins"),
        ("high", "level", "strategy.slot_levels"),
    ]


def test_a_step_that_is_off_counts_for_nothing() -> None:
    narrow = BY_CODE["before_2_auto_debit"]
    who = Situation((DueLine(1, "loan", "", TODAY, Decimal(10), auto_debit=True),))
    both = Strategy((BY_CODE["before_2_sms"], narrow))
    assert both.chosen(who.lines[0], Decimal(10), who) == [narrow]
    off = Strategy((BY_CODE["before_2_sms"], replace(narrow, is_off=True)))
    assert off.chosen(who.lines[0], Decimal(10), who) == [BY_CODE["before_2_sms"]]
    assert off.first_day == -2
    assert Strategy(()).first_day == 0


def test_the_purpose_goes_with_the_level() -> None:
    assert (purpose_of(0), purpose_of(1)) == (Purpose.REMINDER, Purpose.COLLECTION)


# --- why -----------------------------------------------------------------------------------------


def reasons(who: Situation, *codes: str) -> dict[str, tuple[str, str]]:
    strategy = bundled_strategy()
    found = verdicts(strategy, who, as_of=TODAY)
    return {one.step.code: (one.reason, one.detail) for one in found if one.step.code in codes}


def line(days_late: int, **more: Any) -> DueLine:
    due_on = TODAY - timedelta(days=days_late)
    return DueLine(more.pop("account_id", 1), "loan", "", due_on, Decimal(500), **more)


def test_every_step_says_why() -> None:
    codes = ("before_2_sms", "before_2_auto_debit", "before_2_call", "before_2_call_auto_debit")
    assert reasons(Situation((line(-2, auto_debit=True),)), *codes) == {
        "before_2_sms": ("narrower", "before_2_auto_debit"),
        "before_2_auto_debit": ("chosen", ""),
        "before_2_call": ("narrower", "before_2_call_auto_debit"),
        "before_2_call_auto_debit": ("switched_off", ""),
    }
    who = Situation((line(-2),), reachable=frozenset({Channel.PHONE}))
    assert reasons(who, *codes) == {
        "before_2_sms": ("unreachable", ""),
        "before_2_auto_debit": ("condition", "auto_debit"),
        "before_2_call": ("chosen", ""),
        "before_2_call_auto_debit": ("condition", "auto_debit"),
    }


@pytest.mark.parametrize(
    ("late", "level", "every", "sent", "reason"),
    [
        (-2, 0, 0, None, "chosen"),
        (0, 0, 0, None, "over"),  # the day before the due date was its last
        (-2, 0, 0, -3, "done"),
        (-2, 0, 1, -2, "chosen"),
        (-2, 0, 2, -2, "over"),
        (120, 1, 7, None, "chosen"),  # the first of a rung may be late
        (120, 1, 7, 20, "chosen"),
        (120, 1, 7, 85, "over"),
        (120, 1, 0, 20, "done"),
    ],
)
def test_a_step_that_cannot_come_any_more_says_so_as_the_plan_does(
    late: int, level: int, every: int, sent: int | None, reason: str
) -> None:
    last = 90 if level else -1
    step = replace(SMS, from_day=-7 if not level else 1, to_day=last, level=level, every=every)
    due = line(late)
    past = (
        ()
        if sent is None
        else (SentStep(step.slot, level, due.due_on + timedelta(days=sent), due.due_on),)
    )
    who = Situation((due,), sent=past)
    (one,) = verdicts(Strategy((step,)), who, as_of=TODAY)
    assert one.reason == reason
    until = TODAY + timedelta(days=90)
    planned = step_days(Strategy((step,)), who, as_of=TODAY, until=until, gap_days=0)
    assert bool(planned) is (reason == "chosen")


def test_the_ladder_is_judged_by_the_oldest_line_and_the_whole_sum() -> None:
    high = replace(SMS, code="high", when=Conditions(amount_from=Decimal(800)))
    strategy = Strategy((SMS, high))
    alone = verdicts(strategy, Situation((line(5),)), as_of=TODAY)
    assert [(one.step.code, one.reason) for one in alone] == [
        ("high", "condition"),
        ("overdue_sms", "chosen"),
    ]
    both = Situation((line(5), line(9, account_id=2), line(-3, account_id=3)))
    found = verdicts(strategy, both, as_of=TODAY)
    assert [(one.step.code, one.reason, one.account_id) for one in found] == [
        ("high", "chosen", 2),
        ("overdue_sms", "narrower", 2),
    ]


@pytest.mark.parametrize(
    ("change", "who", "name"),
    [
        ({"customer_kinds": frozenset({"company"})}, {}, "customer_kinds"),
        ({"segments": frozenset({"vip"})}, {"segment": "mass"}, "segments"),
        ({"risks": frozenset({"loss"})}, {"risk": "special_mention"}, "risks"),
        ({"products": frozenset({"card"})}, {}, "products"),
        ({"amount_below": Decimal(500)}, {}, "amount_below"),
        ({"promise": "broken"}, {"promise": "open"}, "promise"),
    ],
)
def test_the_condition_that_fails_is_named(
    change: dict[str, Any], who: dict[str, Any], name: str
) -> None:
    step = replace(SMS, when=Conditions(**change))
    (one,) = verdicts(Strategy((step,)), Situation((line(5),), **who), as_of=TODAY)
    assert (one.reason, one.detail) == ("condition", name)


# --- runs ----------------------------------------------------------------------------------------


def runs(*days: int, unsent: tuple[int, ...] = ()) -> list[Run]:
    return [Run(TODAY + timedelta(days=day), day not in unsent) for day in days]


def test_one_level_a_run_and_only_after_the_one_before_was_sent() -> None:
    thresholds = (1, 10, 30)
    assert replay_runs(thresholds, TODAY, runs(0, 1, 5, 10, 30, 60)) == [0, 1, 0, 2, 3, 0]
    assert replay_runs(thresholds, TODAY, runs(40, 41, 42, 43)) == [1, 2, 3, 0]
    late = runs(1, 10, 11, 12, unsent=(1, 10))
    assert replay_runs(thresholds, TODAY, late) == [1, 1, 1, 2]


def test_a_gap_between_levels_is_kept() -> None:
    assert replay_runs((1, 2), TODAY, runs(5, 6, 7, 8), gap_days=3) == [1, 0, 0, 2]
    assert replay_runs((), TODAY, runs(5)) == [0]
