"""Help in private: the owner asks for it, the manager clears a path or thinks first."""

from bot.blocks.forms import ask_for_help as wish_form
from bot.blocks.forms import clear_path as clear_form
from bot.blocks.ids import Action
from bot.blocks.message import View
from bot.coaching.phrasing import Finding
from bot.domain.errors import NotFound
from bot.domain.help import Help, HelpKind
from bot.domain.situation import Situation
from bot.usecases.help import (
    AnswerWish,
    AskForHelp,
    ClearPath,
    ask_for_help,
    clear_path,
    let_me_think,
    only_the_manager_helps,
    only_the_owner_asks_for_help,
    wish_of,
    yes_then,
)
from bot.usecases.situation import situation_of
from handlers.phrasing import sent_or_asked_back
from handlers.rights import look
from handlers.visit import Answer, Visit

_WISHES = {Action.THINK_WITH_ME: HelpKind.THINK, Action.CLEAR_FOR_ME: HelpKind.CLEAR}


async def press_think_with_me(visit: Visit) -> Answer:
    """[Think with me]."""
    return await _open_wish(visit, HelpKind.THINK)


async def press_clear_for_me(visit: Visit) -> Answer:
    """[Clear a path for me]."""
    return await _open_wish(visit, HelpKind.CLEAR)


async def submit_wish(visit: Visit) -> Answer:
    """The owner asks for help. The view's own id names it, so that a form sent twice asks once."""
    delegation_id, kind = visit.about
    if kind not in set(_WISHES.values()):
        raise NotFound
    entered = wish_form.parse(visit.state)
    command = AskForHelp(
        delegation_id, visit.user_id, str(visit.view["id"]), HelpKind(kind), entered.text, entered.block
    )
    await ask_for_help(command, visit.work(), visit.desk.clock)
    return None


async def press_clear_path(visit: Visit) -> Answer:
    """[Clear a path], by themselves or to answer a wish."""
    await visit.open(clear_form.build(*await _to_help(visit)))
    return None


async def press_clear_path_unasked(visit: Visit) -> Answer:
    """[Clear a path] in a menu, which answers no wish."""
    situation, _ = await look(visit)
    only_the_manager_helps(situation.delegation, visit.user_id)
    await visit.open(clear_form.build(situation))
    return None


async def submit_clear_path(visit: Visit) -> Answer:
    """The manager says what they clear; words that order are offered as a question first."""
    delegation_id, answers = visit.about
    entered = clear_form.parse(visit.state)
    command = ClearPath(
        delegation_id,
        visit.user_id,
        str(visit.view["id"]),
        entered.text,
        answers=answers,
        as_it_is=entered.as_it_is,
    )

    async def offered(finding: Finding) -> View:
        return clear_form.build(*await _to_help(visit), text=entered.text, finding=finding)

    return await sent_or_asked_back(visit, clear_path(command, visit.work(), visit.desk.clock), offered)


async def press_let_me_think(visit: Visit) -> Answer:
    """[Let me think]: the move stays with the owner."""
    delegation_id, answers = visit.about
    await let_me_think(AnswerWish(delegation_id, visit.user_id, answers), visit.work(), visit.desk.clock)
    return None


async def press_yes_then(visit: Visit) -> Answer:
    """[Yes, then]: the block of time that the owner has in mind is agreed."""
    delegation_id, answers = visit.about
    await yes_then(AnswerWish(delegation_id, visit.user_id, answers), visit.work(), visit.desk.clock)
    return None


async def _open_wish(visit: Visit, kind: HelpKind) -> Answer:
    situation, _ = await look(visit)
    only_the_owner_asks_for_help(situation.delegation, visit.user_id)
    await visit.open(wish_form.build(situation, kind))
    return None


async def _to_help(visit: Visit) -> tuple[Situation, Help | None]:
    """Return what is helped with; who may is not only the manager, but a deputy who was told of the wish."""
    delegation_id, wish_id = visit.about
    situation = await situation_of(delegation_id, visit.work(), visit.desk.clock)
    wish = await wish_of(delegation_id, wish_id, visit.work()) if wish_id else None
    only_the_manager_helps(situation.delegation, visit.user_id, wish)
    return situation, wish
