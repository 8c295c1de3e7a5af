"""At half time: a bet on the date, the minimum to fall back to, and no question that was asked lately."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.checkpoints import CheckpointKind
from bot.domain.record import CheckpointAnswer, Event
from bot.playground.acting.actor import VisibleMessage, text_of
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import (
    BACK_BRIEF,
    MINIMUM,
    THURSDAY_17,
    accept,
    begin,
    done,
    form,
    from_menu,
    guards,
    offer_another,
    ship,
)

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


async def test_the_message_asks_and_on_course_leaves_it_one_press_away(world: World) -> None:
    """No field to open and no new message, for neither of the two: both messages say the bet in their place."""
    await begin(world)
    await world.at(SPOT_CHECK)
    asked = await world.message(world.sam, "Would you bet on the date? __ %, or nothing.")
    await world.sam.click(asked, "On course, nothing new")
    heard = await world.message(world.maya, "on course, nothing new")
    await world.workspace.until(lambda: "[90 %]" in text_of(world.sam.look_again(asked)))
    await world.quiet()
    before = len(world.sam.dm_messages()), len(world.maya.dm_messages())
    await world.sam.click(asked, "50 %")
    await world.workspace.until(lambda: "Bet on the date: 50 %" in text_of(world.sam.look_again(asked)))
    await world.workspace.until(lambda: "Bet on the date: 50 %" in text_of(world.maya.look_again(heard)))
    await world.quiet()
    assert (len(world.sam.dm_messages()), len(world.maya.dm_messages())) == before
    edited = world.sam.look_again(asked)
    assert "A flag tells Maya what you see" in text_of(edited)
    kept = await answer(world)
    assert kept is not None
    assert (kept.on_course, kept.bet) == (True, 50)
    value = f"{kept.delegation_id}|spot check"
    for percent, words in ((50, ""), (90, "that stands")):
        again = await world.sam.raw_action(
            {"action_id": "bet", "value": f"{value}:{percent}"}, channel=asked.channel, ts=asked.ts
        )
        assert words in "".join(each.text for each in again.ephemeral)
    done(await form(await world.sam.click(edited, "Raise a flag")).submit({"seen": "October is short."}))
    await world.message(world.maya, "October is short.")


async def test_a_bet_needs_an_answer_and_a_date_ahead(world: World) -> None:
    """From an old message, or a forged one: refused in words. Once it has shipped there is nothing to press."""
    card = await begin(world)
    await world.at(SPOT_CHECK)
    asked = await world.message(world.sam, "On course, nothing new")
    made = {"action_id": "bet", "value": f"{(await world.stored(world.sam))[0].id}|spot check:90"}

    async def pressed() -> str:
        return (await world.sam.raw_action(made, channel=asked.channel, ts=asked.ts)).ephemeral[-1].text

    assert "no answer yet" in await pressed()
    await world.sam.click(asked, "On course, nothing new")
    await world.workspace.until(lambda: "[90 %]" in text_of(world.sam.look_again(asked)))
    await world.at(THURSDAY_17 + timedelta(minutes=1))
    assert "nothing left to bet on" in await pressed()
    await ship(world, world.sam.look_again(card))
    await world.workspace.until(lambda: "actions" not in str(world.sam.look_again(asked).blocks))
    assert "This checkpoint is over" in await pressed()


async def without(world: World, *left_out: str, **bar: Any) -> VisibleMessage:
    """Maya leaves checkpoints out of the brief, Sam begins the work. Return his card."""
    third = await guards(world, **bar)
    boxes = next(block for block in third.blocks if str(block.get("block_id")).startswith("checkpoints"))
    options = [option["text"]["text"] for option in boxes["element"]["options"]]
    kept = [option for option in options if not option.startswith(left_out)]
    assert len(kept) + len(left_out) == len(options)
    done(await third.submit(MINIMUM | {"Checkpoints": kept}))
    await world.quiet()
    card = await world.card(world.sam, "hands you this")
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": BACK_BRIEF}))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.message(world.sam, "says: that is it")
    await world.quiet()
    return card


HALF_TIME = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # 09:00 in Paris: half way is at night


async def test_without_a_spot_check_the_bet_is_asked_by_itself(world: World) -> None:
    """At half of the time and in the owner's hours, once, by one press; the final QA does not ask it again."""
    card = await without(world, "Spot check")
    assert "half time" not in text_of(world.sam.look_again(card))
    await world.at(HALF_TIME - timedelta(minutes=1))
    await world.quiet()
    assert not world.count(world.sam, "Half of the time has passed.")
    await world.at(HALF_TIME)
    asked = await world.message(world.sam, "Half of the time has passed. Would you bet on the date?")
    await world.sam.click(asked, "90 %")
    heard = await world.message(world.maya, "at half time")
    assert "Bet on the date: 90 %" in text_of(heard)
    await world.workspace.until(lambda: "Bet on the date: 90 %" in text_of(world.sam.look_again(asked)))
    assert "actions" not in str(world.sam.look_again(asked).blocks)
    await world.at(FINAL_QA)
    final = await world.message(world.sam, "Final QA")
    assert "Would you bet" not in text_of(final)
    await world.sam.click(final, "On course, nothing new")
    await world.message(world.maya, "at the final QA: on course")
    await world.quiet()
    assert "bet" not in str(world.sam.look_again(final).blocks)
    assert world.count(world.sam, "Half time") == 1


async def test_without_any_checkpoint_any_number_can_be_named(world: World) -> None:
    """The form has the one field; a low bet suggests a flag, and saying nothing misses nothing."""
    await without(world, "Spot check", "Final QA")
    await world.at(HALF_TIME)
    asked = await world.message(world.sam, "Half of the time has passed.")
    naming = form(await world.sam.click(asked, "Name a number"))
    assert "Would you bet on the date?" in naming.text
    nothing = await naming.submit({})
    assert "close this" in nothing.errors["bet"]
    done(await naming.submit({"bet": "65"}))
    await world.workspace.until(lambda: "Bet on the date: 65 %" in text_of(world.sam.look_again(asked)))
    assert "Raise a flag" in text_of(world.sam.look_again(asked))
    second = await world.sam.raw_action(
        {"action_id": "bet", "value": f"{(await world.stored(world.sam))[0].id}|half time:90"},
        channel=asked.channel,
        ts=asked.ts,
    )
    assert "that answer stands" in second.ephemeral[-1].text


async def test_a_bet_that_was_passed_over_is_not_asked_again_when_the_date_moves(world: World) -> None:
    """Once: a later deadline has another half time, and no other question."""
    card = await without(world, "Spot check")
    await world.at(HALF_TIME)
    await world.message(world.sam, "Half of the time has passed.")
    done(
        await form(await world.sam.click(world.sam.look_again(card), "New time")).submit(
            {"deadline": THURSDAY_17 + timedelta(days=14), "why": "October is short."}
        )
    )
    await world.maya.click(await world.message(world.maya, "proposes a new time"), "Agree")
    await world.message(world.sam, "agreed to a new time")
    await world.at(THURSDAY_17 + timedelta(days=13))
    await world.quiet()
    assert world.count(world.sam, "Half of the time has passed.") == 1


async def test_work_too_short_for_checkpoints_is_asked_for_no_bet(world: World) -> None:
    """Under four working hours nothing is asked on the way."""
    await begin(world, Deadline=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    await world.at(datetime(2026, 11, 23, 11, 59, tzinfo=UTC))
    await world.quiet()
    assert not world.count(world.sam, "Would you bet")


async def test_who_muted_the_reminders_is_asked_for_no_bet(world: World) -> None:
    """It is a reminder like the others."""
    card = await without(world, "Spot check")
    await from_menu(world.sam, world.sam.look_again(card), "Mute reminders")
    await world.at(HALF_TIME)
    await world.quiet()
    assert not world.count(world.sam, "Half of the time has passed.")


async def test_the_bet_by_itself_is_told_with_other_reminders(world: World) -> None:
    """Due with the spot check of another task, it is one of two things, and its one button takes any number."""
    await without(world, "Spot check")
    await offer_another(world, "Churn analysis", THURSDAY_17)
    await accept(world, await world.message(world.sam, "Churn analysis"))
    await world.quiet()
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.quiet()
    await world.at(HALF_TIME)
    together = await world.message(world.sam, "2 things for you, in one message")
    assert "Half of the time has passed. Would you bet on the date?" in text_of(together)
    done(await form(await world.sam.click(together, "Name a number")).submit({"bet": "80"}))
    assert "Bet on the date: 80 %" in text_of(await world.message(world.maya, "at half time"))
    await world.quiet()
    assert not world.count(world.sam, "Bet on the date")


async def test_short_work_is_asked_for_the_bet_at_its_only_checkpoint(world: World) -> None:
    """Under two working days the one look lies at half time."""
    await begin(world, Deadline=datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    final = (await world.stored(world.sam))[0].brief.checkpoints[0]
    await world.at(final.at + timedelta(seconds=1))
    asked = await world.message(world.sam, "Final QA")
    assert "Would you bet on the date? __ %" in text_of(asked)
    assert "Would you bet on the date?" in form(await world.sam.click(asked, "Answer")).text
    await world.sam.click(asked, "On course, nothing new")
    await world.workspace.until(lambda: "[90 %]" in text_of(world.sam.look_again(asked)))
    await world.sam.click(asked, "70 %")
    await world.workspace.until(lambda: "Bet on the date: 70 %" in text_of(world.sam.look_again(asked)))
    assert "Raise a flag" not in text_of(world.sam.look_again(asked))


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
