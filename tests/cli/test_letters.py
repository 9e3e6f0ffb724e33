"""The letters command: make, resume, one file, left out, check; amounts in capitals."""

import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from desktop.cli.command import DONE, FAILED, FINDINGS
from desktop.services import day_run, settings
from desktop.services.desk import Actor
from desktop.services.unlock import Location, Unlocker
from tests.book import Book
from tests.cli.conftest import PASSPHRASE, TODAY, Answer, Command

ADDRESS = "浙江省杭州市西湖区示例街道12幢3单元1201室"


@pytest.fixture
def filled(created: Command, unlocker: Unlocker, tmp_path: Path) -> Command:
    """Three cases 40 days late, the third without an address."""
    with unlocker.open(
        Location.of(tmp_path / "branch.db"), PASSPHRASE, actor=Actor(None, "test")
    ) as opened:
        settings.save(
            opened.desk,
            {
                "branch.name": "守约示例银行杭州西湖支行",
                "branch.address": "示例路138号",
                "branch.postcode": "310012",
                "branch.phone": "0571-88001234",
            },
        )
        book = Book(opened.desk)
        for number, name in enumerate(("张海燕", "王小明", "李四"), start=1):
            book.customer(number, name, address=ADDRESS if number < 3 else "")
            lent = {"principal": Decimal(1000), "disbursed_on": TODAY - timedelta(days=70)}
            book.late(number, number, 40, **(lent if number == 2 else {}))
        day_run.run(opened.desk)
    return created


def run(command: Command, *arguments: str) -> Answer:
    return command("letters", *arguments)


def test_letters_of_a_bucket_are_made_and_named_by_their_number(
    filled: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    answer = run(
        filled,
        "--template",
        "overdue_notice_2",
        "--bucket",
        "M2",
        "--out",
        str(out),
        "--json",
    )
    assert answer.code == FINDINGS
    assert sorted(file.name for file in out.iterdir()) == [
        "催〔2026〕第0001号.pdf",
        "催〔2026〕第0002号.pdf",
    ]
    data: Any = answer.data
    assert data["new"] == 2
    assert data["left_out"][0]["code"] == "letters.left_no_address"
    assert all(file.read_bytes().startswith(b"%PDF-1") for file in out.iterdir())


def test_the_same_command_again_gives_the_same_files(filled: Command, tmp_path: Path) -> None:
    arguments = ("--template", "overdue_notice_2", "--bucket", "M2+", "--json")
    first, second = tmp_path / "one", tmp_path / "two"
    run(filled, *arguments, "--out", str(first))
    answer = run(filled, *arguments, "--out", str(second))
    assert answer.data["new"] == 0
    for file in first.iterdir():
        assert (second / file.name).read_bytes() == file.read_bytes()


def test_one_file_has_list_labels_and_letters(filled: Command, tmp_path: Path) -> None:
    arguments = ("--template", "overdue_notice_2", "--bucket", "M2", "--merged", "--json")
    answer = run(filled, *arguments, "--out", str(tmp_path / "out"))
    (file,) = answer.data["files"]
    with pikepdf.open(io.BytesIO(Path(file).read_bytes())) as pdf:
        assert len(pdf.pages) == 4


def test_cases_are_named_by_number_and_from_a_file(filled: Command, tmp_path: Path) -> None:
    listed = tmp_path / "cases.txt"
    listed.write_text("CS2026-000002\n\n", "utf-8")
    out = ("--out", str(tmp_path / "out"), "--json")
    by_number = run(filled, "--template", "overdue_notice_1", "--case", "CS2026-000001", *out)
    from_file = run(filled, "--template", "overdue_notice_1", "--cases", str(listed), *out)
    assert (by_number.code, by_number.data["letters"][0]["case_no"]) == (DONE, "CS2026-000001")
    assert from_file.data["letters"][0]["case_no"] == "CS2026-000002"
    assert run(filled, "--template", "overdue_notice_1", "--case", "CS9").code == FAILED


def test_a_dry_run_makes_nothing(filled: Command, tmp_path: Path) -> None:
    arguments = ("--template", "overdue_notice_2", "--bucket", "M2", "--dry-run", "--json")
    answer = run(filled, *arguments, "--out", str(tmp_path / "out"))
    assert answer.data["planned"] == 2
    (over,) = answer.data["over_cap"]
    assert over["account_no"] == "HT2026000002"
    assert "上限 24.00%" in over["reason"]
    assert over["reason"] in run(filled, *arguments[:-1]).out
    assert not (tmp_path / "out").exists()


def test_facts_are_given_by_name(filled: Command, tmp_path: Path) -> None:
    arguments = ("--template", "service_receipt", "--case", "1", "--out", str(tmp_path / "out"))
    asked = run(filled, *arguments)
    assert asked.code == FINDINGS
    assert "送达文书" in asked.out
    answer = run(
        filled,
        *arguments,
        "--fact",
        "送达文书=催收函",
        "--fact",
        "送达文书编号=催1号",
        "--json",
    )
    assert (answer.code, answer.data["new"]) == (DONE, 1)
    assert run(filled, *arguments, "--fact", "没有的=1").code == FAILED


def test_files_are_checked(filled: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(filled, "--template", "overdue_notice_2", "--case", "1", "--out", str(out))
    (ours,) = out.iterdir()
    fine = run(filled, "check", str(ours))
    assert fine.code == DONE
    assert "催〔2026〕第0001号" in fine.out
    content = ours.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        locked = io.BytesIO()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    strangers = {
        "text.pdf": (b"no PDF at all", "foreign", "letters.not_a_pdf"),
        "half.pdf": (content[: len(content) // 2], "foreign", "letter_check.damaged"),
        "locked.pdf": (locked.getvalue(), "foreign", "letter_check.locked"),
        "more.pdf": (content + b"%%EOF\n", "added_to", "letter_check.signatures_unreadable"),
    }
    for name, (inside, _, _) in strangers.items():
        (tmp_path / name).write_bytes(inside)
    answer = run(filled, "check", str(ours), *(str(tmp_path / n) for n in strangers), "--json")
    assert answer.code == FINDINGS
    found = [(file["verdict"], file["obstacle"]) for file in answer.data["files"]]
    assert found == [("ours", None), *((verdict, why) for _, verdict, why in strangers.values())]
    assert "打开密码" in run(filled, "check", str(tmp_path / "locked.pdf")).out
    missing = run(filled, "check", str(tmp_path / "none.pdf"))
    assert missing.code == FAILED
    assert "none.pdf" in missing.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--template", "overdue_notice_1"),
        ("--template", "nothing", "--bucket", "M2"),
        ("something",),
        ("check",),
        ("--template", "overdue_notice_1", "--bucket", "M9"),
    ],
)
def test_what_cannot_be_done_is_said(filled: Command, arguments: tuple[str, ...]) -> None:
    answer = run(filled, *arguments)
    assert answer.code == FAILED
    assert answer.err


def test_nothing_is_due_on_a_quiet_day(created: Command, tmp_path: Path) -> None:
    answer = run(created, "--due", "--out", str(tmp_path / "out"), "--json")
    assert (answer.code, answer.data["letters"]) == (DONE, [])


def test_amounts_in_capitals(command: Command) -> None:
    assert command("amount-in-capitals", "107,000.53").out.strip() == "人民币壹拾万柒仟元零伍角叁分"
    assert command("amount-in-capitals", "12x").code == FAILED
    assert command("amount-in-capitals", "0.125").code == FAILED
