"""The pre-mortem: start it, write into it, read the risks, decide them, and say whether a state is there."""

from bot.blocks.forms import decide_risk as decide_form
from bot.blocks.forms import premortem as premortem_form
from bot.blocks.forms import reasons as reasons_form
from bot.blocks.forms import risks as risks_form
from bot.blocks.premortem_messages import to_pick
from bot.blocks.risk_words import may_begin
from bot.domain.errors import NotFound, Refused
from bot.domain.premortem import AT_WORK, check_decides
from bot.usecases.premortem.answer import AnswerCheck, answer_check
from bot.usecases.premortem.decide import DecideRisk, decide
from bot.usecases.premortem.start import StartPremortem, proposed, start
from bot.usecases.premortem.write import WriteReasons, write_reasons, written
from bot.usecases.situation import situations_of
from handlers.rights import look
from handlers.visit import Answer, Visit, told


async def start_by_command(visit: Visit) -> Answer:
    """`/delegate premortem`: about the only one that is under way, or a pick of several."""
    situations = await situations_of(visit.user_id, visit.work(), visit.desk.clock)
    possible = [each for each in situations if each.delegation.state in AT_WORK and may_begin(each)]
    if len(possible) == 1:
        await _open_form(visit, possible[0].delegation.id)
        return None
    return told(to_pick(await visit.person(), situations))


async def press_premortem(visit: Visit) -> Answer:
    """[Pre-mortem], in the menu of a card or beside one of several."""
    await _open_form(visit, visit.about[0])
    return None


async def submit_premortem(visit: Visit) -> Answer:
    """People were invited."""
    entered = premortem_form.parse(visit.state)
    command = StartPremortem(visit.about[0], visit.user_id, entered.invited, entered.until)
    await start(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def press_write(visit: Visit) -> Answer:
    """[Write] why it failed, for the first time or again."""
    number = visit.number
    delegation_id, _ = visit.about
    situation, premortem, own = await written(
        delegation_id, visit.user_id, number, visit.work(), visit.desk.clock
    )
    await visit.open(reasons_form.build(situation, premortem, own))
    return None


async def submit_reasons(visit: Visit) -> Answer:
    """Reasons were written."""
    entered = reasons_form.parse(visit.state)
    command = WriteReasons(
        visit.about[0], visit.user_id, visit.number, entered.texts, with_name=entered.with_name
    )
    await write_reasons(command, visit.work(), visit.desk.clock)
    return None


async def press_nothing(visit: Visit) -> Answer:
    """[Nothing to add]. What somebody has written already stays: an old button takes nothing out."""
    command = WriteReasons(visit.about[0], visit.user_id, visit.number, replaces=False)
    await write_reasons(command, visit.work(), visit.desk.clock)
    return None


async def press_risks(visit: Visit) -> Answer:
    """[Risks], on a card or under a message."""
    situation, role = await look(visit)
    await visit.open(risks_form.build(situation, role))
    return None


async def press_decide(visit: Visit) -> Answer:
    """[Decide] beside a risk."""
    situation, _ = await look(visit)
    check_decides(situation.delegation, visit.user_id)
    risk = situation.risk(visit.about[1])
    if risk is None:
        raise NotFound
    if risk.is_there is not None:
        raise Refused("Its check is answered, and that answer stands. Your card shows how it ended.")
    await visit.open(decide_form.build(situation, risk))
    return None


async def submit_decide(visit: Visit) -> Answer:
    """A risk was decided. The list below it, where there is one, is drawn anew."""
    delegation_id, risk_id = visit.about
    entered = decide_form.parse(visit.state)
    command = DecideRisk(
        delegation_id,
        visit.user_id,
        risk_id,
        entered.decision,
        guard=entered.guard,
        state=entered.state,
        by_when=entered.by_when,
        fallback=entered.fallback,
    )
    await decide(command, visit.work(), visit.desk.clock)
    below = visit.view.get("previous_view_id")
    if below:
        await _redraw_risks(visit, str(below))
    return None


async def press_there(visit: Visit) -> Answer:
    """[It is there]."""
    return await _answered(visit, is_there=True)


async def press_not_there(visit: Visit) -> Answer:
    """[Not there: ...]."""
    return await _answered(visit, is_there=False)


async def _answered(visit: Visit, *, is_there: bool) -> Answer:
    delegation_id, risk_id = visit.about
    command = AnswerCheck(delegation_id, visit.user_id, risk_id, is_there)
    await answer_check(command, visit.work(), visit.desk.clock)
    if visit.view.get("type") == "modal":
        await _redraw_risks(visit, str(visit.view["id"]))
    return None


async def _redraw_risks(visit: Visit, view_id: str) -> None:
    situation, role = await look(visit)
    await visit.redraw(risks_form.build(situation, role), view_id)


async def _open_form(visit: Visit, delegation_id: str) -> None:
    situation, until = await proposed(delegation_id, visit.user_id, visit.work(), visit.desk.clock)
    role = situation.delegation.role_of(visit.user_id)
    await visit.open(premortem_form.build(situation, until, role))
