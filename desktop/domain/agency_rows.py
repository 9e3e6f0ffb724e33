"""The contacts an agency reports: rows of its file read into contacts, with doubts by row and field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from desktop.domain.contact_facts import Channel, Party
from desktop.domain.errors import DomainError
from desktop.domain.field_values import Cell, plain, read_date

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "case_no": ("案件编号", "案件号", "委案编号", "case"),
    "customer_no": ("客户号", "客户编号", "customer"),
    "id_number": ("身份证号", "身份证号码", "证件号码", "证件号", "id number"),
    "phone": ("手机号", "手机号码", "客户手机", "phone"),
    "at": ("联系时间", "通话时间", "拨打时间", "时间", "time"),
    "day": ("联系日期", "日期", "date"),
    "channel": ("联系方式", "方式", "渠道", "channel"),
    "party": ("联系对象", "对象", "与客户关系", "party"),
    "number": ("拨打号码", "被叫号码", "号码", "number"),
    "result": ("联系结果", "通话结果", "结果", "result"),
    "note": ("备注", "说明", "note"),
}
WHO: Final = ("case_no", "customer_no", "id_number", "phone")
_CHANNELS: Final = {
    "电话": Channel.PHONE,
    "外呼": Channel.PHONE,
    "短信": Channel.SMS,
    "邮件": Channel.EMAIL,
    "信函": Channel.LETTER,
    "函件": Channel.LETTER,
    "外访": Channel.VISIT,
    "上门": Channel.VISIT,
}
_PARTIES: Final = {
    "本人": Party.DEBTOR,
    "债务人": Party.DEBTOR,
    "担保人": Party.GUARANTOR,
    "保证人": Party.GUARANTOR,
    "联系人": Party.CONTACT,
    "第三人": Party.CONTACT,
}
_UNANSWERED: Final = re.compile(
    r"未接|无人接|占线|忙|关机|停机|拒接|未通|未遇|未见|不在|no.?answer|not.?met|busy|off", re.I
)
_INVALID: Final = re.compile(r"空号|号码错|非本人|失效|invalid|wrong", re.I)
_FAILED: Final = re.compile(r"失败|退信|未达|fail", re.I)
_TIME: Final = re.compile(r"(\d{1,2})[:：时](\d{2})")
NOTE_LENGTH: Final = 500


@dataclass(frozen=True)
class AgencyRow:
    """One contact as the agency reports it; ``who`` names the customer by what the file has."""

    row_no: int
    who: Mapping[str, str]
    at: datetime
    channel: Channel
    party: Party
    number: str
    result: str
    is_answered: bool
    note: str


@dataclass(frozen=True)
class RowFault:
    """A row left out: the field, and why as a text code."""

    row_no: int
    field: str
    code: str


def find_columns(header: Sequence[Cell]) -> dict[str, int]:
    """Which column is which field. Raises ``DomainError`` for a file without who, when or result."""
    words = [(plain(cell) or "").strip().lower() for cell in header]
    found: dict[str, int] = {}
    for field, names in COLUMNS.items():
        places = [place for place, word in enumerate(words) if word in names]
        if places:
            found[field] = places[0]
    for needed, is_there in (
        ("who", any(field in found for field in WHO)),
        ("at", "at" in found),
        ("result", "result" in found),
    ):
        if not is_there:
            raise DomainError("agency.column_missing", field=needed, column=needed)
    return found


def read_rows(
    rows: Iterable[tuple[int, Sequence[Cell]]], columns: Mapping[str, int], *, now: datetime
) -> tuple[list[AgencyRow], list[RowFault]]:
    """Read the rows below the header; an empty one is passed over, a faulty one is a doubt."""
    good: list[AgencyRow] = []
    faults: list[RowFault] = []
    for row_no, cells in rows:
        by_field = {field: cells[place] for field, place in columns.items() if place < len(cells)}
        if all(cell in (None, "") for cell in by_field.values()):
            continue
        try:
            good.append(read_row(row_no, by_field, now))
        except DomainError as error:
            faults.append(RowFault(row_no, error.field or "", error.code))
    return good, faults


def read_row(row_no: int, cells: Mapping[str, Cell], now: datetime) -> AgencyRow:
    """Read one contact, its cells by field. Raises ``DomainError`` at the field that is wrong."""

    def words(field: str) -> str:
        return plain(cells.get(field), longest=NOTE_LENGTH) or ""

    who = {field: words(field) for field in WHO if words(field)}
    if not who:
        raise DomainError("agency.who_missing", field="who")
    at = _moment(cells)
    if at > now:
        raise DomainError("agency.in_future", field="at")
    channel = _one_of(_CHANNELS, words("channel") or "电话", "channel")
    party = _one_of(_PARTIES, words("party") or "本人", "party")
    result, is_answered = _result(words("result"), channel)
    number = re.sub(r"[\s-]", "", words("number") or who.get("phone", ""))
    return AgencyRow(
        row_no,
        who,
        at,
        Channel(channel),
        Party(party),
        number if channel in (Channel.PHONE, Channel.SMS) else "",
        result,
        is_answered,
        words("note"),
    )


def _moment(cells: Mapping[str, Cell]) -> datetime:
    """The moment of contact: a date with a time in one cell, or a day and a time in two."""
    cell, day_cell = cells.get("at"), cells.get("day")
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None, microsecond=0)
    said = plain(cell) or ""
    found = _TIME.search(said)
    if isinstance(cell, time):
        clock: time | None = cell
    else:
        clock = _clock(found) if found else None
    whole = day_cell if day_cell not in (None, "") else said[: found.start()] if found else said
    try:
        day = read_date(whole) if whole not in (None, "") else None
    except DomainError as error:
        raise DomainError("agency.bad_time", field="at") from error
    if day is None or clock is None:
        raise DomainError("agency.bad_time", field="at")
    return datetime.combine(day, clock)


def _clock(found: re.Match[str]) -> time:
    hour, minute = int(found[1]), int(found[2])
    if hour > 23 or minute > 59:
        raise DomainError("agency.bad_time", field="at")
    return time(hour, minute)


def _one_of(known: Mapping[str, Channel] | Mapping[str, Party], said: str, field: str) -> str:
    for word, value in known.items():
        if word in said or value.value == said.lower():
            return value.value
    raise DomainError(f"agency.unknown_{field}", field=field)


def _result(said: str, channel: str) -> tuple[str, bool]:
    """The result's code, and whether somebody was reached."""
    if not said:
        raise DomainError("agency.result_missing", field="result")
    if channel in (Channel.SMS, Channel.EMAIL, Channel.LETTER):
        return ("failed" if _FAILED.search(said) else "sent"), False
    if _INVALID.search(said):
        return "invalid", False
    if _UNANSWERED.search(said):
        return ("no_answer" if channel == Channel.PHONE else "not_met"), False
    return ("answered" if channel == Channel.PHONE else "met"), True
