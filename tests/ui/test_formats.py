"""Figures and dates as the screen shows them, in both languages."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale

from desktop.ui import cells, formats

AS_OF = date(2026, 11, 20)


@pytest.fixture
def english(application):
    application.set_language("en")
    yield
    application.set_language("zh")


def test_language_follows_the_window(application, english):
    assert formats.language() == "en"
    application.set_language("zh")
    assert formats.language() == "zh"
    assert QLocale().language() == QLocale.Language.Chinese


@pytest.mark.parametrize(
    ("amount", "full", "short"),
    [
        ("7826.35", "¥ 7,826.35", "¥ 7,826.35"),
        ("-0.5", "−¥ 0.50", "−¥ 0.50"),
        ("8124000", "¥ 8,124,000.00", "¥ 812.4 万"),
        ("386000000", "¥ 386,000,000.00", "¥ 3.86 亿"),
        ("-19473000", "−¥ 19,473,000.00", "−¥ 1,947.3 万"),
    ],
)
def test_money(application, amount, full, short):
    assert formats.money(Decimal(amount)) == full
    assert formats.money_short(Decimal(amount)) == short


def test_money_in_english(application, english):
    assert formats.money_short(Decimal("386000000")) == "¥ 386.00 M"
    assert formats.money_short(Decimal("2500000000")) == "¥ 2.50 B"
    assert formats.days(3) == "3 d"


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 20), "今天"),
        (date(2026, 11, 21), "明天"),
        (date(2026, 11, 19), "昨天"),
        (date(2026, 11, 22), "11-22"),
        (date(2027, 1, 3), "2027-01-03"),
        (None, "—"),
    ],
)
def test_near_days(application, day, shown):
    assert formats.near_day(day, as_of=AS_OF) == shown


def test_a_follow_up_says_how_late_it_is(application):
    assert formats.follow_up(date(2026, 11, 18), as_of=AS_OF) == "11-18  逾 2 天"
    assert formats.follow_up(AS_OF, as_of=AS_OF) == "今天"
    assert formats.follow_up(None, as_of=AS_OF) == "—"
    assert formats.near_short(date(2025, 12, 31), as_of=AS_OF) == "2025-12-31"


def test_the_rest(application):
    assert formats.rate(Decimal("0.12")) == "12%"
    assert formats.rate(Decimal("0.06525")) == "6.525%"
    at = datetime(2026, 11, 20, 16, 42)
    assert formats.near_moment(at, as_of=AS_OF) == "今天 16:42"
    assert formats.near_moment(None, as_of=AS_OF) == "—"
    assert formats.moment(at) == "2026-11-20 16:42"
    assert formats.moment(None) == "—"
    assert formats.day(None) == "—"
    assert formats.percent(Decimal("0.614")) == "61%"
    assert formats.percent(Decimal("0.0725"), 2) == "7.25%"
    assert formats.bucket(6) == "M6"
    assert formats.bucket(7) == "M7+"


def test_cells_word_codes_and_empty_values(application):
    assert cells.words("status", "promised", as_of=AS_OF, codes="cases.stage") == "已承诺"
    assert cells.words("code", "", as_of=AS_OF, codes="cases.stage") == "—"
    assert cells.words("check", None, as_of=AS_OF) == ""
    assert cells.words("check", True, as_of=AS_OF) == ""
    assert cells.words("moment", datetime(2026, 11, 19, 8, 5), as_of=AS_OF) == "昨天 08:05"
    assert cells.words("number", 1234, as_of=AS_OF) == "1,234"
