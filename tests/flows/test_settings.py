"""People's own time: settings, days off, absence, quiet hours, reminders together, and what is muted."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.nudge import TOGETHER
from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import ACME_SHARED, CLOUD_COSTS, JONAS, NOOR, SAM
from bot.playground.to_the_app.happenings import person_changes
from bot.usecases.checkpoint import MOST_SNOOZES
from tests.flows.conftest import MONDAY, ONE_PLACE, World
from tests.flows.steps import BAR, TASK, begin, done, form, from_menu, offer

SPOT_CHECK = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)  # Monday 09:00 in Paris, half way being at the weekend
LATER = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)  # a Friday, which leaves room for two checkpoints


async def set_own_time(world: World, actor: Actor, **entered: object) -> None:
    """Have `actor` save settings."""
    done(await form(await actor.command("/delegate", "settings")).submit(entered))
    await world.quiet()


async def test_settings_are_kept_and_shown_again(world: World) -> None:
    """What was said stands in the form the next time, and the zone is the one that dates are shown in."""
    await set_own_time(
        world, world.sam, zone="Asia/Tokyo", start=time(8), days_off="2026-12-24 to 2026-12-26"
    )
    again = form(await world.sam.command("/delegate", "settings"))
    assert "Asia/Tokyo" in str(again.view.definition)
    assert "2026-12-24 to 2026-12-26" in str(again.view.definition)
    assert "JST" in text_of(await offer(world))


@ONE_PLACE
async def test_what_cannot_stand_is_said_at_its_field(world: World) -> None:
    """A day that ends before it starts, half an absence, an app as deputy: one sentence each, nothing lost."""
    opened = form(await world.sam.command("/delegate", "settings"))
    assert "ends after it starts" in str((await opened.submit({"end": time(7)})).errors)
    opened = form(await world.sam.command("/delegate", "settings"))
    assert "first and a last day" in str((await opened.submit({"away_first": date(2026, 12, 1)})).errors)
    opened = form(await world.sam.command("/delegate", "settings"))
    assert "cannot read" in str((await opened.submit({"days_off": "christmas"})).errors)


@ONE_PLACE
async def test_home_opens_the_settings(world: World) -> None:
    """[Settings] stands on Home beside [Delegate a task]."""
    await world.sam.open_home()
    await world.workspace.until(lambda: world.sam.home is not None)
    assert form(await world.sam.click_home("Settings")).title == "Settings"


@ONE_PLACE
async def test_checkpoints_move_out_of_days_off(world: World) -> None:
    """A spot check that falls on a day that became free comes on the next one, and the card says so."""
    await begin(world, Deadline=LATER)
    await set_own_time(world, world.sam, days_off="2026-11-30")
    assert "Tue, Dec 1 at 09:00 CET" in text_of(await world.card(world.sam, "Next: "))
    await world.at(SPOT_CHECK)
    await world.quiet()
    assert not world.count(world.sam, "Spot check")
    await world.at(SPOT_CHECK + timedelta(days=1))
    await world.message(world.sam, "Spot check")


@ONE_PLACE
async def test_who_moves_is_asked_in_the_hours_of_their_new_zone(world: World) -> None:
    """Nine in Paris is four in the morning in Montréal: the spot check follows, and the card says when."""
    await begin(world, Deadline=LATER)
    await person_changes(world.workspace, SAM, tz="America/Toronto")
    assert "Mon, Nov 30 at 09:00 EST" in text_of(await world.card(world.sam, "EST"))
    await world.at(SPOT_CHECK)
    await world.quiet()
    assert not world.count(world.sam, "Spot check")
    await world.at(SPOT_CHECK + timedelta(hours=6))
    await world.message(world.sam, "Spot check")


@ONE_PLACE
async def test_a_team_has_days_off_of_its_own(world: World) -> None:
    """Typed in the team's channel by one of its members; the card says at once when it comes instead."""
    await begin(world, Deadline=LATER)
    opened = form(await world.maya.command("/delegate", "days off", channel=CLOUD_COSTS))
    done(await opened.submit({"days_off": "2026-11-30"}))
    await world.card(world.sam, "Tue, Dec 1 at 09:00 CET")
    await world.at(SPOT_CHECK)
    await world.quiet()
    assert not world.count(world.sam, "Spot check")
    await world.at(SPOT_CHECK + timedelta(days=1))
    await world.message(world.sam, "Spot check")


@ONE_PLACE
async def test_a_task_handed_over_later_is_planned_around_the_days_off_of_its_team(world: World) -> None:
    """Form, card and question agree from the start; where the after-action moves, the plan moves along."""
    opened = form(await world.maya.command("/delegate", "days off", channel=CLOUD_COSTS))
    done(await opened.submit({"days_off": "2026-11-30"}))
    first = form(await world.maya.command("/delegate"))
    second = form(await first.submit({**BAR, "Deadline": LATER, "Team channel": ACME_SHARED}))
    third = form(await second.submit({}))
    assert "Mon, Nov 30" in str(third.blocks)
    back = form(await form(await third.click("Back")).click("Back"))
    third = form(await form(await back.submit({"Team channel": CLOUD_COSTS})).submit({}))
    assert "Mon, Nov 30" not in str(third.blocks)
    assert "Tue, Dec 1" in str(third.blocks)
    done(await third.submit({}))
    assert "Tue, Dec 1 at 09:00 CET" in text_of(await world.card(world.sam, "hands you this"))


@ONE_PLACE
async def test_a_flag_waits_for_a_manager_whose_team_is_off(world: World) -> None:
    """The answer to it is due in hours in which the team works, whoever asks for it."""
    opened = form(await world.maya.command("/delegate", "days off", channel=CLOUD_COSTS))
    done(await opened.submit({"days_off": "2026-11-24"}))
    card = await begin(world, Deadline=LATER)
    await world.at(MONDAY.replace(hour=17))
    done(await form(await world.sam.click(card, "Raise a flag")).submit({"seen": "Sources disagree."}))
    [delegation] = await world.stored(world.sam)
    assert delegation.move_until is not None
    assert delegation.move_until.date() == date(2026, 11, 25)


@ONE_PLACE
async def test_days_off_of_a_team_are_set_in_its_channel(world: World) -> None:
    """Anywhere else the sentence says where to type it."""
    refused = await world.maya.command("/delegate", "days off")
    assert "team's channel" in text_of(refused.ephemeral[-1])


@ONE_PLACE
async def test_a_muted_delegation_sends_no_reminders(world: World) -> None:
    """Muted from the card's menu the checkpoint does not come; everything else does, and settings undo it."""
    card = await begin(world, Deadline=LATER)
    await from_menu(world.sam, card, "Mute reminders")
    await world.at(SPOT_CHECK)
    await world.quiet()
    assert not world.count(world.sam, "Spot check")
    opened = form(await world.sam.command("/delegate", "settings"))
    assert TASK in opened.text
    done(await opened.submit({"muted": []}))
    assert "[Mute reminders]" in form(await world.sam.click(card, "More …")).text


@ONE_PLACE
async def test_every_direct_message_has_its_way_to_be_quieter(world: World) -> None:
    """Beside the first words of each stands a menu with mute and settings."""
    await begin(world, Deadline=LATER)
    await world.at(SPOT_CHECK)
    asked = await world.message(world.sam, "Spot check")
    opened = await world.sam.click(asked, "Settings")
    assert form(opened).title == "Settings"
    await world.sam.click(asked, "Mute reminders")
    assert "[Unmute reminders]" in form(await world.sam.click(world.sam.dm_messages()[0], "More …")).text


@ONE_PLACE
async def test_quiet_hours_hold_back_what_can_wait(world: World) -> None:
    """A question asked within them arrives when they end."""
    await begin(world, Deadline=LATER)
    await set_own_time(world, world.sam, quiet=time(11), quiet_until=time(13))  # it is 11:00 in Paris
    asking = form(await world.maya.click(await world.card(world.maya, "In progress"), "Ask a question"))
    done(await asking.submit({"question": "What do you see?"}))
    await world.quiet()
    assert not world.count(world.sam, "in your own time")
    await world.at(datetime(2026, 11, 23, 12, 0, tzinfo=UTC) + 2 * TOGETHER)
    await world.message(world.sam, "in your own time")


@ONE_PLACE
async def test_reminders_come_together_for_who_wants_them_so(world: World) -> None:
    """The spot check of today is told on the next working morning."""
    await begin(world, Deadline=LATER)
    await set_own_time(world, world.sam, reminders="Together, on the next working morning")
    await world.at(SPOT_CHECK)
    await world.quiet()
    assert not world.count(world.sam, "Spot check")
    await world.at(SPOT_CHECK + timedelta(days=1) + 2 * TOGETHER)
    await world.message(world.sam, "Spot check")


@ONE_PLACE
async def test_a_checkpoint_that_moved_three_times_asks_what_changed(world: World) -> None:
    """Three snoozes move this one alone; the fourth message asks, and cannot be put off, nor can the ones before."""
    await begin(world, Deadline=LATER)
    await world.at(SPOT_CHECK)
    for number in range(MOST_SNOOZES):
        asked = await world.message(world.sam, "Spot check")
        assert "What changed?" not in text_of(asked)
        assert "I ask again" in text_of(
            (await world.sam.choose(asked, "snooze", "In 1 hour")).ephemeral[-1]
        ), number
        before = world.count(world.sam, "Spot check")
        await world.at(SPOT_CHECK + timedelta(hours=number + 1))
        await world.workspace.until(lambda before=before: world.count(world.sam, "Spot check") > before)
    fourth = await world.message(world.sam, "This one has moved three times. What changed?")
    assert "snooze" not in str(fourth.blocks)
    assert "On course, nothing new" in text_of(fourth)
    refused = await world.sam.choose(asked, "snooze", "In 1 hour")
    assert "What changed?" in text_of(refused.ephemeral[-1])


@ONE_PLACE
@pytest.mark.parametrize("somebody", [JONAS, NOOR])
async def test_a_colleague_mutes_nothing_of_others(world: World, somebody: str) -> None:
    """Whoever is neither owner nor manager is told whom to ask."""
    card = await begin(world)
    delegation = (await world.stored(world.sam))[0]
    stranger = Actor(world.workspace, somebody)
    forged = {"action_id": "mute", "value": f"{delegation.id}|mute"}
    outcome = await stranger.raw_action(forged, channel=card.channel, ts=card.ts)
    assert "between two others" in outcome.ephemeral[-1].text
