"""The suit bundle: everything in its order with right page numbers, valid, nothing half-done."""

import io
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image
from sqlalchemy import select, text, update

from db.tables import Account, AuditEntry, Instalment
from desktop.adapters import secret_store
from desktop.adapters.pdf.reading import PdfReader
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.progress import Cancelled
from desktop.services import letter_check, letter_register, letter_signing, letters, suit_bundle
from desktop.services.desk import Desk
from desktop.services.letter_register import RegisterQuery
from desktop.services.suit_bundle import MadeBundle, Wish
from desktop.services.suit_papers import CARD_CLAIMS, CLAIMS, DEMANDS
from tests.adapters.pdf.test_links import check_way_back, links_of
from tests.book import Book
from tests.certificates import PASSWORD, certificate
from tests.services.test_letter_kinds import COURT, old_loan
from tests.services.test_letters import case_of, cases, loans, refresh
from tests.services.test_mail_delivery import Keys

__all__ = ["loans", "old_loan"]


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 1300), (240, 244, 250)).save(out, kind)
    return out.getvalue()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where bundles go: an empty folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def case(old_loan: Desk) -> Desk:
    """The old loan with a demand whose receipt was scanned, and one that was never sent."""
    ids = letters.make(old_loan, "overdue_notice_3", cases(old_loan, 1)).ids
    letter_register.mark_delivery(
        old_loan, ids, "ems", "sent", on=old_loan.today, tracking_no="EE123456789CN"
    )
    letter_register.mark_delivery(
        old_loan, ids, "ems", "arrived", on=old_loan.today, proof_name="回执.png", proof=picture()
    )
    letters.make(old_loan, "acceleration_notice", cases(old_loan, 1), {"提前到期条款": "第八条"})
    return old_loan


def wish(desk: Desk, **more: Any) -> Wish:
    return Wish(**({"case_id": case_of(desk, 1), "answers": COURT} | more))


def pages_of(bundle: MadeBundle) -> list[str]:
    reader = PdfReader(bundle.pdf.read_bytes())
    said = [re.sub(r"\s", "", reader.text(page)) for page in range(reader.page_count)]
    reader.close()
    return said


def registered(desk: Desk, template: str) -> list[int]:
    return letter_register.register_ids(desk, RegisterQuery(template=template))


def test_everything_is_in_it_on_the_pages_that_the_lists_name(case: Desk, out: Path) -> None:
    contract = out.parent / "借款合同.jpg"
    contract.write_bytes(picture("JPEG"))
    made = suit_bundle.make(case, wish(case, added=(contract,)), out)
    said = pages_of(made)
    assert len(said) == made.pages
    for number, page in enumerate(said, start=1):
        assert f"—{number}—" in page
    demands = [
        letter_register.register_rows(case, registered(case, name))[0].register_no
        for name in ("overdue_notice_3", "acceleration_notice")
    ]
    with pikepdf.open(made.pdf) as pdf, pdf.open_outline() as outline:
        marks = [(one.title, _page(pdf, one)) for one in outline.root]
        children = [child.title for one in outline.root for child in one.children]
    titles = [title for title, _ in marks]
    assert titles[:3] == ["目录", "民事起诉状（金融借款合同纠纷）", "证据目录"]
    for part in ("借款合同要素", "账户还款明细", "欠款计算明细", *demands, "借款合同"):
        assert any(part in title for title in titles[3:]), part
    assert children == [f"送达凭证：{demands[0]}"]
    evidence_at = dict(marks)["证据目录"]
    listed = said[evidence_at]
    for title, page in marks[3:]:
        name = re.sub(r"\s", "", title.split(". ", 1)[1])
        assert name in listed
        assert name.split("（")[0] in said[page]
        # contents and evidence list name the very page on which it starts
        assert re.search(rf"{page + 1}(—\d+)?", said[0][said[0].index(name) :])
    assert "EE123456789CN" in "".join(said)
    assert "诉讼时效依法中断" in listed


def test_a_click_on_a_line_of_its_lists_opens_the_page(case: Desk, out: Path) -> None:
    made = suit_bundle.make(case, wish(case), out)
    with pikepdf.open(made.pdf) as pdf, pdf.open_outline() as outline:
        pages = [page.objgen for page in pdf.pages]
        leads = [
            (page, str(link.Contents), pages.index(link.Dest[0].objgen) + 1)
            for page, link in links_of(pdf)
        ]
        marks = [(one.title, _page(pdf, one) + 1) for one in outline.root]
    contents = [(words, target) for page, words, target in leads if page == 0]
    proofs = [(words, target) for page, words, target in leads if page > 0]
    named = [(title.split(". ", 1)[-1], page) for title, page in marks]
    assert contents == [(f"{title}，第{page}页", page) for title, page in named[1:]]
    assert proofs == contents[2:]


def _page(pdf: pikepdf.Pdf, mark: pikepdf.OutlineItem) -> int:
    assert isinstance(mark.destination, pikepdf.Array)
    return [page.objgen for page in pdf.pages].index(mark.destination[0].objgen)


def test_it_is_pdfa_3b_tagged_and_carries_data_and_originals(case: Desk, out: Path) -> None:
    made = suit_bundle.make(case, wish(case), out)
    report = pdfa.validate_written(made.pdf, "3b")
    assert report.verdict == "pass", report.findings
    with pikepdf.open(made.pdf) as pdf:
        data = json.loads(pdf.attachments["figures.json"].get_file().read_bytes())
        assert data["register_no"] == made.register_no
        assert data["facts"]["客户姓名"] == "张海燕"
        (demand,) = registered(case, "overdue_notice_3")
        entry = letter_register.register_rows(case, [demand])[0]
        original = pdf.attachments[f"{entry.register_no}.pdf"].get_file().read_bytes()
        assert original == letter_register.pdf(case, demand)
        seen = _tags(pdf)
        assert len({int(page.StructParents) for page in pdf.pages}) == made.pages
        check_way_back(pdf)
    assert seen[0] == "/Document"
    assert seen.count("/Part") >= 7
    assert {"/H1", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(seen)


def _tags(pdf: pikepdf.Pdf) -> list[str]:
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(str(node.S))
            kids = node.K
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)

    for top in pdf.Root.StructTreeRoot.K:
        walk(top)
    return found


def test_the_complaint_is_registered_and_as_word_document(case: Desk, out: Path) -> None:
    made = suit_bundle.make(case, wish(case), out)
    assert registered(case, "complaint_loan") == [made.letter_id]
    document = docx.Document(str(made.docx))
    words = "\n".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    for part in ("民事起诉状", "张海燕", "330106199001011234", "某某区人民法院", "第三条"):
        assert part in words, part
    (entry,) = letter_register.register_rows(case, [made.letter_id])
    assert f"{entry.amount:,.2f}" in words
    with case.read() as connection:
        actions = list(connection.execute(select(AuditEntry.action)).scalars())
    assert actions[-2:] == ["letter.made", "bundle.made"]


def test_the_check_knows_the_bundle_and_what_became_of_it(case: Desk, out: Path) -> None:
    made = suit_bundle.make(case, wish(case), out)
    found = letter_check.check_file(case, made.pdf)
    assert (found.verdict, found.is_fine) == ("bundle", True)
    assert found.entry is not None
    assert found.entry.register_no == made.register_no
    with pikepdf.open(made.pdf, allow_overwriting_input=True) as pdf:
        del pdf.pages[-1]
        pdf.save(made.pdf)
    assert letter_check.check_file(case, made.pdf).verdict == "altered"


def test_made_again_the_same_complaint_is_used(case: Desk, out: Path) -> None:
    first = suit_bundle.make(case, wish(case), out)
    again = suit_bundle.make(case, wish(case), out)
    assert (again.letter_id, again.register_no) == (first.letter_id, first.register_no)
    assert again.pdf.read_bytes() == first.pdf.read_bytes()


def test_a_complaint_of_today_with_other_figures_is_voided_first(case: Desk, out: Path) -> None:
    made = suit_bundle.make(case, wish(case), out)
    with case.store.write() as connection:
        connection.execute(
            text("UPDATE instalment SET paid_interest = paid_interest + 100 WHERE account_id = 1")
        )
        connection.commit()
    refresh(case)
    with pytest.raises(DomainError, match="outdated"):
        suit_bundle.make(case, wish(case), out)
    letter_register.void(case, made.letter_id, "金额已变化")
    assert suit_bundle.make(case, wish(case), out).letter_id != made.letter_id


def test_a_payment_order_is_bundled_too(case: Desk, out: Path) -> None:
    made = suit_bundle.make(case, wish(case, kind="payment_order"), out)
    assert registered(case, "payment_order") == [made.letter_id]
    assert "支付令申请书" in pages_of(made)[0]


def test_a_card_is_sued_on_with_its_own_papers(case: Desk, out: Path) -> None:
    with case.store.write() as connection:
        due = case.today - timedelta(days=130)
        connection.execute(update(Instalment).where(Instalment.account_id == 5).values(due_on=due))
        connection.execute(
            update(Account).where(Account.id == 5).values(disbursed_on=date(2024, 1, 5))
        )
        connection.execute(
            text(
                "UPDATE customer SET id_number = '330106199001011234', phone = '13800100005',"
                " employer = '示例公司' WHERE id = 5"
            )
        )
        connection.commit()
    refresh(case)
    demand = letters.make(case, "card_demand", cases(case, 5)).ids
    letter_register.mark_delivery(case, demand, "hand", "sent", on=case.today)
    answers = COURT | {"利息费用约定": "日利率万分之五", "信用卡卡号": "6222020000006789"}
    made = suit_bundle.make(case, Wish(case_of(case, 5), answers=answers), out)
    said = pages_of(made)
    assert "信用卡账户要素" in "".join(said)
    calculation = next(page for page in said if page.startswith("欠款计算明细"))
    assert "透支利息" in calculation
    assert "复利的" not in calculation
    (entry,) = letter_register.register_rows(case, [made.letter_id])
    assert entry.template == "complaint_card"
    assert f"合计{entry.amount:,.2f}" in calculation


def test_the_sums_of_the_calculation_add_up_to_the_claim(case: Desk, out: Path) -> None:
    made = suit_bundle.make(case, wish(case), out)
    with pikepdf.open(made.pdf) as pdf:
        facts = json.loads(pdf.attachments["figures.json"].get_file().read_bytes())["facts"]
    for parts, total in (
        (CLAIMS, "诉讼标的额"),
        (CARD_CLAIMS, "诉讼标的额"),
        (DEMANDS, "逾期合计"),
    ):
        assert sum(Decimal(facts[name]) for name in parts) == Decimal(facts[total])


def test_signed_originals_travel_inside(
    case: Desk, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Keys()
    monkeypatch.setattr(secret_store, "system_store", lambda: kept)
    letter_signing.save(case, certificate(), PASSWORD)
    made = suit_bundle.make(case, wish(case), out)
    assert pdfa.validate_written(made.pdf, "3b").verdict == "pass"
    assert registered(case, "complaint_loan") == [made.letter_id]


def test_what_is_missing_is_named_with_where_to_enter_it(case: Desk, out: Path) -> None:
    answers = {name: value for name, value in COURT.items() if name != "负责人"}
    with case.store.write() as connection:
        connection.execute(text("UPDATE customer SET employer = NULL WHERE id = 1"))
        connection.commit()
    with pytest.raises(DomainError) as refused:
        suit_bundle.make(case, wish(case, answers=answers), out)
    assert refused.value.code == "letters.left_facts_missing"
    assert set(refused.value.facts["names"]) >= {"负责人"}
    assert "本页填写项" in refused.value.facts["places"]
    assert list(out.iterdir()) == []


def test_what_should_be_looked_at_is_said(case: Desk, out: Path) -> None:
    made = suit_bundle.make(case, wish(case), out)
    codes = [doubt.code for doubt in made.doubts]
    assert codes == ["bundle.doubt_unproved", "bundle.doubt_no_contract"]
    with case.store.write() as connection:
        connection.execute(
            text("UPDATE delivery SET proof = :x WHERE proof IS NOT NULL"), {"x": b"?"}
        )
        connection.commit()
    codes = [doubt.code for doubt in suit_bundle.make(case, wish(case), out).doubts]
    assert "bundle.doubt_scan" in codes


def test_a_case_without_any_demand_says_so(old_loan: Desk, out: Path) -> None:
    made = suit_bundle.make(old_loan, wish(old_loan), out)
    assert "bundle.doubt_no_demand" in [doubt.code for doubt in made.doubts]


@pytest.mark.parametrize("fails_at", ["first", "second"])
def test_on_a_full_disk_nothing_is_registered(
    case: Desk, out: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    real = Path.write_bytes
    calls: list[Path] = []

    def full(self: Path, content: bytes) -> int:
        calls.append(self)
        if fails_at == "first" or len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(EnvironmentProblem, match="No space left"):
        suit_bundle.make(case, wish(case), out)
    assert registered(case, "complaint_loan") == []
    assert list(out.iterdir()) == []


class Stops:
    """A user who cancels at a step."""

    def __init__(self, step: str) -> None:
        self.step = step

    def report(self, _done: int, _total: int, step: str = "") -> None:
        if step == self.step:
            raise Cancelled


@pytest.mark.parametrize("step", ["complaint", "evidence", "binding", "checking", "saving"])
def test_cancelled_anywhere_nothing_is_registered(case: Desk, out: Path, step: str) -> None:
    with pytest.raises(Cancelled):
        suit_bundle.make(case, wish(case), out, Stops(f"bundle.step_{step}"))
    assert registered(case, "complaint_loan") == []
    assert list(out.iterdir()) == []


def test_a_number_taken_meanwhile_is_not_used_twice(
    case: Desk, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = suit_bundle.check_pdfa

    def meanwhile(content: bytes, *, has_files: bool) -> None:
        monkeypatch.setattr(suit_bundle, "check_pdfa", real)
        with case.store.write() as connection:
            connection.execute(text("INSERT INTO letter_series VALUES ('诉', 2026, 7)"))
            connection.commit()
        real(content, has_files=has_files)

    monkeypatch.setattr(suit_bundle, "check_pdfa", meanwhile)
    made = suit_bundle.make(case, wish(case), out)
    assert made.register_no == "诉〔2026〕第0008号"
    assert "诉〔2026〕第0008号" in "".join(pages_of(made))
    assert "第0001号" not in pages_of(made)[1]


def test_a_card_and_a_case_with_several_accounts(case: Desk, book: Book, out: Path) -> None:
    card = case_of(case, 5)
    with pytest.raises(DomainError, match="no_card_order"):
        suit_bundle.make(case, Wish(card, "payment_order"), out)
    assert suit_bundle.template_for(case, Wish(card))[0] == "complaint_card"
    book.late(9, 1, 140)
    refresh(case)
    with pytest.raises(DomainError, match="which_account") as refused:
        suit_bundle.make(case, wish(case), out)
    numbers = str(refused.value.facts["accounts"]).split("、")
    assert len(numbers) == 2
    made = suit_bundle.make(case, wish(case, account_no=numbers[0]), out)
    assert registered(case, "complaint_loan") == [made.letter_id]
    with pytest.raises(DomainError, match="no_such_account"):
        suit_bundle.make(case, wish(case, account_no="X"), out)


def test_a_case_with_nothing_overdue_has_no_bundle(case: Desk, book: Book, out: Path) -> None:
    with pytest.raises(DomainError, match="nothing_overdue"):
        suit_bundle.make(case, Wish(999_999), out)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("坏.pdf", b"%PDF-1.7 broken", "bundle.scan_unreadable"),
        ("文字.txt", b"only words", "bundle.scan_unreadable"),
        ("截断.png", picture()[:200], "bundle.scan_unreadable"),
        (None, b"", "bundle.file_unreadable"),
    ],
)
def test_an_added_file_that_cannot_be_used_is_named(
    case: Desk, out: Path, name: str | None, content: bytes, code: str
) -> None:
    file = out.parent / (name or "没有.pdf")
    if name:
        file.write_bytes(content)
    with pytest.raises((DomainError, EnvironmentProblem)) as refused:
        suit_bundle.make(case, wish(case, added=(file,)), out)
    assert refused.value.code == code
    assert refused.value.facts["file"] == file.name
    assert registered(case, "complaint_loan") == []
