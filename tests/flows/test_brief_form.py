"""The brief as it is filled in: opened in four ways, three steps, Back that loses nothing, drafts kept for a day."""

from datetime import UTC, datetime, timedelta

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import CLOUD_COSTS, LEADERSHIP, MAYA, NOOR, SAM
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BAR, MINIMUM, TASK, done, form, guards

pytestmark = ONE_PLACE
LATER = datetime(2026, 12, 11, 16, 0, tzinfo=UTC)


async def test_the_command_with_a_mention_brings_owner_and_task_along(world: World) -> None:
    """`/delegate @Sam what it is about` opens the brief with both filled in, the views.open before all else."""
    opened = form(await world.maya.command("/delegate", "@Sam Rivera Monthly cloud spend report"))
    assert opened.value("Owner") == SAM
    assert opened.value("Task") == TASK
    asked = [call.method for call in world.workspace.calls.after(0) if call.direction == "in"]
    assert asked[asked.index("views.open") - 1] in ("auth.test", "apps.connections.open")


async def test_the_words_around_a_mention_are_the_task_as_typed(world: World) -> None:
    """Special characters arrive escaped once and stand in the form as they were typed."""
    opened = form(await world.maya.command("/delegate", "R&D <costs> for @Sam Rivera please"))
    assert opened.value("Task") == "R&D <costs> for please"


async def test_a_bare_command_and_the_shortcut_open_an_empty_brief(world: World) -> None:
    """Both open step one with nothing filled in."""
    for outcome in (await world.maya.command("/delegate"), await world.maya.shortcut("delegate_task")):
        opened = form(outcome)
        assert opened.title == "Delegate a task"
        assert not opened.value("Task")


async def test_unknown_words_give_usage_and_a_button_that_takes_them(world: World) -> None:
    """Words without a mention are no command: usage, and [Delegate "..."] opens the brief with them."""
    outcome = await world.maya.command("/delegate", "monthly report & more")
    usage = outcome.ephemeral[-1]
    assert "I do not know what to do with “monthly report &amp; more”" in text_of(usage)
    opened = form(await world.maya.click(usage, 'Delegate "monthly report & more"'))
    assert opened.value("Task") == "monthly report & more"


async def test_even_the_word_new_is_taken_as_a_task(world: World) -> None:
    """Whatever was typed comes along, also where it looks like a word of ours."""
    usage = (await world.maya.command("/delegate", "new")).ephemeral[-1]
    assert form(await world.maya.click(usage, 'Delegate "new"')).value("Task") == "new"


async def test_help_says_what_the_command_takes(world: World) -> None:
    """Seen by its author alone, with the command's own name and a button to begin."""
    outcome = await world.sam.command("/delegate", "HELP", channel=CLOUD_COSTS)
    assert "*/delegate list*" in text_of(outcome.ephemeral[-1])
    assert form(await world.sam.click(outcome.ephemeral[-1], "Delegate a task")).title == "Delegate a task"


async def test_what_was_understood_stands_at_the_top_of_the_next_step(world: World) -> None:
    """A number is read back as understood, words are kept as words."""
    first = form(await world.maya.command("/delegate"))
    assert "I read: variance, at most 2 percent." in form(await first.submit(BAR)).text
    again = form(await world.maya.command("/delegate"))
    words = form(await again.submit({**BAR, "Acceptable error": "no wrong customer name"}))
    assert "I keep it in your words: no wrong customer name" in words.text


async def test_the_verdict_follows_the_answers(world: World) -> None:
    """Each answer moves the line at the top; never undone is at least *shrink first*."""
    blast = form(await form(await world.maya.command("/delegate")).submit(BAR))
    assert "Not answered, so counted as the middle" in blast.text
    safe = {"audience": "Only the team", "undo": "The same day", "rollback": "Yes, and it was tried"}
    for question, answer in {**safe, "scope": "A part", "notice": "Hours"}.items():
        blast = form(await blast.choose(question, answer))
    assert "Safe to fail (0 of 8)" in blast.text
    blast = form(await blast.choose("undo", "Never"))
    assert "shrink first (2 of 8)" in blast.text
    for question, answer in {"audience": "Executives, customers, the public", "rollback": "No"}.items():
        blast = form(await blast.choose(question, answer))
    blast = form(await blast.choose("scope", "The whole"))
    assert "rehearse first (7 of 8)" in blast.text


async def test_back_loses_nothing(world: World) -> None:
    """From step three to step one and forward again: every entry is where it was."""
    blast = form(await form(await world.maya.command("/delegate")).submit(BAR))
    blast = form(await blast.choose("undo", "Within days"))
    third = form(await blast.submit({"Rollback, in one line": "Resend the sheet."}))
    third.fill(MINIMUM)
    blast = form(await third.click("Back"))
    assert blast.value("Rollback, in one line") == "Resend the sheet."
    assert blast.value("undo")["text"]["text"] == "Within days"
    bar = form(await blast.click("Back"))
    assert bar.value("Task") == TASK
    assert bar.value("Acceptable error") == "variance <= 2 %"
    assert bar.value("Team channel") == CLOUD_COSTS
    third = form(await form(await bar.submit({})).submit({}))
    assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]


async def test_the_checkpoints_follow_a_changed_deadline(world: World) -> None:
    """Going back to another deadline plans them anew; which of them are ticked stays."""
    third = await guards(world)
    third.fill(
        {"Checkpoints": [option for option in _options(third.blocks) if option.startswith("Final QA")]}
    )
    bar = form(await form(await third.click("Back")).click("Back"))
    third = form(await form(await bar.submit({"Deadline": LATER})).submit({}))
    assert "Final QA, Thu, Dec 10 at 16:00" in third.text
    done(await third.submit({}))
    card = await world.card(world.sam, "hands you this")
    assert "final QA" in text_of(card)
    assert "spot check" not in text_of(card)


async def test_times_that_are_left_too_late_to_change(world: World) -> None:
    """The form stood open until the deadline was near: [Change times] says that there are none, and Back closes it."""
    third = await guards(world, Deadline=datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    await world.at(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))
    times = form(await third.click("Change times"))
    assert "Too short for checkpoints" in times.text
    assert "[Back]" in times.text
    assert "[Change]" not in times.text


async def test_a_closed_brief_is_offered_again_for_a_day(world: World) -> None:
    """Closed on step two: the next bare command offers [Continue], with everything typed so far."""
    blast = form(await form(await world.maya.command("/delegate")).submit(BAR))
    await blast.close()
    await world.later(hours=23)
    again = form(await world.maya.command("/delegate"))
    await world.workspace.until(lambda: "You started" in again.text)
    resumed = form(await again.click("Continue"))
    assert resumed.value("Outcome") == BAR["Outcome"]
    done(await form(await form(await resumed.submit({})).submit({})).submit(MINIMUM))
    await world.card(world.sam, "hands you this")
    await world.quiet()
    fresh = form(await world.maya.command("/delegate"))
    assert "You started" not in fresh.text


async def test_after_a_day_or_a_fresh_start_it_is_offered_no_more(world: World) -> None:
    """[Start fresh] forgets the earlier one and keeps what is typed here; a day later nothing is offered at all."""
    await form(await form(await world.maya.command("/delegate")).submit(BAR)).close()
    again = form(await world.maya.command("/delegate"))
    await world.workspace.until(lambda: "You started" in again.text)
    again.fill({"Task": "Another task"})
    fresh = form(await again.click("Start fresh"))
    assert fresh.value("Task") == "Another task"
    assert "You started" not in fresh.text
    await fresh.close()
    assert "You started" not in form(await world.maya.command("/delegate")).text
    await form(await form(await world.maya.command("/delegate")).submit(BAR)).close()
    await world.later(hours=25)
    assert "You started" not in form(await world.maya.command("/delegate")).text


async def test_guards_are_added_and_removed_with_their_limits(world: World) -> None:
    """Triggers and assumptions up to three, ten checklist lines of 75 characters, refused and never cut."""
    third = await guards(world)
    for number in range(3):
        adding = form(await third.click("Add a trigger"))
        third = form(await adding.submit({"condition": f"Variance over {number} %", "minutes": "1 hour"}))
    assert "Add a trigger" not in text_of(third.blocks)
    third = form(await third.click("Remove", within="added.2"))
    assert "Variance over 1 %" not in third.text
    assert "Add a trigger" in text_of(third.blocks)
    adding = form(await third.click("Add a checklist line"))
    assert "this one has 76" in (await adding.submit({"checklist": "x" * 76})).errors["checklist"]
    assert (
        "holds 10 lines" in (await adding.submit({"checklist": "\n".join("abcdefghijk")})).errors["checklist"]
    )
    third = form(await adding.submit({"checklist": "\n".join(["y" * 75, *"bcdefghij"])}))
    assert "y" * 75 in third.text
    assert "Add a checklist line" not in text_of(third.blocks)
    adding = form(await third.click("Add an assumption"))
    third = form(await adding.submit({"assumption": "Both exports are complete by Monday."}))
    done(await third.submit(MINIMUM))
    card = await world.card(world.sam, "hands you this")
    assert "Variance over 0 %" in text_of(card)
    brief = form(await world.sam.click(card, "Brief"))
    assert "Both exports are complete by Monday." in brief.text
    assert "y" * 75 in brief.text


async def test_a_form_sent_twice_is_one_delegation(world: World) -> None:
    """Handing over twice from the same form offers one task, with one card for each."""
    third = await guards(world)
    done(await third.submit(MINIMUM))
    assert (await world.maya.raw_submit(third)).ok
    await world.quiet()
    assert len(await world.stored(world.maya)) == 1
    assert len(world.sam.dm_messages()) == 1
    assert len(world.maya.dm_messages()) == 1


async def test_a_message_of_a_channel_brings_its_words_and_its_link(world: World) -> None:
    """The first line becomes the task, the owner reads the rest with a link to where it began."""
    said = await Actor(world.workspace, NOOR).say(
        CLOUD_COSTS, "Split the report by team\nFinance needs it & soon."
    )
    opened = form(await world.maya.message_shortcut("delegate_message", CLOUD_COSTS, said.ts))
    assert opened.value("Task") == "Split the report by team"
    bar = {name: value for name, value in BAR.items() if name != "Task"}
    done(await form(await form(await opened.submit(bar)).submit({})).submit({}))
    card = await world.card(world.sam, "hands you this")
    assert "Finance needs it &amp; soon." in text_of(card)
    assert f"https://northwind.slack.com/archives/{CLOUD_COSTS}/p{said.ts.replace('.', '')}" in text_of(card)


async def test_a_message_in_a_thread_is_linked_in_its_thread(world: World) -> None:
    """The link of a reply leads into its thread."""
    root = await world.sam.say(CLOUD_COSTS, "The export is in.")
    reply = await world.sam.say(CLOUD_COSTS, "Check the two new accounts", thread_ts=root.ts)
    opened = form(await world.maya.message_shortcut("delegate_message", CLOUD_COSTS, reply.ts))
    bar = {name: value for name, value in BAR.items() if name != "Task"}
    done(await form(await form(await opened.submit(bar)).submit({})).submit({}))
    card = await world.card(world.sam, "hands you this")
    assert f"?thread_ts={root.ts}&amp;cid={CLOUD_COSTS}" in text_of(card)


async def test_words_of_a_private_channel_stay_there(world: World) -> None:
    """From a private channel without the owner: the line unchanged is refused, own words go through, no quotation."""
    secret = next(
        message
        for message in world.maya.messages(LEADERSHIP)
        if message.text.startswith("Hiring for next year")
    )
    opened = form(await world.maya.message_shortcut("delegate_message", LEADERSHIP, secret.ts))
    bar = {name: value for name, value in BAR.items() if name != "Task"}
    refused = await opened.submit(bar)
    assert "private channel" in refused.errors["Task"]
    done(await form(await form(await opened.submit({"Task": TASK})).submit({})).submit({}))
    card = await world.card(world.sam, "hands you this")
    await world.quiet()
    brief = form(await world.sam.click(card, "Brief"))
    for shown in (text_of(card), card.text, brief.text, str(world.sam.dm_messages())):
        assert "Hiring for next year" not in shown
    stored = (await world.stored(world.sam))[0]
    assert stored.brief.source is not None
    assert not stored.brief.source.text


async def test_words_of_a_group_dm_stay_there(world: World) -> None:
    """A conversation of a few is private, though its id looks like a channel's: an owner outside gets own words."""
    few = world.workspace.group_message({MAYA, NOOR})
    said = await world.maya.say(few.id, "Hiring hangs on the numbers")
    opened = form(await world.maya.message_shortcut("delegate_message", few.id, said.ts))
    refused = await opened.submit({name: value for name, value in BAR.items() if name != "Task"})
    assert "private" in refused.errors["Task"]
    done(await form(await form(await opened.submit({"Task": TASK})).submit({})).submit({}))
    card = await world.card(world.sam, "hands you this")
    await world.quiet()
    brief = form(await world.sam.click(card, "Brief"))
    assert "Hiring hangs" not in f"{text_of(card)} {card.text} {brief.text} {world.sam.dm_messages()}"


async def test_a_long_line_of_a_private_channel_stays_there_too(world: World) -> None:
    """A line that had to be cut to fit the field is still the channel's, and refused as it stands."""
    said = await world.maya.say(LEADERSHIP, "Not public yet: " + "hiring hangs on the numbers, " * 10)
    opened = form(await world.maya.message_shortcut("delegate_message", LEADERSHIP, said.ts))
    assert opened.value("Task").endswith("…")
    refused = await opened.submit({name: value for name, value in BAR.items() if name != "Task"})
    assert "private channel" in refused.errors["Task"]


def _options(blocks: list[dict[str, object]]) -> list[str]:
    boxes = next(block for block in blocks if str(block.get("block_id")).startswith("checkpoints"))
    element = boxes["element"]
    assert isinstance(element, dict)
    return [option["text"]["text"] for option in element["options"]]


async def test_the_deadline_of_a_draft_may_pass_while_it_waits(world: World) -> None:
    """A brief continued when its deadline is over says so at its field, in whatever step one is."""
    third = await guards(world, Deadline=datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    await world.at(datetime(2026, 11, 23, 16, 0, tzinfo=UTC) + timedelta(minutes=1))
    refused = await third.submit(MINIMUM)
    assert "Deadline: This moment has passed." in next(iter(refused.errors.values()))
    assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]
