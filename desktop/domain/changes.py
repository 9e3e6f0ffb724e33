"""What a write changed, so that the pages that show it can refresh."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Changes:
    """The topics touched by one transaction, and the cases where they are known.

    ``topics`` are table-like words (``cases``, ``payments``, ``reminders``, ``visits``,
    ``letters``, ``settings`` …). Empty ``cases`` with a topic means: any case may have changed.
    """

    topics: frozenset[str] = frozenset()
    cases: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, *topics: str, cases: frozenset[int] | set[int] = frozenset()) -> "Changes":
        """Name the touched topics, and the touched cases where they are few enough to name."""
        return cls(frozenset(topics), frozenset(cases))

    def __or__(self, other: "Changes") -> "Changes":
        """Both changes taken together."""
        return Changes(self.topics | other.topics, self.cases | other.cases)

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.topics)
