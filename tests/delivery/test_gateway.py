"""The way out, against the stand-in Slack and its misbehaviour: one message, and no lost one."""

from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.blocks.message import Message
from bot.delivery.clients import Clients, SingleWorkspaceClients, open_client
from bot.delivery.gateway import TEXT_LENGTH, Gateway
from bot.delivery.outcomes import Outcome, Verdict
from bot.delivery.outgoing import Edit, Post, Publish
from bot.delivery.pacing import Pacing
from bot.playground.acting.actor import Actor
from bot.playground.cast import CLOUD_COSTS, DEPLOY_BOT, GENERAL, MAYA, OLD_FINANCE, SAM, TOM_WHO_LEFT
from bot.playground.server import PlaygroundServer
from bot.playground.workspace.workspace import Workspace
from bot.usecases.ports import Unavailable
from tests.delivery.fakes import OURS, RealTime, a_claim

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "The report is due on Thursday."}}
HELLO = Message("The report is due on Thursday.", [SECTION])
BROKEN = Message("The report is due on Thursday.", [{"type": "section"}])
HOME: dict[str, Any] = {"type": "home", "blocks": [SECTION]}


@pytest.fixture
def pacing() -> Pacing:
    """Slack's limits, on time that stands still."""
    time = RealTime()
    return Pacing(time, time.sleep)


@pytest.fixture
def gateway(clients: Clients, pacing: Pacing) -> Gateway:
    """The way to the stand-in."""
    return Gateway(clients, pacing)


def of(outcome: Outcome) -> tuple[Verdict, str]:
    """Return the verdict and the word for it."""
    return outcome.verdict, outcome.error


async def test_a_post_to_a_person_stands_in_their_dm_with_the_nudges_id(
    gateway: Gateway, workspace: Workspace
) -> None:
    """The message has text and blocks, unfurls nothing, and carries our id and nothing else as metadata."""
    outcome = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    message = workspace.find_message(outcome.channel, outcome.ts)
    assert outcome.verdict is Verdict.SENT
    assert outcome.channel == workspace.direct_message(SAM).id
    assert message is not None
    assert message.text == HELLO.text
    assert message.metadata == {"event_type": "leeway_nudge", "event_payload": {"nudge": "n1"}}
    asked = workspace.calls.named("chat.postMessage")[0].arguments
    assert asked["unfurl_links"] is False
    assert asked["unfurl_media"] is False
    assert not workspace.calls.named("conversations.open")


async def test_a_post_to_several_people_goes_to_their_group_dm(
    gateway: Gateway, workspace: Workspace
) -> None:
    """The group DM is opened first, and its id is where the message stands."""
    outcome = await gateway.send(a_claim(), Post((MAYA, SAM), HELLO))
    assert outcome.channel == workspace.group_message({MAYA, SAM}).id


async def test_a_reply_stands_in_its_thread(gateway: Gateway, workspace: Workspace) -> None:
    """`thread_ts` is passed on."""
    root = await gateway.send(a_claim("n1"), Post(CLOUD_COSTS, HELLO))
    reply = await gateway.send(a_claim("n2"), Post(CLOUD_COSTS, HELLO, root.ts))
    assert [message.ts for message in workspace.thread(CLOUD_COSTS, root.ts)] == [root.ts, reply.ts]


async def test_an_edit_changes_the_message_and_keeps_its_metadata(
    gateway: Gateway, workspace: Workspace
) -> None:
    """The card stays where it stands, and can still be found by the nudge's id."""
    first = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    edited = await gateway.send(a_claim("n1"), Edit(first.channel, first.ts, Message("Shipped.")))
    message = workspace.find_message(first.channel, first.ts)
    assert (edited.channel, edited.ts) == (first.channel, first.ts)
    assert message is not None
    assert (message.text, message.metadata is not None) == ("Shipped.", True)
    assert workspace.calls.named("chat.update")[0].arguments["parse"] == "none"


async def test_an_edit_of_a_deleted_message_posts_a_new_one(gateway: Gateway, workspace: Workspace) -> None:
    """The recipient gets the card anew, and its new place is reported."""
    first = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    message = workspace.find_message(first.channel, first.ts)
    assert message is not None
    workspace.forget(message)
    claim = a_claim("n1", channel=first.channel, ts=first.ts)
    again = await gateway.send(claim, Edit(first.channel, first.ts, HELLO))
    assert (again.verdict, again.channel) == (Verdict.SENT, first.channel)
    assert again.ts != first.ts
    assert len(workspace.channel_messages(first.channel)) == 1


async def test_an_edit_of_a_deleted_reply_posts_a_new_one_in_its_thread(
    gateway: Gateway, workspace: Workspace
) -> None:
    """What belongs into a thread does not turn up in the channel."""
    root = await gateway.send(a_claim("n1", to=""), Post(CLOUD_COSTS, HELLO))
    claim = a_claim("n2", to="", channel=CLOUD_COSTS, ts="1.0")
    again = await gateway.send(claim, Edit(CLOUD_COSTS, "1.0", HELLO, root.ts))
    assert [message.ts for message in workspace.thread(CLOUD_COSTS, root.ts)] == [root.ts, again.ts]


async def test_an_edit_that_slack_refuses_for_good_does_not_go_round_in_circles(
    gateway: Gateway, workspace: Workspace
) -> None:
    """A message past its edit window does not count as found, even when it is looked for: a new one is posted."""
    first = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    workspace.misbehave("chat.update", "error:edit_window_closed", times=5)
    claim = a_claim("n1", is_suspect=True, looks=1, revision=3, channel=first.channel, ts=first.ts)
    again = await gateway.send(claim, Edit(first.channel, first.ts, HELLO))
    assert again.verdict is Verdict.SENT
    assert again.ts != first.ts


async def test_a_home_is_published(gateway: Gateway, workspace: Workspace) -> None:
    """It has no place of its own to report."""
    outcome = await gateway.send(a_claim(), Publish(SAM, HOME))
    assert (outcome.verdict, outcome.channel, outcome.ts) == (Verdict.SENT, "", "")
    assert Actor(workspace, SAM).home is not None


async def test_a_429_is_obeyed_for_its_method_and_workspace(
    gateway: Gateway, workspace: Workspace, pacing: Pacing
) -> None:
    """The outcome says how long, and nobody else calls the method until then; other methods go on."""
    workspace.misbehave("chat.postMessage", "rate_limited:30")
    outcome = await gateway.send(a_claim(), Post(SAM, HELLO))
    assert (outcome.verdict, outcome.retry_after) == (Verdict.LATER, 30)
    assert pacing.reserve(OURS, "chat.postMessage", MAYA).seconds == pytest.approx(30)
    assert pacing.reserve(OURS, "chat.update").seconds == 0


async def test_a_call_without_a_turn_within_reach_is_put_off(
    gateway: Gateway, pacing: Pacing, workspace: Workspace
) -> None:
    """A call beside the main one waits for its own turn, and not longer than for a few seconds."""
    pacing.penalise(OURS, "conversations.open", 60)
    outcome = await gateway.send(a_claim(), Post((MAYA, SAM), HELLO))
    assert (outcome.verdict, outcome.retry_after) == (Verdict.LATER, 60)
    assert not workspace.calls.named("conversations.open")


async def test_silence_is_ambiguous(server: PlaygroundServer, workspace: Workspace, pacing: Pacing) -> None:
    """Where Slack does not answer in time, it may have posted all the same."""
    timeout = aiohttp.ClientTimeout(total=0.05)
    workspace.misbehave("chat.postMessage", "slow:0.2")
    async with aiohttp.ClientSession(timeout=timeout) as hasty:
        clients = SingleWorkspaceClients(open_client(workspace.app.bot_token, server.api_url, hasty))
        outcome = await Gateway(clients, pacing).send(a_claim(), Post(SAM, HELLO))
    assert (outcome.verdict, outcome.error, outcome.is_suspect) == (Verdict.AMBIGUOUS, "timeout", True)


async def test_a_refused_connection_sent_nothing(
    gateway: Gateway, server: PlaygroundServer, workspace: Workspace
) -> None:
    """Where Slack cannot be reached there is nothing to look for."""
    await server.stop()
    outcome = await gateway.send(a_claim(), Post(SAM, HELLO))
    assert (outcome.verdict, outcome.is_suspect) == (Verdict.LATER, False)


async def test_refused_blocks_go_out_as_plain_text(gateway: Gateway, workspace: Workspace) -> None:
    """The text says it all, so nothing is lost but the buttons; Slack's word stays beside the result."""
    posted = await gateway.send(a_claim(), Post(SAM, BROKEN))
    message = workspace.find_message(posted.channel, posted.ts)
    assert of(posted) == (Verdict.SENT, "invalid_blocks")
    assert message is not None
    assert (message.text, message.blocks) == (BROKEN.text, [])


async def test_the_log_says_which_of_the_blocks_was_refused(gateway: Gateway) -> None:
    """By its place, and in nobody's words."""
    with capture_logs() as lines:
        await gateway.send(a_claim("n1"), Post(SAM, Message(HELLO.text, [SECTION, *BROKEN.blocks])))
    (line,) = (line for line in lines if line["event"] == "nudge.blocks_refused")
    assert (line["nudge"], line["error"], line["at"]) == ("n1", "invalid_blocks", "/blocks/1")


async def test_content_that_is_refused_as_text_too_is_dead(gateway: Gateway, workspace: Workspace) -> None:
    """One try as plain text, and no more."""
    workspace.misbehave("chat.postMessage", "error:invalid_blocks", times=2)
    outcome = await gateway.send(a_claim(), Post(SAM, HELLO))
    assert of(outcome) == (Verdict.DEAD_CONTENT, "invalid_blocks")
    assert len(workspace.calls.named("chat.postMessage")) == 2


async def test_a_fallback_text_over_the_limit_of_edits_is_cut(gateway: Gateway, workspace: Workspace) -> None:
    """A long text does not cost the message its blocks."""
    first = await gateway.send(a_claim("n1"), Post(SAM, HELLO))
    long = Message("x" * (TEXT_LENGTH + 1), [SECTION])
    edited = await gateway.send(a_claim("n1"), Edit(first.channel, first.ts, long))
    message = workspace.find_message(edited.channel, edited.ts)
    assert of(edited) == (Verdict.SENT, "")
    assert message is not None
    assert (len(message.text), len(message.blocks)) == (TEXT_LENGTH, 1)


@pytest.mark.parametrize(
    ("to", "error"),
    [
        (OLD_FINANCE, "is_archived"),
        (GENERAL, "not_in_channel"),
        ("C0NOWHERE1", "channel_not_found"),
        (TOM_WHO_LEFT, "user_disabled"),
        (DEPLOY_BOT, "cannot_dm_bot"),
    ],
)
async def test_a_place_that_cannot_be_posted_to_is_dead_by_its_name(
    gateway: Gateway, to: str, error: str
) -> None:
    """It is not tried again, and what is wrong with it is reported."""
    assert of(await gateway.send(a_claim(to=""), Post(to, HELLO))) == (Verdict.DEAD_PLACE, error)


@pytest.mark.parametrize("error", ["restricted_action", "no_permission", "is_archived"])
async def test_a_place_that_refuses_a_post_gives_way_to_the_people_named_with_it(
    gateway: Gateway, workspace: Workspace, error: str
) -> None:
    """It is posted to their group DM instead; after an unclear answer from there it is found there."""
    refused = f"error:{error}"
    post = Post(CLOUD_COSTS, HELLO, otherwise=(MAYA, SAM))
    for how in (refused, "drop_after_accepting", refused):
        workspace.misbehave("chat.postMessage", how)
    lost = await gateway.send(a_claim(to=""), post)
    assert lost.verdict is Verdict.AMBIGUOUS
    group = workspace.group_message({MAYA, SAM}).id
    found = await gateway.send(a_claim(to="", is_suspect=True, looks=1), post)
    assert (found.verdict, found.channel) == (Verdict.SENT, group)
    assert len(workspace.channel_messages(group)) == 1


async def test_a_place_that_is_only_busy_gives_way_to_nobody(gateway: Gateway, workspace: Workspace) -> None:
    """What can be posted a moment later is, where it belongs."""
    workspace.misbehave("chat.postMessage", "http_500")
    post = Post(CLOUD_COSTS, HELLO, otherwise=(MAYA, SAM))
    assert (await gateway.send(a_claim(to=""), post)).verdict is Verdict.AMBIGUOUS
    assert not workspace.calls.named("conversations.open")


async def test_a_dead_token_is_dead(
    server: PlaygroundServer, session: aiohttp.ClientSession, pacing: Pacing
) -> None:
    """Slack does not know the token: the installation is gone."""
    clients = SingleWorkspaceClients(open_client("xoxb-old", server.api_url, session))
    outcome = await Gateway(clients, pacing).send(a_claim(), Post(SAM, HELLO))
    assert of(outcome) == (Verdict.DEAD_INSTALL, "invalid_auth")


class NoClients:
    """A workspace without an installation, or a table of installations out of reach."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault

    async def client_for(self, tenant: object) -> None:
        """Return none."""
        if self.fault:
            raise self.fault


async def test_a_workspace_without_an_installation_is_dead(pacing: Pacing) -> None:
    """There is nobody to call."""
    outcome = await Gateway(NoClients(), pacing).send(a_claim(), Post(SAM, HELLO))
    assert of(outcome) == (Verdict.DEAD_INSTALL, "not_installed")


async def test_while_installations_cannot_be_read_it_is_tried_later(pacing: Pacing) -> None:
    """A database out of reach says nothing about the installation."""
    outcome = await Gateway(NoClients(Unavailable()), pacing).send(a_claim(), Post(SAM, HELLO))
    assert of(outcome) == (Verdict.LATER, "unavailable")


async def test_an_unknown_refusal_is_neither_dead_nor_suspect(gateway: Gateway, workspace: Workspace) -> None:
    """Slack may say what its pages do not; it did say no."""
    workspace.misbehave("chat.postMessage", "error:brand_new")
    outcome = await gateway.send(a_claim(), Post(SAM, HELLO))
    assert (of(outcome), outcome.is_suspect) == ((Verdict.UNKNOWN, "brand_new"), False)
