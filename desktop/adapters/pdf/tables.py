"""Tables that go on over pages under repeated heads, and ruled forms."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.adapters.pdf.flow import HAIR, HALF_HEIGHT, INK, PALE, Flow, spans_of
from desktop.adapters.pdf.fonts import BODY, BOLD, HEADING
from desktop.adapters.pdf.line_breaking import Line, Span, break_lines
from desktop.adapters.pdf.page import BLACK, Element
from desktop.domain.paper import Align, Cell, Column, Form, Table

PADDING = 4.5
SMALLEST = 7.5
NARROWEST = 4.0
"""A text column keeps at least this many ems."""


SHORT_HEAD = 2.0
"""A head of no more ems is not broken: 序号."""


@dataclass
class _Row:
    cells: list[list[Line]]
    height: float
    target: int | None = None
    """The page of the whole file that it leads to."""


class _Setter:
    """Sets one table: its widths and type size are decided once for all its pages."""

    def __init__(self, flow: Flow, table: Table) -> None:
        self.flow = flow
        self.table = table
        self.size, self.widths = _fit(flow, table)
        self.leading = self.size * 1.45
        self.element = flow.section.child("Table")
        self.head = self._row([column.head for column in table.columns], HEADING)

    def _row(self, texts: Sequence[str], role: str) -> _Row:
        cells = [
            break_lines(
                self.flow.fonts,
                [Span(text, role)],
                (width - 2 * PADDING) / self.size + 1e-3,
                is_justified=False,
            )
            for text, width in zip(texts, self.widths, strict=True)
        ]
        return _Row(cells, max(map(len, cells)) * self.leading + PADDING)

    def draw(self) -> None:
        self.flow.skip(4)
        rows = [self._row(row, BODY) for row in self.table.rows]
        if self.table.links:
            for row, target in zip(rows, self.table.links.pages, strict=True):
                row.target = target
        total = self._row(self.table.total, BOLD) if self.table.total else None
        first = rows[0] if rows else self.head
        self.flow.need(
            self.head.height + first.height + (total.height if len(rows) < 2 and total else 0)
        )
        self._draw_head(is_repeated=False)
        for index, row in enumerate(rows):
            below = total.height if total and index == len(rows) - 1 else 0.0
            self._make_room(row.height + below)
            self._draw_row(row, "TD")
        if total:
            self._draw_row(total, "TD", is_shaded=True)
        self._rule(0.9)
        self.flow.skip(self.leading * 0.6)

    def _make_room(self, height: float) -> None:
        if self.flow.room < height:
            self._rule(0.9)
            self.flow.new_page()
            self._draw_head(is_repeated=True)

    def _draw_head(self, *, is_repeated: bool) -> None:
        self._rule(0.9)
        self._draw_row(self.head, "TH", is_shaded=True, is_repeated=is_repeated)

    def _draw_row(
        self, row: _Row, tag: str, *, is_shaded: bool = False, is_repeated: bool = False
    ) -> None:
        page, top, x = self.flow.page, self.flow.top, self.flow.sheet.left
        with page.artifact():
            if is_shaded:
                page.boxes([(x, top - row.height, sum(self.widths), row.height)], PALE)
            page.rule(x, top - row.height, x + sum(self.widths), top - row.height, 0.4, HAIR)
        element = None if is_repeated else self.element.child("TR")
        linked = self.table.links.column if self.table.links and row.target else None
        for index, (cell, width) in enumerate(zip(row.cells, self.widths, strict=True)):
            owner = element and element.child(tag, scope="Column" if tag == "TH" else "")
            if owner and index == linked:
                owner = owner.child("Link")
            with page.tagged(owner) if owner else page.artifact():
                align = self.table.columns[index].align
                self._draw_cell(cell, x, top, row.height, width, align)
            if owner and index == linked:
                self._lead(owner, row, cell)
            x += width
        self.flow.top -= row.height

    def _lead(self, element: Element, row: _Row, words: list[Line]) -> None:
        """Let a row lead to its page when it is clicked anywhere."""
        assert row.target is not None
        left, top = self.flow.sheet.left, self.flow.top
        area = (left, top - row.height, left + sum(self.widths), top)
        said = f"{''.join(line.text for line in words)}，第{row.target}页"
        self.flow.page.link(element, area, row.target, said)

    def _draw_cell(
        self, lines: list[Line], x: float, top: float, height: float, width: float, align: Align
    ) -> None:
        middle = top - (height - len(lines) * self.leading) / 2 - self.leading / 2
        for line in lines:
            spare = width - 2 * PADDING - line.width * self.size
            shift = {Align.LEFT: 0.0, Align.CENTRE: spare / 2, Align.RIGHT: spare}[align]
            self.flow.page.line(
                x + PADDING + shift, middle - HALF_HEIGHT * self.size, line, self.size
            )
            middle -= self.leading

    def _rule(self, width: float) -> None:
        left = self.flow.sheet.left
        with self.flow.page.artifact():
            self.flow.page.rule(
                left, self.flow.top, left + sum(self.widths), self.flow.top, width, INK
            )


def _fit(flow: Flow, table: Table) -> tuple[float, list[float]]:
    """The largest type size at which figures stay whole, and the widths of the columns."""
    measure = flow.sheet.measure
    count = len(table.columns)
    natural = [_natural(flow, table, index, lines_of_head=1) for index in range(count)]
    if sum(natural) * flow.sheet.table + 2 * PADDING * count > measure:
        natural = [_natural(flow, table, index, lines_of_head=2) for index in range(count)]
    least = [
        min(ems, NARROWEST) if column.align is Align.LEFT else ems
        for ems, column in zip(natural, table.columns, strict=True)
    ]
    paddings = 2 * PADDING * len(natural)
    size = flow.sheet.table
    while size > SMALLEST and sum(least) * size + paddings > measure:
        size -= 0.5
    widths = [ems * size + 2 * PADDING for ems in natural]
    spare = measure - sum(widths)
    if spare >= 0:
        return size, [width + spare / len(widths) for width in widths]
    return size, _squeezed(widths, table.columns, measure)


def _squeezed(widths: list[float], columns: Sequence[Column], measure: float) -> list[float]:
    """Take what is too much from the widest text columns; where there are none, from all.

    A text column no wider than an even share stays whole: a date is not broken for a long remark.
    """
    soft = [index for index, column in enumerate(columns) if column.align is Align.LEFT]
    room = measure - sum(widths) + sum(widths[index] for index in soft)
    if not soft or room <= 0:
        return [width * measure / sum(widths) for width in widths]
    fitted = list(widths)
    wide = sorted(soft, key=lambda index: widths[index])
    while wide and widths[wide[0]] <= room / len(wide):
        room -= widths[wide.pop(0)]
    rest = sum(widths[index] for index in wide)
    for index in wide:
        fitted[index] = widths[index] * room / rest
    return fitted


def _natural(flow: Flow, table: Table, index: int, *, lines_of_head: int) -> float:
    """The width in ems that a column takes when its cells stand on one line, its head on one or two."""
    head = flow.fonts.width(table.columns[index].head, HEADING)
    widths = [head if lines_of_head == 1 else max(head / 2 + 0.5, min(head, SHORT_HEAD))]
    widths += [flow.fonts.width(row[index]) for row in table.rows]
    if table.total:
        widths.append(flow.fonts.width(table.total[index], BOLD))
    return max(widths)


def draw_table(flow: Flow, table: Table) -> None:
    """Draw a table from the pen on, with its caption above."""
    if table.caption or table.unit:
        sheet = flow.sheet
        flow.need(sheet.leading * 3)
        flow.top -= sheet.leading
        middle = flow.top + sheet.leading / 2 - 3
        with flow.page.tagged(flow.section.child("P")):
            flow.put(table.caption, sheet.left, middle, sheet.table + 1, HEADING)
            right = sheet.left + sheet.measure
            flow.put(table.unit, right, middle, sheet.table - 1, align=Align.RIGHT)
    _Setter(flow, table).draw()


def draw_form(flow: Flow, form: Form) -> None:
    """Draw a ruled form from the pen on; a row is never cut by the page's end."""
    size = flow.sheet.table + 0.5
    element = flow.section.child("Table")
    flow.skip(4)
    for row in form.rows:
        _draw_form_row(flow, element.child("TR"), row, size)
    flow.skip(size * 0.8)


def _draw_form_row(flow: Flow, element: Element, row: Sequence[Cell], size: float) -> None:
    leading = size * 1.55
    share = flow.sheet.measure / sum(cell.weight for cell in row)
    set_cells: list[tuple[Cell, float, list[Line]]] = []
    for cell in row:
        width = cell.weight * share
        measure = (width - 2 * PADDING) / size
        spans = spans_of(cell.line, HEADING if cell.is_label else BODY)
        set_cells.append((cell, width, break_lines(flow.fonts, spans, measure, is_justified=False)))
    height = (
        max(max(len(lines), cell.lines) for cell, _, lines in set_cells) * leading + 2 * PADDING
    )
    flow.need(height)
    x = flow.sheet.left
    for cell, width, lines in set_cells:
        with flow.page.artifact():
            if cell.is_label:
                flow.page.boxes([(x, flow.top - height, width, height)], PALE)
            _frame(flow, x, width, height)
        middle = flow.top - PADDING - leading / 2
        if cell.is_label or len(lines) == 1 >= cell.lines:
            middle = flow.top - (height - len(lines) * leading) / 2 - leading / 2
        with flow.page.tagged(
            element.child("TH", scope="Row") if cell.is_label else element.child("TD")
        ):
            for line in lines:
                spare = (width - 2 * PADDING - line.width * size) / 2 if cell.is_label else 0.0
                flow.page.line(x + PADDING + spare, middle - HALF_HEIGHT * size, line, size, BLACK)
                middle -= leading
        x += width
    flow.top -= height


def _frame(flow: Flow, x: float, width: float, height: float) -> None:
    top, bottom, end = flow.top, flow.top - height, x + width
    for x1, y1, x2, y2 in ((x, top, end, top), (x, bottom, end, bottom), (x, top, x, bottom), (end, top, end, bottom)):  # fmt: skip
        flow.page.rule(x1, y1, x2, y2, 0.5, INK)
