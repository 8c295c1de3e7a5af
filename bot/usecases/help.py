"""Help: the owner asks for it, the manager gives it, by direct message and never in a channel."""

from dataclasses import dataclass

from bot.domain.brief import required, tidy, why_not_text
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.flag import ANSWER_WITHIN
from bot.domain.help import HELPED_IN, Help, HelpKind
from bot.domain.lifecycle import Role
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.managers_word import who_is_asked
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.phrased import count_edit, weigh
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.wishes import bring, settle


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
class AnswerWish:
    """The manager answers a wish without words: yes to its block of time, or that they think first."""

    delegation_id: str
    actor_id: str
    answers: str


async def ask_for_help(command: AskForHelp, work: UnitOfWork, clock: Clock) -> Help:
    """Bring the owner's wish to the manager, or also to whoever stands in; an answer is due in their next hours.

    Raises `Invalid` where it is empty, `Refused` to anybody else.
    """
    text = required(command.text, "help", "Say in a line what it is about.")
    problem = why_not_text(command.block)
    if problem:
        raise Invalid({"block_of_time": problem})
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_owner_asks_for_help(delegation, command.actor_id)
        now = clock.now()
        asked = await who_is_asked(work, delegation, now)
        wish = Help(
            command.help_id,
            delegation.id,
            command.actor_id,
            command.kind,
            text,
            now,
            block=tidy(command.block),
            due_at=asked.hours.later_by(now, ANSWER_WITHIN),
            deputy_id=asked.stand_in,
        )
        if await work.help_given.add(wish):
            entry = HistoryEntry(delegation.id, Event.ASKED_FOR_HELP, wish.author_id, now, wish.kind)
            await work.records.note(entry)
            await bring(wish, delegation, work)
            await show(work, delegation, now)
            await work.commit()
    return wish


async def clear_path(command: ClearPath, work: UnitOfWork, clock: Clock) -> Help:
    """Tell the owner what the manager clears out of the way; it is the answer to the wish that it names.

    Raises `AskedBack` where the words order or edit and are not to be sent as they are, `Invalid` where there are
    none, `Refused` to anybody but the manager and a deputy to whom the wish was brought.
    """
    text = required(command.text, "clears", "Say what you will clear, so that they can count on it.")
    now = clock.now()
    about, actor, kind = command.delegation_id, command.actor_id, HelpKind.CLEAR
    said = Help(command.help_id, about, actor, kind, text, now, answers=command.answers)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        wish = await _wish(command.answers, delegation, work) if command.answers else None
        only_the_manager_helps(delegation, command.actor_id, wish)
        finding = await weigh(text, delegation, work, as_it_is=command.as_it_is)
        if await _say(said, wish, delegation, work):
            await count_edit(finding, text, command.help_id, command.actor_id, delegation, work, now)
            await work.commit()
    return said


async def let_me_think(command: AnswerWish, work: UnitOfWork, clock: Clock) -> None:
    """Tell the owner that the manager thinks about their wish, once; nothing waits for it any more.

    Raises `NotFound` where there is no such wish, `Refused` to anybody but who was asked, without work, and where it
    was answered otherwise.
    """
    await _answer(command, HelpKind.LATER, work, clock)


async def yes_then(command: AnswerWish, work: UnitOfWork, clock: Clock) -> None:
    """Agree to the block of time that a wish proposes, once; the owner is told.

    Raises as `let_me_think` does, and `Refused` where the wish proposes no time.
    """
    await _answer(command, HelpKind.YES, work, clock)


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


def only_the_manager_helps(delegation: Delegation, actor_id: str, wish: Help | None = None) -> None:
    """Raise `Refused` to anybody but the manager and a deputy whom the wish was brought to, and without work."""
    is_asked = wish is not None and delegation.may_answer(actor_id, wish.deputy_id)
    if not is_asked and delegation.role_of(actor_id) is not Role.MANAGER:
        raise Refused("This help is the manager's to give. You can ask them for it from your card's menu.")
    _only_at_work(delegation)


def _only_at_work(delegation: Delegation) -> None:
    if delegation.state not in HELPED_IN:
        raise Refused("Nobody is at work on it now, so there is nothing to help with. Talk to them directly.")


async def _answer(command: AnswerWish, kind: HelpKind, work: UnitOfWork, clock: Clock) -> None:
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        known = await work.help_given.get(command.answers)
        only_the_manager_helps(delegation, command.actor_id, known)
        wish = await _wish(command.answers, delegation, work)
        about = f"{kind}:{wish.id}"
        if await work.help_given.get(about):
            return
        if not wish.is_open:
            raise Refused("This wish is answered already, and the owner knows. Ask a question from the card.")
        if kind is HelpKind.YES and not wish.names_a_time:
            raise Refused("No time is proposed here. Ask when it suits them, or clear a path.")
        said = Help(about, delegation.id, command.actor_id, kind, "", clock.now(), answers=wish.id)
        if await _say(said, wish, delegation, work):
            await work.commit()


async def _wish(wish_id: str, delegation: Delegation, work: UnitOfWork) -> Help:
    wish = await work.help_given.get(wish_id)
    if wish is None or wish.delegation_id != delegation.id:
        raise NotFound
    return wish


async def _say(said: Help, wish: Help | None, delegation: Delegation, work: UnitOfWork) -> bool:
    """Tell the owner, and have the wish be answered; False where it was said before."""
    if not await work.help_given.add(said):
        return False
    await work.records.note(HistoryEntry(delegation.id, Event.HELPED, said.author_id, said.at, said.kind))
    await work.nudges.plan(nudge(delegation, NudgeKind.HELP, said.at, to=delegation.owner_id, about=said.id))
    if wish:
        await settle(wish, delegation, work, said.at)
        await show(work, delegation, said.at)
    return True
