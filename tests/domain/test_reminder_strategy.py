"""Which step falls on which day, for whom, and when the next rung may be climbed."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.adapters.rule_tables import bundled_strategy
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.reminder_strategy import (
    Conditions,
    DueLine,
    SentStep,
    Situation,
    Step,
    Strategy,
    next_rung_day,
    step_days,
)
from desktop.domain.strategy_rows import read_strategy

DUE = date(2026, 12, 1)
STRATEGY = bundled_strategy()


def line(due_on: date = DUE, amount: str = "1200.00", **more: Any) -> DueLine:
    return DueLine(
        more.pop("account_id", 1), more.pop("kind", "loan"), "", due_on, Decimal(amount), **more
    )


def days(who: Situation, as_of: date, horizon: int = 0, gap: int = 3) -> list[tuple[str, date]]:
    until = as_of + timedelta(days=horizon)
    found = step_days(STRATEGY, who, as_of=as_of, until=until, gap_days=gap)
    return sorted((day.step.code, day.on) for day in found)


def on(offset: int) -> date:
    return DUE + timedelta(days=offset)


def sent(slot: str, offset: int, level: int = 0) -> SentStep:
    return SentStep(slot, level, on(offset), DUE)


def test_before_and_on_the_due_day() -> None:
    assert days(Situation((line(),)), on(-10), horizon=10) == [
        ("before_2_call", on(-2)),
        ("before_2_sms", on(-2)),
        ("before_7_email", on(-7)),
        ("before_7_sms", on(-7)),
        ("due_day_sms", on(0)),
    ]


def test_auto_debit_gets_its_own_sms_and_no_call() -> None:
    who = Situation((line(auto_debit=True),))
    assert days(who, on(-2)) == [("before_2_auto_debit", on(-2))]


def test_a_missed_day_is_made_up_for_until_the_step_makes_no_sense() -> None:
    who = Situation((line(),))
    assert days(who, on(-5)) == [("before_7_email", on(-5)), ("before_7_sms", on(-5))]
    assert days(who, on(-3)) == []


def test_what_was_sent_does_not_come_again_but_the_next_due_date_has_its_own() -> None:
    who = Situation((line(),), sent=(sent("before_7_sms", -7), sent("before_7_email", -7)))
    assert days(who, on(-6)) == []
    next_month = Situation((line(on(30)),), sent=who.sent)
    assert len(days(next_month, on(23))) == 2


def test_channels_without_an_address_are_left_out() -> None:
    who = Situation((line(),), reachable=frozenset({Channel.PHONE}))
    assert days(who, on(-7), horizon=7) == [("before_2_call", on(-2))]


def test_nothing_owed_nothing_planned() -> None:
    assert days(Situation((line(amount="0.00"),)), on(-7), horizon=30) == []


def test_the_first_rung_comes_on_the_first_day_past_due() -> None:
    who = Situation((line(),))
    assert days(who, on(0)) == [("due_day_sms", on(0))]
    assert days(who, on(1)) == [("overdue_sms", on(1))]


def test_the_next_rung_waits_until_the_one_below_was_really_sent() -> None:
    who = Situation((line(),))
    assert days(who, on(10)) == [("overdue_sms", on(10))]
    assert days(replace(who, sent=(sent("overdue_sms", 10, 1),)), on(12)) == []
    assert days(replace(who, sent=(sent("overdue_sms", 10, 1),)), on(13)) == [
        ("overdue_call", on(13))
    ]


def test_rungs_repeat_at_their_own_pace() -> None:
    who = Situation((line(),), sent=(sent("overdue_sms", 1, 1), sent("overdue_call", 4, 2)))
    assert days(who, on(7)) == []
    assert days(who, on(8)) == [("overdue_sms", on(8))]
    assert days(who, on(11)) == [("overdue_call", on(11)), ("overdue_sms", on(11))]


def test_repeats_end_and_single_rungs_come_once() -> None:
    rung = Step(
        "x", "x", 1, 90, time(9), Channel.SMS, Purpose.COLLECTION, "t", False, "", "", "", 7, 1
    )
    once = replace(rung, every=0)
    assert next_rung_day(rung, [rung], DUE, [SentStep("x", 1, on(83), DUE)], 3) == on(90)
    assert next_rung_day(rung, [rung], DUE, [SentStep("x", 1, on(84), DUE)], 3) is None
    assert next_rung_day(once, [once], DUE, [SentStep("x", 1, on(1), DUE)], 3) is None


def test_a_rung_that_cannot_reach_the_customer_is_climbed_past() -> None:
    who = Situation((line(),), reachable=frozenset({Channel.PHONE, Channel.LETTER}))
    assert days(who, on(4)) == [("overdue_call", on(4))]


def test_an_old_debt_starts_on_the_first_rung_and_climbs_one_at_a_time() -> None:
    who = Situation((line(),))
    assert days(who, on(200)) == [("overdue_sms", on(200))]
    who = replace(who, sent=(sent("overdue_sms", 200, 1),))
    assert days(who, on(203)) == [("overdue_call", on(203))]
    who = replace(who, sent=(*who.sent, sent("overdue_call", 203, 2)))
    assert days(who, on(206)) == [("overdue_letter", on(206))]


def test_what_was_sent_for_an_earlier_lateness_does_not_count() -> None:
    who = Situation((line(),), sent=(sent("overdue_sms", -20, 1),))
    assert days(who, on(4)) == [("overdue_sms", on(4))]


def test_all_late_accounts_come_with_the_oldest() -> None:
    who = Situation((line(on(5), account_id=2), line(), line(on(40), account_id=3)))
    (sms,) = step_days(STRATEGY, who, as_of=on(10), until=on(10), gap_days=3)
    assert [item.account_id for item in sms.lines] == [1, 2]
    assert sms.covers[0].reference_on == DUE


def test_companies_get_the_letter_earlier() -> None:
    before = (sent("overdue_sms", 1, 1), sent("overdue_call", 4, 2))
    who = Situation((line(),), sent=before)
    assert ("overdue_letter", on(31)) in days(who, on(10), horizon=30)
    company = replace(who, customer_kind="company")
    assert ("overdue_letter_company", on(16)) in days(company, on(10), horizon=30)


def test_a_broken_promise_is_called_about_earlier() -> None:
    who = Situation((line(),), promise="broken", sent=(sent("overdue_sms", 1, 1),))
    assert days(who, on(1), horizon=3)[0] == ("overdue_call_broken_promise", on(4))


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        (Conditions(), True),
        (Conditions(products=frozenset({"loan"})), True),
        (Conditions(products=frozenset({"消费贷"})), True),
        (Conditions(products=frozenset({"card"})), False),
        (Conditions(customer_kinds=frozenset({"company"})), False),
        (Conditions(segments=frozenset({"vip"})), True),
        (Conditions(risks=frozenset({"high"})), False),
        (Conditions(auto_debit=False), True),
        (Conditions(auto_debit=True), False),
        (Conditions(amount_from=Decimal("1000.00")), True),
        (Conditions(amount_from=Decimal("1000.01")), False),
        (Conditions(amount_below=Decimal("1000.00")), False),
        (Conditions(amount_below=Decimal("1000.01")), True),
        (Conditions(promise="none"), True),
        (Conditions(promise="broken"), False),
    ],
)
def test_conditions(when: Conditions, fits: bool) -> None:
    debt = DueLine(1, "loan", "消费贷", DUE, Decimal("1000.00"))
    who = Situation((debt,), segment="vip", risk="low")
    assert when.fit(debt, debt.amount, who) is fits


def row(**more: Any) -> dict[str, Any]:
    return {
        "code": "a", "slot": "s", "from_day": -1, "to_day": 0, "at": "09:00", "channel": "sms",
        "purpose": "reminder", "template": "due_soon", "who": "branch", "source": "", "zh": "",
        "en": "",
    } | more  # fmt: skip


def test_the_narrowest_step_of_a_slot_wins_and_may_switch_it_off() -> None:
    wide = row()
    narrow = row(code="b", when={"products": ["card"], "amount_from": "500"}, channel="none")
    middle = row(code="c", when={"products": ["card"]})
    strategy = read_strategy([wide, narrow, middle])

    def chosen(debt: DueLine) -> list[str]:
        return [step.code for step in strategy.chosen(debt, debt.amount, Situation((debt,)))]

    assert chosen(line()) == ["a"]
    assert chosen(line(kind="card", amount="499.99")) == ["c"]
    assert chosen(line(kind="card")) == []


@pytest.mark.parametrize(
    "rows",
    [
        [row(), row()],
        [row(from_day=1)],
        [row(every=-1)],
        [row(level=-1)],
        [row(), row(code="b", level=1)],
        [row(when={"colour": "red"})],
        [row(when={"promise": "maybe"})],
        [row(channel="pigeon")],
    ],
)
def test_wrong_strategies_are_refused(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - one kind of error for the reader
        read_strategy(rows)


def test_an_empty_slot_chooses_nothing() -> None:
    only_cards = read_strategy([row(when={"products": ["card"]})])
    assert only_cards.chosen(line(), Decimal("1.00"), Situation((line(),))) == []
    assert Strategy(()).slots == {}
