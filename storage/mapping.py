"""Rows to domain objects and back: a column bears the name of the field that it holds.

The few that differ are said here; the tenant's own columns are filled in by the transaction.
"""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar

from bot.domain.acceptance import Acceptance, Level
from bot.domain.correction import CorrectionNote
from bot.domain.delegation import BriefChange, Delegation, Prediction, Shipment
from bot.domain.document import from_document, instant, to_document
from bot.domain.flag import Flag, Forward
from bot.domain.help import Help
from bot.domain.intention import Intention
from bot.domain.nudge import Claim, Nudge
from bot.domain.page import Hit, Page
from bot.domain.people import Channel, Person, Tenant
from bot.domain.preferences import Preferences
from bot.domain.preferences_document import days_from, preferences_from
from bot.domain.premortem import Premortem, Risk
from bot.domain.proposal import Proposal
from bot.domain.record import BriefVersion, CheckpointAnswer, Draft, HistoryEntry, Question
from bot.domain.rescue import Rescue
from bot.domain.review import Change, Note, Review
from bot.domain.template import Template
from storage.prepared import Row

Values = dict[str, Any]
Thing = TypeVar("Thing")


def delegation_values(delegation: Delegation) -> Values:
    """Return every column of a delegation."""
    shipment, acceptance = delegation.shipment, delegation.acceptance
    return _values(
        delegation,
        acceptance=_acceptance_values(acceptance) if acceptance else None,
        change=_brief_change_values(delegation.change) if delegation.change else None,
        brief=to_document(delegation.brief),
        shipment=asdict(shipment) if shipment else None,
    )


def delegation_from(row: Row) -> Delegation:
    """Return the delegation of a row."""
    return _read(
        Delegation,
        row,
        tenant=tenant_of(row),
        brief=from_document(row.brief),
        shipment=_shipment_from(row.shipment) if row.shipment else None,
        acceptance=_acceptance_from(row.acceptance) if row.acceptance else None,
        change=_brief_change_from(row.change) if row.change else None,
    )


def version_values(version: BriefVersion) -> Values:
    """Return every column of a brief's version."""
    return _values(version, brief=to_document(version.brief))


def version_from(row: Row) -> BriefVersion:
    """Return the brief's version of a row."""
    return _read(BriefVersion, row, brief=from_document(row.brief))


def draft_values(draft: Draft) -> Values:
    """Return every column of a draft."""
    return _values(draft)


def draft_from(row: Row) -> Draft:
    """Return the draft of a row."""
    return _read(Draft, row, tenant=tenant_of(row))


def template_values(template: Template) -> Values:
    """Return every column of a template."""
    return _values(template)


def template_from(row: Row) -> Template:
    """Return the template of a row."""
    return _read(Template, row, tenant=tenant_of(row))


def entry_values(entry: HistoryEntry) -> Values:
    """Return every column of a line of history."""
    return _values(entry)


def entry_from(row: Row) -> HistoryEntry:
    """Return the line of history of a row."""
    return _read(HistoryEntry, row)


def question_values(question: Question) -> Values:
    """Return every column of a question."""
    return _values(question)


def question_from(row: Row) -> Question:
    """Return the question of a row."""
    return _read(Question, row)


def correction_values(note: CorrectionNote) -> Values:
    """Return every column of a correction note."""
    return _values(note)


def correction_from(row: Row) -> CorrectionNote:
    """Return the correction note of a row."""
    return _read(CorrectionNote, row)


def rescue_values(rescue: Rescue) -> Values:
    """Return every column of a rescue."""
    return _values(rescue)


def rescue_from(row: Row) -> Rescue:
    """Return the rescue of a row."""
    return _read(Rescue, row)


def help_values(said: Help) -> Values:
    """Return every column of a word of help."""
    return _values(said)


def help_from(row: Row) -> Help:
    """Return the word of help of a row."""
    return _read(Help, row)


def answer_values(answer: CheckpointAnswer) -> Values:
    """Return every column of an answer at a checkpoint."""
    return _values(answer, questions=list(answer.questions), answers=list(answer.answers))


def answer_from(row: Row) -> CheckpointAnswer:
    """Return the answer at a checkpoint of a row."""
    return _read(CheckpointAnswer, row, questions=tuple(row.questions), answers=tuple(row.answers))


def flag_values(flag: Flag) -> Values:
    """Return every column of a flag."""
    return _values(flag)


def flag_from(row: Row) -> Flag:
    """Return the flag of a row."""
    return _read(Flag, row)


def forward_values(forward: Forward) -> Values:
    """Return every column of what somebody was told about a flag."""
    return _values(forward)


def forward_from(row: Row) -> Forward:
    """Return what somebody was told about a flag, of a row."""
    return _read(Forward, row)


def intention_values(intention: Intention) -> Values:
    """Return every column of an intention."""
    return _values(intention)


def intention_from(row: Row) -> Intention:
    """Return the intention of a row."""
    return _read(Intention, row)


def hit_values(hit: Hit) -> Values:
    """Return every column of a trigger that was hit."""
    return _values(hit, pages=[{**asdict(page), "at": page.at.isoformat()} for page in hit.pages])


def hit_from(row: Row) -> Hit:
    """Return the hit of a row."""
    pages = (Page(**{**page, "at": datetime.fromisoformat(page["at"])}) for page in row.pages)
    return _read(Hit, row, pages=tuple(pages))


def proposal_values(proposal: Proposal) -> Values:
    """Return every column of a proposal."""
    return _values(proposal)


def proposal_from(row: Row) -> Proposal:
    """Return the proposal of a row."""
    return _read(Proposal, row)


def review_values(review: Review) -> Values:
    """Return every column of a review."""
    change = review.change
    return _values(
        review,
        change={**asdict(change), "review_on": change.review_on.isoformat()} if change else None,
    )


def review_from(row: Row) -> Review:
    """Return the review of a row."""
    return _read(Review, row, tenant=tenant_of(row), change=_change_from(row.change) if row.change else None)


def note_values(review: Review, note: Note) -> Values:
    """Return every column of a note in `review`."""
    return _values(note, delegation_id=review.delegation_id, round=review.round)


def note_from(row: Row) -> Note:
    """Return the note of a row."""
    return _read(Note, row)


def premortem_values(premortem: Premortem) -> Values:
    """Return every column of a pre-mortem."""
    return _values(premortem, invited=list(premortem.invited), answered=list(premortem.answered))


def premortem_from(row: Row) -> Premortem:
    """Return the pre-mortem of a row."""
    return _read(Premortem, row, invited=tuple(row.invited), answered=tuple(row.answered))


def risk_values(risk: Risk) -> Values:
    """Return every column of a risk."""
    return _values(risk)


def risk_from(row: Row) -> Risk:
    """Return the risk of a row."""
    return _read(Risk, row)


def nudge_values(nudge: Nudge) -> Values:
    """Return the columns of a nudge that its intent decides; the others start at their defaults."""
    return _values(nudge, key=nudge.key)


def nudge_from(row: Row) -> Nudge:
    """Return the intent of a row."""
    return _read(Nudge, row, tenant=tenant_of(row))


def claim_from(row: Row) -> Claim:
    """Return the claim of a row, just claimed or folded."""
    # Written out, unlike the others: a backlog is claimed by the hundred.
    intent = (row.id, tenant_of(row), row.kind, row.delegation_id, row.recipient, row.due_at, row.subject)
    return Claim(
        Nudge(*intent),
        token=row.lease_token,
        attempts=row.attempts,
        revision=row.revision,
        is_suspect=row.suspect,
        channel=row.channel,
        ts=row.ts,
        late_since=row.late_since,
    )


def person_values(person: Person) -> Values:
    """Return what Slack says of a person, without the instant. A stranger's own workspace is not the tenant's."""
    values = _values(person)
    del values["preferences"]
    return {**values, "home_team_id": values.pop("team_id")}


def person_from(row: Row) -> Person:
    """Return the person of a row."""
    preferences = preferences_from(row.preferences) if row.preferences else Preferences()
    return _read(Person, row, team_id=row.home_team_id, preferences=preferences)


def channel_values(channel: Channel) -> Values:
    """Return what Slack says of a channel, without the instant."""
    values = _values(channel)
    del values["days_off"]
    return values


def channel_from(row: Row) -> Channel:
    """Return the channel of a row."""
    return _read(Channel, row, days_off=days_from(row.days_off or ()))


def tenant_of(row: Row) -> Tenant:
    """Return whose row it is."""
    return Tenant(row.enterprise_id, row.team_id)


def _values(thing: Any, **others: Any) -> Values:
    plain = {name: getattr(thing, name) for name in _names(type(thing)) if name not in others}
    plain.pop("tenant", None)
    return plain | others


def _read(kind: type[Thing], row: Row, **others: Any) -> Thing:
    return kind(**{name: getattr(row, name) for name in _names(kind) if name not in others}, **others)


def _names(kind: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = kind.__match_args__  # what a dataclass is made from, in order
    return names


def _shipment_from(document: Values) -> Shipment:
    return Shipment(
        **{
            **document,
            "prediction": Prediction(document["prediction"]),
            "ticked": tuple(document["ticked"]),
        }
    )


def _brief_change_values(change: BriefChange) -> Values:
    return {"brief": to_document(change.brief), "at": int(change.at.timestamp())}


def _brief_change_from(document: Values) -> BriefChange:
    return BriefChange(from_document(document["brief"]), instant(document["at"]))


def _acceptance_values(acceptance: Acceptance) -> Values:
    own = acceptance.own_deadline
    return {**asdict(acceptance), "own_deadline": int(own.timestamp()) if own else None}


def _acceptance_from(document: Values) -> Acceptance:
    level, own = document["level"], document["own_deadline"]
    return Acceptance(
        **{
            **document,
            "level": Level(level) if level else None,
            "own_deadline": instant(own) if own else None,
        }
    )


def _change_from(document: Values) -> Change:
    return Change(**{**document, "review_on": date.fromisoformat(document["review_on"])})
