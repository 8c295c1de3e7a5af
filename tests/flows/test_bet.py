"""At half time: a bet on the date, the minimum to fall back to, and no question that was asked lately."""

from datetime import UTC, datetime, timedelta

from bot.domain.checkpoints import CheckpointKind
from bot.domain.record import CheckpointAnswer, Event
from bot.playground.acting.actor import VisibleMessage, text_of
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, MINIMUM, THURSDAY_17, begin, done, form, guards, ship

pytestmark = ONE_PLACE
SPOT_CHECK = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
FINAL_QA = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


async def bets(world: World, percent: str) -> VisibleMessage:
    """Sam answers the spot check and bets. Return his message, as it was edited."""
    await world.at(SPOT_CHECK)
    asked = await world.message(world.sam, "On course, nothing new")
    answering = form(await world.sam.click(asked, "Answer"))
    done(await answering.submit({"answer_1": "Two accounts are new.", "bet": percent}))
    await world.quiet()
    return world.sam.look_again(asked)


async def answer(world: World) -> CheckpointAnswer | None:
    """Return what is written down of the spot check."""
    assert world.application is not None
    delegation = (await world.stored(world.sam))[0]
    async with world.application.units(delegation.tenant) as work:
        return await work.records.checkpoint_answer(delegation.id, CheckpointKind.SPOT_CHECK)


async def test_the_bet_is_part_of_the_spot_check_and_kept_as_a_prediction(world: World) -> None:
    """No ping of its own: one more field, which the manager reads beside the answers."""
    await begin(world)
    edited = await bets(world, "85")
    assert "Bet on the date: 85 %" in text_of(edited)
    assert "Fall back" not in str(edited.blocks)
    assert "Bet on the date: 85 %" in text_of(await world.message(world.maya, "Two accounts are new."))
    kept = await answer(world)
    assert kept is not None
    assert kept.bet == 85


async def test_the_bet_may_stay_empty_and_the_last_look_has_none(world: World) -> None:
    """It is asked at half time only, and an answer without it is an answer."""
    await begin(world)
    await world.at(SPOT_CHECK)
    asked = await world.message(world.sam, "On course, nothing new")
    answering = form(await world.sam.click(asked, "Answer"))
    assert "Would you bet on the date?" in answering.text
    done(await answering.submit({"answer_1": "None."}))
    await world.later(hours=24)
    kept = await answer(world)
    assert kept is not None
    assert kept.bet is None


async def test_short_work_is_asked_for_the_bet_at_its_only_checkpoint(world: World) -> None:
    """Under two working days the one look lies at half time."""
    await begin(world, Deadline=datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    final = (await world.stored(world.sam))[0].brief.checkpoints[0]
    await world.at(final.at + timedelta(seconds=1))
    asked = await world.message(world.sam, "Final QA")
    assert "Would you bet on the date?" in form(await world.sam.click(asked, "Answer")).text


async def test_a_low_bet_offers_the_minimum_which_both_make_the_bar(world: World) -> None:
    """The owner proposes it, the manager agrees: a version whose outcome is the minimum, and it is logged."""
    await begin(world)
    edited = await bets(world, "60")
    assert "A flag tells Maya what you see, while there is time." in text_of(edited)
    falling = form(await world.sam.click(edited, "Fall back to the minimum"))
    assert "Totals per team, no forecast." in falling.text
    done(await falling.submit({"why": "The forecast waits for October."}))
    heard = await world.message(world.maya, "proposes the minimum")
    assert "The forecast waits for October." in text_of(heard)
    await world.maya.click(heard, "Agree")
    assert "The minimum is the bar now." in text_of(await world.message(world.sam, "agreed to the minimum"))
    await world.quiet()
    agreed = (await world.stored(world.sam))[0]
    assert agreed.brief.outcome == "Totals per team, no forecast."
    assert (agreed.brief.minimum_shippable, agreed.brief_number) == ("", 2)
    assert agreed.brief.deadline == THURSDAY_17
    assert world.application is not None
    async with world.application.units(agreed.tenant) as work:
        assert Event.FELL_BACK in [line.event for line in await work.records.history(agreed.id)]
    old = await world.sam.raw_action(
        {"action_id": "fall_back", "value": agreed.id}, channel=edited.channel, ts=edited.ts
    )
    assert "names no minimum" in old.ephemeral[-1].text
    assert "Fall back to the minimum" not in text_of(world.sam.look_again(edited))
    card = await world.card(world.sam, "In progress")
    await ship(world, card)
    assert "new_time" not in str(world.sam.look_again(edited).blocks)


async def test_the_thanks_for_a_flag_offer_the_minimum_until_it_is_the_bar(world: World) -> None:
    """Seen early, the owner may say that less is enough; agreed to, it is offered no more, and nothing new comes."""
    card = await begin(world)
    done(await form(await world.sam.click(card, "Raise a flag")).submit({"seen": "October is short."}))
    thanks = await world.message(world.sam, "Thank you. ")
    done(await form(await world.sam.click(thanks, "Fall back to the minimum")).submit({}))
    await world.maya.click(await world.message(world.maya, "proposes the minimum"), "Agree")
    await world.message(world.sam, "agreed to the minimum")
    await world.workspace.until(lambda: "fall_back" not in str(world.sam.look_again(thanks).blocks))
    assert "Tell somebody else" in text_of(world.sam.look_again(thanks))
    assert world.count(world.sam, "Thank you. ") == 1


async def test_the_minimum_is_in_the_menu_of_the_owners_card(world: World) -> None:
    """At any time under way, where the brief names one."""
    card = await begin(world)
    done(await form(await world.sam.click(card, "Fall back to the minimum")).submit({}))
    await world.message(world.maya, "proposes the minimum")


async def test_no_question_comes_again_within_three_cycles(world: World) -> None:
    """Four deliveries of one owner, four spot checks: what was asked in the three before is not asked in the next."""
    asked_before: list[set[str]] = []
    for week in range(4):
        start = datetime(2026, 11, 23, 10, 0, tzinfo=UTC) + timedelta(weeks=week)
        await world.at(start)
        done(await (await guards(world, Deadline=start + timedelta(days=3, hours=6))).submit(MINIMUM))
        await world.quiet()
        card = await world.message(world.sam, "hands you this")
        done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": BACK_BRIEF}))
        await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
        await world.quiet()
        await world.at(SPOT_CHECK + timedelta(weeks=week))
        asked = await world.message(world.sam, "On course, nothing new")
        questions = {line[2:] for line in text_of(asked).splitlines() if line.startswith("• ")}
        assert len(questions) == 2
        assert not questions & set().union(*asked_before[-3:])
        answering = form(await world.sam.click(asked, "Answer"))
        assert all(question in answering.text for question in questions)
        asked_before.append(questions)
        await world.sam.click(asked, "On course, nothing new")
        await world.quiet()
        await ship(world, world.sam.look_again(card), measured="1 %")
