"""Results of contacts: what each means to the guard."""

from desktop.domain.contact_facts import Channel, Outcome
from desktop.domain.contact_results import outcome_of, results_for


def test_known_results_mean_what_the_table_says() -> None:
    assert outcome_of("promised", is_answered=False) is Outcome.ANSWERED
    assert outcome_of("invalid", is_answered=True) is Outcome.INVALID
    assert outcome_of("queued", is_answered=False) is Outcome.SENT


def test_a_result_of_another_version_goes_by_whether_it_was_answered() -> None:
    assert outcome_of("sang", is_answered=True) is Outcome.ANSWERED
    assert outcome_of("sang", is_answered=False) is Outcome.UNANSWERED


def test_an_officer_is_offered_what_suits_the_channel() -> None:
    phone = {result.code for result in results_for(Channel.PHONE)}
    assert {"promised", "no_answer", "invalid"} <= phone
    assert "met" not in phone
    assert "queued" not in {result.code for channel in Channel for result in results_for(channel)}
