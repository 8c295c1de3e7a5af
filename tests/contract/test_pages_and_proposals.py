"""Triggers that were hit, proposals under way, and what was asked at checkpoints."""

from dataclasses import replace

import pytest

from bot.domain.checkpoints import CheckpointKind
from bot.domain.page import Hit, Page
from bot.domain.proposal import Answer, Proposal, ProposalKind
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import DAY, HOUR, NOW, OURS, THEIRS, a_delegation

PAGES = (Page("U_MANAGER", 1, NOW), Page("U_DEPUTY", 1, NOW + HOUR / 7, "U_MANAGER"))
HIT = Hit("H1", "D1", "over 5 % 👍", 60, "U_MANAGER", "U_OWNER", NOW, NOW, "Two twice.", pages=PAGES)
NEW_TIME = Proposal(
    "P1", "D1", ProposalKind.NEW_TIME, NOW, NOW + DAY, NOW + DAY, deadline=NOW + 2 * DAY, why="Late."
)
SPOT_CHECK, FINAL_QA = CheckpointKind.SPOT_CHECK, CheckpointKind.FINAL_QA


@pytest.fixture
async def work(work: SqlUnitOfWork) -> SqlUnitOfWork:
    """A unit of work with the delegations D1 and D2."""
    await work.delegations.add(a_delegation())
    await work.delegations.add(a_delegation("D2"))
    return work


async def test_a_hit_comes_back_as_it_stands(work: SqlUnitOfWork) -> None:
    """With its pages to the microsecond, first as it was hit, then as it was had; nobody's own is None."""
    assert await work.pages.add(HIT)
    assert not await work.pages.add(replace(HIT, saw="Another"))
    assert await work.pages.get("H1") == HIT
    had = replace(HIT, round=2, acknowledged_by="U_DEPUTY", acknowledged_at=NOW + HOUR)
    await work.pages.save(had)
    assert await work.pages.get("H1") == had
    assert await work.pages.get("H9") is None


async def test_a_proposal_comes_back_as_it_stands(work: SqlUnitOfWork) -> None:
    """First as it was made, then as it was answered."""
    assert await work.proposals.add(NEW_TIME)
    assert not await work.proposals.add(replace(NEW_TIME, why="Another"))
    assert await work.proposals.get("P1") == NEW_TIME
    agreed = replace(NEW_TIME, answer=Answer.AGREED, answered_at=NOW + HOUR)
    await work.proposals.save(agreed)
    assert await work.proposals.get("P1") == agreed
    minimum = Proposal("P2", "D1", ProposalKind.MINIMUM, NOW, NOW, NOW, outcome="Totals only.")
    await work.proposals.add(minimum)
    assert await work.proposals.get("P2") == minimum
    assert await work.proposals.get("P9") is None


async def test_they_are_told_earliest_first_for_as_many_delegations_as_asked(work: SqlUnitOfWork) -> None:
    """Those about the delegations named and no others."""
    later, other = replace(HIT, id="H0", at=NOW + HOUR), replace(HIT, id="H2", delegation_id="D2")
    made_later = replace(NEW_TIME, id="P0", at=NOW + HOUR)
    for hit in (later, HIT, other):
        await work.pages.add(hit)
    for made in (made_later, NEW_TIME, replace(NEW_TIME, id="P2", delegation_id="D2")):
        await work.proposals.add(made)
    assert await work.pages.of(["D1"]) == [HIT, later]
    assert {each.id for each in await work.pages.of(["D1", "D2"])} == {"H0", "H1", "H2"}
    assert await work.proposals.of(["D1"]) == [NEW_TIME, made_later]
    assert await work.pages.of([]) == await work.proposals.of([]) == []


async def test_what_a_checkpoint_asks_is_fixed_once(work: SqlUnitOfWork) -> None:
    """The first questions stay; the other checkpoint has its own."""
    assert await work.records.asked_at_checkpoint("D1", SPOT_CHECK) == ()
    await work.records.ask_at_checkpoint("D1", SPOT_CHECK, ("What moved?", "Which number?"), NOW)
    await work.records.ask_at_checkpoint("D1", SPOT_CHECK, ("Another?",), NOW)
    assert await work.records.asked_at_checkpoint("D1", SPOT_CHECK) == ("What moved?", "Which number?")
    assert await work.records.asked_at_checkpoint("D1", FINAL_QA) == ()


async def test_what_was_asked_lately_is_of_the_latest_begun_delegations_of_one_owner(
    work: SqlUnitOfWork,
) -> None:
    """Three of them, besides the one under way; neither an offer's, nor another owner's, nor an earlier one's."""
    for number in range(3, 8):
        name = f"D{number}"
        await work.delegations.add(a_delegation(name, started_at=NOW + number * HOUR))
        await work.records.ask_at_checkpoint(name, SPOT_CHECK, (f"Spot {number}?",), NOW)
    await work.records.ask_at_checkpoint("D6", FINAL_QA, ("Final 6?",), NOW)
    await work.records.ask_at_checkpoint("D1", SPOT_CHECK, ("Of an offer?",), NOW)
    await work.delegations.add(a_delegation("D8", owner_id="U_OTHER", started_at=NOW + 9 * HOUR))
    await work.records.ask_at_checkpoint("D8", SPOT_CHECK, ("Another's?",), NOW)
    asked = await work.records.asked_lately("U_OWNER", "D7", 3)
    assert asked == {"Spot 4?", "Spot 5?", "Spot 6?", "Final 6?"}


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork
) -> None:
    """The same ids in another workspace are something else."""
    async with ours:
        await ours.delegations.add(a_delegation(tenant=OURS, started_at=NOW))
        await ours.pages.add(HIT)
        await ours.proposals.add(NEW_TIME)
        await ours.records.ask_at_checkpoint("D1", SPOT_CHECK, ("Ours?",), NOW)
        await ours.commit()
    async with theirs:
        assert await theirs.pages.get("H1") is None
        assert await theirs.proposals.get("P1") is None
        assert await theirs.pages.of(["D1"]) == await theirs.proposals.of(["D1"]) == []
        assert await theirs.records.asked_at_checkpoint("D1", SPOT_CHECK) == ()
        assert await theirs.records.asked_lately("U_OWNER", "", 3) == frozenset()
        await theirs.delegations.add(a_delegation(tenant=THEIRS))
        assert await theirs.pages.add(replace(HIT, saw="Theirs"))
        await theirs.pages.save(replace(HIT, saw="Changed"))
        await theirs.commit()
    async with ours:
        assert await ours.pages.get("H1") == HIT
