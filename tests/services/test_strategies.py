"""Versions of the strategy: drafted, tried on a customer and on the book, switched on, taken back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from db.tables import CaseBoard, Reminder
from desktop.adapters.rule_tables import bundled_strategy
from desktop.domain.clock import FixedClock
from desktop.domain.contact_facts import Channel
from desktop.domain.errors import DomainError
from desktop.domain.progress import Cancelled
from desktop.domain.reminder_strategy import Conditions, Step
from desktop.services import (
    audit,
    calendar_moves,
    contacts,
    day_run,
    messages,
    settings,
    strategies,
    strategy_trial,
)
from desktop.services.desk import Desk
from desktop.services.strategies import SHIPPED
from desktop.services.strategy_in_force import find_step
from tests.book import Book
from tests.services.test_reminders import plan, rows, run_day, work

TODAY = date(2026, 11, 20)
STEPS = bundled_strategy().steps
TOMORROW = TODAY + timedelta(days=1)


def without(*codes: str) -> tuple[Step, ...]:
    return tuple(step for step in STEPS if step.code not in codes)


def changed(code: str, /, **change: object) -> tuple[Step, ...]:
    return tuple(replace(step, **change) if step.code == code else step for step in STEPS)  # type: ignore[arg-type]


def draft(desk: Desk, steps: tuple[Step, ...], name: str = "短信优先") -> int:
    return strategies.save_draft(desk, None, name, steps).version_id


def refusal(code: str, field: str | None = None) -> "pytest.RaisesContext[DomainError]":
    return pytest.raises(DomainError, match=rf"^strategy\.{code}")


@pytest.fixture
def late(book: Book, desk: Desk) -> int:
    """One customer five days late, planned for."""
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1, address="滨江区")
    book.late(11, 1, 5)
    day_run.run(desk)
    return rows(desk)[0].case_id


def test_the_shipped_strategy_is_in_force_until_the_branch_has_its_own(desk: Desk) -> None:
    (shipped,) = strategies.versions(desk)
    assert (shipped.version_id, shipped.is_in_force, shipped.steps) == (SHIPPED, True, STEPS)


def test_a_draft_is_kept_changed_and_dropped(desk: Desk) -> None:
    first = draft(desk, STEPS)
    saved = strategies.save_draft(desk, first, " 电话优先 ", without("suit"))
    assert saved.previous == ("短信优先", STEPS)
    row = strategies.versions(desk)[0]
    assert (row.name, row.state, row.made_by, row.is_in_force) == (
        "电话优先",
        "draft",
        "0217",
        False,
    )
    assert row.steps == without("suit")
    dropped = strategies.drop_draft(desk, first)
    assert dropped.previous == ("电话优先", without("suit"))
    assert len(strategies.versions(desk)) == 1
    with refusal("not_a_draft"):
        strategies.drop_draft(desk, first)


def test_a_draft_has_a_name(desk: Desk) -> None:
    with refusal("name_missing"):
        draft(desk, STEPS, "  ")
    with refusal("name_long"):
        draft(desk, STEPS, "长" * 61)


def test_a_faulty_draft_is_kept_but_not_switched_on(desk: Desk) -> None:
    bad = changed("overdue_sms", template="unheard_of")
    kept = draft(desk, bad)
    (fault,) = strategies.find_faults(desk, bad)
    assert (fault.code, fault.error.field) == ("overdue_sms", "template")
    with refusal("unknown_template"):
        strategies.switch_on(desk, kept, TODAY)
    with refusal("no_steps"):
        strategies.switch_on(desk, draft(desk, ()), TODAY)
    with refusal("past_day"):
        strategies.switch_on(desk, kept, TODAY - timedelta(days=1))


def test_switching_on_today_changes_the_calendar_and_taking_back_too(late: int, desk: Desk) -> None:
    assert plan(desk) == [("overdue_sms", TODAY)]
    own = draft(desk, without("overdue_sms"))
    done = strategies.switch_on(desk, own, TODAY)
    assert (done.standing, done.called_off) == (1, 1)
    assert plan(desk) == [("overdue_call", TODAY)]
    assert [row.is_in_force for row in strategies.versions(desk)] == [True, False]
    with refusal("not_a_draft"):
        strategies.save_draft(desk, own, "另一个", STEPS)
    strategies.take_back(desk, own)
    assert plan(desk) == [("overdue_sms", TODAY)]
    assert strategies.versions(desk)[0].state == "draft"
    with refusal("not_on"):
        strategies.take_back(desk, own)
    actions = [row.action for row in audit.recent(desk, subject="strategy")]
    assert actions == ["strategy.taken_back", "strategy.on", "strategy.saved"]


def test_one_of_tomorrow_waits_for_the_day_run(late: int, desk: Desk, clock: FixedClock) -> None:
    own = draft(desk, without("overdue_sms"))
    assert strategies.switch_on(desk, own, TOMORROW).standing == 0
    assert plan(desk) == [("overdue_sms", TODAY)]
    run_day(desk, TOMORROW)
    assert plan(desk) == [("overdue_call", TOMORROW)]


def test_what_was_sent_counts_for_the_new_ladder_and_handwork_stays(
    late: int, desk: Desk, clock: FixedClock
) -> None:
    messages.release(desk)
    calendar_moves.plan_by_hand(desk, [late], "phone", TODAY + timedelta(days=2))
    strategies.switch_on(desk, draft(desk, changed("overdue_call", from_day=2)), TODAY)
    assert ("by_hand", TODAY + timedelta(days=2)) in plan(desk)
    assert ("overdue_call", TODAY + timedelta(days=3)) in plan(desk)


def test_a_text_written_by_hand_outlives_planning_anew(late: int, desk: Desk) -> None:
    (sms,) = rows(desk)
    messages.correct(desk, sms.id, "张女士，您好！请今日还款，谢谢。")
    contacts.log_contact(desk, late, result="no_answer")
    strategies.switch_on(desk, draft(desk, changed("overdue_sms", at=STEPS[0].at)), TODAY)
    (kept,) = [row for row in rows(desk) if row.id == sms.id]
    assert kept.planned_time == "09:30"
    assert kept.facts["text"] == "张女士，您好！请今日还款，谢谢。"


def test_an_earlier_version_and_the_shipped_one_come_back(late: int, desk: Desk) -> None:
    first = draft(desk, without("overdue_sms"), "一")
    strategies.switch_on(desk, first, TODAY)
    second = draft(desk, STEPS, "二")
    strategies.switch_on(desk, second, TODAY)
    assert plan(desk) == [("overdue_sms", TODAY)]
    back = strategies.restore(desk, first, TODAY, "一（恢复）")
    assert plan(desk) == [("overdue_call", TODAY)]
    assert strategies.versions(desk)[0].name == "一（恢复）"
    strategies.restore(desk, SHIPPED, TODAY, "出厂策略")
    assert plan(desk) == [("overdue_sms", TODAY)]
    assert strategies.versions(desk)[0].steps == STEPS
    assert back.version_id != first
    with refusal("unknown"):
        strategies.restore(desk, 999, TODAY, "无")
    with refusal("past_day"):
        strategies.restore(desk, first, TODAY - timedelta(days=1), "一")


def test_a_version_with_a_template_no_longer_in_use_does_not_come_back(desk: Desk) -> None:
    old = draft(desk, changed("overdue_sms", template="gone"))
    with refusal("unknown_template"):
        strategies.restore(desk, old, TODAY, "旧")


def test_steps_of_earlier_versions_keep_their_names(late: int, desk: Desk) -> None:
    own = changed("overdue_sms", code="own_sms", slot="own_sms", zh="本行短信", en="Own SMS")
    strategies.switch_on(desk, draft(desk, own), TODAY)
    strategies.restore(desk, SHIPPED, TODAY, "出厂策略")
    names = strategies.names_of_steps(desk)
    assert names["own_sms"] == ("本行短信", "Own SMS")
    assert names["overdue_sms"][0].startswith("逾期短信")
    with desk.read() as connection:
        assert find_step(connection, "own_sms") is not None
        assert find_step(connection, "never_was") is None


def test_templates_to_choose_from_go_with_the_channel(desk: Desk) -> None:
    found = {
        channel: {choice.code for choice in choices}
        for channel, choices in strategies.template_choices(desk).items()
    }
    assert "overdue" in found[Channel.SMS]
    assert "call_overdue" in found[Channel.PHONE]
    assert {"collection_letter", "overdue_notice_1"} <= found[Channel.LETTER]


# --- trying --------------------------------------------------------------------------------------


def test_a_customer_is_shown_what_would_come_and_why(late: int, desk: Desk) -> None:
    now = strategy_trial.try_customer(desk, late)
    assert now.plan.contacts[0].step.code == "overdue_sms"
    tried = strategy_trial.try_customer(desk, late, without("overdue_sms"))
    assert tried.plan.contacts[0].step.code == "overdue_call"
    assert {one.reason for one in now.verdicts} >= {"chosen", "condition"}
    assert now.name == "张海燕"
    with pytest.raises(DomainError, match=r"contact\.unknown_case"):
        strategy_trial.try_customer(desk, 77)
    assert plan(desk) == [("overdue_sms", TODAY)]


def test_risk_is_the_class_of_the_case(late: int, desk: Desk) -> None:
    with work(desk) as unit:
        unit.connection.execute(update(CaseBoard).values(five_class="loss"))
    hard = changed("overdue_sms", when=Conditions(risks=frozenset({"loss"})))
    assert strategy_trial.try_customer(desk, late, hard).plan.contacts[0].step.code == "overdue_sms"
    mild = changed("overdue_sms", when=Conditions(risks=frozenset({"normal"})))
    assert strategy_trial.try_customer(desk, late, mild).plan.contacts[0].step.code != "overdue_sms"


class Watch:
    """Counts reports, and cancels at the one asked for."""

    def __init__(self, stop_at: int = 99) -> None:
        self.reports: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def report(self, done: int, total: int, step: str = "") -> None:
        self.reports.append((done, total))
        if len(self.reports) >= self._stop_at:
            raise Cancelled


def test_the_whole_book_is_counted_by_day_and_channel(book: Book, desk: Desk) -> None:
    for number, days in ((1, 5), (2, -10), (3, 200)):
        book.customer(number, address="滨江区")
        book.late(10 + number, number, days)
    book.customer(4)
    day_run.run(desk)
    watch = Watch()
    trial = strategy_trial.try_book(desk, without("overdue_sms"), progress=watch)
    assert trial.customers == 3
    assert watch.reports[-1] == (1, 1)
    assert trial.now.contacts[(TODAY, "sms")] == 2
    assert trial.tried.contacts[(TODAY, "sms")] == 0
    assert trial.tried.contacts[(TODAY, "phone")] == 2
    assert set(trial.channels) >= {"sms", "phone"}
    shown = strategy_trial.try_customer(desk, rows(desk)[0].case_id, days=trial.days)
    assert sum(trial.now.contacts.values()) >= len(shown.plan.contacts)


def test_the_counts_of_the_book_are_the_sum_of_its_customers(book: Book, desk: Desk) -> None:
    for number, days in ((1, 5), (2, -10)):
        book.customer(number, address="滨江区")
        book.late(10 + number, number, days)
    day_run.run(desk)
    trial = strategy_trial.try_book(desk, STEPS)
    with desk.read() as connection:
        ids = [row.case_id for row in connection.execute(CaseBoard.__table__.select())]
    single = [strategy_trial.try_customer(desk, case_id, days=30).plan for case_id in ids]
    assert trial.now.contacts.total() == sum(len(one.contacts) for one in single)
    assert trial.now == trial.tried
    assert trial.now.refused.total() == sum(len(one.refused) for one in single)


def test_a_cancelled_trial_stops(late: int, desk: Desk) -> None:
    with pytest.raises(Cancelled):
        strategy_trial.try_book(desk, STEPS, progress=Watch(stop_at=1))


def test_a_cancelled_switch_leaves_everything_as_it_was(late: int, desk: Desk) -> None:
    own = draft(desk, without("overdue_sms"))
    with pytest.raises(Cancelled):
        strategies.switch_on(desk, own, TODAY, Watch(stop_at=1))
    assert strategies.versions(desk)[0].state == "draft"
    assert plan(desk) == [("overdue_sms", TODAY)]


def test_amounts_of_conditions_are_kept_exactly(desk: Desk) -> None:
    when = Conditions(amount_from=Decimal("0.10"), amount_below=Decimal("20000.00"))
    kept = draft(desk, changed("overdue_sms", when=when))
    steps = next(row for row in strategies.versions(desk) if row.version_id == kept).steps
    assert next(step for step in steps if step.code == "overdue_sms").when == when


def test_reminders_of_a_step_gone_can_still_be_moved(late: int, desk: Desk) -> None:
    with work(desk) as unit:
        unit.connection.execute(update(Reminder).values(step="long_gone"))
    moved = calendar_moves.move_item(desk, "contact", rows(desk)[0].id, TOMORROW)
    assert moved.planned_on == TODAY
