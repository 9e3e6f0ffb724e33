"""The commands of field service: plan a day, show it, say what can be promised."""

from datetime import date
from pathlib import Path

from desktop.cli.command import DONE, FINDINGS, Arguments, Call, Commands, Outcome, day
from desktop.domain.masks import mask_name
from desktop.services import day_planning, dispatch_board, places, quality_reports, service_quality
from desktop.services.dispatch_board import RequestCard, VisitCard


def add_commands(commands: Commands) -> None:
    """Add the commands of this room."""
    plan = commands.add("dispatch plan", _plan, help="dispatch.cli.plan")
    plan.add("--dry-run", action="store_true", help="dispatch.cli.dry_run")
    for arguments in (
        plan,
        commands.add("dispatch board", _board, help="dispatch.cli.board"),
        commands.add("dispatch promise", _promise, help="dispatch.cli.promise"),
    ):
        _add_date(arguments)
    quality = commands.add("dispatch quality", _quality, help="dispatch.cli.quality")
    quality.add("--from", dest="first", metavar="DATE", type=day, help="dispatch.cli.first")
    quality.add("--to", dest="last", metavar="DATE", type=day, help="dispatch.cli.last")
    quality.add(
        "--by", choices=("kind", "officer", "month"), default="kind", help="dispatch.cli.by"
    )
    quality.add("--out", metavar="FILE", type=Path, help="dispatch.cli.out")
    pins = commands.add("dispatch places", _places, help="dispatch.cli.places")
    pins.add("file", metavar="FILE", type=Path, help="dispatch.cli.file")


def _quality(call: Call) -> Outcome:
    options, today = call.options, call.desk.today
    first, last = options.first or today.replace(day=1), options.last or today
    found = service_quality.report(call.desk, first, last, options.by)
    lines = []
    for row in (*found.rows, *([found.total] if found.total else [])):
        is_all = row is found.total
        key = call.text("dispatch.quality.all") if is_all else _key(call, options.by, row.key)
        facts = {"key": key, "visits": row.visits, "arrived": row.arrived_in_time}
        lines.append(call.text("dispatch.cli.quality_row", **facts, rating=row.rating))
    lines.append(call.text("dispatch.cli.recoveries", count=len(found.recoveries)))
    if options.out:
        quality_reports.save_report(call.desk, found, options.out, call.lang)
    late = any(one.is_late for one in found.recoveries)
    data = {
        "first": first,
        "last": last,
        "by": options.by,
        "rows": list(found.rows),
        "total": found.total,
        "recoveries": len(found.recoveries),
    }
    return Outcome(data, lines, FINDINGS if late else DONE)


def _key(call: Call, by: str, key: str) -> str:
    return service_quality.key_words(by, key, call.lang)


def _add_date(arguments: Arguments) -> None:
    arguments.add("--date", metavar="DATE", type=day, default=None, help="dispatch.cli.date")


def _day(call: Call) -> date:
    chosen: date | None = call.options.date
    return chosen or call.desk.today


def _plan(call: Call) -> Outcome:
    chosen = _day(call)
    planned = day_planning.plan(call.desk, chosen, is_trial=call.options.dry_run)
    board = dispatch_board.read_board(call.desk, chosen)
    made = [] if call.options.dry_run else _visits(board, set(planned.visits))
    left = {"day": chosen, "placed": len(planned.visits), "left": len(planned.unplaced)}
    lines = [call.text("dispatch.cli.planned", **left), *(_line(call, one, board) for one in made)]
    for request, code in planned.unplaced:
        reason = call.text(f"dispatch.unplaced.{code}")
        lines.append(call.text("dispatch.cli.left", request=request, reason=reason))
    data: dict[str, object] = {
        "day": chosen,
        "placed": [_plain(one) for one in made] if made else list(planned.visits),
        "unplaced": [{"request": one, "reason": code} for one, code in planned.unplaced],
    }
    return Outcome(data, lines, FINDINGS if planned.unplaced else DONE)


def _board(call: Call) -> Outcome:
    board = dispatch_board.read_board(call.desk, _day(call))
    states = [one.state for one in board.requests]
    facts = {"new": states.count("new"), "confirmed": states.count("confirmed")}
    lines = [*(_line(call, one, board) for one in board.visits)]
    lines.append(call.text("dispatch.cli.waiting", **facts))
    data = {
        "day": board.day,
        "visits": [_plain(one) for one in board.visits],
        "requests": [_plain_request(one) for one in board.requests],
        "officers": list(board.officers),
    }
    return Outcome(data, lines)


def _promise(call: Call) -> Outcome:
    chosen = _day(call)
    board = dispatch_board.read_board(call.desk, chosen)
    answers, lines = [], []
    for card in board.requests:
        if not card.needs_visit or not card.address:
            continue
        found = dispatch_board.offers(call.desk, card.request_id, chosen, limit=1)
        facts = {"request": card.request_id, "kind": call.text(f"dispatch.kind.{card.kind}")}
        if found.offers:
            offer = found.offers[0]
            code = "on_track" if offer.keeps_promise else "late"
            facts |= {"at": f"{offer.starts_at:%H:%M}", "names": list(offer.names)}
            promise = call.text(f"dispatch.promise.{code}")
            lines.append(call.text("dispatch.cli.offer", **facts, promise=promise))
        else:
            reason = call.text(f"dispatch.unplaced.{found.reason}")
            lines.append(call.text("dispatch.cli.nobody", **facts, reason=reason))
        offered = {"offers": list(found.offers), "reason": found.reason}
        answers.append({"request": card.request_id, **offered})
    return Outcome({"day": chosen, "requests": answers}, lines)


def _places(call: Call) -> Outcome:
    read = places.import_places(call.desk, call.options.file)
    lines = [call.text("dispatch.cli.pinned", count=read.pinned, rejects=len(read.rejects))]
    for number, code in read.rejects:
        facts = {"file": call.options.file.name, "line": number, "reason": call.text(code)}
        lines.append(call.text("dispatch.cli.reject", **facts))
    data = {"pinned": read.pinned, "rejects": [list(one) for one in read.rejects]}
    return Outcome(data, lines, FINDINGS if read.rejects else DONE)


def _visits(board: dispatch_board.Board, ids: set[int]) -> list[VisitCard]:
    return [one for one in board.visits if one.visit_id in ids]


def _line(call: Call, one: VisitCard, board: dispatch_board.Board) -> str:
    names = {officer.officer_id: officer.name for officer in board.officers}
    who = "、".join(names.get(each, str(each)) for each in one.officers)
    return (
        f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}  {who}  "
        f"{call.text(f'dispatch.kind.{one.purpose}')}  {mask_name(one.name)}  "
        f"{call.text(f'dispatch.promise.{one.promise}')}"
    )


def _plain(one: VisitCard) -> dict[str, object]:
    """A visit as it may leave the program: no names, numbers or addresses of customers."""
    return {
        "visit": one.visit_id,
        "request": one.request_id,
        "purpose": one.purpose,
        "officers": list(one.officers),
        "starts_at": one.starts_at,
        "minutes": one.minutes,
        "state": one.state,
        "promised_by": one.promised_by,
        "promise": one.promise,
    }


def _plain_request(one: RequestCard) -> dict[str, object]:
    return {
        "request": one.request_id,
        "kind": one.kind,
        "state": one.state,
        "doubts": list(one.doubts),
        "warnings": list(one.warnings),
        "needs_visit": one.needs_visit,
        "promised_by": one.promised_by,
        "other_window": one.other_window,
        "promise": one.promise,
    }
