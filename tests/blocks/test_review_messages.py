"""The after-action's messages: verbatim at the start, private until it is time, and never shaming."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.blocks import review_messages
from bot.blocks.message import Message
from bot.domain.acceptance import Acceptance
from bot.domain.delegation import Outcome
from bot.domain.lifecycle import State
from bot.domain.people import Person
from bot.domain.review import UNSEEN, Fork, Mode, Note, Phase, Prompt, Visibility
from bot.domain.situation import Situation
from tests.blocks.nasty import EACH_LARGE, names, texts
from tests.blocks.reading import actions_of, foreign_tokens, refused, words_of
from tests.blocks.stories import BRIEF, NOW, PROVED, everywhere, places, review_of, somewhere, story


def note(
    author: str, prompt: Prompt, text: str = "A word.", visibility: Visibility = Visibility.THREAD
) -> Note:
    """Return one person's answer to one prompt."""
    return Note(author, prompt, text, visibility, NOW, Fork.PROCESS)


def reviewed(mode: Mode, phase: Phase, state: State = State.IN_REVIEW) -> Situation:
    """Return a shipped delegation with an after-action in `phase`."""
    return replace(story(state), review=review_of(mode, phase))


def drawn(situation: Situation, text: str = "A word.") -> Iterator[Message]:
    """Yield every message of the after-action that can be drawn from a situation."""
    by_author = {
        f"U{number}": [note(f"U{number}", prompt, text) for prompt in Prompt] for number in range(1, 15)
    }
    own = [note("U2", prompt, text, Visibility.PRIVATE) for prompt in Prompt]
    parts = [note("U1", prompt, text, Visibility.MANAGER) for prompt in Prompt]
    yield review_messages.opening(situation, by_author["U2"])
    yield review_messages.opening(situation, PROVED)
    yield review_messages.reveal(situation, {"U2": PROVED})
    yield review_messages.closed(situation, PROVED)
    yield review_messages.reminder(situation)
    yield review_messages.reveal(situation, by_author)
    yield review_messages.reveal(situation, {})
    yield review_messages.managers_part(situation, parts)
    yield review_messages.managers_part(situation, [])
    yield review_messages.change_prompt(situation)
    yield review_messages.change_prompt(situation, by_author["U2"])
    yield review_messages.closed(situation, by_author["U2"])
    yield review_messages.skill(situation, own)
    yield review_messages.no_change(situation)


@EACH_LARGE
def test_every_message_is_one_that_slack_takes(text: str) -> None:
    """In every state and phase, with the worst texts and many authors, Slack's limits are kept."""
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


def test_the_opening_is_verbatim() -> None:
    """Bar, minimum, deadline, outcome, blast radius and prediction stand at the top as agreed."""
    words = review_messages.opening(reviewed(Mode.FULL, Phase.WRITING)).text
    agreed = "We agreed: variance at most 2 percent · at least: Totals per team, no forecast · by "
    assert f"{agreed}Fri, Nov 27 at 17:00 CET\n" in words
    assert BRIEF.outcome in words
    assert "of 8)" in words
    assert "Ada predicted: met." in words


def test_what_was_agreed_reads_the_same_on_every_day() -> None:
    """The deadline is never tomorrow in what was agreed; how long it takes is said with the timing."""
    message = review_messages.opening(reviewed(Mode.FULL, Phase.WRITING))
    agreed = next(block["text"]["text"] for block in message.blocks if "We agreed" in str(block))
    assert "{date_long} at {time}" in agreed
    assert "minutes" not in agreed
    small = message.blocks[-1]["elements"][0]["text"]
    assert small.endswith("is shown together. 15 minutes in all.")
    waiting = review_messages.opening(reviewed(Mode.FULL, Phase.WAITING))
    assert "The 15 minutes start" in waiting.text
    each_a_day = replace(story(State.IN_REVIEW), review=review_of(Mode.FULL, Phase.WRITING, is_async=True))
    assert "minutes" not in review_messages.opening(each_a_day).text


def test_the_opening_follows_the_phases() -> None:
    """Start buttons while it waits, writing until it closes, then nothing but the notes."""
    opening = review_messages.opening
    assert actions_of(opening(reviewed(Mode.FULL, Phase.WAITING))) == [
        "review_notes",
        "review_start",
        "review_later",
    ]
    for phase in (Phase.WRITING, Phase.REVEALED, Phase.MANAGER, Phase.CHANGE):
        assert actions_of(opening(reviewed(Mode.FULL, phase))) == ["review_notes"]
    assert actions_of(opening(reviewed(Mode.FULL, Phase.CLOSED))) == ["review_notes"]


def test_a_clean_delivery_takes_two_taps() -> None:
    """After a clean delivery there are two taps, and the full review for who wishes it."""
    message = review_messages.opening(reviewed(Mode.CLEAN, Phase.WRITING))
    assert actions_of(message) == ["review_keep", "review_lucky", "review_full"]
    assert "two taps" in message.text


def test_the_taps_are_shown_where_there_is_no_reveal() -> None:
    """What was tapped after a clean delivery stands in the opening and in the closing."""
    notes = [note("U2", Prompt.KEEP, "Count accounts first.")]
    situation = reviewed(Mode.CLEAN, Phase.CLOSED)
    assert "Ada: Count accounts first." in review_messages.opening(situation, notes).text
    assert "Ada: Count accounts first." in review_messages.closed(situation, notes).text


def test_what_is_private_is_never_revealed() -> None:
    """A reveal shows what is for the thread; private notes and the manager's stay out, whoever hands them in."""
    notes = {
        "U2": [
            note("U2", Prompt.KEEP, "for all"),
            note("U2", Prompt.LOOKED_RIGHT, "about my skill", Visibility.PRIVATE),
        ],
        "U1": [note("U1", Prompt.KEEP, "the manager's", Visibility.MANAGER)],
    }
    words = words_of(review_messages.reveal(reviewed(Mode.FULL, Phase.REVEALED), notes))
    assert "for all" in words
    assert "about my skill" not in words
    assert "the manager's" not in words.replace("The manager's part", "")


def test_a_miss_of_the_managers_own_is_shown_only_if_they_chose() -> None:
    """The manager's part leaves out what is private."""
    notes = [
        note("U1", Prompt.QUESTION, "What would have told us?", Visibility.MANAGER),
        note("U1", Prompt.OWN_MISS, "I asked too late.", Visibility.PRIVATE),
    ]
    words = words_of(review_messages.managers_part(reviewed(Mode.FULL, Phase.MANAGER), notes))
    assert "What would have told us?" in words
    assert "I asked too late." not in words


def test_nobody_silent_is_named() -> None:
    """A reveal names those who wrote, by name and not by mention, and says nothing of the others."""
    situation = reviewed(Mode.FULL, Phase.REVEALED)
    people = situation.people | {"U3": Person("U3", "T1", "Linus")}
    message = review_messages.reveal(
        replace(situation, people=people), {"U3": [note("U3", Prompt.LUCKY, "The export was late.")]}
    )
    assert "Linus: The export was late." in message.text
    assert "Ada" not in message.text
    assert "<@" not in words_of(message)
    empty = review_messages.reveal(situation, {})
    assert "Ada" not in empty.text
    assert "Grace" not in empty.text


def test_only_a_passing_move_mentions_somebody() -> None:
    """In the thread the owner is mentioned for the change, and the manager for a part not yet written."""
    situation = reviewed(Mode.FULL, Phase.CHANGE)
    assert "<@U2>" in review_messages.change_prompt(situation).text
    assert "<@U1>" in review_messages.managers_part(situation, []).text
    assert "<@" not in review_messages.opening(situation).text
    assert "<@" not in review_messages.closed(situation).text


def test_the_end_says_what_changes() -> None:
    """Closed: when, I will, who and the date, and the lesson; or that no change was agreed."""
    message = review_messages.closed(reviewed(Mode.FULL, Phase.CLOSED))
    assert (
        "Closed. When both exports are in, I will both exports are in. Ada, looked at on Fri, Jan 8, 2027."
        in message.text
    )
    assert "Lesson: “both exports are in”" in message.text
    bare = replace(story(State.CLOSED), review=review_of(Mode.FULL, Phase.CLOSED, change=None, lesson=""))
    assert "Closed, no change agreed." in review_messages.closed(bare).text


def test_skill_is_for_one_person() -> None:
    """The DM about skill repeats a person's own words and says that they stay there."""
    own = [note("U2", Prompt.LOOKED_RIGHT, "I read the wrong column.", Visibility.PRIVATE)]
    message = review_messages.skill(reviewed(Mode.FULL, Phase.REVEALED), own)
    assert "I read the wrong column." in message.text
    assert "with you alone" in message.text


def assuming(phase: Phase) -> Situation:
    """Return an after-action of work with three assumptions and an expectation, in `phase`."""
    brief = replace(BRIEF, assumptions=("Exports are complete.", "Rates stay.", "Nobody is away."))
    acceptance = Acceptance(expectation="The new accounts take longest.")
    situation = story(State.IN_REVIEW, brief=brief, acceptance=acceptance)
    return replace(situation, review=review_of(Mode.FULL, phase))


@pytest.mark.parametrize("phase", Phase)
def test_the_opening_names_what_was_assumed_and_what_came_of_it_once_notes_are_shown(phase: Phase) -> None:
    """Verbatim from the start; what the owner wrote of it is as private as all notes until the reveal."""
    text = review_messages.opening(assuming(phase), PROVED).text
    if phase in UNSEEN:
        assert "We assumed\n• Exports are complete.\n• Rates stay.\n• Nobody is away." in text.replace(
            "*", ""
        )
        assert "held" not in text
    else:
        assert "We assumed  1 held, 1 failed\n" in text.replace("*", "")
        assert "• Held: Exports are complete.\n• Failed: Rates stay.\n• Nobody is away." in text


def test_the_reveal_and_the_end_say_which_assumption_held() -> None:
    """How many held and failed, and which; the reveal puts the expectation beside what came of it."""
    shown = review_messages.reveal(assuming(Phase.REVEALED), {"U2": PROVED}).text
    for text in (shown, review_messages.closed(assuming(Phase.CLOSED), PROVED).text):
        assert "Assumptions*  1 held, 1 failed\n• Held: Exports are complete.\n• Failed: Rates stay." in text
        assert "Nobody is away." not in text
    assert "Ada expected*  “The new accounts take longest.”\n*And what came*  They took an hour." in shown


def test_what_others_or_late_notes_say_of_an_assumption_is_not_shown() -> None:
    """It is the owner's word, while it was asked for; anything else that is found changes nothing."""
    late = replace(note("U2", Prompt.ASSUMED_1, "failed"), late=True)
    for stray in (
        note("U3", Prompt.ASSUMED_1, "failed"),
        late,
        note("U2", Prompt.ASSUMED_1, "no word of ours"),
    ):
        closed = review_messages.closed(assuming(Phase.CLOSED), [stray])
        assert "Assumptions" not in closed.text
        assert "failed" not in review_messages.opening(assuming(Phase.CLOSED), [stray]).text


@pytest.mark.parametrize("outcome", Outcome)
def test_luck_though_the_bar_was_met_is_worth_a_line_by_itself(outcome: Outcome) -> None:
    """Beside the one change there is the lesson alone; not where it was missed, and not without luck."""
    situation = replace(story(State.IN_REVIEW, outcome=outcome), review=review_of(Mode.FULL, Phase.CHANGE))
    luck = [note("U3", Prompt.LUCKY, "The export came early.")]
    offered = actions_of(review_messages.change_prompt(situation, luck))
    assert offered == ["review_change", *(["review_lesson"] if outcome is Outcome.MET else [])]
    for notes in ([], [replace(luck[0], late=True)], [note("U3", Prompt.KEEP)]):
        assert actions_of(review_messages.change_prompt(situation, notes)) == ["review_change"]
