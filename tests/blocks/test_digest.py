"""A digest: several things in one message, within Slack's limits, each in short with the button that matters most."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from bot.blocks.digest import IN_SIGHT, Thing, digest
from bot.domain.lifecycle import State
from tests.blocks.nasty import LARGE, names, texts
from tests.blocks.stories import NOW, actions_of, everywhere, foreign_tokens, refused, story, words_of
from tests.blocks.test_messages import drawn

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("text", ["", *LARGE])
def test_every_digest_is_one_that_slack_takes(text: str) -> None:
    """Whatever it holds, in every state and moment, with the worst texts."""
    things = [
        Thing(message, NOW)
        for situation in everywhere(text, "&" * 80 if text else "")
        for message in drawn(situation, text or "A word.")
    ]
    for start in range(0, len(things), 37):
        assert refused(digest(things[start : start + 37], PARIS)) == []
    assert refused(digest(things[:200], PARIS)) == []


@given(text=texts, name=names)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_breaks_a_digest(text: str, name: str) -> None:
    """Nobody is pinged by what somebody wrote, and nothing of it becomes a link."""
    situation = next(everywhere(text, name))
    made = digest([Thing(message) for message in drawn(situation, text or "A word.")], PARIS)
    assert refused(made) == []
    assert foreign_tokens(made) == []


def test_it_says_how_many_things_there_are_and_each_has_its_button() -> None:
    """The first of the message that it would have been; the words are those that matter."""
    things = [Thing(message) for message in drawn(story(State.OFFERED))][:2]
    made = digest(things, PARIS)
    assert words_of(made).startswith("*2 things for you, in one message.*")
    assert made.text.startswith("2 things for you, in one message.")
    assert words_of(made).count("Monthly cloud spend report") == 2
    assert [block for block in made.blocks if block["type"] == "actions"] == []
    assert len(actions_of(made)) >= 1


def test_when_something_was_planned_for_is_said_where_that_is_past() -> None:
    """In the reader's zone; what is in time needs no such word."""
    [message, *_] = drawn(story(State.OFFERED))
    made = words_of(digest([Thing(message, NOW - timedelta(days=1)), Thing(message)], PARIS))
    assert made.count("Planned for") == 1
    assert "Mon, Nov 23 at 11:00 CET" in made


def test_more_than_a_message_can_hold_is_counted() -> None:
    """And Home shows what is open."""
    [message, *_] = drawn(story(State.OFFERED))
    made = digest([Thing(message)] * (IN_SIGHT + 7), PARIS)
    assert "And 7 more; Home shows all that is open." in words_of(made)
    assert refused(made) == []
