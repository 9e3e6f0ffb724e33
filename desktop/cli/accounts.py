"""The commands on one account: schedule, balance, explain, quote; by number or by parameters."""

import argparse
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from desktop.cli.command import Arguments, Call, Commands, Outcome, day
from desktop.domain.allocation import LEGAL_ORDER
from desktop.domain.day_count import DayCount
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms
from desktop.domain.masks import mask_name
from desktop.domain.money import Money, round_money
from desktop.domain.schedule import RowRules
from desktop.domain.statement import StatementLine
from desktop.services import account_view, ledger, quotes
from desktop.services.account_view import AccountView
from desktop.services.contract_terms import METHODS
from desktop.services.contract_trial import Trial, try_contract
from desktop.services.quotes import Kind, Offer

KINDS: tuple[Kind, ...] = (
    "payoff",
    "prepayment",
    "rearrangement",
    "plan_change",
    "spreading",
    "drawing",
    "waiver",
)


def add_commands(commands: Commands) -> None:
    """Add the commands of this room."""
    runs: dict[str, Callable[[Call], Outcome]] = {
        "schedule": _schedule,
        "balance": _balance,
        "explain": _explain,
        "quote": _quote,
    }
    for name, run in runs.items():
        arguments = commands.add(
            name,
            run,
            help=f"cli.accounts.{name}",
            opens_database=lambda options: bool(options.number),
        )
        _add_contract(arguments)
        if name == "quote":
            _add_quote(arguments)


def _add_contract(add: Arguments) -> None:
    add.add("number", nargs="?", metavar="CONTRACT", help="cli.accounts.number")
    add.add("--on", metavar="DATE", type=day, help="cli.accounts.on")
    add.add("--principal", type=amount, metavar="YUAN", help="cli.accounts.principal")
    add.add("--rate", type=number, metavar="PERCENT", help="cli.accounts.rate")
    add.add("--terms", type=int, metavar="N", help="cli.accounts.terms")
    add.add("--start", type=day, metavar="DATE", help="cli.accounts.start")
    add.add("--first-due", type=day, metavar="DATE", help="cli.accounts.first_due")
    add.add("--due-day", type=int, metavar="DAY", help="cli.accounts.due_day")
    add.add("--method", choices=METHODS, default=METHODS[0], help="cli.accounts.method")
    add.add("--unit", choices=("day", "week", "month"), default="month", help="cli.accounts.unit")
    add.add("--every", type=int, default=1, metavar="N", help="cli.accounts.every")
    counts = ("30/360", "ACT/365", "ACT/360", "ACT/ACT")
    add.add("--day-count", choices=counts, default=counts[0], help="cli.accounts.day_count")
    add.add("--multiple", type=amount, default=Decimal("0.01"), help="cli.accounts.multiple")
    rules = ("none", "next", "next_same_month")
    add.add("--holiday-rule", choices=rules, default=rules[0], help="cli.accounts.holiday_rule")
    add.add("--principal-free", type=int, default=0, help="cli.accounts.principal_free")
    add.add("--annuity-each-row", action="store_true", help="cli.accounts.annuity_each_row")
    add.add("--year-end-new", action="store_true", help="cli.accounts.year_end_new")
    agreed = {"action": "append", "default": [], "type": payment, "metavar": "DATE:YUAN"}
    add.add("--row", help="cli.accounts.row", **agreed)
    add.add("--uplift", type=number, metavar="PERCENT", help="cli.accounts.uplift")
    add.add("--basis", type=int, choices=(360, 365), default=360, help="cli.accounts.basis")
    add.add("--grace-days", type=int, default=0, metavar="N", help="cli.accounts.grace_days")
    paid = {"action": "append", "default": [], "type": payment, "metavar": "DATE:YUAN"}
    add.add("--payment", help="cli.accounts.payment", **paid)


def _add_quote(add: Arguments) -> None:
    add.add("--kind", choices=KINDS, default=KINDS[0], help="cli.accounts.kind")
    add.add("--amount", type=amount, metavar="YUAN", help="cli.accounts.amount")
    until = ("payoff_day", "next_due")
    add.add("--until", choices=until, default=until[0], help="cli.accounts.until")
    add.add("--new-first-due", type=day, metavar="DATE", help="cli.accounts.new_first_due")
    add.add("--new-terms", type=int, metavar="N", help="cli.accounts.new_terms")
    add.add("--new-rate", type=number, metavar="PERCENT", help="cli.accounts.new_rate")
    add.add("--new-principal-free", type=int, default=0, help="cli.accounts.principal_free")
    add.add("--new-method", choices=METHODS, help="cli.accounts.method")
    add.add("--rate-from", metavar="DATE", type=day, help="cli.accounts.rate_from")
    add.add("--extra-terms", type=int, default=0, metavar="N", help="cli.accounts.extra_terms")
    add.add("--from-due", metavar="DATE", type=day, help="cli.accounts.from_due")
    add.add("--new-due", metavar="DATE", type=day, help="cli.accounts.new_due")
    over = ("new_rows", "rows_to_come")
    add.add("--over", choices=over, default=over[0], help="cli.accounts.over")
    add.add("--interest-free", action="store_true", help="cli.accounts.interest_free")
    waived = {"action": "append", "default": [], "type": waive, "metavar": "ITEM:YUAN"}
    add.add("--waive", help="cli.accounts.waive", **waived)
    add.add("--valid-until", metavar="DATE", type=day, help="cli.accounts.valid_until")


def number(written: str) -> Decimal:
    """Read a decimal argument."""
    try:
        return Decimal(written.replace(",", "").rstrip("%"))
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"{written!r}: 4.35") from None


def amount(written: str) -> Money:
    """Read an amount in yuan."""
    return round_money(number(written))


def payment(written: str) -> tuple[date, Money]:
    """Read ``2026-03-10:1060.00``."""
    on, _, paid = written.partition(":")
    return day(on), amount(paid)


def waive(written: str) -> tuple[str, Money]:
    """Read ``penalty:12.50``."""
    item, _, waived = written.partition(":")
    if item not in LEGAL_ORDER:
        raise argparse.ArgumentTypeError(f"{item!r}: {', '.join(LEGAL_ORDER)}")
    return item, amount(waived)


def _terms(call: Call) -> LoanTerms:
    given = call.options
    if given.row and given.terms is None:
        given.terms = len(given.row)
    for name in ("principal", "rate", "terms", "start"):
        if getattr(given, name) is None:
            raise DomainError("cli.accounts.what", field=name, name=f"--{name}")
    return LoanTerms(
        given.principal,
        given.rate / 100,
        given.start,
        given.terms,
        given.unit,
        given.every,
        given.first_due,
        given.due_day,
        DayCount(given.day_count, last_day_in_old_year=not given.year_end_new),
        rules=RowRules(
            method=given.method,
            instalment_unit=given.multiple,
            principal_grace=given.principal_free,
            annuity_each_row=given.annuity_each_row,
        ),
        holiday_rule=given.holiday_rule,
    )


def _trial(call: Call, today: date) -> Trial:
    given = call.options
    uplift = None if given.uplift is None else given.uplift / 100
    return try_contract(
        _terms(call),
        given.payment,
        as_of=today,
        uplift=uplift,
        day_basis=given.basis,
        grace_days=given.grace_days,
        rows=given.row,
    )


def _today(call: Call) -> date:
    return call.ground.unlocker.clock.now().date()


def _view(call: Call) -> AccountView:
    """The account by its number in the database, or of the parameters."""
    today = _today(call)
    if not call.options.number:
        trial = _trial(call, today)
        return account_view.view_of(trial.ledger, call.options.on or today, trial.book)
    account_id = ledger.find_account(call.desk, call.options.number)
    return account_view.view(call.desk, account_id, call.options.on)


def _head(seen: AccountView) -> dict[str, object]:
    account = seen.account
    return {
        "account_no": account["account_no"],
        "customer": mask_name(account["customer_name"]),
        "kind": account["kind"],
        "currency": account["currency"],
        "penalty_rate": seen.penalty_rate,
    }


def _schedule(call: Call) -> Outcome:
    seen = _view(call)
    rows = [
        {
            "no": row.number,
            "due": row.due_on,
            "principal": row.principal,
            "interest": row.interest,
            "fee": row.fee,
            "total": row.principal + row.interest + row.fee,
            "unpaid": row.unpaid,
            "state": row.state,
        }
        for row in seen.schedule
    ]
    lines = [
        f"{row.number:>4}  {row.due_on}  {row.principal:>14,}  {row.interest:>12,}  {row.fee:>10,}"
        f"  {row.unpaid:>14,}  {call.text(f'accounts.row_state.{row.state}')}"
        for row in seen.schedule
    ]
    total = sum((row.interest for row in seen.schedule), Money(0))
    return Outcome({**_head(seen), "rows": rows, "total_interest": total}, lines)


def _balance(call: Call) -> Outcome:
    balance = (seen := _view(call)).balance
    data = _head(seen) | {
        "on": balance.on,
        "dpd": balance.dpd,
        "bucket": balance.bucket,
        "five_class": balance.five_class,
        "overdue": balance.overdue,
        "all": balance.all,
        "total_overdue": balance.total_overdue,
        "total": balance.total,
        "cap": seen.cap,
    }
    lines = [
        f"{call.text(f'accounts.component.{name}'):<8}  {balance.overdue[name]:>14,}  {owed:>14,}"
        for name, owed in balance.all.items()
        if owed
    ]
    total = {"overdue": f"{balance.total_overdue:,}", "all": f"{balance.total:,}"}
    lines.append(call.text("cli.accounts.total", dpd=balance.dpd, bucket=balance.bucket, **total))
    return Outcome(data, lines)


def _explain(call: Call) -> Outcome:
    seen = _view(call)
    lines = [
        f"{line.due_on}  {call.text(f'accounts.component.{line.component}')}"
        f"  {call.text(f'accounts.source.{line.source}')}  {formula(line) or line.on or ''}"
        f"  {line.amount:>14,}"
        for line in seen.statement
    ]
    data = {"on": seen.balance.on, "lines": seen.statement, "total": seen.balance.total}
    return Outcome({**_head(seen), **data}, [*lines, f"{seen.balance.total:,}"])


def formula(line: StatementLine) -> str:
    """``1,000.00 × 7.8% × 45 / 360`` for what ran up by the day; else nothing."""
    if line.base is None or line.rate is None:
        return ""
    rate = (line.rate * 100).normalize()
    over = f" / {line.basis}" if line.basis else ""
    return f"{line.base:,} × {rate:f}% × {line.days}{over}"


def _quote(call: Call) -> Outcome:
    given, today = call.options, _today(call)
    asked = {"on": given.on, **_asked(call)}
    if given.number:
        account_id = ledger.find_account(call.desk, given.number)
        made = quotes.offer(call.desk, account_id, given.kind, **asked)
    else:
        made = quotes.offer_of(_trial(call, today).ledger, today, given.kind, asked)
    return Outcome(_offered(made), _quote_lines(call, made))


def _asked(call: Call) -> dict[str, object]:
    """What a quote of this kind is asked with."""
    given = call.options
    rate = None if given.new_rate is None else given.new_rate / 100
    match given.kind:
        case "payoff":
            return {"until": given.until}
        case "prepayment" | "drawing":
            return {"amount": _needed(given.amount, "amount")}
        case "waiver":
            return {"waive": dict(given.waive), "valid_until": given.valid_until}
        case "plan_change":
            return {
                "from_due": given.from_due,
                "new_due": given.new_due,
                "extra_terms": given.extra_terms,
                "principal_free": given.new_principal_free,
                "annual_rate": rate,
                "rate_from": given.rate_from,
            }
        case "spreading":
            return {
                "over": given.over,
                "first_due": given.new_first_due,
                "count": given.new_terms or 0,
                "bears_interest": not given.interest_free,
            }
    return {
        "first_due": _needed(given.new_first_due, "new-first-due"),
        "count": _needed(given.new_terms, "new-terms"),
        "annual_rate": rate,
        "principal_free": given.new_principal_free,
        "method": given.new_method,
    }


def _needed(value: object, name: str) -> object:
    if value is None:
        raise DomainError("cli.accounts.what", field=name, name=f"--{name}")
    return value


def _offered(made: Offer) -> dict[str, object]:
    return {
        "account_no": made.account_no,
        "kind": made.kind,
        "on": made.on,
        "valid_until": made.valid_until,
        "amount": made.amount,
        "per_day": made.per_day,
        "lines": dict(made.lines),
        "by_day": {on.isoformat(): owed for on, owed in made.by_day},
        "plans": [
            {
                "code": plan.code,
                "rows": plan.rows,
                "total_interest": plan.total_interest,
                "saved": plan.saved,
            }
            for plan in made.plans
        ],
    }


def _quote_lines(call: Call, made: Offer) -> list[str]:
    lines = [f"{call.text(f'quotes.line.{code}'):<12}  {owed:>14,}" for code, owed in made.lines]
    facts = {"amount": f"{made.amount:,}", "until": made.valid_until, "per_day": made.per_day}
    lines.append(call.text("cli.accounts.quoted", on=made.on, **facts))
    for plan in made.plans:
        words = {"plan": call.text(f"quotes.plan.{plan.code}"), "terms": len(plan.rows)}
        words |= {"first": f"{plan.first_total:,}", "interest": f"{plan.total_interest:,}"}
        lines.append(call.text("cli.accounts.plan", saved=f"{plan.saved:,}", **words))
    return lines
