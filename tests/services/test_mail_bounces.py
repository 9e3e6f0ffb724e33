"""Bounces: reports read from real mailboxes, messages failed, addresses not used again."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from db.tables import BouncedAddress, OutboxItem
from desktop.adapters.bounces import read_bounce
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import (
    day_run,
    delivery,
    mail_bounces,
    mail_delivery,
    messages,
    settings,
)
from desktop.services.desk import Desk
from tests.adapters.mailboxes import PASSWORD, USER, Box, mailbox
from tests.book import Book
from tests.services.mail_server import mail_server
from tests.services.test_mail_delivery import Keys, account
from tests.services.test_outbox import contacts, states
from tests.services.test_reminders import rows

TODAY = date(2026, 11, 20)


def report(
    message_id: str = "<reminder.1.1@example.cn>",
    *,
    to: str = "zhang@example.cn",
    action: str = "failed",
    status: str = "5.1.1",
    sender: str = "MAILER-DAEMON@mx.example.cn",
) -> bytes:
    """A delivery status notification as RFC 3464 writes it."""
    return f"""From: {sender}
To: desk@example.cn
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.cn
Arrival-Date: Fri, 20 Nov 2026 09:00:00 +0800

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: no such
    user here

--b
Content-Type: text/rfc822-headers

From: desk@example.cn
Message-ID: {message_id}

--b--
""".encode()


PLAIN = b"""From: PostMaster@qq.example
In-Reply-To: <reminder.2.1@example.cn>
Subject: =?utf-8?q?=E9=80=80=E4=BF=A1?=
Content-Type: text/plain; charset=utf-8

550 Mailbox unavailable
"""


@pytest.fixture
def sent(book: Book, desk: Desk, tmp_path: Path) -> Desk:
    """Two e-mails that were taken by the server."""
    values = {"branch.name": "滨江支行", "branch.phone": "0571-88880000"}
    settings.save(desk, values | {"mail.host": "mail.example.cn"})
    for number, name in ((1, "zhang"), (2, "li")):
        book.customer(number, email=f"{name}@example.cn", phone=None)
        book.account(number, number)
        book.instalment(number, 1, TODAY + timedelta(days=7))
    day_run.run(desk)
    messages.release(desk)
    with mail_server(tmp_path, "none") as server:
        assert mail_delivery.send_mail(desk, account(server, "none")).sent == 2
        ids = [message["Message-ID"] for message in server.postman.taken]
    assert ids == ["<reminder.1.1@example.cn>", "<reminder.2.1@example.cn>"]
    return desk


def set_up(desk: Desk, way: str, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"bounces.way": way, "bounces.host": "127.0.0.1", "bounces.port": str(box.port)}
    settings.save(desk, values | {"bounces.tls": "no", "bounces.user": USER})
    monkeypatch.setenv(mail_bounces.PASSWORD, PASSWORD)


def dead(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as connection:
        query = select(BouncedAddress.address, BouncedAddress.status)
        return [tuple(row) for row in connection.execute(query)]


@pytest.mark.parametrize("way", ["imap", "pop3"])
def test_a_report_fails_its_message_and_marks_the_address(
    sent: Desk, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mailbox(way) as box:
        box.put(b"From: somebody@example.cn\nSubject: hello\n\n.a private letter\n")
        box.put(report())
        box.put(PLAIN)
        box.put(b"From: mailer-daemon@mx.example.cn\n\nnothing of ours\n")
        set_up(sent, way, box, monkeypatch)
        done = mail_bounces.take_in(sent)
        again = mail_bounces.take_in(sent) if way == "imap" else None
        touched = box.seen if way == "imap" else box.deleted
    assert (done.failed, done.marked, done.delayed, done.others) == (2, 2, 0, 1)
    assert again is None or (again.failed, again.others) == (0, 0)
    assert touched == {2, 3, 4}, "other mail is left alone"
    assert states(sent) == ["failed", "failed"]
    assert contacts(sent) == ["failed", "failed"]
    assert sorted(dead(sent)) == [("li@example.cn", "5.0.0"), ("zhang@example.cn", "5.1.1")]
    with sent.read() as connection:
        error = connection.execute(select(OutboxItem.last_error)).scalars().first()
    assert error == "5.1.1 550 5.1.1 <zhang@example.cn>: no such user here"
    assert {row.reason for row in rows(sent, "held")} == {"messages.failed"}


def test_a_dead_address_is_not_written_to_until_somebody_says_so(
    sent: Desk, tmp_path: Path, clock: FixedClock
) -> None:
    folder = tmp_path / "bounces"
    folder.mkdir()
    (folder / "1.eml").write_bytes(report())
    (folder / "2.eml").write_bytes(b"\xff\xfe no mail at all")
    settings.save(sent, {"bounces.way": "folder", "bounces.folder": str(folder)})
    settings.save(sent, {"mail.host": ""})
    delivery.go_round(sent)
    assert states(sent) == ["failed", "sent"]
    assert sorted(file.name for file in (folder / "done").iterdir()) == ["1.eml", "2.eml"]
    (held,) = rows(sent, "held")
    (draft,) = messages.drafts(sent, [held.id])
    assert (draft.fault, draft.verdict) == ("messages.bounced", "faulty")
    (one,) = mail_bounces.dead_addresses(sent)
    assert (one.address, one.shown) == ("zhang@example.cn", "z***@example.cn")
    assert one.noted_at == clock.moment
    assert one.reason == "550 5.1.1 <z***@example.cn>: no such user here"
    assert "zhang" not in repr(one)
    mail_bounces.use_again(sent, "Zhang@example.cn")
    assert messages.drafts(sent, [held.id])[0].fault is None
    with pytest.raises(DomainError, match=r"bounces\.not_marked"):
        mail_bounces.use_again(sent, "zhang@example.cn")


def test_a_delay_is_no_failure_and_a_strangers_bounce_is_nobodys(
    sent: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "bounces"
    folder.mkdir()
    (folder / "1.eml").write_bytes(report(action="delayed", status="4.4.1"))
    (folder / "2.eml").write_bytes(report("<x@other.cn>", to="stranger@example.cn"))
    (folder / "3.eml").write_bytes(report("<unknown@other.cn>", to="Li@example.cn"))
    (folder / "4.eml").write_bytes(report(action="delivered", status="2.0.0"))
    settings.save(sent, {"bounces.way": "folder", "bounces.folder": str(folder)})
    done = mail_bounces.take_in(sent)
    assert (done.failed, done.marked, done.delayed, done.others) == (1, 1, 1, 1)
    assert states(sent) == ["sent", "failed"]
    assert "not ours" in caplog.text
    assert "stranger@" not in caplog.text


@pytest.mark.parametrize("way", ["imap", "pop3"])
def test_a_mailbox_that_cannot_be_read_says_why(
    sent: Desk, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mailbox(way) as box:
        box.put(report())
        set_up(sent, way, box, monkeypatch)
        monkeypatch.setenv(mail_bounces.PASSWORD, "wrong")
        with pytest.raises(EnvironmentProblem, match="wrong password"):
            mail_bounces.take_in(sent)
        monkeypatch.setenv(mail_bounces.PASSWORD, PASSWORD)
        box.breaks = True
        with pytest.raises(EnvironmentProblem, match=r"bounces\.failed"):
            mail_bounces.take_in(sent)
    with pytest.raises(EnvironmentProblem, match=r"bounces\.failed"):
        mail_bounces.take_in(sent)
    assert states(sent) == ["sent", "sent"]


def test_where_bounces_come_from_is_a_setting(desk: Desk, tmp_path: Path) -> None:
    assert mail_bounces.source(desk) is None
    assert mail_bounces.take_in(desk).failed == 0
    settings.save(desk, {"bounces.way": "folder", "bounces.folder": str(tmp_path / "gone")})
    with pytest.raises(EnvironmentProblem, match=r"bounces\.no_folder"):
        mail_bounces.take_in(desk)
    keys = Keys()
    settings.save(desk, {"bounces.way": "pop3", "bounces.host": "pop.example.cn"})
    settings.save(desk, {"bounces.user": USER})
    mail_bounces.set_password(desk, PASSWORD, keys)
    assert keys.kept == {("shouyue-bounces", f"{USER}@pop.example.cn"): PASSWORD}
    assert mail_bounces.source(desk, keys) is not None


@pytest.mark.parametrize(
    "raw", [b"", b"\0" * 5000, b"Content-Type: multipart/report\n\n", PLAIN[:40]]
)
def test_what_is_no_report_is_none(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_the_original_may_be_attached_whole() -> None:
    raw = report().replace(b"text/rfc822-headers", b"message/rfc822")
    found = read_bounce(raw)
    assert found is not None
    assert (found.message_id, found.status, found.is_final) == (
        "reminder.1.1@example.cn", "5.1.1", True,
    )  # fmt: skip
    plain = read_bounce(PLAIN.replace(b"550 Mailbox", b"Mailbox"))
    assert plain is not None
    assert not plain.is_final
