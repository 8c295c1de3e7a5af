"""A rehearsal that came to nothing: the manager hands the task over anyway, has it rehearsed again, or lets it rest."""

from bot.blocks.brief_form import rehearsal_time
from bot.blocks.forms import hand_over_anyway as anyway_form
from bot.blocks.forms import rehearse_again as again_form
from bot.domain.document import Document
from bot.domain.errors import Refused
from bot.domain.situation import Situation
from bot.usecases.rehearse import (
    HandOverAnyway,
    PutAside,
    RehearseAgain,
    hand_over_anyway,
    only_the_manager_decides,
    put_aside,
    rehearse_again,
    waiting_for,
)
from handlers.rights import look
from handlers.visit import Answer, Visit


async def press_hand_over_anyway(visit: Visit) -> Answer:
    """[Hand over anyway] asks for the reason."""
    situation, fields = await _look(visit)
    due = int(fields["deadline"])
    await visit.open(anyway_form.build(situation, due if due > situation.now.timestamp() else None))
    return None


async def submit_hand_over_anyway(visit: Visit) -> Answer:
    """The task goes as it is."""
    entered = anyway_form.parse(visit.state)
    command = HandOverAnyway(visit.about[0], visit.user_id, entered.deadline, entered.reason)
    await hand_over_anyway(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def press_rehearse_again(visit: Visit) -> Answer:
    """[Rehearse again] asks until when."""
    situation, fields = await _look(visit)
    await visit.open(
        again_form.build(
            situation, rehearsal_time(fields, situation.now, situation.owner.hours_in(situation.channel))
        )
    )
    return None


async def submit_rehearse_again(visit: Visit) -> Answer:
    """Another rehearsal begins."""
    command = RehearseAgain(visit.about[0], visit.user_id, again_form.parse(visit.state).deadline)
    await rehearse_again(command, visit.work(), visit.desk.clock)
    return None


async def press_put_aside(visit: Visit) -> Answer:
    """[Put it aside]."""
    await put_aside(PutAside(visit.about[0], visit.user_id), visit.work(), visit.desk.clock)
    return None


async def _look(visit: Visit) -> tuple[Situation, Document]:
    """Return the rehearsal and the draft that waits for it. Raises `Refused` where there is nothing to decide."""
    situation, _ = await look(visit)
    only_the_manager_decides(situation.delegation, visit.user_id)
    async with visit.work() as work:
        draft = await waiting_for(situation.delegation, work)
    if draft is None:
        raise Refused("This is decided already: nothing waits for this rehearsal any more.")
    return situation, draft.fields
