"""Numbers that carry their own check."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.identity_numbers import (
    birth_date,
    credit_code_check_sign,
    has_luhn_check,
    identity_check_digit,
    is_credit_code,
    is_female,
    read_bank_card,
    read_holder_number,
    read_identity_number,
    read_mobile,
    read_phone,
)
from tests.domain.test_field_values import code_of

TODAY = date(2026, 11, 20)
SAMPLE = "11010519491231002X"  # the example of GB 11643-1999


def test_the_standards_example_is_right() -> None:
    assert read_identity_number(SAMPLE.lower(), as_of=TODAY) == SAMPLE
    assert birth_date(SAMPLE) == date(1949, 12, 31)
    assert is_female(SAMPLE)


def test_fifteen_digits_are_brought_up_to_date() -> None:
    assert read_identity_number("110105491231002", as_of=TODAY) == SAMPLE


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_any_single_wrong_digit_is_found(born: date, serial: int) -> None:
    first = f"330108{born:%Y%m%d}{serial:03d}"
    number = first + identity_check_digit(first)
    assert read_holder_number(number, as_of=TODAY) == ("resident", number)
    wrong = number[:5] + str((int(number[5]) + 1) % 10) + number[6:]
    assert code_of(read_identity_number, wrong, as_of=TODAY) == "id_checksum"


@pytest.mark.parametrize(
    ("number", "code"),
    [("110105194912310021", "id_checksum"), ("11010519491331002X", "id_birth_date"), ("11010520271231002X", "id_birth_date"), ("123", "id_length")],
)  # fmt: skip
def test_a_wrong_identity_number_is_refused(number: str, code: str) -> None:
    assert code_of(read_holder_number, number, as_of=TODAY) == code


def test_a_number_of_the_wrong_length_is_no_identity_number() -> None:
    assert code_of(read_identity_number, "1234567890", as_of=TODAY) == "id_length"


def test_credit_codes() -> None:
    assert is_credit_code("91350100M000100Y43")
    assert is_credit_code("91110000600037341l".upper())
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("I1350100M000100Y43")
    assert not is_credit_code("9135")
    first = "91330108MA2X00001"
    assert (
        read_holder_number(first + credit_code_check_sign(first), as_of=TODAY)[0] == "organisation"
    )
    assert code_of(read_holder_number, "91350100M000100Y44", as_of=TODAY) == "credit_code_checksum"


def test_other_documents_are_taken_as_they_are() -> None:
    assert read_holder_number("E12345678", as_of=TODAY) == ("other", "E12345678")
    assert read_holder_number("h1234567890", as_of=TODAY) == ("other", "H1234567890")


def test_bank_cards() -> None:
    assert has_luhn_check("4111111111111111")
    assert read_bank_card("6222000000000000004") == "6222000000000000004"
    assert code_of(read_bank_card, "6222000000000000005") == "card_checksum"
    assert code_of(read_bank_card, "62220000") == "card_length"
    assert code_of(read_bank_card, "6222 0000 0000 0000") == "card_length"


@pytest.mark.parametrize(
    "text",
    ["13800000001", "+86 138 0000 0001", "0086-138-0000-0001", "86 13800000001", "(138)00000001"],
)
def test_mobiles(text: str) -> None:
    assert read_mobile(text) == "13800000001"


def test_a_wrong_mobile_is_refused() -> None:
    assert code_of(read_mobile, "1380000000") == "bad_mobile"
    assert code_of(read_mobile, "12800000001") == "bad_mobile"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("0571-88880000", "0571-88880000"), ("057188880000", "0571-88880000"), ("(0571)88880000", "0571-88880000"), ("57188880000", "0571-88880000"),
        ("+86-571-88880000", "0571-88880000"), ("010-62345678转801", "010-62345678-801"), ("021 62345678-12", "021-62345678-12"),
        ("400-820-8820", "4008208820"), ("95588", "95588"), ("8613800000001", "13800000001"),
    ],
)  # fmt: skip
def test_phones(text: str, phone: str) -> None:
    assert read_phone(text) == phone


def test_what_is_no_phone_is_refused() -> None:
    for text in ("88880000", "0571-888", "abc", "0571-8888000012345678"):
        assert code_of(read_phone, text) == "bad_phone"
