"""结欠明细 and the quote on paper: read back from the PDF, and the figures add up."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from desktop.services import account_papers, account_view, ledger, quotes
from desktop.services.desk import Desk
from tests.conftest import TODAY
from tests.services.test_quotes import loan

__all__ = ["loan"]
D = Decimal


def pages(file: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_the_explanation_says_how_each_figure_comes_about(
    desk: Desk, loan: int, tmp_path: Path
) -> None:
    ledger.pay(desk, loan, D("300.00"), value_on=TODAY - timedelta(days=5))
    file = account_papers.export_statement(desk, loan, TODAY, str(tmp_path / "结欠.pdf"))
    text = "".join(pages(file.read_bytes()))
    seen = account_view.view(desk, loan)
    assert f"{seen.balance.total:,.2f}" in text
    assert "× 15.6% × 10 ÷ 360" in text
    assert "年化综合成本" in text
    card = account_papers._rates(account_view.replace(seen, cap=None))
    assert "年化" not in card


@pytest.mark.parametrize(
    ("kind", "asked", "words"),
    [
        ("payoff", {}, "各日应付金额"),
        ("prepayment", {"amount": D("4000.00")}, "缩短期限"),
        ("rearrangement", {"first_due": date(2027, 1, 5), "count": 36}, "表中略去中间"),
        ("rearrangement", {"first_due": date(2027, 1, 5), "count": 2}, "扣除手续费后节省"),
    ],
)
def test_a_quote_is_one_page_with_its_number_and_last_day(
    desk: Desk, loan: int, tmp_path: Path, kind: quotes.Kind, asked: dict[str, object], words: str
) -> None:
    target = str(tmp_path / "报价.pdf")
    file = account_papers.export_quote(desk, loan, kind, target, **asked)
    [text] = pages(file.read_bytes())
    assert words in text.replace("\r\n", "")
    assert "本报价编号1" in text
    assert "有效至2026年11月" in text
