"""Risks: what the pre-mortems saw and what became of each, to be read; the owner decides from here."""

from bot.blocks.button_values import value_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import Action, ViewId, numbered_apart
from bot.blocks.inputs import modal
from bot.blocks.message import Block, View
from bot.blocks.premortem_messages import check_buttons
from bot.blocks.risk_words import decided_line, risk_line, risks_of
from bot.blocks.text import actions, button, context, divider, section, when
from bot.blocks.whose_move import name, zone_of
from bot.domain.lifecycle import Role
from bot.domain.premortem import AT_WORK, Decision, Premortem, Risk
from bot.domain.situation import Situation

_IN_SIGHT = 40  # with their buttons, of the hundred blocks that a view holds


def build(situation: Situation, role: Role) -> View:
    """Return all risks, the latest pre-mortem first, with the owner's buttons while the work goes on."""
    blocks: list[Block] = [about(situation)]
    left = _IN_SIGHT
    for premortem in reversed(situation.premortems):
        risks = risks_of(situation, premortem)[:left]
        left -= len(risks)
        if risks:
            blocks += _of(situation, premortem, risks, role)
    if len(blocks) == 1:
        blocks.append(section("No risk has been revealed here."))
    small = f"{name(situation, Role.OWNER)} decides what becomes of each."
    if role is Role.OWNER:
        small = "Yours to decide; each can be changed until it ships."
    blocks.append(context(small))
    metadata = value_of(situation.delegation.id)
    return modal(ViewId.RISKS, "Risks", numbered_apart(blocks), metadata=metadata)


def _of(situation: Situation, premortem: Premortem, risks: list[Risk], role: Role) -> list[Block]:
    zone = zone_of(situation, role)
    blocks: list[Block] = []
    if len(situation.premortems) > 1 and premortem.revealed_at:
        blocks += [divider(), context(f"Revealed {when(premortem.revealed_at, zone)}")]
    decides = role is Role.OWNER and situation.delegation.state in AT_WORK
    for number, risk in enumerate(risks, 1):
        made = decided_line(risk, zone)
        waits = risk.waits_at(situation.now)
        words = "\n".join(line for line in (risk_line(situation, risk, number), made) if line)
        press = None
        if decides and risk.is_there is None:
            label = "Decide" if risk.decision is Decision.OPEN else "Change"
            press = button(label, Action.RISK_DECIDE, value_of(situation.delegation.id, risk.id))
        blocks.append(section(words, press))
        if decides and waits:
            blocks.append(actions(*check_buttons(situation, risk)))
    return blocks
