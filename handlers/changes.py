"""Another brief after acceptance: the manager proposes it, the owner agrees or keeps it as it was."""

from bot.blocks.forms import change_brief as change_form
from bot.usecases.change_brief import (
    AnswerChange,
    ProposeChange,
    answer_change,
    only_the_manager_proposes,
    propose_change,
)
from handlers.rights import look
from handlers.visit import Answer, Visit


async def press_change(visit: Visit) -> Answer:
    """[Change the brief] in the "…" of the manager's card."""
    situation, _ = await look(visit)
    only_the_manager_proposes(situation.delegation, visit.user_id)
    await visit.open(change_form.build(situation))
    return None


async def submit_change(visit: Visit) -> Answer:
    """Another brief is proposed."""
    delegation_id, _ = visit.about
    entered = change_form.parse(visit.state)
    command = ProposeChange(delegation_id, visit.user_id, visit.number, entered.fields, entered.goes_to)
    await propose_change(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def press_agree(visit: Visit) -> Answer:
    """[Agree to it]."""
    await _answer(visit, agrees=True)
    return None


async def press_keep(visit: Visit) -> Answer:
    """[Keep as it was]."""
    await _answer(visit, agrees=False)
    return None


async def _answer(visit: Visit, *, agrees: bool) -> None:
    delegation_id, subject = visit.about
    command = AnswerChange(delegation_id, visit.user_id, subject, agrees)
    await answer_change(command, visit.work(), visit.desk.clock)
