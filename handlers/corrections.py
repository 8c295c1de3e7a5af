"""What follows the shipping: how it stood, and the correction note of a miss."""

from bot.blocks.forms import correction_note as note_form
from bot.blocks.forms import measured as measured_form
from bot.domain.errors import Invalid
from bot.domain.lifecycle import Act
from bot.usecases.correct import in_time
from bot.usecases.measure import Measure, measure, only_the_owner_measures, only_while_unknown
from bot.usecases.send_note import (
    NoteSent,
    SendNote,
    note_sent,
    only_the_owner_corrects,
    send_note,
    why_not_again,
)
from handlers.rights import look, look_to
from handlers.visit import Answer, Visit


async def press_write_note(visit: Visit) -> Answer:
    """[Write the note]."""
    situation, _ = await look(visit)
    note = only_the_owner_corrects(situation.delegation, situation.note, visit.user_id)
    if note.sent_at:
        raise why_not_again(note)
    await visit.open(note_form.build(situation))
    return None


async def submit_note(visit: Visit) -> Answer:
    """The correction note goes out."""
    entered = note_form.parse(visit.state)
    command = SendNote(
        visit.about[0],
        visit.user_id,
        entered.text,
        reader_id=entered.reader_id,
        channel_id=entered.channel_id,
    )
    await send_note(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def press_note_sent(visit: Visit) -> Answer:
    """[Already sent]."""
    await note_sent(NoteSent(visit.about[0], visit.user_id), visit.work(), visit.desk.clock)
    return None


async def press_measured(visit: Visit) -> Answer:
    """[Measured]."""
    situation, role = await look(visit)
    only_the_owner_measures(situation.delegation, role)
    await look_to(visit, Act.MEASURE)
    in_time(situation.delegation, situation.now)
    only_while_unknown(situation.delegation)
    await visit.open(measured_form.build(situation))
    return None


async def submit_measured(visit: Visit) -> Answer:
    """It was measured."""
    entered = measured_form.parse(visit.state)
    if not entered.measured and entered.met is None:
        sentence = "Say how it stood; until it is known, close this, and nothing is waited for."
        raise Invalid({"measured": sentence, "met": sentence})
    command = Measure(visit.about[0], visit.user_id, entered.measured, entered.met)
    await measure(command, visit.work(), visit.desk.clock, visit.desk.minutes)
    return None
