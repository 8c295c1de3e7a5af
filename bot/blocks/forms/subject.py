"""What every form begins with: which delegation it is about, said once at the top."""

from bot.blocks.message import Block
from bot.blocks.text import context, one_line
from bot.domain.situation import Situation


def about(situation: Situation) -> Block:
    """Return the line that names the task."""
    return context(f"*{one_line(situation.delegation.brief.task, 600)}*")
