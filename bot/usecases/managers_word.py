"""The manager's word, waited for: who is asked, in whose hours, and whose move it is meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.lifecycle import Act, Role
from bot.domain.people import Person
from bot.domain.worktime import WorkingHours
from bot.usecases.hours import team_of
from bot.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Asked:
    """Who can give the manager's word now.

    `stand_in` is who stands in for a manager who is away today, and `deputy` whom they named, away or not; each ""
    for nobody. `hours` are those of the stand-in, else of the manager.
    """

    stand_in: str
    deputy: str
    hours: WorkingHours


async def who_is_asked(work: UnitOfWork, delegation: Delegation, now: datetime) -> Asked:
    """Return who can give the manager's word. The owner never answers themselves, whoever named them."""
    nobody = Person("", delegation.tenant.team_id, "")
    known = await work.people.persons((delegation.manager_id,))
    manager = known.get(delegation.manager_id, nobody)
    named = {manager.stand_in(now), manager.deputy_id} - {"", delegation.owner_id, delegation.manager_id}
    deputies = await work.people.persons(sorted(named))
    here = {each for each in named if not (each in deputies and deputies[each].is_deleted)}
    stand_in = manager.stand_in(now) if manager.stand_in(now) in here else ""
    deputy = manager.deputy_id if manager.deputy_id in here else ""
    answers = deputies.get(stand_in, nobody) if stand_in else manager
    return Asked(stand_in, deputy, answers.hours_in(await team_of(work, delegation)))


async def pass_over(
    work: UnitOfWork, delegation: Delegation, act: Act, role: Role, now: datetime
) -> Delegation:
    """Save and return the delegation after `act`, the move where it now belongs.

    That is with the manager while any flag or intention waits for a word, until the first of them is due; else
    with the owner, until the deadline. Raises `Refused` where the act is not possible.
    """
    flags = await work.flags.of(delegation.id)
    intentions = await work.intentions.of(delegation.id)
    due = [flag.answer_due for flag in flags if flag.holds_the_move]
    due += [each.until for each in intentions if each.is_open]
    move, until = (Role.MANAGER, min(due)) if due else (Role.OWNER, delegation.brief.deadline)
    passed = delegation.after(act, role, now, move=move, move_until=until)
    await work.delegations.save(passed)
    return passed
