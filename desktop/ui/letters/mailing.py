"""Letters to the debtors' e-mail addresses: asked for once, told what went and what did not."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.adapters import wording
from desktop.services import letter_mail
from desktop.services.letter_mail import LettersMailed
from desktop.ui import formats
from desktop.ui.page import Shell


def mail_letters(shell: Shell, ids: Sequence[int]) -> None:
    """Queue letters as e-mails, after one question."""
    tr = QCoreApplication.translate
    words = tr("LetterMailing", "Send %n letter(s) by e-mail?", "", len(ids))
    shell.notify.confirm(
        words,
        details=tr("LetterMailing", "Each goes to the debtor's address with the PDF attached."),
        yes=tr("LetterMailing", "Send"),
        then=lambda: shell.tasks.write(
            letter_mail.mail_letters, list(ids), then=lambda done: _tell(shell, done)
        ),
    )


def _tell(shell: Shell, done: LettersMailed) -> None:
    tr = QCoreApplication.translate
    parts = [tr("LetterMailing", "%n letter(s) queued as e-mail", "", len(done.queued))]
    for code, count in Counter(done.left.values()).items():
        parts.append(f"{count} × {wording.text(code, formats.language())}")
    shell.notify.toast("; ".join(parts), kind="warn" if done.left else "ok")
