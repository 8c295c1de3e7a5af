"""Delivery over HTTP, signed with v0 HMAC-SHA256 on real time, as Slack's request verification page says."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.playground.to_the_app.parcel import Parcel, UndeliveredError
from bot.playground.workspace.installed_app import InstalledApp

Json = dict[str, Any]


def sign(secret: str, timestamp: str, body: str) -> str:
    """Return the value of `X-Slack-Signature` for a body sent at `timestamp` (Unix seconds)."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class SignedHttp:
    """Posts to the app's request URL, over a new connection each time."""

    def __init__(self, app: InstalledApp, request_url: str) -> None:
        self.request_url = request_url
        self._app = app
        self._session: aiohttp.ClientSession | None = None

    async def carry(self, parcel: Parcel) -> Json | None:
        """Post a parcel and return what the app answered.

        Raises:
            UndeliveredError: The app cannot be reached, or answered anything but 2xx.
        """
        if self._session is None:
            # A kept connection would break the first click after the app restarted at the same address.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        body, headers = self._letter(parcel)
        try:
            async with self._session.post(
                self.request_url, data=body.encode(), headers=headers, allow_redirects=False
            ) as response:
                text = await response.text()
                if not response.ok:
                    may_retry = response.headers.get("x-slack-no-retry") != "1"
                    raise UndeliveredError("dispatch_failed", "http_error", may_retry=may_retry)
                return _answer(response.content_type, text)
        except aiohttp.ClientError:
            raise UndeliveredError("dispatch_failed", "connection_failed") from None

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _letter(self, parcel: Parcel) -> tuple[str, dict[str, str]]:
        if parcel.kind == "events_api":
            body, content_type = json.dumps(parcel.body), "application/json"
        else:
            fields = parcel.body if parcel.kind == "slash_commands" else {"payload": json.dumps(parcel.body)}
            body, content_type = urlencode(fields), "application/x-www-form-urlencoded"
        timestamp = str(int(time.time()))
        secret = "not the secret" if parcel.is_badly_signed else self._app.signing_secret
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(secret, timestamp, body),
        }
        if parcel.retry:
            headers |= {"X-Slack-Retry-Num": str(parcel.retry), "X-Slack-Retry-Reason": parcel.retry_reason}
        return body, headers


def _answer(content_type: str, text: str) -> Json | None:
    if not text:
        return None
    if content_type == "application/json":
        try:
            answer = json.loads(text)
        except ValueError:
            raise UndeliveredError("dispatch_failed", "http_error") from None
        return answer if isinstance(answer, dict) and answer else None
    return {"text": text}
