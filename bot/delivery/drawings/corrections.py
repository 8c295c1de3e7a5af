"""The messages of a miss and its correction. Each says when it is overtaken."""

from dataclasses import replace

from bot.blocks import correction_messages
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing, Post
from bot.domain.correction import CorrectionNote
from bot.domain.lifecycle import Role
from bot.domain.nudge_kind import NudgeKind


async def _miss(drawing: Drawing) -> Outgoing:
    message = correction_messages.miss(drawing.situation, drawing.role)
    if drawing.claim.ts and drawing.role is Role.OWNER:  # what it asks for is no longer waited for
        return drawing.put_away(message)
    return drawing.direct(message)


async def _note_reminder(drawing: Drawing) -> Outgoing:
    note = drawing.situation.open_note
    if note is None or str(note.number) != drawing.nudge.subject:
        return drawing.put_away(correction_messages.note_reminder_over(drawing.situation))
    return drawing.direct(correction_messages.note_reminder(drawing.situation, note))


async def _correction_note(drawing: Drawing) -> Outgoing:
    note = await _sent(drawing)
    if note is None or not note.text:
        return None
    message = correction_messages.note(drawing.situation, note)
    if drawing.nudge.recipient == note.reader_id:
        return drawing.direct(message)
    return Post(drawing.nudge.recipient, message)


async def _note_sent(drawing: Drawing) -> Outgoing:
    note = await _sent(drawing)
    if note is None:
        return None
    readers = await drawing.work.people.persons((note.reader_id,)) if note.reader_id else {}
    channel = await drawing.work.people.channel(note.channel_id) if note.channel_id else None
    situation = replace(drawing.situation, people=drawing.situation.people | readers)
    place = channel[0].name if channel else "a channel" if note.channel_id else ""
    return drawing.direct(correction_messages.note_sent(situation, note, place))


async def _taken_over(drawing: Drawing) -> Outgoing:
    return drawing.direct(correction_messages.taken_over(drawing.situation))


async def _sent(drawing: Drawing) -> CorrectionNote | None:
    """Return the note that the nudge is about, as it was sent; a later miss may have asked for another since."""
    delegation_id, number = drawing.situation.delegation.id, int(drawing.nudge.subject)
    note = await drawing.work.corrections.get(delegation_id, number)
    return note if note and note.sent_at else None


CORRECTION: dict[NudgeKind, Draw] = {
    NudgeKind.MISS: _miss,
    NudgeKind.NOTE_REMINDER: _note_reminder,
    NudgeKind.CORRECTION_NOTE: _correction_note,
    NudgeKind.NOTE_SENT: _note_sent,
    NudgeKind.TAKEN_OVER: _taken_over,
}
"""The messages of a miss and its correction, by kind."""
