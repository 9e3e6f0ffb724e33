"""Is a file what it claims to be, PDF/A: asked before it is signed and before it is handed over."""

from io import BytesIO

from desktop.domain.errors import DomainError

MOST_REASONS = 3


def check_pdfa(content: bytes, *, has_files: bool) -> None:
    """Refuse a file that is not PDF/A-2b or, with files inside, PDF/A-3b.

    Raises ``DomainError("certificate.not_pdfa")`` with what was found.
    """
    from pikepdf import pdfa

    report = pdfa.validate_written(BytesIO(content), "3b" if has_files else "2b")
    if report.verdict != "pass":
        found = [str(finding) for finding in report.findings]
        raise DomainError("certificate.not_pdfa", reason="; ".join(found[:MOST_REASONS]))
