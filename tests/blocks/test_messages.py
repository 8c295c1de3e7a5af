"""The short messages: each says what happened and whose move it is, and carries what answers it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from bot.blocks import (
    correction_messages,
    departure_messages,
    help_messages,
    messages,
    page_messages,
    proposal_messages,
)
from bot.blocks.cards import manager_card, owner_card
from bot.blocks.change_messages import change_answered, change_over, change_overtaken, change_proposed
from bot.blocks.checkpoint_messages import answered, checkpoint, checkpoint_answer, half_time
from bot.blocks.message import Message
from bot.blocks.rehearsal_messages import rehearsal_decided, rehearsal_over
from bot.blocks.review_opening import opened
from bot.coaching.question_bank import checkpoint_questions
from bot.domain.blast_radius import Audience, BlastRadius, Rollback, Undo
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import FoundBy, Outcome
from bot.domain.help import HelpKind
from bot.domain.lifecycle import Role, State
from bot.domain.people import Person
from bot.domain.record import CheckpointAnswer
from bot.domain.review import Mode, Phase
from bot.domain.situation import Situation
from tests.blocks.nasty import EACH_LARGE, names, texts
from tests.blocks.reading import actions_of, foreign_tokens, refused, words_of
from tests.blocks.stories import (
    BRIEF,
    DEADLINE,
    MANAGER,
    NOTE,
    NOW,
    OWNER,
    QUESTION,
    everywhere,
    hit_of,
    places,
    review_of,
    somewhere,
    story,
)
from tests.blocks.wishes import CLEARED, LATER, WISH, YES

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
        yield correction_messages.miss(situation, role)
        yield departure_messages.unreachable(situation, role)
        yield departure_messages.left_channel(situation, role, "C1")
        yield departure_messages.place_changed(situation, role, "C1")
    yield messages.question(situation, asked)
    yield messages.question_answered(situation, asked)
    yield messages.question_answer(situation, asked)
    yield messages.shipped(situation)
    yield departure_messages.undelivered(situation, text)
    yield departure_messages.kept_between(situation)
    yield departure_messages.named_left(situation, "U1")
    sent = replace(NOTE, text=text, reader_id="U2", channel_id="C1", sent_at=NOW)
    yield correction_messages.note(situation, sent)
    yield correction_messages.note_sent(situation, sent, text)
    yield correction_messages.note_sent(situation, replace(NOTE, sent_at=NOW))
    yield correction_messages.taken_over(situation)
    yield correction_messages.note_reminder_over(situation)
    if situation.open_note:
        yield correction_messages.note_reminder(situation, situation.open_note)
    for kind in (HelpKind.THINK, HelpKind.CLEAR):
        asked = replace(WISH, text=text, block=text[:150], kind=kind)
        for told in (asked, replace(asked, deputy_id="U3"), replace(asked, given_back_at=NOW)):
            yield help_messages.wish(situation, told, "U1")
            yield help_messages.wish(situation, told, "U3")
            yield help_messages.chase(situation, told, "U1")
            yield help_messages.silent(situation, told)
            yield help_messages.wish_over(situation, told)
    yield help_messages.answer(situation, replace(CLEARED, text=text), replace(WISH, text=text))
    yield help_messages.answer(situation, LATER, WISH)
    yield help_messages.answer(situation, YES, replace(WISH, block=text[:150]))
    yield change_proposed(situation)
    yield change_over(situation)
    yield change_overtaken(situation)
    for agreed in (True, False):
        yield change_answered(situation, agreed=agreed)
    yield rehearsal_over(situation)
    yield rehearsal_decided(situation)
    yield checkpoint(situation, SPOT_CHECK, checkpoint_questions(SPOT_CHECK, "d1"))
    yield checkpoint(situation, SPOT_CHECK, ("Which?",), bets=True, may_wait=False)
    yield half_time(situation)
    yield answered(situation, said)
    yield answered(situation, replace(said, on_course=True, answers=()), bets=True)
    yield checkpoint_answer(situation, replace(said, on_course=True, answers=(), bet=60))
    yield checkpoint_answer(situation, said)
    yield checkpoint_answer(situation, replace(said, on_course=True, answers=()))
    yield answered(situation, replace(said, bet=60))
    yield checkpoint_answer(situation, replace(said, bet=60))
    yield proposal_messages.deadline(situation)
    yield proposal_messages.deadline_over(situation)
    for hit in situation.hits:
        for sent in hit.pages:
            yield page_messages.page(situation, hit, sent)
            yield page_messages.page_over(situation, hit, sent)
        yield page_messages.page_sent(situation, hit)
        yield page_messages.page_acknowledged(situation, hit)
        yield page_messages.page_unanswered(situation, hit)
    for made in situation.proposals:
        yield proposal_messages.proposal(situation, made)
        yield proposal_messages.proposal_closed(situation, made)
        yield proposal_messages.proposal_answer(situation, made)


@EACH_LARGE
def test_every_message_is_one_that_slack_takes(text: str) -> None:
    """In every state and moment, with the worst texts, each message keeps all of Slack's limits."""
    for situation in everywhere(text, "&" * 80 if text else ""):
        for message in drawn(situation, text or "A word."):
            assert refused(message) == []


@settings(deadline=None)
@given(texts, names, places)
def test_no_text_breaks_a_message(text: str, name: str, place: int) -> None:
    """Any text and any name: the messages stay valid, and nothing foreign in them is markup."""
    situation = somewhere(place, text, name)
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


def test_shipping_lets_it_land() -> None:
    """The manager reads the prediction, and may ask or clear a path; nothing else is offered."""
    message = messages.shipped(story(State.SHIPPED))
    assert "Ada shipped it and predicts: met. Let it land." in message.text
    assert actions_of(message) == ["ask", "clear_a_path"]


MISSED: dict[str, Any] = {
    "outcome": Outcome.MISSED,
    "corrected_at": NOW,
    "correction": "Counted twice.",
    "found_by": FoundBy.OTHERS,
}


def test_a_miss_steadies_before_anything_else() -> None:
    """The owner reads that it can be corrected and gets a note to start from, and is asked nothing."""
    owner = correction_messages.miss(replace(story(State.SHIPPED, **MISSED), note=NOTE), Role.OWNER)
    assert "it can be corrected, and it is yours to correct" in owner.text
    assert "What was wrong:" in owner.text
    assert "found by others" in owner.text
    assert "?" not in owner.text
    assert actions_of(owner) == ["write_note", "note_sent"]


def test_the_manager_hears_that_the_correction_is_in_hand() -> None:
    """Nothing to do, and no box to edit in: a question or a path to clear."""
    manager = correction_messages.miss(replace(story(State.SHIPPED, **MISSED), note=NOTE), Role.MANAGER)
    assert "The correction is Ada's, due Tue, Nov 24 at 12:00 EST. Nothing for you to do." in manager.text
    assert actions_of(manager) == ["ask", "clear_a_path"]


def test_a_miss_that_is_corrected_asks_for_nothing_more() -> None:
    """Once the note is sent, or the manager has taken over, the message has nothing to press."""
    sent = replace(story(State.SHIPPED, **MISSED), note=replace(NOTE, sent_at=NOW))
    over = replace(story(State.SHIPPED, **MISSED, taken_over_at=NOW), note=NOTE)
    for situation in (sent, over):
        assert actions_of(correction_messages.miss(situation, Role.OWNER)) == []


def test_help_says_that_the_call_stays() -> None:
    """The owner's wish comes with questions and a path to clear; the answer says whose call it is."""
    wish = help_messages.wish(story(State.IN_PROGRESS), WISH, "U1")
    assert actions_of(wish) == ["ask", "ask", "yes_then", "clear_a_path", "let_me_think"]
    assert "Your move, until Tue, Nov 24 at 09:00 EST: a word to Ada, who goes on meanwhile" in wish.text
    timeless = help_messages.wish(story(State.IN_PROGRESS), replace(WISH, block=""), "U1")
    assert "yes_then" not in actions_of(timeless)
    cleared = help_messages.answer(story(State.IN_PROGRESS), CLEARED, WISH)
    assert "I am here to help, you keep the call." in cleared.text
    assert "The move stays with you." in help_messages.answer(story(State.IN_PROGRESS), LATER, WISH).text
    agreed = help_messages.answer(story(State.IN_PROGRESS), YES, WISH)
    assert "Grace thinks it through with you: “Half an hour.” suits them." in agreed.text


def test_who_stands_in_is_told_how_a_wish_comes_to_them() -> None:
    """Without the questions, which are the manager's; with the ways to answer."""
    passed_on = replace(WISH, deputy_id="U3")
    wish = help_messages.wish(story(State.IN_PROGRESS), passed_on, "U3")
    assert "You stand in for Grace. Ada asks you to think with them" in wish.text
    assert actions_of(wish) == ["yes_then", "clear_a_path", "let_me_think"]


def test_a_question_says_until_when_its_asker_can_wait() -> None:
    """The owner answers in their own time; once the deadline has passed no moment is named."""
    asked = replace(QUESTION, answer="", answered_at=None)
    planned = replace(
        story(State.IN_PROGRESS), next_checkpoint=CheckpointKind.SPOT_CHECK, next_at=NOW + timedelta(days=1)
    )
    said = messages.question(planned, asked).text
    assert "in your own time" in said
    assert "There is time until the spot check, Wed, Nov 25 at 11:00 CET." in said
    last = messages.question(story(State.IN_PROGRESS), asked).text
    assert "There is time until it is due, Fri, Nov 27 at 17:00 CET." in last
    late = messages.question(story(State.IN_PROGRESS, now=DEADLINE + timedelta(hours=1)), asked).text
    assert "can wait" not in late


def test_an_answer_to_a_question_about_the_back_brief_can_be_confirmed() -> None:
    """With the answer the manager can say that this is it, or ask again."""
    message = messages.question_answer(story(State.ACCEPTED), QUESTION)
    assert actions_of(message) == ["confirm", "ask"]
    assert BRIEF.task in message.text


def test_the_word_at_the_deadline_offers_the_minimum_where_there_is_one() -> None:
    """Beside a new time and shipping as it is; where the minimum is the bar already, it is no way on."""
    late = story(State.IN_PROGRESS, now=BRIEF.deadline)
    assert actions_of(proposal_messages.deadline(late)) == ["new_time", "fall_back", "ship"]
    assert "The minimum is an answer, too" in proposal_messages.deadline(late).text
    bare = story(State.IN_PROGRESS, brief=replace(BRIEF, minimum_shippable=""), now=BRIEF.deadline)
    assert actions_of(proposal_messages.deadline(bare)) == ["new_time", "ship"]
    assert "minimum" not in proposal_messages.deadline(bare).text


@pytest.mark.parametrize(
    "radius",
    [
        BlastRadius(undo=Undo.NEVER),
        BlastRadius(rollback=Rollback.NONE),
        BlastRadius(audience=Audience.TEAM, compliance_bound=True),
    ],
)
def test_what_cannot_be_taken_back_or_is_bound_is_never_let_land(radius: BlastRadius) -> None:
    """Handed over against its verdict: neither the news, nor a card, nor the after-action says so."""
    brief = replace(BRIEF, blast_radius=radius, override="The board wants it whole.")
    for state in State:
        situation = replace(story(state, brief=brief), review=review_of(Mode.FULL, Phase.WRITING))
        drawn_here = [messages.shipped(situation), owner_card(situation), manager_card(situation)]
        for each in (*drawn_here, Message("", opened(situation))):
            assert "let it land" not in words_of(each).lower(), state
            assert "*Safe to fail" not in words_of(each), state
    assert "predicts: met.\n" in messages.shipped(story(State.SHIPPED, brief=brief)).text
    small = replace(brief, blast_radius=BlastRadius(undo=Undo.DAYS))
    assert "Let it land." in messages.shipped(story(State.SHIPPED, brief=small)).text


def test_the_page_and_the_word_of_it_say_who_when_and_what_to_do() -> None:
    """The page names task, condition, what was seen and by when; the owner reads whom it is better to ring."""
    people = {"U1": MANAGER, "U2": OWNER, "U3": Person("U3", "T1", "Linus", "Europe/Paris")}
    hit = hit_of()
    situation = replace(story(State.IN_PROGRESS), hits=(hit,), people=people)
    page = page_messages.page(situation, hit, hit.pages[1]).text
    for words in (
        "variance over 5 %",
        "Two accounts twice.",
        "Ada hit a trigger",
        "within 1 hour",
        "stand in for Grace",
    ):
        assert words in page, words
    sent = page_messages.page_sent(situation, hit).text  # ten in Paris, four in the morning in New York
    assert "to Grace. They may have notifications paused; ring them." in sent
    assert "to Linus, who stands in for Grace and is asked to answer within 1 hour." in sent
    had = replace(hit, acknowledged_by="U3", acknowledged_at=NOW - timedelta(minutes=20))
    assert (
        "Linus has it, 40 minutes after you hit the trigger."
        in page_messages.page_acknowledged(situation, had).text
    )
    assert "You have it" in page_messages.page_over(situation, had, hit.pages[1]).text
    assert "Linus has it" in page_messages.page_over(situation, had, hit.pages[0]).text
    assert actions_of(page_messages.page_over(situation, had, hit.pages[0])) == []
