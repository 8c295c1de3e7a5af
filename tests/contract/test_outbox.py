"""The sender's side: claiming with a lease, settling with its token."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import SettableClock, SteadyClock
from bot.domain.nudge import Claim, NudgeStatus, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from storage.connections import open_connections
from storage.outbox import SqlOutbox
from storage.oversight import SqlOversight
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.contract.samples import DAY, HOUR, MINUTE, NOW, OURS, THEIRS, a_nudge, plan
from tests.databases import Database


@pytest.fixture
async def claim(ours: SqlUnitOfWork, outbox: SqlOutbox) -> Claim:
    """The only nudge there is, claimed for a minute."""
    await plan(ours, a_nudge())
    (claim,) = await outbox.claim("sender", 10, 60)
    return claim


async def test_only_what_is_due_is_claimed(
    ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """To the microsecond: due now is due."""
    await plan(ours, a_nudge("now"), a_nudge("soon", due_at=NOW + MINUTE))
    assert [claim.nudge.id for claim in await outbox.claim("sender", 10, 3600)] == ["now"]
    clock.advance(MINUTE - MINUTE.resolution)
    assert await outbox.claim("sender", 10, 3600) == []
    clock.advance(MINUTE.resolution)
    assert [claim.nudge.id for claim in await outbox.claim("sender", 10, 3600)] == ["soon"]


async def test_the_earliest_are_claimed_first_and_no_more_than_asked(
    ours: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """Ordered by due time, then by id as bytes, on both databases."""
    names = ["a", "B", "_", "-", "Z", "9"]
    await plan(ours, *(a_nudge(name) for name in names), a_nudge("first", due_at=NOW - DAY))
    expected = ["first", *sorted(names)]
    taken = [[claim.nudge.id for claim in await outbox.claim("sender", 3, 60)] for _ in range(4)]
    assert taken == [expected[:3], expected[3:6], expected[6:], []]


async def test_all_tenants_are_served(ours: SqlUnitOfWork, theirs: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """The same id in two workspaces is two nudges, settled each by itself."""
    await plan(ours, a_nudge())
    await plan(theirs, a_nudge(tenant=THEIRS))
    claims = await outbox.claim("sender", 10, 60)
    assert {claim.nudge.tenant for claim in claims} == {ours.tenant, theirs.tenant}
    settled = Settlement(claims[0], Result.SENT)
    assert await outbox.settle([settled]) == [settled]
    (unsettled,) = await outbox.settle([Settlement(claim, Result.SENT) for claim in claims])
    assert unsettled.claim == claims[1]


async def test_what_is_claimed_is_not_claimed_again(claim: Claim, outbox: SqlOutbox) -> None:
    """Until its lease has run out."""
    assert await outbox.claim("other", 10, 60) == []


async def test_a_lease_that_ran_out_is_claimed_anew_as_suspect(
    claim: Claim, outbox: SqlOutbox, leases: SettableClock
) -> None:
    """Its holder may have posted and died: the next one has a new token, and is told to look first."""
    leases.advance(MINUTE - MINUTE.resolution)
    assert await outbox.claim("other", 10, 60) == []
    leases.advance(MINUTE.resolution)
    (again,) = await outbox.claim("other", 10, 60)
    assert again == replace(claim, token=claim.token + 1, attempts=2, is_suspect=True, looks=1)


@pytest.mark.parametrize("jump", [-DAY, -5 * MINUTE, 5 * MINUTE, DAY])
async def test_a_clock_that_jumps_ends_no_lease(
    claim: Claim, outbox: SqlOutbox, clock: SettableClock, leases: SettableClock, jump: timedelta
) -> None:
    """Forth it would be sent twice, back it would have to wait: so leases go by a time of their own."""
    clock.advance(jump)
    assert await outbox.claim("other", 10, 60) == []
    leases.advance(MINUTE)
    (again,) = await outbox.claim("other", 10, 60)
    assert again.nudge == claim.nudge


async def test_what_the_sender_holds_itself_it_never_takes_again(
    claim: Claim, outbox: SqlOutbox, leases: SettableClock
) -> None:
    """However long it takes; once it has let go of it without a word, it may."""
    leases.advance(HOUR)
    assert await outbox.claim("sender", 10, 60, held=[claim.nudge.id]) == []
    (again,) = await outbox.claim("sender", 10, 60, held=["another"])
    assert again.nudge == claim.nudge


async def test_what_the_sender_holds_is_taken_where_it_is_owed_anew(
    claim: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """Put off by somebody else and due again: then it is nobody's, and not the sender's any more."""
    await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW)])
    assert len(await outbox.claim("sender", 10, 60, held=[claim.nudge.id])) == 1


async def test_a_lease_of_before_the_machine_was_started_again_is_over(
    sqlite: Database, clock: SettableClock
) -> None:
    """The seconds that a machine has been up begin anew with it, and whoever held a SQLite file's nudges is gone."""
    connections = open_connections(sqlite.url)
    await plan(SqlUnitsOfWork(connections, lambda _: None, clock)(OURS), a_nudge())
    up_for_days, up_for_seconds = SteadyClock(lambda: 8e6), SteadyClock(lambda: 9.0)
    (before,) = await SqlOutbox(connections, clock, up_for_days).claim("sender", 10, 60)
    (after,) = await SqlOutbox(connections, clock, up_for_seconds).claim("sender", 10, 60)
    assert after == replace(before, token=2, attempts=2, is_suspect=True, looks=1)
    assert await SqlOutbox(connections, clock, up_for_seconds).claim("other", 10, 60) == []
    await connections.close()


async def test_a_stale_token_settles_nothing(claim: Claim, outbox: SqlOutbox, leases: SettableClock) -> None:
    """Whatever the slow one says, the one that holds the lease now decides."""
    leases.advance(MINUTE)
    (again,) = await outbox.claim("other", 10, 60)
    for result in Result:
        assert len(await outbox.settle([Settlement(claim, result, "C9", "9.9", NOW)])) == 0
    assert len(await outbox.settle([Settlement(again, Result.SENT, "C1", "1.0")])) == 1


async def test_a_lease_that_ran_out_unnoticed_can_still_be_settled(
    claim: Claim, outbox: SqlOutbox, leases: SettableClock
) -> None:
    """Nobody else has taken it, so the result is the truth."""
    leases.advance(HOUR)
    assert len(await outbox.settle([Settlement(claim, Result.SENT)])) == 1


async def test_settling_twice_counts_once(claim: Claim, outbox: SqlOutbox) -> None:
    """Also within one call."""
    sent = Settlement(claim, Result.SENT, "C1", "1.0")
    assert len(await outbox.settle([sent, sent])) == 1
    assert len(await outbox.settle([sent])) == 0


@pytest.mark.parametrize("result", [Result.SENT, Result.CANCELLED, Result.DEAD])
async def test_what_is_settled_is_over(
    claim: Claim, outbox: SqlOutbox, oversight: SqlOversight, result: Result
) -> None:
    """Nothing wakes for it again, and it is counted for what it is."""
    assert len(await outbox.settle([Settlement(claim, result)])) == 1
    assert await outbox.next_due() is None
    counts = await oversight.counts()
    assert {status for status, number in counts.items() if number} == {NudgeStatus(result)}


async def test_later_is_due_at_its_time_and_counts_as_an_attempt(
    claim: Claim, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """What the attempt left behind is kept for the next."""
    later = Settlement(claim, Result.LATER, "C1", "1.0", due_at=NOW + HOUR, is_suspect=True)
    assert len(await outbox.settle([later])) == 1
    assert await outbox.next_due() == NOW + HOUR
    clock.advance(HOUR)
    (again,) = await outbox.claim("sender", 10, 60)
    assert (again.attempts, again.is_suspect, again.channel, again.ts) == (2, True, "C1", "1.0")


async def test_an_attempt_can_be_given_back(claim: Claim, outbox: SqlOutbox) -> None:
    """Slack asked to wait, or the process stopped softly: that was no attempt, and nothing is suspect."""
    back = Settlement(claim, Result.LATER, due_at=NOW, gives_back=True)
    assert len(await outbox.settle([back])) == 1
    (again,) = await outbox.claim("sender", 10, 60)
    assert (again.attempts, again.is_suspect) == (1, False)


async def test_a_suspicion_is_settled_by_what_the_sender_found(
    claim: Claim, outbox: SqlOutbox, clock: SettableClock, leases: SettableClock
) -> None:
    """An expired lease is suspect until a settlement says otherwise."""
    leases.advance(MINUTE)
    (suspect,) = await outbox.claim("sender", 10, 60)
    assert suspect.is_suspect
    await outbox.settle([Settlement(suspect, Result.LATER, due_at=clock.now())])
    (again,) = await outbox.claim("sender", 10, 60)
    assert not again.is_suspect


async def test_what_was_done_about_a_suspicion_is_kept_until_it_is_settled(
    claim: Claim, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """How often it was looked for in vain, and sent all the same; a message that is sent begins anew with both."""
    await outbox.settle(
        [Settlement(claim, Result.LATER, due_at=clock.now(), is_suspect=True, looks=3, blind=1)]
    )
    (again,) = await outbox.claim("sender", 10, 60)
    assert (again.is_suspect, again.looks, again.blind) == (True, 3, 1)
    await outbox.settle([Settlement(again, Result.LATER, due_at=clock.now())])
    (found,) = await outbox.claim("sender", 10, 60)
    assert (found.is_suspect, found.looks, found.blind) == (False, 0, 0)


async def test_many_are_settled_at_once_each_by_its_own_result(
    ours: SqlUnitOfWork, outbox: SqlOutbox, oversight: SqlOversight
) -> None:
    """One transaction; those whose lease is lost change nothing and are not counted."""
    await plan(ours, *(a_nudge(f"N{i:03}") for i in range(200)))
    claims = await outbox.claim("sender", 200, 60)
    results = [Result.SENT, Result.LATER, Result.DEAD, Result.CANCELLED]
    settlements = [
        Settlement(
            claim if i >= 8 else replace(claim, token=99), results[i % 4], due_at=NOW + DAY, error="fatal"
        )
        for i, claim in enumerate(claims)
    ]
    assert len(await outbox.settle(settlements)) == 192
    counts = await oversight.counts()
    assert counts == {
        NudgeStatus.SCHEDULED: 48,
        NudgeStatus.SENDING: 8,
        NudgeStatus.FOLDED: 0,
        NudgeStatus.SENT: 48,
        NudgeStatus.CANCELLED: 48,
        NudgeStatus.DEAD: 48,
    }
    assert len(await outbox.settle([])) == 0


async def test_the_next_due_is_the_earliest_that_nobody_holds(
    ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """So a sender that sleeps until then misses none; what a dead one held it finds whenever it looks."""
    assert await outbox.next_due() is None
    await plan(ours, a_nudge("N1"), a_nudge("N2", due_at=NOW + HOUR))
    assert await outbox.next_due() == NOW
    await outbox.claim("sender", 1, 60)
    assert await outbox.next_due() == NOW + HOUR
    clock.advance(HOUR)
    await outbox.claim("sender", 1, 60)
    assert await outbox.next_due() is None


async def test_tenants_that_have_their_share_are_passed_over(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """However much of theirs came due before; and they are there again when they are not named."""
    await plan(ours, *(a_nudge(f"N{i}", due_at=NOW - HOUR) for i in range(50)))
    await plan(theirs, a_nudge("N1", THEIRS))
    assert await outbox.next_due([OURS]) == NOW
    assert [claim.nudge.tenant for claim in await outbox.claim("sender", 10, 60, [OURS])] == [THEIRS]
    assert await outbox.claim("sender", 10, 60, [OURS, THEIRS]) == []
    assert await outbox.next_due([OURS, THEIRS]) is None
    assert len(await outbox.claim("sender", 10, 60, [THEIRS])) == 10


async def test_what_is_put_off_is_known_for_when_it_was_planned(
    claim: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """However often; a time that was a plan of its own is no delay."""
    for again in range(1, 3):
        await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW + again * HOUR, error="timeout")])
        clock.advance(HOUR)
        (claim,) = await outbox.claim("sender", 10, 60)
        assert (claim.nudge.due_at, claim.planned_for) == (clock.now(), NOW)
    await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW + DAY, is_planned=True)])
    clock.advance(DAY)
    (claim,) = await outbox.claim("sender", 10, 60)
    assert claim.planned_for == NOW + DAY


async def test_a_delay_ends_with_a_new_plan(
    claim: Claim, ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """Somebody who moves a nudge has it at the new time, and not late."""
    await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW + HOUR, error="timeout")])
    async with ours:
        assert await ours.nudges.move(claim.nudge.key, NOW + DAY)
        await ours.commit()
    clock.advance(DAY)
    (again,) = await outbox.claim("sender", 10, 60)
    assert again.planned_for == NOW + DAY


async def test_what_is_owed_instead_is_owed_once(
    claim: Claim, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """In the same transaction as the end that caused it."""
    then = replace(a_nudge("N9"), kind=NudgeKind.UNREACHABLE, recipient="", subject="U_OWNER")
    await outbox.settle([Settlement(claim, Result.DEAD, error="user_disabled", then=(then,))])
    (news,) = await outbox.claim("sender", 10, 60)
    assert news.nudge == then
    await outbox.settle([Settlement(news, Result.SENT, "D1", "1.0", then=(replace(then, id="N10"),))])
    assert await outbox.next_due() is None


async def test_what_was_written_down_already_stands_as_it_was(
    claim: Claim, outbox: SqlOutbox, clock: SettableClock
) -> None:
    """The answer to the commit was lost, and it is settled again: nobody took it over."""
    for result in (Result.LATER, Result.SENT):
        settled = Settlement(claim, result, "C1", "1.0", clock.now())
        assert await outbox.settle([settled]) == [settled]
        assert await outbox.settle([settled]) == []
        assert await outbox.standing([settled]) == [settled]
        (claim,) = await outbox.claim("sender", 10, 60) or [claim]


async def test_what_was_folded_already_stands_as_it_was(claim: Claim, outbox: SqlOutbox) -> None:
    """And its digest is owed once."""
    folded = Settlement(claim, Result.FOLDED, due_at=NOW + MINUTE)
    assert await outbox.settle([folded]) == [folded]
    assert await outbox.settle([folded]) == []
    assert await outbox.standing([folded]) == [folded]


@pytest.mark.parametrize("is_owed_anew", [False, True])
async def test_what_was_called_off_while_it_was_sent_stands_as_cancelled(
    claim: Claim, outbox: SqlOutbox, ours: SqlUnitOfWork, is_owed_anew: bool
) -> None:
    """Where it was posted all the same is known, what it would have had owed is not; also where it is planned anew."""
    async with ours:
        await ours.nudges.cancel("D1", NudgeKind.CHECKPOINT)
        if is_owed_anew:
            await ours.nudges.plan(replace(claim.nudge, id="N2", due_at=NOW + HOUR))
        await ours.commit()
    settled = Settlement(claim, Result.SENT, "C1", "1.0", then=(a_nudge("N3"),))
    assert await outbox.settle([settled]) == []
    assert await outbox.standing([settled]) == [Settlement(claim, Result.CANCELLED, "C1", "1.0")]


async def test_what_another_sender_took_over_does_not_stand(
    claim: Claim, outbox: SqlOutbox, leases: SettableClock
) -> None:
    """While it is held, and whatever becomes of it there."""
    leases.advance(MINUTE)
    (again,) = await outbox.claim("other", 10, 60)
    sent = Settlement(claim, Result.SENT, "C1", "1.0")
    assert await outbox.standing([sent]) == []
    for result in (Result.CANCELLED, Result.SENT):
        await outbox.settle([Settlement(again, result, "C1", "2.0")])
        assert await outbox.standing([sent]) == []
