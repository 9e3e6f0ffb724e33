"""Credit cards: statements, minimum payment, overdraft interest by day, 违约金, foreign currency.

银发〔2016〕111号: overdraft interest 0.035–0.05 % a day (or as agreed); 违约金 in place of a late fee;
no interest on 违约金 and fees. 信用卡办法 70: a personalised instalment plan of at most 60 months.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, add_months, plan_of
from desktop.domain.money import FEN, ZERO, Money, round_money
from desktop.domain.schedule import Plan, RowRules


@dataclass(frozen=True)
class CardTerms:
    """What a card agreement says. Percentages are numbers (5 is 5 %), rates fractions.

    Interest is agreed by the day, or by the year of ``basis`` days where there is a yearly rate.

    The payment is due on ``due_day`` of the month after the statement, or of its own month where
    that day lies later; without it ``days_to_due`` days after the statement. Paid within
    ``grace_days`` and short by no more than ``grace_amount`` is paid in time.
    """

    statement_day: int
    due_day: int | None = None
    days_to_due: int = 20
    day_rate: Decimal = Decimal("0.0005")
    annual_rate: Decimal | None = None
    basis: int = 360
    minimum_percent: Decimal = Decimal(10)
    minimum_floor: Money = Decimal("100.00")
    late_percent: Decimal = Decimal(5)
    late_minimum: Money = ZERO
    late_maximum: Money | None = None
    grace_days: int = 3
    grace_amount: Money = Decimal("10.00")

    @property
    def interest_rate(self) -> tuple[Decimal, int]:
        """The rate of overdraft interest, and for how many days it is."""
        return (self.day_rate, 1) if self.annual_rate is None else (self.annual_rate, self.basis)


def next_statement(terms: CardTerms, *, after: date) -> date:
    """The first statement day after a day; the month's last day where it has no such day."""
    this_month = add_months(after.replace(day=1), 0, terms.statement_day)
    if this_month > after:
        return this_month
    return add_months(after.replace(day=1), 1, terms.statement_day)


def due_date(terms: CardTerms, statement_on: date) -> date:
    """The due date of a statement."""
    if terms.due_day is None:
        return statement_on + timedelta(days=terms.days_to_due)
    same_month = add_months(statement_on.replace(day=1), 0, terms.due_day)
    if same_month > statement_on:
        return same_month
    return add_months(statement_on.replace(day=1), 1, terms.due_day)


@dataclass(frozen=True)
class Posting:
    """Something posted to the card: positive is owed (purchase, cash), negative was paid."""

    posted_on: date
    amount: Money


@dataclass(frozen=True)
class BalanceStretch:
    """A balance that stood from ``from_day`` (counted) to ``to_day`` (not counted)."""

    from_day: date
    to_day: date
    balance: Money

    @property
    def days(self) -> int:
        """Days the balance stood."""
        return (self.to_day - self.from_day).days


def balance_stretches(
    postings: Iterable[Posting], *, until: date, opening: Money = ZERO, since: date | None = None
) -> list[BalanceStretch]:
    """The balances owed day by day, each from its posting to the next; credit balances left out."""
    stretches: list[BalanceStretch] = []
    balance, day = opening, since
    for posting in sorted(postings, key=lambda each: each.posted_on):
        on = min(posting.posted_on, until)
        if day is not None and on > day and balance > 0:
            stretches.append(BalanceStretch(day, on, balance))
        day = on if day is None else max(day, on)
        if posting.posted_on < until:
            balance += posting.amount
    if day is not None and until > day and balance > 0:
        stretches.append(BalanceStretch(day, until, balance))
    return stretches


def overdraft_interest(stretches: Sequence[BalanceStretch], day_rate: Decimal) -> Money:
    """Interest by day from posting, rounded half up once over all stretches of a statement.

    ``stretches`` hold principal alone: 违约金 and fees bear no interest.
    """
    product_sum = sum((each.balance * each.days for each in stretches), Decimal(0))
    return round_money(product_sum * day_rate)


@dataclass(frozen=True)
class Statement:
    """A card statement; ``revolving`` is principal, the other parts are owed in full."""

    revolving: Money
    interest: Money = ZERO
    fees: Money = ZERO
    instalments: Money = ZERO
    unpaid_minimum: Money = ZERO

    @property
    def balance(self) -> Money:
        """The full statement balance."""
        return self.revolving + self.interest + self.fees + self.instalments


def minimum_payment(terms: CardTerms, statement: Statement) -> Money:
    """The least to pay: a share of the principal, and interest, fees and instalments in full.

    What was not paid of the last minimum is added; never below the floor nor above the balance.
    """
    share = round_money(statement.revolving * terms.minimum_percent / 100)
    least = share + statement.interest + statement.fees + statement.instalments
    least = max(least + statement.unpaid_minimum, terms.minimum_floor)
    return min(least, max(statement.balance, ZERO))


def late_charge(terms: CardTerms, minimum: Money, paid: Money) -> Money:
    """违约金: a share of the unpaid part of the minimum payment, within its limits; once."""
    unpaid = minimum - paid
    if unpaid <= 0:
        return ZERO
    charge = max(round_money(unpaid * terms.late_percent / 100), terms.late_minimum)
    return charge if terms.late_maximum is None else min(charge, terms.late_maximum)


def is_paid_in_time(
    terms: CardTerms, amount: Money, payments: Iterable[Posting], *, due_on: date
) -> bool:
    """Whether ``amount`` was paid by the due date, with the days and the amount of grace."""
    last_day = due_on + timedelta(days=terms.grace_days)
    paid = sum((-p.amount for p in payments if p.amount < 0 and p.posted_on <= last_day), ZERO)
    return amount - paid <= terms.grace_amount


@dataclass(frozen=True)
class CurrencyPurchase:
    """购汇还款: so much foreign currency bought for so much CNY at a rate."""

    currency: str
    foreign: Money
    rate: Decimal
    cny: Money


def buy_currency(
    balances: dict[str, Money], currency: str, rate: Decimal, *, foreign: Money | None = None
) -> CurrencyPurchase:
    """Work out what a foreign-currency balance (or ``foreign`` of it) costs in CNY.

    ``rate`` is the bank's selling rate: CNY for 100 units. CNY is rounded half up to the fen.
    Raises ``card.no_such_currency``, ``card.rate_not_positive``, ``card.more_than_balance``.
    """
    _check_purchase(balances, currency, rate)
    amount = balances[currency] if foreign is None else foreign
    if not 0 < amount <= balances[currency]:
        raise DomainError("card.more_than_balance", field="foreign", balance=balances[currency])
    return CurrencyPurchase(currency, amount, rate, round_money(amount * rate / 100))


def currency_for(
    balances: dict[str, Money], currency: str, rate: Decimal, cny: Money
) -> CurrencyPurchase:
    """How much of a foreign-currency balance an amount in CNY pays: rounded down, never too much."""
    _check_purchase(balances, currency, rate)
    if cny <= 0:
        raise DomainError("allocation.amount_not_positive", field="cny")
    foreign = (cny * 100 / rate).quantize(FEN, rounding=ROUND_DOWN)
    foreign = min(foreign, balances[currency])
    return CurrencyPurchase(currency, foreign, rate, round_money(foreign * rate / 100))


def _check_purchase(balances: dict[str, Money], currency: str, rate: Decimal) -> None:
    if currency not in balances:
        raise DomainError("card.no_such_currency", field="currency", currency=currency)
    if rate <= 0:
        raise DomainError("card.rate_not_positive", field="rate")


def personalised_instalments(
    arrears: Money,
    months: int,
    *,
    agreed_on: date,
    first_due_on: date,
    monthly_fee_rate: Decimal = Decimal(0),
    most_months: int = 60,
    has_one: bool = False,
) -> Plan:
    """个性化分期: the arrears of a card in equal shares of principal, with an agreed monthly fee rate.

    One per customer, at most 60 months (信用卡办法 70). The fee is charged on the balance.
    """
    if has_one:
        raise DomainError("card.has_instalments", field="months")
    if not 1 <= months <= most_months:
        raise DomainError("card.too_many_months", field="months", most=most_months)
    terms = LoanTerms(
        principal=arrears,
        annual_rate=monthly_fee_rate * 12,
        disbursed_on=agreed_on,
        terms=months,
        first_due_on=first_due_on,
        rate_per_period=monthly_fee_rate,
        rules=RowRules(method="equal_principal"),
    )
    return plan_of(terms)
