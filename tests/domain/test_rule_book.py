"""Dated look-up of rules and the reading of their values."""

from datetime import date, time
from decimal import Decimal

import pytest

from desktop.domain.rule_book import Rule, RuleBook, RuleValue, Unit, UnknownRule, read_value


def rule(
    code: str = "x.days",
    value: RuleValue = 1,
    from_date: date = date(2020, 1, 1),
    unit: Unit = Unit.DAYS,
    is_branch: bool = False,
) -> Rule:
    return Rule(code, "C0", value, unit, "源", from_date, "H", "名", "name", True, is_branch)


def test_the_newest_row_not_after_the_day_is_in_force() -> None:
    book = RuleBook((rule(value=7, from_date=date(2024, 1, 1)), rule(value=5)))
    assert book.whole("x.days", date(2023, 12, 31)) == 5
    assert book.whole("x.days", date(2024, 1, 1)) == 7
    assert book.whole("x.days", date(2030, 1, 1)) == 7
    assert [row.value for row in book.history("x.days")] == [5, 7]
    assert book.history("none") == ()
    assert book.codes() == ("x.days",)


def test_a_day_before_the_first_row_and_an_unknown_code_are_refused() -> None:
    book = RuleBook((rule(),))
    with pytest.raises(UnknownRule):
        book.rule("x.days", date(2019, 12, 31))
    with pytest.raises(UnknownRule):
        book.rule("y", date(2024, 1, 1))


def test_the_branch_row_wins_on_the_same_day() -> None:
    own = rule(value=9, is_branch=True)
    assert RuleBook((rule(),)).with_rules([own]).whole("x.days", date(2021, 1, 1)) == 9
    assert RuleBook((own, rule())).whole("x.days", date(2021, 1, 1)) == 9


def test_values_come_in_the_type_of_their_unit() -> None:
    day = date(2024, 1, 1)
    book = RuleBook(
        (
            rule("p", Decimal("24"), unit=Unit.PERCENT),
            rule("f", True, unit=Unit.FLAG),
            rule("t", time(8), unit=Unit.TIME),
            rule("n", 3),
        )
    )
    assert book.decimal("p", day) == Decimal("24")
    assert book.flag("f", day) is True
    assert book.time_of_day("t", day) == time(8)
    for wrong in (
        lambda: book.whole("f", day),
        lambda: book.whole("p", day),
        lambda: book.decimal("n", day),
        lambda: book.flag("n", day),
        lambda: book.time_of_day("n", day),
    ):
        with pytest.raises(TypeError):
            wrong()


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("22:00", Unit.TIME, time(22)),
        (3, Unit.COUNT, 3),
        ("3", Unit.DAYS, 3),
        ("0.05", Unit.PERCENT, Decimal("0.05")),
        ("10.00", Unit.YUAN, Decimal("10.00")),
        (True, Unit.FLAG, True),
        ("true", Unit.FLAG, True),
        ("false", Unit.FLAG, False),
        ("x", Unit.TEXT, "x"),
        ([0, 30], Unit.DAYS, (0, 30)),
        (["a", "b"], Unit.CODES, ("a", "b")),
    ],
)
def test_values_are_read(raw: object, unit: Unit, value: RuleValue) -> None:
    assert read_value(raw, unit) == value


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("25:00", Unit.TIME),
        (0.05, Unit.PERCENT),
        (True, Unit.COUNT),
        ("viel", Unit.YUAN),
        ("NaN", Unit.PERCENT),
        ("x", Unit.DAYS),
        ("ja", Unit.FLAG),
    ],
)
def test_wrong_values_are_refused(raw: object, unit: Unit) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader's one kind of error
        read_value(raw, unit)
