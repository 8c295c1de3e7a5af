"""From intent to message: a nudge's step, if it has one, then its words, drawn from the state of this moment.

What has been overtaken is not sent: each kind says for itself when nothing is owed any more.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.blocks import cards, checkpoint_messages, messages, review_messages
from bot.blocks.home import home
from bot.blocks.message import Message
from bot.delivery.outgoing import Edit, Outgoing, Post, Publish, Wait
from bot.domain.checkpoints import CheckpointKind
from bot.domain.errors import NotFound
from bot.domain.lifecycle import ENDED, Role, State
from bot.domain.nudge import Claim, Nudge, NudgeKind
from bot.domain.people import Person
from bot.domain.review import Note, Phase, Review, Visibility
from bot.domain.situation import Situation
from bot.usecases.checkpoint import questions_at
from bot.usecases.confirm import confirm_by_silence
from bot.usecases.end import lapse
from bot.usecases.ports import Clock, Directory, UnitOfWork, UnitsOfWork
from bot.usecases.review.run import advance, start_when_due
from bot.usecases.situation import look, situations_of

THREAD_WAIT = timedelta(seconds=2)  # a reply waits for the thread's first message


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a message is drawn from: the claim, the situation, and the transaction it was read in."""

    claim: Claim
    situation: Situation
    work: UnitOfWork

    @property
    def nudge(self) -> Nudge:
        """The intent itself."""
        return self.claim.nudge

    @property
    def role(self) -> Role:
        """The part of the one it goes to."""
        owner = self.situation.delegation.owner_id
        return Role.OWNER if self.nudge.recipient == owner else Role.MANAGER

    def direct(self, message: Message) -> Post:
        """Return a DM to the recipient."""
        return Post(self.nudge.recipient, message)


Draw = Callable[[Drawing], Awaitable[Outgoing]]
Step = Callable[[Nudge, UnitOfWork, Clock], Awaitable[datetime | None]]

STEPS: dict[NudgeKind, Step] = {
    NudgeKind.OFFER_LAPSE: lapse,
    NudgeKind.SILENCE: confirm_by_silence,
    NudgeKind.REVIEW_START: start_when_due,
    NudgeKind.REVIEW_REVEAL: advance,
    NudgeKind.REVIEW_MANAGER: advance,
    NudgeKind.REVIEW_CHANGE: advance,
    NudgeKind.REVIEW_CLOSE: advance,
}
"""What the clock does when its time has come, before anything is said about it; each can be repeated."""


class Renderer:
    """Turns claims into what is sent."""

    def __init__(self, units: UnitsOfWork, directory: Directory, clock: Clock) -> None:
        self._units = units
        self._directory = directory
        self._clock = clock

    async def prepare(self, claim: Claim) -> Outgoing:
        """Take the clock's step where the kind has one, then return what is to be sent, or None for nothing."""
        nudge = claim.nudge
        if nudge.kind is NudgeKind.HOME:
            return await self._home(nudge)
        try:
            step = STEPS.get(nudge.kind)
            if step:
                again_at = await step(nudge, self._units(nudge.tenant), self._clock)
                if again_at:
                    return Wait(again_at)
            draw = DRAWINGS.get(nudge.kind)
            return await self._draw(claim, draw) if draw else None
        except NotFound:
            return None

    async def _draw(self, claim: Claim, draw: Draw) -> Outgoing:
        work = self._units(claim.nudge.tenant)
        async with work:
            delegation = await work.delegations.get(claim.nudge.delegation_id)
            return await draw(Drawing(claim, await look(delegation, work, self._clock), work))

    async def _home(self, nudge: Nudge) -> Outgoing:
        person = await self._directory.person(nudge.tenant, nudge.recipient)
        situations = await situations_of(nudge.recipient, self._units(nudge.tenant), self._clock)
        known = person or Person(nudge.recipient, nudge.tenant.team_id, "somebody")
        return Publish(nudge.recipient, home(known, situations))


async def _owner_card(drawing: Drawing) -> Outgoing:
    return _living(drawing, cards.owner_card(drawing.situation))


async def _manager_card(drawing: Drawing) -> Outgoing:
    return _living(drawing, cards.manager_card(drawing.situation))


def _living(drawing: Drawing, message: Message) -> Outgoing:
    claim = drawing.claim
    if claim.ts:
        return Edit(claim.channel, claim.ts, message)
    return drawing.direct(message)


async def _move(drawing: Drawing) -> Outgoing:
    delegation = drawing.situation.delegation
    still = f"{delegation.state}.{delegation.brief_number}" == drawing.nudge.subject
    if not still or delegation.holder() != drawing.nudge.recipient:
        return None
    return drawing.direct(messages.move(drawing.situation, drawing.role))


async def _ended(drawing: Drawing) -> Outgoing:
    if drawing.situation.delegation.state not in ENDED:
        return None
    return drawing.direct(messages.ended(drawing.situation, drawing.role))


async def _offer_reminder(drawing: Drawing) -> Outgoing:
    delegation = drawing.situation.delegation
    waits = delegation.state is State.OFFERED and delegation.holder() == drawing.nudge.recipient
    return drawing.direct(messages.offer_reminder(drawing.situation, drawing.role)) if waits else None


async def _checkpoint(drawing: Drawing) -> Outgoing:
    delegation = drawing.situation.delegation
    kind = CheckpointKind(drawing.nudge.subject)
    over = delegation.state is not State.IN_PROGRESS or drawing.situation.now >= delegation.brief.deadline
    if over or await drawing.work.records.checkpoint_answer(delegation.id, kind):
        return None
    return drawing.direct(
        checkpoint_messages.checkpoint(drawing.situation, kind, questions_at(delegation, kind))
    )


async def _checkpoint_answer(drawing: Drawing) -> Outgoing:
    kind = CheckpointKind(drawing.nudge.subject)
    answer = await drawing.work.records.checkpoint_answer(drawing.situation.delegation.id, kind)
    return (
        drawing.direct(checkpoint_messages.checkpoint_answer(drawing.situation, answer)) if answer else None
    )


async def _question(drawing: Drawing) -> Outgoing:
    question = await drawing.work.records.question(drawing.nudge.subject)
    if question is None or question.answered_at:
        return None
    return drawing.direct(messages.question(drawing.situation, question))


async def _question_answer(drawing: Drawing) -> Outgoing:
    question = await drawing.work.records.question(drawing.nudge.subject)
    return drawing.direct(messages.question_answer(drawing.situation, question)) if question else None


async def _shipped(drawing: Drawing) -> Outgoing:
    return drawing.direct(messages.shipped(drawing.situation))


async def _miss(drawing: Drawing) -> Outgoing:
    return drawing.direct(messages.miss(drawing.situation, drawing.role))


async def _review_opening(drawing: Drawing) -> Outgoing:
    notes, situation = await _shared(drawing)
    message = review_messages.opening(situation, notes)
    if drawing.claim.ts:
        return Edit(drawing.claim.channel, drawing.claim.ts, message)
    delegation = drawing.situation.delegation
    if drawing.nudge.subject != "1":
        return await _reply(drawing, message, review_round="1")
    return Post(delegation.brief.team_channel or (delegation.owner_id, delegation.manager_id), message)


async def _review_reminder(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None or review.phase is not Phase.WRITING:
        return None
    if drawing.nudge.recipient in await drawing.work.reviews.authors(review):
        return None
    return drawing.direct(review_messages.reminder(drawing.situation))


async def _review_reveal(drawing: Drawing) -> Outgoing:
    if _review(drawing) is None:
        return None
    notes, situation = await _shared(drawing)
    in_time = [note for note in notes if not note.late]
    return await _reply(drawing, review_messages.reveal(situation, _by_author(in_time)))


async def _review_manager(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None:
        return None
    notes = await drawing.work.reviews.notes(review, Visibility.MANAGER)
    message = review_messages.managers_part(drawing.situation, notes)
    if drawing.claim.ts:
        return Edit(drawing.claim.channel, drawing.claim.ts, message)
    return await _reply(drawing, message)


async def _review_change(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None or review.change:
        return None
    return await _reply(drawing, review_messages.change_prompt(drawing.situation))


async def _review_close(drawing: Drawing) -> Outgoing:
    if _review(drawing) is None:
        return None
    notes, situation = await _shared(drawing)
    return await _reply(drawing, review_messages.closed(situation, notes))


async def _review_skill(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None:
        return None
    notes = await drawing.work.reviews.notes(review, Visibility.PRIVATE, author_id=drawing.nudge.recipient)
    return drawing.direct(review_messages.skill(drawing.situation, notes)) if notes else None


async def _review_no_change(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None or review.change:
        return None
    return drawing.direct(review_messages.no_change(drawing.situation))


async def _shared(drawing: Drawing) -> tuple[list[Note], Situation]:
    """Return the notes that the thread may read, and the situation with those who wrote them by name."""
    situation = drawing.situation
    if situation.review is None:
        return [], situation
    notes = await drawing.work.reviews.notes(situation.review, Visibility.THREAD)
    authors = await drawing.work.people.persons(sorted({note.author_id for note in notes}))
    return notes, replace(situation, people=situation.people | authors)


def _review(drawing: Drawing) -> Review | None:
    """Return the review that the nudge is about, or None where a later round has taken its place."""
    review = drawing.situation.review
    return review if review and str(review.round) == drawing.nudge.subject else None


async def _reply(drawing: Drawing, message: Message, review_round: str = "") -> Outgoing:
    """Return the message as a reply in the review's thread, as soon as there is one."""
    subject = review_round or "1"
    thread = await drawing.work.nudges.whereabouts(
        drawing.nudge.delegation_id, NudgeKind.REVIEW_OPENING, subject
    )
    if thread is None:
        return Wait(drawing.situation.now + THREAD_WAIT)
    channel, ts = thread
    return Post(channel, message, thread_ts=ts)


def _by_author(notes: list[Note]) -> dict[str, list[Note]]:
    grouped: dict[str, list[Note]] = {}
    for note in notes:
        grouped.setdefault(note.author_id, []).append(note)
    return grouped


DRAWINGS: dict[NudgeKind, Draw] = {
    NudgeKind.OWNER_CARD: _owner_card,
    NudgeKind.MANAGER_CARD: _manager_card,
    NudgeKind.MOVE: _move,
    NudgeKind.ENDED: _ended,
    NudgeKind.OFFER_REMINDER: _offer_reminder,
    NudgeKind.CHECKPOINT: _checkpoint,
    NudgeKind.CHECKPOINT_ANSWER: _checkpoint_answer,
    NudgeKind.QUESTION: _question,
    NudgeKind.QUESTION_ANSWER: _question_answer,
    NudgeKind.SHIPPED: _shipped,
    NudgeKind.MISS: _miss,
    NudgeKind.REVIEW_OPENING: _review_opening,
    NudgeKind.REVIEW_REMINDER: _review_reminder,
    NudgeKind.REVIEW_REVEAL: _review_reveal,
    NudgeKind.REVIEW_MANAGER: _review_manager,
    NudgeKind.REVIEW_CHANGE: _review_change,
    NudgeKind.REVIEW_CLOSE: _review_close,
    NudgeKind.REVIEW_SKILL: _review_skill,
    NudgeKind.REVIEW_NO_CHANGE: _review_no_change,
}
"""What each kind says; a kind without a row is a step only. App Home is drawn for a person, not a delegation."""
