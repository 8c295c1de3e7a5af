"""The messages about an offer and the work: cards, moves, checkpoints, questions. Each says when it is overtaken."""

from bot.blocks import cards, checkpoint_messages, flag_messages, messages
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing, Wait
from bot.domain.checkpoints import CheckpointKind
from bot.domain.lifecycle import ENDED, State
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.checkpoint import may_wait, questions_at
from bot.usecases.half_time import asks_for_a_bet
from bot.usecases.owed_nudges import move_of


async def _owner_card(drawing: Drawing) -> Outgoing:
    return drawing.living(cards.owner_card(drawing.situation))


async def _manager_card(drawing: Drawing) -> Outgoing:
    return drawing.living(cards.manager_card(drawing.situation))


async def _move(drawing: Drawing) -> Outgoing:
    delegation = drawing.situation.delegation
    if move_of(delegation) != drawing.nudge.subject or delegation.holder() != drawing.nudge.recipient:
        return drawing.put_away(messages.move_made(drawing.situation, drawing.role))
    return drawing.direct(messages.move(drawing.situation, drawing.role))


async def _ended(drawing: Drawing) -> Outgoing:
    if drawing.situation.delegation.state not in ENDED:
        return None
    return drawing.direct(messages.ended(drawing.situation, drawing.role))


async def _offer_reminder(drawing: Drawing) -> Outgoing:
    delegation = drawing.situation.delegation
    waits = delegation.state is State.OFFERED and delegation.holder() == drawing.nudge.recipient
    if not waits or drawing.is_muted:
        return None
    return drawing.direct(messages.offer_reminder(drawing.situation, drawing.role))


async def _checkpoint(drawing: Drawing) -> Outgoing:
    delegation = drawing.situation.delegation
    kind = CheckpointKind(drawing.nudge.subject)
    answer = await drawing.work.records.checkpoint_answer(delegation.id, kind)
    bets = await asks_for_a_bet(delegation, kind, drawing.work)
    if answer:
        return drawing.put_away(checkpoint_messages.answered(drawing.situation, answer, bets=bets))
    if delegation.state is not State.IN_PROGRESS or drawing.situation.now >= delegation.brief.deadline:
        return None
    if drawing.is_muted:
        return None
    due = await drawing.work.nudges.due_of([delegation.id], NudgeKind.CHECKPOINT)
    moved_to = due.get((delegation.id, kind.value))
    if moved_to and moved_to > drawing.situation.now:  # by the owner, since it was claimed
        return Wait(moved_to)
    if kind is CheckpointKind.HALF_TIME:
        return drawing.direct(checkpoint_messages.half_time(drawing.situation))
    questions = await questions_at(delegation, kind, drawing.work)
    can_wait = await may_wait(delegation, kind, drawing.work)
    return drawing.direct(
        checkpoint_messages.checkpoint(drawing.situation, kind, questions, bets=bets, may_wait=can_wait)
    )


async def _checkpoint_answer(drawing: Drawing) -> Outgoing:
    kind = CheckpointKind(drawing.nudge.subject)
    answer = await drawing.work.records.checkpoint_answer(drawing.situation.delegation.id, kind)
    if answer is None:
        return None
    said = checkpoint_messages.checkpoint_answer(drawing.situation, answer)
    # A bet since is no news by itself.
    return drawing.put_away(said) if drawing.claim.ts else drawing.direct(said)


async def _question(drawing: Drawing) -> Outgoing:
    question = await drawing.work.records.question(drawing.nudge.subject)
    if question is None:
        return None
    if question.answered_at:
        return drawing.put_away(messages.question_answered(drawing.situation, question))
    return drawing.direct(messages.question(drawing.situation, question))


async def _question_answer(drawing: Drawing) -> Outgoing:
    question = await drawing.work.records.question(drawing.nudge.subject)
    if question and question.asked_by:
        return drawing.direct(flag_messages.deputy_reads_answer(drawing.situation, question))
    return drawing.direct(messages.question_answer(drawing.situation, question)) if question else None


async def _shipped(drawing: Drawing) -> Outgoing:
    return drawing.direct(messages.shipped(drawing.situation))


WORK: dict[NudgeKind, Draw] = {
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
}
"""The messages about an offer and the work, by kind."""
