"""The stand-in workspace: people, conversations, messages, views, and the one app installed in it."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.playground.workspace.call_log import CallLog
from bot.playground.workspace.changes import Changes
from bot.playground.workspace.conversations import Conversation, Kind, Message
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.installed_app import SIGNING_SECRET, install
from bot.playground.workspace.misbehaviour import Misbehaviour
from bot.playground.workspace.people import Person, Team
from bot.playground.workspace.rates import Rates
from bot.playground.workspace.response_urls import ResponseUrls
from bot.playground.workspace.story_clock import Clock, MessageTimes
from bot.playground.workspace.triggers import Triggers
from bot.playground.workspace.views import Views


class Workspace:
    """One workspace with one app, all in memory.

    Message times and dates go by the story's `clock`; triggers, rates and signatures by real, monotonic time.
    """

    def __init__(
        self,
        team: Team,
        clock: Clock,
        manifest: Mapping[str, Any],
        *,
        signing_secret: str = SIGNING_SECRET,
        rates_enforced: bool = True,
        with_optional_scopes: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make an empty workspace in which the app of `manifest` is installed.

        Args:
            team: The workspace's own id, name and domain.
            clock: The story's clock.
            manifest: The app's manifest, as loaded from YAML or JSON.
            signing_secret: What HTTP deliveries are signed with.
            rates_enforced: Whether calls over Slack's rate limits get a 429.
            with_optional_scopes: Whether the app was granted the scopes that its manifest calls optional.
            monotonic: The source of real time for triggers, rates and response URLs.
        """
        self.team = team
        self.clock = clock
        self.app = install(manifest, with_optional_scopes=with_optional_scopes)
        self.app.signing_secret = signing_secret
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Conversation] = {}
        self.times = MessageTimes(clock)
        self.changes = Changes()
        self.calls = CallLog(self.changes)
        self.views = Views()
        self.triggers = Triggers(monotonic)
        self.rates = Rates(monotonic, enforced=rates_enforced)
        self.misbehaviour = Misbehaviour()
        self.response_urls = ResponseUrls(monotonic)
        self.base_url = ""
        self._ephemerals: list[Message] = []
        self._groups: dict[tuple[Kind, frozenset[str]], Conversation] = {}
        self.add_person(Person(self.app.bot_user_id, self.app.name.lower(), self.app.name, is_bot=True))

    # -- who and where

    def add_person(self, person: Person) -> Person:
        """Let somebody in; a stranger needs a `team_id` of their own, others get the workspace's."""
        person.team_id = person.team_id or self.team.id
        self.people[person.id] = person
        return person

    def add_channel(self, channel_id: str, name: str, members: set[str], **about: Any) -> Conversation:
        """Make a channel; `about` takes `is_private`, `topic`, `is_archived` and `is_ext_shared`."""
        kind = Kind.PRIVATE if about.pop("is_private", False) else Kind.PUBLIC
        created = int(self.clock.now().timestamp())
        channel = Conversation(channel_id, kind, name, set(members), created=created, **about)
        self.channels[channel_id] = channel
        return channel

    def person(self, user_id: str) -> Person:
        """Return somebody.

        Raises:
            SlackError: `user_not_found`.
        """
        if user_id not in self.people:
            raise SlackError("user_not_found")
        return self.people[user_id]

    def conversation(self, channel_id: str) -> Conversation:
        """Return a conversation that the app may know of.

        Raises:
            SlackError: `channel_not_found`, also for private conversations without the app.
        """
        channel = self.channels.get(channel_id)
        if channel is None or (
            channel.kind is not Kind.PUBLIC and self.app.bot_user_id not in channel.members
        ):
            raise SlackError("channel_not_found")
        return channel

    def direct_message(self, user_id: str) -> Conversation:
        """Return the DM between the app and a person, opened if need be."""
        return self._group(Kind.DM, {user_id, self.app.bot_user_id})

    def group_message(self, user_ids: set[str]) -> Conversation:
        """Return the group DM of the app and these people, opened if need be."""
        return self._group(Kind.GROUP_DM, user_ids | {self.app.bot_user_id})

    def shares_a_channel(self, user_id: str) -> bool:
        """Whether the app and a stranger are in a shared channel together."""
        return any(
            channel.is_ext_shared and {user_id, self.app.bot_user_id} <= channel.members
            for channel in self.channels.values()
        )

    def _group(self, kind: Kind, members: set[str]) -> Conversation:
        among = (kind, frozenset(members))
        if known := self._groups.get(among):
            return known
        letter, number = ("D" if kind is Kind.DM else "C"), len(self.channels) + 1
        handles = sorted(self.people[member].name for member in members)
        name = "" if kind is Kind.DM else f"mpdm-{'--'.join(handles)}-1"
        created = int(self.clock.now().timestamp())
        channel = Conversation(f"{letter}0DIRECT{number:02}", kind, name, set(members), created=created)
        self.channels[channel.id] = self._groups[among] = channel
        self.changes.tell("message", channel=channel.id)
        return channel

    # -- messages

    def post(self, channel: Conversation, user_id: str, text: str, **about: Any) -> Message:
        """Put a message into a conversation, with the next free ts; `about` takes any other field of it."""
        person = self.people[user_id]
        message = Message(channel.id, self.times.next(), user_id, text, team=person.team_id, **about)
        if user_id == self.app.bot_user_id:
            message.bot_id, message.app_id = self.app.bot_id, self.app.app_id
        if message.thread_ts and (parent := channel.messages.get(message.thread_ts)):
            parent.thread_ts = parent.ts
        channel.messages[message.ts] = message
        self.changes.tell("message", channel=channel.id, ts=message.ts, thread_ts=message.thread_ts)
        return message

    def whisper(self, channel: Conversation, user_id: str, text: str, **about: Any) -> Message:
        """Show a message of the app to one person only; it is in nobody's history."""
        message = Message(
            channel.id, self.times.next(), self.app.bot_user_id, text, ephemeral_to=user_id, **about
        )
        message.bot_id, message.app_id, message.team = self.app.bot_id, self.app.app_id, self.team.id
        self._ephemerals.append(message)
        self.changes.tell("ephemeral", user=user_id, channel=channel.id, ts=message.ts)
        return message

    def forget(self, message: Message) -> None:
        """Delete a message, ephemeral or not."""
        if message.ephemeral_to:
            self._ephemerals.remove(message)
        else:
            self.channels[message.channel].messages.pop(message.ts, None)
        kind = "ephemeral" if message.ephemeral_to else "message"
        self.changes.tell(kind, user=message.ephemeral_to, channel=message.channel, ts=message.ts)

    def ephemerals(self, user_id: str) -> list[Message]:
        """Return what only this person sees, oldest first."""
        return [message for message in self._ephemerals if message.ephemeral_to == user_id]

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """Return a message by its place, ephemeral ones included."""
        channel = self.channels.get(channel_id)
        if channel and ts in channel.messages:
            return channel.messages[ts]
        return next((one for one in self._ephemerals if (one.channel, one.ts) == (channel_id, ts)), None)

    def channel_messages(self, channel_id: str) -> list[Message]:
        """Return the top-level messages of a conversation, oldest first."""
        return self.channels[channel_id].top_level()

    def thread(self, channel_id: str, ts: str) -> list[Message]:
        """Return a thread, its parent first."""
        channel = self.channels[channel_id]
        return [channel.messages[ts], *channel.replies(ts)]

    # -- for tests

    def misbehave(self, method: str, how: str, times: int = 1) -> None:
        """Misbehave at the next `times` calls of `method`; see `misbehaviour.py` for the ways."""
        self.misbehaviour.plan(method, how, times)

    async def until(self, condition: Callable[[], object], seconds: float = 20.0) -> None:
        """Wait until `condition()` is true, looking again after every change.

        Raises:
            TimeoutError: Not within `seconds` of real time; it names the last calls.
        """
        try:
            await self.changes.until(condition, seconds)
        except TimeoutError:
            calls = [
                f"{call.direction} {call.method} {call.error or 'ok'}" for call in self.calls.after(0)[-8:]
            ]
            raise TimeoutError(f"not within {seconds} s; last calls: {'; '.join(calls) or 'none'}") from None

    def now(self) -> datetime:
        """Return the story's time."""
        return self.clock.now()
