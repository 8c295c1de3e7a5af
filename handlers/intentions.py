"""I intend to ...: stated by the owner, objected to or let go by the manager or whoever stands in."""

from bot.blocks.forms import intend as intend_form
from bot.blocks.forms import object_to as object_form
from bot.blocks.message import View
from bot.coaching.phrasing import Finding
from bot.domain.errors import NotFound
from bot.domain.intention import Intention
from bot.domain.lifecycle import Act
from bot.domain.situation import Situation
from bot.usecases.intend import (
    AnswerIntention,
    Intend,
    intend,
    intention_of,
    let_go,
    object_to,
    only_who_may_object,
)
from bot.usecases.situation import situation_of
from handlers.phrasing import sent_or_asked_back
from handlers.rights import look_to
from handlers.visit import Answer, Visit


async def press_intend(visit: Visit) -> Answer:
    """[I intend to …] in the owner's "…" menu."""
    situation, _ = await look_to(visit, Act.INTEND)
    await visit.open(intend_form.build(situation))
    return None


async def submit_intend(visit: Visit) -> Answer:
    """An intention was stated. The view's own id names it, so that a form sent twice states one."""
    entered = intend_form.parse(visit.state)
    command = Intend(visit.about[0], visit.user_id, str(visit.view["id"]), entered.what, entered.why)
    await intend(command, visit.work(), visit.desk.clock)
    return None


async def press_object(visit: Visit) -> Answer:
    """[Object] asks for the words."""
    await visit.open(object_form.build(*await _to_answer(visit)))
    return None


async def submit_object(visit: Visit) -> Answer:
    """There is an objection; words that order are offered as a question first."""
    delegation_id, intention_id = visit.about
    entered = object_form.parse(visit.state)
    command = AnswerIntention(delegation_id, visit.user_id, intention_id, entered.text, entered.as_it_is)

    async def offered(finding: Finding) -> View:
        return object_form.build(*await _to_answer(visit), text=entered.text, finding=finding)

    return await sent_or_asked_back(visit, object_to(command, visit.work(), visit.desk.clock), offered)


async def press_go_on(visit: Visit) -> Answer:
    """[Fine, go on]."""
    delegation_id, intention_id = visit.about
    command = AnswerIntention(delegation_id, visit.user_id, intention_id)
    await let_go(command, visit.work(), visit.desk.clock)
    return None


async def _to_answer(visit: Visit) -> tuple[Situation, Intention]:
    """Return what may be objected to; who may is not only the two of the delegation, but a deputy who was told."""
    delegation_id, intention_id = visit.about
    situation = await situation_of(delegation_id, visit.work(), visit.desk.clock)
    intention = await intention_of(intention_id, visit.work())
    if intention is None or intention.delegation_id != delegation_id:
        raise NotFound
    only_who_may_object(situation.delegation, intention, visit.user_id)
    return situation, intention
