"""Values carry ids through Slack and back, and nothing foreign is mistaken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.button_values import number_in, read_stem_subject, read_value, stem_subject, value_of
from bot.blocks.fields import Field
from bot.blocks.ids import Action, ViewId, numbered_apart

ids = st.text(min_size=1, max_size=60)


@given(ids, st.text(max_size=60))
def test_a_value_is_read_back(delegation_id: str, subject: str) -> None:
    """Whatever the ids hold, separators included, they come back as they were."""
    assert read_value(value_of(delegation_id, subject)) == (delegation_id, subject)


@given(st.one_of(st.none(), st.integers(), st.just(""), st.just("|"), st.just("a|b|c"), st.just("x" * 2_001)))
def test_garbage_is_no_value(garbage: object) -> None:
    """What is not one of our values gives None, and no error."""
    assert read_value(garbage) is None


def test_a_stem_is_read_back() -> None:
    """An [Ask] button's subject says what it is about, and the stem where there is one."""
    assert read_stem_subject(stem_subject("checkpoint", 2)) == ("checkpoint", 2)
    assert read_stem_subject("work") == ("work", None)
    assert read_stem_subject("work:x") == ("work", None)


def test_repeated_actions_are_numbered_after_a_dot() -> None:
    """An action id that occurs again gets a number after a dot; the first keeps its own."""
    blocks = [
        {"accessory": {"action_id": "ask"}},
        {"elements": [{"action_id": "ask"}, {"action_id": "ship"}]},
    ]
    numbered_apart(blocks)
    assert [blocks[0]["accessory"], *blocks[1]["elements"]] == [
        {"action_id": "ask"},
        {"action_id": "ask.2"},
        {"action_id": "ship"},
    ]


def test_ids_are_short_and_of_one_kind() -> None:
    """Every id fits Slack's limit, and none holds the sign that numbers actions."""
    for each in (*Action, *Field, *ViewId):
        assert len(each) <= 60
        assert "." not in each


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("012", 12),
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("", None),
        ("-1", None),
        ("²", None),
    ],
)
def test_a_number_is_read_or_is_none(text: str, number: int | None) -> None:
    """Digits as everybody writes them, and not more than a version ever has; a forged value is no number."""
    assert number_in(text) == number
