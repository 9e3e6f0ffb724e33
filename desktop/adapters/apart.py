"""Work done in a process of its own, so that the window's thread never waits for it.

Python threads share one interpreter lock: reading and checking rows in a thread, or loading a large
workbook, would hold the window up. A call from the main thread (a command, a test) has no window to
hold up and does its work where it is.
"""

import multiprocessing
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, TypeVar

from desktop.domain.errors import CodedError, DomainError, EnvironmentProblem

Item = TypeVar("Item")


class Helper:
    """A process that makes sequences: ``items(make, order)`` yields what ``make(order)`` yields.

    Started when first needed, used again for the next order, ended with the ``with`` block, also in
    the middle of an order. ``is_apart`` can be forced; else it depends on the calling thread.
    """

    def __init__(self, *, is_apart: bool | None = None) -> None:
        on_main_thread = threading.current_thread() is threading.main_thread()
        self._is_apart = not on_main_thread if is_apart is None else is_apart
        self._pipe: Connection | None = None
        self._process: BaseProcess | None = None

    def __enter__(self) -> "Helper":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join()

    def items(
        self, make: Callable[[Any], Iterable[Item]], order: object, *, is_large: bool = False
    ) -> Iterator[Item]:
        """Yield what ``make(order)`` yields; ``make`` is a function of a module.

        ``is_large`` work is done apart from whatever thread. Raises the ``CodedError`` that was
        raised there, or ``EnvironmentProblem("imports.reader_died")``.
        """
        if not (self._is_apart or is_large):
            yield from make(order)
            return
        pipe = self._pipe or self._start()
        try:
            pipe.send((make, order))
        except OSError:
            raise EnvironmentProblem("imports.reader_died") from None
        while (message := _receive(pipe)) is not None:
            if isinstance(message[0], CodedError):
                raise message[0]
            yield message[0]

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe


def _receive(pipe: Connection) -> tuple[Any] | None:
    try:
        message = pipe.recv()
    except (EOFError, OSError):
        raise EnvironmentProblem("imports.reader_died") from None
    if message is None or len(message) == 1:
        return message  # type: ignore[no-any-return]
    kind, code, facts = message
    return (EnvironmentProblem(code, **facts) if kind == "machine" else DomainError(code, **facts),)


def _serve(pipe: Connection) -> None:
    """What the process does: one order after the other, until nobody listens any more."""
    try:
        while True:
            make, order = pipe.recv()
            try:
                for item in make(order):
                    pipe.send((item,))
                pipe.send(None)
            except CodedError as error:
                kind = "machine" if isinstance(error, EnvironmentProblem) else "rule"
                pipe.send((kind, error.code, error.facts))
    except (EOFError, OSError, KeyboardInterrupt):
        pass
