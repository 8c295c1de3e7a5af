"""The forms of an after-action: the notes, the manager's part, the one change, the taps and the lesson."""

from dataclasses import replace
from datetime import date

from bot.blocks.forms import change, keep, lesson, lucky, managers_part, notes
from bot.domain.acceptance import Acceptance
from bot.domain.lifecycle import Role, State
from bot.domain.review import Fork, Mode, Note, Phase, Prompt, Visibility
from tests.blocks.reading import filled, option, words_of
from tests.blocks.stories import BRIEF, NOW, review_of, story


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


def test_the_owner_alone_is_asked_what_came_of_what_was_thought_before() -> None:
    """Each assumption with three answers, and the expectation quoted; colleagues are asked neither."""
    thought = {"acceptance": Acceptance(expectation="The new accounts take longest.")}
    situation = replace(story(State.IN_REVIEW, **thought), review=review_of(Mode.FULL, Phase.WRITING))
    view = notes.build(situation, Role.OWNER)
    assert "We assumed: “Both exports are complete by Monday.”" in words_of(view)
    assert "You expected: “The new accounts take longest.”" in words_of(view)
    read = notes.parse(filled(view, assumed_1=option("failed"), came="They took an hour."))
    assert read.texts[Prompt.ASSUMED_1] == "failed"
    assert read.texts[Prompt.CAME] == "They took an hour."
    own = [
        Note("U2", prompt, read.texts[prompt], Visibility.THREAD, NOW)
        for prompt in (Prompt.ASSUMED_1, Prompt.CAME)
    ]
    assert notes.parse(filled(notes.build(situation, Role.OWNER, own))).texts == read.texts
    for role in (None, Role.MANAGER):
        assert not {"assumed_1", "came"} & set(filled(notes.build(situation, role)))
    bare = story(State.IN_REVIEW, brief=replace(BRIEF, assumptions=()))
    assert not {"assumed_1", "came"} & set(filled(notes.build(bare, Role.OWNER)))


def test_luck_is_asked_for_its_one_line_of_lesson() -> None:
    """Both taps have room for it, a form of its own quotes the luck; the line that is there comes back."""
    review = review_of(Mode.CLEAN, Phase.WRITING, lesson="Ask for the export early.")
    situation = replace(story(State.IN_REVIEW), review=review)
    luck = [Note("U3", Prompt.LUCKY, "The export came early.", Visibility.THREAD, NOW)]
    alone = lesson.build(situation, [*luck, replace(luck[0], text="Too late.", late=True)])
    assert "The export came early." in words_of(alone)
    assert "Too late." not in words_of(alone)
    for view in (alone, lucky.build(situation), keep.build(situation)):
        assert lesson.parse(filled(view)) == "Ask for the export early."


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
