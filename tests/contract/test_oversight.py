"""The operator's side: what waits and why, what was given up, and sending it again."""

import pytest

from bot.clock import SettableClock
from bot.domain.nudge import NudgeStatus, Result, Settlement
from storage.outbox import SqlOutbox
from storage.oversight import Backlog, DeadNudge, SqlOversight
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import DAY, HOUR, MINUTE, NOW, OURS, THEIRS, a_nudge, plan


@pytest.fixture
async def given_up(ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock) -> None:
    """Two that were given up, an hour apart."""
    await plan(ours, a_nudge("N1"), a_nudge("N2", due_at=NOW + HOUR))
    for error in ("channel_not_found", "is_archived"):
        (claim,) = await outbox.claim("sender", 10, 60)
        await outbox.settle([Settlement(claim, Result.DEAD, error=error)])
        clock.advance(HOUR)


async def test_what_was_given_up_is_told_latest_first(given_up: None, oversight: SqlOversight) -> None:
    """With Slack's word for the fault, when, and after how many attempts; no more than asked."""
    first = DeadNudge(a_nudge("N1"), 1, NOW, "channel_not_found")
    second = DeadNudge(a_nudge("N2", due_at=NOW + HOUR), 1, NOW + HOUR, "is_archived")
    assert await oversight.dead(10) == [second, first]
    assert await oversight.dead(1) == [second]


async def test_what_was_given_up_can_be_sent_again(
    given_up: None, oversight: SqlOversight, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """The one that is named, due now and with all its attempts; it is known for when it was planned."""
    assert await oversight.send_again(["N2", "N9"]) == ["N2"]
    (claim,) = await outbox.claim("sender", 10, 60)
    assert (claim.nudge.id, claim.nudge.due_at, claim.attempts) == ("N2", clock.now(), 1)
    assert claim.planned_for == NOW + HOUR
    assert [dead.nudge.id for dead in await oversight.dead(10)] == ["N1"]


async def test_what_was_given_up_in_doubt_is_sent_again_as_what_may_stand_there(
    ours: SqlUnitOfWork, oversight: SqlOversight, outbox: SqlOutbox
) -> None:
    """It is looked for first; and where it cannot be seen, the operator's word may send it once more."""
    await plan(ours, a_nudge("N1"))
    (claim,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(claim, Result.DEAD, is_suspect=True, looks=9, blind=2)])
    assert await oversight.send_again(["N1"]) == ["N1"]
    (again,) = await outbox.claim("sender", 10, 60)
    assert (again.is_suspect, again.looks, again.blind) == (True, 0, 0)


async def test_all_that_was_given_up_can_be_sent_again(given_up: None, oversight: SqlOversight) -> None:
    """Where none is named; and once is enough."""
    assert await oversight.send_again() == ["N1", "N2"]
    assert await oversight.send_again() == []
    assert await oversight.dead(10) == []


async def test_the_backlog_is_what_is_due_and_since_when(
    ours: SqlUnitOfWork, oversight: SqlOversight, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """Until it is settled, and from when it was planned for, however often it was tried and put off meanwhile."""
    assert await oversight.backlog() == Backlog(0, None)
    await plan(ours, a_nudge("N1"), a_nudge("N2", due_at=NOW + MINUTE), a_nudge("N3", due_at=NOW + HOUR))
    assert await oversight.backlog() == Backlog(1, NOW)
    (claim,) = await outbox.claim("sender", 1, 60)
    assert await oversight.backlog() == Backlog(1, NOW)
    await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW + 2 * MINUTE, error="timeout")])
    assert await oversight.backlog() == Backlog(1, NOW)
    clock.advance(2 * MINUTE)
    assert await oversight.backlog() == Backlog(2, NOW)
    claims = await outbox.claim("sender", 10, 60)
    assert await oversight.backlog() == Backlog(2, NOW)
    await outbox.settle([Settlement(claim, Result.SENT, "D1", "1.0") for claim in claims])
    assert await oversight.backlog() == Backlog(0, None)


async def test_the_backlog_grows_while_a_workspace_is_suspended(
    ours: SqlUnitOfWork, oversight: SqlOversight, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """What comes due meanwhile is late as well, though it is put off before it was due."""
    await plan(ours, a_nudge("N1"), a_nudge("N2", due_at=NOW + MINUTE))
    await outbox.suspend(OURS, NOW + HOUR, "token_revoked")
    assert await oversight.backlog() == Backlog(1, NOW)
    clock.advance(MINUTE)
    assert await oversight.backlog() == Backlog(2, NOW)


async def test_what_waits_by_plan_is_no_backlog(
    ours: SqlUnitOfWork, oversight: SqlOversight, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """For quiet hours or a working morning, in a digest or by itself: an alert in the night would be false."""
    await plan(ours, a_nudge("N1"), a_nudge("N2"))
    one, two = await outbox.claim("sender", 10, 60)
    morning = NOW + DAY
    await outbox.settle(
        [
            Settlement(one, Result.FOLDED, due_at=morning, is_planned=True),
            Settlement(two, Result.LATER, due_at=morning, is_planned=True),
        ]
    )
    clock.advance(HOUR)
    assert await oversight.backlog() == Backlog(0, None)
    clock.jump_to(morning)
    assert await oversight.backlog() == Backlog(2, morning)


async def test_what_an_outage_held_up_stays_a_backlog_in_its_digest(
    ours: SqlUnitOfWork, oversight: SqlOversight, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """The digest is late since the first that it tells was, from the moment at which it is owed, until it is sent."""
    await plan(ours, a_nudge("N1", due_at=NOW + MINUTE), a_nudge("N2"), a_nudge("N3", due_at=NOW - MINUTE))
    clock.advance(HOUR)
    early, first, second = await outbox.claim("sender", 10, 60)
    soon = clock.now() + MINUTE
    await outbox.settle([Settlement(second, Result.FOLDED, due_at=soon)])
    assert await oversight.backlog() == Backlog(3, NOW - MINUTE)
    await outbox.settle([Settlement(early, Result.SENT, "D1", "1.0")])
    assert await oversight.backlog() == Backlog(2, NOW)
    await outbox.settle([Settlement(first, Result.FOLDED, due_at=soon)])
    assert await oversight.backlog() == Backlog(1, NOW)
    clock.advance(MINUTE)
    (digest,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(digest, Result.LATER, due_at=soon + HOUR, error="timeout")])
    assert await oversight.backlog() == Backlog(1, NOW)
    clock.advance(HOUR)
    (digest,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(digest, Result.LATER, due_at=NOW + DAY, is_planned=True)])
    assert await oversight.backlog() == Backlog(0, None), "it waits for the morning now, and not for Slack"


async def test_troubles_tell_why_what_waits_was_put_off(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, oversight: SqlOversight, outbox: SqlOutbox
) -> None:
    """By reason; what waits for its time alone is no trouble."""
    await plan(ours, a_nudge("N1"), a_nudge("N2", due_at=NOW + HOUR))
    await plan(theirs, a_nudge("N3", THEIRS, due_at=NOW + MINUTE))
    (claim,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW + 2 * HOUR, error="timeout")])
    await outbox.suspend(THEIRS, NOW + HOUR, "token_revoked")
    assert await oversight.troubles() == {"suspended: token_revoked": 1, "timeout": 1}


async def test_a_suspended_workspace_waits_and_the_others_go_on(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """All that would be due before then waits until then; what is due after that stays where it is."""
    await plan(ours, a_nudge("N1"), a_nudge("N2", due_at=NOW + MINUTE), a_nudge("N3", due_at=NOW + 2 * HOUR))
    await plan(theirs, a_nudge("N1", THEIRS))
    assert await outbox.suspend(OURS, NOW + HOUR, "account_inactive") == 2
    assert [claim.nudge.tenant for claim in await outbox.claim("sender", 10, 9999)] == [THEIRS]
    assert await outbox.next_due() == NOW + HOUR
    clock.advance(HOUR)
    claims = await outbox.claim("sender", 10, 60)
    assert {claim.nudge.id: claim.planned_for for claim in claims} == {"N1": NOW, "N2": NOW + MINUTE}


async def test_a_workspace_that_can_be_reached_again_goes_on_at_once(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, outbox: SqlOutbox, oversight: SqlOversight
) -> None:
    """What is past is due now, what is to come when it was planned for, and nobody else's is touched."""
    await plan(ours, a_nudge("N1"), a_nudge("N2", due_at=NOW + HOUR), a_nudge("N3", due_at=NOW + 2 * HOUR))
    await plan(theirs, a_nudge("N1", THEIRS))
    for tenant in (OURS, THEIRS):
        await outbox.suspend(tenant, NOW + HOUR + MINUTE, "token_revoked")
    async with ours:
        await ours.nudges.move(a_nudge("N2").key, NOW + HOUR / 2)  # somebody puts it off meanwhile
        await ours.commit()
    assert await outbox.resume(OURS) == 1
    assert await outbox.next_due() == NOW
    assert [(claim.nudge.tenant, claim.nudge.id) for claim in await outbox.claim("me", 9, 60)] == [
        (OURS, "N1")
    ]
    assert await oversight.troubles() == {"suspended: token_revoked": 1}
    assert (await oversight.counts())[NudgeStatus.SCHEDULED] == 3


async def test_what_is_to_come_is_not_sent_early_by_a_suspension(
    ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """Planned within the hour, suspended and resumed before its time: it comes at its time, and is not late."""
    await plan(ours, a_nudge("N1", due_at=NOW + 40 * MINUTE))
    await outbox.suspend(OURS, NOW + HOUR, "token_revoked")
    clock.advance(10 * MINUTE)
    await outbox.resume(OURS)
    assert await outbox.claim("sender", 10, 60) == []
    clock.advance(30 * MINUTE)
    (claim,) = await outbox.claim("sender", 10, 60)
    assert claim.planned_for == NOW + 40 * MINUTE
