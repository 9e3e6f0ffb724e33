"""The languages of the window: one Qt translation file made of a ``.ts`` per room.

Wheels and the frozen program ship ``resources/i18n/zh_CN.qm``; a source checkout makes it on the
first start, into the user's cache. ``python -m desktop.ui.translations`` makes the shipped one.
"""

import hashlib
import logging
import os
import subprocess
import sys
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop.adapters import paths
from desktop.adapters.wording import Language

_log = logging.getLogger(__name__)
_LOCALES = {"zh": "zh_CN", "en": "en_GB"}


class Translations:
    """Installs and swaps the translators of the running application."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []

    def use(self, language: Language) -> None:
        """Switch Qt's own words, the program's words and the default locale."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []
        QLocale.setDefault(QLocale(_LOCALES[language]))
        if language == "en":
            return
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm"
        for file in (qt, compiled()):
            translator = QTranslator()
            if file is not None and translator.load(str(file)):
                QCoreApplication.installTranslator(translator)
                self._installed.append(translator)
            else:
                _log.warning("no translation in %s", file)


def system_language() -> Language:
    """Return the language to start in: English only where the system speaks it."""
    return "en" if QLocale.system().language() == QLocale.Language.English else "zh"


def sources() -> list[Path]:
    """Return the ``.ts`` files, one per room."""
    return sorted(paths.resources("i18n", "zh_CN").glob("*.ts"))


def compiled() -> Path | None:
    """Return the compiled Chinese: of these very sources, else the shipped one, else None."""
    shipped = paths.resources("i18n", "zh_CN.qm")
    files = sources()
    if not files or not _tool().exists():
        return shipped if shipped.exists() else None
    mark = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    cached = paths.cache_dir() / f"zh_CN-{mark}.qm"
    try:
        return cached if cached.exists() else make(cached)
    except (OSError, subprocess.SubprocessError):
        _log.warning("could not compile the translations", exc_info=True)
        return shipped if shipped.exists() else None


def make(target: Path) -> Path:
    """Compile all rooms into one file with Qt's own tool. Raises what ``subprocess.run`` does."""
    target.parent.mkdir(parents=True, exist_ok=True)
    inputs = [str(file) for file in sources()]
    # Written beside, each start for itself, and moved: two at once never read half a file.
    half = target.with_suffix(f".{os.getpid()}.part.qm")
    subprocess.run(
        [str(_tool()), "-silent", *inputs, "-qm", str(half)],
        check=True,
        timeout=60,
        capture_output=True,
    )
    return half.replace(target)


def _tool() -> Path:
    name = "lrelease.exe" if sys.platform == "win32" else "lrelease"
    return Path(PySide6.__file__).parent / name


if __name__ == "__main__":
    print(make(paths.resources("i18n", "zh_CN.qm")))  # noqa: T201
