"""A miss: the owner hears first what steadies and is asked for a note; the manager, whose it is and until when."""

from datetime import datetime

from bot.domain.correction import CorrectionNote, note_for, reminder_at
from bot.domain.delegation import Delegation
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, UnitOfWork


async def tell_the_owner(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Owe the owner the word that steadies, and, where none is waited for, a note. Part of recording the miss."""
    note = await work.corrections.latest(delegation.id)
    if delegation.taken_over_at:
        await work.nudges.plan(_word(delegation, now, f"0.{now.timestamp():.0f}"))
    elif note and note.sent_at is None:
        # The note that is waited for holds this, too; the word about it is a new one, so that it is seen.
        await work.nudges.plan(_word(delegation, now, f"{note.number}.{now.timestamp():.0f}"))
    else:
        await _ask_for_a_note(delegation, note.number + 1 if note else 1, work, now)


async def tell_the_manager(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Owe the manager the news of a miss: whose the correction is and until when, and that there is nothing to do."""
    about = f"{now.timestamp():.0f}"
    await work.nudges.plan(nudge(delegation, NudgeKind.MISS, now, to=delegation.manager_id, about=about))


async def come_due(step: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Have the cards say that the note is not recorded as sent. Nobody is chased."""
    async with work:
        delegation = await work.delegations.get(step.delegation_id, lock=True)
        note = await work.corrections.latest(delegation.id)
        if note and note.is_overdue(clock.now()) and delegation.taken_over_at is None:
            await show(work, delegation, clock.now())
            await work.commit()


async def drop_the_note(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Owe and wait for the note no more: it was sent, or the manager has taken over what follows."""
    await work.nudges.cancel(delegation.id, NudgeKind.NOTE_DUE)
    note = await work.corrections.latest(delegation.id)
    if note:
        # Both put their buttons away; a reminder that was not sent yet never is.
        reminder = _reminder(delegation, note, now)
        await work.nudges.refresh(_word(delegation, now, str(note.number)), *reminder)


async def _ask_for_a_note(delegation: Delegation, number: int, work: UnitOfWork, now: datetime) -> None:
    hours, _ = await hours_of_both(work, delegation)
    note = note_for(delegation.id, number, now, hours)
    await work.corrections.add(note)
    await work.nudges.plan(
        _word(delegation, now, str(number)),
        nudge(delegation, NudgeKind.NOTE_DUE, note.due_at, about=str(number)),
        *_reminder(delegation, note, reminder_at(note, hours)),
    )


def _reminder(delegation: Delegation, note: CorrectionNote, at: datetime | None) -> tuple[Nudge, ...]:
    if at is None:
        return ()
    about = str(note.number)
    return (nudge(delegation, NudgeKind.NOTE_REMINDER, at, to=delegation.owner_id, about=about),)


def _word(delegation: Delegation, now: datetime, about: str) -> Nudge:
    return nudge(delegation, NudgeKind.MISS, now, to=delegation.owner_id, about=about)
