"""SMS over a line: claimed before they leave, settled by what the network says, never sent twice."""

import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from db.tables import ContactRestriction, OutboxItem, OutboxPart
from desktop.adapters.sms.line import LongParcel, NotSent, PartTaken, Refused, Report, Unsure
from desktop.domain.clock import FixedClock
from desktop.services import day_run, messages, outbox, settings, sms_sending
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_outbox import contacts, states
from tests.services.test_reminders import rows, work

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 9, 1)


@pytest.fixture
def released(book: Book, desk: Desk) -> Desk:
    """Three overdue SMS in the outbox, of two parts each."""
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    for number in (1, 2, 3):
        book.customer(number)
        book.late(number, number, 5)
    day_run.run(desk)
    assert messages.release(desk).queued == 3
    return desk


def claimed(desk: Desk, room: int = 10) -> tuple[LongParcel, ...]:
    return sms_sending.claim(desk, "smpp", room).parcels


def report(parcel: LongParcel, reference: str, state: str = "delivered", **more: Any) -> Report:
    return Report(reference, f"86{parcel.recipient}", state, AT, **more)


def taken(parcel: LongParcel, *references: str) -> list[PartTaken]:
    return [PartTaken(parcel.number, reference) for reference in references]


def everything(parcels: tuple[LongParcel, ...]) -> list[PartTaken]:
    return [
        one
        for parcel in parcels
        for one in taken(parcel, *(f"{parcel.number}-{n}" for n, _ in enumerate(parcel.parts)))
    ]


def test_a_message_is_marked_before_it_leaves_and_sent_when_all_parts_are_taken(
    released: Desk,
) -> None:
    first, second = claimed(released, 2)
    assert states(released) == ["sending", "sending", "queued"]
    assert len(first.parts) == 2
    assert "".join(first.parts).startswith("【滨江支行】")
    sms_sending.record(released, taken(first, "a"))
    assert states(released)[0] == "sending"
    done = sms_sending.record(released, [*taken(first, "b"), *taken(second, "c", "d")])
    assert done.counts == {"sent": 2}
    assert states(released) == ["sent", "sent", "queued"]
    assert contacts(released) == ["sent", "sent", "queued"]
    assert {row.state for row in rows(released, "sent")} == {"sent"}
    assert [parcel.number for parcel in claimed(released)] == [3]
    assert claimed(released) == ()


def test_it_is_delivered_when_all_its_parts_are(released: Desk) -> None:
    first, second, _ = claimed(released)
    sms_sending.record(released, [*taken(first, "a", "b"), *taken(second, "c", "d")])
    sms_sending.record(released, [report(first, "a"), report(second, "c")])
    assert states(released)[:2] == ["sent", "sent"]
    later = report(second, "d", "failed", reason="UNDELIV 001")
    done = sms_sending.record(released, [report(first, "b"), later])
    assert done.counts == {"delivered": 1, "failed": 1}
    assert states(released)[:2] == ["delivered", "failed"]
    assert contacts(released)[:2] == ["delivered", "failed"]
    (shown,) = outbox.outbox_messages(released, [second.number])
    assert (shown.error, shown.delivered_at) == ("UNDELIV 001", None)
    assert [row.reason for row in rows(released, "held")] == ["messages.failed"]


def test_a_receipt_repeated_late_or_of_nobody_changes_nothing(
    released: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    first, second, _ = claimed(released)
    sms_sending.record(released, taken(first, "a", "b"))
    sms_sending.record(released, [report(first, "a"), report(first, "b")])
    with caplog.at_level(logging.WARNING):
        done = sms_sending.record(
            released,
            [
                report(first, "a", "failed"),
                report(first, "b"),
                report(first, "zzz"),
                report(second, "a"),
                Report("a", "13900000000", "delivered", None),
                PartTaken(999, "x"),
                Unsure(first.number, "messages.unsure"),
            ],
        )
    assert done.counts == {"unknown": 3}
    assert states(released)[:2] == ["delivered", "sending"]
    assert "not ours" in caplog.text
    assert first.recipient not in caplog.text
    assert sms_sending.record(released, []).counts == {}


def test_a_reference_written_differently_is_the_same(released: Desk) -> None:
    (first, *_) = claimed(released)
    sms_sending.record(released, taken(first, "0000a1b2", "0000a1b3"))
    sms_sending.record(released, [report(first, "41394"), report(first, "41395")])
    assert states(released)[0] == "delivered"


def test_a_receipt_faster_than_the_answer_is_kept_where_the_network_names_our_number(
    released: Desk,
) -> None:
    (first, *_) = claimed(released)
    sms_sending.record(released, [report(first, "b", hint=first.number)])
    assert states(released)[0] == "sending"
    sms_sending.record(released, taken(first, "a", "b"))
    assert states(released)[0] == "sent"
    sms_sending.record(released, [report(first, "a")])
    assert states(released)[0] == "delivered"


def test_what_the_network_refuses_for_now_is_tried_again_a_few_times(
    released: Desk, clock: FixedClock
) -> None:
    claimed(released)
    done = sms_sending.record(
        released, [Refused(1, "0x0B no such number", True), Refused(2, "0x08", False), NotSent(3)]
    )
    assert done.counts == {"failed": 1, "later": 2}
    assert states(released) == ["failed", "queued", "queued"]
    assert [parcel.number for parcel in claimed(released)] == [3]
    for n in range(1, sms_sending.TRIES):
        clock.moment += sms_sending.FIRST_WAIT * 2 ** (n - 1)
        assert [parcel.number for parcel in claimed(released)] == [2]
        sms_sending.record(released, [Refused(2, "0x08 system error", False)])
    assert states(released) == ["failed", "failed", "sending"]
    assert outbox.outbox_messages(released, [2])[0].error == "0x08 system error"


def test_the_guard_stands_before_the_line_too(released: Desk, clock: FixedClock) -> None:
    with work(released) as unit:
        row = {"customer_id": 2, "kind": "dispute", "reason": "异议", "from_on": TODAY}
        unit.connection.execute(insert(ContactRestriction), [row | {"set_at": unit.now}])
    claim = sms_sending.claim(released, "smpp", 10)
    assert ([parcel.number for parcel in claim.parcels], claim.stopped) == ([1, 3], 1)
    sms_sending.record(released, [NotSent(1), NotSent(3)])
    clock.moment = datetime(2026, 11, 20, 22, 30)
    assert sms_sending.claim(released, "smpp", 10) == sms_sending.Claim((), 2)


@pytest.fixture
def unsure(released: Desk) -> tuple[LongParcel, ...]:
    """The program was killed: one message had one answer, the others none."""
    parcels = claimed(released)
    sms_sending.record(released, taken(parcels[0], "a"))
    assert sms_sending.settle_interrupted(released) == 3
    assert sms_sending.settle_interrupted(released) == 0
    return parcels


def test_what_was_on_the_line_is_never_sent_again_by_itself(
    released: Desk, unsure: tuple[LongParcel, ...]
) -> None:
    assert states(released) == ["unsure"] * 3
    assert claimed(released) == ()
    assert [one.error for one in outbox.outbox_messages(released, [1])] == ["messages.unsure"]


def test_receipts_settle_what_is_unsure(released: Desk, unsure: tuple[LongParcel, ...]) -> None:
    first, second, third = unsure
    done = sms_sending.record(
        released,
        [
            report(first, "a"),
            report(first, "lost-1"),
            report(second, "lost-2", hint=second.number),
            report(second, "lost-3", hint=second.number),
            report(third, "stranger", hint=second.number),
        ],
    )
    assert done.counts == {"sent": 2, "delivered": 2, "unknown": 1}
    assert states(released) == ["delivered", "delivered", "unsure"]
    assert contacts(released) == ["delivered", "delivered", "queued"]


def test_two_unsure_messages_to_one_number_are_no_matter_for_guessing(
    released: Desk, unsure: tuple[LongParcel, ...]
) -> None:
    with work(released) as unit:
        row = {
            "idempotency_key": "x", "channel": "sms", "recipient": unsure[0].recipient,
            "body": "好", "state": "unsure", "due_at": unit.now, "created_at": unit.now,
        }  # fmt: skip
        unit.connection.execute(insert(OutboxItem), [row])
        unit.connection.execute(insert(OutboxPart), [{"item_id": 4, "place": 1}])
    done = sms_sending.record(released, [report(unsure[0], "lost")])
    assert done.counts == {"unknown": 1}
    assert states(released) == ["unsure"] * 4


def test_a_person_settles_what_no_receipt_does(
    released: Desk, unsure: tuple[LongParcel, ...], clock: FixedClock
) -> None:
    sms_sending.decide_unsure(released, [1, 999], has_arrived=True)
    sms_sending.decide_unsure(released, [1, 2], has_arrived=False)
    assert states(released) == ["sent", "failed", "unsure"]
    (held,) = rows(released, "held")
    assert held.reason == "messages.not_arrived"
    clock.moment += timedelta(minutes=1)
    assert messages.release(released, [held.id]).queued == 1
    assert states(released) == ["sent", "failed", "unsure", "queued"]


def test_every_claim_and_result_is_audited(released: Desk) -> None:
    sms_sending.record(released, everything(claimed(released)))
    from db.tables import AuditEntry

    with released.read() as connection:
        query = select(AuditEntry.action).order_by(AuditEntry.seq.desc()).limit(2)
        assert list(connection.execute(query).scalars()) == ["messages.line", "messages.hand_over"]
        assert connection.execute(select(func.count()).select_from(OutboxPart)).scalar() == 6


def test_a_modems_number_of_long_ago_is_not_meant(released: Desk, clock: FixedClock) -> None:
    (first, *_) = claimed(released)
    sms_sending.record(released, taken(first, "5", "6"))
    clock.moment += sms_sending.RECEIPTS_COME_WITHIN + timedelta(days=1)
    assert sms_sending.record(released, [report(first, "5")]).counts == {"unknown": 1}
    assert states(released)[0] == "sent"
