"""The demo's cast: the workspace Northwind, its people and its channels."""

from collections.abc import Mapping
from typing import Any

from bot.playground.to_the_app.connected import ConnectedWorkspace
from bot.playground.workspace.people import SLACKBOT_ID, Person, Team
from bot.playground.workspace.story_clock import Clock

NORTHWIND = Team("T0NORTH001", "Northwind", "northwind")
ACME_TEAM_ID = "T0ACME0001"

MAYA, SAM, NOOR, JONAS, GITA = "U0MAYA0001", "U0SAM00001", "U0NOOR0001", "U0JONAS001", "U0GITA0001"
ALEX_OF_ACME, TOM_WHO_LEFT, DEPLOY_BOT = "U0ALEX0001", "U0TOM00001", "U0DEPLOY01"

CLOUD_COSTS, GENERAL, LEADERSHIP = "C0CLOUD001", "C0GENERAL1", "C0LEADER01"
OLD_FINANCE, ACME_SHARED = "C0OLDFIN01", "C0ACMESH01"


def northwind(clock: Clock, manifest: Mapping[str, Any], **options: Any) -> ConnectedWorkspace:
    """Make the workspace of the demo and of most tests.

    Args:
        clock: The story's clock.
        manifest: The app's manifest, as loaded from YAML or JSON.
        options: Passed on to `Workspace`: transport, request_url, signing_secret, rates_enforced, ...
    """
    workspace = ConnectedWorkspace(NORTHWIND, clock, manifest, **options)
    for person in _people():
        workspace.add_person(person)
    _make_channels(workspace)
    _let_them_talk(workspace)
    return workspace


def _people() -> list[Person]:
    return [
        Person(MAYA, "maya.okafor", "Maya Okafor", "Head of Platform", "Europe/London", color="7a4fbf"),
        Person(SAM, "sam.rivera", "Sam Rivera", "Cloud Engineer", "Europe/Paris", "fr-FR", color="1f8a70"),
        Person(NOOR, "noor.haddad", "Noor Haddad", "Finance Partner", "Europe/London", color="c2571a"),
        Person(
            JONAS, "jonas.lind", "Jonas Lind", "Site Reliability Engineer", "Europe/Stockholm", color="2b6cb0"
        ),
        Person(
            GITA, "gita.rao", "Gita Rao", "Contractor, Data", "Asia/Kolkata", color="b83280", is_guest=True
        ),
        Person(
            ALEX_OF_ACME,
            "alex.mercer",
            "Alex Mercer",
            "Account Manager at Acme",
            team_id=ACME_TEAM_ID,
            is_stranger=True,
            color="805ad5",
        ),
        Person(TOM_WHO_LEFT, "tom.berg", "Tom Berg", "Formerly Finance", deleted=True),
        Person(DEPLOY_BOT, "deploybot", "Deploybot", is_bot=True),
        Person(SLACKBOT_ID, "slackbot", "Slackbot"),
    ]


def _make_channels(workspace: ConnectedWorkspace) -> None:
    bot, team = workspace.app.bot_user_id, {MAYA, SAM, NOOR, JONAS}
    workspace.add_channel(
        CLOUD_COSTS, "cloud-costs", {*team, GITA, DEPLOY_BOT, bot}, topic="What our cloud costs, and why"
    )
    workspace.add_channel(GENERAL, "general", team, topic="Company-wide announcements")
    workspace.add_channel(
        LEADERSHIP, "leadership", {MAYA, NOOR}, is_private=True, topic="Plans in the making"
    )
    workspace.add_channel(OLD_FINANCE, "old-finance", {MAYA, NOOR, bot}, is_archived=True)
    workspace.add_channel(
        ACME_SHARED,
        "acme-shared",
        {MAYA, SAM, ALEX_OF_ACME, bot},
        is_ext_shared=True,
        topic="Together with Acme",
    )


def _let_them_talk(workspace: ConnectedWorkspace) -> None:
    costs = workspace.channels[CLOUD_COSTS]
    workspace.post(costs, NOOR, "Finance needs the monthly cloud spend report by Thursday, split by team.")
    workspace.post(costs, JONAS, "The October export is in the shared drive. Two accounts look new to me.")
    leadership = workspace.channels[LEADERSHIP]
    workspace.post(leadership, MAYA, "Hiring for next year hangs on the cloud numbers. Not public yet.")
