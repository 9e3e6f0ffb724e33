"""A rule's refusal in words: why not, by which source, and from when on."""

from desktop.adapters import wording
from desktop.domain.contact_policy import Refused
from desktop.domain.errors import DomainError
from desktop.ui.formats import language


def refusal_words(refusal: Refused) -> str:
    """Word a decision of the contact guard."""
    return _words(
        refusal.code,
        dict(refusal.detail),
        source=refusal.rule.source,
        next_allowed_at=refusal.next_allowed_at,
    )


def error_words(error: DomainError) -> str:
    """Word a refusal that came as an error; any other error in its own words."""
    facts = dict(error.facts)
    if "source" not in facts:
        return wording.error_text(error, language())
    source, next_at = facts.pop("source"), facts.pop("next_allowed_at", None)
    return _words(error.code, facts, source=source, next_allowed_at=next_at)


def _words(code: str, facts: dict[str, object], *, source: object, next_allowed_at: object) -> str:
    reason = wording.text(code, language(), **facts).rstrip("。.")
    if next_allowed_at is None:
        return wording.text("contact.not_allowed", language(), reason=reason, source=source)
    return wording.text(
        "contact.next_allowed", language(), reason=reason, at=next_allowed_at, source=source
    )
