import pytest

from desktop.domain.errors import DomainError
from desktop.domain.settings_catalogue import (
    CATALOGUE,
    check_mail_address,
    check_port,
    check_web_address,
    checked_all,
)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_default_is_a_value_that_may_be_stored(name: str) -> None:
    assert CATALOGUE[name].checked(CATALOGUE[name].default) == CATALOGUE[name].default


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("branch.name", "  示例银行　滨江支行 ", "示例银行 滨江支行"),
        ("branch.phone", "0571-88880000", "0571-88880000"),
        ("branch.phone", "13800000001", "13800000001"),
        ("branch.phone", "400-800-1234", "400-800-1234"),
        ("branch.phone", "95588", "95588"),
        ("branch.postcode", "310051", "310051"),
        ("branch.postcode", "", ""),
        ("branch.sms_signature", "示例银行滨江支行", "示例银行滨江支行"),
        ("branch.month_target", "1,200,000", "1200000.00"),
        ("branch.month_target", "0.5", "0.50"),
        ("branch.kind", "small_loan", "small_loan"),
        ("branch.hours_from", "09:00", "09:00"),
        ("messages.release_by_itself", "yes", "yes"),
        ("messages.exchange_folder", r" D:\短信  交换 ", r"D:\短信  交换"),
    ],
)
def test_good_values_are_stored_tidy(name: str, given: str, stored: str) -> None:
    assert checked_all({name: given}) == {name: stored}


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("branch.name", "行" * 61, "settings.too_long"),
        ("branch.phone", "12345", "settings.bad_phone"),
        ("branch.phone", "138000000011", "settings.bad_phone"),
        ("branch.postcode", "31005", "settings.bad_postcode"),
        ("branch.hours_from", "8:30", "settings.bad_time"),
        ("branch.hours_to", "24:00", "settings.bad_time"),
        ("branch.hours_to", "", "settings.bad_time"),
        ("branch.kind", "shop", "settings.bad_choice"),
        ("branch.sms_signature", "【示例银行】", "settings.signature_brackets"),
        ("branch.sms_signature", "行", "settings.signature_length"),
        ("branch.sms_signature", "行" * 21, "settings.signature_length"),
        ("branch.sms_signature", "示例银行!", "settings.signature_marks"),
        ("branch.month_target", "many", "settings.bad_amount"),
        ("branch.month_target", "-1", "settings.bad_amount"),
        ("branch.month_target", "0.001", "settings.bad_amount"),
        ("branch.month_target", "NaN", "settings.bad_amount"),
        ("branch.month_target", "1e12", "settings.bad_amount"),
        ("messages.survey_percent", "101", "settings.bad_percent"),
        ("messages.survey_percent", "ten", "settings.bad_percent"),
        ("messages.benefit_en", "【x】", "settings.brackets_in_words"),
        ("messages.release_by_itself", "maybe", "settings.bad_choice"),
        ("messages.benefit", "【示例】按时还款", "settings.brackets_in_words"),
        ("branch.colour", "red", "settings.unknown"),
    ],
)
def test_bad_values_are_refused_at_their_field(name: str, given: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        checked_all({name: given})
    assert (refused.value.code, refused.value.field) == (code, name)


def test_hours_must_end_after_they_begin() -> None:
    with pytest.raises(DomainError) as refused:
        checked_all({"branch.hours_from": "09:00", "branch.hours_to": "09:00"})
    assert refused.value.code == "settings.hours_order"
    assert checked_all({"branch.hours_from": "09:00", "branch.hours_to": "09:01"})


@pytest.mark.parametrize("port", ["0", "65536", "x", ""])
def test_a_port_is_a_number_of_its_range(port: str) -> None:
    check_port("587")
    with pytest.raises(DomainError, match="bad_port"):
        check_port(port)


@pytest.mark.parametrize("address", ["tsa.example.cn", "ftp://a.cn", "http://", "https://a b.cn"])
def test_a_service_has_a_web_address(address: str) -> None:
    check_web_address("https://tsa.example.cn")
    check_web_address("http://10.1.2.3:8080/tsa?kind=2")
    with pytest.raises(DomainError, match="bad_web_address"):
        check_web_address(address)


@pytest.mark.parametrize("address", ["a@b", "a b@c.cn", "x", "a@b.cn,c@d.cn"])
def test_a_mail_address_is_one_mailbox(address: str) -> None:
    check_mail_address("desk@branch.example")
    with pytest.raises(DomainError, match="bad_mail_address"):
        check_mail_address(address)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("smpp.rate", "100", ("0", "1001", "ten", "1.5")),
        ("smpp.source_ton", "5", ("7", "-1")),
        ("smpp.country", "86", ("+86", "086", "8a")),
    ],
)
def test_parameters_of_a_line_stay_within_bounds(
    name: str, good: str, bad: tuple[str, ...]
) -> None:
    assert checked_all({name: good}) == {name: good}
    for value in bad:
        with pytest.raises(DomainError) as refused:
            checked_all({name: value})
        assert refused.value.field == name
