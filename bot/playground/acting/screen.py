"""What one person has before them: the modal on top, what was whispered, and what became of what they did."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.acting.filling import value_for
from bot.playground.acting.reading import (
    VisibleMessage,
    find_control,
    find_input,
    labels_of,
    pressed,
    text_of,
    visible,
)
from bot.playground.block_kit import input_state
from bot.playground.to_the_app.answers import Reply
from bot.playground.to_the_app.connected import ConnectedWorkspace
from bot.playground.workspace.views import OpenView

Json = dict[str, Any]


class FieldErrors(dict[str, str]):
    """Errors at inputs, by block_id; looking one up by its input's visible label works too."""

    def __init__(self, errors: Mapping[str, str], labels: Mapping[str, str]) -> None:
        """Take errors by block_id, and `labels` that name the same blocks."""
        super().__init__(errors)
        self._blocks = {label: block_id for block_id, label in labels.items()}

    def __missing__(self, label: str) -> str:
        """Look up by label."""
        return dict(self)[self._blocks[label]]

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or super().__contains__(self._blocks.get(str(key)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody sees after acting: Slack's `error`, the top modal, what was whispered, errors at inputs."""

    error: str
    modal: "Modal | None"
    ephemeral: list[VisibleMessage]
    errors: FieldErrors = field(default_factory=lambda: FieldErrors({}, {}))

    @property
    def ok(self) -> bool:
        """Whether neither Slack nor the app complained."""
        return not self.error and not self.errors


class Screen:
    """Somebody's Slack, as far as it shows them what is new."""

    def __init__(self, workspace: ConnectedWorkspace, user_id: str) -> None:
        self.workspace = workspace
        self.person = workspace.people[user_id]

    @property
    def id(self) -> str:
        """Their user id."""
        return self.person.id

    @property
    def modal(self) -> "Modal | None":
        """The modal before them, if one is open."""
        view = self.workspace.views.top(self.id)
        return Modal(self, view) if view else None

    def ephemerals(self) -> list[VisibleMessage]:
        """Return everything that only they see, oldest first."""
        return [visible(message) for message in self.workspace.ephemerals(self.id)]

    async def after(self, doing: Awaitable[Reply], labels: dict[str, str] | None = None) -> Outcome:
        """Wait for what is being done, then look: the modal on top, and what was whispered meanwhile.

        Args:
            doing: Something of `workspace.interactions`.
            labels: block_id -> label of the inputs at which errors may come back.
        """
        before = len(self.workspace.ephemerals(self.id))
        reply = await doing
        errors = FieldErrors(reply.errors, labels or {})
        return Outcome(reply.error, self.modal, self.ephemerals()[before:], errors)


class Modal:
    """An open modal, seen by the person who has it open."""

    def __init__(self, screen: Screen, view: OpenView) -> None:
        self._screen = screen
        self.view = view

    @property
    def id(self) -> str:
        """Its view id."""
        return self.view.id

    @property
    def definition(self) -> Json:
        """The view as the app defined it, as it stands now."""
        return self.view.definition

    @property
    def blocks(self) -> list[Json]:
        """Its blocks as they stand now."""
        return self.view.blocks

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.view.definition["title"]["text"])

    @property
    def callback_id(self) -> str:
        """Its callback id."""
        return str(self.view.definition.get("callback_id", ""))

    @property
    def text(self) -> str:
        """Everything visible in it."""
        return text_of(self)

    @property
    def values(self) -> input_state.State:
        """What is entered now, as `state.values` of a submission would carry it."""
        return self.view.state

    @property
    def is_open(self) -> bool:
        """Whether it is still there, on top or under another."""
        return self.view in self._screen.workspace.views.stack(self._screen.id)

    def value(self, wanted: str) -> Any:
        """Return what an input holds now: text, an id, an option, or None."""
        block, element = find_input(self.blocks, wanted)
        held = self.values[block["block_id"]][element["action_id"]]
        return held[input_state.SLOTS[element["type"]].value]

    def fill(self, entries: Mapping[str, Any]) -> "Modal":
        """Enter something into inputs, each named by its label, its block_id or its action_id.

        Raises:
            AssertionError: An input is not there, or does not offer what is wanted.
        """
        self._must_be_on_top()
        for wanted, value in entries.items():
            block, element = find_input(self.blocks, wanted)
            entered = value_for(element, value, self._screen.workspace.people.values())
            given = {block["block_id"]: {element["action_id"]: entered}}
            self.view.state = input_state.merged(self.view.state, self.blocks, given)
        return self

    async def submit(self, entries: Mapping[str, Any] | None = None) -> Outcome:
        """Press the submit button, after entering `entries`."""
        self.fill(entries or {})
        if "submit" not in self.definition:
            raise AssertionError(f"{self.title!r} has no submit button")
        interactions = self._screen.workspace.interactions
        return await self._screen.after(
            interactions.submit(self._screen.person, self.view), labels_of(self.blocks)
        )

    async def click(self, wanted: str, *, within: str = "") -> Outcome:
        """Click a button, or an option of an overflow menu, by its words or its action_id."""
        self._must_be_on_top()
        control = find_control(self.blocks, wanted, within)
        action = pressed(control.element, control.block, control.option)
        interactions = self._screen.workspace.interactions
        return await self._screen.after(interactions.click_view(self._screen.person, self.view, action))

    async def choose(self, wanted: str, value: Any) -> Outcome:
        """Enter something where the app wants to hear of it at once (`block_actions`)."""
        self.fill({wanted: value})
        block, element = find_input(self.blocks, wanted)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome("", self, [])
        ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
        action = {**self.values[block["block_id"]][element["action_id"]], **ids}
        interactions = self._screen.workspace.interactions
        return await self._screen.after(interactions.click_view(self._screen.person, self.view, action))

    async def close(self, *, everything: bool = False) -> Outcome:
        """Press Cancel; with `everything` the x, which closes the views below it as well."""
        self._must_be_on_top()
        interactions = self._screen.workspace.interactions
        return await self._screen.after(
            interactions.close(self._screen.person, self.view, everything=everything)
        )

    def _must_be_on_top(self) -> None:
        top = self._screen.workspace.views.top(self._screen.id)
        if top is not self.view:
            shown = top and top.definition["title"]["text"]
            raise AssertionError(f"{self.title!r} is not the open modal; open is: {shown!r}")
