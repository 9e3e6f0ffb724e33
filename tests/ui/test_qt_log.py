"""Qt's messages go into the log."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from desktop.ui import qt_log


@pytest.fixture
def installed() -> Iterator[None]:
    qt_log.to_log()
    yield
    qInstallMessageHandler(None)


@pytest.mark.usefixtures("installed")
def test_a_warning_of_qt_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    qWarning("the plugin does not support this")
    assert ("qt", 30) in [record[:2] for record in caplog.record_tuples]
    assert "does not support this" in caplog.text
