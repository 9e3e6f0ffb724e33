"""Making letters from cases: who gets one, numbers, the same bytes, resuming."""

import hashlib
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update

from db import board, day_run_queries
from db.tables import (
    Account,
    CaseBoard,
    ContactRestriction,
    Guarantor,
    Letter,
    LetterSeries,
    Reminder,
    Setting,
)
from desktop.adapters.pdf import crew
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.progress import Cancelled
from desktop.services import day_run, letter_register, letters
from desktop.services.desk import Desk
from desktop.services.letters import MadeLetters
from desktop.services.rules import day_rules, rule_book
from tests.book import NOW, Book, yuan

BRANCH = {
    "branch.name": "守约示例银行杭州西湖支行",
    "branch.address": "浙江省杭州市西湖区示例路138号",
    "branch.postcode": "310012",
    "branch.phone": "0571-88001234",
}
ADDRESS = "浙江省杭州市西湖区示例街道12幢3单元1201室"


@pytest.fixture
def loans(desk: Desk, book: Book) -> Desk:
    """Three customers 40 days late, one 5 days late, one card 40 days late."""
    with desk.store.write() as connection:
        connection.execute(
            insert(Setting), [{"name": name, "value": value} for name, value in BRANCH.items()]
        )
        connection.commit()
    names = ["张海燕", "买买提·艾则孜𬭎", "王<b>&小明</b>", "李四"]
    for number, name in enumerate(names, start=1):
        book.customer(number, name, address=ADDRESS, postcode="310013")
        book.late(number, number, 40 if number < 4 else 5)
    book.customer(5, "赵敏", address=ADDRESS)
    book.late(5, 5, 40, kind="card", product="信用卡", card_tail="6789")
    day_run.run(desk)
    return desk


def case_of(desk: Desk, customer: int) -> int:
    with desk.read() as connection:
        return int(
            connection.execute(
                text("SELECT id FROM debt_case WHERE customer_id = :c"), {"c": customer}
            ).scalar_one()
        )


def cases(desk: Desk, *customers: int) -> list[int]:
    return [case_of(desk, customer) for customer in customers]


def refresh(desk: Desk) -> None:
    """Work the state out anew, as a booking does."""
    with desk.store.write() as connection:
        rules = day_rules(rule_book(connection), desk.today)
        day_run_queries.refresh_state(connection, rules, as_of=desk.today, now=NOW)
        board.refresh_all(connection, as_of=desk.today, now=NOW)
        connection.commit()


def said(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf)
    shown = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", shown.stdout.decode("utf-8"))


def test_a_letter_says_name_number_and_every_amount(loans: Desk, tmp_path: Path) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 2))
    words = said(letter_register.pdf(loans, made.ids[0]), tmp_path)
    assert "买买提·艾则孜𬭎" in words
    assert "催〔2026〕第0001号" in words
    # 7.8 % a year (6 % and 30 % of it) for 40 days: 8.67 on the principal, 0.52 on the interest
    assert "人民币壹仟零陆拾玖元壹角玖分（￥1,069.19）" in words
    assert "1,000.00" in words
    assert "9.19" in words
    assert "2026年11月20日" in words


def test_a_name_with_markup_is_plain_text(loans: Desk, tmp_path: Path) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 3))
    assert "王<b>&小明</b>" in said(letter_register.pdf(loans, made.ids[0]), tmp_path)


def test_numbers_run_without_gaps_and_by_series(loans: Desk) -> None:
    first = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2))
    card = letters.make(loans, "card_demand", cases(loans, 5))
    second = letters.make(loans, "overdue_notice_2", cases(loans, 3))
    rows = letter_register.register_rows(loans, [*first.ids, *card.ids, *second.ids])
    assert [row.register_no for row in rows] == [
        "催〔2026〕第0001号",
        "催〔2026〕第0002号",
        "卡〔2026〕第0001号",
        "催〔2026〕第0003号",
    ]


def test_numbers_start_anew_each_year(loans: Desk, clock: FixedClock) -> None:
    letters.make(loans, "overdue_notice_1", cases(loans, 1))
    clock.moment = clock.moment.replace(year=2027, month=1, day=4)
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    assert letter_register.register_rows(loans, made.ids)[0].register_no == "催〔2027〕第0001号"


def test_the_same_letter_is_not_made_twice_a_day(loans: Desk) -> None:
    first = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    again = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2))
    assert again.ids[0] == first.ids[0]
    assert again.new == 1


def test_a_preview_is_the_very_bytes(loans: Desk, clock: FixedClock) -> None:
    shown = letters.preview(loans, "overdue_notice_1", case_of(loans, 1))
    clock.moment += timedelta(minutes=3)
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1), made_at=shown.made_at)
    assert letter_register.pdf(loans, made.ids[0]) == shown.pdf
    assert letter_register.register_rows(loans, made.ids)[0].register_no == shown.register_no


def test_who_is_left_out_is_said_with_the_reason(loans: Desk, book: Book) -> None:
    book.customer(6, "钱多多", address="")
    book.late(6, 6, 40)
    book.customer(7, "孙有异", address=ADDRESS)
    book.late(7, 7, 40)
    book.customer(8, "周😀", address=ADDRESS)
    book.late(8, 8, 40)
    refresh(loans)
    with loans.store.write() as connection:
        connection.execute(
            insert(ContactRestriction),
            [
                {
                    "customer_id": 7,
                    "kind": "dispute",
                    "reason": "金额有异议",
                    "from_on": loans.today,
                    "set_at": NOW,
                }
            ],
        )
        connection.commit()
    found = letters.plan(loans, "overdue_notice_2", cases(loans, 1, 4, 5, 6, 7, 8))
    assert [letter.recipient for letter in found.letters] == ["张海燕"]
    assert {unfit.name: unfit.code for unfit in found.left_out} == {
        "李四": "letters.left_too_early",
        "赵敏": "letters.left_no_loan",
        "钱多多": "letters.left_no_address",
        "孙有异": "contact.dispute_stops",
        "周😀": "letters.left_missing_glyph",
    }


def test_a_missing_fact_is_named_with_its_place(loans: Desk) -> None:
    (left,) = letters.plan(loans, "acceleration_notice", cases(loans, 1)).left_out
    assert left.code == "letters.left_too_early"
    with loans.store.write() as connection:
        connection.execute(update(Account).values(dpd=70))
        connection.commit()
    (left,) = letters.plan(loans, "acceleration_notice", cases(loans, 1)).left_out
    assert left.code == "letters.left_facts_missing"
    assert left.facts["names"] == ["放款日期", "到期日期", "提前到期条款"]
    assert left.facts["places"] == ["账户—更多—合同条款，或导入文件", "本页填写项"]
    with pytest.raises(DomainError, match="left_facts_missing"):
        letters.preview(loans, "acceleration_notice", case_of(loans, 1))


def test_figures_that_do_not_add_up_are_not_printed(loans: Desk) -> None:
    with loans.store.write() as connection:
        connection.execute(update(Account).where(Account.id == 1).values(penalty=yuan("999.99")))
        connection.commit()
    (left,) = letters.plan(loans, "overdue_notice_1", cases(loans, 1)).left_out
    assert left.code == "letters.figures_disagree"


def test_a_letter_for_more_than_a_cap_allows_is_marked_with_the_figures(loans: Desk) -> None:
    lent = {"principal": yuan("1000.00"), "disbursed_on": loans.today - timedelta(days=70)}
    with loans.store.write() as connection:
        connection.execute(update(Account).where(Account.id == 1).values(**lent))
        connection.commit()
    refresh(loans)
    over, within = letters.plan(loans, "overdue_notice_1", cases(loans, 1, 2)).letters
    assert within.over_cap is None
    assert over.over_cap is not None
    assert [cap.code for cap in over.over_cap.exceeded] == ["all_in"]
    assert over.over_cap.rate.yearly > over.over_cap.exceeded[0].rate
    by_case = letters.plan(
        loans, "visit_sheet", cases(loans, 1), {"外访日期": loans.today, "外访人员": "甲、乙"}
    )
    assert all(letter.over_cap is None for letter in by_case.letters)


def test_paid_since_the_plan_gets_no_letter(loans: Desk) -> None:
    assert letters.plan(loans, "overdue_notice_1", cases(loans, 1)).letters
    with loans.store.write() as connection:
        connection.execute(text("UPDATE account SET dpd = 0 WHERE id = 1"))
        connection.commit()
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    assert made.ids == ()
    assert made.left_out[0].code == "letters.left_not_overdue"


class CancelAfter:
    def __init__(self, calls: int) -> None:
        self.calls = calls

    def report(self, done: int, total: int, step: str = "") -> None:
        self.calls -= 1
        if self.calls < 0:
            raise Cancelled


def test_a_cancelled_batch_goes_on_without_using_a_number_twice(
    loans: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "AT_ONCE", 1)
    with pytest.raises(Cancelled):
        letters.make(loans, "overdue_notice_1", cases(loans, 1, 2, 3), progress=CancelAfter(2))
    with loans.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM letter")).scalar() == 2
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2, 3))
    assert made.new == 1
    rows = letter_register.register_rows(loans, made.ids)
    assert [row.register_no[-5:-1] for row in rows] == ["0001", "0002", "0003"]


def test_two_processes_make_the_letters_that_one_makes(
    loans: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2, 3))
    before = [letter_register.pdf(loans, one) for one in alone.ids]
    with loans.store.write() as connection:
        for table in ("letter_file", "letter", "letter_series"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.commit()
    monkeypatch.setattr(crew, "PAYS_FROM", 2)
    monkeypatch.setattr(crew, "cores", lambda: 2)
    together = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2, 3))
    assert [letter_register.pdf(loans, one) for one in together.ids] == before


def test_a_number_taken_meanwhile_is_not_used_again(
    loans: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = letters._set
    taken: list[MadeLetters] = []

    def interrupted(batch, targets, first, crew):  # type: ignore[no-untyped-def]
        drafts = real(batch, targets, first, crew)
        if not taken:
            taken.append(MadeLetters((), 0, (), changes=None))  # type: ignore[arg-type]
            taken.append(letters.make(loans, "overdue_notice_1", cases(loans, 2)))
        return drafts

    monkeypatch.setattr(letters, "_set", interrupted)
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    numbers = [
        row.register_no for row in letter_register.register_rows(loans, [*taken[1].ids, *made.ids])
    ]
    assert numbers == ["催〔2026〕第0001号", "催〔2026〕第0002号"]
    with loans.read() as connection:
        assert connection.execute(select(LetterSeries.last_number)).scalar() == 2


def test_planned_letters_are_done_when_printed(loans: Desk) -> None:
    case_id = case_of(loans, 1)
    with loans.store.write() as connection:
        connection.execute(
            insert(Reminder),
            [
                {
                    "case_id": case_id,
                    "natural_key": f"k{number}",
                    "planned_on": loans.today + timedelta(days=number),
                    "channel": "letter",
                    "step": "letter",
                    "template": template,
                }
                for number, template in ((-1, "collection_letter"), (0, None), (5, None))
            ],
        )
        connection.commit()

    def states() -> list[tuple[str, date | None]]:
        query = select(Reminder.state, Reminder.done_on).order_by(Reminder.id)
        with loans.read() as connection:
            found = connection.execute(query.where(Reminder.natural_key.in_(("k-1", "k0", "k5"))))
            return [(row.state, row.done_on) for row in found]

    done, waits = ("done", loans.today), ("planned", None)
    assert letters.make(loans, "prepayment_quote", [case_id]).ids
    assert states() == [waits, waits, waits]  # a quote is not the letter meant
    letters.make(loans, "overdue_notice_1", [case_id])
    assert states() == [done, done, waits]


def test_a_printed_letter_is_behind_the_customer(loans: Desk, clock: FixedClock) -> None:
    """The days go on after printing; the step is not planned again, the list shows the next one."""
    for _ in range(20):
        _send_everything(loans)
        if letters.due(loans):
            break
        clock.moment += timedelta(days=1)
        day_run.run(loans)
    for template, ids in letters.due(loans).items():
        letters.make(loans, template, ids)
    printed = loans.today
    with loans.read() as connection:
        waiting = connection.execute(
            select(CaseBoard.case_id).where(
                CaseBoard.next_channel == "letter", CaseBoard.next_action_on <= printed
            )
        ).all()
    assert waiting == []
    assert letters.due(loans) == {}
    for _ in range(3):
        clock.moment += timedelta(days=1)
        day_run.run(loans)
    with loans.read() as connection:
        done = connection.execute(
            select(Reminder.natural_key, Reminder.done_on).where(
                Reminder.channel == "letter", Reminder.state == "done"
            )
        ).all()
    assert done
    assert {row.done_on for row in done} == {printed}
    assert letters.due(loans) == {}


def _send_everything(desk: Desk) -> None:
    """What the calendar asks for today but letters, as if it had been sent and called."""
    with desk.write() as work:
        work.connection.execute(
            update(Reminder)
            .where(
                Reminder.channel != "letter",
                Reminder.state == "planned",
                Reminder.planned_on <= desk.today,
            )
            .values(state="done", done_on=desk.today)
        )
        work.audit("test", "test")
        work.commit()


def test_a_guarantor_gets_a_letter_of_their_own(loans: Desk, tmp_path: Path) -> None:
    with loans.store.write() as connection:
        connection.execute(
            insert(Guarantor),
            [
                {
                    "account_id": 1,
                    "name": "刘备用",
                    "address": ADDRESS,
                    "form": "joint",
                    "guarantee_ends_on": date(2028, 1, 1),
                }
            ],
        )
        connection.commit()
    made = letters.make(loans, "guarantor_notice", cases(loans, 1, 2))
    words = said(letter_register.pdf(loans, made.ids[0]), tmp_path)
    assert "刘备用" in words
    assert "连带责任保证" in words
    assert "2028年1月1日" in words
    assert [unfit.code for unfit in made.left_out] == ["letters.left_no_guarantor"]


def test_reprint_void_and_make_anew(loans: Desk) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    (letter_id,) = made.ids
    content = letter_register.pdf(loans, letter_id)
    row = letter_register.register_rows(loans, made.ids)[0]
    assert hashlib.sha256(content).hexdigest() == row.sha256
    with pytest.raises(DomainError, match="reason_missing"):
        letter_register.void(loans, letter_id, "  ")
    letter_register.void(loans, letter_id, "金额有误")
    with pytest.raises(DomainError, match="void_already"):
        letter_register.void(loans, letter_id, "再次")
    assert letter_register.pdf(loans, letter_id) == content
    anew = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    assert letter_register.register_rows(loans, anew.ids)[0].register_no == "催〔2026〕第0002号"


def test_changed_bytes_are_not_reprinted(loans: Desk) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    with loans.store.write() as connection:
        connection.execute(text("UPDATE letter_file SET pdf = :pdf"), {"pdf": b"%PDF-"})
        connection.commit()
    with pytest.raises(DomainError, match="stored_bytes_changed"):
        letter_register.pdf(loans, made.ids[0])


def test_delivery_is_kept_step_by_step_with_its_proof(loans: Desk) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    today = loans.today
    with pytest.raises(DomainError, match="tracking_missing"):
        letter_register.mark_delivery(loans, made.ids, "ems", "sent", on=today)
    letter_register.mark_delivery(
        loans, made.ids, "ems", "sent", on=today, tracking_no="1234567890123"
    )
    letter_register.mark_delivery(
        loans, made.ids, "ems", "arrived", on=today, proof_name="回执.png", proof=b"scan"
    )
    steps = letter_register.deliveries(loans, made.ids[0])
    assert [step.state for step in steps] == ["sent", "arrived"]
    assert letter_register.proof(loans, steps[1].id) == ("回执.png", b"scan")
    row = letter_register.register_rows(loans, made.ids)[0]
    assert (row.way, row.state) == ("ems", "arrived")
    with loans.read() as connection:
        sent = connection.execute(
            text("SELECT count(*) FROM contact WHERE channel = 'letter'")
        ).scalar()
    assert sent == 1


def test_a_step_noted_by_mistake_is_taken_back_with_its_contact(loans: Desk) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2))
    marked = letter_register.mark_delivery(loans, made.ids, "hand", "sent", on=loans.today)
    letter_register.take_back_delivery(loans, marked.ids[:1])
    assert letter_register.deliveries(loans, made.ids[0]) == []
    assert len(letter_register.deliveries(loans, made.ids[1])) == 1
    with loans.read() as connection:
        count = connection.execute(
            text("SELECT count(*) FROM contact WHERE channel = 'letter'")
        ).scalar()
    assert count == 1
    with pytest.raises(DomainError, match="no_such_step"):
        letter_register.take_back_delivery(loans, marked.ids[:1])
    for step in marked.ids:  # one is gone, the other has no scan
        with pytest.raises(DomainError, match="no_such_step"):
            letter_register.proof(loans, step)


def test_a_scan_that_was_changed_in_the_store_is_not_given_out(loans: Desk) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    marked = letter_register.mark_delivery(
        loans, made.ids, "hand", "arrived", on=loans.today, proof_name="回执.png", proof=b"scan"
    )
    with loans.store.write() as connection:
        connection.execute(text("UPDATE delivery SET proof = :b"), {"b": b"other"})
        connection.commit()
    with pytest.raises(DomainError, match="proof_changed"):
        letter_register.proof(loans, marked.ids[0])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"way": "pigeon"}, "unknown_delivery"),
        ({"on": date(2026, 11, 21)}, "delivery_in_future"),
        ({"on": date(2026, 11, 1)}, "delivery_before_letter"),
        ({"proof": b"0" * 20_000_001}, "proof_too_big"),
    ],
)
def test_delivery_that_cannot_be_is_refused(
    loans: Desk, more: dict[str, object], code: str
) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    given = {"way": "hand", "state": "arrived", "on": loans.today} | more
    with pytest.raises(DomainError, match=code):
        letter_register.mark_delivery(loans, made.ids, **given)  # type: ignore[arg-type]


def test_a_void_letter_has_no_delivery(loans: Desk) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    letter_register.void(loans, made.ids[0], "作废")
    with pytest.raises(DomainError, match="is_void"):
        letter_register.mark_delivery(loans, made.ids, "hand", "arrived", on=loans.today)


def test_the_register_is_searched_and_filtered(loans: Desk) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2, 3))
    letter_register.void(loans, made.ids[0], "作废")
    letter_register.mark_delivery(loans, [made.ids[1]], "hand", "arrived", on=loans.today)
    query = letter_register.RegisterQuery

    def found(**given: object) -> list[int]:
        return letter_register.register_ids(loans, query(**given))  # type: ignore[arg-type]

    assert found() == [*reversed(made.ids)]
    assert found(search="第0002") == [made.ids[1]]
    assert found(search="海燕") == [made.ids[0]]
    assert found(search="%") == []
    assert found(delivery="void") == [made.ids[0]]
    assert found(delivery="none") == [made.ids[2]]
    assert found(delivery="arrived") == [made.ids[1]]
    assert found(template="card_demand") == []
    assert found(case_id=case_of(loans, 3)) == [made.ids[2]]
    assert found(from_on=loans.today, to_on=loans.today) == [*reversed(made.ids)]
    assert found(from_on=loans.today + timedelta(days=1)) == []


def test_facts_that_a_template_asks_for_are_given_by_hand(loans: Desk, tmp_path: Path) -> None:
    (left,) = letters.plan(loans, "service_receipt", cases(loans, 1)).left_out
    assert left.facts["places"] == ["本页填写项"]
    answers = {"送达文书": "逾期催收通知书", "送达文书编号": "催〔2026〕第0001号"}
    made = letters.make(loans, "service_receipt", cases(loans, 1), answers)
    assert "逾期催收通知书" in said(letter_register.pdf(loans, made.ids[0]), tmp_path)


def test_an_unknown_template_or_case_is_said(loans: Desk) -> None:
    with pytest.raises(DomainError, match="no_template"):
        letters.plan(loans, "nothing", [1])
    with pytest.raises(DomainError, match="no_case"):
        letters.preview(loans, "overdue_notice_1", 99_999)


def test_the_figures_used_are_kept(loans: Desk) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    kept = letter_register.figures(loans, made.ids[0])
    with loans.read() as connection:
        amount = connection.execute(select(Letter.amount)).scalar_one()
    assert kept["逾期合计"] == str(amount)
    assert kept["截止日期"] == "2026-11-20"
    with pytest.raises(DomainError, match="gone"):
        letter_register.figures(loans, 999)
    with pytest.raises(DomainError, match="gone"):
        letter_register.pdf(loans, 999)
