"""The messages of a hit trigger and of what the owner proposes under way. Each says when it is overtaken."""

from bot.blocks import page_messages, proposal_messages
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing
from bot.domain.nudge_kind import NudgeKind
from bot.domain.page import Hit
from bot.domain.proposal import Proposal
from bot.usecases.deadline import has_come_late, is_in_time
from bot.usecases.page import read_page_subject


async def _page(drawing: Drawing) -> Outgoing:
    hit_id, number = read_page_subject(drawing.nudge.subject)
    hit = _hit(drawing, hit_id)
    sent = next((each for each in hit.of_round(number) if each.user_id == drawing.nudge.recipient), None)
    if sent is None:
        return None
    if not hit.is_open:
        return drawing.put_away(page_messages.page_over(drawing.situation, hit, sent))
    return drawing.direct(page_messages.page(drawing.situation, hit, sent))


async def _page_sent(drawing: Drawing) -> Outgoing:
    hit = _hit(drawing, drawing.nudge.subject)
    return drawing.living(page_messages.page_sent(drawing.situation, hit))


async def _page_acknowledged(drawing: Drawing) -> Outgoing:
    hit = _hit(drawing, drawing.nudge.subject)
    return drawing.direct(page_messages.page_acknowledged(drawing.situation, hit))


async def _page_unanswered(drawing: Drawing) -> Outgoing:
    hit = _hit(drawing, drawing.nudge.subject)
    return drawing.direct(page_messages.page_unanswered(drawing.situation, hit)) if hit.is_open else None


async def _proposal(drawing: Drawing) -> Outgoing:
    made = _made(drawing)
    if made.is_open:
        return drawing.direct(proposal_messages.proposal(drawing.situation, made))
    return drawing.put_away(proposal_messages.proposal_closed(drawing.situation, made))


async def _proposal_answer(drawing: Drawing) -> Outgoing:
    return drawing.direct(proposal_messages.proposal_answer(drawing.situation, _made(drawing)))


async def _deadline(drawing: Drawing) -> Outgoing:
    situation = drawing.situation
    delegation, proposals = situation.delegation, situation.proposals
    is_answered = is_in_time(proposals) or any(each.at >= delegation.brief.deadline for each in proposals)
    if has_come_late(delegation, drawing.nudge.subject, situation.now) and not is_answered:
        asked = proposal_messages.deadline(situation)
        # Asked once, never again.
        return drawing.put_away(asked) if drawing.claim.ts else drawing.direct(asked)
    return drawing.put_away(proposal_messages.deadline_over(situation))


def _hit(drawing: Drawing, hit_id: str) -> Hit:
    return next(each for each in drawing.situation.hits if each.id == hit_id)


def _made(drawing: Drawing) -> Proposal:
    return next(each for each in drawing.situation.proposals if each.id == drawing.nudge.subject)


PAGES: dict[NudgeKind, Draw] = {
    NudgeKind.PAGE: _page,
    NudgeKind.PAGE_SENT: _page_sent,
    NudgeKind.PAGE_ACKNOWLEDGED: _page_acknowledged,
    NudgeKind.PAGE_UNANSWERED: _page_unanswered,
    NudgeKind.PROPOSAL: _proposal,
    NudgeKind.PROPOSAL_ANSWER: _proposal_answer,
    NudgeKind.DEADLINE: _deadline,
}
"""The messages of pages, a new time and the minimum, by kind."""
