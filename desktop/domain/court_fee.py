"""What a court charges for a claim over money: 《诉讼费用交纳办法》 articles 13 and 14."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.money import ZERO, Money, round_money
from desktop.domain.rule_book import RuleBook


@dataclass(frozen=True)
class CourtFees:
    """The steps in force on a day.

    ``ends`` are the upper ends of the steps in yuan, inclusive; the first one costs ``least`` in
    all, each one above it ``permille`` of what lies in it, the last one is open.
    """

    ends: tuple[int, ...]
    permille: tuple[int, ...]
    least: Money
    payment_order_share: int

    @classmethod
    def in_force(cls, book: RuleBook, on: date) -> "CourtFees":
        """Read the steps that hold on a day."""
        ends = book.rule("legal.court_fee_ends", on).value
        permille = book.rule("legal.court_fee_permille", on).value
        assert isinstance(ends, tuple)
        assert isinstance(permille, tuple)
        return cls(
            tuple(map(int, ends)),
            tuple(map(int, permille)),
            book.decimal("legal.court_fee_least", on),
            book.whole("legal.payment_order_share", on),
        )

    def of_claim(self, claim: Money) -> Money:
        """The fee of a suit over ``claim`` yuan, rounded half up to the fen; nothing for nothing."""
        if claim <= 0:
            return ZERO
        fee = Decimal(self.least)
        uppers = [*self.ends[1:], None]
        for lower, upper, share in zip(self.ends, uppers, self.permille, strict=True):
            within = (claim if upper is None else min(claim, Decimal(upper))) - lower
            fee += max(within, Decimal(0)) * share / 1000
        return round_money(fee)

    def of_payment_order(self, claim: Money) -> Money:
        """The fee of a payment order over ``claim`` yuan."""
        return round_money(self.of_claim(claim) / self.payment_order_share)
