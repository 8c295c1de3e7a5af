"""Getting commands, interactions and events to the app: three seconds to answer, retries for events only."""

import asyncio
import secrets
import time
from typing import Any

from bot.playground.to_the_app.parcel import Courier, Parcel, ParcelKind, UndeliveredError
from bot.playground.workspace.misbehaviour import Fault
from bot.playground.workspace.workspace import Workspace

Json = dict[str, Any]


class Delivery:
    """Delivers at most once what a person does, and at least once what happens (Slack retries events only)."""

    def __init__(
        self,
        workspace: Workspace,
        courier: Courier,
        *,
        ack_seconds: float,
        event_retry_delays: tuple[float, ...],
    ) -> None:
        self._workspace = workspace
        self._courier = courier
        self._ack_seconds = ack_seconds
        self._event_retry_delays = event_retry_delays
        self._last_event: Json | None = None
        self._retrying: set[asyncio.Task[None]] = set()

    async def hand_over(self, kind: ParcelKind, body: Json) -> Json | None:
        """Deliver something a person did; return the body of the answer.

        Raises:
            UndeliveredError: Not answered within the time, or answered with a failure. It is lost.
        """
        return await self._attempt(Parcel(kind, body))

    async def event(self, event: Json) -> bool:
        """Deliver an event if the manifest subscribes to it; retries go on in the background.

        Returns:
            Whether the first try was answered.
        """
        event_type = event["type"]
        name = f"message.{event['channel_type']}" if event_type == "message" else event_type
        if name not in self._workspace.app.bot_events:
            return False
        self._last_event = self._envelope(event)
        return await self._try_event(Parcel("events_api", self._last_event))

    async def redeliver(self) -> None:
        """Deliver the last event again as Slack's first retry, although it may have been answered.

        Raises:
            AssertionError: There was no event yet.
        """
        if self._last_event is None:
            raise AssertionError("no event was delivered yet")
        await self._attempt(Parcel("events_api", self._last_event, 1, "http_timeout"))

    async def stop(self) -> None:
        """Give up the retries that are still to come."""
        for task in self._retrying:
            task.cancel()
        await asyncio.gather(*self._retrying, return_exceptions=True)

    async def _try_event(self, parcel: Parcel) -> bool:
        try:
            await self._attempt(parcel)
        except UndeliveredError as failure:
            if failure.may_retry and parcel.retry < len(self._event_retry_delays):
                later = Parcel(parcel.kind, parcel.body, parcel.retry + 1, failure.reason)
                task = asyncio.create_task(self._retry(later))
                self._retrying.add(task)
                task.add_done_callback(self._retrying.discard)
            return False
        return True

    async def _retry(self, parcel: Parcel) -> None:
        await asyncio.sleep(self._event_retry_delays[parcel.retry - 1])
        await self._try_event(parcel)

    async def _attempt(self, parcel: Parcel) -> Json | None:
        fault = self._workspace.misbehaviour.take(f"delivery:{parcel.kind}")
        started, error = time.monotonic(), ""
        try:
            async with asyncio.timeout(self._ack_seconds):
                return await self._carry(parcel, fault)
        except TimeoutError:
            error = "operation_timeout"
            raise UndeliveredError(error, "http_timeout") from None
        except UndeliveredError as failure:
            error = failure.error
            raise
        finally:
            self._workspace.calls.add(
                self._workspace.now(),
                "out",
                parcel.name,
                error=error,
                ms=(time.monotonic() - started) * 1000,
                summary=parcel.summary,
                arguments=parcel.body,
            )

    async def _carry(self, parcel: Parcel, fault: Fault | None) -> Json | None:
        match fault.how if fault else "":
            case "lost":
                raise UndeliveredError("operation_timeout", "http_timeout")
            case "ack_lost":
                await self._courier.carry(parcel)
                raise UndeliveredError("operation_timeout", "http_timeout")
            case "duplicate":
                answers = await asyncio.gather(self._courier.carry(parcel), self._courier.carry(parcel))
                return answers[0]
            case "bad_signature":
                return await self._courier.carry(Parcel(parcel.kind, parcel.body, is_badly_signed=True))
            case "slow":
                await asyncio.sleep(float(fault.parameter) if fault else 0)
        return await self._courier.carry(parcel)

    def _envelope(self, event: Json) -> Json:
        app, team_id = self._workspace.app, self._workspace.team.id
        channel = self._workspace.channels.get(str(event.get("channel")))
        return {
            "token": app.verification_token,
            "team_id": team_id,
            "api_app_id": app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(self._workspace.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team_id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
            "event_context": f"4-{secrets.token_urlsafe(16)}",
        }
