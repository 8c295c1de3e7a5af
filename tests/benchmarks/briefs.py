"""Briefs in the making, written directly to the store, and the envelopes that submit their last step."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.blocks.brief_form import guards_step
from bot.domain.checkpoints import plan_checkpoints
from bot.domain.document import Document
from bot.domain.identity import new_id
from bot.domain.people import Channel, Person, Tenant
from bot.domain.record import Draft
from bot.playground.block_kit import input_state
from storage.connections import open_connections
from storage.engine import WORKER_PATIENCE_SECONDS
from storage.unit_of_work import SqlUnitsOfWork
from tests.benchmarks.slack import Json

TENANT = Tenant("", "T1")
CHANNEL = Channel("C1", "cloud-costs", has_bot=True)
MANAGERS = [
    Person(f"U0MANAGER{number:03}", "T1", f"Manager {number}", "Europe/London") for number in range(100)
]
OWNERS = [Person(f"U0OWNER{number:05}", "T1", f"Owner {number}", "Europe/Paris") for number in range(100)]


@dataclass(frozen=True, slots=True)
class Envelope:
    """One submission, ready to be sent."""

    id: str
    text: str


class Now:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the current instant."""
        return datetime.now(UTC)


async def prepare(database_url: str, number: int) -> list[Envelope]:
    """Store people, a channel and `number` drafts in the database, and return the submission of each."""
    connections = open_connections(database_url, patience_seconds=WORKER_PATIENCE_SECONDS)
    units, clock = SqlUnitsOfWork(connections, lambda _: None, Now()), Now()
    envelopes = []
    async with units(TENANT) as work:
        for person in (*MANAGERS, *OWNERS):
            await work.people.put_person(person, clock.now())
        await work.people.put_channel(CHANNEL, clock.now())
        for place in range(number):
            manager, owner = MANAGERS[place % len(MANAGERS)], OWNERS[place % len(OWNERS)]
            fields = _fields(owner, place)
            draft = Draft(new_id(), TENANT, manager.user_id, fields, clock.now())
            await work.drafts.save(draft)
            envelopes.append(_envelope(draft, manager, owner))
        await work.commit()
    await connections.close()
    return envelopes


def _fields(owner: Person, place: int) -> Document:
    deadline = datetime.now(UTC) + timedelta(days=7)
    return {
        "task": f"Monthly cloud spend report {place}",
        "owner_id": owner.user_id,
        "deadline": int(deadline.timestamp()),
        "outcome": "Finance can plan hiring on it, and sees what each team spends.",
        "acceptable_error": "variance <= 2 %",
        "team_channel": CHANNEL.channel_id,
        "audience": "team",
        "compliance_bound": False,
        "checklist": ["Totals per team", "Compared with last month"],
        "assumptions": ["The export is complete by Tuesday."],
        "triggers": [{"condition": "A team is over budget by 10 %", "minutes": 60, "goes_to": owner.user_id}],
    }


def _envelope(draft: Draft, manager: Person, owner: Person) -> Envelope:
    hours = owner.hours
    planned = plan_checkpoints(
        datetime.now(UTC), datetime.fromtimestamp(draft.fields["deadline"], UTC), hours
    )
    view = guards_step(draft.id, draft.fields, planned, manager.tz)
    blocks = input_state.with_ids(view["blocks"])
    state = input_state.initial(blocks)
    minimum = state["minimum_shippable"]
    next(iter(minimum.values()))["value"] = "Totals per team, no forecast."
    payload: Json = {
        "type": "view_submission",
        "user": {"id": manager.user_id, "username": "maya", "name": "maya", "team_id": TENANT.team_id},
        "token": "none",
        "trigger_id": "1.2.3",
        "team": {"id": TENANT.team_id, "domain": "northwind"},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": "A1",
        "view": {
            **view,
            "id": f"V{draft.id}",
            "team_id": TENANT.team_id,
            "blocks": blocks,
            "state": {"values": state},
            "hash": "1.a",
            "app_id": "A1",
            "bot_id": "B0BOT",
        },
        "response_urls": [],
    }
    envelope_id = new_id()
    text = json.dumps(
        {
            "envelope_id": envelope_id,
            "type": "interactive",
            "payload": payload,
            "accepts_response_payload": True,
        }
    )
    return Envelope(envelope_id, text)
