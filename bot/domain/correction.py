"""A correction note: what the owner sends, the same working day, when a miss got out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.review_start import PAUSE_AFTER_A_MISS
from bot.domain.worktime import WorkingHours

REMINDED_BEFORE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """One note about one miss. All instants are aware UTC.

    `number` tells the notes of a delegation apart; `text` is in the owner's words, empty where they sent it
    another way; `reader_id` and `channel_id` are whom and where I brought it, "" for neither.
    """

    delegation_id: str
    number: int
    missed_at: datetime
    due_at: datetime
    text: str = ""
    reader_id: str = ""
    channel_id: str = ""
    sent_at: datetime | None = None

    @property
    def questions_from(self) -> datetime:
        """When questions reach the owner again: first the correction, then what it teaches."""
        return self.missed_at + PAUSE_AFTER_A_MISS

    def is_overdue(self, now: datetime) -> bool:
        """Say whether it was to be sent by now and is not recorded as sent."""
        return self.sent_at is None and now >= self.due_at


def note_for(delegation_id: str, number: int, now: datetime, hours: WorkingHours) -> CorrectionNote:
    """Return the note that a miss at `now` asks for: due at the end of the owner's working day.

    Where that day is over, it is the end of the next one.
    """
    return CorrectionNote(delegation_id, number, now, hours.closing_from(now))


def reminder_at(note: CorrectionNote, hours: WorkingHours) -> datetime | None:
    """Return when the owner is reminded, once, within their hours; None where the miss is as late as that itself."""
    at = hours.next_open(note.due_at - REMINDED_BEFORE)
    return at if note.missed_at < at < note.due_at else None
