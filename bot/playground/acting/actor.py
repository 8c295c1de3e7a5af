"""Acting as a person: what tests drive the whole bot with, by the words that people see."""

from typing import Any

from bot.playground.acting.filling import value_for
from bot.playground.acting.reading import (
    VisibleMessage,
    find_control,
    find_input,
    labels_of,
    present,
    pressed,
    text_of,
    visible,
)
from bot.playground.acting.screen import FieldErrors, Modal, Outcome, Screen
from bot.playground.block_kit import input_state
from bot.playground.workspace.conversations import Conversation, Message

__all__ = ["Actor", "FieldErrors", "Modal", "Outcome", "VisibleMessage", "text_of"]

Json = dict[str, Any]


class Actor(Screen):
    """One person at their Slack."""

    # -- what they see

    @property
    def home(self) -> Json | None:
        """The Home that was last published to them, as Slack's view object."""
        view = self.workspace.views.home(self.id)
        return view.as_json(self.workspace.app, self.workspace.team.id) if view else None

    def dm_messages(self) -> list[VisibleMessage]:
        """Return the messages of their DM with the app, oldest first, without replies in threads."""
        return self.messages(self.workspace.direct_message(self.id).id)

    def messages(self, channel: str) -> list[VisibleMessage]:
        """Return a conversation as they see it, ephemeral messages included, oldest first."""
        room = self._room(channel)
        shown = [*room.top_level(), *self._whispers(channel, "")]
        return [visible(message) for message in sorted(shown, key=lambda one: one.ts)]

    def thread(self, channel: str, ts: str) -> list[VisibleMessage]:
        """Return a thread as they see it, its parent first, ephemeral messages in it included."""
        self._room(channel)
        shown = [*self.workspace.thread(channel, ts), *self._whispers(channel, ts)]
        return [visible(message) for message in sorted(shown, key=lambda one: one.ts)]

    def look_again(self, message: VisibleMessage) -> VisibleMessage:
        """Return a message as it is seen now, after an edit."""
        return visible(self._current(message))

    # -- what they do

    async def command(self, command: str, text: str = "", *, channel: str = "") -> Outcome:
        """Type a slash command; in their DM with the app when no channel is given."""
        room = self._room(channel or self.workspace.direct_message(self.id).id)
        return await self.after(self.workspace.interactions.command(self.person, room, f"{command} {text}"))

    async def shortcut(self, callback_id: str) -> Outcome:
        """Choose a global shortcut."""
        return await self.after(self.workspace.interactions.shortcut(self.person, callback_id))

    async def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Outcome:
        """Choose a shortcut on a message."""
        message = present(self.workspace.find_message(channel, ts), f"no message {ts} in {channel}")
        room = self._room(channel)
        return await self.after(
            self.workspace.interactions.message_shortcut(self.person, callback_id, room, message)
        )

    async def say(self, channel: str, text: str, *, thread_ts: str = "") -> VisibleMessage:
        """Write a message.

        Raises:
            SlackError: Nobody may write there: `is_archived`, or the app's Messages tab is read-only.
        """
        room = self._room(channel)
        return visible(await self.workspace.interactions.say(self.person, room, text, thread_ts))

    async def click(self, message: VisibleMessage, wanted: str, *, within: str = "") -> Outcome:
        """Click a button of a message, or an option of its overflow menu, by its words or its action_id.

        The message is looked at anew: what an edit took away cannot be clicked. `within` tells several apart.
        """
        current = self._current(message)
        control = find_control(current.blocks, wanted, within)
        action = pressed(control.element, control.block, control.option)
        room = self._room(message.channel)
        return await self.after(
            self.workspace.interactions.click_message(self.person, room, message.ts, action)
        )

    async def choose(self, message: VisibleMessage, wanted: str, value: Any) -> Outcome:
        """Choose something in a select, a picker or checkboxes of a message."""
        current = self._current(message)
        block, element = find_input(current.blocks, wanted)
        entered = value_for(element, value, self.workspace.people.values())
        action = {**entered, "block_id": block["block_id"], "action_id": element["action_id"]}
        state = input_state.merged(
            input_state.initial(current.blocks),
            current.blocks,
            {block["block_id"]: {element["action_id"]: entered}},
        )
        room = self._room(message.channel)
        return await self.after(
            self.workspace.interactions.click_message(self.person, room, message.ts, action, state)
        )

    async def raw_action(
        self,
        action: Json,
        *,
        channel: str = "",
        ts: str = "",
        view_id: str = "",
    ) -> Outcome:
        """Send any click, whether or not it is shown: forged, old, foreign, or of an unknown action_id.

        Args:
            action: The entry of `actions`; `type`, `block_id` and the like are filled in when missing.
            channel: Where the message is (with `ts`); the person need not be in it.
            ts: The message's ts; it need not exist.
            view_id: The open view, instead of a message.
        """
        full = {"type": "button", "block_id": "raw", "action_id": "raw", **action}
        interactions = self.workspace.interactions
        if view_id:
            view = present(self.workspace.views.find(view_id), f"no view {view_id}")
            return await self.after(interactions.click_view(self.person, view, full))
        room = self.workspace.channels[channel or self.workspace.direct_message(self.id).id]
        return await self.after(interactions.click_message(self.person, room, ts, full))

    async def raw_submit(self, modal: Modal, state: input_state.State | None = None) -> Outcome:
        """Submit a modal again after it closed, or with values that Slack itself would not let through.

        Args:
            modal: Any modal that was ever open.
            state: The whole of `state.values`; what was entered last, when left out.
        """
        if state is not None:
            modal.view.state = state
        doing = self.workspace.interactions.submit_unchecked(self.person, modal.view)
        return await self.after(doing, labels_of(modal.blocks))

    async def open_home(self) -> Json | None:
        """Open the app's Home; return it as it stands once the app has taken the event."""
        await self.workspace.interactions.open_home(self.person)
        return self.home

    async def click_home(self, wanted: str, *, within: str = "") -> Outcome:
        """Click a button on the Home."""
        view = present(self.workspace.views.home(self.id), f"{self.person.real_name} has no Home yet")
        control = find_control(view.blocks, wanted, within)
        action = pressed(control.element, control.block, control.option)
        return await self.after(self.workspace.interactions.click_view(self.person, view, action))

    def _room(self, channel: str) -> Conversation:
        room = self.workspace.channels[channel]
        if self.id not in room.members:
            raise AssertionError(f"{self.person.real_name} is not in {room.name or channel}")
        return room

    def _whispers(self, channel: str, thread_ts: str) -> list[Message]:
        """Return what only they see in a conversation's top level or in one of its threads."""
        own = self.workspace.ephemerals(self.id)
        return [one for one in own if (one.channel, one.thread_ts) == (channel, thread_ts)]

    def _current(self, message: VisibleMessage) -> Message:
        """Look at a message anew."""
        return present(self.workspace.find_message(message.channel, message.ts), "the message is gone")
