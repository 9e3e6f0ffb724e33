"""The papers that a suit bundle adds to the letters: contents, evidence list, contract, figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.adapters.wording import text
from desktop.domain.letter_facts import CATALOGUE, Facts, FactSpec, Shape, is_missing, shown
from desktop.domain.paper import (
    Align,
    Block,
    Cell,
    Column,
    Form,
    Heading,
    Layout,
    Letterhead,
    Paper,
    Paragraph,
    RowLinks,
    Scan,
    Signature,
    Table,
    plain,
)
from desktop.services.letter_register import DeliveryStep, RegisterRow

NOTHING = "—"
BOTH = (
    "客户姓名",
    "证件号码",
    "通讯地址",
    "联系电话",
    "机构名称",
    "合同编号",
    "产品名称",
    "签订日期",
)
LOAN = ("借款金额", "放款日期", "到期日期", "期数", "年利率", "罚息利率", "还款方式", "担保方式")
CARD = ("卡号尾号", "授信额度", "账单日", "还款日", "年利率", "罚息利率")
CLAUSES = ("提前到期条款", "争议解决条款", "送达条款")
CLAIMS = {
    "贷款余额": "尚欠本金",
    "逾期利息": "欠付利息",
    "当期利息": "当期利息",
    "罚息": "罚息",
    "复利": "复利",
    "逾期费用": "费用",
}
CARD_CLAIMS = {
    "贷款余额": "尚欠本金",
    "逾期利息": "欠付利息",
    "当期利息": "当期利息",
    "罚息及复利": "透支利息",
    "逾期费用": "违约金及费用",
}
DEMANDS = {
    "逾期本金": "拖欠本金",
    "逾期利息": "欠付利息",
    "罚息": "罚息",
    "复利": "复利",
    "逾期费用": "费用",
}
"""What is claimed, part by part, as the paper calls it."""
LATE_ROWS = ("期次", "应还日", "本金", "利息", "费用", "罚息及复利", "合计", "逾期天数")
LATE_TOTALS = ("", "逾期本金", "逾期利息", "逾期费用", "罚息及复利", "逾期合计", "")
PLAN_ROWS = ("期次", "应还日", "本金", "利息", "费用", "合计", "已还", "状态")
PAID_ROWS = ("还款日期", "还款金额", "还款渠道")


@dataclass(frozen=True)
class Listed:
    """A line of the contents or of the evidence list: pages are counted through the bundle."""

    name: str
    proves: str
    first_page: int
    last_page: int

    @property
    def pages(self) -> str:
        """The pages as a list shows them: ``3`` or ``3—5``."""
        if self.first_page == self.last_page:
            return str(self.first_page)
        return f"{self.first_page}—{self.last_page}"


@dataclass(frozen=True)
class Sheets:
    """Makes the papers of one bundle; ``facts`` are those of its complaint."""

    letterhead: Letterhead
    made_at: datetime
    facts: Facts
    is_card: bool

    def contents(self, title: str, listed: Sequence[Listed]) -> Paper:
        """The first page: what the bundle is and where everything stands."""
        sides = ("申请人", "被申请人") if "支付令" in title else ("原告", "被告")
        head = Form(
            (
                self._row(sides[0], "机构名称", sides[1], "客户姓名"),
                self._row("合同编号", "合同编号", "截止日期", "截止日期"),
            )
        )
        rows = tuple((str(n), one.name, one.pages) for n, one in enumerate(listed, start=1))
        columns = (Column("序号", Align.CENTRE), Column("材料"), Column("页码", Align.RIGHT))
        note = "页码为每页页脚居中的卷内页码。随附文件：计算数据（JSON）和各催收函原件。"
        return self._paper(
            f"{title}材料",
            (
                head,
                Table(columns, rows, caption="目录", links=_links(listed)),
                Paragraph(plain(note), is_indented=False),
            ),
        )

    def evidence_list(self, court: str, listed: Sequence[Listed]) -> Paper:
        """证据目录: what each proof shows and on which pages it stands."""
        columns = (
            Column("序号", Align.CENTRE),
            Column("证据名称"),
            Column("证明内容"),
            Column("页码", Align.RIGHT),
        )
        rows = tuple(
            (str(n), one.name, one.proves, one.pages) for n, one in enumerate(listed, start=1)
        )
        head = Form(
            (
                (
                    *self._cells("提交人", self._said("机构名称")),
                    *self._cells("受理法院", court or NOTHING),
                ),
                self._row("对方当事人", "客户姓名", "合同编号", "合同编号"),
            )
        )
        signature = Signature(f"提交人：{self._said('机构名称')}", self._said("本函日期"))
        return self._paper(
            "证据目录", (head, Table(columns, rows, links=_links(listed)), signature)
        )

    def contract(self) -> Paper:
        """The contract's facts as the ledger holds them."""
        names = BOTH + (CARD if self.is_card else LOAN)
        pairs = [names[at : at + 2] for at in range(0, len(names), 2)]
        blocks: list[Block] = [
            Form(tuple(self._row(_label(one), one, _label(two), two) for one, two in pairs)),
            Heading("约定条款"),
            Form(tuple(self._cells(name, self._said(name), weight=5) for name in CLAUSES)),
        ]
        guarantors = self._table(
            "担保人明细", ("姓名", "证件号码", "担保形式", "保证期间届满日"), "担保人"
        )
        title = "信用卡账户要素" if self.is_card else "借款合同要素"
        return self._paper(title, [*blocks, *guarantors])

    def statement(self) -> Paper:
        """The statement of account: what was to be paid, and what was paid."""
        head = Form((self._row("已还本金", "已还本金", "已还利息", "已还利息"),))
        return self._paper(
            "账户还款明细",
            [
                head,
                *self._table("还款计划", PLAN_ROWS, "应还款项"),
                *self._table("还款记录", PAID_ROWS, "系统登记的还款流水"),
            ],
        )

    def calculation(self, total: str) -> Paper:
        """How the claim comes about: each instalment, the method, the sum; ``total`` names it."""
        parts = DEMANDS if total == "逾期合计" else CARD_CLAIMS if self.is_card else CLAIMS
        sums = Table(
            (Column("项目"), Column("金额（元）", Align.RIGHT)),
            tuple((label, self._said(name)) for name, label in parts.items()),
            total=("合计", self._said(total)),
            caption="债权金额",
        )
        method = (
            f"计算截至{self._said('截止日期')}。透支利息按日计收，年利率{self._said('罚息利率')}；"
            "违约金和费用不计收利息；每期四舍五入到分。"
            if self.is_card
            else f"计算截至{self._said('截止日期')}。罚息以每期拖欠本金为基数，自应还日次日起按年利率"
            f"{self._said('罚息利率')}逐日计算；合同约定计收复利的，以拖欠利息为基数按同一利率计算；"
            "每期四舍五入到分。"
        )
        late = self._table("逾期明细", LATE_ROWS, "逾期款项", ("合计", *LATE_TOTALS))
        return self._paper("欠款计算明细", [*late, Paragraph(plain(method)), sums])

    def proofs(
        self, entry: RegisterRow, steps: Sequence[DeliveryStep], scans: Sequence[tuple[str, bytes]]
    ) -> Paper:
        """How a letter was delivered, with the scans that show it."""
        columns = (Column("日期", Align.CENTRE), Column("方式"), Column("结果"), Column("邮件单号"), Column("备注"))  # fmt: skip
        rows = tuple(
            (
                step.state_on.isoformat(),
                text(f"letters.way.{step.way}"),
                text(f"letters.state.{step.state}"),
                step.tracking_no or "",
                step.note or "",
            )
            for step in steps
        )
        pictures = [Scan(page, name) for name, page in scans]
        return self._paper(f"送达凭证：{entry.register_no}", [Table(columns, rows), *pictures])

    def appendix(self, name: str, scans: Sequence[bytes]) -> Paper:
        """A document that was added by hand, page by page."""
        return self._paper(name, [Scan(page, f"{name}第{n}页") for n, page in enumerate(scans, 1)])

    def _paper(self, title: str, blocks: Sequence[Block]) -> Paper:
        return Paper(
            title=title,
            register_no="",
            dated_on=self.made_at.date(),
            made_at=self.made_at,
            letterhead=self.letterhead,
            blocks=tuple(blocks),
            layout=Layout.FORM,
        )

    def _said(self, name: str) -> str:
        spec, value = CATALOGUE[name], self.facts.get(name)
        return NOTHING if is_missing(spec, value) else shown(spec, value, "")

    def _row(self, label: str, name: str, second: str, other: str) -> tuple[Cell, ...]:
        return *self._cells(label, self._said(name)), *self._cells(second, self._said(other))

    def _cells(self, label: str, value: str, weight: float = 2) -> tuple[Cell, ...]:
        return Cell(plain(label), is_label=True), Cell(plain(value), weight=weight)

    def _table(
        self, name: str, heads: Sequence[str], caption: str, total: Sequence[str] = ()
    ) -> list[Block]:
        """A fact of many rows as a table; nothing where there are none."""
        rows = self.facts.get(name)
        if not isinstance(rows, Sequence) or not rows:
            return []
        specs = {spec.name: spec for spec in CATALOGUE[name].columns}
        columns = tuple(Column(head, _place(specs[head].shape)) for head in heads)
        said = tuple(
            tuple(
                "" if is_missing(specs[head], row.get(head)) else _short(specs[head], row[head])
                for head in heads
            )
            for row in rows
        )
        sums = tuple(self._said(one) if one in CATALOGUE else one for one in total) or None
        return [Table(columns, said, total=sums, caption=caption)]


def _links(listed: Sequence[Listed]) -> RowLinks:
    """Each name leads to its first page."""
    return RowLinks(1, tuple(one.first_page for one in listed))


def _label(name: str) -> str:
    return {"客户姓名": "借款人", "机构名称": "贷款人"}.get(name, name)


def _place(shape: Shape) -> Align:
    if shape is Shape.MONEY:
        return Align.RIGHT
    return Align.CENTRE if shape in (Shape.DATE, Shape.COUNT) else Align.LEFT


def _short(spec: FactSpec, value: object) -> str:
    return shown(spec, value, "数字" if spec.shape is Shape.DATE else "")


def numbered(listed: Sequence[Listed], lengths: Sequence[int], before: int) -> list[Listed]:
    """The same lines with their pages: each as long as given, the first after ``before`` pages."""
    found: list[Listed] = []
    for one, length in zip(listed, lengths, strict=True):
        found.append(replace(one, first_page=before + 1, last_page=before + length))
        before += length
    return found
