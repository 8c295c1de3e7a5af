"""A message that an earlier attempt may have posted: it is looked for, and counts for what it says."""

from collections.abc import Collection

import pytest

from bot.blocks.message import Message
from bot.delivery.clients import Clients
from bot.delivery.gateway import Gateway
from bot.delivery.outcomes import Verdict
from bot.delivery.outgoing import Post
from bot.delivery.pacing import Pacing
from bot.playground.cast import CLOUD_COSTS, MAYA, SAM
from bot.playground.workspace.workspace import Workspace
from tests.delivery.fakes import RealTime, a_claim

HELLO = Message("The report is due on Thursday.")


@pytest.fixture
def gateway(clients: Clients) -> Gateway:
    """The way to the stand-in."""
    time = RealTime()
    return Gateway(clients, Pacing(time, time.sleep))


@pytest.mark.parametrize(
    "how",
    ["drop_after_accepting", "http_500_after_accepting", "error_after_accepting:internal_error"],
)
async def test_what_was_accepted_without_an_answer_is_found_and_not_posted_again(
    gateway: Gateway, workspace: Workspace, how: str
) -> None:
    """The first attempt is suspect; the second finds the message in the DM by its metadata."""
    workspace.misbehave("chat.postMessage", how)
    first = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    assert (first.verdict, first.is_suspect) == (Verdict.AMBIGUOUS, True)
    second = await gateway.send(a_claim("n1", attempts=2, is_suspect=True), Post(SAM, HELLO))
    messages = workspace.channel_messages(workspace.direct_message(SAM).id)
    assert [(message.channel, message.ts) for message in messages] == [(second.channel, second.ts)]
    assert second.verdict is Verdict.SENT


@pytest.mark.parametrize("how", ["http_500", "refuse_connection"])
async def test_what_never_arrived_is_posted_after_having_looked(
    gateway: Gateway, workspace: Workspace, how: str
) -> None:
    """Looking finds nothing, twice, for the first time Slack may still have been at it; and it is sent: once."""
    workspace.misbehave("chat.postMessage", how)
    first = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    assert first.verdict is Verdict.AMBIGUOUS
    early = await gateway.send(a_claim("n1", attempts=2, is_suspect=True), Post(SAM, HELLO))
    assert (early.verdict, early.error) == (Verdict.UNREAD, "unread: too_soon")
    await gateway.send(a_claim("n1", attempts=2, is_suspect=True, looks=1), Post(SAM, HELLO))
    assert len(workspace.channel_messages(workspace.direct_message(SAM).id)) == 1


async def test_a_message_in_a_channel_a_thread_or_a_group_is_found_too(
    gateway: Gateway, workspace: Workspace
) -> None:
    """Each kind of place is read where its messages stand, in threads among the replies."""
    root = await gateway.send(a_claim("n1", to=""), Post(CLOUD_COSTS, HELLO))
    for post in (Post(CLOUD_COSTS, HELLO), Post(CLOUD_COSTS, HELLO, root.ts), Post((MAYA, SAM), HELLO)):
        nudge_id = f"n{post.to}{post.thread_ts}"
        before = await gateway.send(a_claim(nudge_id, to=""), post)
        again = await gateway.send(a_claim(nudge_id, to="", is_suspect=True), post)
        assert again == before


async def test_a_found_message_that_was_refreshed_since_is_edited(
    gateway: Gateway, workspace: Workspace
) -> None:
    """The lost attempt may have posted an older state of the card; the latest one is what stands in the end."""
    workspace.misbehave("chat.postMessage", "drop_after_accepting")
    await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    claim = a_claim("n1", attempts=2, is_suspect=True, revision=2)
    await gateway.send(claim, Post(SAM, Message("Shipped.")))
    messages = workspace.channel_messages(workspace.direct_message(SAM).id)
    assert [message.text for message in messages] == ["Shipped."]


async def test_an_earlier_message_of_the_same_nudge_does_not_count(
    gateway: Gateway, workspace: Workspace
) -> None:
    """A digest that is owed anew while it is sent keeps its id, again and again: each tells other things."""
    first = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    second = await gateway.send(a_claim("n1", channel=first.channel, ts=first.ts), Post(SAM, HELLO))
    claim = a_claim("n1", channel=second.channel, ts=second.ts, is_suspect=True, looks=1)
    workspace.misbehave("chat.postMessage", "http_500_after_accepting", times=1)
    third = Post(SAM, Message("Something else."))
    assert (await gateway.send(claim, third)).verdict is Verdict.AMBIGUOUS
    found = await gateway.send(claim, third)
    assert found.ts not in (first.ts, second.ts)
    texts = [message.text for message in workspace.channel_messages(first.channel)]
    assert texts == [HELLO.text, HELLO.text, "Something else."]


async def test_a_digest_that_is_found_counts_for_what_it_tells(
    gateway: Gateway, workspace: Workspace
) -> None:
    """What it came to hold since is named as untold; the message is drawn again with what it tells, as it is now."""
    claim = a_claim("digest", is_suspect=True, looks=1, revision=2)
    one, two = a_claim("one").nudge, a_claim("two").nudge
    workspace.misbehave("chat.postMessage", "http_500_after_accepting", times=1)
    first = await gateway.send(a_claim("digest"), Post(SAM, Message("One."), told=(one,)))
    assert first.verdict is Verdict.AMBIGUOUS
    asked = []

    def only(ids: Collection[str]) -> Post:
        asked.append(tuple(ids))
        return Post(SAM, Message("One, as it is now."), told=(one,))

    grown = Post(SAM, Message("One and two."), told=(one, two), only=only)
    found = await gateway.send(claim, grown)
    assert (found.verdict, found.told, asked) == (Verdict.SENT, (one,), [("one",)])
    [message] = workspace.channel_messages(workspace.direct_message(SAM).id)
    assert message.text == "One, as it is now."
    assert message.metadata["event_payload"] == {"nudge": "digest", "tells": "one"}


async def test_a_digest_that_is_found_and_tells_nothing_any_more_is_left(
    gateway: Gateway, workspace: Workspace
) -> None:
    """All that it told is over, and something else is to be told: that is for another message."""
    workspace.misbehave("chat.postMessage", "http_500_after_accepting", times=1)
    await gateway.send(a_claim("digest"), Post(SAM, Message("One."), told=(a_claim("one").nudge,)))
    other = Post(SAM, Message("Two."), told=(a_claim("two").nudge,), only=lambda ids: None)
    found = await gateway.send(a_claim("digest", is_suspect=True, looks=1, revision=2), other)
    assert (found.verdict, found.told) == (Verdict.SENT, ())
    [message] = workspace.channel_messages(workspace.direct_message(SAM).id)
    assert message.text == "One."


async def test_the_message_is_found_below_a_pile_of_newer_ones(
    gateway: Gateway, workspace: Workspace
) -> None:
    """Looking goes back page by page."""
    before = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    room = workspace.direct_message(SAM)
    for number in range(150):
        workspace.post(room, SAM, f"note {number}")
    again = await gateway.send(a_claim("n1", is_suspect=True), Post(SAM, HELLO))
    assert again.ts == before.ts
    assert len(workspace.calls.named("conversations.history")) == 2
