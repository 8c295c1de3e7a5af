"""What the bot owes after a change: cards edited, Homes refreshed, and one short DM to whoever has the move."""

from dataclasses import replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.flag import Flag
from bot.domain.help import HELPED_IN, Help
from bot.domain.identity import new_id
from bot.domain.intention import Intention
from bot.domain.lifecycle import State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.ports import UnitOfWork

WHILE_OPEN = (
    NudgeKind.OFFER_REMINDER,
    NudgeKind.OFFER_LAPSE,
    NudgeKind.SILENCE,
    NudgeKind.CHECKPOINT,
    NudgeKind.QUESTION,
    NudgeKind.FLAG_DUE,
    NudgeKind.FLAG_SILENT,
    NudgeKind.INTENTION_DUE,
    NudgeKind.PAGE_CLOCK,
    NudgeKind.PROPOSAL_SILENCE,
    NudgeKind.DEADLINE,
    NudgeKind.PREMORTEM_ASKED,
    NudgeKind.PREMORTEM_REVEAL,
    NudgeKind.RISK_CHECK,
    NudgeKind.RISK_REMINDER,
)
"""What is no longer owed once the work has shipped or ended."""


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
    """Have the short DM of the move that has just been made lose its buttons; `before` is how it stood then.

    So does a brief that was proposed and not answered, should the work be over with it.
    """
    if before.change:
        about = before.change.subject
        await work.nudges.refresh(
            nudge(before, NudgeKind.CHANGE_PROPOSED, now, to=before.owner_id, about=about)
        )
    # A flag may have lent the move to the manager: while in progress, the message that passed it is the owner's.
    holder = before.owner_id if before.state is State.IN_PROGRESS else before.holder()
    first_offer = before.state is State.OFFERED and before.brief_number == 1  # the card was its message
    if holder and not first_offer:
        await work.nudges.refresh(nudge(before, NudgeKind.MOVE, now, to=holder, about=move_of(before)))


def about_flag(delegation: Delegation, flag: Flag, now: datetime) -> tuple[Nudge, ...]:
    """Return the messages about a flag that stand with people, to be drawn anew."""
    told = [delegation.manager_id, *([flag.deputy_id] if flag.deputy_id else [])]
    about = [nudge(delegation, NudgeKind.FLAG, now, to=person, about=flag.id) for person in told]
    if flag.chased_at:
        about += [nudge(delegation, NudgeKind.FLAG_CHASE, now, to=person, about=flag.id) for person in told]
    thanks = nudge(delegation, NudgeKind.FLAG_THANKS, now, to=delegation.owner_id, about=flag.id)
    return (*about, thanks)


def about_intention(delegation: Delegation, intention: Intention, now: datetime) -> tuple[Nudge, ...]:
    """Return the messages that ask about an intention: to the manager, and to whoever stands in for them."""
    told = [delegation.manager_id, *([intention.deputy_id] if intention.deputy_id else [])]
    return tuple(
        nudge(delegation, NudgeKind.INTENTION, now, to=person, about=intention.id) for person in told
    )


def about_wish(delegation: Delegation, wish: Help, now: datetime) -> tuple[Nudge, ...]:
    """Return the messages that ask about a wish for help: to the manager, and to whoever stands in for them."""
    told = [delegation.manager_id, *([wish.deputy_id] if wish.deputy_id else [])]
    return tuple(nudge(delegation, NudgeKind.HELP, now, to=person, about=wish.id) for person in told)


async def put_the_wish_away(work: UnitOfWork, delegation: Delegation, wish: Help, now: datetime) -> None:
    """Have what asks about a wish that is over lose its buttons, its reminder too."""
    asking = about_wish(delegation, wish, now)
    reminders = [replace(each, id=new_id(), kind=NudgeKind.HELP_CHASE) for each in asking]
    await work.nudges.refresh(*asking, *(reminders if wish.reminded_at else []))


async def end_what_waits(work: UnitOfWork, delegation: Delegation, now: datetime) -> None:
    """Have what is without an answer end with the work: what asks about it has nothing to press.

    Those are flags and intentions, and wishes for help once nothing is left to help with.
    """
    for flag in await work.flags.of(delegation.id):
        if flag.is_open:
            await work.nudges.refresh(*about_flag(delegation, flag, now))
    for intention in await work.intentions.of(delegation.id):
        if intention.is_open:
            await work.nudges.refresh(*about_intention(delegation, intention, now))
    await end_wishes(work, delegation, now)


async def end_wishes(work: UnitOfWork, delegation: Delegation, now: datetime) -> None:
    """Have wishes for help without an answer end, once there is nothing left to help with."""
    if delegation.state in HELPED_IN:
        return
    for wish in await work.help_given.wishes([delegation.id]):
        if wish.is_open:
            await put_the_wish_away(work, delegation, wish, now)


def move_of(delegation: Delegation) -> str:
    """Return what tells one move of a delegation from the others: its state and the version on the table."""
    return f"{delegation.state}.{delegation.brief_number}"


async def tell_it_ended(
    work: UnitOfWork, before: Delegation, delegation: Delegation, now: datetime, *to: str
) -> None:
    """Owe nothing more of the work, and tell `to` how it ended; `before` is how it stood until then.

    Where it was a rehearsal, its manager is told with the question what becomes of the task itself.
    """
    if delegation.rehearsal_of:
        to = tuple(person for person in to if person != delegation.manager_id)
        over = nudge(delegation, NudgeKind.REHEARSAL_OVER, now, to=delegation.manager_id)
        await work.nudges.plan(over)
    await work.nudges.cancel(delegation.id, *WHILE_OPEN)
    await put_the_move_away(work, before, now)
    await end_what_waits(work, delegation, now)
    await work.nudges.plan(
        *(nudge(delegation, NudgeKind.ENDED, now, to=person, about=delegation.state) for person in to)
    )
    await show(work, delegation, now)
