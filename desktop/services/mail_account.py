"""The branch's e-mail account: its data in Settings, its password in the key store, a test."""

from desktop.adapters import secret_store
from desktop.adapters.mail import Mail, MailAccount, MailConnection, MailRefused, test_key
from desktop.adapters.secret_store import KeyStore
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services import settings
from desktop.services.desk import Desk

SERVICE = "shouyue-mail"


def account(desk: Desk, store: KeyStore | None = None) -> MailAccount | None:
    """The account to send from; ``None`` where none is set up."""
    with desk.read() as connection:
        values = settings.all_values(connection)
    if not values["mail.host"] or not values["mail.sender"]:
        return None
    user = values["mail.user"]
    keys = store or secret_store.system_store()
    kept = keys.get_password(SERVICE, _name(values)) if keys is not None and user else None
    return MailAccount(
        host=values["mail.host"],
        port=int(values["mail.port"]),
        security=values["mail.security"],
        user=user if kept else "",
        password=kept or "",
        sender=values["mail.sender"],
        sender_name=values["branch.short_name"] or values["branch.name"],
    )


def has_password(desk: Desk, store: KeyStore | None = None) -> bool:
    """Whether a password is kept for the account as it is set up now."""
    with desk.read() as connection:
        values = settings.all_values(connection)
    keys = store or secret_store.system_store()
    return keys is not None and bool(keys.get_password(SERVICE, _name(values)))


def set_password(desk: Desk, password: str, store: KeyStore | None = None) -> Changes:
    """Keep the password in the system's key store; it never reaches the database.

    Raises ``DomainError("mail.no_key_store")`` on a machine that has none.
    """
    keys = store or secret_store.system_store()
    if keys is None:
        raise DomainError("mail.no_key_store", field="password")
    with desk.write() as work:
        values = settings.all_values(work.connection)
        keys.set_password(SERVICE, _name(values), password)
        work.audit("mail.password", "setting", "mail.user")
        work.commit()
    return Changes.of("settings")


def send_test(desk: Desk, recipient: str, store: KeyStore | None = None) -> str:
    """Send a test e-mail now and return to whom.

    Raises ``DomainError("mail.not_set_up")`` or ``mail.refused`` with what the server said, and
    what ``MailConnection`` raises.
    """
    sender = account(desk, store)
    if sender is None:
        raise DomainError("mail.not_set_up")
    mail = Mail(
        key=test_key(),
        recipient=recipient.strip() or sender.sender,
        subject=f"{sender.sender_name}：测试邮件",
        text="这是一封测试邮件，说明邮件发送设置正确。\n\n请勿回复。",
        at=desk.clock.now(),
    )
    try:
        with MailConnection(sender) as connection:
            connection.send(mail)
    except MailRefused as refused:
        raise DomainError("mail.refused", reason=refused.reason) from refused
    return mail.recipient


def _name(values: dict[str, str]) -> str:
    return f"{values['mail.user']}@{values['mail.host']}"
