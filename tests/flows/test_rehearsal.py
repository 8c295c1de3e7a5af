"""Rehearse first: a practice round goes ahead, and the task itself is offered when that is closed."""

from datetime import UTC, datetime

import pytest

from bot.domain.lifecycle import State
from bot.domain.shrinking import Shrink
from bot.playground.acting.actor import VisibleMessage, text_of
from bot.playground.cast import NOOR
from bot.playground.to_the_app.happenings import person_changes
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import MINIMUM, TASK, accept, done, form, ship, to_minute
from tests.flows.test_smaller import answered

pytestmark = ONE_PLACE
TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


async def rehearsing(world: World) -> VisibleMessage:
    """Maya has the task rehearsed first. Return Sam's card of the rehearsal."""
    third = form(await (await answered(world)).click("Rehearse first"))
    assert "Or hand it over as it is" not in third.text
    assert third.value("Rehearsal done by") == datetime(2026, 11, 24, 16, 30, tzinfo=UTC).timestamp()
    done(await third.submit({**MINIMUM, "Rehearsal done by": TUESDAY_NOON}))
    await world.quiet()
    return await world.card(world.sam, "hands you this")


async def asked_what_now(world: World, card: VisibleMessage) -> VisibleMessage:
    """Sam declines the rehearsal. Return the question to Maya."""
    done(await form(await world.sam.click(card, "Decline")).submit({"reason": "No sandbox yet."}))
    await world.quiet()
    return await world.message(world.maya, "What now?")


async def task_of(world: World) -> list[tuple[str, State]]:
    """Return what Sam has, by task."""
    return sorted((each.brief.task, each.state) for each in await world.stored(world.sam))


async def test_the_task_waits_for_its_rehearsal(world: World) -> None:
    """Only the rehearsal is offered, with a radius and a deadline of its own; both cards name the task itself."""
    card = await rehearsing(world)
    assert f"*Rehearsal for*  {TASK}" in text_of(card)
    assert f"*Waits for its rehearsal*  {TASK}" in text_of(await world.card(world.maya, "Offered"))
    assert await task_of(world) == [(f"Rehearsal: {TASK}", State.OFFERED)]
    brief = (await world.stored(world.sam))[0].brief
    assert brief.deadline == TUESDAY_NOON
    assert not brief.override
    listed = (await world.maya.command("/delegate", "list")).ephemeral[-1]
    assert "the task itself waits for it" in text_of(listed)


async def test_it_is_offered_when_the_rehearsal_is_closed(world: World) -> None:
    """After the practice round's after-action the task itself is offered by itself, once, as rehearsed first."""
    card = await rehearsing(world)
    await accept(world, card)
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.at(TUESDAY)
    await ship(world, card)
    await to_minute(world, TUESDAY, 16)
    await world.in_thread("no change agreed")
    await world.quiet()
    assert await task_of(world) == [(TASK, State.OFFERED), (f"Rehearsal: {TASK}", State.CLOSED)]
    real = next(each for each in await world.stored(world.sam) if each.brief.task == TASK)
    assert real.brief.smaller == (Shrink.REHEARSAL,)
    assert real.brief.minimum_shippable == MINIMUM["Minimum shippable"]
    assert all(each.at > world.clock.now() for each in real.brief.checkpoints)
    assert "Rehearsed first." in text_of(await world.message(world.sam, "Made smaller"))
    assert "You started" not in form(await world.maya.command("/delegate")).text


async def test_the_manager_hears_that_somebody_named_has_left_during_the_rehearsal(world: World) -> None:
    """Of the rehearsal at once, and of the task itself when it is offered by itself."""
    third = form(await (await answered(world)).click("Rehearse first"))
    trigger = {"condition": "variance over 5 %", "goes_to": NOOR}
    third = form(await form(await third.click("Add a trigger")).submit(trigger))
    done(await third.submit({**MINIMUM, "Rehearsal done by": TUESDAY_NOON}))
    await world.quiet()
    card = await world.card(world.sam, "hands you this")
    await accept(world, card)
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await person_changes(world.workspace, NOOR, deleted=True)
    await world.message(world.maya, "a trigger goes to them")
    await world.at(TUESDAY)
    await ship(world, card)
    await to_minute(world, TUESDAY, 16)
    await world.message(world.sam, "Made smaller")
    await world.quiet()
    assert world.count(world.maya, "a trigger goes to them") == 2


async def test_a_declined_rehearsal_asks_the_manager_once(world: World) -> None:
    """One message with the owner's reason and three ways on; the task itself is still offered to nobody."""
    card = await rehearsing(world)
    before = len(world.maya.dm_messages())
    question = await asked_what_now(world, card)
    assert "No sandbox yet." in text_of(question)
    assert len(world.maya.dm_messages()) == before + 1
    assert await task_of(world) == [(f"Rehearsal: {TASK}", State.DECLINED)]


async def test_anyway_takes_a_reason_that_both_read(world: World) -> None:
    """Without one it is refused at the field; with one it is offered, and the question is put away."""
    question = await asked_what_now(world, await rehearsing(world))
    anyway = form(await world.maya.click(question, "Hand over anyway"))
    assert "override" in (await world.maya.raw_submit(anyway)).errors
    done(await anyway.submit({"override": "The sandbox comes next month."}))
    assert (await world.maya.raw_submit(anyway)).ok
    await world.quiet()
    assert await task_of(world) == [(TASK, State.OFFERED), (f"Rehearsal: {TASK}", State.DECLINED)]
    assert "The sandbox comes next month." in text_of(await world.message(world.sam, "It goes as it is"))
    assert "[Hand over anyway]" not in text_of(world.maya.look_again(question))
    again = await world.maya.raw_action(
        {"action_id": "hand_over_anyway", "value": (await rehearsal(world))}, channel=question.channel
    )
    assert "decided already" in again.ephemeral[-1].text


async def test_again_is_a_rehearsal_more(world: World) -> None:
    """A second practice round begins, and the task waits for that one."""
    question = await asked_what_now(world, await rehearsing(world))
    again = form(await world.maya.click(question, "Rehearse again"))
    too_late = await again.submit({"Rehearsal done by": datetime(2026, 11, 30, 12, 0, tzinfo=UTC)})
    assert "the rehearsal comes first" in too_late.errors["Rehearsal done by"]
    done(await again.submit({"Rehearsal done by": TUESDAY_NOON}))
    assert (await world.maya.raw_submit(again)).ok
    await world.quiet()
    assert await task_of(world) == [
        (f"Rehearsal: {TASK}", State.DECLINED),
        (f"Rehearsal: {TASK}", State.OFFERED),
    ]


async def test_put_aside_it_is_a_draft_again(world: World) -> None:
    """Nothing is offered, and the next brief begins with the offer to continue it."""
    question = await asked_what_now(world, await rehearsing(world))
    await world.maya.click(question, "Put it aside")
    await world.quiet()
    assert "[Put it aside]" not in text_of(world.maya.look_again(question))
    again = form(await world.maya.command("/delegate"))
    await world.workspace.until(lambda: "You started" in again.text)
    third = form(await form(await form(await again.click("Continue")).submit({})).submit({}))
    assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]
    third = form(await third.click("Rehearse first"))
    done(await third.submit({"Rehearsal done by": TUESDAY_NOON}))
    await world.quiet()
    assert (f"Rehearsal: {TASK}", State.OFFERED) in await task_of(world)


async def test_a_withdrawn_and_a_lapsed_rehearsal_ask_too(world: World) -> None:
    """Whoever ends it, the manager is asked; a deadline of the task that has passed wants a new one."""
    await rehearsing(world)
    await world.at(datetime(2026, 11, 24, 12, 1, tzinfo=UTC))
    await world.quiet()
    question = await world.message(world.maya, "What now?")
    assert "ended by itself" in text_of(question)
    await world.at(datetime(2026, 11, 30, 10, 0, tzinfo=UTC))
    refused = await world.maya.click(question, "Rehearse again")
    late = await form(refused).submit({"Rehearsal done by": datetime(2026, 12, 1, 12, 0, tzinfo=UTC)})
    assert "deadline of the task itself has passed" in next(iter(late.errors.values()))
    anyway = form(await world.maya.click(question, "Hand over anyway"))
    new = {"override": "It is needed now.", "Deadline": datetime(2026, 12, 3, 16, 0, tzinfo=UTC)}
    done(await anyway.submit(new))
    await world.quiet()
    assert (TASK, State.OFFERED) in await task_of(world)


async def test_a_form_sent_twice_is_one_rehearsal(world: World) -> None:
    """And a brief that waits is not changed by a form that was left open."""
    third = form(await (await answered(world)).click("Rehearse first"))
    done(await third.submit({"Rehearsal done by": TUESDAY_NOON}))
    assert (await world.maya.raw_submit(third)).ok
    await world.quiet()
    assert len(await world.stored(world.sam)) == 1


async def test_a_rehearsal_after_the_deadline_is_refused_at_its_field(world: World) -> None:
    """The rehearsal comes first: its time lies before the task's own."""
    third = form(await (await answered(world)).click("Rehearse first"))
    refused = await third.submit({"Rehearsal done by": datetime(2026, 11, 27, 12, 0, tzinfo=UTC)})
    assert "the rehearsal comes first" in refused.errors["Rehearsal done by"]


@pytest.mark.parametrize("action", ["hand_over_anyway", "rehearse_again", "put_aside"])
async def test_it_is_the_managers_and_only_when_it_is_over(world: World, action: str) -> None:
    """The owner is told whose it is, and the manager that the rehearsal is still under way."""
    card = await rehearsing(world)
    value = await rehearsal(world)
    for actor, words in ((world.sam, "Only the manager"), (world.maya, "under way")):
        outcome = await actor.raw_action(
            {"action_id": action, "value": value}, channel=card.channel, ts=card.ts
        )
        assert outcome.modal is None
        assert words in outcome.ephemeral[-1].text


async def rehearsal(world: World) -> str:
    """Return the id of Sam's rehearsal."""
    return next(each.id for each in await world.stored(world.sam) if each.rehearsal_of)
