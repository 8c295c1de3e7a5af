"""Correction notes, rescues and help."""

from dataclasses import replace

import pytest

from bot.domain.correction import CorrectionNote
from bot.domain.help import Help, HelpKind
from bot.domain.rescue import Rescue, RescueKind
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import DAY, HOUR, NOW, OURS, a_delegation

NOTE = CorrectionNote("D1", 1, NOW, NOW + HOUR)
RESCUE = Rescue("R1", "D1", "U_MANAGER", RescueKind.EDIT, "Use the other export.", NOW)
HELP = Help("H1", "D1", "U_OWNER", HelpKind.THINK, "Which export?", NOW, block="Half an hour")


@pytest.fixture
async def work(work: SqlUnitOfWork) -> SqlUnitOfWork:
    """A unit of work with the delegation D1."""
    await work.delegations.add(a_delegation())
    return work


async def test_the_latest_note_is_the_one_that_counts(work: SqlUnitOfWork) -> None:
    """A second miss asks for a second note; the first is still there under its number."""
    assert await work.corrections.latest("D1") is None
    await work.corrections.add(NOTE)
    sent = replace(NOTE, text="Two accounts. 👍", reader_id="U9", channel_id="C1", sent_at=NOW + HOUR)
    await work.corrections.save(sent)
    assert await work.corrections.latest("D1") == sent
    second = replace(NOTE, number=2, missed_at=NOW + DAY, due_at=NOW + DAY + HOUR)
    await work.corrections.add(second)
    assert await work.corrections.latest("D1") == second
    assert await work.corrections.get("D1", 1) == sent
    assert await work.corrections.get("D1", 3) is None


async def test_a_rescue_is_the_managers_own(work: SqlUnitOfWork) -> None:
    """Oldest first, counted once, and read under no other name."""
    assert await work.rescues.add(RESCUE)
    assert not await work.rescues.add(replace(RESCUE, text="Another"))
    earlier = replace(RESCUE, id="R0", kind=RescueKind.TAKE_BACK, at=NOW - HOUR)
    assert await work.rescues.add(earlier)
    assert await work.rescues.of_manager("U_MANAGER", "D1") == [earlier, RESCUE]
    assert await work.rescues.of_manager("U_OWNER", "D1") == []
    assert await work.rescues.of_manager("U_MANAGER", "D2") == []
    assert await work.rescues.since("U_MANAGER", NOW - HOUR) == [earlier, RESCUE]
    assert await work.rescues.since("U_MANAGER", NOW) == [RESCUE]
    assert await work.rescues.since("U_OWNER", NOW - DAY) == []


@pytest.mark.parametrize("kind", HelpKind)
async def test_help_comes_back_as_it_was_said(work: SqlUnitOfWork, kind: HelpKind) -> None:
    """Once, however often its form arrives."""
    said = replace(HELP, kind=kind)
    assert await work.help_given.add(said)
    assert not await work.help_given.add(replace(said, text="Another"))
    assert await work.help_given.get("H1") == said
    assert await work.help_given.get("H9") is None


async def test_a_wish_keeps_what_became_of_it(work: SqlUnitOfWork) -> None:
    """Wishes of a delegation, the earliest first; what a manager offers by themselves is none."""
    wish = replace(HELP, due_at=NOW + HOUR)
    later = replace(wish, id="H0", at=NOW + HOUR)
    for said in (later, wish, replace(HELP, id="H2", kind=HelpKind.CLEAR)):
        await work.help_given.add(said)
    ended = replace(
        wish, reminded_at=NOW + HOUR, deputy_id="U9", given_back_at=NOW + DAY, answered_at=NOW + DAY
    )
    await work.help_given.save(ended)
    assert await work.help_given.wishes(["D1"]) == [ended, later]
    assert await work.help_given.wishes(["D2"]) == []
    assert await work.help_given.wishes([]) == []


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork
) -> None:
    """The same ids in another workspace are something else."""
    async with ours:
        await ours.delegations.add(a_delegation(tenant=OURS))
        await ours.corrections.add(NOTE)
        await ours.rescues.add(RESCUE)
        await ours.help_given.add(HELP)
        await ours.commit()
    async with theirs:
        assert await theirs.corrections.latest("D1") is None
        assert await theirs.rescues.of_manager("U_MANAGER", "D1") == []
        assert await theirs.rescues.since("U_MANAGER", RESCUE.at) == []
        assert await theirs.help_given.get("H1") is None
        assert await theirs.help_given.wishes(["D1"]) == []
        await theirs.delegations.add(a_delegation(tenant=theirs.tenant))
        await theirs.corrections.add(replace(NOTE, text="Theirs"))
        assert await theirs.rescues.add(replace(RESCUE, text="Theirs"))
        assert await theirs.help_given.add(replace(HELP, text="Theirs"))
        await theirs.commit()
    async with ours:
        assert await ours.corrections.latest("D1") == NOTE
        assert await ours.rescues.of_manager("U_MANAGER", "D1") == [RESCUE]
        assert await ours.help_given.get("H1") == HELP
