"""The story of the product in steps, each a function of the scene that can be told before or after a catastrophe.

A step first waits for what its people need to see, and ends with the one thing that they do: what the bot makes of
that is the beginning of the next step.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.playground.acting.actor import Actor, Modal, VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS, SAM
from tests.processes.scene import Scene

THURSDAY_15 = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
THURSDAY_17 = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)  # 17:00 in Paris
BAR: dict[str, object] = {
    "Task": "Monthly cloud spend report",
    "Owner": SAM,
    "Deadline": THURSDAY_17,
    "Outcome": "Finance can plan hiring on it.",
    "Acceptable error": "variance <= 2 %",
    "Team channel": CLOUD_COSTS,
}


def in_two_weeks() -> datetime:
    """Return a deadline by real time, which `leeway run` goes by."""
    return (datetime.now(UTC) + timedelta(days=14)).replace(second=0, microsecond=0)


class CloudReport:
    """The monthly cloud spend report, from the hand-over to the one change."""

    form: Modal
    card: VisibleMessage
    manager_card: VisibleMessage
    opening: VisibleMessage

    def __init__(self, scene: Scene, **bar: object) -> None:
        """Prepare to tell it; `bar` replaces fields of the brief's first step."""
        self.scene = scene
        self.bar = BAR | bar
        self.maya, self.sam, self.noor = scene.maya, scene.sam, scene.noor

    @property
    def handing_over(self) -> list[Callable[[], Awaitable[None]]]:
        """The steps of the brief."""
        return self.steps[:4]

    @property
    def steps(self) -> list[Callable[[], Awaitable[None]]]:
        """All of them, in order."""
        return [
            self.maya_types_the_command,
            self.maya_sets_the_bar,
            self.maya_skips_the_blast_radius,
            self.maya_hands_over,
            self.sam_presses_accept,
            self.sam_says_it_in_his_words,
            self.maya_confirms,
            self.sam_is_asked_at_half_time,
            self.sam_answers,
            self.maya_presses_ask,
            self.maya_asks,
            self.sam_presses_answer,
            self.sam_replies,
            self.sam_is_on_course_at_the_end,
            self.sam_presses_ship,
            self.sam_ships,
            self.sam_opens_his_notes,
            self.sam_writes,
            self.noor_opens_her_notes,
            self.noor_writes,
            self.maya_is_reminded,
            self.the_notes_are_shown,
            self.maya_writes_her_part,
            self.maya_is_shown,
            self.sam_opens_the_change,
            self.sam_chooses,
            self.it_closes,
        ]

    # -- from the hand-over to the work

    async def maya_types_the_command(self) -> None:
        """Maya opens the brief with a command."""
        words = "@Sam Rivera Monthly cloud spend report"
        self.form = await self.scene.opens(lambda: self.maya.command("/delegate", words, channel=CLOUD_COSTS))

    async def maya_sets_the_bar(self) -> None:
        """Maya fills in the first step."""
        await self._submit(self.bar)
        self.form = self._on_top(self.maya)

    async def maya_skips_the_blast_radius(self) -> None:
        """Maya leaves the second step as it is."""
        await self._submit({})
        self.form = self._on_top(self.maya)

    async def maya_hands_over(self) -> None:
        """Maya hands over."""
        await self._submit({"Minimum shippable": "Totals per team, no forecast."})
        assert self.maya.modal is None

    async def sam_presses_accept(self) -> None:
        """Sam reads his card and presses Accept."""
        self.card = await self.scene.message(self.sam, "hands you this")
        self.manager_card = await self.scene.message(self.maya, "Nothing for you to do")
        await self._press(self.sam, self.card, "Accept")

    async def sam_says_it_in_his_words(self) -> None:
        """Sam gives the back-brief."""
        await self._submit({"back_brief": "Totals within 2 percent; I ring if sources disagree."})

    async def maya_confirms(self) -> None:
        """Maya confirms it."""
        word = await self.scene.message(self.maya, "accepted and said")
        await self.scene.presses(self.maya, word, "That is it")

    # -- the work

    async def sam_is_asked_at_half_time(self) -> None:
        """The spot check comes, and Sam presses Answer."""
        await self.scene.message(self.sam, "says: that is it")
        await self.scene.until_message(self.manager_card, "In progress")
        await self.scene.come("checkpoint", "spot")
        await self._press(
            self.sam, await self.scene.message(self.sam, "Spot check", besides=self.card), "Answer"
        )

    async def sam_answers(self) -> None:
        """Sam answers the spot check."""
        await self._submit({"answer_1": "Two new accounts joined in October.", "answer_2": "The totals."})

    async def maya_presses_ask(self) -> None:
        """Maya reads it, and presses one of the stems."""
        heard = await self.scene.message(self.maya, "Two new accounts joined in October.")
        await self._press(self.maya, heard, "ask.2")

    async def maya_asks(self) -> None:
        """Maya sends the question."""
        await self._submit({})

    async def sam_presses_answer(self) -> None:
        """Sam reads the question, and presses Answer."""
        question = await self.scene.message(self.sam, "asks", besides=self.card)
        await self._press(self.sam, question, "Answer")

    async def sam_replies(self) -> None:
        """Sam replies."""
        await self._submit({"answer": "Finance would ask about the new accounts."})

    async def sam_is_on_course_at_the_end(self) -> None:
        """The final QA comes, and nothing is new."""
        await self.scene.message(self.maya, "Finance would ask about the new accounts.")
        await self.scene.come("checkpoint", "final")
        asked = await self.scene.message(self.sam, "Final QA", besides=self.card)
        await self.scene.presses(self.sam, asked, "On course, nothing new")

    async def sam_presses_ship(self) -> None:
        """An hour before the deadline Sam presses Ship it."""
        await self.scene.message(self.maya, "on course, nothing new")
        await self.scene.at(THURSDAY_15)
        await self._press(self.sam, self.card, "Ship it")

    async def sam_ships(self) -> None:
        """Sam ships."""
        await self._submit(
            {"prediction": "Met", "link": "https://example.com/report", "note": "Totals per team."}
        )

    # -- the after-action

    async def sam_opens_his_notes(self) -> None:
        """The thread opens and the writing begins; Sam opens his notes."""
        await self.scene.message(self.maya, "Let it land")
        await self.scene.in_thread("variance at most 2 percent")
        self.opening = await self._open_thread()
        await self._press(self.sam, self.opening, "Write my notes")

    async def sam_writes(self) -> None:
        """Sam writes what happened."""
        await self._submit(
            {
                "happened": "Two accounts were counted twice.",
                "keep": "Asking finance early.",
                "one_change": "Reconcile accounts first.",
                "looked_right": "I trusted the export.",
                "fork": "Skill: something I want to learn",
            }
        )

    async def noor_opens_her_notes(self) -> None:
        """Noor, a colleague, opens hers."""
        await self._press(self.noor, self.opening, "Write my notes")

    async def noor_writes(self) -> None:
        """Noor writes."""
        await self._submit({"lucky": "The deadline was before month end."})

    async def maya_is_reminded(self) -> None:
        """Near the end of the writing Maya gets a reminder."""
        await self.scene.come("review_reminder")
        await self.scene.until_sent("review_reminder", self.maya)

    async def the_notes_are_shown(self) -> None:
        """The notes are shown together; what is about skill goes to Sam alone, and Maya opens her part."""
        await self.scene.come("review_reveal")
        reveal = text_of(await self.scene.in_thread("Asking finance early."))
        assert "The deadline was before month end." in reveal
        assert "I trusted the export." not in reveal
        await self.scene.message(self.sam, "I trusted the export.")
        await self._press(self.maya, self.opening, "Write my notes")

    async def maya_writes_her_part(self) -> None:
        """Maya writes her part."""
        await self._submit({"question": "Who sees the accounts first?", "own_miss": "I never named them."})

    async def maya_is_shown(self) -> None:
        """Her part is shown, without the miss that she keeps to herself."""
        await self.scene.come("review_manager")
        shown = text_of(await self.scene.in_thread("Who sees the accounts first?"))
        assert "I never named them." not in shown

    async def sam_opens_the_change(self) -> None:
        """Sam is asked for the one change; once he has chosen, he would not be asked any more."""
        await self.scene.come("review_change")
        prompt = await self.scene.in_thread("[Choose the one change]")
        await self.scene.until_sent("review_change")
        await self._press(self.sam, prompt, "Choose the one change")

    async def sam_chooses(self) -> None:
        """Sam chooses it."""
        await self._submit(
            {
                "when": "both exports are in",
                "i_will": "reconcile account counts before totals",
                "lesson": "Count accounts before you trust totals.",
            }
        )

    async def it_closes(self) -> None:
        """The after-action closes by itself."""
        await self.scene.come("review_close")
        closed = text_of(await self.scene.in_thread("Closed."))
        assert "reconcile account counts before totals" in closed
        assert "Count accounts before you trust totals." in closed

    # -- how they do it

    async def _press(self, actor: Actor, message: VisibleMessage, button: str) -> None:
        self.form = await self.scene.opens(lambda: actor.click(message, button))

    async def _submit(self, entries: dict[str, object]) -> None:
        await self.scene.does(lambda: self.form.submit(entries))

    def _on_top(self, actor: Actor) -> Modal:
        assert actor.modal is not None
        return actor.modal

    async def _open_thread(self) -> VisibleMessage:
        """Wait for the thread's first message with its buttons; of two alike the bot knows one, and edits it."""
        return await self.scene.in_thread("[Write my notes]")
