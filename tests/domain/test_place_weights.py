"""The weights a place is marked by: where they come from, how well they mark, what they show."""

import pytest

from desktop.adapters import paths
from desktop.adapters.reading_weights import bundled_places
from desktop.domain.place_weights import PlaceWeights
from tests.domain.place_learning import Example, examples, learn, stored, told

BYTES_OF_WEIGHTS = 350_000


@pytest.fixture(scope="module")
def messages() -> list[Example]:
    return examples()


def test_the_weights_are_what_is_learnt_from_the_labelled_messages(messages: list[Example]) -> None:
    """After a change to messages: ``python -m tests.domain.place_learning``, then the kinds."""
    learnt = stored(learn(messages))
    assert paths.resources("reading", "places.json").read_text("utf-8") == learnt
    assert len(learnt.encode()) < BYTES_OF_WEIGHTS


def test_places_in_messages_not_learnt_from_are_marked(messages: list[Example]) -> None:
    judged = [(one, place) for one, place in told(messages, folds=3) if one.place]
    assert sum(one.place == place for one, place in judged) >= 0.9 * len(judged)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("补卡,明天下午来滨江区长河街道江虹路1750号2幢28楼,谢谢", "滨江区长河街道江虹路1750号2幢28楼"),
        ("我在观塘镇石桥村7组村口小卖部,尽快", "观塘镇石桥村7组村口小卖部"),
        ("我想还款5000元,怎么还?", None),
        ("8号", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_place_is_marked_from_its_first_to_its_last_character(
    text: str, place: str | None
) -> None:
    found = bundled_places().place(text)
    assert (text[slice(*found)] if found else None) == place


def test_the_longest_of_several_is_taken_and_where_nothing_is_known_none_is() -> None:
    begins_at_x = PlaceWeights(
        {"00x": (9, 0, 0), "00y": (0, 9, 0), "00z": (0, 0, 9)}, ((0,) * 3,) * 3
    )
    assert begins_at_x.place("xyyyzxyyyy") == (5, 10)
    assert begins_at_x.place("xyyyxyyyyz") == (4, 9)
    assert begins_at_x.place("yyzz") is None
    assert PlaceWeights({}, ((0, 0, -9), (0, 0, -9), (0, 0, 9))).place("abcdef") is None
