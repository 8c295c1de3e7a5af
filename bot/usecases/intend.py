"""I intend to ...: the owner states it, the manager may object for a while, and silence is go."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import required, tidy
from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound, Refused
from bot.domain.intention import OBJECT_WITHIN, Intention, Verdict
from bot.domain.lifecycle import Act, Role, State, rule_for
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.managers_word import pass_over, who_is_asked
from bot.usecases.owed_nudges import about_intention, nudge, show
from bot.usecases.phrased import count_edit, weigh
from bot.usecases.ports import Clock, UnitOfWork

_EVENTS = {
    Verdict.AGREED: Event.INTENTION_AGREED,
    Verdict.OBJECTED: Event.INTENTION_OBJECTED,
    Verdict.SILENCE: Event.INTENTION_BY_SILENCE,
}


@dataclass(frozen=True, slots=True)
class Intend:
    """What the owner intends, and why. `intention_id` is the form's own id: sent twice, it is stated once."""

    delegation_id: str
    actor_id: str
    intention_id: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class AnswerIntention:
    """The manager's word: an objection in `words`, or "" for fine, go on.

    `as_it_is` sends words that order or edit, which are then counted as an edit.
    """

    delegation_id: str
    actor_id: str
    intention_id: str
    words: str = ""
    as_it_is: bool = False


async def intend(command: Intend, work: UnitOfWork, clock: Clock) -> Intention:
    """Tell the manager, or whoever stands in for them, who can object within their next hours of work.

    Raises `Invalid` where what or why is missing, `Refused` to anybody but the owner of work in progress.
    """
    what = required(command.what, "what", "Say what you intend to do.")
    why = required(command.why, "why", "Say why in a line; it is what somebody would object to.")
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        rule_for(delegation.state, Act.INTEND, delegation.role_of(command.actor_id))
        now = clock.now()
        asked = await who_is_asked(work, delegation, now)
        until = asked.hours.later_by(now, OBJECT_WITHIN)
        intention = Intention(
            command.intention_id, delegation.id, what, why, now, until, deputy_id=asked.stand_in
        )
        if not await work.intentions.add(intention):
            return await work.intentions.get(intention.id) or intention
        stated = await pass_over(work, delegation, Act.INTEND, Role.OWNER, now)
        await work.records.note(HistoryEntry(delegation.id, Event.INTENDED, command.actor_id, now, what))
        await work.nudges.plan(
            *about_intention(stated, intention, now),
            nudge(stated, NudgeKind.INTENTION_DUE, until, about=intention.id),
        )
        await show(work, stated, now)
        await work.commit()
    return intention


async def object_to(command: AnswerIntention, work: UnitOfWork, clock: Clock) -> Intention:
    """Bring the objection to the owner, whose call it stays.

    Raises `Invalid` where it has no words, `AskedBack` where they order or edit and are not to be sent as they are,
    `NotFound` where there is no such intention, `Refused` to anybody but who was asked and once it is settled.
    """
    words = required(command.words, "question", "Say what speaks against it; a question often does.")
    return await _answer(replace(command, words=words), Verdict.OBJECTED, work, clock)


async def let_go(command: AnswerIntention, work: UnitOfWork, clock: Clock) -> Intention:
    """Say that it is fine before the time is over.

    Raises `NotFound` where there is no such intention, `Refused` to anybody but who was asked and once it is settled.
    """
    return await _answer(replace(command, words=""), Verdict.AGREED, work, clock)


async def go_by_silence(step: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Take silence for go when the time is over. Returns the time itself where it has not come yet."""
    async with work:
        delegation = await work.delegations.get(step.delegation_id, lock=True)
        intention = await work.intentions.get(step.subject)
        if intention is None or not intention.is_open or delegation.state is not State.IN_PROGRESS:
            return None
        if clock.now() < intention.until:
            return intention.until
        await _settle(delegation, intention, Verdict.SILENCE, "", "", work, clock.now())
        await work.commit()
    return None


def only_who_may_object(delegation: Delegation, intention: Intention, actor_id: str) -> None:
    """Raise `Refused` to anybody else, and where it can no longer be objected to."""
    if not delegation.may_answer(actor_id, intention.deputy_id):
        delegation.role_of(actor_id)
        raise Refused("Objecting is the manager's. If you think otherwise now, state another intention.")
    if not intention.is_open:
        raise Refused("It is settled already, and the owner knows. Ask a question from the card.")
    if delegation.state is not State.IN_PROGRESS:
        raise Refused("The work has shipped or ended, and the intention with it. Ask the owner about it.")


async def intention_of(intention_id: str, work: UnitOfWork) -> Intention | None:
    """Return one intention, or None where there is none of this id."""
    async with work:
        return await work.intentions.get(intention_id)


async def _answer(command: AnswerIntention, verdict: Verdict, work: UnitOfWork, clock: Clock) -> Intention:
    words = tidy(command.words)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        intention = await work.intentions.get(command.intention_id)
        if intention is None or intention.delegation_id != delegation.id:
            raise NotFound
        if (intention.verdict, intention.words, intention.settled_by) == (verdict, words, command.actor_id):
            return intention
        only_who_may_object(delegation, intention, command.actor_id)
        finding = await weigh(words, delegation, work, as_it_is=command.as_it_is)
        now = clock.now()
        settled = await _settle(delegation, intention, verdict, words, command.actor_id, work, now)
        await count_edit(finding, words, intention.id, command.actor_id, delegation, work, now)
        await work.nudges.move(nudge(delegation, NudgeKind.INTENTION_DUE, now, about=intention.id).key, now)
        await work.commit()
    return settled


async def _settle(
    delegation: Delegation,
    intention: Intention,
    verdict: Verdict,
    words: str,
    actor_id: str,
    work: UnitOfWork,
    now: datetime,
) -> Intention:
    settled = replace(intention, verdict=verdict, words=words, settled_by=actor_id, settled_at=now)
    await work.intentions.save(settled)
    role = Role.MANAGER if actor_id else Role.CLOCK
    after = await pass_over(work, delegation, Act.ANSWER_INTENTION, role, now)
    await work.records.note(
        HistoryEntry(delegation.id, _EVENTS[verdict], actor_id, now, words or intention.what)
    )
    await work.nudges.plan(
        nudge(after, NudgeKind.INTENTION_ANSWER, now, to=after.owner_id, about=intention.id)
    )
    await work.nudges.refresh(*about_intention(after, settled, now))
    await show(work, after, now)
    return settled
