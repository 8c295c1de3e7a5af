"""What the page does for a person: every deed comes as JSON and goes through `interactions.py`."""

from typing import Any

from bot.playground.acting.reading import pressed
from bot.playground.block_kit import input_state
from bot.playground.page.views import person_of, room_of, view_of
from bot.playground.to_the_app.answers import Reply
from bot.playground.to_the_app.connected import ConnectedWorkspace
from bot.playground.workspace.errors import SlackError

Json = dict[str, Any]


class PageDeeds:
    """The deeds, one per address below `/page/`; each answers `{ok, error?, errors?}`."""

    def __init__(self, workspace: ConnectedWorkspace) -> None:
        self._workspace = workspace

    async def command(self, body: Json) -> Json:
        """Type a slash command."""
        person = person_of(self._workspace, body)
        channel = room_of(self._workspace, person, body["channel"])
        return _answer(await self._workspace.interactions.command(person, channel, body["text"]))

    async def say(self, body: Json) -> Json:
        """Write a message."""
        person = person_of(self._workspace, body)
        channel = room_of(self._workspace, person, body["channel"])
        thread_ts = str(body.get("thread_ts") or "")
        message = await self._workspace.interactions.say(person, channel, body["text"], thread_ts)
        return {"ok": True, "ts": message.ts}

    async def shortcut(self, body: Json) -> Json:
        """Choose a global shortcut."""
        return _answer(
            await self._workspace.interactions.shortcut(person_of(self._workspace, body), body["callback_id"])
        )

    async def message_shortcut(self, body: Json) -> Json:
        """Choose a shortcut on a message."""
        person = person_of(self._workspace, body)
        channel = room_of(self._workspace, person, body["channel"])
        message = self._workspace.find_message(channel.id, body["ts"])
        if message is None:
            raise SlackError("message_not_found")
        interactions = self._workspace.interactions
        return _answer(await interactions.message_shortcut(person, body["callback_id"], channel, message))

    async def action(self, body: Json) -> Json:
        """Click or choose something in a message, a modal or the Home."""
        person, container = person_of(self._workspace, body), body["container"]
        if container["type"] == "view":
            view = view_of(self._workspace, person, container["view_id"])
            view.state = input_state.merged(view.state, view.blocks, _entered(view.blocks, body))
            action, entered = _checked_action(view.blocks, body["action"])
            view.state = input_state.merged(view.state, view.blocks, entered)
            return _answer(await self._workspace.interactions.click_view(person, view, action))
        channel = room_of(self._workspace, person, container["channel"])
        message = self._workspace.find_message(channel.id, container["ts"])
        if message is None:
            raise SlackError("message_not_found")
        action, entered = _checked_action(message.blocks, body["action"])
        state = input_state.merged(
            input_state.initial(message.blocks), message.blocks, _entered(message.blocks, body)
        )
        state = input_state.merged(state, message.blocks, entered)
        reply = await self._workspace.interactions.click_message(person, channel, message.ts, action, state)
        return _answer(reply)

    async def submit(self, body: Json) -> Json:
        """Press a modal's submit button."""
        person = person_of(self._workspace, body)
        view = view_of(self._workspace, person, body["view_id"])
        view.state = input_state.merged(view.state, view.blocks, _entered(view.blocks, body))
        return _answer(await self._workspace.interactions.submit(person, view))

    async def close(self, body: Json) -> Json:
        """Cancel a modal."""
        person = person_of(self._workspace, body)
        view = view_of(self._workspace, person, body["view_id"])
        everything = bool(body.get("everything"))
        return _answer(await self._workspace.interactions.close(person, view, everything=everything))

    async def open_home(self, body: Json) -> Json:
        """Open the app's Home."""
        return _answer(await self._workspace.interactions.open_home(person_of(self._workspace, body)))


def _entered(blocks: list[Json], body: Json) -> input_state.State:
    """Return what the browser holds of the inputs that are still shown: the app may have changed the view."""
    shown = {(block["block_id"], element["action_id"]) for block, element in input_state.elements(blocks)}
    return {
        block_id: {action: value for action, value in actions.items() if (block_id, action) in shown}
        for block_id, actions in (body.get("state") or {}).items()
    }


def _checked_action(blocks: list[Json], given: Json) -> tuple[Json, input_state.State]:
    """Return the action as Slack would send it, and what it enters into the state.

    Raises:
        SlackError: `action_not_found` for an element that is not shown.
        ValueError: Something was chosen that it does not offer.
    """
    found = input_state.find(blocks, given["block_id"], given["action_id"]) or _drawn_anew(blocks, given)
    if found is None:
        raise SlackError("action_not_found")
    block, element = found
    slot = input_state.SLOTS.get(element["type"])
    if slot is not None:
        value = {"type": element["type"], slot.value: given.get(slot.value)}
        entered = {block["block_id"]: {element["action_id"]: value}}
        ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
        return {**value, **ids}, entered
    if element["type"] != "overflow":
        return pressed(element, block), {}
    if given.get("selected_option") not in element["options"]:
        raise ValueError("the menu has no such option")
    return pressed(element, block, given["selected_option"]), {}


def _drawn_anew(blocks: list[Json], given: Json) -> tuple[Json, Json] | None:
    """Find a button that was pressed in the moment in which its message changed: block ids are new, the rest is not."""
    alike = [
        (block, element)
        for block, element in input_state.elements(blocks)
        if element["type"] == "button"
        and (element["action_id"], element.get("value")) == (given["action_id"], given.get("value"))
    ]
    return alike[0] if len(alike) == 1 else None


def _answer(reply: Reply) -> Json:
    answer: Json = {"ok": reply.ok}
    if reply.error:
        answer["error"] = reply.error
    if reply.errors:
        answer["errors"] = reply.errors
    return answer
