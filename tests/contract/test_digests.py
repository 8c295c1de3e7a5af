"""Digests: what is folded waits for one message to its person, and ends as that does."""

from datetime import datetime

import pytest

from bot.clock import SettableClock
from bot.domain.nudge import Claim, NudgeStatus, Result, Settlement, digest_of
from bot.domain.nudge_kind import REMINDERS, NudgeKind
from storage.outbox import SqlOutbox
from storage.oversight import SqlOversight
from storage.tables import IS_REMINDER
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.contract.samples import DAY, HOUR, MINUTE, NOW, OURS, THEIRS, a_nudge, plan


def test_what_counts_in_the_daily_budget_is_what_the_domain_calls_a_reminder() -> None:
    """And a digest, which counts as one; the index that finds them knows them by name."""
    kinds = " OR ".join(f"kind = '{kind}'" for kind in sorted({*REMINDERS, NudgeKind.DIGEST}))
    assert str(IS_REMINDER) == f"status = 'sent' AND ({kinds})"


async def fold(outbox: SqlOutbox, due_at: datetime) -> None:
    """Fold all that is due but digests, as is planned for it."""
    claims = [
        claim for claim in await outbox.claim("sender", 10, 60) if claim.nudge.kind is not NudgeKind.DIGEST
    ]
    plan = [Settlement(claim, Result.FOLDED, due_at=due_at, is_planned=True) for claim in claims]
    assert len(await outbox.settle(plan)) == len(claims)


async def folded(work: SqlUnitOfWork, person: str = "U_OWNER") -> list[str]:
    """Return the ids of what waits for a person's digest."""
    async with work:
        return [claim.nudge.id for claim in await work.nudges.folded(person)]


@pytest.fixture
async def digest(ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock) -> Claim:
    """The digest of two, being sent."""
    await plan(ours, a_nudge("N2", due_at=NOW - MINUTE), a_nudge("N1"))
    await fold(outbox, NOW + HOUR)
    clock.advance(HOUR)
    (claim,) = await outbox.claim("sender", 10, 60)
    return claim


async def test_what_is_folded_is_owed_as_one_digest_to_its_person(
    ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """At the time that was asked for; each person has their own, and each workspace."""
    await plan(ours, a_nudge("N1"), a_nudge("N2", due_at=NOW - DAY), a_nudge("N3", recipient="U_OTHER"))
    await fold(outbox, NOW + HOUR)
    assert await outbox.next_due() == NOW + HOUR
    clock.advance(HOUR)
    claims = await outbox.claim("sender", 10, 60)
    assert [claim.nudge.kind for claim in claims] == [NudgeKind.DIGEST] * 2
    assert {claim.nudge.recipient for claim in claims} == {"U_OWNER", "U_OTHER"}
    assert await folded(ours) == ["N2", "N1"]  # as they were planned
    async with ours:
        assert [claim.planned_for for claim in await ours.nudges.folded("U_OWNER")] == [NOW - DAY, NOW]


async def test_a_digest_is_due_at_the_earliest_time_that_was_asked_for(
    ours: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """Whatever comes first."""
    await plan(ours, a_nudge("N1"))
    await fold(outbox, NOW + HOUR)
    await plan(ours, a_nudge("N2"))
    await fold(outbox, NOW + 2 * HOUR)
    assert await outbox.next_due() == NOW + HOUR
    await plan(ours, a_nudge("N3"))
    await fold(outbox, NOW + MINUTE)
    assert await outbox.next_due() == NOW + MINUTE


async def test_a_digest_comes_when_it_is_due_soon_or_is_held_up_itself(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """What is put off meanwhile goes into it; not into one of the next morning, nor into another person's."""

    async def comes(work: SqlUnitOfWork, by: datetime, person: str = "U_OWNER") -> bool:
        async with work:
            return await work.nudges.digest_comes(person, by)

    await plan(ours, a_nudge("N1"))
    await fold(outbox, NOW + HOUR)
    assert [await comes(ours, NOW + MINUTE), await comes(ours, NOW + HOUR)] == [False, True]
    assert [await comes(ours, NOW + HOUR, "U_OTHER"), await comes(theirs, NOW + HOUR)] == [False, False]
    clock.advance(HOUR)
    (claim,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW + DAY)])
    assert await comes(ours, NOW)
    clock.advance(DAY)
    (claim,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW + 2 * DAY, is_planned=True)])
    assert not await comes(ours, NOW + DAY)
    clock.advance(DAY)
    (claim,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(claim, Result.SENT, "D1", "1.0", told=("N1",))])
    assert not await comes(ours, NOW + 3 * DAY)


@pytest.mark.parametrize("result", [Result.SENT, Result.DEAD])
async def test_what_a_digest_told_ends_as_it_does(
    digest: Claim, outbox: SqlOutbox, oversight: SqlOversight, result: Result
) -> None:
    """Sent where it was sent, given up where it was given up: nothing is silent."""
    assert len(await outbox.settle([Settlement(digest, result, "D1", "1.0", told=("N1", "N2"))])) == 1
    counts = await oversight.counts()
    assert {status: number for status, number in counts.items() if number} == {NudgeStatus(result): 3}


async def test_what_is_folded_while_its_digest_is_sent_is_told_in_the_next(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """The digest is due again when that was asked for, and holds only what is new."""
    await plan(ours, a_nudge("N3"))
    await fold(outbox, NOW + DAY)
    await outbox.settle([Settlement(digest, Result.SENT, "D1", "1.0", told=("N1", "N2"))])
    assert await outbox.next_due() == NOW + DAY
    clock.jump_to(NOW + DAY)
    (again,) = await outbox.claim("sender", 10, 60)
    assert (again.nudge.id, again.ts) == (digest.nudge.id, "1.0")
    assert await folded(ours) == ["N3"]


async def test_a_digest_that_waits_takes_nothing_along_that_must_not_wait(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """Put off until the morning while something else was folded into it: it is due when that said."""
    await plan(ours, a_nudge("N3"))
    await fold(outbox, clock.now() + MINUTE)
    await outbox.settle([Settlement(digest, Result.LATER, due_at=NOW + DAY, is_planned=True)])
    assert await outbox.next_due() == clock.now() + MINUTE


async def test_whoever_lost_a_digest_ends_nothing_of_it(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, leases: SettableClock
) -> None:
    """Neither what it held nor anything that is owed instead."""
    leases.advance(MINUTE)
    (holder,) = await outbox.claim("quick", 10, 60)
    news = a_nudge("N9", kind=NudgeKind.UNREACHABLE)
    stale = Settlement(digest, Result.DEAD, error="user_disabled", told=("N1", "N2"), then=(news,))
    assert len(await outbox.settle([stale])) == 0
    assert await folded(ours) == ["N2", "N1"]
    assert len(await outbox.settle([Settlement(holder, Result.SENT, "D1", "1.0", told=("N1", "N2"))])) == 1
    assert await outbox.next_due() is None


async def test_where_one_message_cannot_hold_all_another_digest_is_owed(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """With an id of its own, and what the first did not tell."""
    more = digest_of(digest.nudge, clock.now())
    await outbox.settle([Settlement(digest, Result.SENT, "D1", "1.0", told=("N2",), then=(more,))])
    (again,) = await outbox.claim("sender", 10, 60)
    assert (again.nudge.kind, again.nudge.id) == (NudgeKind.DIGEST, more.id)
    assert await folded(ours) == ["N1"]


async def test_the_next_digest_is_another_message(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """It has a new id: the one of last week must not be found in its place."""
    await outbox.settle([Settlement(digest, Result.SENT, "D1", "1.0", told=("N1", "N2"))])
    await plan(ours, a_nudge("N3"))
    await fold(outbox, clock.now())
    (again,) = await outbox.claim("sender", 10, 60)
    assert again.nudge.id != digest.nudge.id
    assert (again.attempts, again.is_suspect) == (1, False)


async def test_what_was_overtaken_is_dropped_from_the_digest(
    digest: Claim, ours: SqlUnitOfWork, oversight: SqlOversight
) -> None:
    """It is owed no more, and said to be cancelled."""
    async with ours:
        await ours.nudges.drop(["N1"])
        await ours.commit()
    assert await folded(ours) == ["N2"]
    assert (await oversight.counts())[NudgeStatus.CANCELLED] == 1


async def test_what_could_not_be_told_waits_for_another_digest_and_is_given_up_in_the_end(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, oversight: SqlOversight, clock: SettableClock
) -> None:
    """That one is due when it says, though the one that is being sent told the rest; each failure is counted."""
    async with ours:
        await ours.nudges.tell_later("N1", "KeyError", digest_of(digest.nudge, clock.now() + MINUTE))
        await ours.commit()
    await outbox.settle([Settlement(digest, Result.SENT, "D1", "1.0", told=("N2",))])
    assert await outbox.next_due() == clock.now() + MINUTE
    async with ours:
        assert [(each.nudge.id, each.attempts) for each in await ours.nudges.folded("U_OWNER")] == [("N1", 1)]
        await ours.nudges.give_up("N1", "KeyError")
        await ours.commit()
    assert await folded(ours) == []
    [dead] = await oversight.dead(10)
    assert (dead.nudge.id, dead.attempts, dead.error) == ("N1", 2, "KeyError")


async def test_another_digest_does_not_put_off_what_was_folded_meanwhile(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """The earlier of the two times counts."""
    await plan(ours, a_nudge("N3"))
    await fold(outbox, clock.now() + MINUTE)
    async with ours:
        await ours.nudges.tell_later("N1", "KeyError", digest_of(digest.nudge, clock.now() + HOUR))
        await ours.commit()
    await outbox.settle([Settlement(digest, Result.SENT, "D1", "1.0", told=("N2",))])
    assert await outbox.next_due() == clock.now() + MINUTE


async def test_what_a_late_step_plans_for_now_is_as_late_as_the_step(
    units: SqlUnitsOfWork, outbox: SqlOutbox
) -> None:
    """What it plans for later is not, nor is what it refreshes; one that was called off before is."""
    async with units(OURS, NOW - DAY) as work:
        again = a_nudge("N1", kind=NudgeKind.ENDED)
        await work.nudges.plan(again)
        await work.nudges.cancel("D1", NudgeKind.ENDED)
        later = a_nudge("N2", kind=NudgeKind.MOVE, due_at=NOW + MINUTE)
        await work.nudges.plan(again, later)
        await work.nudges.refresh(a_nudge("N3", kind=NudgeKind.OWNER_CARD))
        await work.commit()
    claims = {claim.nudge.kind: claim for claim in await outbox.claim("sender", 10, 60)}
    assert claims.keys() == {NudgeKind.ENDED, NudgeKind.OWNER_CARD}
    assert claims[NudgeKind.ENDED].planned_for == NOW - DAY
    assert claims[NudgeKind.ENDED].was_held_up(NOW)
    assert claims[NudgeKind.OWNER_CARD].late_since is None
    assert await outbox.next_due() == NOW + MINUTE


async def test_what_is_cancelled_leaves_the_digest(digest: Claim, ours: SqlUnitOfWork) -> None:
    """Shipped work is not asked about, in a digest as anywhere."""
    async with ours:
        await ours.nudges.cancel("D1", NudgeKind.CHECKPOINT)
        await ours.commit()
    assert await folded(ours) == []


async def test_a_stale_lease_folds_nothing(
    ours: SqlUnitOfWork, outbox: SqlOutbox, leases: SettableClock
) -> None:
    """Whoever holds it now decides."""
    await plan(ours, a_nudge("N1"))
    (stale,) = await outbox.claim("slow", 10, 60)
    leases.advance(MINUTE)
    await outbox.claim("quick", 10, 60)
    assert len(await outbox.settle([Settlement(stale, Result.FOLDED, due_at=NOW)])) == 0
    assert await folded(ours) == []


async def test_digests_of_workspaces_do_not_mix(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """The same user id in two workspaces is two people."""
    await plan(ours, a_nudge("N1"))
    await plan(theirs, a_nudge("N1", THEIRS), a_nudge("N2", THEIRS))
    await fold(outbox, NOW)
    assert (await folded(ours), await folded(theirs)) == (["N1"], ["N1", "N2"])
    claims = {claim.nudge.tenant: claim for claim in await outbox.claim("sender", 10, 60)}
    await outbox.settle([Settlement(claims[OURS], Result.SENT, "D1", "1.0", told=("N1",))])
    assert (await folded(ours), await folded(theirs)) == ([], ["N1", "N2"])


async def test_reminders_are_counted_and_a_digest_as_one(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """Those sent to this person since an instant; offers and answers are no reminders."""
    at = clock.now().timestamp()
    await outbox.settle([Settlement(digest, Result.SENT, "D1", f"{at:.6f}", told=("N1", "N2"))])
    clock.advance(MINUTE)
    old = f"{at - 86400:.6f}"  # put away today, and posted yesterday
    await plan(ours, a_nudge("N3"), a_nudge("N4", kind=NudgeKind.MOVE), a_nudge("N5", recipient="U_OTHER"))
    await plan(ours, a_nudge("N6"))
    claims = await outbox.claim("sender", 10, 60)
    posted = {claim: old if claim.nudge.id == "N6" else f"{at + 60:.6f}" for claim in claims}
    await outbox.settle([Settlement(claim, Result.SENT, "D1", posted[claim]) for claim in claims])
    async with ours:
        assert sorted(await ours.nudges.reminded("U_OWNER", NOW)) == ["", "D1"]
        assert await ours.nudges.reminded("U_OWNER", clock.now()) == ["D1"]


async def test_each_digest_of_a_day_is_counted(
    digest: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """Though the row of the first is that of the second, and while that is owed: by what each of them told."""
    at = clock.now().timestamp()
    await outbox.settle([Settlement(digest, Result.SENT, "D1", f"{at:.6f}", told=("N1", "N2"))])
    clock.advance(MINUTE)
    await plan(ours, a_nudge("N3"))
    await fold(outbox, clock.now())
    async with ours:
        assert await ours.nudges.reminded("U_OWNER", NOW) == [""]
    (again,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(again, Result.SENT, "D1", f"{at + 60:.6f}", told=("N3",))])
    async with ours:
        assert await ours.nudges.reminded("U_OWNER", NOW) == ["", ""]
        assert await ours.nudges.reminded("U_OWNER", clock.now()) == [""]
