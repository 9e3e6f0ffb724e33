"""The certificate in Settings: imported with its password, refused in words, removed."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.adapters import secret_store
from desktop.services import letter_signing
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.branch_section import BranchSection
from desktop.ui.settings.certificate_card import CertificateCard
from desktop.ui.settings.page import SettingsPage
from tests.certificates import NAME, PASSWORD, certificate
from tests.services.test_mail_delivery import Keys


@pytest.fixture
def card(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> CertificateCard:
    kept = Keys()
    monkeypatch.setattr(secret_store, "system_store", lambda: kept)
    window.go("settings", section="branch")
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    page = window.current_page
    assert isinstance(page, SettingsPage)
    section = page.sections["branch"]
    assert isinstance(section, BranchSection)
    return section.certificate


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "branch.p12"
    made.write_bytes(certificate())
    return made


def test_a_certificate_is_imported_shown_and_removed(
    card: CertificateCard, window: MainWindow, notices: Any, qtbot: QtBot, file: Path
) -> None:
    assert "尚无证书" in card.state.text()
    assert not card.remove.isEnabled()
    card.password.setText(PASSWORD)
    card.take(file)
    qtbot.waitUntil(lambda: window.tasks.is_idle and bool(notices.toasts))
    assert card.password.text() == ""
    assert card.state.text() == f"{NAME}，颁发机构：示例电子认证，有效期至 2027-11-01"
    assert letter_signing.state(window.desk).is_on
    card.remove.click()
    assert notices.questions[-1].text
    qtbot.waitUntil(lambda: window.tasks.is_idle and "尚无证书" in card.state.text())
    assert not letter_signing.state(window.desk).is_on


def test_a_wrong_password_is_said_with_what_to_do(
    card: CertificateCard, window: MainWindow, notices: Any, qtbot: QtBot, file: Path
) -> None:
    card.password.setText("wrong")
    card.take(file)
    qtbot.waitUntil(lambda: window.tasks.is_idle and bool(notices.problems))
    assert "证书密码不对" in notices.problems[-1].text
    assert letter_signing.state(window.desk).certificate is None


def test_a_certificate_whose_password_is_elsewhere_is_told_in_red(
    card: CertificateCard, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_signing.save(window.desk, certificate(), PASSWORD)
    monkeypatch.setattr(secret_store, "system_store", lambda: None)
    card.refresh()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    assert "重新导入证书" in card.state.text()
    assert card.state.property("role") == "danger"
