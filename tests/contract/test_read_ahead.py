"""Reading ahead: for many at once, and nobody can tell the difference."""

import asyncio
from dataclasses import replace

import pytest

from bot.clock import SettableClock
from bot.domain.brief import Trigger
from bot.domain.correction import CorrectionNote
from bot.domain.delegation import Delegation, Outcome
from bot.domain.errors import NotFound
from bot.domain.flag import Flag, Sureness
from bot.domain.help import Help, HelpKind
from bot.domain.intention import Intention
from bot.domain.lifecycle import Role, State
from bot.domain.nudge_kind import NudgeKind
from bot.domain.page import Hit, Page
from bot.domain.people import Channel, Person, Tenant
from bot.domain.premortem import Premortem, Risk
from bot.domain.proposal import Proposal, ProposalKind
from bot.domain.record import BriefVersion, Question, QuestionAbout
from bot.domain.review import Change, Phase
from bot.usecases.ports import Unavailable
from bot.usecases.situation import situation_of
from storage.connections import Connections
from storage.read_ahead import ReadAhead
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.contract.samples import DAY, HOUR, NOW, OURS, THEIRS, a_brief, a_delegation, a_nudge, a_review

PEOPLE = ("U_OWNER", "U_MANAGER", "U_TRIGGER", "U_CHANGE")


def stories(tenant: Tenant) -> list[Delegation]:
    """Return delegations in moments that are read for in different ways."""
    full = a_brief(team_channel="C1", triggers=(Trigger("over 5 %", 60, "U_TRIGGER"),))
    under_way = {"brief": full, "started_at": NOW, "state": State.IN_PROGRESS}
    return [
        a_delegation("D1", tenant),
        a_delegation("D2", tenant, brief_number=2, move=Role.MANAGER),
        a_delegation("D3", tenant, **under_way),
        a_delegation(
            "D4",
            tenant,
            **under_way | {"state": State.IN_REVIEW, "shipped_at": NOW, "outcome": Outcome.MISSED},
        ),
        a_delegation("D5", tenant, **under_way | {"state": State.CLOSED, "shipped_at": NOW}),
    ]


@pytest.fixture
async def told(units: SqlUnitsOfWork) -> None:
    """Two workspaces with the same ids in them, and something different under each."""
    for tenant, name in ((OURS, "ours"), (THEIRS, "theirs")):
        async with units(tenant) as work:
            for person in (*PEOPLE[:3], "U_DEPUTY"):  # whom the change names we do not know
                await work.people.put_person(Person(person, "T1", f"{person} of {name}"), NOW)
            await work.people.put_channel(Channel("C1", name), NOW)
            for delegation in stories(tenant):
                await work.delegations.add(delegation)
            earlier = BriefVersion("D2", 1, "U_MANAGER", NOW, a_brief(task=f"Before, {name}"))
            await work.delegations.add_version(earlier)
            for number, (question, answer) in enumerate(((name, ""), ("again?", "Yes."), ("last?", ""))):
                asked = Question(f"Q{number}", "D3", QuestionAbout.WORK, question, NOW + number * HOUR)
                await work.records.ask(asked)
                if answer:
                    await work.records.answer_question(replace(asked, answer=answer, answered_at=NOW + DAY))
            await work.nudges.plan(
                a_nudge("N1", tenant, delegation_id="D3", subject="spot check", due_at=NOW + HOUR),
                a_nudge("N2", tenant, delegation_id="D3", subject="final QA", due_at=NOW + DAY),
                a_nudge("N3", tenant, delegation_id="D3", kind=NudgeKind.MOVE, due_at=NOW + DAY),
            )
            for number in range(2):
                at = NOW + number * HOUR
                due = at + HOUR
                flag = Flag(f"F{number}", "D3", name, Sureness.LIKELY, "", at, due, deputy_id="U_TRIGGER")
                await work.flags.add(flag)
                await work.flags.add(replace(flag, id=f"F4{number}", delegation_id="D4"))
                await work.intentions.add(
                    Intention(f"I{number}", "D3", name, "Why", at, due, deputy_id="U_GONE")
                )
            pages = (Page("U_MANAGER", 1, NOW), Page("U_DEPUTY", 1, NOW, "U_MANAGER"))
            hit = Hit("H2", "D3", name, 60, "U_MANAGER", "U_OWNER", NOW + HOUR, NOW + HOUR, pages=pages)
            had = replace(hit, id="H1", at=NOW, acknowledged_by="U_TRIGGER", acknowledged_at=NOW + HOUR)
            made = Proposal("P2", "D3", ProposalKind.MINIMUM, NOW + HOUR, NOW + DAY, NOW + DAY, outcome=name)
            for each in (hit, had, replace(hit, id="H3", delegation_id="D4")):
                await work.pages.add(each)
            for proposed in (
                made,
                replace(made, id="P1", at=NOW),
                replace(made, id="P3", delegation_id="D5"),
            ):
                await work.proposals.add(proposed)
            wish = Help(
                "W1", "D3", "U_OWNER", HelpKind.THINK, name, NOW, due_at=NOW + HOUR, deputy_id="U_DEPUTY"
            )
            for said in (wish, replace(wish, id="W2", due_at=None, deputy_id="")):
                await work.help_given.add(said)
            await hold_premortems(work, name)
            change = Change("when it is late", name, "U_CHANGE", (NOW + DAY).date())
            await work.corrections.add(CorrectionNote("D4", 1, NOW, NOW + HOUR, text=name, sent_at=NOW))
            await work.corrections.add(CorrectionNote("D4", 2, NOW + HOUR, NOW + DAY, text=name))
            await work.reviews.add(a_review("D4", tenant))
            await work.reviews.add(a_review("D5", tenant, phase=Phase.CLOSED, change=change))
            await work.reviews.add(a_review("D5", tenant, round=2))
            await work.commit()


async def hold_premortems(work: SqlUnitOfWork, name: str) -> None:
    """Have one revealed, with a risk by its author's name, and another one still written."""
    first = Premortem("D3", 1, "U_OWNER", ("U_TRIGGER",), NOW, NOW + HOUR, revealed_at=NOW)
    for number, held in enumerate((first, replace(first, number=2, revealed_at=None)), 1):
        await work.premortems.add(held)
        for author in ("U_MANAGER", "U_TRIGGER"):
            risk = Risk(
                f"{author}{number}", "D3", number, author, 0, name, NOW, with_name=author == "U_TRIGGER"
            )
            await work.premortems.write(held, author, [risk])
    await work.premortems.reveal(first)


async def test_what_is_drawn_from_is_the_same(
    told: None, units: SqlUnitsOfWork, connections: Connections, clock: SettableClock
) -> None:
    """In every moment, in both workspaces, and for as many as ask at once."""
    reading = ReadAhead(connections, clock)
    asked = [(tenant, f"D{number}") for tenant in (OURS, THEIRS) for number in range(1, 6)]
    expected = [await situation_of(about, units(tenant), clock) for tenant, about in asked]

    async def ahead(tenant: Tenant, about: str) -> object:
        return await situation_of(about, await reading.of(tenant, about), clock)

    assert [await ahead(*each) for each in asked] == expected
    assert await asyncio.gather(*(ahead(*each) for each in asked * 3)) == expected * 3


async def test_it_is_the_state_of_the_moment_in_which_it_is_asked_for(
    told: None, units: SqlUnitsOfWork, connections: Connections, clock: SettableClock
) -> None:
    """Work that shipped since is known to have shipped."""
    reading = ReadAhead(connections, clock)
    before = await situation_of("D3", await reading.of(OURS, "D3"), clock)
    async with units(OURS) as work:
        shipped = replace(before.delegation, state=State.SHIPPED, shipped_at=NOW)
        await work.delegations.save(shipped)
        await work.commit()
    after = await situation_of("D3", await reading.of(OURS, "D3"), clock)
    assert (before.delegation.state, after.delegation.state) == (State.IN_PROGRESS, State.SHIPPED)


async def test_what_is_not_there_is_not_found(
    told: None, connections: Connections, clock: SettableClock
) -> None:
    """Neither by an id that nobody has nor in another workspace; those who asked beside it have theirs."""
    reading = ReadAhead(connections, clock)
    asked = [(OURS, "D1"), (OURS, "nobody's"), (Tenant("", "T9"), "D1")]
    works = await asyncio.gather(*(reading.of(*each) for each in asked))
    async with works[0] as work:
        assert (await work.delegations.get("D1")).id == "D1"
    for (_, about), opened in zip(asked[1:], works[1:], strict=True):
        async with opened as work:
            with pytest.raises(NotFound):
                await work.delegations.get(about)


async def test_all_else_is_asked_of_the_database(
    told: None, connections: Connections, clock: SettableClock
) -> None:
    """Another delegation, another kind, another person: nothing is guessed."""
    async with await ReadAhead(connections, clock).of(OURS, "D1") as work:
        assert (await work.delegations.get("D3")).id == "D3"
        assert len(await work.records.questions("D3")) == 3
        assert [each.id for each in await work.pages.of(["D3"])] == ["H1", "H2"]
        assert [each.id for each in await work.proposals.of(["D5", "D3"])] == ["P1", "P2", "P3"]
        latest, changed = await work.reviews.latest("D5"), await work.reviews.latest_with_change("D5")
        assert [each and each.round for each in (latest, changed)] == [2, 1]
        assert set(await work.people.persons(("U_TRIGGER", "U_CHANGE"))) == {"U_TRIGGER"}
        known = await work.people.channel("C1")
        assert known
        assert known[0].name == "ours"
        assert len(await work.flags.of("D3")) == len(await work.intentions.of("D3")) == 2
        assert len(await work.nudges.due_of(["D3"], NudgeKind.MOVE)) == 1
        assert len(await work.premortems.of("D3")) == 2
        assert len(await work.premortems.revealed("D3")) == 2
        version = await work.delegations.version("D2", 1)
        assert version
        assert version.number == 1


async def test_a_database_out_of_reach_is_told_to_all_who_asked(
    connections: Connections, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next ones are read for as if nothing had been."""

    async def out_of_reach(*_: object) -> None:
        await asyncio.sleep(0)
        raise Unavailable("down")

    reading = ReadAhead(connections, clock)
    with monkeypatch.context() as patched:
        patched.setattr("storage.read_ahead.read_facts", out_of_reach)
        asked = [asyncio.create_task(reading.of(OURS, f"D{number}")) for number in range(3)]
        assert [type(error) for error in await asyncio.gather(*asked, return_exceptions=True)] == [
            Unavailable
        ] * 3
    async with await reading.of(OURS, "D1") as work:
        with pytest.raises(NotFound):
            await work.delegations.get("D1")
