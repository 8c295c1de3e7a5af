"""Yellow flags over the wire: one tap, an answer that is owed, and nobody who waits on silence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.lifecycle import Role, State
from bot.domain.people import Person, Tenant
from bot.domain.preferences import Away, Preferences
from bot.domain.record import Event
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import ALEX_OF_ACME, CLOUD_COSTS, DEPLOY_BOT, JONAS, MAYA, NOOR, SAM, TOM_WHO_LEFT
from bot.usecases.situation import situation_of
from tests.flows.conftest import MONDAY, ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, TASK, THURSDAY_17, begin, done, form, guards, ship
from tests.flows.test_rights import pressed

pytestmark = ONE_PLACE
SEEN = "The October export is short by two accounts."
FOUR_HOURS = timedelta(hours=4)
DUE = MONDAY + FOUR_HOURS + timedelta(minutes=1)
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # four working hours of Maya's further on
AFTERNOON = "Mon, Nov 23 at 15:00 CET"  # four working hours of Maya's after Monday 10:00, read in Paris


async def flag(world: World, card: VisibleMessage, seen: str = SEEN, **more: str) -> VisibleMessage:
    """Sam raises a flag from a message. Return what Maya gets."""
    done(await form(await world.sam.click(card, "Raise a flag")).submit({"seen": seen, **more}))
    await world.quiet()
    return await world.message(world.maya, seen)


async def away(world: World, who: str, deputy: str = NOOR, *, first: date = date(2026, 11, 23)) -> None:
    """Have somebody be away for two days from `first`, with a deputy."""
    assert world.application is not None
    tenant = Tenant("", world.workspace.team.id)
    absence = Away(first, first + timedelta(days=1))
    known = world.workspace.people[deputy]
    stands_in = Person(deputy, tenant.team_id, known.real_name.split()[0], known.tz)
    async with world.application.units(tenant) as work:
        await work.people.put_person(stands_in, world.clock.now())
        await work.people.prefer(who, Preferences(away=absence, deputy_id=deputy))
        await work.commit()


async def events(world: World) -> list[Event]:
    """Return what the history holds of the one delegation."""
    assert world.application is not None
    [delegation] = await world.stored(world.sam)
    async with world.application.units(Tenant("", world.workspace.team.id)) as work:
        return [entry.event for entry in await work.records.history(delegation.id)]


async def move(world: World) -> tuple[Role | None, datetime | None]:
    """Return who has the move, and until which minute."""
    [delegation] = await world.stored(world.sam)
    until = delegation.move_until
    return delegation.move, until.replace(second=0, microsecond=0) if until else None


async def test_a_path_is_cleared_in_words(world: World) -> None:
    """The owner reads what is done about it, and has the move again."""
    asked = await flag(world, await begin(world))
    clearing = form(await world.maya.click(asked, "Clear a path"))
    assert SEEN in clearing.text
    empty = await clearing.submit({"clears": "  "})
    assert "what you will clear" in empty.errors["clears"]
    done(await clearing.submit({"clears": "I get the export from finance today."}))
    got = await world.message(world.sam, "clears a path")
    assert "I get the export from finance today." in text_of(got)
    await world.quiet()
    assert (await move(world))[0] is Role.OWNER


async def test_a_question_answers_a_flag_and_is_answered_like_any_other(world: World) -> None:
    """One message and not two: the question, with its [Answer]; the manager reads what the owner says."""
    asked = await flag(world, await begin(world))
    before = len(world.sam.dm_messages())
    asking = form(await world.maya.click(asked, "Ask"))
    assert "think with you, or to clear a path?" in asking.text
    done(await asking.submit({"question": "Which two accounts?"}))
    question = await world.message(world.sam, "asks about your flag")
    await world.quiet()
    assert len(world.sam.dm_messages()) == before + 1
    assert (await move(world))[0] is Role.OWNER
    done(await form(await world.sam.click(question, "Answer")).submit({"answer": "The new ones."}))
    assert "The new ones." in text_of(await world.message(world.maya, "answers:"))


async def test_an_answer_is_chased_once_and_then_the_owner_need_not_wait(world: World) -> None:
    """With nobody named: one reminder when it is due, then the owner is told, and nothing more comes."""
    await flag(world, await begin(world))
    before = len(world.maya.dm_messages())
    await world.at(DUE)
    chase = await world.message(world.maya, "still waits for an answer")
    await world.quiet()
    assert await move(world) == (Role.MANAGER, TUESDAY + timedelta(minutes=1))
    await world.at(TUESDAY + timedelta(minutes=2))
    silent = await world.message(world.sam, "Your flag has no answer yet")
    assert "I have asked Maya twice" in text_of(silent)
    await world.quiet()
    assert await move(world) == (Role.OWNER, THURSDAY_17)
    await world.at(TUESDAY + timedelta(hours=6))
    await world.quiet()
    assert len(world.maya.dm_messages()) == before + 1  # the chase alone
    assert world.count(world.maya, "still waits for an answer") == 1
    assert world.count(world.sam, "Your flag has no answer yet") == 1
    assert Event.FLAG_UNANSWERED in await events(world)
    await world.maya.click(chase, "Agreed, go on")  # late is better than never
    await world.message(world.sam, "agrees with what you saw")


async def test_the_deputy_of_a_manager_who_is_away_is_told_at_once_and_may_answer(world: World) -> None:
    """In the deputy's hours; both have it, and either answers; the deputy's other rights stay none."""
    card = await begin(world)
    await away(world, MAYA)
    noor = Actor(world.workspace, NOOR)
    await flag(world, card)
    told = await world.message(noor, "Maya is away, and you stand in.")
    assert "the call stays theirs" in text_of(told)
    thanks = await world.message(world.sam, "Noor stands in for Maya: an answer is due")
    assert AFTERNOON in text_of(thanks)
    assert "between two others" in await pressed(world, noor, told, "take_back")
    done(await form(await noor.click(told, "Ask")).submit({"question": "Since when?"}))
    question = await world.message(world.sam, "Noor asks about your flag")
    done(await form(await world.sam.click(question, "Answer")).submit({"answer": "Since Friday."}))
    assert "Since Friday." in text_of(await world.message(noor, "Sam answers"))
    await world.quiet()
    assert world.count(world.maya, "Since Friday.") == 0
    assert "is answered" in text_of(noor.look_again(told))


async def test_a_silent_manager_is_passed_over_to_the_deputy(world: World) -> None:
    """After the reminder the deputy named for another day is told why, once; then the move goes back."""
    card = await begin(world)
    await away(world, MAYA, first=date(2026, 12, 7))
    noor = Actor(world.workspace, NOOR)
    await flag(world, card)
    assert noor.dm_messages() == []
    assert "between two others" in await pressed(world, noor, card, "flag_agreed", await flag_id(world))
    await world.at(DUE)
    await world.message(world.maya, "still waits for an answer")
    await world.at(TUESDAY + timedelta(minutes=2))
    told = await world.message(noor, "Maya has not answered, and named you deputy.")
    await world.message(world.sam, "Noor stands in for Maya")
    await world.quiet()
    assert await move(world) == (Role.MANAGER, TUESDAY + FOUR_HOURS + timedelta(minutes=2))
    await world.at(TUESDAY + FOUR_HOURS + timedelta(minutes=3))
    await world.message(world.sam, "Your flag has no answer yet")
    await world.quiet()
    assert len(noor.dm_messages()) == 1
    await noor.click(told, "Agreed, go on")
    await world.message(world.sam, "Noor agrees with what you saw")
    assert (await events(world)).count(Event.FLAG_PASSED_ON) == 1


async def flag_id(world: World) -> str:
    """Return the id of the one flag."""
    assert world.application is not None
    [delegation] = await world.stored(world.sam)
    work = world.application.units(Tenant("", world.workspace.team.id))
    [raised] = (await situation_of(delegation.id, work, world.clock)).flags
    return raised.id


async def test_an_owner_who_is_the_deputy_does_not_answer_their_own_flag(world: World) -> None:
    """Then nobody stands in, and the answer is owed when the manager is back."""
    card = await begin(world)
    await away(world, MAYA, SAM)
    await flag(world, card)
    thanks = await world.message(world.sam, "Thank you.")
    assert "An answer from Maya is due by" in text_of(thanks)
    assert "Wed, Nov 25 at 14:00 CET" in text_of(thanks)
    refused = await pressed(world, world.sam, card, "flag_agreed", await flag_id(world))
    assert "The answer is the manager's" in refused


async def test_several_flags_are_one_list_and_the_move_follows_the_first_due(world: World) -> None:
    """Both stand on both cards; answering one leaves the other, and the move where it is."""
    card = await begin(world)
    first = await flag(world, card)
    await world.later(hours=1)
    second = await flag(world, card, "The totals moved overnight.")
    for actor in (world.sam, world.maya):
        shown = text_of(await world.card(actor, "The totals moved overnight."))
        assert SEEN in shown
    assert await move(world) == (Role.MANAGER, MONDAY + FOUR_HOURS)
    await world.maya.click(first, "Agreed, go on")
    await world.quiet()
    assert (await move(world))[1] != MONDAY + FOUR_HOURS
    assert (await move(world))[0] is Role.MANAGER
    await world.maya.click(second, "Agreed, go on")
    await world.quiet()
    assert await move(world) == (Role.OWNER, THURSDAY_17)


async def test_the_same_form_twice_is_one_flag_and_a_click_twice_one_answer(world: World) -> None:
    """What arrives again changes nothing; another answer after the first is refused in words."""
    card = await begin(world)
    raising = form(await world.sam.click(card, "Raise a flag")).fill({"seen": SEEN})
    for _ in range(2):
        assert (await world.sam.raw_submit(raising)).ok
    await world.quiet()
    assert world.count(world.maya, "raised a flag") == 1
    asked = await world.message(world.maya, SEEN)
    clearing = form(await world.maya.click(asked, "Clear a path")).fill({"clears": "I ring finance."})
    agreed = form(await world.maya.click(asked, "Ask")).fill({"question": "Which?"})
    for _ in range(2):
        assert (await world.maya.raw_submit(clearing)).ok
    late = await world.maya.raw_submit(agreed)
    assert "answered already" in next(iter(late.errors.values()))
    await world.quiet()
    assert world.count(world.sam, "clears a path") == 1
    assert (await events(world)).count(Event.FLAG_ANSWERED) == 1


async def test_a_flag_needs_words_and_nothing_else(world: World) -> None:
    """Nothing seen is asked about on its field; no intention and no percentage is wanted."""
    card = await begin(world)
    raising = form(await world.sam.click(card, "Raise a flag"))
    empty = await raising.submit({"seen": " "})
    assert "Say what you see" in empty.errors["seen"]
    done(await raising.submit({"seen": "Something smells."}))
    await world.message(world.maya, "Something smells.")


async def test_work_that_ships_ends_its_flags_and_the_after_action_says_so(world: World) -> None:
    """Not answered: the buttons go, nobody is chased, and a delivery with a flag is not the two taps."""
    card = await begin(world)
    asked = await flag(world, card)
    await ship(world, card, measured="1.2 %")
    opening = await world.in_thread("One flag, not answered:")
    assert SEEN in text_of(opening)
    assert "nothing came up" not in text_of(opening)
    await world.quiet()
    assert "ended with the work, not answered" in text_of(world.maya.look_again(asked))
    assert "ended with the work" in text_of(await world.message(world.sam, "Thank you."))
    late = await pressed(world, world.maya, asked, "flag_agreed", await flag_id(world))
    assert "the flag with it" in late
    await world.at(MONDAY + 2 * FOUR_HOURS)
    await world.quiet()
    assert world.count(world.maya, "still waits for an answer") == 0
    assert "can be recorded with Correct" in await pressed(world, world.sam, card, "flag")


async def test_an_answered_flag_opens_the_after_action_with_what_became_of_it(world: World) -> None:
    """A good catch whatever the outcome: how long it took and what was done, and nobody by name."""
    card = await begin(world)
    asked = await flag(world, card)
    await world.later(minutes=40)
    done(await form(await world.maya.click(asked, "Clear a path")).submit({"clears": "I ring finance."}))
    await world.quiet()
    await ship(world, card, measured="1.2 %")
    opening = text_of(await world.in_thread("One flag, answered in 40 minutes:"))
    assert "A path cleared: “I ring finance.”" in opening
    assert "Maya" not in opening


async def test_withdrawn_work_takes_its_flags_along(world: World) -> None:
    """The buttons go; the owner reads that it ended with the work."""
    card = await begin(world)
    asked = await flag(world, card)
    done(await form(await world.maya.click(world.maya.dm_messages()[0], "Withdraw")).submit({}))
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.WITHDRAWN
    assert "ended with the work" in text_of(world.maya.look_again(asked))


async def test_a_checkpoint_home_and_the_command_raise_it_too(world: World) -> None:
    """One tap from each: the form is open, and one piece of work is not asked about."""
    await begin(world)
    await world.sam.open_home()
    await world.quiet()
    for opened in (await world.sam.click_home("Raise a flag"), await world.sam.command("/delegate", "flag")):
        assert TASK in form(opened).text
        assert "which" not in form(opened).values
    await world.at(datetime(2026, 11, 25, 8, 1, tzinfo=UTC))
    checkpoint = await world.message(world.sam, "On course, nothing new")
    assert TASK in form(await world.sam.click(checkpoint, "Raise a flag")).text


async def test_a_message_brings_its_words_and_its_link(world: World) -> None:
    """The shortcut prefills what is seen; the manager gets the link."""
    await begin(world)
    said = next(one for one in world.sam.messages(CLOUD_COSTS) if "Two accounts look new" in text_of(one))
    opened = form(await world.sam.message_shortcut("flag_message", CLOUD_COSTS, said.ts))
    assert "Two accounts look new to me." in opened.value("seen")
    done(await opened.submit({}))
    await world.quiet()
    got = await world.message(world.maya, "Two accounts look new to me.")
    assert "raised a flag" in text_of(got)
    assert f"/archives/{CLOUD_COSTS}/p{said.ts.replace('.', '')}|Where it was seen>" in str(got.blocks)


async def test_with_several_the_form_asks_which_one(world: World) -> None:
    """From the command, where the person owns two; whoever owns none is told what a flag is for."""
    await begin(world)
    done(await (await guards(world, Task="Tagging")).submit({}))
    card = await world.message(world.sam, "Tagging")
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": BACK_BRIEF}))
    await world.quiet()
    word = [one for one in world.maya.dm_messages() if "accepted and said" in text_of(one)][-1]
    await world.maya.click(word, "That is it")
    await world.quiet()
    opened = form(await world.sam.command("/delegate", "flag"))
    done(await opened.submit({"which": "Tagging", "seen": "Half of it has no tags."}))
    assert "Tagging" in text_of(await world.message(world.maya, "Half of it has no tags."))
    nothing = await world.maya.command("/delegate", "flag")
    assert "that you own" in text_of(nothing.ephemeral[-1])
    said = world.maya.messages(CLOUD_COSTS)[0]
    refused = form(await world.maya.message_shortcut("flag_message", CLOUD_COSTS, said.ts))
    assert "that you own" in refused.text


async def test_the_owner_tells_somebody_else_in_their_own_words(world: World) -> None:
    """They read from whom and about what, with nothing to press; it is logged, and told once."""
    await flag(world, await begin(world))
    thanks = await world.message(world.sam, "Thank you.")
    telling = form(await world.sam.click(thanks, "Tell somebody else"))
    assert telling.value("note") == SEEN
    for who, words in (
        (DEPLOY_BOT, "is an app"),
        (TOM_WHO_LEFT, "deactivated"),
        (ALEX_OF_ACME, "another organisation"),
        (MAYA, "has it already"),
        (SAM, "know it already"),
    ):
        assert words in (await telling.submit({"told": who})).errors["told"]
    done(await telling.submit({"told": JONAS, "note": "Expect the report a day later."}))
    assert (await world.sam.raw_submit(telling)).ok
    jonas = Actor(world.workspace, JONAS)
    got = await world.message(jonas, "Expect the report a day later.")
    await world.quiet()
    assert len(jonas.dm_messages()) == 1
    assert "Sam, who owns this, tells you" in text_of(got)
    assert TASK in text_of(got)
    assert not [block for block in got.blocks if block["type"] == "actions"]
    assert "You told Jonas" in text_of(world.sam.look_again(thanks))
    assert (await events(world)).count(Event.FLAG_FORWARDED) == 1
    forged = await pressed(world, world.maya, thanks, "flag_forward", await flag_id(world))
    assert "the owner's call" in forged


async def test_flags_are_the_owners_to_raise_and_the_managers_to_answer(world: World) -> None:
    """Nobody else does either, and no button of a flag that is not there does anything."""
    card = await begin(world)
    await flag(world, card)
    noor = Actor(world.workspace, NOOR)
    assert "owner" in (await pressed(world, world.maya, card, "flag")).lower()
    assert "between two others" in await pressed(world, noor, card, "flag")
    for action in ("flag_ask", "flag_clear", "flag_agreed"):
        assert "between two others" in await pressed(world, noor, card, action, await flag_id(world))
        assert "the manager's" in await pressed(world, world.sam, card, action, await flag_id(world))
        assert "cannot find" in await pressed(world, world.maya, card, action, "nosuchflag")


async def test_an_offer_cannot_be_flagged_yet(world: World) -> None:
    """Before the work is in progress there is nothing to flag, and the words say what comes first."""
    done(await (await guards(world)).submit({}))
    card = await world.card(world.sam, "hands you this")
    assert "still an offer" in await pressed(world, world.sam, card, "flag")


@pytest.mark.parametrize("gone", [NOOR])
async def test_a_deputy_who_left_is_nobody(world: World, gone: str) -> None:
    """Who is deactivated stands in for nobody: the manager alone is asked."""
    card = await begin(world)
    await away(world, MAYA, gone)
    assert world.application is not None
    tenant = Tenant("", world.workspace.team.id)
    async with world.application.units(tenant) as work:
        known = await work.people.person(gone)
        assert known is not None
        await work.people.put_person(replace(known[0], is_deleted=True), known[1])
        await work.commit()
    await flag(world, card)
    assert "An answer from Maya is due" in text_of(await world.message(world.sam, "Thank you."))
    assert Actor(world.workspace, gone).dm_messages() == []
