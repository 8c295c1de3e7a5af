"""Start a pre-mortem: whom to ask, and until when."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, Refused
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import why_not_invited
from bot.domain.premortem import (
    MOST_INVITED,
    UNDER_WAY,
    Premortem,
    check_can_begin,
    check_until,
    default_until,
    invited_from,
    moved_until,
)
from bot.domain.record import Event, HistoryEntry
from bot.domain.situation import Situation
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, Directory, UnitOfWork
from bot.usecases.situation import look


@dataclass(frozen=True, slots=True)
class StartPremortem:
    """Owner or manager starts one. `invited` are user ids, most junior first; no `until` is one working day on."""

    delegation_id: str
    actor_id: str
    invited: tuple[str, ...] = ()
    until: datetime | None = None


async def proposed(
    delegation_id: str, actor_id: str, work: UnitOfWork, clock: Clock
) -> tuple[Situation, datetime]:
    """Return what the form is drawn from, and until when one could write. Raises `Refused` where none can begin."""
    async with work:
        situation = await look(await work.delegations.get(delegation_id), work, clock)
        delegation = situation.delegation
        check_can_begin(delegation, actor_id, clock.now())
        if situation.premortem and situation.premortem.is_open:
            raise _one_at_a_time()
        hours, _ = await hours_of_both(work, delegation)
    return situation, default_until(clock.now(), delegation.brief.deadline, hours)


async def start(command: StartPremortem, work: UnitOfWork, directory: Directory, clock: Clock) -> Premortem:
    """Ask the invited, the owner and the manager, each for themselves; the same form twice asks once.

    Raises `Invalid` for people who cannot be asked and times that cannot be, `Refused` to anybody else.
    """
    await _check_people(command.invited, work, directory)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        now = clock.now()
        check_can_begin(delegation, command.actor_id, now)
        invited = invited_from(command.invited, delegation)
        earlier = await work.premortems.of(delegation.id)
        latest = earlier[-1] if earlier else None
        if latest and latest.is_open:
            same = (command.actor_id, invited, command.until)
            if (latest.opened_by, latest.invited, latest.until) == same:
                return latest
            raise _one_at_a_time()
        hours, _ = await hours_of_both(work, delegation)
        until = command.until or default_until(now, delegation.brief.deadline, hours)
        check_until(until, now, delegation.brief.deadline)
        premortem = Premortem(delegation.id, len(earlier) + 1, command.actor_id, invited, now, until)
        await work.premortems.add(premortem)
        await work.records.note(
            HistoryEntry(delegation.id, Event.PREMORTEM_STARTED, command.actor_id, now, str(premortem.number))
        )
        await work.nudges.plan(*asked(premortem, delegation, now), reveal_of(premortem, delegation, until))
        await show(work, delegation, now)
        await work.commit()
    return premortem


async def end_writing_before_deadline(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Have a pre-mortem under way be revealed before the deadline, which has moved. Part of that transaction."""
    hours, _ = await hours_of_both(work, delegation)
    for premortem in await work.premortems.of(delegation.id):
        until = moved_until(premortem, now, delegation.brief.deadline, hours)
        if until:
            moved = replace(premortem, until=until)
            await work.premortems.save(moved)
            await work.nudges.move(reveal_of(moved, delegation, until).key, until)
            await work.nudges.refresh(*asked(moved, delegation, now))


def asked(premortem: Premortem, delegation: Delegation, now: datetime) -> list[Nudge]:
    """Return the message to each who takes part, owed now."""
    return [
        asked_of(premortem, delegation, person, now) for person in dict.fromkeys(premortem.people(delegation))
    ]


def asked_of(premortem: Premortem, delegation: Delegation, person: str, now: datetime) -> Nudge:
    """Return the message to one who takes part."""
    return nudge(delegation, NudgeKind.PREMORTEM_ASKED, now, to=person, about=str(premortem.number))


def reveal_of(premortem: Premortem, delegation: Delegation, at: datetime) -> Nudge:
    """Return the step that reveals it."""
    return nudge(delegation, NudgeKind.PREMORTEM_REVEAL, at, about=str(premortem.number))


async def _check_people(invited: tuple[str, ...], work: UnitOfWork, directory: Directory) -> None:
    """Raise `Invalid` for the first who cannot be asked. With the two themselves there can be ten."""
    for user_id in list(dict.fromkeys(invited))[: MOST_INVITED + 2]:
        problem = why_not_invited(await directory.person(work.tenant, user_id), work.tenant.team_id)
        if problem:
            raise Invalid({"invited": problem})


def _one_at_a_time() -> Refused:
    return Refused(UNDER_WAY)
