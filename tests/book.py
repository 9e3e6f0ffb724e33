"""A small invented loan book for the tests: every kind of account, in every state."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from db import board
from db.tables import Account, Customer, Instalment
from desktop.domain.money import ZERO, Money
from desktop.services.desk import Desk

NOW = datetime(2026, 11, 20, 9, 0)


@dataclass
class Book:
    """Puts customers and accounts into a store, without the importer."""

    desk: Desk

    def customer(self, customer_id: int, name: str = "张海燕", **more: Any) -> int:
        """Add a customer; the phone is invented."""
        row = {
            "id": customer_id,
            "natural_key": f"no:{customer_id}",
            "name": name,
            "pinyin": more.pop("pinyin", ""),
            "phone": f"138001{customer_id:05d}",
            "updated_at": NOW,
            **more,
        }
        with self.desk.store.write() as connection:
            connection.execute(insert(Customer), [row])
            connection.commit()
        return customer_id

    def account(self, account_id: int, customer_id: int, **more: Any) -> int:
        """Add a loan at 6 % on a basis of 360 days, or what ``more`` says."""
        row = {
            "id": account_id,
            "account_no": f"HT2026{account_id:06d}",
            "customer_id": customer_id,
            "kind": "loan",
            "product": "个人消费贷",
            "principal": Decimal("12000.00"),
            "annual_rate": Decimal("0.06"),
            "updated_at": NOW,
            **more,
        }
        with self.desk.store.write() as connection:
            connection.execute(insert(Account), [row])
            connection.commit()
        return account_id

    def instalment(
        self,
        account_id: int,
        number: int,
        due_on: date,
        principal: str = "1000.00",
        interest: str = "60.00",
        paid: tuple[str, str] = ("0.00", "0.00"),
        **more: Any,
    ) -> None:
        """Add one due amount; ``paid`` is what was paid of principal and interest."""
        row = {
            "account_id": account_id,
            "number": number,
            "due_on": due_on,
            "principal": Decimal(principal),
            "interest": Decimal(interest),
            "paid_principal": Decimal(paid[0]),
            "paid_interest": Decimal(paid[1]),
            **more,
        }
        with self.desk.store.write() as connection:
            connection.execute(insert(Instalment), [row])
            connection.commit()

    def late(self, account_id: int, customer_id: int, days: int, **more: Any) -> int:
        """Add a customer's loan whose one instalment is ``days`` late today."""
        self.account(account_id, customer_id, **more)
        self.instalment(account_id, 1, self.desk.today - timedelta(days=days))
        return account_id

    def search(self, *customers: int) -> None:
        """Make the customers findable, as an import does."""
        with self.desk.store.write() as connection:
            board.refresh_search(connection, customers)
            connection.commit()


def yuan(text: str) -> Money:
    """An amount as the tests write it."""
    return Decimal(text) if text else ZERO
