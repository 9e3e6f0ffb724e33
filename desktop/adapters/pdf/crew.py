"""Papers set in two processes where that is quicker, else where they are asked for.

A process has to start and to read its fonts, a second or so; from some hundred papers on that is
soon made good. It ends with the program that started it, however that ends.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from desktop.adapters.apart import Helper
from desktop.adapters.pdf.document import Attachment
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.signing_key import SigningKey
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.domain.errors import CodedError, EnvironmentProblem
from desktop.domain.paper import Paper

PROCESSES = 2
PAYS_FROM = 300
SIGNED_PAYS_FROM = 60
"""A signature takes ten times as long as setting a page."""

AT_ONCE = 10
"""Papers that each of the processes, or the one there is, sets between two looks at the world."""


@dataclass(frozen=True)
class Job:
    """A paper to set, what to attach to it, and the key to sign it with."""

    paper: Paper
    attachments: tuple[Attachment, ...] = ()
    key: SigningKey | None = None


Set = tuple[bytes, int]
"""A paper's file and its number of pages."""


@dataclass(frozen=True)
class _Order:
    folder: Path
    own: tuple[tuple[str, Path], ...]
    profile: Path
    jobs: tuple[Job, ...]


class Crew:
    """Sets papers for the length of a ``with`` block.

    ``expected`` is how many there will be; ``processes`` can be forced.
    """

    def __init__(
        self,
        setter: Typesetter,
        expected: int,
        *,
        is_signed: bool = False,
        processes: int | None = None,
    ) -> None:
        if processes is None:
            pays = expected >= (SIGNED_PAYS_FROM if is_signed else PAYS_FROM)
            processes = min(PROCESSES, cores()) if pays else 1
        self._setter = setter
        self._helpers = [Helper(is_apart=True) for _ in range(processes)] if processes > 1 else []

    @property
    def at_once(self) -> int:
        """How many papers to ask for in one go."""
        return AT_ONCE * max(1, len(self._helpers))

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._dismiss()

    def _dismiss(self) -> None:
        for helper in self._helpers:
            helper.__exit__(None, None, None)
        self._helpers = []

    def set(self, jobs: Sequence[Job]) -> list[Set]:
        """Set papers, in their order. Raises ``DomainError`` as ``Typesetter.render`` does.

        A process that died (the machine took its memory) is not missed: the papers are set here.
        """
        if not self._helpers or len(jobs) == 1:
            return [_set(self._setter, job) for job in jobs]
        try:
            return self._set_apart(jobs)
        except CodedError as problem:
            self._dismiss()  # what they still have to say answers no other order
            if not isinstance(problem, EnvironmentProblem):
                raise
            return self.set(jobs)

    def _set_apart(self, jobs: Sequence[Job]) -> list[Set]:
        """Each process has every second paper, so that none waits to hand over what it made."""
        fonts, count = self._setter.fonts, len(self._helpers)
        makers = [
            helper.items(
                make,
                _Order(fonts.folder, fonts.own, self._setter.profile, tuple(jobs[start::count])),
            )
            for start, helper in enumerate(self._helpers)
        ]
        for maker in makers:
            next(maker)  # the order is taken: all set at the same time
        made = [next(makers[at % count]) for at in range(len(jobs))]
        for maker in makers:
            next(maker, None)  # it has nothing more to say
        return [one for one in made if one is not None]


def make(order: _Order) -> Iterator[Set | None]:
    """What a process of the crew does with an order: say that it has it, then set its papers."""
    yield None
    setter = _setter(order.folder, order.own, order.profile)
    for job in order.jobs:
        yield _set(setter, job)


@lru_cache(maxsize=2)
def _setter(folder: Path, own: tuple[tuple[str, Path], ...], profile: Path) -> Typesetter:
    return Typesetter(FontSet(folder, dict(own)), profile)


def _set(setter: Typesetter, job: Job) -> Set:
    return setter.render_counted(job.paper, job.attachments, job.key)


def cores() -> int:
    """The processors that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
