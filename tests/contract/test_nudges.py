"""What is owed: the writing side of the nudge table."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clock import SettableClock
from bot.domain.nudge import Claim, Nudge, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from storage.outbox import SqlOutbox
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import DAY, HOUR, MINUTE, NOW, a_nudge, plan

CARD = a_nudge("card", kind=NudgeKind.OWNER_CARD, subject="")


async def claim_one(outbox: SqlOutbox) -> Claim:
    """Claim the one nudge that is due."""
    (claim,) = await outbox.claim("sender", 10, 60)
    return claim


async def refresh(work: SqlUnitOfWork, *nudges: Nudge) -> None:
    """Refresh in a transaction of its own."""
    async with work:
        await work.nudges.refresh(*nudges)
        await work.commit()


async def cancel(work: SqlUnitOfWork, *kinds: NudgeKind) -> None:
    """Cancel D1's of these kinds in a transaction of its own."""
    async with work:
        await work.nudges.cancel("D1", *kinds)
        await work.commit()


async def sent(outbox: SqlOutbox, ts: str = "1.0") -> int:
    """Send the one nudge that is due, and return how many settlements took effect."""
    return await outbox.settle([Settlement(await claim_one(outbox), Result.SENT, "C1", ts)])


async def due_of(work: SqlUnitOfWork, kind: NudgeKind = NudgeKind.CHECKPOINT) -> dict[str, datetime]:
    """Return when D1's nudges of this kind are due, by subject."""
    async with work:
        return {about: at for (_, about), at in (await work.nudges.due_of(["D1"], kind)).items()}


async def test_what_is_planned_is_owed(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """The intent comes back at its time as it was planned, its first attempt beginning."""
    nudge = a_nudge(subject="spot check")
    await plan(ours, nudge)
    assert await claim_one(outbox) == Claim(nudge, token=1, attempts=1)


@pytest.mark.parametrize("kind", NudgeKind)
async def test_every_kind_can_be_owed(ours: SqlUnitOfWork, outbox: SqlOutbox, kind: NudgeKind) -> None:
    """The table takes whatever the domain knows."""
    await plan(ours, a_nudge(kind=kind))
    assert (await claim_one(outbox)).nudge.kind is kind


async def test_the_same_intent_is_owed_once(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """Planned again while it waits, it stays as it was: id and due time are the first one's."""
    first = a_nudge("N1", subject="x", due_at=NOW - HOUR)
    await plan(ours, first, replace(first, id="N2", due_at=NOW - MINUTE))
    await plan(ours, replace(first, id="N3", due_at=NOW - DAY))
    assert (await claim_one(outbox)).nudge == first


async def test_planning_leaves_what_is_being_sent_or_was_sent(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """A second click after the prompt went out does not prompt again."""
    await plan(ours, a_nudge())
    claim = await claim_one(outbox)
    await plan(ours, a_nudge())
    assert len(await outbox.settle([Settlement(claim, Result.SENT, "C1", "1.0")])) == 1
    await plan(ours, a_nudge())
    assert await outbox.next_due() is None


async def test_planning_leaves_what_was_given_up(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """A dead nudge is for a person to look at."""
    await plan(ours, a_nudge())
    await outbox.settle([Settlement(await claim_one(outbox), Result.DEAD, error="channel_not_found")])
    await plan(ours, a_nudge())
    assert await outbox.next_due() is None


async def test_planning_revives_what_was_cancelled(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """A checkpoint planned anew is owed anew, under its new id and with a clean slate."""
    await plan(ours, a_nudge("N1", subject="x"))
    await claim_one(outbox)
    await cancel(ours, NudgeKind.CHECKPOINT)
    anew = a_nudge("N2", subject="x", due_at=NOW - MINUTE)
    await plan(ours, anew)
    claim = await claim_one(outbox)
    assert claim.nudge == anew
    assert (claim.attempts, claim.is_suspect) == (1, False)


async def test_the_old_lease_does_not_settle_what_was_revived(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """Also where the revived nudge kept its id, the token has moved on."""
    await plan(ours, a_nudge())
    old = await claim_one(outbox)
    await cancel(ours, NudgeKind.CHECKPOINT)
    await plan(ours, a_nudge())
    new = await claim_one(outbox)
    assert new.token > old.token
    assert len(await outbox.settle([Settlement(old, Result.SENT, "C1", "1.0")])) == 0
    assert len(await outbox.settle([Settlement(new, Result.SENT, "C1", "2.0")])) == 1


async def test_a_living_message_is_owed_once_with_its_latest_state(
    ours: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """Refreshed several times before it goes out, it is one pending intent, due when the last one said."""
    await refresh(ours, CARD)
    await refresh(ours, replace(CARD, id="other", due_at=NOW - MINUTE))
    claim = await claim_one(outbox)
    assert (claim.nudge, claim.revision) == (replace(CARD, due_at=NOW - MINUTE), 2)


async def test_a_refreshed_message_keeps_its_place(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """It is edited where it stands, with a fresh count of attempts."""
    await refresh(ours, CARD)
    await sent(outbox, "1.0")
    assert await outbox.next_due() is None
    await refresh(ours, CARD)
    claim = await claim_one(outbox)
    assert (claim.channel, claim.ts, claim.revision, claim.attempts) == ("C1", "1.0", 2, 1)


@pytest.mark.parametrize("after", [timedelta(), HOUR])
async def test_refreshed_while_it_is_sent_it_is_due_again(
    ours: SqlUnitOfWork, outbox: SqlOutbox, clock: SettableClock, after: timedelta
) -> None:
    """The sender keeps its lease and its settlement counts; what it sent is out of date, so it goes again.

    At once, or when the refresh said.
    """
    await refresh(ours, CARD)
    claim = await claim_one(outbox)
    await refresh(ours, replace(CARD, due_at=NOW + after))
    assert await outbox.claim("other", 10, 60) == []
    clock.advance(MINUTE / 2)
    assert len(await outbox.settle([Settlement(claim, Result.SENT, "C1", "1.0")])) == 1
    assert await outbox.next_due() == NOW + after
    clock.advance(after)
    again = await claim_one(outbox)
    assert (again.revision, again.channel, again.ts, again.attempts) == (2, "C1", "1.0", 1)
    assert len(await outbox.settle([Settlement(again, Result.SENT, "C1", "1.0")])) == 1
    assert await outbox.next_due() is None


@pytest.mark.parametrize("result", [Result.CANCELLED, Result.DEAD])
async def test_refreshed_while_it_is_given_up_it_is_due_again_too(
    ours: SqlUnitOfWork, outbox: SqlOutbox, result: Result
) -> None:
    """What could not or need not be said of the old state may be said of the new one."""
    await refresh(ours, CARD)
    claim = await claim_one(outbox)
    await refresh(ours, CARD)
    assert len(await outbox.settle([Settlement(claim, result, error="invalid_blocks")])) == 1
    assert (await claim_one(outbox)).revision == 2


async def test_refreshing_does_not_give_attempts_back(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """What keeps failing runs out of attempts, however often it is refreshed meanwhile."""
    await refresh(ours, CARD)
    for attempt in (1, 2, 3):
        claim = await claim_one(outbox)
        assert claim.attempts == attempt
        await outbox.settle([Settlement(claim, Result.LATER, due_at=NOW + DAY)])
        await refresh(ours, CARD)


@pytest.mark.parametrize("result", [Result.CANCELLED, Result.DEAD])
async def test_refreshing_owes_anew_what_had_ended(
    ours: SqlUnitOfWork, outbox: SqlOutbox, result: Result
) -> None:
    """A card is owed whenever there is something new to show."""
    await refresh(ours, CARD)
    await outbox.settle([Settlement(await claim_one(outbox), result, error="is_archived")])
    await refresh(ours, CARD)
    claim = await claim_one(outbox)
    assert (claim.attempts, claim.revision) == (1, 2)


async def test_a_waiting_nudge_can_be_moved(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """Earlier or later; then it is due at its new time."""
    await plan(ours, a_nudge())
    async with ours:
        assert await ours.nudges.move(a_nudge().key, NOW + DAY)
        await ours.commit()
    assert await outbox.claim("sender", 10, 60) == []
    assert await outbox.next_due() == NOW + DAY


async def test_only_a_waiting_nudge_can_be_moved(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """One that is being sent, was sent, or never was, stays."""
    await plan(ours, a_nudge())
    claim = await claim_one(outbox)
    async with ours:
        assert not await ours.nudges.move(a_nudge().key, NOW + DAY)
    await outbox.settle([Settlement(claim, Result.SENT)])
    async with ours:
        assert not await ours.nudges.move(a_nudge().key, NOW + DAY)
        assert not await ours.nudges.move("no:such:key:", NOW + DAY)


async def test_cancelling_ends_what_waits(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """Of the named kinds and of this delegation only; without a kind, nothing."""
    other_kind = a_nudge("N2", kind=NudgeKind.QUESTION)
    other_delegation = a_nudge("N3", delegation_id="D2")
    await plan(ours, a_nudge("N1"), other_kind, other_delegation)
    await cancel(ours)
    await cancel(ours, NudgeKind.CHECKPOINT, NudgeKind.SILENCE)
    claims = await outbox.claim("sender", 10, 60)
    assert [claim.nudge for claim in claims] == [other_kind, other_delegation]


async def test_cancelled_while_it_is_sent_it_cannot_be_settled(
    ours: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """The sender's word comes too late, whatever it is: the nudge stays cancelled."""
    await plan(ours, a_nudge())
    claim = await claim_one(outbox)
    await cancel(ours, NudgeKind.CHECKPOINT)
    for result in Result:
        assert len(await outbox.settle([Settlement(claim, result, due_at=NOW)])) == 0
    assert await outbox.next_due() is None


async def test_a_claim_stands_until_it_is_called_off_or_somebody_elses(
    ours: SqlUnitOfWork, outbox: SqlOutbox, leases: SettableClock
) -> None:
    """Whoever draws it can ask; what waits for its person's digest stands as well."""

    async def stands(claim: Claim) -> bool:
        async with ours:
            return await ours.nudges.is_held(claim)

    await plan(ours, a_nudge())
    lost = await claim_one(outbox)
    assert await stands(lost)
    leases.advance(MINUTE)
    claim = await claim_one(outbox)
    assert (await stands(lost), await stands(claim)) == (False, True)
    await outbox.settle([Settlement(claim, Result.FOLDED, due_at=NOW + HOUR)])
    assert await stands(claim)
    await cancel(ours, NudgeKind.CHECKPOINT)
    assert not await stands(claim)


async def test_a_living_message_cancelled_while_it_was_sent_is_looked_for(
    ours: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """Owed again, it may stand in Slack already: the next attempt is told so, under the same id."""
    await refresh(ours, CARD)
    await claim_one(outbox)
    await cancel(ours, NudgeKind.OWNER_CARD)
    await refresh(ours, replace(CARD, id="other"))
    claim = await claim_one(outbox)
    assert (claim.is_suspect, claim.nudge.id) == (True, CARD.id)


async def test_cancelling_leaves_what_was_sent(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """It stays known as sent, so planning it again does not send it twice."""
    await plan(ours, a_nudge())
    await sent(outbox)
    await cancel(ours, NudgeKind.CHECKPOINT)
    await plan(ours, a_nudge())
    assert await outbox.next_due() is None


async def test_within_one_transaction_the_order_of_acts_counts(
    ours: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """Cancelled and then planned, a nudge is owed; planned and then cancelled, it is not."""
    async with ours:
        await ours.nudges.plan(a_nudge("N1", due_at=NOW + DAY), a_nudge("N2", kind=NudgeKind.QUESTION))
        await ours.nudges.cancel("D1", NudgeKind.CHECKPOINT, NudgeKind.QUESTION)
        await ours.nudges.plan(a_nudge("N1"))
        await ours.commit()
    assert (await claim_one(outbox)).nudge == a_nudge("N1")


async def test_when_nudges_are_due_is_told_by_subject(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """Those that wait or are being sent, of the named delegations and kind."""
    await plan(
        ours,
        a_nudge("spot check"),
        a_nudge("final QA", due_at=NOW + DAY),
        a_nudge("spot check", delegation_id="D2", id="N3", due_at=NOW + HOUR),
        a_nudge("spot check", delegation_id="D3", id="N4", due_at=NOW + HOUR),
        a_nudge("question", kind=NudgeKind.QUESTION, due_at=NOW + DAY),
    )
    await claim_one(outbox)
    async with ours:
        due = await ours.nudges.due_of(["D1", "D2", "D9"], NudgeKind.CHECKPOINT)
        assert due == {
            ("D1", "spot check"): NOW,
            ("D1", "final QA"): NOW + DAY,
            ("D2", "spot check"): NOW + HOUR,
        }
        assert await ours.nudges.due_of([], NudgeKind.CHECKPOINT) == {}
    await cancel(ours, NudgeKind.CHECKPOINT)
    assert await due_of(ours) == {}


async def test_where_a_message_stands_is_known_once_it_was_posted(
    ours: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """By delegation, kind and subject."""
    opening = a_nudge("open", kind=NudgeKind.REVIEW_OPENING, recipient="", subject="1")
    await refresh(ours, opening)
    async with ours:
        assert await ours.nudges.whereabouts("D1", NudgeKind.REVIEW_OPENING, "1") is None
    await sent(outbox, "17.5")
    async with ours:
        assert await ours.nudges.whereabouts("D1", NudgeKind.REVIEW_OPENING, "1") == ("C1", "17.5")
        assert await ours.nudges.whereabouts("D1", NudgeKind.REVIEW_OPENING) is None
        assert await ours.nudges.whereabouts("D2", NudgeKind.REVIEW_OPENING, "1") is None
        assert await ours.nudges.whereabouts("D1", NudgeKind.SHIPPED, "1") is None


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, outbox: SqlOutbox
) -> None:
    """The same id, key and delegation in another workspace are something else."""
    await plan(ours, a_nudge("N1", due_at=NOW + DAY))
    await refresh(ours, CARD)
    await sent(outbox)
    async with theirs:
        assert await theirs.nudges.due_of(["D1"], NudgeKind.CHECKPOINT) == {}
        assert await theirs.nudges.whereabouts("D1", NudgeKind.OWNER_CARD) is None
        assert not await theirs.nudges.move(a_nudge("N1").key, NOW)
        await theirs.nudges.cancel("D1", NudgeKind.CHECKPOINT)
        await theirs.nudges.plan(a_nudge("N1", theirs.tenant))
        await theirs.nudges.refresh(replace(CARD, tenant=theirs.tenant))
        await theirs.commit()
    assert await due_of(ours) == {"N1": NOW + DAY}
    claims = await outbox.claim("sender", 10, 60)
    assert {claim.nudge.tenant for claim in claims} == {theirs.tenant}
    assert sorted(claim.revision for claim in claims) == [0, 1]
    assert len(await outbox.settle([Settlement(claim, Result.SENT, "C9", "9.9") for claim in claims])) == 2
    assert await due_of(ours) == {"N1": NOW + DAY}
    async with ours:
        assert await ours.nudges.whereabouts("D1", NudgeKind.OWNER_CARD) == ("C1", "1.0")
