"""Whether a message stands in Slack already is not forgotten before it is known, whatever becomes of its nudge."""

from datetime import timedelta

import pytest

from bot.delivery.backoff import MOST_ATTEMPTS
from bot.delivery.outcomes import Outcome, Verdict
from bot.delivery.outgoing import Fold, Outgoing
from bot.domain.nudge_kind import NudgeKind
from tests.delivery.scene import LOST, Scene

IN_DOUBT = Outcome(Verdict.UNKNOWN, "http_404", is_suspect=True)


async def test_what_is_given_up_after_its_attempts_stays_suspect(scene: Scene) -> None:
    """The last attempt may have posted it: sent again by the operator, it is looked for first."""
    row = scene.outbox.owe("n1")
    scene.sender.outcomes["n1"] = [IN_DOUBT] * MOST_ATTEMPTS
    worker = scene.worker()
    for _ in range(MOST_ATTEMPTS):
        await worker.run_due()
        scene.pass_time(timedelta(hours=1))
    assert (row.status, row.is_suspect) == ("dead", True)
    scene.outbox.send_again("n1")
    await worker.run_due()
    assert scene.sender.claims[-1].is_suspect


@pytest.mark.parametrize("verdict", [Verdict.DEAD_PLACE, Verdict.DEAD_CONTENT, Verdict.UNREAD, Verdict.LATER])
async def test_no_other_end_of_a_suspect_clears_it(scene: Scene, verdict: Verdict) -> None:
    """An earlier attempt may have posted it, whatever Slack says to this one."""
    row = scene.outbox.owe("n1")
    row.is_suspect = True
    scene.sender.outcomes["n1"] = [Outcome(verdict, "word")]
    await scene.worker().run_due()
    assert row.is_suspect


async def test_a_living_message_that_is_owed_no_more_stays_suspect(scene: Scene) -> None:
    """Owed again, it is looked for; else it would stand there twice."""
    row = scene.outbox.owe("n1", kind=NudgeKind.OWNER_CARD)
    row.is_suspect = True
    scene.renderer.plans["n1"] = None
    await scene.worker().run_due()
    assert (row.status, row.is_suspect) == ("cancelled", True)


async def test_one_that_could_not_be_put_away_for_want_of_a_look_stays_suspect(scene: Scene) -> None:
    """It may stand there, and nobody could see it."""
    row = scene.outbox.owe("n1")
    row.is_suspect = True
    scene.sender.outcomes["n1"] = [Outcome(Verdict.UNSEEN, is_suspect=True)]
    await scene.worker().run_due()
    assert (row.status, row.is_suspect) == ("cancelled", True)


async def test_a_fault_of_ours_while_it_was_being_sent_leaves_it_suspect(scene: Scene) -> None:
    """Slack's answer may have been what we stumbled over."""
    row = scene.outbox.owe("n1")
    scene.sender.outcomes["n1"] = [KeyError("ts")]
    await scene.worker().run_due()
    assert (row.status, row.is_suspect) == ("scheduled", True)


async def test_a_fault_of_ours_before_it_was_sent_does_not(scene: Scene) -> None:
    """There is nothing to look for."""
    row = scene.outbox.owe("n1")
    scene.renderer.plans["n1"] = KeyError("wording")
    await scene.worker().run_due()
    assert (row.status, row.is_suspect) == ("scheduled", False)


@pytest.mark.parametrize(("was_suspect", "blind"), [(False, 0), (True, 1)])
async def test_a_sending_that_was_cut_off_counts_as_one_that_saw_nothing(
    scene: Scene, was_suspect: bool, blind: int
) -> None:
    """How far it came is not known; of what was suspect before, it may have been the second copy."""
    row = scene.outbox.owe("n1")
    row.is_suspect = was_suspect
    scene.sender.outcomes["n1"] = [TimeoutError()]
    await scene.worker().run_due()
    assert (row.is_suspect, row.blind) == (True, blind)


async def test_looks_that_fail_before_a_digest_tells_it_put_it_off(scene: Scene) -> None:
    """It is neither folded nor sent, and the look is counted as one."""
    row = scene.outbox.owe("n1")
    row.is_suspect = True

    async def fold(_: object) -> Outgoing:
        return Fold(scene.clock.now())

    scene.renderer.plans["n1"] = fold
    scene.sender.outcomes["n1"] = [Outcome(Verdict.UNREAD, "unread: http_500")]
    await scene.worker().run_due()
    assert (row.status, row.is_suspect, row.looks, row.attempts) == ("scheduled", True, 1, 0)


async def test_a_post_that_lost_its_answer_begins_the_looks_anew(scene: Scene) -> None:
    """They are counted since the last time that something may have been posted."""
    row = scene.outbox.owe("n1")
    row.is_suspect, row.looks = True, 7
    scene.sender.outcomes["n1"] = [LOST]
    await scene.worker().run_due()
    assert (row.looks, row.blind) == (0, 0)


@pytest.mark.parametrize(("attempts", "looks"), [(0, 0), (4, 0), (6, 1)])
async def test_a_long_wait_after_a_lost_answer_stands_for_the_first_look(
    scene: Scene, attempts: int, looks: int
) -> None:
    """The first empty look counts for nothing, since Slack may still be at it: after a minute it is not any more."""
    row = scene.outbox.owe("n1")
    row.attempts = attempts
    scene.sender.outcomes["n1"] = [LOST]
    await scene.worker().run_due()
    assert (row.is_suspect, row.looks) == (True, looks)
