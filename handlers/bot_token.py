"""Our own authorisation: the workspace's token, known from the start, without a call to Slack on each request."""

from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext


class SingleWorkspace(AsyncAuthorize):
    """Answers every request with the one bot token that the settings hold.

    It is a class because Bolt builds a file-based OAuth flow of its own and drops the token wherever a client
    id and secret stand in the environment, unless it is given an `AsyncAuthorize`.
    """

    def __init__(self, bot_token: str) -> None:
        self._token = bot_token
        self._known: dict[str, str] = {}

    def learn(self, auth_test: dict[str, Any]) -> None:
        """Take over who we are from the answer of `auth.test`."""
        self._known = {name: str(auth_test.get(name) or "") for name in ("user_id", "bot_id")}

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult:
        """Return the token with the ids of the request."""
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_token=self._token,
            bot_id=self._known.get("bot_id"),
            bot_user_id=self._known.get("user_id"),
        )
