"""Reports of service quality: as PDF and table, and by themselves as the branch wants them."""

from datetime import date, datetime
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import insert

from db.tables import RecoveryTask, Visit
from desktop.domain.clock import FixedClock
from desktop.domain.errors import EnvironmentProblem
from desktop.services import quality_reports, service_quality, settings
from desktop.services.desk import Desk
from desktop.services.quality_reports import make_due, save_report, span_of


@pytest.fixture
def visited(desk: Desk) -> None:
    """One visit the day before, rated one, with its recovery late."""
    at = datetime(2026, 11, 19, 10)
    visit = {
        "purpose": "account_auth",
        "address": "滨江区江虹路8号",
        "officer_id": 1,
        "starts_at": at,
        "state": "done",
        "promised_by": at.replace(hour=11),
        "departed_at": at.replace(hour=9),
        "arrived_at": at,
        "done_at": at.replace(minute=30),
        "rating": 1,
        "updated_at": at,
    }
    task = {"visit_id": 1, "reason": "等太久", "opened_at": at, "due_at": at.replace(hour=18)}
    with desk.store.write() as connection:
        connection.execute(insert(Visit), [visit])
        connection.execute(insert(RecoveryTask), [task])
        connection.commit()


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_a_report_is_set_on_paper_with_cost_and_what_is_to_be_made_good(
    desk: Desk, visited: None, tmp_path: Path
) -> None:
    found = service_quality.report(desk, date(2026, 11, 1), date(2026, 11, 20))
    assert save_report(desk, found, tmp_path / "质量.pdf") == 2
    words = words_of(tmp_path / "质量.pdf")
    for expected in ("2026-11-01", "账号认证", "100.0%", "90.00", "等太久", "已逾期"):
        assert expected in words
    english = tmp_path / "quality.pdf"
    save_report(desk, found, english, "en")
    assert "To make good" in words_of(english)


def test_without_visits_the_paper_says_so(desk: Desk, tmp_path: Path) -> None:
    found = service_quality.report(desk, date(2026, 11, 1), date(2026, 11, 20))
    assert save_report(desk, found, tmp_path / "质量.pdf") == 0
    assert "无" in words_of(tmp_path / "质量.pdf")


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("daily", date(2026, 11, 19), date(2026, 11, 19)),
        ("weekly", date(2026, 11, 9), date(2026, 11, 15)),
        ("monthly", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_what_a_report_made_today_tells_of(period: str, first: date, last: date) -> None:
    assert span_of(period, date(2026, 11, 20)) == (first, last)


def test_the_reports_wanted_are_made_once_a_period(
    desk: Desk, visited: None, clock: FixedClock, tmp_path: Path
) -> None:
    assert make_due(desk).files == ()
    flags = {f"service.report_{one}": "yes" for one in quality_reports.PERIODS}
    settings.save(desk, flags | {"service.report_folder": str(tmp_path)})
    made = make_due(desk)
    assert sorted(path.name for path in made.files) == sorted(
        f"服务质量-{words}.{kind}"
        for words in ("日报-20261119", "周报-20261115", "月报-20261031")
        for kind in ("pdf", "xlsx")
    )
    assert make_due(desk).files == ()
    clock.moment = datetime(2026, 11, 21, 9)
    assert {path.name for path in make_due(desk).files} == {
        "服务质量-日报-20261120.pdf",
        "服务质量-日报-20261120.xlsx",
    }


def test_a_folder_that_is_gone_is_told(desk: Desk, tmp_path: Path) -> None:
    folder = str(tmp_path / "没有")
    settings.save(desk, {"service.report_daily": "yes", "service.report_folder": folder})
    with pytest.raises(EnvironmentProblem, match="report_folder"):
        make_due(desk)
