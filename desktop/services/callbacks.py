"""Payment callbacks: their set-up kept in the encrypted store, what came in taken from the spool."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from db.payment_care_queries import set_order_state
from db.tables import Setting
from desktop.adapters.callbacks import receiver, setup
from desktop.adapters.callbacks.notice import Notice
from desktop.adapters.callbacks.spool import Spool
from desktop.domain.changes import Changes
from desktop.domain.clock import Clock
from desktop.domain.errors import DomainError
from desktop.services.desk import Desk
from desktop.services.movements import MovementIn, Stored, store_within
from desktop.services.payment_orders import doubt_of, known_orders

NAME = "payments.receiver"
DEFAULT_LISTEN = setup.DEFAULT_LISTEN


@dataclass(frozen=True)
class KeptSetup:
    """Where the receiver will listen, and for which platforms."""

    listen: str
    platforms: tuple[str, ...]
    changes: Changes


def keep_setup(desk: Desk, file: Path) -> KeptSetup:
    """Read a set-up file and keep it, keys and all, in the encrypted store."""
    plain = setup.read_file(file)
    made = setup.made(plain)
    platforms = tuple(sorted(made.platforms))
    with desk.write() as work:
        work.session.merge(Setting(name=NAME, value=plain))
        work.audit("payments.receiver_set_up", "setting", NAME, platforms=platforms)
        work.commit()
    return KeptSetup(f"{made.host}:{made.port}", platforms, Changes.of("settings"))


def kept_setup(desk: Desk) -> dict[str, Any]:
    """Return the set-up in its plain form. Raises ``DomainError("payments.setup_empty")``."""
    with desk.read() as connection:
        plain: dict[str, Any] | None = connection.execute(
            select(Setting.value).where(Setting.name == NAME)
        ).scalar()
    if plain is None:
        raise DomainError("payments.setup_empty")
    return plain


def is_set_up(desk: Desk) -> bool:
    """Whether there is a set-up to switch the receiver on with."""
    with desk.read() as connection:
        return (
            connection.execute(select(Setting.name).where(Setting.name == NAME)).first() is not None
        )


def spool_path(database: Path) -> Path:
    """Return where the callbacks of a database wait."""
    return database.with_name(f"{database.name}.callbacks")


def spool_key(desk: Desk) -> bytes:
    """Return the spool's own key: whoever has it cannot open the database with it."""
    return hmac.new(desk.store.audit_key, b"shouyue callbacks", hashlib.sha256).digest()


def hand_over(desk: Desk) -> dict[str, Any]:
    """Return what the receiver's process needs to know, and nothing that opens the database.

    Raises ``DomainError``: ``payments.setup_empty``, ``payments.receiver_needs_file`` (a server
    has no place beside it where callbacks could wait).
    """
    if desk.store.path is None:
        raise DomainError("payments.receiver_needs_file")
    return {
        "setup": kept_setup(desk),
        "spool": str(spool_path(desk.store.path)),
        "key": spool_key(desk).hex(),
    }


def receive(handed: Mapping[str, Any], clock: Clock) -> None:
    """Run the receiver with what was handed over, until the process is told to stop."""
    made = setup.made(handed["setup"])
    spool = Spool(Path(handed["spool"]), bytes.fromhex(handed["key"]))
    receiver.serve(made, spool, clock)


def take_in(desk: Desk) -> Stored:
    """Take what the receiver kept into the inbox of money; repeated notices change nothing."""
    path = desk.store.path
    if path is None or not spool_path(path).exists():
        return Stored(0, 0, 0, 0, 0)
    spool = Spool(spool_path(path), spool_key(desk))
    try:
        return _take_in(desk, spool)
    finally:
        spool.close()


def _take_in(desk: Desk, spool: Spool) -> Stored:
    whole = Stored(0, 0, 0, 0, 0)
    while waiting := spool.waiting():
        for source in sorted({notice.source for _, notice in waiting}):
            some = [notice for _, notice in waiting if notice.source == source]
            done = _store(desk, source, some)
            whole = Stored(
                whole.new + done.new,
                whole.known + done.known,
                whole.doubtful + done.doubtful,
                done.matched,
                done.certain,
                changes=whole.changes | done.changes,
            )
        # Marked only now: killed before, they are taken again, and known again.
        spool.mark_taken([number for number, _ in waiting])
    return whole


def _store(desk: Desk, source: str, notices: Sequence[Notice]) -> Stored:
    """Store notices of one platform, each held against the order it names.

    A notice stored before is known again, whatever has become of its order since.
    """
    with desk.write() as work:
        orders = known_orders(work.connection, [notice.order for notice in notices])
        movements: list[MovementIn] = []
        paid: set[str] = set()
        for notice in notices:
            order = orders.get(notice.order)
            doubt = notice.doubt or doubt_of(order, notice.order, notice.amount, notice.value_on)
            if order is not None and not doubt:
                doubt = "payments.order_paid" if notice.order in paid else ""
                paid.add(notice.order)
            movements.append(_movement(notice, doubt, order.account_no if order else ""))
        done = store_within(work, source, movements, today=desk.today)
        set_order_state(work.connection, sorted(paid), "paid")
        work.commit()
    return done


def _movement(notice: Notice, doubt: str, account_no: str) -> MovementIn:
    return MovementIn(
        amount=notice.amount,
        value_on=notice.value_on,
        at=notice.paid_at,
        currency=notice.currency,
        payer_name=notice.payer_name,
        payer_tail=notice.payer_tail,
        memo=" ".join(filter(None, (account_no, notice.order, notice.memo))),
        reference=notice.reference,
        doubt=doubt,
    )
