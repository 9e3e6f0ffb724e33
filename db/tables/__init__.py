"""All tables, by room. Importing this package fills ``Base.metadata``."""

from db.tables.accounts import FAR_DAY, Account, AccountSpan, DayRun, Instalment, Payment
from db.tables.base import Base
from db.tables.cases import (
    Case,
    CaseBoard,
    CaseNote,
    Contact,
    ContactOverride,
    OutboxItem,
    PromiseToPay,
    RefusedContact,
    Reminder,
)
from db.tables.field_service import (
    IncomingMessage,
    OfficerAbsence,
    PinnedPlace,
    RecoveryTask,
    ServiceRequest,
    Visit,
)
from db.tables.ground import (
    AuditEntry,
    ImportBatch,
    ImportChange,
    ImportMapping,
    ImportReject,
    Preference,
    Rule,
    Setting,
    StoredFile,
    StrategyVersion,
)
from db.tables.ledger import AgeingPause, LedgerEntry, Quote
from db.tables.papers import Delivery, Letter, LetterFile, LetterSeries
from db.tables.parties import (
    ContactPerson,
    ContactRestriction,
    Customer,
    Guarantor,
    Officer,
    OfficerSecret,
)
from db.tables.payments import Movement, MovementBooking, PayerAlias
from db.tables.wording import ForbiddenWord, MessageRating, TemplateText

__all__ = [
    "FAR_DAY",
    "Account",
    "AccountSpan",
    "AgeingPause",
    "AuditEntry",
    "Base",
    "Case",
    "CaseBoard",
    "CaseNote",
    "Contact",
    "ContactOverride",
    "ContactPerson",
    "ContactRestriction",
    "Customer",
    "DayRun",
    "Delivery",
    "ForbiddenWord",
    "Guarantor",
    "ImportBatch",
    "ImportChange",
    "ImportMapping",
    "ImportReject",
    "IncomingMessage",
    "Instalment",
    "LedgerEntry",
    "Letter",
    "LetterFile",
    "LetterSeries",
    "MessageRating",
    "Movement",
    "MovementBooking",
    "Officer",
    "OfficerAbsence",
    "OfficerSecret",
    "OutboxItem",
    "PayerAlias",
    "Payment",
    "PinnedPlace",
    "Preference",
    "PromiseToPay",
    "Quote",
    "RecoveryTask",
    "RefusedContact",
    "Reminder",
    "Rule",
    "ServiceRequest",
    "Setting",
    "StoredFile",
<<<<<<< HEAD
    "TemplateText",
=======
    "StrategyVersion",
>>>>>>> 3fa020e (Let two people pass a house rule; keep agreed hours, consent and channel; warn of a stale bank file)
    "Visit",
]
