"""The line to one workspace: every call in its turn, and every fault told as an outcome."""

from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outcomes import RATE_LIMITED, Outcome, Verdict, classify
from bot.delivery.pacing import Pacing
from bot.domain.people import Tenant
from bot.metrics import Metrics

TAKE_JSON: Final = {"chat.postMessage", "chat.update", "views.publish"}
"""Methods whose arguments travel as they are; the SDK has a form to fill in for the others."""


class CallFailed(Exception):
    """A call did not end well; `outcome` says how."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.error)
        self.outcome = outcome


class Line:
    """Calls made for `who`, a nudge or a look-up, in one workspace.

    Where the turn of the first call of `turn_of` was waited for already, every other call waits here.
    `has_called` says whether any call was made: that takes its time, and what was drawn before it may be overtaken.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        tenant: Tenant,
        who: str,
        pacing: Pacing,
        metrics: Metrics,
        turn_of: str = "",
        patience_seconds: float | None = None,
    ) -> None:
        self._client = client
        self._tenant = tenant
        self._who = who
        self._pacing = pacing
        self._metrics = metrics
        self._patience = patience_seconds
        self._turns = {turn_of}
        self.has_called = False

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call a method of the Web API and return Slack's answer. Raises `CallFailed`."""
        await self.wait_for_turn(method, str(arguments.get("channel", "")))
        self._turns.discard(method)
        self.has_called = True
        try:
            answer = await self._send(method, arguments)
        except Exception as error:
            outcome = classify(error)
            is_rate_limit = outcome.error == RATE_LIMITED
            self._metrics.refused(method, outcome.verdict, rate_limited=is_rate_limit)
            if is_rate_limit and outcome.retry_after is not None:
                self._pacing.penalise(self._tenant, method, outcome.retry_after)
            raise CallFailed(outcome) from error
        return dict(answer.data)

    async def wait_for_turn(self, method: str, channel: str) -> None:
        """Wait for the turn of the next call of a method, unless that was done. Raises `CallFailed`."""
        if method in self._turns:
            return
        turn = await self._pacing.acquire(self._tenant, method, channel, self._who, self._patience)
        if not turn.granted:
            raise CallFailed(Outcome(Verdict.LATER, "paced", turn.seconds))
        self._turns.add(method)

    async def _send(self, method: str, arguments: dict[str, Any]) -> Any:
        if method in TAKE_JSON:
            return await self._client.api_call(method, json=arguments)
        return await getattr(self._client, method.replace(".", "_"))(**arguments)
