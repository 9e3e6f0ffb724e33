"""Bank statement files: tables of the Chinese banks, camt.053 XML, and MT940."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from desktop.adapters import spreadsheets
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.money import ZERO, Money
from desktop.domain.statement_columns import (
    LineFault,
    Statement,
    StatementLine,
    doubt_of_reversal,
    find_columns,
    read_rows,
)

LARGEST_FILE = 64 * 1024 * 1024


def read_statement(
    path: Path, *, as_of: date, encoding: str = "", taught: Mapping[str, str] | None = None
) -> Statement:
    """Read a statement file, whatever its kind; told by its content, not by its name.

    ``taught`` are column names that a person explained, with the field each one means.

    Raises ``DomainError`` with a code of the ``payments`` or ``imports`` room for a file that is
    no statement, ``EnvironmentProblem`` where it cannot be opened.
    """
    head = _head(path)
    if b"camt.053" in head:
        return _read_camt(path, as_of)
    if re.search(rb"^:20:", head, re.MULTILINE) and b":60" in head:
        return _read_mt940(path, as_of)
    return _read_table(path, as_of, encoding, taught or {})


def _head(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DomainError("payments.file_too_large", file=path.name)
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as problem:
        reason = problem.strerror or ""
        raise EnvironmentProblem(
            "imports.unreadable_file", file=path.name, reason=reason
        ) from problem


def first_rows(path: Path, count: int, encoding: str = "") -> list[list[str]]:
    """Return the first rows of a table file as words, for a person to explain its columns."""
    source = spreadsheets.open_file(path, encoding=encoding)
    found = spreadsheets.first_rows(source, source.sheets[0], count)
    return [["" if cell is None else str(cell).strip() for cell in row.cells] for row in found]


def _read_table(path: Path, as_of: date, encoding: str, taught: Mapping[str, str]) -> Statement:
    source = spreadsheets.open_file(path, encoding=encoding)
    sheet = source.sheets[0]
    rows = [(row.number, row.cells) for row in spreadsheets.rows(source, sheet)]
    header, columns = find_columns([cells for _, cells in rows], path.name, taught)
    in_order = sorted(columns.items(), key=lambda each: each[1])
    names = {field: str(rows[header][1][place]).strip() for field, place in in_order}
    found = read_rows(rows[header + 1 :], columns, as_of=as_of)
    return Statement(found.lines, found.faults, names)


def _read_camt(path: Path, as_of: date) -> Statement:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import parse

    try:
        root = parse(path).getroot()
        found = list(_camt_lines(root, as_of)) if root is not None else []
    except (ParseError, DefusedXmlException, ValueError, InvalidOperation) as problem:
        raise DomainError("payments.broken_file", file=path.name) from problem
    return Statement(
        tuple(each for each in found if isinstance(each, StatementLine)),
        tuple(each for each in found if isinstance(each, LineFault)),
    )


def _camt_lines(root: Element, as_of: date) -> Iterator[StatementLine | LineFault]:
    number = 0
    for statement in root.iterfind(".//{*}Stmt"):
        account = _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")
        entries: list[dict[str, Any]] = []
        for entry in statement.iterfind("{*}Ntry"):
            status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
            if status in ("", "BOOK"):
                entries += _camt_entry(entry)
            else:
                yield LineFault(number + len(entries) + 1, "status", status, "payments.pending")
        doubt = "" if _camt_adds_up(statement, entries) else "payments.sum_differs"
        for facts in entries:
            number += 1
            day, why = facts.pop("value_on"), facts.pop("doubt")
            late = "payments.future_day" if day > as_of else doubt or why
            yield StatementLine(
                row_no=number, value_on=day, our_account=account, doubt=late, **facts
            )


def _camt_entry(entry: Element) -> list[dict[str, Any]]:
    """Read an entry: one movement, or each payment of a batch that says what each came to.

    The indicator says which way the money went, of a reversal too (ISO 20022, ReversalIndicator).
    """
    is_in = _text(entry, "CdtDbtInd") == "CRDT"
    whole = _camt_amount(entry, is_in)
    if whole is None:
        raise ValueError("an entry without an amount")
    details = list(entry.iterfind("{*}NtryDtls/{*}TxDtls"))
    if len(details) < 2:
        return [_camt_payment(entry, details[0] if details else None, whole, is_in)]
    parts = [_camt_amount(each, is_in) for each in details]
    if sum((part or ZERO for part in parts), ZERO) != whole or None in parts:
        return [_camt_payment(entry, None, whole, is_in)]  # whose it is, nobody can tell from it
    found = []
    for number, (each, part) in enumerate(zip(details, parts, strict=True), 1):
        facts = _camt_payment(entry, each, part or ZERO, is_in)
        own = _text(each, "Refs/AcctSvcrRef")
        found.append({**facts, "reference": own or f"{facts['reference']}/{number}".strip("/")})
    return found


def _camt_amount(element: Element, is_in: bool) -> Money | None:
    amount = _text(element, "Amt") or _text(element, "AmtDtls/TxAmt/Amt")
    return (_yuan(amount) if is_in else -_yuan(amount)) if amount else None


def _camt_payment(
    entry: Element, details: Element | None, amount: Money, is_in: bool
) -> dict[str, Any]:
    def told(path: str) -> str:
        return "" if details is None else _text(details, path)

    party, account = ("Dbtr", "DbtrAcct") if is_in else ("Cdtr", "CdtrAcct")
    number = told(f"RltdPties/{account}/Id/IBAN") or told(f"RltdPties/{account}/Id/Othr/Id")
    stamp = _text(entry, "ValDt/Dt") or _text(entry, "BookgDt/Dt")
    moment = _text(entry, "ValDt/DtTm") or _text(entry, "BookgDt/DtTm")
    end_to_end = told("Refs/EndToEndId").replace("NOTPROVIDED", "")
    words = (told("RmtInf/Ustrd"), end_to_end, _text(entry, "AddtlNtryInf"))
    currency = entry.find("{*}Amt")
    return {
        "value_on": date.fromisoformat((stamp or moment)[:10]),
        "at": datetime.fromisoformat(moment[:19]) if moment else None,
        "amount": amount,
        "currency": "CNY" if currency is None else currency.get("Ccy", "CNY"),
        "payer_name": told(f"RltdPties/{party}/Nm") or told(f"RltdPties/{party}/Pty/Nm"),
        "payer_tail": re.sub(r"\D", "", number)[-4:],
        "memo": " ".join(filter(None, words)),
        "reference": _text(entry, "AcctSvcrRef") or told("Refs/AcctSvcrRef"),
        "doubt": doubt_of_reversal(amount) if _text(entry, "RvslInd") in ("true", "1") else "",
    }


def _camt_adds_up(statement: Element, entries: list[dict[str, Any]]) -> bool:
    balances: dict[str, Money] = {}
    for balance in statement.iterfind("{*}Bal"):
        code = _text(balance, "Tp/CdOrPrtry/Cd")
        amount = _yuan(_text(balance, "Amt"))
        balances[code] = amount if _text(balance, "CdtDbtInd") != "DBIT" else -amount
    opening = balances.get("OPBD", balances.get("PRCD"))
    closing = balances.get("CLBD")
    if opening is None or closing is None:
        return True
    return opening + sum((entry["amount"] for entry in entries), ZERO) == closing


def _text(element: Element, path: str) -> str:
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return (found.text or "").strip() if found is not None else ""


def _yuan(text: str) -> Money:
    amount = Decimal(text.strip())
    if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")):
        raise ValueError("an amount with more than two decimals")
    return amount.quantize(Decimal("0.01"))


def _read_mt940(path: Path, as_of: date) -> Statement:
    import mt940

    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    lines: list[StatementLine] = []
    try:
        for block in _MT940_BLOCK.split(text)[1:]:
            statement = mt940.models.Transactions()
            entries = list(statement.parse(f":20:{block}"))
            some = [
                _mt940_line(number, entry.data, statement.data)
                for number, entry in enumerate(entries, len(lines) + 1)
            ]
            doubt = "" if _mt940_adds_up(statement.data, some) else "payments.sum_differs"
            lines += [_doubted(line, doubt or line.doubt, as_of) for line in some]
    except (ValueError, RuntimeError, KeyError, AttributeError, InvalidOperation) as problem:
        raise DomainError("payments.broken_file", file=path.name) from problem
    return Statement(tuple(lines))


_MT940_BLOCK = re.compile(r"^:20:", re.MULTILINE)
_NAME_FIELD = re.compile(r"/NAME/([^/\n]+)")
"""The payer in a narrative that is divided by slashes."""


def _mt940_line(number: int, entry: dict[str, Any], facts: dict[str, Any]) -> StatementLine:
    day = entry["date"]
    reference = entry.get("bank_reference") or entry.get("customer_reference") or ""
    told = str(entry.get("purpose") or entry.get("transaction_details") or "")
    named = _NAME_FIELD.search(told)
    amount = _yuan(str(entry["amount"].amount))
    status = str(entry.get("status") or "")
    if status in ("RC", "RD"):  # a reversed credit is money out, a reversed debit money in
        amount = -abs(amount) if status == "RC" else abs(amount)
    return StatementLine(
        row_no=number,
        value_on=date(day.year, day.month, day.day),
        amount=amount,
        currency=str(entry["amount"].currency or "CNY"),
        payer_name=str(entry.get("applicant_name") or (named[1].strip() if named else "")),
        payer_tail=re.sub(r"\D", "", str(entry.get("applicant_iban") or ""))[-4:],
        memo=" ".join(
            filter(None, (told.replace("\n", " "), str(entry.get("extra_details") or "")))
        ).strip(),
        reference="" if reference == "NONREF" else str(reference),
        our_account=str(facts.get("account_identification") or ""),
        doubt=doubt_of_reversal(amount) if status in ("RC", "RD") else "",
    )


def _mt940_adds_up(facts: dict[str, Any], lines: list[StatementLine]) -> bool:
    opening = facts.get("final_opening_balance") or facts.get("intermediate_opening_balance")
    closing = facts.get("final_closing_balance") or facts.get("intermediate_closing_balance")
    if opening is None or closing is None:
        return True
    total = sum((line.amount for line in lines), ZERO)
    return _yuan(str(opening.amount.amount)) + total == _yuan(str(closing.amount.amount))


def _doubted(line: StatementLine, doubt: str, as_of: date) -> StatementLine:
    from dataclasses import replace

    return replace(line, doubt="payments.future_day" if line.value_on > as_of else doubt)
