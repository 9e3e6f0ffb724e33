"""Writes the sample files of ``resources/sample``: ``python -m tests.bench.make_sample``.

The same files every time, told for Friday, 20 November 2026: what the lender sent at the end of
October (``2026-10``) and what it sent since (``2026-11``), so that there is a month to compare with.
Formats differ on purpose as they do between lenders: GBK and UTF-8, workbooks with title rows, one
wide sheet, dates in several forms.
"""

import csv
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from tests.bench import book
from tests.bench.book import STATED_ON, TODAY, Loan, Person

FOLDER = Path(__file__).parents[2] / "resources" / "sample"
LOANS, CARDS = 300, 64
_COMPANIES = ("杭州样例贸易有限公司", "滨江示范食品厂", "杭州模拟科技有限公司", "范例建材商行")

Rows = Iterable[Sequence[object]]


@dataclass(frozen=True)
class Month:
    """What a lender sent in one go: payments since the day before, all as of one day."""

    name: str
    since: date
    stated_on: date

    def file(self, name: str) -> Path:
        """Where one of its files goes."""
        return FOLDER / self.name / name


OCTOBER = Month("2026-10", date(2026, 7, 31), date(2026, 10, 31))
NOVEMBER = Month("2026-11", date(2026, 10, 31), STATED_ON)


def main() -> None:
    """Write every file anew."""
    draw = random.Random(7)
    lent = _with_companies(list(book.loans(LOANS)))
    people = list({one.borrower.number: one.borrower for one in lent}.values())
    for month in (OCTOBER, NOVEMBER):
        (FOLDER / month.name).mkdir(parents=True, exist_ok=True)
        _customers(month, people)
        rows = [
            row
            for one in lent
            for row in book.schedule_rows(book.as_stated(one, month.stated_on), month.stated_on)
        ]
        _csv(month.file("schedule.csv"), book.SCHEDULE_HEADER, rows, "utf-8-sig")
        _payments(month, lent, random.Random(11))
        _cards(month, people, random.Random(13))
        _accounts(month, lent)
    _guarantors(OCTOBER, lent, draw)
    _contacts(OCTOBER, people, draw)
    _faulty(NOVEMBER, draw)
    _messages(people)
    _officers()


def _with_companies(lent: list[Loan]) -> list[Loan]:
    """Let four of the loans be those of companies."""
    changed = []
    for serial, one in enumerate(lent):
        if serial % 70 == 20:
            name = _COMPANIES[serial // 70 % 4]
            firm = book.company(9000 + serial, name, "浙江省杭州市滨江区样例路1号")
            one = Loan(**{**vars(one), "borrower": firm, "product": "小微经营贷"})
        changed.append(one)
    return changed


def _customers(month: Month, people: list[Person]) -> None:
    if month is NOVEMBER:  # some have moved or have another number since
        people = [
            replace(p, phone=f"1380010{p.phone[-4:]}") if n % 50 == 7 else p
            for n, p in enumerate(people)
        ]
    header = ["客户号", "客户姓名", "证件号码", "手机号", "联系地址", "工作单位", "电子邮箱"]
    rows = [
        [p.number, p.name, p.id_number, _as_typed(p.phone, n), p.address, p.employer, f"{p.number.lower()}@example.cn" if n % 3 == 0 else ""]
        for n, p in enumerate(people)
    ]  # fmt: skip
    _csv(month.file("customers.csv"), header, rows, "gbk")


def _as_typed(phone: str, turn: int) -> str:
    return (phone, f"+86 {phone}", f"{phone[:3]} {phone[3:7]} {phone[7:]}", phone)[turn % 4]


def _accounts(month: Month, lent: list[Loan]) -> None:
    header = [
        "借据号", "客户号", "客户姓名", "证件号码", "产品名称", "贷款金额（万元）", "年利率(%)", "期限(月)",
        "还款方式", "放款日期", "到期日", "担保方式", "客户经理", "自动扣款", "还款账号",
    ]  # fmt: skip
    rows = [
        [
            one.number, one.borrower.number, one.borrower.name, one.borrower.id_number, one.product,
            float(one.principal / 10_000), float(one.rate * 100), f"{one.terms}个月", one.method,
            one.disbursed_on, one.matures_on, "保证" if serial % 6 == 0 else "抵押" if one.product == "住房按揭" else "信用",
            one.officer, "是" if one.auto_debit else "否", book.bank_card(serial) if one.auto_debit else "",
        ]
        for serial, one in enumerate(lent)
    ]  # fmt: skip
    titles = ["滨江支行贷款台账", f"数据日期：{month.stated_on:%Y年%-m月%-d日}    单位：万元"]
    _workbook(month.file("accounts.xlsx"), "贷款台账", titles, header, rows)


def _payments(month: Month, lent: list[Loan], draw: random.Random) -> None:
    header = ["流水号", "借据号", "还款日期", "还款金额", "还款渠道", "付款人"]
    channels = ("手机银行", "柜台", "自动扣款", "他行转账")
    rows: list[list[object]] = []
    for one in lent:
        for row in one.instalments:
            if row.paid_on and month.since < row.paid_on <= month.stated_on:
                amount = row.paid_principal + row.paid_interest
                rows.append(
                    [one.number, row.paid_on, amount, draw.choice(channels), one.borrower.name]
                )
    behind = [
        one
        for one in lent
        if any(r.paid_on is None and r.due_on < STATED_ON for r in one.instalments)
    ]
    for turn, one in enumerate(
        behind[::9] if month is NOVEMBER else []
    ):  # paid since the statement: some in full, some in part
        row = next(r for r in one.instalments if r.paid_on is None)
        owed = row.principal + row.interest - row.paid_principal - row.paid_interest
        amount = owed if turn % 2 else (owed / 2).quantize(Decimal("0.01"))
        rows.append([one.number, TODAY - timedelta(days=1), amount, "手机银行", one.borrower.name])
    rows.sort(key=lambda row: (str(row[1]), str(row[0])))
    numbered = [
        [f"LS{month.stated_on:%Y%m}{serial:05d}", *row] for serial, row in enumerate(rows, 1)
    ]
    _workbook(month.file("payments.xlsx"), "还款流水", [], header, numbered)


def _guarantors(month: Month, lent: list[Loan], draw: random.Random) -> None:
    header = [
        "借据号",
        "担保人姓名",
        "担保人身份证号",
        "担保人手机号",
        "担保人地址",
        "与借款人关系",
        "保证方式",
        "保证期间届满日",
    ]
    rows = []
    for serial, one in enumerate(lent[::6]):
        who = book.person(draw, 50_000 + serial)
        form = ("连带责任保证", "一般保证", "约定不明")[serial % 3]
        ends = one.matures_on + timedelta(days=730)
        rows.append([one.number, who.name, who.id_number, who.phone, who.address, draw.choice(("配偶", "兄弟", "朋友", "同事")), form, f"{ends:%Y/%-m/%-d}"])  # fmt: skip
    _csv(month.file("guarantors.csv"), header, rows, "gb18030")


def _contacts(month: Month, people: list[Person], draw: random.Random) -> None:
    header = ["客户号", "联系人姓名", "关系", "联系电话"]
    rows = []
    for serial, owner in enumerate(people[::2]):
        who = book.person(draw, 60_000 + serial)
        phone = who.phone if serial % 5 else f"0571-8888{serial:04d}"
        rows.append([owner.number, who.name, draw.choice(("配偶", "父母", "同事", "朋友")), phone])
    _workbook(month.file("contacts.xlsx"), "联系人", [], header, rows)


def _cards(month: Month, people: list[Person], draw: random.Random) -> None:
    """One wide sheet, a row per card: some cards of people who also have loans."""
    header = [
        "姓名", "身份证号", "手机号", "联系地址", "卡号", "卡产品", "信用额度（元）", "账单日", "每月还款日", "应还日期",
        "账单金额", "最低还款额", "逾期金额", "逾期天数", "本金余额", "联系人1姓名", "联系人1关系", "联系人1电话", "催收员",
    ]  # fmt: skip
    rows = []
    for serial in range(CARDS):
        who = people[serial * 3] if serial % 4 == 0 else book.person(draw, 70_000 + serial)
        friend = book.person(draw, 80_000 + serial)
        day = draw.choice((5, 10, 20, 25))
        months = draw.choice((0, 0, 1, 1, 1, 2, 3, 4, 5, 6, 7))
        due = book.add_months(TODAY, 1 - months if day <= STATED_ON.day else -months, day)
        if month is OCTOBER and months == 0 and serial % 3 == 0:
            due, months = book.add_months(due, -2 if day <= STATED_ON.day else -1, day), 1
        months = sum(book.add_months(due, turn, day) <= month.stated_on for turn in range(months))
        balance = Decimal(draw.randrange(200_000, 4_800_000)) / 100
        least = (balance / 10).quantize(Decimal("0.01"))
        owed = (least * months).quantize(Decimal("0.01")) if months else Decimal(0)
        late = max((month.stated_on - due).days, 0)
        rows.append([
            who.name, who.id_number, who.phone, who.address, book.bank_card(serial), "信用卡金卡" if serial % 3 else "信用卡白金卡",
            50_000, day - 5 if day > 5 else 20, day, due, f"¥{balance:,.2f}", f"{least:,.2f}", f"{owed:,.2f}", late, balance,
            friend.name, "朋友", friend.phone, book.OFFICERS[serial % 4],
        ])  # fmt: skip
    titles = ["信用卡逾期及到期客户清单", f"制表日期：{month.stated_on:%Y/%-m/%-d}"]
    rows.append(
        ["合计", *[""] * 11, float(sum(Decimal(str(r[12]).replace(",", "")) for r in rows))]
    )
    _workbook(month.file("cards.xlsx"), "信用卡", titles, header, rows)


def _faulty(month: Month, draw: random.Random) -> None:
    """A wide CSV in which every kind of mistake is made once; the other rows are good."""
    header = ["客户姓名", "身份证号", "手机号", "合同号", "产品名称", "应还日", "逾期金额"]
    rows: list[list[object]] = []
    for serial in range(16):
        who = book.person(draw, 90_000 + serial)
        rows.append([who.name, who.id_number, who.phone, f"YL2026{serial:05d}", "外部转入贷款", date(2026, 10, 5) + timedelta(days=serial), f"{1_000 + serial * 317:,.2f}元"])  # fmt: skip
    number = str(rows[1][1])
    rows[1][1] = number[:-1] + ("0" if number[-1] != "0" else "1")
    rows[2][5] = "3026-10-07"
    rows[3][6] = "-1,951.00"
    rows[4][2] = "138****0004"
    rows[5][3] = rows[0][3]
    rows[6][6] = ""
    rows[7][2] = "13800090"
    rows[8][5] = "2026-02-30"
    rows[9][1] = "3.30108E+17"
    rows[10][6] = "约三千"
    _csv(month.file("with_faults.csv"), header, rows, "utf-8-sig")


def _messages(people: list[Person]) -> None:
    morning = datetime(2026, 11, 20, 7, 40)
    texts = (
        "你好，我的银行卡丢了，想请你们明天下午3点上门帮我补卡，地址滨江区江虹路88号样例花园5幢1202室",
        "我这个月工资晚发几天，25号之前一定还上，可以吗？",
        "密码忘了，老人腿脚不便，请周一上午派人上门重置密码，滨江区长河路12号测试新村3幢502",
        "我已经还了，你们查一下",
        "想还款5000元，怎么还？",
        "麻烦下周三来收一下存折更新的资料，滨康路230号模拟小区2幢301，我一天都在家",
        "卡被吞了，急！今天能来人吗？江陵路45号示范家苑1幢902",
        "你们是不是弄错了，这笔款我有异议",
        "后天下午2点到4点之间方便上门办理激活，网商路599号范例公寓6幢1702室，电话{phone}",
        "不要再发短信了",
        "信用卡磁条坏了，今天上午10点来换一张，江陵路60号示范家苑3幢501",
        "手机银行登不上去，今天下午2点到4点上门帮我认证，滨盛路118号样板花园2幢803",
        "公司U盾过期了，今天下午3点半派人来换，滨兴路200号创业大厦9楼，联系人吴经理",
        "帮我打一份近半年的流水送到滨安路35号模拟小区6幢102，今天下午5点前就行",
        "贷款条款看不懂，今天下午4点以后上门给我讲讲，江晖路77号样例公寓1幢1505",
        "我的卡丢了，今天中午12点前能来补吗，春晓路9号测试新村8幢601",
        "身份证更新了要重新认证，老人在家，今天上午11点来，东冠路12号样例村3组8号",
        "对公账户要打回单，今天下午1点到2点送到滨文路301号物流园A座2楼",
        "能不能30分钟内到？密码锁了，急着付款，西兴路88号示范小区5幢404",
        "改一下我预留的手机号，新号13800009999",
        "今天不行了，改后天下午三点吧",
        "上午或者下午来补卡都行，江虹路22号",
    )
    with (FOLDER / "messages.jsonl").open("w", encoding="utf-8") as file:
        for turn, text in enumerate(texts):
            sender = people[turn * 7 + 2].phone
            received = (morning + timedelta(minutes=3 * turn)).isoformat()
            line = {
                "id": f"sample-{turn + 1}",
                "received": received,
                "sender": sender,
                "text": text.format(phone=sender),
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


_SKILLS = (
    ["collection", "legal"],
    ["card_device", "dialect"],
    ["card_device", "collection"],
    ["collection"],
)


def _officers() -> None:
    officers = [
        {"staff_no": f"021{turn + 7}", "name": name, "phone": f"1380009900{turn}", "role": "manager" if turn == 0 else "officer", "does_visits": True, "area": "滨江区", "skills": _SKILLS[turn % 4]}
        for turn, name in enumerate(book.OFFICERS)
    ]  # fmt: skip
    text = json.dumps(officers, ensure_ascii=False, indent=1)
    (FOLDER / "officers.json").write_text(text + "\n", "utf-8")


def _csv(path: Path, header: Sequence[str], rows: Rows, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _workbook(
    path: Path, sheet: str, titles: Sequence[str], header: Sequence[str], rows: Rows
) -> None:
    made = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    made.set_properties({"created": datetime(2026, 11, 20)})
    page = made.add_worksheet(sheet)
    bold = made.add_format({"bold": True})
    for number, title in enumerate(titles):
        page.merge_range(number, 0, number, len(header) - 1, title, bold)
    page.write_row(len(titles), 0, header, bold)
    for number, row in enumerate(rows, len(titles) + 1):
        for position, value in enumerate(row):
            page.write(number, position, float(value) if isinstance(value, Decimal) else value)
    made.close()


if __name__ == "__main__":
    main()
