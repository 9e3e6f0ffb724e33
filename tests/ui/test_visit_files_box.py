"""The files of a visit in the form of its record."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.services import visit_files
from desktop.ui.dispatch.page import DispatchPage
from desktop.ui.dispatch.visit_forms import RecordDialog
from tests.ui.conftest import NoticeRecorder
from tests.ui.test_dispatch_page import TEN, officers, page, settle, visit  # noqa: F401


def test_files_are_added_saved_and_taken_off(
    page: DispatchPage,  # noqa: F811
    qtbot: QtBot,
    tmp_path: Path,
    notices: NoticeRecorder,
) -> None:
    visit_id = visit(page, qtbot, TEN)
    form = RecordDialog(page, page.shell, page.board.visits[0])
    photo, text = tmp_path / "签字.png", tmp_path / "说明.txt"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n a signature")
    text.write_text("no picture")
    form.files.kind.setCurrentIndex(1)
    form.files.attach([str(photo)])
    settle(page, qtbot)
    assert form.files.list.item(0).text().startswith("签字  签字.png")
    form.files.attach([str(text)])
    settle(page, qtbot)
    assert "不是 JPEG、PNG 或 PDF" in form.error
    form.files.save(tmp_path / "副本.png")
    settle(page, qtbot)
    assert (tmp_path / "副本.png").read_bytes() == photo.read_bytes()
    form.files.save(tmp_path / "没有" / "副本.png")
    settle(page, qtbot)
    assert notices.toasts[-1].kind == "danger"
    form.files.remove()
    settle(page, qtbot)
    assert visit_files.files(page.shell.desk, visit_id) == ()
    assert form.files.chosen is None
    form.files.remove()
    form.files.save(tmp_path / "nichts.png")
    assert not (tmp_path / "nichts.png").exists()
