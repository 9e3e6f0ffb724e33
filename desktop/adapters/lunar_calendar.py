"""Lunar dates and solar terms from lunar_python (loaded at first use: it is not small)."""

from datetime import date
from functools import cache


class LunarPython:
    """Answers ``LunarCalendar`` questions; knows the years 1900 to 2100."""

    def solar_date(self, lunar_year: int, month: int, day: int) -> date | None:
        """The date of a lunar day outside leap months, or nothing when there is no such day."""
        return _solar_date(lunar_year, month, day)

    def term_date(self, year: int, name: str) -> date | None:
        """The date of a solar term in a solar year, or nothing for an unknown name."""
        return _term_date(year, name)


_SECOND_WINTER = {"大雪": "DA_XUE", "冬至": "DONG_ZHI", "小寒": "XIAO_HAN", "大寒": "DA_HAN"}


@cache
def _solar_date(lunar_year: int, month: int, day: int) -> date | None:
    from lunar_python import Lunar, LunarYear

    lunar_month = LunarYear.fromYear(lunar_year).getMonth(month)
    if lunar_month is None or not 1 <= day <= lunar_month.getDayCount():
        return None
    solar = Lunar.fromYmd(lunar_year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@cache
def _term_date(year: int, name: str) -> date | None:
    from lunar_python import Solar

    # The table runs from winter to winter; its second winter terms stand under pinyin names.
    table = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()
    for key in (name, _SECOND_WINTER.get(name)):
        solar = table.get(key)
        if solar is not None and solar.getYear() == year:
            return date(year, solar.getMonth(), solar.getDay())
    return None
