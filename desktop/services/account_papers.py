"""结欠明细 and 报价单 on paper, and the explanation as a table file."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.adapters import wording
from desktop.adapters.sheet_export import ExportColumn, save_table
from desktop.domain.money import Money
from desktop.domain.paper import (
    Align,
    Block,
    Column,
    Heading,
    Layout,
    Paper,
    Paragraph,
    Signature,
    Table,
    plain,
)
from desktop.domain.statement import StatementLine
from desktop.services import account_view, quotes
from desktop.services.account_view import AccountView
from desktop.services.desk import Desk
from desktop.services.quotes import Kind, OfferedPlan

Cells = tuple[Decimal | date | str | int | None, ...]

COLUMNS = (
    ExportColumn("应还日", "day"),
    ExportColumn("项目"),
    ExportColumn("来源"),
    ExportColumn("日期", "day"),
    ExportColumn("起", "day"),
    ExportColumn("止", "day"),
    ExportColumn("计息基数", "money"),
    ExportColumn("天数", "number"),
    ExportColumn("年利率", "rate"),
    ExportColumn("年天数", "number"),
    ExportColumn("算式"),
    ExportColumn("金额", "money"),
)
"""The papers are for the customer and the court: Chinese whatever the screen speaks."""

MOST_PLAN_ROWS = 12
"""Rows of a plan that one page shows: the first ones and the last; the rest is said in words."""


def export_statement(desk: Desk, account_id: int, on: date, file: str) -> Path:
    """Write what makes an account's balance up on a day; ``.pdf``, ``.xlsx`` or ``.csv``.

    The last row is the total. Raises what ``account_view.view`` raises, and
    ``EnvironmentProblem`` when the file cannot be written.
    """
    seen = account_view.view(desk, account_id, on)
    path = Path(file)
    if path.suffix.lower() == ".pdf":
        path.write_bytes(statement_pdf(desk, seen))
        return path
    total: Cells = (None, f"合计（{on}）", *[None] * (len(COLUMNS) - 3), seen.balance.total)
    rows = [*map(_cells, seen.statement), total]
    save_table(path, COLUMNS, rows, sheet="结欠明细")
    return path


def _cells(line: StatementLine) -> Cells:
    return (
        line.due_on,
        _component(line.component),
        _source(line),
        line.on,
        line.from_day,
        line.to_day,
        line.base,
        line.days,
        line.rate,
        line.basis,
        _formula(line) or None,
        line.amount,
    )


def statement_pdf(desk: Desk, seen: AccountView) -> bytes:
    """The explanation of a balance as a PDF, as many pages as it takes."""
    balance = seen.balance
    said = (
        f"截至{_chinese(balance.on)}，{seen.account['customer_name']}在账户"
        f"{seen.account['account_no']}项下共欠{_money(balance.total)}元，其中已逾期"
        f"{_money(balance.total_overdue)}元，逾期{balance.dpd}天。明细如下。"
    )
    rows = tuple(
        (
            line.due_on.isoformat(),
            _component(line.component),
            _source(line) + (f" {line.on:%m-%d}" if line.on and line.amount < 0 else ""),
            f"{line.from_day} 至 {line.to_day}" if line.days else "",
            _formula(line),
            _money(line.amount),
        )
        for line in seen.statement
    )
    heads = ("应还日", "项目", "来源", "计息期间（算头不算尾）", "算式")
    columns = (*(Column(head) for head in heads), Column("金额", Align.RIGHT))
    total = ("", "", "", "", "合计", _money(balance.total))
    blocks: list[Block] = [Paragraph(plain(said)), Table(columns, rows, total, unit="单位：元")]
    blocks.append(Paragraph(plain(_rates(seen))))
    return _set(desk, "结欠明细", balance.on, blocks, Layout.FORM)


def _rates(seen: AccountView) -> str:
    rate = f"罚息和复利按年利率{_percent(seen.penalty_rate)}计收，每期合计后四舍五入到分。"
    if seen.cap is None:
        return rate
    caps = "、".join(_percent(cap.rate) for cap in seen.cap.caps)
    return f"{rate}截至当日年化综合成本{_percent(seen.cap.rate.yearly)}（上限{caps}）。"


def export_quote(desk: Desk, account_id: int, kind: Kind, file: str, **asked: Any) -> Path:
    """Keep a quote under a number and write it as one PDF page."""
    kept = quotes.keep(desk, account_id, kind, **asked)
    path = Path(file)
    path.write_bytes(quote_pdf(desk, kept))
    return path


def quote_pdf(desk: Desk, kept: quotes.Kept) -> bytes:
    """A kept quote as one PDF page: what it takes, how it comes about, until when, the plans."""
    made = kept.offer
    kind = wording.text(f"quotes.kind.{made.kind}", "zh")
    said = f"{made.customer_name}，账户{made.account_no}：{kind}，按{_chinese(made.on)}测算。"
    amounts = tuple(
        (wording.text(f"quotes.line.{code}", "zh"), _money(amount)) for code, amount in made.lines
    )
    columns = (Column("项目"), Column("金额", Align.RIGHT))
    total = ("合计", _money(made.amount))
    blocks: list[Block] = [Paragraph(plain(said)), Table(columns, amounts, total, unit="单位：元")]
    if made.kind in ("payoff", "waiver"):
        days = "；".join(f"{on:%m-%d} {_money(amount)}" for on, amount in made.by_day)
        blocks.append(Paragraph(plain(f"各日应付金额：{days}。")))
    else:
        blocks += _plans(made.plans)
    if made.cap is not None and made.cap_after is not None:
        before, after = (_percent(cap.rate.yearly) for cap in (made.cap, made.cap_after))
        blocks.append(Paragraph(plain(f"年化综合成本：减免前{before}，减免后{after}。")))
    until = f"本报价编号{kept.quote_id}，有效至{_chinese(made.valid_until)}；此前账户如有其他记账，须重新测算。"
    blocks.append(Paragraph(plain(until)))
    return _set(desk, "还款测算单", desk.today, blocks, Layout.FORM)


def _plans(plans: Sequence[OfferedPlan]) -> list[Block]:
    """The plans side by side, by due date."""
    shown = [plan for plan in plans if plan.rows]
    days = sorted({row.due_on for plan in shown for row in plan.rows})
    left_out = len(days) - MOST_PLAN_ROWS
    if left_out > 0:
        days = [*days[: MOST_PLAN_ROWS - 1], days[-1]]
    by_day = [{row.due_on: row.total for row in plan.rows} for plan in shown]
    rows = tuple(
        (on.isoformat(), *(_money(plan[on]) if on in plan else "—" for plan in by_day))
        for on in days
    )
    names = [wording.text(f"quotes.plan.{plan.code}", "zh") for plan in shown]
    columns = (Column("应还日"), *(Column(name, Align.RIGHT) for name in names))
    blocks: list[Block] = [Heading("各期应还金额"), Table(columns, rows, unit="单位：元")]
    facts = []
    for name, plan in zip(names, shown, strict=True):
        words = f"{name}：{len(plan.rows)}期，利息合计{_money(plan.total_interest)}元"
        if plan.code != "current":
            more = "节省" if plan.saved >= 0 else "多付"
            words += f"，扣除手续费后{more}{_money(abs(plan.saved))}元"
        facts.append(words)
    if left_out > 0:
        facts.append(f"表中略去中间{left_out}期")
    blocks.append(Paragraph(plain("；".join(facts) + "。")))
    return blocks


def _set(desk: Desk, title: str, dated_on: date, blocks: list[Block], layout: Layout) -> bytes:
    # The typesetter is heavy: it is imported when something is printed, not with the page.
    from desktop.services.letter_fonts import typesetter
    from desktop.services.letter_gathering import read_ground

    with desk.read() as connection:
        ground = read_ground(desk, connection)
    if signer := ground.letterhead.signer:
        blocks = [*blocks, Signature(signer, _chinese(desk.today))]
    made_at: datetime = desk.clock.now()
    paper = Paper(title, "", dated_on, made_at, ground.letterhead, tuple(blocks), layout)
    return typesetter().render(paper)


def _component(code: str) -> str:
    return wording.text(f"accounts.component.{code}", "zh")


def _source(line: StatementLine) -> str:
    return wording.text(f"accounts.source.{line.source}", "zh")


def _formula(line: StatementLine) -> str:
    if line.base is None or line.rate is None:
        return ""
    over = f" ÷ {line.basis}" if line.basis else ""
    return f"{_money(line.base)} × {_percent(line.rate)} × {line.days}{over}"


def _money(amount: Money) -> str:
    return f"{amount:,.2f}"


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
