"""The short messages: each says what happened and whose move it is, and carries what answers it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.blocks import messages
from bot.blocks.change_messages import change_answered, change_over, change_proposed
from bot.blocks.checkpoint_messages import answered, checkpoint, checkpoint_answer
from bot.blocks.ids import read_stem_subject, read_value
from bot.blocks.message import Message
from bot.blocks.rehearsal_messages import rehearsal_decided, rehearsal_over
from bot.coaching.question_bank import checkpoint_questions
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import FoundBy
from bot.domain.lifecycle import Role, State
from bot.domain.record import CheckpointAnswer
from bot.domain.situation import Situation
from tests.blocks.nasty import LARGE, names, texts
from tests.blocks.stories import (
    BRIEF,
    NOW,
    QUESTION,
    actions_of,
    everywhere,
    foreign_tokens,
    refused,
    story,
)

SPOT_CHECK = CheckpointKind.SPOT_CHECK


def drawn(situation: Situation, text: str = "A word.") -> Iterator[Message]:
    """Yield every short message that can be drawn from a situation."""
    asked = replace(QUESTION, text=text, answer=text)
    said = CheckpointAnswer("d1", SPOT_CHECK, (text, "Which number?", "And?"), (text, "", text), NOW)
    for role in (Role.OWNER, Role.MANAGER):
        yield messages.move(situation, role)
        yield messages.move_made(situation, role)
        yield messages.ended(situation, role)
        yield messages.offer_reminder(situation, role)
        yield messages.miss(situation, role)
        yield messages.unreachable(situation, role)
    yield messages.question(situation, asked)
    yield messages.question_answered(situation, asked)
    yield messages.question_answer(situation, asked)
    yield messages.shipped(situation)
    yield change_proposed(situation)
    yield change_over(situation)
    for agreed in (True, False):
        yield change_answered(situation, agreed=agreed)
    yield rehearsal_over(situation)
    yield rehearsal_decided(situation)
    yield checkpoint(situation, SPOT_CHECK, checkpoint_questions(SPOT_CHECK, "d1"))
    yield answered(situation, said)
    yield checkpoint_answer(situation, said)
    yield checkpoint_answer(situation, replace(said, on_course=True, answers=()))


@pytest.mark.parametrize("text", ["", *LARGE])
def test_every_message_is_one_that_slack_takes(text: str) -> None:
    """In every state and moment, with the worst texts, each message keeps all of Slack's limits."""
    for situation in everywhere(text, "&" * 80 if text else ""):
        for message in drawn(situation, text or "A word."):
            assert refused(message) == []


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, names)
def test_no_text_breaks_a_message(text: str, name: str) -> None:
    """Any text and any name: the messages stay valid, and nothing foreign in them is markup."""
    for situation in everywhere(text, name):
        for message in drawn(situation, text):
            assert refused(message) == []
            assert foreign_tokens(message) == []


def test_the_move_comes_with_its_buttons() -> None:
    """Whoever receives the move reads until when, and can act from the message."""
    offer = messages.move(story(State.OFFERED), Role.OWNER)
    assert "Grace hands you this" in offer.text
    assert "Your move, until Fri, Nov 27 at 17:00 CET" in offer.text
    assert actions_of(offer) == ["accept", "negotiate", "decline"]
    accepted = messages.move(story(State.ACCEPTED), Role.MANAGER)
    assert "Ada accepted and said" in accepted.text
    assert actions_of(accepted) == ["confirm", "ask"]
    assert actions_of(messages.move(story(State.IN_PROGRESS), Role.OWNER)) == ["ship"]


def test_silence_that_confirms_is_said() -> None:
    """An owner whose restatement was confirmed by silence is told so."""
    situation = story(State.IN_PROGRESS, confirmed_by_silence=True)
    assert "counts as confirmed" in messages.move(situation, Role.OWNER).text


def test_the_end_is_told_with_its_reason() -> None:
    """The other side reads how it ended, in the words given, and that nothing is left to do."""
    declined = messages.ended(story(State.DECLINED, reason="I am away."), Role.MANAGER)
    assert "Ada declined it: “I am away.”" in declined.text
    assert "Nothing for you to do." in declined.text
    withdrawn = messages.ended(story(State.WITHDRAWN, reason=""), Role.OWNER)
    assert "Grace withdrew it." in withdrawn.text


def test_the_checkpoint_shows_the_bar_and_asks() -> None:
    """The owner sees the bar and the questions, and can answer, say that nothing is new, or put it off."""
    message = checkpoint(story(State.IN_PROGRESS), SPOT_CHECK, ("Which number would you check twice?",))
    assert "variance at most 2 percent" in message.text
    assert "Which number would you check twice?" in message.text
    assert actions_of(message) == ["checkpoint_answer", "on_course", "snooze"]
    later = message.blocks[2]["elements"][2]["options"]
    assert [read_value(each["value"]) for each in later] == [
        ("d1", "spot check:hour"),
        ("d1", "spot check:three_hours"),
        ("d1", "spot check:tomorrow"),
    ]


def test_the_manager_gets_answers_with_questions_to_go_on_from() -> None:
    """Three stems with a button each, and own words; no box to edit in."""
    said = CheckpointAnswer("d1", SPOT_CHECK, ("Which number?",), ("The October total.",), NOW)
    message = checkpoint_answer(story(State.IN_PROGRESS), said)
    assert "The October total." in message.text
    assert actions_of(message) == ["ask"] * 4
    values = [read_value(block["accessory"]["value"]) for block in message.blocks if "accessory" in block]
    assert [read_stem_subject(value[1]) for value in values if value] == [("checkpoint", n) for n in range(3)]
    assert "Nothing for you to do." in message.text


def test_shipping_lets_it_land() -> None:
    """The manager reads the prediction, and may ask; nothing else is offered."""
    message = messages.shipped(story(State.SHIPPED))
    assert "Ada shipped it and predicts: met. Let it land." in message.text
    assert actions_of(message) == ["ask"]


def test_a_miss_steadies_before_anything_else() -> None:
    """The owner reads that it can be corrected and gets a note to start from; the manager has nothing to do."""
    missed: dict[str, Any] = {"corrected_at": NOW, "correction": "Counted twice.", "found_by": FoundBy.OTHERS}
    owner = messages.miss(story(State.SHIPPED, **missed), Role.OWNER)
    assert "it can be corrected, and it is yours to correct" in owner.text
    assert "What was wrong:" in owner.text
    assert "found by others" in owner.text
    assert "Nothing for you to do." in messages.miss(story(State.SHIPPED, **missed), Role.MANAGER).text


def test_an_answer_to_a_question_about_the_back_brief_can_be_confirmed() -> None:
    """With the answer the manager can say that this is it, or ask again."""
    message = messages.question_answer(story(State.ACCEPTED), QUESTION)
    assert actions_of(message) == ["confirm", "ask"]
    assert BRIEF.task in message.text
