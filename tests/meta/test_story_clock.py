"""The demo's clock names what comes next."""

from bot.demo import LABELS
from bot.domain.nudge_kind import REMINDERS, NudgeKind

AT_ONCE = {NudgeKind.REHEARSAL_CLOSED}


def test_every_moment_of_the_clock_has_a_name_on_the_page() -> None:
    """What comes by the clock, a step or a reminder, is named on the button that jumps to it."""
    steps = {kind for kind in NudgeKind if kind.endswith("_step")}
    assert (steps | REMINDERS) - AT_ONCE <= set(LABELS)
    assert all(label == label.strip() and label[0].islower() for label in LABELS.values())
