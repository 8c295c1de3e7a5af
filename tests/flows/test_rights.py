"""Who may do what: refused in words on the spot, whoever has got hold of a button."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.lifecycle import State
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import NOOR
from bot.playground.workspace.people import Team
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import accept, begin, offer, ship

pytestmark = ONE_PLACE
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


async def pressed(world: World, actor: Actor, card: VisibleMessage, action: str, subject: str = "") -> str:
    """Have `actor` press what is not theirs. Return what they read: they see no form."""
    delegation = (await world.stored(world.sam))[0]
    value = f"{delegation.id}|{subject}" if subject else delegation.id
    forged: dict[str, Any] = {"action_id": action, "value": value}
    outcome = await actor.raw_action(forged, channel=card.channel, ts=card.ts)
    assert outcome.modal is None, (action, outcome.modal.text)
    assert outcome.ephemeral, action
    return outcome.ephemeral[-1].text


@pytest.mark.parametrize(
    "action",
    [
        *("accept", "decline", "negotiate", "agree", "withdraw", "change_place", "brief"),
        *("hand_over_anyway", "rehearse_again", "put_aside", "accept_more"),
    ],
)
async def test_a_colleague_can_do_nothing_with_an_offer(world: World, action: str) -> None:
    """Somebody who is neither owner nor manager is told whom to ask."""
    card = await offer(world)
    words = await pressed(world, Actor(world.workspace, NOOR), card, action, "1" if action == "agree" else "")
    assert "This delegation is between two others" in words


@pytest.mark.parametrize(
    "action",
    [
        *(
            "ship",
            "correct",
            "ask",
            "take_back",
            "withdraw",
            "brief",
            "on_course",
            "checkpoint_answer",
            "bet",
        ),
        *(
            "flag",
            "flag_forward",
            "intend",
            "hit",
            "new_time",
            "fall_back",
            "write_note",
            "note_sent",
            "measured",
        ),
        *("clear_a_path", "think_with_me", "clear_for_me", "let_me_think", "yes_then"),
        *("change_brief", "agree_to_change", "keep_brief"),
        *(
            "mute",
            "unmute",
            "keep_between",
            "hand_back",
            "premortem",
            "risks",
            "risk_decide",
            "risk_there",
        ),
    ],
)
async def test_a_colleague_can_do_nothing_with_work(world: World, action: str) -> None:
    """The same while the work is under way."""
    card = await begin(world)
    subjects = {"on_course": "spot check", "checkpoint_answer": "spot check", "bet": "spot check:90"}
    subject = subjects.get(action, "")
    words = await pressed(world, Actor(world.workspace, NOOR), card, action, subject)
    assert "This delegation is between two others" in words


async def test_what_is_the_owners_is_refused_to_the_manager(world: World) -> None:
    """Accepting, declining, shipping, answering and putting off are the owner's call."""
    card = await offer(world)
    for action in ("accept", "decline", "change_place"):
        assert "owner" in (await pressed(world, world.maya, card, action)).lower()
    await accept(world, card)
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.quiet()
    assert "owner" in (await pressed(world, world.maya, card, "ship")).lower()
    assert "owner" in (await pressed(world, world.maya, card, "on_course", "spot check")).lower()
    assert "owner" in (await pressed(world, world.maya, card, "checkpoint_answer", "spot check")).lower()
    for subject in ("spot check:90", "half time:90"):
        assert "owner" in (await pressed(world, world.maya, card, "bet", subject)).lower()


async def test_what_is_the_managers_is_refused_to_the_owner(world: World) -> None:
    """Confirming, asking, withdrawing and taking back are the manager's."""
    card = await offer(world)
    assert "manager" in (await pressed(world, world.sam, card, "withdraw")).lower()
    await accept(world, card)
    await world.quiet()
    assert "manager" in (await pressed(world, world.sam, card, "confirm")).lower()
    assert "manager" in (await pressed(world, world.sam, card, "ask")).lower()
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.quiet()
    assert "manager" in (await pressed(world, world.sam, card, "take_back")).lower()


async def test_what_follows_the_shipping_is_the_owners_and_help_the_managers(world: World) -> None:
    """The note, what was measured and a wish are the owner's; clearing a path and taking over the manager's."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card, measured="3.1 %")
    for action in ("write_note", "note_sent", "measured", "think_with_me", "clear_for_me"):
        assert "owner" in (await pressed(world, world.maya, card, action)).lower()
    for action in ("clear_a_path", "let_me_think", "yes_then", "take_back"):
        assert "manager" in (await pressed(world, world.sam, card, action)).lower()


async def test_agreeing_is_the_managers_and_only_to_what_was_proposed(world: World) -> None:
    """The owner cannot agree to a proposal of their own, and there is nothing to agree to without one."""
    card = await offer(world)
    assert "manager" in (await pressed(world, world.sam, card, "agree", "1")).lower()


async def test_another_workspace_sees_nothing_of_it(world: World) -> None:
    """With the right id from another workspace: not found, in the same words as for one that never was."""
    card = await offer(world)
    delegation = (await world.stored(world.sam))[0]
    home = world.workspace.team
    world.workspace.team = Team("T0ELSEWHER", "Elsewhere", "elsewhere")
    world.sam.person.team_id = "T0ELSEWHER"
    outcome = await world.sam.raw_action(
        {"action_id": "accept", "value": delegation.id}, channel=card.channel, ts=card.ts
    )
    listed = await world.sam.command("/delegate", "list")
    world.workspace.team, world.sam.person.team_id = home, home.id
    assert "I cannot find this one" in outcome.ephemeral[-1].text
    assert "Nothing is open." in text_of(listed.ephemeral[-1])
    assert (await world.stored(world.sam))[0].state is State.OFFERED


async def test_the_change_is_the_owners_and_the_managers_part_the_managers(world: World) -> None:
    """In the thread, too, each is told whose it is."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    opening = await world.in_thread("Everybody writes")
    assert "The owner picks" in await pressed(world, world.maya, opening, "review_change")
    assert "the manager's" in await pressed(world, world.sam, opening, "review_managers_part")
    noor = Actor(world.workspace, NOOR)
    assert "the owner's" in await pressed(world, world.maya, opening, "review_lesson")
    parts = ("change", "lesson", "managers_part", "start", "keep", "later", "lucky", "full")
    for action in (f"review_{part}" for part in parts):
        assert "between two others" in await pressed(world, noor, opening, action)
