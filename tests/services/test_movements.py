"""Money arrives once, is read with its doubts, and finds its debt."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.movement_message import Movement as MovementMessage
from desktop.services import audit, day_run, money_inbox, movements, rule_changes
from desktop.services.desk import Desk
from desktop.services.money_inbox import InboxQuery
from desktop.services.movements import MovementIn
from tests.book import Book, yuan
from tests.conftest import TODAY

HEADER = "交易日期,贷方发生额,借方发生额,对方户名,对方账号,摘要,交易流水号\n"


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    """A desk with one late customer, 张海燕, who owes 1,060.00 and a penalty."""
    book.customer(1)
    book.late(1, 1, 45, annual_rate=None)
    day_run.run(desk)
    return desk


def _file(folder: Path, rows: str, name: str = "十一月.csv") -> Path:
    path = folder / name
    path.write_text(HEADER + rows, encoding="gb18030")
    return path


def test_a_statement_is_stored_matched_and_never_twice(owing: Desk, tmp_path: Path) -> None:
    rows = "2026-11-19,1060.00,,张海燕,,还款,A1\n2026-11-19,,35.00,电费,,,A2\n2026-11-19,9.00,,生人,,,A3\n"
    stored = movements.import_statement(owing, _file(tmp_path, rows))
    assert (stored.new, stored.known, stored.matched, stored.certain) == (3, 0, 1, 1)
    assert stored.columns["payer_name"] == "对方户名"
    again = movements.import_statement(owing, _file(tmp_path, rows))
    assert (again.new, again.known) == (0, 3)
    assert not again.changes
    open_rows = money_inbox.inbox(owing)
    assert [(row.payer_name, row.state, row.is_certain) for row in open_rows] == [
        ("生人", "arrived", False), ("张海燕", "matched", True)
    ]  # fmt: skip
    best = open_rows[1].suggestions[0]
    assert (best.parts, best.reasons) == (
        ((1, Decimal("1060.00")),), ("name", "due_amount", "near_due")
    )  # fmt: skip
    counts = money_inbox.inbox_counts(owing)
    assert counts == {
        "arrived": 1, "matched": 1, "ignored": 1, "certain": 1, "doubtful": 0, "kept_of_late": 0
    }  # fmt: skip


def test_alike_movements_without_a_number_are_counted(owing: Desk) -> None:
    one = MovementIn(yuan("5.00"), TODAY, payer_name="生人")
    assert movements.store(owing, "core", [one, one]).new == 2
    assert movements.store(owing, "core", [one, one, one]).new == 1


def test_doubts_are_kept_and_hold_back(owing: Desk, tmp_path: Path) -> None:
    rows = "2026-11-21,1060.00,,张海燕,,,B1\n坏,1,,,,,B2\n"
    stored = movements.import_statement(owing, _file(tmp_path, rows))
    assert (stored.new, stored.doubtful, stored.certain) == (1, 1, 0)
    assert stored.faults[0].row_no == 3
    row = money_inbox.inbox(owing)[0]
    assert (row.doubt, row.is_certain) == ("payments.future_day", False)


@pytest.mark.parametrize(
    ("movement", "doubt"),
    [
        (
            MovementIn(yuan("1060.00"), TODAY + timedelta(days=1), payer_name="张海燕"),
            "payments.future_day",
        ),
        (
            MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕", currency="USD"),
            "payments.foreign_currency",
        ),
        (
            MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕", doubt="payments.sum_differs"),
            "payments.sum_differs",
        ),
    ],
)
def test_what_is_in_doubt_is_never_certain(owing: Desk, movement: MovementIn, doubt: str) -> None:
    stored = movements.store(owing, "core", [movement])
    assert (stored.doubtful, stored.certain) == (1, 0)
    assert money_inbox.inbox(owing)[0].doubt == doubt


def test_the_inbox_is_searched_by_words_and_days(owing: Desk) -> None:
    movements.store(
        owing,
        "core",
        [
            MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕", reference="R1"),
            MovementIn(yuan("2.00"), date(2026, 10, 1), memo="学费", reference="R2"),
        ],
    )
    assert [row.reference for row in money_inbox.inbox(owing, InboxQuery(words="海燕"))] == ["R1"]
    assert [row.reference for row in money_inbox.inbox(owing, InboxQuery(words="学费 R2"))] == [
        "R2"
    ]
    assert [row.reference for row in money_inbox.inbox(owing, InboxQuery(from_on=TODAY))] == ["R1"]
    assert [
        row.reference for row in money_inbox.inbox(owing, InboxQuery(to_on=date(2026, 10, 31)))
    ] == ["R2"]


def test_debts_that_change_are_matched_again(owing: Desk, book: Book) -> None:
    movements.store(owing, "core", [MovementIn(yuan("77.00"), TODAY, payer_name="李建军")])
    assert money_inbox.inbox(owing)[0].state == "arrived"
    book.customer(2, "李建军")
    book.account(2, 2, annual_rate=None)
    book.instalment(2, 1, TODAY - timedelta(days=9), "77.00", "0.00")
    day_run.run(owing)
    assert movements.rematch(owing).certain == 1
    assert money_inbox.inbox(owing)[0].customer == "李建军"


def test_rematching_nothing_is_no_error(owing: Desk) -> None:
    assert movements.rematch(owing).matched == 0


def test_an_announced_transfer_is_awaited_for_three_working_days(
    owing: Desk, clock: FixedClock
) -> None:
    first = movements.announce(owing, 1, yuan("500.00"), sent_on=TODAY, note="跨行")
    assert first.new == 1
    assert movements.announce(owing, 1, yuan("500.00"), sent_on=TODAY).known == 1
    row = money_inbox.inbox(owing)[0]
    # Friday: the third working day is Wednesday
    assert (row.state, row.customer, row.expected_by) == ("sent", "张海燕", date(2026, 11, 25))
    assert money_inbox.late_transfers(owing) == []
    clock.moment += timedelta(days=6)
    assert [row.id for row in money_inbox.late_transfers(owing)] == [row.id]


@pytest.mark.parametrize(
    ("amount", "days", "code"),
    [("0.00", 0, "payments.not_positive"), ("1.00", 1, "payments.future_day")],
)
def test_a_wrong_announcement_is_refused(owing: Desk, amount: str, days: int, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        movements.announce(owing, 1, yuan(amount), sent_on=TODAY + timedelta(days=days))
    assert caught.value.code == code


def test_receiving_leaves_an_audit_entry(owing: Desk) -> None:
    movements.store(owing, "core", [MovementIn(yuan("1.00"), TODAY)])
    entry = audit.recent(owing)[0]
    assert (entry.action, entry.facts) == (
        "payments.received",
        '{"known":0,"new":1,"source":"core"}',
    )


@pytest.mark.parametrize(
    ("more", "doubt"),
    [
        ({"payer_name": "张海燕"}, "payments.maybe_double"),
        ({"payer_tail": "2214", "value_on": TODAY - timedelta(days=1)}, "payments.maybe_double"),
        ({"payer_name": "李建军"}, None),
        ({"payer_tail": "9999"}, None),
        ({"value_on": TODAY - timedelta(days=2)}, None),
        ({"amount": yuan("1060.01")}, None),
        ({"amount": yuan("-1060.00")}, None),
    ],
)
def test_what_another_source_may_have_reported_is_doubted(
    owing: Desk, more: dict[str, Any], doubt: str | None
) -> None:
    first = MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕", payer_tail="2214")
    movements.store(owing, "movement_sms", [first])
    facts = {"amount": yuan("1060.00"), "value_on": TODAY, "reference": "X", **more}
    movements.store(owing, "bank_file", [MovementIn(**facts)])
    rows = money_inbox.inbox(owing, InboxQuery(states=("arrived", "matched", "ignored")))
    assert {row.doubt for row in rows if row.reference == "X"} == {doubt}


def test_what_a_page_asks_for(owing: Desk) -> None:
    movements.store(
        owing,
        "core",
        [
            MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕", reference="R1"),
            MovementIn(yuan("2.00"), TODAY, reference="R2", doubt="payments.missing_balance"),
        ],
    )

    def found(**query: Any) -> list[str]:
        return [row.reference for row in money_inbox.inbox(owing, InboxQuery(**query))]

    assert found(is_certain=True) == ["R1"]
    assert found(is_doubtful=True) == ["R2"]
    assert found(is_doubtful=False) == ["R1"]
    ids = money_inbox.inbox_ids(owing, InboxQuery())
    assert [row.id for row in money_inbox.inbox_rows(owing, [*ids, 999])] == list(ids)
    assert money_inbox.inbox_counts(owing)["doubtful"] == 1
    by_number = money_inbox.payable_accounts(owing, "HT2026")
    assert [(each.account_id, each.overdue) for each in by_number] == [(1, yuan("1060.00"))]
    assert money_inbox.payable_accounts(owing, "海燕") == by_number
    assert money_inbox.payable_accounts(owing, " ") == []
    assert [row.reference for row in money_inbox.of_customer(owing, 1)] == ["R1"]
    label = money_inbox.account_labels(owing, [1])[1]
    assert (label.account_no, label.customer) == ("HT2026000001", "张海燕")


def test_a_banks_message_is_stored_with_the_message(owing: Desk) -> None:
    read = MovementMessage(
        "movement", bank="ICBC", tail="8801", direction="in", amount=yuan("1060.00"),
        balance=yuan("5000.00"), time=owing.clock.now(), counterparty="张海燕",
    )  # fmt: skip
    with owing.write() as work:
        first = movements.take_movement_sms(work, "sms:1", read, owing.clock.now())
        again = movements.take_movement_sms(work, "sms:1", read, owing.clock.now())
        out = replace(read, direction="out", time=None, has_hour=False)
        movements.take_movement_sms(work, "sms:2", out, owing.clock.now())
        with pytest.raises(ValueError, match="amount"):
            movements.take_movement_sms(work, "sms:3", MovementMessage("otp"), owing.clock.now())
        work.commit()
    assert (first.new, first.certain, again.known) == (1, 1, 1)
    row = money_inbox.inbox(owing)[0]
    assert (row.source, row.our_account, row.at) == ("movement_sms", "8801", owing.clock.now())
    assert money_inbox.inbox_counts(owing)["ignored"] == 1


def test_money_that_comes_at_once_is_expected_by_the_next_working_day(owing: Desk) -> None:
    movements.announce(owing, 1, yuan("10.00"), sent_on=TODAY, is_transfer=False)
    [row] = money_inbox.inbox(owing)
    assert (row.state, row.expected_by) == ("announced", date(2026, 11, 23))


def test_an_announcement_noted_by_mistake_leaves_nothing_behind(owing: Desk) -> None:
    with owing.write() as work:
        key = movements.announce_within(work, 1, yuan("10.00"), sent_on=TODAY, note="", desk=owing)
        assert key is not None
        movements.take_back_announced(work, key)
        work.commit()
    assert money_inbox.inbox(owing) == []


def test_the_branch_sets_from_how_many_points_a_match_is_certain(owing: Desk) -> None:
    movements.store(owing, "core", [MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕")])
    assert money_inbox.inbox(owing)[0].is_certain
    points = money_inbox.inbox(owing)[0].suggestions[0].points
    rule_changes.save_rule(
        owing, "money.match_certain_from", str(points + 1), from_on=TODAY, source="试点"
    )
    movements.rematch(owing)
    assert not money_inbox.inbox(owing)[0].is_certain
