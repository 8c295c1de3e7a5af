"""Trigger hit: one confirmation, which of the agreed triggers where there are several, and what was seen."""

from dataclasses import dataclass

from bot.blocks.brief_words import trigger_line
from bot.blocks.button_values import number_in, value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.hit_words import names_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, radio_input, text_input
from bot.blocks.message import View
from bot.blocks.text import context, section
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Hitting:
    """Which of the brief's triggers (-1 where none was picked), and what was seen."""

    trigger: int
    saw: str


def build(situation: Situation) -> View:
    """Return the form. Where there is one trigger it is there to be read, and nothing is picked."""
    delegation = situation.delegation
    triggers = delegation.brief.triggers
    named = [each.goes_to for each in triggers if each.goes_to != delegation.owner_id]
    who = names_of(situation, tuple(dict.fromkeys([*named[:1], delegation.manager_id])))
    if len(triggers) > 1:
        who = "whom it names, and to your manager"
    picks = [
        radio_input(
            Field.TRIGGER,
            "Which one?",
            [(str(place), one.condition) for place, one in enumerate(triggers)],
        )
    ]
    return modal(
        ViewId.HIT,
        "Trigger hit",
        [
            about(situation),
            *(section(trigger_line(each, situation, 900)) for each in triggers),
            *(picks if len(triggers) > 1 else []),
            text_input(Field.SAW, "What did you see?", optional=True, hint="One line helps; none is fine."),
            context(f"It goes to {who} at once, whatever the hour. I say whom it is better to ring."),
        ],
        submit="Page now",
        metadata=value_of(delegation.id),
    )


def parse(state: Values) -> Hitting:
    """Return what was entered; the only trigger there is needs no choice."""
    chosen = number_in(choice_of(state, Field.TRIGGER) or "") if Field.TRIGGER in (state or {}) else 0
    return Hitting(-1 if chosen is None else chosen, text_of(state, Field.SAW))
