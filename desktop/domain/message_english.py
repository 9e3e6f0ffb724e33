"""The fields of a template for customers who are written to in English: same names, English values."""

from collections.abc import Sequence
from datetime import date, timedelta

from desktop.domain.message_text import Sender, money_text, surname, totals
from desktop.domain.money import Money
from desktop.domain.reminder_strategy import DueLine


def polite_title(sex: str | None) -> str:
    """Mr or Ms, empty where the record does not say."""
    return {"m": "Mr", "f": "Ms"}.get(sex or "", "")


def salutation(name: str, sex: str | None, kind: str) -> str:
    """The polite address: Dear Ms Miller; the whole name where the sex is not recorded,
    "customer" where no name is."""
    title = polite_title(sex) if kind != "company" else ""
    if not name:
        return "Dear customer"
    return f"Dear {title} {surname(name)}" if title else f"Dear {name}"


def amount_text(amount: Money, currency: str = "CNY") -> str:
    """An amount with its unit: CNY 1,200.00."""
    return f"{currency} {money_text(amount)}"


def day_text(day: date, as_of: date) -> str:
    """A day as customers read it: 1 Dec, with the year when it is another one."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    text = f"{day.day} {months[day.month - 1]}"
    return text if day.year == as_of.year else f"{text} {day.year}"


def debts_text(lines: Sequence[DueLine], as_of: date) -> str:
    """What is owed: one account with its amount, or each account and the sum."""
    differ = len({line.due_on for line in lines}) > 1
    parts = [_line_text(line, as_of, with_day=differ) for line in lines]
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts)}, in total {_total_text(lines)}"


def _total_text(lines: Sequence[DueLine]) -> str:
    return " and ".join(amount_text(amount, unit) for unit, amount in totals(lines).items())


def _line_text(line: DueLine, as_of: date, *, with_day: bool) -> str:
    """The product's own name is Chinese: an English text says what it is, and the last digits."""
    tail = f" ending {line.tail}" if line.tail else ""
    day = f" (due {day_text(line.due_on, as_of)})" if with_day else ""
    product = "credit card" if line.kind == "card" else "loan"
    return f"{amount_text(line.amount, line.currency)} on your {product}{tail}{day}"


def debt_values(lines: Sequence[DueLine], as_of: date) -> dict[str, str]:
    """The fields that tell of the debt, as ``message_text.debt_values`` in Chinese."""
    due_on = min(line.due_on for line in lines)
    return {
        "款项": debts_text(lines, as_of),
        "金额": _total_text(lines),
        "截止日": day_text(due_on, as_of),
        "扣款前一日": day_text(due_on - timedelta(days=1), as_of),
        "逾期天数": str(max(0, (as_of - due_on).days)),
        "日期": day_text(as_of, as_of),
    }


def party_values(
    name: str, sex: str | None, kind: str, sender: Sender, officer: str
) -> dict[str, str]:
    """The fields that tell of the customer and the branch; ``sender`` speaks English already."""
    return {
        "称呼": salutation(name, sex, kind),
        "姓名": name,
        "尊称": polite_title(sex) or "customer",
        "机构": sender.institution,
        "还款方式": sender.ways_to_pay,
        "好处": sender.benefit,
        "客服电话": sender.phone,
        "经办人": officer or sender.institution,
    }
