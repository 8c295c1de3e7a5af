"""Putting a message away: its last edit, or nothing at all; never a message of its own."""

import pytest

from bot.blocks.message import Message
from bot.delivery.clients import Clients
from bot.delivery.gateway import Gateway
from bot.delivery.outcomes import Verdict
from bot.delivery.outgoing import Post, PutAway
from bot.delivery.pacing import Pacing
from bot.delivery.reconcile import LOOKS
from bot.playground.cast import SAM
from bot.playground.workspace.workspace import Workspace
from tests.delivery.fakes import RealTime, a_claim

ASKED = Message("Sam accepted. Is that it?", [])
MADE = Message("This move is made.", [])


@pytest.fixture
def gateway(clients: Clients) -> Gateway:
    """The way to the stand-in."""
    time = RealTime()
    return Gateway(clients, Pacing(time, time.sleep))


def texts(workspace: Workspace) -> list[str]:
    """Return what stands in Sam's DM."""
    return [message.text for message in workspace.direct_message(SAM).messages.values()]


async def test_what_a_dead_attempt_posted_is_found_and_put_away(
    gateway: Gateway, workspace: Workspace
) -> None:
    """The bot died between posting and writing that down; its message is looked for by the nudge's id."""
    posted = await gateway.send(a_claim("n1"), Post(SAM, ASKED))
    outcome = await gateway.send(a_claim("n1", is_suspect=True), PutAway(SAM, "", MADE))
    assert (outcome.verdict, outcome.ts) == (Verdict.SENT, posted.ts)
    assert texts(workspace) == [MADE.text]


async def test_what_was_never_posted_is_not_posted_to_be_put_away(
    gateway: Gateway, workspace: Workspace
) -> None:
    """The bot died before posting: nobody needs to read that something is over of which they never heard."""
    outcome = await gateway.send(a_claim("n1", is_suspect=True, looks=1), PutAway(SAM, "", MADE))
    assert outcome.verdict is Verdict.NOTHING
    assert texts(workspace) == []


async def test_what_cannot_be_seen_is_looked_for_and_left_in_the_end_as_what_may_stand_there(
    gateway: Gateway, workspace: Workspace
) -> None:
    """Its buttons say that it is over; should it be owed again, it is looked for first."""
    workspace.misbehave("conversations.history", "http_500", times=9)
    early = await gateway.send(a_claim("n1", is_suspect=True), PutAway(SAM, "", MADE))
    late = await gateway.send(a_claim("n1", is_suspect=True, looks=LOOKS), PutAway(SAM, "", MADE))
    assert (early.verdict, late.verdict, late.is_suspect) == (Verdict.UNREAD, Verdict.UNSEEN, True)
    assert texts(workspace) == []


async def test_what_was_deleted_stays_deleted(gateway: Gateway, workspace: Workspace) -> None:
    """Unlike a card, a message whose moment has passed is not posted anew."""
    posted = await gateway.send(a_claim("n1"), Post(SAM, ASKED))
    message = workspace.find_message(posted.channel, posted.ts)
    assert message is not None
    workspace.forget(message)
    outcome = await gateway.send(a_claim("n1"), PutAway(posted.channel, posted.ts, MADE))
    assert outcome.verdict is Verdict.SENT
    assert texts(workspace) == []
