"""Situations to draw: a delegation in every state and moment, with the texts that a test wants in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.domain.acceptable_error import understand
from bot.domain.acceptance import Acceptance, Level
from bot.domain.blast_radius import Audience, BlastRadius, Rollback, Undo
from bot.domain.brief import Brief, Source, Trigger
from bot.domain.checkpoints import Checkpoint, CheckpointKind
from bot.domain.correction import CorrectionNote
from bot.domain.delegation import BriefChange, Delegation, FoundBy, Outcome, Prediction, Shipment
from bot.domain.flag import Flag, Reply, Sureness
from bot.domain.intention import Intention, Verdict
from bot.domain.lifecycle import Role, State
from bot.domain.page import Hit, Page
from bot.domain.people import Channel, Person, Tenant
from bot.domain.premortem import Decision, Premortem, Risk
from bot.domain.proposal import Answer, Proposal, ProposalKind
from bot.domain.record import Question, QuestionAbout
from bot.domain.rehearsal import rehearsal_for
from bot.domain.review import Change, Mode, Note, Phase, Prompt, Review, Visibility
from bot.domain.shrinking import Shrink
from bot.domain.situation import Situation
from tests.blocks.wishes import wished

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
TENANT = Tenant("", "T1")
OWNER = Person("U2", "T1", "Ada", "Europe/Paris")
MANAGER = Person("U1", "T1", "Grace", "America/New_York")
CHANNEL = Channel("C1", "cloud-costs", has_bot=True)
BRIEF = Brief(
    task="Monthly cloud spend report",
    owner_id="U2",
    deadline=DEADLINE,
    outcome="Finance can plan hiring on it.",
    acceptable_error=understand("variance <= 2 %"),
    team_channel="C1",
    minimum_shippable="Totals per team, no forecast.",
    checklist=("Sources agree", "Totals per team"),
    assumptions=("Both exports are complete by Monday.",),
    blast_radius=BlastRadius(audience=Audience.FRIENDLY, undo=Undo.DAYS, rollback=Rollback.WRITTEN),
    triggers=(Trigger("variance over 5 %", 60, "U1"),),
    checkpoints=(
        Checkpoint(CheckpointKind.SPOT_CHECK, NOW + timedelta(days=1)),
        Checkpoint(CheckpointKind.FINAL_QA, NOW + timedelta(days=2)),
    ),
    source=Source("https://acme.slack.com/archives/C1/p1", "C1", "Could somebody do the report?"),
)
QUESTION = Question(
    "q1", "d1", QuestionAbout.WORK, "What do you intend?", NOW, "To wait for both exports.", NOW
)

HOUR = timedelta(hours=1)
FLAG = Flag("f1", "d1", "The October export is short.", Sureness.LIKELY, "", NOW, NOW + 4 * HOUR)
INTENTION = Intention("i1", "d1", "Leave both out.", "Nobody knows them.", NOW, NOW + 4 * HOUR)
NOTE = CorrectionNote("d1", 1, NOW, NOW + timedelta(hours=7))
PROVED = tuple(
    Note("U2", prompt, text, Visibility.THREAD, NOW)
    for prompt, text in (
        (Prompt.ASSUMED_1, "held"),
        (Prompt.ASSUMED_2, "failed"),
        (Prompt.CAME, "They took an hour."),
    )
)


def brief_of(text: str) -> Brief:
    """Return a brief as full as it may be, with `text` wherever words go."""
    return replace(
        BRIEF,
        task=text[:150],
        outcome=text,
        acceptable_error=understand(text),
        minimum_shippable=text,
        checklist=(text[:75],) * 10,
        assumptions=(text,) * 3,
        blast_radius=replace(BRIEF.blast_radius, rollback_note=text, compliance_bound=True),
        triggers=(Trigger(text, 10_080, "U1"),) * 3,
        source=Source("https://acme.slack.com/archives/C1/p1", "C1", text),
        why=text,
        smaller=tuple(Shrink),
        override=text,
    )


def story(
    state: State, *, brief: Brief = BRIEF, text: str = "", now: datetime = NOW, **changes: Any
) -> Situation:
    """Return a delegation in `state`; `text` stands wherever people wrote something, `changes` go into it."""
    said = text or "Totals per team within 2 percent; I ring if the sources disagree."
    base = Delegation("d1", TENANT, "U1", "U2", brief, 1, state, NOW - timedelta(days=1), NOW)
    by_state: dict[State, dict[str, Any]] = {
        State.OFFERED: {"move": Role.OWNER, "move_until": DEADLINE},
        State.ACCEPTED: {"move": Role.MANAGER, "move_until": NOW + timedelta(days=1), "back_brief": said},
        State.IN_PROGRESS: {"move": Role.OWNER, "back_brief": said, "started_at": NOW},
    }
    over = {"move": None, "reason": said, "ended_at": NOW}
    shipped = {
        "move": None,
        "back_brief": said,
        "started_at": NOW,
        "shipped_at": NOW,
        "shipment": Shipment(Prediction.MET, "https://example.com/report", said, (0,)),
        "measured": text[:150],
    }
    after = (State.SHIPPED, State.IN_REVIEW, State.CLOSED)
    chosen = by_state.get(state, shipped if state in after else over)
    return Situation(
        replace(base, **{**chosen, **changes}),
        now,
        people={"U1": MANAGER, "U2": OWNER},
        channel=CHANNEL,
    )


def review_of(mode: Mode, phase: Phase, text: str = "", **changes: Any) -> Review:
    """Return an after-action in `phase`, with a change and a lesson where it is closed."""
    review = Review("d1", 1, TENANT, mode, False, phase, NOW, phase_until=NOW + timedelta(minutes=4))
    if phase is Phase.CLOSED:
        line = text or "both exports are in"
        change = Change(line[:500], line[:500], "U2", date(2027, 1, 8))
        review = replace(review, change=change, lesson=line[:150], phase_until=None)
    return replace(review, **changes)


def raised(text: str = "") -> list[tuple[tuple[Flag, ...], tuple[Intention, ...]]]:
    """Return flags and intentions in every stage, with `text` in all their words."""
    words = text or "The October export is short by two accounts."
    flag = replace(FLAG, seen=words, intended=words)
    replies = [
        replace(flag, id=f"f{reply}", reply=reply, words=words, answered_by="U1", answered_at=NOW + 2 * HOUR)
        for reply in Reply
    ]
    passed_on = replace(flag, chased_at=NOW + 4 * HOUR, deputy_id="U3")
    given_back = replace(passed_on, given_back_at=NOW + 8 * HOUR)
    stated = replace(INTENTION, what=words, why=words)
    settled = [
        replace(stated, verdict=each, words=words, settled_by="U1", settled_at=NOW) for each in Verdict
    ]
    return [
        ((flag,), ()),
        ((passed_on,), ()),
        ((given_back,), ()),
        ((*replies, passed_on, flag), (stated,)),
        ((), (replace(stated, deputy_id="U3"),)),
        *((tuple(replies[:1]), (each,)) for each in settled),
    ]


def looked_ahead(situation: Situation, text: str = "", *, people: int = 8) -> Situation:
    """Return the situation after a full pre-mortem, its risks decided in every way, and with another one under way."""
    said = (text or "The export was late.")[:300]
    invited = tuple(f"U1{number}" for number in range(people))
    first = Premortem("d1", 1, "U2", invited, NOW, NOW, (*invited, "U1", "U2"), revealed_at=NOW)
    second = replace(first, number=2, until=NOW + timedelta(days=1), answered=(), revealed_at=None)
    watched = {"decision": Decision.WATCHED, "state": said[:150], "fallback": said[:150]}
    watched |= {"wanted_at": NOW, "check_at": NOW}
    made: tuple[dict[str, Any], ...] = (
        {},
        {"decision": Decision.ACCEPTED},
        {"decision": Decision.GUARDED, "guard": said[:75]},
        watched,
        watched | {"is_there": False},
    )
    risks = [
        Risk(f"r{author}{place}", "d1", 1, author, place, said, NOW, author == "U2", is_revealed=True)
        for author in first.people(situation.delegation)
        for place in range(3)
    ]
    decided = tuple(replace(risk, **made[place % len(made)]) for place, risk in enumerate(risks))
    return replace(situation, premortems=(first, second), risks=decided)


places = st.integers(min_value=0, max_value=999)


def everywhere(text: str = "", person: str = "") -> Iterator[Situation]:
    """Yield a delegation in every state and moment, with `text` in all its words and `person` as names."""
    brief = brief_of(text) if text else BRIEF
    for each in _moments(brief, text):
        people = {key: replace(who, name=person or who.name) for key, who in each.people.items()}
        yield replace(each, people=people)


def somewhere(place: int, text: str, person: str) -> Situation:
    """Return one of all these situations, for tests that would draw all of them with a hundred texts."""
    situations = tuple(everywhere(text, person))
    return situations[place % len(situations)]


def _moments(brief: Brief, text: str) -> Iterator[Situation]:
    asked = replace(QUESTION, text=text or QUESTION.text, answer="", answered_at=None)
    for state in State:
        yield story(state, brief=brief, text=text)
    offered = story(State.OFFERED, brief=brief, text=text, brief_number=2)
    moved = replace(offered, previous=replace(BRIEF, deadline=DEADLINE - timedelta(days=1)))
    yield moved
    yield replace(moved, delegation=replace(moved.delegation, move=Role.MANAGER))
    yield story(State.WITHDRAWN, brief=brief, ended_at=DEADLINE)
    practice = replace(rehearsal_for(brief, DEADLINE), override="")
    for state in (State.OFFERED, State.IN_PROGRESS, State.CLOSED, State.DECLINED):
        yield story(state, brief=practice, text=text, rehearsal_of="d0")
    yield replace(story(State.ACCEPTED, brief=brief, text=text), open_question=asked)
    other = BriefChange(
        replace(brief, outcome=text or "They plan.", deadline=DEADLINE + timedelta(days=1)), NOW
    )
    for state in (State.ACCEPTED, State.IN_PROGRESS, State.SHIPPED):
        yield story(state, brief=brief, text=text, change=other)
    said = text or "Two accounts"
    added = Acceptance(Level.DELEGATE, said, said[:40], said[:40], NOW + timedelta(days=1))
    for state in (State.OFFERED, State.ACCEPTED, State.IN_PROGRESS, State.SHIPPED):
        changes = {"manager_level": Level.CONSULT} | (
            {"acceptance": added} if state is not State.OFFERED else {}
        )
        yield story(state, brief=brief, text=text, **changes)
    for state in (State.IN_PROGRESS, State.SHIPPED):
        yield story(state, brief=brief, text=text, manager_level=Level.INQUIRE, acceptance=added)
    yield replace(
        story(State.IN_PROGRESS, brief=brief, text=text, confirmed_by_silence=True),
        open_question=asked,
        next_checkpoint=CheckpointKind.SPOT_CHECK,
        next_at=NOW + timedelta(days=1),
        channel=replace(CHANNEL, is_shared_outside=True),
    )
    yield from _with_flags(brief, text, asked)
    yield story(State.IN_PROGRESS, brief=replace(brief, deadline=NOW - timedelta(hours=1)), text=text)
    for state in (State.IN_PROGRESS, State.SHIPPED):
        for wishes in wished(text):
            yield replace(story(state, brief=brief, text=text), wishes=wishes)
    yield from under_way(brief, text)
    yield from _shipped(brief, text)
    for state in (State.OFFERED, State.ACCEPTED, State.IN_PROGRESS):  # their manager has left
        alone = story(state, brief=brief, text=text)
        yield replace(alone, people=alone.people | {"U1": replace(MANAGER, is_deleted=True)})
    yield story(State.DECLINED, brief=brief, text=text, back_brief=text or "Within 2 percent.")
    yield looked_ahead(story(State.IN_PROGRESS, brief=brief, text=text), text)
    shipped = replace(
        story(State.IN_REVIEW, brief=brief, text=text), review=review_of(Mode.FULL, Phase.WRITING)
    )
    yield looked_ahead(shipped, text)


def _with_flags(brief: Brief, text: str, asked: Question) -> Iterator[Situation]:
    for flags, intentions in raised(text):
        waits = {"move": Role.MANAGER, "move_until": NOW + timedelta(hours=4)}
        at_work = story(State.IN_PROGRESS, brief=brief, text=text, **waits)
        yield replace(at_work, flags=flags, intentions=intentions)
        yield replace(at_work, flags=flags, intentions=intentions, open_question=asked)
        rested = replace(at_work.delegation, move=Role.OWNER, move_until=DEADLINE)
        yield replace(at_work, delegation=rested, flags=flags, intentions=intentions)
        yield replace(story(State.SHIPPED, brief=brief, text=text), flags=flags, intentions=intentions)


def _shipped(brief: Brief, text: str) -> Iterator[Situation]:
    missed = {
        "outcome": Outcome.MISSED,
        "found_by": FoundBy.OTHERS,
        "corrected_at": NOW,
        "correction": text or "Two",
    }
    for state, changes in ((State.SHIPPED, {}), (State.IN_REVIEW, missed), (State.CLOSED, missed)):
        for mode in Mode:
            for phase in Phase:
                situation = story(state, brief=brief, text=text, **changes)
                yield replace(situation, review=review_of(mode, phase, text))
    for state in (State.SHIPPED, State.IN_REVIEW, State.CLOSED):
        situation = story(state, brief=brief, text=text, **missed)
        situation = replace(situation, review=review_of(Mode.FULL, Phase.WRITING, text))
        for note in (NOTE, replace(NOTE, due_at=NOW), replace(NOTE, sent_at=NOW, text=text, reader_id="U1")):
            yield replace(situation, note=note)
        over = replace(situation, delegation=replace(situation.delegation, taken_over_at=NOW))
        yield replace(over, note=NOTE)


def hit_of(text: str = "", **changes: Any) -> Hit:
    """Return a trigger that was hit an hour ago and paged the manager and a deputy of theirs."""
    since = NOW - timedelta(hours=1)
    pages = (Page("U1", 1, since), Page("U3", 1, since, "U1"))
    said = text or "variance over 5 %"
    hit = Hit("h1", "d1", said, 60, "U1", "U2", since, since, text or "Two accounts twice.", pages=pages)
    return replace(hit, **changes)


def proposal_of(kind: ProposalKind, text: str = "", **changes: Any) -> Proposal:
    """Return a proposal of the owner's, on the table since now."""
    words = text or "The October export is short by two accounts."
    new = {"deadline": DEADLINE + timedelta(days=2)} if kind is ProposalKind.NEW_TIME else {"outcome": words}
    made = Proposal("p1", "d1", kind, NOW, NOW + timedelta(days=1), DEADLINE, why=words, note=words, **new)
    return replace(made, **changes)


def under_way(brief: Brief = BRIEF, text: str = "") -> Iterator[Situation]:
    """Yield work in progress with a trigger hit or a proposal in each of their moments, and what shipped after it."""
    working = story(State.IN_PROGRESS, brief=brief, text=text)
    second = Page("U3", 2, NOW, "U1")
    hits = (
        hit_of(text),
        hit_of(text, round=2, since=NOW, pages=(*hit_of().pages, second)),
        hit_of(text, round=3, unanswered_at=NOW),
        hit_of(text, acknowledged_by="U3", acknowledged_at=NOW),
        hit_of(text, ended_at=NOW),
    )
    for hit in hits:
        yield replace(working, hits=(hit,))
    proposals = [proposal_of(kind, text, answer=answer) for kind in ProposalKind for answer in Answer]
    for made in proposals:
        yield replace(working, proposals=(made,))
    late = proposal_of(ProposalKind.NEW_TIME, text, answer=Answer.AGREED, before=NOW - timedelta(days=1))
    shipped = story(State.IN_REVIEW, brief=brief, text=text)
    reviewed = replace(shipped, review=review_of(Mode.FULL, Phase.WRITING, text))
    yield replace(reviewed, hits=hits, proposals=(*proposals, late))
