"""Flags, whom they were forwarded to, and intentions."""

from dataclasses import replace

import pytest

from bot.domain.flag import Flag, Forward, Reply, Sureness
from bot.domain.intention import Intention, Verdict
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import HOUR, NOW, OURS, a_delegation

FLAG = Flag(
    "F1", "D1", "Short by two accounts 👀", Sureness.HUNCH, "Wait", NOW, NOW + HOUR, "https://a.b/c", "U_DEP"
)
INTENTION = Intention("I1", "D1", "Leave both out", "Nobody knows them", NOW, NOW + HOUR, "U_DEP")
FORWARD = Forward("W1", "D1", "F1", "U_ELSE", "Expect it a day later", NOW)


@pytest.fixture
async def work(work: SqlUnitOfWork) -> SqlUnitOfWork:
    """A unit of work with the delegation D1."""
    await work.delegations.add(a_delegation())
    return work


@pytest.mark.parametrize("sureness", Sureness)
async def test_a_flag_comes_back_as_it_was_raised(work: SqlUnitOfWork, sureness: Sureness) -> None:
    """With every field, however sure the owner was; one that is not there is None."""
    flag = replace(FLAG, sureness=sureness)
    assert await work.flags.add(flag)
    assert await work.flags.get("F1") == flag
    assert await work.flags.get("F9") is None


@pytest.mark.parametrize("reply", Reply)
async def test_what_became_of_a_flag_is_kept(work: SqlUnitOfWork, reply: Reply) -> None:
    """Its reminder, the move given back, and each kind of answer."""
    await work.flags.add(FLAG)
    later = replace(
        FLAG,
        chased_at=NOW + HOUR,
        given_back_at=NOW + 2 * HOUR,
        reply=reply,
        words="Which?",
        answered_by="U_MANAGER",
        answered_at=NOW + 3 * HOUR,
    )
    await work.flags.save(later)
    assert await work.flags.get("F1") == later


async def test_the_same_again_changes_nothing(work: SqlUnitOfWork) -> None:
    """A form submitted twice raises one flag, tells once and states one intention."""
    assert await work.flags.add(FLAG)
    assert not await work.flags.add(replace(FLAG, seen="Another"))
    assert await work.flags.forward(FORWARD)
    assert not await work.flags.forward(replace(FORWARD, words="Another"))
    assert await work.intentions.add(INTENTION)
    assert not await work.intentions.add(replace(INTENTION, what="Another"))
    assert await work.flags.of("D1") == [FLAG]
    assert await work.flags.forwards("D1") == [FORWARD]
    assert await work.intentions.of("D1") == [INTENTION]


async def test_all_are_told_oldest_first_and_of_one_delegation(work: SqlUnitOfWork) -> None:
    """By instant, and no other delegation's."""
    await work.delegations.add(a_delegation("D2"))
    later = replace(FLAG, id="F0", raised_at=NOW + HOUR)
    for flag in (later, FLAG, replace(FLAG, id="F2", delegation_id="D2")):
        await work.flags.add(flag)
    last = replace(INTENTION, id="I0", stated_at=NOW + HOUR)
    for intention in (last, INTENTION, replace(INTENTION, id="I2", delegation_id="D2")):
        await work.intentions.add(intention)
    newest = replace(FORWARD, id="W0", at=NOW + HOUR)
    for forward in (newest, FORWARD, replace(FORWARD, id="W2", delegation_id="D2")):
        await work.flags.forward(forward)
    assert await work.flags.of("D1") == [FLAG, later]
    assert await work.intentions.of("D1") == [INTENTION, last]
    assert await work.flags.forwards("D1") == [FORWARD, newest]


@pytest.mark.parametrize("verdict", Verdict)
async def test_what_became_of_an_intention_is_kept(work: SqlUnitOfWork, verdict: Verdict) -> None:
    """Each way to come out, with its words."""
    await work.intentions.add(INTENTION)
    settled = replace(
        INTENTION, verdict=verdict, words="Finance counts them", settled_by="U_M", settled_at=NOW
    )
    await work.intentions.save(settled)
    assert await work.intentions.get("I1") == settled
    assert await work.intentions.get("I9") is None


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork
) -> None:
    """The same ids in another workspace are something else, and writing there changes nothing here."""
    async with ours:
        await ours.delegations.add(a_delegation(tenant=OURS))
        await ours.flags.add(FLAG)
        await ours.flags.forward(FORWARD)
        await ours.intentions.add(INTENTION)
        await ours.commit()
    async with theirs:
        assert await theirs.flags.get("F1") is None
        assert await theirs.flags.of("D1") == []
        assert await theirs.flags.forwards("D1") == []
        assert await theirs.intentions.get("I1") is None
        assert await theirs.intentions.of("D1") == []
        await theirs.flags.save(replace(FLAG, seen="Theirs"))
        await theirs.intentions.save(replace(INTENTION, what="Theirs"))
        await theirs.delegations.add(a_delegation(tenant=theirs.tenant))
        assert await theirs.flags.add(replace(FLAG, seen="Theirs"))
        await theirs.commit()
    async with ours:
        assert await ours.flags.of("D1") == [FLAG]
        assert await ours.intentions.of("D1") == [INTENTION]
