"""Gathers what letters say from the branch's settings, the case and its accounts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from db import letter_queries as queries
from db import settings_queries
from desktop.domain.errors import DomainError
from desktop.domain.identity_numbers import birth_date, is_female
from desktop.domain.letter_facts import Facts, chinese_date
from desktop.domain.letter_figures import ledger_facts, overdue_total
from desktop.domain.letter_template import LetterTemplate, named_facts
from desktop.domain.money import ZERO
from desktop.domain.paper import Letterhead, Recipient
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.letter_extras import GUARANTEES, extras
from desktop.services.rules import day_rules, rule_book

Row = Mapping[str, Any]

_BANK = re.compile(r"^(.*?(?:银行|信用社|合作社|公司)(?:股份有限公司|有限责任公司|有限公司)?)(.*)$")
IDENTITY_DIGITS = 18
SECURITIES = {"credit": "信用", "mortgage": "抵押", "pledge": "质押", "guarantee": "保证"}
METHODS = {
    "equal_instalment": "等额本息",
    "equal_principal": "等额本金",
    "interest_only": "先息后本",
    "bullet": "一次性还本付息",
    "flat": "等本等息",
}


@dataclass(frozen=True)
class Ground:
    """What all letters of a batch share."""

    letterhead: Letterhead
    seal: bytes | None
    facts: Facts
    default_uplift: Decimal
    today: date


@dataclass(frozen=True)
class Target:
    """One letter to be: for a case, an account of it, or a guarantor of that account."""

    case_id: int
    case_no: str
    customer: Row
    account: Row | None
    guarantor: Row | None
    recipient: Recipient
    facts: Facts

    def natural_key(self, template: str, dated_on: date) -> str:
        """Which letter this is: the same one is not made twice a day."""
        account = self.account["id"] if self.account else 0
        guarantor = self.guarantor["id"] if self.guarantor else 0
        return f"{template}|{self.case_id}|{account}|{guarantor}|{dated_on:%Y%m%d}"


@dataclass(frozen=True)
class Unfit:
    """A case for which this template has no letter; ``code`` is a text code with its facts."""

    case_id: int
    case_no: str
    name: str
    code: str
    facts: Mapping[str, object]


def read_ground(desk: Desk, connection: Connection) -> Ground:
    """Read branch, seal, officer and rules, once for a batch."""
    values = settings.all_values(connection)
    name = values["branch.name"]
    bank, branch = bank_and_branch(values["branch.bank_name"], name)
    letterhead = Letterhead(
        bank, branch, values["branch.address"], values["branch.postcode"], values["branch.phone"]
    )
    officer = queries.officer(connection, desk.actor.officer_id)
    facts = {
        "银行名称": bank,
        "机构名称": name,
        "机构地址": values["branch.address"],
        "机构邮编": values["branch.postcode"],
        "机构电话": values["branch.phone"],
        "营业时间": f"{values['branch.hours_from']}—{values['branch.hours_to']}",
        "还款途径": values["messages.ways_to_pay"],
        "律师事务所": values["letters.law_firm"],
        "受理法院": values["letters.court"],
        "统一社会信用代码": values["letters.credit_code"],
        "负责人": values["letters.head"],
        "经办人": officer.get("name"),
        "经办人工号": officer.get("staff_no"),
        "经办人电话": officer.get("phone"),
    }
    rules = day_rules(rule_book(connection), desk.today)
    seal = settings_queries.file(connection, settings.SEAL)
    return Ground(letterhead, seal, facts, rules.default_uplift, desk.today)


def bank_and_branch(bank: str, name: str) -> tuple[str, str]:
    """The bank's name, as set or cut out of the branch's full name, and the rest of that."""
    match = _BANK.match(name)
    found, rest = (match[1], match[2]) if match else (name, "")
    if bank and name.startswith(bank):
        return bank, name.removeprefix(bank)
    return bank or found, rest


@dataclass(frozen=True)
class _Records:
    """What was read of some cases in a handful of statements."""

    people: list[dict[str, Any]]
    accounts: defaultdict[int, list[Row]]
    instalments: defaultdict[int, list[Row]]
    payments: defaultdict[int, list[Row]]
    guarantors: defaultdict[int, list[Row]]


def _read(connection: Connection, case_ids: Sequence[int]) -> _Records:
    people = queries.people(connection, case_ids)
    accounts = _grouped(queries.accounts(connection, [p["id"] for p in people]), "customer_id")
    ids = [row["id"] for rows in accounts.values() for row in rows]
    return _Records(
        people,
        accounts,
        _grouped(queries.instalments(connection, ids), "account_id"),
        _grouped(queries.payments(connection, ids), "account_id"),
        _grouped(queries.guarantors(connection, ids), "account_id"),
    )


def gather(
    connection: Connection,
    ground: Ground,
    template: LetterTemplate,
    case_ids: Sequence[int],
    answers: Facts,
) -> tuple[list[Target], list[Unfit]]:
    """Gather the letters of some cases, and the cases that have none with the reason."""
    records = _read(connection, case_ids)
    given = {name: value for name, value in answers.items() if value is not None}
    targets: list[Target] = []
    unfit: list[Unfit] = []
    for person in records.people:
        chosen, reason = _choose(template, records.accounts[person["id"]])
        if reason:
            unfit.append(_unfit(person, *reason))
            continue
        base = {**ground.facts, **_customer_facts(person), **_letter_facts(ground, template)}
        if template.covers == "case":
            targets.append(_target(person, None, None, base | _case_facts(chosen) | given))
            continue
        for account in chosen:
            try:
                figures = _figures(connection, ground, template, records, account, given)
            except DomainError as problem:
                unfit.append(_unfit(person, problem.code, problem.facts))
                continue
            facts = base | _account_facts(account) | figures | given
            if template.addressee == "debtor":
                targets.append(_target(person, account, None, facts))
                continue
            standing = records.guarantors[account["id"]]
            targets += [_target(person, account, one, facts) for one in standing]
            if not standing:
                number = {"account": account["account_no"]}
                unfit.append(_unfit(person, "letters.left_no_guarantor", number))
    return targets, unfit


def _figures(
    connection: Connection,
    ground: Ground,
    template: LetterTemplate,
    records: _Records,
    account: Row,
    given: Facts,
) -> dict[str, object]:
    figures = ledger_facts(
        account,
        records.instalments[account["id"]],
        records.payments[account["id"]],
        as_of=account["as_of"] or ground.today,
        default_uplift=ground.default_uplift,
    )
    return figures | extras(
        connection,
        named_facts(template),
        today=ground.today,
        account=account,
        guarantors=records.guarantors[account["id"]],
        facts={**figures, **given},
    )


def _unfit(person: Row, code: str, facts: Mapping[str, object]) -> Unfit:
    return Unfit(person["case_id"], person["case_no"], person["name"], code, facts)


def _grouped(rows: Iterable[Row], key: str) -> defaultdict[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _choose(
    template: LetterTemplate, accounts: Sequence[Row]
) -> tuple[list[Row], tuple[str, dict[str, object]] | None]:
    """The accounts that the template speaks about, or the reason why there is none."""
    kind = [row for row in accounts if template.covers in ("case", row["kind"])]
    if not kind:
        return [], (f"letters.left_no_{template.covers}", {})
    match template.needs:
        case "overdue":
            late = [row for row in kind if row["dpd"] > 0 and overdue_total(row) > 0]
            if not late:
                return [], ("letters.left_not_overdue", {})
            due = [row for row in late if row["dpd"] >= template.least_dpd]
            days = max(row["dpd"] for row in late)
            return due, None if due else (
                "letters.left_too_early",
                {"days": days, "least": template.least_dpd},
            )
        case "open":
            living = [row for row in kind if row["status"] == "open"]
            return living, None if living else ("letters.left_not_open", {})
        case "settled":
            settled = [row for row in kind if row["status"] == "settled"]
            return settled, None if settled else ("letters.left_not_settled", {})
    return kind, None


def _target(person: Row, account: Row | None, guarantor: Row | None, facts: Facts) -> Target:
    if guarantor is None:
        polite = polite_title(person["kind"], person["sex"], person["id_number"])
        recipient = Recipient(
            person["name"], polite, person["address"] or "", person["postcode"] or ""
        )
        more: dict[str, object] = {}
    else:
        kind = "company" if len(guarantor["name"]) > 4 else "person"
        polite = polite_title(kind, None, guarantor["id_number"])
        recipient = Recipient(guarantor["name"], polite, guarantor["address"] or "", "")
        more = {
            "担保人姓名": guarantor["name"],
            "担保人证件号码": guarantor["id_number"],
            "担保人地址": guarantor["address"],
            "担保形式": GUARANTEES.get(guarantor["form"], "保证"),
            "保证期间届满日": guarantor["guarantee_ends_on"],
        }
    more |= {
        "收件人": recipient.name,
        "收件称谓": recipient.polite,
        "收件地址": recipient.address,
        "收件邮编": recipient.postcode,
    }
    every = {**facts, **more}
    return Target(
        person["case_id"], person["case_no"], person, account, guarantor, recipient, every
    )


def polite_title(kind: str, sex: str | None, id_number: str | None) -> str:
    """先生 or 女士 by what is known of the person; both when it is not; nothing for a firm.

    The seventeenth digit of an identity number is odd for men (GB 11643-1999).
    """
    if kind == "company":
        return ""
    if sex is None and id_number and len(id_number) == 18 and id_number[16].isdigit():
        sex = "m" if int(id_number[16]) % 2 else "f"
    return {"m": "先生", "f": "女士"}.get(sex or "", "先生/女士")


def _customer_facts(person: Row) -> dict[str, object]:
    return {
        "客户姓名": person["name"],
        "称谓": polite_title(person["kind"], person["sex"], person["id_number"]),
        "证件号码": person["id_number"],
        "联系电话": person["phone"],
        "通讯地址": person["address"],
        "邮政编码": person["postcode"],
        "客户编号": person["customer_no"],
        "工作单位": person["employer"] or "",
        **_by_identity_number(person),
    }


def _by_identity_number(person: Row) -> dict[str, object]:
    """What a person's identity number tells; a firm has neither."""
    number = person["id_number"] or ""
    if person["kind"] != "company" and len(number) == IDENTITY_DIGITS:
        with suppress(ValueError):
            sex = "女" if is_female(number) else "男"
            return {"性别": sex, "出生日期": chinese_date(birth_date(number))}
    return {"性别": {"m": "男", "f": "女"}.get(person["sex"] or "", ""), "出生日期": ""}


def _letter_facts(ground: Ground, template: LetterTemplate) -> dict[str, object]:
    return {
        "本函日期": ground.today,
        "限期日期": ground.today + timedelta(days=template.days_to_pay),
        "限期天数": template.days_to_pay,
    }


def _account_facts(account: Row) -> dict[str, object]:
    contract = account["contract"] or {}
    is_card = account["kind"] == "card"
    return {
        "合同编号": account["account_no"],
        "产品名称": account["product"],
        "合同名称": contract.get("contract_name"),
        "借款金额": None if is_card else account["principal"],
        "授信额度": account["principal"] if is_card else None,
        "年利率": account["annual_rate"],
        "还款方式": METHODS.get(account["method"] or ""),
        "还款账户尾号": account["debit_tail"],
        "卡号尾号": account["card_tail"] or (account["account_no"][-4:] if is_card else None),
        "担保方式": SECURITIES.get(account["security"] or ""),
        "提前到期条款": contract.get("acceleration_clause"),
        "争议解决条款": contract.get("dispute_clause"),
        "送达条款": contract.get("service_clause"),
        "放款日期": account["disbursed_on"],
        "签订日期": _day(contract.get("signed_on")) or account["disbursed_on"],
        "到期日期": account["matures_on"],
        "期数": account["terms"],
        "账单日": account["statement_day"],
        "还款日": account["due_day"],
    }


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _case_facts(accounts: Sequence[Row]) -> dict[str, object]:
    details = tuple(
        {
            "合同编号": row["account_no"],
            "产品名称": row["product"],
            "贷款余额": row["outstanding_principal"],
            "逾期本金": row["overdue_principal"],
            "逾期利息": row["overdue_interest"],
            "罚息及复利": row["penalty"] + row["compound"],
            "逾期合计": overdue_total(row),
            "逾期天数": row["dpd"],
        }
        for row in accounts
    )
    return {
        "账户明细": details,
        "逾期合计": sum((overdue_total(row) for row in accounts), ZERO),
        "贷款余额": sum((row["outstanding_principal"] for row in accounts), ZERO),
        "逾期天数": max(row["dpd"] for row in accounts),
        "截止日期": max((row["as_of"] for row in accounts if row["as_of"]), default=None),
    }
