"""The Web API refuses what Slack refuses, with Slack's error strings."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SettableClock
from bot.playground.acting.actor import Actor
from bot.playground.cast import (
    ACME_SHARED,
    ALEX_OF_ACME,
    CLOUD_COSTS,
    DEPLOY_BOT,
    GENERAL,
    GITA,
    LEADERSHIP,
    MAYA,
    OLD_FINANCE,
    SAM,
    TOM_WHO_LEFT,
)
from bot.playground.server import PlaygroundServer
from bot.playground.workspace.people import SLACKBOT_ID, Person
from bot.playground.workspace.workspace import Workspace

from .conftest import client_of

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}}


async def refusal(call: Awaitable[Any]) -> Any:
    """Return the answer of a call that is refused."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response


async def error_of(call: Awaitable[Any]) -> str:
    """Return the error of a call that is refused."""
    return str((await refusal(call))["error"])


async def test_tokens_are_checked(server: PlaygroundServer, client: AsyncWebClient) -> None:
    """The bot token does everything but open connections, the app token only that, others nothing."""
    assert (await client.auth_test())["user_id"] == server.workspace.app.bot_user_id
    assert await error_of(client_of(server, "xoxb-other").auth_test()) == "invalid_auth"
    assert (
        await error_of(client_of(server, "xapp-playground-app-token").auth_test()) == "not_allowed_token_type"
    )
    assert (
        await error_of(client.apps_connections_open(app_token=str(client.token))) == "not_allowed_token_type"
    )
    opened = await client.apps_connections_open(app_token=server.workspace.app.app_token)
    assert opened["url"].startswith("ws://127.0.0.1")
    bare = AsyncWebClient(base_url=server.api_url, retry_handlers=[])
    assert await error_of(bare.auth_test()) == "not_authed"


async def test_unknown_methods_and_arguments_are_refused(client: AsyncWebClient) -> None:
    """A method that the bot does not use, and a slip in an argument's name."""
    assert await error_of(client.api_call("chat.delete")) == "unknown_method"
    answer = await refusal(client.chat_postMessage(channel=MAYA, text="x", colour="red"))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] unknown argument: colour"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE1", "channel_not_found"),
        ("U0NOBODY01", "channel_not_found"),
        (LEADERSHIP, "channel_not_found"),
        (GENERAL, "not_in_channel"),
        (OLD_FINANCE, "is_archived"),
        (DEPLOY_BOT, "cannot_dm_bot"),
        (SLACKBOT_ID, "cannot_dm_bot"),
        (TOM_WHO_LEFT, "user_disabled"),
    ],
)
async def test_posting_where_one_may_not(client: AsyncWebClient, channel: str, error: str) -> None:
    """Unknown, private, foreign, archived, and people who cannot be written to."""
    assert await error_of(client.chat_postMessage(channel=channel, text="x")) == error


async def test_a_message_to_a_person_opens_the_dm(client: AsyncWebClient, workspace: Workspace) -> None:
    """The answer carries the D id; edits need it, and history reads it back with metadata when asked."""
    metadata = {"event_type": "nudge", "event_payload": {"id": "n1"}}
    sent = await client.chat_postMessage(channel=SAM, text="x" * 40_001, blocks=[SECTION], metadata=metadata)
    assert sent["channel"].startswith("D")
    assert len(sent["message"]["text"]) == 40_000
    place = {"channel": str(sent["channel"]), "ts": str(sent["ts"])}
    assert await error_of(client.chat_update(channel=SAM, ts=place["ts"], text="x")) == "channel_not_found"
    assert await error_of(client.chat_update(**place, text="x" * 4001)) == "msg_too_long"
    await client.chat_update(**place, text="Edited")
    plain = await client.conversations_history(channel=place["channel"])
    full = await client.conversations_history(channel=place["channel"], include_all_metadata=True)
    assert plain["messages"][0]["text"] == "Edited"
    assert "blocks" not in plain["messages"][0]
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata
    assert [message.text for message in Actor(workspace, SAM).dm_messages()] == ["Edited"]


async def test_what_a_message_may_hold(client: AsyncWebClient) -> None:
    """A text, sound blocks, metadata of the right shape and size, and a thread that exists."""
    post = client.chat_postMessage
    textless = client.api_call("chat.postMessage", json={"channel": CLOUD_COSTS, "blocks": [SECTION]})
    assert await error_of(textless) == "no_text"
    broken = await refusal(post(channel=CLOUD_COSTS, text="x", blocks=[{"type": "section"}]))
    assert broken["error"] == "invalid_blocks"
    assert broken["response_metadata"]["messages"] == [
        "[ERROR] a section needs text or fields [json-pointer:/blocks/0]"
    ]
    unshaped = post(channel=CLOUD_COSTS, text="x", metadata={"event_type": "a"})
    assert await error_of(unshaped) == "invalid_metadata_schema"
    large: dict[str, Any] = {"event_type": "a", "event_payload": {"x": "y" * 8000}}
    assert await error_of(post(channel=CLOUD_COSTS, text="x", metadata=large)) == "metadata_too_large"
    assert await error_of(post(channel=CLOUD_COSTS, text="x", thread_ts="1.000001")) == "thread_not_found"


async def test_a_read_only_channel_takes_no_posts(client: AsyncWebClient, workspace: Workspace) -> None:
    """The app is in it, and only the people who look after it post there."""
    workspace.channels[CLOUD_COSTS].is_read_only = True
    refused = await error_of(client.chat_postMessage(channel=CLOUD_COSTS, text="x"))
    assert refused == "restricted_action_read_only_channel"


async def test_only_own_messages_are_edited(client: AsyncWebClient, workspace: Workspace) -> None:
    """What a person wrote stays theirs."""
    theirs = workspace.channel_messages(CLOUD_COSTS)[0]
    edit = client.chat_update(channel=CLOUD_COSTS, ts=theirs.ts, text="x")
    assert await error_of(edit) == "cant_update_message"
    assert await error_of(client.chat_update(channel=CLOUD_COSTS, ts="1.1", text="x")) == "message_not_found"


async def test_threads_and_permalinks(client: AsyncWebClient, workspace: Workspace) -> None:
    """Replies stand below their parent, out of the channel, and have an address of their own."""
    parent = await client.chat_postMessage(channel=CLOUD_COSTS, text="Parent")
    reply = await client.chat_postMessage(channel=CLOUD_COSTS, text="Reply", thread_ts=str(parent["ts"]))
    assert [one.text for one in workspace.thread(CLOUD_COSTS, str(parent["ts"]))] == ["Parent", "Reply"]
    assert workspace.channel_messages(CLOUD_COSTS)[-1].text == "Parent"
    link = await client.chat_getPermalink(channel=CLOUD_COSTS, message_ts=str(reply["ts"]))
    assert link["permalink"].startswith(f"https://northwind.slack.com/archives/{CLOUD_COSTS}/p")
    assert f"thread_ts={parent['ts']}" in link["permalink"]
    read = client.conversations_replies(channel=CLOUD_COSTS, ts=str(parent["ts"]))
    answer = await refusal(read)
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "channels:history"
    assert "im:history" in answer["provided"]


async def test_ephemerals_are_for_members(client: AsyncWebClient, workspace: Workspace) -> None:
    """Seen by one member, and never in the history."""
    await client.chat_postEphemeral(channel=CLOUD_COSTS, user=GITA, text="Psst")
    assert Actor(workspace, GITA).ephemerals()[0].text == "Psst"
    assert "Psst" not in [message.text for message in workspace.channel_messages(CLOUD_COSTS)]
    outside = client.chat_postEphemeral(channel=ACME_SHARED, user=GITA, text="Psst")
    assert await error_of(outside) == "user_not_in_channel"


async def test_dms_and_group_dms_are_opened_once(client: AsyncWebClient) -> None:
    """The same people get the same conversation; bots and those who left get none."""
    first = await client.conversations_open(users=[MAYA])
    assert (await client.conversations_open(users=MAYA))["channel"]["id"] == first["channel"]["id"]
    group = await client.conversations_open(users=[MAYA, SAM], return_im=True)
    assert group["channel"]["is_mpim"] is True
    assert (await client.conversations_open(users=[SAM, MAYA]))["channel"]["id"] == group["channel"]["id"]
    assert await error_of(client.conversations_open(users=[DEPLOY_BOT])) == "cannot_dm_bot"
    assert await error_of(client.conversations_open(users=[TOM_WHO_LEFT])) == "user_disabled"
    assert await error_of(client.conversations_open(users=["U0NOBODY01"])) == "user_not_found"


async def test_scopes_of_the_manifest_decide(client: AsyncWebClient, workspace: Workspace) -> None:
    """Without a scope the method is refused, and the answer names it."""
    workspace.app.scopes = frozenset({"chat:write"})
    for call, needed in [
        (client.conversations_open(users=[MAYA]), "im:write"),
        (client.conversations_open(users=[MAYA, SAM]), "mpim:write"),
        (client.conversations_info(channel=CLOUD_COSTS), "channels:read"),
        (client.users_info(user=MAYA), "users:read"),
        (client.team_info(), "team:read"),
    ]:
        answer = await refusal(call)
        assert (answer["error"], answer["needed"]) == ("missing_scope", needed)


async def test_people_are_described_as_slack_does(client: AsyncWebClient, workspace: Workspace) -> None:
    """Guests, those who left, strangers with and without a shared channel, and Slackbot's little lie."""
    sam = (await client.users_info(user=SAM, include_locale=True))["user"]
    assert (sam["tz"], sam["tz_offset"], sam["locale"]) == ("Europe/Paris", 3600, "fr-FR")
    assert (await client.users_info(user=GITA))["user"]["is_restricted"] is True
    assert (await client.users_info(user=TOM_WHO_LEFT))["user"]["deleted"] is True
    assert (await client.users_info(user=SLACKBOT_ID))["user"]["is_bot"] is False
    alex = (await client.users_info(user=ALEX_OF_ACME))["user"]
    assert alex["is_stranger"] is True
    assert alex["team_id"] != workspace.team.id
    assert "tz" not in alex
    workspace.add_person(Person("U0FAR00001", "far", "Far Away", team_id="T0FAR00001", is_stranger=True))
    assert await error_of(client.users_info(user="U0FAR00001")) == "user_not_visible"


async def test_conversations_are_described(client: AsyncWebClient) -> None:
    """Membership, archiving and sharing show; a private channel without the app does not exist for it."""
    costs = (await client.conversations_info(channel=CLOUD_COSTS, include_num_members=True))["channel"]
    assert costs["is_member"] is True
    assert costs["num_members"] == 7
    assert (await client.conversations_info(channel=GENERAL))["channel"]["is_member"] is False
    assert (await client.conversations_info(channel=OLD_FINANCE))["channel"]["is_archived"] is True
    assert (await client.conversations_info(channel=ACME_SHARED))["channel"]["is_ext_shared"] is True
    assert await error_of(client.conversations_info(channel=LEADERSHIP)) == "channel_not_found"
    members = await client.conversations_members(channel=CLOUD_COSTS, limit=4)
    rest = await client.conversations_members(
        channel=CLOUD_COSTS, cursor=members["response_metadata"]["next_cursor"]
    )
    assert len({*members["members"], *rest["members"]}) == 7


async def test_message_times_follow_the_story(client: AsyncWebClient, clock: SettableClock) -> None:
    """Two messages at one standing instant have two ts, and a jumped clock shows in the next."""
    first = await client.chat_postMessage(channel=MAYA, text="1")
    second = await client.chat_postMessage(channel=MAYA, text="2")
    assert first["ts"] < second["ts"]
    assert int(str(second["ts"]).split(".")[0]) == int(clock.now().timestamp())


async def test_only_local_names_are_answered(server: PlaygroundServer) -> None:
    """A foreign name that points at this machine gets nothing."""
    client = AsyncWebClient(
        token=server.workspace.app.bot_token,
        base_url=server.api_url,
        headers={"Host": "evil.example"},
        retry_handlers=[],
    )
    with pytest.raises(SlackApiError):
        await client.auth_test()
    assert server.workspace.calls.named("auth.test") == []
