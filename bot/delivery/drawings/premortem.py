"""The messages of a pre-mortem and of its checks. Each says when it is overtaken."""

from bot.blocks import premortem_messages
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing
from bot.domain.nudge_kind import NudgeKind
from bot.domain.premortem import AT_WORK, Premortem, Risk


async def _asked(drawing: Drawing) -> Outgoing:
    premortem = _premortem(drawing)
    if premortem is None:
        return None
    reader = drawing.nudge.recipient
    if not premortem.is_open:
        return drawing.put_away(premortem_messages.asked_over(drawing.situation, premortem, reader))
    reasons = None
    if reader in premortem.answered:
        reasons = len(await drawing.work.premortems.written_by(premortem, reader))
    return drawing.living(premortem_messages.asked(drawing.situation, premortem, reasons))


async def _revealed(drawing: Drawing) -> Outgoing:
    premortem = _premortem(drawing)
    if premortem is None or premortem.revealed_at is None:
        return None
    return drawing.living(premortem_messages.revealed(drawing.situation, premortem, drawing.role))


async def _thanks(drawing: Drawing) -> Outgoing:
    premortem = _premortem(drawing)
    if premortem is None:
        return None
    return drawing.direct(premortem_messages.thanks(drawing.situation, premortem))


async def _check(drawing: Drawing) -> Outgoing:
    risk = _risk(drawing)
    if risk is None or not _is_asked(drawing, risk):
        return drawing.put_away(premortem_messages.check_over(drawing.situation, risk)) if risk else None
    return drawing.direct(premortem_messages.check(drawing.situation, risk))


async def _reminder(drawing: Drawing) -> Outgoing:
    risk = _risk(drawing)
    if risk is None or not _is_asked(drawing, risk):
        return drawing.put_away(premortem_messages.check_over(drawing.situation, risk)) if risk else None
    if drawing.is_muted:
        return None
    return drawing.direct(premortem_messages.check(drawing.situation, risk, again=True))


async def _fell_back(drawing: Drawing) -> Outgoing:
    risk = drawing.situation.risk(drawing.nudge.subject)
    return drawing.direct(premortem_messages.fell_back(drawing.situation, risk)) if risk else None


def _premortem(drawing: Drawing) -> Premortem | None:
    number = drawing.nudge.subject
    return next((each for each in drawing.situation.premortems if str(each.number) == number), None)


def _risk(drawing: Drawing) -> Risk | None:
    """Return the risk that a check is about, also where its time is another one by now."""
    risk_id, _, _ = drawing.nudge.subject.partition(":")
    return drawing.situation.risk(risk_id)


def _is_asked(drawing: Drawing, risk: Risk) -> bool:
    situation = drawing.situation
    is_its_time = risk.check_name == drawing.nudge.subject and risk.waits_at(situation.now)
    return is_its_time and situation.delegation.state in AT_WORK


PREMORTEM: dict[NudgeKind, Draw] = {
    NudgeKind.PREMORTEM_ASKED: _asked,
    NudgeKind.PREMORTEM_REVEALED: _revealed,
    NudgeKind.PREMORTEM_THANKS: _thanks,
    NudgeKind.RISK_CHECK: _check,
    NudgeKind.RISK_REMINDER: _reminder,
    NudgeKind.RISK_FELL_BACK: _fell_back,
}
"""The messages of a pre-mortem, by kind."""
