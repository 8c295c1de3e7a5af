"""When a look fails: to wait, or to go on without; one attempt at a time, against the stand-in Slack."""

import pytest

from bot.blocks.message import Message
from bot.delivery.backoff import PLATEAU
from bot.delivery.clients import Clients
from bot.delivery.gateway import Gateway
from bot.delivery.outcomes import Verdict
from bot.delivery.outgoing import Post
from bot.delivery.pacing import Pacing
from bot.delivery.reconcile import LOOKS
from bot.playground.cast import CLOUD_COSTS, SAM
from bot.playground.workspace.workspace import Workspace
from tests.delivery.fakes import RealTime, a_claim

HELLO = Message("The report is due on Thursday.")


@pytest.fixture
def gateway(clients: Clients) -> Gateway:
    """The way to the stand-in."""
    time = RealTime()
    return Gateway(clients, Pacing(time, time.sleep))


async def test_where_history_may_not_be_read_it_is_sent_again(gateway: Gateway, workspace: Workspace) -> None:
    """A second copy is a nuisance; a lost prompt would be a broken promise."""
    workspace.app.scopes = workspace.app.scopes - {"channels:history"}
    await gateway.send(a_claim("n1", to=""), Post(CLOUD_COSTS, HELLO))
    again = await gateway.send(a_claim("n1", to="", is_suspect=True), Post(CLOUD_COSTS, HELLO))
    ours = [message for message in workspace.channel_messages(CLOUD_COSTS) if message.metadata]
    assert again.verdict is Verdict.SENT
    assert len(ours) == 2


async def test_while_looking_fails_nothing_is_sent_blindly_but_not_for_ever(
    gateway: Gateway, workspace: Workspace
) -> None:
    """A broken history is asked again and again, however many attempts there were; then the message goes out once."""
    workspace.misbehave("conversations.history", "http_500", times=9)
    early = await gateway.send(a_claim("n1", attempts=PLATEAU, is_suspect=True), Post(SAM, HELLO))
    assert (early.verdict, early.error) == (Verdict.UNREAD, "unread: http_500")
    again = await gateway.send(a_claim("n1", is_suspect=True, looks=LOOKS, blind=1), Post(SAM, HELLO))
    assert again.verdict is Verdict.UNREAD
    assert not workspace.calls.named("chat.postMessage")
    late = await gateway.send(a_claim("n1", is_suspect=True, looks=LOOKS), Post(SAM, HELLO))
    assert late.verdict is Verdict.SENT


async def test_what_cannot_be_seen_is_told_elsewhere_no_sooner_than_it_would_be_sent_again(
    gateway: Gateway, workspace: Workspace
) -> None:
    """Before a digest tells it, it is looked for like before a post; what was not seen stays suspect."""
    workspace.misbehave("conversations.history", "http_500", times=9)
    early = await gateway.look(a_claim("n1", is_suspect=True))
    late = await gateway.look(a_claim("n1", is_suspect=True, looks=LOOKS))
    assert (early.verdict, late.verdict, late.is_suspect) == (Verdict.UNREAD, Verdict.UNSEEN, True)


async def test_a_429_while_looking_is_waited_out(gateway: Gateway, workspace: Workspace) -> None:
    """Its Retry-After counts like any other's."""
    workspace.misbehave("conversations.history", "rate_limited:20")
    outcome = await gateway.send(a_claim("n1", attempts=9, is_suspect=True), Post(SAM, HELLO))
    assert (outcome.verdict, outcome.retry_after) == (Verdict.LATER, 20)
