"""Whatever the bot sends to a person by itself carries a way to be quieter, or has a stated reason why it does not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks.digest import Thing, digest
from bot.blocks.home import home
from bot.blocks.message import Message
from bot.delivery.drawings.drawing import Drawing
from bot.delivery.outgoing import Edit, Post
from bot.delivery.rendering import DRAWINGS
from bot.domain.brief import Trigger
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import BriefChange, Outcome
from bot.domain.flag import Forward, Reply
from bot.domain.intention import Verdict
from bot.domain.lifecycle import State
from bot.domain.nudge import Claim, Nudge
from bot.domain.nudge_kind import CARDS, NudgeKind
from bot.domain.proposal import Answer, ProposalKind
from bot.domain.record import CheckpointAnswer, Draft
from bot.domain.review import Mode, Note, Phase, Prompt, Visibility
from bot.domain.situation import Situation
from bot.usecases.owed_nudges import move_of
from bot.usecases.page import page_subject
from tests.blocks.reading import actions_of
from tests.blocks.stories import (
    BRIEF,
    DEADLINE,
    FLAG,
    INTENTION,
    NOTE,
    NOW,
    OWNER,
    QUESTION,
    TENANT,
    hit_of,
    looked_ahead,
    proposal_of,
    review_of,
    story,
)
from tests.blocks.wishes import WISH

REPLIES = "It is a reply in a thread, whose first message carries it wherever it is between the two alone."
BOTH = ("U1", "U2", "")
"""Manager and owner, and what goes to the two of them at once."""
WITHOUT = {
    NudgeKind.REVIEW_REVEAL: REPLIES,
    NudgeKind.REVIEW_MANAGER: REPLIES,
    NudgeKind.REVIEW_CHANGE: REPLIES,
    NudgeKind.REVIEW_CLOSE: REPLIES,
}
"""The kinds that carry none, each with its reason."""
IN_ITS_OWN_WAY = {NudgeKind.HOME, NudgeKind.DIGEST}
"""The kinds that are about a person and no one delegation, drawn elsewhere; each has a test of its own below."""

AT_WORK = story(State.IN_PROGRESS)
LATE = story(State.IN_PROGRESS, now=DEADLINE + timedelta(hours=1))
MISSED = replace(
    story(State.SHIPPED, outcome=Outcome.MISSED), note=NOTE, review=review_of(Mode.FULL, Phase.WAITING)
)
SENT = replace(NOTE, text="Two accounts.", reader_id="U9", sent_at=NOW)
WRITING = replace(story(State.IN_REVIEW), review=review_of(Mode.FULL, Phase.WRITING))
BETWEEN_BOTH = replace(
    story(State.IN_REVIEW, brief=replace(BRIEF, team_channel=None)),
    review=review_of(Mode.FULL, Phase.WRITING),
)
CHANGED = BriefChange(replace(BRIEF, outcome="They plan."), NOW)
ANSWERED = CheckpointAnswer("d1", CheckpointKind.SPOT_CHECK, ("What changed?",), ("Nothing.",), NOW)
AHEAD = looked_ahead(AT_WORK)
ASKED = replace(AHEAD.premortems[0], revealed_at=None, answered=())
WAITING = replace(AHEAD.risks[3], is_there=None)


class Store:
    """A store that answers each of its readings with what the test laid ready, else with nothing."""

    def __init__(self, laid_ready: dict[str, Any]) -> None:
        self._laid_ready = laid_ready

    def __getattr__(self, reading: str) -> Callable[..., Awaitable[Any]]:
        async def read(*_: object, **__: object) -> Any:
            return self._laid_ready.get(reading)

        return read


class Work:
    """The stores that drawings look into, by name."""

    def __init__(self, laid_ready: dict[str, dict[str, Any]]) -> None:
        self._laid_ready = _USUAL | laid_ready

    def __getattr__(self, store: str) -> Store:
        return Store(self._laid_ready.get(store, {}))


_USUAL: dict[str, dict[str, Any]] = {
    "people": {"persons": {}},
    "nudges": {"due_of": {}},
    "flags": {"get": FLAG, "forwards": [], "of": []},
    "records": {"asked_at_checkpoint": ("What changed since last month?",), "history": []},
}


@dataclass(frozen=True)
class Told:
    """A nudge in a situation in which it is sent, to `to`; `stores` hold what its drawing looks up."""

    situation: Situation = AT_WORK
    to: str = "U2"
    about: str = ""
    stores: dict[str, dict[str, Any]] = field(default_factory=dict)


def flags(**changes: Any) -> dict[str, dict[str, Any]]:
    """Return a flag laid ready."""
    told = [Forward("w1", "d1", "f1", "U9", "Short.", NOW)]
    return {"flags": {"get": replace(FLAG, **changes), "forwards": told}}


def intentions(**changes: Any) -> dict[str, dict[str, Any]]:
    """Return an intention laid ready."""
    return {"intentions": {"get": replace(INTENTION, **changes)}}


def records(**laid_ready: Any) -> dict[str, dict[str, Any]]:
    """Return questions and answers laid ready."""
    return {"records": _USUAL["records"] | laid_ready}


PROPOSED = proposal_of(ProposalKind.NEW_TIME)
SKILL = Note("U2", Prompt.ONE_CHANGE, "Practise.", Visibility.PRIVATE, NOW)
TOLD: dict[NudgeKind, Told] = {
    NudgeKind.OWNER_CARD: Told(),
    NudgeKind.MANAGER_CARD: Told(to="U1"),
    NudgeKind.MOVE: Told(about=move_of(AT_WORK.delegation)),
    NudgeKind.ENDED: Told(story(State.DECLINED), "U1"),
    NudgeKind.OFFER_REMINDER: Told(story(State.OFFERED)),
    NudgeKind.CHECKPOINT: Told(about=CheckpointKind.SPOT_CHECK),
    NudgeKind.CHECKPOINT_ANSWER: Told(
        to="U1", about=CheckpointKind.SPOT_CHECK, stores=records(checkpoint_answer=ANSWERED)
    ),
    NudgeKind.QUESTION: Told(stores=records(question=replace(QUESTION, answer="", answered_at=None))),
    NudgeKind.QUESTION_ANSWER: Told(to="U1", stores=records(question=QUESTION)),
    NudgeKind.SHIPPED: Told(story(State.SHIPPED), "U1"),
    NudgeKind.UNREACHABLE: Told(to="U1", about="U2"),
    NudgeKind.LEFT_CHANNEL: Told(to="U1", about="C1"),
    NudgeKind.PLACE_CHANGED: Told(
        story(State.IN_PROGRESS, brief=replace(BRIEF, team_channel=None)), about="C1"
    ),
    NudgeKind.NAMED_LEFT: Told(
        story(State.IN_PROGRESS, brief=replace(BRIEF, triggers=(Trigger("variance over 5 %", 60, "U3"),))),
        "U1",
        "U3",
    ),
    NudgeKind.FLAG_CLOSED: Told(replace(WRITING, flags=(FLAG,))),
    NudgeKind.FLAG: Told(to="U1"),
    NudgeKind.FLAG_CHASE: Told(to="U1"),
    NudgeKind.FLAG_THANKS: Told(stores=flags()),
    NudgeKind.FLAG_ANSWER: Told(stores=flags(reply=Reply.AGREED, answered_by="U1", answered_at=NOW)),
    NudgeKind.FLAG_SILENT: Told(stores=flags(given_back_at=NOW)),
    NudgeKind.FLAG_FORWARD: Told(to="U9", about="w1", stores=flags()),
    NudgeKind.INTENTION: Told(to="U1", stores=intentions()),
    NudgeKind.INTENTION_ANSWER: Told(stores=intentions(verdict=Verdict.SILENCE, settled_at=NOW)),
    NudgeKind.PAGE: Told(replace(AT_WORK, hits=(hit_of(),)), "U1", page_subject("h1", 1)),
    NudgeKind.PAGE_SENT: Told(replace(AT_WORK, hits=(hit_of(),)), about="h1"),
    NudgeKind.PAGE_ACKNOWLEDGED: Told(
        replace(AT_WORK, hits=(hit_of(acknowledged_by="U1", acknowledged_at=NOW),)), about="h1"
    ),
    NudgeKind.PAGE_UNANSWERED: Told(replace(AT_WORK, hits=(hit_of(round=3, unanswered_at=NOW),)), about="h1"),
    NudgeKind.PROPOSAL: Told(replace(AT_WORK, proposals=(PROPOSED,)), "U1", "p1"),
    NudgeKind.PROPOSAL_ANSWER: Told(
        replace(AT_WORK, proposals=(replace(PROPOSED, answer=Answer.STAYED),)), about="p1"
    ),
    NudgeKind.DEADLINE: Told(LATE, about=str(int(DEADLINE.timestamp()))),
    NudgeKind.PREMORTEM_ASKED: Told(replace(AHEAD, premortems=(ASKED,)), "U10", "1"),
    NudgeKind.PREMORTEM_REVEALED: Told(AHEAD, about="1"),
    NudgeKind.PREMORTEM_THANKS: Told(AHEAD, "U10", "1"),
    NudgeKind.RISK_CHECK: Told(replace(AHEAD, risks=(WAITING,)), about=WAITING.check_name),
    NudgeKind.RISK_REMINDER: Told(replace(AHEAD, risks=(WAITING,)), about=WAITING.check_name),
    NudgeKind.RISK_FELL_BACK: Told(AHEAD, "U1", AHEAD.risks[3].id),
    NudgeKind.MISS: Told(MISSED),
    NudgeKind.NOTE_REMINDER: Told(MISSED, about="1"),
    NudgeKind.CORRECTION_NOTE: Told(MISSED, "U9", "1", {"corrections": {"get": SENT}}),
    NudgeKind.NOTE_SENT: Told(MISSED, "U1", "1", {"corrections": {"get": SENT}, "people": {"persons": {}}}),
    NudgeKind.TAKEN_OVER: Told(MISSED),
    NudgeKind.HELP: Told(to="U1", about="h1", stores={"help_given": {"get": WISH}}),
    NudgeKind.HELP_CHASE: Told(to="U1", about="h1", stores={"help_given": {"get": WISH}}),
    NudgeKind.HELP_SILENT: Told(about="h1", stores={"help_given": {"get": WISH}}),
    NudgeKind.REHEARSAL_OVER: Told(
        story(State.DECLINED, rehearsal_of="x1"),
        "U1",
        stores={"drafts": {"get": Draft("x1", TENANT, "U1", {"task": "The report"}, NOW, "d1")}},
    ),
    NudgeKind.CHANGE_PROPOSED: Told(story(State.IN_PROGRESS, change=CHANGED), about=CHANGED.subject),
    NudgeKind.CHANGE_ANSWERED: Told(to="U1", about=f"{CHANGED.subject}:agreed"),
    NudgeKind.REVIEW_OPENING: Told(BETWEEN_BOTH, "", "1", {"reviews": {"notes": []}}),
    NudgeKind.REVIEW_REMINDER: Told(WRITING, about="1", stores={"reviews": {"authors": set()}}),
    NudgeKind.REVIEW_SKILL: Told(WRITING, about="1", stores={"reviews": {"notes": [SKILL]}}),
    NudgeKind.REVIEW_NO_CHANGE: Told(WRITING, about="1"),
}


async def drawn(kind: NudgeKind, told: Told) -> Message:
    """Return the message of a nudge as it is sent."""
    claim = Claim(Nudge("n1", TENANT, kind, "d1", told.to, NOW, told.about), 1, 1)
    work: Any = Work(told.stores)
    outgoing = await DRAWINGS[kind](Drawing(claim, told.situation, work))
    assert isinstance(outgoing, Post | Edit), outgoing
    return outgoing.message


def ways_of(message: Message) -> set[str]:
    """Return what the "…" menus in it offer."""
    elements = [
        element
        for block in message.blocks
        for element in (block.get("accessory"), *block.get("elements", ()))
        if element and element.get("type") == "overflow"
    ]
    return {option["value"].partition("|")[2] for element in elements for option in element["options"]}


def test_every_kind_is_looked_at() -> None:
    """A new kind of message is drawn here, or says why it carries no way to be quieter."""
    assert set(DRAWINGS) == set(TOLD) | set(WITHOUT)
    assert not set(TOLD) & set(WITHOUT)
    speaking = {kind for kind in NudgeKind if not kind.value.endswith("_step")}
    assert speaking == set(DRAWINGS) | IN_ITS_OWN_WAY


@pytest.mark.parametrize("kind", sorted(TOLD))
async def test_it_carries_its_way_to_be_quieter(kind: NudgeKind) -> None:
    """To one of the two: mute this delegation, and settings; a card has it in its menu. To others: settings."""
    told = TOLD[kind]
    ways = ways_of(await drawn(kind, told))
    if kind in CARDS:
        assert ways & {"mute", "more"}
    elif told.to in BOTH:
        assert ways >= {"mute", "settings"}
    else:
        assert ways == {"settings"}


async def test_an_after_action_in_a_channel_has_no_personal_menu() -> None:
    """It is there for everybody who reads the channel; where the channel refused it and both have it, it has one."""
    stores = {"reviews": {"notes": []}}
    in_channel = Told(WRITING, "", "1", stores)
    assert not ways_of(await drawn(NudgeKind.REVIEW_OPENING, in_channel))
    claim = Claim(
        Nudge("n1", TENANT, NudgeKind.REVIEW_OPENING, "d1", "", NOW, "1"), 1, 1, channel="G1", ts="1.0"
    )
    work: Any = Work(stores)
    edit = await DRAWINGS[NudgeKind.REVIEW_OPENING](Drawing(claim, WRITING, work))
    assert isinstance(edit, Edit)
    assert ways_of(edit.message) == {"mute", "settings"}


def test_home_and_digests_lead_to_the_settings() -> None:
    """They are about a person, so there is no one delegation to mute."""
    message = Message("Spot check", [{"type": "section", "text": {"type": "mrkdwn", "text": "Spot check"}}])
    assert "settings" in actions_of(digest([Thing(message)], OWNER.tz))
    assert "settings" in actions_of(home(OWNER, []))
