"""Wishes for help and what is said to them, to be drawn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.help import Help, HelpKind

ASKED_AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
WISH = Help(
    "h1",
    "d1",
    "U2",
    HelpKind.THINK,
    "Which export to trust.",
    ASKED_AT,
    "Half an hour.",
    due_at=ASKED_AT + timedelta(hours=4),
)
YES = Help("yes", "d1", "U1", HelpKind.YES, "", ASKED_AT, answers="h1")
CLEARED = Help("h2", "d1", "U1", HelpKind.CLEAR, "I get you the access.", ASKED_AT, answers="h1")
LATER = Help("h3", "d1", "U1", HelpKind.LATER, "", ASKED_AT, answers="h1")


def wished(text: str = "") -> list[tuple[Help, ...]]:
    """Return wishes for help in every stage, with `text` in all their words."""
    words = text or "Which export to trust."
    wish = replace(WISH, text=words, block=words[:150])
    passed_on = replace(wish, id="h4", kind=HelpKind.CLEAR, reminded_at=ASKED_AT, deputy_id="U3")
    given_back = replace(passed_on, given_back_at=ASKED_AT)
    answered = replace(wish, answered_at=ASKED_AT)
    return [(wish,), (passed_on,), (given_back,), (answered,), (wish, passed_on, given_back, wish, wish)]
