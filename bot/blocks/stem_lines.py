"""Questions that a manager may begin with, as lines of a message: each with its [Ask], which opens the form with it."""

from bot.blocks.button_values import stem_subject, value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block
from bot.blocks.text import button, section
from bot.coaching.question_bank import stems
from bot.domain.record import QuestionAbout
from bot.domain.situation import Situation


def stem_lines(situation: Situation, about: QuestionAbout, count: int = 3) -> list[Block]:
    """Return the first `count` questions about something, a section each."""
    return [
        section(
            stem, button("Ask", Action.ASK, value_of(situation.delegation.id, stem_subject(about, index)))
        )
        for index, stem in enumerate(stems(about)[:count])
    ]
