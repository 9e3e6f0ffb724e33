import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.domain.amount_in_capitals import LIMIT, amount_in_capitals, date_in_capitals
from desktop.domain.errors import DomainError

VALUES = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_whole(text: str) -> int:
    """Read a Chinese number by another way than it is written: split at the highest unit."""
    for unit, value in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            high, low = text.rsplit(unit, 1)
            return read_whole(high) * value + (read_whole(low) if low else 0)
    total, digit = 0, 0
    for character in text:
        if character in UNITS:
            total += digit * UNITS[character]
            digit = 0
        else:
            digit = VALUES[character]
    return total + digit


def read_amount(text: str) -> Decimal:
    text = text.removeprefix("人民币").removesuffix("整")
    yuan, _, cents = text.rpartition("元")
    jiao = fen = 0
    if "角" in cents:
        before, cents = cents.split("角")
        jiao = VALUES[before[-1]]
    if "分" in cents:
        fen = VALUES[cents[-2]]
    return Decimal(read_whole(yuan) if yuan else 0) + Decimal(jiao * 10 + fen) / 100


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("150000", "人民币壹拾伍万元整"),
    ],
)
def test_the_official_examples_are_written_as_printed(amount: str, words: str) -> None:
    assert amount_in_capitals(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("0.53", "伍角叁分"),
        ("10", "壹拾元整"),
        ("100200", "壹拾万零贰佰元整"),
        ("100000005", "壹亿零伍元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000000000001", "壹万亿零壹元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("1234567890123.45", "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
    ],
)
def test_zeros_and_large_numbers(amount: str, words: str) -> None:
    assert amount_in_capitals(Decimal(amount), currency="") == words


def test_every_amount_below_a_thousand_yuan_reads_back() -> None:
    for fen in range(100_000):
        amount = Decimal(fen).scaleb(-2)
        assert read_amount(amount_in_capitals(amount)) == amount


def test_two_hundred_thousand_amounts_of_every_size_read_back() -> None:
    random.seed(20261120)
    for _ in range(200_000):
        amount = Decimal(random.randrange(10 ** random.randint(1, 18))).scaleb(-2)
        words = amount_in_capitals(amount)
        assert read_amount(words) == amount, words
        assert "零零" not in words


@pytest.mark.parametrize("amount", ["-0.01", "Infinity", "NaN", str(LIMIT)])
def test_an_amount_out_of_range_is_refused(amount: str) -> None:
    with pytest.raises(DomainError, match="amount_out_of_range"):
        amount_in_capitals(Decimal(amount))


def test_a_fraction_of_a_fen_is_refused_not_cut_off() -> None:
    with pytest.raises(DomainError, match="amount_below_fen"):
        amount_in_capitals(Decimal("0.125"))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 15), "贰零贰陆年零壹月壹拾伍日"),
        (date(2026, 10, 20), "贰零贰陆年零壹拾月零贰拾日"),
        (date(2026, 12, 31), "贰零贰陆年壹拾贰月叁拾壹日"),
        (date(2027, 3, 9), "贰零贰柒年叁月零玖日"),
        (date(2030, 2, 10), "贰零叁零年零贰月零壹拾日"),
    ],
)
def test_dates(day: date, words: str) -> None:
    assert date_in_capitals(day) == words


def test_every_day_of_four_years_has_words_of_its_own() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(1461)]
    assert len({date_in_capitals(day) for day in days}) == len(days)
