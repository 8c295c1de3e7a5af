"""Who is in the workspace, and how Slack describes them to an app."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

SLACKBOT_ID = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace: its id (`T...`), its name, and its subdomain of slack.com."""

    id: str
    name: str
    domain: str


@dataclass(slots=True)
class Person:
    """A member of the workspace, a bot, or a stranger from another organisation.

    `tz` is an IANA name, `name` the handle without "@", `team_id` is filled in by the workspace when empty.
    """

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "Europe/London"
    locale: str = "en-GB"
    team_id: str = ""
    color: str = "5a6b7c"
    is_bot: bool = False
    is_guest: bool = False
    is_single_channel_guest: bool = False
    deleted: bool = False
    is_stranger: bool = False

    @property
    def can_be_messaged(self) -> bool:
        """Whether an app may open a DM with them at all: no bot, and not Slackbot, which denies being one."""
        return not self.is_bot and self.id != SLACKBOT_ID

    def as_user_object(self, now: datetime, *, with_locale: bool) -> dict[str, Any]:
        """Return Slack's user object at `now` (aware): strangers show less, `tz_offset` follows DST."""
        user: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": self.color,
            "real_name": self.real_name,
            "profile": self._profile(),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
        }
        if self.is_stranger:
            return {**user, "is_stranger": True}
        if self.deleted:
            return user
        user |= {
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_guest or self.is_single_channel_guest,
            "is_ultra_restricted": self.is_single_channel_guest,
            "is_email_confirmed": True,
        }
        if not self.is_bot:
            local = now.astimezone(ZoneInfo(self.tz))
            offset = local.utcoffset()
            user |= {
                "tz": self.tz,
                "tz_label": local.tzname() or self.tz,
                "tz_offset": int(offset.total_seconds()) if offset else 0,
            }
        if with_locale:
            user["locale"] = self.locale
        return user

    def _profile(self) -> dict[str, Any]:
        first, _, last = self.real_name.partition(" ")
        return {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": first,
            "display_name_normalized": first,
            "first_name": first,
            "last_name": last,
            "status_text": "",
            "status_emoji": "",
            "status_expiration": 0,
            "team": self.team_id,
        }
