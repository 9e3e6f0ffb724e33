"""Letters that need more than the ledger: court papers, agreements, quotes; answers by hand."""

import io
import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa
from sqlalchemy import insert, text, update

from db.tables import Account, Contact, Guarantor, Instalment, Reminder
from desktop.adapters.pdf.reading import PdfReader
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.identity_numbers import credit_code_check_sign
from desktop.domain.letter_facts import WORKED_OUT
from desktop.services import letter_output, letter_register, letters, settings
from desktop.services.desk import Desk
from desktop.services.letter_gathering import bank_and_branch
from tests.book import Book
from tests.services.test_letters import ADDRESS, case_of, cases, loans, refresh, said

__all__ = ["loans"]

COURT = {
    "受理法院": "某某区人民法院",
    "统一社会信用代码": "91330000000000000X",
    "负责人": "周建国",
    "委托代理人": "无",
    "实现债权费用": "无",
    "管辖约定": "原告住所地法院",
    "提前到期请求": "借款提前到期",
    "担保权利请求": "无",
    "利率条款": "第三条",
}


@pytest.fixture
def old_loan(loans: Desk) -> Desk:
    """Customer 1's loan, 130 days late, with everything that a court asks for."""
    with loans.store.write() as connection:
        connection.execute(
            update(Account)
            .where(Account.id == 1)
            .values(
                disbursed_on=date(2026, 1, 1),
                matures_on=date(2027, 1, 1),
                terms=12,
                method="equal_instalment",
                security="guarantee",
            )
        )
        due = loans.today - timedelta(days=130)
        connection.execute(update(Instalment).where(Instalment.account_id == 1).values(due_on=due))
        connection.execute(
            text(
                "UPDATE customer SET id_number = '330106199001011234', phone = '13800100001', employer = '示例公司' WHERE id = 1"
            )
        )
        connection.execute(
            insert(Guarantor),
            [
                {
                    "account_id": 1,
                    "name": "刘备用",
                    "id_number": "330106198001011234",
                    "form": "joint",
                }
            ],
        )
        connection.execute(
            insert(Contact),
            [
                {
                    "customer_id": 1,
                    "at": datetime(2026, 10, 1, 9),
                    "channel": "phone",
                    "purpose": "collection",
                    "result": "will_pay",
                }
            ],
        )
        connection.commit()
    refresh(loans)
    return loans


def test_a_complaint_has_claim_fee_guarantors_and_demands(old_loan: Desk, tmp_path: Path) -> None:
    made = letters.make(old_loan, "complaint_loan", cases(old_loan, 1), COURT)
    assert made.left_out == ()
    words = said(letter_register.pdf(old_loan, made.ids[0]), tmp_path)
    kept = letter_register.figures(old_loan, made.ids[0])
    assert Decimal(kept["诉讼标的额"]) > 1000
    assert kept["案件受理费"] == "50.00"
    content = letter_register.pdf(old_loan, made.ids[0])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        data = json.loads(pdf.attachments["figures.json"].get_file().read_bytes())
    assert data["诉讼标的额"] == kept["诉讼标的额"]
    file = tmp_path / "complaint.pdf"
    file.write_bytes(content)
    assert pdfa.validate_written(file, "3b").verdict == "pass"
    for part in (
        "330106199001011234",
        "刘备用",
        "连带责任保证",
        "2026-10-01",
        "某某区人民法院",
        "第三条",
    ):
        assert part in words, part


def test_the_branchs_court_and_code_need_not_be_typed_again(old_loan: Desk, tmp_path: Path) -> None:
    kept = {
        "letters.court": "某某区人民法院",
        "letters.credit_code": "91330108MA2XXXXX0Q",
        "letters.head": "周建国",
    }
    with pytest.raises(DomainError, match="bad_credit_code"):
        settings.save(old_loan, kept)
    (left,) = letters.plan(old_loan, "payment_order", cases(old_loan, 1)).left_out
    assert left.facts["names"] == ["统一社会信用代码", "负责人", "受理法院"]
    settings.save(
        old_loan,
        kept
        | {
            "letters.credit_code": "91330000000000000W"[:17]
            + credit_code_check_sign("91330000000000000")
        },
    )
    made = letters.make(old_loan, "payment_order", cases(old_loan, 1))
    words = said(letter_register.pdf(old_loan, made.ids[0]), tmp_path)
    for value in ("某某区人民法院", "91330000000000000", "周建国"):
        assert value in words
    other = letters.make(old_loan, "complaint_loan", cases(old_loan, 1), COURT | {"负责人": "吴越"})
    assert "吴越" in said(letter_register.pdf(old_loan, other.ids[0]), tmp_path)


@pytest.mark.parametrize(
    ("bank", "name", "parts"),
    [
        ("", "守约示例银行杭州西湖支行", ("守约示例银行", "杭州西湖支行")),
        ("守约示例", "守约示例银行杭州西湖支行", ("守约示例", "银行杭州西湖支行")),
        (
            "浙江守约示例银行",
            "守约示例银行杭州西湖支行",
            ("浙江守约示例银行", "杭州西湖支行"),
        ),
        ("", "滨江支行", ("滨江支行", "")),
    ],
)
def test_the_head_names_the_bank_as_set_or_as_it_begins_the_branchs_name(
    bank: str, name: str, parts: tuple[str, str]
) -> None:
    assert bank_and_branch(bank, name) == parts


def test_a_payment_order_has_its_third_of_the_fee_at_hand(old_loan: Desk) -> None:
    made = letters.make(old_loan, "payment_order", cases(old_loan, 1), COURT)
    assert len(made.ids) == 1


def test_a_quote_to_settle_early(loans: Desk, book: Book, tmp_path: Path) -> None:
    with loans.store.write() as connection:
        connection.execute(
            update(Account)
            .where(Account.id == 1)
            .values(disbursed_on=date(2026, 9, 11), terms=1, method="equal_instalment")
        )
        connection.commit()
    made = letters.make(loans, "prepayment_quote", cases(loans, 1))
    row = letter_register.register_rows(loans, made.ids)[0]
    assert row.amount is not None
    assert f"{row.amount:,.2f}" in said(letter_register.pdf(loans, made.ids[0]), tmp_path)


def test_an_agreement_carries_the_plan_for_what_was_filled_in(loans: Desk, tmp_path: Path) -> None:
    with loans.store.write() as connection:
        connection.execute(
            text("UPDATE customer SET id_number = '330106199001011234' WHERE id IN (1, 5)")
        )
        connection.execute(
            update(Account).where(Account.id == 1).values(disbursed_on=date(2026, 9, 11), terms=1)
        )
        connection.commit()
    plan = {"新计划期数": 6, "首期还款日": date(2026, 12, 20)}
    card = letters.make(
        loans, "instalment_agreement", cases(loans, 5), plan | {"月手续费率": Decimal("0.005")}
    )
    words = said(letter_register.pdf(loans, card.ids[0]), tmp_path)
    assert "2027-05-20" in words
    loan = letters.make(
        loans, "extension_agreement", cases(loans, 1), plan | {"新年利率": Decimal("0.05")}
    )
    assert "2027-05-20" in said(letter_register.pdf(loans, loan.ids[0]), tmp_path)
    (left,) = letters.plan(loans, "extension_agreement", cases(loans, 1)).left_out
    assert "首期还款日" in left.facts["names"]


def test_a_settled_loan_gets_its_certificate_and_others_do_not(loans: Desk, tmp_path: Path) -> None:
    with loans.store.write() as connection:
        connection.execute(
            text("UPDATE customer SET id_number = '330106199001011234' WHERE id = 1")
        )
        connection.execute(
            text(
                "UPDATE instalment SET paid_principal = principal, paid_interest = interest WHERE account_id = 1"
            )
        )
        connection.commit()
    refresh(loans)
    with loans.store.write() as connection:
        connection.execute(text("UPDATE account SET status = 'settled' WHERE id = 1"))
        connection.execute(text("UPDATE instalment SET settled_on = 20777 WHERE account_id = 1"))
        connection.commit()
    made = letters.make(loans, "settlement_certificate", cases(loans, 1, 2))
    assert [unfit.code for unfit in made.left_out] == ["letters.left_not_settled"]
    assert "贰零贰陆年壹拾壹月零贰拾日" in said(letter_register.pdf(loans, made.ids[0]), tmp_path)
    schedule = letters.plan(loans, "repayment_schedule", cases(loans, 1))
    assert [unfit.code for unfit in schedule.left_out] == ["letters.left_not_open"]


def test_what_the_calendar_asks_for_is_found_by_step_and_days(loans: Desk) -> None:
    with loans.store.write() as connection:
        connection.execute(
            insert(Reminder),
            [
                {
                    "case_id": case_of(loans, customer),
                    "natural_key": f"due-{customer}",
                    "planned_on": loans.today,
                    "channel": "letter",
                    "step": "overdue_letter",
                    "template": template,
                }
                for customer, template in (
                    (1, "collection_letter"),
                    (5, "collection_letter"),
                    (4, "unknown"),
                )
            ],
        )
        connection.commit()
    assert letters.due(loans) == {
        "overdue_notice_2": [case_of(loans, 1)],
        "card_demand": [case_of(loans, 5)],
    }


def test_cases_are_found_by_number_or_id(loans: Desk) -> None:
    one = case_of(loans, 1)
    assert letters.find_cases(loans, ["CS2026-000001", str(one)]) == [one, one]
    for name in ("CS2026-999999", "99999"):
        with pytest.raises(DomainError, match="case_unknown"):
            letters.find_cases(loans, [name])


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("减免金额", "1,200.50", Decimal("1200.50")),
        ("减免项目", " 罚息 ", "罚息"),
        ("减免金额", "", None),
    ],
)
def test_answers_are_read_by_their_shape(
    loans: Desk, name: str, written: str, value: object
) -> None:
    template = letters.templates(loans)["waiver_notice"]
    assert letters.read_answer(template, name, written) == value


def test_answers_of_the_other_shapes(loans: Desk) -> None:
    template = letters.templates(loans)["instalment_agreement"]
    assert letters.read_answer(template, "新计划期数", "12") == 12
    assert letters.read_answer(template, "首期还款日", "2026-12-20") == date(2026, 12, 20)
    assert letters.read_answer(template, "月手续费率", "0.5%") == Decimal("0.005")


def test_the_annexed_calculation_leads_to_the_sum_that_is_claimed(
    old_loan: Desk, tmp_path: Path
) -> None:
    with old_loan.store.write() as connection:
        connection.execute(  # half of it is due later: the claim is more than what is overdue
            text(
                "UPDATE account SET outstanding_principal = 2 * outstanding_principal WHERE id = 1"
            )
        )
        connection.commit()
    preview = letters.preview(old_loan, "complaint_loan", case_of(old_loan, 1), COURT)
    (found,) = re.findall(
        r"上表合计(.+?)元，加未到期本金(.+?)元、当期利息(.+?)元，共计(.+?)元。",
        said(preview.pdf, tmp_path),
    )
    overdue, later, interest, claim = (Decimal(one.replace(",", "")) for one in found)
    assert later > 0
    assert overdue + later + interest == claim == preview.facts["诉讼标的额"]


def test_what_is_left_after_a_waiver_is_worked_out(loans: Desk, tmp_path: Path) -> None:
    (case,) = cases(loans, 2)  # 1,069.19 are overdue
    asked = {"减免金额": Decimal("9.19"), "减免项目": "罚息"}
    preview = letters.preview(loans, "waiver_notice", case, asked)
    assert "减免后应还人民币壹仟零陆拾元整（￥1,060.00）" in said(preview.pdf, tmp_path)
    with pytest.raises(DomainError) as refused:
        letters.preview(loans, "waiver_notice", case, asked | {"减免金额": Decimal("1069.20")})
    assert refused.value.code == "letters.waiver_above_debt"
    assert refused.value.facts == {"waived": Decimal("1069.20"), "due": Decimal("1069.19")}


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("waiver_notice", ["减免项目", "减免金额"]),
        ("extension_agreement", ["首期还款日", "新计划期数", "新年利率"]),
    ],
)
def test_what_follows_from_the_answers_is_not_asked_for(
    loans: Desk, template: str, names: list[str]
) -> None:
    with pytest.raises(DomainError) as refused:
        letters.preview(loans, template, case_of(loans, 2))
    found = set(refused.value.facts["names"])
    assert found >= set(names)
    assert not found & WORKED_OUT
    assert "案件—还款计划与流水" not in refused.value.facts["places"]


@pytest.mark.parametrize(
    ("template", "name", "written"),
    [
        ("waiver_notice", "减免金额", "12.345"),
        ("waiver_notice", "减免金额", "-1"),
        ("waiver_notice", "减免金额", "很多"),
        ("instalment_agreement", "新计划期数", "六"),
        ("instalment_agreement", "首期还款日", "2026-13-01"),
        ("instalment_agreement", "月手续费率", "低"),
    ],
)
def test_a_bad_answer_names_its_field(loans: Desk, template: str, name: str, written: str) -> None:
    with pytest.raises(DomainError, match="bad_answer") as refused:
        letters.read_answer(letters.templates(loans)[template], name, written)
    assert refused.value.field == name


def test_an_answer_to_what_was_not_asked_is_refused(loans: Desk) -> None:
    template = letters.templates(loans)["waiver_notice"]
    for name in ("没有的", "逾期明细"):
        with pytest.raises(DomainError, match="template_unknown_fact"):
            letters.read_answer(template, name, "1")


def test_a_folder_that_cannot_be_written_is_said_and_the_register_stands(
    loans: Desk, tmp_path: Path
) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(EnvironmentProblem, match="cannot_save"):
        letter_output.save_each(loans, made.ids, blocked)
    assert letter_register.pdf(loans, made.ids[0])


def test_a_disk_that_fills_up_leaves_no_half_file(
    loans: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2))
    real = Path.replace
    calls: list[Path] = []

    def full(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EnvironmentProblem, match="No space left"):
        letter_output.save_each(loans, made.ids, tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_one_file_stands_in_address_order_behind_its_list(loans: Desk, tmp_path: Path) -> None:
    with loans.store.write() as connection:
        connection.execute(text("UPDATE customer SET postcode = '310001' WHERE id = 3"))
        connection.execute(text("UPDATE customer SET postcode = '310009' WHERE id = 1"))
        connection.commit()
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2, 3))
    whole = letter_output.save_merged(loans, made.ids, tmp_path / "all.pdf").read_bytes()
    words = said(whole, tmp_path)
    assert words.startswith("函件清单") or "函件清单" in words[:40]
    places = [
        words.index(number, words.index("信封标签")) for number in ("310001", "310009", "310013")
    ]
    assert places == sorted(places)
    assert ADDRESS in words
    rows = {row.id: row for row in letter_register.register_rows(loans, made.ids)}
    with pikepdf.open(io.BytesIO(whole)) as pdf, pdf.open_outline() as outline:
        pages = [page.obj for page in pdf.pages]
        marks = {item.title: pages.index(item.destination[0]) for item in outline.root}
    titles = [
        f"{rows[one].register_no} {rows[one].recipient}" for one in (made.ids[i] for i in (2, 0, 1))
    ]
    assert list(marks) == ["函件清单", *titles]
    reader = PdfReader(whole)
    listed = reader.text(0)
    for title in titles:
        number, _, _ = title.partition(" ")
        assert number in reader.text(marks[title])
        row = listed[listed.index(number) :].split("催", 2)[1]
        assert f" {marks[title] + 1} 1" in " ".join(row.split())
    reader.close()


@pytest.mark.parametrize(
    ("kind", "sex", "number", "title"),
    [
        ("company", None, None, ""),
        ("person", "m", None, "先生"),
        ("person", "f", None, "女士"),
        ("person", None, "330106199001011234", "先生"),
        ("person", None, "330106199001011224", "女士"),
        ("person", None, "33010619900101", "先生/女士"),
    ],
)
def test_the_polite_title(kind: str, sex: str | None, number: str | None, title: str) -> None:
    from desktop.services.letter_gathering import polite_title

    assert polite_title(kind, sex, number) == title
