"""Pre-mortems and their risks: private until the reveal, replaced while they are written, decided afterwards."""

from dataclasses import replace

import pytest

from bot.domain.premortem import Decision, Premortem, Risk
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import DAY, HOUR, NOW, OURS, a_delegation

HELD = Premortem("D1", 1, "U_OWNER", ("U_B", "U_A"), NOW, NOW + DAY)
RISK = Risk("R1", "D1", 1, "U_A", 0, "The export was late 👍", NOW, with_name=True)


@pytest.fixture
async def work(work: SqlUnitOfWork) -> SqlUnitOfWork:
    """A unit of work with the delegation D1 and a pre-mortem of it."""
    await work.delegations.add(a_delegation())
    assert await work.premortems.add(HELD)
    return work


async def test_it_comes_back_with_whom_it_asks_in_their_order(work: SqlUnitOfWork) -> None:
    """And so does what has become of it; a second one stands behind the first."""
    assert await work.premortems.of("D1") == [HELD]
    over = replace(HELD, answered=("U_A", "U_MANAGER"), revealed_at=NOW + HOUR)
    await work.premortems.save(over)
    second = replace(HELD, number=2, invited=(), ended_at=NOW + DAY)
    assert await work.premortems.add(second)
    assert await work.premortems.of("D1") == [over, second]
    assert await work.premortems.of("D9") == []


async def test_the_same_number_is_held_once(work: SqlUnitOfWork) -> None:
    """Whoever comes second is told, and changes nothing."""
    assert not await work.premortems.add(replace(HELD, opened_by="U_MANAGER"))
    assert await work.premortems.of("D1") == [HELD]


async def test_what_is_written_again_replaces_and_is_ones_own(work: SqlUnitOfWork) -> None:
    """In the order of the author; nothing of it is read by anybody else before the reveal."""
    first = [RISK, replace(RISK, id="R2", place=1, text="Nobody asked")]
    await work.premortems.write(HELD, "U_A", first)
    theirs = replace(RISK, id="R3", author_id="U_B")
    await work.premortems.write(HELD, "U_B", [theirs])
    assert await work.premortems.written_by(HELD, "U_A") == first
    assert await work.premortems.revealed("D1") == []
    again = [replace(RISK, id="R4", text="It was short")]
    await work.premortems.write(HELD, "U_A", again)
    assert await work.premortems.written_by(HELD, "U_A") == again
    await work.premortems.write(HELD, "U_A", [])
    assert await work.premortems.written_by(HELD, "U_A") == []
    assert await work.premortems.written_by(HELD, "U_B") == [theirs]


async def test_a_reveal_shows_one_pre_mortem_and_no_other(work: SqlUnitOfWork) -> None:
    """What is written in a second one stays hidden when the first is shown."""
    second = replace(HELD, number=2)
    await work.premortems.add(second)
    await work.premortems.write(HELD, "U_A", [RISK])
    await work.premortems.write(second, "U_A", [replace(RISK, id="R2", number=2)])
    await work.premortems.reveal(HELD)
    assert await work.premortems.revealed("D1") == [replace(RISK, is_revealed=True)]


@pytest.mark.parametrize("decision", Decision)
async def test_a_decision_keeps_the_text_and_its_author(work: SqlUnitOfWork, decision: Decision) -> None:
    """Whatever was decided comes back; words and author are what they were."""
    await work.premortems.write(HELD, "U_A", [RISK])
    await work.premortems.reveal(HELD)
    shown = replace(RISK, is_revealed=True)
    decided = replace(
        shown,
        decision=decision,
        guard="Both counted",
        state="Both are in",
        wanted_at=NOW + DAY,
        check_at=NOW + HOUR,
        fallback="ring the manager",
        is_there=False,
        answered_at=NOW + DAY,
        kept=True,
    )
    await work.premortems.decide(replace(decided, text="forged", author_id="U_B", with_name=False))
    assert await work.premortems.revealed("D1") == [decided]
    await work.premortems.decide(shown)
    assert await work.premortems.revealed("D1") == [shown]


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork
) -> None:
    """The same ids in another workspace are something else."""
    async with ours:
        await ours.delegations.add(a_delegation(tenant=OURS))
        await ours.premortems.add(HELD)
        await ours.premortems.write(HELD, "U_A", [RISK])
        await ours.premortems.reveal(HELD)
        await ours.commit()
    async with theirs:
        assert await theirs.premortems.of("D1") == []
        assert await theirs.premortems.revealed("D1") == []
        assert await theirs.premortems.written_by(HELD, "U_A") == []
        await theirs.premortems.save(replace(HELD, ended_at=NOW))
        await theirs.premortems.decide(replace(RISK, decision=Decision.ACCEPTED))
        await theirs.premortems.write(HELD, "U_A", [])
        await theirs.delegations.add(a_delegation(tenant=theirs.tenant))
        assert await theirs.premortems.add(replace(HELD, invited=()))
        await theirs.commit()
    async with ours:
        assert await ours.premortems.of("D1") == [HELD]
        assert await ours.premortems.revealed("D1") == [replace(RISK, is_revealed=True)]
