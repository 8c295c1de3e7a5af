"""The kind of a task: guessed in the form, changeable there, asked about at checkpoints, and what was done of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.coaching.question_bank import texts
from bot.domain.task_kind import TaskKind
from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import NOOR, SAM
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BAR, THURSDAY_17, begin, done, form, guards, ship

pytestmark = ONE_PLACE
SPOT_CHECK = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


def asked_about(kind: TaskKind) -> list[str]:
    """Return the beginnings of what a spot check asks about this kind alone."""
    return [question.partition("{")[0] for question in texts("task_kinds")[kind]["spot check"]]


async def test_the_kind_is_guessed_and_can_be_another(world: World) -> None:
    """It stands in the third step with what was done of it; another pick is kept and loses nothing typed."""
    third = await guards(world)
    assert third.value("kind")["value"] == "report"
    assert "Sam's first of this kind with you." in third.text
    third.fill({"minimum_shippable": "Totals per team."})
    picked = form(await third.choose("kind", "Analysis or research"))
    assert picked.value("kind")["value"] == "analysis"
    assert picked.value("minimum_shippable") == "Totals per team."
    done(await picked.submit({}))
    await world.quiet()
    assert (await world.stored(world.sam))[0].brief.kind is TaskKind.ANALYSIS


async def test_a_template_keeps_the_kind_that_was_picked(world: World) -> None:
    """What starts from it is of that kind again, whatever its line would be taken for."""
    third = form(await (await guards(world)).choose("kind", "Analysis or research"))
    done(await form(await form(await third.click("Save as template")).submit({"Name": "Costs"})).submit({}))
    opened = form(await world.maya.command("/delegate"))
    await world.workspace.until(lambda: "Start from a template" in opened.text)
    first = form(await opened.choose("template_choose", "Costs"))
    again = form(await form(await first.submit({"Owner": SAM, "Deadline": THURSDAY_17})).submit({}))
    assert again.value("kind")["value"] == "analysis"


async def test_a_checkpoint_asks_about_the_kind(world: World) -> None:
    """One of the two questions is about reports, where the work is one."""
    await begin(world)
    await world.at(SPOT_CHECK)
    asked = text_of(await world.message(world.sam, "On course, nothing new"))
    assert any(question in asked for question in asked_about(TaskKind.REPORT))


async def test_the_brief_names_the_kind(world: World) -> None:
    """In the whole brief, for both."""
    await begin(world)
    for actor in (world.maya, world.sam):
        card = await world.card(actor, "In progress")
        assert "Report or figures" in form(await actor.click(card, "Brief")).text


@pytest.mark.parametrize(
    ("cycles", "said"),
    [
        (
            1,
            "Sam has shipped one of this kind for you, and it met the bar. Both checkpoints still fit; *Advise*",
        ),
        (
            3,
            "3 of this kind for you, and all of them met the bar. Drop the spot check? *Inquire* fits as well.",
        ),
    ],
)
async def test_what_was_done_of_a_kind_suggests_how_closely_to_look(
    world: World, cycles: int, said: str
) -> None:
    """The form says what fits now, and why; nothing is ticked or unticked for anybody, and other kinds are others."""
    await ship(world, await begin(world), measured="1.5")
    await shipped_again(world, cycles - 1)
    third = await guards(world)
    assert said in third.text
    boxes = next(block["block_id"] for block in third.blocks if block["block_id"].startswith("checkpoints"))
    assert len(third.value(boxes)) == 2
    other = form(await third.choose("kind", "Decision or choice"))
    assert "Sam's first of this kind with you." in other.text


async def test_work_for_another_manager_says_nothing(world: World) -> None:
    """What Sam has done for somebody else is between those two."""
    await ship(world, await begin(world), measured="1.5")
    noor = Actor(world.workspace, NOOR)
    first = form(await form(await noor.command("/delegate", "")).submit(BAR))
    assert "Sam's first of this kind with you." in form(await first.submit({})).text


async def shipped_again(world: World, times: int) -> None:
    """Have the one delegation that there is be there so many times more."""
    assert world.application is not None
    [shipped] = await world.stored(world.sam)
    async with world.application.units(shipped.tenant) as work:
        for number in range(times):
            await work.delegations.add(replace(shipped, id=f"earlier-{number}"))
        await work.commit()
