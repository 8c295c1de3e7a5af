"""People who wait for an answer go first; what the bot says of its own accord can wait a moment."""

from collections.abc import Awaitable, Callable

from bot.delivery.attempt import Renderer
from bot.delivery.outgoing import Outgoing
from bot.domain.nudge import Claim


class GivingWay:
    """A renderer that gives way each time before it begins."""

    def __init__(self, renderer: Renderer, give_way: Callable[[], Awaitable[None]]) -> None:
        self._renderer = renderer
        self._give_way = give_way

    async def prepare(self, claim: Claim) -> Outgoing:
        """Wait until nobody waits for us, or long enough; then do as the renderer does."""
        await self._give_way()
        return await self._renderer.prepare(claim)
