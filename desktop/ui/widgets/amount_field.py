"""A field for an amount in yuan; empty is no amount."""

import re
from decimal import Decimal

from PySide6.QtWidgets import QLineEdit

from desktop.domain.money import Money, round_money
from desktop.ui.widgets.text import set_property

_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")
_WAN = re.compile(r"(\d{1,8}(\.\d{1,6})?)万")


class AmountField(QLineEdit):
    """Takes 20000, 20,000.00, ￥2万; shows a red edge while what stands there is no amount."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.textChanged.connect(lambda _: set_property(self, "invalid", not self.is_valid))

    @property
    def is_valid(self) -> bool:
        """Whether it is empty or an amount."""
        return not self.text().strip() or self.amount() is not None

    def amount(self) -> Money | None:
        """Return the amount; None where there is none or nothing that reads as one."""
        words = re.sub(r"[\s,，¥￥元]", "", self.text())
        wan = _WAN.fullmatch(words)
        if wan is not None:
            return round_money(Decimal(wan.group(1)) * 10000)
        return round_money(Decimal(words)) if _AMOUNT.fullmatch(words) else None

    def show_amount(self, amount: Money | None) -> None:
        """Show an amount; None empties the field."""
        self.setText("" if amount is None else f"{amount:.2f}")
