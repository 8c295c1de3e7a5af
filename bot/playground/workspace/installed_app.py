"""The app under test as the workspace knows it: what its manifest asked for, and its tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BOT_TOKEN = "xoxb-playground-bot-token"  # noqa: S105 - of the stand-in, worth nothing
APP_TOKEN = "xapp-playground-app-token"  # noqa: S105 - of the stand-in, worth nothing
SIGNING_SECRET = "playground-signing-secret"  # noqa: S105 - of the stand-in, worth nothing


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command of the manifest."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of the manifest; `type` is `global` or `message`."""

    type: str
    callback_id: str
    name: str
    description: str = ""


@dataclass(slots=True)
class InstalledApp:
    """Everything that the manifest decides, and the ids and secrets that installing gave."""

    name: str
    scopes: frozenset[str]
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    bot_events: frozenset[str]
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only: bool
    interactivity_enabled: bool
    is_installed: bool = True
    app_id: str = "A0LEEWAY01"
    bot_id: str = "B0LEEWAY01"
    bot_user_id: str = "U0LEEWAY01"
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    verification_token: str = field(default="playground-verification", repr=False)


def install(manifest: Mapping[str, Any], *, with_optional_scopes: bool = False) -> InstalledApp:
    """Read a manifest (as loaded from YAML or JSON) the way Slack does when the app is installed.

    Whoever installs it leaves the optional scopes out, unless `with_optional_scopes`.
    """
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    home = features.get("app_home", {})
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    left_out = set() if with_optional_scopes else set(scopes.get("bot_optional", []))
    names = {"command", "description", "usage_hint", "should_escape"}
    commands = [
        Command(**{key: value for key, value in command.items() if key in names})
        for command in features.get("slash_commands", [])
    ]
    shortcuts = [
        Shortcut(one["type"], one["callback_id"], one["name"], one.get("description", ""))
        for one in features.get("shortcuts", [])
    ]
    return InstalledApp(
        name=features.get("bot_user", {}).get("display_name") or manifest["display_information"]["name"],
        scopes=frozenset(scopes.get("bot", [])) - left_out,
        commands={command.command: command for command in commands},
        shortcuts={shortcut.callback_id: shortcut for shortcut in shortcuts},
        bot_events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        home_tab_enabled=bool(home.get("home_tab_enabled", False)),
        messages_tab_enabled=bool(home.get("messages_tab_enabled", False)),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        interactivity_enabled=bool(settings.get("interactivity", {}).get("is_enabled", False)),
    )
