"""Somebody has left: the after-action between the two, and the owner who ends what nobody else could."""

from bot.blocks.forms import hand_back as hand_back_form
from bot.domain.lifecycle import Act
from bot.usecases.departures import KeepBetween, keep_between
from bot.usecases.end import HandBack, hand_back, only_where_the_manager_left
from handlers.rights import look_to
from handlers.visit import Answer, Visit


async def press_keep_between(visit: Visit) -> Answer:
    """[Between the two of us]."""
    delegation_id, _ = visit.about
    await keep_between(KeepBetween(delegation_id, visit.user_id), visit.work(), visit.desk.clock)
    return None


async def press_hand_back(visit: Visit) -> Answer:
    """[Hand it back] asks once more, with room for a reason."""
    situation, _ = await look_to(visit, Act.HAND_BACK)
    await only_where_the_manager_left(situation.delegation, visit.desk.directory)
    await visit.open(hand_back_form.build(situation))
    return None


async def submit_hand_back(visit: Visit) -> Answer:
    """The task is handed back."""
    delegation_id, _ = visit.about
    command = HandBack(delegation_id, visit.user_id, hand_back_form.parse(visit.state).reason)
    await hand_back(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None
