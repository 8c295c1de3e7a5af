"""What operators measure: one planned fault, and the numbers that tell of it."""

import asyncio
import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.clock import SettableClock
from bot.delivery.clients import SingleWorkspaceClients
from bot.delivery.gateway import Gateway
from bot.delivery.outgoing import Fold, Wait
from bot.delivery.pacing import Pacing
from bot.delivery.worker import Worker
from bot.domain.nudge import Result
from bot.domain.nudge_kind import NudgeKind
from bot.metrics import Metrics
from bot.playground.cast import JONAS, SAM
from bot.playground.workspace.workspace import Workspace
from tests.delivery.conftest import MONDAY
from tests.delivery.fakes import FakeAlarm, FakeOutbox, FakeRenderer, RealTime
from tests.meta.tree import ROOT

HOUR = timedelta(hours=1)


class Measured:
    """A sender to the stand-in Slack, and what it measures."""

    def __init__(self, clients: SingleWorkspaceClients, clock: SettableClock, metrics: Metrics) -> None:
        self.clock, self.outbox, self.renderer = clock, FakeOutbox(clock), FakeRenderer()
        self.metrics, self.time = metrics, RealTime()
        pacing = Pacing(self.time, self.time.sleep)
        gateway = Gateway(clients, pacing, self.metrics)
        self.worker = Worker(
            *(self.outbox, self.renderer, gateway, pacing, clock, asyncio.Event(), FakeAlarm()),
            monotonic=self.time,
            metrics=self.metrics,
        )

    async def run(self, *, after: timedelta = timedelta()) -> None:
        """Send what is due, once so much time has passed."""
        self.clock.advance(after)
        self.time.seconds += after.total_seconds()
        await self.worker.run_due()

    def numbers(self, name: str) -> dict[str, float]:
        """Return what is told under a name, by its labels, but for what is nought."""
        families = text_string_to_metric_families(self.metrics.text(0, 0.0, 0).decode())
        samples = (sample for family in families for sample in family.samples if sample.name == name)
        return {" ".join(sample.labels.values()): sample.value for sample in samples if sample.value}


@pytest.fixture
def measured(clients: SingleWorkspaceClients, clock: SettableClock, metrics: Metrics) -> Measured:
    """A sender that has nothing to send yet."""
    return Measured(clients, clock, metrics)


async def test_claimed_and_sent(measured: Measured) -> None:
    """Each once, by its kind, where all goes well; and nothing else is told of."""
    for nudge_id in ("n1", "n2"):
        measured.outbox.owe(nudge_id, to=SAM)
    await measured.run()
    assert measured.numbers("leeway_nudges_claimed_total") == {"": 2}
    assert measured.numbers("leeway_nudges_settled_total") == {"move sent": 2}
    for trouble in ("nudges_put_off", "nudges_ambiguous", "nudges_reconciled", "leases_lost"):
        assert measured.numbers(f"leeway_{trouble}_total") == {}


async def test_how_late_each_was(measured: Measured) -> None:
    """From when it was planned for until it was written down, whatever put it off in between."""
    measured.outbox.owe("n1", to=SAM)
    measured.renderer.plans["n1"] = Wait(MONDAY + 2 * HOUR)  # a plan of its own, which is no delay
    await measured.run()
    del measured.renderer.plans["n1"]
    await measured.run(after=3 * HOUR)
    assert measured.numbers("leeway_nudge_lag_seconds_sum") == {"": 3600}
    assert measured.numbers("leeway_nudge_lag_seconds_count") == {"": 1}


async def test_put_off_by_slacks_word(measured: Measured, workspace: Workspace) -> None:
    """By that word, and the claim as put off."""
    measured.outbox.owe("n1", to=SAM)
    workspace.misbehave("chat.postMessage", "error:internal_error")
    await measured.run()
    assert measured.numbers("leeway_nudges_settled_total") == {"move later": 1}
    assert measured.numbers("leeway_nudges_put_off_total") == {"internal_error": 1}


async def test_a_429(measured: Measured, workspace: Workspace) -> None:
    """By the method that it was said to; no attempt, and nothing ambiguous."""
    measured.outbox.owe("n1", to=SAM)
    workspace.misbehave("chat.postMessage", "rate_limited:30")
    await measured.run()
    assert measured.numbers("leeway_slack_rate_limited_total") == {"chat.postMessage": 1}
    assert measured.numbers("leeway_slack_calls_failed_total") == {"chat.postMessage later": 1}
    assert measured.numbers("leeway_nudges_put_off_total") == {"ratelimited": 1}
    assert measured.numbers("leeway_nudges_ambiguous_total") == {}


async def test_ambiguous_and_found(measured: Measured, workspace: Workspace) -> None:
    """Posted without an answer: once ambiguous, however often it is looked for in vain, and once reconciled."""
    measured.outbox.owe("n1", to=SAM)
    workspace.misbehave("chat.postMessage", "drop_after_accepting")
    await measured.run()
    assert measured.numbers("leeway_nudges_ambiguous_total") == {"": 1}
    workspace.misbehave("conversations.history", "http_500")
    await measured.run(after=HOUR)
    assert measured.numbers("leeway_nudges_reconciled_total") == {}
    await measured.run(after=HOUR)
    assert measured.numbers("leeway_nudges_ambiguous_total") == {"": 1}
    assert measured.numbers("leeway_nudges_reconciled_total") == {"": 1}
    assert measured.numbers("leeway_nudges_settled_total") == {"move later": 2, "move sent": 1}


async def test_each_answer_that_is_lost_is_counted(measured: Measured, workspace: Workspace) -> None:
    """Also those of one that was in doubt before; that there was nothing to be found is no attempt."""
    measured.outbox.owe("n1", to=SAM)
    workspace.misbehave("chat.postMessage", "http_500", times=3)
    for _ in range(7):
        await measured.run(after=HOUR)
    assert measured.numbers("leeway_nudges_settled_total") == {"move later": 6, "move sent": 1}
    assert measured.numbers("leeway_nudges_ambiguous_total") == {"": 3}


async def test_given_up(measured: Measured, workspace: Workspace) -> None:
    """What Slack refuses for good."""
    measured.outbox.owe("n1", to=SAM)
    workspace.misbehave("chat.postMessage", "error:channel_not_found")
    await measured.run()
    assert measured.numbers("leeway_nudges_settled_total") == {"move dead": 1}


async def test_cancelled_and_folded(measured: Measured) -> None:
    """What was overtaken, and what a digest tells, is not sent."""
    for nudge_id, plan in {"n1": None, "n2": Fold(MONDAY + HOUR)}.items():
        measured.outbox.owe(nudge_id, to=SAM)
        measured.renderer.plans[nudge_id] = plan
    await measured.run()
    assert measured.numbers("leeway_nudges_settled_total") == {"move cancelled": 1, "move folded": 1}
    assert measured.numbers("leeway_nudge_lag_seconds_count") == {}


async def test_a_lost_lease(measured: Measured) -> None:
    """Is counted as lost, and not as sent besides: whoever took it over counts what became of it."""
    lost = measured.outbox.owe("n1", to=SAM)
    measured.outbox.owe("n2", to=JONAS)

    async def is_taken_over(_: object) -> None:
        lost.token += 1

    measured.renderer.plans["n1"] = is_taken_over
    await measured.run()
    assert measured.numbers("leeway_leases_lost_total") == {"": 1}
    assert measured.numbers("leeway_nudges_settled_total") == {"move sent": 1}
    assert measured.numbers("leeway_nudge_lag_seconds_count") == {"": 1}


async def test_called_off_while_it_is_sent(measured: Measured) -> None:
    """Is cancelled, and no lease was lost: work ends every day while one of its nudges is just being sent."""
    row = measured.outbox.owe("n1", to=SAM)

    async def is_called_off(_: object) -> None:
        row.status = "cancelled"

    measured.renderer.plans["n1"] = is_called_off
    await measured.run()
    assert measured.numbers("leeway_leases_lost_total") == {}
    assert measured.numbers("leeway_nudges_settled_total") == {"move cancelled": 1}


async def test_what_cannot_be_written_down(measured: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is neither sent nor lost as far as anybody knows: it stays held until its lease runs out."""

    async def refuse(_: object) -> None:
        raise ValueError("broken constraint")

    monkeypatch.setattr(measured.outbox, "settle", refuse)
    measured.outbox.owe("n1", to=SAM)
    await measured.run()
    assert measured.numbers("leeway_nudges_claimed_total") == {"": 1}
    assert measured.numbers("leeway_nudges_settled_total") == {}
    assert measured.numbers("leeway_leases_lost_total") == {}


async def test_how_long_calls_take(measured: Measured) -> None:
    """By method, each once."""
    measured.outbox.owe("n1", to=SAM)
    await measured.run()
    assert measured.numbers("leeway_slack_call_seconds_count") == {"chat.postMessage": 1}


def test_what_alerts_go_by_is_told_before_it_has_happened() -> None:
    """At 0, for each result and kind: of a series that begins with its first fault an alert sees no increase."""
    told = set(Metrics().text(0, 0.0, 0).decode().splitlines())
    for kind in NudgeKind:
        for result in Result:
            assert f'leeway_nudges_settled_total{{kind="{kind}",result="{result}"}} 0.0' in told
    assert 'leeway_nudges_put_off_total{why="suspended"} 0.0' in told
    assert "leeway_leases_lost_total 0.0" in told


def test_the_document_names_what_there_is_and_nothing_else() -> None:
    """An alert on a name that is not there never fires, and what nobody reads of is not looked at."""
    families = text_string_to_metric_families(Metrics().text(0, 0.0, 0).decode())
    there = {f"{each.name}_total" if each.type == "counter" else each.name for each in families}
    document = (ROOT / "docs" / "operations.md").read_text()
    named = set(re.findall(r"\bleeway_[a-z_]+", document)) - {"leeway_tick_seconds"}
    assert {re.sub(r"_bucket$", "", name) for name in named} == there


def test_what_the_database_says_of_the_moment() -> None:
    """How many are late and for how long, how many were given up; and whether it can be asked at all."""
    metrics = Metrics()
    told = metrics.text(3, 90.5, 2).decode().splitlines()
    assert {"leeway_nudges_due 3.0", "leeway_lag_seconds 90.5", "leeway_nudges_dead 2.0"} < set(told)
    assert "leeway_database_up 1.0" in told
    assert "leeway_database_up 0.0" in metrics.text_without_database().decode().splitlines()
