"""Looking for one's own message before sending it again, through the worst that Slack can do: the copies are counted.

Their number is what counts here; what one failed look means is in `test_looking`.
"""

from datetime import timedelta

import pytest

from bot.blocks.message import Message
from bot.delivery.backoff import MOST_ATTEMPTS, SETTLES, backoff
from bot.delivery.outgoing import Post
from bot.delivery.reconcile import LOOKS, LOOKS_WHERE_UNREAD, metadata_of
from bot.domain.nudge_kind import NudgeKind
from bot.playground.cast import CLOUD_COSTS, SAM
from bot.playground.workspace.workspace import Workspace
from tests.delivery.whole import Delivery, texts

LOST = "http_500_after_accepting"
ALWAYS = 100_000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INSISTING = sum((backoff(looks, "n1") for looks in range(1, LOOKS + 1)), timedelta())
"""How long it is looked for before it is sent without."""


def in_the_channel(workspace: Workspace) -> list[str]:
    """Return what the bot has written to the channel, in order."""
    bot = workspace.app.bot_user_id
    return [each.text for each in workspace.channel_messages(CLOUD_COSTS) if each.user == bot]


def owe_in_the_channel(delivery: Delivery) -> None:
    """Owe a message to the channel, which nobody may read."""
    delivery.outbox.owe("n1", to="")
    delivery.renderer.plans["n1"] = Post(CLOUD_COSTS, Message("n1"))


def make_it_unreadable(workspace: Workspace) -> None:
    """Take the optional scope away."""
    workspace.app.scopes = workspace.app.scopes - {"channels:history"}


def finish_late(workspace: Workspace) -> None:
    """Do what was asked for in a call whose caller had given up: Sam gets the message after all."""
    room, bot = workspace.direct_message(SAM), workspace.app.bot_user_id
    workspace.post(room, bot, "n1", metadata=metadata_of("n1"))


@pytest.mark.parametrize("how", ["http_500", "page", "error:brand_new", "error:invalid_arguments"])
async def test_however_long_slack_loses_answers_and_shows_nothing_there_are_two_copies_at_most(
    delivery: Delivery, workspace: Workspace, how: str
) -> None:
    """Each post is taken and not answered, and no look succeeds: one more goes out after hours, and none after that."""
    workspace.misbehave("chat.postMessage", LOST, times=ALWAYS)
    workspace.misbehave("conversations.history", how, times=ALWAYS)
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.run_for(INSISTING * 0.9)
    assert texts(workspace, SAM) == ["n1"]
    await delivery.run_for(48 * HOUR)
    assert texts(workspace, SAM) == ["n1", "n1"]
    assert row.status == "scheduled"
    assert row.error.startswith("unread: ")
    assert len(workspace.calls.named("conversations.history")) < 130


@pytest.mark.parametrize("how", ["http_500", "refuse_connection"])
@pytest.mark.parametrize("seconds", [1, 10, 40])
async def test_what_slack_posts_after_it_was_looked_for_is_not_posted_again(
    delivery: Delivery, workspace: Workspace, how: str, seconds: float
) -> None:
    """The line was cut, but Slack goes on with the call and is done later: nothing found at first says nothing yet."""
    workspace.misbehave("chat.postMessage", how)
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.run_for(timedelta(seconds=seconds))
    finish_late(workspace)
    await delivery.run_for(timedelta(minutes=2))
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1"])


async def test_a_card_that_is_refreshed_meanwhile_is_not_posted_again_either(
    delivery: Delivery, workspace: Workspace
) -> None:
    """It is due at once then, and looked for at once; that is too soon all the same."""
    workspace.misbehave("chat.postMessage", "http_500")
    row = delivery.outbox.owe("n1", to=SAM, kind=NudgeKind.OWNER_CARD)
    await delivery.worker.run_due()
    delivery.outbox.refresh("n1")
    await delivery.worker.run_due()
    finish_late(workspace)
    await delivery.run_for(timedelta(minutes=2))
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1"])


async def test_what_slack_lost_is_posted_again_a_minute_later(
    delivery: Delivery, workspace: Workspace
) -> None:
    """So long it may still turn up; then it is there in time for whoever waits for it."""
    workspace.misbehave("chat.postMessage", "http_500")
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.run_for(SETTLES)
    assert texts(workspace, SAM) == []
    await delivery.run_for(timedelta(seconds=10))
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1"])


async def test_what_a_dead_sender_held_is_posted_as_soon_as_its_lease_is_over(
    delivery: Delivery, workspace: Workspace
) -> None:
    """A lease is as long as Slack may take: to have looked once is enough."""
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.outbox.claim("somebody who died", 10, 60)
    delivery.pass_time(60)
    await delivery.worker.run_due()
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1"])


async def test_once_it_can_be_seen_again_the_last_copy_counts(
    delivery: Delivery, workspace: Workspace
) -> None:
    """What was looked for all the time is found and written down, with nothing posted besides."""
    workspace.misbehave("chat.postMessage", LOST, times=ALWAYS)
    workspace.misbehave("conversations.history", "http_500", times=ALWAYS)
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.run_for(12 * HOUR)
    workspace.misbehaviour.clear()
    await delivery.run_for(HOUR)
    assert (row.status, row.is_suspect, row.looks, row.blind) == ("sent", False, 0, 0)
    assert texts(workspace, SAM) == ["n1", "n1"]


async def test_a_sender_that_comes_back_after_more_than_a_week_finds_what_it_had_posted(
    delivery: Delivery, workspace: Workspace
) -> None:
    """Killed between the post and its writing down, and not started for eight days."""
    workspace.misbehave("chat.postMessage", LOST)
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.worker.run_due()
    delivery.pass_time(8 * DAY.total_seconds())
    await delivery.worker.run_due()
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1"])


async def test_history_that_is_out_of_order_for_more_than_a_week_costs_no_third_copy(
    delivery: Delivery, workspace: Workspace
) -> None:
    """The second one is found, though it was posted eight days before."""
    workspace.misbehave("chat.postMessage", LOST, times=ALWAYS)
    workspace.misbehave("conversations.history", "http_500", times=ALWAYS)
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.run_for(8 * DAY)
    workspace.misbehaviour.clear()
    await delivery.run_for(HOUR)
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1", "n1"])


async def test_what_was_never_posted_arrives_though_nothing_can_be_seen(
    delivery: Delivery, workspace: Workspace
) -> None:
    """The post failed in truth, and history stays out of order: after hours the message is there, once."""
    workspace.misbehave("chat.postMessage", "http_500")
    workspace.misbehave("conversations.history", "http_500", times=ALWAYS)
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.run_for(INSISTING * 1.1)
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1"])


async def test_a_refusal_uses_the_one_blind_send_up_as_little_as_a_429(
    delivery: Delivery, workspace: Workspace
) -> None:
    """Slack said that it did nothing: what is still owed may still be sent."""
    workspace.misbehave("chat.postMessage", "http_500")
    workspace.misbehave("chat.postMessage", "rate_limited:30", times=2)
    workspace.misbehave("conversations.history", "http_500", times=ALWAYS)
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.run_for(INSISTING * 1.1)
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1"])


async def test_failed_looks_are_no_attempts(delivery: Delivery, workspace: Workspace) -> None:
    """They have a count of their own, which begins anew with each post."""
    workspace.misbehave("chat.postMessage", LOST, times=ALWAYS)
    workspace.misbehave("conversations.history", "http_500", times=ALWAYS)
    row = delivery.outbox.owe("n1", to=SAM)
    await delivery.run_for(INSISTING * 0.9)
    assert (row.attempts, row.looks, row.blind) == (1, LOOKS, 0)
    await delivery.run_for(HOUR)
    assert (row.attempts, row.blind) == (2, 1)
    assert row.looks < LOOKS


async def test_others_wait_behind_a_look_for_minutes_and_not_for_hours(
    delivery: Delivery, workspace: Workspace
) -> None:
    """Their order is kept for a while; then one that cannot be seen holds nobody up."""
    workspace.misbehave("chat.postMessage", LOST)
    workspace.misbehave("conversations.history", "http_500", times=ALWAYS)
    row = delivery.outbox.owe("n1", to=SAM)
    others = [delivery.outbox.owe(f"n{number}", to=SAM, due_in=60 * number) for number in range(2, 60)]
    await delivery.run_for(HOUR)
    assert (row.status, {each.status for each in others}) == ("scheduled", {"sent"})


async def test_where_nobody_may_read_a_lost_answer_costs_one_copy(
    delivery: Delivery, workspace: Workspace
) -> None:
    """Looking is of no use there; so the message goes out again at once."""
    make_it_unreadable(workspace)
    workspace.misbehave("chat.postMessage", LOST)
    owe_in_the_channel(delivery)
    await delivery.run_for(timedelta(minutes=1))
    assert in_the_channel(workspace) == ["n1", "n1"]
    assert delivery.outbox.rows["n1"].status == "sent"


async def test_where_nobody_may_read_copies_end_as_well(delivery: Delivery, workspace: Workspace) -> None:
    """One more at once and one half an hour later, each for an answer lost; then it is given up and can be seen."""
    make_it_unreadable(workspace)
    workspace.misbehave("chat.postMessage", LOST, times=ALWAYS)
    owe_in_the_channel(delivery)
    row = delivery.outbox.rows["n1"]
    between = sum((backoff(looks, "n1") for looks in range(1, LOOKS_WHERE_UNREAD + 1)), timedelta())
    await delivery.run_for(between * 0.9)
    assert in_the_channel(workspace) == ["n1", "n1"]
    await delivery.run_for(48 * HOUR)
    assert in_the_channel(workspace) == ["n1", "n1", "n1"]
    assert (row.status, row.error, row.is_suspect) == ("dead", "missing_scope", True)


async def test_an_outage_does_not_use_up_what_may_be_sent_where_nobody_may_read(
    delivery: Delivery, workspace: Workspace
) -> None:
    """While Slack answers nothing at all, nothing is sent blindly: it would be lost like the one before."""
    make_it_unreadable(workspace)
    workspace.misbehave("*", "http_500", times=ALWAYS)
    owe_in_the_channel(delivery)
    await delivery.run_for(2 * HOUR)
    workspace.misbehaviour.clear()
    await delivery.run_for(HOUR)
    assert (delivery.outbox.rows["n1"].status, in_the_channel(workspace)) == ("sent", ["n1"])


async def test_a_channel_that_is_gone_gives_way_to_the_people_named_with_it(
    delivery: Delivery, workspace: Workspace
) -> None:
    """That it cannot be read any more is no reason to wait: it is not there to be posted to either."""
    workspace.misbehave("chat.postMessage", "http_500")
    workspace.misbehave("conversations.history", "error:is_archived")
    workspace.channels[CLOUD_COSTS].is_archived = True
    delivery.outbox.owe("n1", to="")
    delivery.renderer.plans["n1"] = Post(CLOUD_COSTS, Message("n1"), otherwise=(SAM,))
    await delivery.run_for(timedelta(minutes=2))
    assert (in_the_channel(workspace), texts(workspace, SAM)) == ([], ["n1"])


@pytest.mark.parametrize("refusal", ["error:brand_new", "error:msg_too_long", "error:user_disabled"])
async def test_what_was_given_up_in_doubt_is_looked_for_when_it_is_sent_again(
    delivery: Delivery, workspace: Workspace, refusal: str
) -> None:
    """The operator's word to send it once more makes no second message of one that stands there."""
    workspace.misbehave("chat.postMessage", LOST)
    workspace.misbehave("chat.postMessage", refusal, times=MOST_ATTEMPTS)
    workspace.misbehave("conversations.history", "http_500", times=ALWAYS)
    row = delivery.outbox.owe("n1", to=SAM)
    for _ in range(50):
        await delivery.run_for(HOUR)
        if row.status == "dead":
            break
    assert (row.status, row.is_suspect, texts(workspace, SAM)) == ("dead", True, ["n1"])
    workspace.misbehaviour.clear()
    delivery.outbox.send_again("n1")
    await delivery.run_for(timedelta(minutes=1))
    assert (row.status, texts(workspace, SAM)) == ("sent", ["n1"])
