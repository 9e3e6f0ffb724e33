"""settings from the command line."""

from tests.cli.conftest import Command


def test_shows_and_sets_what_the_branch_says_about_itself(created: Command) -> None:
    assert created("settings", "--json").data["settings"]["branch.name"] == ""
    assert created("settings", "branch.name=滨江支行").code == 0
    assert "branch.name=滨江支行" in created("settings").out


def test_refuses_what_cannot_be(created: Command) -> None:
    assert created("settings", "branch.phone=abc", "--json").code == 2
    assert created("settings", "nonsense").code == 2
