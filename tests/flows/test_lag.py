"""How late the bot is, as its operator is told: the first alert is true throughout an outage."""

import re
from datetime import timedelta

from bot.domain.nudge import NudgeStatus
from tests.flows.conftest import TWO_PLACES, World
from tests.flows.steps import accept, offer

pytestmark = TWO_PLACES
MINUTES = (1, 2, 5, 10, 20, 29, 31, 32, 35, 45, 60, 90, 120)


async def lag(world: World) -> float:
    """Return what `/metrics` says of how late the first message is, in seconds."""
    assert world.application is not None
    told = (await world.application.measured()).decode()
    found = re.search(r"^leeway_lag_seconds (\S+)$", told, re.MULTILINE)
    assert found is not None
    return float(found[1])


async def test_the_lag_grows_throughout_an_outage(world: World) -> None:
    """Slack takes no posts: tried, put off, held up and gathered, the first stays late until it is over."""
    world.leaps = False
    await world.restart_bot()
    card = await offer(world)
    await world.quiet()
    assert await lag(world) == 0
    world.workspace.misbehave("chat.postMessage", "refuse_connection", times=10_000)
    began = world.clock.now()
    await accept(world, card)
    assert world.application is not None
    has_folded = False
    for minutes in MINUTES:
        await world.at(began + timedelta(minutes=minutes))
        await world.quiet()
        late = (world.clock.now() - began).total_seconds()
        assert late - await lag(world) < 60, f"after {minutes} minutes"
        has_folded |= bool((await world.application.oversight.counts())[NudgeStatus.FOLDED])
    assert has_folded, "it was never gathered into a digest"
    world.workspace.misbehaviour.clear()
    await world.later(hours=1)
    await world.quiet()
    # If it was the last answer that was lost: then it is looked for twice before it is posted again.
    await world.later(minutes=2)
    await world.quiet()
    assert await lag(world) == 0
