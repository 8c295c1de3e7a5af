"""Yellow flags: raised from the card, a checkpoint, Home, a message or the command; answered; told to others."""

from bot.blocks.forms import ask_about_flag as ask_form
from bot.blocks.forms import clear_path as clear_form
from bot.blocks.forms import flag as flag_form
from bot.blocks.forms import forward_flag as forward_form
from bot.blocks.forms.notice import notice_view
from bot.blocks.message import Message, View
from bot.blocks.text import from_slack
from bot.coaching.phrasing import Finding
from bot.domain.errors import Invalid, NotFound
from bot.domain.flag import Flag, Reply
from bot.domain.lifecycle import Act, State
from bot.domain.situation import Situation
from bot.usecases.flag import AnswerFlag, RaiseFlag, answer_flag, flag_of, only_who_was_asked, raise_flag
from bot.usecases.forward_flag import ForwardFlag, forward_flag, only_the_owner_tells
from bot.usecases.situation import situation_of, situations_of
from handlers.phrasing import sent_or_asked_back
from handlers.rights import look, look_to
from handlers.shortcuts import permalink
from handlers.visit import Answer, Visit, told

_NOTHING_TO_FLAG = (
    "A flag belongs to work in progress that you own, and there is none now. "
    "If something worries you about other work, tell its owner."
)


async def press_flag(visit: Visit) -> Answer:
    """[Raise a flag], wherever it stands."""
    situation, _ = await look_to(visit, Act.RAISE_FLAG)
    await visit.open(flag_form.build([situation]))
    return None


async def flag_command(visit: Visit) -> Answer:
    """`/delegate flag`: the form at once, which asks about which work where there is more than one."""
    own = await _own_work(visit)
    if not own:
        return told(Message(_NOTHING_TO_FLAG))
    await visit.open(flag_form.build(own))
    return None


async def flag_message(visit: Visit) -> Answer:
    """The message shortcut: the message's words are what one sees, and its link goes along."""
    own = await _own_work(visit)
    if not own:
        await visit.open(notice_view(_NOTHING_TO_FLAG, "Raise a flag"))
        return None
    message, channel = visit.body["message"], visit.body["channel"]
    link = permalink(visit.body["team"]["domain"], channel["id"], message)
    await visit.open(flag_form.build(own, seen=from_slack(message.get("text") or ""), link=link))
    return None


async def submit_flag(visit: Visit) -> Answer:
    """A flag was raised. The view's own id names it, so that a form sent twice raises one."""
    delegation_id, link = visit.about
    entered = flag_form.parse(visit.state)
    if delegation_id == flag_form.WHICH:
        delegation_id = entered.delegation_id
        if not delegation_id:
            raise Invalid({"which": "Pick the work that it is about."})
    if entered.sureness is None:
        raise Invalid({"sureness": "Pick how sure you are; a hunch is welcome."})
    command = RaiseFlag(
        delegation_id,
        visit.user_id,
        str(visit.view["id"]),
        entered.seen,
        entered.sureness,
        intended=entered.intended,
        link=link,
    )
    await raise_flag(command, visit.work(), visit.desk.clock)
    return None


async def press_ask(visit: Visit) -> Answer:
    """[Ask] under a flag."""
    await visit.open(ask_form.build(*await _to_answer(visit)))
    return None


async def submit_ask(visit: Visit) -> Answer:
    """A flag is answered with a question; words that order are offered as one first."""
    entered = ask_form.parse(visit.state)

    async def offered(finding: Finding) -> View:
        return ask_form.build(*await _to_answer(visit), text=entered.text, finding=finding)

    asked = _answer(visit, Reply.ASKED, entered.text, as_it_is=entered.as_it_is)
    return await sent_or_asked_back(visit, asked, offered)


async def press_clear(visit: Visit) -> Answer:
    """[Clear a path] under a flag."""
    await visit.open(clear_form.build(*await _to_answer(visit)))
    return None


async def submit_clear(visit: Visit) -> Answer:
    """A flag is answered with what is done about it; words that order are offered as a question first."""
    entered = clear_form.parse(visit.state)

    async def offered(finding: Finding) -> View:
        return clear_form.build(*await _to_answer(visit), text=entered.text, finding=finding)

    cleared = _answer(visit, Reply.PATH_CLEARED, entered.text, as_it_is=entered.as_it_is)
    return await sent_or_asked_back(visit, cleared, offered)


async def press_agreed(visit: Visit) -> Answer:
    """[Agreed, go on] under a flag."""
    await _answer(visit, Reply.AGREED, "")
    return None


async def press_forward(visit: Visit) -> Answer:
    """[Tell somebody else] under the thanks."""
    situation, _ = await look(visit)
    only_the_owner_tells(situation.delegation, visit.user_id)
    await visit.open(forward_form.build(situation, await _flag(visit)))
    return None


async def submit_forward(visit: Visit) -> Answer:
    """Somebody else is told, in the owner's words."""
    delegation_id, flag_id = visit.about
    entered = forward_form.parse(visit.state)
    command = ForwardFlag(
        delegation_id, visit.user_id, str(visit.view["id"]), flag_id, entered.to_id, entered.words
    )
    await forward_flag(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def _own_work(visit: Visit) -> list[Situation]:
    situations = await situations_of(visit.user_id, visit.work(), visit.desk.clock)
    return [
        each
        for each in situations
        if each.delegation.state is State.IN_PROGRESS and each.delegation.owner_id == visit.user_id
    ]


async def _to_answer(visit: Visit) -> tuple[Situation, Flag]:
    """Return what is to be answered; who may is not only the two of the delegation, but a deputy who was told."""
    situation = await situation_of(visit.about[0], visit.work(), visit.desk.clock)
    flag = await _flag(visit)
    only_who_was_asked(situation.delegation, flag, visit.user_id)
    return situation, flag


async def _flag(visit: Visit) -> Flag:
    delegation_id, flag_id = visit.about
    flag = await flag_of(flag_id, visit.work())
    if flag is None or flag.delegation_id != delegation_id:
        raise NotFound
    return flag


async def _answer(visit: Visit, reply: Reply, words: str, *, as_it_is: bool = False) -> None:
    delegation_id, flag_id = visit.about
    command = AnswerFlag(delegation_id, visit.user_id, flag_id, reply, words, as_it_is)
    await answer_flag(command, visit.work(), visit.desk.clock)
