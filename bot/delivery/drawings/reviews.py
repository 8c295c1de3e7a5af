"""The messages of an after-action: the thread's own, and the DMs around it. Each says when it is overtaken."""

from dataclasses import replace
from datetime import timedelta

from bot.blocks import flag_messages, review_messages
from bot.blocks.message import Message
from bot.blocks.quieter import with_quieter_for_both
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Edit, Outgoing, Post, PutAway, Wait
from bot.domain.nudge_kind import NudgeKind
from bot.domain.review import UNSEEN, Note, Phase, Review, Visibility
from bot.domain.situation import Situation

FIRST_ROUND = "1"
THREAD_WAIT = timedelta(seconds=2)  # a reply waits for the thread's first message
PATIENCE = timedelta(hours=1)  # and is dropped where that could not be posted at all


async def _review_opening(drawing: Drawing) -> Outgoing:
    notes, situation = await _shared(drawing)
    message = review_messages.opening(situation, notes)
    if drawing.nudge.subject != FIRST_ROUND:
        return await _living_reply(drawing, message)
    delegation, claim = drawing.situation.delegation, drawing.claim
    both, channel = (delegation.owner_id, delegation.manager_id), delegation.brief.team_channel
    is_between_both = claim.channel != channel if claim.ts else not channel
    if is_between_both:
        message = with_quieter_for_both(message, situation)
    if claim.ts:
        return Edit(claim.channel, claim.ts, message)
    return Post(channel, message, otherwise=both) if channel else Post(both, message)


async def _review_reminder(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None or review.phase is not Phase.WRITING:
        return None
    if drawing.nudge.recipient in await drawing.work.reviews.authors(review):
        return None
    return drawing.direct(review_messages.reminder(drawing.situation))


async def _review_reveal(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None or review.phase in UNSEEN:  # put off while this was on its way
        return None
    notes, situation = await _shared(drawing)
    in_time = [note for note in notes if not note.late]
    return await _reply(drawing, review_messages.reveal(situation, _by_author(in_time)))


async def _review_manager(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None:
        return None
    notes = await drawing.work.reviews.notes(review, Visibility.MANAGER)
    asks = review.has(Phase.MANAGER) and review.phase is not Phase.CLOSED
    if not (notes or asks or drawing.claim.ts):
        return None  # a short round shows a part, and asks nobody for one
    return await _living_reply(drawing, review_messages.managers_part(drawing.situation, notes))


async def _review_change(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None:
        return None
    if review.change or review.phase is Phase.CLOSED:
        claim = drawing.claim
        over = review_messages.change_asked(drawing.situation)
        return PutAway(claim.channel, claim.ts, over) if claim.ts else None
    notes, situation = await _shared(drawing)
    return await _reply(drawing, review_messages.change_prompt(situation, notes))


async def _review_close(drawing: Drawing) -> Outgoing:
    review = _review(drawing)
    if review is None or review.phase is not Phase.CLOSED:  # it became a full one while this was on its way
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
    review, is_first = _review(drawing), drawing.nudge.subject == FIRST_ROUND
    if review is None or review.change:  # nothing is left to ask
        return await _flag_closed(drawing) if is_first else None
    return drawing.direct(review_messages.no_change(drawing.situation))


async def _flag_closed(drawing: Drawing) -> Outgoing:
    if not drawing.situation.flags:
        return None
    return drawing.direct(flag_messages.led_to(drawing.situation))


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


async def _living_reply(drawing: Drawing, message: Message) -> Outgoing:
    """Return an edit of the reply that stands already, else a reply."""
    reply = await _reply(drawing, message)
    if drawing.claim.ts and isinstance(reply, Post):
        return Edit(drawing.claim.channel, drawing.claim.ts, message, reply.thread_ts)
    return reply


async def _reply(drawing: Drawing, message: Message) -> Post | Wait | None:
    """Return the message as a reply in the thread that the first round opened, as soon as there is one.

    None where it never came to be: its place refused it for good. Where the place takes no posts any more, it goes
    to the two of them.
    """
    thread = await drawing.work.nudges.whereabouts(
        drawing.nudge.delegation_id, NudgeKind.REVIEW_OPENING, FIRST_ROUND
    )
    if thread is None:
        now, review = drawing.situation.now, drawing.situation.review
        since = (review.phase_since or review.starts_at) if review else now
        return Wait(now + THREAD_WAIT) if now - since < PATIENCE else None
    channel, ts = thread
    delegation = drawing.situation.delegation
    return Post(channel, message, thread_ts=ts, otherwise=(delegation.owner_id, delegation.manager_id))


def _by_author(notes: list[Note]) -> dict[str, list[Note]]:
    grouped: dict[str, list[Note]] = {}
    for note in notes:
        grouped.setdefault(note.author_id, []).append(note)
    return grouped


REVIEW: dict[NudgeKind, Draw] = {
    NudgeKind.REVIEW_OPENING: _review_opening,
    NudgeKind.REVIEW_REMINDER: _review_reminder,
    NudgeKind.REVIEW_REVEAL: _review_reveal,
    NudgeKind.REVIEW_MANAGER: _review_manager,
    NudgeKind.REVIEW_CHANGE: _review_change,
    NudgeKind.REVIEW_CLOSE: _review_close,
    NudgeKind.REVIEW_SKILL: _review_skill,
    NudgeKind.REVIEW_NO_CHANGE: _review_no_change,
    NudgeKind.FLAG_CLOSED: _flag_closed,
}
"""The messages of an after-action, by kind."""
