"""The ids that come back from Slack: views, shortcuts and actions. Those of the inputs are in `fields`."""

from enum import StrEnum
from typing import Any, Final

from bot.blocks.fields import Field


class Shortcut(StrEnum):
    """Callback ids of the shortcuts in the manifest."""

    DELEGATE_TASK = "delegate_task"
    DELEGATE_MESSAGE = "delegate_message"
    FLAG_MESSAGE = "flag_message"


class ViewId(StrEnum):
    """Callback ids of the modals. Each names its form."""

    BRIEF_BAR = "brief_bar"
    BRIEF_BLAST = "brief_blast"
    BRIEF_GUARDS = "brief_guards"
    BRIEF_TRIGGER = "brief_trigger"
    BRIEF_CHECKLIST = "brief_checklist"
    BRIEF_ASSUMPTION = "brief_assumption"
    BRIEF_TIMES = "brief_times"
    BRIEF = "brief"
    NEGOTIATE = "negotiate"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    TAKE_BACK = "take_back"
    HAND_BACK = "hand_back"
    ASK = "ask"
    ANSWER = "answer"
    CHECKPOINT = "checkpoint"
    SHIP = "ship"
    CORRECT = "correct"
    NOTES = "notes"
    MANAGERS_PART = "managers_part"
    CHANGE = "change"
    KEEP = "keep"
    LUCKY = "lucky"
    LESSON = "lesson"
    CHANGE_PLACE = "change_place"
    HAND_OVER_ANYWAY = "hand_over_anyway"
    REHEARSE_AGAIN = "rehearse_again"
    TEMPLATE = "template"
    CHANGE_BRIEF = "change_brief"
    NOTICE = "notice"
    MORE = "more"
    SETTINGS = "settings"
    DAYS_OFF = "days_off"
    PHRASING = "phrasing"
    FLAG = "flag"
    FLAG_ASK = "flag_ask"
    FLAG_CLEAR = "flag_clear"
    FLAG_FORWARD = "flag_forward"
    INTEND = "intend"
    OBJECT = "object"
    HIT = "hit"
    NEW_TIME = "new_time"
    FALL_BACK = "fall_back"
    CORRECTION_NOTE = "correction_note"
    MEASURED = "measured"
    HELP = "ask_for_help"
    CLEAR_PATH = "clear_a_path"
    PREMORTEM = "premortem"
    REASONS = "reasons"
    RISKS = "risks"
    RISK = "risk"


class Action(StrEnum):
    """Action ids of buttons, selects and menus that report a click."""

    # The brief form
    DELEGATE = "delegate"
    RESUME = "brief_resume"
    START_FRESH = "brief_start_fresh"
    BACK_TO_BAR = "brief_back_to_bar"
    BACK_TO_BLAST = "brief_back_to_blast"
    AUDIENCE = "brief_audience"
    UNDO = "brief_undo"
    ROLLBACK = "brief_rollback"
    SCOPE = "brief_scope"
    NOTICE = "brief_notice"
    COMPLIANCE = "brief_compliance"
    CHANGE_TIMES = "brief_change_times"
    KIND = "brief_kind"
    ADD_TRIGGER = "brief_add_trigger"
    ADD_CHECKLIST = "brief_add_checklist"
    ADD_ASSUMPTION = "brief_add_assumption"
    REMOVE = "brief_remove"
    SHRINK = "brief_shrink"
    REHEARSE = "brief_rehearse"
    # Cards and messages
    ACCEPT = "accept"
    NEGOTIATE = "negotiate"
    DECLINE = "decline"
    AGREE = "agree"
    CONFIRM = "confirm"
    ASK = "ask"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    TAKE_BACK = "take_back"
    BRIEF = "brief"
    CHANGE_PLACE = "change_place"
    KEEP_BETWEEN = "keep_between"
    HAND_BACK = "hand_back"
    SHIP = "ship"
    CORRECT = "correct"
    CHECKPOINT_ANSWER = "checkpoint_answer"
    ON_COURSE = "on_course"
    BET = "bet"
    SNOOZE = "snooze"
    MORE = "more"
    # A person's own time
    SETTINGS = "settings"
    MUTE = "mute"
    UNMUTE = "unmute"
    # Flags and intentions
    FLAG = "flag"
    FLAG_ASK = "flag_ask"
    FLAG_CLEAR = "flag_clear"
    FLAG_AGREED = "flag_agreed"
    FLAG_FORWARD = "flag_forward"
    INTEND = "intend"
    OBJECT = "object"
    GO_ON = "go_on"
    # Pages, a new time, the minimum
    HIT = "hit"
    HAVE_IT = "have_it"
    NEW_TIME = "new_time"
    FALL_BACK = "fall_back"
    AGREE_TO = "agree_to"
    # What follows the shipping
    WRITE_NOTE = "write_note"
    NOTE_SENT = "note_sent"
    MEASURED = "measured"
    # Help
    CLEAR_PATH = "clear_a_path"
    THINK_WITH_ME = "think_with_me"
    CLEAR_FOR_ME = "clear_for_me"
    LET_ME_THINK = "let_me_think"
    YES_THEN = "yes_then"
    # After a rehearsal that came to nothing
    HAND_OVER_ANYWAY = "hand_over_anyway"
    REHEARSE_AGAIN = "rehearse_again"
    PUT_ASIDE = "put_aside"
    # Accepting
    ACCEPT_MORE = "accept_more"
    # Another brief after acceptance
    CHANGE_BRIEF = "change_brief"
    AGREE_TO_CHANGE = "agree_to_change"
    KEEP_BRIEF = "keep_brief"
    # Templates
    SAVE_TEMPLATE = "template_save"
    CHOOSE_TEMPLATE = "template_choose"
    START_TEMPLATE = "template_start"
    DELETE_TEMPLATE = "template_delete"
    # The after-action
    REVIEW_START = "review_start"
    REVIEW_LATER = "review_later"
    REVIEW_NOTES = "review_notes"
    REVIEW_KEEP = "review_keep"
    REVIEW_LUCKY = "review_lucky"
    REVIEW_FULL = "review_full"
    REVIEW_MANAGERS_PART = "review_managers_part"
    REVIEW_CHANGE = "review_change"
    REVIEW_LESSON = "review_lesson"
    # The pre-mortem
    PREMORTEM = "premortem"
    PREMORTEM_WRITE = "premortem_write"
    PREMORTEM_NOTHING = "premortem_nothing"
    RISKS = "risks"
    RISK_DECIDE = "risk_decide"
    RISK_THERE = "risk_there"
    RISK_NOT_THERE = "risk_not_there"


RADIUS_ACTIONS: Final = {
    Field.AUDIENCE: Action.AUDIENCE,
    Field.UNDO: Action.UNDO,
    Field.ROLLBACK: Action.ROLLBACK,
    Field.SCOPE: Action.SCOPE,
    Field.NOTICE: Action.NOTICE,
}
"""The select of each question about the blast radius, by its field; every change is reported at once."""


class Snooze(StrEnum):
    """How long one checkpoint may wait."""

    HOUR = "hour"
    THREE_HOURS = "three_hours"
    TOMORROW = "tomorrow"


def numbered_apart(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Number the action ids that occur again in `blocks`, since Slack wants each to be there once.

    The first keeps its id, the next become "ask.2", "ask.3": what precedes the dot is the action. Changes the
    dicts in place.
    """
    seen: dict[str, int] = {}
    for block in blocks:
        for element in (block.get("accessory"), *block.get("elements", ())):
            if element and "action_id" in element:
                action = element["action_id"]
                seen[action] = seen.get(action, 0) + 1
                if seen[action] > 1:
                    element["action_id"] = f"{action}.{seen[action]}"
    return blocks
