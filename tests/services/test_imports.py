"""Taking in files: natural keys, twice, newer, older, refused, stopped."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select, text

from db.tables import (
    Account,
    AuditEntry,
    ContactPerson,
    Customer,
    Guarantor,
    ImportBatch,
    Instalment,
    Payment,
)
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.progress import Cancelled
from desktop.services import cases, import_history, import_plans, imports
from desktop.services.cases import CaseQuery
from desktop.services.desk import Desk
from desktop.services.imports import ImportResult

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
ID = "11010519491231002X"
WIDE = ["客户号", "客户姓名", "身份证号", "手机号", "合同号", "产品", "应还日", "逾期金额"]
WIDE_ROW = ["C1", "张海燕", ID, "13800000001", "HT1", "消费贷", "2026-11-01", "1000"]
PLAN = ["合同号", "期次", "应还日期", "应还本金", "应还利息", "已还本金", "已还利息", "数据日期"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def sheet(
    folder: Path, header: Sequence[str], *rows: Sequence[Any], name: str = "file.csv"
) -> Path:
    path = folder / name
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def take(desk: Desk, *paths: Path, **how: Any) -> ImportResult:
    plans = [p for path in paths for p in import_plans.usable(import_plans.look_at(desk, path))]
    return imports.run(desk, plans, **how)


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.total("new"), result.total("changed"), result.total("same"), result.rejected


def codes(result: ImportResult) -> list[str]:
    return [p.code.removeprefix("imports.") for one in result.sheets for p in one.problems]


def rows(desk: Desk, *columns: Any) -> list[tuple[Any, ...]]:
    with desk.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(*columns))]


TABLES = (
    "customer",
    "account",
    "instalment",
    "payment",
    "guarantor",
    "contact_person",
    "debt_case",
)


def everything(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """All that an import stores, without the ids and times that differ from run to run."""
    with desk.read() as connection:
        found = {}
        for table in TABLES:
            result = connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))
            left_out = {"updated_at", "booked_at"}
            keep = [place for place, name in enumerate(result.keys()) if name not in left_out]
            found[table] = [tuple(row[place] for place in keep) for row in result]
        return found


def with_plan(desk: Desk, folder: Path, *plan: Sequence[Any]) -> Path:
    """An account HT1 without arrears, and the sheet of its plan."""
    take(
        desk,
        sheet(
            folder,
            ["客户号", "客户姓名", "身份证号", "合同号", "年利率"],
            ["C1", "张海燕", ID, "HT1", "6%"],
            name="accounts.csv",
        ),
    )
    return sheet(folder, PLAN, *plan, name="还款计划.csv")


# --- the sample, whole ---------------------------------------------------------------------------


def test_the_sample_is_taken_in_and_the_same_again_changes_nothing(desk: Desk) -> None:
    files = [
        *(SAMPLE / "2026-11").iterdir(),
        *(SAMPLE / "2026-10").glob("[ag]*.*"),
        SAMPLE / "2026-10" / "contacts.xlsx",
    ]
    first = take(desk, *files)
    assert first.rejected == 10
    before = everything(desk)
    second = take(desk, *files)
    assert second.rejected == 10
    assert second.total("new") == second.total("changed") == 0
    assert second.total("same") == first.total("new") + first.total("same") + first.total("changed")
    assert everything(desk) == before


def test_two_months_of_files_leave_what_the_second_one_says(desk: Desk) -> None:
    october = desk.clock
    assert isinstance(october, FixedClock)
    october.moment = october.moment.replace(month=10, day=31)
    take(desk, *sorted((SAMPLE / "2026-10").iterdir()))
    october.moment = october.moment.replace(month=11, day=20)
    november = take(desk, *sorted((SAMPLE / "2026-11").iterdir()))
    assert november.total("changed") > 100
    assert codes(november).count("id_checksum") == 1
    changed = {(c.kind, c.field) for one in november.sheets for c in one.changed}
    assert {
        ("customer", "phone"),
        ("instalment", "paid_principal"),
        ("instalment", "settled_on"),
    } <= changed


def test_an_older_file_again_does_not_bring_the_old_back(desk: Desk) -> None:
    clock = desk.clock
    assert isinstance(clock, FixedClock)
    files = {month: sorted((SAMPLE / f"2026-{month}").iterdir()) for month in (10, 11)}
    clock.moment = clock.moment.replace(month=10, day=31)
    take(desk, *files[10])
    clock.moment = clock.moment.replace(month=11, day=20)
    take(desk, *files[11])
    before = everything(desk)
    again = take(desk, *files[10])
    assert again.total("new") == again.total("changed") == 0
    assert everything(desk) == before


def test_the_same_file_read_in_another_way_does_change(desk: Desk, folder: Path) -> None:
    path = sheet(
        folder,
        ["客户号", "客户姓名", "手机号", "暗号"],
        ["C1", "张海燕", "13800000001", "江虹路1号"],
    )
    take(desk, path)
    plan = (
        import_plans.look_at(desk, path)[0]
        .with_field(2, "customer.phone_other")
        .with_field(3, "customer.address")
    )
    assert counts(imports.run(desk, [plan])) == (0, 1, 0, 0)
    assert rows(desk, Customer.address, Customer.phone_other) == [("江虹路1号", "13800000001")]


def test_cases_are_found_at_once_by_what_was_imported(desk: Desk, folder: Path) -> None:
    take(desk, sheet(folder, WIDE, WIDE_ROW))
    for words in ("张海", "zhy", "0000001", "HT1", "002X"):
        assert len(cases.case_ids(desk, CaseQuery(search=words))) == 1, words


# --- customers -----------------------------------------------------------------------------------


def test_a_customer_is_known_by_number_then_by_id_then_by_name_and_phone(
    desk: Desk, folder: Path
) -> None:
    header = ["客户号", "客户姓名", "身份证号", "手机号"]
    assert counts(take(desk, sheet(folder, header, ["", "张海燕", "", "13800000001"]))) == (
        1,
        0,
        0,
        0,
    )
    by_phone = take(desk, sheet(folder, header, ["", "张海燕", ID, "13800000001"]))
    assert counts(by_phone) == (0, 1, 0, 0)
    by_id = take(desk, sheet(folder, header, ["C1", "张海艳", ID, "13800000002"]))
    assert counts(by_id) == (0, 1, 0, 0)
    by_number = take(desk, sheet(folder, header, ["C1", "张海艳", "", "13800000003"]))
    assert counts(by_number) == (0, 1, 0, 0)
    assert rows(desk, Customer.natural_key, Customer.name, Customer.phone, Customer.id_number) == [
        ("no:C1", "张海艳", "13800000003", ID)
    ]
    assert [(c.field, c.old, c.new) for c in by_number.sheets[0].changed] == [
        ("phone", "13800000002", "13800000003")
    ]


def test_two_people_are_not_made_one(desk: Desk, folder: Path) -> None:
    header = ["客户号", "客户姓名", "身份证号", "手机号"]
    take(
        desk,
        sheet(
            folder, header, ["C1", "张海燕", ID, "13800000001"], ["C2", "李四", "", "13800000002"]
        ),
    )
    other_number = take(desk, sheet(folder, header, ["C3", "张海燕", ID, ""]))
    assert codes(other_number) == ["id_of_other_customer"]
    assert codes(take(desk, sheet(folder, header, ["C2", "李四", ID, ""]))) == [
        "id_of_other_customer"
    ]
    assert codes(take(desk, sheet(folder, header, ["C1", "王五", "E12345678", ""]))) == [
        "number_of_other_customer"
    ]
    namesake = take(
        desk,
        sheet(
            folder,
            header,
            ["", "李四", "E87654321", "13800000002"],
            ["C9", "李四", "", "13800000002"],
        ),
    )
    assert counts(namesake)[0] >= 1
    assert len(rows(desk, Customer.id)) >= 3


def test_what_a_file_leaves_empty_stays(desk: Desk, folder: Path) -> None:
    header = ["客户号", "客户姓名", "手机号", "地址"]
    take(desk, sheet(folder, header, ["C1", "张海燕", "13800000001", "江虹路"]))
    assert counts(take(desk, sheet(folder, header, ["C1", "张海燕", "", ""]))) == (0, 0, 1, 0)
    assert rows(desk, Customer.phone, Customer.address) == [("13800000001", "江虹路")]


def test_one_customer_named_in_two_ways_in_one_file(desk: Desk, folder: Path) -> None:
    header = ["客户号", "客户姓名", "身份证号", "手机号"]
    rows_of_one = (["C1", "张海燕", ID, "13800000001"], ["", "张海燕", ID, "13800000009"])
    assert counts(take(desk, sheet(folder, header, *rows_of_one))) == (1, 1, 0, 0)
    assert rows(desk, Customer.natural_key, Customer.phone) == [("no:C1", "13800000009")]


# --- accounts ------------------------------------------------------------------------------------


def test_a_contract_number_does_not_change_hands(desk: Desk, folder: Path) -> None:
    take(desk, sheet(folder, WIDE, WIDE_ROW))
    before = everything(desk)
    stranger = ["C2", "李四", "", "13800000002", "HT1", "消费贷", "2026-11-01", "1000"]
    assert codes(take(desk, sheet(folder, WIDE, stranger))) == ["account_of_other_customer"]
    assert everything(desk) == before


def test_what_refers_to_nothing_known_is_refused_until_it_is(desk: Desk, folder: Path) -> None:
    accounts = sheet(
        folder, ["合同号", "客户号", "贷款金额"], ["HT1", "C1", "100"], name="accounts.csv"
    )
    plan = sheet(folder, PLAN, ["HT1", 1, "2026-10-01", 100, 1, "", "", ""], name="plan.csv")
    payments = sheet(
        folder, ["合同号", "还款日期", "还款金额"], ["HT1", "2026-11-01", 5], name="流水.csv"
    )
    guarantors = sheet(folder, ["合同号", "担保人姓名"], ["HT1", "王五"], name="担保人.csv")
    contacts = sheet(
        folder,
        ["客户号", "联系人姓名", "联系人电话"],
        ["C1", "王五", "13800000009"],
        name="联系人.csv",
    )
    by_account = sheet(
        folder,
        ["合同号", "联系人姓名", "联系人电话"],
        ["HT1", "赵六", "13800000008"],
        name="联系人2.csv",
    )
    everyone = (accounts, plan, payments, guarantors, contacts, by_account)
    first = take(desk, *everyone)
    assert codes(first) == [
        "customer_unknown",
        "account_unknown",
        "account_unknown",
        "account_unknown",
        "customer_unknown",
        "account_unknown",
    ]
    assert [
        p.value
        for one in import_history.history(desk)
        for p in import_history.problems_of(desk, one.id)
    ].count("HT1") == 4
    take(desk, sheet(folder, ["客户号", "客户姓名", "身份证号"], ["C1", "张海燕", ID]))
    assert counts(take(desk, *everyone)) == (6, 0, 0, 0)
    assert counts(take(desk, *everyone)) == (0, 0, 6, 0)
    assert rows(desk, ContactPerson.name) == [("王五",), ("赵六",)]


def test_a_newer_file_changes_terms_and_says_which(desk: Desk, folder: Path) -> None:
    header = [
        "合同号",
        "客户号",
        "客户姓名",
        "身份证号",
        "年利率",
        "到期日",
        "贷款余额",
        "客户经理",
    ]
    take(
        desk,
        sheet(folder, header, ["HT1", "C1", "张海燕", ID, "6%", "2027-01-01", "900", "陈思远"]),
    )
    newer = take(
        desk,
        sheet(folder, header, ["HT1", "C1", "张海燕", ID, "5.4%", "2028-01-01", "800", "无名氏"]),
    )
    assert [(c.field, c.old, c.new) for c in newer.sheets[0].changed] == [
        ("annual_rate", "6.0000%", "5.4000%"), ("matures_on", "2027-01-01", "2028-01-01"), ("stated_principal", "900.00", "800.00"),
    ]  # fmt: skip
    assert codes(newer) == ["officer_unknown"]
    assert rows(desk, Account.officer_id, Account.annual_rate) == [(1, Decimal("0.054"))]
    earlier = import_plans.look_at(
        desk, sheet(folder, header, ["HT1", "C1", "张海燕", ID, "", "", "950", ""])
    )
    old = imports.run(desk, [replace(earlier[0], stated_on=date(2026, 10, 1))])
    assert counts(old)[1] == 0  # an older balance does not replace a newer one


def test_a_refused_row_leaves_nothing_behind(desk: Desk, folder: Path) -> None:
    take(desk, sheet(folder, WIDE, WIDE_ROW))
    before = everything(desk)
    header = [*WIDE, "担保人姓名", "担保人电话", "联系人1姓名", "联系人1电话"]
    stranger = [
        "C2",
        "李四",
        "",
        "13800000002",
        "HT1",
        "消费贷",
        "2026-11-01",
        "1",
        "王五",
        "13800000003",
        "赵六",
        "13800000004",
    ]
    assert codes(take(desk, sheet(folder, header, stranger))) == ["account_of_other_customer"]
    assert everything(desk) == before


def test_plain_numbers_are_shown_as_they_are(desk: Desk, folder: Path) -> None:
    header = ["合同号", "客户号", "客户姓名", "身份证号", "宽限期", "自动扣款"]
    take(desk, sheet(folder, header, ["HT1", "C1", "张海燕", ID, 3, "否"]))
    newer = take(desk, sheet(folder, header, ["HT1", "C1", "张海燕", ID, 5, "是"]))
    assert {(c.field, c.old, c.new) for c in newer.sheets[0].changed} == {
        ("grace_days", "3", "5"),
        ("auto_debit", "0", "1"),
    }


# --- instalments and statements ------------------------------------------------------------------


def test_a_later_statement_replaces_an_earlier_one_and_never_the_other_way(
    desk: Desk, folder: Path
) -> None:
    october = with_plan(desk, folder, ["HT1", 1, "2026-10-01", 100, 10, 0, 0, "2026-10-31"])
    take(desk, october)
    november = sheet(
        folder, PLAN, ["HT1", 1, "2026-10-01", 100, 10, 100, 10, "2026-11-18"], name="n.csv"
    )
    assert counts(take(desk, november))[1] == 1
    assert rows(desk, Instalment.paid_principal, Instalment.settled_on) == [
        (Decimal("100.00"), date(2026, 10, 1))
    ]
    assert counts(take(desk, october)) == (0, 0, 1, 0)
    assert rows(desk, Instalment.paid_principal) == [(Decimal("100.00"),)]
    assert rows(desk, Account.stated_on) == [(date(2026, 11, 18),)]


def test_a_corrected_statement_can_take_a_payment_back(desk: Desk, folder: Path) -> None:
    paid = with_plan(desk, folder, ["HT1", 1, "2026-10-01", 100, 10, 100, 10, "2026-10-31"])
    take(desk, paid)
    unpaid = sheet(
        folder, PLAN, ["HT1", 1, "2026-10-01", 100, 10, 0, 0, "2026-11-18"], name="n.csv"
    )
    take(desk, unpaid)
    assert rows(desk, Instalment.paid_principal, Instalment.settled_on) == [(Decimal("0.00"), None)]


def test_less_due_than_paid_is_refused(desk: Desk, folder: Path) -> None:
    take(desk, with_plan(desk, folder, ["HT1", 1, "2026-10-01", 100, 10, 60, 10, "2026-10-31"]))
    plan_only = sheet(folder, PLAN[:5], ["HT1", 1, "2026-10-01", 50, 10], name="n.csv")
    assert codes(take(desk, plan_only)) == ["below_paid"]
    more = sheet(folder, PLAN[:5], ["HT1", 1, "2026-10-01", 120, 10], name="n.csv")
    assert counts(take(desk, more))[1] == 1
    assert rows(desk, Instalment.principal, Instalment.paid_principal) == [
        (Decimal("120.00"), Decimal("60.00"))
    ]


def test_payments_after_the_statement_are_applied_and_the_statement_stays_the_same(
    desk: Desk, folder: Path
) -> None:
    plan = with_plan(desk, folder, ["HT1", 1, "2026-10-01", 100, 10, 0, 0, "2026-10-31"])
    take(desk, plan)
    header = ["合同号", "还款日期", "还款金额", "流水号"]
    payments = sheet(
        folder,
        header,
        ["HT1", "2026-10-20", 50, "S1"],
        ["HT1", "2026-11-10", 60, "S2"],
        name="流水.csv",
    )
    take(desk, payments)
    applied = rows(desk, Instalment.paid_principal, Instalment.paid_interest)
    assert sum(applied[0]) > 50  # of the 60 a little went to penalty interest
    splits = rows(desk, Payment.reference, Payment.split)
    assert splits[0] == ("S1", None)  # contained in what was stated
    assert splits[1][1] is not None
    assert counts(take(desk, plan)) == (0, 0, 1, 0)
    assert counts(take(desk, payments)) == (0, 0, 2, 0)
    assert rows(desk, Instalment.paid_principal, Instalment.paid_interest) == applied
    newer = sheet(
        folder, PLAN, ["HT1", 1, "2026-10-01", 100, 10, 50, 10, "2026-11-18"], name="n.csv"
    )
    take(desk, newer)
    assert rows(desk, Instalment.paid_principal, Instalment.paid_interest) == [
        (Decimal("50.00"), Decimal("10.00"))
    ]


def test_a_booked_payment_does_not_change(desk: Desk, folder: Path) -> None:
    take(desk, with_plan(desk, folder, ["HT1", 1, "2026-10-01", 100, 10, 0, 0, "2026-10-31"]))
    header = ["合同号", "还款日期", "还款金额", "流水号"]
    take(desk, sheet(folder, header, ["HT1", "2026-11-10", 60, "S2"], name="流水.csv"))
    assert codes(
        take(desk, sheet(folder, header, ["HT1", "2026-11-10", 61, "S2"], name="流水.csv"))
    ) == ["payment_differs"]


LIST = ["客户号", "客户姓名", "身份证号", "合同号", "应还日", "逾期金额", "数据日期"]


def test_a_newer_list_of_arrears_settles_what_it_no_longer_names(desk: Desk, folder: Path) -> None:
    who = ["C1", "张海燕", ID, "HT1"]
    take(
        desk,
        sheet(
            folder,
            LIST,
            [*who, "2026-09-01", "100", "2026-10-31"],
            [*who, "2026-10-01", "100", "2026-10-31"],
        ),
    )
    take(desk, sheet(folder, LIST, [*who, "2026-10-01", "80", "2026-11-18"]))
    assert rows(desk, Instalment.due_on, Instalment.principal, Instalment.settled_on) == [
        (date(2026, 9, 1), Decimal("100.00"), date(2026, 11, 18)), (date(2026, 10, 1), Decimal("80.00"), None),
    ]  # fmt: skip
    again = take(desk, sheet(folder, LIST, [*who, "2026-10-01", "80", "2026-11-18"]))
    assert again.total("changed") == again.total("new") == 0


def test_a_list_of_arrears_does_not_disturb_a_schedule(desk: Desk, folder: Path) -> None:
    take(desk, with_plan(desk, folder, ["HT1", 1, "2026-10-01", 100, 10, 0, 0, "2026-10-31"]))
    done = take(
        desk, sheet(folder, LIST, ["C1", "张海燕", ID, "HT1", "2026-10-01", "150", "2026-11-18"])
    )
    assert codes(done) == ["schedule_kept"]
    twice = [
        ["C1", "张海燕", ID, "HT1", due, "150", "2026-11-18"]
        for due in ("2026-10-01", "2026-11-01")
    ]
    assert codes(take(desk, sheet(folder, LIST, *twice))) == ["schedule_kept"]
    assert rows(desk, Instalment.principal, Instalment.interest) == [
        (Decimal("100.00"), Decimal("10.00"))
    ]


# --- guarantors ----------------------------------------------------------------------------------


def test_a_guarantor_is_completed_by_a_newer_file(desk: Desk, folder: Path) -> None:
    take(desk, with_plan(desk, folder))
    header = ["合同号", "担保人姓名", "担保人身份证号", "保证方式", "担保人电话"]
    take(desk, sheet(folder, header, ["HT1", "王五", "", "连带", ""], name="担保人.csv"))
    done = take(
        desk,
        sheet(folder, header, ["HT1", "王五", "E12345678", "", "13800000009"], name="担保人.csv"),
    )
    assert counts(done) == (0, 1, 0, 0)
    assert rows(desk, Guarantor.name, Guarantor.id_number, Guarantor.form) == [
        ("王五", "E12345678", "joint")
    ]


def test_the_same_contact_may_stand_in_a_file_twice(desk: Desk, folder: Path) -> None:
    take(desk, sheet(folder, ["客户号", "客户姓名", "身份证号"], ["C1", "张海燕", ID]))
    header = ["客户号", "联系人姓名", "关系", "联系电话"]
    path = sheet(
        folder,
        header,
        ["C1", "王五", "朋友", "13800000009"],
        ["C1", "王五", "同事", "13800000009"],
        name="联系人.csv",
    )
    assert counts(take(desk, path)) == (1, 1, 0, 0)
    assert rows(desk, ContactPerson.relation) == [("同事",)]
    assert counts(take(desk, path))[0] == 0


# --- rejects -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_rejected_rows_are_saved_corrected_and_taken_in(
    desk: Desk, folder: Path, ending: str
) -> None:
    bad = ["C2", "李四", ID[:-1] + "1", "13800000002", "HT2", "消费贷", "2026-11-01", "=1+1"]
    first = take(desk, sheet(folder, WIDE, WIDE_ROW, bad))
    batch = first.sheets[0].batch_id or 0
    path = folder / f"rejects.{ending}"
    assert import_history.save_rejects(desk, batch, path) == 1
    source = import_plans.look_at(desk, path)[0]
    cells = source.rows[1].cells
    assert [str(c) for c in source.rows[0].cells] == [*WIDE, "行号", "列", "值", "原因"]
    assert cells[8] in ("3", 3.0)
    assert cells[9] == "身份证号；逾期金额"
    assert "校验位" in str(cells[11])
    assert source.is_remembered
    fixed = [*map(str, cells)]
    fixed[2], fixed[7] = "E12345678", "5"
    assert counts(take(desk, sheet(folder, [*WIDE, "行号", "列", "值", "原因"], fixed))) == (
        3,
        0,
        0,
        0,
    )


def test_rejects_of_the_store_carry_the_whole_row_too(desk: Desk, folder: Path) -> None:
    take(desk, sheet(folder, WIDE, WIDE_ROW))
    stranger = ["C2", "李四", "", "13800000002", "HT1", "消费贷", "2026-11-01", "1,000"]
    done = take(desk, sheet(folder, WIDE, stranger))
    path = folder / "rejects.xlsx"
    import_history.save_rejects(desk, done.sheets[0].batch_id or 0, path, lang="en")
    page = openpyxl.load_workbook(path).active
    assert page is not None
    assert [cell.value or "" for cell in page[2]][:11] == [
        *stranger,
        "2",
        "合同号",
        "HT1",
    ]


def test_there_may_be_nothing_to_save(desk: Desk, folder: Path) -> None:
    done = take(desk, sheet(folder, WIDE, WIDE_ROW))
    with pytest.raises(DomainError) as caught:
        import_history.save_rejects(desk, done.sheets[0].batch_id or 0, folder / "x.csv")
    assert caught.value.code == "imports.no_rejects"
    with pytest.raises(DomainError) as caught:
        import_history.save_rejects(desk, 99, folder / "x.csv")
    assert caught.value.code == "imports.unknown_batch"


# --- dry run, history, audit ---------------------------------------------------------------------


def test_a_dry_run_says_what_would_happen_and_stores_nothing(desk: Desk, folder: Path) -> None:
    path = sheet(folder, WIDE, WIDE_ROW, ["bad"] * 8)
    before = everything(desk)
    trial = take(desk, path, dry_run=True)
    assert trial.is_dry_run
    assert not trial.changes
    assert everything(desk) == before
    assert rows(desk, ImportBatch.id) == []
    real = take(desk, path)
    assert counts(trial) == counts(real) == (3, 0, 0, 1)
    assert codes(trial) == codes(real)


def test_a_dry_run_that_fails_leaves_no_trace(desk: Desk, folder: Path) -> None:
    path = sheet(folder, WIDE, WIDE_ROW)
    with pytest.raises(Cancelled):
        take(desk, path, dry_run=True, progress=StopAfter(1))
    assert rows(desk, ImportBatch.id) == []


def test_the_history_tells_file_counts_and_changes(desk: Desk, folder: Path) -> None:
    take(desk, sheet(folder, WIDE, WIDE_ROW))
    newer = [*WIDE_ROW]
    newer[3] = "13800000009"
    take(desk, sheet(folder, WIDE, newer))
    latest, first = import_history.history(desk)
    assert (first.total("new"), latest.total("changed"), latest.state) == (3, 1, "finished")
    assert (latest.encoding, latest.kinds, latest.started_by) == (
        "gbk",
        ("customer", "account", "instalment"),
        "0217",
    )
    change = import_history.changes_of(desk, latest.id)[0]
    assert (change.row_no, change.key, change.field, change.old, change.new) == (
        2,
        "C1",
        "phone",
        "13800000001",
        "13800000009",
    )
    assert import_history.problems_of(desk, latest.id) == ()


def test_every_part_leaves_its_audit_entry(desk: Desk, folder: Path) -> None:
    take(desk, sheet(folder, WIDE, WIDE_ROW))
    actions = [action for (action,) in rows(desk, AuditEntry.action)]
    assert [a for a in actions if a.startswith("import")] == [
        "import.finish",
        "import.rows",
        "import.start",
    ]


# --- looking -------------------------------------------------------------------------------------


def test_the_preview_marks_what_is_wrong_in_its_cell(desk: Desk, folder: Path) -> None:
    plan = import_plans.look_at(
        desk, sheet(folder, WIDE, WIDE_ROW, [*WIDE_ROW[:6], "3026-01-01", "x"])
    )[0]
    good, bad = import_plans.preview(desk, plan)
    assert (good.number, good.kinds, good.problems) == (
        2,
        ("customer", "account", "instalment"),
        (),
    )
    assert [at for at, _ in bad.problems] == [6, 7]
    assert import_plans.samples(plan)[0] == ("C1",)
    set_aside = plan.with_field(6, "").with_field(7, "")
    assert set_aside.mapping.kinds == ("customer", "account")
    assert plan.stated(date(2026, 1, 1)).stated_on == date(2026, 1, 1)


def test_content_and_header_row_can_be_said(desk: Desk, folder: Path) -> None:
    plan = import_plans.look_at(desk, sheet(folder, WIDE, WIDE_ROW))[0]
    as_customers = import_plans.plan_again(desk, plan, as_kind="customer")
    assert as_customers.mapping.primary == "customer"
    below = import_plans.plan_again(desk, plan, header_rows=(1, 1))
    assert below.mapping.header_rows == (1, 1)
    made = openpyxl.Workbook()
    made.save(folder / "empty.xlsx")
    empty = import_plans.look_at(desk, folder / "empty.xlsx")[0]
    assert import_plans.plan_again(desk, empty).rows == ()


def test_a_mapping_that_was_used_is_remembered_for_the_shape(desk: Desk, folder: Path) -> None:
    header = ["客户号", "客户姓名", "手机号", "暗号"]
    row = ["C1", "张海燕", "13800000001", "江虹路1号"]
    plan = import_plans.look_at(desk, sheet(folder, header, row))[0]
    assert not plan.is_remembered
    imports.run(desk, [plan.with_field(3, "customer.address")])
    again = import_plans.look_at(
        desk, sheet(folder, header, ["C2", "李四", "13800000002", "长河路2号"])
    )[0]
    assert again.is_remembered
    assert again.mapping.columns[3].field == "customer.address"
    assert not import_plans.look_at(desk, sheet(folder, header, row), as_kind="customer")[
        0
    ].is_remembered


def test_one_bad_file_does_not_hold_up_the_others(desk: Desk, folder: Path) -> None:
    empty = folder / "empty.xlsx"
    empty.touch()
    looked = import_plans.look_at_all(desk, [empty, sheet(folder, WIDE, WIDE_ROW)])
    assert len(looked.plans) == 1
    assert [p.code for p in looked.problems] == ["imports.empty_file"]


def test_a_sheet_of_notes_is_left_out_and_a_file_of_notes_refused(desk: Desk, folder: Path) -> None:
    path = folder / "book.xlsx"
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for line in (WIDE, WIDE_ROW):
        page.append(line)
    made.create_sheet("说明").append(["请勿外传", "谢谢"])
    made.save(path)
    assert [p.sheet for p in import_plans.usable(import_plans.look_at(desk, path))] == ["Sheet"]
    notes = import_plans.look_at(desk, sheet(folder, ["甲", "乙"], ["1", "2"]))
    with pytest.raises(DomainError) as caught:
        import_plans.usable(notes)
    assert caught.value.code == "imports.nothing_recognised"
    with pytest.raises(DomainError):
        imports.run(desk, notes)


def test_the_day_of_a_statement_is_kept_with_the_file(desk: Desk, folder: Path) -> None:
    path = sheet(folder, WIDE, WIDE_ROW)
    plan = import_plans.look_at(desk, path)[0]
    imports.run(desk, [plan.stated(date(2026, 11, 10))])
    assert import_plans.look_at(desk, path)[0].stated_on == date(2026, 11, 10)


# --- stopped, failed, another process ------------------------------------------------------------


class StopAfter:
    """Says stop after so many reports."""

    def __init__(self, reports: int) -> None:
        self.left = reports

    def report(self, done: int, total: int, step: str = "") -> None:
        self.left -= 1
        if self.left == 0:
            raise Cancelled


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.adapters.row_feed.CHUNK_WEIGHT", 200)


@pytest.mark.usefixtures("small_parts")
def test_what_was_finished_before_a_stop_stays_and_the_next_run_completes_it(desk: Desk) -> None:
    files = [SAMPLE / "2026-10" / "customers.csv", SAMPLE / "2026-10" / "accounts.xlsx"]
    with pytest.raises(Cancelled):
        take(desk, *files, progress=StopAfter(3))
    assert 0 < len(rows(desk, Customer.id)) < 264
    assert [b.state for b in import_history.history(desk)] == ["cancelled"]
    take(desk, *files)
    stopped_and_gone_on = everything(desk)
    assert len(stopped_and_gone_on["account"]) == 300


@pytest.mark.usefixtures("small_parts")
def test_a_disk_that_fills_up_is_said_and_leaves_whole_parts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import import_writer

    written = []
    true_write = import_writer.SheetWriter.write

    def write(self: Any, *arguments: Any) -> Any:
        outcome = true_write(self, *arguments)
        written.append(outcome)
        if len(written) == 3:
            raise EnvironmentProblem("store.disk_full", file="branch.db", folder="x", reason="full")
        return outcome

    monkeypatch.setattr(import_writer.SheetWriter, "write", write)
    with pytest.raises(EnvironmentProblem) as caught:
        take(desk, SAMPLE / "2026-10" / "customers.csv")
    assert caught.value.code == "store.disk_full"
    assert len(rows(desk, Customer.id)) == 80  # two parts of forty
    assert [b.state for b in import_history.history(desk)] == ["failed"]


def test_an_import_that_never_ended_is_marked_when_the_file_comes_again(
    desk: Desk, folder: Path
) -> None:
    path = sheet(folder, WIDE, WIDE_ROW)
    take(desk, path)
    with desk.write() as work:
        work.connection.execute(text("UPDATE import_batch SET state = 'running'"))
        work.audit("test", "test")
        work.commit()
    take(desk, path)
    assert [b.state for b in import_history.history(desk)] == ["finished", "failed"]


def test_a_large_file_is_read_by_a_process_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.adapters.row_feed._SMALL_FILE", 0)
    done = take(desk, SAMPLE / "2026-10" / "customers.csv")
    assert done.total("new") == 264
    with desk.read() as connection:
        assert connection.execute(select(func.count()).select_from(Customer)).scalar() == 264


def test_what_goes_wrong_in_that_process_is_told_here(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.adapters.row_feed._SMALL_FILE", 0)
    path = folder / "book.xlsx"
    path.write_bytes((SAMPLE / "2026-10" / "accounts.xlsx").read_bytes())
    plan = import_plans.look_at(desk, path)[0]
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(DomainError) as caught:
        imports.run(desk, [plan])
    assert caught.value.code == "imports.truncated"
    assert [b.state for b in import_history.history(desk)] == ["failed"]
