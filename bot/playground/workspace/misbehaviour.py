"""Telling the stand-in to misbehave, the ways in which Slack and networks do.

For a Web API method (`chat.postMessage`, or `*` for any):
    `refuse_connection`             the connection is reset before anything happens
    `http_500`                      HTTP 500, nothing happened
    `page`                          a proxy's page with HTTP 200 instead of an answer, nothing happened
    `error:NAME`                    `{"ok": false, "error": NAME}`, nothing happened
    `rate_limited:SECONDS`          HTTP 429 with that Retry-After
    `slow:SECONDS`                  it happens, later
    `drop_after_accepting`          it happens, then the connection is reset without an answer
    `http_500_after_accepting`      it happens, then HTTP 500
    `error_after_accepting:NAME`    it happens, then `{"ok": false, "error": NAME}`

For what the app says at a response URL (`response_url`): the first two of these, and `slow`.

For a delivery to the app (`delivery:slash_commands`, `delivery:interactive`, `delivery:events_api`):
    `lost`            it never reaches the app; the person sees a timeout at once
    `ack_lost`        the app did its work, and the person sees a timeout all the same
    `duplicate`       the app gets it twice
    `slow:SECONDS`    it arrives later, within the same three seconds
    `bad_signature`   signed with another secret (HTTP only)
"""

from collections import Counter
from dataclasses import dataclass

FOR_METHODS = frozenset(
    {
        "refuse_connection",
        "http_500",
        "page",
        "error",
        "rate_limited",
        "slow",
        "drop_after_accepting",
        "http_500_after_accepting",
        "error_after_accepting",
    }
)
FOR_DELIVERIES = frozenset({"lost", "ack_lost", "duplicate", "slow", "bad_signature"})


@dataclass(slots=True)
class Fault:
    """One planned misbehaviour: `how` and its parameter, for the next `times` calls of `method`."""

    method: str
    how: str
    parameter: str
    times: int


class Misbehaviour:
    """The faults that are planned and not yet used up; `happened` counts the others, by their way."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self.happened: Counter[str] = Counter()

    def plan(self, method: str, how: str, times: int = 1) -> None:
        """Misbehave at the next `times` calls of `method`; faults of one method are used in order.

        Raises:
            ValueError: There is no such misbehaviour.
        """
        name, _, parameter = how.partition(":")
        known = FOR_DELIVERIES if method.startswith("delivery:") else FOR_METHODS
        if name not in known:
            raise ValueError(f"{how!r} is not one of {', '.join(sorted(known))}")
        self._planned.append(Fault(method, name, parameter, times))

    def take(self, method: str) -> Fault | None:
        """Return the fault for a call of `method` that is happening now, if one is planned."""
        wanted = {method} if method.startswith("delivery:") else {method, "*"}
        for fault in self._planned:
            if fault.method in wanted:
                fault.times -= 1
                if fault.times <= 0:
                    self._planned.remove(fault)
                self.happened[fault.how] += 1
                return fault
        return None

    def clear(self) -> None:
        """Behave again."""
        self._planned.clear()
