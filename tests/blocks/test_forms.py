"""The forms: each is one that Slack takes, and what is entered comes back as it was meant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from bot.blocks.button_values import read_value
from bot.blocks.forms import (
    accept,
    answer_question,
    ask,
    ask_about_flag,
    ask_for_help,
    change,
    change_brief,
    change_place,
    checkpoint_answer,
    clear_path,
    correct,
    correction_note,
    decline,
    fall_back,
    flag,
    forward_flag,
    hand_back,
    hand_over_anyway,
    hit,
    intend,
    keep,
    lesson,
    lucky,
    managers_part,
    measured,
    negotiate,
    new_time,
    notes,
    notice,
    object_to,
    rehearse_again,
    ship,
    take_back,
    withdraw,
)
from bot.blocks.forms.as_question import Asking
from bot.blocks.message import View
from bot.coaching.phrasing import Finding, Rule, check_words
from bot.coaching.question_bank import stems
from bot.domain.acceptable_error import understand
from bot.domain.brief import Trigger
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import FoundBy, Outcome, Prediction
from bot.domain.document import to_document
from bot.domain.help import HelpKind
from bot.domain.lifecycle import Role, State
from bot.domain.record import QuestionAbout
from bot.domain.review import Fork, Note, Prompt, Visibility
from bot.domain.situation import Situation
from tests.blocks.nasty import EACH_LARGE, names, texts
from tests.blocks.reading import filled, foreign_tokens, option, refused, words_of
from tests.blocks.stories import (
    BRIEF,
    FLAG,
    INTENTION,
    NOTE,
    NOW,
    QUESTION,
    everywhere,
    places,
    somewhere,
    story,
)
from tests.blocks.wishes import WISH

SPOT_CHECK = CheckpointKind.SPOT_CHECK


def drawn(situation: Situation, text: str = "A word.") -> Iterator[View]:
    """Yield every form that can be drawn from a situation."""
    own = [Note("U2", prompt, text, Visibility.THREAD, NOW, Fork.SKILL) for prompt in Prompt]
    yield accept.build(situation)
    yield accept.build(situation, is_first=True, more=True)
    yield decline.build(situation)
    yield withdraw.build(situation)
    yield hand_back.build(situation)
    yield take_back.build(situation)
    for about in QuestionAbout:
        yield ask.build(situation, about)
        yield ask.build(situation, about, chosen=1)
    yield answer_question.build(situation, replace(QUESTION, text=text))
    yield checkpoint_answer.build(situation, SPOT_CHECK, ("What risk moved?", "Which number?"))
    yield checkpoint_answer.build(situation, SPOT_CHECK, ("What risk moved?",), bets=True)
    yield hit.build(situation)
    yield new_time.build(situation)
    yield fall_back.build(situation)
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
    yield lesson.build(situation, own * 5)
    yield change_place.build(situation)
    yield intend.build(situation)
    raised = replace(FLAG, seen=text)
    yield ask_about_flag.build(situation, raised)
    yield clear_path.build(situation, raised)
    yield forward_flag.build(situation, raised)
    yield object_to.build(situation, replace(INTENTION, what=text))
    yield flag.build([situation])
    yield flag.build([situation], seen=text, link="https://acme.slack.com/archives/C1/p1")
    yield change_brief.build(situation)
    yield hand_over_anyway.build(situation, None)
    yield rehearse_again.build(situation, int(NOW.timestamp()))
    yield notice.notice_view(text)
    finding = Finding(Rule.EDIT, text[:200], text[:400])
    yield ask.build(situation, text=text, finding=finding)
    yield clear_path.build(situation, replace(WISH, text=text), text=text, finding=finding)
    yield clear_path.build(situation)
    yield ask_about_flag.build(situation, raised, text=text, finding=finding)
    yield clear_path.build(situation, raised, text=text, finding=finding)
    yield object_to.build(situation, INTENTION, text=text, finding=finding)
    yield correction_note.build(situation)
    yield measured.build(situation)
    for kind in (HelpKind.THINK, HelpKind.CLEAR):
        yield ask_for_help.build(situation, kind)


@EACH_LARGE
def test_every_form_is_one_that_slack_takes(text: str) -> None:
    """In every state and moment, with the worst texts, each form keeps all of Slack's limits."""
    for situation in everywhere(text, "&" * 80 if text else ""):
        for view in drawn(situation, text or "A word."):
            assert refused(view) == []
            assert (
                view["callback_id"] == "notice" or (read_value(view["private_metadata"]) or ("",))[0] == "d1"
            )


@settings(deadline=None)
@given(texts, names, places)
def test_no_text_breaks_a_form(text: str, name: str, place: int) -> None:
    """Any text and any name: the forms stay valid, and nothing foreign in them is markup."""
    situation = somewhere(place, text, name)
    for view in drawn(situation, text):
        assert refused(view) == []
        assert foreign_tokens(view) == []


@pytest.mark.parametrize("state", [{}, {"reason": None}, {"reason": {"reason": {"value": None}}}])
def test_nothing_entered_is_nothing_read(state: dict[str, Any]) -> None:
    """Null, absent and empty inputs are read as nothing, and never fail."""
    assert accept.parse(state).back_brief == ""
    assert (
        decline.parse(state).reason
        == withdraw.parse(state).reason
        == hand_back.parse(state).reason
        == take_back.parse(state).reason
        == ""
    )
    assert ask.parse(state, QuestionAbout.WORK).text == ""
    assert answer_question.parse(state).answer == ""
    assert checkpoint_answer.parse(state) == checkpoint_answer.CheckpointAnswering(())
    assert new_time.parse(state) == new_time.NewTime(None, "", "")
    assert fall_back.parse(state).why == hit.parse(state).saw == ""
    assert ship.parse(state).prediction is None
    assert correct.parse(state, Role.MANAGER).found_by is FoundBy.OTHERS
    assert notes.parse(state).texts == managers_part.parse(state).texts == {}
    assert change.parse(state).review_on is None
    assert keep.parse(state) == keep.Keeping("", "", "")
    assert lucky.parse(state).lucky == ""
    assert change_place.parse(state).team_channel is None
    assert negotiate.parse(state).fields["deadline"] is None
    assert flag.parse(state) == flag.Flagging("", "", None, "")
    assert ask_about_flag.parse(state).text == object_to.parse(state).text == ""
    assert forward_flag.parse(state) == forward_flag.Telling(None, "")
    assert intend.parse(state) == intend.Intending("", "")
    assert correction_note.parse(state) == correction_note.Correction("", "", "")
    assert measured.parse(state) == measured.Measuring("", None)
    assert clear_path.parse(state) == clear_path.Clearing("", as_it_is=False)
    assert ask_for_help.parse(state) == ask_for_help.Wishing("", "")


def test_the_note_begins_with_what_is_known() -> None:
    """What was wrong stands in its place; whom it goes to is the owner's to pick."""
    view = correction_note.build(story(State.SHIPPED, correction="Two accounts\nwere counted twice."))
    entered = correction_note.parse(filled(view, reader="U9"))
    assert entered.text.startswith("What was wrong: Two accounts were counted twice.\nWho was affected:")
    assert (entered.reader_id, entered.channel_id) == ("U9", "")


def test_words_that_order_can_be_sent_as_they_are() -> None:
    """The form offers the question instead, keeps what was written, and has a box that sends it anyway."""
    finding = check_words("Use the October export.")
    view = ask.build(story(State.IN_PROGRESS), text="Use the October export.", finding=finding)
    assert "Ask it as a question?" in words_of(view)
    assert "What would make you choose the October export?" in words_of(view)
    assert ask.parse(filled(view), QuestionAbout.WORK) == Asking("Use the October export.", as_it_is=False)
    ticked = filled(view, as_it_is=[option("edit")])
    assert ask.parse(ticked, QuestionAbout.WORK).as_it_is


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Change the total.", "“Change” takes a little of the call away. For example"),
        (
            "You always forget the sources.",
            "” speaks of the person; a process is easier to change. For example",
        ),
        ("It was obvious.", "” goes by what is known only since. For example"),
    ],
)
def test_each_rule_says_what_such_words_do(said: str, why: str) -> None:
    """An order takes from the call, blame speaks of a person, hindsight of what nobody knew: one reason for each."""
    view = ask.build(story(State.IN_PROGRESS), text=said, finding=check_words(said))
    assert why in words_of(view)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (NOW, ""),
        (datetime(2026, 11, 25, 2, 0, tzinfo=UTC), "It is 21:00 for you and 03:00 for Ada."),
        (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), ""),
    ],
)
def test_taking_back_at_night_says_first_what_hour_it_is(now: datetime, words: str) -> None:
    """Outside the hours of both two short lines say so, the first in bold; while one of them works it does not."""
    view = take_back.build(story(State.IN_PROGRESS, now=now))
    said = [each["text"]["text"] for each in view["blocks"] if each["type"] == "section"]
    assert (
        not words
        or f"*{words}*\nNeither of you is at work now; what can wait until the morning is" in said[0]
    )
    assert (words in words_of(view)) if words else ("at work now" not in words_of(view))
    assert view["submit"]["text"] == ("Take back anyway" if words else "Take back")


def test_taking_back_after_a_miss_says_first_that_it_is_in_hand() -> None:
    """Whose correction it is and until when, before the reason is asked for."""
    view = take_back.build(replace(story(State.SHIPPED, outcome=Outcome.MISSED), note=NOTE))
    assert "*The correction is Ada's; it is due Tue at 12:00.*\nThere is time for it until then." in words_of(
        view
    )
    assert view["submit"]["text"] == "Take back anyway"


def test_accepting_asks_for_the_back_brief() -> None:
    """The question names the day and the manager, the bar is in sight, and the version is kept in mind."""
    view = accept.build(story(State.OFFERED, brief_number=3))
    assert "what has to be true on Friday, and what would make you ring Grace?" in words_of(view)
    assert "variance at most 2 percent" in words_of(view)
    assert read_value(view["private_metadata"]) == ("d1", "3")
    assert accept.parse(filled(view, back_brief=" Totals &amp; teams ")).back_brief == "Totals & teams"


def test_a_proposal_begins_with_the_version_on_the_table() -> None:
    """The form begins with the version on the table; what is not changed comes back as it stands there."""
    view = negotiate.build(story(State.OFFERED), Role.OWNER)
    same = negotiate.parse(filled(view)).fields
    assert same == {field: to_document(BRIEF)[field] for field in same}
    later = negotiate.parse(filled(view, deadline=1_800_000_000, team_channel=None)).fields
    assert later == same | {"deadline": 1_800_000_000, "team_channel": None}


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


def test_a_bet_on_the_date_is_a_whole_number_or_nothing() -> None:
    """The number comes back as one; left empty it is none, and what is no number is not taken for one."""
    view = checkpoint_answer.build(story(State.IN_PROGRESS), SPOT_CHECK, ("What risk moved?",), bets=True)
    entered = {"answer_1": {"answer_1": {"type": "plain_text_input", "value": "None."}}}
    for value, bet in (("60", 60), ("0", 0), (None, None), ("6x", -1), ("-3", -1)):
        state = {**entered, "bet": {"bet": {"type": "number_input", "value": value}}}
        assert checkpoint_answer.parse(state).bet == bet
    assert "Would you bet on the date?" in words_of(view)


def test_one_trigger_is_there_to_be_read_and_several_to_be_picked() -> None:
    """With one there is nothing to choose; with several one is chosen, and none chosen is none."""
    one = hit.build(story(State.IN_PROGRESS))
    assert "variance over 5 %: tell Grace" in words_of(one)
    assert "trigger" not in filled(one)
    assert hit.parse(filled(one, saw="Two accounts twice.")) == hit.Hitting(0, "Two accounts twice.")
    brief = replace(BRIEF, triggers=(*BRIEF.triggers, Trigger("no export by noon", 30, "U3")))
    two = hit.build(story(State.IN_PROGRESS, brief=brief))
    assert hit.parse(filled(two, trigger=option("1"))).trigger == 1
    assert hit.parse(filled(two)).trigger == -1


def test_a_note_is_asked_for_once_the_deadline_has_passed() -> None:
    """Before it a new time and why are enough."""
    assert "note" not in filled(new_time.build(story(State.IN_PROGRESS)))
    late = new_time.build(replace(story(State.IN_PROGRESS), now=BRIEF.deadline))
    read = new_time.parse(filled(late, deadline=1_800_000_000, why="Late export.", note="It comes Friday."))
    assert read == new_time.NewTime(1_800_000_000, "Late export.", "It comes Friday.")


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
