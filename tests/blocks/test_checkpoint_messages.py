"""A checkpoint and what is answered: the bar, the bet at half time, ways on, and questions for the manager."""

from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import messages
from bot.blocks.button_values import read_bet_subject, read_stem_subject, read_value
from bot.blocks.checkpoint_messages import answered, checkpoint, checkpoint_answer, half_time
from bot.domain.acceptance import Acceptance, Level
from bot.domain.checkpoints import CheckpointKind
from bot.domain.lifecycle import State
from bot.domain.record import CheckpointAnswer
from tests.blocks.reading import actions_of
from tests.blocks.stories import BRIEF, NOW, story

SPOT_CHECK = CheckpointKind.SPOT_CHECK


def test_the_checkpoint_shows_the_bar_and_asks() -> None:
    """The owner sees the bar and the questions, and can answer, say that nothing is new, or put it off."""
    message = checkpoint(story(State.IN_PROGRESS), SPOT_CHECK, ("Which number would you check twice?",))
    assert "variance at most 2 percent" in message.text
    assert "Which number would you check twice?" in message.text
    assert actions_of(message) == ["checkpoint_answer", "on_course", "flag", "hit", "snooze"]
    bare = checkpoint(story(State.IN_PROGRESS, brief=replace(BRIEF, triggers=())), SPOT_CHECK, ("Which?",))
    assert actions_of(bare) == ["checkpoint_answer", "on_course", "flag", "snooze"]
    later = message.blocks[2]["elements"][4]["options"]
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


def test_a_low_bet_opens_ways_on_and_a_safe_one_none() -> None:
    """Below seventy the thanks suggest a flag, then the minimum and a new time, while the date is still ahead."""
    said = CheckpointAnswer("d1", SPOT_CHECK, ("Which number?",), ("The total.",), NOW)
    working = story(State.IN_PROGRESS)
    assert actions_of(answered(working, replace(said, bet=69))) == ["flag", "fall_back", "new_time"]
    thanks = answered(working, replace(said, bet=69)).text
    assert "A flag tells Grace what you see, while there is time. There is the minimum, too" in thanks
    assert actions_of(answered(working, replace(said, bet=70))) == []
    assert actions_of(answered(working, said)) == []
    assert actions_of(answered(replace(working, now=BRIEF.deadline), replace(said, bet=10))) == []
    bare = story(State.IN_PROGRESS, brief=replace(BRIEF, minimum_shippable=""))
    assert actions_of(answered(bare, replace(said, bet=10))) == ["flag", "new_time"]
    assert "Bet on the date: 10 %" in checkpoint_answer(working, replace(said, bet=10)).text


BET = "Would you bet on the date?"


def test_the_checkpoint_at_half_time_asks_for_the_bet() -> None:
    """In the message itself, after its questions; another checkpoint does not ask."""
    working = story(State.IN_PROGRESS)
    assert f"{BET} __ %, or nothing." in checkpoint(working, SPOT_CHECK, ("Which number?",), bets=True).text
    assert BET not in checkpoint(working, SPOT_CHECK, ("Which number?",)).text


def test_on_course_leaves_the_bet_one_press_away() -> None:
    """While there is a date to bet on, and only for who has not seen the field; then it is an answer like any."""
    on_course = CheckpointAnswer("d1", SPOT_CHECK, ("Which?",), (), NOW, on_course=True)
    working = story(State.IN_PROGRESS)
    offered = answered(working, on_course, bets=True)
    assert f"{BET} Grace reads it as a prediction, not as a promise." in offered.text
    row = next(block for block in offered.blocks if block["type"] == "actions")
    assert [each["text"]["text"] for each in row["elements"]] == ["90 %", "70 %", "50 %", "30 %"]
    percents = [read_bet_subject((read_value(each["value"]) or ("", ""))[1]) for each in row["elements"]]
    assert percents == [("spot check", percent) for percent in (90, 70, 50, 30)]
    seen = replace(on_course, on_course=False, answers=("The total.",))
    for message in (
        answered(working, on_course),
        answered(working, seen, bets=True),
        answered(working, replace(on_course, bet=90), bets=True),
        answered(replace(working, now=BRIEF.deadline), on_course, bets=True),
        answered(story(State.SHIPPED), on_course, bets=True),
    ):
        assert actions_of(message) == []
    low = answered(working, replace(on_course, bet=50), bets=True)
    assert actions_of(low) == ["flag", "fall_back", "new_time"]
    heard = checkpoint_answer(working, replace(on_course, bet=50)).text
    assert "Ada at the spot check: on course, nothing new." in heard
    assert "Bet on the date: 50 %" in heard


def test_the_bet_by_itself_is_one_press_or_nothing() -> None:
    """A small question, whose first button takes any number: a digest shows that one alone."""
    message = half_time(story(State.IN_PROGRESS))
    assert f"Half of the time has passed. {BET}" in message.text
    assert "Say nothing, and nothing is missing." in message.text
    assert actions_of(message) == ["checkpoint_answer", *["bet"] * 4]
    said = CheckpointAnswer("d1", CheckpointKind.HALF_TIME, (BET,), (), NOW, bet=60)
    assert "Ada at half time:" in checkpoint_answer(story(State.IN_PROGRESS), said).text


@pytest.mark.parametrize(
    "subject", ["spot check:101", "spot check:-1", "spot check:", "spot check", "x:6x", ""]
)
def test_what_is_no_percentage_is_no_bet(subject: str) -> None:
    """Old or forged: read as none."""
    assert read_bet_subject(subject)[1] is None


def test_a_checkpoint_that_has_moved_as_often_as_it_may_asks_what_changed() -> None:
    """No more *Later*: an answer, or on course."""
    message = checkpoint(story(State.IN_PROGRESS), SPOT_CHECK, ("Which number?",), may_wait=False)
    assert "This one has moved three times. What changed?" in message.text
    assert actions_of(message) == ["checkpoint_answer", "on_course", "flag", "hit"]


def levels(manager: Level, owner: Level) -> dict[str, Any]:
    """Return what the two picked for who decides."""
    return {"manager_level": manager, "acceptance": Acceptance(owner)}


@pytest.mark.parametrize("owner", [Level.INQUIRE, Level.DELEGATE])
def test_who_left_the_call_to_the_owner_is_given_questions_after_the_shipping(owner: Level) -> None:
    """Nothing is put before the manager to ask at a checkpoint; once it has shipped, there it is."""
    said = CheckpointAnswer("d1", SPOT_CHECK, ("Which number?",), ("The October total.",), NOW)
    picked = levels(Level.INQUIRE, owner)
    for each in (said, replace(said, answers=(), on_course=True)):
        heard = checkpoint_answer(story(State.IN_PROGRESS, **picked), each)
        assert actions_of(heard) == []
        assert "ask" not in heard.text
    assert "The October total." in checkpoint_answer(story(State.IN_PROGRESS, **picked), said).text
    shipped = messages.shipped(story(State.SHIPPED, **picked))
    assert "You left the call to Ada. If you want to ask, it is time now:" in shipped.text
    assert actions_of(shipped) == ["ask"] * 4 + ["clear_a_path"]


def test_questions_stay_before_where_one_of_the_two_wants_a_say() -> None:
    """One step short of it, or one of the two alone: the questions come at the checkpoint."""
    said = CheckpointAnswer("d1", SPOT_CHECK, ("Which number?",), ("The October total.",), NOW)
    for picked in (levels(Level.ADVISE, Level.DELEGATE), levels(Level.INQUIRE, Level.ADVISE)):
        assert "ask" in actions_of(checkpoint_answer(story(State.IN_PROGRESS, **picked), said))
        assert "time now" not in messages.shipped(story(State.SHIPPED, **picked)).text
