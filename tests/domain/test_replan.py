"""Checkpoints at confirmation: what was agreed stays, and only what is past by then is planned anew."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkpoints import Checkpoint, CheckpointKind, plan_checkpoints, replan_past
from bot.domain.worktime import WorkingHours
from tests.domain.times import DAY, HOUR, at, at_work, instants, office_in, unhurried, working_hours

SPOT_CHECK, FINAL_QA = CheckpointKind.SPOT_CHECK, CheckpointKind.FINAL_QA
LONDON = office_in("Europe/London")


def _london(wall: str) -> datetime:
    return at("Europe/London", f"2026-11-{wall}")


def test_what_is_still_to_come_stays_as_agreed() -> None:
    """Nothing moves at confirmation while both checkpoints lie ahead, wherever the two had put them."""
    agreed = (Checkpoint(SPOT_CHECK, _london("17 10:20")), Checkpoint(FINAL_QA, _london("19 08:00")))
    assert replan_past(agreed, _london("16 18:00"), _london("20 17:00"), LONDON) == agreed


def test_a_past_spot_check_is_planned_anew_and_the_final_look_stays() -> None:
    """Confirmed late, the spot check moves to half of the time that is left; final QA stays as agreed."""
    agreed = (Checkpoint(SPOT_CHECK, _london("18 13:00")), Checkpoint(FINAL_QA, _london("26 17:00")))
    planned = replan_past(agreed, _london("19 09:00"), _london("27 17:00"), LONDON)
    assert planned == (Checkpoint(SPOT_CHECK, _london("23 13:00")), agreed[1])


def test_a_checkpoint_due_this_moment_is_past() -> None:
    """A checkpoint exactly at the confirmation could not be answered any more: it is planned anew."""
    agreed = (Checkpoint(SPOT_CHECK, _london("18 13:00")), Checkpoint(FINAL_QA, _london("26 17:00")))
    planned = replan_past(agreed, _london("18 13:00"), _london("27 17:00"), LONDON)
    assert planned[0].at > _london("18 13:00")


def test_a_past_spot_check_is_dropped_where_no_time_is_left_for_it() -> None:
    """With less than two working days left there is no room for a spot check beside the final look."""
    agreed = (Checkpoint(SPOT_CHECK, _london("18 13:00")), Checkpoint(FINAL_QA, _london("19 17:00")))
    assert replan_past(agreed, _london("19 09:00"), _london("20 17:00"), LONDON) == agreed[1:]


def test_a_new_spot_check_does_not_crowd_or_pass_the_final_look_that_was_agreed() -> None:
    """An early final QA was agreed: a spot check planned anew after it, or within four hours of it, is dropped."""
    agreed = (Checkpoint(SPOT_CHECK, _london("16 12:00")), Checkpoint(FINAL_QA, _london("19 10:00")))
    assert replan_past(agreed, _london("18 09:00"), _london("27 17:00"), LONDON) == agreed[1:]
    close = (agreed[0], Checkpoint(FINAL_QA, _london("23 12:00")))
    assert replan_past(close, _london("18 09:00"), _london("27 17:00"), LONDON) == close[1:]


def test_a_past_final_look_is_planned_anew_or_dropped() -> None:
    """A final QA already past comes again at half of the time left, and not at all in the last four hours."""
    agreed = (Checkpoint(FINAL_QA, _london("17 13:00")),)
    assert replan_past(agreed, _london("18 09:00"), _london("18 17:00"), LONDON) == (
        Checkpoint(FINAL_QA, _london("18 13:00")),
    )
    assert replan_past(agreed, _london("18 14:00"), _london("18 17:00"), LONDON) == ()


def test_a_brief_without_checkpoints_gets_none_at_confirmation() -> None:
    """None were agreed, so none come by surprise, and one that was taken out does not come back."""
    now, deadline = _london("16 09:00"), _london("27 17:00")
    assert replan_past((), now, deadline, LONDON) == ()
    final_qa = (Checkpoint(FINAL_QA, _london("26 17:00")),)
    assert replan_past(final_qa, now, deadline, LONDON) == final_qa


def test_two_of_a_kind_that_are_past_become_one() -> None:
    """One new spot check stands for two that are past: the owner is not asked the same thing twice at once."""
    agreed = (Checkpoint(SPOT_CHECK, _london("16 10:00")), Checkpoint(SPOT_CHECK, _london("17 10:00")))
    planned = replan_past(agreed, _london("18 09:00"), _london("27 17:00"), LONDON)
    assert [each.kind for each in planned] == [SPOT_CHECK]


@unhurried
@given(working_hours(), instants, st.timedeltas(HOUR, 60 * DAY), st.fractions(0, 1))
def test_at_confirmation_nothing_is_past_or_late_and_nothing_agreed_has_moved(
    hours: WorkingHours, start: datetime, span: timedelta, share: float
) -> None:
    """Whenever it is confirmed: all checkpoints lie ahead and at work, the agreed ones unmoved, no kind is new."""
    deadline, now = start + span, start + span * float(share)
    agreed = plan_checkpoints(start, deadline, hours)
    planned = replan_past(agreed, now, deadline, hours)
    assert all(now < each.at <= deadline and at_work(hours, each.at) for each in planned)
    assert {each for each in agreed if each.at > now} <= set(planned)
    assert {each.kind for each in planned} <= {each.kind for each in agreed}
    assert len({each.kind for each in planned}) == len(planned)
    assert list(planned) == sorted(planned, key=lambda each: each.at)
    if len(planned) == 2:
        assert hours.worked_between(planned[0].at, planned[1].at) >= 4 * HOUR
