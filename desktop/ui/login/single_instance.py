"""A second start on the same database raises the window that is there already."""

import hashlib

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.services.unlock import Location

_ANSWER_MS = 5000
_WORD = b"raise"


class RaiseServer(QObject):
    """Emits ``raised`` when a second start on this database asks for the window."""

    raised = Signal()

    def __init__(self, location: Location) -> None:
        super().__init__()
        name = _name(location)
        # The database is held by us, so what a crash left under this name is nobody's.
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _answer(self) -> None:
        while (asking := self._server.nextPendingConnection()) is not None:
            asking.write(_WORD)
            asking.flush()
            asking.disconnectFromServer()
            self.raised.emit()


def raise_other(location: Location) -> bool:
    """Ask the window that holds this database to come forward; return whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(location))
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    if not socket.bytesAvailable():
        socket.waitForReadyRead(_ANSWER_MS)
    answer = socket.readAll().data()
    socket.abort()
    return answer == _WORD


def _name(location: Location) -> str:
    place = str(location.keyed_as)
    return f"shouyue-{hashlib.sha256(place.encode()).hexdigest()[:24]}"
