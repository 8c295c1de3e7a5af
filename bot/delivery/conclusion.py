"""From the end of an attempt to what is written down about it. Pure: an outcome and the time in, a settlement out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.backoff import MOST_ATTEMPTS, PLATEAU, SETTLES, backoff
from bot.delivery.outcomes import Outcome, Verdict
from bot.domain.nudge import TOGETHER, Claim, Nudge, Result, Settlement, about_unreachable, digest_of
from bot.domain.nudge_kind import NudgeKind


@dataclass(frozen=True, slots=True)
class Done:
    """What is written down about a claim; `keeps_order` asks those for the same destination to wait as well."""

    settlement: Settlement
    keeps_order: bool = False


def conclude(
    claim: Claim, outcome: Outcome, now: datetime, told: Sequence[Nudge] = (), *, has_more: bool = False
) -> Done:
    """Return what becomes of a claim whose attempt ended so.

    `told` are the folded nudges that a digest held; where it `has_more`, another one is owed for them.
    """
    ids = tuple(nudge.id for nudge in told)
    more = (digest_of(claim.nudge, now + TOGETHER),) if has_more else ()
    match outcome.verdict:
        case Verdict.SENT:
            where = (outcome.channel, outcome.ts)
            planned = tuple(nudge.due_at for nudge in told)
            return Done(
                Settlement(
                    claim, Result.SENT, *where, error=outcome.error, told=ids, planned=planned, then=more
                )
            )
        case Verdict.LATER | Verdict.AMBIGUOUS:
            return _later(claim, outcome, now)
        case Verdict.UNREAD:
            return _look_later(claim, outcome, now)
        case Verdict.UNKNOWN:
            return _once_more(claim, outcome, now, ids, more)
        case Verdict.NOTHING | Verdict.UNSEEN:
            gone = Settlement(claim, Result.CANCELLED)
            return Done(gone if outcome.verdict is Verdict.NOTHING else _in_doubt(gone, outcome))
    dead = _in_doubt(Settlement(claim, Result.DEAD, error=outcome.error, told=ids, then=more), outcome)
    if outcome.verdict is Verdict.DEAD_PLACE:
        dead = replace(dead, then=(*about_unreachable(told or (claim.nudge,), now), *more))
    return Done(dead)


def _once_more(
    claim: Claim, outcome: Outcome, now: datetime, told: tuple[str, ...], more: tuple[Nudge, ...]
) -> Done:
    """Try again for a while what may be a fault of this one nudge; others need not wait for it.

    A digest is given up only with what it held: else nobody would owe that any more.
    """
    if claim.attempts >= MOST_ATTEMPTS and (told or claim.nudge.kind is not NudgeKind.DIGEST):
        dead = Settlement(claim, Result.DEAD, error=outcome.error, told=told, then=more)
        return Done(_in_doubt(dead, outcome))
    again_at = now + backoff(claim.attempts, claim.nudge.id)
    return Done(_counting_the_wait(_put_off(claim, again_at, outcome, gives_back=False), now))


def release(claim: Claim, due_at: datetime, *, is_suspect: bool = False, why: str = "") -> Settlement:
    """Give the claim back as if it had not been tried: due at `due_at`, for whoever is there.

    It `is_suspect` where its sending was cut off.
    """
    cut_off = Outcome(Verdict.LATER, why, is_suspect=is_suspect, is_blind=is_suspect and claim.is_suspect)
    return _put_off(claim, due_at, cut_off, gives_back=True)


def cancel(claim: Claim) -> Settlement:
    """Owe it no more; should a living message be owed again, what an earlier attempt may have posted is looked for."""
    return _in_doubt(Settlement(claim, Result.CANCELLED), Outcome(Verdict.NOTHING))


def wait(claim: Claim, until: datetime) -> Settlement:
    """Give the claim back for a time of its own plan: what it hangs on is not there yet."""
    return replace(release(claim, until, why="waits"), is_planned=True)


def _later(claim: Claim, outcome: Outcome, now: datetime) -> Done:
    """Try again when Slack says, or after a while; the attempt counts while that helps to wait longer."""
    if outcome.retry_after is None:
        again_at = now + backoff(claim.attempts, claim.nudge.id)
        gives_back = claim.attempts > PLATEAU
    else:
        again_at = now + timedelta(seconds=outcome.retry_after)
        gives_back = True
    return Done(
        _counting_the_wait(_put_off(claim, again_at, outcome, gives_back=gives_back), now), keeps_order=True
    )


def _look_later(claim: Claim, outcome: Outcome, now: datetime) -> Done:
    """Look again when Slack has surely done what it will, and later each time; that is no attempt.

    Others wait behind it for minutes, not hours.
    """
    again_at = now + max(SETTLES, backoff(claim.looks + 1, claim.nudge.id))
    put_off = _put_off(claim, again_at, outcome, gives_back=True)
    return Done(replace(put_off, looks=claim.looks + 1), keeps_order=claim.looks < PLATEAU)


def _put_off(claim: Claim, again_at: datetime, outcome: Outcome, *, gives_back: bool) -> Settlement:
    later = Settlement(claim, Result.LATER, due_at=again_at, gives_back=gives_back, error=outcome.error)
    return _in_doubt(later, outcome)


def _counting_the_wait(later: Settlement, now: datetime) -> Settlement:
    """Let a long wait stand for the first look: Slack has done by then what it will."""
    is_long = later.due_at is not None and later.due_at - now >= SETTLES
    return replace(later, looks=max(later.looks, 1)) if later.is_suspect and is_long else later


def _in_doubt(settlement: Settlement, outcome: Outcome) -> Settlement:
    """Keep whether it may stand in Slack, and what was done to know it. Looks count since the last post."""
    claim = settlement.claim
    return replace(
        settlement,
        is_suspect=outcome.is_suspect or claim.is_suspect,
        looks=0 if outcome.is_suspect else claim.looks,
        blind=claim.blind + (outcome.is_suspect and outcome.is_blind),
    )
