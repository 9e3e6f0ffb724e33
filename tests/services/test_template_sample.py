"""A template as a real customer reads it, and what is told of a bad one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.adapters.message_templates import bundled_english, bundled_templates
from desktop.services import day_run, settings
from desktop.services.desk import Desk
from desktop.services.template_sample import find_customers, sample
from tests.book import Book

TODAY = date(2026, 11, 20)


@pytest.fixture
def branch(book: Book, desk: Desk) -> Desk:
    """Two customers, one of whom owes something."""
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1, "欧阳强", sex="m", pinyin="oyq")
    book.account(1, 1)
    book.instalment(1, 1, TODAY + timedelta(days=7))
    book.customer(2, "张海燕", phone=None)
    book.account(2, 2, status="settled")
    day_run.run(desk)
    book.search(1, 2)
    return desk


def test_a_customer_is_found_as_one_types_with_the_number_masked(branch: Desk) -> None:
    (found,) = find_customers(branch, "oy")
    assert (found.name, found.phone) == ("欧阳强", "138****0001")
    assert find_customers(branch, "海燕")[0].phone == ""
    assert find_customers(branch, "  ") == []


def test_it_reads_as_the_customer_would_get_it(branch: Desk) -> None:
    case_id = find_customers(branch, "欧阳")[0].case_id
    seen = sample(branch, bundled_templates()["due_soon"], case_id)
    assert seen.text.startswith(
        "【滨江支行】尊敬的欧阳先生，您好！您本期应还个人消费贷（尾号0001）1,060.00元"
    )
    assert (seen.segments, seen.is_invented, seen.fault, seen.advice) == (2, False, None, ())
    assert seen.units == len(seen.text)


def test_without_a_debt_or_a_customer_the_figures_are_invented(branch: Desk) -> None:
    nothing_owed = find_customers(branch, "海燕")[0].case_id
    for case_id in (None, nothing_owed):
        seen = sample(branch, bundled_templates()["overdue_email"], case_id)
        assert seen.is_invented
        assert "已过5天" in seen.text
        assert not seen.text.startswith("【")
        assert "1,234.50元" in seen.subject


@pytest.mark.parametrize("template", [*bundled_templates().values(), *bundled_english().values()])
def test_every_template_of_the_first_set_can_be_seen(branch: Desk, template: object) -> None:
    seen = sample(branch, template)  # type: ignore[arg-type]
    assert seen.fault is None
    assert "{" not in seen.text
    assert seen.findings == ()


@pytest.mark.parametrize(
    ("changed", "fault", "field"),
    [
        ({"text": "{暗号}"}, "messages.unknown_field", "text"),
        ({"text": "{" * 3000}, "messages.template_too_long", "text"),
        ({"text": "{姓名.__class__}"}, "messages.unknown_field", "text"),
        ({"subject": "{"}, "messages.lone_brace", "subject"),
    ],
)
def test_a_bad_template_is_told_not_raised(
    branch: Desk, changed: dict[str, str], fault: str, field: str
) -> None:
    seen = sample(branch, replace(bundled_templates()["due_soon_email"], **changed))  # type: ignore[arg-type]
    assert (seen.fault, seen.field, seen.text) == (fault, field, "")


def test_forbidden_words_and_what_is_lacking_are_told_together(branch: Desk) -> None:
    seen = sample(branch, replace(bundled_templates()["overdue"], text="不还款后果自负"))
    assert [one.word for one in seen.findings] == ["后果自负"]
    assert "messages.advice.phone" in seen.advice
