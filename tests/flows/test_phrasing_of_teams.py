"""What phrasing rules ask about: counted by rule, and switched off by a team for all its work."""

import pytest

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import CLOUD_COSTS, JONAS
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BAR, begin, done, form, guards

pytestmark = ONE_PLACE
ORDER = "Use the October export."
SWITCHES = {
    "edit": "Orders and edits: ask it as a question?",
    "blame": "Blame: what made it look right?",
    "hindsight": "Hindsight: what could be seen then?",
    "vague_bar": "A vague bar: how would it show as wrong?",
}


async def switch_off(world: World, *rules: str) -> None:
    """Have Maya leave the other rules ticked for the team of the channel."""
    opened = form(await world.maya.command("/delegate", "phrasing", channel=CLOUD_COSTS))
    done(await opened.submit({"rules": [label for rule, label in SWITCHES.items() if rule not in rules]}))


async def ask(world: World, words: str) -> bool:
    """Have Maya ask Sam in these words, as they are in the end; say whether she was asked about them first."""
    card = await world.card(world.maya, "In progress")
    outcome = await form(await world.maya.click(card, "Ask a question")).submit({"question": words})
    if outcome.modal:
        done(await outcome.modal.submit({"as_it_is": ["Send it as it is"]}))
    await world.message(world.sam, words)
    return outcome.modal is not None


async def measured(world: World) -> str:
    """Return what operators read."""
    assert world.application
    return (await world.application.measured()).decode()


async def test_a_team_switches_a_rule_off(world: World) -> None:
    """It asks nothing any more, the others still do, and the form shows it the next time."""
    await begin(world)
    await switch_off(world, "edit")
    assert not await ask(world, ORDER)
    assert await ask(world, "Why didn't you ring me?")
    again = form(await world.maya.command("/delegate", "phrasing", channel=CLOUD_COSTS))
    assert again.view.definition["blocks"][1]["element"]["initial_options"][0]["value"] == "blame"
    await switch_off(world)
    assert await ask(world, "Add the forecast.")


async def test_an_order_that_nobody_asked_about_is_no_edit(world: World) -> None:
    """What a team does not look for stands in nobody's record."""
    await begin(world)
    await switch_off(world, "edit")
    await ask(world, ORDER)
    delegation = (await world.stored(world.sam))[0]
    assert world.application
    async with world.application.units(delegation.tenant) as work:
        assert await work.rescues.of_manager(delegation.manager_id, delegation.id) == []


async def test_a_vague_bar_of_such_a_team_goes_through_at_once(world: World) -> None:
    """Asked about for other channels, and not for this one."""
    await switch_off(world, "vague_bar")
    outcome = await form(await world.maya.command("/delegate", "")).submit(
        BAR | {"Acceptable error": "good quality"}
    )
    assert outcome.ok, dict(outcome.errors)
    elsewhere = BAR | {"Acceptable error": "good quality", "Team channel": None}
    asked = await form(await world.maya.command("/delegate", "")).submit(elsewhere)
    assert "acceptable_error" in asked.errors


async def test_it_is_said_in_the_teams_channel_by_its_people(world: World) -> None:
    """Anywhere else, and for anybody else, a sentence says how."""
    refused = await world.maya.command("/delegate", "phrasing")
    assert "team's channel" in text_of(refused.ephemeral[-1])
    jonas = Actor(world.workspace, JONAS)
    world.workspace.channels[CLOUD_COSTS].members.add(JONAS)
    opened = form(await jonas.command("/delegate", "phrasing", channel=CLOUD_COSTS))
    world.workspace.channels[CLOUD_COSTS].members.discard(JONAS)
    refused_form = await opened.submit({"rules": []})
    assert "Only the people in this channel" in refused_form.errors["rules"]


@pytest.mark.parametrize(
    ("words", "rule"),
    [(ORDER, "edit"), ("Why didn't you ring me?", "blame"), ("It was obvious.", "hindsight")],
)
async def test_each_rule_counts_how_often_it_asked_in_vain(world: World, words: str, rule: str) -> None:
    """By rule and result, with neither a word nor a name."""
    await begin(world)
    assert await ask(world, words)
    counts = await measured(world)
    assert f'leeway_phrasing_checks_total{{result="asked",rule="{rule}"}} 1.0' in counts
    assert f'leeway_phrasing_checks_total{{result="sent_as_it_is",rule="{rule}"}} 1.0' in counts


async def test_a_question_in_its_place_counts_as_asked_alone(world: World) -> None:
    """The rule has helped."""
    await begin(world)
    card = await world.card(world.maya, "In progress")
    offered = form(await form(await world.maya.click(card, "Ask a question")).submit({"question": ORDER}))
    done(await offered.submit({"question": "What speaks for the October export?"}))
    counts = await measured(world)
    assert 'result="asked",rule="edit"' in counts
    assert "sent_as_it_is" not in counts


async def test_a_vague_bar_counts_once_it_is_handed_over_as_it_is(world: World) -> None:
    """Asked about at the first step, sent as it is with the brief."""
    first = form(await world.maya.command("/delegate", ""))
    assert (await first.submit(BAR | {"Acceptable error": "good quality"})).errors
    second = form(await first.submit({}))
    third = form(await second.submit({}))
    done(await third.submit())
    counts = await measured(world)
    assert 'leeway_phrasing_checks_total{result="asked",rule="vague_bar"} 1.0' in counts
    assert 'leeway_phrasing_checks_total{result="sent_as_it_is",rule="vague_bar"} 1.0' in counts
    done(await (await guards(world)).submit())
    assert 'result="sent_as_it_is",rule="vague_bar"} 1.0' in await measured(world)
