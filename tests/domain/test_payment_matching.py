"""Whose payment it is: what is certain, what is only suggested, what is left to a person."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.payment_matching import Book, OpenDebt, Received

DAY = date(2026, 11, 20)


def _debt(account: int, customer: int, name: str, due: str, **more: object) -> OpenDebt:
    facts: dict[str, object] = {
        "next_due": Decimal("0.00"),
        "next_due_on": None,
        "outstanding": Decimal("9000.00"),
        **more,
    }
    return OpenDebt(account, customer, f"HT-2026/{account:06d}", name, Decimal(due), **facts)


def _received(amount: str, **more: object) -> Received:
    return Received(1, Decimal(amount), DAY, **more)


BOOK = Book(
    [
        _debt(1, 1, "张海燕", "1060.00", tails=("2214",), aliases=("李建军",)),
        _debt(2, 2, "王伟", "500.00", tails=("1111",)),
        _debt(3, 3, "王伟", "700.00", tails=("2222",)),
        _debt(4, 4, "赵敏", "300.00"),
        _debt(5, 4, "赵敏", "200.00"),
        _debt(6, 5, "陈磊", "0.00", next_due=Decimal("880.00"), next_due_on=date(2026, 11, 25)),
        _debt(7, 6, "高霞", "900.00", promises=(Decimal("400.00"),)),
        _debt(8, 7, "欧阳·伟", "0.00"),
    ]
)


@pytest.mark.parametrize(
    ("received", "customer", "parts", "is_certain"),
    [
        (_received("1060.00", memo="还款 HT2026000001"), 1, ((1, "1060.00"),), True),
        (_received("100.00", memo="ht-2026-000001"), 1, ((1, "100.00"),), True),
        (_received("2000.00", memo="HT2026000001"), 1, ((1, "2000.00"),), False),
        (_received("1060.00", payer_name="张 海燕"), 1, ((1, "1060.00"),), True),
        (_received("1060.00", payer_name="李建军"), 1, ((1, "1060.00"),), True),
        (_received("1060.00", payer_tail="2214"), 1, ((1, "1060.00"),), True),
        (_received("700.00", payer_name="王伟", payer_tail="2222"), 3, ((3, "700.00"),), True),
        (_received("700.00", payer_name="王伟"), 3, ((3, "700.00"),), False),
        (_received("500.00", payer_name="赵敏"), 4, ((4, "300.00"), (5, "200.00")), True),
        (_received("300.00", payer_name="赵敏"), 4, ((4, "300.00"),), True),
        (_received("250.00", payer_name="赵敏"), 4, ((4, "250.00"),), False),
        (_received("600.00", payer_name="赵敏"), 4, ((4, "400.00"), (5, "200.00")), False),
        (_received("880.00", payer_name="陈磊"), 5, ((6, "880.00"),), True),
        (_received("100.00", payer_name="陈磊"), 5, ((6, "100.00"),), False),
        (_received("400.00", payer_name="高霞"), 6, ((7, "400.00"),), True),
        (_received("10.00", payer_name="欧阳伟"), 7, ((8, "10.00"),), False),
        (_received("1060.00", payer_name="生人", payer_tail="2214"), 1, ((1, "1060.00"),), True),
    ],
)
def test_the_best_suggestion(
    received: Received, customer: int, parts: tuple[tuple[int, str], ...], is_certain: bool
) -> None:
    match = BOOK.match(received)
    best = match.suggestions[0]
    assert best.customer_id == customer
    assert best.parts == tuple((account, Decimal(amount)) for account, amount in parts)
    assert match.is_certain is is_certain
    assert sum(amount for _, amount in best.parts) == received.amount


def test_an_amount_alone_says_nothing() -> None:
    match = BOOK.match(_received("1060.00"))
    assert (match.suggestions, match.is_certain) == ((), False)


def test_two_contract_numbers_are_left_to_a_person() -> None:
    match = BOOK.match(_received("100.00", memo="HT-2026/000001 HT-2026/000002"))
    assert {each.customer_id for each in match.suggestions} == {1, 2}
    assert not match.is_certain


def test_a_tail_of_one_and_the_name_of_another_is_left_to_a_person() -> None:
    match = BOOK.match(_received("1060.00", payer_name="赵敏", payer_tail="2214"))
    assert [each.customer_id for each in match.suggestions] == [1, 4]
    assert not match.is_certain
    assert match.suggestions[0].reasons == ("tail", "due_amount", "near_due")


def test_among_many_namesakes_the_amount_and_the_card_decide() -> None:
    namesakes = [
        _debt(number, number, "李伟", f"{number}00.00", tails=(f"{number:04d}",))
        for number in range(1, 30)
    ]
    book = Book(namesakes)
    by_amount = book.match(_received("700.00", payer_name="李伟"))
    assert [each.customer_id for each in by_amount.suggestions] == [7]
    assert not by_amount.is_certain
    by_card = book.match(_received("700.00", payer_name="李伟", payer_tail="0007"))
    assert (by_card.suggestions[0].customer_id, by_card.is_certain) == (7, True)
    assert book.match(_received("1.00", payer_name="李伟")).suggestions == ()


def test_excess_is_said() -> None:
    assert BOOK.match(_received("2000.00", memo="HT2026000001")).suggestions[0].excess == Decimal(
        "940.00"
    )
    assert BOOK.match(_received("1060.00", memo="HT2026000001")).suggestions[0].excess == 0
