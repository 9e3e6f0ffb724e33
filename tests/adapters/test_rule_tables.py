"""The tables that ship with the program are complete and readable."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.adapters import wording
from desktop.adapters.message_templates import (
    bundled_english,
    bundled_templates,
    bundled_wording,
)
from desktop.adapters.rule_tables import bundled_rules, bundled_strategy, read_rule
from desktop.domain.contact_policy import ContactLimits
from desktop.domain.message_text import fields_of, segments, sign
from desktop.domain.template_versions import advice, check_template

TODAY = date(2026, 11, 20)


def test_every_rule_has_source_names_and_a_value_in_force_today() -> None:
    book = bundled_rules()
    for code in book.codes():
        row = book.rule(code, TODAY)
        assert row.source
        assert row.zh
        assert row.en
        assert row.sure in "HML"


def test_known_figures() -> None:
    book = bundled_rules()
    assert book.decimal("money.lpr_one_year", TODAY) == Decimal("3.00")
    assert book.decimal("money.lpr_one_year", date(2025, 5, 19)) == Decimal("3.10")
    assert book.rule("ageing.bucket_ends", TODAY).value == (0, 30, 60, 90, 120, 150, 180)
    limits = ContactLimits.in_force(book, TODAY)
    assert (limits.answered_per_day, limits.unanswered_per_day, limits.sms_per_week) == (3, 6, 1)


def test_every_refusal_has_words() -> None:
    for code in bundled_rules().codes():
        if code.startswith("contact."):
            row = bundled_rules().rule(code, TODAY)
            assert row.zh != row.en


def test_a_wrong_row_is_refused() -> None:
    row = {
        "code": "x",
        "clause": "",
        "value": 1,
        "unit": "days",
        "source": "s",
        "from_date": TODAY,
        "sure": "?",
        "zh": "",
        "en": "",
        "overridable": True,
    }
    with pytest.raises(ValueError, match="sure"):
        read_rule(row)


def test_the_strategy_names_templates_that_exist() -> None:
    templates = bundled_templates()
    letters = {"collection_letter", "lawyer_letter", "complaint"}
    for step in bundled_strategy().steps:
        if step.channel is None:
            continue
        assert step.template in templates or step.template in letters, step.code


def test_the_templates_name_known_fields_and_pass_the_wording_check() -> None:
    for template in (*bundled_templates().values(), *bundled_english().values()):
        assert check_template(template, bundled_wording()) == (), template.code
        if template.channel == "sms":
            most = 3 if template.language == "zh" else 5
            assert segments(sign(template.text, "滨江支行")) <= most, template.code
        if template.purpose in ("reminder", "collection"):
            assert advice(template) in ((), ("messages.advice.day",)), template.code


def test_whoever_is_written_to_in_english_gets_every_message_in_english() -> None:
    for code, template in bundled_templates().items():
        if template.channel != "visit":  # a sheet for the branch's own officers
            english = bundled_english()[code]
            assert set(fields_of(english.text)) <= set(fields_of(template.text)), code


@pytest.mark.parametrize(
    "purpose",
    [
        "due_soon",
        "due_soon_email",
        "auto_debit",
        "due_today",
        "overdue",
        "overdue_email",
        "instalment_offer",
        "extension_offer",
        "waiver_offer",
        "help_email",
        "fx_purchase",
        "fx_purchase_email",
        "payment_received",
        "payment_received_email",
        "promise_confirmed",
        "promise_due",
        "visit_appointment",
        "visit_on_way",
        "visit_moved",
        "visit_cancelled",
        "satisfaction_survey",
        "message_survey",
        "call_due_soon",
        "call_overdue",
        "call_promise_broken",
        "letter_posted",
        "visit_overdue",
    ],
)
def test_the_first_set_is_complete(purpose: str) -> None:
    assert bundled_templates()[purpose].text


def test_every_guard_rule_that_refuses_is_worded() -> None:
    from desktop.domain import contact_policy

    source = contact_policy.__file__
    import re
    from pathlib import Path

    used = set(re.findall(r'"(contact\.[a-z_]+)"', Path(source).read_text("utf-8")))
    refusing = used - {"contact.quiet_until", "contact.silent_days_for_third_party"}
    assert refusing
    for code in refusing:
        assert wording.is_worded(code), code
