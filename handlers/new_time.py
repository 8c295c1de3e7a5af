"""A new time, or the minimum, while the work is under way: the owner proposes, the manager agrees."""

from bot.blocks.forms import fall_back as fall_back_form
from bot.blocks.forms import new_time as new_time_form
from bot.usecases.agree_to import AgreeTo, agree_to
from bot.usecases.new_time import (
    FallBack,
    ProposeNewTime,
    fall_back,
    only_the_owner_proposes,
    only_with_a_minimum,
    propose_new_time,
)
from handlers.rights import look
from handlers.visit import Answer, Visit


async def press_new_time(visit: Visit) -> Answer:
    """[New time]."""
    situation, _ = await look(visit)
    only_the_owner_proposes(situation.delegation, visit.user_id)
    await visit.open(new_time_form.build(situation))
    return None


async def submit_new_time(visit: Visit) -> Answer:
    """A new time was proposed. The view's own id names the proposal, so that a form sent twice makes one."""
    entered = new_time_form.parse(visit.state)
    command = ProposeNewTime(
        visit.about[0], visit.user_id, str(visit.view["id"]), entered.deadline, entered.why, entered.note
    )
    await propose_new_time(command, visit.work(), visit.desk.clock)
    return None


async def press_fall_back(visit: Visit) -> Answer:
    """[Fall back to the minimum]."""
    situation, _ = await look(visit)
    only_the_owner_proposes(situation.delegation, visit.user_id)
    only_with_a_minimum(situation.delegation)
    await visit.open(fall_back_form.build(situation))
    return None


async def submit_fall_back(visit: Visit) -> Answer:
    """The minimum was proposed."""
    command = FallBack(
        visit.about[0], visit.user_id, str(visit.view["id"]), fall_back_form.parse(visit.state).why
    )
    await fall_back(command, visit.work(), visit.desk.clock)
    return None


async def press_agree_to(visit: Visit) -> Answer:
    """[Agree] to what the owner proposes."""
    delegation_id, proposal_id = visit.about
    await agree_to(AgreeTo(delegation_id, visit.user_id, proposal_id), visit.work(), visit.desk.clock)
    return None
