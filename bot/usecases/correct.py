"""Correct: record a miss that shows after shipping, by whoever found it, within fourteen days."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import required, tidy
from bot.domain.delegation import Delegation, FoundBy, Outcome
from bot.domain.errors import Refused
from bot.domain.lifecycle import Act, Role, State
from bot.domain.record import Event, HistoryEntry
from bot.usecases.miss import tell_the_manager, tell_the_owner
from bot.usecases.owed_nudges import show
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.review.plan import open_second_round, review_the_miss


@dataclass(frozen=True, slots=True)
class Correct:
    """What was wrong, the measured value where known, and who saw it; a second review where it is closed already."""

    delegation_id: str
    actor_id: str
    what: str
    measured: str = ""
    found_by: FoundBy = FoundBy.OWNER
    second_review: bool = False


async def correct(command: Correct, work: UnitOfWork, clock: Clock, minutes: float) -> Delegation:
    """Record the miss, steady the owner, tell the manager, and let the after-action take it up.

    The manager records on behalf of those who found it. `minutes` is the length of an after-action. Raises `Invalid`
    where nothing is said, `Refused` after the window or before shipping.
    """
    what = required(command.what, "what", "Say what was wrong; one line is enough.")
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        now = clock.now()
        corrected = delegation.after(
            Act.CORRECT,
            role,
            now,
            outcome=Outcome.MISSED,
            measured=tidy(command.measured) or delegation.measured,
            found_by=FoundBy.OTHERS if role is Role.MANAGER else command.found_by,
            corrected_at=now,
            correction=what,
        )
        in_time(delegation, now)
        if _is_the_same(delegation, corrected):
            return delegation
        await work.delegations.save(corrected)
        await work.records.note(HistoryEntry(delegation.id, Event.CORRECTED, command.actor_id, now, what))
        await tell_the_owner(corrected, work, now)
        if role is Role.OWNER:
            await tell_the_manager(corrected, work, now)
        if delegation.state is not State.CLOSED:
            await review_the_miss(corrected, work, clock, minutes)
        elif command.second_review:
            await open_second_round(corrected, work, clock, minutes)
        await show(work, corrected, now)
        await work.commit()
    return corrected


def in_time(delegation: Delegation, now: datetime) -> None:
    """Raise `Refused` where the correction window is over."""
    if not delegation.can_be_corrected(now):
        raise Refused("The fourteen days for corrections are over. Hand the fix over as a task of its own.")


def _is_the_same(before: Delegation, after: Delegation) -> bool:
    return before == replace(after, corrected_at=before.corrected_at, changed_at=before.changed_at)
