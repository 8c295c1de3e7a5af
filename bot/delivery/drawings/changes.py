"""The messages about another brief under way; the question is overtaken by an answer and by another proposal."""

from bot.blocks import change_messages
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.change_brief import UNDER_WAY


async def _proposed(drawing: Drawing) -> Outgoing:
    delegation = drawing.situation.delegation
    stands = delegation.change and delegation.change.subject == drawing.nudge.subject
    if not stands or delegation.state not in UNDER_WAY:
        return drawing.put_away(change_messages.change_over(drawing.situation))
    return drawing.living(change_messages.change_proposed(drawing.situation))


async def _answered(drawing: Drawing) -> Outgoing:
    if drawing.nudge.subject.endswith(":overtaken"):
        return drawing.direct(change_messages.change_overtaken(drawing.situation))
    agreed = drawing.nudge.subject.endswith(":agreed")
    return drawing.direct(change_messages.change_answered(drawing.situation, agreed=agreed))


CHANGE: dict[NudgeKind, Draw] = {
    NudgeKind.CHANGE_PROPOSED: _proposed,
    NudgeKind.CHANGE_ANSWERED: _answered,
}
"""The messages about another brief, by kind."""
