"""How figures, dates and names look on the screen, in the language of now."""

from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.adapters import wording
from desktop.adapters.wording import Language
from desktop.domain.all_in_rate import CapCheck
from desktop.domain.money import Money, round_money


def language() -> Language:
    """Return the language in use; the window sets it as Qt's default locale."""
    return "zh" if QLocale().language() == QLocale.Language.Chinese else "en"


def money(amount: Money) -> str:
    """¥ 7,826.35; a true minus sign before the currency sign."""
    sign = "−" if amount < 0 else ""
    return f"{sign}¥ {abs(amount):,.2f}"


def money_short(amount: Money) -> str:
    """An amount to be taken in at a glance: ¥ 3.86 亿, ¥ 812.4 万; in English ¥ 386.0 M."""
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    if language() == "zh":
        steps = ((Decimal(10) ** 8, "亿", 2), (Decimal(10) ** 4, "万", 1))
    else:
        steps = ((Decimal(10) ** 9, "B", 2), (Decimal(10) ** 6, "M", 2))
    for unit, word, places in steps:
        if size >= unit:
            shown = round_money(size / unit, Decimal(1).scaleb(-places))
            return f"{sign}¥ {shown:,.{places}f} {word}"
    return money(amount)


def count(number: int) -> str:
    """12,486."""
    return f"{number:,}"


def percent(share: Decimal | float, places: int = 0) -> str:
    """61%; ``share`` is a fraction of one."""
    return f"{Decimal(share) * 100:.{places}f}%"


def rate(yearly: Decimal) -> str:
    """15.6%: a rate to its last figure; ``yearly`` is a fraction of one."""
    return f"{(yearly * 100).normalize():f}%"


def day(value: date | None) -> str:
    """2026-11-20; a dash for none."""
    return value.isoformat() if value else "—"


def moment(value: datetime | None) -> str:
    """2026-11-20 16:42; a dash for none."""
    return f"{value:%Y-%m-%d %H:%M}" if value else "—"


def near_day(value: date | None, *, as_of: date) -> str:
    """A date as seen from the business date: 今天, 明天, 昨天, 11-22, 2027-01-03."""
    if value is None:
        return "—"
    near = {-1: _yesterday, 0: _today, 1: _tomorrow}.get((value - as_of).days)
    if near is not None:
        return near()
    return f"{value:%m-%d}" if value.year == as_of.year else value.isoformat()


def follow_up(value: date | None, *, as_of: date) -> str:
    """When to do the next thing, and how long it has been due: 11-18  逾 2 天."""
    if value is None or value >= as_of:
        return near_day(value, as_of=as_of)
    late = QCoreApplication.translate("formats", "{days}d late").format(days=(as_of - value).days)
    return f"{near_short(value, as_of=as_of)}  {late}"


def near_short(value: date, *, as_of: date) -> str:
    """11-18, with the year only when it is another one."""
    return f"{value:%m-%d}" if value.year == as_of.year else value.isoformat()


def near_moment(value: datetime | None, *, as_of: date) -> str:
    """今天 16:42, 11-14 15:30."""
    return f"{near_day(value.date(), as_of=as_of)} {value:%H:%M}" if value else "—"


def days(number: int) -> str:
    """132 天."""
    return QCoreApplication.translate("formats", "{days} d").format(days=number)


def bucket(index: int) -> str:
    """M0 … M6, M7+."""
    return f"M{index}" if index < 7 else "M7+"


def _today() -> str:
    return QCoreApplication.translate("formats", "today")


def _tomorrow() -> str:
    return QCoreApplication.translate("formats", "tomorrow")


def _yesterday() -> str:
    return QCoreApplication.translate("formats", "yesterday")


def above_cap(check: CapCheck) -> str:
    """The all-in rate of an account and the cap that it is above."""
    rate, cap = percent(check.rate.yearly, 2), percent(check.exceeded[-1].rate, 2)
    return wording.text("letters.over_cap", language(), rate=rate, cap=cap)
