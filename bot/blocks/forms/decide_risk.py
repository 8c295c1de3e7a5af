"""Decide a risk: accept it, guard against it, or watch for a state and a date."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, instant_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import instant_input, modal, radio_input, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import context, section, shown
from bot.domain.brief import CHECKLIST_CHARACTERS
from bot.domain.premortem import FALLBACK_CHARACTERS, STATE_CHARACTERS, TO_THE_MINIMUM, Decision, Risk
from bot.domain.situation import Situation

_DECISIONS = (
    (Decision.ACCEPTED, "Accept it: seen, and left as it is"),
    (Decision.GUARDED, "Guard against it: a line to look at"),
    (Decision.WATCHED, "Watch it: a state and a date"),
)
_MINIMUM, _RING = "minimum", "ring"
_FALLBACKS = {_MINIMUM: TO_THE_MINIMUM, _RING: "ring the manager"}


@dataclass(frozen=True, slots=True)
class Deciding:
    """What was chosen and entered; what belongs to another choice may be there as well."""

    decision: Decision
    guard: str
    state: str
    by_when: datetime | None
    fallback: str


def build(situation: Situation, risk: Risk) -> View:
    """Return the form with what was decided before; the minimum is offered where the brief names one."""
    can_fall_back = bool(situation.delegation.brief.minimum_shippable)
    offered = [(key, words) for key, words in _FALLBACKS.items() if key != _MINIMUM or can_fall_back]
    ready = {words: key for key, words in offered}
    chosen = ready.get(risk.fallback)
    blocks: list[Block] = [
        about(situation),
        section(f"“{shown(risk.text, 1_800)}”"),
        radio_input(
            Field.DECISION,
            "What becomes of it?",
            _DECISIONS,
            chosen=None if risk.decision is Decision.OPEN else risk.decision,
        ),
        context("*To guard against it*: a line of the checklist, shown at the final QA and at shipping."),
        text_input(
            Field.GUARD,
            "Guard",
            value=risk.guard,
            limit=CHECKLIST_CHARACTERS,
            optional=True,
            placeholder="Accounts counted in both exports",
        ),
        context("*To watch it*: I ask you at that time, within your working hours, and never later."),
        text_input(
            Field.RISK_STATE,
            "What is there by then?",
            value=risk.state,
            limit=STATE_CHARACTERS,
            optional=True,
            placeholder="Both exports are in",
        ),
        instant_input(
            Field.BY_WHEN,
            "By when?",
            value=int(risk.wanted_at.timestamp()) if risk.wanted_at else None,
            optional=True,
        ),
        radio_input(
            Field.FALLBACK,
            "If it is not there, I",
            offered,
            chosen=chosen,
            optional=True,
        ),
        text_input(
            Field.OWN_FALLBACK,
            "Or in your own words, I",
            value="" if chosen else risk.fallback,
            limit=FALLBACK_CHARACTERS,
            optional=True,
        ),
    ]
    metadata = value_of(situation.delegation.id, risk.id)
    return modal(ViewId.RISK, "Decide a risk", blocks, submit="Decide", metadata=metadata)


def parse(state: Values) -> Deciding:
    """Return what was entered; own words go before a ready fallback. Open where nothing was chosen."""
    chosen = choice_of(state, Field.DECISION)
    at = instant_of(state, Field.BY_WHEN)
    own = text_of(state, Field.OWN_FALLBACK)
    return Deciding(
        Decision(chosen) if chosen in {each.value for each in Decision} else Decision.OPEN,
        text_of(state, Field.GUARD),
        text_of(state, Field.RISK_STATE),
        datetime.fromtimestamp(at, UTC) if at else None,
        own or _FALLBACKS.get(choice_of(state, Field.FALLBACK) or "", ""),
    )
