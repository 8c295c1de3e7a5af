"""A new time: renegotiated before the deadline, asked for once after it; the brief changes only by what both accept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.checkpoints import CheckpointKind
from bot.domain.proposal import Answer, Proposal
from bot.domain.record import Event
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import MAYA, NOOR, SAM
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import THURSDAY_17, WEDNESDAY, begin, done, form, ship

pytestmark = ONE_PLACE
NEXT_TUESDAY = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
WHY = "The October export comes on Friday."


async def proposes(world: World, card: VisibleMessage, **entered: Any) -> VisibleMessage:
    """Sam proposes next Tuesday. Return what Maya reads."""
    asked = form(await world.sam.click(card, "New time"))
    done(await asked.submit({"deadline": NEXT_TUESDAY, "why": WHY, **entered}))
    await world.quiet()
    return await world.message(world.maya, "proposes a new time")


async def proposals(world: World) -> list[Proposal]:
    """Return the proposals as they are written down."""
    assert world.application is not None
    delegation = (await world.stored(world.sam))[0]
    async with world.application.units(delegation.tenant) as work:
        return await work.proposals.of([delegation.id])


async def events(world: World) -> list[Event]:
    """Return what the history holds."""
    assert world.application is not None
    delegation = (await world.stored(world.sam))[0]
    async with world.application.units(delegation.tenant) as work:
        return [line.event for line in await work.records.history(delegation.id)]


async def test_before_the_deadline_it_is_renegotiated_and_not_late(world: World) -> None:
    """The manager agrees: a new version with the new time, checkpoints ahead planned anew, and both read so."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    heard = await proposes(world, card)
    assert WHY in text_of(heard)
    assert "Say nothing, and it stays as it was." in text_of(heard)
    assert "a new time is proposed" in text_of(await world.card(world.maya, "Your move"))
    assert "Proposed" in text_of(await world.card(world.sam, "Proposed"))
    stands = (await world.stored(world.sam))[0]
    assert (stands.brief.deadline, stands.brief_number) == (THURSDAY_17, 1)
    await world.maya.click(heard, "Agree")
    told = await world.message(world.sam, "agreed to a new time")
    assert "That is renegotiated, not late. The brief is version 2." in text_of(told)
    await world.workspace.until(lambda: "You agreed" in text_of(world.maya.look_again(heard)))
    assert "agree_to" not in str(world.maya.look_again(heard).blocks)
    await world.quiet()
    agreed = (await world.stored(world.sam))[0]
    assert (agreed.brief.deadline, agreed.brief_number) == (NEXT_TUESDAY, 2)
    assert agreed.move_until == NEXT_TUESDAY
    planned = {each.kind: each.at for each in agreed.brief.checkpoints}
    assert planned[CheckpointKind.FINAL_QA] == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert all(at > WEDNESDAY for at in planned.values())
    assert Event.RENEGOTIATED in await events(world)
    await world.at(THURSDAY_17 + timedelta(minutes=1))
    await world.quiet()
    assert not world.count(world.sam, "It was due")
    assert Event.LATE not in await events(world)
    await world.at(planned[CheckpointKind.FINAL_QA] + timedelta(minutes=1))
    await world.message(world.sam, "Final QA")
    await ship(world, card)
    opening = text_of(await world.in_thread("Changed under way"))
    assert "renegotiated before it had passed, so not late" in opening


async def test_what_was_answered_is_not_asked_again(world: World) -> None:
    """The spot check that was answered stays answered; the rest is planned anew."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    asked = await world.message(world.sam, "Spot check")
    await world.sam.click(asked, "On course, nothing new")
    await world.quiet()
    await world.maya.click(await proposes(world, card), "Agree")
    await world.message(world.sam, "agreed to a new time")
    planned = [each.kind for each in (await world.stored(world.sam))[0].brief.checkpoints]
    assert planned == [CheckpointKind.FINAL_QA]


async def test_a_silent_manager_leaves_it_as_it_was(world: World) -> None:
    """After a working day of theirs the owner reads that, and the proposal is off the table."""
    card = await begin(world)
    heard = await proposes(world, card)
    await world.later(days=1, minutes=1)
    told = await world.message(world.sam, "has not answered, so it stays as it was")
    assert "New time" in str(told.blocks)
    await world.workspace.until(lambda: "stays as it was" in text_of(world.maya.look_again(heard)))
    value = f"{(await world.stored(world.sam))[0].id}|{(await proposals(world))[0].id}"
    late = await world.maya.raw_action(
        {"action_id": "agree_to", "value": value}, channel=heard.channel, ts=heard.ts
    )
    assert "not on the table any more" in late.ephemeral[-1].text
    assert (await world.stored(world.sam))[0].brief.deadline == THURSDAY_17


async def test_a_manager_who_asks_is_not_silent(world: World) -> None:
    """A question moves the end of the working day on."""
    card = await begin(world)
    heard = await proposes(world, card)
    await world.later(hours=3)
    asking = form(await world.maya.click(heard, "Ask"))
    done(await asking.submit({"question": "Would Monday do?"}))
    await world.message(world.sam, "Would Monday do?")
    await world.later(hours=22)
    await world.quiet()
    assert not world.count(world.sam, "stays as it was")
    await world.later(hours=3)
    await world.message(world.sam, "has not answered, so it stays as it was")


async def test_the_same_form_twice_makes_one_and_another_takes_its_place(world: World) -> None:
    """The earlier message loses its buttons; agreeing twice is agreeing once."""
    card = await begin(world)
    asked = form(await world.sam.click(card, "New time"))
    done(await asked.submit({"deadline": NEXT_TUESDAY, "why": WHY}))
    assert (await world.sam.raw_submit(asked)).ok
    first = await world.message(world.maya, "proposes a new time")
    second = await proposes(world, card, why="It comes on Monday.")
    assert [each.answer for each in await proposals(world)] == [Answer.REPLACED, Answer.OPEN]
    await world.workspace.until(lambda: "taken its place" in text_of(world.maya.look_again(first)))
    await world.maya.click(second, "Agree")
    await world.message(world.sam, "agreed to a new time")
    value = f"{(await world.stored(world.sam))[0].id}|{(await proposals(world))[1].id}"
    again = await world.maya.raw_action(
        {"action_id": "agree_to", "value": value}, channel=second.channel, ts=second.ts
    )
    assert again.ok
    assert (await world.stored(world.sam))[0].brief_number == 2


async def test_at_the_deadline_the_owner_is_asked_once_for_a_note_and_a_new_time(world: World) -> None:
    """Kindly, by one message; the note goes to the manager, and the history says late."""
    card = await begin(world)
    await world.at(THURSDAY_17 + timedelta(seconds=1))
    asked = await world.message(world.sam, "A note to those who wait, and a new time?")
    assert Event.LATE in await events(world)
    assert "it was due" in text_of(await world.card(world.sam, "it was due"))
    heard = await proposes(world, asked, note="The report comes on Tuesday; October is short.")
    assert "October is short." in text_of(heard)
    await world.workspace.until(lambda: "answered" in text_of(world.sam.look_again(asked)))
    assert "new_time" not in str(world.sam.look_again(asked).blocks)
    await world.maya.click(heard, "Agree")
    told = await world.message(world.sam, "agreed to a new time")
    assert "not late" not in text_of(told)
    assert Event.RENEGOTIATED_LATE in await events(world)
    await world.later(days=1)
    await world.quiet()
    assert not world.count(world.sam, "A note to those who wait")
    await ship(world, card)
    assert "agreed after it had passed" in text_of(await world.in_thread("Changed under way"))


async def test_the_minimum_can_be_the_answer_at_the_deadline(world: World) -> None:
    """Proposed before it and agreed to after: the owner is asked once, and the minimum is offered no more."""
    card = await begin(world)
    await world.at(THURSDAY_17 - timedelta(hours=1))
    done(await form(await world.sam.click(card, "Fall back to the minimum")).submit({}))
    heard = await world.message(world.maya, "proposes the minimum")
    await world.at(THURSDAY_17 + timedelta(seconds=1))
    asked = await world.message(world.sam, "A note to those who wait")
    assert "Fall back to the minimum" in text_of(asked)
    await world.maya.click(heard, "Agree")
    await world.message(world.sam, "agreed to the minimum")
    await world.workspace.until(lambda: "fall_back" not in str(world.sam.look_again(asked).blocks))
    await world.quiet()
    assert world.count(world.sam, "A note to those who wait") == 1
    assert "New time" in text_of(world.sam.look_again(asked))


async def test_who_ships_at_the_deadline_is_not_asked(world: World) -> None:
    """Shipped before it: no message; shipped after it: the message that came has nothing left to press."""
    card = await begin(world)
    await world.at(THURSDAY_17 + timedelta(seconds=1))
    asked = await world.message(world.sam, "A note to those who wait")
    done(await form(await world.sam.click(asked, "Ship it")).submit({"prediction": "Met"}))
    await world.workspace.until(lambda: "answered" in text_of(world.sam.look_again(asked)))
    again = await world.sam.raw_action(
        {"action_id": "new_time", "value": (await world.stored(world.sam))[0].id},
        channel=card.channel,
        ts=card.ts,
    )
    assert "This is for work in progress" in again.ephemeral[-1].text


async def test_work_shipped_in_time_is_asked_nothing(world: World) -> None:
    """The deadline comes and goes."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    await world.at(THURSDAY_17 + timedelta(minutes=1))
    await world.quiet()
    assert not world.count(world.sam, "A note to those who wait")
    assert Event.LATE not in await events(world)


async def test_shipping_takes_a_proposal_off_the_table(world: World) -> None:
    """The manager has nothing left to answer."""
    card = await begin(world)
    heard = await proposes(world, card)
    await world.at(WEDNESDAY - timedelta(hours=30))
    await ship(world, card)
    await world.workspace.until(lambda: "nothing left to answer" in text_of(world.maya.look_again(heard)))
    assert (await proposals(world))[0].answer is Answer.OVER


async def test_a_time_that_cannot_be_and_no_reason_are_field_errors(world: World) -> None:
    """The form stays open with what was written."""
    card = await begin(world)
    asked = form(await world.sam.click(card, "New time"))
    same = await asked.submit({"deadline": THURSDAY_17, "why": WHY})
    assert "agreed already" in same.errors["deadline"]
    past = await asked.submit({"deadline": datetime(2026, 11, 20, tzinfo=UTC), "why": WHY})
    assert "has passed" in past.errors["deadline"]
    blank = await asked.submit({"deadline": NEXT_TUESDAY, "why": "\u200b"})
    assert "what has changed" in blank.errors["why"]
    assert not await proposals(world)


@pytest.mark.parametrize(
    ("who", "action", "words"),
    [
        (MAYA, "new_time", "owner's to propose"),
        (MAYA, "fall_back", "owner's to propose"),
        (SAM, "agree_to", "The manager answers this"),
        (NOOR, "new_time", "This delegation is between two others"),
        (NOOR, "fall_back", "This delegation is between two others"),
        (NOOR, "agree_to", "This delegation is between two others"),
    ],
)
async def test_who_may_propose_and_who_may_agree(world: World, who: str, action: str, words: str) -> None:
    """The owner proposes, the manager agrees, and nobody else."""
    card = await begin(world)
    await proposes(world, card)
    value = (await world.stored(world.sam))[0].id
    value += f"|{(await proposals(world))[0].id}" if action == "agree_to" else ""
    outcome = await Actor(world.workspace, who).raw_action(
        {"action_id": action, "value": value}, channel=card.channel, ts=card.ts
    )
    assert outcome.modal is None
    assert words in outcome.ephemeral[-1].text
    assert (await world.stored(world.sam))[0].brief_number == 1
