"""Trigger ids: the permission to open a modal, given by an interaction, for three seconds and one use."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.workspace.errors import SlackError

LIFETIME_SECONDS = 3.0
"""How long a trigger id lives (Slack's guide on handling interactions)."""

Monotonic = Callable[[], float]


@dataclass(slots=True)
class Trigger:
    """Whom a trigger id opens a modal for."""

    user_id: str
    made_at: float
    is_used: bool = False


class Triggers:
    """Every trigger id given out. They live on real time, whatever the story's clock says."""

    def __init__(self, monotonic: Monotonic) -> None:
        self._monotonic = monotonic
        self._given: dict[str, Trigger] = {}

    def give(self, user_id: str) -> str:
        """Make a trigger id for an interaction of `user_id`."""
        number = len(self._given) + 1
        trigger_id = f"{number}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self._given[trigger_id] = Trigger(user_id, self._monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger id up and return the user it was given to.

        Raises:
            SlackError: `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        """
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if self._monotonic() - trigger.made_at > LIFETIME_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger.user_id
