"""What operators measure: counters and times in Prometheus' words, of one process.

Nothing in them is of a person or a text: kinds, methods, results and seconds.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from bot.domain.nudge import SUSPENDED, Result, Settlement
from bot.domain.nudge_kind import NudgeKind

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
LAG_SECONDS: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800, 7200, 86400, 259200)
CALL_SECONDS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
ANSWER_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5)
"""Slack waits three seconds for an answer."""


class Metrics:
    """Counts what one process does. Each has a registry of its own, so that several can live side by side."""

    def __init__(self) -> None:
        disable_created_metrics()  # when each series began: nobody asks, and it would be half of the text
        self._registry = registry = CollectorRegistry()
        self._claimed = Counter("leeway_nudges_claimed", "Nudges taken for sending.", registry=registry)
        self._settled = Counter(
            "leeway_nudges_settled", "Claims by what became of them.", ("result", "kind"), registry=registry
        )
        self._put_off = Counter(
            "leeway_nudges_put_off", "Claims to be tried later, by Slack's word.", ("why",), registry=registry
        )
        self._suspect = Counter(
            "leeway_nudges_ambiguous", "Attempts that may have posted without an answer.", registry=registry
        )
        self._found = Counter(
            "leeway_nudges_reconciled",
            "Messages of such attempts, also of a process that died, that were found.",
            registry=registry,
        )
        self._lost = Counter(
            "leeway_leases_lost",
            "Claims that another sender took over before they were settled.",
            registry=registry,
        )
        self._lag = Histogram(
            "leeway_nudge_lag_seconds",
            "From when a message was planned for to when it was written down as sent.",
            buckets=LAG_SECONDS,
            registry=registry,
        )
        self._calls = Histogram(
            "leeway_slack_call_seconds",
            "Calls of the Web API.",
            ("method",),
            buckets=CALL_SECONDS,
            registry=registry,
        )
        self._refused = Counter(
            "leeway_slack_calls_failed",
            "Calls that did not end well.",
            ("method", "verdict"),
            registry=registry,
        )
        self._rate_limited = Counter(
            "leeway_slack_rate_limited", "Calls that Slack answered with 429.", ("method",), registry=registry
        )
        self._answers = Histogram(
            "leeway_answer_seconds",
            "From a payload of Slack's to our answer.",
            ("payload",),
            buckets=ANSWER_SECONDS,
            registry=registry,
        )
        self._phrasing = Counter(
            "leeway_phrasing_checks",
            "Words to somebody that a rule asked about, and those of them that were sent as they are.",
            ("rule", "result"),
            registry=registry,
        )
        self._due = Gauge(
            "leeway_nudges_due", "Nudges that were planned for by now and are not sent.", registry=registry
        )
        self._behind = Gauge(
            "leeway_lag_seconds", "For how long the first of them has been late.", registry=registry
        )
        self._dead = Gauge("leeway_nudges_dead", "Nudges that were given up.", registry=registry)
        self._database = Gauge("leeway_database_up", "Whether the database answers.", registry=registry)
        self._begin()

    def _begin(self) -> None:
        """Have what alerts go by begin at 0: a series that is born at 1 has not increased, as Prometheus sees it."""
        for result in Result:
            for kind in NudgeKind:
                self._settled.labels(result.value, kind.value)
        self._put_off.labels(_cause(SUSPENDED))

    def claimed(self, number: int) -> None:
        """Count nudges that were taken for sending."""
        self._claimed.inc(number)

    def settled(self, settlement: Settlement, now: datetime) -> None:
        """Count what became of a claim."""
        claim = settlement.claim
        self._settled.labels(settlement.result.value, claim.nudge.kind.value).inc()
        if settlement.result is Result.LATER:
            self._put_off.labels(_cause(settlement.error) or "released").inc()
        if settlement.result is Result.SENT:
            for planned_for in settlement.planned or (claim.planned_for,):
                self._lag.observe(max(0.0, (now - planned_for).total_seconds()))

    def ambiguous(self) -> None:
        """Count an attempt that may have posted without an answer."""
        self._suspect.inc()

    def found(self) -> None:
        """Count a message that an earlier attempt had posted."""
        self._found.inc()

    def lost(self, number: int) -> None:
        """Count claims that another sender had taken over."""
        self._lost.inc(number)

    def called(self, method: str, seconds: float) -> None:
        """Note how long a call of the Web API took."""
        self._calls.labels(method).observe(seconds)

    def refused(self, method: str, verdict: str, *, rate_limited: bool) -> None:
        """Count a call that did not end well."""
        self._refused.labels(method, verdict).inc()
        if rate_limited:
            self._rate_limited.labels(method).inc()

    def asked_back(self, rule: str) -> None:
        """Count words that a phrasing rule asked about."""
        self._phrasing.labels(rule, "asked").inc()

    def sent_as_it_is(self, rule: str) -> None:
        """Count words that were sent as they are after a rule had asked about them."""
        self._phrasing.labels(rule, "sent_as_it_is").inc()

    @contextmanager
    def answering(self, payload: str) -> Iterator[None]:
        """Note how long the answer to a payload takes."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._answers.labels(payload).observe(time.perf_counter() - begun)

    def text(self, due: int, behind_seconds: float, dead: int) -> bytes:
        """Return all of it in Prometheus' text format, with what the database says of this moment."""
        self._due.set(due)
        self._behind.set(behind_seconds)
        self._dead.set(dead)
        self._database.set(1)
        return generate_latest(self._registry)

    def text_without_database(self) -> bytes:
        """Return what this process knows by itself."""
        self._database.set(0)
        return generate_latest(self._registry)


def _cause(error: str) -> str:
    """Return the word for a fault, without what it was about."""
    return error.partition(":")[0]
