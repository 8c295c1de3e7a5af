"""One workspace's trouble is its own: a great deal due, a dead token, a person who cannot be reached."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.blocks.message import Message
from bot.delivery.outcomes import MISSING_SCOPE, Outcome, Verdict
from bot.delivery.outgoing import Post
from bot.delivery.shares import Shares
from bot.delivery.slots import Slots
from bot.delivery.suspensions import SUSPENSION
from bot.domain.nudge import Nudge, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant
from tests.delivery.conftest import MONDAY
from tests.delivery.fakes import OURS, THEIRS
from tests.delivery.scene import Scene, Start, until

REVOKED = Outcome(Verdict.DEAD_INSTALL, "token_revoked")
DISABLED = Outcome(Verdict.DEAD_PLACE, "user_disabled")
HOUR = timedelta(hours=1)


def settlements(scene: Scene) -> list[Settlement]:
    """Return all that was written down, in order."""
    return [settlement for group in scene.outbox.groups for settlement in group]


# -- a great deal due


async def test_one_workspace_with_very_much_due_does_not_delay_anothers_three(
    scene: Scene, start: Start
) -> None:
    """The three come due last, and go out while most of the ten thousand have not even been looked at."""
    scene.pacing.penalise(OURS, "chat.postMessage", 3600)
    for number in range(10_000):
        scene.outbox.owe(f"a{number}", to=f"U{number}", due_in=-60)
    for number in range(3):
        scene.outbox.owe(f"b{number}", to=f"U{number}", tenant=THEIRS)
    await start()
    await until(lambda: len(scene.sender.sent) == 3)
    assert sorted(scene.sender.sent) == ["b0", "b1", "b2"]
    assert sum(len(group) for group in scene.outbox.groups) < 1_000


async def test_what_cannot_be_sent_for_long_is_put_off_without_being_rendered(scene: Scene) -> None:
    """Each to its own moment: together they would only be sent away again."""
    scene.pacing.penalise(OURS, "chat.postMessage", 60)
    for number in range(20):
        scene.outbox.owe(f"n{number}", to=f"U{number}")
    await scene.worker().run_due()
    assert scene.renderer.prepared == []
    times = [row.nudge.due_at for row in scene.outbox.rows.values()]
    assert len(set(times)) == 20
    assert min(times) >= MONDAY + timedelta(seconds=60)
    assert {row.attempts for row in scene.outbox.rows.values()} == {0}


async def test_a_digest_that_follows_another_does_not_wait_for_the_turn_of_an_edit(scene: Scene) -> None:
    """It keeps the id and the place of the one before, and is posted anew all the same."""
    scene.pacing.penalise(OURS, "chat.update", 60)
    row = scene.outbox.owe("digest", kind=NudgeKind.DIGEST)
    row.channel, row.ts = "D1", "1764000000.000100"
    await scene.worker().run_due()
    assert scene.sender.sent == ["digest"]


async def test_one_workspace_for_which_slack_hangs_does_not_delay_anothers_three(scene: Scene) -> None:
    """However many of its posts hang: half of what can be under way is there for all others."""
    gate = asyncio.Event()
    for number in range(40):
        scene.outbox.owe(f"a{number:02}", to=f"U{number}", due_in=-60)
        scene.sender.gates[f"a{number:02}"] = gate
    for number in range(3):
        scene.outbox.owe(f"b{number}", to=f"U{number}", tenant=THEIRS)
    running = asyncio.create_task(scene.worker(concurrency=8).run_due())
    await scene.sender.until_sent(3)
    assert sorted(scene.sender.sent) == ["b0", "b1", "b2"]
    assert scene.sender.under_way == 4
    gate.set()
    await running
    assert len(scene.sender.sent) == 43


@pytest.mark.parametrize("hanging", [2, 3, 4])
async def test_where_slack_hangs_for_several_workspaces_one_more_gets_on(
    scene: Scene, start: Start, hanging: int
) -> None:
    """However much is due there, and in however many slots it hangs: another's three go out meanwhile."""
    gate = asyncio.Event()
    for number in range(hanging * 150):
        tenant = Tenant("", f"T0HANGS{number % hanging}")
        scene.outbox.owe(f"a{number}", to=f"U{number}", due_in=-60, tenant=tenant)
        scene.sender.gates[f"a{number}"] = gate
    for number in range(3):
        scene.outbox.owe(f"b{number}", to=f"U{number}", tenant=THEIRS)
    await start(concurrency=16, limit=200)
    await scene.sender.until_sent(3)
    assert sorted(scene.sender.sent) == ["b0", "b1", "b2"]
    gate.set()


async def test_a_slot_that_is_given_back_goes_to_who_has_the_fewest() -> None:
    """Five hang in all sixteen; the sixth has the first that ends, before those who have more and asked before."""
    slots, gates, order = Slots(16), dict[str, asyncio.Event](), list[str]()

    async def hang(name: str) -> None:
        async with slots.taken(Tenant("", name)):
            order.append(name)
            await gates.setdefault(name, asyncio.Event()).wait()

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for name in "ABCDE":
            for _ in range(20):
                group.create_task(hang(name))
            await until(lambda name=name: name in order)
        assert Counter(order) == {"A": 8, "B": 4, "C": 2, "D": 1, "E": 1}
        group.create_task(hang("F"))
        gates["D"].set()
        await until(lambda: len(order) > 16)
        assert order[16] == "F"
        for name in "ABCEF":
            gates.setdefault(name, asyncio.Event()).set()


async def test_who_waits_for_a_slot_no_more_takes_none() -> None:
    """Broken off while waiting, or in the moment in which it came."""
    slots, gate = Slots(1), asyncio.Event()

    async def hang() -> None:
        async with slots.taken(OURS):
            await gate.wait()

    tasks = [asyncio.create_task(hang()) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    gate.set()
    await asyncio.sleep(0)
    tasks[2].cancel()
    await asyncio.wait(tasks)
    async with asyncio.timeout(5), slots.taken(THEIRS):
        assert [task.cancelled() for task in tasks] == [False, True, True]


def test_a_workspace_with_its_share_is_passed_over_until_it_is_down_to_half_of_it() -> None:
    """So the next claim for it is a large one, and there is room for the others meanwhile."""
    shares = Shares(20)
    for _ in range(10):
        shares.take(OURS)
    assert (shares.full, shares.room) == ({OURS}, 5)
    shares.take(THEIRS)
    assert (shares.full, shares.room, shares.held) == ({OURS}, 5, 11)
    assert [shares.give_back(OURS) for _ in range(6)] == [False] * 4 + [True, False]
    assert (shares.full, shares.room) == (set(), 8)


def test_whatever_is_claimed_as_much_is_left_for_the_others() -> None:
    """One after the other takes all that it may: the eighth still gets on, and those before are passed over."""
    shares, held = Shares(200), []
    while not shares.full or shares.room:
        tenant = Tenant("", f"T{len(held)}")
        held.append(shares.room)
        assert not shares.is_crowded
        for _ in range(shares.room):
            shares.take(tenant)
        assert tenant in shares.full
    assert held == [100, 50, 25, 13, 6, 3, 2, 1]
    assert shares.is_crowded


# -- a workspace in which nothing can be sent


async def test_a_dead_token_holds_its_workspace_up_and_nobody_else(scene: Scene) -> None:
    """One refusal is enough: the rest waits untried, an hour, and the others are sent."""
    for number in range(40):
        scene.outbox.owe(f"a{number:02}", to=f"U{number}", due_in=number - 60)
        scene.sender.outcomes[f"a{number:02}"] = [REVOKED] * 3
    later = scene.outbox.owe("later", due_in=1800)
    scene.outbox.owe("b", tenant=THEIRS)
    worker = scene.worker(concurrency=4)
    await worker.run_due()
    assert scene.sender.sent.count("b") == 1
    assert len(scene.sender.claims) <= 5
    rows = [row for row in scene.outbox.rows.values() if row.nudge.tenant == OURS]
    assert {row.status for row in rows} == {"scheduled"}
    assert {row.error for row in rows} == {"suspended: token_revoked"}
    assert {row.attempts for row in rows} == {0}
    assert all(row.nudge.due_at >= MONDAY + SUSPENSION for row in (*rows, later))
    tried = len(scene.sender.claims)
    scene.pass_time(SUSPENSION / 2)
    await worker.run_due()
    assert len(scene.sender.claims) == tried


async def test_it_is_tried_again_each_hour_and_goes_on_when_it_can(scene: Scene) -> None:
    """Nothing was lost meanwhile, and nothing given up."""
    for number in range(5):
        scene.outbox.owe(f"a{number}", to=f"U{number}")
        scene.sender.outcomes[f"a{number}"] = [REVOKED] if number == 0 else []
    worker = scene.worker(concurrency=1)
    await worker.run_due()
    assert len(scene.sender.claims) == 1
    scene.pass_time(SUSPENSION + timedelta(seconds=1))
    await worker.run_due()
    assert set(scene.status().values()) == {"sent"}


async def test_a_workspace_that_is_known_again_goes_on_at_once(scene: Scene) -> None:
    """Whoever mends the token need not wait for the hour to pass."""
    scene.outbox.owe("a")
    scene.sender.outcomes["a"] = [REVOKED]
    worker = scene.worker()
    await worker.run_due()
    await worker.suspensions.end(OURS)
    await worker.run_due()
    assert scene.sender.sent[-1] == "a"


async def test_a_scope_that_is_missing_for_one_method_suspends_nobody(scene: Scene) -> None:
    """Other messages need another scope; this one is given up, where an operator sees it."""
    scene.outbox.owe("a", due_in=-1)
    scene.outbox.owe("b")
    scene.sender.outcomes["a"] = [Outcome(Verdict.DEAD_INSTALL, MISSING_SCOPE)]
    await scene.worker().run_due()
    assert scene.status() == {"a": "dead", "b": "sent"}


# -- a person who cannot be reached


async def test_that_somebody_cannot_be_reached_is_owed_to_the_other_of_the_two(scene: Scene) -> None:
    """With the end of the nudge, in the same transaction: about the delegation, and naming the person."""
    scene.outbox.owe("n1", to="U0GONE0001")
    scene.sender.outcomes["n1"] = [DISABLED]
    await scene.worker().run_due()
    [settlement] = settlements(scene)
    assert settlement.result is Result.DEAD
    [news] = settlement.then
    assert (news.kind, news.delegation_id, news.subject) == (NudgeKind.UNREACHABLE, "d1", "U0GONE0001")
    assert (news.recipient, news.due_at) == ("", MONDAY)


@pytest.mark.parametrize("kind", [NudgeKind.HOME, NudgeKind.REVIEW_REVEAL])
async def test_where_nobody_is_addressed_nobody_is_told(scene: Scene, kind: NudgeKind) -> None:
    """A Home belongs to no delegation, and a thread to no one person."""
    row = scene.outbox.owe("n1", to="U0GONE0001" if kind is NudgeKind.HOME else "", kind=kind)
    if kind is NudgeKind.HOME:
        row.nudge = Nudge("n1", OURS, kind, "", "U0GONE0001", MONDAY)
    scene.sender.outcomes["n1"] = [DISABLED]
    await scene.worker().run_due()
    assert [settlement.then for settlement in settlements(scene)] == [()]


async def test_a_digest_that_reaches_nobody_tells_so_for_each_delegation_in_it(scene: Scene) -> None:
    """And what it held ends with it."""
    row = scene.outbox.owe("digest", kind=NudgeKind.DIGEST, to="U0GONE0001")
    row.nudge = Nudge("digest", OURS, NudgeKind.DIGEST, "", "U0GONE0001", MONDAY)
    told = tuple(Nudge(f"m{n}", OURS, NudgeKind.MOVE, f"d{n % 2}", "U0GONE0001", MONDAY) for n in range(4))
    scene.renderer.plans["digest"] = Post("U0GONE0001", Message("4 things"), told=told)
    scene.sender.outcomes["digest"] = [DISABLED]
    await scene.worker().run_due()
    [settlement] = settlements(scene)
    assert settlement.told == ("m0", "m1", "m2", "m3")
    assert {news.delegation_id for news in settlement.then} == {"d0", "d1"}


async def test_what_a_digest_that_reaches_nobody_could_not_hold_is_not_forgotten(scene: Scene) -> None:
    """It is owed in another digest, which ends as the first one did: somebody is told of each of them."""
    scene.outbox.owe("digest", kind=NudgeKind.DIGEST, to="U0GONE0001")
    told = (Nudge("m1", OURS, NudgeKind.MOVE, "d1", "U0GONE0001", MONDAY),)
    scene.renderer.plans["digest"] = Post("U0GONE0001", Message("1 of 2"), told=told, has_more=True)
    scene.sender.outcomes["digest"] = [DISABLED]
    await scene.worker().run_due()
    [settlement] = settlements(scene)
    assert [news.kind for news in settlement.then] == [NudgeKind.UNREACHABLE, NudgeKind.DIGEST]


async def test_where_both_cannot_be_reached_nobody_is_told(scene: Scene) -> None:
    """That somebody is gone did not reach the other either: it is given up, where an operator sees it."""
    scene.outbox.owe("news", kind=NudgeKind.UNREACHABLE, to="U0MAYA0001")
    scene.sender.outcomes["news"] = [DISABLED]
    await scene.worker().run_due()
    [settlement] = settlements(scene)
    assert (settlement.result, settlement.then) == (Result.DEAD, ())
