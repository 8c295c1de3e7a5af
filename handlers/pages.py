"""A hit trigger: the owner says so, from the card, a checkpoint or the command; whoever was paged has it."""

from bot.blocks.forms import hit as hit_form
from bot.blocks.listing import triggers_message
from bot.domain.lifecycle import State
from bot.domain.situation import Situation
from bot.usecases.page import Acknowledge, HitTrigger, acknowledge, hit_trigger, only_the_owner_hits
from bot.usecases.situation import situation_of, situations_of
from handlers.rights import look
from handlers.visit import Answer, Visit, told


async def press_hit(visit: Visit) -> Answer:
    """[Trigger hit] asks once more, and which one where there are several."""
    situation, _ = await look(visit)
    only_the_owner_hits(situation.delegation, visit.user_id)
    await visit.open(hit_form.build(situation))
    return None


async def submit_hit(visit: Visit) -> Answer:
    """A trigger was hit. The view's own id names the hit, so that a form sent twice pages once."""
    entered = hit_form.parse(visit.state)
    command = HitTrigger(visit.about[0], visit.user_id, str(visit.view["id"]), entered.trigger, entered.saw)
    await hit_trigger(command, visit.work(), visit.desk.clock)
    return None


async def press_have_it(visit: Visit) -> Answer:
    """[I have it] on a page, or on the manager's card."""
    delegation_id, hit_id = visit.about
    await acknowledge(Acknowledge(delegation_id, visit.user_id, hit_id), visit.work(), visit.desk.clock)
    return None


async def command_hit(visit: Visit) -> Answer:
    """`/delegate hit`: the form at once where there is one to choose, else the list to choose from."""
    situations = await situations_of(visit.user_id, visit.work(), visit.desk.clock)
    mine = [each for each in situations if _can_be_hit(each, visit.user_id)]
    if len(mine) != 1:
        return told(triggers_message(await visit.person(), mine))
    situation = await situation_of(mine[0].delegation.id, visit.work(), visit.desk.clock)
    await visit.open(hit_form.build(situation))
    return None


def _can_be_hit(situation: Situation, user_id: str) -> bool:
    delegation = situation.delegation
    is_mine = delegation.owner_id == user_id and delegation.state is State.IN_PROGRESS
    return is_mine and bool(delegation.brief.triggers)
