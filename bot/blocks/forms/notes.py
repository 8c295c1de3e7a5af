"""The notes of an after-action: written privately, shared by the clock; what is about skill stays private."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, radio_input, select_input, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import context, cut, harmless, when_plain
from bot.blocks.whose_move import zone_of
from bot.domain.comparison import ASSUMED, Proof
from bot.domain.lifecycle import Role
from bot.domain.review import UNSEEN, Fork, Note, Phase, Prompt
from bot.domain.situation import Situation

PROMPTS: Final = {
    Prompt.EXPECTED: (Field.EXPECTED, "What did we expect?"),
    Prompt.HAPPENED: (Field.HAPPENED, "What happened?"),
    Prompt.LOOKED_RIGHT: (Field.LOOKED_RIGHT, "What made it look right at the time?"),
    Prompt.KEEP: (Field.KEEP, "What do we keep doing?"),
    Prompt.LUCKY: (Field.LUCKY, "Where were we lucky?"),
    Prompt.SURPRISED: (Field.SURPRISED, "What surprised us?"),
    Prompt.ONE_CHANGE: (Field.ONE_CHANGE, "If one thing changes, which?"),
}
"""The prompts that everybody writes to, with their inputs and their words, in order."""

COMPARED: Final = {
    Prompt.ASSUMED_1: (Field.ASSUMED_1, "We assumed"),
    Prompt.ASSUMED_2: (Field.ASSUMED_2, "We assumed"),
    Prompt.ASSUMED_3: (Field.ASSUMED_3, "We assumed"),
    Prompt.CAME: (Field.CAME, "And what came?"),
}
"""What the owner alone is asked: how each assumption came out, and their expectation."""

_PROOFS = tuple((proof.value, proof.capitalize()) for proof in Proof)
_QUOTED = 500
_FORK = (
    (Fork.SKILL, "Skill: something I want to learn"),
    (Fork.PROCESS, "Process: how the work is set up"),
    (Fork.CONTEXT, "Context: what was around it"),
)


@dataclass(frozen=True, slots=True)
class Noting:
    """What a person wrote, by prompt (only where there are words), and what they put the gap down to."""

    texts: dict[Prompt, str] = field(default_factory=dict)
    fork: Fork | None = None


def build(situation: Situation, role: Role | None = None, own: Sequence[Note] = ()) -> View:
    """Return the form for one person's notes. `own` are the notes that this person has written already.

    `role` is None for a colleague who was neither manager nor owner of it.
    """
    written = {note.prompt: note.text for note in own}
    fork = next((note.fork for note in own if note.fork), None)
    written.setdefault(Prompt.EXPECTED, _bar(situation, role or Role.OWNER))
    blocks: list[Block] = [about(situation), context(_who_reads(situation, role))]
    for prompt, (name, label) in PROMPTS.items():
        blocks.append(text_input(name, label, value=written.get(prompt, ""), multiline=True, optional=True))
        if prompt is Prompt.HAPPENED and role is Role.OWNER:
            blocks += _compared(situation, written)
    if role is not Role.MANAGER:
        blocks.append(
            radio_input(
                Field.FORK,
                "What was it mostly about?",
                _FORK,
                chosen=fork,
                optional=True,
                hint="With skill, what made it look right and your one change stay with you alone, by DM. "
                "The rest is shown together.",
            )
        )
    return modal(ViewId.NOTES, "My notes", blocks, submit="Keep", metadata=value_of(situation.delegation.id))


def parse(state: Values) -> Noting:
    """Return what was written; a prompt left empty is left out."""
    texts = {prompt: text_of(state, name) for prompt, (name, _) in PROMPTS.items()}
    texts |= {prompt: choice_of(state, COMPARED[prompt][0]) or "" for prompt in ASSUMED}
    texts[Prompt.CAME] = text_of(state, Field.CAME)
    chosen = choice_of(state, Field.FORK)
    fork = Fork(chosen) if chosen in {known.value for known in Fork} else None
    return Noting({prompt: text for prompt, text in texts.items() if text}, fork)


def says_nothing_new(note: Note, situation: Situation) -> bool:
    """Say whether a note is only what the form had filled in: the bar, which the thread's opening says already."""
    if note.prompt is not Prompt.EXPECTED:
        return False
    return note.text in {_bar(situation, role) for role in Role}


def _compared(situation: Situation, written: Mapping[Prompt, str]) -> list[Block]:
    """Return what the owner is asked about what both thought before the work: each assumption, the expectation."""
    delegation = situation.delegation
    blocks = [
        select_input(
            COMPARED[prompt][0],
            f"We assumed: “{cut(harmless(' '.join(text.split())), _QUOTED)}”",
            _PROOFS,
            chosen=written.get(prompt),
            optional=True,
        )
        for prompt, text in zip(ASSUMED, delegation.brief.assumptions, strict=False)
    ]
    expectation = delegation.acceptance.expectation if delegation.acceptance else ""
    if expectation:
        name, label = COMPARED[Prompt.CAME]
        hint = f"You expected: “{cut(expectation, _QUOTED)}”"
        value = written.get(Prompt.CAME, "")
        blocks.append(text_input(name, label, value=value, hint=hint, multiline=True, optional=True))
    return blocks


def _who_reads(situation: Situation, role: Role | None) -> str:
    review = situation.review
    if review and review.phase is Phase.CLOSED:
        return "It is closed. What you add goes to the record, marked late."
    if role is Role.MANAGER:
        return "Everything is optional. Yours come after the others', in the manager's part."
    if review and review.phase in UNSEEN:
        return "Everything is optional. Private until all are shown together."
    return "Everything is optional. What you add now is kept with the record, marked late."


def _bar(situation: Situation, role: Role) -> str:
    """Return the bar as plain words: an input shows no markup, and nothing is escaped in it."""
    brief = situation.delegation.brief
    zone = zone_of(situation, role)
    parts = [
        brief.acceptable_error.in_words,
        brief.minimum_shippable.rstrip(". "),
        f"by {when_plain(brief.deadline, zone)}",
    ]
    return ", ".join(part for part in parts if part)
