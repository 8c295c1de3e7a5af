"""Somebody leaves: the company, or the channel in which the after-action opens. The other is told, with a way on."""

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import CLOUD_COSTS, MAYA, NOOR, SAM
from bot.playground.to_the_app.happenings import person_changes, person_leaves
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, form, offer, ship

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


async def test_the_owner_is_told_that_the_manager_has_gone(world: World) -> None:
    """The call stays the owner's."""
    await begin(world)
    await person_changes(world.workspace, MAYA, deleted=True)
    told = await world.message(world.sam, "I cannot reach Maya")
    assert "stays your call" in text_of(told)


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
