"""What the bot can owe somebody: the kinds of nudges, and what holds for which of them."""

from enum import StrEnum


class NudgeKind(StrEnum):
    """What is owed. A kind that ends in `_step` is something the clock does; it may have no message of its own."""

    OWNER_CARD = "owner_card"
    MANAGER_CARD = "manager_card"
    HOME = "home"
    MOVE = "move"
    ENDED = "ended"
    OFFER_REMINDER = "offer_reminder"
    OFFER_LAPSE = "offer_lapse_step"
    SILENCE = "silence_step"
    CHECKPOINT = "checkpoint"
    CHECKPOINT_ANSWER = "checkpoint_answer"
    QUESTION = "question"
    QUESTION_ANSWER = "question_answer"
    SHIPPED = "shipped"
    MISS = "miss"
    NOTE_REMINDER = "note_reminder"
    NOTE_DUE = "note_due_step"
    QUESTION_HELD = "question_held_step"
    CORRECTION_NOTE = "correction_note"
    NOTE_SENT = "note_sent"
    TAKEN_OVER = "taken_over"
    HELP = "help"
    HELP_CHASE = "help_chase"
    HELP_SILENT = "help_silent"
    HELP_DUE = "help_due_step"
    REVIEW_OPENING = "review_opening"
    REVIEW_START = "review_start_step"
    REVIEW_REMINDER = "review_reminder"
    REVIEW_REVEAL = "review_reveal"
    REVIEW_MANAGER = "review_manager"
    REVIEW_CHANGE = "review_change"
    REVIEW_CLOSE = "review_close"
    REVIEW_SKILL = "review_skill"
    REVIEW_NO_CHANGE = "review_no_change"
    REHEARSAL_CLOSED = "rehearsal_closed_step"
    REHEARSAL_OVER = "rehearsal_over"
    CHANGE_PROPOSED = "change_proposed"
    CHANGE_ANSWERED = "change_answered"
    DIGEST = "digest"
    UNREACHABLE = "unreachable"
    LEFT_CHANNEL = "left_channel"
    PLACE_CHANGED = "place_changed"
    NAMED_LEFT = "named_left"
    FLAG = "flag"
    FLAG_THANKS = "flag_thanks"
    FLAG_CHASE = "flag_chase"
    FLAG_ANSWER = "flag_answer"
    FLAG_SILENT = "flag_silent"
    FLAG_FORWARD = "flag_forward"
    FLAG_CLOSED = "flag_closed"
    FLAG_DUE = "flag_due_step"
    INTENTION = "intention"
    INTENTION_ANSWER = "intention_answer"
    INTENTION_DUE = "intention_due_step"
    PAGE = "page"
    PAGE_SENT = "page_sent"
    PAGE_CLOCK = "page_clock_step"
    PAGE_ACKNOWLEDGED = "page_acknowledged"
    PAGE_UNANSWERED = "page_unanswered"
    PROPOSAL = "proposal"
    PROPOSAL_SILENCE = "proposal_silence_step"
    PROPOSAL_ANSWER = "proposal_answer"
    DEADLINE = "deadline"
    PREMORTEM_ASKED = "premortem_asked"
    PREMORTEM_REVEAL = "premortem_reveal_step"
    PREMORTEM_REVEALED = "premortem_revealed"
    PREMORTEM_THANKS = "premortem_thanks"
    RISK_CHECK = "risk_check"
    RISK_REMINDER = "risk_reminder"
    RISK_FELL_BACK = "risk_fell_back"


LIVING = frozenset(
    {
        NudgeKind.OWNER_CARD,
        NudgeKind.MANAGER_CARD,
        NudgeKind.HOME,
        NudgeKind.REVIEW_OPENING,
        NudgeKind.REVIEW_MANAGER,
        NudgeKind.FLAG,
        NudgeKind.FLAG_THANKS,
        NudgeKind.FLAG_CHASE,
        NudgeKind.INTENTION,
        NudgeKind.PAGE_SENT,
    }
)
"""Messages that are edited in place: one pending intent each, and the latest state wins."""

TOLD_TO_NOBODY_ELSE = frozenset(
    {NudgeKind.UNREACHABLE, NudgeKind.PREMORTEM_ASKED, NudgeKind.PREMORTEM_THANKS}
)
"""Of what does not arrive the other of the two hears; not of these, since that would say who was asked in private."""

CARDS = frozenset({NudgeKind.OWNER_CARD, NudgeKind.MANAGER_CARD})
"""The two messages that stand for a delegation itself."""

REMINDERS = frozenset({NudgeKind.OFFER_REMINDER, NudgeKind.CHECKPOINT, NudgeKind.RISK_REMINDER})
"""What comes by the clock and tells nothing new: counted in a person's daily budget, and told together."""

OF_A_MOMENT = REMINDERS | {
    NudgeKind.MOVE,
    NudgeKind.ENDED,
    NudgeKind.CHECKPOINT_ANSWER,
    NudgeKind.QUESTION,
    NudgeKind.QUESTION_ANSWER,
    NudgeKind.SHIPPED,
    NudgeKind.MISS,
    # A note is due on the day of its reminder, which therefore neither counts in the budget nor waits.
    NudgeKind.NOTE_REMINDER,
    NudgeKind.NOTE_SENT,
    NudgeKind.TAKEN_OVER,
    NudgeKind.HELP,
    NudgeKind.HELP_CHASE,
    NudgeKind.HELP_SILENT,
    NudgeKind.REVIEW_REMINDER,
    NudgeKind.REVIEW_SKILL,
    NudgeKind.REVIEW_NO_CHANGE,
    NudgeKind.FLAG_CLOSED,
    NudgeKind.LEFT_CHANNEL,
    NudgeKind.PLACE_CHANGED,
    NudgeKind.NAMED_LEFT,
    NudgeKind.PROPOSAL,
    NudgeKind.PROPOSAL_ANSWER,
    NudgeKind.DEADLINE,
    NudgeKind.REHEARSAL_OVER,
    NudgeKind.CHANGE_PROPOSED,
    NudgeKind.CHANGE_ANSWERED,
    NudgeKind.PREMORTEM_ASKED,
    NudgeKind.PREMORTEM_REVEALED,
    NudgeKind.PREMORTEM_THANKS,
    NudgeKind.RISK_CHECK,
    NudgeKind.RISK_FELL_BACK,
}
"""Direct messages that are each posted once: what can stand in a digest instead.

What a flag, an intention or a page says is not among them: somebody waits for it, and nothing holds it back. What a
flag led to in the end is: it asks for nothing, and nobody waits.
"""

CAUGHT_UP_WITH = OF_A_MOMENT | {
    NudgeKind.FLAG_ANSWER,
    NudgeKind.FLAG_CHASE,
    NudgeKind.FLAG_FORWARD,
    NudgeKind.FLAG_SILENT,
    NudgeKind.INTENTION_ANSWER,
}
"""What a digest tells once it has been held up for long: nobody waits longer for it than for a message of its own.

Beside what is of a moment, that is what becomes of a flag or an intention. By themselves come, however late, a page
and all that tells the owner of it; a card, a flag, the thanks for it and an intention, which are edited as they go on
and have more answers than one; and what goes to a channel.
"""

CAN_BE_QUIET = OF_A_MOMENT - {
    NudgeKind.MISS,
    NudgeKind.NOTE_REMINDER,
    NudgeKind.REVIEW_REMINDER,
    NudgeKind.DEADLINE,
}
"""What waits for the end of a person's quiet hours: all but what has its moment now."""
