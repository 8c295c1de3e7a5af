"""What Leeway hears: the routing table.

Bolt would match each of its listeners in turn; it is given one listener for each kind of payload, which
looks its row up here. The ids are defined in `bot.blocks.ids`, the names of events are Slack's, and the manifest is
held equal to this table.
"""

import re

from slack_bolt.async_app import AsyncApp

from bot.blocks.ids import RADIUS_ACTIONS, Action, Shortcut, ViewId
from handlers import (
    brief,
    card_menu,
    changes,
    commands,
    corrections,
    departures,
    events,
    flags,
    guards,
    intentions,
    new_time,
    offers,
    pages,
    premortem,
    rehearsals,
    reviews,
    settings,
    shortcuts,
    templates,
    work,
)
from handlers import help as help_given
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
    Shortcut.FLAG_MESSAGE: flags.flag_message,
}

ACTIONS: dict[str, Listener] = {
    Action.DELEGATE: brief.press_delegate,
    Action.RESUME: brief.resume,
    Action.START_FRESH: brief.start_fresh,
    Action.BACK_TO_BAR: brief.back_to_bar,
    Action.BACK_TO_BLAST: brief.back_to_blast,
    Action.KIND: brief.answer_kind,
    **dict.fromkeys(RADIUS_ACTIONS.values(), brief.answer_radius),
    Action.COMPLIANCE: brief.answer_radius,
    Action.CHANGE_TIMES: guards.change_times,
    Action.ADD_TRIGGER: guards.add_trigger,
    Action.ADD_CHECKLIST: guards.add_checklist,
    Action.ADD_ASSUMPTION: guards.add_assumption,
    Action.REMOVE: guards.remove,
    Action.SHRINK: guards.shrink,
    Action.REHEARSE: guards.rehearse,
    Action.ACCEPT: offers.press_accept,
    Action.NEGOTIATE: offers.press_negotiate,
    Action.DECLINE: offers.press_decline,
    Action.AGREE: offers.press_agree,
    Action.CHANGE_PLACE: offers.press_change_place,
    Action.KEEP_BETWEEN: departures.press_keep_between,
    Action.HAND_BACK: departures.press_hand_back,
    Action.WITHDRAW: offers.press_withdraw,
    Action.TAKE_BACK: offers.press_take_back,
    Action.BRIEF: offers.press_brief,
    Action.MORE: card_menu.choose,
    Action.CONFIRM: work.press_confirm,
    Action.ASK: work.press_ask,
    Action.ANSWER: work.press_answer,
    Action.CHECKPOINT_ANSWER: work.press_checkpoint,
    Action.ON_COURSE: work.press_on_course,
    Action.BET: work.press_bet,
    Action.SNOOZE: work.choose_snooze,
    Action.SHIP: work.press_ship,
    Action.CORRECT: work.press_correct,
    Action.SETTINGS: settings.open_settings,
    Action.MUTE: settings.choose_quieter,
    Action.UNMUTE: settings.choose_quieter,
    Action.FLAG: flags.press_flag,
    Action.FLAG_ASK: flags.press_ask,
    Action.FLAG_CLEAR: flags.press_clear,
    Action.FLAG_AGREED: flags.press_agreed,
    Action.FLAG_FORWARD: flags.press_forward,
    Action.INTEND: intentions.press_intend,
    Action.OBJECT: intentions.press_object,
    Action.GO_ON: intentions.press_go_on,
    Action.HIT: pages.press_hit,
    Action.HAVE_IT: pages.press_have_it,
    Action.NEW_TIME: new_time.press_new_time,
    Action.FALL_BACK: new_time.press_fall_back,
    Action.AGREE_TO: new_time.press_agree_to,
    Action.WRITE_NOTE: corrections.press_write_note,
    Action.NOTE_SENT: corrections.press_note_sent,
    Action.MEASURED: corrections.press_measured,
    Action.CLEAR_PATH: help_given.press_clear_path,
    Action.THINK_WITH_ME: help_given.press_think_with_me,
    Action.CLEAR_FOR_ME: help_given.press_clear_for_me,
    Action.LET_ME_THINK: help_given.press_let_me_think,
    Action.YES_THEN: help_given.press_yes_then,
    Action.CHANGE_BRIEF: changes.press_change,
    Action.AGREE_TO_CHANGE: changes.press_agree,
    Action.KEEP_BRIEF: changes.press_keep,
    Action.ACCEPT_MORE: offers.press_accept_more,
    Action.SAVE_TEMPLATE: templates.press_save,
    Action.CHOOSE_TEMPLATE: templates.choose,
    Action.START_TEMPLATE: templates.press_start,
    Action.DELETE_TEMPLATE: templates.press_delete,
    Action.HAND_OVER_ANYWAY: rehearsals.press_hand_over_anyway,
    Action.REHEARSE_AGAIN: rehearsals.press_rehearse_again,
    Action.PUT_ASIDE: rehearsals.press_put_aside,
    Action.REVIEW_START: reviews.press_start,
    Action.REVIEW_LATER: reviews.press_later,
    Action.REVIEW_NOTES: reviews.press_notes,
    Action.REVIEW_KEEP: reviews.press_keep,
    Action.REVIEW_LUCKY: reviews.press_lucky,
    Action.REVIEW_FULL: reviews.press_full,
    Action.REVIEW_MANAGERS_PART: reviews.press_managers_part,
    Action.REVIEW_CHANGE: reviews.press_change,
    Action.REVIEW_LESSON: reviews.press_lesson,
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
    ViewId.BRIEF_TRIGGER: guards.submit_trigger,
    ViewId.BRIEF_CHECKLIST: guards.submit_checklist,
    ViewId.BRIEF_ASSUMPTION: guards.submit_assumption,
    ViewId.BRIEF_TIMES: guards.submit_times,
    ViewId.ACCEPT: offers.submit_accept,
    ViewId.NEGOTIATE: offers.submit_negotiate,
    ViewId.DECLINE: offers.submit_decline,
    ViewId.CHANGE_PLACE: offers.submit_change_place,
    ViewId.WITHDRAW: offers.submit_withdraw,
    ViewId.TAKE_BACK: offers.submit_take_back,
    ViewId.HAND_BACK: departures.submit_hand_back,
    ViewId.ASK: work.submit_ask,
    ViewId.ANSWER: work.submit_answer,
    ViewId.CHECKPOINT: work.submit_checkpoint,
    ViewId.SHIP: work.submit_ship,
    ViewId.CORRECT: work.submit_correct,
    ViewId.SETTINGS: settings.submit_settings,
    ViewId.DAYS_OFF: settings.submit_days_off,
    ViewId.PHRASING: settings.submit_phrasing,
    ViewId.FLAG: flags.submit_flag,
    ViewId.FLAG_ASK: flags.submit_ask,
    ViewId.FLAG_CLEAR: flags.submit_clear,
    ViewId.FLAG_FORWARD: flags.submit_forward,
    ViewId.INTEND: intentions.submit_intend,
    ViewId.OBJECT: intentions.submit_object,
    ViewId.HIT: pages.submit_hit,
    ViewId.NEW_TIME: new_time.submit_new_time,
    ViewId.FALL_BACK: new_time.submit_fall_back,
    ViewId.CORRECTION_NOTE: corrections.submit_note,
    ViewId.MEASURED: corrections.submit_measured,
    ViewId.HELP: help_given.submit_wish,
    ViewId.CLEAR_PATH: help_given.submit_clear_path,
    ViewId.NOTES: reviews.submit_notes,
    ViewId.MANAGERS_PART: reviews.submit_managers_part,
    ViewId.CHANGE: reviews.submit_change,
    ViewId.KEEP: reviews.submit_keep,
    ViewId.LUCKY: reviews.submit_lucky,
    ViewId.LESSON: reviews.submit_lesson,
    ViewId.CHANGE_BRIEF: changes.submit_change,
    ViewId.TEMPLATE: templates.submit_template,
    ViewId.HAND_OVER_ANYWAY: rehearsals.submit_hand_over_anyway,
    ViewId.REHEARSE_AGAIN: rehearsals.submit_rehearse_again,
    ViewId.PREMORTEM: premortem.submit_premortem,
    ViewId.REASONS: premortem.submit_reasons,
    ViewId.RISK: premortem.submit_decide,
}

EVENTS: dict[str, Listener] = {
    "app_home_opened": events.home_opened,
    "member_left_channel": events.left_channel_of_team,
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
