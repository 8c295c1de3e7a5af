"""The worker: nothing lost, one destination in order, many at a time, and at Slack's pace."""

import asyncio
from datetime import timedelta

import pytest

from bot.blocks.message import Message
from bot.delivery.attempt import SENDING_SECONDS
from bot.delivery.backoff import MOST_ATTEMPTS, PLATEAU, backoff
from bot.delivery.outcomes import RATE_LIMITED, Outcome, Verdict
from bot.delivery.outgoing import Outgoing, Post, PutAway, Wait
from bot.delivery.reconcile import TOO_SOON
from bot.domain.nudge import Claim
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant
from bot.usecases.ports import SlackUnavailable, Unavailable
from tests.delivery.conftest import MONDAY
from tests.delivery.fakes import OURS, THEIRS
from tests.delivery.scene import BUSY, LOST, UNREACHABLE, Scene, Start, until

# -- what becomes of a nudge


async def test_what_is_due_is_sent_and_its_place_written_down(scene: Scene) -> None:
    """The nudge is settled as sent, with channel and ts."""
    row = scene.outbox.owe("n1")
    assert await scene.worker().run_due() == 1
    assert scene.sender.sent == ["n1"]
    assert (row.status, row.channel, row.ts, row.attempts) == ("sent", "D1", "0.0", 1)


async def test_nothing_is_sent_before_its_time(scene: Scene) -> None:
    """One second early is too early; at the second it goes."""
    scene.outbox.owe("n1", due_in=60)
    worker = scene.worker()
    scene.clock.advance(timedelta(seconds=59))
    assert await worker.run_due() == 0
    scene.clock.advance(timedelta(seconds=1))
    assert await worker.run_due() == 1


async def test_what_is_not_owed_any_more_is_cancelled(scene: Scene) -> None:
    """The work has shipped since: nothing is sent."""
    scene.outbox.owe("n1")
    scene.renderer.plans["n1"] = None
    await scene.worker().run_due()
    assert scene.status() == {"n1": "cancelled"}
    assert scene.sender.sent == []


async def test_what_has_to_wait_is_due_then_and_loses_no_attempt(scene: Scene) -> None:
    """A reply whose thread is still to be posted comes back at the time that it named."""
    row = scene.outbox.owe("n1")
    scene.renderer.plans["n1"] = Wait(MONDAY + timedelta(seconds=2))
    await scene.worker().run_due()
    assert (row.status, row.attempts) == ("scheduled", 0)
    assert row.nudge.due_at == MONDAY + timedelta(seconds=2)
    assert row.nudge.due_at in scene.alarm.times


async def test_a_429_waits_as_long_as_slack_says_and_gives_the_attempt_back(scene: Scene) -> None:
    """Retry-After is honoured, and being turned away for haste is nobody's failure."""
    row = scene.outbox.owe("n1")
    scene.sender.outcomes["n1"] = [BUSY]
    await scene.worker().run_due()
    assert (row.status, row.attempts, row.error) == ("scheduled", 0, RATE_LIMITED)
    assert row.nudge.due_at == MONDAY + timedelta(seconds=30)
    scene.clock.advance(timedelta(seconds=30))
    await scene.worker().run_due()
    assert row.status == "sent"


async def test_what_may_have_been_posted_is_suspect_until_it_is_settled(scene: Scene) -> None:
    """The next attempt is told to look first, also when something else comes between."""
    row = scene.outbox.owe("n1")
    scene.sender.outcomes["n1"] = [LOST, BUSY]
    for _ in range(3):
        await scene.worker().run_due()
        scene.pass_time(timedelta(hours=1))
    assert [claim.is_suspect for claim in scene.sender.claims] == [False, True, True]
    assert (row.status, row.is_suspect) == ("sent", False)


async def test_an_expired_lease_makes_a_nudge_suspect(scene: Scene) -> None:
    """Whoever held it may have posted before it died."""
    scene.outbox.owe("n1")
    await scene.outbox.claim("somebody who dies", 1, 60)
    scene.clock.advance(timedelta(seconds=61))
    await scene.worker().run_due()
    assert [claim.is_suspect for claim in scene.sender.claims] == [True]


@pytest.mark.parametrize("verdict", [Verdict.DEAD_PLACE, Verdict.DEAD_CONTENT])
async def test_a_dead_end_is_written_down_with_slacks_word(scene: Scene, verdict: Verdict) -> None:
    """It is not tried again."""
    row = scene.outbox.owe("n1")
    scene.sender.outcomes["n1"] = [Outcome(verdict, "is_archived")]
    await scene.worker().run_due()
    assert (row.status, row.error) == ("dead", "is_archived")


async def test_an_outage_of_days_gives_nothing_up_and_keeps_tries_in_hand(scene: Scene) -> None:
    """While Slack cannot be reached the waits grow to minutes, and attempts stop being counted."""
    row = scene.outbox.owe("n1")
    scene.sender.outcomes["n1"] = [UNREACHABLE, LOST] * 300
    for _ in range(600):
        await scene.worker().run_due()
        assert row.nudge.due_at - scene.clock.now() < timedelta(minutes=11)
        scene.pass_time(timedelta(minutes=11))
    assert (row.status, row.attempts) == ("scheduled", PLATEAU)
    await scene.worker().run_due()
    assert row.status == "sent"


@pytest.mark.parametrize("where", ["render", "send"])
async def test_a_bug_in_one_nudge_does_not_stop_the_others_and_is_given_up_at_last(
    scene: Scene, where: str
) -> None:
    """Even those for the same person go out; the faulty one is tried with growing waits, then dead."""
    row = scene.outbox.owe("bad", due_in=-1)
    scene.outbox.owe("good")
    if where == "render":
        scene.renderer.plans["bad"] = KeyError("what somebody wrote")
    else:
        scene.sender.outcomes["bad"] = [KeyError("what somebody wrote")] * MOST_ATTEMPTS
    worker = scene.worker()
    for attempt in range(1, MOST_ATTEMPTS):
        await worker.run_due()
        assert (row.status, row.attempts, row.error) == ("scheduled", attempt, "KeyError")
        assert row.nudge.due_at == scene.clock.now() + backoff(attempt, "bad")
        scene.pass_time(row.nudge.due_at - scene.clock.now())
    await worker.run_due()
    assert (row.status, row.error) == ("dead", "KeyError")
    assert scene.sender.sent == ["good"]


async def test_slacks_429_to_a_question_while_rendering_is_waited_out(scene: Scene) -> None:
    """For as long as Slack says, and it costs no attempt."""
    row = scene.outbox.owe("n1", kind=NudgeKind.HOME)
    scene.renderer.plans["n1"] = SlackUnavailable("ratelimited", 30.0)
    await scene.worker().run_due()
    assert (row.status, row.attempts, row.nudge.due_at) == ("scheduled", 0, MONDAY + timedelta(seconds=30))


async def test_a_database_out_of_reach_while_rendering_is_no_failure_of_the_nudge(scene: Scene) -> None:
    """It comes back like one that Slack could not be asked about."""
    row = scene.outbox.owe("n1")
    row.attempts = MOST_ATTEMPTS + 5
    scene.renderer.plans["n1"] = Unavailable("down")
    await scene.worker().run_due()
    assert (row.status, row.attempts, row.error) == ("scheduled", MOST_ATTEMPTS + 5, "unavailable")


async def test_a_stale_lease_settles_nothing(scene: Scene) -> None:
    """What somebody else has taken over in the meantime is theirs."""
    row = scene.outbox.owe("n1")
    scene.sender.gates["n1"] = gate = asyncio.Event()
    running = asyncio.create_task(scene.worker().run_due())
    await scene.sender.until_under_way(1)
    scene.clock.advance(timedelta(seconds=61))
    [theirs] = await scene.outbox.claim("another", 1, 60)
    gate.set()
    await running
    assert (row.status, row.token) == ("sending", theirs.token)


# -- order and company


async def test_one_destination_is_served_in_order_of_due_time(scene: Scene) -> None:
    """The second goes out when the first has been sent, not beside it."""
    for number in (3, 1, 2):
        scene.outbox.owe(f"n{number}", due_in=number - 10)
    await scene.worker().run_due()
    assert scene.sender.sent == ["n1", "n2", "n3"]
    assert scene.sender.most_under_way == 1


async def test_different_destinations_are_served_side_by_side_up_to_the_limit(scene: Scene) -> None:
    """Of ten people in each of three workspaces, four are written to at once when four are allowed."""
    gate = asyncio.Event()
    for number in range(10):
        for tenant in (OURS, THEIRS, Tenant("", "T0WEST0001")):
            name = f"{tenant.team_id} {number}"
            scene.outbox.owe(name, to=f"U{number}", tenant=tenant)
            scene.sender.gates[name] = gate
    running = asyncio.create_task(scene.worker(concurrency=4).run_due())
    await scene.sender.until_under_way(4)
    gate.set()
    await running
    assert (len(scene.sender.sent), scene.sender.most_under_way) == (30, 4)


async def test_a_slow_destination_does_not_hold_up_the_others(scene: Scene, start: Start) -> None:
    """New work is claimed and sent while one message is still on its way."""
    scene.outbox.owe("slow", to="USLOW")
    scene.sender.gates["slow"] = gate = asyncio.Event()
    await start()
    await scene.sender.until_under_way(1)
    scene.outbox.owe("quick", to="UQUICK")
    scene.wake.set()
    await until(lambda: scene.outbox.rows["quick"].status == "sent")
    assert scene.status()["slow"] == "sending"
    gate.set()


@pytest.mark.parametrize("outcome", [BUSY, LOST, UNREACHABLE])
async def test_what_could_not_be_sent_keeps_its_place_before_the_next_for_the_same_person(
    scene: Scene, outcome: Outcome
) -> None:
    """Those behind it are released untried, due after it and in their order; other people's go on."""
    for number in (1, 2, 3):
        scene.outbox.owe(f"n{number}", due_in=number - 10)
    scene.outbox.owe("other", to="U0MAYA0001")
    scene.sender.outcomes["n1"] = [outcome]
    worker = scene.worker()
    await worker.run_due()
    assert scene.sender.sent[-1] == "other"
    rows = [scene.outbox.rows[f"n{number}"] for number in (1, 2, 3)]
    assert rows[0].nudge.due_at < rows[1].nudge.due_at < rows[2].nudge.due_at
    assert [row.attempts for row in rows[1:]] == [0, 0]
    scene.pass_time(rows[2].nudge.due_at - scene.clock.now())
    await worker.run_due()
    assert scene.sender.sent[-3:] == ["n1", "n2", "n3"]


async def test_nobody_waits_behind_what_is_to_be_put_away_and_is_looked_for_later(scene: Scene) -> None:
    """It stands where it stands, or not at all; what comes after it is about other things."""
    scene.outbox.owe("over", due_in=-2)
    scene.outbox.owe("next", due_in=-1)
    scene.renderer.plans["over"] = PutAway("D1", "", Message("Over.", []))
    scene.sender.outcomes["over"] = [Outcome(Verdict.UNREAD, TOO_SOON)]
    await scene.worker().run_due()
    assert scene.sender.sent == ["over", "next"]
    assert scene.outbox.rows["over"].status == "scheduled"


async def test_a_nudge_that_waits_lets_the_ones_behind_it_pass(scene: Scene) -> None:
    """What it waits for may be one of them."""
    scene.outbox.owe("reply", due_in=-1)
    scene.outbox.owe("opening")
    scene.renderer.plans["reply"] = Wait(MONDAY + timedelta(seconds=2))
    await scene.worker().run_due()
    assert scene.sender.sent == ["opening"]


async def test_many_are_taken_in_portions_and_settled_in_groups(scene: Scene) -> None:
    """No more is held than the limit, and a group is one transaction."""
    for number in range(250):
        scene.outbox.owe(f"n{number}", to=f"U{number}", tenant=OURS if number % 2 else THEIRS)
    await scene.worker(limit=100).run_due()
    assert len(scene.sender.sent) == 250
    assert len(scene.outbox.groups) < 100


async def test_the_task_goes_on_until_nothing_is_due(scene: Scene, start: Start) -> None:
    """One wake-up is enough for more than is held at a time."""
    for number in range(250):
        scene.outbox.owe(f"n{number}", to=f"U{number}", tenant=OURS if number % 2 else THEIRS)
    await start(limit=20)
    await until(lambda: set(scene.status().values()) == {"sent"})


# -- Slack's pace


async def test_what_waited_for_its_turn_is_rendered_anew(scene: Scene) -> None:
    """Work that shipped while its nudge stood in the queue is not nudged about."""
    scene.pacing.penalise(OURS, "chat.postMessage", 0.01)
    scene.outbox.owe("n1")

    async def shipped_meanwhile(claim: Claim) -> Outgoing:
        first_time = scene.renderer.prepared.count("n1") == 1
        return Post(claim.nudge.recipient, Message("Still open?")) if first_time else None

    scene.renderer.plans["n1"] = shipped_meanwhile
    await scene.worker().run_due()
    assert scene.status() == {"n1": "cancelled"}


async def test_who_waits_for_a_turn_takes_nobodys_place(scene: Scene) -> None:
    """One workspace's queue does not use up the attempts that may run at once."""
    scene.pacing.penalise(OURS, "chat.postMessage", 0.2)
    for number in range(2):
        scene.outbox.owe(f"a{number}", to=f"U{number}")
    scene.outbox.owe("b", tenant=THEIRS)
    await scene.worker(concurrency=1).run_due()
    assert scene.sender.sent[0] == "b"


async def test_a_turn_out_of_reach_is_waited_out_in_the_table(scene: Scene) -> None:
    """The nudge is not held for a minute; it comes back then, with its attempt."""
    scene.pacing.penalise(OURS, "chat.postMessage", 60)
    row = scene.outbox.owe("n1")
    await scene.worker().run_due()
    assert (row.status, row.attempts) == ("scheduled", 0)
    assert row.nudge.due_at == MONDAY + timedelta(seconds=60)
    assert scene.sender.claims == []


async def test_what_has_been_held_too_long_is_released_unsent(scene: Scene) -> None:
    """A sending that would outlast its lease could be somebody else's sending too; so it is claimed anew."""
    scene.outbox.owe("n1", due_in=-1)
    scene.outbox.owe("n2")

    async def takes_long_once(claim: Claim) -> Outgoing:
        if scene.renderer.prepared.count("n1") == 1:
            scene.time.seconds += 60 - SENDING_SECONDS + 1
        return Post(claim.nudge.recipient, Message("n1"))

    scene.renderer.plans["n1"] = takes_long_once
    assert await scene.worker().run_due() == 4
    assert scene.renderer.prepared == ["n1", "n1", "n2"]
    assert scene.sender.sent == ["n1", "n2"]
    assert [row.attempts for row in scene.outbox.rows.values()] == [1, 1]
