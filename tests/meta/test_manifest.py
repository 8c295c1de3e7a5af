"""The manifest: within Slack's limits, asking for no more than docs/scopes.md justifies."""

import re
from typing import Any

import pytest
import yaml

from bot.manifest import COMMAND, read_manifest
from handlers import EVENTS, SHORTCUTS
from tests.meta.tree import ROOT

KNOWN_SECTIONS = {"_metadata", "display_information", "features", "oauth_config", "settings"}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """Return the manifest as Slack reads it."""
    loaded = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_the_sections_are_those_of_version_2(manifest: dict[str, Any]) -> None:
    """The manifest declares version 2 and has no section that Slack would refuse."""
    assert manifest["_metadata"]["major_version"] == 2
    assert set(manifest) == KNOWN_SECTIONS


def test_the_display_information_fits(manifest: dict[str, Any]) -> None:
    """Name, descriptions and colour keep Slack's lengths; a long description has a least length too."""
    display = manifest["display_information"]
    assert display["name"] == "Leeway"
    assert len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4_000
    assert re.fullmatch(r"#[0-9A-Fa-f]{3}([0-9A-Fa-f]{3})?", display["background_color"])
    assert 1 <= len(manifest["features"]["bot_user"]["display_name"]) <= 80


def test_the_commands_fit_and_escape_mentions(manifest: dict[str, Any]) -> None:
    """A command keeps its lengths, carries a hint, and asks for mentions as ids, which the brief reads."""
    commands = manifest["features"]["slash_commands"]
    assert 1 <= len(commands) <= 5
    for command in commands:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2_000
        assert 1 <= len(command["usage_hint"]) <= 1_000
        assert command["should_escape"] is True
        assert "url" not in command, "an address belongs to one installation, not to the source"


def test_the_shortcuts_fit(manifest: dict[str, Any]) -> None:
    """Shortcuts keep Slack's lengths, are at most five of a kind, and have a callback id of their own."""
    shortcuts = manifest["features"]["shortcuts"]
    for shortcut in shortcuts:
        assert shortcut["type"] in {"global", "message"}
        assert 1 <= len(shortcut["name"]) <= 24
        assert 1 <= len(shortcut["description"]) <= 150
        assert 1 <= len(shortcut["callback_id"]) <= 255
    ids = [shortcut["callback_id"] for shortcut in shortcuts]
    assert len(ids) == len(set(ids))
    for kind in ("global", "message"):
        assert sum(shortcut["type"] == kind for shortcut in shortcuts) <= 5


def test_the_app_home_is_on_and_asks_for_no_messages(manifest: dict[str, Any]) -> None:
    """Home and the messages tab are on; the latter is read-only, since nobody would answer what is typed there."""
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert home["messages_tab_read_only_enabled"]


def test_optional_scopes_are_among_the_bots_scopes(manifest: dict[str, Any]) -> None:
    """Slack wants each optional scope in `bot` too; none is listed twice, and both lists are sorted."""
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes) == {"bot", "bot_optional"}, "Leeway never acts as a user"
    for name in ("bot", "bot_optional"):
        assert scopes[name] == sorted(set(scopes[name]))
    assert set(scopes["bot_optional"]) < set(scopes["bot"])


def test_reading_channels_is_optional(manifest: dict[str, Any]) -> None:
    """Of the scopes that let an app read what people write, only the one for the bot's own DMs is required."""
    scopes = manifest["oauth_config"]["scopes"]
    required = set(scopes["bot"]) - set(scopes["bot_optional"])
    assert {scope for scope in required if scope.endswith(":history")} == {"im:history"}


def test_every_scope_is_justified(manifest: dict[str, Any]) -> None:
    """docs/scopes.md has one row for each scope of the manifest, and none for a scope that is not asked for."""
    rows = re.findall(
        r"^\| `([a-z.]+(?::[a-z.]+)?)` \|", (ROOT / "docs/scopes.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) == len(set(rows))
    assert set(rows) == set(manifest["oauth_config"]["scopes"]["bot"])


def test_events_have_the_scope_they_need(manifest: dict[str, Any]) -> None:
    """Each subscribed event is one that Slack sends with the scopes asked for."""
    needs = {
        "app_home_opened": None,
        "member_left_channel": "channels:read",
        "user_change": "users:read",
    }
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert events == sorted(set(events))
    scopes = {None, *manifest["oauth_config"]["scopes"]["bot"]}
    assert all(needs[event] in scopes for event in events)


def test_the_source_starts_with_socket_mode(manifest: dict[str, Any]) -> None:
    """Installed as it stands, the app needs no public address: Socket Mode on, and no request URL anywhere."""
    settings = manifest["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"] == {"is_enabled": True}
    assert "request_url" not in settings["event_subscriptions"]
    assert settings["token_rotation_enabled"] is False, (
        "it cannot be switched off again, and nothing here rotates"
    )


def test_the_manifest_names_what_the_handlers_register() -> None:
    """Commands, shortcuts and events are the same in the manifest and in the routing table."""
    document = read_manifest()
    features = document["features"]
    assert [each["command"] for each in features["slash_commands"]] == [COMMAND]
    assert {each["callback_id"] for each in features["shortcuts"]} == {str(name) for name in SHORTCUTS}
    assert set(document["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
