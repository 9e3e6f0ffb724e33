"""Statement files of every kind, and files that are none."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.adapters.statements import LARGEST_FILE, read_statement
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.statement_columns import Statement

TODAY = date(2026, 11, 20)

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Acct><Id><Othr><Id>110000001</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="CNY">1060.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>{day}</Dt></BookgDt>
<AcctSvcrRef>R-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>HT2026000001</EndToEndId></Refs>
<RltdPties><Dbtr><Nm>张海燕</Nm></Dbtr><DbtrAcct><Id><Othr><Id>6222000000002214</Id></Othr></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>还款</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">60.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><ValDt><DtTm>2026-11-19T08:30:00</DtTm></ValDt>
<RvslInd>{reversed}</RvslInd></Ntry>
</Stmt></BkToCstmrStmt></Document>"""

MT940 = """:20:STMT1
:25:110000001
:28C:1/1
:60F:C261117CNY100,00
:61:2611181118C1060,00NTRFHT2026000001//BANK1
:86:还款 张海燕
:61:2611191119D60,00NMSCNONREF//NONREF
:86:电费
:62F:C261119CNY{closing}
-
"""


def _file(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(content, encoding=encoding)
    return path


def _camt(
    folder: Path, closing: str = "1100.00", day: str = "2026-11-18", back: str = "false"
) -> Path:
    text = CAMT.replace("{closing}", closing).replace("{day}", day).replace("{reversed}", back)
    return _file(folder, "s.xml", text)


def test_camt(tmp_path: Path) -> None:
    first, second = read_statement(_camt(tmp_path), as_of=TODAY).lines
    assert (first.amount, first.value_on, first.payer_name, first.payer_tail) == (
        Decimal("1060.00"), date(2026, 11, 18), "张海燕", "2214"
    )  # fmt: skip
    assert (first.memo, first.reference, first.our_account) == (
        "还款 HT2026000001",
        "R-1",
        "110000001",
    )
    assert (second.amount, second.value_on, second.doubt) == (
        Decimal("-60.00"),
        date(2026, 11, 19),
        "",
    )
    assert second.at is not None


def test_camt_doubts(tmp_path: Path) -> None:
    assert {line.doubt for line in read_statement(_camt(tmp_path, "1.00"), as_of=TODAY).lines} == {
        "payments.sum_differs"
    }
    late = read_statement(_camt(tmp_path, day="2026-11-21"), as_of=TODAY).lines[0]
    assert late.doubt == "payments.future_day"
    back = read_statement(_camt(tmp_path, back="true"), as_of=TODAY).lines[1]
    assert (back.amount, back.doubt) == (Decimal("-60.00"), "payments.taken_back")
    no_balance = (
        CAMT.replace("CLBD", "ITBD").replace("{closing}", "1").replace("{day}", "2026-11-18")
    )
    path = _file(tmp_path, "n.xml", no_balance.replace("{reversed}", "false"))
    assert read_statement(path, as_of=TODAY).lines[0].doubt == ""


def _batch(folder: Path, *amounts: str, status: str = "BOOK") -> Statement:
    details = "".join(
        f"<TxDtls><Refs><EndToEndId>HT202600000{number}</EndToEndId></Refs>{amount}"
        f"<RltdPties><Dbtr><Pty><Nm>客户{number}</Nm></Pty></Dbtr></RltdPties></TxDtls>"
        for number, amount in enumerate(amounts, 1)
    )
    text = CAMT.replace("{closing}", "1100.00").replace("{day}", "2026-11-18")
    start, end = text.index("<NtryDtls>"), text.index("</NtryDtls>")
    text = text[:start] + "<NtryDtls>" + details + text[end:]
    text = text.replace("{reversed}", "false").replace("<Ntry>", f"<Ntry><Sts>{status}</Sts>")
    return read_statement(_file(folder, "b.xml", text), as_of=TODAY)


def test_camt_batches_are_read_payment_by_payment(tmp_path: Path) -> None:
    first = '<Amt Ccy="CNY">1000.00</Amt>'
    second = '<AmtDtls><TxAmt><Amt Ccy="CNY">60.00</Amt></TxAmt></AmtDtls>'
    lines = _batch(tmp_path, first, second).lines
    assert [(line.amount, line.payer_name, line.memo, line.reference) for line in lines[:2]] == [
        (Decimal("1000.00"), "客户1", "HT2026000001", "R-1/1"),
        (Decimal("60.00"), "客户2", "HT2026000002", "R-1/2"),
    ]
    assert [line.row_no for line in lines] == [1, 2, 3]
    assert {line.doubt for line in lines} == {""}


@pytest.mark.parametrize("second", ["", '<Amt Ccy="CNY">61.00</Amt>'])
def test_a_batch_that_does_not_say_what_each_came_to_is_nobodys(
    tmp_path: Path, second: str
) -> None:
    first = '<Amt Ccy="CNY">1000.00</Amt>'
    line = _batch(tmp_path, first, second).lines[0]
    assert (line.amount, line.payer_name, line.memo) == (Decimal("1060.00"), "", "")


def test_what_the_bank_has_not_booked_is_a_fault(tmp_path: Path) -> None:
    found = _batch(tmp_path, "", status="PDNG")
    assert found.lines == ()
    assert [(fault.row_no, fault.value, fault.code) for fault in found.faults] == [
        (1, "PDNG", "payments.pending"), (1, "PDNG", "payments.pending")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</Document>", ""),
        ("1060.00", "1060.005"),
        ("1060.00", ""),
        ("2026-11-18", "18.11.2026"),
        ("<Document", '<!DOCTYPE x [<!ENTITY a "b">]><Document'),
    ],
)
def test_a_broken_camt_is_refused_whole(tmp_path: Path, old: str, new: str) -> None:
    path = _camt(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DomainError, match=r"payments\.broken_file"):
        read_statement(path, as_of=TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_mt940(tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, "s.sta", MT940.replace("{closing}", "1100,00"), encoding)
    first, second = read_statement(path, as_of=TODAY).lines
    assert (first.amount, first.value_on, first.reference) == (
        Decimal("1060.00"), date(2026, 11, 18), "BANK1"
    )  # fmt: skip
    assert "张海燕" in first.memo
    assert (second.amount, second.reference, second.doubt) == (Decimal("-60.00"), "", "")


def test_mt940_doubts(tmp_path: Path) -> None:
    path = _file(tmp_path, "s.sta", MT940.replace("{closing}", "1,00"))
    assert read_statement(path, as_of=TODAY).lines[0].doubt == "payments.sum_differs"
    assert read_statement(path, as_of=date(2026, 11, 18)).lines[1].doubt == "payments.future_day"
    open_end = MT940.replace(":62F:C261119CNY{closing}\n", "")
    path = _file(tmp_path, "o.sta", open_end)
    assert read_statement(path, as_of=TODAY).lines[0].doubt == ""


def test_mt940_reversals_and_slashes(tmp_path: Path) -> None:
    text = MT940.replace("D60,00NMSC", "RC60,00NMSC").replace("{closing}", "1100,00")
    text = text.replace("还款 张海燕", "/ORDP//NAME/张海燕/REMI/还款")
    first, back = read_statement(_file(tmp_path, "r.sta", text), as_of=TODAY).lines
    assert (first.payer_name, first.doubt) == ("张海燕", "")
    assert (back.amount, back.doubt) == (Decimal("-60.00"), "payments.taken_back")
    text = MT940.replace("D60,00NMSC", "RD60,00NMSC").replace("{closing}", "1220,00")
    own = read_statement(_file(tmp_path, "o.sta", text), as_of=TODAY).lines[1]
    assert (own.amount, own.doubt) == (Decimal("60.00"), "payments.reversal")


def test_mt940_with_several_statements_keeps_their_accounts_and_sums_apart(tmp_path: Path) -> None:
    second = MT940.replace("110000001", "110000002").replace("62F", "62M").replace("60F", "60M")
    text = MT940.replace("{closing}", "1100,00") + second.replace("{closing}", "1,00")
    lines = read_statement(_file(tmp_path, "m.sta", text), as_of=TODAY).lines
    assert [(line.our_account, line.doubt) for line in lines] == [
        ("110000001", ""), ("110000001", ""),
        ("110000002", "payments.sum_differs"), ("110000002", "payments.sum_differs"),
    ]  # fmt: skip
    assert [line.row_no for line in lines] == [1, 2, 3, 4]


def test_a_broken_mt940_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "s.sta", MT940.replace("{closing}", "1,00").replace("2611181118C", "XX"))
    with pytest.raises(DomainError, match=r"payments\.broken_file"):
        read_statement(path, as_of=TODAY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table(tmp_path: Path, encoding: str) -> None:
    path = _file(
        tmp_path,
        "s.csv",
        "某银行\n交易日期,贷方发生额,对方户名\n2026-11-18,5.00,张海燕\n",
        encoding,
    )
    statement = read_statement(path, as_of=TODAY)
    assert statement.lines[0].payer_name == "张海燕"
    assert statement.columns == {
        "value_on": "交易日期",
        "credit": "贷方发生额",
        "payer_name": "对方户名",
    }


def test_what_is_no_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DomainError, match=r"payments\.no_header.*s\.csv"):
        read_statement(_file(tmp_path, "s.csv", "甲,乙\n1,2\n"), as_of=TODAY)
    with pytest.raises(EnvironmentProblem, match=r"imports\.unreadable_file"):
        read_statement(tmp_path / "none.csv", as_of=TODAY)
    monkeypatch.setattr("desktop.adapters.statements.LARGEST_FILE", 3)
    assert LARGEST_FILE > 3
    with pytest.raises(DomainError, match=r"payments\.file_too_large"):
        read_statement(tmp_path / "s.csv", as_of=TODAY)
