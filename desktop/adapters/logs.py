"""The program's log: one rotating file in the user's log folder, personal data masked."""

import logging
import re
import sys
import threading
from collections.abc import Iterable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from desktop.adapters import paths

_KEEP_BYTES = 1_000_000
_KEEP_FILES = 5

# A run of digits, perhaps grouped by blanks or hyphens, that is not part of a longer word. Long
# enough for a mobile number (11) up to a bank card (19); the last sign of an ID may be X.
_NUMBER = re.compile(r"(?<![0-9A-Za-z.])\d(?:[ -]?\d){9,17}[ -]?[\dXx](?![0-9A-Za-z])")
# What people wrote: an e-mail address.
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+")


def mask(message: str, names: Iterable[str] = ()) -> str:
    """Hide what names a person: phone, ID and card numbers, e-mail addresses and ``names``.

    Numbers keep three digits in front and four at the end, a name keeps its first character.
    """
    message = _NUMBER.sub(_mask_number, message)
    message = _EMAIL.sub("***@***", message)
    for name in sorted((name for name in names if name), key=len, reverse=True):
        message = message.replace(name, name[0] + "某")
    return message


def start(name: str = "shouyue", level: int = logging.INFO) -> Path:
    """Begin to log into the file ``name``.log and return its path.

    Unexpected errors of any thread are logged too. Starting twice writes every line once. The
    window and the headless commands use different names: two programs never rotate one file.
    """
    file = paths.log_dir() / f"{name}.log"
    stop()
    handler = RotatingFileHandler(
        file, maxBytes=_KEEP_BYTES, backupCount=_KEEP_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(_MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.set_name("shouyue")
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    sys.excepthook = _log_unexpected
    threading.excepthook = _log_unexpected_in_thread
    return file


def stop() -> None:
    """Close the log file that ``start`` opened, if any."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if handler.get_name() == "shouyue"]:
        root.removeHandler(handler)
        handler.close()


class _MaskingFormatter(logging.Formatter):
    """Masks the finished line, so that a traceback and an error's words are masked as well.

    Names that a record is about are given as ``extra={"names": […]}``.
    """

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record), getattr(record, "names", ()))


def _mask_number(match: re.Match[str]) -> str:
    digits = re.sub(r"[ -]", "", match.group())
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


def _log_unexpected(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("shouyue").critical("unexpected error", exc_info=(kind, error, trace))


def _log_unexpected_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log_unexpected(args.exc_type, args.exc_value, args.exc_traceback)
