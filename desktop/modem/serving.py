"""Orders in, events out: one JSON object a line, until the desk closes the pipe.

Orders: ``open`` (port, speed, pin), ``send`` (number, to, parts), ``delete`` (places), ``close``.
Events: ``open``, ``part``, ``refused``, ``unsure``, ``report``, ``message``, ``status``,
``problem`` (the modem cannot be used; the process ends), ``closed``.
"""

import json
import queue
import threading
from typing import Any, TextIO

from desktop.modem.radio import Lost, NotTaken, Radio

LOOK_SECONDS = 2.0
"""How long at most until the modem is asked for reports and messages again."""
Tell = Any


class Serving:
    """Does orders one after the other; between them it looks for what has come in."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self._radio: Radio | None = None

    def tell(self, what: str, **facts: object) -> None:
        """Tell the desk something."""
        self._output.write(json.dumps({"is": what, **facts}) + "\n")
        self._output.flush()

    def do(self, order: dict[str, Any]) -> bool:
        """Do one order; ``False`` ends the process."""
        kind = order["do"]
        if kind == "open":
            self._radio = Radio(order["port"], order["speed"], order.get("pin", ""))
            self.tell("open", **self._radio.status())
        elif kind == "send" and self._radio is not None:
            self._send(self._radio, order)
            self.look()
        elif kind == "delete" and self._radio is not None:
            self._radio.delete(order["places"])
        elif kind == "close":
            self.tell("closed")
            return False
        return True

    def look(self, *, is_idle: bool = False) -> None:
        """Tell what has come in, each once until the desk has it deleted."""
        if self._radio is None:
            return
        if is_idle:
            self.tell("status", **self._radio.status())
        for found in self._radio.arrived(must_look=is_idle):
            self.tell(**found)

    def close(self) -> None:
        """Let the modem go."""
        if self._radio is not None:
            self._radio.close()

    def _send(self, radio: Radio, order: dict[str, Any]) -> None:
        number, parts = order["number"], order["parts"]
        taken = 0
        try:
            for place, text in enumerate(parts, 1):
                reference = radio.send(order["to"], text, number, place, len(parts))
                taken += 1
                self.tell("part", number=number, reference=str(reference))
        except NotTaken as problem:
            self.tell("refused", number=number, reason=str(problem), is_final=bool(taken))
        except Lost:
            self.tell("unsure", number=number)
            raise


def serve(source: TextIO, output: TextIO) -> int:
    """Serve until the desk has gone or the modem is lost; the exit code says which."""
    orders: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(source, orders), daemon=True).start()
    serving = Serving(output)
    try:
        while True:
            try:
                line = orders.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                serving.look(is_idle=True)
                continue
            if line is None or not serving.do(json.loads(line)):
                return 0
    except Lost as problem:
        serving.tell("problem", code=problem.code, reason=problem.reason)
        return 1
    finally:
        serving.close()


def _read(source: TextIO, orders: "queue.Queue[str | None]") -> None:
    for line in source:
        orders.put(line)
    orders.put(None)
