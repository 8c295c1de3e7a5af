"""Negotiating an offer: each proposal is a version, both see what differs, and the move goes to and fro."""

from datetime import UTC, datetime, timedelta

from bot.domain.lifecycle import State
from bot.playground.acting.actor import Modal, VisibleMessage, text_of
from bot.playground.cast import ACME_SHARED, CLOUD_COSTS, OLD_FINANCE
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, MINIMUM, THURSDAY_17, accept, done, form, guards, offer

pytestmark = ONE_PLACE
FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)


async def proposed(world: World, card: VisibleMessage) -> VisibleMessage:
    """Sam asks for one more day and a wider bar. Return the message in which Maya hears it."""
    entries = {"Deadline": FRIDAY, "Acceptable error": "variance <= 3 %"}
    done(await form(await world.sam.click(card, "Negotiate")).submit(entries))
    return await world.message(world.maya, "proposes version 2")


async def test_a_proposal_is_a_new_version_and_the_managers_move(world: World) -> None:
    """Both see what differs, as it is and as it was; the owner waits and is told so, without a message."""
    card = await offer(world)
    before = len(world.sam.dm_messages())
    told = await proposed(world, card)
    await world.quiet()
    mine, theirs = (
        await world.card(world.sam, "You proposed version 2"),
        await world.card(world.maya, "version 2"),
    )
    for shown in (told, mine, theirs):
        assert "variance at most 3 percent" in text_of(shown)
        assert "before: variance at most 2 percent" in text_of(shown)
    assert "Nothing for you to do" in text_of(mine)
    assert "[Accept]" not in text_of(mine)
    assert len(world.sam.dm_messages()) == before


async def test_agreeing_gives_the_owner_the_move_to_accept(world: World) -> None:
    """The manager agrees, the owner accepts the agreed version in own words, with its deadline."""
    card = await offer(world)
    told = await proposed(world, card)
    await world.maya.click(told, "Agree")
    word = await world.message(world.sam, "Version 2 of the brief is on the table")
    done(await form(await world.sam.click(word, "Accept")).submit({"back_brief": BACK_BRIEF}))
    await world.message(world.maya, "accepted and said")
    stored = (await world.stored(world.sam))[0]
    assert stored.state is State.ACCEPTED
    assert stored.brief_number == 2
    assert stored.brief.deadline == FRIDAY


async def test_a_counter_proposal_is_version_three(world: World) -> None:
    """The manager may propose something else instead; then it is the owner's move on version three."""
    card = await offer(world)
    told = await proposed(world, card)
    done(
        await form(await world.maya.click(told, "Negotiate")).submit(
            {"Deadline": THURSDAY_17 + timedelta(hours=2)}
        )
    )
    word = await world.message(world.sam, "Version 3 of the brief is on the table")
    assert "Thu, Nov 26 at 19:00" in word.text
    assert (await world.stored(world.sam))[0].holder() == world.sam.id


async def test_who_waits_cannot_propose_again(world: World) -> None:
    """A second proposal before the answer is refused in words, and what was written stays."""
    card = await offer(world)
    first = form(await world.sam.click(card, "Negotiate"))
    second = form(await world.sam.click(card, "Negotiate"))
    assert (await world.sam.raw_submit(_changed(first, "Totals only."))).ok
    refused = await world.sam.raw_submit(_changed(second, "Totals and a chart."))
    assert "the other side has your proposal" in next(iter(refused.errors.values()))


async def test_a_proposal_sent_twice_is_one_version(world: World) -> None:
    """The same form arriving twice makes one new version and one message."""
    card = await offer(world)
    proposing = form(await world.sam.click(card, "Negotiate"))
    done(await world.sam.raw_submit(_changed(proposing, "Totals only.")))
    assert (await world.sam.raw_submit(proposing)).ok
    await world.quiet()
    assert (await world.stored(world.sam))[0].brief_number == 2
    assert world.count(world.maya, "proposes version 2") == 2  # the card, and one message


async def test_accepting_what_has_changed_meanwhile_is_refused(world: World) -> None:
    """An open form of version one does not accept version two: it says so, and keeps what was written."""
    card = await offer(world)
    accepting = form(await world.sam.click(card, "Accept")).fill({"back_brief": BACK_BRIEF})
    proposing = form(await world.sam.click(card, "Negotiate"))
    assert (await proposing.submit({"Acceptable error": "variance <= 3 %"})).ok
    told = await world.message(world.maya, "proposes version 2")
    waiting = await world.sam.raw_submit(accepting)
    assert "not your move" in waiting.errors["back_brief"]
    await world.maya.click(told, "Agree")
    await world.message(world.sam, "Version 2 of the brief is on the table")
    changed = await world.sam.raw_submit(accepting)
    assert "The brief has changed meanwhile" in changed.errors["back_brief"]
    assert (await world.stored(world.sam))[0].state is State.OFFERED


async def test_a_proposal_without_a_difference_or_with_a_past_date_is_a_field_error(world: World) -> None:
    """What cannot be proposed is said beside its field; nothing changes."""
    card = await offer(world)
    proposing = form(await world.sam.click(card, "Negotiate"))
    assert "Nothing differs yet" in (await proposing.submit({})).errors["outcome"]
    past = await proposing.submit({"Deadline": datetime(2026, 11, 20, 12, 0, tzinfo=UTC)})
    assert "has passed" in past.errors["deadline"]
    archived = await proposing.submit({"Deadline": FRIDAY, "Team channel": OLD_FINANCE})
    assert "archived" in archived.errors["team_channel"]
    state = {
        **proposing.values,
        "deadline": {"deadline": {"type": "datetimepicker", "selected_date_time": None}},
    }
    emptied = await world.sam.raw_submit(proposing, state)
    assert "Pick the day" in emptied.errors["deadline"]
    assert (await world.stored(world.sam))[0].brief_number == 1


async def test_a_late_proposal_plans_its_past_checkpoints_anew(world: World) -> None:
    """Where a checkpoint's time has passed while the offer was open, another bar can still be proposed."""
    card = await offer(world)
    await world.at(datetime(2026, 11, 25, 10, 0, tzinfo=UTC))  # the spot check was planned for nine
    done(await form(await world.sam.click(card, "Negotiate")).submit({"Acceptable error": "variance <= 3 %"}))
    await world.message(world.maya, "proposes version 2")
    now = world.clock.now()
    assert all(checkpoint.at > now for checkpoint in (await world.stored(world.sam))[0].brief.checkpoints)


async def test_another_deadline_brings_no_checkpoint_back(world: World) -> None:
    """What the manager left out of the checkpoints stays out when only the deadline is negotiated."""
    third = await guards(world)
    third.fill({"Checkpoints": []})
    done(await third.submit({}))
    card = await world.card(world.sam, "hands you this")
    assert not (await world.stored(world.sam))[0].brief.checkpoints
    done(await form(await world.sam.click(card, "Negotiate")).submit({"Deadline": FRIDAY}))
    await world.message(world.maya, "proposes version 2")
    assert not (await world.stored(world.sam))[0].brief.checkpoints


async def test_an_agreed_offer_still_lapses_at_its_new_deadline(world: World) -> None:
    """After a negotiation the new deadline counts: nothing lapses at the old one, everything at the new one."""
    card = await offer(world)
    await proposed(world, card)
    await world.at(THURSDAY_17 + timedelta(minutes=1))
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.OFFERED
    await world.at(FRIDAY + timedelta(minutes=1))
    await world.message(world.sam, "ended by itself")
    await world.message(world.maya, "ended by itself")


async def test_reminders_follow_the_move(world: World) -> None:
    """A proposal is reminded of to the manager, once; after agreeing, the owner is reminded, once."""
    card = await offer(world, Deadline=datetime(2026, 12, 4, 16, 0, tzinfo=UTC))
    done(await form(await world.sam.click(card, "Negotiate")).submit({"Outcome": "Finance can plan."}))
    await world.at(datetime(2026, 11, 24, 10, 5, tzinfo=UTC))
    reminder = await world.message(world.maya, "still waits for your word")
    assert not world.count(world.sam, "still waits for your word")
    await world.maya.click(reminder, "Agree")
    await world.message(world.sam, "Version 2 of the brief is on the table")
    await world.at(datetime(2026, 11, 25, 10, 10, tzinfo=UTC))
    await world.message(world.sam, "still waits for your word")
    await world.at(datetime(2026, 11, 27, 10, 10, tzinfo=UTC))
    await world.quiet()
    assert world.count(world.sam, "still waits for your word") == 1
    assert world.count(world.maya, "still waits for your word") == 1


async def test_the_owner_moves_the_after_action_before_accepting(world: World) -> None:
    """[Change] beside the channel: another one, or none; shared with outsiders is warned about, archived refused."""
    card = await offer(world)
    placing = form(await world.sam.click(card, "Change"))
    assert "archived" in (await placing.submit({"team_channel": OLD_FINANCE})).errors["team_channel"]
    done(await placing.submit({"team_channel": ACME_SHARED}))
    shown = await world.card(world.sam, ACME_SHARED)
    assert "shared with another organisation" in text_of(shown)
    assert "Accept" in text_of(shown)
    done(await form(await world.sam.click(shown, "Change")).submit({"team_channel": None}))
    alone = await world.card(world.sam, "a conversation of the two of you")
    done(await form(await world.sam.click(alone, "Accept")).submit({"back_brief": BACK_BRIEF}))
    refused = await world.sam.raw_action(
        {"action_id": "change_place", "value": (await world.stored(world.sam))[0].id},
        channel=card.channel,
        ts=card.ts,
    )
    assert refused.modal is None
    assert (await world.stored(world.sam))[0].brief.team_channel is None


async def test_the_manager_hears_of_the_moved_channel_by_the_card(world: World) -> None:
    """The channel is named on the owner's card before accepting; moving it shows on the manager's card alone."""
    card = await offer(world)
    assert CLOUD_COSTS in text_of(card)
    before = len(world.maya.dm_messages())
    done(await form(await world.sam.click(card, "Change")).submit({"team_channel": ACME_SHARED}))
    await world.card(world.maya, ACME_SHARED)
    await world.quiet()
    assert len(world.maya.dm_messages()) == before


def _changed(modal: Modal, minimum: str) -> Modal:
    typed = {"type": "plain_text_input", "value": minimum}
    modal.view.state = {**modal.view.state, "minimum_shippable": {"minimum_shippable": typed}}
    return modal


async def test_more_than_two_checkpoints_take_the_owners_consent(world: World) -> None:
    """A further look is part of the offer; the owner may propose to do without, and it is gone by agreement."""
    third = await guards(world)
    times = form(await third.click("Change times"))
    third = form(await times.submit({"Further look": datetime(2026, 11, 24, 9, 0, tzinfo=UTC)}))
    assert "Further look, Tue, Nov 24 at 09:00" in third.text
    done(await third.submit(MINIMUM))
    card = await world.card(world.sam, "hands you this")
    assert "further look" in text_of(card)
    negotiating = form(await world.sam.click(card, "Negotiate"))
    done(await negotiating.submit({"More than two checkpoints": []}))
    assert (await world.sam.raw_submit(negotiating)).ok
    proposal = await world.message(world.maya, "proposes version 2")
    assert "before: " in text_of(proposal)
    await world.maya.click(proposal, "Agree")
    await world.quiet()
    brief = (await world.stored(world.sam))[0].brief
    assert [each.kind.value for each in brief.checkpoints] == ["spot check", "final QA"]


async def test_a_further_look_that_was_accepted_is_asked_for(world: World) -> None:
    """Accepted with the offer, it comes at its time, and moves along with another deadline of the draft."""
    third = await guards(world)
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    third = form(await form(await third.click("Change times")).submit({"Further look": at}))
    bar = form(await form(await third.click("Back")).click("Back"))
    later = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    third = form(await form(await bar.submit({"Deadline": later})).submit({}))
    assert "Further look, Tue, Nov 24 at 09:00" in third.text
    done(await third.submit(MINIMUM))
    await accept(world, await world.card(world.sam, "hands you this"))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.at(at)
    await world.quiet()
    asked = await world.message(world.sam, "*Further look*")
    done(await form(await world.sam.click(asked, "Answer")).submit({"answer_1": "None moved."}))
    await world.message(world.maya, "at the further look")
