"""Ask: a question to the owner, from a stem or in own words. Questions, not edits."""

from bot.blocks.button_values import stem_subject, value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values
from bot.blocks.forms.as_question import Asking, offer_blocks, question_of
from bot.blocks.forms.subject import about as named
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, radio_input, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import section, shown
from bot.coaching.phrasing import Finding
from bot.coaching.question_bank import stems
from bot.domain.record import QuestionAbout
from bot.domain.situation import Situation


def build(
    situation: Situation,
    about: QuestionAbout = QuestionAbout.WORK,
    *,
    chosen: int | None = None,
    text: str = "",
    finding: Finding | None = None,
) -> View:
    """Return the form that asks the owner something; a stem may be chosen already.

    `finding` is what was found in `text` on sending: the form then offers to ask it as a question.
    """
    offered = stems(about)
    blocks: list[Block] = [named(situation)]
    if about is QuestionAbout.BACK_BRIEF and situation.delegation.back_brief:
        blocks.append(section(f"They said: “{shown(situation.delegation.back_brief, 1_500)}”"))
    blocks += [
        radio_input(
            Field.STEM,
            "A question to begin with",
            [(str(index), stem) for index, stem in enumerate(offered)],
            chosen=str(chosen) if chosen is not None and chosen < len(offered) else None,
            optional=True,
        ),
        text_input(
            Field.QUESTION,
            "Or in your own words",
            value=text,
            multiline=True,
            optional=True,
            hint=f"{situation.owner.name} answers in their own time. It stays their call.",
        ),
        *offer_blocks(finding),
    ]
    metadata = value_of(situation.delegation.id, stem_subject(about, chosen) if chosen is not None else about)
    return modal(ViewId.ASK, "Ask a question", blocks, submit="Ask", metadata=metadata)


def parse(state: Values, about: QuestionAbout) -> Asking:
    """Return the question: own words where there are any, else the stem that was chosen."""
    return question_of(state, stems(about))
