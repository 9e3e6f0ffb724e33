"""A step of the strategy in words: its days, its pace, for whom it is."""

from collections.abc import Iterator

from desktop.adapters import wording
from desktop.domain.reminder_strategy import CONDITIONS, Conditions, Step
from desktop.ui import formats
from desktop.ui.formats import language

_LISTS = {"customer_kinds": "strategy.kind", "risks": "cases.five_class"}


def said(code: str, **facts: object) -> str:
    """Words of the strategy in the language of now."""
    return wording.text(f"strategy.{code}", language(), **facts)


def name_of(step: Step) -> str:
    """The step's name in the language of now."""
    return step.zh if language() == "zh" else step.en or step.zh


def channel_of(step: Step) -> str:
    """The channel, or that the step switches its group off."""
    if step.channel is None:
        return said("no_contact")
    return wording.text(f"contact.channel.{step.channel.value}", language())


def days_of(step: Step) -> str:
    """From which to which day, counted from the due date: −7 … −4, 0, +31 … +360."""
    first, last = _day(step.from_day), _day(step.to_day)
    return first if first == last else f"{first} … {last}"


def pace_of(step: Step) -> str:
    """Once, or every so many days."""
    return said("every", days=step.every) if step.every else said("once")


def for_whom(when: Conditions) -> str:
    """Every condition that is set: 产品 card · 自动扣款 否; all customers where none is."""
    return " · ".join(_conditions(when)) or said("everybody")


def _conditions(when: Conditions) -> Iterator[str]:
    for name in CONDITIONS:
        value = getattr(when, name)
        if value in (None, frozenset()):
            continue
        yield f"{said(f'condition.{name}')} {_value(name, value)}"


def _value(name: str, value: object) -> str:
    if isinstance(value, frozenset):
        room = _LISTS.get(name)
        words = (wording.text(f"{room}.{one}", language()) if room else one for one in value)
        return "、".join(sorted(words))
    if isinstance(value, bool):
        return said("yes") if value else said("no")
    if name.startswith("amount"):
        return formats.money(value)  # type: ignore[arg-type]
    return said(f"promise.{value}")


def _day(day: int) -> str:
    return f"+{day}" if day > 0 else str(day).replace("-", "−")
