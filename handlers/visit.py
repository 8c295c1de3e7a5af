"""A visit: one thing that a person did in Slack, parsed once, and the ways to answer them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.blocks.button_values import number_in, read_value
from bot.blocks.ids import ViewId
from bot.blocks.message import Message, View
from bot.domain.errors import NotFound
from bot.domain.people import Person, Tenant
from bot.usecases.ports import UnitOfWork
from handlers.desk import Desk

Payload = dict[str, Any]
Answer = dict[str, Any] | None
"""What goes back with the acknowledgement: arguments of Bolt's `ack`, or None for an empty one."""


@dataclass(frozen=True)
class Visit:
    """The payload with what listeners read of it. `client` bears the workspace's own token."""

    desk: Desk
    tenant: Tenant
    body: Payload
    client: AsyncWebClient

    @cached_property
    def user_id(self) -> str:
        """Who acted."""
        user = self.body.get("user")
        return str(user["id"] if isinstance(user, dict) else self.body["user_id"])

    @cached_property
    def view(self) -> View:
        """The modal or Home that was acted in; empty for messages and commands."""
        view: View = self.body.get("view") or {}
        return view

    @cached_property
    def state(self) -> Payload:
        """What is entered in the modal, by block id and action id."""
        values: Payload = (self.view.get("state") or {}).get("values") or {}
        return values

    @cached_property
    def action(self) -> Payload:
        """The element that was pressed or chosen from."""
        first: Payload = (self.body.get("actions") or [{}])[0]
        return first

    @cached_property
    def about(self) -> tuple[str, str]:
        """The delegation or draft that this is about, and the subject. Raises `NotFound` for a foreign value."""
        option = self.action.get("selected_option") or {}
        carried = option.get("value") or self.action.get("value") or self.view.get("private_metadata")
        found = read_value(carried)
        if found is None:
            raise NotFound
        return found

    @cached_property
    def number(self) -> int:
        """The subject as a number: a version, or which pre-mortem. Raises `NotFound` for anything else."""
        number = number_in(self.about[1])
        if number is None:
            raise NotFound
        return number

    def work(self) -> UnitOfWork:
        """Return a fresh unit of work in this person's workspace."""
        return self.desk.units(self.tenant)

    async def person(self) -> Person:
        """Return who acted, as the directory knows them; in UTC where it does not."""
        known = await self.desk.directory.person(self.tenant, self.user_id)
        return known or Person(self.user_id, self.tenant.team_id, "somebody")

    async def zone(self) -> tzinfo:
        """Return the time zone of who acted."""
        return (await self.person()).tz

    async def open(self, view: View) -> str:
        """Open a modal, on top of the one that was acted in where there is one; return its view id.

        From the view behind [More …] it takes that one's place: whoever is done with it is done.
        """
        trigger = self.body["trigger_id"]
        if self.view.get("callback_id") == ViewId.MORE:
            await self.redraw(view)
            return str(self.view["id"])
        if self.view.get("type") == "modal":
            opened = await self.client.views_push(trigger_id=trigger, view=view)
        else:
            opened = await self.client.views_open(trigger_id=trigger, view=view)
        return str(opened["view"]["id"])

    async def redraw(self, view: View, view_id: str = "") -> None:
        """Replace a modal in place, by default the one that was acted in; what is typed stays."""
        await self.client.views_update(view_id=view_id or self.view["id"], view=view)

    async def tell(self, message: Message) -> None:
        """Answer with a message that only this person sees, where the payload offers a way to."""
        url = self.body.get("response_url")
        if url:
            session = self.client.session
            hook = AsyncWebhookClient(url, session=session) if session else AsyncWebhookClient(url)
            await hook.send(
                text=message.text,
                blocks=message.blocks or None,
                response_type="ephemeral",
                replace_original=False,
            )


Listener = Callable[[Visit], Awaitable[Answer]]
"""Parses, calls one use case, answers."""


def replaced_by(view: View) -> Answer:
    """Return the answer that puts `view` in the place of the one submitted."""
    return {"response_action": "update", "view": view}


def told(message: Message) -> Answer:
    """Return the answer to a command that only its author sees."""
    return {"response_type": "ephemeral", "text": message.text, "blocks": message.blocks}
