"""The message about a rehearsal that came to nothing; it is overtaken once the manager has decided."""

from bot.blocks import rehearsal_messages
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.rehearse import waiting_for


async def _rehearsal_over(drawing: Drawing) -> Outgoing:
    if await waiting_for(drawing.situation.delegation, drawing.work) is None:
        return drawing.put_away(rehearsal_messages.rehearsal_decided(drawing.situation))
    return drawing.direct(rehearsal_messages.rehearsal_over(drawing.situation))


REHEARSAL: dict[NudgeKind, Draw] = {NudgeKind.REHEARSAL_OVER: _rehearsal_over}
"""The messages about a rehearsal, by kind."""
