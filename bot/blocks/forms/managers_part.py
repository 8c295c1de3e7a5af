"""The manager's part of an after-action: one thing to keep, one question, one miss of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of, ticked_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import checkboxes_input, modal, text_input
from bot.blocks.message import View
from bot.blocks.text import context
from bot.domain.review import Note, Prompt, Visibility
from bot.domain.situation import Situation

PROMPTS: Final = {
    Prompt.KEEP: Field.KEEP,
    Prompt.QUESTION: Field.QUESTION,
    Prompt.OWN_MISS: Field.OWN_MISS,
}
"""What the manager is asked, with the input of each."""

_SHARE = (("share", "Show my own miss in the thread"),)


@dataclass(frozen=True, slots=True)
class ManagersPart:
    """What the manager wrote, by prompt (only where there are words), and whether their own miss may be shown."""

    texts: dict[Prompt, str]
    shares_own_miss: bool


def build(situation: Situation, own: Sequence[Note] = ()) -> View:
    """Return the manager's form; `own` are the notes that they have written already."""
    written = {note.prompt: note for note in own}
    miss = written.get(Prompt.OWN_MISS)
    shares = miss is not None and miss.visibility is not Visibility.PRIVATE
    return modal(
        ViewId.MANAGERS_PART,
        "Your part",
        [
            about(situation),
            context("Everything is optional. It is shown after the others have spoken."),
            text_input(
                Field.KEEP,
                "One thing to keep doing",
                value=_text(written.get(Prompt.KEEP)),
                multiline=True,
                optional=True,
            ),
            text_input(
                Field.QUESTION,
                f"One question for {situation.owner.name}",
                value=_text(written.get(Prompt.QUESTION)),
                multiline=True,
                optional=True,
                placeholder="What would have told us on Tuesday?",
            ),
            text_input(
                Field.OWN_MISS,
                "One miss of your own",
                value=_text(miss),
                multiline=True,
                optional=True,
                hint="Was I short of information, courage, skill or attention? Yours alone unless you show it.",
            ),
            checkboxes_input(
                Field.SHARE_OWN_MISS, "Who reads it", _SHARE, ticked={"share"} if shares else set()
            ),
        ],
        submit="Keep",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> ManagersPart:
    """Return what was written; a prompt left empty is left out."""
    texts = {prompt: text_of(state, field) for prompt, field in PROMPTS.items()}
    shares = bool(ticked_of(state, Field.SHARE_OWN_MISS))
    return ManagersPart({prompt: text for prompt, text in texts.items() if text}, shares)


def _text(note: Note | None) -> str:
    return note.text if note else ""
