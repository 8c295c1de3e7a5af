"""What the bot owes after a change: cards edited, Homes refreshed, and one short DM to whoever has the move."""

from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.identity import new_id
from bot.domain.lifecycle import State
from bot.domain.nudge import Nudge, NudgeKind
from bot.domain.people import Person
from bot.domain.worktime import WorkingHours
from bot.usecases.ports import UnitOfWork

WHILE_OPEN = (
    NudgeKind.OFFER_REMINDER,
    NudgeKind.OFFER_LAPSE,
    NudgeKind.SILENCE,
    NudgeKind.CHECKPOINT,
    NudgeKind.QUESTION,
    NudgeKind.PREMORTEM_ASKED,
    NudgeKind.PREMORTEM_REVEAL,
    NudgeKind.RISK_CHECK,
    NudgeKind.RISK_REMINDER,
)
"""What is no longer owed once the work has shipped or ended."""


async def hours_of_both(work: UnitOfWork, delegation: Delegation) -> tuple[WorkingHours, WorkingHours]:
    """Return the working hours of owner and manager, without the days off of their team.

    They are in UTC for one whom we do not know yet.
    """
    known = await work.people.persons((delegation.owner_id, delegation.manager_id))
    nobody = Person("", delegation.tenant.team_id, "")
    place = delegation.brief.team_channel
    team = await work.people.channel(place) if place else None
    days_off = team[0].days_off if team else frozenset()
    return (
        known.get(delegation.owner_id, nobody).hours.without(days_off),
        known.get(delegation.manager_id, nobody).hours.without(days_off),
    )


def nudge(
    delegation: Delegation, kind: NudgeKind, due_at: datetime, *, to: str = "", about: str = ""
) -> Nudge:
    """Return the intent to send `kind` to the user id `to` at `due_at`; `about` tells several of a kind apart."""
    return Nudge(new_id(), delegation.tenant, kind, delegation.id, to, due_at, about)


def cards(delegation: Delegation, now: datetime) -> tuple[Nudge, Nudge]:
    """Return the two living cards, owed now."""
    return (
        nudge(delegation, NudgeKind.OWNER_CARD, now, to=delegation.owner_id),
        nudge(delegation, NudgeKind.MANAGER_CARD, now, to=delegation.manager_id),
    )


def homes(delegation: Delegation, now: datetime) -> tuple[Nudge, ...]:
    """Return the App Homes of both, owed now."""
    return tuple(
        Nudge(new_id(), delegation.tenant, NudgeKind.HOME, "", person, now)
        for person in (delegation.owner_id, delegation.manager_id)
    )


async def show(work: UnitOfWork, delegation: Delegation, now: datetime) -> None:
    """Have both cards and both Homes show the delegation as it now is."""
    await work.nudges.refresh(*cards(delegation, now), *homes(delegation, now))


async def pass_the_move(work: UnitOfWork, delegation: Delegation, now: datetime) -> None:
    """Tell whoever has the move now, in one short DM; the other sees only the edited card."""
    holder = delegation.holder()
    if holder:
        await work.nudges.plan(nudge(delegation, NudgeKind.MOVE, now, to=holder, about=move_of(delegation)))


async def put_the_move_away(work: UnitOfWork, before: Delegation, now: datetime) -> None:
    """Have the short DM of the move that has just been made lose its buttons; `before` is how it stood then."""
    holder = before.holder()
    first_offer = before.state is State.OFFERED and before.brief_number == 1  # the card was its message
    if holder and not first_offer:
        await work.nudges.refresh(nudge(before, NudgeKind.MOVE, now, to=holder, about=move_of(before)))


def move_of(delegation: Delegation) -> str:
    """Return what tells one move of a delegation from the others: its state and the version on the table."""
    return f"{delegation.state}.{delegation.brief_number}"


async def tell_it_ended(
    work: UnitOfWork, before: Delegation, delegation: Delegation, now: datetime, *to: str
) -> None:
    """Owe nothing more of the work, and tell `to` how it ended; `before` is how it stood until then."""
    await work.nudges.cancel(delegation.id, *WHILE_OPEN)
    await put_the_move_away(work, before, now)
    await work.nudges.plan(
        *(nudge(delegation, NudgeKind.ENDED, now, to=person, about=delegation.state) for person in to)
    )
    await show(work, delegation, now)
