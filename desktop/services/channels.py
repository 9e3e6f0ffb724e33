"""The branch's line for SMS: made of its settings, its secrets in the key store, tried out."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from db import dispatch_queries, line_queries
from db.tables import OutboxItem
from desktop.adapters import secret_store
from desktop.adapters.message_files import plain_number
from desktop.adapters.secret_store import KeyStore
from desktop.adapters.sms.line import LineStatus, SmsLine
from desktop.adapters.sms.modem import ModemLine, ModemSetup
from desktop.adapters.sms.smpp import SmppLine, SmppSetup
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.message_text import is_mobile, sign
from desktop.services import line_hold, outbox, settings, sms_incoming, sms_sending
from desktop.services.desk import Desk
from desktop.services.sms_sending import LINES

SERVICE = "shouyue-sms"
SECRETS = {"modem": "SHOUYUE_MODEM_PIN", "smpp": "SHOUYUE_SMPP_PASSWORD"}
"""Where a machine without a key store finds the secret of a line: a variable of the environment."""
TEST_SECONDS = 60
TEXT = "这是一条测试短信，说明短信通道设置正确。"
MakeLine = Callable[[Desk], SmsLine]


@dataclass(frozen=True)
class Tested:
    """What became of a test message: its state in the outbox, and the line as it was."""

    item_id: int
    state: str
    error: str | None
    status: LineStatus
    changes: Changes


def way(desk: Desk) -> str:
    """How SMS go out: ``folder``, ``modem`` or ``smpp``."""
    with desk.read() as connection:
        return settings.value(connection, "sms.way")


def make_line(desk: Desk, store: KeyStore | None = None) -> SmsLine:
    """Make the line of the settings, not opened yet. Raises ``DomainError`` for what is missing:
    ``sms.is_folder``, ``sms.no_port``, ``sms.no_gateway``."""
    with desk.read() as connection:
        values = settings.all_values(connection)
    chosen = values["sms.way"]
    if chosen == "modem":
        if not values["modem.port"]:
            raise DomainError("sms.no_port", field="modem.port")
        speed = int(values["modem.speed"])
        return ModemLine(ModemSetup(values["modem.port"], speed, _secret(values, store)))
    if chosen == "smpp":
        if not values["smpp.host"] or not values["smpp.system_id"]:
            raise DomainError("sms.no_gateway", field="smpp.host")
        return SmppLine(_smpp(values, _secret(values, store)))
    raise DomainError("sms.is_folder")


def has_secret(desk: Desk, store: KeyStore | None = None) -> bool:
    """Whether a PIN or password is kept for the line as it is set up now."""
    with desk.read() as connection:
        values = settings.all_values(connection)
    return bool(_secret(values, store))


def set_secret(desk: Desk, secret: str, store: KeyStore | None = None) -> Changes:
    """Keep the modem's PIN or the gateway's password in the system's key store.

    Raises ``DomainError("sms.no_key_store")`` on a machine that has none.
    """
    keys = store or secret_store.system_store()
    if keys is None:
        raise DomainError("sms.no_key_store", field="secret")
    with desk.write() as work:
        values = settings.all_values(work.connection)
        keys.set_password(SERVICE, _name(values), secret)
        work.audit("channel.password", "setting", "sms.way", way=values["sms.way"])
        work.commit()
    return Changes.of("settings")


def try_connection(desk: Desk, make: MakeLine = make_line) -> LineStatus:
    """Open the line, look at it, close it again; of the exchange folder, whether it can be used.

    Raises ``EnvironmentProblem("sms.line_busy")`` while a running program sends over it, and what the
    line raises.
    """
    if way(desk) == "folder":
        outbox.exchange_folder(desk)
        return LineStatus()
    line_hold.must_be_free(desk)
    line = make(desk)
    try:
        line.open()
        return line.status()
    finally:
        line.close()


def send_test(
    desk: Desk, number: str, make: MakeLine = make_line, seconds: float = TEST_SECONDS
) -> Tested:
    """Send one test message over the line now, and wait for what becomes of it.

    It goes through the outbox like every other; nothing else is sent with it. Raises
    ``DomainError("messages.no_mobile")``, ``sms.line_busy`` as ``try_connection``, and what the line raises.
    """
    item_id = _test_message(desk, plain_number(number))
    if way(desk) == "folder":
        changes = outbox.hand_over_one(desk, item_id)
        return Tested(item_id, _state(desk, item_id), None, LineStatus(), changes)
    chosen, line = way(desk), make(desk)
    end = time.monotonic() + seconds
    try:
        line.open()
        line.send(sms_sending.claim(desk, chosen, 1, only=item_id).parcels)
        while _state(desk, item_id) in ("sending", "sent") and time.monotonic() < end:
            sms_sending.record(desk, line.poll(1.0))
            line.confirm()
        status = line.status()
    finally:
        sms_sending.record(desk, line.close())
        sms_incoming.pass_on(desk)
    state, error = _state_and_error(desk, item_id)
    return Tested(item_id, state, error, status, Changes.of("messages"))


def _test_message(desk: Desk, number: str) -> int:
    if not is_mobile(number):
        raise DomainError("messages.no_mobile", field="recipient")
    line_hold.must_be_free(desk)
    with desk.write() as work:
        values = settings.all_values(work.connection)
        signature = values["branch.sms_signature"] or values["branch.name"]
        row = {
            "idempotency_key": f"test:{work.now.isoformat()}:{time.monotonic_ns()}",
            "channel": "sms",
            "recipient": number,
            "body": sign(TEXT, signature) if signature else TEXT,
            "state": "queued",
            "due_at": work.now,
            "created_at": work.now,
        }
        item_id = dispatch_queries.add(work.connection, OutboxItem, row)
        work.audit("messages.test", "outbox", item_id)
        work.commit()
    return item_id


def _state(desk: Desk, item_id: int) -> str:
    return _state_and_error(desk, item_id)[0]


def _state_and_error(desk: Desk, item_id: int) -> tuple[str, str | None]:
    with desk.read() as connection:
        row = line_queries.item(connection, item_id)
    return (row.state, row.last_error) if row is not None else ("cancelled", None)


def _smpp(values: Mapping[str, str], password: str) -> SmppSetup:
    return SmppSetup(
        host=values["smpp.host"],
        port=int(values["smpp.port"]),
        system_id=values["smpp.system_id"],
        password=password,
        is_tls=values["smpp.tls"] == "yes",
        system_type=values["smpp.system_type"],
        source=values["smpp.source"],
        source_ton=int(values["smpp.source_ton"]),
        source_npi=int(values["smpp.source_npi"]),
        country=values["smpp.country"],
        rate=float(values["smpp.rate"]),
        window=int(values["smpp.window"]),
        long_form=values["smpp.long_form"],
        enquire_seconds=float(values["smpp.enquire_seconds"]),
    )


def _secret(values: Mapping[str, str], store: KeyStore | None) -> str:
    keys = store or secret_store.system_store()
    kept = keys.get_password(SERVICE, _name(values)) if keys is not None else None
    return kept or os.environ.get(SECRETS.get(values["sms.way"], ""), "")


def _name(values: Mapping[str, str]) -> str:
    if values["sms.way"] in LINES[1:]:
        return f"{values['smpp.system_id']}@{values['smpp.host']}"
    return f"modem@{values['modem.port']}"
