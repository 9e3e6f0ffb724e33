"""Fields, segments, signature, forbidden wording, polite address."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DomainError
from desktop.domain.message_text import (
    FIELDS,
    Sender,
    WordGroup,
    check_sms,
    debt_values,
    fields_of,
    forbidden_wording,
    is_mobile,
    party_values,
    polite_title,
    render,
    salutation,
    segments,
    sign,
    surname,
)
from desktop.domain.reminder_strategy import DueLine

GROUP = WordGroup("threat", "威胁", "threat", "好好说", ("后果自负", "最后通牒", "。"))
DAY = date(2026, 11, 20)


def line(account_id: int, amount: str, due_on: date, **more: object) -> DueLine:
    return DueLine(account_id, "loan", "个人消费贷", due_on, Decimal(amount), tail="0012", **more)  # type: ignore[arg-type]


def test_fields_are_filled_once_and_never_read_again() -> None:
    assert (
        render("{姓名}欠{{0}}{金额}元", {"姓名": "{金额}", "金额": "1.00"}) == "{金额}欠{0}1.00元"
    )
    assert fields_of("{金额}{姓名}{金额}") == ("金额", "姓名")


@pytest.mark.parametrize(
    "text",
    [
        "{姓名.__class__}",
        "{姓名[0]}",
        "{0}",
        "{}",
        "{姓名!r}",
        "{姓名:>99999999}",
        "{% for x in y %}",
        "{__import__('os')}",
        "{姓名.__init__.__globals__}",
        "{姓名.__class__.__mro__[1].__subclasses__()}",
        "{{% while True %}}{% endwhile %}",
        "{range(10**9)}",
        "{'x' * 10**9}",
        "{lambda: 0}",
        "{self}",
        "{姓名 }",
        "{金额|safe}",
        "{姓\n名}",
    ],
)
def test_anything_but_a_field_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        render(text, dict.fromkeys(FIELDS, "x"))
    assert refused.value.code == "messages.unknown_field"


@pytest.mark.parametrize("text", ["{姓名", "姓名}", "{{姓名}", "a{b{姓名}"])
def test_a_lone_brace_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        render(text, {"姓名": "张"})
    assert refused.value.code == "messages.lone_brace"


def test_an_empty_value_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        render("{姓名}", {"姓名": ""})
    assert refused.value.code == "messages.missing_value"


@given(st.text(max_size=200))
def test_no_text_brings_the_template_language_down(text: str) -> None:
    values = dict.fromkeys(FIELDS, "值")
    if any(brace in text for brace in "{}"):
        with suppress(DomainError):
            render(text, values)
    else:
        assert render(text, values) == text.strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("𬭎" * 35, 1),
        ("𬭎" * 36, 2),
        ("𬭎" * 66, 2),  # 33 whole characters in a part of 67 units
        ("𬭎" * 67, 3),
    ],
)
def test_segments(text: str, count: int) -> None:
    assert segments(text) == count


@given(st.text(alphabet="字a𬭎😀", max_size=300))
def test_parts_hold_the_text_without_cutting_a_character(text: str) -> None:
    parts: list[int] = []
    for char in text:
        unit = len(char.encode("utf-16-le")) // 2
        if not parts or parts[-1] + unit > 67:
            parts.append(0)
        parts[-1] += unit
    units = len(text.encode("utf-16-le")) // 2
    assert segments(text) == (1 if units <= 70 else len(parts))


def test_the_signature_counts() -> None:
    text = sign("字" * 64, "滨江支行")
    assert text.startswith("【滨江支行】")
    assert segments(text) == 1
    assert segments(text + "字") == 2


@pytest.mark.parametrize("text", ["后果自负", "后 果　自，负", "您将后果自负！"])
def test_forbidden_words_are_found_however_hidden(text: str) -> None:
    (finding,) = forbidden_wording(text, (GROUP,))
    assert finding.word == "后果自负"
    assert finding.group.instead == "好好说"


def test_good_wording_passes() -> None:
    assert forbidden_wording("请您方便时还款，谢谢！", (GROUP,)) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("【另一行】您好", "messages.second_signature"), ("  ", "messages.empty"), ("您好", None)],
)
def test_sms_texts(text: str, code: str | None) -> None:
    if code is None:
        check_sms(text)
        return
    with pytest.raises(DomainError) as refused:
        check_sms(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "sex", "kind", "expected"),
    [
        ("张三", "m", "person", "尊敬的张先生"),
        ("欧阳娜", "f", "person", "尊敬的欧阳女士"),
        ("李四", None, "person", "尊敬的李四客户"),
        ("滨江五金厂", None, "company", "尊敬的滨江五金厂"),
        ("买买提·艾力", "m", "person", "尊敬的买买提·艾力先生"),
    ],
)
def test_polite_address(name: str, sex: str | None, kind: str, expected: str) -> None:
    assert salutation(name, sex, kind) == expected


def test_surnames_and_titles() -> None:
    assert surname("单于飞") == "单于"
    assert surname("司马") == "司"  # two characters: a family name and a given name
    assert polite_title(None) == ""


def test_one_account_is_told_with_its_amount() -> None:
    values = debt_values([line(1, "1200.00", date(2026, 11, 27))], DAY)
    assert values["款项"] == "个人消费贷（尾号0012）1,200.00元"
    assert values["截止日"] == "11月27日"
    assert values["扣款前一日"] == "11月26日"
    assert values["逾期天数"] == "0"


def test_several_accounts_are_told_one_by_one_with_the_sum() -> None:
    card = DueLine(2, "card", "", date(2027, 1, 3), Decimal("800.50"))
    values = debt_values([line(1, "1200.00", date(2026, 11, 10)), card], DAY)
    assert values["款项"] == (
        "个人消费贷（尾号0012）1,200.00元（11月10日到期）、信用卡800.50元（2027年1月3日到期），"
        "合计2,000.50元"
    )
    assert values["金额"] == "2,000.50元"
    assert values["逾期天数"] == "10"


def test_amounts_of_different_currencies_are_never_added() -> None:
    card = DueLine(2, "card", "", DAY, Decimal("80.00"), currency="USD", tail="0099")
    values = debt_values([line(1, "1200.00", DAY), card], DAY)
    assert values["款项"].endswith("信用卡（尾号0099）80.00美元，合计1,200.00元、80.00美元")
    assert debt_values([card], DAY)["金额"] == "80.00美元"


def test_a_template_cannot_grow_without_end() -> None:
    for text, code in (
        ("字" * 2001, "messages.template_too_long"),
        ("{款项}" * 41, "messages.too_many_fields"),
    ):
        with pytest.raises(DomainError) as refused:
            fields_of(text)
        assert refused.value.code == code
    with pytest.raises(DomainError) as refused:
        render("{款项}" * 40, {"款项": "贷" * 200})
    assert refused.value.code == "messages.too_long"
    with pytest.raises(DomainError) as refused:
        check_sms("字" * 501)
    assert refused.value.code == "messages.sms_too_long"


def test_a_loan_without_a_product_is_called_a_loan() -> None:
    bare = DueLine(1, "loan", "", DAY, Decimal("1.00"))
    assert debt_values([bare], DAY)["款项"] == "贷款1.00元"


def test_the_branch_speaks_for_an_unnamed_officer() -> None:
    sender = Sender("滨江支行", "滨江支行", "0571-88880000", "手机银行", "按时还款好")
    values = party_values("张三", None, "person", sender, "")
    assert values["经办人"] == "滨江支行"
    assert values["尊称"] == "客户"
    assert set(values) | set(debt_values([line(1, "1.00", DAY)], DAY)) <= set(FIELDS)


def test_mobile_numbers() -> None:
    assert is_mobile("13800000001")
    assert not any(
        map(is_mobile, ("", "1380000000", "057188880000", "12800000001", "+8613800000001"))
    )
