"""Asking whether an address from which mail came back is to be used again."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop.domain.masks import mask_email
from desktop.services import mail_bounces
from desktop.ui.page import Shell


def ask_to_use_again(shell: Shell, address: str, then: Callable[[], object] | None = None) -> None:
    """Ask, and use the address again; what is shown of it is masked."""
    shown = mask_email(address)

    def used_again(_done: object) -> None:
        words = QCoreApplication.translate("DeadAddress", "{address} is used again")
        shell.notify.toast(words.format(address=shown), kind="ok")
        if then is not None:
            then()

    words = QCoreApplication.translate("DeadAddress", "Use {address} again?")
    shell.notify.confirm(
        words.format(address=shown),
        details=QCoreApplication.translate(
            "DeadAddress",
            "Mail to it came back. Make sure the customer has put it right; messages held because of it can then be released.",
        ),
        yes=QCoreApplication.translate("DeadAddress", "Use it again"),
        then=lambda: shell.tasks.write(mail_bounces.use_again, address, then=used_again),
    )
