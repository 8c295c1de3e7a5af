"""The one change of an after-action: when, I will, who, looked at again on a date; and one line of lesson."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, date_of, text_of, user_of
from bot.blocks.forms import lesson
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import date_input, modal, text_input, user_input
from bot.blocks.message import Block, View
from bot.blocks.text import quote, section
from bot.blocks.whose_move import zone_of
from bot.domain.lifecycle import Role
from bot.domain.review import Note, Prompt, review_date
from bot.domain.situation import Situation

WHEN_CHARACTERS = I_WILL_CHARACTERS = 500
_PROPOSALS = 3


@dataclass(frozen=True, slots=True)
class Changing:
    """What was entered. `who` and `review_on` are None where nothing was picked."""

    when: str
    i_will: str
    who: str | None
    review_on: date | None
    lesson: str


def build(situation: Situation, notes: Sequence[Note] = ()) -> View:
    """Return the owner's form. `notes` are the shared ones: what they propose as the one change is shown."""
    delegation = situation.delegation
    review = situation.review
    change = review.change if review else None
    shipped = (delegation.shipped_at or situation.now).astimezone(zone_of(situation, Role.OWNER)).date()
    proposals = [note.text for note in notes if note.prompt is Prompt.ONE_CHANGE][:_PROPOSALS]
    blocks: list[Block] = [about(situation)]
    if proposals:
        blocks.append(section("What was proposed:\n" + "\n".join(quote(text, 800) for text in proposals)))
    blocks += [
        text_input(
            Field.WHEN,
            "When …",
            value=change.when if change else "",
            limit=WHEN_CHARACTERS,
            placeholder="both exports are in",
        ),
        text_input(
            Field.I_WILL,
            "… I will …",
            value=change.i_will if change else "",
            limit=I_WILL_CHARACTERS,
            placeholder="reconcile account counts before totals",
            hint="A step that makes the careful path the easy one.",
        ),
        user_input(Field.WHO, "Whose change is it?", value=change.who if change else delegation.owner_id),
        date_input(
            Field.REVIEW_ON,
            "Looked at again on",
            value=change.review_on if change else review_date(shipped),
            hint="After the next round: did it work?",
        ),
        lesson.lesson_input(situation),
    ]
    return modal(
        ViewId.CHANGE, "The one change", blocks, submit="Choose it", metadata=value_of(delegation.id)
    )


def parse(state: Values) -> Changing:
    """Return the change and the lesson as entered."""
    return Changing(
        when=text_of(state, Field.WHEN),
        i_will=text_of(state, Field.I_WILL),
        who=user_of(state, Field.WHO),
        review_on=date_of(state, Field.REVIEW_ON),
        lesson=lesson.parse(state),
    )
