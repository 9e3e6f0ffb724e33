"""What may stand in a bank's data and must not break a letter, and what breaks off a batch."""

import socket
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from db import letter_queries
from db.tables import Account, AuditEntry, Customer, Instalment, Letter
from desktop.adapters import wording
from desktop.adapters.pdf import crew
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import letter_output, letter_register, letters
from desktop.services.desk import Desk
from tests.services.test_letters import case_of, cases, loans, refresh, said

__all__ = ["loans"]

NAME = "overdue_notice_1"
IMAGE = '浙江省杭州市<img src="http://example.invalid/track.png"/>示例路1号&nbsp;'


def change(desk: Desk, **values: object) -> None:
    """Change the data of customer 1."""
    with desk.store.write() as connection:
        connection.execute(update(Customer).where(Customer.id == 1).values(**values))
        connection.commit()


def made(desk: Desk, tmp_path: Path) -> str:
    """What the letter of customer 1 says."""
    found = letters.make(desk, NAME, cases(desk, 1))
    assert found.left_out == ()
    return said(letter_register.pdf(desk, found.ids[0]), tmp_path)


def left_out(desk: Desk) -> str:
    """Why customer 1 gets no letter, as the list says it; nothing is registered."""
    found = letters.make(desk, NAME, cases(desk, 1))
    assert found.ids == ()
    with desk.read() as connection:
        assert connection.execute(select(Letter.id)).all() == []
    (unfit,) = found.left_out
    return wording.text(unfit.code, "zh", **unfit.facts)


def test_markup_and_an_address_with_a_picture_are_text_and_nothing_is_fetched(
    loans: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object) -> None:
        raise AssertionError("a letter reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    change(loans, name="<b>王&小明</b>{逾期合计}**", address=IMAGE)
    words = made(loans, tmp_path)
    assert "<b>王&小明</b>{逾期合计}**" in words
    assert IMAGE.replace(" ", "") in words


def test_an_address_of_three_hundred_signs_is_printed_whole(loans: Desk, tmp_path: Path) -> None:
    long = ("浙江省杭州市西湖区示例街道很长的路名" * 17)[:300]
    change(loans, address=long)
    words = made(loans, tmp_path)
    assert long in words
    assert words.index(long) < words.index("逾期催收通知书")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "收件人"),
        ("张\u202e海燕", "U+202E"),
        ("张\u0007海燕", "U+0007"),
        ("张\u200b海燕", "U+200B"),
        ("张😀", "U+1F600"),
    ],
)
def test_a_name_that_cannot_be_printed_stops_its_letter_alone(
    loans: Desk, name: str, reason: str
) -> None:
    change(loans, name=name)
    words = left_out(loans)
    assert reason in words
    assert "补录" in words or "更正" in words
    assert len(letters.plan(loans, NAME, cases(loans, 1, 2)).letters) == 1


def test_no_address_is_said_with_where_to_enter_it(loans: Desk) -> None:
    change(loans, address=" ")
    assert left_out(loans) == "没有通讯地址（在客户资料中补录）"


def test_trillions_are_printed_to_the_cent(loans: Desk, tmp_path: Path) -> None:
    with loans.store.write() as connection:
        connection.execute(
            update(Account).where(Account.id == 1).values(principal=Decimal("1234567890123.45"))
        )
        connection.commit()
    words = made(loans, tmp_path)
    assert "1,234,567,890,123.45" in words
    assert "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分" in words


@pytest.mark.parametrize(("fen", "reason"), [(-100, "不一致"), (-200000, "没有逾期")])
def test_a_negative_amount_is_never_asked_for(loans: Desk, fen: int, reason: str) -> None:
    with loans.store.write() as connection:
        connection.execute(
            text("UPDATE account SET overdue_principal = :fen, overdue_interest = 0 WHERE id = 1"),
            {"fen": fen},
        )
        connection.commit()
    assert reason in left_out(loans)
    template = letters.templates(loans)["waiver_notice"]
    with pytest.raises(DomainError, match="bad_answer") as refused:
        letters.read_answer(template, "减免金额", "-0.01")
    assert refused.value.field == "减免金额"


@pytest.fixture
def thousand(loans: Desk) -> Desk:
    """A thousand customers who are late, copied from the first."""
    numbers = range(1001, 2001)
    with loans.store.write() as connection:

        def copy(table: type[Any], change: Callable[[int], dict[str, object]]) -> None:
            query = select(table.__table__).order_by(table.id).limit(1)
            row = dict(connection.execute(query).mappings().one())
            connection.execute(insert(table), [row | change(number) for number in numbers])

        copy(Customer, lambda n: {"id": n, "customer_no": f"N{n}", "natural_key": f"no:N{n}"})
        copy(Account, lambda n: {"id": n, "account_no": f"N{n}", "customer_id": n})
        copy(Instalment, lambda n: {"id": n, "account_id": n})
        connection.commit()
    refresh(loans)
    return loans


def test_a_disk_that_is_full_at_letter_731_of_a_thousand_leaves_seven_hundred_and_thirty(
    thousand: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letters themselves are stood in for, so that a thousand take a moment."""
    monkeypatch.setattr(crew, "cores", lambda: 1)
    monkeypatch.setattr(crew, "_set", lambda _setter, job: (job.paper.register_no.encode(), 1))
    ids = [case_of(thousand, number) for number in range(1001, 2001)]
    real = letter_queries.add_letter
    room = [730]

    def add(*args: object) -> int:
        if not room[0]:
            raise EnvironmentProblem("store.disk_full", file="branch.db", folder=tmp_path)
        room[0] -= 1
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(letter_queries, "add_letter", add)
    with pytest.raises(EnvironmentProblem) as broken:
        letters.make(thousand, NAME, ids)
    words = wording.error_text(broken.value, "zh")
    assert "催〔2026〕第0731号" in words
    assert "磁盘已满" in words
    assert "再次制函" in words
    rows = letter_register.register_ids(thousand, letter_register.RegisterQuery())
    assert len(rows) == 730
    room[0] = 1000
    again = letters.make(thousand, NAME, ids)
    assert (len(again.ids), again.new) == (1000, 270)
    with thousand.read() as connection:
        numbers = connection.execute(select(Letter.number).order_by(Letter.number)).scalars().all()
        entries = select(AuditEntry.action).where(AuditEntry.action == "letter.made")
        assert len(connection.execute(entries).all()) == 100
    assert numbers == list(range(1, 1001))

    saved: list[Path] = []
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if len(saved) == 730:
            raise OSError(28, "No space left on device")
        saved.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EnvironmentProblem) as refused:
        letter_output.save_each(thousand, again.ids, tmp_path / "out")
    assert "催〔2026〕第0731号" in wording.error_text(refused.value, "zh")
    assert len(list((tmp_path / "out").iterdir())) == 730
