"""The day sheets (行程单): one per officer, with address, purpose, papers and a check list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.adapters import wording
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
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
    Table,
    plain,
)
from desktop.services.desk import Desk
from desktop.services.dispatch_board import Board, OfficerDay, VisitCard, read_board
from desktop.services.letter_fonts import typesetter
from desktop.services.letter_gathering import read_ground

PAPERS = {
    "card_replace": "制卡设备、空白卡、业务回单、签字笔",
    "account_auth": "移动认证终端、业务回单、签字笔",
    "corporate": "对公业务申请表、移动终端、印泥",
    "bill_query": "纸质对账单、签收单",
    "repayment": "还款协商申请表、签收单",
    "terms_consult": "合同条款说明、签收单",
    "collection": "催收函、送达回证、录音录像设备",
    "complaint": "投诉处理单、签收单",
}
CHECKS = ("出示工作证件", "核对客户身份", "说明来意并征得同意", "客户签字确认", "告知评价方式")
COLLECTION_CHECKS = (
    "两人同行并出示工作证件",
    "开启录音录像",
    "先核对身份再说明事项",
    "未经同意不入户",
    "不收现金和银行卡",
    "文件交付取得签收",
)


@dataclass(frozen=True)
class DaySheets:
    """The sheets as one PDF, and how many."""

    content: bytes
    count: int
    changes: Changes


_LABEL = 0.35
_WIDE = 2 + _LABEL
"""A cell over the whole row is as wide as two cells and the label between them."""


def day_sheets(desk: Desk, day: date) -> DaySheets:
    """Set the sheets of every officer who has visits on a day, as one PDF.

    They show names, numbers and addresses in full: the printing is kept in the audit log.
    Raises ``DomainError("dispatch.nothing_to_print")`` when nobody has any.
    """
    board = read_board(desk, day)
    with desk.read() as connection:
        letterhead = read_ground(desk, connection).letterhead
        setter = typesetter(connection)
    now = desk.clock.now()
    papers = [
        _sheet(board, officer, letterhead, now)
        for officer in board.officers
        if any(officer.officer_id in one.officers for one in board.visits)
    ]
    if not papers:
        raise DomainError("dispatch.nothing_to_print")
    content = setter.render_many(papers)[0]
    with desk.write() as work:
        work.audit("day_sheets.printed", "visit", None, day=day, sheets=len(papers))
        work.commit()
    return DaySheets(content, len(papers), Changes())


def _sheet(board: Board, officer: OfficerDay, letterhead: Letterhead, now: datetime) -> Paper:
    visits = [one for one in board.visits if officer.officer_id in one.officers]
    names = {one.officer_id: one.name for one in board.officers}
    blocks: list[Block] = [
        Paragraph(
            plain(
                f"{board.day:%Y年%m月%d日}　{officer.name}（工号{officer.staff_no}）　共{len(visits)}次"
            ),
            is_indented=False,
            align=Align.CENTRE,
        ),
        _overview(visits, names, officer.officer_id),
    ]
    for number, visit in enumerate(visits, 1):
        blocks += _visit_blocks(number, visit)
    blocks.append(Paragraph(plain("交回人签字：　　　　　　　　交回时间："), is_indented=False))
    return Paper(
        title="外访行程单",
        register_no="",
        dated_on=board.day,
        made_at=now,
        letterhead=letterhead,
        blocks=tuple(blocks),
        layout=Layout.FORM,
    )


def _overview(visits: Sequence[VisitCard], names: dict[int, str], me: int) -> Table:
    columns = ("序", "时间", "事项", "客户", "地址", "同行")
    rows = []
    for number, one in enumerate(visits, 1):
        others = "、".join(names.get(each, "") for each in one.officers if each != me)
        times = f"{one.starts_at:%H:%M}—{one.ends_at:%H:%M}"
        kind = wording.text(f"dispatch.kind.{one.purpose}")
        rows.append((str(number), times, kind, one.name, one.address, others))
    return Table(tuple(Column(head) for head in columns), tuple(rows))


def _visit_blocks(number: int, visit: VisitCard) -> list[Block]:
    kind = wording.text(f"dispatch.kind.{visit.purpose}")
    checks = COLLECTION_CHECKS if visit.purpose == "collection" else CHECKS
    by = f"{visit.promised_by:%H:%M}前到达" if visit.promised_by else "—"
    rows = (
        (_label("客户"), _cell(visit.name), _label("电话"), _cell(visit.phone)),
        (_label("承诺"), _cell(by), _label("携带"), _cell(PAPERS.get(visit.purpose, "业务回单"))),
        (_label("地址"), _cell(visit.address, _WIDE)),
        (_label("来意"), _cell(visit.request_text or "—", _WIDE)),
        (_label("检查"), _cell("　".join(f"□{one}" for one in checks), _WIDE)),
        (_label("结果"), _cell("　", 1.0, 2), _label("客户签字"), _cell("　", 1.0, 2)),
    )
    return [Heading(f"{number}. {visit.starts_at:%H:%M} {kind}", level=2), Form(rows)]


def _label(words: str) -> Cell:
    return Cell(plain(words), is_label=True, weight=_LABEL)


def _cell(words: str, weight: float = 1.0, lines: int = 1) -> Cell:
    return Cell(plain(words), weight=weight, lines=lines)
