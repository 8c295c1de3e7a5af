"""Help: the owner asks for it, the manager gives it, by direct message and never in a channel."""

from dataclasses import dataclass

from bot.domain.brief import tidy, why_not_text
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.help import HELPED_IN, Help, HelpKind
from bot.domain.lifecycle import Role
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.accept import required
from bot.usecases.owed_nudges import nudge
from bot.usecases.phrased import count_edit, weigh
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class AskForHelp:
    """The owner asks the manager to think with them, or to clear a path. `help_id` is the form's own id."""

    delegation_id: str
    actor_id: str
    help_id: str
    kind: HelpKind
    text: str
    block: str = ""


@dataclass(frozen=True, slots=True)
class ClearPath:
    """The manager says what they will clear; `answers` is the owner's wish that it answers, "" for none."""

    delegation_id: str
    actor_id: str
    help_id: str
    text: str
    answers: str = ""
    as_it_is: bool = False


@dataclass(frozen=True, slots=True)
class LetMeThink:
    """The manager thinks before they answer a wish; the move stays with the owner."""

    delegation_id: str
    actor_id: str
    answers: str


async def ask_for_help(command: AskForHelp, work: UnitOfWork, clock: Clock) -> Help:
    """Bring the owner's wish to the manager. Raises `Invalid` where it is empty, `Refused` to anybody else."""
    text = required(command.text, "help", "Say in a line what it is about.")
    problem = why_not_text(command.block)
    if problem:
        raise Invalid({"block_of_time": problem})
    said = Help(
        command.help_id,
        command.delegation_id,
        command.actor_id,
        command.kind,
        text,
        clock.now(),
        block=tidy(command.block),
    )
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_owner_asks_for_help(delegation, command.actor_id)
        if await work.help_given.add(said):
            await _tell(delegation, said, Event.ASKED_FOR_HELP, work)
            await work.commit()
    return said


async def clear_path(command: ClearPath, work: UnitOfWork, clock: Clock) -> Help:
    """Tell the owner what the manager clears out of the way.

    Raises `AskedBack` where the words order or edit and are not to be sent as they are, `Invalid` where there are
    none, `Refused` to anybody but the manager.
    """
    text = required(command.text, "clears", "Say what you will clear, so that they can count on it.")
    now = clock.now()
    about, actor, kind = command.delegation_id, command.actor_id, HelpKind.CLEAR
    said = Help(command.help_id, about, actor, kind, text, now, answers=command.answers)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_manager_helps(delegation, command.actor_id)
        finding = await weigh(text, delegation, work, as_it_is=command.as_it_is)
        if await work.help_given.add(said):
            await count_edit(finding, text, command.help_id, command.actor_id, delegation, work, now)
            await _tell(delegation, said, Event.HELPED, work)
            await work.commit()
    return said


async def let_me_think(command: LetMeThink, work: UnitOfWork, clock: Clock) -> None:
    """Tell the owner that the manager thinks about their wish, once; nothing waits for it."""
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_manager_helps(delegation, command.actor_id)
        wish = await work.help_given.get(command.answers)
        if wish is None or wish.delegation_id != delegation.id:
            raise NotFound
        about, now = f"{HelpKind.LATER}:{wish.id}", clock.now()
        said = Help(about, delegation.id, command.actor_id, HelpKind.LATER, "", now, answers=wish.id)
        if await work.help_given.add(said):
            await _tell(delegation, said, Event.HELPED, work)
            await work.commit()


async def wish_of(delegation_id: str, wish_id: str, work: UnitOfWork) -> Help | None:
    """Return the owner's wish of this id about this delegation, or None."""
    async with work:
        wish = await work.help_given.get(wish_id)
    return wish if wish and wish.delegation_id == delegation_id else None


def only_the_owner_asks_for_help(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody else, and where there is no work to help with."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("The owner asks for help here. From your card you can ask a question or clear a path.")
    _only_at_work(delegation)


def only_the_manager_helps(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody else, and where there is no work to help with."""
    if delegation.role_of(actor_id) is not Role.MANAGER:
        raise Refused("This help is the manager's to give. You can ask them for it from your card's menu.")
    _only_at_work(delegation)


def _only_at_work(delegation: Delegation) -> None:
    if delegation.state not in HELPED_IN:
        raise Refused("Nobody is at work on it now, so there is nothing to help with. Talk to them directly.")


async def _tell(delegation: Delegation, said: Help, event: Event, work: UnitOfWork) -> None:
    to = delegation.other(delegation.role_of(said.author_id))
    await work.records.note(HistoryEntry(delegation.id, event, said.author_id, said.at, said.kind))
    await work.nudges.plan(nudge(delegation, NudgeKind.HELP, said.at, to=to, about=said.id))
