"""The map beside its list: search an address, pin it with a click, drag it, import a file."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.services import places
from desktop.services.places import MapPlace, PlaceSaved, PlacesMap, PlacesRead, Way
from desktop.ui.dispatch.map_canvas import MapCanvas
from desktop.ui.dispatch.words import said
from desktop.ui.page import Shell
from desktop.ui.widgets.text import button, column, row, spacer, text

_SHOWN_REJECTS = 8


class MapView(QWidget):
    """Left the addresses, those without a pin first; right the map."""

    refreshed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._map = PlacesMap((), ())
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search an address or a name"))
        self.search.setAccessibleName(self.tr("Search an address or a name"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Addresses"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.canvas = MapCanvas(shell.theme)
        self.hint = text("", "muted", wrap=True)
        self._import = button(shell.theme, self.tr("Import places…"), "upload")
        self._ways = button(shell.theme, self.tr("Learnt ways"), "clock", role="ghost")
        self._all = button(shell.theme, self.tr("Show all"), "map-pin", role="ghost")
        self._off = button(shell.theme, self.tr("Take the pin off"), "x", role="ghost")
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the places."""
        self._shell.tasks.read(places.places_map, then=self._show, latest="dispatch.places")

    def import_file(self, path: Path) -> None:
        """Pin the places of a file; rows that are wrong are listed with their reasons."""
        self._shell.tasks.write(places.import_places, path, then=self._imported)

    def choose(self, address: str) -> None:
        """Go to an address; one without a pin is pinned by the next click."""
        place = next((one for one in self._map.places if one.address == address), None)
        if place is None:
            return
        waits = not place.is_pinned
        self.canvas.choose(address, waiting=waits)
        self._off.setEnabled(not waits)
        pin_it = self.tr("Click on the map where “{address}” lies; Enter pins at the cross.")
        move_it = self.tr("Drag the pin of “{address}” to move it.")
        self.hint.setText((pin_it if waits else move_it).format(address=address))
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == address:
                self.list.blockSignals(True)
                self.list.setCurrentRow(at)
                self.list.blockSignals(False)

    @property
    def current(self) -> str:
        """The address chosen in the list."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def pin(self, address: str, latitude: float, longitude: float) -> None:
        """Set or move a pin."""
        self._write(places.pin, self.tr("Place pinned."), address, latitude, longitude)

    def unpin(self, address: str) -> None:
        """Take a pin off."""
        self._write(places.unpin, self.tr("Pin taken off."), address)

    def show_ways(self) -> None:
        """Show what was learnt of the ways."""
        self._shell.tasks.read(places.learnt_ways, then=self._show_ways)

    def _write(self, act: Any, words: str, *args: object) -> None:
        tasks = self._shell.tasks

        def told(saved: PlaceSaved) -> None:
            self._shell.notify.toast(
                words, undo=lambda: tasks.write(places.take_back, saved), kind="ok"
            )

        tasks.write(act, *args, then=told)

    def _show(self, found: PlacesMap) -> None:
        self._map = found
        self.canvas.show_places(found.places)
        self._fill()
        self.refreshed.emit()

    def _fill(self) -> None:
        wanted, kept = self.search.text().strip(), self.current
        no_pin = self.tr("{place} · no pin yet")
        self.list.blockSignals(True)
        self.list.clear()
        for place in sorted(self._map.places, key=lambda one: (one.is_pinned, one.address)):
            if wanted and wanted not in place.address and wanted not in "".join(place.names):
                continue
            item = QListWidgetItem(
                _line(place) if place.is_pinned else no_pin.format(place=_line(place))
            )
            item.setData(Qt.ItemDataRole.UserRole, place.address)
            item.setToolTip(place.address)
            self.list.addItem(item)
        self.list.blockSignals(False)
        waiting = sum(not one.is_pinned for one in self._map.places)
        self.hint.setText(
            self.tr("%n address(es) without a pin", "", waiting)
            if self._map.places
            else self.tr("Addresses of requests, visits and officers appear here.")
        )
        self._off.setEnabled(False)
        if kept:
            self.choose(kept)

    def _imported(self, read: PlacesRead) -> None:
        words = self.tr("%n place(s) pinned", "", read.pinned)
        if read.rejects:
            words += "；" + self.tr("%n row(s) refused", "", len(read.rejects))
            row_words = self.tr("row {number}: {reason}")
            shown = [
                row_words.format(number=number, reason=said(code))
                for number, code in read.rejects[:_SHOWN_REJECTS]
            ]
            words += "\n" + "\n".join(shown)
        self._shell.notify.toast(words, kind="warn" if read.rejects else "ok", seconds=20)

    def _show_ways(self, ways: tuple[Way, ...]) -> None:
        WaysDialog(self, ways).open()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setLayout(column(self.search, self.list, self.hint, spacing=8))
        left.setMinimumWidth(200)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.canvas)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setHandleWidth(12)
        split.setSizes([230, 600])
        acts = row(self._import, self._ways, spacer(), self._off, self._all, spacing=6)
        whole = column(acts, split, spacing=8)
        whole.setContentsMargins(12, 10, 12, 12)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _words: self._fill())
        self.list.currentItemChanged.connect(lambda _now, _old: self.choose(self.current))
        self.canvas.chosen.connect(self.choose)
        self.canvas.pin_wanted.connect(self.pin)
        self.canvas.unpin_wanted.connect(self.unpin)
        self._import.clicked.connect(self._ask_file)
        self._ways.clicked.connect(self.show_ways)
        self._all.clicked.connect(self.canvas.show_all)
        self._off.clicked.connect(lambda: self.unpin(self.current))

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Import places…"))
        dialog.setNameFilter(self.tr("Places: address, latitude, longitude, area (*.csv *.txt)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.import_file(Path(name)))
        dialog.open()


class WaysDialog(QDialog):
    """Minutes learnt from the branch's own departures and arrivals, by pair of areas."""

    def __init__(self, parent: QWidget, ways: tuple[Way, ...]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Learnt ways"))
        self.resize(560, 380)
        self.table = QTableWidget(len(ways), 5)
        self.table.setAccessibleName(self.tr("Learnt ways"))
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("From"),
                self.tr("To"),
                self.tr("Time of day"),
                self.tr("Trips"),
                self.tr("Minutes"),
            ]
        )
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for place, way in enumerate(ways):
            cells = (
                way.from_area,
                way.to_area,
                said(f"dispatch.band.{way.band}"),
                str(way.trips),
                str(way.minutes),
            )
            for at, words in enumerate(cells):
                self.table.setItem(place, at, QTableWidgetItem(words))
        nothing = self.tr("A pair of areas is learnt after five trips with departure and arrival.")
        self.setLayout(
            column(text(nothing, "muted", wrap=True), self.table, margins=16, spacing=10)
        )


def _line(place: MapPlace) -> str:
    words = "、".join(place.names)
    role = "" if place.role == "place" else f"（{said(f'dispatch.role.{place.role}')}）"
    return f"{words + ' ' if words else ''}{place.address}{role}"
