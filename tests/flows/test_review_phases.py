"""The phases of an after-action: private writing, the reveal, the manager's part, one change, and its end."""

from datetime import UTC, datetime, timedelta

from bot.domain.lifecycle import State
from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import ACME_SHARED, ALEX_OF_ACME, CLOUD_COSTS, NOOR
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, done, form, opened, ship, to_minute

pytestmark = ONE_PLACE
SKILL = "Skill: something I want to learn"


def everything_in(world: World) -> str:
    """Return all that the channel has ever been shown, blocks and plain texts."""
    calls = [
        call for call in world.workspace.calls.after(0) if call.method in ("chat.postMessage", "chat.update")
    ]
    return "\n".join(str(call.arguments) for call in calls if call.arguments.get("channel") == CLOUD_COSTS)


async def test_the_cards_follow_each_phase(world: World) -> None:
    """Both cards and both Homes say whose move it is in every part, and offer what that part asks for."""
    await opened(world)
    await world.card(world.sam, "write your notes, private for now")
    await world.later(minutes=4)
    for one in (world.sam, world.maya):
        await world.card(one, "The notes are in the thread")
    await world.later(minutes=7)
    assert "[My part]" in text_of(await world.card(world.maya, "Your move"))
    await world.card(world.sam, "Maya's move")
    await world.later(minutes=1)
    assert "[Choose the one change]" in text_of(await world.card(world.sam, "Your move"))
    await world.workspace.until(
        lambda: world.sam.home is not None and "choose the one change" in text_of(world.sam.home)
    )
    await world.later(minutes=3)
    for one in (world.sam, world.maya):
        await world.card(one, "Closed without a change.")


async def test_notes_stay_private_until_the_reveal(world: World) -> None:
    """What is written before minute four is shown to nobody; at four it is shown together, by name."""
    opening = await opened(world)
    done(
        await form(await world.sam.click(opening, "Write my notes")).submit({"keep": "Asking finance early."})
    )
    noor = Actor(world.workspace, NOOR)
    done(await form(await noor.click(opening, "Write my notes")).submit({"surprised": "Two new accounts."}))
    await world.later(minutes=3, seconds=30)
    await world.quiet()
    assert "Asking finance early." not in everything_in(world)
    await world.later(minutes=1)
    reveal = await world.in_thread("Asking finance early.")
    assert "Sam: Asking finance early." in text_of(reveal)
    assert "Noor: Two new accounts." in text_of(reveal)


async def test_only_who_has_not_written_is_reminded_once_by_dm(world: World) -> None:
    """At minute three one DM to those of the two who have not written; no colleague, nothing in the channel."""
    opening = await opened(world)
    done(await form(await world.sam.click(opening, "Write my notes")).submit({"keep": "Asking early."}))
    await to_minute(world, WEDNESDAY, 3)
    await world.message(world.maya, "is nearly over")
    await world.quiet()
    assert not world.count(world.sam, "is nearly over")
    assert world.count(world.maya, "is nearly over") == 1
    assert not Actor(world.workspace, NOOR).dm_messages()
    assert "nearly over" not in everything_in(world)


async def test_when_both_have_written_the_reveal_comes_at_once(world: World) -> None:
    """Nobody waits for the clock: owner and manager are in, so the notes are shown; the manager's part is not."""
    opening = await opened(world)
    done(await form(await world.sam.click(opening, "Write my notes")).submit({"keep": "Asking early."}))
    part = form(await world.maya.click(opening, "Write my notes"))
    done(await part.submit({"question": "Who sees the accounts first?"}))
    await world.in_thread("Asking early.")
    await world.quiet()
    assert "Who sees the accounts first?" not in everything_in(world)
    await to_minute(world, WEDNESDAY, 11)
    await world.in_thread("Who sees the accounts first?")


async def test_what_is_about_skill_goes_to_that_person_alone(world: World) -> None:
    """With the fork at skill two answers come by DM to who wrote them, and never to the thread or the manager."""
    opening = await opened(world)
    written = {
        "looked_right": "I trusted the export.",
        "one_change": "Learn to read the export.",
        "keep": "Early.",
    }
    done(await form(await world.sam.click(opening, "Write my notes")).submit({**written, "fork": SKILL}))
    await to_minute(world, WEDNESDAY, 4)
    await world.in_thread("Early.")
    private = await world.message(world.sam, "I trusted the export.")
    assert "Learn to read the export." in text_of(private)
    await to_minute(world, WEDNESDAY, 15)
    await world.quiet()
    for secret in ("I trusted the export.", "Learn to read the export."):
        assert secret not in everything_in(world)
        assert not world.count(world.maya, secret)


async def test_a_fork_changed_before_the_reveal_counts(world: World) -> None:
    """First shared, then put down to skill: it is private after all, since nobody has seen it yet."""
    opening = await opened(world)
    notes = {"looked_right": "I trusted the export.", "fork": "Process: how the work is set up"}
    done(await form(await world.sam.click(opening, "Write my notes")).submit(notes))
    again = form(await world.sam.click(opening, "Write my notes"))
    assert again.value("looked_right") == "I trusted the export."
    done(await again.submit({"fork": SKILL}))
    await to_minute(world, WEDNESDAY, 4)
    await world.message(world.sam, "I trusted the export.")
    assert "I trusted the export." not in everything_in(world)


async def test_a_line_taken_out_before_the_reveal_is_not_shown(world: World) -> None:
    """What was written can be withdrawn until it has been shown to somebody else."""
    opening = await opened(world)
    done(
        await form(await world.sam.click(opening, "Write my notes")).submit(
            {"keep": "Too harsh.", "lucky": "Yes."}
        )
    )
    again = form(await world.sam.click(opening, "Write my notes"))
    done(await again.submit({"keep": None}))
    await to_minute(world, WEDNESDAY, 4)
    await world.in_thread("Sam: Yes.")
    assert "Too harsh." not in everything_in(world)


async def test_the_managers_own_miss_is_shown_only_if_they_choose(world: World) -> None:
    """Ticked, the manager's own miss stands in the thread at minute eleven; the question stands there anyhow."""
    opening = await opened(world)
    part = form(await world.maya.click(opening, "Write my notes"))
    entries = {"question": "Who sees it first?", "own_miss": "I never named the accounts."}
    done(await part.submit({**entries, "share_own_miss": ["Show my own miss in the thread"]}))
    await to_minute(world, WEDNESDAY, 11)
    shown = await world.in_thread("Who sees it first?")
    assert "I never named the accounts." in text_of(shown)


async def test_a_managers_part_written_late_in_its_minute_is_edited_in(world: World) -> None:
    """At minute eleven the thread asks for it; what comes then is put in its place."""
    opening = await opened(world)
    await to_minute(world, WEDNESDAY, 11)
    asked = await world.in_thread("your part: one question")
    done(await form(await world.maya.click(asked, "My part")).submit({"question": "What did we not see?"}))
    await world.workspace.until(lambda: "What did we not see?" in text_of(world.maya.look_again(asked)))
    refused = await world.sam.click(asked, "My part")
    assert "This part is the manager's" in refused.ephemeral[-1].text
    assert opening.ts == asked.thread_ts


async def test_the_owner_picks_the_change_and_the_lesson(world: World) -> None:
    """From what was proposed, or in own words; a past date and an empty step are field errors; others are refused."""
    opening = await opened(world)
    done(
        await form(await world.sam.click(opening, "Write my notes")).submit(
            {"one_change": "Count accounts first."}
        )
    )
    await to_minute(world, WEDNESDAY, 12)
    prompt = await world.in_thread("one change. When")
    refused = await world.maya.click(prompt, "Choose the one change")
    assert "The owner picks the one change" in refused.ephemeral[-1].text
    choosing = form(await world.sam.click(prompt, "Choose the one change"))
    assert "Count accounts first." in choosing.text
    wrong = await choosing.submit(
        {"when": "exports are in", "i_will": "count", "review_on": WEDNESDAY.date()}
    )
    assert "Pick a day to come" in wrong.errors["review_on"]
    done(
        await choosing.submit(
            {"review_on": datetime(2026, 12, 9, tzinfo=UTC).date(), "lesson": "Count first."}
        )
    )
    await to_minute(world, WEDNESDAY, 15)
    closed = await world.in_thread("Closed.")
    assert "When exports are in, I will count." in text_of(closed)
    assert "Sam, looked at on Wed, Dec 9, 2026." in text_of(closed)
    assert "Count first." in text_of(closed)
    await world.quiet()
    assert not world.count(world.sam, "no change agreed")


async def test_nothing_chosen_closes_it_and_asks_the_owner_once(world: World) -> None:
    """It closes itself without a change; one DM asks, an answer is kept and marked late, and nothing asks again."""
    await opened(world)
    await to_minute(world, WEDNESDAY, 15)
    await world.in_thread("Closed, no change agreed.")
    asked = await world.message(world.sam, "no change agreed")
    assert not world.count(world.maya, "no change agreed")
    assert (await world.stored(world.sam))[0].state is State.CLOSED
    chosen = {"when": "exports are in", "i_will": "count the accounts"}
    done(await form(await world.sam.click(asked, "Choose the one change")).submit(chosen))
    await world.card(world.maya, "Chosen after closing.")
    await world.later(days=3)
    await world.quiet()
    assert world.count(world.sam, "no change agreed") == 1


async def test_a_closed_thread_asks_for_nothing_more(world: World) -> None:
    """The buttons of the manager's part and of the one change go when it closes; what was shown stays."""
    opening = await opened(world)
    done(await form(await world.maya.click(opening, "Write my notes")).submit({"question": "Who sees it?"}))
    await to_minute(world, WEDNESDAY, 12)
    part = await world.in_thread("Maya's part")
    asked = await world.in_thread("one change. When")
    assert "[My part]" in text_of(part)
    assert "[Choose the one change]" in text_of(asked)
    await to_minute(world, WEDNESDAY, 15)
    await world.in_thread("Closed, no change agreed.")
    await world.quiet()
    for message in (part, asked):
        assert "[" not in text_of(world.sam.look_again(message))
    assert "Who sees it?" in text_of(world.sam.look_again(part))
    assert "your move" not in text_of(world.sam.look_again(asked))


async def test_a_part_that_nobody_wrote_is_asked_for_no_more(world: World) -> None:
    """Closed without the manager's part: its message says that it is over, to nobody in particular."""
    await opened(world)
    await to_minute(world, WEDNESDAY, 11)
    part = await world.in_thread("your part: one question")
    await to_minute(world, WEDNESDAY, 15)
    await world.in_thread("Closed, no change agreed.")
    await world.quiet()
    over = text_of(world.sam.look_again(part))
    assert "The manager's part is over." in over
    assert "<@" not in over


async def test_nobody_who_kept_silent_is_named(world: World) -> None:
    """Without a single note the thread says so in general, with no name in it."""
    await opened(world)
    await to_minute(world, WEDNESDAY, 4)
    reveal = await world.in_thread("Nothing is written yet")
    for name in ("Sam", "Maya", "Noor"):
        assert name not in text_of(reveal)


async def test_a_stranger_in_a_shared_channel_writes_no_notes(world: World) -> None:
    """Somebody of another organisation sees the thread there, and is told that it is not theirs to write in."""
    card = await begin(world, Team_channel=ACME_SHARED)
    await world.at(WEDNESDAY)
    await ship(world, card)
    await world.workspace.until(lambda: "Everybody writes" in text_of(world.maya.messages(ACME_SHARED)[-1]))
    opening = world.maya.messages(ACME_SHARED)[-1]
    alex = Actor(world.workspace, ALEX_OF_ACME)
    refused = await alex.click(opening, "Write my notes")
    assert refused.modal is None
    assert refused.ephemeral


async def test_a_colleagues_form_opens_before_anybody_is_looked_up(world: World) -> None:
    """Slack takes a form for three seconds only: it opens first, and who they are is asked when it stands."""
    opening = await opened(world)
    noor = Actor(world.workspace, NOOR)
    before = world.workspace.calls.after(0)[-1].n
    form(await noor.click(opening, "Write my notes"))
    asked = [call.method for call in world.workspace.calls.after(before) if call.direction == "in"]
    assert asked[:2] == ["views.open", "users.info"]


async def test_the_form_of_somebody_unknown_turns_into_a_notice(world: World) -> None:
    """Whoever is not of the workspace learns it before they write: there is nothing to fill in and nothing to send."""
    opening = await opened(world)
    world.workspace.misbehave("users.info", "error:user_not_found")
    notice = form(await Actor(world.workspace, NOOR).click(opening, "Write my notes"))
    assert "for the people of the workspace" in notice.text
    assert "submit" not in notice.definition


async def test_a_form_that_somebody_else_sends_is_checked_again(world: World) -> None:
    """Whoever may not write is refused on sending, too, and the manager's part is taken from the manager alone."""
    opening = await opened(world)
    notes = form(await Actor(world.workspace, NOOR).click(opening, "Write my notes")).fill(
        {"keep": "From outside."}
    )
    sent = await Actor(world.workspace, ALEX_OF_ACME).raw_submit(notes)
    assert "for the people of the workspace" in next(iter(sent.errors.values()))
    await to_minute(world, WEDNESDAY, 11)
    asked = await world.in_thread("your part: one question")
    part = form(await world.maya.click(asked, "My part")).fill({"question": "What did we not see?"})
    for one in (world.sam, Actor(world.workspace, NOOR)):
        sent = await one.raw_submit(part)
        assert sent.errors, sent
    await world.quiet()
    shown = everything_in(world)
    assert "What did we not see?" not in shown
    assert "From outside." not in shown


async def test_a_slack_that_does_not_say_who_somebody_is_keeps_nobody_from_writing(world: World) -> None:
    """The form stays as it is, and on sending Slack is asked again."""
    opening = await opened(world)
    noor = Actor(world.workspace, NOOR)
    world.workspace.misbehave("users.info", "http_500")
    outcome = await noor.click(opening, "Write my notes")
    assert not outcome.ephemeral
    done(await form(outcome).submit({"keep": "Asking early."}))


async def record_a_miss(world: World) -> None:
    """Sam says that it was wrong after all."""
    card = await world.card(world.sam, "Shipped")
    done(await form(await world.sam.click(card, "Correct")).submit({"what": "One team was missing."}))
    await world.message(world.sam, "yours to correct")


async def test_a_miss_while_people_write_puts_the_questions_off(world: World) -> None:
    """Nothing is shown yet: what was written stays, nobody is reminded, and the writing begins half an hour on."""
    opening = await opened(world)
    done(await form(await world.sam.click(opening, "Write my notes")).submit({"keep": "Asking early."}))
    await world.later(minutes=1)
    await record_a_miss(world)
    await world.in_thread("The 15 minutes start")
    await world.later(minutes=29)
    await world.quiet()
    for one in (world.sam, world.maya):
        assert not world.count(one, "is nearly over")
    assert "Asking early." not in everything_in(world)
    start = world.clock.now() + timedelta(minutes=1)
    await world.later(minutes=1)
    await world.in_thread("Everybody writes")
    await to_minute(world, start, 3)
    await world.message(world.maya, "is nearly over")
    await to_minute(world, start, 4)
    await world.in_thread("Sam: Asking early.")
    await to_minute(world, start, 15)
    await world.in_thread("Closed, no change agreed.")


async def test_a_miss_after_the_notes_were_shown_lets_the_review_go_on(world: World) -> None:
    """It is everybody's by then: it ends at its time, and the one question by DM waits for the half hour."""
    await opened(world)
    await to_minute(world, WEDNESDAY, 5)
    await record_a_miss(world)
    await world.in_thread("One team was missing.")
    await to_minute(world, WEDNESDAY, 15)
    await world.in_thread("Closed, no change agreed.")
    await world.at(WEDNESDAY + timedelta(minutes=34))
    await world.quiet()
    assert not world.count(world.sam, "no change agreed")
    await world.at(WEDNESDAY + timedelta(minutes=36))
    await world.message(world.sam, "no change agreed")


async def test_an_outage_in_the_middle_keeps_the_length_of_each_phase(world: World) -> None:
    """Stopped at minute one and back an hour later: the reveal comes then, and the rest keeps its own time."""
    await opened(world)
    assert world.application is not None
    await world.application.stop()
    world.clock.advance(WEDNESDAY - WEDNESDAY.replace(hour=9))
    await world.start_bot()
    await world.in_thread("Nothing is written yet")
    await world.quiet()
    assert "your part" not in everything_in(world)
    await world.later(minutes=8)
    await world.in_thread("your part")
