"""The columns of the case list, in the order they come."""

from PySide6.QtCore import QObject

from desktop.ui.paged_model import Column


class CaseColumns(QObject):
    """Makes the columns with their titles in the language of now."""

    def made(self) -> tuple[Column, ...]:
        """Return all columns; those not shown are there to be switched on."""
        return (*self._usual(), *self._more())

    def _usual(self) -> tuple[Column, ...]:
        return (
            Column("check", "", 38, "check"),
            Column("case_no", self.tr("Case no."), 116, "soft", sort="case_no"),
            Column("name", self.tr("Name"), 68, "strong", sort="name"),
            Column("product", self.tr("Product"), 86, "soft", sort="product"),
            Column("dpd", self.tr("Days"), 86, "days", sort="dpd"),
            Column("bucket", self.tr("Age"), 58, "bucket", sort="bucket"),
            Column("overdue", self.tr("Overdue"), 106, "money", sort="overdue"),
            Column("next_action_on", self.tr("Next step"), 118, "follow_up", sort="next_action_on"),
            Column("officer", self.tr("Officer"), 88, "officer", sort="officer"),
            Column("stage", self.tr("State"), 78, "status", sort="stage", codes="cases.stage"),
        )

    def _more(self) -> tuple[Column, ...]:
        class_title, codes = self.tr("Class"), "cases.five_class"
        return (
            Column("next_channel", self.tr("By"), 70, "code", "", False, "contact.channel"),
            Column("five_class", class_title, 80, "code", "five_class", False, codes),
            Column("outstanding", self.tr("Outstanding"), 116, "money", "outstanding", False),
            Column("account_count", self.tr("Accounts"), 80, "number", "account_count", False),
            Column("next_due_on", self.tr("Next due"), 100, "day", "next_due_on", False),
            Column(
                "next_due_amount", self.tr("Next amount"), 110, "money", "next_due_amount", False
            ),
            Column(
                "promise_due_on", self.tr("Promised for"), 110, "follow_up", "promise_due_on", False
            ),
            Column(
                "last_contact_at", self.tr("Last contact"), 124, "moment", "last_contact_at", False
            ),
            Column("opened_on", self.tr("Case since"), 100, "day", "opened_on", False),
        )
