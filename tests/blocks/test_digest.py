"""A digest: several things in one message, within Slack's limits, each in short with the button that matters most."""

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from bot.blocks.digest import IN_SIGHT, Thing, digest
from bot.blocks.message import Message
from bot.blocks.messages import move, offer_reminder
from bot.domain.lifecycle import Role, State
from tests.blocks.nasty import THE_LONGEST, names, texts
from tests.blocks.reading import foreign_tokens, refused, words_of
from tests.blocks.stories import NOW, everywhere, story
from tests.blocks.test_messages import drawn

PARIS = ZoneInfo("Europe/Paris")
MOST_OF_ALL_BLOCKS = 13_200
"""Above this Slack answers `msg_blocks_too_long` (github.com/slackapi/bolt-js/issues/2509)."""


@pytest.mark.slow
@THE_LONGEST
def test_every_digest_is_one_that_slack_takes(text: str) -> None:
    """Whatever it holds, in every state and moment, with the worst texts."""
    things = [
        Thing(message, NOW)
        for situation in everywhere(text, "&" * 80 if text else "")
        for message in drawn(situation, text or "A word.")
    ]
    for start in range(0, len(things), IN_SIGHT):
        made = digest(things[start : start + IN_SIGHT], PARIS, more=1)
        assert refused(made) == []
        assert len(json.dumps(made.blocks, ensure_ascii=False)) < MOST_OF_ALL_BLOCKS


@given(text=texts, name=names)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_breaks_a_digest(text: str, name: str) -> None:
    """Nobody is pinged by what somebody wrote, and nothing of it becomes a link."""
    situation = next(everywhere(text, name))
    things = [Thing(message) for message in drawn(situation, text or "A word.")]
    made = digest(things[:IN_SIGHT], PARIS)
    assert refused(made) == []
    assert foreign_tokens(made) == []


def sections(made: Message) -> list[str]:
    """Return the words of its sections."""
    return [block["text"]["text"] for block in made.blocks if block["type"] == "section"]


def test_it_says_how_many_things_there_are_and_each_has_its_button() -> None:
    """The first of the message that it would have been; the words are those that matter."""
    offered = story(State.OFFERED)
    made = digest(
        [Thing(message) for message in (move(offered, Role.OWNER), offer_reminder(offered, Role.OWNER))],
        PARIS,
    )
    lead, *things = sections(made)
    assert lead == "*2 things for you, in one message.*"
    assert made.text.startswith("2 things for you, in one message.")
    assert "hands you this" in things[0]
    assert "still waits for your word" in things[1]
    assert [block["accessory"]["text"]["text"] for block in made.blocks[1:]] == ["Accept", "Accept"]
    assert [block["accessory"]["action_id"] for block in made.blocks[1:]] == ["accept", "accept.2"]


def test_when_something_was_planned_for_is_said_where_that_is_past() -> None:
    """In the reader's zone; what is in time needs no such word."""
    message = move(story(State.OFFERED), Role.OWNER)
    _, late, in_time = sections(digest([Thing(message, NOW - timedelta(days=1)), Thing(message)], PARIS))
    assert "Planned for" in late
    assert "Mon, Nov 23 at 11:00 CET" in late
    assert "Planned for" not in in_time


def test_what_the_next_message_tells_is_counted() -> None:
    """Nobody thinks that this was all."""
    message = move(story(State.OFFERED), Role.OWNER)
    made = digest([Thing(message)] * IN_SIGHT, PARIS, more=7)
    assert "And 7 more in the next one." in words_of(made)
    assert len(sections(made)) == IN_SIGHT + 1
