"""What is written after its time: kept with the record and marked late, and only what is new of it."""

from bot.domain.review import Note, Visibility
from bot.playground.acting.actor import Actor, VisibleMessage
from bot.playground.cast import NOOR
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, done, form, opened, to_minute

pytestmark = ONE_PLACE


async def closed(world: World) -> VisibleMessage:
    """Let an after-action run in which Sam wrote one line. Return the message that closes it."""
    opening = await opened(world)
    notes = form(await world.sam.click(opening, "Write my notes"))
    done(await notes.submit({"expected": None, "keep": "Early."}))
    await to_minute(world, WEDNESDAY, 15)
    return await world.in_thread("Closed, no change agreed.")


async def record(world: World) -> list[Note]:
    """Return the notes of the latest round that the thread may read."""
    await world.quiet()
    stored = (await world.stored(world.sam))[0]
    assert world.application is not None
    async with world.application.units(stored.tenant) as work:
        review = await work.reviews.latest(stored.id)
        assert review is not None
        return await work.reviews.notes(review, Visibility.THREAD)


async def test_late_notes_are_kept_and_marked_late(world: World) -> None:
    """After closing the form says where they go; the record has them as late, and the reveal stays as it was."""
    message = await closed(world)
    noor = Actor(world.workspace, NOOR)
    late = form(await noor.click(message, "Notes"))
    assert "marked late" in late.text
    done(await late.submit({"surprised": "The numbers moved."}))
    kept = {note.text: note.late for note in await record(world)}
    assert kept["The numbers moved."]
    assert not kept["Early."]


async def test_a_late_form_adds_only_what_is_new(world: World) -> None:
    """It holds what was written in time; of that nothing is kept twice, and what was put better is kept beside it."""
    message = await closed(world)
    late = form(await world.sam.click(message, "Notes"))
    assert late.value("keep") == "Early."
    done(await late.submit({"expected": None, "surprised": "The numbers moved."}))
    assert [(note.text, note.late) for note in await record(world)] == [
        ("Early.", False),
        ("The numbers moved.", True),
    ]
    again = form(await world.sam.click(message, "Notes"))
    done(await again.submit({"expected": None, "keep": "Asking finance early."}))
    assert [note.text for note in await record(world) if note.late] == [
        "The numbers moved.",
        "Asking finance early.",
    ]


async def test_a_late_form_sent_twice_is_kept_once(world: World) -> None:
    """Its acknowledgement got lost, and it is sent again: the record stays as it is."""
    message = await closed(world)
    late = form(await world.sam.click(message, "Notes"))
    world.workspace.misbehave("delivery:interactive", "ack_lost")
    assert not (await late.submit({"expected": None, "surprised": "The numbers moved."})).ok
    done(await late.submit({}))
    assert [note.text for note in await record(world)] == ["Early.", "The numbers moved."]
