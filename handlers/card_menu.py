"""The "…" menu of a card and of messages: what is rarely done, each by the listener that a button of it would have."""

from bot.blocks.act_buttons import rare_acts
from bot.blocks.card_menu import more_view
from bot.blocks.ids import Action
from bot.domain.errors import NotFound
from handlers import help as help_given
from handlers.changes import press_change
from handlers.corrections import press_measured
from handlers.intentions import press_intend
from handlers.new_time import press_fall_back, press_new_time
from handlers.offers import press_brief, press_decline, press_take_back, press_withdraw
from handlers.pages import press_hit
from handlers.premortem import press_premortem
from handlers.rights import look
from handlers.settings import choose_quieter, open_settings
from handlers.templates import press_save_of_card
from handlers.visit import Answer, Listener, Visit
from handlers.work import press_ask, press_correct


async def choose(visit: Visit) -> Answer:
    """Something was chosen from the menu, or from the view behind [More …]."""
    press = MENU.get(visit.about[1])
    if press is None:
        raise NotFound
    return await press(visit)


async def press_more(visit: Visit) -> Answer:
    """[More …] shows all of it, each with what it is for."""
    situation, role = await look(visit)
    await visit.open(more_view(situation, rare_acts(situation, role)))
    return None


MENU: dict[str, Listener] = {
    Action.MORE: press_more,
    Action.NEW_TIME: press_new_time,
    Action.HIT: press_hit,
    Action.MEASURED: press_measured,
    Action.CORRECT: press_correct,
    Action.BRIEF: press_brief,
    Action.ASK: press_ask,
    Action.INTEND: press_intend,
    Action.FALL_BACK: press_fall_back,
    Action.THINK_WITH_ME: help_given.press_think_with_me,
    Action.CLEAR_FOR_ME: help_given.press_clear_for_me,
    Action.PREMORTEM: press_premortem,
    Action.CHANGE_BRIEF: press_change,
    Action.SAVE_TEMPLATE: press_save_of_card,
    Action.MUTE: choose_quieter,
    Action.UNMUTE: choose_quieter,
    Action.SETTINGS: open_settings,
    Action.DECLINE: press_decline,
    Action.WITHDRAW: press_withdraw,
    Action.TAKE_BACK: press_take_back,
}
