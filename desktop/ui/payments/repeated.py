"""Words for a statement that came again under another name."""

from desktop.adapters import wording
from desktop.services.money_inbox import RepeatedFile
from desktop.services.repeated_files import Repeated
from desktop.ui import formats


def repeated_words(file: str, repeated: Repeated | RepeatedFile) -> str:
    """Say which file it repeats, and that nothing was booked of it."""
    key = "payments.same_file_facts" if repeated.files == 1 else "payments.same_files_facts"
    return wording.text(
        key,
        formats.language(),
        file=file,
        earlier=repeated.earlier_name,
        day=formats.day(repeated.earlier_on),
        lines=repeated.lines,
        files=repeated.files,
    )
