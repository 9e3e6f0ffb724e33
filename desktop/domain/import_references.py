"""What names a customer and an account in a lender's row: the natural keys of the import."""

from collections.abc import Mapping

from desktop.domain.errors import DomainError
from desktop.domain.identity_numbers import is_female
from desktop.domain.import_readers import Value

Values = Mapping[str, Value]
CustomerRef = tuple[str | None, str | None, str | None, str | None]
"""Customer number, ID number, name, phone: what a record says of the customer it belongs to."""


def required(values: Values, key: str) -> Value:
    """A value that a record cannot do without. Raises ``imports.missing_value``."""
    value = values.get(key)
    if value is None:
        raise DomainError("imports.missing_value", field=key)
    return value


def account_number(values: Values) -> str:
    """What names the account: its contract number, else the whole card number."""
    number = values.get("account.account_no")
    if number is None:
        number = values.get("account.card_no")
        if isinstance(number, str) and len(number) == 4:
            raise DomainError("imports.masked_value", field="account.card_no")
    if not isinstance(number, str):
        missing = "account.account_no" if "account.account_no" in values else "account.card_no"
        raise DomainError("imports.missing_value", field=missing)
    return number


def account_kind(values: Values) -> str | None:
    """Loan or card: as said, else card by what only cards have; ``None`` where nothing tells."""
    said = values.get("account.kind")
    if isinstance(said, str):
        return said
    product = str(values.get("account.product") or "")
    looks_like_card = values.get("account.card_no") or values.get("account.statement_day")
    return "card" if looks_like_card or "信用卡" in product or "贷记卡" in product else None


def loose_reference(values: Values) -> CustomerRef:
    """What the row says of its customer, be it enough or not."""
    return tuple(  # type: ignore[return-value]
        values.get(f"customer.{name}") for name in ("customer_no", "id_number", "name", "phone")
    )


def customer_reference(values: Values) -> CustomerRef:
    """What names the customer of this row; raises ``imports.customer_unnamed`` if nothing does."""
    reference = loose_reference(values)
    number, identity, name, phone = reference
    if number is None and identity is None and (name is None or phone is None):
        raise DomainError("imports.customer_unnamed", field="customer.id_number")
    return reference


def customer_key(reference: CustomerRef) -> str:
    """The natural key: the lender's customer number, else the ID number, else name and phone."""
    number, identity, name, phone = reference
    if number:
        return f"no:{number}"
    return f"id:{identity}" if identity else f"np:{name}|{phone}"


_COMPANY_ENDINGS = (
    "公司",
    "厂",
    "合作社",
    "事务所",
    "中心",
    "商行",
    "经营部",
    "集团",
    "企业",
    "酒店",
    "学校",
    "医院",
)


def holder_of(name: str, number: str | None) -> tuple[str, str | None, str | None]:
    """Person or company, kind of document, sex, by name and document number."""
    if number is None:
        return ("company" if name.endswith(_COMPANY_ENDINGS) else "person"), None, None
    if len(number) == 18 and number[:17].isdigit() and not name.endswith(_COMPANY_ENDINGS):
        return "person", "resident", "f" if is_female(number) else "m"
    if len(number) == 18:
        return "company", "organisation", None
    return "person", "other", None
