"""Another brief while the work is under way: the manager proposes it, and only the owner's word makes it one."""

from datetime import UTC, datetime

from bot.playground.acting.actor import Modal, VisibleMessage, text_of
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BAR, WEDNESDAY, accept, begin, done, form, offer, ship

pytestmark = ONE_PLACE
NEXT_WEEK = datetime(2026, 12, 3, 16, 0, tzinfo=UTC)
WIDER = "variance <= 3 %"


async def changing(world: World) -> Modal:
    """Maya opens the form from her card."""
    return form(await world.maya.click(await world.card(world.maya, "owns it"), "Change the brief"))


async def proposed(world: World) -> VisibleMessage:
    """Maya proposes a week more and a wider bar. Return the question to Sam."""
    done(await (await changing(world)).submit({"Deadline": NEXT_WEEK, "Acceptable error": WIDER}))
    await world.quiet()
    return await world.message(world.sam, "Nothing changes unless you agree")


async def test_it_shows_what_differs_and_what_it_does_to_the_deadline(world: World) -> None:
    """Both values and the effect, on the question and on the owner's card; the brief stays as it is meanwhile."""
    await begin(world)
    asked = text_of(await proposed(world))
    assert "variance at most 3 percent" in asked
    assert "before: variance at most 2 percent" in asked
    assert "The deadline comes 7 days later" in asked
    assert "[Agree to it]" in text_of(await world.card(world.sam, "proposes another brief"))
    assert "waits for Sam" in text_of(await world.card(world.maya, "Your proposal"))
    brief = (await world.stored(world.sam))[0].brief
    assert brief.acceptable_error.text == BAR["Acceptable error"]


async def test_agreed_it_is_the_next_version(world: World) -> None:
    """The bar, the deadline and the checkpoints ahead are new, the manager hears it once, the question is put away."""
    await begin(world)
    question = await proposed(world)
    before = len(world.maya.dm_messages())
    await world.sam.click(question, "Agree to it")
    await world.quiet()
    assert "version 2" in text_of(await world.message(world.maya, "Sam agrees"))
    assert len(world.maya.dm_messages()) == before + 1
    delegation = (await world.stored(world.sam))[0]
    assert (delegation.brief_number, delegation.brief.deadline) == (2, NEXT_WEEK)
    assert delegation.brief.acceptable_error.text == WIDER
    assert "[Agree to it]" not in text_of(world.sam.look_again(question))
    again = await world.sam.raw_action(
        {"action_id": "agree_to_change", "value": f"{delegation.id}|1"}, channel=question.channel
    )
    assert "not on the table any more" in again.ephemeral[-1].text
    spot_check = delegation.brief.checkpoints[0]
    await world.at(spot_check.at)
    await world.message(world.sam, "*Spot check*")
    assert world.count(world.sam, "*Spot check*") == 1


async def test_kept_it_is_as_it_was(world: World) -> None:
    """The owner keeps it, the manager is told, and nothing differs."""
    await begin(world)
    before = (await world.stored(world.sam))[0].brief
    await world.sam.click(await proposed(world), "Keep as it was")
    await world.message(world.maya, "keeps the brief as it was")
    await world.quiet()
    after = (await world.stored(world.sam))[0]
    assert (after.brief, after.brief_number, after.change) == (before, 1, None)


async def test_silence_keeps_it(world: World) -> None:
    """Shipped without a word, it is held against the bar that was agreed; the question loses its buttons."""
    card = await begin(world)
    question = await proposed(world)
    await world.at(WEDNESDAY)
    await ship(world, card, measured="2.5 %")
    assert "the bar was missed" in text_of(await world.card(world.maya, "Shipped"))
    assert "[Agree to it]" not in text_of(world.sam.look_again(question))


async def test_a_further_proposal_takes_the_place_of_the_first(world: World) -> None:
    """One is on the table at a time; agreeing to the older one is refused in words."""
    await begin(world)
    first = await proposed(world)
    old = (await world.stored(world.sam))[0]
    await world.later(minutes=5)
    done(await (await changing(world)).submit({"Outcome": "Finance can close the month."}))
    await world.quiet()
    assert "[Agree to it]" not in text_of(world.sam.look_again(first))
    assert old.change is not None
    stale = {"action_id": "agree_to_change", "value": f"{old.id}|{old.change.subject}"}
    outcome = await world.sam.raw_action(stale, channel=first.channel, ts=first.ts)
    assert "not on the table any more" in outcome.ephemeral[-1].text
    await world.sam.click(await world.card(world.sam, "proposes another brief"), "Agree to it")
    await world.message(world.maya, "Sam agrees")
    assert (await world.stored(world.sam))[0].brief.outcome == "Finance can close the month."


async def test_each_has_their_part(world: World) -> None:
    """The owner does not propose, the manager does not agree; before acceptance it is negotiated."""
    card = await offer(world)
    value = (await world.stored(world.sam))[0].id
    for actor, action, words in (
        (world.maya, "change_brief", "negotiated"),
        (world.sam, "change_brief", "negotiate before you accept"),
        (world.maya, "agree_to_change", "The owner answers this"),
        (world.maya, "keep_brief", "The owner answers this"),
    ):
        outcome = await actor.raw_action(
            {"action_id": action, "value": f"{value}|1"}, channel=card.channel, ts=card.ts
        )
        assert outcome.modal is None
        assert words in outcome.ephemeral[-1].text


async def test_nothing_new_and_a_form_sent_twice(world: World) -> None:
    """Without a difference it is refused at a field, sent twice it is one; also before the back-brief is confirmed."""
    await accept(world, await offer(world))
    await world.quiet()
    opened = await changing(world)
    assert "Nothing differs yet" in (await opened.submit({})).errors["Outcome"]
    done(await opened.submit({"Outcome": "They plan."}))
    assert (await world.maya.raw_submit(opened)).ok
    await world.quiet()
    assert world.count(world.sam, "Nothing changes unless you agree") == 1
