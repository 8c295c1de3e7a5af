"""Help in private: the owner asks for it, the manager clears a path or thinks first."""

from bot.blocks.forms import ask_for_help as wish_form
from bot.blocks.forms import clear_path as clear_form
from bot.blocks.ids import Action
from bot.domain.errors import NotFound
from bot.domain.help import Help, HelpKind
from bot.usecases.help import (
    AskForHelp,
    ClearPath,
    LetMeThink,
    ask_for_help,
    clear_path,
    let_me_think,
    only_the_manager_helps,
    only_the_owner_asks_for_help,
    wish_of,
)
from bot.usecases.phrased import AskedBack
from handlers.phrasing import counted
from handlers.rights import look
from handlers.visit import Answer, Visit, replaced_by

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
    return await _open_path(visit, await _wish(visit))


async def press_clear_path_unasked(visit: Visit) -> Answer:
    """[Clear a path] in a menu, which answers no wish."""
    return await _open_path(visit, None)


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
    try:
        with counted(visit):
            await clear_path(command, visit.work(), visit.desk.clock)
    except AskedBack as back:
        situation, _ = await look(visit)
        view = clear_form.build(situation, await _wish(visit), text=entered.text, finding=back.finding)
        return replaced_by(view)
    return None


async def press_let_me_think(visit: Visit) -> Answer:
    """[Let me think]: the move stays with the owner."""
    delegation_id, answers = visit.about
    await let_me_think(LetMeThink(delegation_id, visit.user_id, answers), visit.work(), visit.desk.clock)
    return None


async def _open_path(visit: Visit, wish: Help | None) -> Answer:
    situation, _ = await look(visit)
    only_the_manager_helps(situation.delegation, visit.user_id)
    await visit.open(clear_form.build(situation, wish))
    return None


async def _open_wish(visit: Visit, kind: HelpKind) -> Answer:
    situation, _ = await look(visit)
    only_the_owner_asks_for_help(situation.delegation, visit.user_id)
    await visit.open(wish_form.build(situation, kind))
    return None


async def _wish(visit: Visit) -> Help | None:
    delegation_id, wish_id = visit.about
    return await wish_of(delegation_id, wish_id, visit.work()) if wish_id else None
