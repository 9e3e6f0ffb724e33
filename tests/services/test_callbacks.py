"""What the receiver kept is taken into the inbox of money, once."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.adapters.callbacks.setup import made
from desktop.adapters.callbacks.spool import Spool
from desktop.domain.errors import DomainError
from desktop.services import callbacks, day_run, money_inbox
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.platforms import SECRET, Platforms

pytestmark = pytest.mark.file_only


def _kept(desk: Desk, folder: Path) -> callbacks.KeptSetup:
    path = folder / "receiver.toml"
    path.write_text(
        f'listen = "127.0.0.1:9001"\n[core]\nsecret = "{base64.b64encode(SECRET).decode()}"\n'
    )
    return callbacks.keep_setup(desk, path)


def test_the_setup_is_kept_and_handed_over_without_the_databases_key(
    desk: Desk, tmp_path: Path
) -> None:
    assert not callbacks.is_set_up(desk)
    with pytest.raises(DomainError, match="setup_empty"):
        callbacks.hand_over(desk)
    kept = _kept(desk, tmp_path)
    assert (kept.listen, kept.platforms) == ("127.0.0.1:9001", ("core",))
    assert callbacks.is_set_up(desk)
    handed = callbacks.hand_over(desk)
    assert made(handed["setup"]).port == 9001
    assert handed["spool"].endswith(".callbacks")
    assert bytes.fromhex(handed["key"]) != desk.store.audit_key


def test_callbacks_are_taken_in_once_and_matched(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.account(1, 1, annual_rate=None)
    book.instalment(1, 1, TODAY - timedelta(days=9))
    day_run.run(desk)
    assert callbacks.take_in(desk).new == 0
    assert desk.store.path is not None
    platforms = Platforms()
    setup = made(platforms.setup())
    spool = Spool(callbacks.spool_path(desk.store.path), callbacks.spool_key(desk))
    now = desk.clock.now()
    for name, (headers, body) in (
        ("core", platforms.core(now)),
        ("wechat", platforms.wechat(now, fen=500, mchid="1")),
        ("alipay", ({}, platforms.alipay())),
    ):
        spool.put(setup.platforms[name].read(headers, body, now), now)
    done = callbacks.take_in(desk)
    assert (done.new, done.doubtful) == (3, 1)
    assert callbacks.take_in(desk).new == 0
    rows = {row.source: row for row in money_inbox.inbox(desk)}
    assert rows["core"].is_certain
    assert rows["wechat"].doubt == "payments.other_merchant"
    assert rows["alipay"].suggestions[0].reasons[0] == "contract"
    spool._file.execute("UPDATE notice SET is_taken = 0")
    again = callbacks.take_in(desk)
    assert (again.new, again.known) == (0, 3)
    spool.close()
