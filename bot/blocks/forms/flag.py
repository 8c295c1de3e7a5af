"""Raise a flag: what one sees, how sure, and, where there is something, what one intends."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import OPTION_CHARACTERS, modal, radio_input, select_input, text_input
from bot.blocks.message import View
from bot.blocks.text import context, cut, escape
from bot.domain.flag import Sureness
from bot.domain.situation import Situation

WHICH = " which"
"""In place of a delegation's id, where the form asks which one: no id begins with a space."""
MOST_CHOICES = 100  # Slack's limit of a menu
_SURENESS = (
    (Sureness.HUNCH, "A hunch"),
    (Sureness.LIKELY, "Likely"),
    (Sureness.CERTAIN, "Nearly certain"),
)


@dataclass(frozen=True, slots=True)
class Flagging:
    """What was entered; `delegation_id` is "" where the form did not ask which one, `sureness` None for none."""

    delegation_id: str
    seen: str
    sureness: Sureness | None
    intended: str


def build(situations: Sequence[Situation], *, seen: str = "", link: str = "") -> View:
    """Return the form for the owner of `situations`; with several it asks which one.

    `seen` and `link` are the words and the address of the message that it begins from. Raises `ValueError` for none.
    """
    if not situations:
        raise ValueError("a flag belongs to work in progress")
    first = situations[0]
    if len(situations) == 1:
        named, subject = about(first), first.delegation.id
    else:
        choices = [(each.delegation.id, _label(each)) for each in situations[:MOST_CHOICES]]
        named, subject = select_input(Field.WHICH, "About which work?", choices), WHICH
    managers = {each.manager.name for each in situations}
    who = managers.pop() if len(managers) == 1 else "The manager"
    notes = (
        [context(f"From a message. {escape(who)} reads what stands here and gets its link.")] if link else []
    )
    return modal(
        ViewId.FLAG,
        "Raise a flag",
        [
            named,
            *notes,
            text_input(
                Field.SEEN,
                "What do you see?",
                value=seen,
                multiline=True,
                placeholder="The October export is short by two accounts.",
            ),
            radio_input(Field.SURENESS, "How sure are you?", _SURENESS, chosen=Sureness.LIKELY),
            text_input(
                Field.INTENDED,
                "What do you intend?",
                multiline=True,
                optional=True,
                hint="May stay empty: a flag needs no solution. An answer is due in any case; it stays your call.",
            ),
        ],
        submit="Raise it",
        metadata=value_of(subject, link),
    )


def parse(state: Values) -> Flagging:
    """Return what was entered."""
    sure = choice_of(state, Field.SURENESS)
    return Flagging(
        choice_of(state, Field.WHICH) or "",
        text_of(state, Field.SEEN),
        Sureness(sure) if sure in {each.value for each in Sureness} else None,
        text_of(state, Field.INTENDED),
    )


def _label(situation: Situation) -> str:
    return cut(" ".join(situation.delegation.brief.task.split()), OPTION_CHARACTERS)
