"""Where something cannot be sent: somebody who can act is told, an operator sees it, and it can be sent again."""

from datetime import UTC, datetime, timedelta

import aiohttp

from bot.domain.lifecycle import Role
from bot.domain.nudge import SUSPENDED, TOGETHER, NudgeStatus
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant
from bot.playground.acting.actor import text_of
from bot.playground.cast import CLOUD_COSTS, MAYA, SAM
from bot.usecases.owed_nudges import nudge
from tests.contract.samples import a_brief, a_delegation
from tests.flows.conftest import MONDAY, TWO_PLACES, World
from tests.flows.steps import WEDNESDAY, begin, form, offer, opened, ship

pytestmark = TWO_PLACES
SPOT_CHECK = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


async def test_the_manager_is_told_when_the_owner_cannot_be_reached(world: World) -> None:
    """Once, with what there is to do: the owner's account was closed while the work went on."""
    await begin(world)
    world.workspace.person(SAM).deleted = True
    await world.at(SPOT_CHECK)
    await world.later(seconds=2 * TOGETHER.total_seconds())
    told = await world.message(world.maya, "I cannot reach Sam")
    assert "end it here and hand it to somebody who can" in text_of(told)
    await world.at(SPOT_CHECK + timedelta(hours=3))  # the final QA cannot reach him either
    await world.later(seconds=2 * TOGETHER.total_seconds())
    await world.quiet()
    assert world.count(world.maya, "I cannot reach Sam") == 1
    assert form(await world.maya.click(told, "Take back"))


async def twenty_nine_more(world: World) -> None:
    """Have as many more offers of Maya's wait for Sam, with a reminder each at a time of its own."""
    assert world.application is not None
    tenant = Tenant("", world.workspace.team.id)
    async with world.application.units(tenant) as work:
        for number in range(1, 30):
            brief = a_brief(task=f"Report {number:02}", owner_id=SAM, deadline=MONDAY + timedelta(days=9))
            offered = a_delegation(
                f"D{number}", tenant, manager_id=MAYA, owner_id=SAM, brief=brief, move=Role.OWNER
            )
            await work.delegations.add(offered)
            due_at = MONDAY + timedelta(days=1, minutes=number)
            await work.nudges.plan(nudge(offered, NudgeKind.OFFER_REMINDER, due_at, to=SAM))
        await work.commit()


async def test_of_thirty_tasks_with_somebody_who_is_gone_their_manager_is_told_together(world: World) -> None:
    """When the first of them fails, and not with each: what one message cannot hold is in the next."""
    await offer(world, Task="Report 00")
    await twenty_nine_more(world)
    before = world.maya.dm_messages()
    world.workspace.person(SAM).deleted = True
    for number in range(30):
        await world.at(MONDAY + timedelta(days=1, minutes=number, seconds=1))
    for _ in range(3):
        await world.later(seconds=2 * TOGETHER.total_seconds())
    await world.quiet()
    told = [text_of(each) for each in world.maya.dm_messages()[len(before) :]]
    assert len(told) == 2, told
    named = [f"Report {number:02}" for number in range(30) if f"Report {number:02}" in "".join(told)]
    assert len(named) == 30
    assert "I cannot reach Sam" in told[0]


async def test_an_after_action_whose_channel_is_archived_goes_on_between_the_two(world: World) -> None:
    """The thread was there, and takes no replies any more: what comes next is said in a group DM."""
    await opened(world)
    world.workspace.conversation(CLOUD_COSTS).is_archived = True
    await world.at(WEDNESDAY + timedelta(minutes=5))
    await world.quiet()
    both = world.workspace.group_message({world.maya.id, world.sam.id})
    said = [message.text for message in world.workspace.channel_messages(both.id)]
    assert any("Nothing is written yet" in words for words in said), said


async def test_a_revoked_token_gives_nothing_up_and_a_start_with_a_good_one_goes_on(world: World) -> None:
    """Meanwhile it is tried once an hour at most, and `/metrics` and the doctor's view say why."""
    await begin(world)
    world.workspace.misbehave("chat.postMessage", "error:token_revoked", times=1_000)
    world.workspace.misbehave("chat.update", "error:token_revoked", times=1_000)
    await world.at(SPOT_CHECK)
    await world.quiet()
    assert world.application is not None
    troubles = await world.application.oversight.troubles()
    assert set(troubles) == {SUSPENDED + "token_revoked"}
    assert (await world.application.oversight.counts())[NudgeStatus.DEAD] == 0
    tried = len(world.workspace.calls.named("chat.postMessage"))
    for minutes in (10, 30, 50):
        await world.at(SPOT_CHECK + timedelta(minutes=minutes))
    await world.quiet()
    assert len(world.workspace.calls.named("chat.postMessage")) == tried
    world.workspace.misbehaviour.clear()
    await world.restart_bot()
    await world.quiet()
    world.clock.advance(timedelta(seconds=11))
    await world.message(world.sam, "On course, nothing new")


async def test_what_operators_measure_says_nothing_of_anybody(world: World) -> None:
    """`GET /metrics` has the counts of what was done, and neither a name nor a word that somebody wrote."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    await world.quiet()
    assert world.application is not None
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{world.application.port}/metrics") as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        measured = await answer.text()
    lines = dict(line.rsplit(" ", 1) for line in measured.splitlines() if not line.startswith("#"))
    assert float(lines['leeway_nudges_settled_total{kind="owner_card",result="sent"}']) >= 3
    assert float(lines["leeway_nudges_claimed_total"]) >= 10
    for method, times in (("chat.postMessage", 4), ("views.open", 2)):
        assert float(lines[f'leeway_slack_call_seconds_count{{method="{method}"}}']) >= times
    assert float(lines['leeway_answer_seconds_count{payload="view_submission"}']) >= 4
    assert lines["leeway_nudges_due"] == lines["leeway_nudges_dead"] == "0.0"
    assert lines["leeway_database_up"] == "1.0"
    for private in ("cloud spend", "Sam", "Maya", "variance", world.workspace.app.bot_token):
        assert private not in measured
