"""E-mail over a real SMTP server: encrypted, logged in, retried, never twice."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import ContactRestriction, OutboxItem
from desktop.adapters import mail as mail_adapter
from desktop.adapters.mail import Mail, MailAccount, MailConnection, MailRefused, as_html
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import day_run, delivery, mail_account, mail_delivery, messages, settings
from desktop.services.desk import Desk
from tests.book import Book
from tests.ports import own_port
from tests.services.mail_server import PASSWORD, USER, MailServer, mail_server
from tests.services.test_outbox import contacts, states
from tests.services.test_reminders import rows, work

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9)
OUR_OWN_SERVER = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
"""The test server warns about itself: it does not count TLS from the first byte as TLS."""


class Keys:
    """A key store in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


def account(server: MailServer, security: str = "tls", **more: Any) -> MailAccount:
    values = (
        {"user": USER, "password": PASSWORD} if security != "none" else {"user": "", "password": ""}
    )
    return MailAccount(
        "localhost", server.port, security, sender="desk@example.cn", sender_name="滨江支行",
        **(values | more),
    )  # fmt: skip


def mail(to: str = "zhang@example.cn") -> Mail:
    return Mail("reminder:1:1", to, "还款提醒：\n11月27日", "您好 <张>\n\n谢谢", NOW)


@OUR_OWN_SERVER
@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_mail_arrives_whole(tmp_path: Path, security: str) -> None:
    with mail_server(tmp_path, security) as server:
        with MailConnection(account(server, security), trust=server.trust) as connection:
            connection.send(mail())
        (message,) = server.postman.taken
    assert str(mail_adapter.written(mail(), account(server))["Subject"]) == "还款提醒： 11月27日"
    assert message["Message-ID"] == "<reminder.1.1@example.cn>"
    assert server.postman.recipients == ["zhang@example.cn"]
    text, html = (part.get_payload(decode=True).decode() for part in message.get_payload())  # type: ignore[union-attr]
    assert text.splitlines()[0] == "您好 <张>"
    assert "<p>您好 &lt;张&gt;</p>" in html


def test_html_escapes_everything() -> None:
    assert as_html("a<b>\nc\n\nd") == (
        '<!doctype html><html lang="zh"><body><p>a&lt;b&gt;<br>c</p><p>d</p></body></html>'
    )


@OUR_OWN_SERVER
def test_a_wrong_password_and_an_unknown_certificate_are_told_apart(tmp_path: Path) -> None:
    with mail_server(tmp_path, "tls") as server:
        wrong = MailConnection(account(server, password="wrong"), trust=server.trust)
        with pytest.raises(EnvironmentProblem) as login, wrong:
            pass
        assert login.value.code == "mail.login_refused"
        with pytest.raises(EnvironmentProblem) as unknown, MailConnection(account(server)):
            pass
        assert unknown.value.code == "mail.no_server"


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    gone = MailServer(own_port(), None, tmp_path)  # type: ignore[arg-type]
    with pytest.raises(EnvironmentProblem) as problem, MailConnection(account(gone, "none")):
        pass
    assert problem.value.code == "mail.no_server"


def test_never_and_not_now_are_told_apart(tmp_path: Path) -> None:
    with mail_server(tmp_path, "none") as server:
        refused = pytest.raises(MailRefused, match="550 no such mailbox")
        with MailConnection(account(server, "none")) as connection, refused:
            connection.send(mail("nobody@example.cn"))
        server.postman.answers += ["451 try later", "554 spam"]
        with MailConnection(account(server, "none")) as connection:
            with pytest.raises(EnvironmentProblem, match="mail\\.broken"):
                connection.send(mail())
            with pytest.raises(MailRefused, match="554 spam"):
                connection.send(mail())


# --- from the outbox -------------------------------------------------------------------------------


@pytest.fixture
def released(book: Book, desk: Desk) -> Desk:
    """Two e-mails in the outbox."""
    values = {"branch.name": "滨江支行", "branch.phone": "0571-88880000"}
    settings.save(desk, values | {"mail.host": "mail.example.cn"})
    for number, name in ((1, "zhang"), (2, "li")):
        book.customer(number, email=f"{name}@example.cn", phone=None)
        book.account(number, number)
        book.instalment(number, 1, TODAY + timedelta(days=7))
    day_run.run(desk)
    assert messages.release(desk).queued == 2
    return desk


def test_queued_mails_are_sent_once(released: Desk, tmp_path: Path) -> None:
    with mail_server(tmp_path, "none") as server:
        done = mail_delivery.send_mail(released, account(server, "none"))
        again = mail_delivery.send_mail(released, account(server, "none"))
    assert (done.sent, done.failed, done.waiting, again.sent) == (2, 0, 0, 0)
    assert sorted(server.postman.recipients) == ["li@example.cn", "zhang@example.cn"]
    assert states(released) == ["sent", "sent"]
    assert contacts(released) == ["sent", "sent"]
    assert {row.state for row in rows(released) if row.channel == "email"} == {"sent"}


def test_a_server_that_says_not_now_is_tried_again_later(
    released: Desk, tmp_path: Path, clock: FixedClock
) -> None:
    with mail_server(tmp_path, "none") as server:
        server.postman.answers.append("451 try later")
        done = mail_delivery.send_mail(released, account(server, "none"))
        assert (done.sent, done.waiting) == (0, 1)
        assert states(released) == ["queued", "queued"]
        clock.moment = datetime(2026, 11, 20, 9, 4)
        assert mail_delivery.send_mail(released, account(server, "none")).sent == 1
        clock.moment = datetime(2026, 11, 20, 9, 5)
        assert mail_delivery.send_mail(released, account(server, "none")).sent == 1
    assert sorted(server.postman.recipients) == ["li@example.cn", "zhang@example.cn"]


def test_after_six_tries_it_is_failed_and_held(
    released: Desk, tmp_path: Path, clock: FixedClock
) -> None:
    with work(released) as unit:
        unit.connection.execute(update(OutboxItem).values(attempts=5))
    with mail_server(tmp_path, "none") as server:
        server.postman.answers.append("451 try later")
        assert mail_delivery.send_mail(released, account(server, "none")).waiting == 0
    assert states(released) == ["failed", "queued"]
    assert [row.reason for row in rows(released, "held")] == ["messages.failed"]


def test_a_refused_address_fails_and_the_others_go(released: Desk, tmp_path: Path) -> None:
    with work(released) as unit:
        first = select(OutboxItem.id).order_by(OutboxItem.id).limit(1).scalar_subquery()
        unit.connection.execute(
            update(OutboxItem).where(OutboxItem.id == first).values(recipient="nobody@example.cn")
        )
    with mail_server(tmp_path, "none") as server:
        done = mail_delivery.send_mail(released, account(server, "none"))
    assert (done.sent, done.failed) == (1, 1)
    assert states(released) == ["failed", "sent"]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("point", ["before", "after"])
def test_cut_off_in_the_middle_it_is_held_not_sent_again(
    released: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    real = MailConnection.send

    def killed(self: MailConnection, one: Mail) -> None:
        if point == "after":
            real(self, one)
        raise Killed

    with mail_server(tmp_path, "none") as server:
        monkeypatch.setattr(MailConnection, "send", killed)
        with pytest.raises(Killed):
            mail_delivery.send_mail(released, account(server, "none"))
        monkeypatch.setattr(MailConnection, "send", real)
        done = mail_delivery.send_mail(released, account(server, "none"))
        assert done.sent == 1
        assert len(server.postman.recipients) == (2 if point == "after" else 1)
    assert len(set(server.postman.recipients)) == len(server.postman.recipients)
    assert states(released) == ["failed", "sent"]
    assert [row.reason for row in rows(released, "held")] == ["messages.unsure"]


def test_the_guard_is_asked_at_the_last_moment(released: Desk, tmp_path: Path) -> None:
    with work(released) as unit:
        row = {"customer_id": 1, "kind": "stop", "reason": "客户要求", "from_on": TODAY}
        unit.connection.execute(insert(ContactRestriction), [row | {"set_at": unit.now}])
    with mail_server(tmp_path, "none") as server:
        done = mail_delivery.send_mail(released, account(server, "none"))
    assert (done.sent, done.held_back) == (1, 1)
    assert server.postman.recipients == ["li@example.cn"]


# --- the account -----------------------------------------------------------------------------------


def set_up(desk: Desk, server: MailServer, security: str = "none", user: str = "") -> None:
    settings.save(
        desk,
        {
            "branch.name": "滨江支行",
            "mail.host": "localhost",
            "mail.port": str(server.port),
            "mail.security": security,
            "mail.user": user,
            "mail.sender": "desk@example.cn",
        },
    )


def test_the_password_is_kept_outside_the_database(desk: Desk, tmp_path: Path) -> None:
    keys = Keys()
    with mail_server(tmp_path, "none") as server:
        set_up(desk, server, user=USER)
    assert not mail_account.has_password(desk, keys)
    mail_account.set_password(desk, PASSWORD, keys)
    assert mail_account.has_password(desk, keys)
    found = mail_account.account(desk, keys)
    assert found is not None
    assert (found.user, found.password, found.sender_name) == (USER, PASSWORD, "滨江支行")
    assert PASSWORD.encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("branch*"))


def test_a_test_mail_is_sent_or_says_why_not(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUYUE_KEY_STORE", "off")
    with pytest.raises(DomainError) as nothing:
        mail_account.send_test(desk, "me@example.cn")
    assert nothing.value.code == "mail.not_set_up"
    with mail_server(tmp_path, "none") as server:
        set_up(desk, server)
        assert mail_account.send_test(desk, " me@example.cn ") == "me@example.cn"
        assert mail_account.send_test(desk, "") == "desk@example.cn"
        with pytest.raises(DomainError) as refused:
            mail_account.send_test(desk, "nobody@example.cn")
    assert refused.value.code == "mail.refused"
    assert server.postman.recipients == ["me@example.cn", "desk@example.cn"]
    with pytest.raises(DomainError) as no_store:
        mail_account.set_password(desk, "x")
    assert no_store.value.code == "mail.no_key_store"
    assert not mail_account.has_password(desk)


def test_send_now_sends_mail_or_says_what_is_missing(
    released: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUYUE_KEY_STORE", "off")
    with pytest.raises(DomainError) as missing:
        delivery.send_now(released)
    assert missing.value.code == "mail.not_set_up"
    assert delivery.go_round(released).sent == 0
    with mail_server(tmp_path, "none") as server:
        set_up(released, server)
        assert delivery.send_now(released).count == 2
    assert states(released) == ["sent", "sent"]


def test_a_line_that_breaks_is_not_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: Any, **_more: Any) -> None:
        raise OSError("connection reset")

    with mail_server(tmp_path, "none") as server, MailConnection(account(server, "none")) as line:
        monkeypatch.setattr(line._server, "send_message", breaks)
        with pytest.raises(EnvironmentProblem) as broken:
            line.send(mail())
        monkeypatch.setattr(line._server, "quit", breaks)
    assert broken.value.code == "mail.broken"
    assert broken.value.facts["reason"] == "connection reset"


def test_a_server_without_starttls_is_refused(tmp_path: Path) -> None:
    with mail_server(tmp_path, "none") as server:
        plain = MailConnection(account(server, "starttls", user="", password=""))
        with pytest.raises(EnvironmentProblem) as problem, plain:
            pass
    assert problem.value.code == "mail.no_server"
