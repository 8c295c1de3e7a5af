"""What is said about flags and intentions: whose move it is, in whose zone, and never more than Slack takes."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from bot.blocks import flag_messages, intention_messages
from bot.blocks.cards import manager_card, owner_card
from bot.blocks.flag_lines import flags_in_the_opening
from bot.blocks.review_messages import closed as review_closed
from bot.blocks.review_messages import no_change, opening
from bot.domain.delegation import Outcome
from bot.domain.flag import Reply
from bot.domain.intention import Verdict
from bot.domain.lifecycle import Role, State
from bot.domain.people import Person
from bot.domain.review import Mode, Phase
from bot.domain.situation import Situation
from tests.blocks.nasty import EACH_LARGE, names, texts
from tests.blocks.reading import actions_of, foreign_tokens, refused, words_of
from tests.blocks.stories import (
    BRIEF,
    FLAG,
    HOUR,
    INTENTION,
    MANAGER,
    NOW,
    OWNER,
    everywhere,
    places,
    review_of,
    somewhere,
    story,
)
from tests.blocks.test_wording import about_flags

DEPUTY = Person("U3", "T1", "Hedy", "Europe/London")


def flagged(*flags: object, **changes: object) -> Situation:
    """Return work in progress with flags, the move with the manager."""
    waits = {"move": Role.MANAGER, "move_until": FLAG.answer_due, **changes}
    people = {"U1": MANAGER, "U2": OWNER, "U3": DEPUTY}
    return replace(story(State.IN_PROGRESS, **waits), flags=tuple(flags) or (FLAG,), people=people)


@EACH_LARGE
def test_every_message_is_one_that_slack_takes(text: str) -> None:
    """In every stage, with the worst texts, each message keeps all of Slack's limits."""
    for situation in everywhere(text, "&" * 80 if text else ""):
        for message in about_flags(situation):
            assert refused(message) == []


@settings(deadline=None)
@given(texts, names, places)
def test_no_text_breaks_a_message(text: str, name: str, place: int) -> None:
    """Any text and any name: nothing foreign is markup, and nothing pings."""
    situation = somewhere(place, text, name)
    for message in about_flags(situation):
        assert refused(message) == []
        assert [token for token in foreign_tokens(message) if "Where it was seen" not in token] == []


def test_the_thanks_say_who_owes_an_answer_until_when_in_the_owners_zone() -> None:
    """Four hours on, as the owner's clock shows it, and whose call it is."""
    text = flag_messages.thanks(flagged(), FLAG).text
    assert "Thank you. An answer from Grace is due by Tue, Nov 24 at 15:00 CET. It stays your call." in text


def test_the_thanks_offer_the_minimum_where_there_is_one() -> None:
    """Seen early, less may be enough; where the minimum is the bar already, or it has shipped, it is no way on."""
    assert actions_of(flag_messages.thanks(story(State.IN_PROGRESS), FLAG)) == ["flag_forward", "fall_back"]
    in_force = story(State.IN_PROGRESS, brief=replace(BRIEF, minimum_shippable=""))
    for situation in (in_force, story(State.SHIPPED)):
        assert actions_of(flag_messages.thanks(situation, FLAG)) == ["flag_forward"]


def test_the_manager_reads_it_in_their_own_zone_with_three_ways_to_answer() -> None:
    """What was seen, how sure, what is intended; ask, clear a path, agree, and no box to edit in."""
    message = flag_messages.flag(flagged(), replace(FLAG, intended="Wait a day."), "U1")
    assert "Ada raised a flag Tue, Nov 24 at 05:00 EST, likely:" in message.text
    assert "Wait a day." in message.text
    assert "Your move, until Tue, Nov 24 at 09:00 EST" in message.text
    assert actions_of(message) == ["flag_ask", "flag_clear", "flag_agreed"]


def test_a_deputy_is_told_why_it_comes_to_them() -> None:
    """That the manager has not answered, that the owner owns the work, and until when."""
    passed_on = replace(FLAG, deputy_id="U3")
    text = flag_messages.flag(flagged(passed_on), passed_on, "U3").text
    assert "Grace has not answered, and named you deputy." in text
    assert "the call stays theirs" in text
    assert "14:00 GMT" in text
    assert "deputy" not in flag_messages.flag(flagged(passed_on), passed_on, "U1").text


def test_the_cards_say_whose_move_it_is_while_an_answer_is_owed() -> None:
    """The manager's names the flag and carries its answers; the owner's says that it stays their call."""
    manager, owner = manager_card(flagged()), owner_card(flagged())
    assert "Ada's flag waits for an answer" in manager.text
    assert actions_of(manager) == ["flag_ask", "flag_clear", "flag_agreed", "brief", "more"]
    assert "Grace's move, until" in owner.text
    assert "an answer to your flag. It stays your call." in owner.text
    assert "flag" in actions_of(owner)


def test_a_row_of_a_card_holds_five_things_at_most() -> None:
    """However much there is to answer, the rest is behind the menu or in the messages."""
    for situation in everywhere():
        for card in (owner_card(situation), manager_card(situation)):
            rows = [len(block["elements"]) for block in card.blocks if block["type"] == "actions"]
            assert max(rows, default=0) <= 5


def test_an_intention_says_what_silence_means() -> None:
    """To the manager with two words to say; to the owner how it came out, whose call it stays."""
    asked = intention_messages.intention(flagged(), INTENTION, "U1")
    assert "Say nothing, and it is go then." in asked.text
    assert actions_of(asked) == ["go_on", "object"]
    silent = replace(INTENTION, verdict=Verdict.SILENCE, settled_at=NOW)
    assert "Nobody objected. Go." in intention_messages.intention_answer(flagged(), silent).text
    objected = replace(silent, verdict=Verdict.OBJECTED, words="Finance needs them.", settled_by="U1")
    text = intention_messages.intention_answer(flagged(), objected).text
    assert "Grace objects" in text
    assert "It stays your call: bring another intention" in text


@pytest.mark.parametrize(
    ("words", "shown"), [("I ring finance.", "“I ring finance.” It stays"), ("I ring", "“I ring”. It stays")]
)
def test_somebodys_words_end_once(words: str, shown: str) -> None:
    """An answer with a full stop of its own gets no second one behind the quote, and one without gets it."""
    answered = replace(FLAG, reply=Reply.PATH_CLEARED, words=words, answered_by="U1", answered_at=NOW)
    assert shown in flag_messages.thanks(story(State.IN_PROGRESS), answered).text


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (timedelta(seconds=20), "1 minute"),
        (timedelta(minutes=40), "40 minutes"),
        (timedelta(minutes=89), "89 minutes"),
        (timedelta(hours=5, minutes=10), "5 hours"),
        (timedelta(hours=24, minutes=10), "1 day"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_the_after_action_opens_with_what_became_of_a_flag(took: timedelta, words: str) -> None:
    """How long the answer took and what it was, and nobody's name."""
    answered = replace(
        FLAG, reply=Reply.PATH_CLEARED, words="I ring finance.", answered_by="U1", answered_at=NOW + took
    )
    situation = replace(story(State.SHIPPED), flags=(answered,), review=review_of(Mode.FULL, Phase.WRITING))
    [line] = flags_in_the_opening(situation)
    assert line.startswith(f"One flag, answered in {words}: “The October export is short.”, likely.")
    assert line.endswith("A path cleared: “I ring finance.”")
    assert line in words_of(opening(situation))
    assert "Grace" not in line


def test_several_flags_are_counted_and_listed() -> None:
    """Each on its line, those without an answer too, and no more lines than fit."""
    flags = tuple(replace(FLAG, id=f"f{number}") for number in range(7))
    lines = flags_in_the_opening(replace(story(State.SHIPPED), flags=flags))
    assert lines[0] == "7 flags:"
    assert lines[1].startswith("• Not answered: ")
    assert lines[-1] == "And 2 more flags."
    assert flags_in_the_opening(story(State.SHIPPED)) == []


def test_who_was_passed_over_is_no_blame() -> None:
    """The owner reads who was asked, that nobody is asked any more, and that they need not wait."""
    given_back = replace(FLAG, chased_at=NOW + HOUR, given_back_at=NOW + 2 * HOUR)
    text = flag_messages.silent(flagged(given_back, move=Role.OWNER), given_back).text
    assert "I have asked Grace twice" in text
    assert "go on as you see fit" in text
    both = replace(given_back, deputy_id="U3")
    assert "I have asked Grace and Hedy, who stands in." in flag_messages.silent(flagged(both), both).text


@pytest.mark.parametrize("outcome", Outcome)
def test_what_a_flag_led_to_is_told_whatever_the_outcome(outcome: Outcome) -> None:
    """Its answer, how it came out and what changes; a good catch in each case, with nothing to press and no count."""
    answered = replace(FLAG, reply=Reply.PATH_CLEARED, words="I ring finance.", answered_at=NOW + HOUR)
    closed = replace(
        story(State.CLOSED, outcome=outcome),
        flags=(answered, replace(FLAG, id="f2", seen="Two accounts are new.")),
        review=review_of(Mode.FULL, Phase.CLOSED),
    )
    message = flag_messages.led_to(closed)
    assert "What your flags led to:" in message.text
    assert "• “The October export is short.” A path cleared: “I ring finance.”" in message.text
    assert "• “Two accounts are new.” It shipped before there was an answer." in message.text
    assert "I will both exports are in." in message.text
    assert "A good catch, however it came out" in message.text
    assert actions_of(message) == []
    assert not re.search(r"\b(2|two) flags", message.text, re.IGNORECASE)
    assert "Grace" not in message.text


def test_without_a_change_it_is_said_with_the_one_question() -> None:
    """One message and not two; in a second round it has been said, and without a flag there is nothing of it."""
    closed = replace(
        story(State.CLOSED), flags=(FLAG,), review=review_of(Mode.FULL, Phase.CLOSED, change=None)
    )
    text = no_change(closed).text
    assert "no change agreed" in text
    assert "What your flag led to:" in text
    assert "A good catch" in text
    again = replace(closed, review=review_of(Mode.SHORT, Phase.CLOSED, change=None, round=2))
    for other in (again, replace(closed, flags=())):
        assert "A good catch" not in no_change(other).text


def test_the_thread_praises_nobody() -> None:
    """That a flag was a good catch is between the owner and the bot."""
    closed = replace(story(State.CLOSED), flags=(FLAG,), review=review_of(Mode.FULL, Phase.CLOSED))
    for message in (opening(closed), review_closed(closed)):
        assert "good catch" not in message.text.lower()
