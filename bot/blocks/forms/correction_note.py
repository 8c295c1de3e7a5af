"""The correction note: a skeleton to start from, in the owner's words, to whom the owner picks."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, channel_of, text_of, user_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import channel_input, modal, text_input, user_input
from bot.blocks.message import View
from bot.coaching.question_bank import correction_note
from bot.domain.brief import TEXT_CHARACTERS
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Correction:
    """The note, and who reads it; "" where nobody, or no channel, was picked."""

    text: str
    reader_id: str
    channel_id: str


def build(situation: Situation) -> View:
    """Return the form with what is known of the miss already in its place."""
    delegation = situation.delegation
    return modal(
        ViewId.CORRECTION_NOTE,
        "Correction note",
        [
            about(situation),
            text_input(
                Field.NOTE_TEXT,
                "Your note",
                value=_skeleton(" ".join(delegation.correction.split())),
                limit=TEXT_CHARACTERS,
                multiline=True,
                hint="It goes out as you write it, under your name.",
            ),
            user_input(Field.READER, "Who reads it?", optional=True, hint="I bring it to them in private."),
            channel_input(Field.NOTE_CHANNEL, "Or a channel", hint="I post it there."),
        ],
        submit="Send",
        metadata=value_of(delegation.id),
    )


def parse(state: Values) -> Correction:
    """Return what was entered."""
    return Correction(
        text_of(state, Field.NOTE_TEXT),
        user_of(state, Field.READER) or "",
        channel_of(state, Field.NOTE_CHANNEL) or "",
    )


def _skeleton(what: str) -> str:
    first, *others = correction_note()
    room = TEXT_CHARACTERS - sum(len(line) + 1 for line in correction_note()) - 1
    begun = f"{first} {what[:room]}" if what else first
    return "\n".join([begun, *others])
