"""Looking before a form opens: is this person part of it, and may they do this now?"""

from bot.domain.lifecycle import Act, Role, rule_for
from bot.domain.situation import Situation
from bot.usecases.situation import situation_of
from handlers.visit import Visit


async def look(visit: Visit) -> tuple[Situation, Role]:
    """Return the situation that was clicked on, and in which part. Raises `Refused` for anybody else."""
    delegation_id, _ = visit.about
    situation = await situation_of(delegation_id, visit.work(), visit.desk.clock)
    return situation, situation.delegation.role_of(visit.user_id)


async def look_to(visit: Visit, act: Act) -> tuple[Situation, Role]:
    """Return the situation and the part. Raises `Refused` in words where this act is not possible now.

    An early answer only: the use case that follows checks again, within its transaction.
    """
    situation, role = await look(visit)
    rule_for(situation.delegation.state, act, role)
    return situation, role
