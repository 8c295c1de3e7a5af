"""Turns at the database's connections, in order: a pool gives a free one to whoever happens to ask next."""

import asyncio


class Turns:
    """Lets so many in `at_a_time`, first come, first served; `then` they queue up with others, where it is given."""

    def __init__(self, at_a_time: int, then: "Turns | None" = None) -> None:
        self._places = asyncio.Semaphore(at_a_time)
        self._then = then

    async def take(self) -> None:
        """Wait for a turn."""
        await self._places.acquire()
        try:
            if self._then:
                await self._then.take()
        except BaseException:
            self._places.release()
            raise

    def give_back(self) -> None:
        """Let the next one in."""
        if self._then:
            self._then.give_back()
        self._places.release()
