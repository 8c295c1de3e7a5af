"""What both agreed under way: all that hangs on the deadline moves with it, and nothing agreed since is undone."""

from datetime import UTC, datetime, timedelta

from bot.domain.proposal import Answer
from bot.playground.acting.actor import text_of
from bot.playground.cast import CLOUD_COSTS, NOOR, SAM
from bot.playground.to_the_app.happenings import person_leaves
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.premortems import REVEALED, TUESDAY_11, invite, noor_of, write
from tests.flows.steps import THURSDAY_17, begin, done, form
from tests.flows.test_change_brief import NEXT_WEEK, changing, proposed
from tests.flows.test_flags import flag
from tests.flows.test_new_time import NEXT_TUESDAY, proposals, proposes
from tests.flows.test_risk_checks import CHECK, watched

pytestmark = ONE_PLACE
MINUTE = timedelta(minutes=1)
MONDAY_1730 = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # in Paris, half an hour before Sam stops
WEDNESDAY_12 = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


async def test_the_word_at_the_deadline_comes_at_the_one_that_the_manager_proposed(world: World) -> None:
    """Nothing at the old one, and one question at the new one."""
    await begin(world)
    await world.sam.click(await proposed(world), "Agree to it")
    await world.message(world.maya, "Sam agrees")
    await world.at(THURSDAY_17 + MINUTE)
    await world.quiet()
    assert not world.count(world.sam, "It was due")
    await world.at(NEXT_WEEK + MINUTE)
    await world.message(world.sam, "It was due")


async def test_a_late_word_loses_its_buttons_once_another_deadline_is_agreed(world: World) -> None:
    """The manager proposes it after the old one has passed; the question of then is over with the answer."""
    await begin(world)
    await world.at(THURSDAY_17 + MINUTE)
    late = await world.message(world.sam, "It was due")
    assert "New time" in text_of(late)
    await world.sam.click(await proposed(world), "Agree to it")
    await world.message(world.maya, "Sam agrees")
    await world.quiet()
    assert "[New time]" not in text_of(world.sam.look_again(late))


async def test_the_move_stays_with_whoever_owes_a_word(world: World) -> None:
    """A flag is due when it was, whatever becomes of the deadline."""
    await flag(world, await begin(world))
    before = (await world.stored(world.sam))[0]
    await world.sam.click(await proposed(world), "Agree to it")
    await world.message(world.maya, "Sam agrees")
    after = (await world.stored(world.sam))[0]
    assert after.brief.deadline == NEXT_WEEK
    assert (after.move, after.move_until) == (before.move, before.move_until)


async def test_what_is_watched_is_asked_before_an_earlier_deadline(world: World) -> None:
    """A check after the new deadline would decide nothing: it comes within the work."""
    await watched(world, datetime(2026, 12, 2, 15, 0, tzinfo=UTC))
    done(await (await changing(world)).submit({"Deadline": WEDNESDAY_12}))
    await world.quiet()
    await world.sam.click(await world.message(world.sam, "Nothing changes unless you agree"), "Agree to it")
    await world.message(world.maya, "Sam agrees")
    await world.at(WEDNESDAY_12 - MINUTE)
    await world.quiet()
    assert not world.count(world.sam, CHECK)
    await world.at(WEDNESDAY_12)
    await world.message(world.sam, CHECK)


async def test_a_premortem_is_revealed_before_an_earlier_deadline(world: World) -> None:
    """Whoever is asked reads the new time, and at it the reasons are shown; at the old one nothing comes again."""
    await invite(world, NOOR)
    await write(world, noor_of(world), "Finance closed the books early.")
    done(await (await changing(world)).submit({"Deadline": TUESDAY_11 - timedelta(hours=1)}))
    await world.quiet()
    await world.sam.click(await world.message(world.sam, "Nothing changes unless you agree"), "Agree to it")
    await world.message(world.maya, "Sam agrees")
    assert "at the latest" in text_of(await world.message(world.maya, "Mon, Nov 23 at 17:30 CET"))
    await world.at(MONDAY_1730 - MINUTE)
    await world.quiet()
    assert not world.count(world.sam, REVEALED)
    await world.at(MONDAY_1730)
    assert "Finance closed" in text_of(await world.message(world.sam, REVEALED))
    await world.at(TUESDAY_11)
    await world.quiet()
    assert world.count(world.sam, REVEALED) == 1


async def test_what_is_watched_follows_a_new_time_of_the_owners(world: World) -> None:
    """The same where the owner proposed it."""
    await watched(world, datetime(2026, 12, 2, 15, 0, tzinfo=UTC))
    card = await world.card(world.sam, "In progress")
    asked = form(await world.sam.click(card, "New time"))
    done(await asked.submit({"deadline": WEDNESDAY_12, "why": "They plan on Wednesday."}))
    await world.quiet()
    await world.maya.click(await world.message(world.maya, "proposes a new time"), "Agree")
    await world.message(world.sam, "agreed to a new time")
    await world.at(WEDNESDAY_12)
    await world.message(world.sam, CHECK)


async def test_a_new_time_is_not_undone_by_an_older_proposal_of_the_manager(world: World) -> None:
    """Agreeing to the owner's takes the manager's own off the table; both can see it, and the manager is told."""
    card = await begin(world)
    question = await proposed(world)
    stale = (await world.stored(world.sam))[0].change
    heard = await proposes(world, card)
    await world.maya.click(heard, "Agree")
    told = await world.message(world.maya, "your own proposal for it is off the table")
    assert "version 2" in text_of(told)
    await world.quiet()
    assert "[Agree to it]" not in text_of(world.sam.look_again(question))
    delegation = (await world.stored(world.sam))[0]
    assert (delegation.brief.deadline, delegation.change) == (NEXT_TUESDAY, None)
    assert stale is not None
    again = await world.sam.raw_action(
        {"action_id": "agree_to_change", "value": f"{delegation.id}|{stale.subject}"},
        channel=question.channel,
    )
    assert "not on the table any more" in again.ephemeral[-1].text


async def test_another_brief_takes_the_place_of_the_owners_proposal(world: World) -> None:
    """The owner agrees to the manager's: their own waits no more, and nobody hears of its silence."""
    card = await begin(world)
    question = await proposed(world)
    heard = await proposes(world, card)
    await world.sam.click(question, "Agree to it")
    await world.message(world.maya, "Sam agrees")
    await world.quiet()
    assert [each.answer for each in await proposals(world)] == [Answer.REPLACED]
    assert "Another proposal has taken its place" in text_of(world.maya.look_again(heard))
    await world.later(days=1, minutes=1)
    await world.quiet()
    assert not world.count(world.sam, "has not answered, so it stays as it was")
    assert (await world.stored(world.sam))[0].brief.deadline == NEXT_WEEK


async def test_a_place_that_was_left_does_not_come_back_with_another_brief(world: World) -> None:
    """It was moved between the two while the proposal was open; agreed to, it stays between them."""
    await begin(world)
    question = await proposed(world)
    await person_leaves(world.workspace, SAM, CLOUD_COSTS)
    await world.maya.click(await world.message(world.maya, "would not see it there"), "Between the two of us")
    await world.card(world.sam, "conversation of the two of you")
    await world.sam.click(question, "Agree to it")
    await world.message(world.maya, "Sam agrees")
    delegation = (await world.stored(world.sam))[0]
    assert (delegation.brief.team_channel, delegation.brief.deadline) == (None, NEXT_WEEK)
