"""Who and where: tenants, people and channels as Slack describes them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.preferences import Preferences
from bot.domain.worktime import WorkingHours

SLACKBOT = "USLACKBOT"  # reports is_bot: false, so it is known by its id


class Tenant(NamedTuple):
    """One Slack workspace; `enterprise_id` is empty outside an Enterprise Grid organisation.

    A tuple, since it is part of nearly every key that is looked up on the way out.
    """

    enterprise_id: str
    team_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the workspace sees them; `zone` is the IANA name that Slack gives (UTC where it gives none).

    `preferences` are the person's own words about their time, which come before Slack's.
    """

    user_id: str
    team_id: str
    name: str
    zone: str = "UTC"
    is_bot: bool = False
    is_deleted: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    preferences: Preferences = field(default_factory=Preferences)

    @property
    def tz(self) -> ZoneInfo:
        """The person's time zone; UTC where the name is not known to this machine."""
        try:
            return ZoneInfo(self.preferences.zone or self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, or far too long
            return ZoneInfo("UTC")

    @property
    def hours(self) -> WorkingHours:
        """When the person works."""
        return self.preferences.hours(self.tz)

    def hours_in(self, team: "Channel | None") -> WorkingHours:
        """Return when the person works on what is a team's: not on its days off either."""
        return self.hours.without(team.days_off) if team else self.hours

    def stand_in(self, now: datetime) -> str:
        """Return the user id of who stands in for the person now, "" where they are there or named nobody."""
        return self.preferences.stand_in(now.astimezone(self.tz).date())

    @property
    def deputy_id(self) -> str:
        """Who answers where this person has not, be they away or not; "" where nobody was named."""
        return self.preferences.deputy_id


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the bot sees it; one it may not see at all is not there.

    `days_off` are its team's, and `unasked` the phrasing rules that the team wants no questions from, by their names.
    """

    channel_id: str
    name: str
    is_private: bool = False
    is_archived: bool = False
    has_bot: bool = False
    is_shared_outside: bool = False
    days_off: frozenset[date] = field(default_factory=frozenset)
    unasked: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Words:
    """What to do instead, for those whom nothing can be brought to: an app, and somebody of another organisation."""

    app: str
    outside: str


_DEPUTY = _Words("A deputy is a person who can answer.", "where I cannot reach them.")
_INVITED = _Words("Invite people who can write down what they see.", "where I cannot reach them.")
_TOLD = _Words(
    "Pick a person who can do something with it.", "and what is agreed here stays here. Tell them yourself."
)
_READER = _Words("Pick a person who can read it.", "where I cannot write to them. Send it another way.")
_PAGED = _Words("A page goes to a person who can answer.", "where I cannot page them.")
_OWNER = _Words("An owner is a person who can make the call.", "where I cannot look after them.")


def why_not_owner(candidate: Person | None, manager_id: str, team_id: str) -> str | None:
    """Return the sentence that says why `candidate` cannot own a task, or None where they can."""
    if candidate and candidate.user_id == manager_id:
        return "Delegating to yourself keeps the call where it is. Pick the person who will own it."
    return _why_not(candidate, team_id, _OWNER)


def why_not_deputy(candidate: Person | None, team_id: str) -> str | None:
    """Return the sentence that says why `candidate` cannot stand in for somebody, or None where they can."""
    return _why_not(candidate, team_id, _DEPUTY)


def why_not_invited(candidate: Person | None, team_id: str) -> str | None:
    """Return the sentence that says why `candidate` cannot be asked in a pre-mortem, or None where they can."""
    return _why_not(candidate, team_id, _INVITED)


def why_not_told(candidate: Person | None, manager_id: str, owner_id: str, team_id: str) -> str | None:
    """Return the sentence that says why the owner cannot tell `candidate` about a flag, or None where they can."""
    if candidate and candidate.user_id == owner_id:
        return "You know it already. Pick whoever else needs to know."
    if candidate and candidate.user_id == manager_id:
        return f"{candidate.name} has it already. Pick whoever else needs to know."
    return _why_not(candidate, team_id, _TOLD)


def why_not_paged(candidate: Person | None, team_id: str) -> str | None:
    """Return the sentence that says why a trigger cannot go to `candidate`, or None where it can.

    Either of the two may be named: what goes to the owner, who says that it was hit, goes to the manager.
    """
    return _why_not(candidate, team_id, _PAGED)


def why_not_reader(candidate: Person | None, team_id: str) -> str | None:
    """Return the sentence that says why I cannot bring somebody's words to `candidate`, or None where I can."""
    return _why_not(candidate, team_id, _READER)


def _why_not(candidate: Person | None, team_id: str, words: _Words) -> str | None:
    if candidate is None:
        return "I cannot find this person in the workspace. Pick somebody from the list."
    if candidate.is_bot or candidate.user_id == SLACKBOT:
        return f"{candidate.name} is an app. {words.app}"
    if candidate.is_deleted:
        return f"{candidate.name}'s account is deactivated. Pick somebody who is still here."
    if candidate.is_stranger or candidate.team_id != team_id:
        return f"{candidate.name} belongs to another organisation, {words.outside}"
    return None


def why_not_place(channel: Channel | None) -> str | None:
    """Return the sentence that says why an after-action cannot open in `channel`, or None."""
    if channel is None:
        return "I cannot see this channel. Invite me there with /invite, or leave it empty."
    if channel.is_archived:
        return f"#{channel.name} is archived. Pick a live channel, or leave it empty."
    if not channel.has_bot:
        return f"I am not in #{channel.name} yet. Type /invite @Leeway there, or leave it empty."
    return None
