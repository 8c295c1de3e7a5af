"""What Leeway hears: the routing table, on one screen.

Bolt would match each of its listeners in turn; it is given one listener for each kind of payload, which
looks its row up here. Every id is defined in `bot.blocks.ids`, and the manifest is held equal to this table.
"""

import re

from slack_bolt.async_app import AsyncApp

from bot.blocks.ids import RADIUS_ACTIONS, Action, Shortcut, ViewId
from handlers import brief, commands, events, offers, premortem, reviews, settings, shortcuts, work
from handlers.desk import Desk
from handlers.errors import answering_errors
from handlers.giving_way import InFlight
from handlers.listening import listening
from handlers.visit import Answer, Listener, Payload, Visit


async def nothing(visit: Visit) -> Answer:
    """What needs no answer: a view was closed, and what was kept of it stays."""
    return None


SHORTCUTS: dict[str, Listener] = {
    Shortcut.DELEGATE_TASK: shortcuts.delegate_task,
    Shortcut.DELEGATE_MESSAGE: shortcuts.delegate_message,
}

ACTIONS: dict[str, Listener] = {
    Action.DELEGATE: brief.press_delegate,
    Action.RESUME: brief.resume,
    Action.START_FRESH: brief.start_fresh,
    Action.BACK_TO_BAR: brief.back_to_bar,
    Action.BACK_TO_BLAST: brief.back_to_blast,
    **dict.fromkeys(RADIUS_ACTIONS.values(), brief.answer_radius),
    Action.COMPLIANCE: brief.answer_radius,
    Action.CHANGE_TIMES: brief.change_times,
    Action.ADD_TRIGGER: brief.add_trigger,
    Action.ADD_CHECKLIST: brief.add_checklist,
    Action.ADD_ASSUMPTION: brief.add_assumption,
    Action.REMOVE: brief.remove,
    Action.ACCEPT: offers.press_accept,
    Action.NEGOTIATE: offers.press_negotiate,
    Action.DECLINE: offers.press_decline,
    Action.AGREE: offers.press_agree,
    Action.CHANGE_PLACE: offers.press_change_place,
    Action.WITHDRAW: offers.press_withdraw,
    Action.TAKE_BACK: offers.press_take_back,
    Action.BRIEF: offers.press_brief,
    Action.MORE: offers.choose_from_menu,
    Action.CONFIRM: work.press_confirm,
    Action.ASK: work.press_ask,
    Action.ANSWER: work.press_answer,
    Action.CHECKPOINT_ANSWER: work.press_checkpoint,
    Action.ON_COURSE: work.press_on_course,
    Action.SNOOZE: work.choose_snooze,
    Action.SHIP: work.press_ship,
    Action.CORRECT: work.press_correct,
    Action.SETTINGS: settings.open_settings,
    Action.MUTE: settings.choose_quieter,
    Action.UNMUTE: settings.choose_quieter,
    Action.REVIEW_START: reviews.press_start,
    Action.REVIEW_LATER: reviews.press_later,
    Action.REVIEW_NOTES: reviews.press_notes,
    Action.REVIEW_KEEP: reviews.press_keep,
    Action.REVIEW_LUCKY: reviews.press_lucky,
    Action.REVIEW_FULL: reviews.press_full,
    Action.REVIEW_MANAGERS_PART: reviews.press_managers_part,
    Action.REVIEW_CHANGE: reviews.press_change,
    Action.PREMORTEM: premortem.press_premortem,
    Action.PREMORTEM_WRITE: premortem.press_write,
    Action.PREMORTEM_NOTHING: premortem.press_nothing,
    Action.RISKS: premortem.press_risks,
    Action.RISK_DECIDE: premortem.press_decide,
    Action.RISK_THERE: premortem.press_there,
    Action.RISK_NOT_THERE: premortem.press_not_there,
}

SUBMISSIONS: dict[str, Listener] = {
    ViewId.BRIEF_BAR: brief.submit_bar,
    ViewId.BRIEF_BLAST: brief.submit_blast,
    ViewId.BRIEF_GUARDS: brief.submit_guards,
    ViewId.BRIEF_TRIGGER: brief.submit_trigger,
    ViewId.BRIEF_CHECKLIST: brief.submit_checklist,
    ViewId.BRIEF_ASSUMPTION: brief.submit_assumption,
    ViewId.BRIEF_TIMES: brief.submit_times,
    ViewId.ACCEPT: offers.submit_accept,
    ViewId.NEGOTIATE: offers.submit_negotiate,
    ViewId.DECLINE: offers.submit_decline,
    ViewId.CHANGE_PLACE: offers.submit_change_place,
    ViewId.WITHDRAW: offers.submit_withdraw,
    ViewId.TAKE_BACK: offers.submit_take_back,
    ViewId.ASK: work.submit_ask,
    ViewId.ANSWER: work.submit_answer,
    ViewId.CHECKPOINT: work.submit_checkpoint,
    ViewId.SHIP: work.submit_ship,
    ViewId.CORRECT: work.submit_correct,
    ViewId.SETTINGS: settings.submit_settings,
    ViewId.DAYS_OFF: settings.submit_days_off,
    ViewId.NOTES: reviews.submit_notes,
    ViewId.MANAGERS_PART: reviews.submit_managers_part,
    ViewId.CHANGE: reviews.submit_change,
    ViewId.KEEP: reviews.submit_keep,
    ViewId.LUCKY: reviews.submit_lucky,
    ViewId.PREMORTEM: premortem.submit_premortem,
    ViewId.REASONS: premortem.submit_reasons,
    ViewId.RISK: premortem.submit_decide,
}

EVENTS: dict[str, Listener] = {
    "app_home_opened": events.home_opened,
    "user_change": events.person_changed,
}


def register(slack: AsyncApp, desk: Desk, in_flight: InFlight) -> None:
    """Have `slack` send every payload to its row in the tables, and every error to the one who words it."""
    anything = re.compile(".*", re.DOTALL)
    # Bolt asks its listeners one after the other. Forms, behind which the most happens, come first.
    slack.view_submission(anything)(listening("view_submission", SUBMISSIONS, _view_id, desk, in_flight))
    slack.action(anything)(listening("action", ACTIONS, _action_id, desk, in_flight))
    slack.command(desk.command)(
        listening(
            "command", {desk.command: commands.command}, lambda body: str(body["command"]), desk, in_flight
        )
    )
    slack.shortcut(anything)(listening("shortcut", SHORTCUTS, _callback_id, desk, in_flight))
    slack.view_closed(anything)(
        listening("view_closed", dict.fromkeys(ViewId, nothing), _view_id, desk, in_flight)
    )
    slack.event(anything)(listening("event", EVENTS, _event_type, desk, in_flight))
    slack.error(answering_errors(desk))


def _callback_id(body: Payload) -> str:
    return str(body["callback_id"])


def _action_id(body: Payload) -> str:
    # Several of a kind in one view (each [Remove], each [Ask]) are told apart by what follows the dot.
    return str(body["actions"][0]["action_id"]).partition(".")[0]


def _view_id(body: Payload) -> str:
    return str(body["view"]["callback_id"])


def _event_type(body: Payload) -> str:
    return str(body["event"]["type"])
