"""Over Slack's rates the answer is HTTP 429 with whole seconds in Retry-After."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.cast import CLOUD_COSTS, MAYA, SAM
from bot.playground.workspace.workspace import Workspace

from .conftest import RealTime


async def posts_that_pass(client: AsyncWebClient, channel: str, tries: int) -> int:
    """Return how many messages are taken before the first is refused."""
    for number in range(tries):
        try:
            await client.chat_postMessage(channel=channel, text="x")
        except SlackApiError:
            return number
    return tries


async def test_a_channel_takes_three_at_once_and_then_one_a_second(
    client: AsyncWebClient, workspace: Workspace, real_time: RealTime
) -> None:
    """Each channel has its own bucket, and refused calls cost nothing."""
    workspace.rates.enforced = True
    assert await posts_that_pass(client, CLOUD_COSTS, 5) == 3
    assert await posts_that_pass(client, MAYA, 5) == 3
    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel=CLOUD_COSTS, text="x")
    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "1"
    assert limited.value.response["error"] == "ratelimited"
    real_time.seconds += 2
    assert await posts_that_pass(client, CLOUD_COSTS, 5) == 2


async def test_a_person_and_their_dm_are_one_channel(client: AsyncWebClient, workspace: Workspace) -> None:
    """Writing to the U id and to the D id draws on the same bucket."""
    workspace.rates.enforced = True
    dm = workspace.direct_message(SAM).id
    assert await posts_that_pass(client, SAM, 2) == 2
    assert await posts_that_pass(client, dm, 5) == 1


async def test_methods_have_tiers(client: AsyncWebClient, workspace: Workspace, real_time: RealTime) -> None:
    """conversations.info is tier 3: fifty a minute, then about one every 1.2 seconds."""
    workspace.rates.enforced = True
    for _ in range(50):
        await client.conversations_info(channel=CLOUD_COSTS)
    with pytest.raises(SlackApiError) as limited:
        await client.conversations_info(channel=CLOUD_COSTS)
    assert limited.value.response.headers["Retry-After"] == "2"
    real_time.seconds += 2
    await client.conversations_info(channel=CLOUD_COSTS)


def test_a_workspace_takes_240_posts_a_minute(workspace: Workspace) -> None:
    """However many channels they go to."""
    workspace.rates.enforced = True
    waits = [workspace.rates.retry_after("chat.postMessage", f"C{number}") for number in range(241)]
    assert waits[:240] == [0] * 240
    assert waits[240] == 1
