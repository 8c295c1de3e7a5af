"""The deadline of work under way: one kind question when it comes, and what is owed where it moves."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.lifecycle import State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.proposal import Proposal, ProposalKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.half_time import bet_by_itself
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.watch import plan_checks_anew


async def come_late(deadline: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Write down that the deadline has passed, once for each deadline; a new time on the table speaks for itself."""
    async with work:
        delegation = await work.delegations.get(deadline.delegation_id, lock=True)
        now = clock.now()
        proposals = await work.proposals.of([delegation.id])
        if not has_come_late(delegation, deadline.subject, now) or is_in_time(proposals):
            return
        await note_that_it_is_late(delegation, work, now)
        await show(work, delegation, now)
        await work.commit()


async def owe_the_work(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Owe all that hangs on the deadline as it now stands; what was owed before is not.

    Those are the checkpoints, the bet at half time where none asks it, the word at the deadline, and the checks of
    what is watched. Before the work has begun, all but the last are not owed yet: they follow with it.
    """
    await plan_checks_anew(delegation, work, now)
    if delegation.state is not State.IN_PROGRESS:
        return
    await work.nudges.cancel(delegation.id, NudgeKind.CHECKPOINT, NudgeKind.DEADLINE)
    await work.nudges.refresh(
        *(
            nudge(delegation, NudgeKind.CHECKPOINT, each.at, to=delegation.owner_id, about=each.kind)
            for each in delegation.brief.checkpoints
        ),
        *await bet_by_itself(delegation, work, now),
    )
    at, about = delegation.brief.deadline, _subject(delegation)
    await work.nudges.plan(nudge(delegation, NudgeKind.DEADLINE, at, to=delegation.owner_id, about=about))


def has_come_late(delegation: Delegation, subject: str, now: datetime) -> bool:
    """Say whether the deadline that `subject` names still stands, and has passed with the work under way."""
    is_past = delegation.state is State.IN_PROGRESS and now >= delegation.brief.deadline
    return is_past and _subject(delegation) == subject


def is_in_time(proposals: Iterable[Proposal]) -> bool:
    """Say whether a new time that was proposed before the deadline waits for the manager's word."""
    return any(each.is_open and each.kind is ProposalKind.NEW_TIME and not each.is_late for each in proposals)


async def note_that_it_is_late(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Write it down, once for each deadline."""
    said = _subject(delegation)
    history = await work.records.history(delegation.id)
    if not any(line.event is Event.LATE and line.detail == said for line in history):
        await work.records.note(HistoryEntry(delegation.id, Event.LATE, "", now, said))


async def put_the_word_away(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Have the question that came at the deadline lose its buttons: it is answered."""
    if now >= delegation.brief.deadline:
        about = _subject(delegation)
        await work.nudges.refresh(
            nudge(delegation, NudgeKind.DEADLINE, now, to=delegation.owner_id, about=about)
        )


def _subject(delegation: Delegation) -> str:
    """Return what tells one deadline of a delegation from the others."""
    return str(int(delegation.brief.deadline.timestamp()))
