"""The messages about flags and intentions. Each says when it is overtaken."""

from collections.abc import Callable
from dataclasses import replace

from bot.blocks import flag_messages, intention_messages
from bot.blocks.message import Message
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing
from bot.domain.flag import Flag, Reply
from bot.domain.lifecycle import State
from bot.domain.nudge_kind import NudgeKind
from bot.domain.situation import Situation


def _until_answered(draw: Callable[[Situation, Flag, str], Message]) -> Draw:
    """Return what draws a flag's message to the manager: with its buttons while they wait for an answer."""

    async def drawn(drawing: Drawing) -> Outgoing:
        flag = await drawing.work.flags.get(drawing.nudge.subject)
        if flag is None:
            return None
        if not _waits(drawing, is_open=flag.is_open):
            return drawing.put_away(flag_messages.flag_over(drawing.situation, flag))
        return drawing.living(draw(drawing.situation, flag, drawing.nudge.recipient))

    return drawn


async def _flag_thanks(drawing: Drawing) -> Outgoing:
    flag = await drawing.work.flags.get(drawing.nudge.subject)
    if flag is None:
        return None
    told = [each for each in await drawing.work.flags.forwards(flag.delegation_id) if each.flag_id == flag.id]
    situation = await _knowing(drawing, *(each.to_id for each in told))
    return drawing.living(flag_messages.thanks(situation, flag, told))


async def _flag_answer(drawing: Drawing) -> Outgoing:
    flag = await drawing.work.flags.get(drawing.nudge.subject)
    if flag is None or flag.reply in (None, Reply.ASKED):
        return None
    return drawing.direct(flag_messages.answer(drawing.situation, flag))


async def _flag_silent(drawing: Drawing) -> Outgoing:
    flag = await drawing.work.flags.get(drawing.nudge.subject)
    if flag is None or not _waits(drawing, is_open=flag.is_open):
        return None
    return drawing.direct(flag_messages.silent(drawing.situation, flag))


async def _flag_forward(drawing: Drawing) -> Outgoing:
    forwards = await drawing.work.flags.forwards(drawing.nudge.delegation_id)
    forward = next((each for each in forwards if each.id == drawing.nudge.subject), None)
    return drawing.direct(flag_messages.forwarded(drawing.situation, forward)) if forward else None


async def _intention(drawing: Drawing) -> Outgoing:
    intention = await drawing.work.intentions.get(drawing.nudge.subject)
    if intention is None:
        return None
    if not _waits(drawing, is_open=intention.is_open):
        return drawing.put_away(intention_messages.intention_over(drawing.situation, intention))
    return drawing.living(intention_messages.intention(drawing.situation, intention, drawing.nudge.recipient))


async def _intention_answer(drawing: Drawing) -> Outgoing:
    intention = await drawing.work.intentions.get(drawing.nudge.subject)
    if intention is None or intention.is_open:
        return None
    return drawing.direct(intention_messages.intention_answer(drawing.situation, intention))


def _waits(drawing: Drawing, *, is_open: bool) -> bool:
    return is_open and drawing.situation.delegation.state is State.IN_PROGRESS


async def _knowing(drawing: Drawing, *people: str) -> Situation:
    """Return the situation with these people by name, too."""
    known = await drawing.work.people.persons(sorted(set(people))) if people else {}
    return replace(drawing.situation, people=drawing.situation.people | known)


FLAGS: dict[NudgeKind, Draw] = {
    NudgeKind.FLAG: _until_answered(flag_messages.flag),
    NudgeKind.FLAG_CHASE: _until_answered(flag_messages.chase),
    NudgeKind.FLAG_THANKS: _flag_thanks,
    NudgeKind.FLAG_ANSWER: _flag_answer,
    NudgeKind.FLAG_SILENT: _flag_silent,
    NudgeKind.FLAG_FORWARD: _flag_forward,
    NudgeKind.INTENTION: _intention,
    NudgeKind.INTENTION_ANSWER: _intention_answer,
}
"""The messages about flags and intentions, by kind."""
