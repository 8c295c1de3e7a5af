"""Modals and App Homes: stacks of at most three views per person, hashes, external ids, and what is typed in."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.playground.block_kit import input_state
from bot.playground.block_kit.validator import Surface, problems
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.installed_app import InstalledApp

Json = dict[str, Any]

MOST_ON_STACK = 3
"""Views in one stack of modals (Slack's modal page)."""

LARGEST_BYTES = 250 * 1024
"""Size of a view's JSON, above which `view_too_large` (views.open)."""


@dataclass(slots=True)
class OpenView:
    """A view that somebody has before them. `definition` is what the app sent, with all ids filled in."""

    id: str
    user_id: str
    definition: Json
    previous_id: str = ""
    root_id: str = ""
    hash: str = ""
    state: input_state.State = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks, each with its block_id and action_ids."""
        blocks: list[Json] = self.definition["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        """The app's own name for this view, or nothing."""
        return str(self.definition.get("external_id") or "")

    def show(self, definition: Json) -> None:
        """Show a new definition; the hash changes, and values stay where both ids stay."""
        self.definition = {**definition, "blocks": input_state.with_ids(definition["blocks"])}
        self.state = input_state.carried_over(self.state, self.blocks)
        self.hash = f"{secrets.randbelow(10**10)}.{secrets.token_urlsafe(6)}"

    def as_json(self, app: InstalledApp, team_id: str) -> Json:
        """Return the view object of Slack's payloads and answers."""
        empty: Json = (
            {"title": None, "submit": None, "close": None} if self.definition["type"] == "modal" else {}
        )
        return {
            "id": self.id,
            "team_id": team_id,
            "private_metadata": "",
            "callback_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            **empty,
            **self.definition,
            "external_id": self.external_id,
            "state": {"values": self.state},
            "hash": self.hash,
            "previous_view_id": self.previous_id or None,
            "root_view_id": self.root_id,
            "app_id": app.app_id,
            "app_installed_team_id": team_id,
            "bot_id": app.bot_id,
        }


def checked(surface: Surface, view: Any) -> Json:
    """Return a view that the app sent, if Slack would take it.

    Raises:
        SlackError: `invalid_arguments` with every problem, or `view_too_large`.
    """
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", "must be an object [json-pointer:/view]")
    if found := problems(surface, view):
        raise SlackError("invalid_arguments", *(f"/view{problem}" for problem in found))
    if len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_BYTES:
        raise SlackError("view_too_large")
    return view


class Views:
    """Every open modal and every published Home."""

    def __init__(self) -> None:
        self._stacks: dict[str, list[OpenView]] = {}
        self._homes: dict[str, OpenView] = {}

    def stack(self, user_id: str) -> list[OpenView]:
        """Return a person's open modals, bottom first."""
        return list(self._stacks.get(user_id, []))

    def top(self, user_id: str) -> OpenView | None:
        """Return the modal that a person sees, if any."""
        stack = self._stacks.get(user_id)
        return stack[-1] if stack else None

    def home(self, user_id: str) -> OpenView | None:
        """Return a person's Home, if one was published."""
        return self._homes.get(user_id)

    def find(self, view_id: str) -> OpenView | None:
        """Return an open view by its id."""
        return next((view for view in self._all() if view.id == view_id), None)

    def find_external(self, external_id: str) -> OpenView | None:
        """Return an open view by the app's own id of it."""
        return next((view for view in self._all() if external_id and view.external_id == external_id), None)

    def open(self, user_id: str, definition: Json) -> OpenView:
        """Open a modal, in place of any that is open."""
        self._refuse_duplicate(definition, None)
        self._stacks[user_id] = []
        return self._add(user_id, definition)

    def push(self, user_id: str, definition: Json) -> OpenView:
        """Put a modal on top of the open ones.

        Raises:
            SlackError: `push_limit_reached` over three, `not_found` where none is open.
        """
        stack = self._stacks.get(user_id, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_ON_STACK:
            raise SlackError("push_limit_reached")
        self._refuse_duplicate(definition, None)
        return self._add(user_id, definition)

    def update(self, view: OpenView, definition: Json) -> None:
        """Show a new definition in an open view."""
        self._refuse_duplicate(definition, view)
        view.show(definition)

    def publish(self, user_id: str, definition: Json, expected_hash: str) -> OpenView:
        """Publish a Home.

        Raises:
            SlackError: `hash_conflict` when `expected_hash` is given and not the one shown.
        """
        home = self._homes.get(user_id)
        if expected_hash and (home is None or home.hash != expected_hash):
            raise SlackError("hash_conflict")
        self._refuse_duplicate(definition, home)
        if home is None:
            view_id = _new_id()
            home = self._homes[user_id] = OpenView(view_id, user_id, definition, root_id=view_id)
        home.show(definition)
        return home

    def close(self, view: OpenView) -> None:
        """Close one modal; what was under it is seen again."""
        stack = self._stacks.get(view.user_id, [])
        if view in stack:
            stack.remove(view)

    def clear(self, user_id: str) -> None:
        """Close all modals of a person."""
        self._stacks.pop(user_id, None)

    def _add(self, user_id: str, definition: Json) -> OpenView:
        stack = self._stacks.setdefault(user_id, [])
        view = OpenView(_new_id(), user_id, definition)
        view.previous_id = stack[-1].id if stack else ""
        view.root_id = stack[0].id if stack else view.id
        view.show(definition)
        stack.append(view)
        return view

    def _all(self) -> list[OpenView]:
        return [*self._homes.values(), *(view for stack in self._stacks.values() for view in stack)]

    def _refuse_duplicate(self, definition: Json, itself: OpenView | None) -> None:
        taken = self.find_external(str(definition.get("external_id") or ""))
        if taken is not None and taken is not itself:
            raise SlackError("duplicate_external_id")


def _new_id() -> str:
    return f"V{secrets.token_hex(5).upper()}"
