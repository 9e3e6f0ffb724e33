"""What one customer will get, as lines of a list: each contact with its day and its reason."""

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.reminder_plan import CasePlan, PlannedContact, RefusedStep
from desktop.domain.strategy_reasons import CHOSEN, Verdict
from desktop.ui import formats
from desktop.ui.calendar.painting import CHANNEL_ICONS
from desktop.ui.refusals import refusal_words
from desktop.ui.strategy.words import name_of, said
from desktop.ui.widgets.entry_list import Entry


def entries_of(plan: CasePlan) -> list[Entry]:
    """The contacts in order of time, then what the guard keeps off."""
    found = [_contact(item) for item in plan.contacts] + [_refused(one) for one in plan.refused]
    if not found:
        words = QCoreApplication.translate("coming", "Nothing is planned.")
        return [Entry("circle-check", words, tone="ok")]
    return found


def reasons_of(verdicts: tuple[Verdict, ...]) -> list[Entry]:
    """Every step and why it comes or does not; what applies first."""
    names = {verdict.step.code: name_of(verdict.step) for verdict in verdicts}
    ordered = sorted(verdicts, key=lambda verdict: verdict.reason != CHOSEN)
    return [_reason(verdict, names) for verdict in ordered]


def _reason(verdict: Verdict, names: dict[str, str]) -> Entry:
    detail = verdict.detail
    if verdict.reason == "narrower":
        detail = names.get(detail, detail)
    elif verdict.reason == "condition":
        detail = said(f"condition.{detail}")
    is_chosen = verdict.reason == CHOSEN
    return Entry(
        "circle-check" if is_chosen else "minus",
        names[verdict.step.code],
        said(f"reason.{verdict.reason}", detail=detail),
        tone="ok" if is_chosen else "text3",
    )


def _refused(item: RefusedStep) -> Entry:
    return Entry(
        "ban",
        name_of(item.step),
        refusal_words(item.refusal),
        tone="danger",
        tag=QCoreApplication.translate("coming", "Refused"),
        tag_status="refused",
    )


def _contact(item: PlannedContact) -> Entry:
    day = item.at.date()
    weekday = QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    detail = f"{formats.moment(item.at)} {weekday} · {_when(item)}"
    if item.moved_by is not None:
        rule = bundled_rules().history(item.moved_by)[-1]
        name = rule.zh if formats.language() == "zh" else rule.en
        moved = QCoreApplication.translate("coming", "moved by {clause} {name}")
        detail += " · " + moved.format(clause=rule.clause, name=name)
    return Entry(
        CHANNEL_ICONS.get(str(item.step.channel), "phone"),
        name_of(item.step),
        detail,
        figure=formats.money(item.amount),
        tone="accent_text",
    )


def _when(item: PlannedContact) -> str:
    late = (item.at.date() - item.lines[0].due_on).days
    if late > 0:
        return QCoreApplication.translate("coming", "day %Ln past due", "", late)
    if late < 0:
        return QCoreApplication.translate("coming", "%Ln day(s) before it is due", "", -late)
    return QCoreApplication.translate("coming", "on the due day")
