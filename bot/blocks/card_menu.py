"""What is rarely done: behind the "…" of a card; where that is more than Slack shows there, in a view of its own."""

from typing import Any, Final

from bot.blocks.button_values import value_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import Action, ViewId, numbered_apart
from bot.blocks.inputs import modal
from bot.blocks.message import View
from bot.blocks.text import button, plain, section
from bot.domain.situation import Situation

OPTIONS: Final = 5
"""Of one overflow menu, as Slack has it."""

_WORDS: Final = {
    Action.NEW_TIME: ("New time", "Propose another deadline before this one has passed."),
    Action.HIT: ("Trigger hit", "Page whom the trigger names, now."),
    Action.MEASURED: ("Measured", "Say how it stood against the bar."),
    Action.CORRECT: ("Correct", "Record a miss that has shown since."),
    Action.BRIEF: ("Brief", "All of what was agreed."),
    Action.ASK: ("Ask a question", "Ask the owner something; it stays their call."),
    Action.INTEND: ("I intend to …", "Say what comes next; silence is go."),
    Action.FALL_BACK: ("Fall back to the minimum", "Propose the least that both agreed on."),
    Action.THINK_WITH_ME: ("Think with me", "Ask for one block of time together."),
    Action.CLEAR_FOR_ME: ("Clear a path for me", "Ask for something to be moved out of the way."),
    Action.PREMORTEM: ("Pre-mortem", "“It has failed. Why?” Ask a few people before it can."),
    Action.CHANGE_BRIEF: ("Change the brief", "Propose another version; the owner agrees or keeps this one."),
    Action.SAVE_TEMPLATE: ("Save as template", "Start the next brief from this one."),
    Action.MUTE: ("Mute reminders", "No reminders about this one. All else still comes."),
    Action.UNMUTE: ("Unmute reminders", "Reminders about this one come again."),
    Action.SETTINGS: ("Settings", "Working hours, days off, deputy, quiet hours."),
    Action.DECLINE: ("Decline", "Say no, with a reason."),
    Action.WITHDRAW: ("Withdraw", "It is not needed any more."),
    Action.TAKE_BACK: ("Take back", "Step in, with a reason that stays with you."),
    Action.MORE: ("More …", ""),
}


def in_words(action: Action) -> str:
    """Return the verb of something that is rarely done."""
    return _WORDS[action][0]


def overflow(situation: Situation, acts: list[Action]) -> dict[str, Any] | None:
    """Return the "…" menu of a card, the first acts in sight and all of them behind [More …]; None for none."""
    shown = acts if len(acts) <= OPTIONS else [*acts[: OPTIONS - 1], Action.MORE]
    options = [
        {"text": plain(in_words(each)), "value": value_of(situation.delegation.id, each)} for each in shown
    ]
    return {"type": "overflow", "action_id": Action.MORE, "options": options} if options else None


def more_view(situation: Situation, acts: list[Action]) -> View:
    """Return all that is rarely done, each with what it is for."""
    blocks = [
        section(_WORDS[each][1], button(in_words(each), Action.MORE, value_of(situation.delegation.id, each)))
        for each in acts
    ]
    lines = numbered_apart([about(situation), *blocks])
    return modal(ViewId.MORE, "More", lines, metadata=value_of(situation.delegation.id))
