"""The living cards: drawn in every state, they say whose move it is, and offer only what exists."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from bot.blocks.act_buttons import rare_acts
from bot.blocks.cards import manager_card, owner_card
from bot.blocks.whose_move import NOTHING
from bot.domain.acceptance import Acceptance, Level
from bot.domain.delegation import Outcome
from bot.domain.lifecycle import Role, State
from bot.domain.proposal import ProposalKind
from bot.domain.review import Mode, Phase
from tests.blocks.nasty import EACH_LARGE, names, texts
from tests.blocks.reading import actions_of, foreign_tokens, refused, words_of
from tests.blocks.stories import (
    BRIEF,
    CHANNEL,
    DEADLINE,
    FLAG,
    INTENTION,
    MANAGER,
    NOTE,
    NOW,
    OWNER,
    everywhere,
    hit_of,
    places,
    proposal_of,
    review_of,
    somewhere,
    story,
)


@EACH_LARGE
def test_every_card_is_one_that_slack_takes(text: str) -> None:
    """In every state and moment, with the worst texts, both cards keep all of Slack's limits."""
    for situation in everywhere(text, "&" * 80 if text else ""):
        for card in (owner_card(situation), manager_card(situation)):
            assert refused(card) == []


@settings(deadline=None)
@given(texts, names, places)
def test_no_text_breaks_a_card(text: str, name: str, place: int) -> None:
    """Any text and any name: the cards stay valid, and nothing in them pings."""
    situation = somewhere(place, text, name)
    for card in (owner_card(situation), manager_card(situation)):
        assert refused(card) == []
        assert foreign_tokens(card) == []


def test_every_card_says_whose_move_it_is() -> None:
    """Each card says that the move is the reader's, or that there is nothing for them to do."""
    for situation in everywhere():
        for card in (owner_card(situation), manager_card(situation)):
            assert ("Your move" in card.text) != (NOTHING in card.text)


def test_until_when_stands_beside_the_move() -> None:
    """While the work is open, the card says until when, in the reader's own zone."""
    assert "until Fri, Nov 27 at 17:00 CET" in owner_card(story(State.OFFERED)).text
    assert "until Fri, Nov 27 at 11:00 EST" in manager_card(story(State.OFFERED)).text


def test_an_offer_can_be_accepted_negotiated_or_declined() -> None:
    """The owner's card offers the three answers, the change of channel, and the brief."""
    assert actions_of(owner_card(story(State.OFFERED))) == [
        "change_place",
        "accept",
        "negotiate",
        "decline",
        "brief",
        "more",
    ]


def test_the_manager_of_an_offer_has_nothing_to_do() -> None:
    """While the owner has the move, the manager may only look and withdraw."""
    card = manager_card(story(State.OFFERED))
    assert actions_of(card) == ["brief", "more"]
    assert NOTHING in card.text


def test_a_proposal_is_the_managers_to_answer() -> None:
    """After the owner negotiated, the manager agrees or negotiates, and the differences are in sight."""
    situation = story(State.OFFERED, brief_number=2, move=Role.MANAGER)
    situation = replace(situation, previous=replace(BRIEF, deadline=DEADLINE - timedelta(days=1)))
    card = manager_card(situation)
    assert actions_of(card) == ["agree", "negotiate", "brief", "more"]
    assert "before: Thu, Nov 26 at 11:00 EST" in card.text
    assert "accept" not in actions_of(owner_card(situation))


def test_the_back_brief_waits_for_the_managers_word() -> None:
    """The manager reads the owner's own words, confirms or asks; the owner has nothing to do."""
    card = manager_card(story(State.ACCEPTED))
    assert "Ada said: “Totals per team" in card.text
    assert actions_of(card) == ["confirm", "ask", "brief", "more"]
    assert (
        "The work starts when you say that this is it, or say nothing until Wed, Nov 25 at 05:00 EST."
        in card.text
    )
    assert NOTHING in owner_card(story(State.ACCEPTED)).text


def test_work_in_progress_can_be_shipped_by_the_owner_alone() -> None:
    """The owner ships, raises a flag, or asks for a page; the manager asks, and may step back in through the menu."""
    assert actions_of(owner_card(story(State.IN_PROGRESS))) == ["ship", "flag", "hit", "new_time", "more"]
    assert actions_of(manager_card(story(State.IN_PROGRESS))) == ["ask", "clear_a_path", "brief", "more"]


def test_a_page_hides_no_other_way_on_from_the_manager() -> None:
    """While nobody has a trigger's hit, after its last round too, a flag can be answered and the owner be helped."""
    working = story(State.IN_PROGRESS)
    unanswered = hit_of(round=3, unanswered_at=NOW)
    for hit in (hit_of(), unanswered):
        paged = replace(working, hits=(hit,))
        assert actions_of(manager_card(paged)) == ["have_it", "ask", "clear_a_path", "brief", "more"]
        flagged = manager_card(replace(paged, flags=(FLAG,)))
        assert actions_of(flagged) == ["have_it", "flag_ask", "flag_clear", "flag_agreed", "more"]
        intended = manager_card(replace(paged, intentions=(INTENTION,)))
        assert actions_of(intended) == ["have_it", "go_on", "object", "ask", "more"]
        proposed = replace(paged, proposals=(proposal_of(ProposalKind.NEW_TIME),))
        assert actions_of(manager_card(proposed)) == ["have_it", "agree_to", "ask", "clear_a_path", "more"]


def test_the_manager_can_always_ask_about_the_work_and_clear_a_path() -> None:
    """On every card of work in progress: as a button, or in the menu and the view behind it."""
    for situation in everywhere():
        if situation.delegation.state is not State.IN_PROGRESS:
            continue
        behind = rare_acts(situation, Role.MANAGER)
        reachable = {*actions_of(manager_card(situation)), *behind}
        assert {"ask", "clear_a_path", "brief"} <= reachable
        if situation.open_flags:
            assert {"flag_ask", "flag_clear", "flag_agreed"} <= reachable


def test_who_left_the_call_to_the_owner_asks_from_the_menu_until_it_has_shipped() -> None:
    """Both cards say why in a phrase; [Ask a question] is in the "…" menu, and beside the others once it shipped."""
    picked = {"manager_level": Level.INQUIRE, "acceptance": Acceptance(Level.DELEGATE)}
    working = story(State.IN_PROGRESS, **picked)
    card = manager_card(working)
    assert actions_of(card) == ["clear_a_path", "brief", "more"]
    menu = card.blocks[-2]["elements"][-1]["options"]
    assert menu[0]["text"]["text"] == "Ask a question"
    for each in (card, owner_card(working)):
        assert "So questions to Ada come after it has shipped, not before." in each.text
    assert "ask" in actions_of(manager_card(story(State.SHIPPED, **picked)))


def test_an_own_date_stands_on_the_card_for_as_long_as_it_is_the_earlier_one() -> None:
    """A deadline that has moved before it leaves nothing of it."""
    own = Acceptance(own_deadline=DEADLINE - timedelta(days=1))
    assert "your own: Thu, Nov 26" in owner_card(story(State.IN_PROGRESS, acceptance=own)).text
    moved = replace(BRIEF, deadline=DEADLINE - timedelta(days=2))
    assert "your own" not in owner_card(story(State.IN_PROGRESS, brief=moved, acceptance=own)).text


def test_after_shipping_the_manager_can_help_and_not_edit() -> None:
    """Ask, clear a path, take back; record what others found, and read the brief. Nothing else."""
    card = manager_card(story(State.SHIPPED))
    assert actions_of(card) == ["ask", "clear_a_path", "correct", "brief", "more"]
    menu = card.blocks[-2]["elements"][-1]["options"]
    assert [each["text"]["text"] for each in menu] == ["Take back", "Save as template", "Mute reminders"]
    over = manager_card(story(State.SHIPPED, taken_over_at=NOW))
    assert "Take back" not in [each["text"]["text"] for each in over.blocks[-2]["elements"][-1]["options"]]
    assert "You have taken over what follows" in over.text


def test_how_it_stood_can_be_entered_while_it_is_not_known() -> None:
    """The owner enters it within the window; once it is known there is nothing to enter."""
    assert "measured" in actions_of(owner_card(story(State.CLOSED)))
    assert "measured" not in actions_of(manager_card(story(State.CLOSED)))
    assert "measured" not in actions_of(owner_card(story(State.CLOSED, outcome=Outcome.MET)))
    assert "measured" not in actions_of(owner_card(story(State.CLOSED, now=NOW + timedelta(days=15))))


def test_an_open_correction_is_the_owners_move_until_it_is_due() -> None:
    """The owner reads until when; the manager whose it is and until when, and later that it is not recorded as sent."""
    missed = story(State.SHIPPED, outcome=Outcome.MISSED)
    waits = replace(missed, note=NOTE)
    assert "Your move: the correction note is due Tue, Nov 24 at 18:00 CET" in owner_card(waits).text
    assert actions_of(owner_card(waits))[0] == "write_note"
    assert f"The correction is Ada's, due Tue, Nov 24 at 12:00 EST. {NOTHING}" in manager_card(waits).text
    late = replace(waits, now=NOTE.due_at)
    assert "is not recorded as sent" in manager_card(late).text
    sent = replace(missed, note=replace(NOTE, sent_at=NOW, text="Two accounts.", reader_id="U9"))
    assert "Correction sent" in manager_card(sent).text
    assert "“Two accounts.”" in manager_card(sent).text


def test_no_row_of_a_card_has_more_than_five_things_beside_its_menu() -> None:
    """Whatever comes together, the row stays one that can be taken in."""
    for each in everywhere():
        clean = each.review and each.review.mode is Mode.CLEAN  # which is met: nothing to measure
        met = replace(each, delegation=replace(each.delegation, outcome=Outcome.MET))
        situation = met if clean else each
        for card in (owner_card(situation), manager_card(situation)):
            for block in card.blocks:
                if block["type"] == "actions":
                    assert len([each for each in block["elements"] if each["type"] == "button"]) <= 5


def test_a_miss_can_be_recorded_within_its_window() -> None:
    """Correct is there for both after shipping, and gone once fourteen days have passed."""
    for card in (owner_card, manager_card):
        assert "correct" in actions_of(card(story(State.CLOSED)))
        assert "correct" not in actions_of(card(story(State.CLOSED, now=NOW + timedelta(days=15))))


def test_a_round_without_a_change_does_not_hide_an_earlier_one() -> None:
    """Closed a second time: both cards show what the rounds came to, or say that it is nothing."""
    first = review_of(Mode.FULL, Phase.CLOSED)
    second = review_of(Mode.SHORT, Phase.CLOSED, round=2, change=None, lesson="")
    alone = replace(story(State.CLOSED), review=second)
    for card in (owner_card, manager_card):
        shown = words_of(card(replace(alone, earlier=first)))
        assert "I will both exports are in. Ada, looked at on " in shown
        assert "Lesson: “both exports are in”" in shown
        assert "Closed without a change." in words_of(card(alone))


def test_what_is_over_offers_nothing_but_the_brief() -> None:
    """A declined, withdrawn or taken back delegation can be read, and no more."""
    for state in (State.DECLINED, State.WITHDRAWN, State.TAKEN_BACK):
        for card in (owner_card, manager_card):
            assert actions_of(card(story(state))) == ["brief"]


def test_a_lapse_blames_nobody() -> None:
    """An offer that ended at its deadline says that it ended by itself."""
    situation = story(State.WITHDRAWN, ended_at=DEADLINE, reason="")
    assert "ended by itself" in owner_card(situation).text
    assert "Grace withdrew" not in owner_card(situation).text


def test_a_shared_channel_is_warned_about() -> None:
    """Both cards say that another organisation reads along in the channel of the after-action."""
    situation = replace(story(State.OFFERED), channel=replace(CHANNEL, is_shared_outside=True))
    for card in (owner_card, manager_card):
        assert "shared with another organisation" in card(situation).text


def test_a_guest_is_named_to_the_manager() -> None:
    """The manager is told that the owner is a guest; the owner is not."""
    guest = replace(story(State.OFFERED), people={"U1": MANAGER, "U2": replace(OWNER, is_guest=True)})
    assert "is a guest here" in manager_card(guest).text
    assert "guest" not in owner_card(guest).text


def test_a_question_stands_on_the_owners_card() -> None:
    """A waiting question is quoted, with the button that answers it."""
    situation = next(each for each in everywhere() if each.open_question and each.delegation.started_at)
    card = owner_card(situation)
    assert "What do you intend?" in card.text
    assert "answer" in actions_of(card)


def test_where_it_began_is_linked_and_quoted() -> None:
    """The card links the message it began from, and quotes it where its words came along."""
    words = words_of(owner_card(story(State.OFFERED)))
    assert "<https://acme.slack.com/archives/C1/p1|Where it began>" in words
    assert "Could somebody do the report?" in words


@pytest.mark.parametrize("state", [State.OFFERED, State.ACCEPTED, State.IN_PROGRESS])
def test_what_is_assumed_stands_on_both_cards(state: State) -> None:
    """Both see it in short while it can still be tested; where nothing is assumed there is no line."""
    bare = replace(BRIEF, assumptions=())
    for card in (owner_card, manager_card):
        assert "Assumed*  Both exports are complete by Monday." in card(story(state)).text
        assert "Assumed" not in card(story(state, brief=bare)).text


def test_a_lesson_without_a_change_is_on_the_cards() -> None:
    """After two taps with a near miss there is a line to keep, and that stands instead of "without a change"."""
    review = review_of(Mode.CLEAN, Phase.CLOSED, change=None, lesson="Ask early.")
    for card in (owner_card, manager_card):
        text = card(replace(story(State.CLOSED), review=review)).text
        assert "Lesson: “Ask early.”" in text
        assert "Closed without a change." not in text
