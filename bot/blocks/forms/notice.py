"""A modal that only says something: what happened, that nothing is lost, and what to do."""

from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal
from bot.blocks.message import View
from bot.blocks.text import section, shown


def notice_view(sentence: str, title: str = "Leeway") -> View:
    """Return the modal with one raw `sentence`."""
    return modal(ViewId.NOTICE, title, [section(shown(sentence, 2_900))])
