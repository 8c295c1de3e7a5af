"""Answer a flag with a question: the form that asks about anything, with what the owner saw in sight."""

from bot.blocks.button_values import value_of
from bot.blocks.flag_lines import seen_by_the_owner
from bot.blocks.form_values import Values
from bot.blocks.forms import ask as ask_form
from bot.blocks.forms.as_question import Asking
from bot.blocks.ids import ViewId
from bot.blocks.message import View
from bot.coaching.phrasing import Finding
from bot.domain.flag import Flag
from bot.domain.record import QuestionAbout
from bot.domain.situation import Situation


def build(situation: Situation, flag: Flag, *, text: str = "", finding: Finding | None = None) -> View:
    """Return the form; `finding` is what was found in `text` on sending."""
    view = ask_form.build(situation, QuestionAbout.FLAG, text=text, finding=finding)
    first, *rest = view["blocks"]
    return {
        **view,
        "callback_id": ViewId.FLAG_ASK,
        "private_metadata": value_of(situation.delegation.id, flag.id),
        "blocks": [first, seen_by_the_owner(situation, flag), *rest],
    }


def parse(state: Values) -> Asking:
    """Return the question: own words where there are any, else the stem that was chosen."""
    return ask_form.parse(state, QuestionAbout.FLAG)
