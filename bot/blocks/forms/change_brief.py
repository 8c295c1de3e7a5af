"""Change the brief: the negotiation's form, once the brief is accepted; the owner's word decides."""

from bot.blocks.forms import negotiate
from bot.blocks.ids import ViewId
from bot.blocks.message import View
from bot.blocks.text import plain
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation

parse = negotiate.parse


def build(situation: Situation) -> View:
    """Return the form, filled with the brief as agreed."""
    view = negotiate.build(situation, Role.MANAGER)
    return view | {"callback_id": ViewId.CHANGE_BRIEF, "title": plain("Change the brief")}
