"""The weights a message's kind is judged by: where they come from, how well they judge, what they show."""

from datetime import datetime

import pytest

from desktop.adapters import paths
from desktop.adapters.lunar_calendar import LunarPython
from desktop.adapters.reading_weights import bundled_places, bundled_weights
from desktop.domain.kind_weights import KINDS, KindWeights
from desktop.domain.message_evidence import AMOUNT, Topics, evidence_in, marked
from desktop.domain.sms_request import ReadingWeights, read_request
from tests.domain.kind_learning import Example, examples, learn, stored, told_apart

BYTES_OF_WEIGHTS = 200_000


def reading(kinds: KindWeights) -> ReadingWeights:
    return ReadingWeights(kinds, bundled_places())


@pytest.fixture(scope="module")
def messages() -> list[Example]:
    return examples()


def test_the_weights_are_what_is_learnt_from_the_labelled_messages(messages: list[Example]) -> None:
    """After a change to words, fields or messages: ``python -m tests.domain.kind_learning``."""
    learnt = stored(learn(messages))
    assert paths.resources("reading", "kinds.json").read_text("utf-8") == learnt
    assert len(learnt.encode()) < BYTES_OF_WEIGHTS


def test_messages_not_learnt_from_are_told_apart_and_hard_ones_lead_little(
    messages: list[Example],
) -> None:
    """A third of these messages are four words or fewer, written to be mistaken for another kind."""
    judged = told_apart(messages, seeds=(1,))
    leads = {True: [0], False: [0]}
    for one, kind, lead in judged:
        leads[kind == KINDS[one.kind]].append(lead)
    assert len(leads[True]) >= 0.88 * len(judged)
    middle = {right: sorted(some)[len(some) // 2] for right, some in leads.items()}
    assert middle[True] > 3 * middle[False]


def test_the_word_that_says_most_is_shown() -> None:
    text = "昨天在超市,银行卡丢了"
    judged = bundled_weights().kinds.judge(text)
    assert judged.kind == "card_replace"
    assert text[judged.start : judged.end] in ("卡", "丢", "丢了")
    assert judged.next_kind != judged.kind
    assert judged.lead > 0


def test_where_nothing_is_known_nothing_leads() -> None:
    judged = KindWeights({}, Topics({}, 0)).judge("")
    assert (judged.lead, judged.start, judged.end) == (0, 0, 0)


def test_a_kind_that_hardly_leads_is_a_doubt() -> None:
    weights = KindWeights({"=卡": (5, *[0] * (len(KINDS) - 1))}, Topics({}, 0))
    now = datetime(2026, 11, 20, 10, 12)
    read = read_request("卡", now=now, lunar=LunarPython(), weights=reading(weights))
    assert read.intent.value == "card_replace"
    assert read.intent.doubts == ("dispatch.doubt.kind_unclear",)
    assert read.kinds == ("card_replace", "repayment")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("3", "rating"), ("33", "other"), ("1分，等了四个钟头", "rating"), ("回复TD", "unsubscribe")],
)
def test_codes_and_figures_are_certain(text: str, kind: str) -> None:
    now = datetime(2026, 11, 20, 10, 12)
    weights = KindWeights({}, Topics({}, 0))
    assert (
        read_request(text, now=now, lunar=LunarPython(), weights=reading(weights)).intent.value
        == kind
    )


def test_facts_count_by_their_mark_and_keep_their_place() -> None:
    text = marked("还了2000元", [(2, 7, AMOUNT), (3, 5, "?")])
    assert text == f"还了{AMOUNT * 5}"
    topics = Topics.from_table({"paid": "还了", "money": "元"})
    found = evidence_in(text, ("amount",), topics)
    assert found.places == {"paid": (0, 2)}
    assert {"#amount", f"=了{AMOUNT}", "paid"} <= found.names
    assert f"={AMOUNT}{AMOUNT}" not in found.names


def test_a_topic_counts_by_its_clause_and_its_company() -> None:
    topics = Topics.from_table({"lost": "丢", "card": "卡", "come": "来"})
    names = evidence_in("卡丢了,快点,来吧", (), topics).names
    assert {"card+lost", "card@first", "come@last"} <= names
    assert "card+come" not in names
