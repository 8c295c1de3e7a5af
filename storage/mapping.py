"""The rows that differ from what they hold: documents in a column, lists, and names of their own."""

from dataclasses import asdict
from datetime import date, datetime

from bot.domain.acceptance import Acceptance, Level
from bot.domain.delegation import BriefChange, Delegation, Prediction, Shipment
from bot.domain.document import from_document, instant, to_document
from bot.domain.nudge import Claim, Nudge
from bot.domain.page import Hit, Page
from bot.domain.people import Channel, Person
from bot.domain.preferences import Preferences
from bot.domain.preferences_document import days_from, preferences_from
from bot.domain.premortem import Premortem
from bot.domain.record import BriefVersion, CheckpointAnswer
from bot.domain.review import Change, Note, Review
from storage.prepared import Row
from storage.rows import Values, from_row, tenant_of, to_values


def delegation_values(delegation: Delegation) -> Values:
    """Return every column of a delegation."""
    shipment, acceptance = delegation.shipment, delegation.acceptance
    return to_values(
        delegation,
        acceptance=_acceptance_values(acceptance) if acceptance else None,
        change=_brief_change_values(delegation.change) if delegation.change else None,
        brief=to_document(delegation.brief),
        shipment=asdict(shipment) if shipment else None,
    )


def delegation_from(row: Row) -> Delegation:
    """Return the delegation of a row."""
    return from_row(
        Delegation,
        row,
        brief=from_document(row.brief),
        shipment=_shipment_from(row.shipment) if row.shipment else None,
        acceptance=_acceptance_from(row.acceptance) if row.acceptance else None,
        change=_brief_change_from(row.change) if row.change else None,
    )


def version_values(version: BriefVersion) -> Values:
    """Return every column of a brief's version."""
    return to_values(version, brief=to_document(version.brief))


def version_from(row: Row) -> BriefVersion:
    """Return the brief's version of a row."""
    return from_row(BriefVersion, row, brief=from_document(row.brief))


def answer_values(answer: CheckpointAnswer) -> Values:
    """Return every column of an answer at a checkpoint."""
    return to_values(answer, questions=list(answer.questions), answers=list(answer.answers))


def answer_from(row: Row) -> CheckpointAnswer:
    """Return the answer at a checkpoint of a row."""
    return from_row(CheckpointAnswer, row, questions=tuple(row.questions), answers=tuple(row.answers))


def hit_values(hit: Hit) -> Values:
    """Return every column of a trigger that was hit."""
    return to_values(hit, pages=[{**asdict(page), "at": page.at.isoformat()} for page in hit.pages])


def hit_from(row: Row) -> Hit:
    """Return the hit of a row."""
    pages = (Page(**{**page, "at": datetime.fromisoformat(page["at"])}) for page in row.pages)
    return from_row(Hit, row, pages=tuple(pages))


def review_values(review: Review) -> Values:
    """Return every column of a review."""
    change = review.change
    return to_values(
        review,
        change={**asdict(change), "review_on": change.review_on.isoformat()} if change else None,
    )


def review_from(row: Row) -> Review:
    """Return the review of a row."""
    return from_row(Review, row, change=_change_from(row.change) if row.change else None)


def note_values(review: Review, note: Note) -> Values:
    """Return every column of a note in `review`."""
    return to_values(note, delegation_id=review.delegation_id, round=review.round)


def premortem_values(premortem: Premortem) -> Values:
    """Return every column of a pre-mortem."""
    return to_values(premortem, invited=list(premortem.invited), answered=list(premortem.answered))


def premortem_from(row: Row) -> Premortem:
    """Return the pre-mortem of a row."""
    return from_row(Premortem, row, invited=tuple(row.invited), answered=tuple(row.answered))


def nudge_values(nudge: Nudge) -> Values:
    """Return the columns of a nudge that its intent decides; the others start at their defaults."""
    return to_values(nudge, key=nudge.key)


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
        looks=row.looks,
        blind=row.blind,
    )


def person_values(person: Person) -> Values:
    """Return what Slack says of a person, without the instant. A stranger's own workspace is not the tenant's."""
    values = to_values(person)
    del values["preferences"]
    return {**values, "home_team_id": values.pop("team_id")}


def person_from(row: Row) -> Person:
    """Return the person of a row."""
    preferences = preferences_from(row.preferences) if row.preferences else Preferences()
    return from_row(Person, row, team_id=row.home_team_id, preferences=preferences)


def channel_values(channel: Channel) -> Values:
    """Return what Slack says of a channel, without the instant."""
    values = to_values(channel)
    del values["days_off"], values["unasked"]
    return values


def channel_from(row: Row) -> Channel:
    """Return the channel of a row."""
    return from_row(
        Channel, row, days_off=days_from(row.days_off or ()), unasked=frozenset(row.unasked or ())
    )


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
