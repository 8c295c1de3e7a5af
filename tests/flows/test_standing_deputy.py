"""A deputy named without days: next in line where somebody who is there does not answer."""

from datetime import timedelta

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import JONAS, MAYA, NOOR, TOM_WHO_LEFT
from bot.playground.to_the_app.happenings import person_changes
from tests.flows.conftest import MONDAY, ONE_PLACE, World
from tests.flows.steps import begin, done, form
from tests.flows.test_flags import DUE, SEEN, TUESDAY, flag
from tests.flows.test_pages import CONDITION, NIGHT, hits, working
from tests.flows.test_settings import set_own_time

pytestmark = ONE_PLACE
TO_MAYA = {"condition": CONDITION, "minutes": "1 hour", "goes_to": MAYA}
TO_NOOR = {"condition": CONDITION, "minutes": "1 hour", "goes_to": NOOR}


async def test_a_page_that_a_silent_manager_does_not_answer_goes_to_their_deputy(world: World) -> None:
    """Not on leave, only asleep: the second round is the deputy's, who has it; the owner read whose it would be."""
    jonas = Actor(world.workspace, JONAS)
    await set_own_time(world, world.maya, deputy=JONAS)
    card = await working(world, TO_MAYA)
    await world.at(NIGHT)
    await hits(world, card)
    assert "it goes on to Jonas." in text_of(await world.message(world.sam, "notifications paused"))
    assert not world.count(jonas, "hit a trigger")
    await world.at(NIGHT + timedelta(hours=1, seconds=10))
    page = await world.message(jonas, "hit a trigger")
    assert "You stand in for Maya, and nobody has answered yet." in text_of(page)
    told = text_of(await world.message(world.sam, "Jonas, who stands in for Maya"))
    assert "it goes to Jonas again." in told
    await world.quiet()
    assert world.count(world.maya, "hit a trigger") == 1
    await jonas.click(page, "I have it")
    await world.message(world.sam, "Jonas has it")


async def test_the_owner_reads_who_is_next_in_each_case(world: World) -> None:
    """Nobody but the manager; the deputy of somebody named; and after the last round, that it was the last."""
    card = await working(world, TO_NOOR)
    await world.at(NIGHT)
    await hits(world, card)
    told = await world.message(world.sam, "notifications paused")
    assert "it goes to Maya again." in text_of(told)
    await set_own_time(world, Actor(world.workspace, NOOR), deputy=JONAS)
    await world.at(NIGHT + timedelta(hours=1, seconds=10))
    await world.workspace.until(lambda: "who stands in for Noor" in text_of(world.sam.look_again(told)))
    await world.at(NIGHT + timedelta(hours=2, seconds=20))
    await world.workspace.until(lambda: "I say so" in text_of(world.sam.look_again(told)))
    assert "nothing more goes out" in text_of(world.sam.look_again(told))


async def test_a_deputy_who_has_left_is_not_next(world: World) -> None:
    """The manager is paged once more instead, and the owner reads so."""
    await set_own_time(world, world.maya, deputy=JONAS)
    card = await working(world, TO_MAYA)
    await person_changes(world.workspace, JONAS, deleted=True)
    await world.at(NIGHT)
    await hits(world, card)
    assert "it goes to Maya again." in text_of(await world.message(world.sam, "notifications paused"))
    await world.at(NIGHT + timedelta(hours=1, seconds=10))
    await world.quiet()
    assert world.count(world.maya, "hit a trigger") == 2


async def test_a_flag_keeps_its_rule(world: World) -> None:
    """Not at once, since the manager is there; to the deputy when neither flag nor reminder was answered."""
    jonas = Actor(world.workspace, JONAS)
    await set_own_time(world, world.maya, deputy=JONAS)
    await flag(world, await begin(world))
    assert not world.count(jonas, SEEN)
    await world.at(DUE)
    await world.message(world.maya, "still waits for an answer")
    await world.quiet()
    assert not world.count(jonas, SEEN)
    await world.at(TUESDAY + timedelta(minutes=2))
    await world.message(jonas, SEEN)


async def test_a_deputy_is_a_person_who_can_answer(world: World) -> None:
    """Named without days they are looked at as with them; the days of an absence may come and go."""
    opened = form(await world.maya.command("/delegate", "settings"))
    assert "deactivated" in str((await opened.submit({"deputy": TOM_WHO_LEFT})).errors)
    assert "somebody else" in str((await opened.submit({"deputy": MAYA})).errors)
    day = MONDAY.date()
    done(await opened.submit({"deputy": JONAS, "away_first": day, "away_last": day}))
    again = form(await world.maya.command("/delegate", "settings"))
    done(await again.submit({"away_first": None, "away_last": None}))
    kept = form(await world.maya.command("/delegate", "settings"))
    assert JONAS in str(kept.view.definition)
