"""Buttons and forms of yesterday, of something gone, or forged: answered in words."""

from typing import Any

import pytest

from bot.domain.lifecycle import State
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, begin, done, form, offer

pytestmark = ONE_PLACE


@pytest.mark.parametrize(
    "action",
    [
        {"action_id": "raise_flag", "value": "whatever"},
        {"action_id": "accept", "value": "nosuchdelegation"},
        {"action_id": "accept"},
        {"action_id": "accept", "value": "|"},
        {"action_id": "confirm", "value": "x" * 1_999},
        {"action_id": "on_course", "value": "nosuch|lunch"},
        {"action_id": "answer", "value": "nosuch|question"},
        {"action_id": "review_notes", "value": "<!channel>"},
        {"action_id": "review_lesson", "value": "nosuchdelegation"},
        {"action_id": "flag", "value": "nosuch"},
        {"action_id": "flag_agreed", "value": "nosuch|flag"},
        {"action_id": "flag_ask", "value": "nosuch"},
        {"action_id": "flag_clear"},
        {"action_id": "flag_forward", "value": "|"},
        {"action_id": "intend", "value": "nosuch"},
        {"action_id": "object", "value": "nosuch|intention"},
        {"action_id": "go_on", "value": "nosuch"},
        {"action_id": "hit", "value": "nosuch"},
        {"action_id": "have_it", "value": "nosuch|hit"},
        {"action_id": "new_time", "value": "nosuch"},
        {"action_id": "fall_back", "value": "nosuch"},
        {"action_id": "agree_to", "value": "nosuch|proposal"},
        {"action_id": "write_note", "value": "nosuchdelegation"},
        {"action_id": "note_sent", "value": "|"},
        {"action_id": "measured"},
        {"action_id": "clear_a_path", "value": "nosuch|wish"},
        {"action_id": "let_me_think", "value": "nosuch|wish"},
        {"action_id": "yes_then", "value": "nosuch|wish"},
        {"action_id": "think_with_me", "value": "nosuchdelegation"},
        {"action_id": "hand_over_anyway", "value": "nosuchrehearsal"},
        {"action_id": "rehearse_again", "value": "nosuchrehearsal"},
        {"action_id": "put_aside", "value": "nosuchrehearsal"},
        {"action_id": "keep_between", "value": "nosuch"},
        {"action_id": "hand_back", "value": "nosuch"},
        {"action_id": "agree_to_change", "value": "nosuch|1"},
        {"action_id": "bet", "value": "nosuch|spot check:90"},
        {"action_id": "bet", "value": "nosuch|spot check:900"},
        {"action_id": "bet", "value": "nosuch|lunch:90"},
        {"action_id": "accept_more", "value": "nosuch|x"},
        {
            "type": "overflow",
            "action_id": "more",
            "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": "a|b"},
        },
        {
            "type": "static_select",
            "action_id": "snooze",
            "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": "a|lunch:year"},
        },
    ],
)
async def test_a_button_of_something_unknown_is_answered_in_words(
    world: World, action: dict[str, Any]
) -> None:
    """Old, forged, or of what is not there any more: a sentence to whoever clicked, and no reference number."""
    card = await offer(world)
    outcome = await world.sam.raw_action(action, channel=card.channel, ts=card.ts)
    assert outcome.modal is None
    assert "list" in outcome.ephemeral[-1].text
    assert "reference" not in outcome.ephemeral[-1].text


async def test_a_form_whose_version_is_forged_is_refused_in_words(world: World) -> None:
    """What a form carries is checked like everything else that comes in."""
    card = await offer(world)
    accepting = form(await world.sam.click(card, "Accept")).fill({"back_brief": BACK_BRIEF})
    accepting.view.definition["private_metadata"] += "x"
    outcome = await world.sam.raw_submit(accepting)
    assert "reference" not in outcome.errors["back_brief"]
    assert (await world.stored(world.sam))[0].state is State.OFFERED


async def test_a_form_of_an_older_version_can_be_closed(world: World) -> None:
    """Nobody waits for a word about it, and there is no trigger to say one with: it is taken in silence."""
    opened = form(await world.maya.command("/delegate"))
    opened.view.definition["callback_id"] = "brief_of_yesterday"
    outcome = await opened.close()
    assert outcome.ok, outcome.error
    assert not outcome.ephemeral
    assert outcome.modal is None


async def test_what_follows_the_shipping_is_refused_before_it(world: World) -> None:
    """No miss, nothing measured, no wish to think about: each says what there is instead."""
    card = await begin(world)
    value = (await world.stored(world.sam))[0].id
    for who, action, words in (
        (world.sam, "write_note", "No miss is recorded"),
        (world.sam, "note_sent", "No miss is recorded"),
        (world.sam, "measured", "It is in progress"),
        (world.maya, "let_me_think", "I cannot find this one"),
    ):
        refused = await who.raw_action(
            {"action_id": action, "value": value}, channel=card.channel, ts=card.ts
        )
        assert refused.modal is None
        assert words in refused.ephemeral[-1].text


async def test_what_is_open_is_found_by_the_commands_own_name(world: World) -> None:
    """Where the command has another name, the words that send people to the list name that."""
    card = await offer(world)
    world.command = "/handover"
    await world.restart_bot()
    for action in ({"action_id": "raise_flag"}, {"action_id": "accept", "value": "nosuchdelegation"}):
        outcome = await world.sam.raw_action(action, channel=card.channel, ts=card.ts)
        assert "`/handover list` shows what is open" in outcome.ephemeral[-1].text


async def test_a_click_on_a_closed_delegations_old_message(world: World) -> None:
    """The message of yesterday says what has become of it."""
    card = await offer(world)
    done(await form(await world.sam.click(card, "Decline")).submit({"reason": "No time."}))
    value = (await world.stored(world.sam))[0].id
    said = {"accept": "declined", "ship": "declined", "negotiate": "declined"}
    said |= {"hit": "not. Tell each other", "new_time": "work in progress", "fall_back": "work in progress"}
    for action, words in said.items():
        outcome = await world.sam.raw_action(
            {"action_id": action, "value": value}, channel=card.channel, ts=card.ts
        )
        assert words in outcome.ephemeral[-1].text
