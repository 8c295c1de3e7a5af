"""What is overtaken while its sending takes its time is not posted: each wait on the way is followed by a last look."""

import pytest

from bot.blocks.message import Message
from bot.delivery.outgoing import Edit, Outgoing, Post
from bot.domain.nudge import Claim
from bot.playground.cast import CLOUD_COSTS, MAYA, SAM
from bot.playground.workspace.workspace import Workspace
from tests.delivery.fakes import Row
from tests.delivery.whole import Delivery

HELLO = Message("How is it going?")
BROKEN = Message("How is it going?", [{"type": "section"}])
TO_BOTH = Post((MAYA, SAM), HELLO)
WITH_A_WAY_OUT = Post(CLOUD_COSTS, HELLO, otherwise=(SAM,))
GONE = Edit(CLOUD_COSTS, "1.0", HELLO)
ON_THE_WAY = [
    pytest.param(Post(SAM, HELLO), "conversations.history", True, id="while it is looked for"),
    pytest.param(TO_BOTH, "conversations.open", False, id="while the group DM is opened"),
    pytest.param(WITH_A_WAY_OUT, "chat.postMessage", False, id="while its channel refuses it"),
    pytest.param(GONE, "chat.update", False, id="while the message turns out to be gone"),
    pytest.param(Post(SAM, BROKEN), "chat.postMessage", False, id="while its blocks are refused"),
]


def owe(delivery: Delivery, workspace: Workspace, outgoing: Outgoing, *, is_suspect: bool) -> Row:
    """Owe something to Sam that cannot be posted with the first call; its channel is closed."""
    workspace.channels[CLOUD_COSTS].is_archived = True
    row = delivery.outbox.owe("n1", to=SAM)
    row.is_suspect, row.looks = is_suspect, int(is_suspect)
    delivery.renderer.plans["n1"] = outgoing
    return row


def written(workspace: Workspace) -> list[str]:
    """Return all that the bot has written, wherever."""
    bot = workspace.app.bot_user_id
    rooms = [workspace.direct_message(SAM), workspace.group_message({MAYA, SAM})]
    return [each.text for room in rooms for each in room.messages.values() if each.user == bot]


@pytest.mark.parametrize(("outgoing", "_waits_for", "is_suspect"), ON_THE_WAY)
async def test_what_is_still_owed_is_posted(
    delivery: Delivery, workspace: Workspace, outgoing: Outgoing, _waits_for: str, is_suspect: bool
) -> None:
    """Else the next one would show nothing."""
    row = owe(delivery, workspace, outgoing, is_suspect=is_suspect)
    await delivery.worker.run_due()
    assert (row.status, written(workspace)) == ("sent", [HELLO.text])


@pytest.mark.parametrize(("outgoing", "waits_for", "is_suspect"), ON_THE_WAY)
async def test_what_ships_meanwhile_is_not_asked_about(
    delivery: Delivery, workspace: Workspace, outgoing: Outgoing, waits_for: str, is_suspect: bool
) -> None:
    """Slack takes seconds for a call before the post, and the work ships in one of them."""
    row = owe(delivery, workspace, outgoing, is_suspect=is_suspect)

    async def until_it_ships(claim: Claim) -> Outgoing:
        return None if workspace.calls.named(waits_for) else outgoing

    delivery.renderer.plans["n1"] = until_it_ships
    await delivery.worker.run_due()
    assert (row.status, row.is_suspect, written(workspace)) == ("cancelled", is_suspect, [])


async def test_a_digest_of_which_a_part_is_overtaken_meanwhile_is_drawn_anew(
    delivery: Delivery, workspace: Workspace
) -> None:
    """What it told of work that has shipped is not in it any more, and the rest comes."""
    row = owe(delivery, workspace, None, is_suspect=True)
    other = delivery.outbox.owe("n2", to=SAM, due_in=3600).nudge

    async def until_it_ships(claim: Claim) -> Outgoing:
        if workspace.calls.named("conversations.history"):
            return Post(SAM, Message("One thing."), told=(other,))
        return Post(SAM, Message("Two things."), told=(claim.nudge, other))

    delivery.renderer.plans["n1"] = until_it_ships
    await delivery.worker.run_due()
    assert (row.status, row.attempts, written(workspace)) == ("sent", 1, ["One thing."])
