"""One write: one transaction with its audit entry; nothing stays unless it is committed."""

from datetime import datetime
from types import TracebackType

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db import audit_chain
from db.engine import Store


class UnitOfWork:
    """The transaction of one use case.

    ``connection`` for Core and bulk statements, ``session`` for the detail of one case. A use
    case that wrote something without an audit entry is a bug, and its commit is refused.
    """

    connection: Connection

    def __init__(self, store: Store, *, actor: str, now: datetime) -> None:
        self.now = now
        self.actor = actor
        self._store = store
        self._writing = store.write()
        self._session: Session | None = None
        self._is_audited = False

    def __enter__(self) -> "UnitOfWork":
        self.connection = self._writing.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            self._session.close()
        self._writing.__exit__(kind, error, trace)

    @property
    def session(self) -> Session:
        """An ORM session inside this transaction, made when first asked for."""
        if self._session is None:
            self._session = Session(self.connection, expire_on_commit=False)
        return self._session

    def audit(
        self, action: str, subject: str, subject_id: int | str | None = None, **facts: object
    ) -> None:
        """Leave the entry that says what this transaction does; ``facts`` without personal data."""
        if self._session is not None:
            self._session.flush()
        audit_chain.append(
            self.connection,
            self._store.audit_key,
            at=self.now,
            actor=self.actor,
            action=action,
            subject=subject,
            subject_id=None if subject_id is None else str(subject_id),
            facts=facts,
        )
        self._is_audited = True

    def commit(self) -> None:
        """Make it last: the last line of every use case that writes."""
        if not self._is_audited:
            raise AssertionError("a write without an audit entry")
        if self._session is not None:
            self._session.flush()
        self.connection.commit()
