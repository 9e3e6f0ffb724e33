"""Recognising columns: headers as lenders write them, wide sheets, titles above, units in brackets."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from desktop.domain.import_fields import FIELDS
from desktop.domain.import_headers import find_header, header_texts, normal_header
from desktop.domain.import_kinds import kinds_carried
from desktop.domain.import_mapping import SheetMapping, fingerprint, recognise
from desktop.domain.import_statement import statement_day

TODAY = date(2026, 11, 20)
ID = "11010519491231002X"


def mapped(header: Sequence[str], *rows: Sequence[Any], name: str = "", **how: Any) -> SheetMapping:
    return recognise([list(header), *map(list, rows)], as_of=TODAY, name=name, **how)


def fields_of(mapping: SheetMapping) -> dict[str, str]:
    return {column.header: column.field for column in mapping.columns}


@pytest.mark.parametrize(
    "header",
    [
        "客户姓名 身份证号 手机号 合同号 应还日 逾期金额",
        "姓名 证件号码 联系电话 借据号 还款日 欠款",
        "借款人 身份证号码 手机 贷款账号 到期日 欠款金额",
        "customer_name id_number mobile contract_no due_date overdue_amount",
        "客户名称* 身份证 电话号码 合同编号 最后还款日 逾期总额（元）",
    ],
)
def test_the_usual_words_are_recognised(header: str) -> None:
    row = ["张三", ID, "13800000001", "HT001", "2026-11-01", "1,000.00"]
    mapping = mapped(header.split(), row)
    assert [column.field for column in mapping.columns] == [
        "customer.name", "customer.id_number", "customer.phone", "account.account_no", "instalment.due_on", "instalment.owed",
    ]  # fmt: skip
    assert mapping.kinds == ("customer", "account", "instalment")
    assert mapping.missing() == ()


def test_a_digit_inside_a_known_word_makes_it_unsure() -> None:
    mapping = mapped(["客户号", "姓名2", "手机3"], ["C1", "张三", "13800000001"])
    assert [(c.field, c.certainty) for c in mapping.columns[1:]] == [
        ("customer.name", "unsure"), ("customer.phone", "unsure"),
    ]  # fmt: skip


def test_header_cells_that_are_no_text_name_nothing() -> None:
    assert header_texts([["合同号", "x" * 9000], ["姓名"]], 0, 0) == ("合同号", "")


def test_every_word_leads_to_its_field() -> None:
    for field in FIELDS:
        for word in field.words:
            assert normal_header(word).word == word, word


@pytest.mark.parametrize(
    ("text", "word", "unit", "scale", "period"),
    [
        ("应还金额（元）", "应还金额", 1, "", "year"), ("贷款金额(万元)", "贷款金额", 10_000, "", "year"), ("贷款金额 单位：万元", "贷款金额单位", 10_000, "", "year"),
        ("年利率(%)", "年利率", 1, "%", "year"), ("月利率‰", "月利率", 1, "‰", "month"), ("日利率（万分之）", "日利率", 1, "万分之", "day"),
        ("＊合同号：", "合同号", 1, "", "year"), ("放款\n日期", "放款日期", 1, "", "year"), ("贷款余额[亿元]", "贷款余额", 10**8, "", "year"),
    ],
)  # fmt: skip
def test_headers_are_taken_apart(text: str, word: str, unit: int, scale: str, period: str) -> None:
    header = normal_header(text)
    assert (header.word, header.unit, header.scale, header.period) == (word, unit, scale, period)


def test_the_header_is_found_below_titles() -> None:
    rows = [
        ["某支行逾期清单"],
        ["单位：元", "", "制表日期 2026-11-18"],
        [],
        ["姓名", "证件号码", "合同号"],
        ["张三", ID, "1"],
    ]
    assert find_header(rows) == (3, 3)
    assert find_header([["一", "二"], ["三"]]) is None
    assert find_header([]) is None


def test_two_header_rows_are_read_as_one() -> None:
    rows = [
        ["客户信息", "", "贷款信息", "", ""],
        ["姓名", "证件号码", "合同号", "应还本金", "应还利息"],
    ]
    assert find_header(rows) == (1, 1)
    rows = [["合同号", "期次", "应还", "", "已还", ""], ["", "", "本金", "利息", "本金", "利息"]]
    first, last = find_header(rows) or (9, 9)
    assert header_texts(rows, first, last) == (
        "合同号",
        "期次",
        "本金",
        "利息",
        "已还本金",
        "已还利息",
    ) or (first, last) == (0, 1)


def test_units_stand_in_the_column() -> None:
    mapping = mapped(["合同号", "客户号", "贷款金额(万元)", "月利率(‰)"], ["1", "C1", "10", "5"])
    column = mapping.of_field("account.principal")
    assert column is not None
    assert column.unit == 10_000
    rate = mapping.of_field("account.annual_rate")
    assert rate is not None
    assert (rate.scale, rate.period) == ("‰", "month")
    assert mapping.of_field("payment.amount") is None


@pytest.mark.parametrize(
    ("name", "header", "row", "primary", "kinds"),
    [
        ("还款计划", "合同号 期次 应还日期 应还本金 应还利息 应还总额 已还金额", ["1", 1, "2026-01-01", 1, 2, 3, 0], "instalment", ("instalment",)),
        ("流水", "合同号 还款日期 还款金额 流水号 还款渠道", ["1", "2026-01-01", 1, "S", "柜台"], "payment", ("payment",)),
        ("担保人", "合同号 姓名 身份证号 手机号 保证方式", ["1", "李四", ID, "13800000001", "连带"], "guarantor", ("guarantor",)),
        ("联系人", "客户号 联系人姓名 关系 联系电话", ["C1", "李四", "配偶", "13800000001"], "contact", ("contact",)),
        ("客户", "客户号 姓名 证件号码 手机号 地址", ["C1", "李四", ID, "13800000001", "某路1号"], "customer", ("customer",)),
        ("台账", "借据号 客户号 产品 贷款金额 年利率 期限 还款方式 放款日期 到期日", ["1", "C1", "消费贷", 1, "5%", 12, "等额本息", "2025-01-01", "2026-01-01"], "account", ("account",)),
        ("信用卡", "客户号 卡号 信用额度 账单日 应还日期 最低还款额", ["C1", "4111111111111111", 1, 5, "2026-11-25", 100], "account", ("account", "instalment")),
    ],
)  # fmt: skip
def test_kinds_of_sheets(
    name: str, header: str, row: list[Any], primary: str, kinds: tuple[str, ...]
) -> None:
    mapping = mapped(header.split(), row, name=name)
    assert mapping.primary == primary
    assert mapping.kinds == kinds
    assert all(column.field for column in mapping.columns), fields_of(mapping)


def test_guarantors_and_contacts_stand_in_a_wide_sheet_several_times() -> None:
    header = "客户号 姓名 证件号码 联系电话 联系人1姓名 联系人1电话 联系人2姓名 联系人2电话 第三联系人姓名 第三联系人电话"
    row = [
        "C1",
        "张三",
        ID,
        "13800000001",
        "李四",
        "13800000002",
        "王五",
        "13800000003",
        "赵六",
        "13800000004",
    ]
    mapping = mapped(header.split(), row, name="客户")
    assert mapping.kinds == ("customer", "contact")
    assert [column.slot for column in mapping.columns] == [1, 1, 1, 1, 1, 1, 2, 2, 3, 3]
    assert fields_of(mapping)["联系电话"] == "customer.phone"


def test_the_end_of_the_contract_is_told_from_the_due_date() -> None:
    loan = mapped(
        ["合同号", "客户号", "放款日期", "到期日", "逾期天数", "逾期本金"],
        ["1", "C1", "2025-01-01", "2026-12-01", 3, 100],
    )
    assert fields_of(loan)["到期日"] == "account.matures_on"
    owed = mapped(["合同号", "客户号", "到期日", "欠款"], ["1", "C1", "2026-11-01", 100])
    assert fields_of(owed)["到期日"] == "instalment.due_on"
    plan = mapped(
        ["合同号", "放款日期", "期次", "到期日", "本金"], ["1", "2025-01-01", 1, "2026-11-01", 100]
    )
    assert fields_of(plan)["到期日"] == "instalment.due_on"
    wide = mapped(
        ["合同号", "客户号", "放款日期", "到期日", "应还金额", "应还日", "逾期金额"],
        ["1", "C1", "2025-01-01", "2026-12-01", 5, "2026-11-01", 3],
        name="还款计划",
    )
    assert fields_of(wide)["到期日"] == "account.matures_on"
    assert (
        fields_of(
            mapped(
                ["合同号", "期次", "到期日", "放款日"],
                ["1", 1, "2026-11-01", "2025-01-01"],
                as_kind="instalment",
            )
        )["到期日"]
        == "instalment.due_on"
    )
    assert (
        fields_of(
            mapped(
                ["合同号", "客户号", "到期日", "放款日期", "本金"],
                ["1", "C1", "2026-11-01", "2025-01-01", 3],
                as_kind="instalment",
            )
        )["到期日"]
        == "account.matures_on"
    )


def test_a_day_of_the_month_is_not_a_due_date() -> None:
    assert (
        fields_of(mapped(["合同号", "客户号", "还款日"], ["1", "C1", "20"]))["还款日"]
        == "account.due_day"
    )
    assert (
        fields_of(mapped(["合同号", "客户号", "还款日"], ["1", "C1", "2026-11-20"]))["还款日"]
        == "instalment.due_on"
    )


def test_a_second_phone_is_the_other_one_and_doubles_are_set_aside() -> None:
    mapping = mapped(
        ["客户号", "姓名", "手机号", "联系电话", "电话", "地址", "住址"],
        ["C1", "张三", "13800000001", "13800000002", "13800000003", "a", "b"],
    )
    fields = fields_of(mapping)
    assert (fields["手机号"], fields["联系电话"], fields["电话"]) == (
        "customer.phone",
        "customer.phone_other",
        "",
    )
    assert (fields["地址"], fields["住址"]) == ("customer.address", "")


def test_an_unknown_header_with_telling_values_is_guessed_and_said_to_be_unsure() -> None:
    rows = [["张三", ID, "13800000001", "x"]] * 4
    mapping = mapped(["客户姓名", "号码一", "号码二", "杂项"], *rows)
    assert [(c.field, c.certainty) for c in mapping.columns[1:]] == [
        ("customer.id_number", "unsure"), ("customer.phone", "unsure"), ("", "unused"),
    ]  # fmt: skip


def test_a_word_inside_a_longer_header_is_unsure() -> None:
    mapping = mapped(
        ["客户姓名", "客户预留手机号码", "本行合同编号"], ["张三", "13800000001", "HT1"]
    )
    assert [(c.field, c.certainty) for c in mapping.columns[1:]] == [
        ("customer.phone", "unsure"), ("account.account_no", "unsure"),
    ]  # fmt: skip


def test_a_known_header_whose_values_do_not_fit_is_kept_but_unsure() -> None:
    mapping = mapped(["合同号", "客户号", "放款日期"], ["1", "C1", "昨天"], ["2", "C2", "前天"])
    column = mapping.of_field("account.disbursed_on")
    assert column is not None
    assert column.certainty == "unsure"


def test_what_is_missing_is_said() -> None:
    assert mapped(["甲", "乙"], [1, 2]).missing() == ("imports.nothing_recognised",)
    assert mapped(["客户姓名", "贷款金额"], ["张三", 1]).missing() == ("imports.no_account_column",)
    assert recognise([], as_of=TODAY).missing() == ("imports.nothing_recognised",)
    twice = mapped(["客户号", "姓名", "甲"], ["C1", "张三", "x"]).with_column(2, "customer.name")
    assert twice.missing() == ("imports.field_twice",)


def test_a_person_sets_columns() -> None:
    mapping = mapped(["客户号", "姓名", "甲"], ["C1", "张三", "x"])
    assert mapping.with_column(2, "customer.address").columns[2].certainty == "sure"
    assert mapping.with_column(1, "").columns[1].certainty == "unused"


def test_a_person_says_what_the_sheet_is_and_where_its_header_stands() -> None:
    rows = [
        ["姓名", "电话"],
        ["合同号", "姓名", "身份证号", "手机号"],
        ["1", "李四", ID, "13800000001"],
    ]
    mapping = recognise(rows, as_of=TODAY, as_kind="guarantor", header_rows=(1, 1))
    assert mapping.kinds == ("guarantor",)
    assert mapping.header_rows == (1, 1)


def test_payments_need_more_than_words_about_the_bank() -> None:
    assert kinds_carried({"account.account_no", "payment.amount"}, "payment") == ()


def test_files_of_one_shape_have_one_fingerprint() -> None:
    one = mapped(["合同号", "客户号", "贷款金额（元）"], ["1", "C1", 5])
    other = mapped(["合同号 ", "客户号", "贷款金额(元)"], ["2", "C2", 6])
    rejects = mapped(
        ["合同号", "客户号", "贷款金额（元）", "行号", "列", "值", "原因"],
        ["1", "C1", 5, 2, "a", "b", "c"],
    )
    assert fingerprint(one) == fingerprint(other) == fingerprint(rejects)
    assert fingerprint(one) != fingerprint(mapped(["合同号", "客户号"], ["1", "C1"]))


@pytest.mark.parametrize(
    ("titles", "name", "day"),
    [
        ([["台账"], ["数据日期：2026年11月18日"]], "x", date(2026, 11, 18)), ([["截至2026-10-31"]], "x", date(2026, 10, 31)), ([], "accounts_20261031", date(2026, 10, 31)),
        ([], "2026-10-31贷款", date(2026, 10, 31)), ([["数据日期：2026-12-31"]], "20301231", TODAY), ([["日期 2026-02-30"]], "x", TODAY),
        ([["x" * 9000, 5]], "客户330108199909090019", TODAY), ([], "x", TODAY),
    ],
)  # fmt: skip
def test_the_day_of_the_statement(titles: list[list[Any]], name: str, day: date) -> None:
    assert statement_day(titles, name, as_of=TODAY) == day


@pytest.mark.parametrize(
    "header", ["最近还款日", "首次还款日期", "剩余期数", "已还期数", "逾期期数", "配偶姓名", "配偶手机号", "法人身份证号", "历史逾期金额", "最高逾期天数"]
)  # fmt: skip
def test_a_word_that_means_something_else_is_not_taken_for_its_part(header: str) -> None:
    mapping = mapped(["合同号", "客户号", header], ["1", "C1", "2"])
    assert fields_of(mapping)[header] == ""


def test_of_two_contract_numbers_the_one_that_tells_apart_is_taken() -> None:
    header = ["合同号", "借据号", "客户号", "贷款金额"]
    finer = mapped(header, ["H1", "J1", "C1", 5], ["H1", "J2", "C1", 6])
    assert fields_of(finer) == {
        "合同号": "",
        "借据号": "account.account_no",
        "客户号": "customer.customer_no",
        "贷款金额": "account.principal",
    }
    same = mapped(header, ["H1", "J1", "C1", 5], ["H2", "J2", "C1", 6])
    assert fields_of(same)["合同号"] == "account.account_no"


def test_names_under_group_titles() -> None:
    upper = ["借款人信息", "", "", "贷款信息", "", "担保人信息", ""]
    lower = ["姓名", "证件号码", "手机号", "合同号", "贷款金额", "姓名", "手机号"]
    mapping = recognise(
        [["台账"], upper, lower, ["张三", ID, "13800000001", "HT1", 5, "李四", "13800000002"]],
        as_of=TODAY,
    )
    assert mapping.header_rows == (1, 2)
    assert [column.field for column in mapping.columns] == [
        "customer.name", "customer.id_number", "customer.phone", "account.account_no", "account.principal", "guarantor.name", "guarantor.phone",
    ]  # fmt: skip


def test_a_count_of_terms_is_told_from_the_number_of_an_instalment() -> None:
    loan = mapped(
        ["合同号", "客户号", "贷款金额", "放款日期", "期数"],
        ["1", "C1", 5, "2026-01-01", 36],
        name="借据",
    )
    assert fields_of(loan)["期数"] == "account.terms"
    plan = mapped(
        ["合同号", "期数", "应还日期", "应还本金"], ["1", 1, "2026-01-01", 5], name="还款计划"
    )
    assert fields_of(plan)["期数"] == "instalment.number"


def test_a_minor_column_whose_values_are_unknown_is_left_out() -> None:
    mapping = mapped(["合同号", "客户号", "还款方式"], ["1", "C1", "A类"], ["2", "C2", "B类"])
    assert fields_of(mapping)["还款方式"] == ""
