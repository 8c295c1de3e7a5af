"""Forward a flag: the owner tells somebody else about it, in the owner's own words."""

from dataclasses import dataclass

from bot.domain.brief import required
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.flag import Forward
from bot.domain.lifecycle import Role
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import why_not_told
from bot.domain.record import Event, HistoryEntry
from bot.usecases.owed_nudges import nudge
from bot.usecases.ports import Clock, Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class ForwardFlag:
    """Who is told what. `forward_id` is the form's own id, so that a form sent twice tells once."""

    delegation_id: str
    actor_id: str
    forward_id: str
    flag_id: str
    to_id: str | None
    words: str


async def forward_flag(command: ForwardFlag, work: UnitOfWork, directory: Directory, clock: Clock) -> Forward:
    """Send the words to the person, and note it.

    Raises `Invalid` where they cannot be told, or nothing is said; `NotFound` where there is no such flag, and
    `Refused` to anybody but the owner.
    """
    words = required(command.words, "note", "Write what they need to know.")
    if not command.to_id:
        raise Invalid({"told": "Pick whom to tell."})
    async with work:
        delegation = await work.delegations.get(command.delegation_id)
        only_the_owner_tells(delegation, command.actor_id)
    person = await directory.person(work.tenant, command.to_id)
    problem = why_not_told(person, delegation.manager_id, delegation.owner_id, work.tenant.team_id)
    if problem:
        raise Invalid({"told": problem})
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        flag = await work.flags.get(command.flag_id)
        if flag is None or flag.delegation_id != delegation.id:
            raise NotFound
        now = clock.now()
        forward = Forward(command.forward_id, delegation.id, flag.id, command.to_id, words, now)
        if not await work.flags.forward(forward):
            return forward
        await work.records.note(
            HistoryEntry(delegation.id, Event.FLAG_FORWARDED, command.actor_id, now, words)
        )
        await work.nudges.plan(
            nudge(delegation, NudgeKind.FLAG_FORWARD, now, to=forward.to_id, about=forward.id)
        )
        await work.nudges.refresh(
            nudge(delegation, NudgeKind.FLAG_THANKS, now, to=delegation.owner_id, about=flag.id)
        )
        await work.commit()
    return forward


def only_the_owner_tells(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody else: whom a flag concerns is the owner's call."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("Whom to tell is the owner's call. Ask them about it.")
