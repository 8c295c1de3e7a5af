"""The messages of a wish for help and of its answers. Each says when it is overtaken."""

from bot.blocks import help_messages
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing
from bot.domain.help import HELPED_IN, Help, HelpKind
from bot.domain.nudge_kind import NudgeKind


async def _help(drawing: Drawing) -> Outgoing:
    said = await drawing.work.help_given.get(drawing.nudge.subject)
    if said is None:
        return None
    if drawing.nudge.recipient != drawing.situation.delegation.owner_id:
        if not _can_be_answered(drawing, said):
            return drawing.put_away(help_messages.wish_over(drawing.situation, said))
        return drawing.living(help_messages.wish(drawing.situation, said, drawing.nudge.recipient))
    wished = await drawing.work.help_given.get(said.answers) if said.answers else None
    if said.kind is not HelpKind.CLEAR and wished is None:
        return None
    return drawing.direct(help_messages.answer(drawing.situation, said, wished))


async def _chase(drawing: Drawing) -> Outgoing:
    said = await drawing.work.help_given.get(drawing.nudge.subject)
    if said is None:
        return None
    if not _can_be_answered(drawing, said):
        return drawing.put_away(help_messages.wish_over(drawing.situation, said))
    return drawing.living(help_messages.chase(drawing.situation, said, drawing.nudge.recipient))


async def _silent(drawing: Drawing) -> Outgoing:
    said = await drawing.work.help_given.get(drawing.nudge.subject)
    if said is None or not _can_be_answered(drawing, said):
        return None
    return drawing.direct(help_messages.silent(drawing.situation, said))


def _can_be_answered(drawing: Drawing, said: Help) -> bool:
    return said.answered_at is None and drawing.situation.delegation.state in HELPED_IN


HELP: dict[NudgeKind, Draw] = {
    NudgeKind.HELP: _help,
    NudgeKind.HELP_CHASE: _chase,
    NudgeKind.HELP_SILENT: _silent,
}
"""The messages of help, by kind."""
