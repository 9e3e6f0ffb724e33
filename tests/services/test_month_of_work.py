"""Weeks of a branch's work in an order nobody chose: the days go on, and nothing disagrees."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from db.tables import Setting
from desktop.adapters.message_files import ReceivedMessage
from desktop.domain.clock import FixedClock
from desktop.domain.errors import CodedError
from desktop.services import (
    ageing_pauses,
    audit,
    calendar_moves,
    call_logging,
    case_actions,
    contacts,
    day_run,
    delivery,
    inbox,
    ledger,
    ledger_check,
    letter_register,
    letters,
    messages,
    movements,
    payments,
    promises,
    service_requests,
    settings,
    today,
)
from desktop.services.desk import Desk
from desktop.services.movements import MovementIn
from tests.book import Book

DAYS, ACTS_A_DAY = 24, 9
TEXTS = ("周五还", "明天上午来补卡，示例路3号", "还欠多少", "退订", "我要投诉", "5", "昨天已还")
RESULTS = ("promised", "will_pay", "says_paid", "disputes", "no_answer", "busy", "invalid")


class Branch:
    """A branch whose staff do what chance says."""

    def __init__(self, desk: Desk, chance: random.Random, folder: Path) -> None:
        self.desk = desk
        self.chance = chance
        self.folder = folder
        self.done: Counter[str] = Counter()
        self.acts: tuple[Callable[[], object], ...] = (
            *(self.pay, self.take_back_payment, self.charge, self.waive, self.pause, self.resume),
            *(self.call, self.visit, self.restrict, self.lift, self.print_due, self.void),
            *(self.deliver, self.promise, self.hear, self.close_request, self.move, self.skip),
            *(self.plan, self.bank, self.accept, self.unmatch, self.send, self.receipts),
        )

    def pick(self, query: str) -> Any:
        """One value of those a query finds; no act without one."""
        with self.desk.read() as connection:
            found = connection.execute(text(query)).scalars().all()
        if not found:
            raise LookupError
        return self.chance.choice(found)

    def account(self) -> int:
        return int(self.pick("SELECT id FROM account WHERE status = 'open' ORDER BY id"))

    def case(self) -> int:
        return int(self.pick("SELECT case_id FROM case_board ORDER BY case_id"))

    def amount(self, most: int) -> Decimal:
        return Decimal(self.chance.randint(1, most * 100)) / 100

    def day(self, first: int, last: int) -> Any:
        return self.desk.today + timedelta(days=self.chance.randint(first, last))

    def pay(self) -> None:
        ledger.pay(
            self.desk,
            self.account(),
            self.amount(1500),
            value_on=self.day(-3, 0),
            overpayment="keep",
        )

    def take_back_payment(self) -> None:
        ledger.undo_payment(self.desk, self.pick("SELECT id FROM payment ORDER BY id"), "入错账")

    def charge(self) -> None:
        ledger.book_charge(
            self.desk, self.account(), "fee", self.amount(80), value_on=self.day(-2, 0)
        )

    def waive(self) -> None:
        part = self.chance.choice(("fee", "interest", "penalty"))
        ledger.book_waiver(
            self.desk, self.account(), part, self.amount(5), value_on=self.desk.today, reason="协商"
        )

    def pause(self) -> None:
        ageing_pauses.pause(self.desk, self.account(), from_day=self.day(-9, 0), reason="洪灾")

    def resume(self) -> None:
        running = "SELECT account_id FROM ageing_pause WHERE resumed_on IS NULL ORDER BY id"
        ageing_pauses.resume(self.desk, self.pick(running))

    def call(self) -> None:
        result = self.chance.choice(RESULTS)
        promise = (self.day(0, 6), self.amount(900)) if result == "promised" else None
        call_logging.log_call(self.desk, self.case(), call_logging.Answer(result, promise=promise))

    def visit(self) -> None:
        result = self.chance.choice(("met", "not_met", "will_pay"))
        contacts.log_contact(self.desk, self.case(), channel="visit", result=result)

    def restrict(self) -> None:
        kind = self.chance.choice(case_actions.RESTRICTIONS)
        case_actions.restrict(self.desk, self.case(), kind, "客户来电", until=self.day(0, 9))

    def lift(self) -> None:
        standing = "SELECT id FROM contact_restriction WHERE lifted_at IS NULL ORDER BY id"
        case_actions.lift(self.desk, self.pick(standing))

    def print_due(self) -> None:
        for template, ids in letters.due(self.desk).items():
            letters.make(self.desk, template, ids)

    def letter(self) -> int:
        return int(self.pick("SELECT id FROM letter WHERE voided_at IS NULL ORDER BY id"))

    def void(self) -> None:
        letter_register.void(self.desk, self.letter(), "打印有误")

    def deliver(self) -> None:
        state = self.chance.choice(("sent", "arrived", "returned"))
        letter_register.mark_delivery(
            self.desk,
            [self.letter()],
            "ems",
            state,
            on=self.desk.today,
            tracking_no="1234567890123",
        )

    def promise(self) -> None:
        promises.take_promise(self.desk, self.case(), self.day(0, 8), self.amount(900))

    def hear(self) -> None:
        phone = self.pick("SELECT phone FROM customer ORDER BY id")
        heard = ReceivedMessage(
            f"m{self.chance.random()}", phone, self.desk.clock.now(), self.chance.choice(TEXTS)
        )
        inbox.receive(self.desk, [heard])

    def close_request(self) -> None:
        waiting = "SELECT id FROM service_request ORDER BY id"
        service_requests.close(self.desk, self.pick(waiting))

    def reminder(self) -> int:
        standing = "SELECT id FROM reminder WHERE state IN ('planned', 'held') ORDER BY id"
        return int(self.pick(standing))

    def move(self) -> None:
        calendar_moves.move_item(self.desk, "contact", self.reminder(), self.day(0, 9))

    def skip(self) -> None:
        calendar_moves.skip(self.desk, self.reminder())

    def plan(self) -> None:
        channel = self.chance.choice(("phone", "letter", "visit"))
        calendar_moves.plan_by_hand(self.desk, [self.case()], channel, self.day(0, 5), "10:00")

    def bank(self) -> None:
        number = self.pick("SELECT account_no FROM account ORDER BY id")
        money = MovementIn(
            self.amount(1100), self.desk.today, memo=number, reference=f"B{self.chance.random()}"
        )
        movements.store(self.desk, "bank", [money])

    def accept(self) -> None:
        payments.accept_certain(self.desk)

    def unmatch(self) -> None:
        booked = "SELECT id FROM movement WHERE state = 'booked' ORDER BY id"
        payments.undo(self.desk, self.pick(booked), "匹配有误")

    def send(self) -> None:
        messages.release(self.desk)
        delivery.go_round(self.desk)

    def receipts(self) -> None:
        """The gateway's answer to every file it was given."""
        lines = ["编号,状态,时间,原因"]
        for file in sorted(self.folder.glob("out/*.csv")):
            for line in file.read_text("utf-8-sig").splitlines()[1:]:
                state = self.chance.choice(("已送达", "失败"))
                lines.append(f"{line.split(',')[0]},{state},{self.desk.clock.now()},")
            file.unlink()
        if len(lines) > 1:
            (self.folder / "in" / f"r{self.chance.random()}.csv").write_text("\n".join(lines))
        delivery.go_round(self.desk)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_days_go_on_whatever_the_staff_do(
    book: Book, desk: Desk, clock: FixedClock, tmp_path: Path, seed: int
) -> None:
    branch = Branch(desk, random.Random(seed), tmp_path / "gateway")
    _open(branch, book)
    for _ in range(DAYS):
        days = 1 if branch.chance.random() < 0.9 else 3  # a weekend now and then
        clock.moment = datetime.combine(desk.today + timedelta(days=days), time(9))
        day_run.run(desk)
        _run_again_changes_nothing(desk)
        for _ in range(ACTS_A_DAY):
            clock.moment += timedelta(minutes=branch.chance.randint(1, 40))
            act = branch.chance.choice(branch.acts)
            try:
                act()
                branch.done[act.__name__] += 1
            except (CodedError, LookupError):
                pass  # refused with its reason, or nothing there to do it with
        today.worklist(desk)
        today.key_figures(desk)
    assert ledger_check.check(desk).findings == ()
    assert audit.verify(desk, None).faults == ()
    assert len(branch.done) > len(branch.acts) * 0.8, branch.done


def _open(branch: Branch, book: Book) -> None:
    branch.folder.mkdir()
    with book.desk.store.write() as connection:
        values = {"branch.name": "守约示例银行", "branch.address": "示例路1号"}
        values |= {"branch.postcode": "310012", "branch.phone": "0571-88001234"}
        connection.execute(insert(Setting), [{"name": n, "value": v} for n, v in values.items()])
        connection.commit()
    settings.save(branch.desk, {"messages.exchange_folder": str(branch.folder)})
    for number in range(1, 11):
        book.customer(number, f"范例{number}", address=f"示例街道{number}幢", postcode="310013")
        book.account(number, number)
        for term in range(6):
            due = book.desk.today + timedelta(days=7 * number - 60 + 30 * term)
            book.instalment(number, term + 1, due)
    day_run.run(branch.desk)


def _run_again_changes_nothing(desk: Desk) -> None:
    before = _state(desk)
    day_run.run(desk)
    assert _state(desk) == before


def _state(desk: Desk) -> list[Any]:
    queries = (
        "SELECT id, dpd, bucket, penalty, overdue_principal, overdue_interest FROM account",
        "SELECT natural_key, planned_on, state, reason FROM reminder",
        "SELECT case_id, dpd, overdue, next_action_on, state FROM case_board",
    )
    with desk.read() as connection:
        return [sorted(map(tuple, connection.execute(text(query))), key=str) for query in queries]
