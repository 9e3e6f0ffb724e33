"""The reconciliation of a day as a workbook or a printed report."""

from collections.abc import Iterator
from pathlib import Path

from desktop.adapters.sheet_export import CellValue, ExportColumn, whole_file, write_workbook
from desktop.adapters.wording import Language, text
from desktop.domain.money import Money
from desktop.domain.paper import (
    Align,
    Block,
    Column,
    Heading,
    Layout,
    Letterhead,
    Paper,
    Paragraph,
    Table,
    plain,
)
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.reconciliation import Difference, Reconciliation, reconcile
from desktop.services.report_export import ReportSaved

SUMS = ("arrived", "booked", "apart", "taken", "on_its_way", "without_movement")
HEADS = ("kind", "words", "account", "amount", "booked", "apart", "explained")
MONEY = ("amount", "booked", "apart")


def save_report(
    desk: Desk, path: Path, found: Reconciliation, lang: Language = "zh"
) -> ReportSaved:
    """Write the reconciliation of a day, read anew, as ``.pdf`` or else ``.xlsx``.

    It leaves an audit entry. Raises ``EnvironmentProblem`` where the file cannot be written.
    """
    fresh = reconcile(desk, found.day, found.our_account)
    if path.suffix.lower() == ".pdf":
        content = _pdf(desk, fresh, lang)
        with whole_file(path) as part:
            part.write_bytes(content)
    else:
        write_workbook(path, list(_sheets(fresh, lang)))
    with desk.write() as work:
        work.audit("report.saved", "report", "reconciliation", day=fresh.day, file=path.name)
        work.commit()
    return ReportSaved(path)


def _said(key: str, lang: Language, **facts: object) -> str:
    return text(f"reconciliation.{key}", lang, **facts)


_Sheet = tuple[str, list[ExportColumn], list[list[CellValue]]]


def _sheets(found: Reconciliation, lang: Language) -> Iterator[_Sheet]:
    sums: list[list[CellValue]] = [
        [_said("day", lang), found.day.isoformat()],
        [_said("account", lang), found.our_account or _said("all_accounts", lang)],
    ]
    sums += [[_said(name, lang), f"{_sum(found, name):,.2f}"] for name in SUMS]
    sums.append([_said("unexplained", lang), str(found.unexplained)])
    columns = [ExportColumn(_said("item", lang), width=28), ExportColumn(_said("value", lang))]
    yield _said("sums", lang), columns, sums
    heads = [
        ExportColumn(
            _said(head, lang),
            "money" if head in MONEY else "text",
            28 if head == "explained" else 0,
        )
        for head in HEADS
    ]
    yield _said("differences", lang), heads, [
        [text(f"payments.difference.{each.kind}", lang), _who(each, lang), each.our_account,
         each.amount, each.booked, each.apart, _why(each, lang)]
        for each in found.differences
    ]  # fmt: skip
    if found.open_days:
        columns = [
            ExportColumn(_said("day", lang), "day"),
            ExportColumn(_said("open", lang), "number"),
        ]
        yield _said("open_days", lang), columns, [[day, count] for day, count in found.open_days]


def _who(each: Difference, lang: Language) -> str:
    """Name the payer, and where money was taken that the bank does not show yet."""
    if each.source in ("", "bank_file"):
        return each.words
    return f"{text(f'payments.source.{each.source}', lang)} {each.words}".strip()


def _why(each: Difference, lang: Language) -> str:
    if each.awaited_until is not None and not each.explained:
        return _said("awaited", lang, day=each.awaited_until)
    return each.explained or ""


def _sum(found: Reconciliation, name: str) -> Money:
    amount: Money = getattr(found, name)
    return amount


def _pdf(desk: Desk, found: Reconciliation, lang: Language) -> bytes:
    from desktop.services.letter_fonts import typesetter

    with desk.read() as connection:
        values = settings.all_values(connection)
    branch = values["branch.name"]
    paper = Paper(
        title=_said("title", lang, day=found.day),
        register_no="",
        dated_on=found.day,
        made_at=desk.clock.now(),
        letterhead=Letterhead(
            values["branch.bank_name"] or branch,
            branch,
            values["branch.address"],
            values["branch.postcode"],
            values["branch.phone"],
        ),
        blocks=tuple(_blocks(found, lang)),
        layout=Layout.FORM,
    )
    return typesetter().render(paper)


def _blocks(found: Reconciliation, lang: Language) -> Iterator[Block]:
    account = found.our_account or _said("all_accounts", lang)
    yield Paragraph(plain(f"{_said('account', lang)}：{account}"), is_indented=False)
    heads = (Column(_said("item", lang)), Column(_said("yuan", lang), Align.RIGHT))
    yield Table(heads, tuple((_said(name, lang), f"{_sum(found, name):,.2f}") for name in SUMS))
    yield Heading(_said("differences", lang))
    if found.differences:
        yield _difference_table(found, lang)
    else:
        yield Paragraph(plain(_said("none", lang)), is_indented=False)
    if found.open_days:
        yield Heading(_said("open_days", lang))
        heads = (Column(_said("day", lang)), Column(_said("open", lang), Align.RIGHT))
        yield Table(heads, tuple((day.isoformat(), str(count)) for day, count in found.open_days))


def _difference_table(found: Reconciliation, lang: Language) -> Table:
    columns = tuple(
        Column(_said(head, lang), Align.RIGHT if head in MONEY else Align.LEFT)
        for head in HEADS
        if head != "account"
    )
    rows = tuple(
        (
            text(f"payments.difference.{each.kind}", lang),
            _who(each, lang),
            f"{each.amount:,.2f}",
            f"{each.booked:,.2f}",
            f"{each.apart:,.2f}",
            _why(each, lang) or _said("not_yet", lang),
        )
        for each in found.differences
    )
    return Table(columns, rows)
