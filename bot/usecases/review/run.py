"""Run an after-action through its phases: each step moves one phase on and owes the next."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound, Refused
from bot.domain.lifecycle import Act, Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.domain.review import REMINDER_MINUTE, Mode, Phase, Review, Visibility, scaled
from bot.domain.review_start import Start, plan_start
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import end_wishes, nudge, show
from bot.usecases.ports import Clock, UnitOfWork

STEP_OF = {
    Phase.REVEALED: NudgeKind.REVIEW_REVEAL,
    Phase.MANAGER: NudgeKind.REVIEW_MANAGER,
    Phase.CHANGE: NudgeKind.REVIEW_CHANGE,
    Phase.CLOSED: NudgeKind.REVIEW_CLOSE,
}
_PHASE_OF = {kind: phase for phase, kind in STEP_OF.items()}


@dataclass(frozen=True, slots=True)
class StartNow:
    """The owner starts the fifteen minutes at once."""

    delegation_id: str
    actor_id: str


async def start_when_due(start: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Start the review; where its moment was slept through (an outage), return the next one that suits both."""
    async with work:
        delegation = await work.delegations.get(start.delegation_id, lock=True)
        review = await work.reviews.latest(delegation.id)
        if review is None or review.phase is not Phase.WAITING or str(review.round) != start.subject:
            return None
        now = clock.now()
        if now < review.starts_at:  # put off while it was on its way
            return review.starts_at
        owner_hours, manager_hours = await hours_of_both(work, delegation)
        at_work = owner_hours.is_open(now) and manager_hours.is_open(now)
        if not review.is_async and not at_work:
            again = plan_start(now, owner_hours, manager_hours, minutes=review.minutes, is_miss=False)
            moved = replace(review, starts_at=again.at, is_async=again.is_async)
            await work.reviews.save(moved)
            await show_review(work, delegation, moved, now)
            await work.commit()
            return again.at
        await begin(delegation, review, work, clock)
        await work.commit()
    return None


async def start_now(command: StartNow, work: UnitOfWork, clock: Clock) -> Review:
    """Start the review at the owner's wish, whatever the hour.

    Raises `Refused` to anybody but the owner and once it has started, `NotFound` where there is none.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        review = await waiting_review(delegation, command.actor_id, work)
        review = replace(review, is_async=False)
        begun = await begin(delegation, review, work, clock)
        await work.commit()
    return begun


async def waiting_review(delegation: Delegation, actor_id: str, work: UnitOfWork) -> Review:
    """Return the review that has not started; only the owner decides about its start.

    Raises `Refused` to anybody else and once it has started, `NotFound` where there is none.
    """
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("The owner decides when the after-action starts.")
    review = await work.reviews.latest(delegation.id)
    if review is None:
        raise NotFound
    if review.phase is not Phase.WAITING:
        raise Refused("It has started already. Your notes are welcome in the thread.")
    return review


async def begin(delegation: Delegation, review: Review, work: UnitOfWork, clock: Clock) -> Review:
    """Open the writing phase: the delegation is in review, and the reminders and the next phase are owed."""
    now = clock.now()
    if delegation.state is not State.IN_REVIEW:
        delegation = delegation.after(Act.OPEN_REVIEW, Role.CLOCK, now)
        await work.delegations.save(delegation)
        await work.records.note(HistoryEntry(delegation.id, Event.REVIEW_OPENED, "", now))
    begun = await _enter(Phase.WRITING, delegation, replace(review, started_at=now), work, now)
    if begun.mode is Mode.FULL:
        await work.nudges.plan(*_reminders(delegation, begun))
    return begun


async def begin_in_full(delegation: Delegation, review: Review, work: UnitOfWork, clock: Clock) -> Review:
    """Turn a clean review under way into the full one, its fifteen minutes counted from now."""
    await work.nudges.cancel(delegation.id, NudgeKind.REVIEW_CLOSE)
    return await begin(delegation, review.in_full(), work, clock)


async def put_off(delegation: Delegation, review: Review, start: Start, work: UnitOfWork) -> Review:
    """Have a review that has shown nothing yet wait for `start`, begun or not, and return it; it is not stored."""
    waiting = replace(
        review,
        phase=Phase.WAITING,
        starts_at=start.at,
        is_async=start.is_async,
        started_at=None,
        phase_since=None,
        phase_until=None,
    )
    begun = (NudgeKind.REVIEW_REMINDER, NudgeKind.REVIEW_REVEAL, NudgeKind.REVIEW_CLOSE)
    await work.nudges.cancel(delegation.id, NudgeKind.REVIEW_START, *begun)
    await work.nudges.plan(start_of(delegation, waiting))
    return waiting


def start_of(delegation: Delegation, review: Review) -> Nudge:
    """Return the step that starts the review."""
    return nudge(delegation, NudgeKind.REVIEW_START, review.starts_at, about=str(review.round))


async def advance(step: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Move the review into the phase that this step names, once; a step of an earlier round does nothing."""
    phase = _PHASE_OF[step.kind]
    async with work:
        delegation = await work.delegations.get(step.delegation_id, lock=True)
        review = await work.reviews.latest(delegation.id)
        # The next phase and no other: the review may have become a full one while this was on its way.
        if review is None or str(review.round) != step.subject or review.next_phase() is not phase:
            return
        now = clock.now()
        review = await _enter(phase, delegation, review, work, now)
        if phase is Phase.REVEALED:
            await _send_skill_home(delegation, review, work, now)
        if phase is Phase.CHANGE and not review.has(Phase.MANAGER):
            await work.nudges.refresh(managers_part_of(delegation, review, now))
        if phase is Phase.CLOSED:
            await _close(delegation, review, work, now)
        await work.commit()


async def all_are_in(delegation: Delegation, review: Review, work: UnitOfWork) -> bool:
    """Say whether a phase need not be waited out: both have written or, without a common hour, its part is there."""
    if review.mode is Mode.CLEAN:
        return False  # its two taps end it
    authors = await work.reviews.authors(review)
    return {
        Phase.WRITING: {delegation.owner_id, delegation.manager_id} <= authors,
        Phase.MANAGER: review.is_async and delegation.manager_id in authors,
        Phase.CHANGE: review.is_async and review.change is not None,
    }.get(review.phase, False)


async def bring_forward(work: UnitOfWork, delegation: Delegation, review: Review, now: datetime) -> None:
    """Let the next phase begin at once: everything it waits for is there."""
    following = review.next_phase()
    if following:
        at = review.phase_until or now
        await work.nudges.move(_step(delegation, review, following, at).key, now)


def opening_of(delegation: Delegation, review: Review, now: datetime) -> Nudge:
    """Return the thread's first message, a living one."""
    return nudge(delegation, NudgeKind.REVIEW_OPENING, now, about=str(review.round))


def managers_part_of(delegation: Delegation, review: Review, now: datetime) -> Nudge:
    """Return the message of the manager's part, a living one."""
    return nudge(delegation, NudgeKind.REVIEW_MANAGER, now, about=str(review.round))


async def show_review(work: UnitOfWork, delegation: Delegation, review: Review, now: datetime) -> None:
    """Have the thread's first message, both cards and both Homes show the review as it now is."""
    await work.nudges.refresh(opening_of(delegation, review, now))
    await show(work, delegation, now)


async def _enter(
    phase: Phase, delegation: Delegation, review: Review, work: UnitOfWork, now: datetime
) -> Review:
    owner_hours, _ = await hours_of_both(work, delegation)
    entered = replace(review, phase=phase, phase_since=now, phase_until=None)
    following = entered.next_phase()
    if following:
        is_waited_for = not await all_are_in(delegation, entered, work)
        entered = replace(entered, phase_until=entered.next_due(now, owner_hours) if is_waited_for else now)
        await work.nudges.plan(_step(delegation, entered, following, entered.phase_until or now))
    await work.reviews.save(entered)
    await show_review(work, delegation, entered, now)
    return entered


async def _close(delegation: Delegation, review: Review, work: UnitOfWork, now: datetime) -> None:
    closed = delegation.after(Act.CLOSE, Role.CLOCK, now, ended_at=now)
    await work.delegations.save(closed)
    await work.reviews.save(replace(review, closed_at=now))
    await work.records.note(HistoryEntry(delegation.id, Event.CLOSED, "", now))
    await end_wishes(work, closed, now)
    if delegation.rehearsal_of:
        await work.nudges.plan(nudge(closed, NudgeKind.REHEARSAL_CLOSED, now))
    if review.mode is not Mode.CLEAN:
        # What the thread asked for is asked no more: their buttons go.
        change_prompt = _step(closed, review, Phase.CHANGE, now)
        await work.nudges.refresh(managers_part_of(closed, review, now), change_prompt)
    if review.change is None and review.mode is not Mode.CLEAN:
        at = await _asks_from(work, closed, now)
        await work.nudges.plan(
            nudge(closed, NudgeKind.REVIEW_NO_CHANGE, at, to=closed.owner_id, about=str(review.round))
        )
    elif review.round == 1 and await work.flags.of(closed.id):  # else that message says it, too
        await work.nudges.plan(nudge(closed, NudgeKind.FLAG_CLOSED, now, to=closed.owner_id))


async def _asks_from(work: UnitOfWork, delegation: Delegation, now: datetime) -> datetime:
    """Return when the owner can be asked something: now, or once a correction had its half hour, in their hours."""
    note = await work.corrections.latest(delegation.id)
    if note is None or note.questions_from <= now:
        return now
    owner_hours, _ = await hours_of_both(work, delegation)
    return owner_hours.next_open(note.questions_from)


async def _send_skill_home(delegation: Delegation, review: Review, work: UnitOfWork, now: datetime) -> None:
    private = await work.reviews.notes(review, Visibility.PRIVATE)
    writers = sorted({note.author_id for note in private if note.fork})
    await work.nudges.plan(
        *(
            nudge(delegation, NudgeKind.REVIEW_SKILL, now, to=writer, about=str(review.round))
            for writer in writers
        )
    )


def _reminders(delegation: Delegation, review: Review) -> tuple[Nudge, ...]:
    """One DM to each of the two near the end of the writing; whoever has written is not sent it."""
    began, until = review.started_at, review.phase_until
    if began is None or until is None:
        return ()
    at = (
        began + (until - began) * 3 / 4
        if review.is_async
        else began + scaled(REMINDER_MINUTE, review.minutes)
    )
    return tuple(
        nudge(delegation, NudgeKind.REVIEW_REMINDER, at, to=person, about=str(review.round))
        for person in (delegation.owner_id, delegation.manager_id)
    )


def _step(delegation: Delegation, review: Review, phase: Phase, at: datetime) -> Nudge:
    return nudge(delegation, STEP_OF[phase], at, about=str(review.round))
