"""Digests: what is told to a person in one message, instead of in one each.

Reminders that come due together; those beyond a day's budget, on the next working morning; and whatever was held up.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import islice

import structlog

from bot.blocks.digest import IN_SIGHT, Thing, digest
from bot.delivery.backoff import MOST_ATTEMPTS, backoff
from bot.delivery.gathering import Gathering
from bot.delivery.outgoing import Fold, Outgoing, Post, Wait
from bot.domain.errors import NotFound
from bot.domain.nudge import (
    DAILY_BUDGET,
    GATHERING,
    LATE,
    TOGETHER,
    Claim,
    Nudge,
    Result,
    Settlement,
    digest_of,
)
from bot.domain.nudge_kind import CAN_BE_QUIET, OF_A_MOMENT, REMINDERS, NudgeKind
from bot.domain.people import Person
from bot.domain.worktime import WorkingHours
from bot.logs import where_raised
from bot.metrics import Metrics
from bot.usecases.ports import Clock, Unavailable, UnitOfWork, UnitsOfWork

log = structlog.get_logger(__name__)
Drawn = Callable[[Claim, UnitOfWork], Awaitable[Outgoing]]
"""Draws one nudge within a transaction that is open."""


class Digests:
    """Says what goes into a digest, and draws it from the state of the moment."""

    def __init__(self, units: UnitsOfWork, clock: Clock, drawn: Drawn, metrics: Metrics) -> None:
        self._units = units
        self._clock = clock
        self._drawn = drawn
        self._metrics = metrics
        self._gathering = Gathering()
        self._jumped_at: datetime | None = None

    def clock_jumped(self) -> None:
        """Take what came due by a jump of the story's clock for being in time."""
        self._jumped_at = self._clock.now()

    def late_since(self, claim: Claim) -> datetime | None:
        """Return when it was planned for, where it was held up: what comes of it is as late as it is."""
        return claim.planned_for if claim.is_late(self._clock.now(), self._jumped_at) else None

    async def instead(self, claim: Claim, work: UnitOfWork) -> Fold | None:
        """Return when a digest tells it, or None where it is a message of its own."""
        now = self._clock.now()
        if claim.was_held_up(now, self._jumped_at):
            return Fold(now + GATHERING, is_late=True)
        if claim.is_being_held_up and await work.nudges.digest_comes(claim.nudge.recipient, now + GATHERING):
            return Fold(now + GATHERING, is_late=True)
        if claim.nudge.kind is NudgeKind.UNREACHABLE and claim.nudge.recipient:
            # There is one for each task of whoever is gone.
            return Fold(now + TOGETHER)
        if claim.nudge.kind not in OF_A_MOMENT or claim.ts:
            return None
        until = await self._quiet_until(claim.nudge, work)
        until = until or await self._morning_if_over_budget(claim.nudge, work)
        if until:
            return Fold(until)
        return Fold(now + TOGETHER) if claim.has_company else None

    async def draw(self, claim: Claim) -> Outgoing:
        """Return the digest of all that waits for it; None where all of that was overtaken.

        It waits for what was held up and is not folded yet. Where it holds reminders alone, of work that is not due
        before, it waits for working hours.
        """
        nudge, now = claim.nudge, self._clock.now()
        work = self._units(nudge.tenant)
        async with work:
            if not self._has_just_jumped(now) and await self._gathering.goes_on(nudge, now, work):
                return Wait(now + GATHERING)
            posts, given_up = await self._draw_all(await work.nudges.folded(nudge.recipient), work)
            hours = (await _person(nudge.recipient, work)).hours
            opens = hours.next_open(now)
            can_wait = all([await self._can_wait(each.nudge, opens, hours, work) for each in posts])
            await work.commit()
        for each in given_up:
            self._tell_of_the_end(each, now)
        if posts and can_wait and opens > now:
            return Wait(opens)
        return self._together(nudge.recipient, posts, hours)

    def _together(self, recipient: str, posts: dict[Claim, Post], hours: WorkingHours) -> Post | None:
        """Return one message for all; a single one is the message that it would have been."""
        if not posts:
            return None

        def only(ids: Collection[str]) -> Post | None:
            these = {claim: post for claim, post in posts.items() if claim.nudge.id in ids}
            return self._together(recipient, these, hours)

        in_sight = dict(islice(posts.items(), IN_SIGHT))
        told = tuple(replace(claim.nudge, due_at=claim.planned_for) for claim in in_sight)
        more = len(posts) - len(in_sight)
        if len(posts) == 1:
            (post,) = posts.values()
            return Post(recipient, post.message, told=told, only=only)
        now = self._clock.now()
        things = [
            Thing(post.message, claim.planned_for if claim.was_held_up(now) else None)
            for claim, post in in_sight.items()
        ]
        return Post(recipient, digest(things, hours.zone, more), told=told, has_more=more > 0, only=only)

    async def _draw_all(
        self, waiting: list[Claim], work: UnitOfWork
    ) -> tuple[dict[Claim, Post], list[Settlement]]:
        """Return what there is to tell, and what is given up; what was overtaken is dropped.

        A fault in one is its own: the others are told, and it is tried again in another digest.
        """
        posts: dict[Claim, Post] = {}
        overtaken, given_up = [], []
        for each in waiting:
            try:
                drawn = await self._drawn(each, work)
            except NotFound:
                drawn = None
            except Unavailable:
                raise
            except Exception as bug:
                tried = await self._try_again_later(each, bug, work)
                given_up += [tried] if tried.result is Result.DEAD else []
                continue
            if isinstance(drawn, Post):
                posts[each] = drawn
            else:
                overtaken.append(each.nudge.id)
        await work.nudges.drop([*overtaken, *_earlier_checkpoints(posts)])
        return posts, given_up

    async def _try_again_later(self, claim: Claim, bug: Exception, work: UnitOfWork) -> Settlement:
        """Count a failure to draw one, and owe its person another digest for it, or give it up; return which."""
        failed = replace(claim, attempts=claim.attempts + 1)
        nudge, error = claim.nudge, type(bug).__name__
        log.error("nudge.failed", nudge=nudge.id, kind=nudge.kind.value, error=error, at=where_raised(bug))
        if failed.attempts >= MOST_ATTEMPTS:
            await work.nudges.give_up(nudge.id, error)
            return Settlement(failed, Result.DEAD, error=error)
        again_at = self._clock.now() + backoff(failed.attempts, nudge.id)
        await work.nudges.tell_later(nudge.id, error, digest_of(nudge, again_at))
        return Settlement(failed, Result.LATER, due_at=again_at, error=error)

    def _tell_of_the_end(self, given_up: Settlement, now: datetime) -> None:
        """Log and count what was given up: after that was written down, so that whoever reads it may believe it."""
        claim, error = given_up.claim, given_up.error
        about = {"nudge": claim.nudge.id, "kind": claim.nudge.kind.value, "team": claim.nudge.tenant.team_id}
        log.error("nudge.dead", **about, attempt=claim.attempts, error=error)
        self._metrics.settled(given_up, now)

    def _has_just_jumped(self, now: datetime) -> bool:
        """Say whether the story's clock was set so lately that nothing can have been held up since."""
        return self._jumped_at is not None and now - self._jumped_at <= LATE

    async def _quiet_until(self, nudge: Nudge, work: UnitOfWork) -> datetime | None:
        """Return when the person's quiet hours end, where they are now and this does not tell of work due by then."""
        now = self._clock.now()
        person = await _person(nudge.recipient, work)
        quiet = person.preferences.quiet
        until = quiet.ends_after(now, person.tz) if quiet else None
        if until is None or nudge.kind not in CAN_BE_QUIET:
            return None
        deadline = await _deadline(nudge.delegation_id, work)
        return None if deadline and now < deadline <= until else until

    async def _morning_if_over_budget(self, nudge: Nudge, work: UnitOfWork) -> datetime | None:
        """Return the next working morning where the person has had their reminders of today; else None.

        So it is for all reminders to one who wants them together. Work that is due today, or before that morning, is
        reminded of all the same; and today's does not count.
        """
        if nudge.kind not in REMINDERS:
            return None
        now = self._clock.now()
        person = await _person(nudge.recipient, work)
        hours, budget = person.hours, 0 if person.preferences.in_digest else DAILY_BUDGET
        reminded = await work.nudges.reminded(nudge.recipient, _midnight(now, hours))
        morning = hours.next_morning(now)
        if len(reminded) < budget or not await self._can_wait(nudge, morning, hours, work):
            return None
        counting = [each for each in reminded if not await self._is_due_today(each, hours, work)]
        return morning if len(counting) >= budget else None

    async def _can_wait(self, nudge: Nudge, until: datetime, hours: WorkingHours, work: UnitOfWork) -> bool:
        """Say whether it is a reminder that does no harm to wait: of work that is due neither today nor before then."""
        deadline = await _deadline(nudge.delegation_id, work)
        is_late = deadline is not None and (deadline <= until or self._is_today(deadline, hours))
        return nudge.kind in REMINDERS and not is_late

    async def _is_due_today(self, delegation_id: str, hours: WorkingHours, work: UnitOfWork) -> bool:
        deadline = await _deadline(delegation_id, work)
        return deadline is not None and self._is_today(deadline, hours)

    def _is_today(self, instant: datetime, hours: WorkingHours) -> bool:
        today = self._clock.now().astimezone(hours.zone).date()
        return instant.astimezone(hours.zone).date() == today


def _earlier_checkpoints(posts: dict[Claim, Post]) -> list[str]:
    """Take out all checkpoints of a delegation but its last, and return their ids: one look is asked for, not two."""
    last = {claim.nudge.delegation_id: claim for claim in posts if claim.nudge.kind is NudgeKind.CHECKPOINT}
    earlier = [
        claim
        for claim in posts
        if claim.nudge.kind is NudgeKind.CHECKPOINT and last[claim.nudge.delegation_id] is not claim
    ]
    for claim in earlier:
        del posts[claim]
    return [claim.nudge.id for claim in earlier]


async def _deadline(delegation_id: str, work: UnitOfWork) -> datetime | None:
    """Return when a delegation is due; None for a digest, which is about none."""
    try:
        return (await work.delegations.get(delegation_id)).brief.deadline
    except NotFound:
        return None


async def _person(user_id: str, work: UnitOfWork) -> Person:
    known = await work.people.persons((user_id,))
    return known.get(user_id) or Person(user_id, work.tenant.team_id, "")


def _midnight(now: datetime, hours: WorkingHours) -> datetime:
    today = now.astimezone(hours.zone).date()
    return datetime.combine(today, time(), hours.zone).astimezone(UTC)
