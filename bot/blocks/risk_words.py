"""Risks in words, as cards, messages, forms and the after-action show them: by number, and by name only if wished."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from bot.blocks.button_values import value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block
from bot.blocks.text import button, one_line, section, when
from bot.blocks.whose_move import person_name, zone_of
from bot.domain.lifecycle import Role
from bot.domain.premortem import AT_WORK, Decision, Premortem, Risk, guards_of
from bot.domain.situation import Situation

_LINE: Final = 450
_SEEN: Final = 1_500
_ANSWERED: Final = {True: " It was there.", False: " It was not there, and this is what happens.", None: ""}


def may_begin(situation: Situation) -> bool:
    """Say whether a pre-mortem can begin now."""
    delegation, latest = situation.delegation, situation.premortem
    in_time = delegation.state in AT_WORK and situation.now < delegation.brief.deadline
    return in_time and not (latest and latest.is_open)


def risk_line(situation: Situation, risk: Risk, number: int, limit: int = _LINE) -> str:
    """Return a risk as it was written, by its number; with its author only where the author wished it."""
    said = f"*{number}.* “{one_line(risk.text, limit)}”"
    if not risk.with_name:
        return said
    return f"{said} · {person_name(situation, risk.author_id)}"


def decided_line(risk: Risk, zone: tzinfo) -> str:
    """Return what the owner made of a risk; "" while it is open."""
    if risk.decision is Decision.ACCEPTED:
        return "Accepted, with open eyes."
    if risk.decision is Decision.GUARDED:
        kept = " · ticked when it shipped" if risk.kept else ""
        return f"Guard: {one_line(risk.guard, _LINE)}{kept}"
    if risk.decision is Decision.WATCHED:
        return watch_line(risk, zone) + _ANSWERED[risk.is_there]
    return ""


def watch_line(risk: Risk, zone: tzinfo) -> str:
    """Return the state and the date, and what happens where it is not there by then."""
    at = when(risk.wanted_at, zone) if risk.wanted_at else "then"
    return (
        f"If this is not there by {at}: {one_line(risk.state, _LINE)}. "
        f"Then: {one_line(risk.fallback, _LINE)}."
    )


def risks_of(situation: Situation, premortem: Premortem) -> list[Risk]:
    """Return the risks that one pre-mortem has revealed, in the order of the reveal."""
    return [risk for risk in situation.risks if risk.number == premortem.number]


def counted(number: int, thing: str) -> str:
    """Return a number of things in words."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def premortem_blocks(situation: Situation, role: Role) -> list[Block]:
    """Return the line of a card about the pre-mortems, with the button that opens the risks; [] where there was none.

    A check that has come and is not answered stands on the owner's card, and nowhere else.
    """
    latest = situation.premortem
    if latest is None:
        return []
    value, zone = value_of(situation.delegation.id), zone_of(situation, role)
    parts = [_counts(situation.risks)] if any(each.revealed_at for each in situation.premortems) else []
    if latest.is_open:
        parts.append(f"{'another ' if parts else ''}under way, until {when(latest.until, zone)}")
    if not parts:
        return []
    lines = [f"*Pre-mortem*  {' · '.join(parts)}"]
    waiting = [risk for risk in situation.risks if risk.waits_at(situation.now)]
    if role is Role.OWNER and waiting and situation.delegation.state in AT_WORK:
        more = f" And {len(waiting) - 1} more." if len(waiting) > 1 else ""
        lines.append(f"Waiting for your word, is it there? {one_line(waiting[0].state, 150)}{more}")
    if situation.risks:
        press = button("Risks", Action.RISKS, value)
    else:
        press = button("Write", Action.PREMORTEM_WRITE, value_of(situation.delegation.id, str(latest.number)))
    return [section("\n".join(lines), press if situation.risks or latest.is_open else None)]


def guard_lines(situation: Situation) -> list[str]:
    """Return the guards, a line each."""
    return [f"• {one_line(risk.guard, 400)}" for risk in guards_of(situation.risks)]


def seen_beforehand(situation: Situation) -> list[Block]:
    """Return what the pre-mortems saw, word for word and without names, cut to fit; [] where nothing was."""
    risks = situation.risks
    if not risks:
        return []
    room = max(80, _SEEN // len(risks))
    shown = risks[: _SEEN // 80]
    lines = [f"• “{one_line(risk.text, room)}”" for risk in shown]
    hidden = len(risks) - len(shown)
    more = [f"• and {hidden} more"] if hidden else []
    return [section("\n".join(["*Seen beforehand*", *lines, *more]))]


def _counts(risks: Sequence[Risk]) -> str:
    if not risks:
        return "no risk was named"
    still_open = sum(risk.decision is Decision.OPEN for risk in risks)
    return f"{counted(len(risks), 'risk')}, {f'{still_open} open' if still_open else 'all decided'}"
