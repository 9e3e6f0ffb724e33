"""From rows to records: what is taken, what is refused and why."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from desktop.domain.import_mapping import recognise
from desktop.domain.import_rows import COLUMNS, Problem, RowReader, shown_value

TODAY = date(2026, 11, 20)
STATED = date(2026, 11, 18)
ID = "11010519491231002X"
OTHER_ID = "330108199909090014"
WIDE = ["客户姓名", "身份证号", "手机号", "合同号", "应还日", "逾期金额"]
PERSON = ("张三", ID, "13800000001")


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


class Sheet:
    """A sheet read row by row, the way the feed does it."""

    def __init__(
        self, header: Sequence[str], *rows: Sequence[Any], name: str = "", **how: Any
    ) -> None:
        mapping = recognise([list(header), *map(list, rows)], as_of=TODAY, name=name, **how)
        assert mapping.missing() == (), [(c.header, c.field) for c in mapping.columns]
        self.reader = RowReader(mapping, TODAY, STATED)
        self.records: list[tuple[str, dict[str, Any]]] = []
        self.problems: list[Problem] = []
        for number, row in enumerate(rows, 2):
            records, problems = self.reader.read(number, row)
            self.records += [
                (kind, dict(zip(COLUMNS[kind], record, strict=True))) for kind, record in records
            ]
            self.problems += problems

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [record for one, record in self.records if one == kind]

    @property
    def codes(self) -> list[str]:
        return [problem.code.removeprefix("imports.") for problem in self.problems]


def test_a_wide_row_gives_customer_account_and_instalment() -> None:
    sheet = Sheet(WIDE, [*PERSON, "HT1", "2026-11-01", "￥1,000.50"])
    assert [kind for kind, _ in sheet.records] == ["customer", "account", "instalment"]
    customer, account, instalment = (record for _, record in sheet.records)
    assert customer["name"] == "张三"
    assert (customer["kind"], customer["id_type"], customer["sex"]) == ("person", "resident", "f")
    assert (account["account_no"], account["kind"], account["id_number"]) == ("HT1", None, ID)
    assert (instalment["due_on"], instalment["principal"], instalment["says"]) == (
        day("2026-11-01"),
        100_050,
        "list",
    )
    assert instalment["stated_on"] == day("2026-11-18")


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({1: "110105194912310021"}, "身份证号", "id_checksum"), ({2: "138****0001"}, "手机号", "masked_value"), ({2: "1380000"}, "手机号", "bad_phone"),
        ({3: ""}, "合同号", "missing_value"), ({4: "3026-11-01"}, "应还日", "date_implausible"), ({4: ""}, "应还日", "missing_value"), ({5: "-5"}, "逾期金额", "amount_negative"),
        ({5: ""}, "逾期金额", "missing_value"), ({0: ""}, "客户姓名", "missing_value"), ({0: "12345"}, "客户姓名", "not_a_name"), ({0: "张*"}, "客户姓名", "masked_value"),
        ({3: "6.22E+18"}, "合同号", "digits_lost"), ({0: "张" * 10_000}, "客户姓名", "too_long"), ({1: "", 2: ""}, "身份证号", "customer_unnamed"),
    ],
)  # fmt: skip
def test_a_bad_row_says_row_column_value_and_reason(
    changed: dict[int, str], column: str, code: str
) -> None:
    good = [*PERSON, "HT1", "2026-11-01", "1000"]
    bad = [changed.get(place, value) for place, value in enumerate(good)]
    sheet = Sheet(WIDE, bad, ["李四", OTHER_ID, "13800000002", "HT2", "2026-11-01", "1000"])
    assert [(p.row, p.column, p.code) for p in sheet.problems] == [(2, column, f"imports.{code}")]
    assert len(sheet.of("instalment")) == 1  # the good row is not held up
    assert (sheet.reader.counts.rows, sheet.reader.counts.rejected) == (2, 1)


def test_all_problems_of_a_row_are_said_at_once() -> None:
    sheet = Sheet(WIDE, ["张三", "1", "2", "HT1", "3", "4x"], [*PERSON, "HT2", "2026-11-01", "5"])
    assert sheet.codes == ["id_length", "bad_phone", "bad_date", "bad_amount"]


def test_totals_footers_empty_rows_and_repeated_headers_are_passed_over() -> None:
    sheet = Sheet(
        WIDE,
        [*PERSON, "HT1", "2026-11-01", "5"],
        ["", None, " ", "", "", ""],
        WIDE,
        ["合计", "", "", "", "", "5"],
        ["合计", "", "", "", "", ""],
        ["制表人：王五"],
    )
    assert sheet.problems == []
    assert (sheet.reader.counts.rows, sheet.reader.counts.skipped) == (1, 5)


def test_a_row_that_is_faulty_as_text_or_too_wide_is_refused_whole() -> None:
    sheet = Sheet(WIDE, [*PERSON, "HT1", "2026-11-01", "1", "234.50"])
    assert sheet.codes == ["too_many_cells"]
    _, problems = sheet.reader.read(9, [*PERSON, "HT1", "2026-11-01", "1"], "imports.stray_quote")
    assert [(p.row, p.code) for p in problems] == [(9, "imports.stray_quote")]
    assert not Sheet(WIDE, [*PERSON, "HT1", "2026-11-01", "1", "", ""]).problems


def test_one_contract_cannot_belong_to_two_customers() -> None:
    sheet = Sheet(
        WIDE,
        [*PERSON, "HT1", "2026-11-01", "5"],
        ["李四", OTHER_ID, "13800000002", "HT1", "2026-11-02", "5"],
    )
    assert sheet.codes == ["account_of_two"]
    assert dict(sheet.problems[0].facts) == {"row": 2}


def test_what_a_later_row_says_otherwise_is_remarked() -> None:
    sheet = Sheet(
        WIDE,
        [*PERSON, "HT1", "2026-11-01", "5"],
        ["张三", ID, "13800000009", "HT2", "2026-11-02", "5"],
    )
    assert [(p.code, p.is_notice, p.column) for p in sheet.problems] == [
        ("imports.differs_from_row", True, "手机号")
    ]
    assert len(sheet.of("customer")) == 1
    assert len(sheet.of("account")) == 2


def test_a_company_is_known_by_its_code_or_its_name() -> None:
    rows = [
        ["样例有限公司", "91350100M000100Y43", "13800000001", "HT1", "2026-11-01", "5"],
        ["某某厂", "", "13800000002", "HT2", "2026-11-01", "5"],
        ["Smith", "E12345678", "13800000003", "HT3", "2026-11-01", "5"],
    ]
    sheet = Sheet(WIDE, *rows)
    assert [(c["kind"], c["id_type"]) for c in sheet.of("customer")] == [
        ("company", "organisation"),
        ("company", None),
        ("person", "other"),
    ]


def test_accounts_take_their_terms() -> None:
    header = [
        "借据号",
        "客户号",
        "产品",
        "贷款金额(万元)",
        "月利率(‰)",
        "期限",
        "还款方式",
        "放款日期",
        "到期日",
        "自动扣款",
        "还款账号",
        "担保方式",
        "客户经理",
        "贷款余额",
        "数据日期",
        "宽限期",
        "币种",
    ]
    row = [
        "JJ-1 ",
        "C1",
        "消费贷",
        "10",
        "5",
        "1年",
        "等额本息",
        "2026-01-01",
        "2027-01-01",
        "是",
        "6222 0000 0000 0000 004",
        "抵押",
        "陈思远",
        98765.43,
        "2026-11-17",
        3,
        "人民币",
    ]
    account = Sheet(header, row).of("account")[0]
    assert {name: account[name] for name in ("account_no", "principal", "annual_rate", "terms", "method", "auto_debit", "debit_tail")} == {
        "account_no": "JJ-1", "principal": 10_000_000, "annual_rate": 60_000, "terms": 12, "method": "equal_instalment", "auto_debit": True, "debit_tail": "0004",
    }  # fmt: skip
    assert (
        account["security"],
        account["officer"],
        account["stated_principal"],
        account["stated_on"],
    ) == ("mortgage", "陈思远", 9_876_543, day("2026-11-17"))
    assert (account["grace_days"], account["currency"]) == (3, "CNY")


def test_an_end_before_the_beginning_is_refused() -> None:
    sheet = Sheet(
        ["借据号", "客户号", "放款日期", "到期日"], ["1", "C1", "2026-01-01", "2025-01-01"]
    )
    assert sheet.codes == ["dates_crossed"]


def test_a_card_is_known_by_its_number_of_which_the_tail_is_kept() -> None:
    header = ["客户号", "卡号", "信用额度", "账单日", "到期还款日", "最低还款额", "账单金额"]
    sheet = Sheet(
        header,
        ["C1", "4111 1111 1111 1111", 50_000, "5日", "2026-11-25", 100, 1000],
        ["C2", "4111********1111", 1, 5, "2026-11-25", 100, 1],
        ["C3", "4111111111111112", 1, 5, "2026-11-25", 100, 1],
        ["C4", "", 1, 5, "2026-11-25", 100, 1],
    )
    account = sheet.of("account")[0]
    assert (
        account["account_no"],
        account["kind"],
        account["card_tail"],
        account["statement_day"],
    ) == ("4111111111111111", "card", "1111", 5)
    assert sheet.of("instalment")[0]["principal"] == 10_000
    assert sheet.codes == ["masked_value", "card_checksum", "missing_value"]


def test_the_kind_of_an_account_may_be_said() -> None:
    sheet = Sheet(
        ["合同号", "客户号", "账户类型", "产品"],
        ["1", "C1", "信用卡", "x"],
        ["2", "C2", "", "信用卡金卡"],
        ["3", "C3", "", "房贷"],
        ["4", "C4", "租赁", "x"],
    )
    assert [a["kind"] for a in sheet.of("account")] == ["card", "card", None]
    assert sheet.codes == ["bad_choice"]


PLAN = [
    "合同号",
    "期次",
    "应还日期",
    "应还本金",
    "应还利息",
    "应还费用",
    "应还总额",
    "已还本金",
    "已还利息",
    "已还金额",
    "实还日期",
    "是否结清",
    "未还金额",
]


def plan_row(**said: Any) -> dict[str, Any]:
    names = (
        "no",
        "number",
        "due",
        "principal",
        "interest",
        "fee",
        "total",
        "paid_p",
        "paid_i",
        "paid",
        "paid_on",
        "settled",
        "owed",
    )
    usual = {"no": "HT1", "number": 1, "due": "2026-10-01", "principal": "100", "interest": "10"}
    sheet = Sheet(
        PLAN,
        [said.get(name, usual.get(name, "")) for name in names],
        ["HT9", 1, "2026-10-01", 1, 1, "", "", "", "", "", "", "", ""],
        name="还款计划",
    )
    if sheet.problems:
        return {"code": sheet.codes[0], "column": sheet.problems[0].column}
    return sheet.of("instalment")[0]


@pytest.mark.parametrize(
    ("said", "due", "paid", "settled"),
    [
        ({}, (10_000, 1_000, 0), (0, 0, 0), None), ({"total": "110"}, (10_000, 1_000, 0), (0, 0, 0), None),
        ({"principal": "", "interest": "", "total": "110"}, (11_000, 0, 0), (0, 0, 0), None), ({"interest": "", "total": "110"}, (10_000, 1_000, 0), (0, 0, 0), None),
        ({"principal": "", "total": "110"}, (10_000, 1_000, 0), (0, 0, 0), None), ({"fee": "5", "total": "115"}, (10_000, 1_000, 500), (0, 0, 0), None),
        ({"paid": "60"}, (10_000, 1_000, 0), (5_000, 1_000, 0), None), ({"fee": "5", "paid": "12"}, (10_000, 1_000, 500), (0, 700, 500), None),
        ({"paid_p": "100", "paid_i": "10"}, (10_000, 1_000, 0), (10_000, 1_000, 0), "2026-10-01"), ({"paid_p": "1"}, (10_000, 1_000, 0), (100, 0, 0), None),
        ({"paid": "110", "paid_on": "2026-10-05"}, (10_000, 1_000, 0), (10_000, 1_000, 0), "2026-10-05"), ({"settled": "是"}, (10_000, 1_000, 0), (10_000, 1_000, 0), "2026-10-01"),
        ({"settled": "否"}, (10_000, 1_000, 0), (0, 0, 0), None), ({"settled": "是", "due": "2026-12-01"}, (10_000, 1_000, 0), (10_000, 1_000, 0), "2026-11-18"),
        ({"owed": "60"}, (10_000, 1_000, 0), (4_000, 1_000, 0), None), ({"owed": "200"}, (10_000, 1_000, 0), (0, 0, 0), None),
        ({"owed": "60", "principal": "", "interest": ""}, (6_000, 0, 0), (0, 0, 0), None), ({"fee": "7", "principal": "", "interest": ""}, (0, 0, 700), (0, 0, 0), None),
    ],
)  # fmt: skip
def test_due_and_paid_are_brought_to_one_account(
    said: dict[str, Any], due: tuple[int, ...], paid: tuple[int, ...], settled: str | None
) -> None:
    row = plan_row(**said)
    assert (row["principal"], row["interest"], row["fee"]) == due
    assert (row["paid_principal"], row["paid_interest"], row["paid_fee"]) == paid
    assert row["settled_on"] == (day(settled) if settled else None)
    assert row["says"] == "paid"


@pytest.mark.parametrize(
    ("said", "code", "column"),
    [
        ({"total": "111"}, "total_differs", "应还总额"), ({"principal": "120", "interest": "", "total": "110"}, "total_differs", "应还总额"), ({"principal": "", "interest": ""}, "missing_value", "应还总额"),
        ({"principal": "0", "interest": "0"}, "nothing_due", "应还总额"), ({"paid": "111"}, "paid_exceeds_due", "已还金额"), ({"paid_p": "101"}, "paid_exceeds_due", "已还本金"),
        ({"number": ""}, "missing_value", "期次"), ({"due": ""}, "missing_value", "应还日期"), ({"principal": "-1"}, "amount_negative", "应还本金"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_refused(said: dict[str, Any], code: str, column: str) -> None:
    assert plan_row(**said) == {"code": code, "column": column}


def test_an_instalment_stands_once() -> None:
    header = ["合同号", "期次", "应还日期", "应还本金", "担保人姓名"]
    sheet = Sheet(
        header,
        ["1", 1, "2026-01-01", 5, "甲"],
        ["1", 1, "2026-01-01", 5, "乙"],
        ["1", 1, "2026-02-01", 6, "丙"],
        as_kind="instalment",
    )
    assert len(sheet.of("instalment")) == 1  # the same again, for the second guarantor
    assert [g["name"] for g in sheet.of("guarantor")] == ["甲", "乙"]
    assert sheet.codes == ["instalment_twice"]
    listed = Sheet(
        ["合同号", "应还日", "逾期金额"],
        ["1", "2026-01-01", 5],
        ["1", "2026-01-01", 6],
        ["1", "2026-02-01", 6],
    )
    assert listed.codes == ["instalment_twice"]


LIST = ["合同号", "客户号", "应还日", "月供", "逾期金额", "逾期天数", "逾期起始日", "最低还款额"]


@pytest.mark.parametrize(
    ("row", "due_on", "amount"),
    [
        (["2026-11-01", "", 5, "", "", ""], "2026-11-01", 500), (["", "", 5, 30, "", ""], (STATED - timedelta(30)).isoformat(), 500), (["", "", 5, "", "2026-11-02", ""], "2026-11-01", 500),
        (["2026-12-01", 9, 5, 30, "", ""], (STATED - timedelta(30)).isoformat(), 500), (["2026-11-01", 9, 5, 17, "", ""], "2026-11-01", 500),
        (["2026-12-01", 9, 0, 0, "", ""], "2026-12-01", 900), (["2026-12-01", "", 0, "", "", 3], "2026-12-01", 300), (["", "", 0, 0, "", ""], None, 0),
        (["", "", "", 0, "", ""], None, 0), (["2026-11-01", 9, 0, "", "", ""], None, 0), (["", "", "", "", "", ""], None, 0), (["2026-12-01", 9, "", "", "", ""], "2026-12-01", 900),
    ],
)  # fmt: skip
def test_a_list_of_arrears_says_what_is_owed_since_when(
    row: list[Any], due_on: str | None, amount: int
) -> None:
    found = Sheet(LIST, ["HT1", "C1", *row], ["HT2", "C2", "2026-11-01", 1, 1, 1, "", ""]).of(
        "instalment"
    )[:-1]
    assert [(r["due_on"], r["principal"]) for r in found] == (
        [(day(due_on), amount)] if due_on else []
    )


def test_an_amount_without_a_day_is_refused() -> None:
    sheet = Sheet(
        LIST, ["HT1", "C1", "", "", 5, "", "", ""], ["HT2", "C2", "2026-11-01", "", "", 3, "", ""]
    )
    assert sheet.codes == ["missing_value", "missing_value"]


PAYMENTS = ["流水号", "合同号", "还款日期", "还款金额", "还款渠道", "付款人"]


def test_payments_are_known_by_reference_or_by_day_amount_and_turn() -> None:
    rows = [
        ["S1", "HT1", "2026-11-01", "5", "柜台", "张三"],
        ["", "HT1", "2026-11-01", "5", "", ""],
        ["", "HT1", "2026-11-01", "5", "", ""],
        ["S1", "HT1", "2026-11-01", "5", "", ""],
    ]
    sheet = Sheet(PAYMENTS, *rows)
    keys = [p["natural_key"] for p in sheet.of("payment")]
    assert keys == ["ref:S1", f"day:{day('2026-11-01')}:500:1", f"day:{day('2026-11-01')}:500:2"]
    assert sheet.problems == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["S2", "HT1", "2026-11-21", "5"], "date_in_future"), (["S2", "HT1", "2026-11-01", "-5"], "payment_negative"), (["S2", "HT1", "2026-11-01", "0"], "amount_zero"),
        (["S2", "HT1", "", "5"], "missing_value"), (["S2", "HT1", "2026-11-01", ""], "missing_value"), (["S2", "", "2026-11-01", "5"], "missing_value"), (["S1", "HT1", "2026-11-01", "6"], "reference_twice"),
    ],
)  # fmt: skip
def test_payments_that_cannot_be(row: list[Any], code: str) -> None:
    assert Sheet(PAYMENTS, ["S1", "HT1", "2026-11-01", "5", "", ""], [*row, "", ""]).codes == [code]


def test_guarantors() -> None:
    header = ["合同号", "姓名", "身份证号", "手机号", "保证方式", "保证期间届满日"]
    sheet = Sheet(
        header,
        ["1", "李四", OTHER_ID, "13800000001", "连带责任保证", "2028-01-01"],
        ["2", "王五", "", "", "", ""],
        ["3", "", OTHER_ID, "", "", ""],
        name="担保人",
    )
    first, second = sheet.of("guarantor")
    assert (first["form"], first["guarantee_ends_on"]) == ("joint", day("2028-01-01"))
    assert (second["form"], second["id_number"]) == ("unclear", "")
    assert sheet.codes == ["missing_value"]


def test_a_debtor_does_not_guarantee_for_himself() -> None:
    header = [*WIDE, "担保人姓名", "担保人身份证号"]
    sheet = Sheet(
        header,
        [*PERSON, "HT1", "2026-11-01", "5", "张三", ID],
        [*PERSON, "HT2", "2026-11-01", "5", "", OTHER_ID],
        [*PERSON, "HT3", "2026-11-01", "5", "", ""],
    )
    assert sheet.codes == ["guarantor_is_debtor", "missing_value"]


def test_contacts_belong_to_a_customer_or_to_the_customer_of_an_account() -> None:
    own = Sheet(
        ["客户号", "联系人姓名", "关系", "联系电话"],
        ["C1", "李四", "配偶", "0571-88880000"],
        ["C1", "", "配偶", "13800000001"],
        ["C1", "王五", "", ""],
        ["", "王五", "", "13800000001"],
        name="联系人",
    )
    assert own.of("contact")[0]["phone"] == "0571-88880000"
    assert own.codes == ["missing_value", "missing_value", "customer_unnamed"]
    by_account = Sheet(
        ["合同号", "联系人姓名", "联系人电话"], ["HT1", "李四", "13800000001"], name="联系人"
    )
    assert by_account.of("contact")[0]["account_no"] == "HT1"
    wide = Sheet(
        [*WIDE, "联系人1姓名", "联系人1电话", "联系人2姓名", "联系人2电话"],
        [*PERSON, "HT1", "2026-11-01", "5", "李四", "13800000002", "", ""],
    )
    assert [c["name"] for c in wide.of("contact")] == ["李四"]


def test_typed_cells_of_workbooks_are_read_too() -> None:
    sheet = Sheet(WIDE, ["张三", ID, 13800000001.0, "HT1", date(2026, 11, 1), 1000.5])
    assert sheet.of("customer")[0]["phone"] == "13800000001"
    assert sheet.of("instalment")[0]["principal"] == 100_050


def test_other_fields_are_read_as_they_should() -> None:
    header = ["客户号", "姓名", "手机号", "备用电话", "电子邮箱", "性别", "邮编", "地址"]
    good = [
        "C1",
        "张 三",
        "13800000001/13800000002",
        "0571-88880000、x",
        "z@example.cn",
        "男",
        "310000",
        "某路\n1号",
    ]
    sheet = Sheet(
        header,
        good,
        ["C2", "张三", "", "", "z example", "", "", ""],
        ["C3", "Li Si", "0571-88880000", "", "", "", "310000.0", ""],
    )
    first, other, second = sheet.of("customer")
    assert other["email"] is None
    assert (
        first["name"],
        first["phone"],
        first["phone_other"],
        first["sex"],
        first["address"],
    ) == ("张三", "13800000001", "0571-88880000", "m", "某路 1号")
    assert (second["name"], second["phone"], second["postcode"]) == (
        "Li Si",
        "0571-88880000",
        "310000",
    )
    assert [(p.code, p.is_notice) for p in sheet.problems] == [("imports.bad_email", True)]


def test_tails_may_be_masked() -> None:
    header = ["合同号", "客户号", "卡号后四位", "还款账号"]
    sheet = Sheet(
        header, ["1", "C1", "1234", "6222****5678"], ["2", "C2", "", ""], ["3", "C3", "123", "12"]
    )
    assert [(a["card_tail"], a["debit_tail"]) for a in sheet.of("account")] == [
        ("1234", "5678"),
        (None, None),
    ]
    assert sheet.codes == ["card_length"]


def test_the_value_of_a_problem_is_short() -> None:
    assert shown_value("x" * 300).endswith("…")
    assert len(shown_value("x" * 300)) == 200
    assert shown_value(None) == ""


def test_repeated_values_are_read_once_and_forgotten_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desktop.domain.import_rows._REMEMBERED", 2)
    rows = [[f"HT{n}", n, "2026-10-01", "5"] for n in range(1, 9)]
    assert len(Sheet(["合同号", "期次", "应还日期", "应还本金"], *rows).of("instalment")) == 8


def test_dashes_are_empty_cells() -> None:
    header = [
        "合同号",
        "客户号",
        "姓名",
        "证件号码",
        "手机号",
        "备用电话",
        "电子邮箱",
        "贷款金额",
        "年利率",
        "放款日期",
        "到期日",
        "卡号",
        "还款账号",
        "担保方式",
        "账单日",
    ]
    sheet = Sheet(
        header,
        ["1", "C1", "张三", *["-"] * 12],
        ["-", "C1", "张三", *["-"] * 12],
        ["3", "C3", "李四", *["-"] * 4, "0", *["-"] * 7],
    )
    assert [a["principal"] for a in sheet.of("account")] == [None]
    assert sheet.codes == ["missing_value", "amount_zero"]


def test_a_minor_field_that_cannot_be_read_does_not_cost_the_row() -> None:
    header = ["合同号", "客户号", "还款方式", "贷款金额"]
    sheet = Sheet(header, ["1", "C1", "等额本息", "5"], ["2", "C2", "随心还", "6"])
    assert [a["method"] for a in sheet.of("account")] == ["equal_instalment", None]
    assert [(p.row, p.code, p.is_notice) for p in sheet.problems] == [
        (3, "imports.bad_choice", True)
    ]


def test_a_remark_below_the_table_is_passed_over() -> None:
    sheet = Sheet(
        WIDE,
        [*PERSON, "HT1", "2026-11-01", "5"],
        ["", "（以上数据仅供内部使用）", "", "", "", ""],
        ["", "", "", "HT2", "", ""],
    )
    assert sheet.reader.counts.skipped == 1
    assert sheet.problems[0].row == 4
