"""Plan an after-action: how much of a review it is, when it starts, and when it is moved."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.delegation import Delegation, Outcome
from bot.domain.errors import Refused
from bot.domain.review import UNSEEN, Mode, Phase, Review
from bot.domain.review_start import PAUSE_AFTER_A_MISS, later_today, plan_start
from bot.usecases.hours import hours_of_both
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.review.run import opening_of, put_off, show_review, start_of, waiting_review


@dataclass(frozen=True, slots=True)
class MoveStart:
    """The owner moves the after-action to later today."""

    delegation_id: str
    actor_id: str


async def plan_review(delegation: Delegation, work: UnitOfWork, clock: Clock, minutes: float) -> Review:
    """Owe the thread at once and its start at the first moment that suits both. Part of shipping's transaction.

    It is a clean one where the bar was met, nothing was corrected, it was not handed over against its verdict, no flag
    was raised and no trigger was hit. `minutes` is the length of a full after-action; the others are scaled with it.
    """
    return await _plan_round(1, await _mode_of(delegation, work), delegation, work, clock, minutes)


async def open_second_round(
    delegation: Delegation, work: UnitOfWork, clock: Clock, minutes: float
) -> Review | None:
    """Owe a second, short review of a miss that showed after closing; None where one is still to come.

    `minutes` is the length of a full after-action, of which a short one is a part.
    """
    latest = await work.reviews.latest(delegation.id)
    if latest is None or latest.phase is not Phase.CLOSED:
        return None
    return await _plan_round(latest.round + 1, Mode.SHORT, delegation, work, clock, minutes)


async def review_the_miss(delegation: Delegation, work: UnitOfWork, clock: Clock, minutes: float) -> None:
    """Give a miss its full review, with no question before the correction had its half hour.

    What waits starts then or later, and so does what has begun, while nothing is shown yet: what was written stays.
    Notes that were shown are everybody's: such a review goes on to its end, and asks nothing of who stays silent.
    `minutes` is the length of a full after-action.
    """
    review = await work.reviews.latest(delegation.id)
    if review is None or review.phase is Phase.CLOSED:
        return
    now = clock.now()
    if review.phase in UNSEEN:
        has_begun = review.phase is Phase.WRITING
        review = review.in_full()
        if has_begun or review.starts_at < now + PAUSE_AFTER_A_MISS:
            owner_hours, manager_hours = await hours_of_both(work, delegation)
            start = plan_start(now, owner_hours, manager_hours, minutes=minutes, is_miss=True)
            review = await put_off(delegation, review, start, work)
        await work.reviews.save(review)
    await show_review(work, delegation, review, now)


async def review_the_measured(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Have a review that is still to come ask what the outcome, known since, asks for: two taps where it is clean."""
    review = await work.reviews.latest(delegation.id)
    if review is None or review.phase is Phase.CLOSED:
        return
    if review.phase is Phase.WAITING and review.mode is Mode.FULL:
        review = replace(review, mode=await _mode_of(delegation, work))
        await work.reviews.save(review)
    await show_review(work, delegation, review, now)


async def move_to_later_today(command: MoveStart, work: UnitOfWork, clock: Clock) -> Review:
    """Start two hours on, or at the last moment today. Raises `Refused` where today has no room for it."""
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        review = await waiting_review(delegation, command.actor_id, work)
        now = clock.now()
        owner_hours, manager_hours = await hours_of_both(work, delegation)
        note = await work.corrections.latest(delegation.id)
        not_before = note.questions_from if note else now
        moment = later_today(now, owner_hours, manager_hours, minutes=review.minutes, not_before=not_before)
        if moment is None:
            raise Refused(
                "There is no later moment today that suits both of you. Start it now, or let it come."
            )
        moved = replace(review, starts_at=moment, is_async=False)
        await work.reviews.save(moved)
        await work.nudges.move(start_of(delegation, moved).key, moment)
        await show_review(work, delegation, moved, now)
        await work.commit()
    return moved


async def _mode_of(delegation: Delegation, work: UnitOfWork) -> Mode:
    came_up = await work.flags.of(delegation.id) or await work.pages.of([delegation.id])
    return Mode.CLEAN if delegation.is_clean and not came_up else Mode.FULL


async def _plan_round(
    number: int, mode: Mode, delegation: Delegation, work: UnitOfWork, clock: Clock, minutes: float
) -> Review:
    now = clock.now()
    owner_hours, manager_hours = await hours_of_both(work, delegation)
    is_miss = delegation.outcome is Outcome.MISSED
    start = plan_start(now, owner_hours, manager_hours, minutes=minutes, is_miss=is_miss)
    review = Review(
        delegation_id=delegation.id,
        round=number,
        tenant=delegation.tenant,
        mode=mode,
        is_async=start.is_async,
        phase=Phase.WAITING,
        starts_at=start.at,
        minutes=minutes,
    )
    await work.reviews.add(review)
    await work.nudges.plan(opening_of(delegation, review, now), start_of(delegation, review))
    return review
