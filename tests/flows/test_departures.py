"""Somebody leaves: the company, or the channel in which the after-action opens. The other is told, with a way on."""

from bot.domain.lifecycle import State
from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import CLOUD_COSTS, MAYA, NOOR, SAM
from bot.playground.to_the_app.happenings import person_changes, person_leaves
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, accept, begin, done, form, from_menu, offer, ship
from tests.flows.test_rights import pressed

pytestmark = ONE_PLACE


async def test_the_manager_is_told_that_the_owner_has_gone(world: World) -> None:
    """At once, not with the next message that cannot arrive; the task can be taken back from there."""
    await begin(world)
    await person_changes(world.workspace, SAM, deleted=True)
    told = await world.message(world.maya, "I cannot reach Sam")
    assert form(await world.maya.click(told, "Take back"))
    await person_changes(world.workspace, SAM, is_guest=True)  # another change of the same closed account
    await world.quiet()
    assert world.count(world.maya, "I cannot reach Sam") == 1


async def test_the_owner_whose_manager_has_gone_ships_it(world: World) -> None:
    """The call stays the owner's: the news has the button, and the after-action comes to its end by itself."""
    await begin(world)
    await world.at(WEDNESDAY)
    await person_changes(world.workspace, MAYA, deleted=True)
    told = await world.message(world.sam, "I cannot reach Maya")
    assert "Their account is closed." in text_of(told)
    assert "stays your call" in text_of(told)
    await ship(world, told)
    for _ in range(5):  # a phase each
        await world.later(days=2)
        await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.CLOSED


async def test_the_owner_whose_manager_has_gone_hands_it_back(world: World) -> None:
    """What nobody needs any more is ended by its owner, from the news or the card; nothing waits for it then."""
    card = await begin(world)
    await person_changes(world.workspace, MAYA, deleted=True)
    told = await world.message(world.sam, "I cannot reach Maya")
    await world.quiet()
    assert form(await from_menu(world.sam, card, "Hand it back")).title == "Hand it back"
    done(await form(await world.sam.click(told, "Hand it back")).submit({"reason": "Nobody plans on it."}))
    assert "You handed it back: “Nobody plans on it.”" in text_of(
        await world.card(world.sam, "handed it back")
    )
    before = len(world.sam.dm_messages())
    await world.later(days=5)
    await world.quiet()
    assert len(world.sam.dm_messages()) == before
    assert (await world.stored(world.sam))[0].state is State.DECLINED


async def test_a_task_that_waits_for_its_managers_word_does_not_wait_for_ever(world: World) -> None:
    """Accepted when the manager leaves: the news says when the work starts by itself, or it is handed back."""
    await accept(world, await offer(world))
    await world.quiet()
    await person_changes(world.workspace, MAYA, deleted=True)
    told = await world.message(world.sam, "I cannot reach Maya")
    assert "counts as confirmed without their word Tue, Nov 24" in told.text
    await world.later(days=2)
    await world.card(world.sam, "In progress")


async def test_nothing_is_handed_back_to_a_manager_who_is_there(world: World) -> None:
    """A forged click is told what to do instead, and the manager cannot hand back for the owner."""
    card = await begin(world)
    assert "hand_back" not in str(card.blocks)
    assert "still here" in await pressed(world, world.sam, card, "hand_back")
    assert "owner" in (await pressed(world, world.maya, card, "hand_back")).lower()


async def test_an_offer_whose_manager_has_gone_can_be_declined(world: World) -> None:
    """With its button in the news."""
    await offer(world)
    await person_changes(world.workspace, MAYA, deleted=True)
    told = await world.message(world.sam, "I cannot reach Maya")
    done(await form(await world.sam.click(told, "Decline")).submit({"reason": "Nobody to ask."}))
    await world.card(world.sam, "You declined it")


async def test_a_change_of_a_profile_alone_tells_nobody(world: World) -> None:
    """A new name or zone is taken over in silence."""
    await begin(world)
    before = len(world.maya.dm_messages())
    await person_changes(world.workspace, SAM, tz="Asia/Tokyo")
    await world.quiet()
    assert len(world.maya.dm_messages()) == before


async def test_an_after_action_follows_who_has_left_its_channel(world: World) -> None:
    """The other is told and moves it between the two: both cards say so, and there it opens."""
    card = await begin(world)
    await person_leaves(world.workspace, SAM, CLOUD_COSTS)
    told = await world.message(world.maya, "would not see it there")
    await world.maya.click(told, "Between the two of us")
    await world.card(world.sam, "conversation of the two of you")
    news = await world.message(world.sam, "Maya has moved the after-action out of")
    assert "The brief is version 2 since." in news.text
    assert "Nothing for you to do." in news.text
    assert not world.count(world.maya, "moved the after-action out of")
    await world.workspace.until(
        lambda: "opens between the two of you" in text_of(world.maya.look_again(told))
    )
    await world.at(WEDNESDAY)
    await ship(world, card)
    both = world.workspace.group_message({MAYA, SAM})
    await world.workspace.until(lambda: bool(world.workspace.channel_messages(both.id)))
    assert not [message for message in world.maya.messages(CLOUD_COSTS) if "After-action" in text_of(message)]


async def test_who_leaves_another_channel_is_nobodys_matter(world: World) -> None:
    """Neither a channel without an after-action, nor somebody without a part in it."""
    await offer(world)
    before = len(world.maya.dm_messages())
    await person_leaves(world.workspace, NOOR, CLOUD_COSTS)
    await person_leaves(world.workspace, SAM, "C0GENERAL1")
    await world.quiet()
    assert len(world.maya.dm_messages()) == before


async def test_the_news_is_told_once_and_no_colleague_acts_on_it(world: World) -> None:
    """Slack may deliver an event again; and a stranger's click moves nothing."""
    await begin(world)
    await person_leaves(world.workspace, SAM, CLOUD_COSTS)
    told = await world.message(world.maya, "would not see it there")
    await world.workspace.redeliver()
    await world.quiet()
    assert world.count(world.maya, "would not see it there") == 1
    delegation = (await world.stored(world.sam))[0]
    noor = Actor(world.workspace, NOOR)
    forged = {"action_id": "keep_between", "value": delegation.id}
    outcome = await noor.raw_action(forged, channel=told.channel, ts=told.ts)
    assert "between two others" in outcome.ephemeral[-1].text
