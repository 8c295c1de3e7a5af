"""What a digest tells instead: folded and not sent, found before it is folded, and there when the digest is drawn."""

from datetime import timedelta

import pytest

from bot.blocks.message import Message
from bot.delivery.outcomes import Outcome, Verdict
from bot.delivery.outgoing import Fold, Outgoing, Post, PutAway
from bot.domain.nudge import Claim, Nudge, Result
from bot.domain.nudge_kind import NudgeKind
from bot.metrics import Metrics
from tests.delivery.conftest import MONDAY
from tests.delivery.fakes import OURS
from tests.delivery.scene import LOST, Scene

HOUR = timedelta(hours=1)


async def test_what_is_to_be_told_in_a_digest_is_folded_and_not_sent(scene: Scene) -> None:
    """At the digest's time."""
    scene.outbox.owe("n1")
    scene.renderer.plans["n1"] = Fold(MONDAY + HOUR)
    await scene.worker().run_due()
    [[settlement]] = scene.outbox.groups
    assert (settlement.result, settlement.due_at) == (Result.FOLDED, MONDAY + HOUR)
    assert scene.sender.sent == []


@pytest.mark.parametrize("is_late", [True, False])
async def test_a_digest_knows_whether_what_it_tells_was_held_up(scene: Scene, is_late: bool) -> None:
    """For the operator, to whom what waits by plan is no trouble."""
    scene.outbox.owe("n1")
    scene.renderer.plans["n1"] = Fold(MONDAY + HOUR, is_late=is_late)
    await scene.worker().run_due()
    [[settlement]] = scene.outbox.groups
    assert settlement.is_planned is not is_late


async def test_what_may_have_been_posted_before_is_looked_for_before_it_is_folded(scene: Scene) -> None:
    """Told twice is told once too often: found, it counts; where Slack cannot say, it is asked later."""
    row = scene.outbox.owe("n1")
    row.is_suspect = True
    scene.renderer.plans["n1"] = Fold(MONDAY)
    scene.sender.outcomes["n1"] = [LOST, Outcome(Verdict.SENT, channel="D1", ts="7.0")]
    worker = scene.worker()
    await worker.run_due()
    assert (row.status, row.is_suspect) == ("scheduled", True)
    scene.pass_time(HOUR)
    await worker.run_due()
    assert (row.status, row.ts) == ("sent", "7.0")


async def test_what_is_found_before_it_is_folded_is_put_away_where_it_was_overtaken(scene: Scene) -> None:
    """It has buttons of a question that was answered meanwhile: the found message is edited, and nothing is told."""
    row = scene.outbox.owe("n1")
    row.is_suspect = True

    async def plan(claim: Claim) -> Outgoing:
        return PutAway(claim.channel, claim.ts, Message("You answered.")) if claim.ts else Fold(MONDAY)

    scene.renderer.plans["n1"] = plan
    scene.sender.outcomes["n1"] = [
        *(Outcome(Verdict.SENT, channel="D1", ts="7.0"), LOST),
        *(Outcome(Verdict.SENT, channel="D1", ts="7.0"), Outcome(Verdict.SENT, channel="D1", ts="7.0")),
    ]
    worker = scene.worker()
    await worker.run_due()
    assert (row.status, row.is_suspect) == ("scheduled", True)
    scene.pass_time(HOUR)
    await worker.run_due()
    assert (row.status, row.ts, scene.sender.sent) == ("sent", "7.0", ["n1", "n1"])


async def test_a_digest_is_drawn_when_what_came_due_with_it_is_written_down_as_folded(scene: Scene) -> None:
    """However late the others came: else they would be told in another one, a moment later."""
    scene.outbox.owe("digest", kind=NudgeKind.DIGEST, due_in=-60)
    row = scene.outbox.owe("n1")
    scene.renderer.plans["n1"] = Fold(MONDAY)
    seen: list[str] = []

    async def digest(claim: Claim) -> Outgoing:
        seen.append(row.status)
        return Post(claim.nudge.recipient, Message("2 things"))

    scene.renderer.plans["digest"] = digest
    await scene.worker().run_due()
    assert seen == ["folded"]


async def test_reminders_to_one_person_that_come_due_together_know_of_each_other(scene: Scene) -> None:
    """Other people's, and other kinds, keep to themselves."""
    seen: dict[str, bool] = {}
    for name, to, kind in (
        ("n1", "U0SAM00001", NudgeKind.CHECKPOINT),
        ("n2", "U0SAM00001", NudgeKind.OFFER_REMINDER),
        ("n3", "U0SAM00001", NudgeKind.MOVE),
        ("n4", "U0MAYA0001", NudgeKind.CHECKPOINT),
    ):
        scene.outbox.owe(name, to=to, kind=kind)

        async def note(claim: Claim) -> Outgoing:
            seen[claim.nudge.id] = claim.has_company
            return None

        scene.renderer.plans[name] = note
    await scene.worker().run_due()
    assert seen == {"n1": True, "n2": True, "n3": False, "n4": False}


async def test_what_a_digest_told_is_measured_from_when_it_was_planned_for(scene: Scene) -> None:
    """Each by itself: the digest alone came in time, however late that was for what it held."""
    scene.outbox.owe("digest", kind=NudgeKind.DIGEST)
    told = tuple(
        Nudge(f"m{hours}", OURS, NudgeKind.MOVE, "d1", "U0SAM00001", MONDAY - hours * HOUR)
        for hours in (1, 3)
    )
    scene.renderer.plans["digest"] = Post("U0SAM00001", Message("2 things"), told=told)
    metrics = Metrics()
    await scene.worker(metrics=metrics).run_due()
    measured = metrics.text_without_database().decode()
    assert "leeway_nudge_lag_seconds_count 2.0" in measured
    assert "leeway_nudge_lag_seconds_sum 14400.0" in measured
