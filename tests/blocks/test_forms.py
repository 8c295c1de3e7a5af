"""The forms: each is one that Slack takes, and what is entered comes back as it was meant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.blocks.forms import (
    accept,
    answer_question,
    ask,
    change,
    change_brief,
    change_place,
    checkpoint_answer,
    correct,
    decline,
    hand_over_anyway,
    keep,
    lucky,
    managers_part,
    negotiate,
    notes,
    notice,
    rehearse_again,
    ship,
    take_back,
    withdraw,
)
from bot.blocks.ids import read_value
from bot.blocks.message import View
from bot.coaching.question_bank import stems
from bot.domain.acceptable_error import understand
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import FoundBy, Prediction
from bot.domain.lifecycle import Role, State
from bot.domain.record import QuestionAbout
from bot.domain.review import Fork, Mode, Note, Phase, Prompt, Visibility
from bot.domain.situation import Situation
from tests.blocks.nasty import LARGE, names, texts
from tests.blocks.stories import (
    BRIEF,
    NOW,
    QUESTION,
    everywhere,
    filled,
    foreign_tokens,
    option,
    refused,
    review_of,
    story,
    words_of,
)

SPOT_CHECK = CheckpointKind.SPOT_CHECK


def drawn(situation: Situation, text: str = "A word.") -> Iterator[View]:
    """Yield every form that can be drawn from a situation."""
    own = [Note("U2", prompt, text, Visibility.THREAD, NOW, Fork.SKILL) for prompt in Prompt]
    yield accept.build(situation)
    yield accept.build(situation, is_first=True, more=True)
    yield decline.build(situation)
    yield withdraw.build(situation)
    yield take_back.build(situation)
    for about in QuestionAbout:
        yield ask.build(situation, about)
        yield ask.build(situation, about, chosen=1)
    yield answer_question.build(situation, replace(QUESTION, text=text))
    yield checkpoint_answer.build(situation, SPOT_CHECK, ("What risk moved?", "Which number?"))
    yield ship.build(situation)
    for role in (Role.OWNER, Role.MANAGER):
        yield correct.build(situation, role)
        yield negotiate.build(situation, role)
        yield notes.build(situation, role, own)
    yield notes.build(situation)
    yield managers_part.build(situation)
    yield managers_part.build(situation, own)
    yield change.build(situation, own * 5)
    yield keep.build(situation, text)
    yield lucky.build(situation)
    yield change_place.build(situation)
    yield change_brief.build(situation)
    yield hand_over_anyway.build(situation, None)
    yield rehearse_again.build(situation, int(NOW.timestamp()))
    yield notice.notice_view(text)


@pytest.mark.parametrize("text", ["", *LARGE])
def test_every_form_is_one_that_slack_takes(text: str) -> None:
    """In every state and moment, with the worst texts, each form keeps all of Slack's limits."""
    for situation in everywhere(text, "&" * 80 if text else ""):
        for view in drawn(situation, text or "A word."):
            assert refused(view) == []
            assert (
                view["callback_id"] == "notice" or (read_value(view["private_metadata"]) or ("",))[0] == "d1"
            )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, names)
def test_no_text_breaks_a_form(text: str, name: str) -> None:
    """Any text and any name: the forms stay valid, and nothing foreign in them is markup."""
    for situation in everywhere(text, name):
        for view in drawn(situation, text):
            assert refused(view) == []
            assert foreign_tokens(view) == []


@pytest.mark.parametrize("state", [{}, {"reason": None}, {"reason": {"reason": {"value": None}}}])
def test_nothing_entered_is_nothing_read(state: dict[str, Any]) -> None:
    """Null, absent and empty inputs are read as nothing, and never fail."""
    assert accept.parse(state).back_brief == ""
    assert decline.parse(state).reason == withdraw.parse(state).reason == take_back.parse(state).reason == ""
    assert ask.parse(state, QuestionAbout.WORK).text == ""
    assert answer_question.parse(state).answer == ""
    assert checkpoint_answer.parse(state).answers == ()
    assert ship.parse(state).prediction is None
    assert correct.parse(state, Role.MANAGER).found_by is FoundBy.OTHERS
    assert notes.parse(state).texts == managers_part.parse(state).texts == {}
    assert change.parse(state).review_on is None
    assert keep.parse(state).keep == lucky.parse(state).lucky == ""
    assert change_place.parse(state).team_channel is None
    assert negotiate.parse(state).fields["deadline"] is None


def test_accepting_asks_for_the_back_brief() -> None:
    """The question names the day and the manager, the bar is in sight, and the version is kept in mind."""
    view = accept.build(story(State.OFFERED, brief_number=3))
    assert "what has to be true on Friday, and what would make you ring Grace?" in words_of(view)
    assert "variance at most 2 percent" in words_of(view)
    assert read_value(view["private_metadata"]) == ("d1", "3")
    assert accept.parse(filled(view, back_brief=" Totals &amp; teams ")).back_brief == "Totals & teams"


def test_a_proposal_holds_what_differs() -> None:
    """The form begins with the version on the table; only what was changed counts as proposed."""
    view = negotiate.build(story(State.OFFERED), Role.OWNER)
    assert negotiate.parse(filled(view)).changed(BRIEF) == {}
    later = negotiate.parse(filled(view, deadline=1_800_000_000, team_channel=None)).changed(BRIEF)
    assert later == {"deadline": 1_800_000_000, "team_channel": None}


def test_own_words_go_before_a_stem() -> None:
    """A stem asks by itself; where there are own words, they are the question."""
    view = ask.build(story(State.IN_PROGRESS), QuestionAbout.CHECKPOINT, chosen=1)
    about = QuestionAbout.CHECKPOINT
    assert ask.parse(filled(view), about).text == stems(about)[1]
    assert ask.parse(filled(view, question="What else?"), about).text == "What else?"
    assert ask.parse(filled(view, stem=option("99")), about).text == ""


def test_a_checkpoint_has_one_answer_for_each_question() -> None:
    """The questions are the labels, and the answers come back in their order."""
    view = checkpoint_answer.build(
        story(State.IN_PROGRESS), SPOT_CHECK, ("What risk moved?", "Which number?")
    )
    assert "What risk moved?" in words_of(view)
    assert view["title"]["text"] == "Spot check"
    assert checkpoint_answer.parse(filled(view, answer_1="None.")).answers == ("None.", "")


def test_shipping_reads_everything() -> None:
    """Ticks, link, note, prediction and the measured value come back; a number in the bar asks for a value."""
    view = ship.build(story(State.IN_PROGRESS))
    state = filled(
        view,
        ticked=[option("1")],
        prediction=option("nearly"),
        measured="3.1 %",
        link="https://example.com",
        note="One late export.",
    )
    assert ship.parse(state) == ship.Shipping(
        Prediction.NEARLY, "https://example.com", "One late export.", (1,), "3.1 %", None
    )


def test_a_bar_in_words_asks_for_a_word() -> None:
    """Where the bar holds no number, the owner says met, missed, or not known yet."""
    brief = replace(BRIEF, acceptable_error=understand("no wrong customer name"))
    view = ship.build(story(State.IN_PROGRESS, brief=brief))
    assert "measured" not in filled(view)
    assert ship.parse(filled(view)).met is None
    assert ship.parse(filled(view, met=option("met"))).met is True
    assert ship.parse(filled(view, met=option("missed"))).met is False


def test_correcting_says_who_found_it() -> None:
    """The owner says who saw it first; what the manager records is found by others, whatever comes in."""
    owner = correct.build(story(State.CLOSED), Role.OWNER)
    state = filled(owner, what="Counted twice.", measured="3.1 %", second_review=[option("again")])
    assert correct.parse(state, Role.OWNER) == correct.Correcting(
        "Counted twice.", "3.1 %", FoundBy.OWNER, True
    )
    assert correct.parse(state, Role.MANAGER).found_by is FoundBy.OTHERS
    assert "second_review" not in filled(correct.build(story(State.SHIPPED), Role.OWNER))
    assert "found_by" not in filled(correct.build(story(State.SHIPPED), Role.MANAGER))


def test_notes_begin_with_the_bar() -> None:
    """What we expected is filled from the bar; what a person wrote before comes back, and empty is left out."""
    situation = replace(story(State.IN_REVIEW), review=review_of(Mode.FULL, Phase.WRITING))
    read = notes.parse(filled(notes.build(situation, Role.OWNER)))
    assert read.texts == {
        Prompt.EXPECTED: "variance at most 2 percent, Totals per team, no forecast, by Fri, Nov 27 at 17:00"
    }
    own = [Note("U2", Prompt.LUCKY, "The export was late.", Visibility.THREAD, NOW, Fork.SKILL)]
    again = notes.parse(filled(notes.build(situation, Role.OWNER, own)))
    assert again.texts[Prompt.LUCKY] == "The export was late."
    assert again.fork is Fork.SKILL


def test_the_skill_choice_says_what_stays_private() -> None:
    """Beside the choice between skill, process and context stands who will read what."""
    situation = replace(story(State.IN_REVIEW), review=review_of(Mode.FULL, Phase.WRITING))
    assert "stay with you alone" in words_of(notes.build(situation, Role.OWNER))
    assert "fork" not in filled(notes.build(situation, Role.MANAGER))


def test_late_notes_are_said_to_be_late() -> None:
    """Once it is closed, the form says that what is added goes to the record."""
    situation = replace(story(State.CLOSED), review=review_of(Mode.FULL, Phase.CLOSED))
    assert "marked late" in words_of(notes.build(situation, Role.OWNER))


def test_the_managers_own_miss_is_private_unless_shown() -> None:
    """The box is unticked until the manager ticks it, and remembers that they did."""
    situation = story(State.IN_REVIEW)
    state = filled(
        managers_part.build(situation), question="What would have told us?", own_miss="I asked late."
    )
    read = managers_part.parse(state)
    assert read.texts == {Prompt.QUESTION: "What would have told us?", Prompt.OWN_MISS: "I asked late."}
    assert read.shares_own_miss is False
    own = [Note("U1", Prompt.OWN_MISS, "I asked late.", Visibility.MANAGER, NOW)]
    assert managers_part.parse(filled(managers_part.build(situation, own))).shares_own_miss is True


def test_the_change_begins_with_what_was_proposed() -> None:
    """Proposals are in sight, the date is two weeks on, the owner is filled in, and all comes back."""
    proposal = [Note("U3", Prompt.ONE_CHANGE, "Reconcile first.", Visibility.THREAD, NOW)]
    view = change.build(story(State.IN_REVIEW), proposal)
    assert "Reconcile first." in words_of(view)
    read = change.parse(filled(view, when="both exports are in", i_will="reconcile", lesson="Count first."))
    assert read == change.Changing(
        "both exports are in", "reconcile", "U2", date(2026, 12, 8), "Count first."
    )


def test_the_place_can_be_emptied() -> None:
    """No channel means a conversation of the two."""
    view = change_place.build(story(State.OFFERED))
    assert change_place.parse(filled(view)).team_channel == "C1"
    assert change_place.parse(filled(view, team_channel=None)).team_channel is None


def test_the_stepping_in_asks_for_a_reason_that_stays_private() -> None:
    """Take back says that nobody else reads the reason, and reminds of the question that often does it."""
    words = words_of(take_back.build(story(State.IN_PROGRESS)))
    assert "Kept for you alone" in words
    assert "A question often does it" in words
