"""The demonstration: filled through the importer, lived through for three weeks, full of work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services import demo, officers
from desktop.services.demo import Demo
from desktop.services.unlock import Location, Unlocker


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo.build(tmp_path_factory.mktemp("demo")) as built:
        yield built


def test_every_page_has_something_to_show(made: Demo) -> None:
    summary = made.summary()
    assert summary["business_date"] == demo.TODAY
    assert summary["rejected_rows"] > 0  # the faults in the sample are there to be shown
    assert summary["cases"].count > 100
    assert all(totals.count > 0 for totals in summary["buckets"].values())
    assert {"call", "letter", "message", "visit"} <= set(summary["today"])
    assert summary["key_figures"].overdue > 0
    assert made.opened.verify().is_whole


def test_todays_letters_are_printed(made: Demo, tmp_path: Path) -> None:
    files = demo.print_letters(made, tmp_path / "letters")
    assert len(files) == len(set(files)) > 0
    assert all(file.read_bytes().startswith(b"%PDF-") for file in files)
    assert demo.print_letters(made, tmp_path / "again") == []  # none is made twice


def test_it_is_encrypted_and_its_passphrase_opens_it(made: Demo) -> None:
    path = made.opened.location.path
    assert path is not None
    assert not path.read_bytes().startswith(b"SQLite format 3")
    desk = made.opened.desk
    made.opened.close()
    with Unlocker(None, desk.clock).open(Location.of(path), demo.PASSPHRASE) as again:
        assert len(officers.active(again.desk)) >= 3


def test_a_demonstration_that_breaks_off_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken off")

    monkeypatch.setattr(demo, "_take_in", fail)
    with pytest.raises(RuntimeError):
        demo.build(tmp_path)
    clock = demo.FixedClock.at(demo.TODAY)
    Unlocker(None, clock).open(Location.of(tmp_path / "demo.db"), demo.PASSPHRASE).close()
