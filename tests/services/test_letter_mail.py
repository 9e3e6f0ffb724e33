"""Letters by e-mail over a real server: attached byte for byte, once, judged, told in the register."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from db.tables import BouncedAddress, ContactRestriction, Customer, Letter, OutboxItem
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.services import letter_mail, letter_register, letters, mail_delivery
from desktop.services.desk import Desk
from tests.book import NOW
from tests.services.mail_server import mail_server
from tests.services.test_letters import cases, loans  # noqa: F401 - a fixture
from tests.services.test_mail_delivery import account
from tests.services.test_outbox import states


@pytest.fixture
def made(desk: Desk, request: pytest.FixtureRequest) -> list[int]:
    """Letters to three customers, the first two with an address."""
    request.getfixturevalue("loans")
    with desk.store.write() as connection:
        for number, address in ((1, "zhang@example.cn"), (2, "mai@example.cn")):
            query = update(Customer).where(Customer.id == number)
            connection.execute(query.values(email=address))
        connection.commit()
    letters.make(desk, "overdue_notice_2", cases(desk, 1, 2, 3))
    with desk.read() as connection:
        return list(connection.execute(select(Letter.id).order_by(Letter.id)).scalars())


def test_a_letter_arrives_as_it_was_made_and_the_register_says_so(
    desk: Desk,
    made: list[int],
    tmp_path: Path,
) -> None:
    done = letter_mail.mail_letters(desk, made)
    assert (done.queued, done.left) == (tuple(made[:2]), {made[2]: "messages.no_address"})
    assert letter_mail.mail_letters(desk, made[:1]).left == {made[0]: "letters.mailed_already"}
    with mail_server(tmp_path, "none") as server:
        assert mail_delivery.send_mail(desk, account(server, "none")).sent == 2
        first, _ = server.postman.taken
    (attached,) = [part for part in first.walk() if part.get_content_type() == "application/pdf"]
    assert attached.get_payload(decode=True) == letter_register.pdf(desk, made[0])
    number = letter_register.register_rows(desk, made[:1])[0].register_no
    assert attached.get_filename() == f"{number}.pdf"
    bodies = [part for part in first.walk() if part.get_content_type() == "text/plain"]
    words = bodies[0].get_payload(decode=True)
    assert isinstance(words, bytes)
    assert "张海燕" in words.decode()
    assert number in words.decode()
    (step,) = letter_register.deliveries(desk, made[0])
    assert (step.way, step.state) == ("email", "sent")
    assert states(desk) == ["sent", "sent"]


def test_what_must_not_go_does_not(
    desk: Desk,
    made: list[int],
    clock: FixedClock,
) -> None:
    with desk.store.write() as connection:
        row = {"customer_id": 2, "kind": "dispute", "reason": "异议", "from_on": NOW.date()}
        connection.execute(insert(ContactRestriction), [row | {"set_at": NOW}])
        dead = {"address": "zhang@example.cn", "status": "5.1.1", "reason": "", "noted_at": NOW}
        connection.execute(insert(BouncedAddress), [dead])
        connection.commit()
    left = letter_mail.mail_letters(desk, made[:2]).left
    assert left[made[0]] == "messages.bounced"
    assert left[made[1]].startswith("contact.")
    letter_register.void(desk, made[0], "写错")
    assert letter_mail.mail_letters(desk, made[:1]).left == {made[0]: "letters.mail_void"}
    with pytest.raises(DomainError, match=r"letters\.gone"):
        letter_mail.mail_letters(desk, [999])


def test_a_letter_voided_after_it_was_queued_stays_here(
    desk: Desk,
    made: list[int],
    tmp_path: Path,
) -> None:
    letter_mail.mail_letters(desk, made[:2])
    letter_register.void(desk, made[0], "写错")
    with mail_server(tmp_path, "none") as server:
        done = mail_delivery.send_mail(desk, account(server, "none"))
        assert (done.sent, done.held_back) == (1, 1)
        assert server.postman.recipients == ["mai@example.cn"]
    with desk.read() as connection:
        query = select(OutboxItem.state, OutboxItem.last_error).order_by(OutboxItem.id)
        assert connection.execute(query).first() == ("failed", "letters.mail_void")


def test_at_night_none_is_queued(desk: Desk, made: list[int], clock: FixedClock) -> None:
    clock.moment = datetime(2026, 11, 20, 23)
    left = letter_mail.mail_letters(desk, made[:1]).left
    assert left[made[0]].startswith("contact.")
