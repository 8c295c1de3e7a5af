"""What the three steps share: title, place in the row, notice, and the draft's id."""

from typing import Final

from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal
from bot.blocks.message import Block, View
from bot.blocks.text import context, section, shown

TITLE: Final = "Delegate a task"
STEPS: Final = 3


def step(
    callback: ViewId, number: int, draft_id: str, blocks: list[Block], *, submit: str, notice: str = ""
) -> View:
    """Return one step of the brief: a notice where there is one, where one is, and the step's own blocks."""
    above = [section(shown(notice, 2_900), block_id="said")] if notice else []
    return modal(
        callback,
        TITLE,
        [*above, context(f"{number} of {STEPS}"), *blocks],
        submit=submit,
        metadata=draft_id,
        notify_on_close=True,
    )
