"""The map of places: search, pin by click and key, drag, undo, import with errors per row, ways."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services import places
from desktop.services.places import MapPlace, Way
from desktop.ui.dispatch.map_canvas import MapCanvas
from desktop.ui.dispatch.map_geometry import frame_of, hull
from desktop.ui.dispatch.map_view import MapView, WaysDialog
from desktop.ui.dispatch.page import DispatchPage
from desktop.ui.theme import Theme
from tests.ui.conftest import NoticeRecorder
from tests.ui.test_dispatch_page import (  # noqa: F401
    officers,
    page,
    request,
    settle,
)

HOUSE, SHOP = "滨江区江虹路8号", "滨江区江南大道1号"
LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


@pytest.fixture
def shown(page: DispatchPage, qtbot: QtBot) -> MapView:  # noqa: F811
    request(page, qtbot)
    places.pin(page.shell.desk, SHOP, 30.20, 120.20, "滨江区")
    places.pin(page.shell.desk, "滨江区网商路9号", 30.22, 120.23, "滨江区")
    places.pin(page.shell.desk, "滨江区春晓路3号", 30.18, 120.24, "滨江区")
    page._choose_view("map")
    settle(page, qtbot)
    return page.map


def mouse(canvas: MapCanvas, kind: QEvent.Type, at: QPointF, held: bool) -> None:
    buttons = LEFT if held else Qt.MouseButton.NoButton
    event = QMouseEvent(kind, at, at, LEFT, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def pull(canvas: MapCanvas, start: QPointF, end: QPointF) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, start, held=True)
    mouse(canvas, QEvent.Type.MouseMove, (start + end) / 2, held=True)
    mouse(canvas, QEvent.Type.MouseMove, end, held=True)
    canvas.grab()
    mouse(canvas, QEvent.Type.MouseButtonRelease, end, held=False)


def click(canvas: MapCanvas, at: QPointF) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, at, held=True)
    mouse(canvas, QEvent.Type.MouseButtonRelease, at, held=False)


def press(canvas: MapCanvas, key: Qt.Key) -> None:
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, key, none))


def place(view: MapView, address: str) -> MapPlace:
    return next(one for one in view._map.places if one.address == address)


def test_an_address_is_pinned_by_a_click_and_taken_back(
    shown: MapView,
    page: DispatchPage,  # noqa: F811
    qtbot: QtBot,
    notices: NoticeRecorder,
) -> None:
    assert shown.list.item(0).text() == f"{HOUSE} · 未标点"
    shown.list.setCurrentRow(0)
    assert "点击" in shown.hint.text()
    at = QPointF(200, 150)
    wanted = shown.canvas.frame.to_degrees(at)
    click(shown.canvas, at)
    settle(page, qtbot)
    assert place(shown, HOUSE).latitude == pytest.approx(wanted[0], abs=1e-5)
    assert place(shown, HOUSE).longitude == pytest.approx(wanted[1], abs=1e-5)
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    settle(page, qtbot)
    assert not place(shown, HOUSE).is_pinned


def test_a_pin_is_dragged_and_the_ground_is_pulled(
    shown: MapView,
    page: DispatchPage,  # noqa: F811
    qtbot: QtBot,
) -> None:
    canvas = shown.canvas
    start = canvas.frame.to_screen(30.20, 120.20)
    click(canvas, start)
    assert shown.current == SHOP
    pull(canvas, start, start + QPointF(60, -40))
    settle(page, qtbot)
    assert place(shown, SHOP).latitude > 30.20
    before = canvas.frame
    pull(canvas, QPointF(5, 5), QPointF(65, 45))
    assert canvas.frame.longitude < before.longitude
    assert canvas.frame.latitude > before.latitude


def test_everything_works_by_key(
    shown: MapView,
    page: DispatchPage,  # noqa: F811
    qtbot: QtBot,
) -> None:
    canvas = shown.canvas
    shown.list.setCurrentRow(0)
    press(canvas, KEY.Key_Right)
    press(canvas, KEY.Key_Down)
    press(canvas, KEY.Key_Plus)
    middle = (canvas.frame.latitude, canvas.frame.longitude)
    press(canvas, KEY.Key_Return)
    settle(page, qtbot)
    assert place(shown, HOUSE).latitude == pytest.approx(middle[0], abs=1e-5)
    press(canvas, KEY.Key_Delete)
    settle(page, qtbot)
    assert not place(shown, HOUSE).is_pinned
    wide = canvas.frame.metres
    press(canvas, KEY.Key_Minus)
    assert canvas.frame.metres > wide
    press(canvas, KEY.Key_Home)
    inside = [canvas.frame.to_screen(30.18, 120.24), canvas.frame.to_screen(30.22, 120.23)]
    assert all(0 < one.x() < canvas.width() and 0 < one.y() < canvas.height() for one in inside)
    press(canvas, KEY.Key_F9)


def test_search_narrows_the_list_and_the_wheel_zooms_about_the_mouse(shown: MapView) -> None:
    shown.search.setText("网商")
    assert [shown.list.item(at).text() for at in range(shown.list.count())] == ["滨江区网商路9号"]
    canvas, at = shown.canvas, QPointF(120, 90)
    before = canvas.frame.to_degrees(at)
    none = Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, none, phase, False
    )
    QApplication.sendEvent(canvas, wheel)
    assert canvas.frame.to_degrees(at) == pytest.approx(before, abs=1e-6)
    spot = canvas.frame.to_screen(30.20, 120.20).toPoint()
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, spot, spot))
    shown.canvas.choose("滨江区春晓路3号")
    shown.choose("没有这里")


def test_a_file_of_places_is_imported_with_each_bad_row_told(
    shown: MapView,
    page: DispatchPage,  # noqa: F811
    qtbot: QtBot,
    notices: NoticeRecorder,
    tmp_path: Path,
) -> None:
    file = tmp_path / "地点.csv"
    file.write_text(f"地址,纬度,经度\n{HOUSE},30.2,120.2\n某路,x,y\n", encoding="utf-8")
    shown.import_file(file)
    settle(page, qtbot)
    assert place(shown, HOUSE).is_pinned
    assert "第 3 行：纬度或经度不是数字" in notices.toasts[-1].text


def test_learnt_ways_are_shown(shown: MapView, page: DispatchPage, qtbot: QtBot) -> None:  # noqa: F811
    shown.show_ways()
    settle(page, qtbot)
    dialog = WaysDialog(shown, (Way("西湖区", "滨江区", "rush", 6, 43),))
    assert [dialog.table.item(0, at).text() for at in range(5)] == [
        "西湖区",
        "滨江区",
        "早晚高峰",
        "6",
        "43",
    ]


def test_an_empty_map_shows_the_country_and_a_hull_its_outline(qtbot: QtBot) -> None:
    canvas = MapCanvas(Theme("dark"))
    qtbot.addWidget(canvas)
    canvas.show_places(())
    canvas.grab()
    assert frame_of((), QSizeF(100, 100)).metres == 5000
    square = [QPointF(*one) for one in ((0, 0), (4, 0), (4, 4), (0, 4), (2, 2))]
    assert len(hull(square)) == 4
    assert len(hull(square[:2])) == 2
    far = frame_of(((30.0, 120.0), (31.0, 121.0)), QSizeF(800, 600))
    assert far.to_degrees(far.to_screen(30.3, 120.4)) == pytest.approx((30.3, 120.4))
