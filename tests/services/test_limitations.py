"""Periods that run out: who is listed, from what they are counted, what starts them anew."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, event, insert, select, update

from db.tables import Account, Contact, Guarantor, Instalment, Payment, PromiseToPay
from desktop.domain.clock import FixedClock
from desktop.services import (
    contract_clauses,
    letter_register,
    letters,
    limitations,
    today_notices,
)
from desktop.services.contract_clauses import Clauses
from desktop.services.desk import Desk
from tests.book import NOW, yuan
from tests.services.test_letters import case_of, cases, loans, refresh

__all__ = ["loans"]

OLD = date(2024, 1, 10)
"""Three years on is 10 January 2027: 51 days from the tests' day."""


@pytest.fixture
def old(loans: Desk) -> Desk:
    with loans.store.write() as connection:
        connection.execute(
            update(Instalment).where(Instalment.account_id.in_((1, 5))).values(due_on=OLD)
        )
        connection.execute(
            insert(Guarantor),
            [
                {
                    "account_id": 2,
                    "name": "刘备用",
                    "form": "joint",
                    "guarantee_ends_on": date(2026, 12, 1),
                },
                {
                    "account_id": 3,
                    "name": "关云长",
                    "form": "joint",
                    "guarantee_ends_on": date(2030, 1, 1),
                },
                {"account_id": 1, "name": "张翼德", "form": "unclear", "guarantee_ends_on": None},
            ],
        )
        connection.commit()
    refresh(loans)
    return loans


def test_what_runs_out_is_listed_nearest_end_first(old: Desk) -> None:
    found = [
        (p.kind, p.name, p.guarantor, p.ends, p.warning, p.since) for p in limitations.ending(old)
    ]
    assert found == [
        ("guarantee", "张海燕", "张翼德", date(2024, 7, 10), 0, "due"),
        ("guarantee", "买买提·艾则孜𬭎", "刘备用", date(2026, 12, 1), 30, "agreed"),
        ("limitation", "张海燕", "", date(2027, 1, 10), 90, "due"),
        ("limitation", "赵敏", "", date(2027, 1, 10), 90, "due"),
    ]


def test_the_amount_at_stake_is_what_the_account_owes(old: Desk) -> None:
    with old.read() as connection:
        owed = connection.execute(
            select(
                Account.overdue_principal,
                Account.overdue_interest,
                Account.overdue_fee,
                Account.penalty,
                Account.compound,
            ).where(Account.id == 1)
        ).one()
    (period,) = [one for one in limitations.ending(old) if one.account_no == "HT2026000001"][1:]
    assert period.overdue == sum(owed)


def test_a_demand_that_arrived_starts_it_anew(old: Desk) -> None:
    letter_ids = letters.make(old, "card_demand", cases(old, 5)).ids
    assert len(letter_ids) == 1
    letter_register.mark_delivery(old, letter_ids, "hand", "sent", on=old.today)
    assert [p.name for p in limitations.ending(old) if p.kind == "limitation"] == ["张海燕", "赵敏"]
    letter_register.mark_delivery(old, letter_ids, "hand", "refused", on=old.today)
    assert [p.name for p in limitations.ending(old) if p.kind == "limitation"] == ["张海燕", "赵敏"]
    letter_register.mark_delivery(
        old, letter_ids, "hand", "refused", on=old.today, proof_name="回执.png", proof=b"scan"
    )
    assert [p.name for p in limitations.ending(old) if p.kind == "limitation"] == ["张海燕"]
    (account,) = limitations.of_case(old, case_of(old, 5))
    assert (account.limitation.ends, account.limitation.since) == (date(2029, 11, 20), "demand")
    assert account.effective_demands is None


def test_a_payment_and_a_promise_start_it_anew(old: Desk) -> None:
    with old.store.write() as connection:
        connection.execute(
            insert(Payment),
            [
                {
                    "account_id": 1,
                    "natural_key": "p1",
                    "paid_on": date(2025, 6, 1),
                    "amount": yuan("10.00"),
                    "booked_at": NOW,
                }
            ],
        )
        connection.commit()
    (account,) = limitations.of_case(old, case_of(old, 1))
    assert (account.limitation.ends, account.limitation.since) == (date(2028, 6, 1), "payment")
    assert account.limitation.warning is None
    with old.store.write() as connection:
        connection.execute(
            insert(PromiseToPay),
            [
                {
                    "case_id": case_of(old, 1),
                    "due_on": date(2026, 3, 1),
                    "amount": yuan("10.00"),
                    "channel": "phone",
                    "taken_at": datetime(2026, 2, 1, 10),
                }
            ],
        )
        connection.commit()
    (account,) = limitations.of_case(old, case_of(old, 1))
    assert (account.limitation.ends, account.limitation.since) == (date(2029, 2, 1), "promise")
    assert [one.guarantor for one in account.guarantees] == ["张翼德"]


def test_two_demands_on_a_card_a_month_apart_are_told(old: Desk, clock) -> None:  # type: ignore[no-untyped-def]
    with old.store.write() as connection:
        connection.execute(update(Account).where(Account.id == 5).values(as_of=old.today))
        connection.commit()
    days = []
    for _ in range(2):
        made = letters.make(
            old, "service_receipt", cases(old, 5), {"送达文书": "函", "送达文书编号": "1"}
        )
        letter_register.mark_delivery(
            old, made.ids, "hand", "arrived", on=old.today, proof_name="r.png", proof=b"scan"
        )
        days.append(old.today)
        clock.moment += timedelta(days=30)
    (account,) = limitations.of_case(old, case_of(old, 5))
    assert account.effective_demands == tuple(days)


def test_ems_with_its_number_needs_no_scan_and_what_is_taken_back_does_not_count(
    old: Desk,
) -> None:
    ids = letters.make(old, "card_demand", cases(old, 5)).ids
    letter_register.mark_delivery(old, ids, "ems", "sent", on=old.today, tracking_no="EE1CN")
    marked = letter_register.mark_delivery(old, ids, "ems", "arrived", on=old.today)
    (account,) = limitations.of_case(old, case_of(old, 5))
    assert account.limitation.since == "demand"
    letter_register.take_back_delivery(old, marked.ids)
    (account,) = limitations.of_case(old, case_of(old, 5))
    assert (account.limitation.since, account.limitation.ends) == ("due", date(2027, 1, 10))


def test_a_void_letter_and_one_to_the_guarantor_prove_nothing(old: Desk) -> None:
    ids = letters.make(old, "card_demand", cases(old, 5)).ids
    letter_register.mark_delivery(
        old, ids, "hand", "arrived", on=old.today, proof_name="r.png", proof=b"scan"
    )
    letter_register.void(old, ids[0], "金额有误")
    (account,) = limitations.of_case(old, case_of(old, 5))
    assert account.limitation.since == "due"


def message(desk: Desk, customer: int, at: datetime, **more: object) -> None:
    row = {
        "customer_id": customer,
        "at": at,
        "channel": "sms",
        "direction": "out",
        "party": "debtor",
        "purpose": "collection",
        "result": "delivered",
        **more,
    }
    with desk.store.write() as connection:
        connection.execute(insert(Contact), [row])
        connection.commit()


@pytest.mark.parametrize(
    ("more", "since"),
    [
        ({}, "message"),
        ({"result": "sent"}, "due"),
        ({"purpose": "reminder"}, "due"),
        ({"party": "contact"}, "due"),
        ({"direction": "in"}, "due"),
        ({"channel": "phone"}, "due"),
    ],
)
def test_a_demand_by_message_counts_with_the_networks_report(
    old: Desk, more: dict[str, object], since: str
) -> None:
    message(old, 1, datetime(2026, 11, 2, 10), **more)
    (account,) = limitations.of_case(old, case_of(old, 1))
    assert account.limitation.since == since
    if since == "message":
        assert account.limitation.ends == date(2029, 11, 2)


def test_demands_of_an_earlier_debt_do_not_make_a_card_demand_effective(old: Desk) -> None:
    message(old, 5, datetime(2023, 5, 1, 10))
    message(old, 5, datetime(2026, 11, 2, 10))
    (account,) = limitations.of_case(old, case_of(old, 5))
    assert account.effective_demands is None
    message(old, 5, datetime(2026, 9, 1, 10))
    (account,) = limitations.of_case(old, case_of(old, 5))
    assert account.effective_demands == (date(2026, 9, 1), date(2026, 11, 2))


def test_each_warning_says_what_helps_in_words(old: Desk) -> None:
    from desktop.adapters.wording import is_worded

    found = limitations.ending(old)
    assert all(period.to_do for period in found)
    assert all(is_worded(f"letters.todo.{step}") for period in found for step in period.to_do)
    assert found[0].to_do == ("guarantee_over",)
    assert found[1].to_do[0] == "call_guarantor"


def test_the_address_confirmed_for_service_is_noted(old: Desk) -> None:
    (account,) = limitations.of_case(old, case_of(old, 1))
    assert account.service_clause == ""
    contract_clauses.set_clauses(old, 1, Clauses(service_clause="按  合同首部\n地址送达"))
    (account,) = limitations.of_case(old, case_of(old, 1))
    assert account.service_clause == "按 合同首部 地址送达"


def test_many_accounts_are_asked_about_in_a_few_statements(old: Desk) -> None:
    statements: list[str] = []

    def count(_c: object, _k: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with old.store.write() as connection:
        connection.execute(update(Instalment).values(due_on=OLD))
        connection.commit()
    refresh(old)
    event.listen(old.store.engine, "before_cursor_execute", count)
    found = [one for one in limitations.ending(old) if one.kind == "limitation"]
    event.remove(old.store.engine, "before_cursor_execute", count)
    assert len(found) == 5
    asked = [one for one in statements if one.lstrip().upper().startswith("SELECT")]
    assert len(asked) < 10


def told(desk: Desk, days: int = 0) -> tuple[str, str, dict[str, object]] | None:
    """What the page of the day says of periods, so many days later."""
    later = Desk(desk.store, FixedClock.at(desk.today + timedelta(days=days)), desk.actor)
    found = [one for one in today_notices.notices(later) if one.remedy == "periods"]
    assert len(found) < 2
    return (found[0].code, found[0].tone, dict(found[0].facts)) if found else None


def test_the_page_of_the_day_counts_what_runs_out_and_how_soon(old: Desk) -> None:
    end, over = "today.notice.periods_end", "today.notice.periods_over"
    # 刘备用 until 1 December, two limitations until 10 January; 张翼德's guarantee ended long ago
    facts: dict[str, object] = {"count": 3, "ends": date(2026, 12, 1), "days": 11}
    assert told(old) == (end, "danger", facts)
    assert told(old, 12) == (over, "danger", {"over": 1, "since": 30, "count": 2})
    assert told(old, 90) is None
    with old.store.write() as connection:
        connection.execute(delete(Guarantor))
        connection.commit()
    facts = {"count": 2, "ends": date(2027, 1, 10), "days": 51}
    assert told(old) == (end, "warn", facts)
    facts = {"count": 2, "ends": date(2027, 1, 10), "days": 120}
    assert told(old, -69) == (end, "info", facts)
    assert told(old, -200) is None
