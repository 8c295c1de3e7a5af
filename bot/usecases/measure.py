"""Measure: the owner enters how it stood once it is known, and met or missed follows by itself."""

from dataclasses import dataclass

from bot.domain.brief import TEXT_CHARACTERS, tidy, why_not_text
from bot.domain.delegation import Delegation, FoundBy, Outcome
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Act, Role
from bot.domain.record import Event, HistoryEntry
from bot.usecases.correct import in_time
from bot.usecases.miss import tell_the_manager, tell_the_owner
from bot.usecases.owed_nudges import show
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.review.plan import review_the_measured, review_the_miss


@dataclass(frozen=True, slots=True)
class Measure:
    """The value as typed, where the bar holds a number; the owner's word where it does not (None: not known)."""

    delegation_id: str
    actor_id: str
    measured: str = ""
    met: bool | None = None


async def measure(command: Measure, work: UnitOfWork, clock: Clock, minutes: float) -> Delegation:
    """Record how it stood. A miss is told as every miss; what is still not known stays so.

    `minutes` is the length of an after-action. Raises `Invalid` where nothing is said, `Refused` to anybody but the
    owner, after the correction window, and where the outcome stands already.
    """
    measured = tidy(command.measured)
    problem = why_not_text(measured, TEXT_CHARACTERS)
    if problem:
        raise Invalid({"measured": problem})
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        now = clock.now()
        outcome = outcome_of(delegation, measured, command.met)
        after = delegation.after(
            Act.MEASURE,
            role,
            now,
            outcome=outcome,
            measured=measured or delegation.measured,
            found_by=FoundBy.OWNER if outcome is Outcome.MISSED else None,
        )
        in_time(delegation, now)
        if (delegation.outcome, delegation.measured) == (after.outcome, after.measured):
            return delegation
        only_while_unknown(delegation)
        await work.delegations.save(after)
        await work.records.note(HistoryEntry(delegation.id, Event.MEASURED, command.actor_id, now, measured))
        if outcome is Outcome.MISSED:
            await tell_the_owner(after, work, now)
            await tell_the_manager(after, work, now)
            await review_the_miss(after, work, clock, minutes)
        else:
            await review_the_measured(after, work, now)
        await show(work, after, now)
        await work.commit()
    return after


def outcome_of(delegation: Delegation, measured: str, met: bool | None) -> Outcome:
    """Return met or missed: by the value where the bar holds a number, else by the owner's word; or unknown."""
    by_value = delegation.hold_against_bar(measured)
    if by_value is not Outcome.UNKNOWN or met is None:
        return by_value
    return Outcome.MET if met else Outcome.MISSED


def only_while_unknown(delegation: Delegation) -> None:
    """Raise `Refused` where it is known how it stood."""
    if delegation.outcome is not Outcome.UNKNOWN:
        raise Refused("How it stood is recorded already. Correct records a miss that shows later.")


def only_the_owner_measures(delegation: Delegation, role: Role) -> None:
    """Raise `Refused` to anybody but the owner."""
    if role is not Role.OWNER:
        raise Refused("The owner enters what was measured. Correct records a miss that others have found.")
