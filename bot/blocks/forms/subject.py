"""What every form begins with: which delegation it is about, said once at the top."""

from bot.blocks.message import Block
from bot.blocks.task_words import task_of
from bot.blocks.text import context
from bot.domain.situation import Situation


def about(situation: Situation) -> Block:
    """Return the line that names the task."""
    return context(task_of(situation))
