"""The delegations of a tenant and the versions of their briefs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.acceptance import Acceptance, Level
from bot.domain.blast_radius import Audience, BlastRadius, Notice, Rollback, Scope, Undo
from bot.domain.brief import Source, Trigger
from bot.domain.checkpoints import Checkpoint, CheckpointKind
from bot.domain.delegation import BriefChange, FoundBy, Outcome, Prediction, Shipment
from bot.domain.errors import NotFound
from bot.domain.lifecycle import Role, State
from bot.domain.record import BriefVersion
from bot.domain.shrinking import Shrink
from bot.usecases.ports import AlreadyThere
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import DAY, HOUR, NOW, OURS, a_brief, a_delegation

FULL_BRIEF = a_brief(
    task="Zahlen für den Beirat: 数字 🧮 'quoted' \"twice\" <b>&amp;</b>",
    team_channel="C1",
    minimum_shippable="The first page",
    checklist=("Names right", "Sums add up"),
    assumptions=("Prices are final",),
    blast_radius=BlastRadius(
        Audience.OUTSIDE, Undo.NEVER, Rollback.WRITTEN, Scope.WHOLE, Notice.LONGER, True, "Send a correction"
    ),
    triggers=(Trigger("A customer calls", 30, "U_MANAGER"),),
    checkpoints=(Checkpoint(CheckpointKind.FINAL_QA, NOW + DAY),),
    source=Source("https://example.slack.com/archives/C1/p1", "C1", "Can you?", is_private=True),
    why="So that the board decides in one sitting",
    smaller=(Shrink.PILOT, Shrink.REHEARSAL),
    override="It meets on Friday",
)
FULL = a_delegation(
    brief=FULL_BRIEF,
    brief_number=3,
    state=State.CLOSED,
    move=None,
    move_until=NOW + HOUR,
    back_brief="I make the board able to decide",
    confirmed_by_silence=True,
    rehearsal_of="D0",
    change=BriefChange(FULL_BRIEF, NOW.replace(microsecond=0)),
    manager_level=Level.CONSULT,
    acceptance=Acceptance(Level.ADVISE, "Two days", "4", "ready to go", NOW.replace(microsecond=0) + HOUR),
    started_at=NOW + HOUR,
    shipped_at=NOW + DAY,
    shipment=Shipment(Prediction.NEARLY, "https://example.com/report", "One figure open", (0, 1)),
    outcome=Outcome.MISSED,
    measured="3.1 %",
    found_by=FoundBy.OTHERS,
    corrected_at=NOW + DAY,
    correction="The sum of May",
    reason="A late booking",
    ended_at=NOW + 2 * DAY,
)


@pytest.mark.parametrize("delegation", [a_delegation(), FULL], ids=["bare", "full"])
async def test_a_delegation_comes_back_as_it_was(work: SqlUnitOfWork, delegation) -> None:
    """Every field survives, the bare ones as empty as they were."""
    await work.delegations.add(delegation)
    assert await work.delegations.get("D1") == delegation


async def test_instants_come_back_aware_in_utc_and_to_the_microsecond(work: SqlUnitOfWork) -> None:
    """What was stored from another zone is the same instant in UTC."""
    at = datetime.fromisoformat("2026-03-29T02:59:59.123457+01:00")
    await work.delegations.add(a_delegation(changed_at=at))
    stored = (await work.delegations.get("D1")).changed_at
    assert stored == at
    assert stored.tzinfo is UTC


async def test_a_naive_instant_is_refused(work: SqlUnitOfWork) -> None:
    """An instant without a zone could mean several, so it is stored as none."""
    naive = datetime(2026, 3, 29, 2, 30, tzinfo=UTC).replace(tzinfo=None)
    await work.delegations.add(a_delegation(changed_at=naive))
    with pytest.raises(ValueError, match="has no time zone"):
        await work.commit()


@pytest.mark.parametrize("state", State)
async def test_every_state_can_be_stored(work: SqlUnitOfWork, state: State) -> None:
    """The table's check knows each state that the domain knows."""
    await work.delegations.add(a_delegation(state=state))
    assert (await work.delegations.get("D1")).state is state


@pytest.mark.parametrize("outcome", Outcome)
async def test_every_outcome_can_be_stored(work: SqlUnitOfWork, outcome: Outcome) -> None:
    """The table's check knows each outcome that the domain knows."""
    await work.delegations.add(a_delegation(outcome=outcome))
    assert (await work.delegations.get("D1")).outcome is outcome


async def test_adding_the_same_id_again_changes_nothing(ours: SqlUnitOfWork) -> None:
    """A form submitted twice is one delegation: the second is told so, and the first stays."""
    first = a_delegation()
    async with ours:
        await ours.delegations.add(first)
        await ours.commit()
    async with ours:
        await ours.delegations.add(replace(first, manager_id="U_ELSE", brief=FULL_BRIEF))
        with pytest.raises(AlreadyThere):
            await ours.commit()
    async with ours:
        assert await ours.delegations.get("D1") == first
        version = await ours.delegations.version("D1", 1)
    assert version is not None
    assert version.brief == first.brief


@pytest.mark.parametrize("lock", [False, True])
async def test_one_that_is_not_there_is_not_found(work: SqlUnitOfWork, lock: bool) -> None:
    """A button of something that is gone is answered in words."""
    with pytest.raises(NotFound):
        await work.delegations.get("D9", lock=lock)


async def test_saving_stores_the_present_state(work: SqlUnitOfWork) -> None:
    """All that can change is changed, and read back within the same transaction."""
    await work.delegations.add(a_delegation())
    await work.delegations.get("D1", lock=True)
    await work.delegations.save(FULL)
    assert await work.delegations.get("D1") == FULL


async def test_saving_can_take_a_value_away(work: SqlUnitOfWork) -> None:
    """What is None again is stored as nothing, not as it was before."""
    await work.delegations.add(FULL)
    bare = replace(FULL, shipment=None, found_by=None, move=Role.CLOCK, shipped_at=None)
    await work.delegations.save(bare)
    assert await work.delegations.get("D1") == bare


async def test_saving_one_that_is_not_there_makes_none(work: SqlUnitOfWork) -> None:
    """Only `add` creates."""
    await work.delegations.save(a_delegation())
    with pytest.raises(NotFound):
        await work.delegations.get("D1")


async def test_a_person_sees_what_is_theirs_ongoing_first(work: SqlUnitOfWork) -> None:
    """Ongoing ones come first, the latest changed before others; then the ended ones, the latest first."""
    for name, state, changed_at in (
        ("ended-long-ago", State.CLOSED, NOW),
        ("ended-lately", State.DECLINED, NOW + 9 * DAY),
        ("going-on", State.IN_PROGRESS, NOW),
        ("offered", State.OFFERED, NOW + DAY),
    ):
        await work.delegations.add(a_delegation(name, state=state, changed_at=changed_at))
    await work.delegations.add(a_delegation("other-people", manager_id="U1", owner_id="U2"))
    expected = ["offered", "going-on", "ended-lately", "ended-long-ago"]
    assert [each.id for each in await work.delegations.of_person("U_OWNER")] == expected
    assert [each.id for each in await work.delegations.of_person("U_MANAGER")] == expected
    assert [each.id for each in await work.delegations.of_person("U_OWNER", limit=3)] == expected[:3]
    assert await work.delegations.of_person("U_NOBODY") == []


async def test_what_two_have_done_together(work: SqlUnitOfWork) -> None:
    """What the owner has accepted from this manager and from nobody else, the latest first, as many as wanted."""
    for name, days in (("D1", 0), ("D2", 2), ("D3", 1)):
        handed_over = {"handed_over_at": NOW + days * DAY, "back_brief": "I make the board able to decide"}
        await work.delegations.add(a_delegation(name, **handed_over))
    await work.delegations.add(a_delegation("not accepted", back_brief=""))
    await work.delegations.add(a_delegation("of another", manager_id="U_ELSE", back_brief="I take it on"))
    between = await work.delegations.between("U_MANAGER", "U_OWNER")
    assert [each.id for each in between] == ["D2", "D3", "D1"]
    assert [each.id for each in await work.delegations.between("U_MANAGER", "U_OWNER", limit=1)] == ["D2"]
    assert await work.delegations.between("U_OWNER", "U_MANAGER") == []


async def test_what_is_under_way_in_a_channel(work: SqlUnitOfWork) -> None:
    """What was accepted and has not shipped, of that channel alone; neither offers nor what is over."""
    for name, state, place in (
        ("D2", State.IN_PROGRESS, "C1"),
        ("D1", State.ACCEPTED, "C1"),
        ("offered", State.OFFERED, "C1"),
        ("shipped", State.SHIPPED, "C1"),
        ("elsewhere", State.IN_PROGRESS, "C2"),
        ("between the two", State.IN_PROGRESS, None),
    ):
        await work.delegations.add(a_delegation(name, state=state, brief=a_brief(team_channel=place)))
    assert [each.id for each in await work.delegations.at_work_in("C1")] == ["D1", "D2"]
    assert await work.delegations.at_work_in("C3") == []


async def test_versions_of_a_brief_are_kept(work: SqlUnitOfWork) -> None:
    """The first comes with the delegation, by its manager; further ones are added, and none replaces another."""
    delegation = a_delegation()
    await work.delegations.add(delegation)
    second = BriefVersion("D1", 2, "U_OWNER", NOW + HOUR, FULL_BRIEF)
    await work.delegations.add_version(second)
    await work.delegations.save(replace(delegation, brief=FULL_BRIEF, brief_number=2))
    assert await work.delegations.version("D1", 1) == BriefVersion(
        "D1", 1, "U_MANAGER", NOW, delegation.brief
    )
    assert await work.delegations.version("D1", 2) == second
    assert await work.delegations.version("D1", 3) is None
    assert await work.delegations.version("D9", 1) is None


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork
) -> None:
    """The same id, person and brief number in another workspace are something else."""
    async with ours:
        await ours.delegations.add(a_delegation(tenant=OURS))
        await ours.commit()
    async with theirs:
        with pytest.raises(NotFound):
            await theirs.delegations.get("D1", lock=True)
        assert await theirs.delegations.of_person("U_OWNER") == []
        assert await theirs.delegations.version("D1", 1) is None
        await theirs.delegations.save(replace(FULL, tenant=theirs.tenant))
        await theirs.commit()
    async with ours:
        assert await ours.delegations.get("D1") == a_delegation(tenant=OURS)
    async with theirs:
        await theirs.delegations.add(replace(FULL, tenant=theirs.tenant))
        await theirs.commit()
    async with ours:
        assert await ours.delegations.get("D1") == a_delegation(tenant=OURS)


async def test_those_whose_trigger_names_somebody_are_found_before_they_ship(work: SqlUnitOfWork) -> None:
    """By whom a trigger goes to and nothing else in the brief, the latest first, and of this tenant alone."""
    quoted = replace(FULL_BRIEF, triggers=(), outcome='They say "U_NOOR" and mean it.')
    named = replace(FULL_BRIEF, triggers=(*FULL_BRIEF.triggers, Trigger("No export", 60, "U_NOOR")))
    for name, brief, state, at in (
        ("D1", named, State.OFFERED, NOW),
        ("D2", named, State.IN_PROGRESS, NOW + HOUR),
        ("D3", named, State.SHIPPED, NOW),
        ("D4", quoted, State.IN_PROGRESS, NOW),
        ("D5", FULL_BRIEF, State.IN_PROGRESS, NOW),
    ):
        await work.delegations.add(a_delegation(name, brief=brief, state=state, handed_over_at=at))
    assert [each.id for each in await work.delegations.naming("U_NOOR")] == ["D2", "D1"]
    assert await work.delegations.naming("U%") == []
