"""A modal as the person sees it who has it open: reading it, filling it in, and its buttons."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.playground import input_state
from bot.playground.filling import value_for
from bot.playground.outcome import Outcome
from bot.playground.reading import find_control, find_input, labels_of, pressed, text_of
from bot.playground.views import OpenView

if TYPE_CHECKING:
    from bot.playground.acting import Actor

Json = dict[str, Any]


class Modal:
    """An open modal, seen by the person who has it open."""

    def __init__(self, actor: "Actor", view: OpenView) -> None:
        self._actor = actor
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
        return self.view in self._actor.workspace.views.stack(self._actor.id)

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
            entered = value_for(element, value, self._actor.workspace.people.values())
            given = {block["block_id"]: {element["action_id"]: entered}}
            self.view.state = input_state.merged(self.view.state, self.blocks, given)
        return self

    async def submit(self, entries: Mapping[str, Any] | None = None) -> Outcome:
        """Press the submit button, after entering `entries`."""
        self.fill(entries or {})
        assert "submit" in self.definition, f"{self.title!r} has no submit button"  # noqa: S101
        interactions = self._actor.workspace.interactions
        return await self._actor.after(
            interactions.submit(self._actor.person, self.view), labels_of(self.blocks)
        )

    async def click(self, wanted: str, *, within: str = "") -> Outcome:
        """Click a button, or an option of an overflow menu, by its words or its action_id."""
        self._must_be_on_top()
        control = find_control(self.blocks, wanted, within)
        action = pressed(control.element, control.block, control.option)
        interactions = self._actor.workspace.interactions
        return await self._actor.after(interactions.click_view(self._actor.person, self.view, action))

    async def choose(self, wanted: str, value: Any) -> Outcome:
        """Enter something where the app wants to hear of it at once (`block_actions`)."""
        self.fill({wanted: value})
        block, element = find_input(self.blocks, wanted)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome("", self, [])
        ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
        action = {**self.values[block["block_id"]][element["action_id"]], **ids}
        interactions = self._actor.workspace.interactions
        return await self._actor.after(interactions.click_view(self._actor.person, self.view, action))

    async def close(self, *, everything: bool = False) -> Outcome:
        """Press Cancel; with `everything` the x, which closes the views below it as well."""
        self._must_be_on_top()
        interactions = self._actor.workspace.interactions
        return await self._actor.after(
            interactions.close(self._actor.person, self.view, everything=everything)
        )

    def _must_be_on_top(self) -> None:
        top = self._actor.workspace.views.top(self._actor.id)
        assert top is self.view, (  # noqa: S101
            f"{self.title!r} is not the open modal; open is: {top and top.definition['title']['text']!r}"
        )
