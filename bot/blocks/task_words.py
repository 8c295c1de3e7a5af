"""The task of a delegation, as messages and forms name it, and the message that begins with it."""

from bot.blocks.message import Block, Message
from bot.blocks.text import compose, one_line
from bot.domain.situation import Situation


def task_of(situation: Situation) -> str:
    """Return the task's name in bold, as messages begin with it."""
    return f"*{one_line(situation.delegation.brief.task, 600)}*"


def plain_task_of(situation: Situation) -> str:
    """Return the task's name as notifications and screen readers get it, which read no bold."""
    return one_line(situation.delegation.brief.task, 400)


def message_about(situation: Situation, lead: str, blocks: list[Block]) -> Message:
    """Return the message of `blocks` whose text begins with the task and goes on with `lead`."""
    return compose(f"{plain_task_of(situation)}\n{lead}", blocks)
