"""The two kinds of error that are shown to a person; anything else is a bug."""


class CodedError(Exception):
    """An error carried as a code and its facts; the wording is made where it is shown.

    ``code`` is a key of ``resources/texts`` such as ``imports.missing_column``; ``facts`` fill the
    named places of that wording. Facts must be masked already where they are personal data.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        """Code and facts, for logs and for tests."""
        shown = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}({shown})" if shown else self.code


class DomainError(CodedError):
    """A rule says no. Shown at the field it names; nothing was changed."""


class EnvironmentProblem(CodedError):
    """The machine says no (disk, lock, key store, newer file). Shown with what to do about it."""
